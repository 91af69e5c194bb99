"""`samskaping case`: one need, of one person, through every way of governing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from agents.errors import InputError, suggestion
from experiments.cli.arm_option import arm_option
from experiments.cli.notes import note_limits
from experiments.cli.numbers import SEED, SEVERAL, Whole
from experiments.cli.options import (
    comma_separated,
    debug_option,
    json_option,
    language_option,
    mechanisms_option,
    quiet_option,
    runs_option,
    town_of,
    town_options,
)
from experiments.defaults import FIRST_SEED, PARADIGMS, SEEDS
from experiments.runs.scenario import Scenario, chosen, timeline_of
from samskaping.language import Language

if TYPE_CHECKING:
    from experiments.runs.arms import Arm

MONTHS = 36


@click.command("case", short_help="Follow one need, of one person, through every way of governing.")
@click.option("--span", type=Whole(1, 3), default=3, show_default=True, help="Services that the need spans.")
@click.option("--fifth", type=Whole(1, 5), help="Fifth of the citizens by resources, 1 the poorest.  "
              "[default: all]")  # fmt: skip
@click.option("--area", metavar="AREA", help="elder_care, upbringing, work_income or place.  [default: the "
              "areas that the arms change, else all]")  # fmt: skip
@town_options
@click.option("--paradigms", metavar="A,B,...", help="Paradigms to compare; a TOML file holds one of your own.  "
              f"[default: the scenario's, else {','.join(PARADIGMS)}]")  # fmt: skip
@arm_option
@mechanisms_option
@click.option("--seeds", type=SEVERAL, default=SEEDS, show_default=True, help="How many seeds.")
@click.option("--seed", "first_seed", type=SEED, default=FIRST_SEED, show_default=True, metavar="S",
              help="The first seed.")  # fmt: skip
@runs_option
@json_option
@quiet_option
@language_option
@debug_option
def command(
    span: int, fifth: int | None, area: str | None, scenario: Scenario | None, municipality: str | None,
    citizens: int | None, months: int | None, overrides: dict[str, Any], paradigms: str | None, arms: Any,
    own_mechanisms: Any, seeds: int, first_seed: int, jobs: int | None, as_json: bool, quiet: bool, language: Language,
) -> None:  # fmt: skip
    """Follow needs that span several services, such as Petter and Pernille's, under every way of governing.

    The needs arise in the first third of the months. Persons, needs and luck are the same under each way of governing.
    A table shows means: handoffs, months, public and own hours, appeals, fit. The most typical need is shown month by
    month.
    """  # fmt: skip
    from experiments.comparison import arms_compared, later_by_name, planned
    from experiments.council.case.cases import follow
    from experiments.council.case.story import as_data, as_text, case_tables, story
    from experiments.output.terminal import progress_of, show
    from experiments.output.texts import course
    from experiments.own.paradigm_file import label_of
    from experiments.runs.manifest import as_json as json_of

    number = None if area is None else _area(area)
    town, citizens = town_of(municipality, citizens, scenario)
    months = chosen(months, scenario, "months", MONTHS)
    names = None if paradigms is None else comma_separated(paradigms)
    asked: dict[str, Any] = {
        "paradigms": names, "municipality": town, "citizens": citizens, "parameters": overrides, "seeds": seeds,
        "first_seed": first_seed, "months": months, "scenario": scenario, "arms": arms,
        "timeline": timeline_of(scenario, months), "own": own_mechanisms,
    }  # fmt: skip
    plan = planned(**asked)
    compared = arms_compared(arms, names, scenario)
    labels = {arm.name: arm.label(language) for arm in compared} or {
        name: course(label_of(name, language), (label_of(one, language) for one in later))
        for name, later in later_by_name(plan).items()
    }
    if not quiet:
        note_limits(plan, (), language)
    with progress_of(len(plan), quiet or as_json, language) as progress:
        rather = () if area is not None else _changed_areas(compared)
        found = follow(plan, labels, span, None if fifth is None else fifth - 1, number, rather, jobs, progress)
    if as_json:
        print(json_of(as_data(found)))
        return
    for table in case_tables(found, language):
        show(table)
    show(as_text(story(found, language)))


def _changed_areas(arms: Sequence[Arm]) -> list[int]:
    """Return the numbers of the areas in which the arms differ from the first; none where one differs in all."""
    if not arms or not all(arm.areas for arm in arms[1:]):
        return []
    return sorted({_area(area) for arm in arms[1:] for area in arm.areas})


def _area(name: str) -> int:
    from model.parameters.parameters import AREA_NAMES

    if name not in AREA_NAMES:
        raise InputError(
            "unknown area {name!r}; valid: {names}{hint}", name=name, names=", ".join(AREA_NAMES),
            hint=suggestion(name, AREA_NAMES),
        )  # fmt: skip
    return AREA_NAMES.index(name)
