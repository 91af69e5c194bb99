"""Role rounds: three teams, the rule groups that each owns, and what a team can choose.

A round starts under traditional administration. Every choice has an option that keeps its rules there, so that a
team may also change nothing. The other options take values of the presets, or lie between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.state import OWN, Changes, Settings, Value

START = "TPA"
"""The way of governing that a role round starts from, and compares with."""


@dataclass(frozen=True)
class Option:
    """One option of a choice: its name, and the rules that it sets."""

    name: str
    rules: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Choice:
    """What a team decides. Its title and the names of its options stand in `dashboard.texts.classroom`."""

    id: str
    options: tuple[Option, ...]
    start: str
    """The option that holds under `START`."""

    def option(self, name: str) -> Option:
        """Return the option of this name; raises `KeyError` for another."""
        return {one.name: one for one in self.options}[name]


@dataclass(frozen=True)
class Role:
    """A team: the rule groups that it owns, its choices, the outcome that it guesses, and its other outcomes."""

    id: str
    groups: tuple[str, ...]
    choices: tuple[Choice, ...]
    guessed: str
    outcomes: tuple[str, ...]


def _scale(id_: str, rule: str, values: tuple[Value, ...], start: int) -> Choice:
    """Return a choice of one rule's value: a few levels, from the lowest to the highest."""
    names = ("low", "middle", "high")
    return Choice(id_, tuple(Option(name, ((rule, value),)) for name, value in zip(names, values)), names[start])


_MEETINGS = Choice(
    "meetings",
    (
        Option("none", (("boundary.recruitment", "none"), ("scope.meetings_per_year", 0.0))),
        Option("open", (("boundary.recruitment", "open"), ("scope.meetings_per_year", 4.0))),
        Option("lot", (("boundary.recruitment", "stratified"), ("scope.meetings_per_year", 10.0))),
    ),
    "none",
)
_PRESENCE = Choice(
    "presence",
    tuple(
        Option(name, (("position.facilitation", facilitation), ("position.presence", presence)))
        for name, presence, facilitation in (("low", 0.0, 0.3), ("middle", 0.2, 0.5), ("high", 0.5, 0.8))
    ),
    "low",
)
_PROPOSALS = Choice(
    "proposals",
    tuple(
        Option(
            name,
            (
                ("aggregation.binding", binding),
                ("aggregation.weight_agenda", agenda),
                ("aggregation.weight_design", design),
                ("aggregation.weight_evaluation", evaluation),
            ),
        )
        for name, binding, agenda, design, evaluation in (
            ("alone", 0.0, 0.0, 0.0, 0.0),
            ("listens", 0.1, 0.2, 0.5, 0.2),
            ("commits", 0.5, 0.5, 0.5, 0.5),
        )
    ),
    "alone",
)
_REWARDS = Choice(
    "rewards",
    (
        Option("trust", (("payoff.contract", 0.0), ("payoff.target_pressure", 0.1))),
        Option("some", (("payoff.contract", 0.25), ("payoff.target_pressure", 0.4))),
        Option("targets", (("payoff.contract", 0.5), ("payoff.target_pressure", 0.7))),
    ),
    "trust",
)

ROLES: tuple[Role, ...] = (
    Role(
        "citizens",
        ("boundary", "scope"),
        (
            _MEETINGS,
            _scale("delivery", "scope.delivery_share", (0.0, 0.25, 0.5), 0),
            _scale("outreach", "boundary.outreach", (0.1, 0.3, 0.6), 1),
        ),
        "felt_voice",
        ("met_need", "felt_voice", "felt_influence", "citizen_hours_per_capita"),
    ),
    Role(
        "professionals",
        ("choice", "information"),
        (
            _scale("discretion", "choice.discretion", (0.4, 0.55, 0.7), 1),
            _scale("dialogue", "information.dialogue", (0.3, 0.55, 0.8), 0),
            _scale("documentation", "information.documentation", (0.4, 0.6, 0.7), 1),
        ),
        "strain",
        ("strain", "fit", "failure_demand"),
    ),
    Role(
        "politicians",
        ("position", "aggregation", "payoff"),
        (
            _PRESENCE,
            _PROPOSALS,
            _scale("own_case", "aggregation.weight_delivery", (0.0, 0.25, 0.5), 0),
            _REWARDS,
        ),
        "political_support",
        ("political_support", "trust", "public_cost_nok_per_capita"),
    ),
)
BY_ID: Mapping[str, Role] = {role.id: role for role in ROLES}

Decided = Mapping[str, str]
"""The option that holds, by choice."""


def at_the_start() -> dict[str, str]:
    """Return the options that hold under `START`."""
    return {choice.id: choice.start for role in ROLES for choice in role.choices}


def decided(votes: Iterable[Mapping[str, str]], now: Decided) -> dict[str, str]:
    """Return the option with most votes of each choice. Where several have most, or none has any, `now` holds on.

    Of several that `now` is not among, the first in the order of the choice holds.
    """
    cast = list(votes)
    made = dict(now)
    for role in ROLES:
        for choice in role.choices:
            counts = Counter(one[choice.id] for one in cast if choice.id in one)
            most = max(counts.values(), default=0)
            best = [option.name for option in choice.options if most and counts[option.name] == most]
            if best and now[choice.id] not in best:
                made[choice.id] = best[0]
    return made


def rules_of(options: Decided) -> Changes:
    """Return the rules that the options set."""
    return tuple(
        sorted(rule for role in ROLES for choice in role.choices for rule in choice.option(options[choice.id]).rules)
    )


def settings_of(base: Settings, options: Decided) -> Settings:
    """Return the comparison of the start with these options, in the town of `base`. Raises `InputError`."""
    return base.changed(
        paradigms=(START, OWN), base=START, own=rules_of(options), changes=(), scenario="", timeline=None, second=""
    )
