"""The pages docs/presets.md and docs/presets-nb.md: each rule of TPA, NPM and NPG argued, with range and cost.

python -m experiments.evidence.protocol docs
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from experiments.evidence.pages import page_language, render, template, thousands
from experiments.output.documents import write_page
from experiments.output.texts_sources import work_linked
from model.paradigms.paradigm import Paradigm
from model.paradigms.presets import PRESETS
from model.paradigms.protocol import FREE, LEVELS, PRINCIPAL, Argument, levelled, protocol
from model.parameters.declare import Declaration
from model.parameters.parameters import Parameters
from model.references import cite
from samskaping.language import Language, Texts, localised

COSTS: dict[str, tuple[str, ...]] = {
    "position.presence": ("arenas.politicians",),
    "position.facilitation": ("money.facilitation", "arenas.facilitator_hours"),
    "boundary.rule_categories": ("money.rule_making",),
    "boundary.recruitment": ("money.invitation",),
    "boundary.outreach": ("money.outreach",),
    "choice.discretion": ("money.discretion",),
    "choice.exit_support": ("money.exit_support",),
    "aggregation.revision_interval": ("revision.hours", "money.rule_making"),
    "information.dialogue": ("money.dialogue", "delivery.dialogue_hours"),
    "information.documentation": ("money.documentation", "delivery.paper_hours"),
    "information.plain_language": ("money.plain_language",),
    "payoff.target_pressure": ("money.monitoring",),
    "payoff.contract": ("money.tendering",),
    "payoff.support": ("money.support", "arenas.support_hours"),
    "scope.meetings_per_year": ("arenas.staff_hours", "arenas.preparation"),
    "scope.training": ("money.training",),
    "scope.delivery_share": ("delivery.coordination_fixed", "delivery.coordination_share"),
    "scope.coordination": ("money.coordination",),
}
"""Parameters by which a rule costs hours or money. Other rules have only the costs of what follows from them."""

TEXTS = Texts(
    "experiments.evidence.protocol",
    {
        "true": "yes",
        "false": "no",
        "between": "{low} to {high}",
        "fixed": "not varied",
        "our reading": "our reading",
        "no cost": "none of its own",
        "nobody": "pay to members: this amount for each hour",
    },
)


def page(language: Language) -> str:
    """Return the page in a language, or in the nearest that has a template."""
    language = page_language("presets", language)
    rules = {declared.name.removeprefix("rules."): declared for declared in Paradigm.declarations()}
    numbers = {declared.name: declared for declared in Parameters.declarations()}
    arguments = {name: protocol(name) for name in PRINCIPAL}
    argued = [rule for rule in rules if rule in arguments[PRINCIPAL[0]]]
    together = [
        (
            f"`{rule}`",
            rules[rule].help(language),
            *(_value(arguments[name][rule].value, language) for name in PRINCIPAL),
        )
        for rule in argued
    ]
    one_by_one = {
        name: [
            (
                f"`{rule}`",
                _value(one.value, language),
                _range(one, language),
                one.text(language),
                _source(one, language),
                _cost(rule, numbers, language),
            )
            for rule, one in arguments[name].items()
        ]
        for name in PRINCIPAL
    }
    return render(
        template("presets", language),
        titles={name: PRESETS[name].title(language) for name in PRINCIPAL},
        together=together,
        one_by_one=one_by_one,
        free=[f"`{rule}`" for rule in FREE],
        levels=[
            (f"`{level}`", ", ".join(f"`{rule}` {_value(levelled(level)[rule], language)}" for rule in rules_of))
            for level, rules_of in LEVELS.items()
        ],
        varied=sum(one.varies for name in PRINCIPAL for one in arguments[name].values()),
        sourced=sum(one.source.startswith("@") for name in PRINCIPAL for one in arguments[name].values()),
        argued=sum(len(arguments[name]) for name in PRINCIPAL),
    )


def _value(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return TEXTS(str(value).lower(), language)
    return f"{value:g}".replace(".", localised(".", language)) if isinstance(value, (int, float)) else str(value)


def _range(one: Argument, language: Language) -> str:
    if not one.varies:
        return TEXTS("fixed", language)
    if isinstance(one.value, str):
        return ", ".join(one.choices)
    low, high = (_value(end, language) for end in one.choices)
    return TEXTS("between", language, low=low, high=high)


def _source(one: Argument, language: Language) -> str:
    if not one.source.startswith("@"):
        return TEXTS("our reading", language)
    return cite(one.source, lambda key: work_linked(key, language))


def _cost(rule: str, numbers: dict[str, Declaration], language: Language) -> str:
    if rule == "boundary.pay":
        return TEXTS("nobody", language)
    costs = [
        f"{numbers[name].help(language)}: {_amount(numbers[name].default).replace('.', localised('.', language))}"
        for name in COSTS.get(rule, ())
    ]
    return "; ".join(costs) or TEXTS("no cost", language)


def _amount(value: Any) -> str:
    return thousands(value) if abs(value) >= 1000 else f"{value:g}"


def write(docs: Path) -> None:
    """Write the page in both languages into the folder `docs`."""
    write_page(docs / "presets.md", page("en"))
    write_page(docs / "presets-nb.md", page("nb"))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
