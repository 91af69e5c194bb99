"""What changes in the course of each arm's runs: its parameters from month 1, then the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agents.errors import InputError
from experiments.runs.arms import Arm, named, paradigms_of
from model.parameters.parameters import AREA_NAMES, Parameters, split_overrides
from model.timeline.change import Change, Given, changes_of
from model.timeline.plan import Plan


def timelines_of(arms: Sequence[Arm], timeline: Iterable[Given] = ()) -> tuple[tuple[Change, ...], ...]:
    """Return the changes in the runs of each arm, in the order of the arms in full.

    An arm's parameters hold from month 1. A change for all arms holds as it is. A change of paradigm or rules for one
    arm holds in that arm's areas. A change of rules for the reference also holds outside the areas of every other arm.

    Raises:
        InputError: a change that is not valid, or for an arm that there is not.
    """
    changes = changes_of(timeline)
    for change in changes:
        if change.arm:
            named(arms, change.arm)
    return tuple(_timeline(arm, arms[0], changes) for arm in arms)


def _timeline(arm: Arm, reference: Arm, changes: Sequence[Change]) -> tuple[Change, ...]:
    found = [Change(1, arm=arm.name, parameters=arm.parameters)] if arm.parameters else []
    for change in changes:
        of_rules = change.paradigm is not None or bool(change.rules)
        if change.arm == arm.name and of_rules and arm.areas:
            found += _limited(change, arm.areas)
        elif change.arm in ("", arm.name):
            found.append(change)
        elif change.arm == reference.name and of_rules and arm.areas:
            found += _limited(change, [name for name in AREA_NAMES if name not in arm.areas])
    return changes_of(found)


def _limited(change: Change, areas: Sequence[str]) -> list[Change]:
    """Return a change where it holds among some areas: one change, or none."""
    here = tuple(name for name in change.areas or AREA_NAMES if name in areas)
    return [replace(change, areas=here)] if here else []


def check_arms(arms: Sequence[Arm], overrides: Mapping[str, Any], timeline: Iterable[Given] = ()) -> None:
    """Raise `InputError` where the rules or parameters of arms in full cannot be in force together.

    Args:
        arms: in full.
        overrides: parameters and rules changed for all arms, by dotted name.
        timeline: changes in the course of the runs.
    """
    parameters, rules = split_overrides(overrides)
    at_start = Parameters().updated(parameters)
    for arm, paradigm, changes in zip(arms, paradigms_of(arms, rules), timelines_of(arms, timeline), strict=True):
        try:
            Plan(paradigm, {}, at_start, changes).checked()
        except InputError as error:
            raise InputError("arm {name}: {error}", name=arm.name, error=error) from None
