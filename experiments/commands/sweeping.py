"""What `sweep` and `national` share: the plan, progress, and what is said at the end."""

from __future__ import annotations

import json
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from agents.cache import is_kept
from agents.errors import InputError
from experiments.compiling import compiled
from experiments.defaults import COMPILE_SECONDS, START_SECONDS
from experiments.errors import StoppedError
from experiments.manifest import as_json as json_of
from experiments.processes import cores
from experiments.study import Job, Study
from experiments.sweep import Progress, Report, expected_seconds, sweep
from experiments.terminal import compile_first, duration, show_rows, time_on
from experiments.texts import Language, number, seeds_text, text

POINTS_CHECKED = 500
POINTS_WEIGHED = 5_000
RUNS_COUNTED = 200_000  # to count more takes long where the sample may repeat points
_BYTES_PER_NUMBER = 7.5  # of a compressed float64 in a part, as measured


def carry_out(
    study: Study,
    folder: Path,
    workers: int | None,
    dask: str | None,
    *,
    quiet: bool,
    log_json: bool,
    as_json: bool,
    language: Language = "en",
) -> Progress:
    """Run a study from the command line: progress on stderr, the folder last on stdout."""
    from experiments.store import Store

    is_new = not folder.exists()
    Store.open(folder, study).close()  # refuses before anything is said or compiled
    signal.signal(signal.SIGTERM, _interrupt)  # being asked to end, by a batch system say, is like Ctrl-C
    if dask is None and is_kept():  # else no worker would find it
        compile_first(quiet or log_json or not sys.stderr.isatty(), language)
    with _reporting(study, quiet, log_json, language) as report:
        try:
            progress = sweep(study, folder, workers, dask, report)
        except InputError:
            if is_new:  # nothing was run, so nothing is left behind
                shutil.rmtree(folder, ignore_errors=True)
            raise
        except KeyboardInterrupt:
            raise Interrupted(text("interrupted", language, folder=folder, command=_same_command())) from None
        except OSError as error:
            why = error.strerror or error
            raise StoppedError(
                f"results cannot be written to {folder} ({why}); "
                f"what was written stays, and the same command goes on: {_same_command()}",
                f"resultatene kan ikke skrives til {folder} ({why}); "
                f"det som er skrevet, blir værende, og samme kommando går videre: {_same_command()}",
            ) from error
    if as_json:
        print(json_of({"out": str(folder), "runs": progress.done, "failed": progress.failures}))
        return progress
    if progress.failures and not quiet:
        print(text("failed_runs", language, n=progress.failures, folder=folder), file=sys.stderr)
    if sys.stderr.isatty() and not quiet:
        print(text("sweep_next", language, folder=shlex.quote(str(folder))), file=sys.stderr)
    print(folder)
    return progress


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with what the person should know."""


def _same_command() -> str:
    return shlex.join(["samskaping", *sys.argv[1:]])


@contextmanager
def _reporting(study: Study, quiet: bool, log_json: bool, language: Language) -> Iterator[Report | None]:
    if log_json:
        yield _json_lines()
    elif quiet or not sys.stderr.isatty():  # a pipe or a file gets no bar; --log-json is for those
        yield None
    else:
        with _bar(study, language) as report:
            yield report


class _Pace:
    """How fast runs are finished, from the first on."""

    def __init__(self) -> None:
        self.since: float | None = None
        self.known, self.work = 0, 0.0

    def left(self, progress: Progress) -> tuple[float, float] | None:
        """Return (runs a second, seconds left), once that is known. Time is by work: large towns take longer."""
        now = time.monotonic()
        if self.since is None:
            if progress.done > progress.before:
                self.since, self.known, self.work = now, progress.done, progress.work
            return None
        if progress.done <= self.known or progress.work <= self.work or now - self.since < 1.0:
            return None
        passed = now - self.since
        rate = (progress.done - self.known) / passed
        return rate, max(1.0 - progress.work, 0.0) * passed / (progress.work - self.work)


def _json_lines() -> Report:
    pace, last = _Pace(), [0.0]

    def report(progress: Progress) -> None:
        now = time.monotonic()
        if now - last[0] < 1.0 and progress.done < progress.total:
            return
        last[0] = now
        known = pace.left(progress)
        line = {"event": "progress", "done": progress.done, "total": progress.total, "failed": progress.failures}
        if known:
            line |= {"runs_per_second": round(known[0], 3), "seconds_left": round(known[1], 1)}
        print(json.dumps(line), file=sys.stderr, flush=True)

    return report


@contextmanager
def _bar(study: Study, language: Language) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn(text("runs_word", language) + " {task.fields[rate]}"), TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )  # fmt: skip
    pace = _Pace()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(study.name, total=study.size, rate="", left="")

        def report(progress: Progress) -> None:
            known = pace.left(progress)
            told: dict[str, Any] = (
                {
                    "rate": text("rate", language, n=number(known[0], 1, language)),
                    "left": f"{text('left', language)} {duration(known[1])}",
                }
                if known
                else {}
            )
            bar.update(task, completed=progress.done, total=progress.total, **told)

        yield report


def plan_of_study(study: Study, workers: int | None, folder: Path, language: Language = "en") -> dict[str, Any]:
    """Return what a study would take, as plain data: runs, time, disk, and points that cannot be run."""
    workers = cores() if workers is None else workers
    counted = study.most_runs <= RUNS_COUNTED or not any(factor.sampled for factor in study.factors)
    runs = study.size if counted else study.most_runs
    some = [expected_seconds(study, Job("", at, study.seeds[0], 0)) for at in study.some_points(POINTS_WEIGHED)]
    seconds = sum(some) / len(some) * runs
    numbers = runs * len(study.kept_months) * (len(study.outcomes) + len(study.factors) + 1)
    problems = []
    for point in islice(study.points(), POINTS_CHECKED):
        try:
            study.run(point, study.seeds[0]).checked()
        except InputError as error:
            problems.append({"point": point, "error": error.told(language)})
    above = folder.absolute()
    while not above.exists():
        above = above.parent
    return {
        "study": study.name,
        "design": study.design.kind,
        "points": runs // len(study.seeds),
        "seeds": len(study.seeds),
        "runs": runs,
        "repeated_points_left_out": counted,
        "months": study.months,
        "factors": {f.name: list(f.levels) if f.levels else {"low": f.low, "high": f.high} for f in study.factors},
        "outcomes": len(study.outcomes),
        "workers": workers,
        "about_seconds": round(seconds / min(workers, cores()) + START_SECONDS, 1),
        "compile_seconds": 0 if compiled() else COMPILE_SECONDS,
        "about_bytes": round(numbers * _BYTES_PER_NUMBER) + 20_000,
        "free_bytes": shutil.disk_usage(above).free,
        "points_that_cannot_be_run": len(problems),
        "first_problem": problems[0] if problems else None,
        "out": str(folder),
    }


def show_study_plan(plan: dict[str, Any], language: Language = "en") -> None:
    """Print what a study would take."""

    def written(key: str) -> str:
        return number(plan[key], 0, language)

    seeds = seeds_text(plan["seeds"], language)
    points = text("one_point", language) if plan["points"] == 1 else text("points", language, n=written("points"))
    runs = written("runs") if plan["repeated_points_left_out"] else text("at_most", language, n=written("runs"))
    counted = {"runs": runs, "points": points, "seeds": seeds, "months": plan["months"]}
    takes = time_on(plan["about_seconds"], plan["workers"], language)
    if plan["compile_seconds"]:
        takes += ", " + text("plan_compile", language, seconds=plan["compile_seconds"])
    sizes = {"size": _size(plan["about_bytes"]), "free": _size(plan["free_bytes"])}
    rows = [
        ("plan_study", f"{plan['study']} ({plan['design']})"),
        ("runs", text("plan_runs_study", language, **counted)),
        ("plan_takes", takes),
        ("plan_disk", text("plan_disk_of", language, **sizes)),
        ("plan_writes", plan["out"]),
    ]
    if plan["first_problem"]:
        told = {"count": plan["points_that_cannot_be_run"], "n": min(POINTS_CHECKED, plan["points"])}
        rows.append(("plan_fails", text("plan_fails_of", language, **told, **plan["first_problem"])))
    show_rows(rows, language)


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
