"""All arena meetings of a month, compiled (M13, M15-M17, M21, M24, P22, P32).

Parts of the town come as tuples of the columns that a meeting reads and writes, their first axis as in the tables.
"""

import math
from collections import namedtuple

import numpy as np

from agents.citizen_rules import (
    clip,
    group_trust_after,
    group_trust_among,
    sessions_of_meeting,
)
from agents.engine.kernel import kernel
from agents.engine.sums import mean, square, total
from agents.engine.table import AREAS, columns
from agents.providers import Units
from agents.service_rules import (
    effective_skill,
    hazard_of_leaving_post,
    measurement_blur,
    observation_error,
    probability_of_adopting,
)
from model.chance import COUNCIL, DELIBERATE, FACILITATOR, normals, uniform, uniforms
from model.paradigms.rules import RULE
from model.phases.governing.trials import (
    ARENA_DRAW,
    begin_trial,
    change_solution,
    hours_of_trial,
    is_arenas_turn,
    understood,
)
from model.phases.participation.members import add_evidence, leave_marks
from model.phases.participation.recruitment import recruit
from model.town.ledger import KIND, Tallies
from model.town.town import COUNT, ROLE

MOST_PROCESS = 0.15  # of paid hours in a month
FEWEST = 3  # fewest citizens at a meeting
SESSION_MONTHS = 100_000  # months of chance between two sessions of a meeting, beyond any run
ROUNDING = 1e-9  # tolerance for rounding in whether a meeting is due
LEAST_AMOUNT = 1e-9  # wages and ranks are divided by at least this

# Facilitation and members.
LOST_WITH_FACILITATOR = 0.5  # part of the group's trust that goes with its facilitator
WORST_FACILITATOR, BEST_FACILITATOR = 0.3, 1.7  # bounds of skill, relative to the average facilitator
LEAST_PRACTISED = 0.4  # of the first meeting's hours; practice saves no more
LEAST_SHARE = 0.05  # least budget share that attention to an area is compared with
UNLIKE_BY_SPREAD, UNLIKE_BY_GROUP = 2.0, 0.1  # unlikeness per standard deviation of rank, and per further group
BLUR_BY_NEWCOMERS = 0.5  # how much a room of newcomers blurs judgement
STRAIN_BY_LOAD = 4.0  # strain of the budget per load above 1: full from a load of 1.25 on

# Deciding.
TRIAL_BLOCKS = 100  # blocks of chance from here on are for errors of judgement
SHARING_COST = 0.002  # openness that a proposal costs politicians at full citizen weight
SUCCESS_FELT = 0.3  # of `openness_rate`: gained by a success, lost by a failure
LEAST_OPEN, MOST_OPEN = 0.05, 0.95  # bounds of openness
GROUP_WIN_UNDECIDED = 0.5  # multiple of facilitation: win of the group in a meeting without proposals


Seats = namedtuple("Seats", "number area unit member attended held group_trust facilitator filled")  # noqa: PYI024
People = namedtuple(  # noqa: PYI024
    "People",
    "identity age_band group cell quintile rank resources skill time income trust voice efficacy expected_following "
    "felt_influence ownership need_state need_area need_vector hours_given meetings heard ignored",
)
Matters = namedtuple(  # noqa: PYI024
    "Matters",
    "kind centre misconception quality novelty known_citizen known_professional heard following measurability answers",
)
Council = namedtuple("Council", "openness platform priorities")  # noqa: PYI024
Books = namedtuple("Books", "counts hours tallies")  # noqa: PYI024
Room = namedtuple("Room", "rows weight unlike newcomers understood")  # noqa: PYI024
Ties = namedtuple("Ties", "tie_start tie_other row_of young")  # noqa: PYI024
Groups = namedtuple("Groups", "arenas encounter politics trust social money revision staff")  # noqa: PYI024


@kernel
def is_due(months, a_year):
    """Return whether the month after `months` months of the paradigm is one of the `a_year` meetings'."""
    return int((months + 1) * a_year / 12.0 + ROUNDING) > int(months * a_year / 12.0 + ROUNDING)


