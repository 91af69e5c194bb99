"""A file of targets: the figures to match, the parameters that may vary, and the runs to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents.errors import InputError, shown, suggestion
from experiments.design.designs import MOST_SAMPLES
from experiments.design.factors import Factor, read_factor
from experiments.design.study import Study, study_of
from experiments.design.text import toml_value
from experiments.design.values import integer_of, lines_named, name_of, outcomes_of, place_of
from experiments.own.collection import code_files
from experiments.reading import text_of, toml_of
from experiments.runs.run import MOST_MONTHS
from model.outcomes.outcomes import OUTCOMES
from samskaping.language import Message

KEYS = ("name", "months", "seeds", "outcomes", "mechanisms", "base", "parameters", "targets", "history")
TARGET_KEYS = ("outcome", "value", "tolerance", "month", "source", "held_out")
HISTORY = {"waves": 3, "points": 0, "cutoff": 3.0, "seed": 1}
PER_PARAMETER = 10
"""Points of a wave for each parameter, where the file gives no number (Loeppky, Sacks and Welch 2009)."""


@dataclass(frozen=True)
class Target:
    """A figure that the model should match."""

    outcome: str
    value: float
    tolerance: float
    """Standard deviation of what separates the figure from the model: error of the figure, and of the model."""
    month: int
    source: str
    held_out: bool = False

    @property
    def name(self) -> str:
        """The outcome and its month."""
        return f"{self.outcome} ({self.month})"


@dataclass(frozen=True)
class Targets:
    """A checked file of targets."""

    name: str
    path: Path
    text: str
    given: Mapping[str, Any]
    months: int
    seeds: int
    targets: tuple[Target, ...]
    parameters: tuple[Factor, ...]
    waves: int
    points: int
    cutoff: float
    seed: int

    @property
    def fitted(self) -> tuple[Target, ...]:
        """The targets that may rule out values."""
        return tuple(target for target in self.targets if not target.held_out)

    def values_at(self, shares: np.ndarray) -> list[np.ndarray]:
        """Return the values of each parameter at `shares` (points, parameters) of its range."""
        return [factor.at(column) for factor, column in zip(self.parameters, shares.T, strict=True)]

    def study(self, wave: int, shares: np.ndarray) -> Study:
        """Return the study of a wave: a list of points, each with the same seeds (common random numbers)."""
        rows = np.column_stack(self.values_at(shares))
        _, first = np.unique(rows, axis=0, return_index=True)  # whole numbers may repeat a point
        columns = [column[np.sort(first)].tolist() for column in self.values_at(shares)]
        last = all(target.month == self.months for target in self.targets)
        names = list(dict.fromkeys(target.outcome for target in self.targets))
        files = self.given.get("outcomes", [])
        lines = [
            f"name = {toml_value(f'{self.name}, wave {wave}')}", f"months = {self.months}", f"seeds = {self.seeds}",
            f"outcomes = {toml_value({'files': files, 'names': names} if files else names)}",
            *([f"mechanisms = {toml_value(self.given['mechanisms'])}"] if "mechanisms" in self.given else []),
            f"keep = {toml_value('last' if last else 'all')}",
            "[design]", "kind = 'list'", "[base]",
            *(f"{toml_value(key)} = {toml_value(value)}" for key, value in self.given.get("base", {}).items()),
            "[factors]",
            *(f"{toml_value(f.name)} = {toml_value(c)}" for f, c in zip(self.parameters, columns, strict=True)),
        ]  # fmt: skip
        return study_of("\n".join(lines) + "\n", str(self.path))


def read_targets(path: str | Path) -> Targets:
    """Return the targets in a TOML file; raise `InputError` where it is not valid."""
    path = Path(path)
    try:
        text = text_of(path, Message("the file of targets"))
    except FileNotFoundError:
        raise InputError("there is no file {path}; give a TOML file of targets", path=path) from None
    given = toml_of(text, str(path))
    with lines_named(str(path)):
        return _targets_of(given, text, path)


def _targets_of(given: dict[str, Any], text: str, path: Path) -> Targets:
    def where(key: str) -> str:
        return place_of(str(path), text, key)

    _known(given, KEYS, str(path))
    months = integer_of(given.get("months", 24), where("months"), 1, MOST_MONTHS)
    seeds = integer_of(given.get("seeds", 4), where("seeds"), 2, 1000)
    own = code_files(given.get("outcomes", []), given.get("mechanisms", []), path.parent)
    tables = given.get("targets", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(one, Mapping) for one in tables):
        raise InputError("{where}: each target is a table of its own, headed [[targets]]", where=where("targets"))
    targets = tuple(_target(one, months, own.outcomes, f"{where('targets')} #{k}") for k, one in enumerate(tables, 1))
    if all(target.held_out for target in targets):
        raise InputError("{where}: every target is held out, so nothing is left to fit", where=where("targets"))
    if len({target.name for target in targets}) < len(targets):
        raise InputError("{where}: an outcome has two targets in the same month", where=where("targets"))
    ranges = given.get("parameters", {})
    if not isinstance(ranges, Mapping) or not ranges:
        raise InputError(
            "{where}: give the parameters to vary under [parameters], each as {{ low = ..., high = ... }}",
            where=where("parameters"),
        )
    factors = tuple(read_factor(name, value, where(name)) for name, value in _dotted(ranges))
    for factor in factors:
        if not factor.sampled:
            raise InputError(
                "{where}: {name} has levels; a parameter to calibrate has a range, {{ low = ..., high = ... }}",
                where=where(factor.name), name=factor.name,
            )  # fmt: skip
    history = given.get("history", {})
    _known(history, tuple(HISTORY), where("history"))
    history = {**HISTORY, **history}
    cutoff = _number(history["cutoff"], f"{where('history')}: cutoff", above_zero=True)
    points = history["points"] or max(20, PER_PARAMETER * len(factors))
    made = Targets(
        name_of(given.get("name", path.stem), where("name")), path, text, given, months, seeds, targets, factors,
        integer_of(history["waves"], f"{where('history')}: waves", 1, 20),
        integer_of(points, f"{where('history')}: points", 2 * len(factors) + 2, MOST_SAMPLES), cutoff,
        integer_of(history["seed"], f"{where('history')}: seed", 0, 2**31 - 1),
    )  # fmt: skip
    made.study(1, np.full((1, len(factors)), 0.5))  # refuses a base that is not valid
    return made


def _target(given: Mapping[str, Any], months: int, own: Mapping[str, Any], where: str) -> Target:
    _known(given, TARGET_KEYS, where)
    for key in ("outcome", "value", "tolerance"):
        if key not in given:
            raise InputError(
                "{where}: {key!r} is missing; needed: {needed}",
                where=where, key=key, needed="outcome, value, tolerance",
            )  # fmt: skip
    [outcome] = outcomes_of([given["outcome"]], f"{where}: outcome", own)
    held_out, source = given.get("held_out", False), given.get("source", "")
    if not isinstance(held_out, bool):
        raise InputError(
            "{where}: held_out = {value} is not valid: it must be true or false", where=where, value=shown(held_out)
        )
    if not isinstance(source, str):
        raise InputError("{where}: source = {value} is not valid: it must be a text", where=where, value=shown(source))
    value = _number(given["value"], f"{where}: value")
    if _is_share(outcome) and not 0 <= value <= 1:
        raise InputError(
            "{where}: value = {value} is not valid: {outcome} is a share, so it must be a number from 0 to 1, not per "
            "cent",
            where=where, value=shown(given["value"]), outcome=outcome,
        )  # fmt: skip
    return Target(
        outcome,
        value,
        _number(given["tolerance"], f"{where}: tolerance", above_zero=True),
        integer_of(given.get("month", months), f"{where}: month", 1, months),
        source,
        held_out,
    )


def _is_share(outcome: str) -> bool:
    """Return whether an outcome of the model, or one of its groups, is a share; own outcomes may mean more by it."""
    return any(one.name == outcome.partition("@")[0] and one.unit == "share" for one in OUTCOMES)


def _number(value: Any, where: str, above_zero: bool = False) -> float:
    fine = isinstance(value, int | float) and not isinstance(value, bool) and np.isfinite(value)
    if not fine or (above_zero and value <= 0):
        raise InputError(
            "{where} = {value} is not valid: it must be a number above 0"
            if above_zero
            else "{where} = {value} is not valid: it must be a number",
            where=where, value=shown(value),
        )  # fmt: skip
    return float(value)


def _known(given: Any, keys: tuple[str, ...], where: str) -> None:
    if not isinstance(given, Mapping):
        raise InputError("{where}: it must be a table", where=where)
    for key in given:
        if key not in keys:
            raise InputError(
                "{where}: unknown key {key!r}; valid: {names}{hint}",
                where=where, key=key, names=", ".join(keys), hint=suggestion(str(key), keys),
            )  # fmt: skip


def _dotted(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        if isinstance(value, Mapping) and not {"low", "high", "relative"} & set(value):
            found += _dotted(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", value))
    return found
