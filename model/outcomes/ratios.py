"""Places of the outcomes, their values before the first event, and the ratios that they are made of."""

from collections import namedtuple
from typing import Any

from agents.engine.kernel import kernel
from agents.engine.sums import total
from model.outcomes.outcomes import NAMES
from model.town.ledger import FIT_BINS

Outcomes = namedtuple("Outcomes", NAMES)  # type: ignore[misc]  # noqa: PYI024
OUTCOME: Any = Outcomes(*range(len(NAMES)))  # OUTCOME.fit is its place in `Town.outcomes`
SMALLEST = 1e-12  # amounts up to this count as 0, since rounding may leave them
# Values before the first event, close to those of the status quo; other outcomes begin at 0.
FIRST = {
    "fit": 0.6, "fit_p10": 0.4, "fit_in_use": 0.5, "met_need": 0.5, "take_up": 0.6, "failure_demand": 0.2,
    "satisfaction": 0.55, "justice": 0.52, "horizontal_inequity": 0.1, "participation_parity": 1.0,
    "input_followed": 0.3, "attention": 1.0, "hours_per_case": 1.3, "met_need_lowest": 0.5,
}  # fmt: skip


@kernel
def ratio(above, below, otherwise):
    """Return above / below, or `otherwise` when `below` is about 0."""
    return above / below if below > SMALLEST else otherwise


@kernel
def kept(last, above, below):
    """Return above / below, or last month's value when `below` is about 0."""
    return ratio(above, below, last)


@kernel
def gap(last, above, below):
    """Return the share above / below in the highest fifth minus that in the lowest, both (fifths,).

    No share exceeds 1 (late cases may). Without events in one of them last month's value stays.
    """
    if below[0] <= SMALLEST or below[-1] <= SMALLEST:
        return last
    return min(1.0, above[-1] / below[-1]) - min(1.0, above[0] / below[0])


@kernel
def concentration(amount_rank, amount, rank, units):
    """Return the concentration index 2 cov(h, r) / mean(h) of an amount over resource rank (Kakwani et al.).

    `amount_rank` is the sum of amount times rank, `rank` the sum of ranks over the `units` that could have received it.
    Equation E74.
    """
    if amount <= SMALLEST or units <= SMALLEST:
        return 0.0
    return min(1.0, max(-1.0, 2.0 * (amount_rank / amount - rank / units)))


@kernel
def percentile(fits, share, otherwise):
    """Return the fit that `share` of encounters fall below, from a histogram, linear within a bin."""
    sought = share * total(fits)
    if sought <= 0.0:
        return otherwise
    before = 0.0
    k = 0
    while before + fits[k] < sought:
        before += fits[k]
        k += 1
    return (k + (sought - before) / fits[k]) / FIT_BINS
