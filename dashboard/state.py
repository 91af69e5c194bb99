"""A visitor's state: settings, page and language. It is frozen, checked, and can be written into a link.

A link is input from anybody. It is read by the same functions that check the command line, and refused with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from agents.errors import InputError, shown
from dashboard import limits
from dashboard import timeline as timed
from dashboard.limits import integer, too_many_changes, too_many_paradigms, too_much_work
from dashboard.texts.languages import DEFAULT
from dashboard.timeline import Timed
from dashboard.views import TOWN_KEYS, MapView, TownView, one_of
from dashboard.ways import OWN as OWN
from dashboard.ways import arm_of as arm_of
from dashboard.ways import as_arm, checked_name, in_areas, name_only
from dashboard.ways import ways_of as ways_of
from experiments.comparison import planned
from experiments.defaults import FIRST_SEED, MUNICIPALITY, PARADIGMS
from experiments.runs.arms import paradigm_of, whole_arms
from experiments.runs.arms.timeline import timeline_of_arm
from experiments.runs.run import Run
from experiments.runs.scenario import Scenario, load_scenario, timeline_of
from experiments.runs.timeline import check_reach
from model.aliases import current_names, one_note
from model.paradigms.paradigm import Paradigm, load_paradigm, preset
from model.parameters.parameters import split_overrides
from model.timeline.change import Change
from model.town.municipalities import SMALLEST_VALID, Municipality, municipality
from samskaping.language import Language, languages

Value = float | int | bool | str
Changes = tuple[tuple[str, Value], ...]

PAGES = ("compare", "town", "when", "scenarios", "rules", "questions", "about")
CURVES = ("levels", "differences")
MOST_KEPT = 3
"""Settings kept for comparison side by side."""
# First shown: what two cores compute in two seconds (benchmarks/visitors.py).
CITIZENS, MONTHS, SEEDS = SMALLEST_VALID, 60, 4


@dataclass(frozen=True)
class Settings:
    """The settings of a comparison. `checked` returns settings that can be run."""

    municipality: str = municipality(MUNICIPALITY).code
    """The municipality's number; `checked` also takes its name."""
    citizens: int = CITIZENS
    months: int = MONTHS
    seeds: int = SEEDS
    first_seed: int = FIRST_SEED
    paradigms: tuple[str, ...] = PARADIGMS
    """Names of presets and `OWN`, also in some areas ("NPG@place"), and arms of scenarios ("svarstad/arena")."""
    changes: Changes = ()
    """Parameters, and rules changed in every paradigm, by dotted name."""
    base: str = "NPG"
    """The preset that the visitor's own paradigm is built on."""
    own: Changes = ()
    """Rules in which the own paradigm differs from its base, without `rules.`."""
    scenario: str = ""
    """The scenario that these settings come from."""
    timeline: tuple[Timed, ...] | None = None
    """What changes in the course of the runs; None: what the scenario says."""
    second: str = ""
    """A second municipality, to see beside the first; `checked` also takes its name."""

    @property
    def place(self) -> Municipality:
        """The municipality."""
        return municipality(self.municipality)

    @property
    def own_paradigm(self) -> Paradigm:
        """The visitor's own paradigm."""
        return load_paradigm(self.base).updated(dict(self.own)).model_copy(update={"name": OWN})

    @cached_property
    def runs(self) -> list[Run]:
        """All runs, checked, ordered by paradigm and seed."""
        return [run for name in self.paradigms for run in self._runs_of(name)]

    @property
    def beside(self) -> Settings | None:
        """The same settings in the second municipality, if there is one."""
        return replace(self, municipality=self.second, second="") if self.second else None

    @property
    def course(self) -> tuple[Timed, ...]:
        """What changes in the course of the runs: the visitor's changes, or else the scenario's."""
        if self.timeline is not None:
            return self.timeline
        return tuple(timed.timed_of(change) for change in self._timeline(self.scenario))

    def _timeline(self, scenario: str) -> tuple[Change, ...]:
        """Return the changes in the course of the runs, whose arms are names of ways; a scenario's, if none are set."""
        if self.timeline is not None:
            changes = timed.changes_of(self.timeline, self.own_paradigm)
            return tuple(one for one in changes if one.month <= self.months)  # the town's page has fewer months
        if not scenario:
            return ()
        found = load_scenario(name_only(scenario))
        ways = {arm.name: f"{found.name}/{arm.name}" for arm in found.arms and whole_arms(found.arms)}
        return tuple(replace(one, arm=ways.get(one.arm, one.arm)) for one in timeline_of(found, self.months))

    def _runs_of(self, name: str) -> list[Run]:
        """Return the runs of one way of governing. An arm's own rules and parameters hold over the changes."""
        changes = self._timeline(name.partition("/")[0] if "/" in name else self.scenario)
        if (found := arm_of(name)) is not None:
            arm, arms = found
            prefix = name.removesuffix(arm.name)
            own = [one for one in changes if not one.arm or one.arm.startswith(prefix)]
            changes = tuple(replace(one, arm=one.arm.removeprefix(prefix)) for one in own)
        elif in_areas(name) is not None:
            ways = tuple(dict.fromkeys((self.paradigms[0], name)))
            arms = whole_arms([replace(as_arm(way, self.own_paradigm), name=way) for way in ways])
            arm = arms[-1]
            changes = tuple(one for one in changes if one.arm in ("", *ways))
        else:
            return planned(
                [self.own_paradigm if name == OWN else name], self.municipality, self.citizens, dict(self.changes),
                self.seeds, self.first_seed, self.months, timeline=[one for one in changes if one.arm in ("", name)],
            )  # fmt: skip
        parameters, rules = split_overrides(dict(self.changes))
        run = Run(
            paradigm_of(arm, arms[0], rules).model_copy(update={"name": name}), self.municipality, self.citizens,
            parameters, self.first_seed, self.months, timeline=timeline_of_arm(arm, arms, changes, rules),
        ).checked()  # fmt: skip
        return [replace(run, seed=seed) for seed in range(self.first_seed, self.first_seed + self.seeds)]

    def changed(self, **values: Any) -> Settings:
        """Return checked settings with some of them replaced."""
        return checked(replace(self, **values))

    def with_change(self, name: str, value: Any, default: Any) -> Settings:
        """Return settings with one parameter changed; its default takes it off the list."""
        rest = {key: old for key, old in self.changes if key != name}
        return self.changed(changes=_sorted(rest if value == default else {**rest, name: value}))


