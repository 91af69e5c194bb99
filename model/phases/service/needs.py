"""Needs arrive and change, and citizens raise matters. Arrivals do not depend on the paradigm.

Needs are drawn and counted for every citizen. A need without a free slot counts as overflow and as unmet.
"""

import math
from collections import namedtuple

import numpy as np

from agents.citizen_rules import clip, expected_when_declared, hazard_of_contact
from agents.citizens import CHILD, LATENT, NO_NEED
from agents.engine.kernel import kernel
from agents.engine.sums import square, total
from agents.engine.table import AREAS, DIMENSIONS, NONE, SLOTS, columns
from agents.service_rules import CODIFIED
from agents.year import MONTHLY_FADING
from model.chance import ARRIVAL, CONTACT, DRIFT, NEED, fill_for_all, fill_normals, fill_side_by_side, uniform, uniforms
from model.paradigms.rules import RULE
from model.phases.service.answers import chance_of_being_followed, resent_promise, take_answer
from model.town.ledger import EVENT, KIND, Tallies, tally_of

People = namedtuple(  # noqa: PYI024
    "People",
    "identity quintile age_band group cell rank resources need_state need_area need_span need_unit need_returns "
    "need_waited need_severity need_pressed need_vector trust voice expected_following felt_influence heard ignored",
)
New = namedtuple("New", "many row slot address block own")  # needs to be drawn together  # noqa: PYI024
Origins = namedtuple("Origins", "rate kind loading centre")  # noqa: PYI024

ELDER_CARE = 0  # area whose needs grow with ageing
PLACE = 3  # area of matters raised by citizens without an open need
MOST_NEEDS = 3  # needs of one citizen in a month, equal to the number of slots
DRAW_BLOCKS = 8  # blocks of chance reserved for one need
AT_ONCE = 64  # needs drawn together
COMPLEXITY = 3  # place of a need's complexity among its factors; the first three are the loadings' factors
NORMALS = DIMENSIONS + COMPLEXITY + 1  # of a need
TWO_SECTORS = 0.7  # of the needs across sectors; the others span three
LEAST_SEVERITY, SEVERITY_RANGE = 0.1, 0.8  # severity is uniform from 0.1 to 0.9


@kernel
def drift(town):
    """Move typical needs at random, elder-care needs with ageing, and expectations (scenario inputs). Equation E13."""
    areas, needs = town.areas, town.numbers.needs
    _wander(areas.centre, needs.turbulence, town.seed, town.month)
    _leave_rules_behind(areas.centre, areas.kind, areas.ruled, areas.moved, needs.spread)
    if needs.ageing != 0.0:
        growth = (1.0 + needs.ageing) ** (1.0 / 12.0)
        for quintile in range(areas.rate.shape[0]):
            for band in range(areas.rate.shape[1]):
                areas.rate[quintile, band, ELDER_CARE] *= growth
        areas.grown[ELDER_CARE] *= growth
    if town.numbers.trust.expectation_drift != 0.0:
        _expect_more(town.citizens.expectation, town.numbers.trust.expectation_drift / 12.0)


@kernel
def _expect_more(expectation, step):
    for i in range(len(expectation)):
        expectation[i] = clip(expectation[i] + step, 0.0, 1.0)


@kernel
def _wander(centre, turbulence, seed, month):
    """Move the typical needs (areas, groups, 12) by a random step; all groups of an area move together."""
    step = np.empty(DIMENSIONS)
    for a in range(len(centre)):
        fill_normals(step, seed, DRIFT, month, a, 0)
        for group in range(centre.shape[1]):
            for x in range(DIMENSIONS):
                centre[a, group, x] += turbulence * step[x]


@kernel
def _leave_rules_behind(centre, kind, ruled, moved, spread):
    """Fill `moved` (areas,): how far codified needs have moved since the rules were written, squared.

    A mean over codified dimensions, relative to the squared spread of needs. Equation E98.
    """
    for a in range(len(moved)):
        apart, dimensions = 0.0, 0
        for x in range(DIMENSIONS):
            if kind[a, x] == CODIFIED:
                apart += square(centre[a, 0, x] - ruled[a, x])
                dimensions += 1
        moved[a] = apart / (max(dimensions, 1) * square(spread))


@kernel
def count_of_needs(u, rate):
    """Return how many needs arrive in a month at `rate` (Poisson, by its inverse, at most 3). Equation E14."""
    p = math.exp(-rate)
    below = p
    k = 0
    while u > below and k < MOST_NEEDS:
        k += 1
        p *= rate / k
        below += p
    return k


@kernel
def draw_need(vector, area, group, own, origins, spread):
    """Fill `vector` (12,) with a need: the group's typical need plus the person's own part.

    Some needs are simple and some complex: how far one lies from the typical is lognormal with mean square 1.
    `own` (16,) holds normals, `origins` is an `Origins`, `spread` the parameters of needs. Equation E15.
    """
    factors = own[DIMENSIONS:]
    far = spread.spread * math.exp(spread.complexity * (factors[COMPLEXITY] - spread.complexity))
    for d in range(DIMENSIONS):
        value = own[d]
        if origins.kind[area, d] == CODIFIED:
            loading = origins.loading[area, d]
            value = loading[0] * factors[0] + loading[1] * factors[1] + loading[2] * factors[2]
        vector[d] = origins.centre[area, group, d] + far * value


