"""What a unit's rules, team and solution make of a case: gains of tailoring, and fit."""

import math

import numpy as np

from agents.engine.kernel import kernel
from agents.service_rules import (
    CODIFIED,
    PROFESSIONAL,
    attention_quality,
    codified_gain,
    lived_gain,
    routine_weight,
    up_to_date,
)
from model.paradigms.rules import RULE


@kernel
def tailoring_gain(
    kind, codified, discretion, competence, dialogue, revealed, quality, trust_level, relation, encounter
):
    """How far service moves from the programme to the estimate in one dimension, by kind of knowledge. Equation E53."""
    if kind == CODIFIED:
        return codified
    if kind == PROFESSIONAL:
        return discretion * competence * quality
    return lived_gain(discretion, dialogue, revealed, quality, trust_level, relation, encounter)


@kernel
def fit_of(distance, solution_quality, weight, encounter):
    """Service fit: solution quality to a power, times exp(-steepness * mean squared distance). Equation E56."""
    return worth_of_solution(solution_quality, weight) * closeness(distance, encounter)


@kernel
def closeness(distance, encounter):
    """The part of fit that falls with the mean squared distance of delivery from the need."""
    return math.exp(-encounter.steepness * distance)


@kernel
def worth_of_solution(quality, weight):
    """The part of fit that depends only on the unit's solution to the area's shared problem."""
    return quality**weight


@kernel
def by_unit(served, units, areas, units_per_area, delivery):
    """Return three factors by unit, each (units,): worth of its solution, routine, quality of attention."""
    rows = len(units.kind)
    worth, routine, attentive = np.empty(rows), np.empty(rows), np.empty(rows)
    for row in range(rows):
        area = row // units_per_area
        worth[row] = worth_of_solution(areas.quality[area, units.solution[row]], areas.weight[area])
        routine[row] = routine_weight(units.felt_load[row], delivery)
        attentive[row] = attention_quality(served.attention[row], delivery)
    return worth, routine, attentive


@kernel
def by_rules_in_units(practice, units_per_area, areas, encounter):
    """Return the gain in codified dimensions of each unit, (units,)."""
    codified = np.empty(len(practice))
    for row in range(len(practice)):
        area = row // units_per_area
        categories, dimensions = practice[row, RULE.rule_categories], areas.codified_count[area]
        current = up_to_date(categories, dimensions, areas.moved[area], encounter)
        codified[row] = codified_gain(categories, dimensions, encounter) * current
    return codified
