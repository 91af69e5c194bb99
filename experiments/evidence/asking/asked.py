"""Runs a question by its protocol, or as a pilot, and gives the answer. Finished runs are kept, so it can be resumed.

1. Every cell at the first seeds. A rule of differences then asks for more seeds, until half the interval's width is a
   third of the smallest relevant effect, or the most seeds that the file allows.
2. The rule again at sampled points, for the *robust share*.

A pilot has fewer seeds and points, other seeds than the confirming runs, and a smaller town.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agents.errors import InputError
from experiments.defaults import SECONDS_PER_CITIZEN_MONTH, SECONDS_PER_MONTH, VALID_CITIZENS
from experiments.evidence.asking import studies
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.question import Question
from experiments.evidence.asking.register import is_filed
from experiments.evidence.asking.studies import Cells
from experiments.evidence.asking.table import Table
from experiments.evidence.asking.verdicts import UPHELD, Judged, wilson
from experiments.machine.processes import cores
from experiments.output.folders import check_new_folder, write_text
from experiments.runs.manifest import as_json, source_revision
from experiments.runs.versions import model_hash
from experiments.sweeps.results import Results, read_results
from experiments.sweeps.runner import WARM_UP, Report, sweep
from model.town.municipalities import municipality

MANIFEST, ANSWER, FILE = "manifest.json", "answer.json", "question.toml"
KIND = "question"
PILOT_SECONDS = 70.0  # of processor time: under a minute on two cores, with the start of processes
PILOT_SHARES = (0.7, 0.3)  # of them: for the cells, for the sampled points
PILOT_SEED = 1
PILOT_ROBUST_SEED = 501
SMALL_CITIZENS = 1000  # of a pilot that is too large otherwise

Doing = Callable[[Any], AbstractContextManager[Report | None]]


@dataclass(frozen=True)
class Size:
    """What is run: citizens (None: the real size), seeds, and the points and seeds of the robust share."""

    pilot: bool
    citizens: int | None
    first_seed: int
    seeds: int
    most_seeds: int
    points: int
    point_seeds: int
    point_first_seed: int
    point_citizens: int
    sample: int


@dataclass(frozen=True)
class Answer:
    """A question's answer with all that it rests on, and the plain data of `answer.json`."""

    question: Question
    judged: Judged
    robust: dict[str, Any] | None
    data: dict[str, Any]


def size_of(question: Question, pilot: bool, seeds: int | None = None) -> Size:
    """Return the size of the protocol, or of a pilot that takes under a minute on two idle cores.

    Args:
        question: the question.
        pilot: whether a pilot is wanted.
        seeds: overrides the number of seeds.
    """
    protocol, robust, kind = question.protocol, question.robust, KINDS[question.kind]
    sample = question.rule.points if question.kind == "box" else 0
    if not pilot:
        first = protocol.seeds if seeds is None else seeds
        most = protocol.most_seeds if seeds is None else seeds
        points = (robust.points, robust.seeds, robust.first_seed, robust.citizens) if robust else (0, 0, 0, 0)
        return Size(False, protocol.citizens, protocol.first_seed, first, most, *points, sample)
    deciding = max(1, len(kind.cells(question)))
    cells = max(1, len(cells_run(question)))
    here = municipality(protocol.municipality).population
    citizens = min(VALID_CITIZENS, protocol.citizens or here, here)
    if 2 * cells * seconds_a_run(question, citizens) > PILOT_SECONDS:
        citizens = min(SMALL_CITIZENS, citizens)
    a_run = seconds_a_run(question, citizens)
    whole, points_share = (share * PILOT_SECONDS / a_run for share in PILOT_SHARES)
    if sample:  # all of it goes into the sample
        return Size(True, citizens, PILOT_SEED, 1, 1, 0, 0, 0, 0, max(24, int((whole + points_share) / deciding)))
    count = seeds or max(2, min(protocol.seeds, int((whole if robust else whole + points_share) / cells)))
    at_a_point = kind.SEEDS_A_POINT if hasattr(kind, "SEEDS_A_POINT") else 1
    points = min(robust.points, int(points_share / deciding / at_a_point)) if robust else 0
    return Size(True, citizens, PILOT_SEED, count, count, points, at_a_point, PILOT_ROBUST_SEED, citizens, 0)


def seconds_a_run(question: Question, citizens: int | None) -> float:
    """Return roughly how many seconds of processor time one run takes."""
    count = citizens or municipality(question.protocol.municipality).population
    return (question.protocol.months + WARM_UP) * (SECONDS_PER_MONTH + count * SECONDS_PER_CITIZEN_MONTH)


def cells_run(question: Question) -> list[str]:
    """Return all cells that are run: those that decide, and every arm in every condition."""
    if question.kind in ("cannot", "box"):
        return KINDS[question.kind].cells(question)
    conditions = [question.first_condition] if question.kind == "ranks" else list(question.conditions)
    every = [f"{arm.name}@{condition}" for condition in conditions for arm in question.arms]
    return list(dict.fromkeys([*KINDS[question.kind].cells(question), *every]))


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
    changed = _open(question, out, size)
    began, used = time.monotonic(), _processor_seconds()
    runs = _Runs(out, workers, doing or (lambda _: nullcontext()))
    judged, table, robust, needed = _judged(question, size, runs)
    spent = _processor_seconds()
    data = _data(question, size, judged, table, robust)
    data |= {
        "rule_changed": changed, "runs": runs.count, "failed": runs.failed, "seeds_needed": needed,
        "seconds": round(time.monotonic() - began, 1),
        "processor_seconds": None if spent is None or used is None or not runs.new else round(spent - used, 1),
        "new_runs": runs.new, "full": full_estimate(question, needed, spent, used, size, runs),
        "out": str(out),
    }  # fmt: skip
    before = _read(out / ANSWER)
    if not runs.new and before.get("new_runs"):  # judged again: keep how long it took
        data |= {key: before[key] for key in ("seconds", "processor_seconds", "new_runs", "full") if key in before}
    write_text(out / ANSWER, as_json(data) + "\n")
    return Answer(question, judged, robust, data)


