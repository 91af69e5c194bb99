"""What changes in the course of each arm's runs: its parameters from month 1, then the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agents.errors import InputError
from experiments.runs.arms.arm import Arm
from experiments.runs.arms.whole import named, paradigms_of
from model.parameters.parameters import AREA_NAMES, Parameters, split_overrides
from model.timeline.change import Change, Given, changes_of
from model.timeline.events import rules_of
from model.timeline.plan import Plan


def timelines_of(
    arms: Sequence[Arm], timeline: Iterable[Given] = (), rules: Mapping[str, Any] | None = None
) -> tuple[tuple[Change, ...], ...]:
    """Return the changes in the runs of each arm in full, in their order; see `timeline_of_arm`."""
    changes = changes_of(timeline)
    return tuple(timeline_of_arm(arm, arms, changes, rules) for arm in arms)


def timeline_of_arm(
    arm: Arm, arms: Sequence[Arm], timeline: Iterable[Given] = (), rules: Mapping[str, Any] | None = None
) -> tuple[Change, ...]:
    """Return the changes in the runs of an arm.

    Its parameters hold from month 1. A change for all arms holds as it is. A change of paradigm or rules for one arm
    holds in that arm's areas. A change of rules for the reference also holds outside the areas of every other arm.

    Args:
        arm: one of `arms`.
        arms: in full; the first is the reference.
        timeline: changes in the course of the runs; `arm` names the one that a change is for, if any.
        rules: changed in all arms, {dotted name without `rules.`: value}; later paradigms have them too.

    Raises:
        InputError: a change that is not valid, or for an arm that there is not.
    """
    own: list[Change] = []
    for change in changes_of(timeline):
        if change.arm:
            named(arms, change.arm)
        if change.paradigm is not None and rules:
            change = replace(change, paradigm=change.paradigm.updated(rules))
        if arm.areas and change.arm and change.event and rules_of(change):  # the event alone would reach all areas
            change = replace(change, event="", rules=rules_of(change))
        of_rules = change.paradigm is not None or bool(change.rules)
        if change.arm == arm.name and of_rules and arm.areas:
            own += _limited(change, arm.areas)
        elif change.arm in ("", arm.name):
            own.append(change)
        elif change.arm == arms[0].name and of_rules and arm.areas:
            own += _limited(change, [name for name in AREA_NAMES if name not in arm.areas])
    if arm.parameters:  # last, and so after changes of all arms in month 1
        own.append(Change(1, parameters=arm.parameters))
    return changes_of(replace(change, arm="") for change in own)


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
    for arm, paradigm, changes in zip(
        arms, paradigms_of(arms, rules), timelines_of(arms, timeline, rules), strict=True
    ):
        try:
            Plan(paradigm, {}, at_start, changes).checked()
        except InputError as error:
            raise InputError("arm {name}: {error}", name=arm.name, error=error) from None
