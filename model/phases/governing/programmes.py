"""Revision of programmes and solutions, indicators and shares of hours, the same for every paradigm.

Rules set how often, on whose evidence and at what cost. A programme moves toward the evidence since the last revision:
case files (professionals' views), surveys (users who answered) and arenas (members). Units try changes of their
solution in `trials`; without its budget of trials they do so here, at revisions.
"""

import math
from collections import namedtuple

import numpy as np

from agents.citizen_rules import MIDDLE
from agents.engine.kernel import kernel
from agents.engine.sums import copy_to, total
from agents.engine.table import AREAS, DIMENSIONS, columns
from agents.providers import CIVIC, CONTRACTED, PUBLIC, Units
from agents.service_rules import LIVED, drive_to_perform, gaming_effort, lay_weight, rivalry_between_units, saving_aim
from agents.year import MONTHLY_FADING
from model.chance import INDICATOR, REVISION, normals, uniforms
from model.paradigms.rules import RULE
from model.phases.governing.trials import change_solution, understood
from model.phases.participation.youth import children_in_design
from model.town.ledger import KIND
from model.town.town import COUNT, ROLE

THOUSAND = 1000.0  # citizens that hours of revision count by
WEAR_BY_TARGETS = 0.5  # relative to full rivalry
SAVING_RATE = 1.0 / 24.0  # a month, of the way to the saving that yardsticks drive to: two thirds in two yearly budgets
UNMEASURED_POLISH = 0.3  # gain of the indicator from targets on unmeasured work, with or without audit
MOST_INDICATOR = 1.5  # highest indicator
Problems = namedtuple("Problems", "kind quality novelty known_professional measurability")  # noqa: PYI024


@kernel
def revise(town):
    """Revise the programmes that are due, book the hours, and count tenders.

    An area's rules are rewritten with its programmes.
    """
    months, money, areas = town.month - int(town.numbers.town.warm_up), town.numbers.money, town.areas
    tenders = months % int(money.contract_months) == 0
    due, any_due = np.zeros(AREAS, np.bool_), False
    for area in range(AREAS):
        if months > 0 and months % max(1, int(np.rint(town.rules[area, RULE.revision_interval]))) == 0:
            due[area] = any_due = True
            _book_revision(town, area)
            copy_to(areas.ruled[area], areas.centre[area, 0])
            areas.moved[area] = 0.0
        if tenders and town.rules[area, RULE.contract] > 0.0:
            areas.held_tenders[area] += 1.0
    if any_due:
        _revise_areas(town, due)


@kernel
def _book_revision(town, area):
    revision, thousands = town.numbers.revision, town.population / THOUSAND
    hours = town.numbers.money.rule_making * town.usual[area, RULE.rule_categories] + revision.hours
    booked = hours * thousands * town.areas.share[area]
    town.ledger.hours[area, KIND.process] += booked
    town.late_hours += booked


@kernel
def _revise_areas(town, due):
    """Revise all units of the areas that are `due` (areas,)."""
    units, areas, numbers = columns(Units, town.units), columns(Problems, town.areas), town.numbers
    mapped, map_view = children_in_design(town)
    for area in range(len(due)):
        if due[area]:
            _revise_area(
                area, town.units_per_area, units, areas, town.teams.openness, town.team_start, town.practice,
                town.readiness, numbers.revision, numbers.encounter, numbers.arenas, mapped[area], map_view,
                town.counts, town.stands_for, town.seed, town.month,
            )  # fmt: skip


@kernel
def _revise_area(
    area, per, units, areas, openness, team_start, practice, readiness, revision, encounter, arenas, mapped, map_view,
    counts, stands_for, seed, month,
):  # fmt: skip
    """Move the programmes of an area's units toward the evidence, then revise their solutions. Equations E64, E117."""
    team = openness[team_start[area] : team_start[area + 1]]
    open_minded = total(team) / len(team)
    for row in range(area * per, (area + 1) * per):
        rule = practice[row]
        facilitation = rule[RULE.facilitation] * readiness[ROLE.leaders]
        lay_rule = rule[RULE.weight_design]
        cases = units.file_count[row]
        if cases > 0.0:
            from_arena = units.arena_count[row] > 0.0
            voices = units.arena_count[row] if from_arena else units.survey_count[row]
            known = cases / (cases + revision.evidence)
            mean_weight = 0.0
            for x in range(DIMENSIONS):
                evidence = units.file_sum[row, x] / cases
                if voices > 0.0:
                    kind = int(areas.kind[area, x])
                    weight = lay_weight(kind, lay_rule, facilitation, MIDDLE, open_minded, encounter)
                    lay = (units.arena_sum[row, x] if from_arena else units.survey_sum[row, x]) / voices
                    if mapped > 0.0 and kind == LIVED:
                        lay += mapped * (map_view[area, x] - lay)
                    evidence += weight * (lay - evidence)
                    mean_weight += weight / DIMENSIONS
                elif mapped > 0.0 and int(areas.kind[area, x]) == LIVED:
                    weight = mapped * lay_weight(LIVED, lay_rule, facilitation, MIDDLE, open_minded, encounter)
                    evidence += weight * (map_view[area, x] - evidence)
                    mean_weight += weight / DIMENSIONS
                moved = revision.step * (1.0 - revision.legacy) * known
                units.programme[row, x] += moved * (evidence - units.programme[row, x])
            counts[COUNT.design_weight] += mean_weight
            counts[COUNT.design_count] += 1.0
        units.trial_cases[row] += units.file_count[row]
        units.file_sum[row] = 0.0
        units.survey_sum[row] = 0.0
        units.arena_sum[row] = 0.0
        units.file_count[row] = units.survey_count[row] = units.arena_count[row] = 0.0
        if revision.trial_months <= 0.0:
            _revise_solution(
                area, row, per, max(cases * stands_for, 1.0), rule, revision, units, areas, arenas, counts, seed, month
            )


