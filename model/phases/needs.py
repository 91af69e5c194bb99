"""World: needs arrive and change, and citizens raise matters. Arrivals never depend on what a paradigm does.

Needs are drawn and counted for everyone, whatever their state; one that finds no free slot counts as overflow, unmet.
"""

import math
from typing import Any

import numpy as np

from agents.citizen_rules import clip, felt_voice, hazard_of_contact, procedural_justice, trust_after
from agents.engine.kernel import kernel
from agents.engine.packed import unpacked
from agents.engine.sums import mean
from agents.engine.table import AREAS, DIMENSIONS, NONE, SLOTS
from agents.service_rules import CODIFIED
from model.chance import ARRIVAL, CONTACT, DRIFT, NEED, fill_for_all, fill_normals, uniform, uniforms
from model.parameters.parameters import kind_of
from model.town.ledger import EVENT, KIND
from model.town.town import Town

ACCESS: Any = kind_of("access")
TRUST: Any = kind_of("trust")
POLITICS: Any = kind_of("politics")

PLACE = 3  # the area of matters raised by those who have no need of their own


def drift(town: Town) -> None:
    """Typical needs wander; elder-care needs grow with ageing; expectations rise (scenario inputs). Equation E13."""
    p = town.p
    _wander(town.areas.centre, p.needs.turbulence, town.seed, town.month)
    if p.needs.ageing:
        town.areas.rate[:, :, 0] *= (1.0 + p.needs.ageing) ** (1.0 / 12.0)
    if p.trust.expectation_drift:
        c = town.citizens
        _expect_more(c.expectation, p.trust.expectation_drift / 12.0)


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


def arrive(town: Town) -> None:
    """New needs, and matters raised, for the month."""
    c, areas = town.citizens, town.areas
    heard = np.zeros(AREAS)
    matters = _arrive(
        c.identity, c.quintile, c.age_band, c.group, c.cell, c.rank, c.resources, c.need_state, c.need_area,
        c.need_span, c.need_unit, c.need_returns, c.need_waited, c.need_severity, c.need_pressed, c.need_vector,
        c.trust, c.voice, c.expected_uptake, c.heard, c.ignored, areas.rate, areas.rate.sum(axis=2), areas.kind,
        areas.loading, areas.centre, town.p.needs.spread, town.p.needs.complexity, town.p.needs.cross_sector,
        mean(town.politicians.openness), town.packed.access, town.packed.trust, town.packed.politics,
        town.seed, town.month, town.ledger.events, heard,
    )  # fmt: skip
    town.areas.heard *= 11.0 / 12.0
    town.areas.heard += heard
    town.ledger.hours[:, KIND.administration] += matters * town.p.money.complaint


@kernel
def count_of_needs(u, rate):
    """Return how many needs arrive in a month at `rate` (Poisson, by its inverse, at most 3). Equation E14."""
    p = math.exp(-rate)
    below = p
    k = 0
    while u > below and k < 3:
        k += 1
        p *= rate / k
        below += p
    return k


@kernel
def draw_need(vector, area, group, identity, draw, kind, loading, centre, spread, complexity, seed, month):
    """Fill `vector` (12,) with what would fit: the group's typical need plus what is the person's own.

    Some needs are simple and some complex: how far one lies from the typical is lognormal with mean square 1.
    Equation E15.
    """
    own = np.empty(DIMENSIONS + 4)
    fill_normals(own, seed, NEED, month, identity, draw * 8 + 1)
    factors = own[DIMENSIONS:]
    far = spread * math.exp(complexity * (factors[3] - complexity))
    for d in range(DIMENSIONS):
        value = own[d]
        if kind[area, d] == CODIFIED:
            value = (
                loading[area, d, 0] * factors[0] + loading[area, d, 1] * factors[1] + loading[area, d, 2] * factors[2]
            )
        vector[d] = centre[area, group, d] + far * value


