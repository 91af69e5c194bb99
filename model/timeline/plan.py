"""A run's plan: the paradigm, rules and parameters of every month, from its settings and its timeline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from agents.errors import InputError, suggestion
from model.paradigms.paradigm import Paradigm
from model.paradigms.phasing import Stage
from model.paradigms.rules import INTENSITY, RULE
from model.parameters.declare import Declaration
from model.parameters.mechanisms import effective
from model.parameters.parameters import Parameters
from model.timeline.change import Change, at, change_of, ordered
from model.timeline.events import acts, parameters_of, rules_of
from model.timeline.values import changed_value, reached

_PARAMETERS = {declared.name: declared for declared in Parameters.declarations()}
_RULES = {declared.name.removeprefix("rules."): declared for declared in Paradigm.declarations()}
_ALL_COLUMNS = tuple(range(len(RULE)))


@dataclass(frozen=True)
class Settings:
    """What holds in a month."""

    spell: Change | None
    """The change that put the paradigm in force; None: the run's own paradigm."""
    stages: tuple[Stage, ...]
    """The paradigm, and each change of rules in turn."""
    parameters: Parameters
    events: tuple[Change, ...] = ()
    """The events that act on the town itself."""

    @property
    def paradigm(self) -> Paradigm:
        """The paradigm with all changes of rules in full."""
        return self.stages[-1].paradigm

    @property
    def in_full(self) -> bool:
        """Whether nothing is being phased in."""
        return all(stage.share >= 1.0 for stage in self.stages)


@dataclass(frozen=True)
class Plan:
    """The settings of a run and its changes, ordered by month.

    Attributes:
        paradigm: the run's own, with its changed rules.
        rules: rules changed when the run was made; they apply to later paradigms too.
        parameters: at the start.
        changes: from `changes_of`, all of them for this run (see `of_arm`).
    """

    paradigm: Paradigm
    rules: Mapping[str, Any]
    parameters: Parameters
    changes: tuple[Change, ...]

    def checked(self) -> Plan:
        """Return the plan; raise `InputError` where a change leads to settings that are not valid."""
        for change in self.changes:
            if change.arm:
                raise at(InputError("arm = {arm!r}: only a comparison has arms", arm=change.arm), change)
        months = {c.month for c in self.changes} | {c.month + c.over - 1 for c in self.changes}
        months |= {c.until + 1 for c in self.changes if c.until is not None}
        for month in sorted(months):
            self.settings(month)
        return self

    def moves(self, month: int) -> bool:
        """Return whether anything changes at the start of a month."""
        return any(change.moves(month) for change in self.changes)

    def settings(self, month: int) -> Settings:
        """Return what holds in a month; raise `InputError` where a change is not valid."""
        now = [change for change in self.changes if change.in_force(month)]
        spells = [change for change in now if change.paradigm is not None]
        spell = spells[-1] if spells else None
        return Settings(spell, self._stages(spell, now, month), self._parameters(now, month), acts(now))

    def paradigms(self, months: int) -> tuple[tuple[int, Paradigm], ...]:
        """Return the paradigms of a run of so many months: (first month, paradigm), from month 1 on."""
        found = [(1, self.settings(1))]
        for month in range(2, months + 1):
            if self.moves(month) and (now := self.settings(month)).spell != found[-1][1].spell:
                found.append((month, now))
        return tuple((month, now.paradigm) for month, now in found)

    def switched(self, month: int, paradigm: Paradigm) -> Plan:
        """Return the plan with another paradigm from a month on, in the place of a paradigm that began in it."""
        kept = [c for c in self.changes if c.paradigm is None or c.month != month]
        return replace(self, changes=ordered([*kept, Change(month, paradigm=paradigm)])).checked()

    def _stages(self, spell: Change | None, now: list[Change], month: int) -> tuple[Stage, ...]:
        paradigm = self.paradigm
        for change in now:
            if change.paradigm is not None:
                try:
                    paradigm = change.paradigm.updated(self.rules).within(change.areas, paradigm)
                except InputError as error:
                    raise at(error, change) from None
        stages = [Stage(paradigm, _ALL_COLUMNS, 1.0 if spell is None else spell.share(month))]
        for change in now:
            if rules := rules_of(change):
                try:
                    before = stages[-1].paradigm
                    paradigm = with_rules(before, rules).within(change.areas, before)
                except InputError as error:
                    raise at(error, change) from None
                stages.append(Stage(paradigm, _columns(rules), change.share(month)))
        return tuple(stages)

    def _parameters(self, now: list[Change], month: int) -> Parameters:
        parameters = self.parameters
        for change in now:
            if values := parameters_of(change, parameters):
                try:
                    parameters = _with_parameters(parameters, values, change.share(month))
                    self._refuse_of_the_start(parameters)
                except InputError as error:
                    raise at(error, change) from None
        return parameters

    def _refuse_of_the_start(self, parameters: Parameters) -> None:
        """Refuse a mechanism's switch that would change what shapes the town when it is made."""
        then, now = effective(self.parameters).flat(), effective(parameters).flat()
        for name, declared in _PARAMETERS.items():
            if declared.start_only and then[name] != now[name]:
                raise _of_the_start(name)

    def as_plain(self) -> dict[str, Any]:
        """Return the plan as plain data for JSON, from which `plan_from` makes it again."""
        changes = [
            {**change.as_dict(), **({"paradigm": _plain(change.paradigm)} if change.paradigm is not None else {})}
            for change in self.changes
        ]
        return {
            "paradigm": _plain(self.paradigm),
            "rules": dict(self.rules),
            "parameters": self.parameters.model_dump(),
            "changes": changes,
        }

    def later(self, changes: tuple[Change, ...], month: int) -> Plan:
        """Return the plan with further changes, which begin after `month`; raise `InputError` where one does not."""
        for change in changes:
            if change.month <= month:
                raise at(InputError("the run is past it: month {month} is the last one simulated", month=month), change)
        return replace(self, changes=ordered([*self.changes, *changes])).checked() if changes else self