@kernel
def _revise_solution(area, row, per, cases, rule, revision, units, areas, arenas, counts, seed, month):
    """Judge the change on trial; else copy the unit with the best indicator; else try a change.

    Only without a budget of trials. Professionals choose the change among changes that they understand. Equation E65.
    """
    z = normals(seed, REVISION, month, row, 0)
    u = uniforms(seed, REVISION, month, row, 1)
    solution, quality, novelty = units.solution, areas.quality, areas.novelty
    seen = quality[area, solution[row]] + revision.realised_noise / math.sqrt(cases) * z[0]
    if units.on_trial[row]:
        units.on_trial[row] = 0
        counts[COUNT.judged] += 1.0
        if seen < units.seen_before[row] - arenas.threshold:
            solution[row] = units.previous[row]
            counts[COUNT.reversed] += 1.0
            return
    if u[1] >= min(1.0, revision.trials * rule[RULE.revision_interval] / 12.0):
        return  # limits changes per year, however often the unit revises
    counts[COUNT.trials] += 1.0
    best = area * per + int(np.argmax(units.indicator[area * per : (area + 1) * per]))
    if u[0] < revision.imitation and solution[best] != solution[row]:
        change_solution(area, row, solution[best], seen, units, quality, novelty, counts)
        return
    bits = understood(areas.known_professional[area])
    candidate = solution[row] ^ (1 << bits[int(u[2] * len(bits))])
    blur = 1.0 + rule[RULE.target_pressure] * (1.0 - areas.measurability[area])  # steering by what can be measured
    gain = quality[area, candidate] - quality[area, solution[row]]
    if gain + arenas.noise_known * blur * z[1] > arenas.threshold:
        change_solution(area, row, candidate, seen, units, quality, novelty, counts)


@kernel
def tend_units(town):
    """Update indicators (M9, P14), slack (P16), savings and shares of hours, and who runs each unit.

    Equations E66, E67 and E91.
    """
    units = town.units
    kind, indicator, quality, slack = units.kind, units.indicator, units.quality, units.slack
    saved, share, users, resident_run = units.saved, units.share, units.users, units.resident_run
    practice, measurability, market, per = (
        town.practice,
        town.areas.measurability,
        town.numbers.market,
        town.units_per_area,
    )
    fade = MONTHLY_FADING ** (1.0 / town.stands_for)  # in a sub-sample, of as many cases
    seed, month = town.seed, town.month
    for area in range(AREAS):
        first = area * per
        asked = total(users[first : first + per])
        for k in range(per):
            row = first + k
            rule = practice[row]
            rivalry = rivalry_between_units(rule[RULE.contract], rule[RULE.money_follows_user], rule[RULE.n_providers])
            strife = rivalry + WEAR_BY_TARGETS * rule[RULE.target_pressure]
            wear = market.slack_wear / 12.0 * strife * measurability[area]
            follows = rule[RULE.money_follows_user]
            lag = follows * market.money_lag + (1.0 - follows) * market.planning_lag
            contracted = int(rule[RULE.contract] * per + 0.5)
            kind[row] = CONTRACTED if k < contracted else PUBLIC
            if (k == per - 1 and rule[RULE.civic_provider] > 0.0) or resident_run[row] > 0:
                kind[row] = CIVIC
            pressure = rule[RULE.target_pressure] if kind[row] != CIVIC else 0.0
            polish = gaming_effort(pressure, market) + UNMEASURED_POLISH * pressure * (1.0 - measurability[area])
            polish *= 1.0 - rule[RULE.weight_evaluation]  # gaming does not affect users' own evaluation
            seen = (
                quality[row]
                + market.inflation * polish
                + market.indicator_noise * normals(seed, INDICATOR, month, row, 0)[0]
            )
            indicator[row] += market.indicator_rate * (min(max(seen, 0.0), MOST_INDICATOR) - indicator[row])
            slack[row] = max(slack[row] - wear, 0.0)
            drive = drive_to_perform(rivalry, pressure * rule[RULE.indicator_publication])
            saved[row] += SAVING_RATE * (saving_aim(drive, measurability[area], market) - saved[row])
            if asked > 0.0:
                share[row] += lag * (users[row] / asked - share[row])
            users[row] *= fade