@kernel
def hold_meetings(town):
    """Recruit to empty seats and hold the meetings that are due.

    Meetings stop once processes have taken their share of the town's paid hours (tiny towns only). An arena follows the
    rules of the unit that it works on.
    """
    seats, citizens, ties = columns(Seats, town.seats), columns(People, town.citizens), columns(Ties, town)
    areas, units, council = columns(Matters, town.areas), columns(Units, town.units), columns(Council, town.politicians)
    books, numbers = Books(town.counts, town.ledger.hours, columns(Tallies, town.ledger)), _numbers_of(town)
    share, paid, strain, practice = town.areas.share, total(town.areas.budget), _strain(town), town.practice
    readiness, months, stands_for, seed, month = (
        town.readiness, town.months_of_paradigm, town.stands_for, town.seed, town.month,
    )  # fmt: skip
    kept_for_young = 1.0 if town.numbers.mechanisms.youth > 0.0 else 0.0
    cost = town.ledger.extra_cost
    closeness = _closeness(council.priorities, share)
    arenas_in_all = len(seats.area)
    per = town.units_per_area
    for turn in range(arenas_in_all):
        k = (turn + month) % arenas_in_all  # start with another area every month, in case hours run out
        area = seats.area[k]
        rule = practice[area * per + seats.unit[k]]
        if not is_due(months, rule[RULE.meetings_per_year]):
            continue
        if not total(books.hours[:, KIND.process]) < MOST_PROCESS * paid:
            break
        member, attended = seats.member[k], seats.attended[k]
        pay = rule[RULE.pay] / max(numbers.money.wage, LEAST_AMOUNT)
        invited, present = recruit(
            member, attended, area, citizens, ties, rule, pay, kept_for_young * rule[RULE.youth], numbers.arenas,
            numbers.trust, seed, month, seats.number[k],
        )  # fmt: skip
        books.hours[area, KIND.process] += invited * numbers.money.invitation / stands_for
        seats.filled[k] = present / rule[RULE.arena_size]
        if present < FEWEST:
            continue
        cost += present * rule[RULE.pay] * rule[RULE.meeting_hours] / stands_for
        books.hours[area, KIND.process] += (
            _hours_of_a_meeting(present, total(seats.held), rule, numbers.arenas) / stands_for
        )
        seats.held[k] += 1
        facilitation = _facilitation(k, seats, rule, readiness[ROLE.leaders], strain[area], numbers, seed, month)
        sessions = sessions_of_meeting(rule[RULE.meeting_hours], rule[RULE.session_hours])
        for session in range(sessions):
            seats.group_trust[k] = _meet(
                k, area * per + seats.unit[k], area, facilitation, seats, citizens, ties, areas, units, council,
                closeness[area], rule, readiness, books, numbers, stands_for, seed, month, session, sessions,
            )  # fmt: skip
    town.ledger.extra_cost = cost


@kernel
def _strain(town):
    """Return the mean strain of each area's teams, (areas,)."""
    found = np.empty(AREAS)
    for area in range(AREAS):
        found[area] = mean(town.teams.strain[town.team_start[area] : town.team_start[area + 1]])
    return found


@kernel
def _numbers_of(town):
    n = town.numbers
    return Groups(n.arenas, n.encounter, n.politics, n.trust, n.social, n.money, n.revision, n.staff)


@kernel
def _facilitation(k, seats, rule, ready, strain, numbers, seed, month):
    """Return how well a meeting is facilitated: by the rules, the facilitator's skill and strain.

    Facilitators leave as other staff do, and half of the group's trust goes with them. Equation E22.
    """
    chance = hazard_of_leaving_post(strain, numbers.staff) * 12.0 / rule[RULE.meetings_per_year]
    arena = seats.number[k]
    if uniform(seed, FACILITATOR, month, arena, 0) < chance:
        seats.facilitator[k] = facilitators_skill(normals(seed, FACILITATOR, month, arena, 1)[0], numbers.arenas)
        seats.group_trust[k] = group_trust_among(seats.group_trust[k], LOST_WITH_FACILITATOR, numbers.arenas)
    skill = effective_skill(seats.facilitator[k], strain, numbers.staff)
    return clip(rule[RULE.facilitation] * ready * skill, 0.0, 1.0)


@kernel
def facilitators_skill(z, arenas):
    """Return how well a facilitator does the work, 1 the average one, from a normal number. Equation E22."""
    return clip(1.0 + arenas.facilitator_spread * z, WORST_FACILITATOR, BEST_FACILITATOR)


