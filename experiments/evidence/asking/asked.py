"""Runs a question by its protocol, or as a pilot, and gives the answer. Finished runs are kept, so it can be resumed.

1. Every cell at the first seeds. A rule of differences may then need more seeds. They bring half the
   interval's width to a third of the smallest relevant effect, within the file's limit.
2. The rule again at sampled points, for the *robust share*.

A pilot has fewer seeds and points, other seeds than the confirming runs, and a smaller town.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.evidence.asking import studies
from experiments.evidence.asking.folder import ANSWER, open_folder, read_json
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.question import Question
from experiments.evidence.asking.register import is_filed
from experiments.evidence.asking.sizes import Size, cells_run, full_estimate, size_of
from experiments.evidence.asking.studies import Cells
from experiments.evidence.asking.table import Table
from experiments.evidence.asking.verdicts import UPHELD, Judged, wilson
from experiments.output.folders import write_text
from experiments.runs.estimates import interval
from experiments.runs.manifest import as_json
from experiments.runs.versions import model_hash
from experiments.sweeps.results import Results, read_results
from experiments.sweeps.runner import Report, sweep

Doing = Callable[[Any], AbstractContextManager[Report | None]]


@dataclass(frozen=True)
class Answer:
    """A question's answer with all that it rests on, and the plain data of `answer.json`."""

    question: Question
    judged: Judged
    robust: dict[str, Any] | None
    data: dict[str, Any]


def ask(
    question: Question, folder: str | Path, *, pilot: bool = False, seeds: int | None = None,
    workers: int | None = None, doing: Doing | None = None,
) -> Answer:  # fmt: skip
    """Run what a question still lacks, judge it, and write the answer into its folder.

    Args:
        question: from `load_question`.
        folder: new, empty, or the folder of the same question, which is resumed.
        pilot: a small run with other seeds, which decides nothing.
        seeds: overrides the number of seeds.
        workers: processes; None is one for each core.
        doing: called with each study, returns a context with what reports its progress.

    Raises:
        InputError: the folder holds something else.
        StoppedError: runs could not be completed.
    """
    size, out = size_of(question, pilot, seeds), Path(folder)
    changed = open_folder(question, out, pilot)
    began, used = time.monotonic(), _processor_seconds()
    runs = _Runs(out, workers, doing or (lambda _: nullcontext()))
    judged, table, robust, needed = _judged(question, size, runs)
    spent = _processor_seconds()
    before = read_json(out / ANSWER)  # of runs made earlier, whose time counts too
    runs_timed = int(before.get("runs_timed") or 0) + runs.new
    took = None if spent is None or used is None else float(before.get("processor_seconds") or 0.0)
    if took is not None and runs.new:
        took += spent - used  # type: ignore[operator]
    passed = (time.monotonic() - began if runs.new else 0.0) + float(before.get("seconds") or 0.0)
    data = _data(question, size, judged, table, robust) | {"seeds_given": seeds}
    data |= {
        "rule_changed": changed, "runs": runs.count, "new_runs": runs.new, "failed": runs.failed,
        "seeds_needed": needed, "seconds": round(passed, 1), "runs_timed": runs_timed,
        "processor_seconds": None if took is None else round(took, 1),
        "full": full_estimate(question, needed, took, size, runs_timed), "out": str(out),
    }  # fmt: skip
    write_text(out / ANSWER, as_json(data) + "\n")
    return Answer(question, judged, robust, data)


class _Runs:
    """Does studies in folders beside each other, and counts runs."""

    def __init__(self, out: Path, workers: int | None, doing: Doing) -> None:
        self.out, self.workers, self.doing = out, workers, doing
        self.count = self.failed = self.new = 0

    def of(self, name: str, made: Cells) -> Results:
        """Run what a study lacks, and return its results."""
        folder = self.out / name
        with self.doing(made.study) as report:
            progress = sweep(made.study, folder, self.workers, report=report)
        if progress.not_done:
            from experiments.errors import StoppedError

            raise StoppedError(
                "{n} runs of {folder} were not completed; give the same command again", n=len(progress.not_done),
                folder=folder,
            )  # fmt: skip
        self.count += progress.done
        self.new += progress.done - progress.before
        self.failed += progress.failures
        return read_results(folder)


def _judged(
    question: Question, size: Size, runs: _Runs
) -> tuple[Judged, Table | None, dict[str, Any] | None, int | None]:
    """Return what came of a question: the verdict, its table, the robust share, and the seeds that it needs."""
    kind = KINDS[question.kind]
    deciding = kind.cells(question)
    if question.kind == "cannot":
        return kind.judge(question, Table({})), None, None, None
    first = range(size.first_seed, size.first_seed + size.seeds)
    if question.kind == "box":
        made = studies.sample_study(question, "sample", deciding, size.sample, first, size.citizens, question.sampled)
        table = studies.sampled_table(question, [(made, runs.of("sample", made))])
        return kind.judge(question, table), table, None, len(first)
    cells = cells_run(question)
    made = studies.cells_study(question, "main 1", cells, first, size.citizens)
    parts = [(made, runs.of("main-1", made))]
    judged = kind.judge(question, studies.table_of(question, parts))
    needed = seeds_needed(judged, size.seeds)
    total = min(needed, size.most_seeds)
    if total > size.seeds:
        more = range(first.stop, size.first_seed + total)
        made = studies.cells_study(question, "main 2", cells, more, size.citizens)
        parts.append((made, runs.of("main-2", made)))
    table = studies.table_of(question, parts)
    judged = kind.judge(question, table)
    return judged, table, _robust(question, size, runs, deciding), needed


