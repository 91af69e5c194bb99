"""A study: factors, design, seeds, and the outcomes kept of each run. People write it as a TOML file.

Every number of a study is checked before anything runs. A message names the file, the line or key, the fault, and
valid values.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from agents.errors import InputError, shown, suggestion
from experiments.defaults import CITIZENS, MONTHS, MUNICIPALITY, PARADIGM
from experiments.design.checks import check_points, check_size, unknown
from experiments.design.designs import Design, Point, read_design
from experiments.design.factors import (
    RUN_KEYS,
    STUDY_KEYS,
    Factor,
    check_name,
    checked_value,
    read_factor,
    timed,
)
from experiments.design.objects import plain_arms, plain_factor, plain_table
from experiments.design.run_index_set import RunIndexSet
from experiments.design.study_arms import arm_factor, arms_of
from experiments.design.tables import scenarios_of, table_of
from experiments.design.values import (
    integer_of,
    lines_named,
    name_of,
    one_of,
    outcomes_of,
    place_of,
    seeds_of,
)
from experiments.own.collection import NO_FILES, Own, own_code, own_from
from experiments.reading import MOST_MANIFEST, json_of, text_of, toml_of
from experiments.runs.arm_timeline import timeline_of_arm
from experiments.runs.arms import Arm, named, paradigm_of
from experiments.runs.manifest import of_another_kind
from experiments.runs.run import MOST_MONTHS, Run, integer
from experiments.runs.scenario import Scenario, timeline_of
from experiments.runs.timeline import read_timeline
from model.aliases import current_list, current_names, one_note, written_names
from model.paradigms.paradigm import load_paradigm
from model.parameters.parameters import split_overrides
from model.timeline.change import Change, change_of, changes_of, of_arm
from model.town.municipalities import municipality
from samskaping.language import Message

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
            "arms": plain_arms(self.arms),
            "timeline": changes_of(self.timeline),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    @property
    def key(self) -> str:
        """A hash of everything that decides which runs are made and kept; comments and spaces are left out."""
        content = {
            "months": self.months, "seeds": list(self.seeds), "outcomes": list(map(self._written, self.outcomes)),
            "keep": self.keep, "design": vars(self.design), "base": self._as_written(self.base),
            "factors": [[self._written(f.name), f.levels, f.low, f.high] for f in self.factors],
        }  # fmt: skip
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
        return self.design.size(self.factors) * len(self.seeds)

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
        return replace(self, seeds=self.seeds[:1], factors=(), text="")

    def points(self) -> Iterator[Point]:
        """Yield the points of the design in order, a repeated point as often as the sample has it."""
        return self.design.points(self.factors)

    @cached_property
    def most_runs(self) -> int:
        """The largest possible number of runs, without drawing the sample: repeated points count each time."""
        return self.design.most(self.factors) * len(self.seeds)

    def some_points(self, most: int) -> Iterator[Point]:
        """Yield at most `most` points from all parts of the design, without making the others."""
        return self.design.some(self.factors, most)

    def jobs(self, done: RunIndexSet = NONE) -> Iterator[Job]:
        """Yield every run that is not done, once, point by point, and within a point seed by seed."""
        for k, point in enumerate(self.design.points(self.factors, once=True)):
            for place, seed in enumerate(self.seeds, k * len(self.seeds)):
                if place not in done:
                    yield Job(self.run_id(point, seed), point, seed, place)

    @cached_property
    def order(self) -> str:
        """A hash of some runs at even distances in the order: with equal hashes, places mean the same runs.

        The key does not ensure that: another version of a library may draw another sample.
        """
        every = max(1, self.size // len(self.seeds) // ORDER_BY)
        if any(factor.sampled for factor in self.factors):
            some: Iterator[Point] = islice(self.design.points(self.factors, once=True), 0, None, every)
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
            own = named(self.arms, arm)
            paradigm, changes = paradigm_of(own, self.arms[0], rules), timeline_of_arm(own, self.arms, changes, rules)
        else:
            changes = of_arm(changes, load_paradigm(paradigm).name)
        return Run(paradigm, town, citizens, overrides, seed, self.months, timeline=changes, arm=arm, own=self._code)

    @cached_property
    def _code(self) -> Own:
        return Own(self.own.code)

    @cached_property
    def timed(self) -> bool:
        """Whether any run has changes in its course, beside the parameters of its arm."""
        return bool(self.timeline) or any(scenario.timeline for scenario in self.scenarios.values())

    def _changes(self, given: Mapping[str, Any]) -> tuple[Change, ...]:
        """Return the changes of all arms: those of a run's scenario and the study's, at the months of its factors."""
        scenario = self.scenarios[given["scenario"]] if "scenario" in given else None
        changes = [*timeline_of(scenario, self.months), *self.timeline]
        for name, value in given.items():
            if (found := timed(name)) is not None:
                changes = [_moved(one, found[1], value) if one.name == found[0] else one for one in changes]
        return tuple(changes)

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
        return [arm.definition(), self.arms[0].definition() if arm.areas else None, self._as_written(rules)]

    def _hash_of(self, kind: str, name: Any) -> str:
        """Return the hash of the file that adds a name, or "" where none does."""
        source = self.own.find(kind, name)
        return "" if source is None else source.sha256


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


_CODES: dict[Any, str] = {}


def _code(town: Any) -> str:
    if town not in _CODES:
        _CODES[town] = municipality(town).code
    return _CODES[town]


def _hash(content: Any) -> str:
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=np.generic.item)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def read_study(source: str | Path, code: bool = True) -> Study:
    """Return the study in a TOML file, a sweep's folder or manifest; raise `InputError` where it is not valid.

    `code` says whether files of code that the study names may run. Those of a sweep's folder or manifest never do.
    """
    path = Path(source)
    code = code and not os.path.isfile(path / "study.toml") and not os.path.isdir(path.parent / "runs")
    if os.path.isfile(path / "study.toml"):  # the folder of a sweep
        path /= "study.toml"
    elif os.path.isfile(path / "manifest.json"):  # another kind of folder, which its manifest names
        path /= "manifest.json"
    in_manifest = path.suffix == ".json"
    try:
        text = text_of(path, _FILE, *[MOST_MANIFEST] * in_manifest)
    except FileNotFoundError:
        near = [p.name for p in path.parent.glob("*.toml")] if path.parent.is_dir() else []
        otherwise = Message("; give a TOML file that describes a study")
        raise InputError(
            "there is no study file {path}{hint}", path=path, hint=suggestion(path.name, near, otherwise)
        ) from None
    if in_manifest:
        return study_of(*_in_manifest(path, text, str(path)), code=False)
    beside = path.with_name("manifest.json")  # in a sweep's folder, whose manifest has the scenarios as they were
    with contextlib.suppress(InputError, FileNotFoundError):
        made = _in_manifest(beside, text_of(beside, _FILE, MOST_MANIFEST), str(path))
        if made[0] == text:
            return study_of(*made, code=False)
    return study_of(text, str(path), code=code)


_FILE = Message("the study file")


def _own_code(
    given: Mapping[str, Any], own: Own, folder: Path, where: Callable[[str], str], code: bool
) -> tuple[Any, Own]:
    """Return the outcomes that a study names, and its files of outcomes and mechanisms, beside those in `own`.

    `outcomes` is a list of names, or a table with `files` and perhaps `names`.
    """
    outcomes = given.get("outcomes")
    table = outcomes if isinstance(outcomes, Mapping) else {}
    for key in table:
        if key not in ("files", "names"):
            raise InputError(
                "{where}: unknown key {key!r}; valid: {names}{hint}",
                where=where("outcomes"), key=key, names="files, names", hint=suggestion(key, ("files", "names")),
            )  # fmt: skip
    files = {"outcomes": table.get("files", []), "mechanisms": given.get("mechanisms", [])}
    for key, listed in files.items():
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise InputError(
                "{where}: {value} is not valid: it must be a list of files, such as ['mine.py']",
                where=where(key), value=shown(listed),
            )  # fmt: skip
    read = [one.file for one in own.code]
    unread = [one for one in (*files["outcomes"], *files["mechanisms"]) if one not in read]
    if unread and not code:
        raise InputError(
            "{file}: the study names code, {unread}, and a sweep's folder runs none. Its manifest.json should have the "
            "code's text; give the study file that the sweep was made from",
            file=where("mechanisms").rpartition(":")[0], unread=", ".join(unread),
        )  # fmt: skip
    try:
        own = own_code(files["outcomes"], files["mechanisms"], folder, own)
    except InputError as error:
        raise InputError("{file}: {error}", file=where("mechanisms").rpartition(":")[0], error=error) from None
    return table.get("names") if isinstance(outcomes, Mapping) else outcomes, own


def _own_files(tables: Sequence[dict[str, Any]], own: Own, folder: Path, where: Callable[[str], str]) -> Own:
    """Put the names of paradigms and towns in the place of the files that tables of a study name; return the files."""
    for kind, key in (("paradigm", "paradigm"), ("town", "municipality")):
        for table in tables:
            if key not in table:
                continue
            levels = table[key] if isinstance(table[key], list) else [table[key]]
            names = []
            for level in levels:
                try:
                    name, own = own.named(kind, level, folder)
                except InputError as error:
                    raise InputError("{where}: {error}", where=where(key), error=error) from None
                names.append(name)
            table[key] = names if isinstance(table[key], list) else names[0]
    return own


def _in_manifest(path: Path, text: str, file: str) -> tuple[str, str, dict[str, str], str, Own]:
    """Return what `study_of` takes, from a sweep's manifest: the study, its file, scenarios' texts, name, own files."""
    try:
        metadata = json_of(text)
    except ValueError:
        metadata = None
    metadata = metadata if isinstance(metadata, dict) else {}
    study, scenarios, name = metadata.get("study"), metadata.get("scenarios", {}), metadata.get("name", path.stem)
    texts = isinstance(scenarios, dict) and all(isinstance(one, str) for one in scenarios.values())
    try:
        own = own_from(metadata.get("own", []))
    except (KeyError, TypeError, ValueError, AttributeError):
        own = None
    if own is None or not (isinstance(study, str) and isinstance(name, str) and texts):
        raise InputError(
            "{path} is not the manifest of a sweep{other}",
            path=path,
            other=of_another_kind(metadata.get("kind"), path, Message(": it holds no study")),
        )
    return study, file, scenarios, name, own


def study_of(
    text: str,
    file: str = "study",
    scenarios: Mapping[str, str] | None = None,
    name: str | None = None,
    own: Own = NO_FILES,
    code: bool = True,
) -> Study:
    """Return the study that a TOML text describes.

    Args:
        text: as in a study file.
        file: names it in messages; the user's own scenarios are looked for in its folder.
        scenarios: texts of scenarios by name, used instead of the files that the study names.
        name: of a study whose text has none; None is the file's name.
        own: files that are used instead of those that the study names.
        code: whether files of code that the study names may run.

    Raises:
        InputError: the study is not valid; the message says where and why, and what would be valid.
    """
    given = toml_of(text, file)
    with lines_named(file), one_note():
        return _study_of(given, text, file, scenarios or {}, name or Path(file).stem, own, code)


def _study_of(
    given: dict[str, Any], text: str, file: str, scenarios: Mapping[str, str], name: str, own: Own, code: bool
) -> Study:
    written: dict[str, str] = {}

    def where(key: str) -> str:
        return place_of(file, text, written.get(key, key))

    for key in given:
        if key not in STUDY_KEYS:
            raise unknown(key, where(key))
    kept, own = _own_code(given, own, Path(file).parent, where, code)
    varied, shared = (table_of(given, key, where(key)) for key in ("factors", "base"))
    chosen: dict[str, Scenario] = {}
    for table in (varied, shared):
        if "scenario" in table:
            table["scenario"] = scenarios_of(table["scenario"], chosen, scenarios, Path(file).parent, where("scenario"))
    for scenario in chosen.values():
        written |= scenario.written
    own = _own_files((varied, shared), own, Path(file).parent, where)
    written |= written_names([*varied, *shared], "setting")
    varied, shared = (_now(table, file) for table in (varied, shared))
    timeline = read_timeline(given.get("timeline", []), where("timeline"))
    arms = arms_of(given, varied, shared, timeline, file)
    varied = arm_factor(arms, varied, shared, where)
    factors = tuple(read_factor(name, levels, where(name)) for name, levels in varied.items())
    base = {}
    for key, value in shared.items():
        check_name(key, where(key))
        if any(factor.name == key for factor in factors):
            raise InputError(
                "{where}: {key} is in both [base] and [factors]; leave it in one of them", where=where(key), key=key
            )
        base[key] = checked_value(key, value, where(key))
    if "design" not in given and any(factor.sampled for factor in factors):
        raise InputError(
            "{file}: a factor has a range, so [design] must say how to sample it (lhs, sobol or morris)", file=file
        )
    written |= written_names(kept if isinstance(kept, list) else (), "outcome")
    _check_timed([*(factor.name for factor in factors), *base], timeline, chosen, file)
    study = Study(
        name=name_of(given.get("name", name), where("name")),
        months=integer_of(given.get("months", MONTHS), where("months"), 1, MOST_MONTHS),
        seeds=seeds_of(given.get("seeds", 10), where("seeds")),
        outcomes=outcomes_of(kept, where("outcomes"), own.outcomes),
        keep=one_of(given.get("keep", "last"), KEEP, where("keep")),
        design=read_design(given.get("design", {}), factors, where("design")),
        base=base,
        factors=factors,
        scenarios=chosen,
        timeline=timeline,
        text=text,
        written=written,
        arms=arms,
        own=own,
    )
    check_size(study, file)
    check_points(study, file)
    return study


def _check_timed(
    names: Sequence[str], timeline: Sequence[Change], scenarios: Mapping[str, Scenario], file: str
) -> None:
    """Refuse a factor of a change that no timeline has; its name must be unique."""
    known = [change.name for change in timeline if change.name]
    known += {change.name for scenario in scenarios.values() for change in scenario.timeline if change.name}
    for name in names:
        if (found := timed(name)) is not None and known.count(found[0]) != 1:
            raise InputError(
                "{file}: {name}: the change {change!r} is given twice; give each a name of its own"
                if found[0] in known
                else "{file}: {name}: no change in [[timeline]] has name = {change!r}{hint}",
                file=file, name=name, change=found[0], hint=suggestion(found[0], known),
            )  # fmt: skip


def _now(table: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return a table of parameters and rules under their current names."""
    try:
        return current_names(table, "setting")
    except InputError as error:
        raise InputError("{where}: {error}", where=file, error=error) from None
