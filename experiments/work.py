"""What a worker does: runs of a study, one after another, each on its own. Works in any process, on any machine."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from agents.errors import InputError
from experiments.runs import Run
from experiments.store import Found
from experiments.study import Job, Study


def run_jobs(study: Study, jobs: Sequence[Job]) -> Found:
    """Run jobs and return what came of each; one that fails is told as failed and does not touch the others."""
    values = np.full((len(jobs), len(study.kept_months), len(study.outcomes)), np.nan)
    errors, times = {}, np.zeros(len(jobs))
    for place, job in enumerate(jobs):
        start = time.perf_counter()
        try:
            values[place] = kept_outcomes(study.run(job.point, job.seed), study)
        except Exception as error:
            errors[place] = f"{type(error).__name__}: {error}"
        times[place] = time.perf_counter() - start
    # A worker's first run also loads the model: the median does not see it.
    return Found(values, errors, float(np.median(times)) * len(jobs))


def all_failed(study: Study, jobs: Sequence[Job], why: str) -> Found:
    """Return that all of some jobs failed, for one reason."""
    values = np.full((len(jobs), len(study.kept_months), len(study.outcomes)), np.nan)
    return Found(values, dict.fromkeys(range(len(jobs)), why))


def kept_outcomes(run: Run, study: Study) -> np.ndarray:
    """Simulate a run; return the outcomes of its kept months, (kept months, outcomes).

    The model checks what it is given, so a run that can be made is not checked twice; tables are not made of what is
    read as numbers. Both would cost more than a small town's month.
    """
    from model.governance import GovernanceModel

    try:
        model = GovernanceModel(
            paradigm=run.paradigm,
            municipality=run.town,
            citizens=run.citizens,
            parameters=run.overrides,
            rng=run.seed,
        )
    except InputError:
        run.checked()  # says it better, when it knows
        raise
    try:
        values = np.empty((len(study.kept_months), len(study.outcomes)))
        for row, months in enumerate(np.diff(study.kept_months, prepend=0)):
            for _ in range(months):
                model.step()
            values[row] = [model.outcomes_now[name] for name in study.outcomes]
        return values
    finally:
        model.close()


def sources() -> str:
    """Return the hash of the model that this process runs, to be compared between machines."""
    from agents.cache import source_hash

    return source_hash("agents", "model")
