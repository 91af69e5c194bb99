"""Arms in full, with bases and twins, and the paradigm that each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agents.errors import InputError, suggestion
from experiments.runs.arms.arm import Arm, check_names
from experiments.runs.arms.values import NO_ARENAS
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import AREA_NAMES
from samskaping.language import Message, Versions, languages

WITHOUT_ARENAS: Mapping[str, Any] = {
    "scope.meetings_per_year": 0.0, "boundary.recruitment": "none", "boundary.pay": 0.0,
}  # fmt: skip
"""The rules of a twin without meeting places: no meetings, and so nobody recruited or paid."""


def whole_arms(arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """Return the arms of a comparison in full: bases filled in, and each twin after its arm.

    An arm without a base has the reference's base and rules; its own rules hold over those. Parameters are not taken
    over. An arm in full stays as it is.

    Raises:
        InputError: the first arm has no base or applies in some areas only, a twin has no meeting places to lose, or
            its name is taken.
    """
    reference = arms[0]
    if reference.base is None:
        raise InputError(
            "arm {name}: the first arm is the reference, so it needs a base, such as base = 'status-quo'",
            name=reference.name,
        )
    if reference.areas:
        raise InputError(
            "arm {name}: the first arm is the reference, whose rules apply outside the areas of other arms; leave out "
            "areas",
            name=reference.name,
        )
    found = []
    for arm in arms:
        if arm.base is None:
            arm = replace(arm, base=reference.base, rules={**reference.rules, **arm.rules})
        found += [arm] if not arm.twin else [replace(arm, twin=""), _no_arenas(arm)]
    check_names(found)
    return tuple(found)


def _no_arenas(arm: Arm) -> Arm:
    """Return an arm without its meeting places."""
    here = arm.areas or AREA_NAMES
    paradigm = _inside(arm, {})
    if not any(_meets(one, here) for one in (paradigm.options or (paradigm,))):
        raise InputError(
            "arm {name}: it has no meeting places, so twin = 'no-arenas' would be the same arm; leave out twin",
            name=arm.name,
        )
    titles = {
        code: Message("{title} (without meeting places)", title=arm.label(code)).text(code) for code in languages()
    }
    rules = {**arm.rules, **WITHOUT_ARENAS}
    return replace(arm, name=f"{arm.name}-{NO_ARENAS}", title=Versions(titles), rules=rules, twin="")


def _meets(paradigm: Paradigm, areas: Iterable[str]) -> bool:
    return paradigm.scope.meetings_per_year > 0 and any(getattr(paradigm.scope, area) for area in areas)


def paradigms_of(arms: Sequence[Arm], rules: Mapping[str, Any] | None = None) -> tuple[Paradigm, ...]:
    """Return the paradigm of each arm in full (`whole_arms`), in their order.

    Args:
        arms: the first is the reference.
        rules: changed in all arms that do not set them, {dotted name without `rules.`: value}.

    Raises:
        InputError: rules that contradict each other; the message names the arm.
    """
    shared = rules or {}
    reference = _inside(arms[0], shared)
    return tuple(_inside(arm, shared).within(arm.areas, reference) for arm in arms)


def paradigm_of(arm: Arm, reference: Arm, rules: Mapping[str, Any] | None = None) -> Paradigm:
    """Return the paradigm of one arm in full, as `paradigms_of` does."""
    return paradigms_of([reference, arm], rules)[1] if arm.areas else _inside(arm, rules or {})


def _inside(arm: Arm, shared: Mapping[str, Any]) -> Paradigm:
    """Return the rules of an arm in its own areas."""
    assert arm.base is not None
    try:
        return load_paradigm(arm.base).updated({**shared, **arm.rules})
    except InputError as error:
        raise InputError("arm {name}: {error}", name=arm.name, error=error) from None


def named(arms: Sequence[Arm], name: str) -> Arm:
    """Return the arm with a name, or raise `InputError` with the nearest."""
    for arm in arms:
        if arm.name == name:
            return arm
    names = [arm.name for arm in arms]
    raise InputError(
        "unknown arm {name!r}; valid: {names}{hint}", name=name, names=", ".join(names), hint=suggestion(name, names)
    )
