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
from model.chance import fill_side_by_side, philox, seed_word

ARRIVAL, MONTHLY, NEED, ENCOUNTER = range(1, 5)  # streams of chance
BLOCK = 512  # citizens whose chance is drawn together; a multiple of 4
AT_ONCE = 64  # citizens whose normals are drawn together
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
        words = (np.zeros(citizens, np.uint32) for _ in range(5))
        self.take_up, self.order, self.again, self.keys, self.rows = words
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
    """Let needs arrive. One block of chance serves four citizens."""
    month, citizens = columns(Month, town), columns(State, town.citizens)
    seed, now = town.seed, np.uint64(town.month)
    words, most = np.empty(BLOCK, np.uint32), np.uint32(rules.ARRIVAL / SCALE)
    n, many = len(citizens.need), 0
    for first in range(0, n, BLOCK):
        size = min(BLOCK, n - first)
        for k in range((size + 3) // 4):
            a, b, c, d = philox(
                np.uint64(first // 4 + k), now, np.uint64(0), np.uint64(ARRIVAL), seed & LOW, seed >> SHIFT
            )
            words[4 * k], words[4 * k + 1], words[4 * k + 2], words[4 * k + 3] = a, b, c, d
        for k in range(size):
            month.rows[many] = first + k
            many += (words[k] < most) & (citizens.need[first + k] == 0)
    normal = np.empty((8, AT_ONCE))
    agents, blocks = np.empty(AT_ONCE, np.int64), np.zeros(AT_ONCE, np.int64)
    for first in range(0, many, AT_ONCE):
        size = min(AT_ONCE, many - first)
        for k in range(size):
            agents[k] = month.rows[first + k]
        fill_side_by_side(normal, size, seed, NEED, town.month, agents, blocks)
        for k in range(size):
            citizens.need[agents[k]] = 1
            for x in range(DIMENSIONS):
                citizens.vector[agents[k], x] = normal[x, k]


@kernel
def chance_of_take_up(trust, resources):
    """Return the chance that a citizen in need applies in a month."""
    return 1.0 / (1.0 + math.exp(-(rules.INTERCEPT + rules.BY_TRUST * trust + rules.BY_RESOURCES * resources)))


@kernel
def take_up(town):
    """List people in need who apply, with the month's chance of each: place in the queue, and whether they return."""
    month, citizens = columns(Month, town), columns(State, town.citizens)
    seed, now = town.seed, np.uint64(town.month)
    many = 0
    for i in range(len(citizens.need)):
        month.rows[many] = i
        many += citizens.need[i]
    for k in range(many):
        a, b, c, _ = philox(np.uint64(month.rows[k]), now, np.uint64(0), np.uint64(MONTHLY), seed & LOW, seed >> SHIFT)
        month.take_up[k], month.order[k], month.again[k] = a, b, c
    applied = 0
    for k in range(many):
        i = month.rows[k]
        month.rows[applied], month.order[applied], month.again[applied] = i, month.order[k], month.again[k]
        u = (float(month.take_up[k]) + 0.5) * SCALE
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
    for k in range(town.applicants):
        month.keys[k] = month.order[k]
    last = smallest(month.keys, town.applicants, town.capacity)
    served, ahead = 0, 0
    for k in range(town.applicants):
        ahead += month.order[k] < last
    equal = town.capacity - ahead  # of people with the last key, by row
    for k in range(town.applicants):
        if month.order[k] < last or (month.order[k] == last and equal > 0):
            equal -= month.order[k] == last
            month.rows[served], month.again[served] = month.rows[k], month.again[k]
            served += 1
        else:
            trust[month.rows[k]] *= 1.0 - rules.WAITING
    town.served = served


@kernel
def fit_of(vector, slips, k):
    """Return how well the service fits: imprecise in dimensions that are seen, typical in the others."""
    distance = 0.0
    for x in range(SEEN):
        off = rules.SLIP * (vector[x] + slips[x, k])
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
    """Serve the applicants left in the queue. A case with little fit may come back."""
    month, citizens = columns(Month, town), columns(State, town.citizens)
    counts, benefits = town.counts, town.benefits
    slips = np.empty((SEEN, AT_ONCE))
    agents, blocks = np.empty(AT_ONCE, np.int64), np.zeros(AT_ONCE, np.int64)
    total = 0.0
    for first in range(0, town.served, AT_ONCE):
        size = min(AT_ONCE, town.served - first)
        for k in range(size):
            agents[k] = month.rows[first + k]
        fill_side_by_side(slips, size, town.seed, ENCOUNTER, town.month, agents, blocks)
        for k in range(size):
            i = agents[k]
            fit = fit_of(citizens.vector[i], slips, k)
            total += fit
            citizens.trust[i] = trust_after(citizens.trust[i], fit)
            u = (float(month.again[first + k]) + 0.5) * SCALE
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


@kernel
def turn_page(town):
    """End the month."""
    town.month += 1


live_a_month = one_after_another(arrive, take_up, queue, serve, talk, measure, turn_page)
"""Simulate a month of a town in one compiled call."""
