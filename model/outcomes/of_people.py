"""Outcomes of citizens and politics: attitudes, inequality, democracy."""

import math

import numpy as np

from agents.citizens import CHILD
from agents.engine.kernel import kernel
from agents.engine.sums import mean, square
from agents.engine.table import AREAS
from model.outcomes.ratios import OUTCOME, SMALLEST, concentration, gap, kept, ratio
from model.paradigms.rules import RULE
from model.town.ledger import EVENT, STATE
from model.town.town import COUNT

LOW_SHARE = 0.4  # of citizens, in the two lowest fifths
MEAN_RANK = 0.5  # of all citizens
HIGHEST, LOWEST = 4, 0  # fifths


@kernel
def measure_attitudes(month, out):
    """Measure the attitudes at the month's end; `month` is a `Month`, `out` (outcomes,)."""
    states, citizens, fifths = month.states, month.citizens, month.fifth_states
    mean_trust = states[STATE.trust] / citizens
    voiced, unvoiced = states[STATE.voiced], citizens - states[STATE.voiced]
    out[OUTCOME.trust] = mean_trust
    out[OUTCOME.trust_spread] = math.sqrt(max(states[STATE.trust_square] / citizens - square(mean_trust), 0.0))
    out[OUTCOME.trust_low] = states[STATE.low_trust] / citizens
    of_highest = fifths[HIGHEST, STATE.trust] / max(fifths[HIGHEST, STATE.people], 1.0)
    out[OUTCOME.trust_gap] = of_highest - fifths[LOWEST, STATE.trust] / max(fifths[LOWEST, STATE.people], 1.0)
    if voiced > 0.0 and unvoiced > 0.0:
        of_unvoiced = (states[STATE.trust] - states[STATE.voiced_trust]) / unvoiced
        out[OUTCOME.trust_voice_gap] = states[STATE.voiced_trust] / voiced - of_unvoiced
    out[OUTCOME.polarisation] = 4.0 * states[STATE.low_trust] * states[STATE.high_trust] / square(citizens)
    out[OUTCOME.felt_voice] = states[STATE.voice] / citizens
    out[OUTCOME.felt_influence] = states[STATE.felt_influence] / citizens
    out[OUTCOME.efficacy] = states[STATE.efficacy] / citizens
    out[OUTCOME.ownership] = states[STATE.ownership] / citizens


@kernel
def measure_inequality(month, out):
    """Measure inequality between citizens of different resources. Equation E75."""
    events, states, citizens, fifths = month.events, month.states, month.citizens, month.fifths
    met, arrived = fifths[:, EVENT.met], fifths[:, EVENT.arrived]
    out[OUTCOME.met_need_gap] = gap(out[OUTCOME.met_need_gap], met, arrived)
    if arrived[LOWEST] > SMALLEST:
        out[OUTCOME.met_need_lowest] = min(1.0, met[LOWEST] / arrived[LOWEST])
    of_complex, arrived_complex = events[EVENT.met_complex], events[EVENT.arrived_complex]
    of_simple, arrived_simple = events[EVENT.met] - of_complex, events[EVENT.arrived] - arrived_complex
    if arrived_complex > SMALLEST and arrived_simple > SMALLEST:
        out[OUTCOME.costly_need_gap] = min(1.0, of_complex / arrived_complex) - min(1.0, of_simple / arrived_simple)
    out[OUTCOME.met_need_concentration] = concentration(
        events[EVENT.met_rank], events[EVENT.met], events[EVENT.arrived_rank], events[EVENT.arrived]
    )
    ended = np.empty(len(fifths))
    for fifth in range(len(fifths)):
        ended[fifth] = fifths[fifth, EVENT.applied] + fifths[fifth, EVENT.faded]
    out[OUTCOME.take_up_gap] = gap(out[OUTCOME.take_up_gap], fifths[:, EVENT.applied], ended)
    ranks = MEAN_RANK * citizens
    out[OUTCOME.citizen_hours_concentration] = concentration(
        events[EVENT.citizen_hours_rank], events[EVENT.citizen_hours], ranks, citizens
    )
    out[OUTCOME.influence_concentration] = concentration(
        events[EVENT.influence_rank], events[EVENT.influence], ranks, citizens
    )
    out[OUTCOME.trust_concentration] = concentration(states[STATE.trust_rank], states[STATE.trust], ranks, citizens)
    usual = square(out[OUTCOME.horizontal_inequity])
    out[OUTCOME.horizontal_inequity] = math.sqrt(ratio(events[EVENT.spread], events[EVENT.cases], usual))


