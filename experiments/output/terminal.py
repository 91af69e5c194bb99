"""Tables, plans and progress on the command line. Progress goes to stderr, results to stdout."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.table import Column, Table
from rich.text import Text

from experiments.defaults import COMPILE_SECONDS, SECONDS_PER_CITIZEN_MONTH, SECONDS_PER_MONTH, START_SECONDS
from experiments.machine.compiling import compile_once, compiled
from experiments.machine.processes import cores
from experiments.output.marks import changed_lines
from experiments.output.texts import course, duration, months_text, number, text
from experiments.runs.run import Run
from experiments.runs.threads import Progress, workers_for
from model.timeline.change import Change
from samskaping.language import Language

WIDTH = 100
_SECONDS_BETWEEN_LINES = 10.0
_LONG_HEADING = 12
_LABEL = 11  # characters: the least width of a plan's labels
_BETWEEN, _EDGES = 3, 2  # characters between two columns, and at both ends of a line
_FOLDED = 14  # characters: the least width of a column that may fold its words


def console() -> Console:
    """Return the console for results: the terminal, or plain text in a pipe or a file.

    Its width is the variable COLUMNS where that is set, else the terminal's, else `WIDTH`.
    """
    asked = os.environ.get("COLUMNS", "").strip()
    width = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 and int(asked) > 0 else None
    if width is None and not sys.stdout.isatty():
        width = WIDTH
    return Console(width=width, highlight=False, soft_wrap=False)


@contextmanager
def shown_if_unsaved(tables: Callable[[], Iterable[Table | Text]]) -> Iterator[None]:
    """Print the tables where the body cannot write its files, as on a full disk: the answer is not lost with them."""
    try:
        yield
    except OSError:
        for table in tables():
            show(table)
        raise


def show(table: Table | Text) -> None:
    """Print a table with all its columns; where they do not fit, lines are longer than the console is wide."""
    to = console()
    if isinstance(table, Text):
        to.print(table)
        return
    between = _BETWEEN * (len(table.columns) - 1) + _EDGES
    least = [_least(column) for column in table.columns]
    widths = [max(_widest(column, str.splitlines), low) for column, low in zip(table.columns, least, strict=True)]
    while sum(widths) + between > to.width and widths != least:
        widest = max(width for width, low in zip(widths, least, strict=True) if width > low)
        place = next(k for k, width in enumerate(widths) if width == widest > least[k])
        widths[place] -= 1
    for column, width in zip(table.columns, widths, strict=True):
        column.min_width = column.max_width = width
    to.width = max(to.width, sum(widths) + between)
    to.print(table, crop=False)


def _least(column: Column) -> int:
    """Return the least width of a column: words and numbers are not broken, except where the column may fold them."""
    if column.no_wrap:
        return _widest(column, str.splitlines)
    widest = _widest(column, _words)
    return min(widest, _FOLDED) if column.overflow == "fold" else widest


def _words(text: str) -> list[str]:
    """Return the words of a text; a number and its per cent sign are one."""
    return re.split(r"\s+(?!%(?:\s|$))", text)


def _widest(column: Column, pieces: Callable[[str], list[str]]) -> int:
    """Return the width in characters of the widest piece of a column's heading and cells."""
    cells = [cell.plain if isinstance(cell, Text) else str(cell) for cell in (column.header, *column.cells)]
    return max((cell_len(piece) for cell in cells for piece in pieces(cell)), default=1)


