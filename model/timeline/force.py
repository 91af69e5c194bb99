"""Put a month's settings in force in the town."""

from __future__ import annotations

import numpy as np

from model.paradigms.paradigm import STATUS_QUO
from model.paradigms.phasing import Phasing, moved
from model.parameters.mechanisms import effective
from model.parameters.parameters import Parameters
from model.phases.participation.roles import change_rules, renew_readiness, take_rules
from model.timeline.acts import act
from model.timeline.plan import Settings
from model.town.areas import renew_areas
from model.town.people import age_shares
from model.town.town import Town


def put_settings(town: Town, now: Settings, before: Settings, built: Parameters) -> None:
    """Put the settings of a month in force; what does not change keeps its bits.

    Args:
        town: at the start of the month.
        now: the month's settings.
        before: those of the month before.
        built: the parameters that the town was made with.
    """
    if now.parameters != before.parameters:
        _take_parameters(town, now.parameters, before.parameters, built)
    if now.spell != before.spell:
        phasing = None if now.in_full else Phasing(_bottom(town, before), now.stages)
        begin_paradigm(town, now, phasing=phasing)
    elif now.stages != before.stages:
        start = town.phasing.start if town.phasing is not None else town.rules
        change_rules(town, now.paradigm, None if now.in_full else Phasing(start, now.stages))
    if now.events or before.events:
        act(town, now.events, before.events, effective(built))


def continue_settings(town: Town, now: Settings, start: np.ndarray | None) -> None:
    """Take the settings of a saved run, whose state `town` has; `start` is where its phasing began."""
    town.paradigm = now.paradigm
    town.phasing = None if start is None else Phasing(start, now.stages)
    town.take_parameters(effective(now.parameters))


def begin_paradigm(town: Town, now: Settings, habituated: bool = False, phasing: Phasing | None = None) -> None:
    """Put a paradigm in force, and count decisions from its start."""
    town.counts[:] = 0.0
    take_rules(town, now.paradigm, habituated, phasing)


def _bottom(town: Town, before: Settings) -> np.ndarray:
    """Return the rules (areas, rules) of the paradigm before, as far as it was phased in, without changes of rules."""
    first = before.stages[0]
    start = town.phasing.start if town.phasing is not None else town.rules
    return moved(start, first, town.picks)


def _take_parameters(town: Town, now: Parameters, before: Parameters, built: Parameters) -> None:
    p = effective(now)
    renew_areas(
        town.areas, p, effective(before), effective(built), age_shares(town.place), town.population, STATUS_QUO,
        max(town.month - 1, 0),
    )  # fmt: skip
    town.take_parameters(p)
    renew_readiness(town)
