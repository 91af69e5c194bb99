"""Staff: competence and relations grow with practice, strain and motive follow conditions, some leave (M11, M18,
M25).
"""

from typing import Any

import numpy as np

from agents.citizen_rules import clip
from agents.engine.kernel import kernel
from agents.engine.packed import unpacked
from agents.engine.table import AREAS
from agents.service_rules import hazard_of_leaving_post, motive_change, strain_aim
from model.chance import TURNOVER, fill_block, normals
from model.paradigms.rules import RULE
from model.parameters.parameters import kind_of
from model.town.town import Town

STAFF_NUMBERS: Any = kind_of("staff")
POSTS = 6  # of a team


def work_life(town: Town) -> None:
    """One month of work for every team; a post renewed brings in a newcomer of average competence."""
    teams = town.teams
    per = town.units_per_area
    load = (town.units.felt_load * town.units.share).reshape(AREAS, per).sum(axis=1)
    fit = town.units.quality.reshape(AREAS, per).mean(axis=1)
    renewed = _work_life(
        teams.area, teams.competence, teams.relation, teams.openness, teams.strain, teams.motive, teams.experience,
        teams.renewals, load, fit, town.rules, town.packed.staff, town.seed, town.month,
    )  # fmt: skip
    town.turnover = renewed / (POSTS * len(teams))


@kernel
def _work_life(
    area, competence, relation, openness, strain, motive, experience, renewals, load, fit, rules, s, seed, month
):
    """Equations E68, E69 and E70."""
    s = unpacked(STAFF_NUMBERS, s)
    total = 0.0
    luck = np.empty((len(area), POSTS))
    for post in range(POSTS):
        fill_block(luck[:, post], seed, TURNOVER, month, post)
    for j in range(len(area)):
        rule = rules[area[j]]
        a = area[j]
        pressure = rule[RULE.target_pressure]
        aim = strain_aim(load[a], rule[RULE.documentation], pressure, rule[RULE.discretion], s)
        strain[j] += s.strain_rate * (aim - strain[j])
        change = motive_change(rule[RULE.documentation], pressure, rule[RULE.discretion], fit[a], s) / 12.0
        motive[j] = clip(motive[j] + change + 0.01 * (0.6 - motive[j]), 0.0, 1.0)
        rate = s.learning * (1.0 + rule[RULE.training])
        competence[j] += rate * max(s.ceiling - competence[j], 0.0)
        relation[j] += s.relearning * rule[RULE.dialogue] * max(s.ceiling - relation[j], 0.0)
        openness[j] += (
            s.openness_learning * rule[RULE.weight_delivery] * (1.0 - openness[j])
        )  # working so shows its worth
        experience[j] += 1.0
        hazard = hazard_of_leaving_post(strain[j], s)
        for post in range(POSTS):
            if luck[j, post] < hazard:
                z = normals(seed, TURNOVER, month, j, 100 + post)
                total += 1.0
                renewals[j] += 1
                competence[j] += (clip(s.competence - 0.1 + s.competence_spread * z[0], 0.2, 1.0) - competence[j]) / 6.0
                relation[j] += (clip(s.relation - 0.1 + s.competence_spread * z[1], 0.2, 1.0) - relation[j]) / 6.0
                experience[j] *= 5.0 / 6.0
    return total