@kernel
def _closeness(priorities, share):
    """Return how far politicians' priority for each area exceeds its budget share, (areas,), -1 to 1.

    Equation E25.
    """
    close = np.empty(len(share))
    for a in range(len(share)):
        close[a] = clip(mean(priorities[:, a]) / max(share[a], LEAST_SHARE) - 1.0, -1.0, 1.0)
    return close


@kernel
def _hours_of_a_meeting(present, held, rule, arenas):
    """Return public hours: staff, facilitators, politicians, support of members. Equations E30 and E125."""
    practice = max((1.0 + held) ** -arenas.learning_exponent, LEAST_PRACTISED)
    work = (arenas.staff_hours + arenas.facilitator_hours * rule[RULE.facilitation]) * practice
    work *= sessions_of_meeting(rule[RULE.meeting_hours], rule[RULE.session_hours])
    work += arenas.politicians * rule[RULE.presence] * rule[RULE.meeting_hours]
    return work + arenas.support_hours * rule[RULE.support] * present


@kernel
def _meet(
    k, row, area, facilitation, seats, citizens, ties, areas, units, council, closeness, rule, readiness, books,
    numbers, stands_for, seed, month, session, sessions,
):  # fmt: skip
    """Hold one session: evidence, proposals, the council's answer, members' conclusions; return group trust after it.

    Without a quorum members meet but decide nothing. Members leave after the last of a meeting's `sessions`. Equations
    E25, E79 and E125.
    """
    month += SESSION_MONTHS * session
    arena, member, attended, group_trust = seats.number[k], seats.member[k], seats.attended[k], seats.group_trust[k]
    room = _members(member, attended, citizens.rank, citizens.group, areas.known_citizen[area], facilitation)
    add_evidence(room, area, citizens, areas, facilitation, numbers.encounter, seed, month, units.arena_sum[row])
    units.arena_count[row] += len(room.rows)
    blur = 1.0 + numbers.arenas.conflict * room.unlike * (1.0 - facilitation)
    newcomers = room.newcomers if session == 0 else 0.0
    blur *= 1.0 + BLUR_BY_NEWCOMERS * newcomers
    strained = min(1.0, max(0.0, (units.felt_load[row] - 1.0) * STRAIN_BY_LOAD))
    quorate = len(room.rows) >= numbers.arenas.quorum * rule[RULE.arena_size]
    proposed, adopted = 0, 0
    if quorate:
        proposed, adopted = _decide(
            arena, area, row, room, blur, closeness, strained, readiness[ROLE.politicians], rule, citizens, areas,
            units, council, books, numbers, stands_for, seed, month,
        )  # fmt: skip
    areas.heard[area] += adopted / stands_for
    areas.answers[area, 0] += proposed
    areas.answers[area, 1] += adopted
    followed = areas.following[area]
    if proposed > 0:
        followed = adopted / proposed
        areas.following[area] += numbers.arenas.following_rate * (followed - areas.following[area])
    undecided = GROUP_WIN_UNDECIDED * facilitation if quorate else 0.0
    achieved = followed if proposed > 0 else undecided
    among = group_trust_among(group_trust, newcomers, numbers.arenas)
    group_trust = group_trust_after(among, achieved, numbers.arenas)
    leave_marks(
        member, attended, citizens, ties, facilitation, followed, group_trust, proposed > 0, rule, area, numbers.arenas,
        numbers.trust, numbers.social, arena, stands_for, seed, month, books.tallies, session, sessions,
    )  # fmt: skip
    return group_trust


@kernel
def _members(member, attended, rank, group, known, facilitation):
    """Return who sits in an arena, as a `Room`.

    Equation E22.
    """
    rows = member[member >= 0].astype(np.int64)
    count = len(rows)
    weight = np.empty(count)
    groups = 0
    understood_bits = 0
    ranks = 0.0
    squares = 0.0
    for k in range(count):
        ranks += rank[rows[k]]
        squares += square(rank[rows[k]])
        groups |= 1 << int(group[rows[k]])
        understood_bits |= known[group[rows[k]]]
    kinds = (groups & 1) + ((groups >> 1) & 1) + ((groups >> 2) & 1) + ((groups >> 3) & 1)
    new = 0.0
    for seat in range(len(member)):
        if member[seat] >= 0 and attended[seat] == 0:
            new += 1.0
    for k in range(count):
        weight[k] = facilitation / count + (1.0 - facilitation) * rank[rows[k]] / max(ranks, LEAST_AMOUNT)
    some = max(count, 1)
    spread = math.sqrt(max(squares / some - square(ranks / some), 0.0))
    unlike = min(1.0, UNLIKE_BY_SPREAD * spread + UNLIKE_BY_GROUP * (kinds - 1))
    return Room(rows, weight, unlike, new / some, understood_bits)


