"""Shared by `sweep`, `national`, `ablate` and `uncertainty`: the progress and the final messages."""

from __future__ import annotations

import contextlib
import json
import math
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agents.engine.cache import is_kept
from agents.errors import InputError
from experiments.cli.notes import note_limits
from experiments.defaults import COMPILE_SECONDS
from experiments.design.study import Study, read_study
from experiments.errors import StoppedError, why
from experiments.machine.compiling import compiled
from experiments.machine.interruption import watching
from experiments.output.terminal import compile_first
from experiments.output.texts import TEXTS, decimals_of, duration, number, plain, text
from experiments.runs.manifest import as_json as json_of
from experiments.sweeps.results import Results, read_results
from experiments.sweeps.runner import Progress, Report, sweep
from experiments.sweeps.store import RUNS, STUDY, Store, inspect_folder
from samskaping.language import Entry, Language, Message

POINTS_SIZED = 200  # looked through for towns with few citizens
RUNS_NAMED = 5  # runs that were not completed


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
    retry_failed: bool = False,
    needs_all: bool = False,
    earlier: Path | None = None,
    live: bool = False,
) -> Progress:
    """Run a study from the command line: progress on stderr, the folder last on stdout.

    Args:
        retry_failed: also run again the runs that failed in earlier sweeps.
        earlier: folder of another sweep, whose runs are taken over as far as they are runs of this study.
        live: show results so far on stderr while the sweep runs, and draw them in `convergence.png`.
        needs_all: raise `StoppedError` when runs were not completed, for callers that cannot use part of a study.
    """
    is_new = not folder.exists()
    store = Store.open(folder, study)  # refuses before anything is printed or compiled
    if not (quiet or log_json):
        note_limits_in(study, language)

    def so_far() -> tuple[int, str]:
        return len(store.state().done), _total(study, language)

    try:
        # Batch systems ask with SIGTERM.
        with resumable(folder, language, so_far), watching(signal.SIGINT, signal.SIGTERM) as interruption:
            if earlier is not None:
                _take_over(study, store, earlier, quiet, language)
            if dask is None and is_kept():  # workers would not find a temporary cache
                if not compiled():
                    store.log("compiling", about_seconds=COMPILE_SECONDS)
                compile_first(quiet or log_json, language)
            if not (quiet or log_json):
                _note_resuming(store, retry_failed, language)
            with reporting(study, quiet, log_json, language) as report:
                if live:
                    from experiments.cli.sweeps.live import with_results

                    report = with_results(study, folder, report, language)
                progress = sweep(
                    study, folder, workers, dask, report,
                    retry_failed=retry_failed, interruption=interruption, store=store, spread=live,
                )  # fmt: skip
    except InputError:
        if is_new and not any((folder / RUNS).glob("*")):  # nothing was run, so nothing is left behind
            shutil.rmtree(folder, ignore_errors=True)  # while the lock is held: no other process uses the folder
        raise
    except OSError as error:
        values = {"folder": folder, "why": why(error), "command": _same_command()}
        raise StoppedError(TEXTS.message("unwritable", **values)) from error
    finally:
        store.close()
    if needs_all and progress.not_done:
        raise StoppedError(_not_done(progress))
    if as_json:
        counts = {"runs": progress.done, "failed": progress.failures, "not_done": len(progress.not_done)}
        rule = {"precision": progress.reached} if progress.reached else {}
        print(json_of({"out": str(folder), **counts, **rule}))
        return progress
    if progress.failures and not quiet:
        counts = {"n": progress.failures, "before": progress.failures_before}
        print(text("failed_runs", language, folder=shlex.quote(str(folder)), **counts), file=sys.stderr)
    if progress.not_done:  # also when quiet: the study is not complete
        print(_not_done(progress).text(language), file=sys.stderr)
    if progress.before >= progress.total and not quiet:
        print(text("nothing_left", language, n=progress.total, folder=folder), file=sys.stderr)
    if progress.reached and progress.reached["finished"] and not quiet:
        print(_precision(study, progress.reached, language), file=sys.stderr)
    if sys.stderr.isatty() and not quiet:
        print(text("sweep_next", language, folder=shlex.quote(str(folder))), file=sys.stderr)
    print(folder)
    return progress


def _take_over(study: Study, store: Store, earlier: Path, quiet: bool, language: Language) -> None:
    """Take over runs of another sweep, and print how many to standard error."""
    from experiments.sweeps.reuse import reuse

    found = reuse(study, store, earlier)
    store.log("reused", folder=str(earlier), runs=found.runs)
    if found.lacking:
        lacking = ", ".join(found.lacking)
        note = Message(
            "note: {folder} did not keep {outcomes}, so all runs are made again", folder=earlier, outcomes=lacking
        )
    else:
        note = Message("note: {n:,} runs are taken over from {folder}", n=found.runs, folder=earlier)
    if not quiet:
        print(note.text(language), file=sys.stderr)


