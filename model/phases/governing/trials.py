"""Units' changes of solution on trial, out of one budget for units and arenas (M15, M19).

The right to try a change accrues in every unit at the same rate under all rules, and each trial takes the same hours.
Rules decide who proposes the change, on which evidence the unit judges it, how widely it searches, and what failure
costs.
"""

from collections import namedtuple

import numpy as np

from agents.engine.kernel import kernel
from agents.engine.sums import total
from agents.engine.table import AREAS, columns
from agents.providers import Units
from agents.service_rules import ARENAS_TURN, ROUNDING, measurement_blur, observation_error, trials_due, turn_of_arena
from model.chance import REVISION, normals, uniforms
from model.paradigms.rules import RULE
from model.town.landscape import BITS
from model.town.ledger import KIND
from model.town.town import COUNT

NORMAL_BLOCK, UNIFORM_BLOCK, JUDGE_BLOCK = 2, 3, 4  # blocks of chance, beside those of revisions
UNIT_DRAW, ARENA_DRAW = 0, 3  # numbers of the block by which a unit judges a change, alone or before its arena's trial
THOUSAND = 1000.0  # citizens that `trial_hours` counts by
FEWEST_IN_STOCK = 2  # rights from which the unit begins a trial that waits for its arena
Solutions = namedtuple("Solutions", "quality novelty known_professional measurability")  # noqa: PYI024


@kernel
def try_changes(town):
    """Let rights to try accrue; judge the changes whose time is up; let units begin the trials that are theirs.

    Nothing happens in the warm-up, nor without a budget of trials (`trial_months` 0). Equations E80 and E82.
    """
    revision, arenas = town.numbers.revision, town.numbers.arenas
    if revision.trial_months == 0.0 or town.month < town.numbers.town.warm_up:
        return
    units, areas, practice = columns(Units, town.units), columns(Solutions, town.areas), town.practice
    arena_area, arena_unit, citizens = town.seats.area, town.seats.unit, float(town.population)
    stands_for, counts, seed, month, hours = town.stands_for, town.counts, town.seed, town.month, np.zeros(AREAS)
    rows = len(units.users)
    per = rows // AREAS
    has_arena = np.zeros(rows, np.bool_)
    for k in range(len(arena_area)):
        has_arena[arena_area[k] * per + arena_unit[k]] = True
    accrued = revision.trials / 12.0
    price = hours_of_trial(citizens, per, revision)
    for row in range(rows):
        area = row // per
        rule = practice[row]
        blur = measurement_blur(rule[RULE.target_pressure], areas.measurability[area], rule[RULE.weight_evaluation])
        if units.on_trial[row]:
            units.trial_age[row] += 1
        units.rights[row] += accrued
        turn = turn_of_arena(units.arena_turn[row], rule[RULE.weight_agenda], accrued)
        units.arena_turn[row] = turn if has_arena[row] else 0.0
        due = trials_due(units.rights[row])
        if due >= FEWEST_IN_STOCK or (due >= 1 and not is_arenas_turn(row, units)):
            hours[area] += begin_trial(
                area,
                row,
                UNIT_DRAW,
                price,
                rule,
                blur,
                stands_for,
                revision,
                arenas,
                units,
                areas.quality,
                counts,
                seed,
                month,
            )
            _search(area, row, per, blur, revision, arenas, units, areas, counts, seed, month)
        elif units.on_trial[row] and units.trial_age[row] >= revision.trial_months:
            hours[area] += _judge(
                area,
                row,
                UNIT_DRAW,
                price,
                rule,
                blur,
                stands_for,
                revision,
                arenas,
                units,
                areas.quality,
                counts,
                seed,
                month,
            )
    for area in range(AREAS):
        town.ledger.hours[area, KIND.process] += hours[area]
    town.late_hours += total(hours)