def planned(question: Question, pilot: bool, seeds: int | None = None) -> dict[str, Any]:
    """Return the size of what `ask` runs, with fewest seeds, and about how many seconds it takes on this machine."""
    size, cells = size_of(question, pilot, seeds), cells_run(question)
    deciding = len(KINDS[question.kind].cells(question))
    main = size.sample * deciding * size.seeds if size.sample else len(cells) * size.seeds
    robust = size.points * size.point_seeds * deciding
    seconds = main * seconds_a_run(question, size.citizens)
    seconds += robust * seconds_a_run(question, size.point_citizens or VALID_CITIZENS)
    return {
        "question": question.name, "kind": question.kind, "pilot": pilot, "cells": len(cells), "runs": main + robust,
        "citizens": size.citizens, "seeds": size.seeds, "points": size.points or size.sample,
        "about_seconds": round(seconds / cores(), 1),
    }  # fmt: skip


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
        return kind.judge(question, table), None, None, len(first)
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
    from experiments.evidence.asking.words import paragraphs

    names = [*question.outcomes]
    means = {
        cell: {name: float(table.of(cell, name).mean()) for name in names} for cell in (table.cells if table else [])
    }
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
        "words": {code: dict(words) for code, words in question.words.items()},
        "sre": {name: vars(one) for name, one in question.sre.items()},
        "arms": {arm.name: dict(arm.title.texts) for arm in question.arms},  # type: ignore[union-attr]
        "conditions": {one.name: dict(one.title.texts) for one in question.conditions.values()},
        "means": means,
        "municipality": question.protocol.municipality,
        "citizens": size.citizens or municipality(question.protocol.municipality).population,
        "months": question.protocol.months,
        "seeds": table.seeds if table else size.seeds,
        "first_seed": size.first_seed,
        "sample": size.sample,
        "sha256": question.sha256,
        "filed": is_filed(question),
        "model": model_hash(),
    }  # fmt: skip
    data["paragraph"] = paragraphs(data, judged, robust, size.pilot)
    return data


def full_estimate(
    question: Question, needed: int | None, spent: float | None, used: float | None, size: Size, runs: _Runs
) -> dict[str, Any]:
    """Return how many runs the whole protocol has and about how many seconds of processor time they take.

    Seeds are those that the spread so far asks for, within the file's limits. Time is scaled from the runs just made.
    """
    if question.kind == "cannot":
        return {"runs": 0, "processor_seconds": 0.0}
    whole = size_of(question, False)
    seeds = min(max(needed or whole.seeds, whole.seeds), whole.most_seeds)
    deciding = len(KINDS[question.kind].cells(question))
    main = whole.sample * deciding * whole.seeds if whole.sample else len(cells_run(question)) * seeds
    robust = whole.points * whole.point_seeds * deciding
    expected = main * seconds_a_run(question, whole.citizens)
    expected += robust * seconds_a_run(question, whole.point_citizens or VALID_CITIZENS)
    here = runs.new * seconds_a_run(question, size.citizens)
    measured = spent is not None and used is not None and runs.new
    factor = (spent - used) / here if measured and here else 1.0  # type: ignore[operator]
    return {"runs": main + robust, "seeds": seeds, "processor_seconds": round(expected * factor, 0)}


def _processor_seconds() -> float | None:
    """Return the processor time of this process and of its ended workers; None where the system does not count it."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


# --- the folder ----------------------------------------------------------------------------------------------------


def _open(question: Question, out: Path, size: Size) -> bool:
    """Make or check the folder; return whether the rule has changed since it got results.

    Raises:
        InputError: the folder holds something else, another question, or another size of the same.
    """
    known = _read(out / MANIFEST)
    if not known:
        check_new_folder(out)
    elif known.get("kind") != KIND or known.get("question") != question.name:
        raise InputError(
            "{folder} holds something else ({name}); give another folder with --out",
            folder=out, name=str(known.get("question") or known.get("kind")),
        )  # fmt: skip
    elif known.get("pilot") != size.pilot:
        raise InputError(
            "{folder} holds a pilot of this question; give another folder with --out for the whole protocol"
            if known.get("pilot")
            else "{folder} holds the whole protocol of this question; give another folder with --out for a pilot",
            folder=out,
        )
    now = {"sha256": question.sha256, "decided_by": question.decided_by, "since": _now()}
    versions = [one for one in known.get("files", []) if isinstance(one, dict)]
    if not any(out.glob("*/runs/*")):
        versions = []  # nothing has been run with an earlier file
    if not versions or versions[-1]["sha256"] != question.sha256:
        versions.append(now)
    manifest = {
        "kind": KIND, "question": question.name, "pilot": size.pilot, "sha256": question.sha256,
        "filed": is_filed(question), "files": versions,
        "source": {**source_revision(), "model_sha256_16": model_hash()},
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    write_text(out / MANIFEST, as_json(manifest) + "\n")
    write_text(out / FILE, question.text)
    return any(one["decided_by"] != question.decided_by for one in versions)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def answers_in(folder: Path) -> list[dict[str, Any]]:
    """Return the answers in the folders inside a folder, whole protocols before pilots of the same question."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob(f"*/{ANSWER}")):
        one = _read(path)
        name = one.get("question", "")
        if name and (name not in found or not one["pilot"]):
            found[name] = one
    return list(found.values())
