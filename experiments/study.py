"""A study: what is varied, how, how often, and what is kept of each run. Read from a TOML file written by hand.

Every number of a study is checked before anything runs; a message names the file, the line or key, what is wrong and
what would be valid.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from agents.errors import InputError, nearest
from experiments.defaults import CITIZENS, FIRST_SEED, MONTHS, MUNICIPALITY, PARADIGM
from experiments.designs import Design, Point, read_design
from experiments.factors import RUN_KEYS, STUDY_KEYS, Factor, check_name, checked_value, declared, read_factor
from experiments.runs import LARGEST_SEED, MOST_MONTHS, Run
from model.municipalities import municipality
from model.outcomes import NAMES

KEEP = ("last", "yearly", "all")
MOST_SEEDS = 100_000


@dataclass(frozen=True)
class Job:
    """One run of a study: its id, its point among the factors, and its seed."""

    run_id: str
    point: Point
    seed: int


@dataclass(frozen=True)
class Study:
    """A checked study. Two studies with the same `key` ask for the same runs and keep the same of them."""

    name: str
    months: int
    seeds: tuple[int, ...]
    outcomes: tuple[str, ...]
    keep: str
    design: Design
    base: Mapping[str, Any]
    factors: tuple[Factor, ...]
    text: str = field(default="", repr=False, compare=False)
    """The study file, as written."""

    @property
    def key(self) -> str:
        """A hash of all that decides what is run and kept; comments and spaces do not."""
        told = {
            "months": self.months, "seeds": self.seeds, "outcomes": self.outcomes, "keep": self.keep,
            "design": vars(self.design), "base": dict(self.base),
            "factors": [[f.name, f.levels, f.low, f.high] for f in self.factors],
        }  # fmt: skip
        return _hash(told)

    @cached_property
    def size(self) -> int:
        """How many runs there are; a point that the sample happens to repeat is run once."""
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
        """The study without its lists of levels and seeds, which may be long: all that `run` needs of it."""
        return replace(self, seeds=self.seeds[:1], factors=(), text="")

    def points(self) -> Iterator[Point]:
        """Yield the points of the design, in order, a repeated one as often as the sample has it."""
        return self.design.points(self.factors)

    def jobs(self) -> Iterator[Job]:
        """Yield every run once, point by point, and within a point seed by seed."""
        for point in self.design.points(self.factors, once=True):
            for seed in self.seeds:
                yield Job(self.run_id(point, seed), point, seed)

    def run(self, point: Point, seed: int) -> Run:
        """Return the run at a point: its factors over what all runs share, over the scenario, over the defaults."""
        given = {**self.base, **point}
        overrides: dict[str, Any] = {}
        if "scenario" in given:
            from experiments.scenario import load_scenario

            chosen = load_scenario(given["scenario"])
            overrides.update(chosen.overrides)
            for key in ("municipality", "citizens"):
                if getattr(chosen, key) is not None:
                    given.setdefault(key, getattr(chosen, key))
        overrides.update({name: value for name, value in given.items() if name not in RUN_KEYS})
        town, citizens = given.get("municipality"), given.get("citizens")
        if town is None:  # the default town is scaled down; a named one has its real size
            town, citizens = MUNICIPALITY, CITIZENS if citizens is None else citizens
        return Run(given.get("paradigm", PARADIGM), town, citizens, overrides, seed, self.months)

    def run_id(self, point: Point, seed: int) -> str:
        """Return the run's id: 16 hex digits, a hash of everything that the run depends on and of its point."""
        run = self.run(point, seed)
        told = {
            "paradigm": run.paradigm, "municipality": _code(run.municipality), "citizens": run.citizens,
            "overrides": run.overrides, "seed": seed, "months": run.months, "point": point,
        }  # fmt: skip
        return _hash(told)


_CODES: dict[Any, str] = {}


def _code(town: Any) -> str:
    if town not in _CODES:
        _CODES[town] = municipality(town).code
    return _CODES[town]


def _hash(told: Any) -> str:
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def read_study(source: str | Path) -> Study:
    """Return the study in a TOML file (or in the manifest of a sweep); raise `InputError` for what is wrong with it."""
    path = Path(source)
    try:
        text = path.read_text(encoding="utf-8-sig")  # with or without the mark that some editors put first
    except FileNotFoundError:
        near = nearest(path.name, [p.name for p in path.parent.glob("*.toml")] if path.parent.is_dir() else [])
        raise InputError(
            f"there is no study file {path}; {near or 'give a TOML file that describes a study'}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the study file {path} cannot be read: {error}") from None
    if path.suffix == ".json":
        text = _text_in_manifest(path, text)
    return study_of(text, str(path))


def _text_in_manifest(path: Path, text: str) -> str:
    try:
        return str(json.loads(text)["study"])
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path} is not the manifest of a sweep: it holds no study") from None


