"""What a worker does: runs of a study, one after another, each on its own. Works in any process, on any machine."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from experiments.runs import Run
from experiments.store import FAILED, OK, Done
from experiments.study import Job, Study


def run_jobs(study: Study, jobs: Sequence[Job]) -> list[Done]:
    """Run jobs and return what came of each; one that fails is told as failed and does not touch the others."""
    return [run_job(study, job) for job in jobs]


def run_job(study: Study, job: Job) -> Done:
    """Run one job; an error becomes a failed run that says what went wrong."""
    start = time.perf_counter()
    try:
        months, values = kept_outcomes(study.run(job.point, job.seed), study)
    except Exception as error:
        return failed(job, f"{type(error).__name__}: {error}", time.perf_counter() - start)
    return Done(job.run_id, job.point, job.seed, OK, None, months, values, time.perf_counter() - start)


def failed(job: Job, why: str, seconds: float = 0.0) -> Done:
    """Return a run that failed, with the reason."""
    return Done(job.run_id, job.point, job.seed, FAILED, why, np.empty(0, np.int32), np.empty((0, 0)), seconds)


def kept_outcomes(run: Run, study: Study) -> tuple[np.ndarray, np.ndarray]:
    """Simulate a run; return its kept months, (months,), and their outcomes, (months, outcomes)."""
    from model.governance import GovernanceModel

    run = run.checked()
    model = GovernanceModel(
        paradigm=run.paradigms[0][1],
        municipality=run.town,
        citizens=run.citizens,
        parameters=run.parameters,
        rng=run.seed,
    )
    try:
        frame = model.run(months=run.months)
        kept = np.array(study.kept_months, np.int32)
        return kept, frame.loc[kept - 1, list(study.outcomes)].to_numpy(float)
    finally:
        model.close()


def warm_up() -> None:
    """Compile the model's rules, or load them: done once before workers start, so that they all find them."""
    from model.governance import GovernanceModel

    for paradigm in ("NPM", "NPG"):
        model = GovernanceModel(paradigm=paradigm, citizens=100, rng=1, parameters={"politics.term": 12})
        model.run(months=14)
        model.close()


def sources() -> str:
    """Return the hash of the model that this process runs, to be compared between machines."""
    from agents.cache import source_hash

    return source_hash("agents", "model")
