"""Runs filed predictions and judges them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd
from scipy import stats

from agents.errors import InputError, suggestion
from experiments.defaults import VALID_CITIZENS
from experiments.evidence.filed.predictions import FiledArm, Prediction, Test, World, current
from experiments.evidence.validation.arms import TOWNS
from experiments.evidence.validation.declare import Arm, ArmResults, lies_in
from experiments.evidence.validation.probes import Panel
from experiments.evidence.validation.verdicts import Job, gathered, jobs_of
from experiments.runs.threads import Progress
from model.outcomes.outcomes import OUTCOMES

MEASURED_AS: dict[str, str] = {
    "exit": "private_exit",
    "exit_gap": "private_exit_gap",
    "wait/place": "months_to_service/place",
    "wait/elder_care": "months_to_service/elder_care",
}
"""Outcomes named in filed tests, with today's name of the model's outcome where it is another."""

PANEL = ("unserved", "stability", "spread ratio", "participants")
"""Statistics that follow the same persons."""

LEAST = 10
"""Fewer persons than this in a run give no mean."""


@dataclass(frozen=True)
class Interval:
    """Mean and interval of a statistic; `against` names the other arm where several are compared."""

    mean: float
    low: float
    high: float
    against: str = ""


@dataclass(frozen=True)
class Finding:
    """A test's intervals, and whether all lie in its range; None where the model has no such outcome."""

    intervals: tuple[Interval, ...]
    passed: bool | None


@dataclass(frozen=True)
class Result:
    """A prediction with its tests' results. `verdict` is "met", "missed" or "cannot be measured"."""

    prediction: Prediction
    tests: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """Whether all tests pass. A test that fails is enough to miss; an unknown one is enough to leave it open."""
        passed = [test.passed for test in self.tests]
        if False in passed:
            return "missed"
        return "cannot be measured" if None in passed else "met"


def chosen(ids: Sequence[str] | None = None) -> list[Prediction]:
    """Return current predictions by id (None: all), in the order of filing; raise `InputError` for an unknown id."""
    known = {prediction.id: prediction for prediction in current()}
    for name in ids or ():
        if name.upper() not in known:
            raise InputError(
                "unknown prediction {name!r}; valid: {names}{hint}",
                name=name, names=", ".join(known), hint=suggestion(name.upper(), known),
            )  # fmt: skip
    wanted = set(known) if ids is None else {name.upper() for name in ids}
    return [prediction for prediction in known.values() if prediction.id in wanted]


def measurable(test: Test) -> bool:
    """Return whether the model has the test's outcome."""
    return _column(test.outcome).split("/")[0] in {outcome.name for outcome in OUTCOMES}


def planned(
    predictions: Iterable[Prediction], citizens: int = VALID_CITIZENS, seeds: int | None = None,
    first_seed: int | None = None,
) -> list[list[Job]]:  # fmt: skip
    """Return the runs that predictions need, in batches that share their seeds.

    `citizens` is the smallest valid size. `seeds` and `first_seed` override the filed ones, for a trial.
    """
    wanted = sorted(predictions, key=_protocol)
    batches = []
    for (first, count), group in groupby(wanted, key=_protocol):
        arms = [arm for prediction in group for arm in _arms(prediction)]
        if arms:
            own_first, own_count = first if first_seed is None else first_seed, count if seeds is None else seeds
            batches.append(jobs_of(arms, citizens, own_count, own_first))
    return batches


def judged(
    predictions: Sequence[Prediction], batches: Sequence[Sequence[Job]], workers: int | None = None,
    progress: Progress | None = None,
) -> list[Result]:  # fmt: skip
    """Do the runs of `planned`, and return the predictions' results in the order given."""
    jobs = [job for batch in batches for job in batch]
    arms = gathered(jobs, workers, progress) if jobs else {}
    return [
        Result(prediction, tuple(judge(test, arms, prediction.months) for test in prediction.tests))
        for prediction in predictions
    ]


def judge(test: Test, arms: ArmResults, months: int) -> Finding:
    """Return a test's result from the arms' rows, (seeds,) each."""
    if not measurable(test) or not _found(test, arms, months):
        return Finding((), None)
    intervals = tuple(
        Interval(*t_interval(values, test.confidence), against) for against, values in _statistics(test, arms, months)
    )
    if not all(np.isfinite([one.low, one.high]).all() for one in intervals):
        return Finding(intervals, None)
    return Finding(intervals, all(lies_in(one.low, one.high, test.low, test.high) for one in intervals))


