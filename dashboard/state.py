"""A visitor's state: settings, page and language. It is frozen, checked, and can be written into a link.

A link is input from anybody. It is read by the same functions that check the command line, and refused with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from agents.errors import MOST_SHOWN, InputError, shortened, shown
from dashboard import limits
from dashboard.limits import integer, too_many_changes, too_many_paradigms, too_much_work
from dashboard.texts.languages import DEFAULT
from dashboard.views import TOWN_KEYS, MapView, TownView, one_of
from experiments.comparison import planned
from experiments.defaults import FIRST_SEED, MUNICIPALITY, PARADIGMS
from experiments.runs.arm_timeline import timeline_of_arm
from experiments.runs.arms import Arm, named, paradigm_of, whole_arms
from experiments.runs.run import Run
from experiments.runs.scenario import Scenario, load_scenario, timeline_of
from model.aliases import current_names, one_note
from model.paradigms.paradigm import Paradigm, load_paradigm, preset
from model.parameters.parameters import split_overrides
from model.timeline.change import Change
from model.town.municipalities import SMALLEST_VALID, Municipality, municipality
from samskaping.language import Language, languages

Value = float | int | bool | str
Changes = tuple[tuple[str, Value], ...]

PAGES = ("compare", "town", "when", "scenarios", "rules", "questions", "about")
OWN = "own"
"""The name of the paradigm that the visitor builds on the rules page."""

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
    """Names of presets, `OWN`, and arms of scenarios, such as "svarstad/arena"."""
    changes: Changes = ()
    """Parameters, and rules changed in every paradigm, by dotted name."""
    base: str = "NPG"
    """The preset that the visitor's own paradigm is built on."""
    own: Changes = ()
    """Rules in which the own paradigm differs from its base, without `rules.`."""
    scenario: str = ""
    """The scenario that these settings come from."""

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
        if len(set(self.paradigms)) < len(self.paradigms) or not any(map(arm_of, self.paradigms)):
            return self._planned([self.own_paradigm if name == OWN else name for name in self.paradigms])
        return [run for name in self.paradigms for run in self._runs_of(name)]

    def _planned(self, paradigms: list[str | Paradigm]) -> list[Run]:
        names = ("", *(load_paradigm(paradigm).name for paradigm in paradigms))
        return planned(
            paradigms, self.municipality, self.citizens, dict(self.changes), self.seeds, self.first_seed, self.months,
            timeline=[change for change in self._timeline(self.scenario) if change.arm in names],
        )  # fmt: skip

    def _timeline(self, scenario: str) -> tuple[Change, ...]:
        """Return the changes in the course of a scenario's runs, as far as the months reach; no scenario has none."""
        return timeline_of(load_scenario(_name_only(scenario)) if scenario else None, self.months)

    def _runs_of(self, name: str) -> list[Run]:
        """Return the runs of one way of governing. An arm's own rules and parameters hold over the changes."""
        found = arm_of(name)
        if found is None:
            return self._planned([self.own_paradigm if name == OWN else name])
        arm, arms = found
        parameters, rules = split_overrides(dict(self.changes))
        run = Run(
            paradigm_of(arm, arms[0], rules).model_copy(update={"name": name}), self.municipality, self.citizens,
            parameters, self.first_seed, self.months,
            timeline=timeline_of_arm(arm, arms, self._timeline(name.partition("/")[0]), rules),
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
    names = tuple(name if name == OWN or arm_of(name) else preset(name).name for name in settings.paradigms)
    low, high = limits.PARADIGMS
    if not low <= len(names) <= high:
        raise too_many_paradigms(len(names))
    if citizens * months * seeds * len(names) > limits.WORK:
        raise too_much_work(citizens, months, seeds, len(names))
    if len(settings.changes) + len(settings.own) > limits.CHANGES:
        raise too_many_changes(len(settings.changes) + len(settings.own))
    town = municipality(settings.municipality).code
    base = preset(settings.base).name
    made = replace(
        settings, municipality=town, citizens=citizens, months=months, seeds=seeds, first_seed=first, paradigms=names,
        base=base, own=_own(base, settings.own), changes=_sorted(dict(settings.changes)),
        scenario=load_scenario(_name_only(settings.scenario)).name if settings.scenario else "",
    )  # fmt: skip
    made.runs  # noqa: B018  checks parameters and rules
    return made


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


def ways_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the ways of governing that a scenario compares: its paradigms, or its arms, as many as the page takes."""
    arms = whole_arms(scenario.arms) if scenario.arms else ()
    return tuple(f"{scenario.name}/{arm.name}" for arm in arms)[: limits.PARADIGMS[1]] or scenario.paradigms or ()


@lru_cache(maxsize=100)
def arm_of(name: str) -> tuple[Arm, tuple[Arm, ...]] | None:
    """Return the arm that a name such as "svarstad/arena" means, and its scenario's arms; None for other names.

    Raises:
        InputError: there is no such scenario, or no such arm of it.
    """
    scenario, slash, arm = name.partition("/")
    if not slash:
        return None
    arms = load_scenario(_name_only(scenario)).arms
    if not arms:
        raise InputError("the scenario {scenario} has no arms", scenario=scenario)
    arms = whole_arms(arms)
    return named(arms, arm), arms


def _own(base: str, rules: Changes) -> Changes:
    """Return the own paradigm's rules, checked, without rules that equal its base's."""
    start = load_paradigm(base)
    given = {name.removeprefix("rules."): value for name, value in rules}
    made = start.updated(given).flat()
    before = start.flat()
    return _sorted({name: made[name] for name in given if made[name] != before[name]})


def _sorted(changes: Mapping[str, Value]) -> Changes:
    return tuple(sorted(changes.items()))


def _name_only(scenario: str) -> str:
    """Refuse what would be read as a file's path."""
    if not all(letter.isalnum() or letter in "-_ " for letter in scenario):
        raise InputError(
            "unknown scenario {scenario}; a link takes only the name of a scenario", scenario=shown(scenario)
        )
    return scenario


@dataclass(frozen=True)
class State:
    """Everything that a visitor sees depends on this, and a link restores it."""

    settings: Settings = field(default_factory=Settings)
    kept: tuple[Settings, ...] = ()
    """Settings kept for comparison side by side."""
    language: Language = DEFAULT
    page: str = "compare"
    map: MapView = MapView()
    """What the page `when` shows."""
    town: TownView = TownView()
    """What the page `town` shows."""


# --- links ---------------------------------------------------------------------------------------------------------

_KEYS = ("town", "citizens", "months", "seeds", "seed", "paradigms", "set", "base", "own", "scenario")
_VIEWS = ("map", *TOWN_KEYS)
_OWN_KEYS = (*_KEYS, "lang", "page", "keep", *_VIEWS)
_MOST_KEPT = 3
_MISSPELT = 0.85
"""Least similarity, 0-1, at which an unknown key counts as a misspelling of one of ours."""


def to_link(state: State) -> str:
    """Return the state as the query of a link, without default values."""
    pairs: list[tuple[str, str]] = [("lang", state.language)]
    if state.page != PAGES[0]:
        pairs.append(("page", state.page))
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
    if len(kept) > _MOST_KEPT:
        raise InputError("the link keeps {n} settings; there is room for at most {most}", n=len(kept), most=_MOST_KEPT)
    head = {key: value for key, value in pairs if key in ("lang", "page", *_VIEWS)}
    language = one_of("lang", head.get("lang", DEFAULT), languages())
    page = one_of("page", head.get("page", PAGES[0]), PAGES)
    rest = [(key, value) for key, value in pairs if key in _KEYS]
    return State(
        _settings(rest), tuple(_settings(_ours(_parsed(one))) for one in kept), language, page,  # type: ignore[arg-type]
        MapView.from_link(head.get("map", "")), TownView.from_link(head),
    )  # fmt: skip


def _parsed(query: str) -> list[tuple[str, str]]:
    try:
        # What is not UTF-8 becomes lone surrogates here: somebody else's key may hold anything, ours may not.
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=limits.CHANGES + 30, errors="surrogateescape")
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
        "base": "base", "scenario": "scenario",
    }  # fmt: skip
    for key, name in plain.items():
        if getattr(settings, name) != getattr(default, name):
            pairs.append((key, str(getattr(settings, name))))
    if settings.paradigms != default.paradigms:
        pairs.append(("paradigms", ",".join(settings.paradigms)))
    pairs += [("set", f"{name}:{_text(value)}") for name, value in settings.changes]
    pairs += [("own", f"{name}:{_text(value)}") for name, value in settings.own]
    return pairs


def _settings(pairs: list[tuple[str, str]]) -> Settings:
    default = Settings()
    once: dict[str, str] = {}
    lists: dict[str, dict[str, Value]] = {"set": {}, "own": {}}
    for key, value in pairs:
        if key in lists:
            name, colon, given = value.partition(":")
            if not colon or name in lists[key]:
                raise InputError(
                    "{key}={value} in the link is not name:value, or is given twice", key=key, value=shown(value)
                )
            lists[key][name] = _value(given)
        elif key in once:
            raise InputError("{key} is given twice in the link", key=key)
        else:
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
    )
    return checked(made)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, float) else str(value)


def _value(text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    if len(text) > MOST_SHOWN:  # no number or option is that long; kept short for the message that refuses it
        return shortened(text, MOST_SHOWN)
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
