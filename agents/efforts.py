"""Worth of own effort in a table: what citizens weigh when they choose how much to do themselves. Equation E43."""

import numpy as np

from agents.citizen_rules import EFFORTS, co_production, worth_of_result
from agents.engine.kernel import kernel

EXPECTATIONS = 40  # steps of what citizens expect of a service, when they choose their own effort


@kernel
def worths_of_effort(public, delivery):
    """Return the worth of public effort with own effort 0, 1/4 ... 1, shape (5,), for `effort` to choose among."""
    worths = np.empty(EFFORTS)
    for step in range(EFFORTS):
        worths[step] = worth_of_result(co_production(public, step / (EFFORTS - 1), delivery), delivery)
    return worths


@kernel
def worths_by_expectation(delivery):
    """Return the worths of own effort (EXPECTATIONS + 1, EFFORTS): by step of the expected fit."""
    worths = np.empty((EXPECTATIONS + 1, EFFORTS))
    for step in range(EXPECTATIONS + 1):
        row = worths_of_effort(step / EXPECTATIONS, delivery)
        for own in range(EFFORTS):
            worths[step, own] = row[own]
    return worths