def _found(test: Test, arms: ArmResults, months: int) -> bool:
    """Return whether the arms' rows have the test's outcome, which may be one by group."""
    key = test.statistic if test.statistic in PANEL else _column(test.outcome)
    key = "panel trust" if key == "unserved" else key
    return all(key in arms[_name(arm, world, test.size, months)] for arm in test.arms for world in test.worlds)


def t_interval(values: np.ndarray, confidence: float) -> tuple[float, float, float]:
    """Return mean and t-interval of `values`, (seeds,), at a confidence (0-1); NaN with fewer than two known values."""
    values = np.asarray(values, dtype=float)
    if len(values) < 2 or not np.isfinite(values).all():
        return (float(values.mean()) if len(values) else float("nan")), float("nan"), float("nan")
    half = stats.t.ppf((1.0 + confidence) / 2.0, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean()), float(values.mean() - half), float(values.mean() + half)


def _statistics(test: Test, arms: ArmResults, months: int) -> list[tuple[str, np.ndarray]]:
    """Return (other arm's name or "", values over seeds) of a test's statistic."""
    key = _column(test.outcome)

    def rows(arm: FiledArm, world: World) -> pd.DataFrame:
        return arms[_name(arm, world, test.size, months)]

    def of(arm: FiledArm, world: World | None = None) -> np.ndarray:
        return rows(arm, world or test.worlds[0])[key].to_numpy(float)

    first, *others = test.arms
    name = test.statistic
    if name in ("best", "relative best"):
        ratio = name == "relative best"
        return [(one.name, of(first) / of(one) - 1.0 if ratio else of(first) - of(one)) for one in others]
    if name == "unserved":
        return [("", among(rows(others[0], test.worlds[0]), rows(first, test.worlds[0]), "panel unserved")[0])]
    if name in PANEL:
        return [("", rows(first, test.worlds[0])[name].to_numpy(float))]
    simple: Mapping[str, Callable[[], np.ndarray]] = {
        "level": lambda: of(first),
        "difference": lambda: of(others[0]) - of(first),
        "relative": lambda: of(others[0]) / of(first) - 1.0,
        "no gain": lambda: (of(others[0]) <= of(first)).astype(float),
        "contrast": lambda: (of(others[2]) - of(others[1])) - (of(others[0]) - of(first)),
        "relative contrast": lambda: of(others[2]) / of(others[1]) - of(others[0]) / of(first),
        "interaction": lambda: (
            (of(others[0], test.worlds[1]) - of(first, test.worlds[1])) - (of(others[0]) - of(first))
        ),
    }
    return [("", simple[name]())]


def among(arm: pd.DataFrame, base: pd.DataFrame, who: str) -> tuple[np.ndarray, float]:
    """Return by seed the difference in mean trust, `arm` minus `base`, among the persons marked in both.

    `who` is a column of the panel: "panel unserved" or "panel without need". A seed with fewer than `LEAST` such
    persons has NaN. The second value is their mean number.
    """
    values, counts = [], []
    for seed in arm.index:
        both = arm.at[seed, who] & base.at[seed, who]
        counts.append(int(both.sum()))
        moved = arm.at[seed, "panel trust"][both].astype(float) - base.at[seed, "panel trust"][both]
        values.append(float(moved.mean()) if counts[-1] >= LEAST else np.nan)
    return np.array(values), float(np.mean(counts))


def _column(outcome: str) -> str:
    return MEASURED_AS.get(outcome, outcome)


def _protocol(prediction: Prediction) -> tuple[int, int]:
    return prediction.first_seed, prediction.seeds


def _name(arm: FiledArm, world: World, size: str, months: int) -> str:
    return f"{arm.name} | {world.name} | {size} | {months}"


def _arms(prediction: Prediction) -> list[Arm]:
    """Return the arms of the tests that can be measured; an arm with a test of the panel is followed by person."""
    arms = {}
    followed = {
        _name(arm, world, test.size, prediction.months)
        for test in prediction.tests if test.statistic in PANEL for arm in test.arms for world in test.worlds
    }  # fmt: skip
    for test in prediction.tests:
        if not measurable(test):
            continue
        for arm in test.arms:
            for world in test.worlds:
                name = _name(arm, world, test.size, prediction.months)
                citizens = {"full": 0}.get(test.size) if arm.citizens is None else arm.citizens
                arms[name] = Arm(
                    name, arm.paradigm, prediction.months, {**world.set, **arm.set},
                    (Panel,) if name in followed else (), town=TOWNS.get(test.size), citizens=citizens,
                )  # fmt: skip
    return list(arms.values())