def table(
    title: str,
    columns: Sequence[tuple[str, dict[str, Any]]],
    rows: Sequence[Sequence[object]],
    groups: int = 0,
    note: str = "",
) -> Table:
    """Return a table of plain text, with a note below; brackets in a cell are text, not markup.

    With `groups`, rows that agree in that number of first cells form a group, and write those cells once.
    """
    made = Table(title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False, expand=False)
    if note:
        made.caption, made.caption_justify = Text(f"{note}\n", style="dim"), "left"
    # Else rich breaks a title to the width of a narrow table.
    made.min_width = min(max(map(len, (title, *note.splitlines()))), WIDTH)
    columns, rows = _blanks_kept(columns, rows)
    for heading, options in columns:
        if options.get("overflow") == "fold" and len(heading) > _LONG_HEADING:  # a dotted name, broken at its dots
            heading = heading.replace(".", ".\n")
        made.add_column(Text(heading), **options)
    last: Sequence[object] | None = None
    for row in rows:
        if groups and last is not None and list(last[:groups]) == list(row[:groups]):
            row = [*[""] * groups, *row[groups:]]
        else:
            if groups and last is not None:
                made.add_row()
            last = row
        made.add_row(*(cell if isinstance(cell, Text) else Text(str(cell)) for cell in row))
    return made


def _blanks_kept(
    columns: Sequence[tuple[str, dict[str, Any]]], rows: Sequence[Sequence[object]]
) -> tuple[list[tuple[str, dict[str, Any]]], list[list[object]]]:
    """Return the table with its right-aligned columns padded here where cells end in a blank instead of a star.

    Rich strips the last blanks of right-aligned cells, so that numbers with and without a star would not line up.
    """
    kept, cells = list(columns), [list(row) for row in rows]
    for place, (heading, options) in enumerate(columns):
        column = [str(row[place]) for row in cells]
        if options.get("justify") != "right" or not any(cell.endswith(" ") for cell in column):
            continue
        lines = [f"{line}  " for line in heading.splitlines()]
        widest = max(map(len, (*lines, *column)))
        heading = "\n".join(line.rjust(widest) for line in lines)
        kept[place] = (heading, {**options, "justify": "left", "no_wrap": True})
        for row, cell in zip(cells, column, strict=True):
            row[place] = cell.rjust(widest)
    return kept, cells


def expected_seconds(runs: Sequence[Run], workers: int | None) -> float:
    """Return roughly how many seconds runs take on this machine's cores, without compiling."""
    at_once = min(cores(), workers_for(len(runs), workers))
    seconds = START_SECONDS
    for run in runs:
        citizens = run.citizens or run.town.population
        months = run.months + run.parameters.town.warm_up
        seconds += months * (SECONDS_PER_MONTH + citizens * SECONDS_PER_CITIZEN_MONTH / at_once)
    return seconds


def compile_first(quiet: bool, language: Language = "en") -> None:
    """Compile the model's rules unless they are compiled, and show progress as `progress_of` does."""
    if compiled():
        return
    if quiet:
        compile_once()
        return
    doing = text("compiling", language, seconds=COMPILE_SECONDS)
    if sys.stderr.isatty():
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(doing, total=None)
            compile_once(
                lambda done, total: bar.update(task, description=doing, completed=done, total=total),
                waiting=lambda: bar.update(task, description=text("compiling_elsewhere", language)),
            )
        return
    print(text("compiling_line", language, seconds=COMPILE_SECONDS), file=sys.stderr, flush=True)
    start = last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            share, seconds = round(100 * done / total), round(last - start)
            print(text("compiled", language, share=share, seconds=seconds), file=sys.stderr, flush=True)

    compile_once(report, lambda: print(text("compiling_elsewhere", language), file=sys.stderr, flush=True))


@contextmanager
def progress_of(runs: int, quiet: bool, language: Language = "en") -> Iterator[Progress | None]:
    """Yield a callback for progress: a bar in a terminal, else a line now and then; None if quiet.

    The rules are compiled first.
    """
    compile_first(quiet, language)
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(runs, language) as progress:
            yield progress
    else:
        yield _lines(runs, language)


def _doing(runs: int, language: Language) -> str:
    return text("simulating_one" if runs == 1 else "simulating", language, runs=number(runs, 0, language))


