"""The number of runs that a question needs, as a pilot or by its whole protocol, and about how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from experiments.defaults import SECONDS_PER_CITIZEN_MONTH, SECONDS_PER_MONTH, VALID_CITIZENS
from experiments.evidence.asking.kinds import KINDS
from experiments.evidence.asking.question import Question
from experiments.machine.processes import cores
from experiments.sweeps.runner import WARM_UP

PILOT_SECONDS = 70.0  # of processor time: under a minute on two cores, with the start of processes
PILOT_SHARES = (0.7, 0.3)  # of them: for the cells, for the sampled points
PILOT_SEED = 1
PILOT_ROBUST_SEED = 501
SMALL_CITIZENS = 1000  # of a pilot that is too large otherwise


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
        tried = (robust.points, robust.seeds, robust.first_seed, robust.citizens) if robust else (0, 0, 0, 0)
        return Size(False, protocol.citizens, protocol.first_seed, first, most, *tried, sample)
    deciding = max(1, len(kind.cells(question)))
    cells = max(1, len(cells_run(question)))
    here = question.town.population
    citizens = min(VALID_CITIZENS, protocol.citizens or here, here)
    if 2 * cells * seconds_a_run(question, citizens) > PILOT_SECONDS:
        citizens = min(SMALL_CITIZENS, citizens)
    a_run = seconds_a_run(question, citizens)
    whole, points_share = (share * PILOT_SECONDS / a_run for share in PILOT_SHARES)
    if sample:  # all of it goes into the sample
        return Size(True, citizens, PILOT_SEED, 1, 1, 0, 0, 0, 0, max(24, int((whole + points_share) / deciding)))
    count = seeds or max(2, min(protocol.seeds, int((whole if robust else whole + points_share) / cells)))
    at_a_point = getattr(kind, "SEEDS_A_POINT", 1)
    points = min(robust.points, int(points_share / deciding / at_a_point)) if robust else 0
    return Size(True, citizens, PILOT_SEED, count, count, points, at_a_point, PILOT_ROBUST_SEED, citizens, 0)


def seconds_a_run(question: Question, citizens: int | None) -> float:
    """Return roughly how many seconds of processor time one run takes."""
    count = citizens or question.town.population
    return (question.protocol.months + WARM_UP) * (SECONDS_PER_MONTH + count * SECONDS_PER_CITIZEN_MONTH)


def cells_run(question: Question) -> list[str]:
    """Return all cells that are run: the deciding ones, and every arm in every condition."""
    if question.kind in ("cannot", "box"):
        return KINDS[question.kind].cells(question)
    conditions = [question.first_condition] if question.kind == "ranks" else list(question.conditions)
    every = [f"{arm.name}@{condition}" for condition in conditions for arm in question.arms]
    return list(dict.fromkeys([*KINDS[question.kind].cells(question), *every]))


def planned(question: Question, pilot: bool, seeds: int | None = None) -> dict[str, Any]:
    """Return the size of what `ask` runs, with fewest seeds, and about how many seconds it takes on this machine.

    `at_least` says whether more seeds may follow.
    """
    size, cells = size_of(question, pilot, seeds), cells_run(question)
    deciding = len(KINDS[question.kind].cells(question))
    main = size.sample * deciding * size.seeds if size.sample else len(cells) * size.seeds
    robust = size.points * size.point_seeds * deciding
    seconds = main * seconds_a_run(question, size.citizens)
    seconds += robust * seconds_a_run(question, size.point_citizens or VALID_CITIZENS)
    return {
        "question": question.name, "kind": question.kind, "pilot": pilot, "cells": len(cells), "runs": main + robust,
        "citizens": size.citizens, "seeds": size.seeds, "points": size.points or size.sample,
        "at_least": not size.sample and size.most_seeds > size.seeds,
        "about_seconds": round(seconds / cores(), 1),
    }  # fmt: skip


def full_estimate(
    question: Question, needed: int | None, seconds: float | None, size: Size, runs: int
) -> dict[str, Any]:
    """Return how many runs the whole protocol has and about how many seconds of processor time they take.

    Args:
        question: the question.
        needed: seeds that the spread so far asks for; the file's limits hold.
        seconds: of processor time that `runs` runs of `size` took, from which time is scaled; None: not known.
        size: of those runs.
        runs: how many.
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
    here = runs * seconds_a_run(question, size.citizens)
    factor = seconds / here if seconds is not None and here else 1.0
    return {"runs": main + robust, "seeds": seeds, "processor_seconds": round(expected * factor, 0)}
