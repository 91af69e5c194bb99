"""What a worker does next: a unit that it holds, or the first moments of another visitor's job."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.workers.jobs import Job, Task
from dashboard.workers.turns import Rank

HELD = 6
"""Units that a worker holds, and one more in its first moments. The largest one keeps about 45 MB of models."""
QUANTUM = 0.5
"""Seconds by which a visitor must have used less than another to interrupt. Small units are then rarely paused."""


def choose(held: list[Task], last: Task | None, waiting: list[Job], ranks: Mapping[Job, Rank]) -> Task | Job | None:
    """Return the held task to run or to drop, or the job of which a unit is to begin, or None if there is none.

    `last` is the task that ran last. `waiting` are jobs with units not begun. `ranks` has the rank of every job.
    """
    unwanted = next((task for task in held if not task.wanted), None)
    if unwanted is not None:
        return unwanted
    holding = {client for task in held for client in task.clients}
    waiting = [job for job in waiting if job.first or job.client not in holding]
    if held:  # what is in the background never takes the place of other work
        waiting = [job for job in waiting if not job.background]
    waiting.sort(key=lambda job: (ranks[job], job.seconds, job.number))
    if not held:
        return waiting[0] if waiting else None

    def rank(task: Task) -> Rank:
        return min(ranks[job] for job, _ in task.listeners)

    best = min(held, key=lambda task: (rank(task), task.number))
    places = [task for task in held if not in_background(task)]
    if last in held and not interrupts(rank(best), rank(last)):
        best = last
    earlier = [job for job in waiting if interrupts(ranks[job], rank(best))]
    if not earlier:
        return best
    may_begin = [job for job in earlier if len(places) < HELD or (len(places) == HELD and job.first)]
    return may_begin[0] if may_begin else max(places, key=lambda task: task.seconds)


def has_no_place(task: Task, others: list[Task]) -> bool:
    """Return whether a task that was begun last, for its first moments, is one too many after them."""
    if any(job.first for job, _ in task.listeners):
        return False
    holding = {client for other in others for client in other.clients}
    return sum(not in_background(other) for other in others) >= HELD or task.clients <= holding


def in_background(task: Task) -> bool:
    """Return whether only jobs in the background wait for a task. It takes no place from others."""
    return all(job.background for job, _ in task.listeners)


def interrupts(one: Rank, other: Rank) -> bool:
    """Return whether a job of the one rank may interrupt one of the other."""
    return one.later < other.later or (one.later == other.later and one.score + QUANTUM < other.score)
