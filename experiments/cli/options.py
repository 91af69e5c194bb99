"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

import click

from agents.errors import InputError, hints
from experiments.defaults import CITIZENS, MONTHS, MUNICIPALITY
from experiments.runs.scenario import Scenario, chosen, load_scenario

F = TypeVar("F", bound=Callable[..., Any])


def _together(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def _overrides(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    """Read `name=value` pairs; the values are checked later, against their declarations."""
    from model.aliases import current, new_name

    overrides: dict[str, Any] = {}
    for pair in given:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name or not value:
            raise InputError(
                f"--set {pair!r} is not of the form name=value, such as trust.loss_aversion=2.0",
                f"--set {pair!r} har ikke formen navn=verdi, som trust.loss_aversion=2.0",
            )
        name = new_name(current(name, "setting"), "rule")
        if name in overrides:
            raise InputError(f"--set {name} is given twice", f"--set {name} er oppgitt to ganger")
        _check_hint(name, value)
        if re.fullmatch(r"-?\d+,\d+", value):
            point = value.replace(",", ".")
            raise InputError(
                f"--set {name}={value}: decimals are written with a point: --set {name}={point}",
                f"--set {name}={value}: Desimaler skrives med punktum: --set {name}={point}",
            )
        overrides[name] = _number_or_text(value)
    return overrides


# What people take for parameters, and the option that says it.
_OPTIONS = ("months", "citizens", "municipality", "seeds", "seed", "scenario", "paradigm", "paradigms", "jobs")


def _check_hint(name: str, value: str) -> None:
    """Refuse names that are nearly right, with the right one: options, and rules without their prefix."""
    if name in _OPTIONS:
        raise InputError(
            f"--set {name}={value}: {name} is not a parameter but an option: --{name} {value}",
            f"--set {name}={value}: {name} er ikke en parameter, men et valg: --{name} {value}",
        )
    from experiments.design.factors import declared

    names = declared()
    if name not in names and f"rules.{name}" in names:
        raise InputError(
            f"--set {name}={value}: {name} is a rule, and rules are named with rules. before: "
            f"--set rules.{name}={value}",
            f"--set {name}={value}: {name} er en regel, og regler skrives med rules. foran: --set rules.{name}={value}",
        )
    part_of = [one for one in names if name in one]
    if name not in names and part_of:
        listed = ", ".join(part_of[:5]) + (" ..." if len(part_of) > 5 else "")
        raise InputError(
            f"unknown parameter {name!r}; names with it: {listed} (`samskaping parameters {name}` explains them)",
            f"ukjent parameter {name!r}; navn med det i: {listed} (`samskaping parameters {name} --lang nb` forklarer)",
        )


def _number_or_text(value: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value


def _scenario(_: click.Context, __: click.Parameter, given: str | None) -> Scenario | None:
    return None if given is None else load_scenario(given)


# An option that is not given is None: then a scenario may speak, and then the default (`chosen`).
town_options = _together(
    click.option(
        "--scenario", metavar="NAME|FILE", callback=_scenario,
        help="Take town, months, paradigms and changes from a scenario, except for what other options say; see "
        "`samskaping scenarios`.",
    ),
    click.option(
        "--municipality", metavar="NAME|CODE", help="By name or four-digit number, at its real size unless --citizens "
        f"is given.  [default: {MUNICIPALITY} at {CITIZENS:,} citizens]",
    ),
    click.option(
        "--citizens", type=int, metavar="N",
        help="Scale the town to so many citizens, its shares unchanged.",
    ),
    click.option("--months", type=int, metavar="N", help=f"Months simulated.  [default: {MONTHS}]"),
    click.option(
        "--set", "overrides", multiple=True, callback=_overrides, metavar="NAME=VALUE",
        help="Change a parameter, or a rule (rules.GROUP.NAME) of every paradigm; see `samskaping parameters`. "
        "May be repeated.",
    ),
)  # fmt: skip

language_option = click.option(
    "--lang", "language", type=click.Choice(["en", "nb"]), default="en", show_default=True,
    help="Language of tables, figures and messages.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout instead of tables.")


def _for_excel(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from experiments.output.csv_files import written_for_excel

        context.with_resource(written_for_excel())


excel_option = click.option(
    "--excel", is_flag=True, expose_value=False, callback=_for_excel,
    help="Write CSV as a Norwegian Excel opens it: semicolons, decimal commas, UTF-8 with a byte order mark.",
)  # fmt: skip
debug_option = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")

output_options = _together(
    click.option(
        "-o", "--out", metavar="FOLDER",
        help="New or empty folder for the results.  [default: a new one under results/]",
    ),
    click.option("--dry-run", is_flag=True, help="Check everything, say what would be run and how long it takes."),
    json_option,
    excel_option,
    click.option("--quiet", is_flag=True, help="No progress and no tables, only the results path."),
    language_option,
    debug_option,
)  # fmt: skip


def refuse_beside(ctx: click.Context, manifest: str, names: Collection[str]) -> None:
    """Raise `InputError` where one of the options is given beside a manifest, which says all of them."""
    for name in names:
        if ctx.get_parameter_source(name) == click.core.ParameterSource.COMMANDLINE:
            if "municipality" in names:
                from experiments.cli.again import refuse_town

                refuse_town(manifest)
            option = next(p.opts[0] for p in ctx.command.params if p.name == name)
            raise InputError(
                f"{option} cannot be given together with {manifest}, which says what is run; leave one of them out",
                f"{option} kan ikke oppgis sammen med {manifest}, som sier hva som kjøres; ta bort en av dem",
            )


def note_other_sources(manifest: str, kind: str, language: str) -> None:
    """Print a note to stderr where a manifest was made by another version of the sources."""
    from experiments.cli.again import other_sources
    from experiments.output.texts import text

    if other_sources(manifest, kind):
        click.echo(text("other_sources", "nb" if language == "nb" else "en", file=manifest), err=True)


def note_old_names(renamed: Mapping[str, str], language: str) -> None:
    """Print to stderr what old names, {old: new}, are called now."""
    from model.aliases import RenamedWarning

    if renamed:
        note = RenamedWarning(renamed)
        click.echo(f"{'merk' if language == 'nb' else 'note'}: {note.text(language)}", err=True)


def none_found(english: str, norwegian: str, part: str, candidates: Iterable[str]) -> InputError:
    """Return the error that nothing in a list contains `part`, with the nearest names."""
    hint, hint_nb = hints(part, candidates)
    return InputError(
        f"no {english} contains {part!r}" + (hint and f"; {hint}"),
        f"{norwegian} inneholder {part!r}" + (hint_nb and f"; {hint_nb}"),
    )


def town_of(municipality: str | None, citizens: int | None, scenario: Scenario | None) -> tuple[str, int | None]:
    """Return what was asked for, or what the scenario says: a named municipality at its real size, else a small one.

    The small one is the default municipality, scaled down.
    """
    municipality = chosen(municipality, scenario, "municipality", None)
    citizens = chosen(citizens, scenario, "citizens", None)
    if municipality is None:
        return MUNICIPALITY, CITIZENS if citizens is None else citizens
    return municipality, citizens
