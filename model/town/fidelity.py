"""How faithfully units carry out the rules: drawn once for a town, and applied whenever rules are put in force.

Each unit falls short of each rule by a chance of its own, and the whole town by another. The draws do not depend on the
paradigm, so that paradigms compared at one seed meet the same units. Under the status quo nothing falls short.
"""

from typing import Any

import numpy as np

from agents.engine.kernel import kernel
from agents.service_rules import fidelity_of_unit, rule_in_practice
from model.chance import FIDELITY, fill_normals, normals
from model.paradigms.paradigm import STATUS_QUO
from model.paradigms.rules import CARRIED_OUT, RULE

COLUMNS = np.array([RULE._fields.index(name) for name in CARRIED_OUT])
# Numbers of a unit's draws by rule, fixed so that a new rule leaves the luck of the others unchanged.
DRAW = {
    "facilitation": 1, "rule_categories": 2, "outreach": 5, "discretion": 8, "weight_agenda": 10, "weight_design": 11,
    "weight_delivery": 12, "weight_evaluation": 13, "indicator_publication": 18, "dialogue": 19, "documentation": 20,
    "plain_language": 21, "target_pressure": 22, "support": 25, "training": 35, "delivery_share": 36,
    "coordination": 37,
}  # fmt: skip
DRAWS = np.array([DRAW[name] for name in CARRIED_OUT])


def draw_fidelity(areas: int, per_area: int, roles: Any, seed: np.uint64) -> np.ndarray:
    """Return how far each unit carries out each rule, (units, rules): 1 for rules that hold whole. Equation E96."""
    found = np.ones((areas * per_area, len(RULE)))
    _fall_short(found, per_area, normals(seed, FIDELITY, areas, 0, 0)[0], roles, seed)
    return found


@kernel
def _fall_short(found, per_area, common, roles, seed):
    """Fill the columns of rules that staff carry out; `common` is the town's luck."""
    own = np.empty(DRAWS.max() + 1)
    for row in range(len(found)):
        fill_normals(own, seed, FIDELITY, row // per_area, row % per_area, 0)
        for k in range(len(COLUMNS)):
            found[row, COLUMNS[k]] = fidelity_of_unit(own[DRAWS[k]], common, roles)


def practice_of(rules: np.ndarray, fidelity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rules (areas, rules) as carried out by each unit, (units, rules), and on average, (areas, rules).

    Equation E97.
    """
    by_area = fidelity.reshape(len(rules), -1, fidelity.shape[1]).mean(axis=1)
    return _in_practice(rules, STATUS_QUO, fidelity), _in_practice(rules, STATUS_QUO, by_area)


@kernel
def _in_practice(rules, status_quo, fidelity):
    """Return rules (areas, rules) as carried out in each row of `fidelity` (rows, rules), an area's rows together."""
    found = np.empty(fidelity.shape)
    per_area = len(fidelity) // len(rules)
    for row in range(len(fidelity)):
        for k in range(fidelity.shape[1]):
            found[row, k] = rule_in_practice(rules[row // per_area, k], status_quo[k], fidelity[row, k])
    return found


def mean_fidelity(rules: np.ndarray, fidelity: np.ndarray) -> float:
    """Return the mean fidelity to rules (areas, rules) that staff carry out and that differ from the status quo.

    It is 1 where no rule differs.
    """
    changed = np.repeat(rules[:, COLUMNS] != STATUS_QUO[COLUMNS], len(fidelity) // len(rules), axis=0)
    return float(fidelity[:, COLUMNS][changed].mean()) if changed.any() else 1.0
