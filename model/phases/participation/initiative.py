"""Initiative: tied residents with the same unmet need propose to run their unit themselves (M29).

The municipality permits and funds a share of the proposals, and answers after its delay. A unit run by residents is a
civic unit as long as the rules support initiatives. Nothing here runs while they do not.
"""

from collections import namedtuple

import numpy as np

from agents.citizen_rules import probability_of_joining
from agents.citizens import CHILD, WAITING
from agents.engine.kernel import kernel
from agents.engine.table import AREAS, SLOTS, columns
from agents.helping_rules import pressure_after_month
from agents.providers import CIVIC
from model.chance import INITIATIVE, PERMIT, uniform
from model.paradigms.rules import RULE
from model.phases.occasional import occasional
from model.phases.service.answers import take_answer
from model.town.ledger import EVENT, KIND, Tallies, tally_of
from model.town.town import COUNT, Town

THOUSAND = 1000.0  # citizens that hours of a proposal count by

Residents = namedtuple(  # noqa: PYI024
    "Residents",
    "identity age_band district skill time efficacy income meetings trust voice expected_following felt_influence "
    "heard ignored cell rank need_state need_area need_waited need_returns",
)
Runs = namedtuple("Runs", "kind pressure proposal resident_run")  # noqa: PYI024


def _supported_or_has_been(town: Town) -> bool:
    return town.supports_initiative or town.initiatives


@occasional(_supported_or_has_been)
def take_initiative(town: Town) -> None:
    """Let residents propose, and carry out the proposals whose time has come."""
    if not (town.supports_initiative and town.p.mechanisms.initiative):
        if town.initiatives:
            town.units.pressure[:] = town.units.proposal[:] = town.units.resident_run[:] = 0
            town.initiatives = False
        return
    town.initiatives = True
    proposals = _initiative(town)
    hours = proposals * town.p.revision.trial_hours * town.population / THOUSAND / town.units_per_area
    town.ledger.hours[:, KIND.process] += hours
    town.late_hours += float(hours.sum())


@kernel
def _unmet_needs(citizens):
    """Return whether each citizen waits, or waits again, for a service of each area, (citizens, areas)."""
    unmet = np.zeros((len(citizens.identity), AREAS), np.bool_)
    for i in range(len(unmet)):
        for s in range(SLOTS):
            kept_waiting = citizens.need_waited[i, s] > 0 or citizens.need_returns[i, s] > 0
            if citizens.need_state[i, s] == WAITING and kept_waiting:
                unmet[i, citizens.need_area[i, s]] = True
    return unmet


@kernel
def _any_tie(i, area, unmet, tie_start, tie_other):
    """Return whether a tie of citizen `i` has an unmet need of the area."""
    found = False
    for k in range(tie_start[i], tie_start[i + 1]):
        found = found or unmet[tie_other[k], area]
    return found


@kernel
def _willing(i, rule, citizens, arenas):
    return probability_of_joining(
        citizens.skill[i], citizens.time[i], 1.0, citizens.efficacy[i], citizens.expected_following[i],
        citizens.income[i], rule[RULE.meeting_hours], 0.0, rule[RULE.support], float(citizens.meetings[i]), arenas,
    )  # fmt: skip


@kernel
def _initiative(town):
    """Return the proposals of the month, (areas,); change units and the attitudes of residents who proposed.

    Equations E109 and E110.
    """
    citizens, units, tallies = (
        columns(Residents, town.citizens),
        columns(Runs, town.units),
        columns(Tallies, town.ledger),
    )
    arenas, trust, politics = town.numbers.arenas, town.numbers.trust, town.numbers.politics
    rules, tie_start, tie_other, counts = town.usual, town.tie_start, town.tie_other, town.counts
    stands_for, seed, month = town.stands_for, town.seed, town.month
    per = len(units.kind) // AREAS
    unmet = _unmet_needs(citizens)
    organisers, chances = np.zeros(len(units.kind)), np.zeros(unmet.shape)
    for i in range(len(citizens.identity)):
        for area in range(AREAS):
            if not unmet[i, area] or citizens.age_band[i] == CHILD or rules[area, RULE.initiative_support] <= 0.0:
                continue
            if _any_tie(i, area, unmet, tie_start, tie_other):
                chances[i, area] = _willing(i, rules[area], citizens, arenas)
                home = area * per + (int(citizens.district[i]) + area) % per
                organisers[home] += chances[i, area] * stands_for
    answer, proposals = np.full(len(units.kind), -1.0), np.zeros(AREAS)
    for row in range(len(units.kind)):
        support = rules[row // per, RULE.initiative_support]
        units.pressure[row] = pressure_after_month(units.pressure[row], organisers[row])
        if support <= 0.0:
            units.pressure[row] = 0.0
            units.proposal[row] = units.resident_run[row] = 0
        elif units.proposal[row] > 0:
            units.proposal[row] -= 1
            units.resident_run[row] = 1 if units.proposal[row] == 0 else 0
        elif units.proposal[row] < 0:
            units.proposal[row] += 1
        elif units.kind[row] != CIVIC and units.resident_run[row] == 0:
            if units.pressure[row] >= politics.initiative_organisers:
                permitted = uniform(seed, PERMIT, month, row, 0) < support
                answer[row] = 1.0 if permitted else 0.0
                units.proposal[row] = int(politics.initiative_months) * (1 if permitted else -1)
                proposals[row // per] += 1.0
                counts[COUNT.initiatives] += 1.0
                counts[COUNT.permitted] += answer[row]
    for i in range(len(citizens.identity)):
        for area in range(AREAS):
            if chances[i, area] <= 0.0:
                continue
            followed = answer[area * per + (int(citizens.district[i]) + area) % per]
            if followed >= 0.0 and uniform(seed, INITIATIVE, month, citizens.identity[i], area) < chances[i, area]:
                tally = tally_of(tallies, citizens.cell[i], area)
                tally[EVENT.acts] += 1.0
                tally[EVENT.answered] += 1.0
                tally[EVENT.followed] += followed
                tally[EVENT.influence] += followed
                tally[EVENT.influence_rank] += followed * citizens.rank[i]
                take_answer(
                    i, followed, citizens.trust, citizens.voice, citizens.expected_following, citizens.felt_influence,
                    citizens.heard, citizens.ignored, trust,
                )  # fmt: skip
    return proposals