def plan_from(plain: Mapping[str, Any]) -> Plan:
    """Return the plan of `Plan.as_plain`."""
    changes = [
        {**change, **({"paradigm": _paradigm(change["paradigm"])} if "paradigm" in change else {})}
        for change in plain["changes"]
    ]
    parameters = Parameters.model_validate(plain["parameters"])
    return Plan(_paradigm(plain["paradigm"]), plain["rules"], parameters, _unchecked(changes))


def _unchecked(changes: list[dict[str, Any]]) -> tuple[Change, ...]:
    """Return changes as they were: `switch_paradigm` may stand in month 1, which a timeline refuses."""
    return tuple(
        Change(**change) if change["month"] == 1 and "paradigm" in change else change_of(change) for change in changes
    )


def _plain(paradigm: Paradigm) -> Any:
    return json.loads(paradigm.model_dump_json())


def _paradigm(plain: Any) -> Paradigm:
    return Paradigm.model_validate_json(json.dumps(plain))


def with_rules(paradigm: Paradigm, rules: Mapping[str, Any]) -> Paradigm:
    """Return a paradigm with rules changed, also in its options and outside its areas; values may be relative."""
    values = {}
    for name, value in rules.items():
        if name not in _RULES:
            full = f"rules.{name}"
            raise InputError(
                "unknown rule {name!r}{hint}", name=full, hint=suggestion(full, [f"rules.{one}" for one in _RULES])
            )
        values[name] = changed_value(_RULES[name], _value_of(paradigm, name), value)
    parts = {
        "options": tuple(with_rules(option, rules) for option in paradigm.options),
        "areas": paradigm.areas,
        "outside": None if paradigm.outside is None else with_rules(paradigm.outside, rules),
    }
    alone = paradigm.model_copy(update={"options": (), "areas": (), "outside": None})
    return alone.updated(values).model_copy(update=parts)


def _with_parameters(parameters: Parameters, changes: Mapping[str, Any], share: float) -> Parameters:
    values = {}
    for name, value in changes.items():
        declared = _declared(name)
        before = _value_of(parameters, name)
        values[name] = reached(declared, before, changed_value(declared, before, value), share)
    return parameters.updated(values)


def _declared(name: str) -> Declaration:
    if name not in _PARAMETERS:
        raise InputError("unknown parameter {name!r}{hint}", name=name, hint=suggestion(name, _PARAMETERS))
    if _PARAMETERS[name].start_only:
        raise _of_the_start(name)
    return _PARAMETERS[name]


def _of_the_start(name: str) -> InputError:
    return InputError(
        "{name} cannot change in a run: it shapes the town when it is made ({help}); give it as a setting of the run",
        name=name, help=_PARAMETERS[name].help_text,
    )  # fmt: skip


def _value_of(groups: Paradigm | Parameters, name: str) -> Any:
    value: Any = groups
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _columns(rules: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the columns of the rule matrix that changed rules may move; the intensity moves all numbers."""
    fields = {name.split(".")[-1] for name in rules if name != "intensity"}
    if "intensity" in rules:
        fields |= set(INTENSITY)
    return tuple(column for column, name in enumerate(RULE._fields) if name in fields)
