"""Behaviour of people who help: users in their own cases, volunteers in others' cases, peers and organisers.

Compiled scalar rules, one behaviour each. Arguments named `delivery` are the numbers of a parameter group. Equation
numbers are those of docs/odd.md.
"""

from agents.citizen_rules import clip
from agents.engine.kernel import kernel
from agents.year import MONTHLY_FADING

AVERAGE_TIME = 0.4  # free time of an average adult: `hours_cap` is for one
SOMETHING = 1e-9  # hours are divided by at least this


@kernel
def citizen_share_of_case(own_effort, delivery_share, time, base, delivery):
    """Share of the base hours that the citizen takes over, capped by the hours that a person can give (M14, M23).

    Equation E44.
    """
    wished = delivery.largest_share * delivery_share * own_effort
    return min(wished, delivery.hours_cap * time / AVERAGE_TIME / base)


@kernel
def help_wanted(base, taken, delivery):
    """Hours of a case that volunteers could take over: what laypeople can do and the user does not (M27).

    Equation E106.

    Args:
        base: standard hours of the case.
        taken: share of them that the user takes over.
    """
    return base * max(delivery.largest_share - taken, 0.0)


@kernel
def share_covered(hours, wanted):
    """Share of the hours wanted that the hours at hand cover, 0-1 (M27, M28). Equations E106 and E108."""
    return clip(hours / max(wanted, SOMETHING), 0.0, 1.0)


@kernel
def hours_after_help(hours, helped, coordination):
    """Public hours of a case when volunteers give `helped` hours to it (M27). Equation E106.

    Args:
        coordination: public hours to coordinate an hour that citizens give, 0-1.
    """
    return max(hours - helped * (1.0 - coordination), min(hours, 0.0))


@kernel
def hours_kept(unused, stands_for):
    """Volunteers' unused hours that a sub-sample keeps; a real town keeps none (M27). Equation E105."""
    return unused * (1.0 - 1.0 / stands_for)


@kernel
def gain_from_helping(level, share_used, helping):
    """Self-efficacy or ownership after a month of helping, 0-1 (M27). Equation E107.

    Args:
        share_used: share of the volunteer's hours that were used.
        helping: share of the gap that a month closes in which all hours are used.
    """
    return clip(level + helping * share_used * (1.0 - level), 0.0, 1.0)


@kernel
def burden_with_peers(burden, relief, met):
    """Learning cost or stigma of a citizen who meets a peer with the chance `met` (M28). Equation E108.

    Args:
        relief: share of the burden that a peer removes; below 0 a peer adds to it.
    """
    return burden * (1.0 - relief * met)


@kernel
def pressure_after_month(pressure, organisers):
    """Residents willing to organise, over about a year, with `organisers` this month (M29). Equation E109."""
    return MONTHLY_FADING * pressure + organisers
