"""Staff: competence, relational skill, strain, motivation and turnover (M11, M18, M25)."""

from typing import Any

import numpy as np

from agents.citizen_rules import clip
from agents.engine.kernel import kernel
from agents.engine.packed import params_from_array
from agents.engine.table import AREAS
from agents.service_rules import hazard_of_leaving_post, motive_change, strain_aim
from model.chance import TURNOVER, fill_block, normals
from model.paradigms.rules import RULE
from model.parameters.parameters import params_type
from model.town.town import LEAST_SKILL, USUAL_MOTIVE, Town

STAFF_NUMBERS: Any = params_type("staff")
POSTS = 6  # of a team
NEWCOMER_GAP = 0.1  # by which a newcomer is below the mean competence at the start
MOTIVE_PULL = 0.01  # a month, of the way back to the motive that people bring to the work
POST_BLOCKS = 100  # blocks of chance from here on are for newcomers


def work_life(town: Town) -> None:
    """Simulate a month of work for every team; a newcomer of average competence fills each vacated post."""
    teams = town.teams
    per = town.units_per_area
    load = (town.units.felt_load * town.units.share).reshape(AREAS, per).sum(axis=1)
    fit = town.units.quality.reshape(AREAS, per).mean(axis=1)
    renewed = _work_life(
        teams.area, teams.competence, teams.relation, teams.openness, teams.strain, teams.motive, teams.experience,
        teams.renewals, load, fit, town.usual, town.packed.staff, town.seed, town.month,
    )  # fmt: skip
    town.turnover = renewed / (POSTS * len(teams))


@kernel
def _work_life(
    area, competence, relation, openness, strain, motive, experience, renewals, load, fit, rules, staff, seed, month
):
    """Equations E68, E69 and E70."""
    staff = params_from_array(STAFF_NUMBERS, staff)
    total = 0.0
    luck = np.empty((len(area), POSTS))
    for post in range(POSTS):
        fill_block(luck[:, post], seed, TURNOVER, month, post)
    for team in range(len(area)):
        a = area[team]
        rule = rules[a]
        pressure = rule[RULE.target_pressure]
        aim = strain_aim(load[a], rule[RULE.documentation], pressure, rule[RULE.discretion], staff)
        strain[team] += staff.strain_rate * (aim - strain[team])
        change = motive_change(rule[RULE.documentation], pressure, rule[RULE.discretion], fit[a], staff) / 12.0
        motive[team] = clip(motive[team] + change + MOTIVE_PULL * (USUAL_MOTIVE - motive[team]), 0.0, 1.0)
        rate = staff.learning * (1.0 + rule[RULE.training])
        competence[team] += rate * max(staff.ceiling - competence[team], 0.0)
        relation[team] += staff.relearning * rule[RULE.dialogue] * max(staff.ceiling - relation[team], 0.0)
        shown = staff.openness_learning * rule[RULE.weight_delivery]  # openness grows with citizens' weight in cases
        openness[team] += shown * (1.0 - openness[team])
        experience[team] += 1.0
        hazard = hazard_of_leaving_post(strain[team], staff)
        for post in range(POSTS):
            if luck[team, post] < hazard:
                z = normals(seed, TURNOVER, month, team, POST_BLOCKS + post)
                total += 1.0
                renewals[team] += 1
                able = clip(staff.competence - NEWCOMER_GAP + staff.competence_spread * z[0], LEAST_SKILL, 1.0)
                relates = clip(staff.relation - NEWCOMER_GAP + staff.competence_spread * z[1], LEAST_SKILL, 1.0)
                competence[team] += (able - competence[team]) / POSTS
                relation[team] += (relates - relation[team]) / POSTS
                experience[team] *= (POSTS - 1.0) / POSTS
    return total