@kernel
def _draw_needs(new, citizens, origins, spread, seed, month):
    """Draw the needs collected in `new`, a `New`, and empty it."""
    fill_side_by_side(new.own, new.many[0], seed, NEED, month, new.address, new.block)
    for k in range(new.many[0]):
        i, slot = new.row[k], new.slot[k]
        draw_need(
            citizens.need_vector[i, slot], int(citizens.need_area[i, slot]), citizens.group[i], new.own[:, k], origins,
            spread,
        )  # fmt: skip
    new.many[0] = 0


@kernel
def arrive(town):
    """Draw the month's new needs and matters raised. Equations E14, E16, E122 and E123."""
    citizens, origins, tallies = (
        columns(People, town.citizens),
        columns(Origins, town.areas),
        columns(Tallies, town.ledger),
    )
    spread, access, trust = town.numbers.needs, town.numbers.access, town.numbers.trust
    seed, month = town.seed, town.month
    declared = town.rules[:, RULE.declared]
    total_rate = _total_rate(origins.rate)
    identity = citizens.identity
    most = hazard_of_contact(1.0, 1.0, 1.0, access)
    none = np.exp(-total_rate)
    arrival, contact = np.empty(len(identity)), np.empty(len(identity))
    new = New(
        np.zeros(1, np.int64), np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64),
        np.empty(AT_ONCE, np.int64), np.empty((NORMALS, AT_ONCE)),
    )  # fmt: skip
    fill_for_all(arrival, contact, seed, ARRIVAL, month, identity)
    for i in range(len(identity)):
        quintile, band = int(citizens.quintile[i]), int(citizens.age_band[i])
        if arrival[i] <= none[quintile, band]:
            continue
        of_all = float(total_rate[quintile, band])
        for draw in range(count_of_needs(arrival[i], of_all)):
            v = uniforms(seed, NEED, month, citizens.identity[i], draw * DRAW_BLOCKS)
            area = 0
            below = float(origins.rate[quintile, band, 0])
            while area < AREAS - 1 and v[0] * of_all > below:
                area += 1
                below += float(origins.rate[quintile, band, area])
            tally = tally_of(tallies, citizens.cell[i], area)
            tally[EVENT.arrived] += 1.0
            tally[EVENT.arrived_rank] += citizens.rank[i]
            further = 2 if v[3] < TWO_SECTORS else 3
            span = 1 if v[2] >= spread.cross_sector else further
            tally[EVENT.arrived_complex] += 1.0 if span > 1 else 0.0
            slot = 0
            while slot < SLOTS and citizens.need_state[i, slot] != NO_NEED:
                slot += 1
            if slot == SLOTS:
                tally[EVENT.overflow] += 1.0
            else:
                citizens.need_state[i, slot] = LATENT
                citizens.need_area[i, slot] = area
                citizens.need_span[i, slot] = span
                citizens.need_unit[i, slot] = NONE
                citizens.need_returns[i, slot] = 0
                citizens.need_waited[i, slot] = 0
                citizens.need_pressed[i, slot] = 0.0
                citizens.need_severity[i, slot] = clip(v[1] * SEVERITY_RANGE + LEAST_SEVERITY, 0.0, 1.0)
                new.row[new.many[0]] = i
                new.slot[new.many[0]] = slot
                new.address[new.many[0]] = identity[i]
                new.block[new.many[0]] = draw * DRAW_BLOCKS + 1
                new.many[0] += 1
                if new.many[0] == AT_ONCE:
                    _draw_needs(new, citizens, origins, spread, seed, month)
    _draw_needs(new, citizens, origins, spread, seed, month)
    matters = np.zeros(AREAS)
    followed_from = chance_of_being_followed(town)
    heard = np.zeros(AREAS)
    for i in range(len(identity)):
        if contact[i] >= most or citizens.age_band[i] == CHILD:  # true for most citizens, so tested first
            continue
        own = -1
        for slot in range(SLOTS):
            if citizens.need_state[i, slot] != NO_NEED:
                own = slot
        has_need = 1.0 if own >= 0 else 0.0
        area = int(citizens.need_area[i, own]) if own >= 0 else PLACE
        expected = expected_when_declared(citizens.expected_following[i], declared[area], citizens.trust[i], trust)
        if contact[i] < hazard_of_contact(citizens.resources[i], expected, has_need, access):
            followed = 1.0 if uniform(seed, CONTACT, month, identity[i], 0) < followed_from else 0.0
            matters[area] += 1.0
            heard[area] += followed
            tally = tally_of(tallies, citizens.cell[i], area)
            tally[EVENT.acts] += 1.0
            tally[EVENT.answered] += 1.0
            tally[EVENT.followed] += followed
            tally[EVENT.influence] += followed
            tally[EVENT.influence_rank] += followed * citizens.rank[i]
            if followed > 0.0 and own >= 0:
                citizens.need_pressed[i, own] = float(citizens.need_pressed[i, own]) + access.complaint_priority
            take_answer(
                i, followed, citizens.trust, citizens.voice, citizens.expected_following, citizens.felt_influence,
                citizens.heard, citizens.ignored, trust,
            )  # fmt: skip
            if declared[area] > 0.0:
                resent_promise(i, followed, declared[area], citizens.trust, trust)
    for area in range(AREAS):
        town.areas.heard[area] = town.areas.heard[area] * MONTHLY_FADING + heard[area]
        town.ledger.hours[area, KIND.administration] += matters[area] * town.numbers.money.complaint


@kernel
def _total_rate(rate):
    """Return needs per citizen and month of all areas, (quintiles, age bands)."""
    found = np.empty(rate.shape[:2])
    for quintile in range(rate.shape[0]):
        for band in range(rate.shape[1]):
            found[quintile, band] = total(rate[quintile, band])
    return found
