"""What a worker does: runs of a study, one after another, each on its own. Works in any process, on any machine."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from agents.errors import InputError
from experiments.defaults import PARADIGMS
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
    """Simulate a run; return its kept months, (months,), and their outcomes, (months, outcomes).

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
        kept = np.array(study.kept_months, np.int32)
        values = np.empty((len(kept), len(study.outcomes)))
        for row, months in enumerate(np.diff(kept, prepend=0)):
            for _ in range(months):
                model.step()
            values[row] = [model.outcomes_now[name] for name in study.outcomes]
        return kept, values
    finally:
        model.close()


def warm_up() -> None:
    """Compile the model's rules, or load them."""
    from model.governance import GovernanceModel

    for paradigm in PARADIGMS:
        model = GovernanceModel(paradigm=paradigm, citizens=100, rng=1, parameters={"politics.term": 12})
        model.run(months=14)
        model.close()


def compile_once() -> None:
    """See that the compiled rules are on disk before workers start, which would otherwise all compile them at once.

    A mark beside them tells the next sweep, which then need not load them here as well. Should they have gone since,
    the workers compile them: slower, nothing else.
    """
    mark = Path(os.environ["NUMBA_CACHE_DIR"]) / f"complete-{platform.node()}-{platform.python_version()}"
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0") or mark.exists():
        return
    warm_up()
    with contextlib.suppress(OSError):
        mark.touch()


def sources() -> str:
    """Return the hash of the model that this process runs, to be compared between machines."""
    from agents.cache import source_hash

    return source_hash("agents", "model")