@contextmanager
def _bar(runs: int, language: Language) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(text("months", language)),
        TimeElapsedColumn(), TextColumn(text("left", language)), TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_doing(runs, language), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(runs: int, language: Language) -> Progress:
    start = time.monotonic()
    last, since, known = start, start, 0

    def say(key: str, **values: object) -> None:
        print(text(key, language, **values), file=sys.stderr, flush=True)

    def progress(done: int, total: int) -> None:
        nonlocal last, since, known
        now = time.monotonic()
        months = number(total, 0, language)
        if done > 0 and known == 0:
            since, known = now, done  # speed is measured from here: before this the time went mostly to loading
        if done == 0:
            say("begun", doing=_doing(runs, language), months=months_text(total, language))
        elif done == total:
            say("ended", time=duration(now - start, language))
        elif now - last >= _SECONDS_BETWEEN_LINES and done > known:
            last = now
            left = duration((now - since) * (total - done) / (done - known), language)
            say("so_far", done=number(done, 0, language), months=months, share=round(100 * done / total), left=left)

    return progress


def plan_of(runs: Sequence[Run], workers: int | None, folder: Path, timeline: Sequence[Change] = ()) -> dict[str, Any]:
    """Return the plan of the runs as plain data; `timeline` has the changes in their course, of all or of one arm."""
    first = runs[0]
    paradigms = dict.fromkeys(paradigm.name for run in runs for _, paradigm in run.paradigms)
    courses = dict.fromkeys(course(run.paradigms[0][1].name, run.later) for run in runs)
    arms = dict.fromkeys(run.arm for run in runs if run.arm)
    seeds = sorted({run.seed for run in runs})
    return {
        "runs": len(runs),
        **({"arms": list(arms)} if arms else {}),
        "paradigms": list(paradigms),
        "courses": list(courses),
        "seeds": seeds,
        "months": first.months,
        "municipality": first.town.label,
        "code": first.town.code,
        "citizens": first.citizens or first.town.population,
        "changed_parameters": dict(first.overrides),
        "timeline": [change.as_dict() for change in timeline],
        "workers": workers_for(len(runs), workers),
        "about_seconds": round(expected_seconds(runs, workers), 1),
        "compile_seconds": 0 if compiled() else COMPILE_SECONDS,
        "out": str(folder),
    }


def show_plan(plan: dict[str, Any], language: Language = "en", timeline: Sequence[Change] = ()) -> None:
    """Print the plan of the runs, and roughly how long they would take; `timeline` is as in `plan_of`."""
    seeds = plan["seeds"]
    takes = time_on(plan["about_seconds"], plan["workers"], language)
    if plan["compile_seconds"]:
        takes += ", " + text("plan_compile", language, seconds=plan["compile_seconds"])
    changed = changed_lines(plan["changed_parameters"], timeline, language)
    citizens = number(plan["citizens"], 0, language)
    many = text("to", language, low=seeds[0], high=seeds[-1])
    rows = (
        ("runs", text("plan_runs_of", language, runs=plan["runs"], months=months_text(plan["months"], language))),
        ("plan_town", text("plan_town_of", language, town=plan["municipality"], code=plan["code"], citizens=citizens)),
        ("plan_arms", ", ".join(plan["arms"])) if "arms" in plan else ("plan_paradigms", ", ".join(plan["courses"])),
        ("plan_seeds", many if len(seeds) > 1 else f"{seeds[0]}"),
        ("plan_changed", "\n".join(changed) or text("nothing", language)),
        ("plan_writes", plan["out"]),
        ("plan_takes", takes),
    )
    show_rows(rows, language)


def show_rows(rows: Sequence[tuple[str, str]], language: Language) -> None:
    """Print the lines of a plan: the text of each key, and its value, which may have several lines."""
    labels = [text(key, language) for key, _ in rows]
    width = max(_LABEL, *map(len, labels))
    for label, (_, value) in zip(labels, rows, strict=True):
        print(f"{label:<{width}} {value}".replace("\n", "\n" + " " * (width + 1)))


def time_on(seconds: float, workers: int, language: Language = "en") -> str:
    """Return "about 3 min on 2 cores", and how many processes share them where there are more."""
    at_once = min(workers, cores())
    shared = text("one_core", language) if at_once == 1 else text("cores", language, n=at_once)
    written = text("plan_time", language, time=duration(seconds, language), cores=shared)
    if workers > at_once:
        written += f" ({text('plan_crowded', language, workers=number(workers, 0, language))})"
    return written