@kernel
def _decide(
    arena, area, row, room, blur, closeness, strained, ready, rule, citizens, areas, units, council, books, numbers,
    stands_for, seed, month,
):  # fmt: skip
    """Judge changes to the unit's solution; return (proposals made, proposals adopted).

    With a budget of trials, only when the next trial is the arena's. The more citizens understand a change, the smaller
    the error of their common judgement. `weight_agenda` decides whose bits are discussed, `weight_design` weights the
    judgements. Equations E24 and E27.
    """
    counts, revision = books.counts, numbers.revision
    rationed = revision.trial_months > 0.0
    blur_of_cases = 1.0
    price = hours_of_trial(float(len(citizens.identity)), len(units.users) // len(areas.quality), revision)
    if rationed:
        blur_of_cases = measurement_blur(
            rule[RULE.target_pressure], areas.measurability[area], rule[RULE.weight_evaluation]
        )
    arenas, politics, openness = numbers.arenas, numbers.politics, council.openness
    rows, weight, known, group = room.rows, room.weight, areas.known_citizen[area], citizens.group
    quality = areas.quality[area]
    known_professional = areas.known_professional[area]
    proposed = 0
    adopted = 0
    lay_rule = rule[RULE.weight_design]
    for trial in range(int(arenas.proposals)):
        if rationed:
            if not is_arenas_turn(row, units):
                break
            units.arena_turn[row] -= 1.0
            books.hours[area, KIND.process] += begin_trial(
                area, row, ARENA_DRAW, price, rule, blur_of_cases, stands_for, revision, arenas, units, areas.quality,
                counts, seed, month,
            )  # fmt: skip
        else:
            counts[COUNT.trials] += 1.0
        u = uniforms(seed, DELIBERATE, month, arena, trial)
        z = normals(seed, DELIBERATE, month, arena, TRIAL_BLOCKS + trial)
        bits = understood(room.understood if u[0] < rule[RULE.weight_agenda] else known_professional)
        bit = bits[int(u[1] * len(bits))]
        now = units.solution[row]
        gain = quality[now ^ (1 << bit)] - quality[now]
        error = 0.0
        for k in range(len(rows)):
            sd = arenas.noise_known if (known[group[rows[k]]] >> bit) & 1 else arenas.noise_unknown
            error += square(weight[k] * sd)
        lay = gain + math.sqrt(error) * blur * z[0]
        expert = gain + (arenas.noise_known if (known_professional >> bit) & 1 else arenas.noise_unknown) * z[1]
        if (1.0 - lay_rule) * expert + lay_rule * lay <= arenas.threshold:
            continue
        proposed += 1
        counts[COUNT.decisions] += 1.0
        bound = rule[RULE.binding] * ready
        present = rule[RULE.presence] * ready
        chance = probability_of_adopting(
            bound, present, closeness, mean(openness), lay_rule, strained, mean(council.platform), politics
        )
        step = -SHARING_COST * lay_rule
        if uniform(seed, COUNCIL, month, arena, trial) < chance:
            adopted += 1
            seen = quality[now] + observation_error(units.users[row], blur_of_cases, revision) * z[2]
            change_solution(area, row, now ^ (1 << bit), seen, units, areas.quality, areas.novelty, counts)
            counts[COUNT.design_weight] += lay_rule
            counts[COUNT.design_count] += 1.0
            step += politics.openness_rate * rule[RULE.presence] * (SUCCESS_FELT if gain > 0.0 else -SUCCESS_FELT)
        else:
            counts[COUNT.overruled] += 1.0
        for seat in range(len(openness)):
            openness[seat] = clip(openness[seat] + step, LEAST_OPEN, MOST_OPEN)
    return proposed, adopted