@kernel
def measure_democracy(town, month, out):
    """Measure who takes part, what is decided, and what comes of it."""
    events, counts, seats, units = month.events, town.counts, town.seats, town.units
    acts_of_low = month.fifths[0, EVENT.acts] + month.fifths[1, EVENT.acts]
    in_cases = ratio(events[EVENT.lay_weight], events[EVENT.cases], 0.0)
    in_design = ratio(counts[COUNT.design_weight], counts[COUNT.design_count], 0.0)
    unit_years = max(town.months_of_paradigm, 1) / 12.0 * len(units.kind)
    out[OUTCOME.participation_parity] = min(
        1.0, kept(out[OUTCOME.participation_parity], acts_of_low / LOW_SHARE, events[EVENT.acts])
    )
    out[OUTCOME.input_followed] = kept(out[OUTCOME.input_followed], events[EVENT.followed], events[EVENT.answered])
    out[OUTCOME.power_shared] = 0.5 * in_cases + 0.5 * in_design
    out[OUTCOME.turnout] = town.turnout
    out[OUTCOME.seats_filled] = mean(seats.filled) if len(seats.filled) > 0 else 0.0
    out[OUTCOME.repeat_attendance] = ratio(events[EVENT.repeated], events[EVENT.attended], 0.0)
    out[OUTCOME.overruled] = ratio(counts[COUNT.overruled], counts[COUNT.decisions], 0.0)
    out[OUTCOME.youth_seats] = _youth_seats(seats.member, town.citizens.age_band)
    out[OUTCOME.heard_overruled] = _heard_overruled(town)
    out[OUTCOME.declared_gap] = _declared_gap(town.rules[:, RULE.declared], month.areas)
    out[OUTCOME.innovation] = counts[COUNT.innovations] / unit_years
    out[OUTCOME.trials] = counts[COUNT.trials] / unit_years
    out[OUTCOME.trials_reversed] = ratio(counts[COUNT.reversed], counts[COUNT.judged], 0.0)
    out[OUTCOME.initiatives] = counts[COUNT.initiatives] / unit_years
    out[OUTCOME.resident_run] = mean(units.resident_run) if town.initiatives else 0.0
    out[OUTCOME.solution_quality] = _solution_quality(town.areas.quality, units.solution)
    out[OUTCOME.reported_minus_real] = mean(units.indicator) - mean(units.quality)
    out[OUTCOME.political_support] = mean(town.politicians.support)


@kernel
def _youth_seats(member, age_band):
    """Return the share of filled seats that people under 18 hold. Equation E116."""
    filled, young = 0, 0
    for i in member.ravel():
        if i >= 0:
            filled += 1
            young += 1 if age_band[i] == CHILD else 0
    return young / max(filled, 1)


@kernel
def _heard_overruled(town):
    """Return the share of citizens who heard of an overruled proposal in the window. Equation E126."""
    since = town.month - town.ledger.window
    if town.news_month <= since:
        return 0.0
    heard = 0
    for month in town.citizens.overruling_heard:
        heard += 1 if month > max(since + 1, 0) else 0
    return heard / town.population


@kernel
def _declared_gap(declared, events):
    """Return declared influence minus the share of input followed, where something is declared. Equation E127.

    `declared` (areas,) is the rule, `events` (areas, events) those of the window. Where nothing was answered, nothing
    was followed.
    """
    promised, followed, answered, where = 0.0, 0.0, 0.0, 0
    for area in range(AREAS):
        if declared[area] > 0.0:
            promised += declared[area]
            followed += events[area, EVENT.followed]
            answered += events[area, EVENT.answered]
            where += 1
    return promised / where - ratio(followed, answered, 0.0) if where > 0 else 0.0


@kernel
def _solution_quality(quality, solution):
    """Return the mean quality (areas, solutions) of the units' solutions (units,)."""
    total_quality = 0.0
    for row in range(len(solution)):
        total_quality += quality[row // (len(solution) // len(quality)), solution[row]]
    return total_quality / len(solution)
