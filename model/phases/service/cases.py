"""The columns that a case reads and writes, the values that describe it, and how it is counted."""

from collections import namedtuple

from agents.engine.kernel import kernel
from agents.engine.sums import square
from model.town.ledger import EVENT, FIT_BINS

Users = namedtuple(  # noqa: PYI024
    "Users",
    "identity cell group resources rank time skill trust expectation voice efficacy ownership expected_following "
    "felt_influence known_fit known_unit encounters heard ignored hardships fit_sum hours_given need_state "
    "need_area need_unit need_span need_returns need_waited need_pressed need_vector",
)
Units = namedtuple(  # noqa: PYI024
    "Units",
    "kind programme solution quality slack indicator file_sum survey_sum file_count survey_count satisfaction_sum "
    "satisfaction_count felt_load",
)
Teams = namedtuple("Teams", "competence relation openness strain motive")  # noqa: PYI024
Services = namedtuple(  # noqa: PYI024
    "Services", "kind codified_count centre misconception quality weight measurability hours moved"
)
Counts = namedtuple("Counts", "hours fits others")  # noqa: PYI024
# The conditions of a case, its terms by kind of knowledge, both sides' views, and the results.
Setting = namedtuple(  # noqa: PYI024
    "Setting", "facilitation dialogue distance quality competence relation routine revealed codified_gain"
)
ByKind = namedtuple(  # noqa: PYI024
    "ByKind", "error pull own_error misconception lay_weight topic gain silent_gain"
)
Views = namedtuple("Views", "professional citizen")  # noqa: PYI024
Case = namedtuple(  # noqa: PYI024
    "Case", "fit used followed dialogue justice satisfaction citizen_hours public_hours returns"
)
Delivered = namedtuple("Delivered", "missed offered_wish delivered_wish silent_wish spread lay_weight")  # noqa: PYI024


@kernel
def count_case(case, delivered, rank, floor, fits, tally):
    """Count a `Case` of a citizen of some `rank` in `tally` (events,) and in the histogram `fits`."""
    tally[EVENT.public_hours] += case.public_hours
    tally[EVENT.citizen_hours] += case.citizen_hours
    tally[EVENT.citizen_hours_rank] += case.citizen_hours * rank
    tally[EVENT.cases] += 1.0
    tally[EVENT.return_cases] += 1.0 if case.returns > 0.0 else 0.0
    tally[EVENT.fit] += case.fit
    tally[EVENT.use] += case.fit * case.used
    tally[EVENT.below_floor] += 1.0 if case.fit < floor else 0.0
    tally[EVENT.satisfaction] += case.satisfaction
    tally[EVENT.satisfaction_square] += square(case.satisfaction)
    tally[EVENT.justice] += case.justice
    tally[EVENT.lay_weight] += delivered.lay_weight
    tally[EVENT.spread] += delivered.spread
    tally[EVENT.influence] += case.dialogue * case.followed
    tally[EVENT.influence_rank] += case.dialogue * case.followed * rank
    fits[min(int(case.fit * FIT_BINS), FIT_BINS - 1)] += 1.0
