"""Finished runs as workers return them, and as rows of a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from experiments.design.factors import declared, is_text, is_whole
from experiments.design.study import Job, Study
from experiments.sweeps.parts import FAILED, OK


@dataclass(frozen=True)
class ChunkResult:
    """The results of some jobs, in their order. Processes exchange arrays, since runs are many and small."""

    values: np.ndarray
    """(jobs, kept months, outcomes) float64; NaN where a run failed."""
    errors: Mapping[int, str]
    """The reason why a run failed, by its place among the jobs. The model will refuse it again."""
    program: str
    """`versions.program_hash` of the process that did the jobs."""
    seconds: float = 0.0
    """The estimated time of the jobs: their number times that of the median run."""
    not_done: Mapping[int, str] = field(default_factory=dict)
    """The reason why a run was not completed, by its place among the jobs. It may succeed later."""

    def without_the_undone(self, jobs: Sequence[Job]) -> Done:
        """Return the jobs that are done, with their results."""
        if not self.not_done:
            return Done(jobs, self)
        kept = [place for place in range(len(jobs)) if place not in self.not_done]
        errors = {new: self.errors[old] for new, old in enumerate(kept) if old in self.errors}
        return Done([jobs[place] for place in kept], ChunkResult(self.values[kept], errors, self.program))


class Done(NamedTuple):
    """Finished jobs, and their results."""

    jobs: Sequence[Job]
    result: ChunkResult


def schema_of(study: Study) -> Any:
    """Return the columns of every part: run_id, status, error, seed, month, factors, outcomes."""
    import pyarrow as pa

    fields = [("run_id", pa.string()), ("status", pa.string()), ("error", pa.string())]
    fields += [("seed", pa.int64()), ("month", pa.int32())]
    fields += [(factor.name, _type_of(factor.name)) for factor in study.factors]
    fields += [(name, pa.float64()) for name in study.outcomes]
    return pa.schema(fields)


def _type_of(name: str) -> Any:
    import pyarrow as pa

    if is_text(name):
        return pa.string()
    if name in declared() and declared()[name].kind == "switch":
        return pa.bool_()
    return pa.int64() if is_whole(name) else pa.float64()


def columns_of(study: Study, finished: Sequence[Done]) -> dict[str, Any]:
    """Return finished runs as columns, a row a kept month; a failed run has one row: month 0 and no outcomes (NaN)."""
    import pyarrow as pa

    jobs = [job for done in finished for job in done.jobs]
    errors = [done.result.errors.get(place) for done in finished for place in range(len(done.jobs))]
    fine = np.array([error is None for error in errors])
    kept = np.array(study.kept_months, np.int32)
    rows = np.where(fine, len(kept), 1)
    run = np.repeat(np.arange(len(jobs)), rows)  # of each row
    place = np.arange(len(run)) - np.repeat(np.cumsum(rows) - rows, rows)  # of the row among its run's
    values = np.concatenate([done.result.values for done in finished])[run, place]

    def each(items: Sequence[Any], of: Any) -> Any:
        return pa.array(items, of).take(pa.array(run))

    return {
        "run_id": each([job.run_id for job in jobs], pa.string()),
        "status": each([OK if error is None else FAILED for error in errors], pa.string()),
        "error": each(errors, pa.string()),
        "seed": each([job.seed for job in jobs], pa.int64()),
        "month": np.where(fine[run], kept[place], 0).astype(np.int32),
        **{f.name: each([job.point[f.name] for job in jobs], _type_of(f.name)) for f in study.factors},
        **{name: values[:, k] for k, name in enumerate(study.outcomes)},
    }
