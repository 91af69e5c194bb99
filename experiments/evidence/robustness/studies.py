"""The three studies behind the page: every change, the larger town, and presets drawn at random."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from experiments.evidence.arms import settings
from experiments.evidence.listed import Listed, listed
from experiments.evidence.robustness.changes import BASE, MONTHS, Change
from experiments.evidence.robustness.draws import draws
from experiments.evidence.robustness.headlines import outcomes, paradigms
from model.paradigms.protocol import levelled

Runs = dict[Hashable, dict[str, Any]]


def changes_study(changes: Sequence[Change], seeds: int, citizens: int) -> Listed:
    """Return the study of the base and every change; its runs are named (change, paradigm)."""
    runs: Runs = {
        (change.key, paradigm): change.run(paradigm) for change in (BASE, *changes) for paradigm in paradigms()
    }
    return listed("changes", runs, months=MONTHS, seeds=seeds, citizens=citizens, outcomes=outcomes())


def large_study(change: Change, seeds: int) -> Listed:
    """Return the study of the larger town; its runs are named (change, paradigm)."""
    runs: Runs = {(change.key, paradigm): change.run(paradigm) for paradigm in paradigms()}
    return listed("large", runs, months=MONTHS, seeds=seeds, citizens=0, outcomes=outcomes(), keep="last")


def draws_study(count: int, seeds: int, citizens: int) -> Listed:
    """Return the study of drawn presets; its runs are named (version, draw, paradigm).

    As argued, every rule is as drawn. Levelled, the rules of the levels keep their common values.
    """
    runs: Runs = {}
    for paradigm in paradigms():
        for k, rules in enumerate(draws(paradigm, count)):
            runs["argued", k, paradigm] = {"paradigm": paradigm, **rules}
            runs["levelled", k, paradigm] = {"paradigm": paradigm, **rules, **settings(levelled())}
    return listed("draws", runs, months=MONTHS, seeds=seeds, citizens=citizens, outcomes=outcomes(), keep="last")
