"""Revision of programmes and solutions, indicators, shares of hours: the same operators for every paradigm (MODEL 4).

Rules say how often, on whose evidence and at what cost. A programme moves toward the evidence gathered since the last
revision: case files (professionals' views), surveys (users who answered) and arenas (those who took part). A change of
solution is tried, seen with noise, and taken back when it seems to have done harm.
"""

import numpy as np

from agents.providers import CIVIC, CONTRACTED, PUBLIC
from agents.service_rules import gaming_effort, lay_weight
from agents.table import AREAS
from model.chance import INDICATOR, REVISION, normals, uniforms
from model.landscape import BITS
from model.ledger import KIND
from model.rules import RULE
from model.town import Town

EVIDENCE_OF_SIZE = 1000.0  # cost parameters are given for this many citizens


def revise(town: Town) -> None:
    """Revise the programmes that are due, update indicators, slack and the units' shares of hours."""
    for area in range(AREAS):
        interval = max(1, round(town.rules[area, RULE.revision_interval]))
        if town.months_of_paradigm > 0 and town.months_of_paradigm % interval == 0:
            _revise_area(town, area)
        if town.rules[area, RULE.contract] > 0 and town.months_of_paradigm % town.p.money.contract_months == 0:
            town.areas.held_tenders[area] += 1.0
    _indicators(town)
    _slack(town)
    _shares(town)


def _revise_area(town: Town, area: int) -> None:
    p, rule = town.p, town.rules[area]
    per_thousand = p.money.rule_making * rule[RULE.rule_categories] + p.revision.hours
    town.ledger.hours[area, KIND.process] += per_thousand * town.population / EVIDENCE_OF_SIZE * town.areas.share[area]
    rows = range(area * town.units_per_area, (area + 1) * town.units_per_area)
    for row in rows:
        _revise_programme(town, area, row)
        _revise_solution(town, area, row)


def _revise_programme(town: Town, area: int, row: int) -> None:
    units, rule, p = town.units, town.rules[area], town.p
    if units.file_count[row] > 0:
        files = units.file_sum[row] / units.file_count[row]
        lay_count = units.arena_count[row] if units.arena_count[row] > 0 else units.survey_count[row]
        lay_sum = units.arena_sum[row] if units.arena_count[row] > 0 else units.survey_sum[row]
        facilitation = rule[RULE.facilitation] * town.readiness[1]
        if lay_count > 0:
            evaluated = 0.5 * (rule[RULE.lam_d] + rule[RULE.lam_e])  # design and evaluation both speak at a revision
            weight = np.array([lay_weight(k, evaluated, facilitation, 0.5, town.numbers.encounter) for k in town.areas.kind[area]])
            evidence = (1.0 - weight) * files + weight * lay_sum / lay_count
            town.tally["design_weight"] = town.tally.get("design_weight", 0.0) + float(weight.mean())
        else:
            evidence = files
        town.tally["design_count"] = town.tally.get("design_count", 0.0) + 1.0
        known = units.file_count[row] / (units.file_count[row] + p.revision.evidence)
        units.programme[row] += p.revision.step * (1.0 - p.revision.legacy) * known * (evidence - units.programme[row])
    for column in (units.file_sum, units.survey_sum, units.arena_sum):
        column[row] = 0.0
    units.arena_count[row] = units.survey_count[row] = 0.0


