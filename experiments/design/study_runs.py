"""A study as runs: its points and seeds, in the order of the design, and the id of each run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import islice
from typing import Any

import numpy as np

from experiments.defaults import CITIZENS, MUNICIPALITY, PARADIGM
from experiments.design.clauses.derived import Derived
from experiments.design.clauses.exclude import Exclusion
from experiments.design.clauses.precision import Precision
from experiments.design.designs import Design, Point
from experiments.design.factors import RUN_KEYS, Factor, timed
from experiments.design.objects import plain_arms, plain_factor, plain_table
from experiments.design.run_index_set import RunIndexSet
from experiments.design.values import seeds_of
from experiments.own.collection import NO_FILES, Own
from experiments.runs.arms import Arm, named, paradigm_of
from experiments.runs.arms.timeline import timeline_of_arm
from experiments.runs.run import MOST_MONTHS, Run, integer
from experiments.runs.scenario import Scenario, timeline_of
from model.aliases import current_list, current_names
from model.paradigms.paradigm import load_paradigm
from model.parameters.parameters import split_overrides
from model.timeline.change import Change, change_of, changes_of, of_arm
from model.town.municipalities import municipality

KEEP = ("last", "yearly", "all")
ORDER_BY = 100  # points, about, that identify the order of a study's runs
NONE = RunIndexSet()


@dataclass(frozen=True)
class Job:
    """One run of a study: its id, its point among the factors, its seed, and its place in the study's order."""

    run_id: str
    point: Point
    seed: int
    place: int


