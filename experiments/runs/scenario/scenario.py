"""A scenario in memory: its texts, settings and reasons, and which of them hold beside explicit options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from samskaping.language import SOURCE, Versions

if TYPE_CHECKING:
    from experiments.runs.arms import Arm
    from model.timeline.change import Change as Timed

Value = float | int | bool | str


@dataclass(frozen=True)
class Change:
    """One parameter or rule that differs from the defaults, and why. Rules change in every paradigm compared."""

    name: str
    """Flat dotted name: `needs.ageing`, `rules.scope.place`."""
    value: Value
    why: Versions
    source: str = ""
    """The source of the number or the direction; empty where `why` has it."""

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data, shaped as in its file."""
        whys = {f"why_{language}": why for language, why in self.why.texts.items()}
        return {"name": self.name, "value": self.value, **whys, "source": self.source}


@dataclass(frozen=True)
class TimedChange:
    """A change in the course of the run, and why."""

    change: Timed
    why: Versions | None = None
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data, shaped as in its file."""
        whys = {f"why_{language}": why for language, why in self.why.texts.items()} if self.why else {}
        return {**self.change.as_dict(), **whys, "source": self.source}


@dataclass(frozen=True)
class Scenario:
    """A checked scenario. None leaves a setting at its default."""

    name: str
    """The file's name without `.toml`; what `--scenario` takes."""
    title: Versions
    """The name, where the file has no title."""
    story: Versions
    """Empty where the file has none."""
    municipality: str | None
    citizens: int | None
    months: int | None
    paradigms: tuple[str, ...] | None
    """Names of presets; the others are compared with the first, and `run` takes the last."""
    changes: tuple[Change, ...]
    outcomes: tuple[str, ...]
    """Names of outcomes to watch."""
    watch: Versions
    """Why to watch them; empty where the file does not say."""
    questions: tuple[Versions, ...]
    text: str = field(repr=False)
    """The file as written."""
    written: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """{current name: name in the file} for old names of changes and outcomes in the file."""
    timed: tuple[TimedChange, ...] = ()
    """Changes in the course of the run, ordered by month."""
    arms: tuple[Arm, ...] = ()
    """What is compared instead of paradigms, as written: the first is the reference, and `run` takes the last."""
    group: str | None = None
    """Where lists show it: a key of `experiments.runs.scenario.groups`."""

    @property
    def timeline(self) -> tuple[Timed, ...]:
        """The changes in the course of the run, without their reasons."""
        return tuple(one.change for one in self.timed)

    @property
    def overrides(self) -> dict[str, Value]:
        """The values that differ from the defaults: {dotted name: value}, as `Run.overrides` takes them."""
        return {change.name: change.value for change in self.changes}

    def as_dict(self) -> dict[str, Any]:
        """Return the scenario as plain data, shaped as its file is, with its name; for JSON."""
        return {
            "name": self.name,
            "title": self.title.texts,
            "story": self.story.texts,
            "municipality": self.municipality,
            "citizens": self.citizens,
            "months": self.months,
            **({"group": self.group} if self.group else {}),
            "paradigms": self.paradigms,
            **({"arms": [arm.as_dict() for arm in self.arms]} if self.arms else {}),
            "changes": [change.as_dict() for change in self.changes],
            "timeline": [one.as_dict() for one in self.timed],
            "watch": {"outcomes": self.outcomes, **self.watch.texts},
            "questions": {
                language: tuple(question.text(language) for question in self.questions)
                for language in (self.questions[0].texts if self.questions else (SOURCE,))
            },
        }


def chosen(given: Any, scenario: Scenario | None, what: str, default: Any) -> Any:
    """Return the explicit value, else the scenario's value of `what`, else the default; None means not given."""
    if given is not None:
        return given
    own = getattr(scenario, what) if scenario is not None else None
    return default if own is None else own


def overridden(scenario: Scenario | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scenario's changes, overridden by explicit ones: {dotted name: value}."""
    return {**(scenario.overrides if scenario is not None else {}), **given}


def timeline_of(scenario: Scenario | None, months: int) -> tuple[Timed, ...]:
    """Return the changes of a scenario's timeline that begin within so many months; no scenario has none."""
    return tuple(change for change in (scenario.timeline if scenario else ()) if change.month <= months)