def checked(settings: Settings) -> Settings:
    """Return the settings with names as they are written and values of the right kind; raise `InputError` if not."""
    citizens = integer("citizens", settings.citizens, limits.CITIZENS)
    months = integer("months", settings.months, limits.MONTHS)
    seeds = integer("seeds", settings.seeds, limits.SEEDS)
    first = integer("seed", settings.first_seed, (0, limits.LARGEST_SEED))
    names = tuple(map(checked_name, settings.paradigms))
    for name in names:
        if names.count(name) > 1:
            raise InputError("the way of governing {name} is given twice", name=name)
    low, high = limits.PARADIGMS
    if not low <= len(names) <= high:
        raise too_many_paradigms(len(names))
    towns = 2 if settings.second else 1
    if citizens * months * seeds * len(names) * towns > limits.WORK:
        raise too_much_work(citizens, months, seeds, len(names), towns)
    if len(settings.changes) + len(settings.own) > limits.CHANGES:
        raise too_many_changes(len(settings.changes) + len(settings.own))
    town = municipality(settings.municipality).code
    second = municipality(settings.second).code if settings.second else ""
    if second == town:
        raise InputError("{town} is the first town already; choose another one", town=municipality(town).label)
    base = preset(settings.base).name
    made = replace(
        settings, municipality=town, citizens=citizens, months=months, seeds=seeds, first_seed=first, paradigms=names,
        base=base, own=_own(base, settings.own), changes=_sorted(dict(settings.changes)),
        scenario=load_scenario(name_only(settings.scenario)).name if settings.scenario else "", second=second,
    )  # fmt: skip
    made = replace(made, timeline=_course_of(made))
    made.runs  # noqa: B018  checks parameters and rules
    return made


def _course_of(settings: Settings) -> tuple[Timed, ...] | None:
    """Return the timeline, checked change by change; None where it is the scenario's own, or there is nothing."""
    if settings.timeline is None:
        return None
    given = [timed.with_arm(one, checked_name(arm)) if (arm := timed.arm_in(one)) else one for one in settings.timeline]
    own = settings.own_paradigm
    found = timed.checked(given, own)
    check_reach(timed.changes_of(found, own), settings.months)
    return None if found == replace(settings, timeline=None).course else found