def _precision(study: Study, found: dict[str, Any], language: Language) -> str:
    """Return in words what the study's rule of precision has reached."""
    rule = study.precision
    assert rule is not None
    values = {"outcome": rule.outcome, "width": plain(rule.half_width, language), "seeds": found["seeds"]}
    if found["reached"]:
        return text("precision_reached", language, **values)
    wide = [row["half_width"] for row in found["rows"] if not row["reached"]]
    known = [half for half in wide if half is not None and math.isfinite(half)]
    widest = number(max(known, default=math.nan), decimals_of(rule.half_width, 2), language) or "?"
    return text("precision_stopped", language, n=len(wide), all=len(found["rows"]), widest=widest, **values)


def note_limits_in(study: Study, language: Language) -> None:
    """Print to standard error how far the runs of a study are valid, as far as some of its points show it."""
    with contextlib.suppress(InputError):  # the point fails, and the sweep or its plan reports it
        runs = [study.run(point, study.seeds[0]) for point in study.some_points(POINTS_SIZED)]
        note_limits(runs, study.outcomes, language)


def exit_code(progress: Progress) -> int:
    """Return 1 when runs of the study have failed or were not completed, else 0."""
    return int(bool(progress.failures or progress.not_done))


def _not_done(progress: Progress) -> Entry:
    shown = "; ".join(f"{run_id}: {why}" for run_id, why in list(progress.not_done.items())[:RUNS_NAMED])
    more = " ..." if len(progress.not_done) > RUNS_NAMED else ""
    return TEXTS.message("runs_not_done", n=len(progress.not_done), runs=shown + more)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a sweep; the message says where completed runs are and how to resume."""


@contextmanager
def resumable(
    folder: Path, language: Language, so_far: Callable[[], tuple[int, str]] | None = None
) -> Iterator[None]:  # fmt: skip
    """Turn Ctrl-C into `Interrupted`: how many runs are complete, where they are, and the command that resumes them.

    `so_far` returns the number of completed runs, and that of all runs in words. Without it, the sweeps that were begun
    in folders inside `folder` count.
    """
    try:
        yield
    except KeyboardInterrupt:
        found = so_far() if so_far else _begun(folder, language)
        if found is None:
            raise
        values = {"done": found[0], "total": found[1], "folder": folder, "command": _same_command()}
        raise Interrupted(text("interrupted_at", language, **values)) from None


def _begun(folder: Path, language: Language) -> tuple[int, str] | None:
    done, runs = runs_inside(folder)
    return None if not runs else (done, text("at_least", language, n=number(runs, 0, language)))


def runs_inside(folder: Path) -> tuple[int, int]:
    """Return how many runs are complete in the sweeps in folders inside a folder, and how many these sweeps have."""
    done = size = 0
    for place in sorted(folder.glob(f"*/{STUDY}")):
        with contextlib.suppress(InputError, FileNotFoundError):  # a sweep that was just begun
            study = read_study(place)
            done, size = done + len(inspect_folder(place.parent, study).done), size + study.size
    return done, size


def _note_resuming(store: Store, retry_failed: bool, language: Language) -> None:
    """Print to standard error how many runs of a sweep are complete and how many are left, if there are both."""
    state = store.state()
    done = len(state.done) - (len(state.failed) if retry_failed else 0)
    left = store.study.size - done
    if done and left:
        counts = {"done": done, "total": _total(store.study, language), "left": _most(store.study, left, language)}
        print(text("resuming", language, **counts), file=sys.stderr)


def _total(study: Study, language: Language) -> str:
    return _most(study, study.size, language)


def _most(study: Study, n: int, language: Language) -> str:
    """Return a number of a study's runs; a rule of precision may end the sweep earlier."""
    written = number(n, 0, language)
    return written if study.precision is None else text("at_most", language, n=written)


def _same_command() -> str:
    return shlex.join(["samskaping", *sys.argv[1:]])


def results_without_failures(folder: Path) -> Results:
    """Return the results of a sweep; raise `StoppedError` where runs failed, for callers that need all of them."""
    results = read_results(folder)
    if len(results.failed):
        raise StoppedError(
            "{n:,} runs failed; see why with `samskaping results {folder} --failed`",
            n=len(results.failed),
            folder=shlex.quote(str(folder)),
        )
    return results


@contextmanager
def reporting(study: Study, quiet: bool, log_json: bool, language: Language) -> Iterator[Report | None]:
    """Yield what shows a sweep's progress on stderr: a bar in a terminal, JSON lines, or None for nothing."""
    if log_json:
        yield _json_lines()
    elif quiet or not sys.stderr.isatty():  # a pipe or a file gets no bar; --log-json is for those
        yield None
    else:
        with _bar(study, language) as report:
            yield report


class _Pace:
    """The rate at which runs are completed, measured from the first one on."""

    def __init__(self) -> None:
        self.since: float | None = None
        self.known, self.work = 0, 0.0

    def left(self, progress: Progress) -> tuple[float, float] | None:
        """Return (runs per second, seconds left), once known. Time goes by work, since large towns take longer."""
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
            fields: dict[str, Any] = (
                {
                    "rate": text("rate", language, n=number(known[0], 1, language)),
                    "left": f"{text('left', language)} {duration(known[1], language)}",
                }
                if known
                else {}
            )
            bar.update(task, completed=progress.done, total=progress.total, **fields)

        yield report
