"""A small study, and an executor in this process, for the tests of sweeps."""

import io
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np

from experiments.design.study import study_of
from experiments.sweeps.executors import Processes
from experiments.sweeps.results import read_results
from experiments.sweeps.rows import ChunkResult
from experiments.sweeps.runner import Progress, _Runner
from experiments.sweeps.store import Store
from experiments.sweeps.workers import program, run_jobs

SMALL = """\
name = "small"
months = 3
seeds = 2
keep = "all"
outcomes = ["fit", "trust", "load"]
[base]
citizens = 100
"town.warm_up" = 1
[factors]
paradigm = ["TPA", "NPG"]
"trust.gain" = [0.1, 0.2]
"""
LONG = SMALL.replace("seeds = 2", "seeds = 30")
# NPM has a choice of providers, TPA has not: money cannot follow its users, so half of the runs cannot be run.
HALF = SMALL.replace('"trust.gain" = [0.1, 0.2]', '"rules.payoff.money_follows_user" = [0.5]').replace(
    '["TPA", "NPG"]', '["NPM", "TPA"]'
)


def not_run(study, jobs) -> ChunkResult:
    """Results without numbers, for tests of how work is shared out."""
    return ChunkResult(np.full((len(jobs), len(study.kept_months), len(study.outcomes)), np.nan), {}, program())


class Here:
    """An executor in this process, under which a worker dies at chosen runs."""

    workers, name = 2, "here"

    def __init__(self, deadly: frozenset[int] = frozenset()) -> None:
        self.deadly = deadly  # seeds
        self.chunks: list[int] = []

    def submit(self, study, jobs):
        future: Future = Future()
        self.chunks.append(len(jobs))
        if any(job.seed in self.deadly for job in jobs):
            future.set_exception(BrokenProcessPool("died"))
        else:
            future.set_result(run_jobs(study, jobs))
        return future

    def finished(self, futures, seconds):
        return {next(iter(futures))}

    def broken(self, error):
        return isinstance(error, BrokenProcessPool)

    def restart(self):
        pass


class Dying(Here, Processes):
    """The same, where one death takes all that is under way with it, as in a pool of processes."""


def csv_of(folder: Path) -> str:
    text = io.StringIO()
    read_results(folder).write_csv(text)
    return text.getvalue()


def run_here(text: str, folder: Path, workforce: Here) -> Progress:
    study = study_of(text)
    store = Store.open(folder, study)
    progress = Progress(study.size, 0, 0)
    try:
        _Runner(study, store, workforce, progress, None).run(study.jobs())
    finally:
        store.close()
    return progress