def from_scenario(scenario: Scenario) -> Settings:
    """Return the settings that a scenario asks for, scaled down to what a shared server takes."""
    default = Settings()
    place = scenario.municipality or default.municipality
    asked = scenario.citizens or min(municipality(place).population, default.citizens)
    return checked(
        Settings(
            municipality=place,
            citizens=min(asked, default.citizens),
            months=min(scenario.months or default.months, limits.MONTHS[1]),
            paradigms=ways_of(scenario) or default.paradigms,
            changes=_sorted(scenario.overrides),
            scenario=scenario.name,
        )
    )


def _own(base: str, rules: Changes) -> Changes:
    """Return the own paradigm's rules, checked, without rules that equal its base's."""
    start = load_paradigm(base)
    given = {name.removeprefix("rules."): value for name, value in rules}
    made = start.updated(given).flat()
    before = start.flat()
    return _sorted({name: made[name] for name in given if made[name] != before[name]})


def _sorted(changes: Mapping[str, Value]) -> Changes:
    return tuple(sorted(changes.items()))


@dataclass(frozen=True)
class State:
    """Everything that a visitor sees depends on this, and a link restores it."""

    settings: Settings = field(default_factory=Settings)
    kept: tuple[Settings, ...] = ()
    """Settings kept for comparison side by side."""
    language: Language = DEFAULT
    page: str = "compare"
    curves: str = "levels"
    """How curves are shown: one of `CURVES`."""
    map: MapView = MapView()
    """What the page `when` shows."""
    town: TownView = TownView()
    """What the page `town` shows."""

    def keeping(self, settings: Settings) -> State:
        """Return the state with these settings kept, as the last of the few that there is room for."""
        others = (one for one in self.kept if one != settings)
        return replace(self, kept=(*others, settings)[-MOST_KEPT:])


# --- links ---------------------------------------------------------------------------------------------------------

_KEYS = ("town", "citizens", "months", "seeds", "seed", "paradigms", "set", "base", "own", "scenario", "at", "town2")
_VIEWS = ("map", *TOWN_KEYS)
_OF_THE_VIEW = ("lang", "page", "curves", *_VIEWS)
_OWN_KEYS = (*_KEYS, *_OF_THE_VIEW, "keep")
_MISSPELT = 0.85
"""Least similarity, 0-1, at which an unknown key counts as a misspelling of one of ours."""


def to_link(state: State) -> str:
    """Return the state as the query of a link, without default values."""
    pairs: list[tuple[str, str]] = [("lang", state.language)]
    if state.page != PAGES[0]:
        pairs.append(("page", state.page))
    if state.curves != CURVES[0]:
        pairs.append(("curves", state.curves))
    pairs += _pairs(state.settings)
    pairs += [("keep", urlencode(_pairs(kept))) for kept in state.kept]
    pairs += [("map", view)] if (view := state.map.to_link()) else []
    pairs += state.town.to_link()
    return urlencode(pairs)


def from_link(query: str) -> State:
    """Return the state in a link's query, checked; raise `InputError` for anything else.

    Old names are read as the new ones, with one `RenamedWarning`; `model.aliases.collecting` collects them instead.
    """
    with one_note():
        return _from_link(query)


def _from_link(query: str) -> State:
    query = query.removeprefix("?")
    if len(query) > limits.LINK:
        raise InputError(
            "the link has {n:,} characters; the most that the page reads is {most:,}", n=len(query), most=limits.LINK
        )
    pairs = _ours(_parsed(query))
    kept = [value for key, value in pairs if key == "keep"]
    if len(kept) > MOST_KEPT:
        raise InputError("the link keeps {n} settings; there is room for at most {most}", n=len(kept), most=MOST_KEPT)
    head = {key: value for key, value in pairs if key in _OF_THE_VIEW}
    language = one_of("lang", head.get("lang", DEFAULT), languages())
    page = one_of("page", head.get("page", PAGES[0]), PAGES)
    curves = one_of("curves", head.get("curves", CURVES[0]), CURVES)
    rest = [(key, value) for key, value in pairs if key in _KEYS]
    return State(
        _settings(rest), tuple(_settings(_ours(_parsed(one))) for one in kept), language, page, curves,  # type: ignore[arg-type]
        MapView.from_link(head.get("map", "")), TownView.from_link(head),
    )  # fmt: skip


