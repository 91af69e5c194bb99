"""A complete sweep as an array: the last kept month of every point and seed, which all analyses start from."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from agents.errors import NOTHING, InputError, suggestion
from experiments.design.factors import checked_value
from experiments.design.study import Study
from experiments.sweeps.parts import OK
from experiments.sweeps.results import Results, as_list
from experiments.sweeps.store import STUDY
from model.aliases import current_list
from model.outcomes.outcomes import OUTCOMES
from samskaping.language import Listing, Message

TIMES = "points_alike"  # separates equal points of a sample, which rounding to whole numbers may give


@dataclass(frozen=True)
class Points:
    """The points of a study in its own order, with their outcomes."""

    study: Study
    table: pd.DataFrame = field(repr=False)
    """(points, factors): the level or value of each factor."""
    values: np.ndarray = field(repr=False)
    """(points, seeds, outcomes) float64, in the outcomes' own units."""
    outcomes: tuple[str, ...]
    missing: int = 0
    """Number of runs that the sweep has not made yet, where an analysis takes results so far."""
    of_all: tuple[int, int] = (0, 0)
    """Points and seeds of the whole study, where runs are missing."""
    left_out: int = 0
    """Number of points of the study that are left out because one of their runs failed."""

    @property
    def means(self) -> np.ndarray:
        """(points, outcomes): means over seeds."""
        return self.values.mean(axis=1)

    def where(self, conditions: Mapping[str, Any]) -> Points:
        """Return the points that have given levels of some factors; a list of levels keeps points with any of them.

        Raises `InputError` for an unknown factor or level, and where no point is left.
        """
        kept = np.ones(len(self.table), bool)
        asked = {name: as_list(value) for name, value in conditions.items()}
        for name, values in asked.items():
            levels = [self.level(self.factor(name), value) for value in values]
            kept &= self.table[name].isin(levels).to_numpy()
        if not kept.any():
            given = ", ".join(f"{name} = {value}" for name, values in asked.items() for value in values)
            raise InputError("no point has {conditions}", conditions=given)
        return replace(self, table=self.table[kept].reset_index(drop=True), values=self.values[kept])

    def factor(self, name: str) -> str:
        """Return the name of a factor, or raise `InputError` with the nearest."""
        if name not in self.table.columns:
            raise InputError(
                "the study has no factor {name!r}; its factors are: {names}{hint}",
                name=name,
                hint=suggestion(name, self.table.columns),
                names=", ".join(self.table.columns) or Message("none"),
            )
        return name

    def levels(self, name: str) -> list[Any]:
        """Return the levels of a list factor that are here, in the study's order; raise `InputError` for a range."""
        given = next(f for f in self.study.factors if f.name == self.factor(name))
        if given.sampled:
            lists = ", ".join(f.name for f in self.study.factors if not f.sampled)
            raise InputError(
                "{name} is a range, not a list of levels; the study's lists are: {lists}",
                name=name,
                lists=lists or Message("none"),
            )
        here = set(self.table[name])
        return [level for level in given.levels if level in here]

    def level(self, name: str, value: Any) -> Any:
        """Return the level that a value, or a text of the command line, means; raise `InputError` where none does."""
        known = list(dict.fromkeys(self.table[self.factor(name)]))
        if name == "municipality":  # by name or number, whichever the study has
            value = checked_value(name, value, "where")
        for level in known:
            if level == value or str(level).lower() == str(value).lower() or _same_number(level, value):
                return level
        raise InputError(
            "{name} has no level {value!r}; its levels are: {names}{hint}",
            name=name,
            value=value,
            hint=suggestion(str(value), [level for level in known if isinstance(level, str)]),
            names=", ".join(str(level) for level in known[:20]),
        )

    def across(self, name: str, levels: Sequence[Any]) -> tuple[pd.DataFrame, np.ndarray]:
        """Return the values at levels of one factor side by side, at each point of the other factors.

        Returns (others, other factors) and (levels, others, seeds, outcomes). A point of the other factors that lacks
        one of the levels is left out. Raises `InputError` where every point lacks one.
        """
        others = [column for column in self.table.columns if column != name]
        keyed = self.table.assign(**{TIMES: self.table.groupby(list(self.table.columns), sort=False).cumcount()})
        place = keyed.groupby([*others, TIMES], sort=False).ngroup().to_numpy()
        rows = np.full((len(levels), place.max() + 1), -1)
        for k, level in enumerate(levels):
            here = np.flatnonzero((self.table[name] == level).to_numpy())
            rows[k, place[here]] = here
        rows = rows[:, (rows >= 0).all(axis=0)]
        if rows.shape[1] == 0:
            raise InputError(
                "no point of the study has {factor} at {levels} with everything else the same, so they cannot be "
                "compared in pairs{failed}. A factorial or sampled design crosses the levels of a list{missing}",
                factor=name,
                levels=Listing(levels),
                failed=_left_out(self.left_out),
                missing=_live(self.missing) if self.missing else NOTHING,
            )
        return self.table.loc[rows[0], others].reset_index(drop=True), self.values[rows]