@dataclass(frozen=True)
class Study:
    """A checked study. Two studies with the same `key` ask for the same runs and keep the same of them."""

    name: str
    months: int
    seeds: Sequence[int]
    outcomes: tuple[str, ...]
    keep: str
    design: Design
    base: Mapping[str, Any]
    factors: tuple[Factor, ...]
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    """The scenarios that runs have, by name, as they were when the study was read."""
    timeline: tuple[Change, ...] = ()
    """Changes in the course of every run, beside those of its scenario."""
    text: str = field(default="", repr=False, compare=False)
    """The study file, as written."""
    written: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """{current name: name in the text} for old names in the text. Ids and keys use the names in the text, so that a
    sweep made before a name changed is still recognised."""
    arms: tuple[Arm, ...] = ()
    """The arms that the factor `arm` names, in full; the first is the reference."""
    own: Own = field(default=NO_FILES, compare=False)
    """The files that the study adds: paradigms and towns that it names, outcomes and mechanisms."""
    exclude: tuple[Exclusion, ...] = ()
    """Combinations of values that no run has."""
    precision: Precision | None = None
    """The rule by which seeds are added in batches; `seeds` then has all that the rule may use."""
    derived: tuple[Derived, ...] = field(default=(), compare=False)
    """Outcomes made of those kept, when results are read."""

    def __post_init__(self) -> None:
        """Convert objects in the study to the plain values of a study file; raise `InputError` where none exists."""
        scenarios = dict(self.scenarios)
        made = {
            "months": integer("months", self.months, 1, MOST_MONTHS),
            "seeds": self.seeds if isinstance(self.seeds, range) else seeds_of(_listed(self.seeds), "seeds"),
            "outcomes": tuple(current_list(map(str, self.outcomes), "outcome")),
            "base": plain_table(current_names(self.base, "setting"), scenarios),
            "factors": tuple(plain_factor(factor, scenarios) for factor in _renamed(self.factors)),
            "scenarios": scenarios,
            "arms": plain_arms(self.arms, self.own),
            "timeline": changes_of(self.timeline),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    @property
    def measured(self) -> tuple[str, ...]:
        """Names of the outcomes that results have: those kept, then the derived ones."""
        return (*self.outcomes, *(one.name for one in self.derived))

    @property
    def key(self) -> str:
        """A hash of everything that decides which runs are made and kept; comments and spaces are left out."""
        content = {
            "months": self.months, "seeds": list(self.seeds), "outcomes": list(map(self._written, self.outcomes)),
            "keep": self.keep, "design": self.design.as_dict(), "base": self._as_written(self.base),
            "factors": [
                [self._written(f.name), f.levels, f.low, f.high, *(["log"] if f.log else [])] for f in self.factors
            ],
        }  # fmt: skip
        if self.exclude:
            content["exclude"] = [self._as_written(one.as_dict()) for one in self.exclude]
        if self.precision is not None:
            content["precision"] = {**self.precision.as_dict(), "first": self.precision.first}
        if self.scenarios:
            content["scenarios"] = {
                s.name: [
                    self._as_written(s.overrides), s.municipality, s.citizens,
                    *([[change.as_dict() for change in s.timeline]] if s.timeline else []),
                ]
                for s in self.scenarios.values()
            }  # fmt: skip
        if self.timeline:
            content["timeline"] = [change.as_dict() for change in self.timeline]
        if self.arms:
            content["arms"] = [arm.definition() for arm in self.arms]
        if self.own:
            content["own"] = self.own.identity()
        return _hash(content)

    def _written(self, name: str) -> str:
        return self.written.get(name, name)

    def _as_written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values under their names in the text of the study or its scenario."""
        return {self._written(name): value for name, value in values.items()} if self.written else dict(values)

    @cached_property
    def size(self) -> int:
        """The number of runs; a point that the sample repeats is run once."""
        return self.point_count * len(self.seeds)

    @cached_property
    def point_count(self) -> int:
        """The number of different points, without those left out."""
        if self.exclude:
            return sum(1 for _ in self.points(once=True))
        return self.design.size(self.factors)

    @cached_property
    def kept_months(self) -> tuple[int, ...]:
        """The months of a run that are kept: the last, the last of each year and of the run, or all."""
        if self.keep == "last":
            return (self.months,)
        step = 12 if self.keep == "yearly" else 1
        return tuple(sorted({*range(step, self.months + 1, step), self.months}))

    @cached_property
    def for_workers(self) -> Study:
        """The study without its lists of levels and seeds, which may be long: all that `run` needs."""
        return replace(self, seeds=self.seeds[:1], factors=(), exclude=(), derived=(), text="")

    def points(self, once: bool = False) -> Iterator[Point]:
        """Yield the points of the design in order, without those left out.

        A point that the sample repeats comes as often as the sample has it, or with `once` once.
        """
        points = self.design.points(self.factors, once)
        return points if not self.exclude else (point for point in points if not self.leaves_out(point))

    def leaves_out(self, point: Point) -> bool:
        """Return whether the study leaves a point out; also for a point's values of the list factors alone."""
        return any(one.has(point) for one in self.exclude if all(name in point for name, _ in one.values))

    @cached_property
    def left_out(self) -> int:
        """The number of different points of the design that the study leaves out."""
        return self.design.size(self.factors) - self.point_count if self.exclude else 0

    @cached_property
    def most_runs(self) -> int:
        """The largest possible number of runs, without drawing the sample: repeated points count each time."""
        return self.design.most(self.factors) * len(self.seeds)

    def some_points(self, most: int) -> Iterator[Point]:
        """Yield at most `most` points from all parts of the design, without making the others."""
        if self.exclude:
            points = list(self.points())
            return iter(points[:: -(-len(points) // most)])
        return self.design.some(self.factors, most)

    def jobs(self, done: RunIndexSet = NONE, seeds: int | None = None, first: int = 0) -> Iterator[Job]:
        """Yield every run that is not done, once, point by point, and within a point seed by seed.

        With `seeds`, only runs of the first so many seeds, and with `first` without those before it.
        """
        for k, point in enumerate(self.points(once=True)):
            for place, seed in enumerate(self.seeds[first:seeds], k * len(self.seeds) + first):
                if place not in done:
                    yield Job(self.run_id(point, seed), point, seed, place)

    @cached_property
    def order(self) -> str:
        """A hash of some runs at even distances in the order: with equal hashes, places mean the same runs.

        The key does not ensure that: another version of a library may draw another sample.
        """
        every = max(1, self.size // len(self.seeds) // ORDER_BY)
        if self.exclude or any(factor.sampled for factor in self.factors):
            some: Iterator[Point] = islice(self.points(once=True), 0, None, every)
        else:  # the same points, without those between them
            some = (self.design.at(place, self.factors) for place in range(0, self.size // len(self.seeds), every))
        return _hash([self.size, [self.run_id(point, seed) for point in some for seed in self.seeds[:2]]])

    def run(self, point: Point, seed: int) -> Run:
        """Return the run at a point. Its factors override the base, which overrides the scenario and the defaults."""
        given = {**self.base, **point}
        overrides = self._shared(given)
        if "scenario" in given:
            chosen = self.scenarios[given["scenario"]]
            for key in ("municipality", "citizens"):
                if getattr(chosen, key) is not None:
                    given.setdefault(key, getattr(chosen, key))
        town, citizens = given.get("municipality"), given.get("citizens")
        if town is None:  # the default town is scaled down; a named one has its real size
            town, citizens = MUNICIPALITY, CITIZENS if citizens is None else citizens
        town, paradigm = self.own.town(town), self.own.paradigm(given.get("paradigm", PARADIGM))
        arm = given.get("arm", "")
        changes = self._changes(given) if self.timed else ()
        if arm:
            overrides, rules = split_overrides(overrides)
            own = named(self._arms, arm)
            paradigm, changes = paradigm_of(own, self._arms[0], rules), timeline_of_arm(own, self._arms, changes, rules)
        else:
            changes = of_arm(changes, load_paradigm(paradigm).name)
        return Run(paradigm, town, citizens, overrides, seed, self.months, timeline=changes, arm=arm, own=self._code)

    @cached_property
    def _code(self) -> Own:
        return Own(self.own.code)

    @cached_property
    def _arms(self) -> tuple[Arm, ...]:
        """The arms with the paradigms of files in the place of their names."""
        return tuple(replace(arm, base=self.own.paradigm(arm.base)) for arm in self.arms)

    @cached_property
    def timed(self) -> bool:
        """Whether any run has changes in its course, beside the parameters of its arm."""
        return bool(self.timeline) or any(scenario.timeline for scenario in self.scenarios.values())

    def _changes(self, given: Mapping[str, Any]) -> tuple[Change, ...]:
        """Return the changes of all arms: those of a run's scenario and the study's, at the months of its factors."""
        scenario = self.scenarios[given["scenario"]] if "scenario" in given else None
        return changes_at([*timeline_of(scenario, self.months), *self.timeline], given)

    def _shared(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters and rules that settings change; those of a scenario hold unless changed again."""
        overrides = dict(self.scenarios[given["scenario"]].overrides) if "scenario" in given else {}
        overrides.update({name: value for name, value in given.items() if name not in RUN_KEYS and not timed(name)})
        return overrides

    def run_id(self, point: Point, seed: int) -> str:
        """Return the run's id: 16 hex digits, a hash of everything that the run depends on and of its point."""
        run = self.run(point, seed)
        town = {**self.base, **point}.get("municipality")
        content: dict[str, Any] = {
            "paradigm": self._way(run, point),
            "municipality": self._hash_of("town", town) or _code(run.municipality), "citizens": run.citizens,
            "overrides": self._as_written(run.overrides), "seed": seed, "months": run.months,
            "point": self._as_written(point),
        }  # fmt: skip
        if self.timed:
            content["timeline"] = [change.as_dict() for change in run.changes]
            names = [change.paradigm.name for change in run.changes if change.paradigm is not None]
            if files := [found for name in names if (found := self._hash_of("paradigm", name))]:
                content["timeline_paradigms"] = files
        mechanisms = [one.sha256 for one in self.own.code if one.kind == "mechanism"]
        if mechanisms:
            content["mechanisms"] = mechanisms
        return _hash(content)

    def _way(self, run: Run, point: Point) -> Any:
        """Return what decides the run's rules beside its overrides: a paradigm's name, or all of an arm."""
        if not run.arm:
            name = {**self.base, **point}.get("paradigm")
            return self._hash_of("paradigm", name) or run.paradigm
        arm, shared = named(self.arms, run.arm), {**self.base, **point}
        rules = {name: value for name, value in self._shared(shared).items() if name.startswith("rules.")}
        files = [found for one in (arm, self.arms[0]) if (found := self._hash_of("paradigm", one.base))]
        way = [arm.definition(), self.arms[0].definition() if arm.areas else None, self._as_written(rules)]
        return [*way, files] if files else way

    def _hash_of(self, kind: str, name: Any) -> str:
        """Return the hash of the file that adds a name, or "" where none does."""
        source = self.own.find(kind, name)
        return "" if source is None else source.sha256


def changes_at(changes: Sequence[Change], given: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return changes at the months that settings such as `timeline.cut.month` give; other settings are ignored."""
    moved = list(changes)
    for name, value in given.items():
        if (found := timed(name)) is not None:
            moved = [_moved(one, found[1], value) if one.name == found[0] else one for one in moved]
    return tuple(moved)


def _moved(change: Change, key: str, value: int) -> Change:
    """Return a change with another month, until or over; a change that is moved keeps its length."""
    until = change.until
    if key == "month" and until is not None:
        return change_of(replace(change, month=value, until=until + value - change.month))
    changed: dict[str, Any] = {key: value}
    return change_of(replace(change, **changed))


def _renamed(factors: Sequence[Factor]) -> list[Factor]:
    """Return factors under their current names."""
    names = current_list([factor.name for factor in factors], "setting")
    return [f if f.name == name else replace(f, name=name) for f, name in zip(factors, names, strict=True)]


def _listed(seeds: Any) -> Any:
    """Return seeds as `seeds_of` takes them: numpy's numbers as Python's, a tuple as a list."""
    if isinstance(seeds, np.ndarray | np.generic):
        seeds = seeds.tolist()
    if isinstance(seeds, list | tuple):
        return [seed.item() if isinstance(seed, np.generic) else seed for seed in seeds]
    return seeds


@cache
def _code(town: Any) -> str:
    return municipality(town).code


def _hash(content: Any) -> str:
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=np.generic.item)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
