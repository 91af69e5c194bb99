"""Runs filed predictions and patterns by their protocol, or as a trial, and puts what came of it into `Results`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from experiments.defaults import VALID_CITIZENS
from experiments.evidence.filed import judging, patterns
from experiments.evidence.filed.predictions import Prediction
from experiments.evidence.filed.results import Results
from experiments.evidence.validation.verdicts import Job, Outcome, gathered, jobs_of, judge
from experiments.runs.threads import Progress

TRIAL_SEED = 1
"""First seed of a trial: never one of those filed."""


def run_predictions(
    results: Results, wanted: Sequence[Prediction], citizens: int | None = None, seeds: int | None = None,
    workers: int | None = None, progress: Progress | None = None,
) -> None:  # fmt: skip
    """Run predictions and put their results in. With `citizens` or `seeds` it is a trial with other seeds.

    `citizens` of a trial is the size of every town, real ones included.
    """
    batches = planned(wanted, citizens, seeds)
    results.add(judging.judged(wanted, batches, workers, progress), citizens or VALID_CITIZENS)


def planned(
    wanted: Sequence[Prediction], citizens: int | None = None, seeds: int | None = None
) -> list[list[Job]]:  # fmt: skip
    """Return the runs of predictions in batches that share their seeds, as filed or as a trial."""
    first = None if citizens is None and seeds is None else TRIAL_SEED
    batches = judging.planned(wanted, citizens or VALID_CITIZENS, seeds, first)
    return [_resized(batch, citizens) for batch in batches]


def planned_patterns(
    citizens: int | None = None, seeds: int | None = None, codes: Sequence[str] | None = None
) -> list[tuple[list[patterns.FiledPattern], list[Job]]]:
    """Return filed patterns (None: all) in groups that share their seeds, each with its runs.

    The runs of the patterns that they correct are among them.
    """
    trial = citizens is not None or seeds is not None
    groups = []
    wanted = sorted((one for one in patterns.current() if codes is None or one.pattern.code in codes), key=_seeds)
    for (first, count), group in groupby(wanted, key=_seeds):
        here = list(group)
        declared = [one for pair in here for one in (pair.pattern, pair.original) if one is not None]
        arms = [arm for pattern in declared for arm in pattern.arms]
        jobs = jobs_of(arms, citizens or VALID_CITIZENS, seeds or count, TRIAL_SEED if trial else first)
        groups.append((here, _resized(jobs, citizens)))
    return groups


def run_patterns(
    results: Results, citizens: int | None = None, seeds: int | None = None, workers: int | None = None,
    progress: Progress | None = None, codes: Sequence[str] | None = None,
) -> list[Outcome]:  # fmt: skip
    """Run filed patterns (None: all), each with the pattern that it corrects, put their results in and return them.

    Both have the filed seeds, or those of a trial.
    """
    outcomes: list[Outcome] = []
    for here, jobs in planned_patterns(citizens, seeds, codes):
        found = gathered(jobs, workers, progress)
        judged = [
            (one, judge(one.pattern, found), judge(one.original, found) if one.original else None) for one in here
        ]
        results.add_patterns(judged, citizens or VALID_CITIZENS)
        outcomes += [outcome for _, own, original in judged for outcome in (original, own) if outcome is not None]
    return outcomes


def _seeds(one: patterns.FiledPattern) -> tuple[int, int]:
    return one.first_seed, one.seeds


def _resized(jobs: Sequence[Job], citizens: int | None) -> list[Job]:
    """Return the runs at the size of a trial."""
    if citizens is None:
        return list(jobs)
    return [
        replace(job, run=replace(job.run, citizens=min(citizens, job.run.town.population)).checked()) for job in jobs
    ]
