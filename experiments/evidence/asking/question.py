"""A question: claim, arms, conditions, outcomes, and the rule that decides. `reading` makes it of a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from agents.errors import InputError, shown, suggestion
from experiments.analysis.relevance import Relevant
from experiments.own.collection import NO_FILES, Own
from experiments.runs.arms import Arm
from model.timeline.change import Change
from model.town.municipalities import Municipality, municipality
from samskaping.language import Message, Versions

FOLDER = Path(__file__).resolve().parents[2] / "questions"
REGISTER = "frozen.toml"
CONTROL = "responsive"
"""The base that one arm of every question has: good administration that asks nothing of citizens."""


@dataclass(frozen=True)
class Condition:
    """A condition: `start` holds from before the warm-up, `parameters` and `rules` from month 1."""

    name: str
    title: Versions
    start: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)


TODAY = "today"


@dataclass(frozen=True)
class Protocol:
    """Where, how long and with which seeds the runs are made; `citizens` None is the municipality's real size."""

    municipality: str
    citizens: int | None
    months: int
    first_seed: int
    seeds: int
    most_seeds: int


@dataclass(frozen=True)
class Robust:
    """How many sampled points the rule is tried at, and their runs."""

    points: int
    seeds: int
    first_seed: int
    citizens: int


@dataclass(frozen=True)
class Derived:
    """An outcome made of others: `sum / over`, or `base + price x (top - base)`."""

    name: str
    sum: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    base: str = ""
    top: str = ""
    price: float = 0.0

    @property
    def needs(self) -> tuple[str, ...]:
        """The model's outcomes that it is made of."""
        return (*self.sum, *self.over) if self.sum else (self.base, self.top)


@dataclass(frozen=True)
class Question:
    """A checked question. `sha256` is the file's hash, `decided_by` that of all that decides the verdict."""

    name: str
    title: Versions
    claim: Versions
    fails: Versions
    note: Versions | None
    source: str
    arms: tuple[Arm, ...]
    conditions: Mapping[str, Condition]
    outcomes: tuple[str, ...]
    sre: Mapping[str, Relevant]
    protocol: Protocol
    robust: Robust | None
    sampled: Mapping[str, tuple[float, float]]
    derived: Mapping[str, Derived]
    timeline: tuple[Change, ...]
    """Changes in the course of the runs; one for an arm holds for it under every condition."""
    words: Mapping[str, Mapping[str, str]]
    """{language: {name: text}} for names in the file that people read: of tests, groups and derived outcomes."""
    kind: str
    rule: Any
    sha256: str
    decided_by: str
    text: str = field(repr=False)
    own: Own = NO_FILES
    """The files that the question names: paradigms, a town, outcomes and mechanisms."""

    @property
    def town(self) -> Municipality:
        """The municipality of the protocol, or the town of a file."""
        return municipality(self.own.town(self.protocol.municipality))

    @property
    def first_condition(self) -> str:
        """The condition that a cell without one means."""
        return next(iter(self.conditions))

    @property
    def kept(self) -> tuple[str, ...]:
        """The model's outcomes that runs keep: the named ones, and what derived outcomes need."""
        names = (*self.outcomes, *(name for one in self.derived.values() for name in one.needs))
        return tuple(dict.fromkeys(name for name in names if name not in self.derived))

    @property
    def control(self) -> str:
        """The arm that stands for good administration alone, "" in a question without arms."""
        return next((arm.name for arm in self.arms if arm.base_name == CONTROL), "")

    def condition(self, name: str) -> Condition:
        """Return a condition; of several names joined by a plus, all that they change.

        Raises:
            InputError: two of them change the same number.
        """
        parts = [self.conditions[part] for part in name.split("+")]
        made = parts[0]
        for part in parts[1:]:
            for key in ("start", "parameters", "rules"):
                both = set(getattr(made, key)) & set(getattr(part, key))
                if both:
                    raise InputError(
                        "conditions {a} and {b} both change {name}", a=made.name, b=part.name, name=min(both)
                    )  # fmt: skip
            joined: dict[str, Any] = {
                key: {**getattr(made, key), **getattr(part, key)} for key in ("start", "parameters", "rules")
            }
            made = replace(made, name=name, **joined)
        return made

    def cell(self, given: str) -> str:
        """Return a cell's full name, `arm@condition`; raise `InputError` for an unknown arm or condition."""
        arm, mark, condition = given.partition("@")
        condition = condition if mark else self.first_condition
        known(Message("arm"), arm, [one.name for one in self.arms])
        for part in condition.split("+"):
            known(Message("condition"), part, self.conditions)
        return f"{arm}@{condition}"

    def compares(self, first: str, second: str, where: str = "[rule]") -> None:
        """Raise `InputError` where two names are one cell: its difference from itself says nothing."""
        if self.cell(first) == self.cell(second):
            raise InputError("{where}: {cell} is compared with itself", where=where, cell=self.cell(first))


def shipped(folder: Path = FOLDER) -> dict[str, Path]:
    """Return the question files that come with the program, by name."""
    return {path.stem: path for path in sorted(folder.glob("*.toml")) if path.name != REGISTER}


def known(what: Message, name: Any, names: Any) -> None:
    """Raise `InputError` with the nearest name unless `name` is one of `names`."""
    if name not in names:
        raise InputError(
            "unknown {what} {name}; valid: {names}{hint}",
            what=what, name=shown(name), names=", ".join(names), hint=suggestion(str(name), names),
        )  # fmt: skip
