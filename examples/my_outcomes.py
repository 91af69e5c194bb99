"""Outcomes of your own: each public function of the town is one. Names with _ in front are helpers."""

import numpy as np

from model.extend import outcome


@outcome(unit="share", better="lower", low=0, high=1)
def given_up_hope(town) -> float:
    """Share of citizens who expect less than half of what they say to be followed."""
    return _share(town.citizens.expected_following < 0.5)


@outcome(unit="trust", better="higher", label="Trust of the worst off")
def trust_of_the_worst_off(town) -> float:
    """Mean trust of the citizens who were left unserved most often."""
    hardships = town.citizens.hardships
    return float(town.citizens.trust[hardships >= np.quantile(hardships, 0.9)].mean())


def open_needs_per_citizen(town) -> float:
    """Open needs per citizen, without a declared unit or direction."""
    return float((town.citizens.need_state > 0).sum()) / town.population


def _share(which: np.ndarray) -> float:
    return float(which.mean())
