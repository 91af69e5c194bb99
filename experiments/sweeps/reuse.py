"""Take runs over from an earlier sweep, so that a study with more seeds, levels or outcomes runs only what is new."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agents.errors import InputError
from experiments.design.run_index_set import RunIndexSet
from experiments.design.study import Job, Study
from experiments.own.source import Source
from experiments.runs.versions import model_hash
from experiments.sweeps.parts import OK
from experiments.sweeps.results import Results, read_results
from experiments.sweeps.rows import ChunkResult, Done
from experiments.sweeps.store import Store, read_manifest
from experiments.sweeps.workers import program

MOST_AT_A_TIME = 4_000  # runs in a part


@dataclass(frozen=True)
class Reused:
    """How many runs were taken over, and the outcomes that the earlier sweep lacks: for them all runs are repeated."""

    runs: int
    lacking: tuple[str, ...] = ()


def reuse(study: Study, store: Store, folder: Path) -> Reused:
    """Append the runs of an earlier sweep that are runs of this study too, and are not done yet.

    A run is the same when its id is: paradigm, town, parameters, factors, months, seed, and the files that decide it.
    Runs that failed are not taken over.

    Raises:
        InputError: the folder holds no sweep, or one of another version of the model.
    """
    if folder.resolve() == store.folder.resolve():
        quoted = shlex.quote(str(folder))
        raise InputError("--reuse {folder} is the folder of this sweep; give another one with --out", folder=quoted)
    earlier = read_results(folder)
    made = read_manifest(folder).get("source", {}).get("model_sha256_16")
    if made != model_hash():
        raise InputError(
            "the runs in {folder} were made by another version of the model ({made}, this is {ours}): they cannot be "
            "reused", folder=folder, made=str(made), ours=model_hash(),
        )  # fmt: skip
    lacking = tuple(name for name in study.outcomes if not _same_outcome(name, study, earlier.study))
    if lacking or not set(study.kept_months) <= set(earlier.study.kept_months):
        return Reused(0, lacking)
    taken = 0
    for jobs, values in _shared(study, earlier, store.state().done):
        store.append([Done(jobs, ChunkResult(values, {}, program()))])
        taken += len(jobs)
    return Reused(taken)


def _same_outcome(name: str, study: Study, earlier: Study) -> bool:
    """Return whether an earlier study kept an outcome, measured by the same code."""
    own = [next((one.sha256 for one in each.own.code if _declares(one, name)), "") for each in (study, earlier)]
    return name in earlier.outcomes and own[0] == own[1]


def _declares(source: Source, name: str) -> bool:
    return any(one["name"] == name for one in source.declared)


def _shared(study: Study, earlier: Results, done: RunIndexSet) -> Iterator[tuple[list[Job], np.ndarray]]:
    """Yield jobs of a study that an earlier sweep has, some at a time, and their outcomes (jobs, months, outcomes)."""
    table = earlier.table[(earlier.table["status"] == OK) & earlier.table["month"].isin(study.kept_months)]
    table = table.sort_values(["run_id", "month"], kind="stable")
    months = len(study.kept_months)
    numbers = table[list(study.outcomes)].to_numpy(float).reshape(-1, months, len(study.outcomes))
    places = {run_id: place for place, run_id in enumerate(table["run_id"].to_numpy()[::months])}
    jobs: list[Job] = []
    for job in study.jobs(done):
        if job.run_id in places:
            jobs.append(job)
        if len(jobs) == MOST_AT_A_TIME:
            yield jobs, numbers[[places[one.run_id] for one in jobs]]
            jobs = []
    if jobs:
        yield jobs, numbers[[places[one.run_id] for one in jobs]]
