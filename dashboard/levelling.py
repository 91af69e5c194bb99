"""Levelled ways of governing: the same comparison without rules that have little to do with the paradigms' ideas.

A preset as argued and its levelled version are counterparts of each other. A difference survives levelling if it
matters, with the same sign, in both.
"""

from __future__ import annotations

from dataclasses import replace

from agents.errors import InputError
from dashboard.state import Settings
from dashboard.timeline import arm_in
from model.paradigms.presets import PRESETS

LEVELLED = "-levelled"
"""How the name of a levelled preset ends."""


def levelled(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ways of governing with their levelled presets; nothing where none has one."""
    made = tuple(map(_levelled, names))
    return made if made != names else ()


def argued(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ways of governing with their levelled presets as argued; nothing where none is levelled."""
    made = tuple(map(_argued, names))
    return made if made != names else ()


def other_names(names: tuple[str, ...]) -> dict[str, str]:
    """Return the counterpart of each way of governing that is to be compared levelled too, {name: counterpart}.

    Empty where the first way has no counterpart, or no other way has one. Also empty where a way of governing and its
    counterpart are compared already.
    """
    turned = _argued if argued(names) else _levelled
    found = {name: other for name in names if (other := turned(name)) != name}
    if names[0] not in found or len(found) < 2 or set(found.values()) & set(names):
        return {}
    return found


def without_other(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ways of governing that cannot be compared levelled too: they or the first have no counterpart.

    Arms of scenarios are not among them: each differs in what the scenario asks about. None is where a way of governing
    and its counterpart are compared already.
    """
    turn = _argued if argued(names) else _levelled
    found = {name: other for name in names if (other := turn(name)) != name}
    if set(found.values()) & set(names) or "/" in names[0]:
        return ()
    return tuple(name for name in names if "/" not in name and not {name, names[0]} <= set(found))


def in_two_versions() -> tuple[str, ...]:
    """Return the presets that have a levelled version."""
    return tuple(name for name in PRESETS if f"{name}{LEVELLED}" in PRESETS)


def turned(settings: Settings) -> Settings | None:
    """Return the settings with each way of governing's counterpart, also in the timeline; None where there is none.

    A timeline that switches to a paradigm without a counterpart has none either: half of it would stay as argued.
    """
    others = other_names(settings.paradigms)
    if not others:
        return None
    turn = _argued if is_levelled(settings) else _levelled
    course = []
    for change in settings.course:
        there = dict(change)
        paradigm = str(there.get("paradigm", ""))
        if paradigm and turn(paradigm) == paradigm:
            return None
        if paradigm:
            there["paradigm"] = turn(paradigm)
        if arm := arm_in(change):
            there["arm"] = others.get(arm, arm)
        course.append(tuple(there.items()))
    names = tuple(others.get(name, name) for name in settings.paradigms)
    try:
        return settings.changed(paradigms=names, timeline=tuple(course) if settings.course else settings.timeline)
    except InputError:  # such as a change at a month that the counterpart's rules do not allow
        return None


def counterpart(settings: Settings) -> Settings | None:
    """Return what is to be computed in order to say what survives levelling: the settings turned, in the first town.

    None where there is no counterpart, and with one seed, which settles nothing.
    """
    other = turned(settings) if settings.seeds > 1 else None
    return None if other is None else replace(other, second="")


def is_levelled(settings: Settings) -> bool:
    """Return whether levelled presets are compared."""
    return bool(argued(settings.paradigms))


def _argued(name: str) -> str:
    base, *areas = name.partition("@")
    return "".join((base.removesuffix(LEVELLED) if base in PRESETS else base, *areas))


def _levelled(name: str) -> str:
    base, *areas = name.partition("@")
    return "".join((f"{base}{LEVELLED}" if f"{base}{LEVELLED}" in PRESETS else base, *areas))