def points_of(results: Results, outcomes: Sequence[str] | None = None, failed: bool = False) -> Points:
    """Return the points of a sweep, matched to its runs by recomputing the study's points and run ids.

    Args:
        results: a sweep's results, all of them.
        outcomes: names of outcomes; None is all that the study kept, headline outcomes first.
        failed: whether points with a failed run are left out; otherwise they are refused.

    Raises:
        InputError: runs are missing or have failed (the message says how many), or an outcome is unknown.
    """
    study = results.study
    names = chosen_outcomes(study, outcomes)
    points = list(study.points())
    ids = np.array([[study.run_id(point, seed) for seed in study.seeds] for point in points])
    status = results.table.drop_duplicates("run_id").set_index("run_id")["status"].reindex(ids.ravel()).to_numpy()
    status = status.reshape(ids.shape)
    missing, broken = pd.isna(status), status != OK
    waiting = len(np.unique(ids[missing])) if results.so_far else 0
    of_all = ids.shape
    if waiting:
        here, seeds = _complete_part(~missing)
        part = np.ix_(here, np.array(seeds))
        if not len(here):
            raise InputError("{folder} has no complete run yet; wait for some", folder=results.folder)
        points, study = [points[place] for place in here], replace(study, seeds=[study.seeds[k] for k in seeds])
        ids, missing, broken = ids[part], missing[part], broken[part]
    _check_complete(results, ids, missing, broken & ~missing, failed)
    kept = ~broken.any(axis=1)
    values = results.last.set_index("run_id").reindex(ids[kept].ravel())[list(names)].to_numpy(float)
    table = pd.DataFrame([point for point, fine in zip(points, kept, strict=True) if fine])
    table = table.reindex(columns=[factor.name for factor in study.factors])
    values = values.reshape(kept.sum(), len(study.seeds), len(names))
    return Points(study, table, values, names, waiting, of_all if waiting else (0, 0), int((~kept).sum()))


def _complete_part(done: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Return the places of points and seeds, of (points, seeds), whose runs are all done: as many runs as possible.

    Seeds are added in the order of how many points have them.
    """
    order = np.argsort(-done.sum(axis=0), kind="stable")
    everywhere = np.logical_and.accumulate(done[:, order], axis=1)
    n = int(np.argmax(everywhere.sum(axis=0) * np.arange(1, len(order) + 1)))
    return np.flatnonzero(everywhere[:, n]), sorted(order[: n + 1].tolist())


def _check_complete(results: Results, ids: np.ndarray, missing: np.ndarray, broken: np.ndarray, failed: bool) -> None:
    folder, total = shlex.quote(str(results.folder)), len(np.unique(ids))  # as in the commands below
    if missing.any():
        raise InputError(
            "{n:,} of {total:,} runs are missing from {folder}, and all are needed; finish the sweep first: "
            "samskaping sweep {study} --out {folder}. Or give --so-far, which analyses the points that are complete",
            n=len(np.unique(ids[missing])),
            total=total,
            folder=folder,
            study=shlex.quote(str(results.folder / STUDY)),
        )
    if broken.any() and not failed:
        raise InputError(
            "{n:,} of {total:,} runs in {folder} failed, and this analysis needs all. `samskaping results "
            "{folder} --failed` shows the reasons. Change the study so that every point can run, and run it in a "
            "new folder",
            n=len(np.unique(ids[broken])),
            total=total,
            folder=folder,
        )
    if broken.any(axis=1).all():
        raise InputError(
            "every point in {folder} has a failed run; see `samskaping results {folder} --failed`", folder=folder
        )


def chosen_outcomes(study: Study, outcomes: Sequence[str] | None) -> tuple[str, ...]:
    """Return outcomes by name, checked against what the study kept; None is all of those, headline outcomes first."""
    if outcomes is None:
        headlines = {outcome.name: outcome.headline for outcome in OUTCOMES}
        declared = [name for name in headlines if name in study.measured]
        there = [*declared, *(name for name in study.measured if name not in headlines)]
        return tuple(sorted(there, key=lambda name: not headlines.get(name, False)))
    outcomes = current_list(outcomes, "outcome")
    for name in outcomes:
        if name not in study.measured:
            raise InputError(
                "the study kept no outcome {name!r}; it kept {names}{hint}",
                name=name,
                hint=suggestion(name, study.measured),
                names=", ".join(study.measured),
            )
    if not outcomes or len(set(outcomes)) < len(outcomes):
        raise InputError("give at least one outcome, and each only once")
    return tuple(outcomes)


def compared_factor(study: Study, factor: str | None = None) -> str:
    """Return the factor whose levels an analysis compares: `factor`, else the paradigm or arm, else the only list.

    Raises:
        InputError: there is no list of levels, or more than one; the message names the option to give.
    """
    if factor is not None:
        return factor
    lists = [f.name for f in study.factors if not f.sampled and len(set(f.levels)) > 1]
    for way in ("paradigm", "arm"):
        if way in lists:
            return way
    if len(lists) == 1:
        return lists[0]
    if not lists:
        raise InputError("this analysis compares the levels of a factor, and no factor of the study has several levels")
    raise InputError(
        "the study does not vary the paradigm; name the factor to compare with --factor: {names}",
        names=", ".join(lists),
    )


def other_lists(points: Points, factor: str) -> Message:
    """Return the end of a message on a factor that has one level: the other factors to name, if any.

    Where the study has more levels, whose runs are not made yet, it is the option that makes runs of all points early.
    """
    more = any(f.name == factor and len(set(f.levels)) > 1 for f in points.study.factors)
    if points.missing and more:
        return _live(points.missing)
    others = [f.name for f in points.study.factors if not f.sampled and f.name != factor]
    others = [name for name in others if points.table[name].nunique() > 1]
    return Message("; name another factor with --factor: {names}", names=", ".join(others)) if others else NOTHING


def _live(missing: int) -> Message:
    """Return the end of a message on levels that an unfinished sweep has no runs of."""
    return Message(
        "; {n:,} runs are not made yet. With --live, `samskaping sweep` makes runs of all levels with the first seeds; "
        "it can also resume this sweep",
        n=missing,
    )


def _left_out(n: int) -> Message:
    return Message(" ({n:,} points are left out, because one of their runs failed)", n=n) if n else NOTHING


def _same_number(level: Any, value: Any) -> bool:
    try:
        return not isinstance(level, (bool, str)) and float(level) == float(value)
    except (TypeError, ValueError):
        return False
