"""Runs the experiments and judges the patterns; all patterns share one set of runs and seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from agents.errors import InputError, suggestion
from experiments.defaults import (
    FIRST_SEED,
    LARGEST_SEED,
    MOST_PATTERN_SEEDS,
    MOST_SEEDS,
    PATTERN_CITIZENS,
    PATTERN_SEEDS,
)
from experiments.evidence.validation.catalogue import PATTERNS
from experiments.evidence.validation.declare import Arm, ArmResults, Criterion, Pattern
from experiments.runs.estimates import interval
from experiments.runs.run import Run, integer, simulate
from experiments.runs.threads import Progress, in_threads
from model.governance import GovernanceModel

YEARS_KEPT = (12, 24, 60)

Verdict = Literal["pass", "fail", "cannot be judged"]


@dataclass(frozen=True)
class Judged:
    """A criterion with the model's mean and 95 % interval over seeds; `passed` is None where it is not judged."""

    criterion: Criterion
    mean: float
    low: float
    high: float
    passed: bool | None

    @property
    def explained(self) -> bool:
        """Whether a failure has an explanation and a success has none."""
        return self.passed is None or (self.criterion.why is None) == self.passed


@dataclass(frozen=True)
class Outcome:
    """A pattern with its verdict."""

    pattern: Pattern
    verdict: Verdict
    judged: tuple[Judged, ...]


@dataclass(frozen=True)
class Job:
    """One run of an arm."""

    arm: Arm
    run: Run

    @property
    def months(self) -> int:
        """Months that the run simulates."""
        return self.run.months


def validate(
    codes: Sequence[str] | None = None,
    citizens: int = PATTERN_CITIZENS,
    seeds: int = PATTERN_SEEDS,
    first_seed: int = FIRST_SEED,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Run the experiments of the patterns named (None: all) and judge them.

    Args:
        codes: codes of patterns, such as "P13".
        citizens: citizens of the default town in each run; experiments on size use real towns.
        seeds: number of seeds, from `first_seed` on; one seed gives no verdicts.
        first_seed: the first seed.
        workers: runs side by side; None is one for each core.
        progress: called with (months done, months in all).

    Raises:
        InputError: for an unknown pattern or runs that are not valid.
    """
    patterns = chosen(codes)
    jobs = planned(patterns, citizens, seeds, first_seed)
    arms = gathered(jobs, workers, progress)
    return [judge(pattern, arms) for pattern in patterns]


def chosen(codes: Sequence[str] | None) -> list[Pattern]:
    """Return patterns by code, in the order of the list; raise `InputError` for an unknown code."""
    known = {pattern.code: pattern for pattern in PATTERNS}
    if codes is None:
        return list(PATTERNS)
    for code in codes:
        if code.upper() not in known:
            raise InputError(
                "unknown pattern {name!r}; valid: {names}{hint}",
                name=code,
                names=", ".join(known),
                hint=suggestion(code.upper(), known),
            )
    wanted = {code.upper() for code in codes}
    if not wanted:
        raise InputError("no pattern to test: give at least one, for example P3,P13")
    return [pattern for pattern in PATTERNS if pattern.code in wanted]


def planned(patterns: Sequence[Pattern], citizens: int, seeds: int, first_seed: int = FIRST_SEED) -> list[Job]:
    """Return the runs that the patterns need, each once and checked, the longest first, so cores finish together."""
    seeds = integer("the number of seeds", seeds, 1, MOST_PATTERN_SEEDS)
    first_seed = integer("the first seed", first_seed, 0, LARGEST_SEED - seeds)
    return jobs_of([arm for pattern in patterns for arm in pattern.arms], citizens, seeds, first_seed)


def jobs_of(arms: Sequence[Arm], citizens: int, seeds: int, first_seed: int) -> list[Job]:
    """Return the runs of arms, each name once and checked, the longest first, so cores finish together."""
    integer("the number of seeds", seeds, 1, MOST_SEEDS)
    jobs = []
    for arm in {arm.name: arm for arm in arms}.values():
        for k in range(seeds):
            town, people = arm.place(k, citizens)
            run = Run(arm.paradigm, town, people, arm.overrides, first_seed + k, arm.months, arm.switches)
            jobs.append(Job(arm, run.checked()))
    return sorted(jobs, key=lambda job: -job.months * (job.run.citizens or job.run.town.population))


def gathered(jobs: Sequence[Job], workers: int | None = None, progress: Progress | None = None) -> ArmResults:
    """Do the runs and return their results."""
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for job, row in zip(jobs, in_threads(_observed, jobs, workers, progress), strict=True):
        rows.setdefault(job.arm.name, {})[job.run.seed] = row
    return {arm: pd.DataFrame.from_dict(by_seed, orient="index").sort_index() for arm, by_seed in rows.items()}


def _observed(job: Job, after: Callable[[int], None]) -> dict[str, Any]:
    """Run one job and return its measures by name."""
    probes = [make() for make in job.arm.probes]

    def observe(model: GovernanceModel) -> None:
        if model.months == 0 and job.arm.change is not None:
            job.arm.change(model)
        for probe in probes:
            probe.observe(model, model.months == job.months)

    watched = bool(probes) or job.arm.change is not None
    result = simulate(job.run, after, observe if watched else None)
    outcomes = result.months.drop(columns=["paradigm", "seed"]).set_index("month")
    row: dict[str, Any] = {str(name): float(value) for name, value in outcomes.loc[job.months].items()}
    for month in YEARS_KEPT:
        if month <= job.months:
            row |= {f"{name}@{month}": float(value) for name, value in outcomes.loc[month].items()}
    groups = result.groups[result.groups["dimension"].isin(["quintile", "area"])].drop(columns=["paradigm", "seed"])
    for _, group in groups.iterrows():
        row |= {f"{name}/{group['group']}": float(group[name]) for name in groups.columns[2:]}
    for probe in probes:
        row |= probe.measures()
    return row


def judge(pattern: Pattern, arms: ArmResults) -> Outcome:
    """Return the verdict on a pattern."""
    judged = []
    for criterion in pattern.criteria:
        mean, low, high = interval(criterion.measure(arms))
        known = low == low and criterion.judged and pattern.unverified is None
        judged.append(Judged(criterion, mean, low, high, criterion.holds(low, high) if known else None))
    known_ones = [one.passed for one in judged if one.passed is not None]
    verdict: Verdict = "cannot be judged" if not known_ones else "pass" if all(known_ones) else "fail"
    return Outcome(pattern, verdict, tuple(judged))
