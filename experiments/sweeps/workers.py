"""The work of a worker: runs of a study, one after another, in any process and on any machine."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from agents.errors import InputError, bounded
from experiments.design.clauses.by_group import group_values, is_by_group
from experiments.design.study import Job, Study
from experiments.own.code import no_exit, refuse_out_of_bounds
from experiments.runs.run import Run
from experiments.runs.versions import program_hash
from experiments.sweeps.rows import ChunkResult

PROGRAM = program_hash()  # computed now, from the sources as they were loaded
# Errors of the machine, not of the model: the same run may succeed later, or on another machine.
OF_THE_MACHINE = (MemoryError, OSError, ImportError, EOFError)


def run_jobs(study: Study, jobs: Sequence[Job]) -> ChunkResult:
    """Run jobs and return the result of each. An error in one does not touch the others.

    An error of the model marks a run as failed. An error of the machine leaves it not done.
    """
    values = np.full((len(jobs), len(study.kept_months), len(study.outcomes)), np.nan)
    errors: dict[int, str] = {}
    not_done: dict[int, str] = {}
    times = np.zeros(len(jobs))
    for place, job in enumerate(jobs):
        start = time.perf_counter()
        try:
            values[place] = kept_outcomes(study.run(job.point, job.seed), study)
        except Exception as error:
            (not_done if is_of_the_machine(error) else errors)[place] = bounded(f"{type(error).__name__}: {error}")
        times[place] = time.perf_counter() - start
    # A worker's first run also loads the model, which hardly affects the median.
    return ChunkResult(values, errors, PROGRAM, float(np.median(times)) * len(jobs), not_done)


def is_of_the_machine(error: BaseException) -> bool:
    """Return whether an error, or its cause, comes from the machine (memory, disk, packages) and not from the run."""
    if isinstance(error, InputError):  # the run itself is invalid, whatever the cause of the message
        return False
    led: BaseException | None = error
    while led is not None:
        if isinstance(led, OF_THE_MACHINE):
            return True
        led = led.__cause__ or led.__context__
    return False


@no_exit()
def kept_outcomes(run: Run, study: Study) -> np.ndarray:
    """Simulate a run; return the outcomes of its kept months, (kept months, outcomes).

    The model checks its arguments, so a valid run is not checked here. Outcomes are read as arrays, without tables.
    Either would take longer than a small town's month.
    """
    from model.governance import GovernanceModel

    try:
        model = GovernanceModel(**run.arguments)
    except InputError:
        run.checked()  # raises a better message, if it finds the fault
        raise
    try:
        model.keep_groups(1)  # a sweep has groups of kept months, each read at its end
        values = np.empty((len(study.kept_months), len(study.outcomes)))
        by_group = tuple(filter(is_by_group, study.outcomes))
        for row, months in enumerate(np.diff(study.kept_months, prepend=0)):
            for _ in range(months):
                model.step()
            now = model.outcomes
            if by_group:
                now |= group_values(model, by_group)
            values[row] = [now[name] for name in study.outcomes]
        refuse_out_of_bounds(run.own.code, model)
        return values
    finally:
        model.close()


def program() -> str:
    """Return the hash of the program that this process runs, to compare it between machines."""
    return PROGRAM
