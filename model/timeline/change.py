"""A change in the course of a run, and how it is read.

A change has a first month, and one of: a paradigm, rules, parameters, an event. Several changes may be in force at a
time. Each works on what the earlier ones leave, so two cuts of 15 % leave 72 %.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from agents.errors import InputError, shown, suggestion
from model.aliases import current_names
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import AREA_NAMES
from model.timeline.events import EVENTS
from samskaping.language import Listing

MOST_MONTHS = 12_000
KINDS = ("paradigm", "rules", "parameters", "event")
"""What a change may change: each gives one of them."""


@dataclass(frozen=True)
class Change:
    """One change. `changes_of` makes and checks it; months count from 1, the first under the paradigm.

    Attributes:
        month: the first month in force.
        until: the last month in force; then what was before returns. None: for good.
        over: months in which it is phased in; numbers move by equal steps, and reach their value in the last of them.
        arm: the arm of a comparison that it is for; empty: all arms.
        name: what a study's factors call it.
        paradigm: the paradigm from then on.
        rules: rules from then on, under whatever paradigm: {dotted name without `rules.`: value}.
        parameters: {dotted name: value}. A value such as "*0.85", "+0.1" or "-0.1" changes the one in force.
        event: a name of `model.timeline.events.EVENTS`.
        areas: where a paradigm, rules or an event hold; empty: in all areas.
        size: of the event, as `EVENTS` explains it.
    """

    month: int
    until: int | None = None
    over: int = 1
    arm: str = ""
    name: str = ""
    paradigm: Paradigm | None = None
    rules: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    event: str = ""
    areas: tuple[str, ...] = ()
    size: float = 0.0

    def in_force(self, month: int) -> bool:
        """Return whether the change is in force in a month, in part or in full."""
        return self.month <= month and (self.until is None or month <= self.until)

    def share(self, month: int) -> float:
        """Return how far the change is phased in in a month of it: 1 in full."""
        return min(1.0, (month - self.month + 1) / self.over)

    def moves(self, month: int) -> bool:
        """Return whether the change moves anything at the start of a month."""
        if self.event == "uniform_reform" and self.in_force(month):
            return True  # units that have changed something are brought back
        return self.month <= month < self.month + self.over or (self.until is not None and month == self.until + 1)

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain data, shaped as it is written; a paradigm is given by its name."""
        plain: dict[str, Any] = {"month": self.month}
        for key, default in (("until", None), ("over", 1), ("arm", ""), ("name", "")):
            if getattr(self, key) != default:
                plain[key] = getattr(self, key)
        if self.areas and not self.event:
            plain["areas"] = list(self.areas)
        if self.paradigm is not None:
            return {**plain, "paradigm": self.paradigm.name}
        if self.event:
            areas = {"areas": list(self.areas)} if 0 < len(self.areas) < len(AREA_NAMES) else {}
            size = {} if EVENTS[self.event].size is None else {"size": self.size}
            return {**plain, "event": self.event, **areas, **size}
        return {**plain, **({"rules": dict(self.rules)} if self.rules else {"parameters": dict(self.parameters)})}


Given = Change | Mapping[str, Any]


def changes_of(timeline: Iterable[Given]) -> tuple[Change, ...]:
    """Return the changes of a timeline, read and ordered by month.

    Raises:
        InputError: for a change that is not valid by itself; the message gives its place, the key and the reason.
    """
    if isinstance(timeline, (str, Mapping)) or not isinstance(timeline, Iterable):
        raise InputError("a timeline is a list of changes, not {timeline}", timeline=shown(timeline))
    changes = []
    for place, given in enumerate(timeline, start=1):
        try:
            changes.append(change_of(given))
        except InputError as error:
            raise InputError("change {place} of the timeline: {error}", place=place, error=error) from None
    return ordered(changes)


def ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes by month; raise `InputError` for two paradigms from the same month."""
    by_month = sorted(changes, key=operator.attrgetter("month"))
    _no_two_paradigms(by_month)
    return tuple(by_month)


def change_of(given: Given) -> Change:
    """Return one change, read and checked by itself; raise `InputError` where it is not valid."""
    return _checked(given) if isinstance(given, Change) else _read(given)


def switches_of(changes: Iterable[Change]) -> tuple[tuple[tuple[int, Paradigm], ...], tuple[Change, ...]]:
    """Return changes of paradigm at once and for good as (month, paradigm), and the changes that are not."""
    plain, others = [], []
    for change in changes:
        if change.paradigm is not None and change.until is None and change.over == 1:
            plain.append((change.month, change.paradigm))
        else:
            others.append(change)
    return tuple(plain), tuple(others)


def of_arm(changes: Iterable[Change], arm: str) -> tuple[Change, ...]:
    """Return the changes that hold for an arm, its own and those of all arms, as changes of a single run."""
    return tuple(replace(change, arm="") for change in changes if change.arm in ("", arm))


def at(error: InputError, change: Change) -> InputError:
    """Return an error with the month of the change that it is about."""
    return InputError("the timeline's change in month {month}: {error}", month=change.month, error=error)


_KEYS = tuple(one.name for one in fields(Change))


def _read(given: Any) -> Change:
    if not isinstance(given, Mapping):
        raise InputError("{given} is not a change, such as {{'month': 25, 'paradigm': 'NPM'}}", given=shown(given))
    for key in given:
        if key not in _KEYS:
            raise InputError(
                "unknown key {key}; valid: {keys}{hint}",
                key=shown(key), keys=Listing(_KEYS, "or"), hint=suggestion(str(key), _KEYS),
            )  # fmt: skip
    if "month" not in given:
        raise InputError("month is missing: the first month in force, 1 being the first under the paradigm")
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) != 1:
        raise InputError(
            "it must have exactly one of {kinds}, not {given}",
            kinds=Listing(KINDS, "or"), given=Listing(kinds, "and") if kinds else shown(None),
        )  # fmt: skip
    values = dict(given)
    if "paradigm" in values:
        values["paradigm"] = load_paradigm(values["paradigm"])
    for kind in ("rules", "parameters"):
        if kind in values:
            values[kind] = _names(kind, values[kind])
    if "event" in values:
        values |= _event(values)
    elif "size" in given:
        raise InputError("size belongs to an event, and this change has none")
    return _checked(Change(**values))


def _event(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event's own keys, checked."""
    name = given["event"]
    if not isinstance(name, str) or name not in EVENTS:
        raise InputError(
            "unknown event {name}; valid: {events}{hint}",
            name=shown(name), events=Listing(EVENTS, "or"), hint=suggestion(str(name), EVENTS),
        )  # fmt: skip
    event, areas = EVENTS[name], given.get("areas", AREA_NAMES if EVENTS[name].by_area else ())
    if not isinstance(areas, (list, tuple)) or (not areas and event.by_area):
        raise InputError("areas = {areas} must be a list of areas", areas=shown(areas))
    for area in areas:
        if area not in AREA_NAMES:
            raise InputError(
                "unknown area {area}; valid: {areas}{hint}",
                area=shown(area), areas=Listing(AREA_NAMES, "or"), hint=suggestion(str(area), AREA_NAMES),
            )  # fmt: skip
    if areas and not event.by_area:
        raise InputError("the event {event} holds for the whole town; leave out areas", event=name)
    size = given.get("size", event.size)
    if event.size is None:
        if size is not None:
            raise InputError("the event {event} has no size", event=name)
    elif isinstance(size, bool) or not isinstance(size, (int, float)) or not event.low <= size <= event.high:
        raise InputError(
            "size = {size} is not valid: it must be a number from {low:g} to {high:g}",
            size=shown(size), low=event.low, high=event.high,
        )  # fmt: skip
    if event.ends and given.get("until") is None:
        raise InputError("the event {event} needs its last month: until", event=name)
    if given.get("over", 1) != 1 and not event.gradual:
        raise InputError("the event {event} cannot be phased in; leave out over", event=name)
    return {"areas": tuple(areas), "size": float(size or 0.0)}


def _names(kind: str, given: Any) -> dict[str, Any]:
    """Return changed rules or parameters under the names they have now."""
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
        raise InputError("{kind} = {given} must be a table of dotted names and values", kind=kind, given=shown(given))
    if kind == "rules":
        return current_names({name.removeprefix("rules."): value for name, value in given.items()}, "rule")
    for name in given:
        if name.startswith("rules."):
            raise InputError("{name} is a rule: give it under rules, not under parameters", name=name)
    return current_names(given, "parameter")


def _checked(change: Change) -> Change:
    month = _whole("month", change.month, 1, MOST_MONTHS)
    until = None if change.until is None else _whole("until", change.until, month, MOST_MONTHS)
    over = _whole("over", change.over, 1, MOST_MONTHS)
    if until is not None and until < month + over - 1:
        raise InputError(
            "until = {until} ends it before it is phased in: that takes {over} months from month {month}",
            until=until, over=over, month=month,
        )  # fmt: skip
    for key in ("arm", "name"):
        if not isinstance(getattr(change, key), str):
            raise InputError("{key} = {value} must be text", key=key, value=shown(getattr(change, key)))
    if change.paradigm is not None and month == 1:
        raise InputError("a paradigm in month 1 would replace the run's own at once; give that one instead")
    return replace(change, month=month, until=until, over=over, areas=_areas(change))


def _areas(change: Change) -> tuple[str, ...]:
    """Return the areas of a change of paradigm or rules, or of an event, in the model's order."""
    given: Any = change.areas
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise InputError(
            "areas = {given} is not valid: give a list of areas; valid: {names}",
            given=shown(given), names=", ".join(AREA_NAMES),
        )  # fmt: skip
    for area in given:
        if area not in AREA_NAMES:
            raise InputError(
                "unknown area {area}; valid: {names}{hint}", area=shown(area), names=", ".join(AREA_NAMES),
                hint=suggestion(str(area), AREA_NAMES),
            )  # fmt: skip
    if given and change.paradigm is None and not change.rules and not change.event:
        raise InputError("areas needs a paradigm, rules or an event: parameters hold for the whole town")
    return tuple(name for name in AREA_NAMES if name in given)


def _whole(key: str, value: Any, low: int, high: int) -> int:
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None or not low <= number <= high:
        raise InputError(
            "{key} = {value} is not valid: it must be a whole number from {low} to {high}",
            key=key, value=shown(value), low=low, high=high,
        )  # fmt: skip
    return number


def _no_two_paradigms(changes: list[Change]) -> None:
    """Refuse two paradigms from the same month in the same arm."""
    begun: list[Change] = []
    for change in changes:
        if change.paradigm is None:
            continue
        for other in begun:
            if other.month == change.month and (not other.arm or not change.arm or other.arm == change.arm):
                raise InputError(
                    "two changes of paradigm are in month {month}: give one for each month", month=change.month
                )
            if change.until is not None and other.month < change.month < other.month + other.over:
                raise InputError(
                    "the paradigm of month {month} ends while that of month {first} waits to be phased in: give it "
                    "without until, or after month {last}",
                    month=change.month, first=other.month, last=other.month + other.over - 1,
                )  # fmt: skip
        begun.append(change)