@kernel
def _arrive(
    identity, quintile, age_band, group, cell, rank, resources, need_state, need_area, need_span, need_unit,
    need_returns, need_waited, need_severity, need_pressed, need_vector, trust, voice, expected_uptake, heard_count,
    ignored_count, rate, total_rate, kind, loading, centre, spread, complexity, cross, openness, a, t, politics, seed,
    month, events, heard,
):  # fmt: skip
    """Return how many matters were raised, by area; `heard` (areas,) gets those followed. Equations E14 and E16."""
    a, t, politics = unpacked(ACCESS, a), unpacked(TRUST, t), unpacked(POLITICS, politics)
    matters = np.zeros(AREAS)
    most = hazard_of_contact(1.0, 1.0, 1.0, a)
    none = np.exp(-total_rate)
    arrival, contact = np.empty(len(identity)), np.empty(len(identity))
    fill_for_all(arrival, contact, seed, ARRIVAL, month, identity)
    for i in range(len(identity)):
        q = int(quintile[i])
        band = int(age_band[i])
        total = float(total_rate[q, band])
        if arrival[i] <= none[q, band]:
            continue
        for draw in range(count_of_needs(arrival[i], total)):
            v = uniforms(seed, NEED, month, identity[i], draw * 8)
            area = 0
            below = float(rate[q, band, 0])
            while area < AREAS - 1 and v[0] * total > below:
                area += 1
                below += float(rate[q, band, area])
            tally = events[cell[i], area]
            tally[EVENT.arrived] += 1.0
            tally[EVENT.arrived_rank] += rank[i]
            slot = 0
            while slot < SLOTS and need_state[i, slot] != 0:
                slot += 1
            if slot == SLOTS:
                tally[EVENT.overflow] += 1.0
                continue
            need_state[i, slot] = 1
            need_area[i, slot] = area
            need_span[i, slot] = 1 if v[2] >= cross else (2 if v[3] < 0.7 else 3)
            need_unit[i, slot] = NONE
            need_returns[i, slot] = 0
            need_waited[i, slot] = 0
            need_pressed[i, slot] = 0.0
            need_severity[i, slot] = clip(v[1] * 0.8 + 0.1, 0.0, 1.0)
            draw_need(
                need_vector[i, slot],
                area,
                group[i],
                identity[i],
                draw,
                kind,
                loading,
                centre,
                spread,
                complexity,
                seed,
                month,
            )
    for i in range(len(identity)):
        if contact[i] >= most or age_band[i] == 0:  # almost everybody, so this is asked first
            continue
        own = -1
        for slot in range(SLOTS):
            if need_state[i, slot] != 0:
                own = slot
        if contact[i] < hazard_of_contact(resources[i], expected_uptake[i], 1.0 if own >= 0 else 0.0, a):
            area = int(need_area[i, own]) if own >= 0 else PLACE
            followed = (
                1.0
                if uniform(seed, CONTACT, month, identity[i], 0) < politics.contact_followed * openness * 2.0
                else 0.0
            )
            matters[area] += 1.0
            tally = events[cell[i], area]
            tally[EVENT.acts] += 1.0
            tally[EVENT.answered] += 1.0
            tally[EVENT.followed] += followed
            tally[EVENT.influence] += followed
            tally[EVENT.influence_rank] += followed * rank[i]
            heard[area] += followed
            if followed > 0.0:
                heard_count[i] += 1
                if own >= 0:
                    need_pressed[i, own] = float(need_pressed[i, own]) + a.complaint_priority
            else:
                ignored_count[i] += 1
            justice = procedural_justice(0.5, followed, 0.0, t)
            trust[i] = trust_after(trust[i], t.process_weight * (justice - t.justice_reference), t)
            voice[i] += t.voice_rate * (felt_voice(0.5, followed, trust[i], t) - voice[i])
            expected_uptake[i] += 0.2 * (followed - expected_uptake[i])
    return matters
