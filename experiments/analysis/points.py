"""A complete sweep as an array: the last kept month of every point and seed. What all analyses begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from agents.errors import InputError, hints
from experiments.design.factors import checked_value
from experiments.design.study import Study
from experiments.sweeps.parts import OK
from experiments.sweeps.results import Results
from experiments.sweeps.store import STUDY
from model.aliases import current_list
from model.outcomes.outcomes import OUTCOMES

TIMES = "points_alike"  # tells points of a sample apart that are the same, as rounded whole numbers may make them


@dataclass(frozen=True)
class Points:
    """The points of a study in its own order, with what came of them."""

    study: Study
    table: pd.DataFrame = field(repr=False)
    """(points, factors): the level or value of each factor."""
    values: np.ndarray = field(repr=False)
    """(points, seeds, outcomes) float64, in the outcomes' own units."""
    outcomes: tuple[str, ...]
    left_out: int = 0
    """Points of the study that are not here because a run of theirs failed."""

    @property
    def means(self) -> np.ndarray:
        """(points, outcomes): means over seeds."""
        return self.values.mean(axis=1)

    def where(self, conditions: Mapping[str, Any]) -> Points:
        """Return the points with some factors at given levels only."""
        kept = np.ones(len(self.table), bool)
        for name, value in conditions.items():
            kept &= (self.table[self.factor(name)] == self.level(name, value)).to_numpy()
        if not kept.any():
            conditions_given = ", ".join(f"{name} = {value}" for name, value in conditions.items())
            raise InputError(f"no point has {conditions_given}", f"ingen punkter har {conditions_given}")
        return replace(self, table=self.table[kept].reset_index(drop=True), values=self.values[kept])

    def factor(self, name: str) -> str:
        """Return the name of a factor, or raise `InputError` with the nearest."""
        if name not in self.table.columns:
            hint, tips = hints(name, self.table.columns)
            known = ", ".join(self.table.columns)
            raise InputError(
                f"the study has no factor {name!r}; {hint + ' ' if hint else ''}its factors are: {known or 'none'}",
                f"studien har ingen faktor {name!r}; {tips + ' ' if tips else ''}den har: {known or 'ingen'}",
            )
        return name

    def levels(self, name: str) -> list[Any]:
        """Return the levels of a list factor that are here, in the study's order."""
        given = next(f for f in self.study.factors if f.name == self.factor(name))
        if given.sampled:
            lists = ", ".join(f.name for f in self.study.factors if not f.sampled)
            raise InputError(
                f"{name} is a range, not a list of levels; the study's lists are: {lists or 'none'}",
                f"{name} er et spenn, ikke en liste med nivåer; studiens lister er: {lists or 'ingen'}",
            )
        here = set(self.table[name])
        return [level for level in given.levels if level in here]

    def level(self, name: str, value: Any) -> Any:
        """Return the level of a factor that a value, or a word typed by hand, means."""
        known = list(dict.fromkeys(self.table[self.factor(name)]))
        if name == "municipality":  # by name or number, however the study wrote it
            value = checked_value(name, value, "where")
        for level in known:
            if level == value or str(level).lower() == str(value).lower() or _same_number(level, value):
                return level
        hint, tips = hints(str(value), [str(level) for level in known])
        some = ", ".join(str(level) for level in known[:20])
        raise InputError(
            f"{name} has no level {value!r}; {hint + ' ' if hint else ''}it has {some}",
            f"{name} har ikke nivået {value!r}; {tips + ' ' if tips else ''}den har {some}",
        )

    def across(self, name: str, levels: Sequence[Any]) -> tuple[pd.DataFrame, np.ndarray]:
        """Set levels of one factor side by side at each point of the other factors.

        Returns (others, other factors) and (levels, others, seeds, outcomes). A point of the other factors that lacks
        one of the levels is left out.
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
            out = self.left_out
            failed = f" ({out} points are left out, since a run of theirs failed)" if out else ""
            feilet = f" ({out} punkter er utelatt, siden en av kjøringene deres feilet)" if out else ""
            raise InputError(
                f"no point of the study has {name} at {' and at '.join(map(str, levels))} with all else the same, so "
                f"they cannot be compared in pairs{failed}; a factorial or sampled design crosses the levels of a list",
                f"ingen punkter i studien har {name} både {' og '.join(map(str, levels))} med alt annet likt, så de "
                f"kan ikke sammenlignes parvis{feilet}; et design av typen factorial, eller et utvalg, krysser "
                "nivåene i en liste",
            )
        return self.table.loc[rows[0], others].reset_index(drop=True), self.values[rows]


def points_of(results: Results, outcomes: Sequence[str] | None = None, failed: bool = False) -> Points:
    """Return the points of a sweep, matched to its runs by recomputing the study's points and run ids.

    Args:
        results: a sweep's results, all of them.
        outcomes: which outcomes; None is all that the study kept, headline outcomes first.
        failed: whether points with a failed run may be left out; else they are refused.

    Raises:
        InputError: when runs are missing or failed, saying how many and how to go on; for an unknown outcome.
    """
    study = results.study
    names = chosen_outcomes(study, outcomes)
    points = list(study.points())
    ids = np.array([[study.run_id(point, seed) for seed in study.seeds] for point in points])
    status = results.table.drop_duplicates("run_id").set_index("run_id")["status"].reindex(ids.ravel()).to_numpy()
    status = status.reshape(ids.shape)
    missing, broken = pd.isna(status), status != OK
    _check_complete(results, ids, missing, broken & ~missing, failed)
    kept = ~broken.any(axis=1)
    values = results.last.set_index("run_id").reindex(ids[kept].ravel())[list(names)].to_numpy(float)
    table = pd.DataFrame([point for point, fine in zip(points, kept, strict=True) if fine])
    table = table.reindex(columns=[factor.name for factor in study.factors])
    return Points(study, table, values.reshape(kept.sum(), len(study.seeds), len(names)), names, int((~kept).sum()))


def _check_complete(results: Results, ids: np.ndarray, missing: np.ndarray, broken: np.ndarray, failed: bool) -> None:
    folder, total = results.folder, len(np.unique(ids))
    if missing.any():
        raise InputError(
            f"{len(np.unique(ids[missing])):,} of {total:,} runs are missing from {folder}, and all are needed; finish "
            f"the sweep first: samskaping sweep {folder / STUDY} --out {folder}",
            f"{len(np.unique(ids[missing]))} av {total} kjøringer mangler i {folder}, og alle trengs; gjør studien "
            f"ferdig først: samskaping sweep {folder / STUDY} --out {folder}",
        )
    if broken.any() and not failed:
        raise InputError(
            f"{len(np.unique(ids[broken])):,} of {total:,} runs in {folder} failed, and this analysis needs all; see "
            f"why with `samskaping results {folder} --failed`, change the study so that every point can be run, and "
            "sweep it into a new folder",
            f"{len(np.unique(ids[broken]))} av {total} kjøringer i {folder} feilet, og denne analysen trenger alle; se "
            f"hvorfor med `samskaping results {folder} --failed`, endre studien så alle punkter kan kjøres, og kjør "
            "den i en ny mappe",
        )
    if broken.any(axis=1).all():
        raise InputError(
            f"every point in {folder} has a run that failed; see `samskaping results {folder} --failed`",
            f"alle punktene i {folder} har en kjøring som feilet; se `samskaping results {folder} --failed`",
        )


def chosen_outcomes(study: Study, outcomes: Sequence[str] | None) -> tuple[str, ...]:
    """Return outcomes by name, checked against what the study kept; None is all of those, headline outcomes first."""
    if outcomes is None:
        there = (outcome for outcome in OUTCOMES if outcome.name in study.outcomes)
        return tuple(outcome.name for outcome in sorted(there, key=lambda outcome: not outcome.headline))
    outcomes = current_list(outcomes, "outcome")
    for name in outcomes:
        if name not in study.outcomes:
            hint, tips = hints(name, study.outcomes)
            kept = ", ".join(study.outcomes)
            raise InputError(
                f"the study kept no outcome {name!r}; {hint + ' ' if hint else ''}it kept {kept}",
                f"studien har ikke utfallet {name!r}; {tips + ' ' if tips else ''}den har {kept}",
            )
    if not outcomes or len(set(outcomes)) < len(outcomes):
        raise InputError("give at least one outcome, and each once", "oppgi minst ett utfall, og hvert bare én gang")
    return tuple(outcomes)


def compared_factor(study: Study, factor: str | None = None) -> str:
    """Return the factor whose levels an analysis compares, where none is named.

    That is the paradigm, or the only list of levels in the study.

    Raises:
        InputError: when there is no list of levels or more than one; the message names the option to give.
    """
    if factor is not None:
        return factor
    lists = [f.name for f in study.factors if not f.sampled and len(set(f.levels)) > 1]
    if "paradigm" in lists:
        return "paradigm"
    if len(lists) == 1:
        return lists[0]
    if not lists:
        raise InputError(
            "this analysis compares the levels of a factor, and no factor of the study is a list of several levels",
            "denne analysen sammenligner nivåene til en faktor, og ingen faktor i studien er en liste med flere nivåer",
        )
    raise InputError(
        f"the study does not vary the paradigm; name the factor to compare with --factor: {', '.join(lists)}",
        f"studien varierer ikke paradigmet; oppgi faktoren som skal sammenlignes, med --factor: {', '.join(lists)}",
    )


def other_lists(points: Points, factor: str) -> tuple[str, str]:
    """Return the end of a message on a factor that has one level: which others to name, in English and Norwegian."""
    others = [f.name for f in points.study.factors if not f.sampled and f.name != factor]
    others = [name for name in others if points.table[name].nunique() > 1]
    if not others:
        return "", ""
    names = ", ".join(others)
    return f"; name another factor with --factor: {names}", f"; oppgi en annen faktor med --factor: {names}"


def _same_number(level: Any, value: Any) -> bool:
    try:
        return not isinstance(level, (bool, str)) and float(level) == float(value)
    except (TypeError, ValueError):
        return False
