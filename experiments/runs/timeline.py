"""Timelines as people write them: tables `[[timeline]]` in files, and options of the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from agents.errors import InputError, shown, suggestion
from experiments.own.paradigm_file import paradigm_named
from experiments.reading import dotted, number_or_text
from model.aliases import current, new_name
from model.timeline.change import Change, change_of, changes_of, of_arm
from model.timeline.values import is_relative
from samskaping.language import Listing
from samskaping.registry import registered

_WHEN = re.compile(r"(?P<month>\d{1,9})(?:-(?P<until>\d{1,9}))?(?:~(?P<over>\d{1,9}))?")
_EVENT = re.compile(r"(?P<event>[a-z_]+)(?:@(?P<areas>[a-z_,]+))?(?:=(?P<size>[\d.]+))?")
_WHAT = re.compile(r"(?P<name>[A-Za-z_][\w.]*)\s*(?P<sign>[=*+-])\s*(?P<value>.+)")


def read_timeline(content: Any, where: str, ordered: bool = True) -> tuple[Change, ...]:
    """Return the changes of the tables `[[timeline]]` of a file; `where` names the file in messages.

    They are ordered by month, or as they stand in the file. Raises `InputError` for a change that is not valid.
    """
    if not isinstance(content, list) or not all(isinstance(one, Mapping) for one in content):
        raise InputError(
            "{where}: timeline = {given} is not valid: each change is a table of its own, headed [[timeline]]",
            where=where, given=shown(content),
        )  # fmt: skip
    tables = [
        {key: dotted(value) if key in _NESTED and isinstance(value, Mapping) else value for key, value in one.items()}
        for one in content
    ]
    try:
        changes = changes_of(tables)
        return changes if ordered else tuple(change_of(one) for one in tables)
    except InputError as error:
        raise InputError("{where}: {error}", where=where, error=error) from None


_NESTED = ("rules", "parameters")


def check_reach(changes: Iterable[Change], months: int) -> None:
    """Raise `InputError` for a change that begins after the last of a run's months."""
    for change in changes:
        if change.month > months:
            raise InputError(
                "the timeline's change in month {month} is never reached: the run has {months} months",
                month=change.month,
                months=months,
            )


def read_switch(text: str) -> Change:
    """Return the change of paradigm in "36:NPM", "36-48:NPM" (until month 48) or "36~12:NPM" (over 12 months).

    "36=NPM" is the form of earlier versions. A TOML file stands for the paradigm in it. Raises `InputError` for another
    form or an unknown paradigm.
    """
    when, _, paradigm = text.partition(":" if ":" in text else "=")
    found = _WHEN.fullmatch(when.strip())
    if found is None or not paradigm.strip():
        raise InputError("--switch {text!r} is not of the form MONTH:PARADIGM, such as 61:NPG", text=text)
    return _change(f"--switch {text}", found, paradigm=paradigm_named(paradigm.strip()))


def read_change(text: str) -> Change:
    """Return the change of a parameter or rule in "25:money.case_budget*0.85", or the event in "24-29:scandal@place".

    An event may have areas, @elder_care,place, and a size, =0.5. The months are as for `read_switch`. Raises
    `InputError` for another form or an unknown name.
    """
    when, _, what = text.partition(":")
    found, change = _WHEN.fullmatch(when.strip()), _WHAT.fullmatch(what.strip())
    event = _EVENT.fullmatch(what.strip())
    if found is not None and event is not None:
        areas = {"areas": event["areas"].split(",")} if event["areas"] else {}
        size = {"size": float(event["size"])} if event["size"] else {}
        return _change(f"--at {text}", found, event=event["event"], **areas, **size)
    if found is None or change is None:
        raise InputError(
            "--at {text!r} is not of the form MONTH:NAME*FACTOR, NAME=VALUE, NAME+NUMBER or NAME-NUMBER, such as "
            "25:money.case_budget*0.85. An event is MONTH:EVENT, such as 24-29:scandal@place. 25-36 is until month 36, "
            "25~12 over 12 months",
            text=text,
        )
    name = new_name(current(change["name"], "setting"), "rule")
    value = change["value"].strip()
    if re.fullmatch(r"-?\d+,\d+", value):
        point = text.replace(value, value.replace(",", "."))
        raise InputError("--at {text}: write decimals with a point: --at {point}", text=text, point=point)
    asked: Any = number_or_text(value) if change["sign"] == "=" else change["sign"] + value
    if change["sign"] == "=" and is_relative(asked):
        raise InputError("--at {text!r}: write {name}{value}, without =", text=text, name=name, value=value)
    if name in registered("parameter"):
        raise InputError(
            "--at {text!r}: {name} belongs to a mechanism of your own, whose parameters hold for a whole run; give it "
            "with --set",
            text=text, name=name,
        )  # fmt: skip
    if name.startswith("rules."):
        return _change(f"--at {text}", found, rules={name: asked})
    return _change(f"--at {text}", found, parameters={name: asked})


def _change(option: str, when: re.Match[str], **what: Any) -> Change:
    months = {key: int(value) for key, value in when.groupdict().items() if value is not None}
    try:
        return change_of({**months, **what})
    except InputError as error:
        raise InputError("{option}: {error}", option=option, error=error) from None


def of_arms(changes: Iterable[Change], arms: Iterable[str]) -> dict[str, tuple[Change, ...]]:
    """Return the changes of each arm by its name; raise `InputError` for a change of an arm that there is not."""
    changes, arms = tuple(changes), tuple(arms)
    for change in changes:
        if change.arm and change.arm not in arms:
            raise InputError(
                "the timeline's change in month {month}: unknown arm {arm!r}; valid: {arms}{hint}",
                month=change.month, arm=change.arm, arms=Listing(arms, "or"), hint=suggestion(change.arm, arms),
            )  # fmt: skip
    return {arm: of_arm(changes, arm) for arm in arms}
