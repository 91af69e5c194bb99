"""Staff: competence, relational skill, strain, motivation and turnover (M11, M18, M25)."""

import numpy as np

from agents.citizen_rules import clip
from agents.engine.kernel import kernel
from agents.engine.table import AREAS
from agents.service_rules import hazard_of_leaving_post, motive_change, strain_aim
from model.chance import TURNOVER, fill_block, normals
from model.paradigms.rules import RULE
from model.town.town import LEAST_SKILL, USUAL_MOTIVE

POSTS = 6  # of a team
NEWCOMER_GAP = 0.1  # by which a newcomer is below the mean competence at the start
MOTIVE_PULL = 0.01  # a month, of the way back to the motive that people bring to the work
POST_BLOCKS = 100  # blocks of chance from here on are for newcomers


@kernel
def work_life(town):
    """Simulate a month of work for every team; a newcomer of average competence fills each vacated post.

    Equations E68, E69 and E70.
    """
    teams = town.teams
    competence, relation, openness, strain = teams.competence, teams.relation, teams.openness, teams.strain
    motive, experience, renewals = teams.motive, teams.experience, teams.renewals
    rules, staff, seed, month = town.usual, town.numbers.staff, town.seed, town.month
    load, fit = _conditions(town)
    hazard = np.empty(len(strain))
    for a in range(AREAS):
        rule = rules[a]
        pressure = rule[RULE.target_pressure]
        aim = strain_aim(load[a], rule[RULE.documentation], pressure, rule[RULE.discretion], staff)
        change = motive_change(rule[RULE.documentation], pressure, rule[RULE.discretion], fit[a], staff) / 12.0
        rate = staff.learning * (1.0 + rule[RULE.training])
        relearned = staff.relearning * rule[RULE.dialogue]
        shown = staff.openness_learning * rule[RULE.weight_delivery]  # openness grows with citizens' weight in cases
        for team in range(town.team_start[a], town.team_start[a + 1]):
            strain[team] += staff.strain_rate * (aim - strain[team])
            motive[team] = clip(motive[team] + change + MOTIVE_PULL * (USUAL_MOTIVE - motive[team]), 0.0, 1.0)
            competence[team] += rate * max(staff.ceiling - competence[team], 0.0)
            relation[team] += relearned * max(staff.ceiling - relation[team], 0.0)
            openness[team] += shown * (1.0 - openness[team])
            experience[team] += 1.0
            hazard[team] = hazard_of_leaving_post(strain[team], staff)
    renewed = 0
    luck = np.empty(len(hazard))
    for post in range(POSTS):
        fill_block(luck, seed, TURNOVER, month, post)
        for team in range(len(hazard)):
            if luck[team] < hazard[team]:
                z = normals(seed, TURNOVER, month, team, POST_BLOCKS + post)
                renewed += 1
                renewals[team] += 1
                able = clip(staff.competence - NEWCOMER_GAP + staff.competence_spread * z[0], LEAST_SKILL, 1.0)
                relates = clip(staff.relation - NEWCOMER_GAP + staff.competence_spread * z[1], LEAST_SKILL, 1.0)
                competence[team] += (able - competence[team]) / POSTS
                relation[team] += (relates - relation[team]) / POSTS
                experience[team] *= (POSTS - 1.0) / POSTS
    town.turnover = renewed / (POSTS * len(hazard))


@kernel
def _conditions(town):
    """Return what teams work under: felt load, and mean quality of the units, both (areas,)."""
    load, fit = np.zeros(AREAS), np.zeros(AREAS)
    per = town.units_per_area
    for a in range(AREAS):
        for row in range(a * per, (a + 1) * per):
            load[a] += town.units.felt_load[row] * town.units.share[row]
            fit[a] += town.units.quality[row]
        fit[a] /= per
    return load, fit