def seeds_needed(judged: Judged, seeds: int) -> int:
    """Return how many seeds give every deciding row half a width of at most its precision, by the spread so far."""
    needed = seeds
    for row in judged.rows:
        half = (row.high - row.low) / 2
        if row.decides and row.precision and math.isfinite(half):
            needed = max(needed, math.ceil(row.seeds * (half / row.precision) ** 2))
    return needed


def _robust(question: Question, size: Size, runs: _Runs, cells: Sequence[str]) -> dict[str, Any] | None:
    """Return the share of sampled points at which the claim holds by its means, in all and by group."""
    if not size.points:
        return None
    seeds = range(size.point_first_seed, size.point_first_seed + size.point_seeds)
    made = studies.robust_studies(question, cells, size.points, seeds, size.point_citizens)
    table = studies.sampled_table(question, [(one, runs.of(f"robust-{k}", one)) for k, one in enumerate(made, 1)])
    found = [KINDS[question.kind].judge(question, studies.at_point(table, k)).at_a_point() for k in range(size.points)]
    holds = sum(one.verdict == UPHELD for one in found)
    names = [group.name for group in found[0].groups if group.counts or group.note in ("shut", "gate")]
    by_group = {
        name: sum(g.verdict == UPHELD for one in found for g in one.groups if g.name == name) / size.points
        for name in names
    }
    return {
        "share": holds / size.points, "interval": list(wilson(holds, size.points)), "points": size.points,
        "seeds": size.point_seeds, "citizens": size.point_citizens, "numbers": len(studies.unidentified(question)),
        "groups": by_group,
    }  # fmt: skip


def _data(
    question: Question, size: Size, judged: Judged, table: Table | None, robust: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the answer as plain data."""
    from experiments.evidence.asking.report.names import names_of
    from experiments.evidence.asking.report.words import paragraphs

    means = {}
    if table is not None:
        for cell in table.cells:
            means[cell] = {name: float(table.of(cell, name).mean()) for name in question.outcomes}
    data = {
        "question": question.name,
        "title": dict(question.title.texts),
        "claim": dict(question.claim.texts),
        "fails": dict(question.fails.texts),
        "note": dict(question.note.texts) if question.note else None,
        "source": question.source,
        "kind": question.kind,
        "verdict": judged.verdict,
        "p": judged.p,
        "pilot": size.pilot,
        "robust_share": robust["share"] if robust else None,
        "robust_interval": robust["interval"] if robust else None,
        "robust": robust,
        "rows": [vars(row) for row in judged.rows],
        "groups": [vars(group) for group in judged.groups],
        "extra": dict(judged.extra),
        "sre": {name: vars(one) for name, one in question.sre.items()},
        **names_of(question),
        "means": means,
        "control": question.control,
        "differences": _differences(question, table),
        "municipality": question.protocol.municipality,
        "citizens": size.citizens or question.town.population,
        "months": question.protocol.months,
        "seeds": table.seeds if table and not size.sample else size.seeds,
        "first_seed": size.first_seed,
        "sample": size.sample,
        "sha256": question.sha256,
        "filed": is_filed(question),
        "model": model_hash(),
    }  # fmt: skip
    data["paragraph"] = paragraphs(data, judged, robust, size.pilot)
    return data


def _differences(question: Question, table: Table | None) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Return the mean difference from the control under the same condition, with its 95 % interval.

    They are {cell: {outcome: (mean, low, high)}}, paired by seed, or by point where the settings are sampled. A cell
    whose control was not run is left out.
    """
    found: dict[str, dict[str, tuple[float, float, float]]] = {}
    for cell in table.cells if table else ():
        reference = f"{question.control}@{cell.partition('@')[2]}"
        if cell == reference or reference not in table.values:  # type: ignore[union-attr]
            continue
        found[cell] = {}
        for name in question.outcomes:
            paired = table.of(cell, name) - table.of(reference, name)  # type: ignore[union-attr]
            values = paired.mean(axis=-1) if paired.ndim > 1 else paired
            finite = values[np.isfinite(values)]
            found[cell][name] = interval(finite) if len(finite) else (math.nan, math.nan, math.nan)
    return found


def _processor_seconds() -> float | None:
    """Return the processor time of this process and of its ended workers; None where the system does not count it."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)
