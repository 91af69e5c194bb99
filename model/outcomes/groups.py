"""Outcomes by group of citizens, and by area."""

import numpy as np

from agents.engine.table import AREAS
from model.outcomes.outcomes import GROUP_OUTCOMES
from model.town.ledger import EVENT, STATE


def measure_groups(events: np.ndarray, states: np.ndarray, months: int, population: int) -> np.ndarray:
    """Return `GROUP_OUTCOMES` for every quintile, age band, district and area: (groups, outcomes); NaN where undefined.

    `events` (groups, events) are sums over the last `months` of the window, `states` (groups, states) the latest.
    Attitudes are people's, so areas have none.
    """
    events, states = events.astype(float), states.astype(float)
    people = np.where(states[:, STATE.people] > 0, states[:, STATE.people], np.nan)
    people[-AREAS:] = np.nan
    heads = people.copy()
    heads[-AREAS:] = population

    def share(above: np.ndarray, below: np.ndarray) -> np.ndarray:
        return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)

    cases = events[:, EVENT.cases]
    mean_trust = states[:, STATE.trust] / people
    columns = {
        "fit": share(events[:, EVENT.fit], cases),
        "fit_in_use": share(events[:, EVENT.use], cases),
        "below_floor": share(events[:, EVENT.below_floor], cases),
        "met_need": np.minimum(share(events[:, EVENT.met], events[:, EVENT.arrived]), 1.0),
        "take_up": share(events[:, EVENT.applied], events[:, EVENT.applied] + events[:, EVENT.faded]),
        "failure_demand": share(events[:, EVENT.return_cases], cases),
        "satisfaction": share(events[:, EVENT.satisfaction], cases),
        "justice": share(events[:, EVENT.justice], cases),
        "horizontal_inequity": np.sqrt(share(events[:, EVENT.spread], cases)),
        "case_hours_per_capita": events[:, EVENT.public_hours] / months / heads,
        "citizen_hours_per_capita": events[:, EVENT.citizen_hours] / months / heads,
        "open_needs_per_capita": states[:, STATE.open_needs] / people,
        "acts_per_capita": events[:, EVENT.acts] / months / heads,
        "complaints_per_capita": events[:, EVENT.complaints] / months / heads,
        "influence_per_capita": events[:, EVENT.influence] / months / heads,
        "input_followed": share(events[:, EVENT.followed], events[:, EVENT.answered]),
        "trust": mean_trust,
        "trust_spread": np.sqrt(np.maximum(states[:, STATE.trust_square] / people - mean_trust**2, 0.0)),
        "trust_low": states[:, STATE.low_trust] / people,
        "felt_voice": states[:, STATE.voice] / people,
        "efficacy": states[:, STATE.efficacy] / people,
        "ownership": states[:, STATE.ownership] / people,
        "months_to_service": share(events[:, EVENT.waited], cases),
        "attention": share(events[:, EVENT.attention], cases),
        "private_exit": np.minimum(share(events[:, EVENT.left], events[:, EVENT.applied]), 1.0),
        "given_up": np.minimum(share(events[:, EVENT.gave_up], events[:, EVENT.applied]), 1.0),
    }
    return np.stack([columns[name] for name in GROUP_OUTCOMES], axis=1)