def _parsed(query: str) -> list[tuple[str, str]]:
    try:
        # What is not UTF-8 becomes lone surrogates here: somebody else's key may hold anything, ours may not.
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=limits.FIELDS, errors="surrogateescape")
        "".join(value for key, value in pairs if key in _OWN_KEYS).encode()
        return pairs
    except ValueError:
        raise InputError("the link cannot be read: it has too many parts, or letters that are not UTF-8") from None


def _ours(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs with keys of ours. Mail programmes and social networks add keys to links: these are ignored.

    Raises:
        InputError: for a misspelt key of ours, whose value would otherwise be lost silently.
    """
    for key, _ in pairs:
        if key in _OWN_KEYS:
            continue
        for own in _OWN_KEYS:
            if abs(len(key) - len(own)) <= 2 and SequenceMatcher(None, own, key.lower()).ratio() >= _MISSPELT:
                raise InputError("unknown key {key!r} in the link; did you mean {own!r}?", key=key, own=own)
    return [(key, value) for key, value in pairs if key in _OWN_KEYS]


def _pairs(settings: Settings) -> list[tuple[str, str]]:
    default, pairs = Settings(), []
    plain = {
        "town": "municipality", "citizens": "citizens", "months": "months", "seeds": "seeds", "seed": "first_seed",
        "base": "base", "scenario": "scenario", "town2": "second",
    }  # fmt: skip
    for key, name in plain.items():
        if getattr(settings, name) != getattr(default, name):
            pairs.append((key, str(getattr(settings, name))))
    if settings.paradigms != default.paradigms:
        pairs.append(("paradigms", ",".join(settings.paradigms)))
    pairs += [("set", f"{name}:{_text(value)}") for name, value in settings.changes]
    pairs += [("own", f"{name}:{_text(value)}") for name, value in settings.own]
    if settings.timeline is not None:  # an empty one takes the scenario's changes away
        pairs += [("at", one) for one in map(timed.written, settings.timeline)] or [("at", "")]
    return pairs


def _settings(pairs: list[tuple[str, str]]) -> Settings:
    default = Settings()
    once: dict[str, str] = {}
    lists: dict[str, dict[str, Value]] = {"set": {}, "own": {}}
    changes = [value for key, value in pairs if key == "at"]
    for key, value in pairs:
        if key == "at":
            continue
        if key in lists:
            name, colon, given = value.partition(":")
            if not colon or name in lists[key]:
                raise InputError(
                    "{key}={value} in the link is not name:value, or is given twice", key=key, value=shown(value)
                )
            lists[key][name] = timed.plain_value(given)
        elif key in once:
            raise InputError("{key} is given twice in the link", key=key)
        else:
            if key in _NAMED:
                _refuse_files(key, value)
            once[key] = value
    paradigms = tuple(once["paradigms"].split(",")) if "paradigms" in once else default.paradigms
    made: Any = replace(
        default,
        municipality=once.get("town", default.municipality),
        citizens=once.get("citizens", default.citizens),  # type: ignore[arg-type]  # `checked` makes numbers of digits
        months=once.get("months", default.months),  # type: ignore[arg-type]
        seeds=once.get("seeds", default.seeds),  # type: ignore[arg-type]
        first_seed=once.get("seed", default.first_seed),  # type: ignore[arg-type]
        paradigms=paradigms,
        changes=_sorted(current_names(lists["set"], "setting")),
        base=once.get("base", default.base),
        own=_sorted(current_names(lists["own"], "rule")),
        scenario=once.get("scenario", ""),
        timeline=tuple(timed.parsed(one) for one in changes if one) if changes else None,
        second=once.get("town2", ""),
    )
    return checked(made)


def _refuse_files(key: str, value: str) -> None:
    """Refuse the name of a file of one's own in a link: a page reads no files."""
    for name in value.split(","):
        if name.lower().endswith(_FILES):
            raise InputError(
                "{key}={value} in the link names a file, and the dashboard reads none. `samskaping compare` takes "
                "files of your own",
                key=key, value=shown(value),
            )  # fmt: skip


_NAMED = ("town", "town2", "paradigms", "base")
_FILES = (".toml", ".csv")


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, float) else str(value)
