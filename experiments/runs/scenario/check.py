"""Checks a scenario against what the model declares: names, values, and changes that its months reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from agents.errors import InputError, suggestion
from experiments.defaults import PARADIGMS
from experiments.runs.scenario.groups import ORDER
from model.town.municipalities import LARGEST, SMALLEST
from samskaping.language import Message
from samskaping.registry import registered

if TYPE_CHECKING:
    from experiments.runs.scenario.scenario import Scenario


def refuse_files(file: Any, where: str) -> None:
    """Refuse the file of a town or a paradigm of one's own, and say where it may be named."""
    from experiments.own.paradigm_file import names_paradigm
    from experiments.own.town_file import names_town

    if names_town(file.municipality):
        raise InputError(
            "{where}: municipality = {name}: a scenario names a municipality of Norway. Give a town of your own beside "
            "the scenario, with --municipality {name}, or in a study",
            where=where, name=file.municipality,
        )  # fmt: skip
    tables = [one for given in (file.arms, file.timeline) if isinstance(given, list) for one in given]
    bases = [one.get(key) for one in tables if isinstance(one, dict) for key in ("base", "paradigm")]
    for name in (*(file.paradigms or ()), *bases):
        if names_paradigm(name):
            raise InputError(
                "{where}: {name} is a file, and a scenario names paradigms of the program. Give a paradigm of your own "
                "beside the scenario, with --paradigms, --arm or --switch, or in a study",
                where=where, name=name,
            )  # fmt: skip


def check_scenario(scenario: Scenario) -> None:
    """Raise `InputError` for names and values that the model does not accept. Imports declarations, not the model."""
    from experiments.runs.run import MOST_MONTHS, integer
    from model.outcomes.outcomes import NAMES
    from model.paradigms.paradigm import full_name_hint, full_names, load_paradigm
    from model.parameters.parameters import Parameters, split_overrides
    from model.town.municipalities import municipality

    if scenario.group is not None and scenario.group not in ORDER:
        raise InputError(
            "unknown group {name!r}{hint}",
            name=scenario.group,
            hint=suggestion(scenario.group, ORDER, Message("; valid: {names}", names=", ".join(ORDER))),
        )
    _once(Message("changes"), [change.name for change in scenario.changes])
    _once(Message("outcomes"), scenario.outcomes)
    for outcome in scenario.outcomes:
        if outcome in registered("outcome") and outcome not in NAMES:
            raise InputError(
                "outcome {name!r} in [watch] is of a file of your own. Leave it out: tables show all outcomes of the "
                "files that --outcomes names",
                name=outcome,
            )
        if outcome not in NAMES:
            valid = Message("; valid: {names}", names=", ".join(NAMES))
            raise InputError(
                "unknown outcome {name!r} in [watch]{hint}", name=outcome, hint=suggestion(outcome, NAMES, valid)
            )
    if scenario.municipality is not None:
        municipality(scenario.municipality)
    if scenario.citizens is not None:
        integer("citizens", scenario.citizens, SMALLEST, LARGEST)
    if scenario.months is not None:
        integer("months", scenario.months, 1, MOST_MONTHS)
    for name in scenario.overrides:
        if name in registered("parameter"):
            raise InputError(
                "{name} belongs to a mechanism of your own, and a scenario changes parameters of the model only. Give "
                "it beside the scenario, with --set, or in a study",
                name=name,
            )
        if (hint := full_name_hint(name)) and name not in full_names(name):
            raise InputError("unknown parameter {name!r}{hint}", name=name, hint=hint)
    parameters, rules = split_overrides(scenario.overrides)
    Parameters().updated(parameters)
    if scenario.arms:
        from experiments.runs.arms import whole_arms
        from experiments.runs.arms.timeline import check_arms

        check_arms(whole_arms(scenario.arms), scenario.overrides, scenario.timeline)
        _check_reach(scenario)
        return
    presets = [load_paradigm(name) for name in scenario.paradigms or PARADIGMS]
    _once(Message("paradigms"), [preset.name for preset in presets])
    for preset in presets:
        try:
            preset.updated(rules)
        except InputError as error:
            raise InputError(
                "{error} (changed in the paradigm {paradigm})", error=error, paradigm=preset.name
            ) from None
    _check_timeline(scenario, presets, Parameters().updated(parameters), rules)


def _check_timeline(scenario: Scenario, presets: Sequence[Any], parameters: Any, rules: Mapping[str, Any]) -> None:
    """Refuse a timeline that a paradigm of the scenario cannot have, or that its months do not reach."""
    from experiments.runs.timeline import of_arms
    from model.timeline.plan import Plan

    _check_reach(scenario)
    changes = of_arms(scenario.timeline, [preset.name for preset in presets])
    for preset in presets:
        Plan(preset.updated(rules), rules, parameters, changes[preset.name]).checked()


def _check_reach(scenario: Scenario) -> None:
    """Refuse a timeline that the scenario's months do not reach."""
    from experiments.defaults import MONTHS
    from experiments.runs.timeline import check_reach

    check_reach(scenario.timeline, scenario.months or MONTHS)


def _once(what: Message, names: Sequence[str]) -> None:
    """Refuse a name that is given twice."""
    for name, times in Counter(names).items():
        if times > 1:
            raise InputError("{what}: {name} is given twice", what=what, name=name)
