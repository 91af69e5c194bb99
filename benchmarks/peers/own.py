"""TrustTown on this project's engine: six phases over the town's memory, one compiled call a month."""

from __future__ import annotations

import math
from collections import namedtuple
from typing import Any, ClassVar

import numpy as np

from agents.engine.kernel import kernel
from agents.engine.memory import Whole
from agents.engine.part import number
from agents.engine.sequence import one_after_another
from agents.engine.table import Column, Table, columns
from benchmarks.peers import rules
from benchmarks.peers.rules import DIMENSIONS, OUTCOMES, QUINTILES, SEEN, TIES
from model.chance import normals, philox, seed_word

MONTHLY, NEED, ENCOUNTER = range(1, 4)  # streams of chance
BLOCK = 512  # citizens whose chance is drawn together
CLASSES = 101  # of benefit
SCALE = 1.0 / 4294967296.0
LOW, SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)

_STATE = (
    ("trust", "float64", ()), ("resources", "float64", ()), ("quintile", "uint8", ()), ("need", "uint8", ()),
    ("benefit", "uint8", ()), ("vector", "float64", (DIMENSIONS,)), ("ties", "uint32", (TIES,)),
)  # fmt: skip
COLUMNS = tuple(Column(name, kind, None, None, "", "", shape) for name, kind, shape in _STATE)
State = namedtuple("State", "trust resources quintile need benefit vector ties")  # noqa: PYI024
Month = namedtuple("Month", "take_up order again rows keys before")  # of one month alone  # noqa: PYI024


class TrustTown(Whole):
    """The town. Kernels see its citizens and arrays; `outcomes` are those of the last month (`rules.OUTCOMES`)."""

    PARTS: ClassVar[tuple[str, ...]] = ("citizens",)
    month: int = number("int64", 0)
    seed: Any = number("uint64", 0)
    capacity: int = number("int64", 0)
    applicants: int = number("int64", 0)
    served: int = number("int64", 0)
    fit_sum: float = number("float64", 0.0)

    def __init__(self, citizens: int, seed: int) -> None:
        first = rules.start(citizens, seed)
        self.packed: Any = _Nothing()
        self.citizens = Table(COLUMNS, citizens)
        for name in ("trust", "resources", "quintile", "ties"):
            setattr(self.citizens, name, getattr(first, name))
        self.take_up, self.order, self.again = (np.zeros(citizens, np.uint32) for _ in range(3))
        self.keys, self.rows = np.zeros(citizens, np.uint32), np.zeros(citizens, np.uint32)
        self.before = np.zeros(citizens)
        self.counts = np.zeros(CLASSES, np.int64)  # citizens by benefit
        self.counts[0] = citizens
        self.benefits = np.zeros(QUINTILES, np.int64)  # sums by quintile
        self.people = np.bincount(first.quintile, minlength=QUINTILES)
        self.outcomes = np.zeros(len(OUTCOMES))
        self.month, self.seed, self.capacity = 0, seed_word(seed), first.capacity
        self.applicants, self.served, self.fit_sum = 0, 0, 0.0

    def run(self, months: int) -> np.ndarray:
        """Simulate some months; return their outcomes, (months, outcomes)."""
        found = np.empty((months, len(OUTCOMES)))
        for month in range(months):
            live_a_month(self)
            found[month] = self.outcomes
        return found


class _Nothing:
    """No parameter groups."""


@kernel
def arrive(town):
    """Draw the month's chance for every citizen, and the needs that arrive."""
    month, citizens = columns(Month, town), columns(State, town.citizens)
    seed, now = town.seed, np.uint64(town.month)
    arrival, arrived = np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.int64)
    most = np.uint32(rules.ARRIVAL / SCALE)
    n = len(citizens.need)
    for first in range(0, n, BLOCK):
        size = min(BLOCK, n - first)
        for k in range(size):
            a, b, c, d = philox(np.uint64(first + k), now, np.uint64(0), np.uint64(MONTHLY), seed & LOW, seed >> SHIFT)
            arrival[k], month.take_up[first + k], month.order[first + k], month.again[first + k] = a, b, c, d
        many = 0
        for k in range(size):
            arrived[many] = first + k
            many += (arrival[k] < most) & (citizens.need[first + k] == 0)
        for k in range(many):
            i = arrived[k]
            citizens.need[i] = 1
            v = citizens.vector[i]
            v[0], v[1], v[2], v[3] = normals(seed, NEED, town.month, i, 0)
            v[4], v[5], _, _ = normals(seed, NEED, town.month, i, 1)


@kernel
def chance_of_take_up(trust, resources):
    """Return the chance that a citizen in need applies in a month."""
    return 1.0 / (1.0 + math.exp(-(rules.INTERCEPT + rules.BY_TRUST * trust + rules.BY_RESOURCES * resources)))