def _revise_solution(town: Town, area: int, row: int) -> None:
    """Judge the change on trial; copy the unit that looks best; or try a change that professionals think well of."""
    units, p, quality = town.units, town.p, town.areas.quality[area]
    cases = max(units.file_count[row], 1.0)
    units.file_count[row] = 0.0
    z = normals(town.seed, REVISION, town.month, row, 0)
    u = uniforms(town.seed, REVISION, town.month, row, 1)
    seen = quality[units.solution[row]] + p.revision.realised_noise / np.sqrt(cases) * z[0]
    if units.on_trial[row]:
        units.on_trial[row] = 0
        if seen < units.seen_before[row] - p.arenas.threshold:
            units.solution[row] = units.previous[row]
            return
    first, last = area * town.units_per_area, (area + 1) * town.units_per_area
    best = first + int(np.argmax(units.indicator[first:last]))
    if u[0] < p.revision.imitation and units.solution[best] != units.solution[row]:
        change_solution(town, area, row, int(units.solution[best]), seen)
        return
    blur = 1.0 + town.rules[area, RULE.target_pressure] * (1.0 - town.areas.measurability[area])  # steering by indicators
    for trial in range(p.revision.trials):
        w = uniforms(town.seed, REVISION, town.month, row, 2 + trial)
        known = int(town.areas.known_professional[area])
        bits = [b for b in range(BITS) if known >> b & 1] or list(range(BITS))
        candidate = int(units.solution[row]) ^ (1 << bits[int(w[0] * len(bits))])
        noise = p.arenas.noise_known * blur * normals(town.seed, REVISION, town.month, row, 20 + trial)[0]
        if quality[candidate] - quality[units.solution[row]] + noise > p.arenas.threshold:
            change_solution(town, area, row, candidate, seen)
            return


def change_solution(town: Town, area: int, row: int, solution: int, seen: float) -> None:
    """Put a new solution on trial in a unit; an innovation is counted only if new to the area, useful, and used."""
    units, quality = town.units, town.areas.quality[area]
    units.previous[row] = units.solution[row]
    units.seen_before[row] = seen
    units.on_trial[row] = 1
    useful = quality[solution] > quality[units.solution[row]]
    used = units.users[row] > 0
    if useful and used and not town.areas.novelty[area, solution]:
        town.tally["innovations"] = town.tally.get("innovations", 0.0) + 1.0
    town.areas.novelty[area, solution] = True
    units.solution[row] = solution


def _indicators(town: Town) -> None:
    """Reported quality: what is measured, plus gaming, plus noise (M9, P14)."""
    units, p = town.units, town.p
    for row in range(len(units)):
        area = row // town.units_per_area
        pressure = town.rules[area, RULE.target_pressure] if units.kind[row] != CIVIC else 0.0
        noise = p.market.indicator_noise * normals(town.seed, INDICATOR, town.month, row, 0)[0]
        inflation = p.market.inflation * (gaming_effort(pressure, town.numbers.market) + 0.3 * pressure * (1.0 - town.areas.measurability[area]))
        units.indicator[row] += 0.25 * (min(max(units.quality[row] + inflation + noise, 0.0), 1.5) - units.indicator[row])


def _slack(town: Town) -> None:
    """Competition and targets wear slack down, faster where more can be measured."""
    units = town.units
    for area in range(AREAS):
        rule = town.rules[area]
        rivalry = 0.5 * rule[RULE.contract] + 0.5 * rule[RULE.money_follows_user] * (1.0 if rule[RULE.n_providers] > 1 else 0.0)
        wear = town.p.market.slack_wear / 12.0 * (rivalry + 0.5 * rule[RULE.target_pressure]) * town.areas.measurability[area]
        rows = slice(area * town.units_per_area, (area + 1) * town.units_per_area)
        units.slack[rows] = np.maximum(units.slack[rows] - wear, 0.0)


def _shares(town: Town) -> None:
    """Hours follow users, soon where money does, slowly by planning where it does not."""
    units, per = town.units, town.units_per_area
    for area in range(AREAS):
        rule = town.rules[area]
        rows = slice(area * per, (area + 1) * per)
        total = units.users[rows].sum()
        if total > 0:
            lag = rule[RULE.money_follows_user] * town.p.market.money_lag + (1.0 - rule[RULE.money_follows_user]) * town.p.market.planning_lag
            units.share[rows] += lag * (units.users[rows] / total - units.share[rows])
        units.users[rows] *= 11.0 / 12.0
        contracted = round(rule[RULE.contract] * per)
        units.kind[rows] = PUBLIC
        units.kind[area * per : area * per + contracted] = CONTRACTED
        if rule[RULE.civic_provider]:
            units.kind[(area + 1) * per - 1] = CIVIC


