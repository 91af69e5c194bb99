"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import click

from agents.errors import InputError, suggestion
from experiments.cli.help import LanguageChoice, language_asked, language_option
from experiments.cli.numbers import JOBS, LENGTHS, SIZES
from experiments.defaults import CITIZENS, MONTHS, MUNICIPALITY
from experiments.output.formats import FORMATS, USUAL
from experiments.reading import number_or_text
from experiments.runs.scenario import Scenario, chosen, load_scenario
from samskaping.language import Translatable
from samskaping.registry import registered

__all__ = [
    "as_given", "code_options", "comma_separated", "debug_option", "excel_option", "format_option",
    "json_option", "language_option", "log_json_option", "mechanisms_option", "names", "nothing_contains",
    "outcomes_option", "output_options", "page_language_option", "processes_option", "quiet_option", "refuse_beside",
    "runs_option", "timeline_options", "together", "town_of", "town_options",
]  # fmt: skip

F = TypeVar("F", bound=Callable[..., Any])


def together(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    """Return a decorator that adds options to a command, in this order."""

    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def as_given(values: dict[str, Any]) -> dict[str, Any]:
    """Return a page's values with its `command` as it was given: with every number that differs from the default.

    Without them the page would name a command that prints other numbers. `--jobs` changes no result and is left out.
    """
    context = click.get_current_context()
    words = str(values["command"]).split()
    given = context.params  # without options such as --debug, which are handled before the command runs
    own = [
        f"{option.opts[0]} {given[option.name]}"
        for option in context.command.params
        if option.name in given and option.name != "jobs" and given[option.name] != option.default
        and isinstance(given[option.name], (int, float)) and not isinstance(given[option.name], bool)
    ]  # fmt: skip
    return {**values, "command": " ".join([*words[:2], *own, *words[2:]])}


def comma_separated(words: str) -> list[str]:
    """Return the names in a text such as "TPA, NPM", without blanks around them; empty ones are left out."""
    return [name for part in words.split(",") if (name := part.strip())]


def names(_: click.Context, __: click.Parameter, given: str | None) -> list[str] | None:
    """Read an option's names, which commas separate; None where it is not given."""
    return None if given is None else comma_separated(given)


def _overrides(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    """Read `name=value` pairs; the values are checked later, against their declarations."""
    from model.aliases import current, new_name

    overrides: dict[str, Any] = {}
    for pair in given:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name or not value:
            raise InputError("--set {pair!r} is not of the form name=value, such as trust.loss_aversion=2.0", pair=pair)
        name = new_name(current(name, "setting"), "rule")
        if name in overrides:
            raise InputError("--set {name} is given twice", name=name)
        _check_hint(name, value)
        if re.fullmatch(r"-?\d+,\d+", value):
            point = value.replace(",", ".")
            raise InputError(
                "--set {name}={value}: write decimals with a point: --set {name}={point}",
                name=name,
                value=value,
                point=point,
            )
        overrides[name] = number_or_text(value)
    return overrides


# Options that people mistake for parameters.
_OPTIONS = ("months", "citizens", "municipality", "seeds", "seed", "scenario", "paradigm", "paradigms", "jobs")


def _check_hint(name: str, value: str) -> None:
    """Refuse a name that is nearly right, and name the right one: an option, or a full name with its group."""
    if name in _OPTIONS:
        raise InputError(
            "--set {name}={value}: {name} is not a parameter but an option: --{name} {value}", name=name, value=value
        )
    from experiments.design.factors import declared
    from model.paradigms.paradigm import full_names

    names = {**registered("parameter"), **declared()}  # a user's own first
    if name in names:
        return
    full = full_names(name)
    if len(full) == 1:
        raise InputError(
            "--set {name}={value}: the full name of {name} is {full}: write --set {full}={value}",
            name=name,
            value=value,
            full=full[0],
        )
    part_of = [one for one in names if name in one]
    if part_of:
        listed = ", ".join(part_of[:5]) + (" ..." if len(part_of) > 5 else "")
        raise InputError(
            "unknown parameter {name!r}; names that contain it: {listed}"
            if part_of[0] in registered("parameter")
            else "unknown parameter {name!r}; names that contain it: {listed} (see `samskaping parameters {part}`)",
            name=name,
            listed=listed,
            part=name if len(part_of) > 1 else part_of[0],
        )


def _scenario(_: click.Context, __: click.Parameter, given: str | None) -> Scenario | None:
    return None if given is None else load_scenario(given)


def _code(kind: str) -> Callable[..., Any]:
    def callback(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> Any:
        from experiments.own.collection import NO_FILES, code_files

        if not given:
            return NO_FILES
        return code_files(given) if kind == "outcomes" else code_files((), given)

    return callback


outcomes_option = click.option(
    "--outcomes", "own_outcomes", multiple=True, callback=_code("outcomes"), metavar="FILE.py", is_eager=True,
    help="Run a file of your own code with outcomes: functions that take the town. See docs/guides/extend.md. "
    "Repeatable.",
)  # fmt: skip
mechanisms_option = click.option(
    "--mechanisms", "own_mechanisms", multiple=True, callback=_code("mechanism"), metavar="FILE.py", is_eager=True,
    help="Run a file of your own code with mechanisms, phases of the month; --set may change their parameters. "
    "Repeatable.",
)  # fmt: skip
code_options = together(outcomes_option, mechanisms_option)


# An option that is not given is None: the scenario's value applies, then the default (`chosen`).
town_options = together(
    click.option(
        "--scenario", metavar="NAME|FILE", callback=_scenario,
        help="Take town, months, paradigms and changes from a scenario; explicit options override it. See "
        "`samskaping scenarios`.",
    ),
    click.option(
        "--municipality", metavar="NAME|CODE|FILE", help="Name, four-digit number, or a file of a town of your own "
        "(TOML or CSV). At its real size unless --citizens is given.  "
        f"[default: {MUNICIPALITY} at {CITIZENS:,} citizens]",
    ),
    click.option(
        "--citizens", type=SIZES,
        help="Scale the town to this many citizens, in the same proportions.",
    ),
    click.option("--months", type=LENGTHS, help=f"Months simulated.  [default: {MONTHS}]"),
    click.option(
        "--set", "overrides", multiple=True, callback=_overrides, metavar="NAME=VALUE",
        help="Change a parameter, or a rule (rules.GROUP.NAME) of every paradigm; see `samskaping parameters`. "
        "Repeatable.",
    ),
)  # fmt: skip


def _changes(read: str) -> Callable[..., Any]:
    def callback(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[Any, ...]:
        if not given:
            return ()
        from experiments.runs import timeline

        return tuple(getattr(timeline, read)(one) for one in given)

    return callback


timeline_options = together(
    click.option(
        "--switch", "switches", multiple=True, callback=_changes("read_switch"), metavar="MONTH:PARADIGM",
        help="Switch to another paradigm; MONTH is its first month. 25-36 is until month 36, 25~12 phased in over 12 "
        "months. Repeatable.",
    ),
    click.option(
        "--at", "changes", multiple=True, callback=_changes("read_change"), metavar="MONTH:NAME*FACTOR",
        help="Change a parameter or rule from a month on: *FACTOR, +NUMBER, -NUMBER or =VALUE, as in "
        "25:money.case_budget*0.85. Or an event: 24-29:scandal@place. Months are as for --switch. Repeatable.",
    ),
)  # fmt: skip

page_language_option = click.option(
    "--lang", "language", type=LanguageChoice(), callback=language_asked,
    help="Language of help, progress and messages; the page is in English.  [default: en]",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout instead of tables.")


def _for_excel(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from experiments.output.csv_files import written_for_excel

        context.with_resource(written_for_excel())


excel_option = click.option(
    "--excel", is_flag=True, expose_value=False, callback=_for_excel,
    help="Write CSV for a Norwegian Excel: semicolons, decimal commas, UTF-8 with a byte order mark.",
)  # fmt: skip
runs_option = click.option("--jobs", type=JOBS, help="Number of runs side by side.  [default: one for each core]")
processes_option = click.option("--jobs", type=JOBS, help="Number of processes.  [default: one for each core]")
quiet_option = click.option("--quiet", is_flag=True, help="Show no progress.")
log_json_option = click.option("--log-json", is_flag=True, help="Progress as JSON lines on stderr.")
debug_option = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")


def formats_of(_: click.Context, __: click.Parameter, given: str | None) -> tuple[str, ...] | None:
    """Return the formats that `--format` names, checked; None where it is not given."""
    if given is None:
        return None
    formats = comma_separated(given.lower())
    for name in formats:
        if name not in FORMATS:
            raise InputError(
                "--format: unknown format {name!r}; valid: {names}{hint}",
                name=name, names=", ".join(FORMATS), hint=suggestion(name, FORMATS),
            )  # fmt: skip
    if not formats:
        raise InputError("--format: name at least one format; valid: {names}", names=", ".join(FORMATS))
    return tuple(dict.fromkeys(formats))


format_option = click.option(
    "--format", "formats", callback=formats_of, metavar="NAME,...",
    help=f"Files to write beside the tables as CSV: {', '.join(FORMATS)}. In md and tex the tables are as printed.  "
    f"[default: {','.join(USUAL)}]",
)  # fmt: skip


output_options = together(
    click.option(
        "-o", "--out", metavar="FOLDER",
        help="New or empty folder for the results.  [default: a new one under results/]",
    ),
    click.option("--dry-run", is_flag=True, help="Check everything; show what would be run and how long it takes."),
    json_option,
    excel_option,
    click.option("--quiet", is_flag=True, help="Show no progress and no tables, only the path of the results."),
    language_option,
    debug_option,
)  # fmt: skip


def refuse_beside(ctx: click.Context, manifest: str, names: Collection[str]) -> None:
    """Raise `InputError` where one of the options is given beside a manifest, which settles all of them."""
    for name in names:
        if ctx.get_parameter_source(name) == click.core.ParameterSource.COMMANDLINE:
            if "municipality" in names:
                from experiments.cli.again import refuse_town

                refuse_town(manifest)
            option = next(p.opts[0] for p in ctx.command.params if p.name == name)
            raise InputError(
                "{option} cannot be given together with {manifest}, which says what to run; leave one of them out",
                option=option,
                manifest=manifest,
            )


def nothing_contains(part: str, what: Translatable, candidates: Iterable[str]) -> InputError:
    """Return the error that nothing in a list contains `part`, with the nearest names.

    `what` names the places that were searched, such as `Message("the name or the help of a parameter")`.
    """
    return InputError("{part!r} was not found in {what}{hint}", part=part, what=what, hint=suggestion(part, candidates))


def town_of(municipality: str | None, citizens: int | None, scenario: Scenario | None) -> tuple[Any, int | None]:
    """Return the municipality and the number of citizens that the options ask for, else those of the scenario.

    A named municipality, or the town of a file, has its real size (None). Where none is named, it is the default one,
    scaled down.
    """
    from experiments.own.town_file import town_named

    municipality = chosen(municipality, scenario, "municipality", None)
    citizens = chosen(citizens, scenario, "citizens", None)
    if municipality is None:
        return MUNICIPALITY, CITIZENS if citizens is None else citizens
    return town_named(municipality), citizens