@kernel
def take_up(town):
    """List those in need who apply, with their places in the queue."""
    month, citizens = columns(Month, town), columns(State, town.citizens)
    many = 0
    for i in range(len(citizens.need)):
        month.rows[many] = i
        many += citizens.need[i]
    applied = 0
    for k in range(many):
        i = month.rows[k]
        month.rows[applied] = i
        month.keys[applied] = month.order[i]
        u = (float(month.take_up[i]) + 0.5) * SCALE
        applied += u < chance_of_take_up(citizens.trust[i], citizens.resources[i])
    town.applicants = applied


@kernel
def smallest(keys, many, wanted):
    """Return the key number `wanted`, from 1, of the first `many` in rising order; reorders `keys`."""
    low, high, place = 0, many - 1, wanted - 1
    while low < high:
        pivot = keys[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while keys[i] < pivot:
                i += 1
            while keys[j] > pivot:
                j -= 1
            if i <= j:
                keys[i], keys[j] = keys[j], keys[i]
                i += 1
                j -= 1
        if place <= j:
            high = j
        elif place >= i:
            low = i
        else:
            break
    return keys[place]


@kernel
def queue(town):
    """Keep as many applicants as there is capacity for, in random order; the others lose some trust."""
    month, trust = columns(Month, town), town.citizens.trust
    if town.applicants <= town.capacity:
        town.served = town.applicants
        return
    last = smallest(month.keys, town.applicants, town.capacity)
    served, ahead = 0, 0
    for k in range(town.applicants):
        ahead += month.order[month.rows[k]] < last
    equal = town.capacity - ahead  # of those with the last key, by row
    for k in range(town.applicants):
        i = month.rows[k]
        if month.order[i] < last or (month.order[i] == last and equal > 0):
            equal -= month.order[i] == last
            month.rows[served] = i
            served += 1
        else:
            trust[i] *= 1.0 - rules.WAITING
    town.served = served


@kernel
def fit_of(vector, slips):
    """Return how well the service fits: imprecise in dimensions that are seen, typical in the others."""
    distance = 0.0
    for x in range(SEEN):
        off = rules.SLIP * (vector[x] + slips[x])
        distance += off * off
    for x in range(SEEN, DIMENSIONS):
        distance += vector[x] * vector[x]
    return math.exp(-rules.NARROWNESS * distance)


@kernel
def trust_after(trust, fit):
    """Return trust after a case: losses weigh more than gains."""
    gap = fit - trust
    return trust + (rules.GAIN if gap > 0.0 else rules.LOSS) * gap


@kernel
def serve(town):
    """Serve the citizens left in the queue. A case with little fit may come back."""
    month, citizens = columns(Month, town), columns(State, town.citizens)
    counts, benefits = town.counts, town.benefits
    total = 0.0
    for k in range(town.served):
        i = month.rows[k]
        fit = fit_of(citizens.vector[i], normals(town.seed, ENCOUNTER, town.month, i, 0))
        total += fit
        citizens.trust[i] = trust_after(citizens.trust[i], fit)
        u = (float(month.again[i]) + 0.5) * SCALE
        citizens.need[i] = u < rules.RETURNS * (1.0 - fit)
        before, now = np.int64(citizens.benefit[i]), np.int64(100.0 * fit + 0.5)
        counts[before] -= 1
        counts[now] += 1
        benefits[citizens.quintile[i]] += now - before
        citizens.benefit[i] = now
    town.fit_sum = total


@kernel
def talk(town):
    """Move everyone's trust towards the mean of their neighbours' trust a month ago; sum trust and open needs."""
    citizens, before = columns(State, town.citizens), town.before
    n = len(before)
    for i in range(n):
        before[i] = citizens.trust[i]
    trust, needs = 0.0, 0
    for i in range(n):
        others = 0.0
        for k in range(TIES):
            others += before[citizens.ties[i, k]]
        now = before[i] + rules.INFLUENCE * (others * (1.0 / TIES) - before[i])
        citizens.trust[i] = now
        trust += now
        needs += citizens.need[i]
    town.outcomes[1] = needs / n
    town.outcomes[2] = trust / n


@kernel
def measure(town):
    """Fill in the month's outcomes."""
    outcomes, counts, people, benefits = town.outcomes, town.counts, town.people, town.benefits
    outcomes[0] = town.fit_sum / town.served if town.served > 0 else 0.0
    n, below, total, ranked = len(town.before), 0, 0, 0
    for value in range(CLASSES):
        many = counts[value]
        ranked += value * (many * below + many * (many + 1) // 2)
        total += value * many
        below += many
    outcomes[3] = 2.0 * ranked / (float(n) * total) - (n + 1.0) / n if total > 0 else 0.0
    outcomes[4] = (benefits[QUINTILES - 1] / people[QUINTILES - 1] - benefits[0] / people[0]) * 0.01


_phases = one_after_another(arrive, take_up, queue, serve, talk, measure)


@kernel
def live_a_month(town):
    """Simulate a month."""
    _phases(town)
    town.month += 1