@kernel
def hours_of_trial(citizens, units, revision):
    """Return public hours of a trial in one of an area's `units`, which serve `citizens` together. Equation E80."""
    return revision.trial_hours * citizens / THOUSAND / units


@kernel
def is_arenas_turn(row, units):
    """Return whether a unit has the right to a trial, and the trial is its arena's. Equation E80."""
    return trials_due(units.rights[row]) >= 1 and units.arena_turn[row] >= ARENAS_TURN - ROUNDING


@kernel
def begin_trial(area, row, draw, price, rule, blur, stands_for, revision, arenas, units, quality, counts, seed, month):
    """Use up a right of the unit, which first judges the change on trial; return public hours. Equation E80.

    `price` is the hours of a trial (`hours_of_trial`).
    """
    units.rights[row] = max(units.rights[row] - 1.0, 0.0)
    counts[COUNT.trials] += 1.0
    hours = price
    if units.on_trial[row]:
        hours += _judge(
            area, row, draw, price, rule, blur, stands_for, revision, arenas, units, quality, counts, seed, month
        )
    return hours


@kernel
def _judge(area, row, draw, price, rule, blur, stands_for, revision, arenas, units, quality, counts, seed, month):
    """Keep the change on trial, or take it back; return the public hours that a failure costs. Equation E82.

    The unit judges by its cases since the change, each of which stands for `stands_for` real ones. A failure must be
    accounted for, the more the rules document.
    """
    units.on_trial[row] = 0
    counts[COUNT.judged] += 1.0
    error = observation_error((units.trial_cases[row] + units.file_count[row]) * stands_for, blur, revision)
    seen = quality[area, units.solution[row]] + error * normals(seed, REVISION, month, row, JUDGE_BLOCK)[draw]
    if seen >= units.seen_before[row] - arenas.threshold:
        return 0.0
    units.solution[row] = units.previous[row]
    counts[COUNT.reversed] += 1.0
    return price * rule[RULE.documentation]


@kernel
def _search(area, row, per, blur, revision, arenas, units, areas, counts, seed, month):
    """Copy the unit with the best indicator, or assess a change that professionals understand. Equation E82."""
    z = normals(seed, REVISION, month, row, NORMAL_BLOCK)
    u = uniforms(seed, REVISION, month, row, UNIFORM_BLOCK)
    now, quality = units.solution[row], areas.quality
    seen = quality[area, now] + observation_error(units.users[row], blur, revision) * z[1]
    best = units.solution[area * per + int(np.argmax(units.indicator[area * per : (area + 1) * per]))]
    if u[0] < revision.imitation and best != now:
        change_solution(area, row, best, seen, units, quality, areas.novelty, counts)
        return
    bits = understood(areas.known_professional[area])
    candidate = now ^ (1 << bits[int(u[1] * len(bits))])
    gain = quality[area, candidate] - quality[area, now]
    if gain + arenas.noise_known * blur * z[2] > arenas.threshold:
        change_solution(area, row, candidate, seen, units, quality, areas.novelty, counts)


@kernel
def understood(mask):
    """Return the bits in a mask as an array; all bits when the mask is empty."""
    bits = np.empty(BITS, np.int64)
    known = 0
    for bit in range(BITS):
        if (mask >> bit) & 1 or mask == 0:
            bits[known] = bit
            known += 1
    return bits[:known]


@kernel
def change_solution(area, row, new, seen, units, quality, novelty, counts):
    """Put a new solution on trial in a unit; an innovation counts only if new to the area, useful, and used."""
    units.previous[row] = units.solution[row]
    units.seen_before[row] = seen
    units.on_trial[row] = 1
    units.trial_age[row] = 0
    units.trial_cases[row] = -units.file_count[row]
    better = quality[area, new] > quality[area, units.solution[row]]
    if better and units.users[row] >= 1.0 and not novelty[area, new]:
        counts[COUNT.innovations] += 1.0
    novelty[area, new] = True
    units.solution[row] = new