def study_of(text: str, file: str = "study") -> Study:
    """Return the study that a TOML text describes; `file` names it in messages."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: this is not TOML: {error}{_shown(str(error), text)}") from None
    for key in given:
        if key not in STUDY_KEYS:
            hint = nearest(key, STUDY_KEYS)
            if key in RUN_KEYS or any(name.split(".")[0] == key.split(".")[0] for name in declared()):
                hint = "it belongs under [base], for all runs, or under [factors], to be varied;"
            raise InputError(
                f"{_at(file, text, key)}: unknown key; {hint + ' ' if hint else ''}valid: {', '.join(STUDY_KEYS)}"
            )

    def where(key: str) -> str:
        return _at(file, text, key)

    factors = tuple(
        read_factor(name, levels, where(name)) for name, levels in _table(given, "factors", where("factors")).items()
    )
    base = {}
    for name, value in _table(given, "base", where("base")).items():
        check_name(name, where(name))
        if any(factor.name == name for factor in factors):
            raise InputError(f"{where(name)}: {name} stands in both [base] and [factors]; leave it in one")
        base[name] = checked_value(name, value, where(name))
    if "design" not in given and any(factor.sampled for factor in factors):
        raise InputError(f"{file}: a factor has a range, so [design] must say how to sample it (lhs, sobol or morris)")
    study = Study(
        name=_name(given.get("name", Path(file).stem), where("name")),
        months=_whole(given.get("months", MONTHS), where("months"), 1, MOST_MONTHS),
        seeds=_seeds(given.get("seeds", 10), where("seeds")),
        outcomes=_outcomes(given.get("outcomes"), where("outcomes")),
        keep=_one_of(given.get("keep", "last"), KEEP, where("keep")),
        design=read_design(given.get("design", {}), factors, where("design")),
        base=base,
        factors=factors,
        text=text,
    )
    _check_points(study, file)
    return study


def _check_points(study: Study, file: str) -> None:
    """Refuse repeated points, and a study of which not even the first point can be run."""
    if study.design.kind == "list":
        seen: dict[str, int] = {}
        for k, point in enumerate(study.points(), 1):
            first_at = seen.setdefault(json.dumps(point, sort_keys=True), k)
            if first_at < k:
                raise InputError(f"{file}: point {k} of the list repeats point {first_at}")
    else:
        for factor in study.factors:
            if len(set(factor.levels)) < len(factor.levels):
                twice = next(level for level in factor.levels if factor.levels.count(level) > 1)
                raise InputError(f"{file}: factors: {factor.name} has the level {twice!r} twice")
    first = next(iter(study.points()))
    try:
        study.run(first, study.seeds[0]).checked()
    except InputError as error:
        raise InputError(f"{file}: the first point of the design, {first}, cannot be run: {error}") from None


def _shown(problem: str, text: str) -> str:
    """Return the line that is not TOML, and what is most often wrong with it."""
    found = re.search(r"at line (\d+), column (\d+)", problem)
    if found is None:
        return ""
    line, column = text.splitlines()[int(found[1]) - 1], int(found[2])
    quotes = "; words stand in quotes" if "Invalid value" in problem and line[column - 1 : column].isalpha() else ""
    return f": {line.strip()}{quotes}"


def _at(file: str, text: str, key: str) -> str:
    """Return where a key stands: file, line and key. In a table, `gain` under `[factors.trust]`, by its last part."""
    for sought in (key, key.split(".")[-1]):
        pattern = re.compile(rf"""^\s*\[?\s*["']?{re.escape(sought)}["']?\s*[\]=.]""")
        lines = [number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)]
        if lines and (sought == key or len(lines) == 1):
            return f"{file}, line {lines[0]}: {key}"
    return f"{file}: {key}"


def _table(given: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    """Return a table with its names dotted: `[factors.trust] gain = [...]` is `"trust.gain" = [...]`."""
    table = given.get(key, {})
    if not isinstance(table, Mapping):
        raise InputError(f"{where}: {table!r} is not valid: it must be a table, [{key}]")
    return dict(_dotted(table))


def _dotted(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        named = f"{prefix}{name}" in declared() or f"{prefix}{name}" in RUN_KEYS
        if isinstance(value, Mapping) and not named and not {"low", "high"} & set(value):
            yield from _dotted(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _name(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where}: {value!r} is not valid: it must be a text")
    return value.strip()


def _whole(value: Any, where: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{where} = {value!r} is not valid: it must be a whole number from {low} to {high:,}")
    return value


def _one_of(value: Any, words: Sequence[str], where: str) -> str:
    if value not in words:
        hint = nearest(str(value), words)
        raise InputError(f"{where} = {value!r} is not valid; {hint + ' ' if hint else ''}valid: {', '.join(words)}")
    return value


def _seeds(value: Any, where: str) -> tuple[int, ...]:
    """Return the seeds: `10` is 1 to 10, a list is itself."""
    if isinstance(value, list):
        if not value:
            raise InputError(f"{where}: the list is empty; give at least one seed, or how many")
        seeds = tuple(_whole(seed, where, 0, LARGEST_SEED) for seed in value)
        if len(set(seeds)) < len(seeds):
            raise InputError(f"{where}: a seed stands twice; each makes one run a point")
        return seeds
    count = _whole(value, where, 1, MOST_SEEDS)
    return tuple(range(FIRST_SEED, FIRST_SEED + count))


def _outcomes(value: Any, where: str) -> tuple[str, ...]:
    if value is None:
        return tuple(NAMES)
    if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
        raise InputError(f"{where} = {value!r} is not valid: it must be a list of outcomes such as ['fit', 'trust']")
    for name in value:
        if name not in NAMES:
            hint = nearest(name, NAMES)
            raise InputError(
                f"{where}: unknown outcome {name!r}; {hint + ' ' if hint else ''}valid: {', '.join(NAMES)}"
            )
    if len(set(value)) < len(value):
        raise InputError(f"{where}: an outcome stands twice")
    return tuple(value)
