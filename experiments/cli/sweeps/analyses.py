"""Shared by the analyses of `samskaping analyse`: options, the reading of arguments, and the writing of reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli.options import (
    debug_option,
    excel_option,
    format_option,
    json_option,
    language_option,
    names,
)
from experiments.output.formats import USUAL
from samskaping.language import Language

if TYPE_CHECKING:
    from experiments.analysis.report.page import Report


def pairs(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read pairs such as `FACTOR=LEVEL`, and refuse what is no pair."""
    from agents.errors import InputError

    found = {}
    for pair in given:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name or not value:
            raise InputError(
                "{opts} {pair!r} is not of the form {metavar}",
                opts=parameter.opts[0],
                pair=pair,
                metavar=parameter.metavar,
            )
        found[name] = value
    return found


def conditions(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    """Read pairs such as `FACTOR=LEVEL`; a factor that is given several times has a list of its levels."""
    found: dict[str, Any] = {}
    for pair in given:
        for name, value in pairs(ctx, parameter, (pair,)).items():
            found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


DEFAULT_FACTOR = "[default: paradigm, or the study's only list of levels]"

outcomes_option = click.option(
    "--outcomes", callback=names, metavar="NAME,...", help="Outcomes to analyse.  [default: all kept]"
)
better_option = click.option(
    "--better", multiple=True, callback=pairs, metavar="OUTCOME=WAY",
    help="Which direction is better: higher, lower, or zero for closest to 0.  [default: as declared]",
)  # fmt: skip
where_option = click.option(
    "--where", "conditions", multiple=True, callback=conditions, metavar="FACTOR=LEVEL",
    help="Only points with that level. Repeatable: several levels of one factor keep points with any of them.",
)  # fmt: skip
out_option = click.option("-o", "--out", metavar="FOLDER", help="Write CSV, figure and manifest into a new folder.")


so_far_option = click.option(
    "--so-far", is_flag=True, help="Analyse a sweep that is not complete, with the points and seeds that are."
)


def output_options(function: Any) -> Any:
    """Add the options that all analyses share."""
    for option in (
        so_far_option,
        format_option,
        debug_option,
        language_option,
        json_option,
        excel_option,
        out_option,
        where_option,
    ):
        function = option(function)
    return function


class Analyses(click.Group):
    """The analyses. A manifest without the name of an analysis is run again."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; a manifest alone means `again`, and options may also stand before the analysis."""
        early, words, rest = self._split(args)
        if not words or {"-h", "--help"} & set(early):
            return super().parse_args(ctx, args)
        if len(words) == 1 and Path(words[0]).suffix == ".json":
            words.append("again")
        if len(words) == 1 and "--against" in early:
            words.append("studies")
        if len(words) == 1:
            from agents.errors import InputError

            raise InputError("name an analysis of {folder}: {names}", folder=words[0], names=", ".join(self.commands))
        return super().parse_args(ctx, [*words, *early, *rest])

    def _split(self, args: list[str]) -> tuple[list[str], list[str], list[str]]:
        """Return the options before the analysis with their values, the folder and the analysis, and the rest."""
        options = [one for command in (self, *self.commands.values()) for one in command.params]
        valued = {name for one in options if isinstance(one, click.Option) and not one.is_flag for name in one.opts}
        early: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for one in rest:
            if not one.startswith("-") or one == "-":
                words.append(one)
            else:
                early += [one, *([value] if one in valued and (value := next(rest, "")) else [])]
            if len(words) == 2:
                break
        return early, words, list(rest)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the analysis; an unknown one is refused with the nearest name, and a missing one with all names."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            from agents.errors import InputError, suggestion

            raise InputError(
                "unknown analysis {name!r}; valid: {names}{hint}",
                name=args[0],
                hint=suggestion(args[0], self.commands),
                names=", ".join(self.commands),
            )
        return super().resolve_command(ctx, args)


def deliver(
    folder: str | None,
    analyse: Any,
    *,
    out: str | None,
    as_json: bool,
    language: Language,
    formats: Any = None,
    so_far: bool = False,
) -> None:
    """Read the sweep, analyse, print, and write if asked to; an unusable folder is refused before the analysis."""
    from dataclasses import replace

    from experiments.output.folders import check_new_folder
    from experiments.output.terminal import show
    from experiments.runs.manifest import as_json as json_of

    if out is not None:
        check_new_folder(Path(out))
    if folder is None:
        report: Report = analyse(language)
    else:
        from experiments.sweeps.results import read_results

        report = analyse(replace(read_results(folder), so_far=so_far), language)
    if formats is not None and out is None:
        from agents.errors import InputError

        raise InputError("--format says which files --out writes: give --out FOLDER too")
    if out is not None:
        report.save(out, formats or USUAL)
    if as_json:
        print(json_of({**report.as_dict(), "out": out}))
        return
    for table in report.shown():
        show(table)
    print_notes(report.notes)
    if out is not None:
        print(out)


def print_notes(notes: Sequence[str]) -> None:
    """Print notes below a table, as wide as it."""
    import textwrap

    from experiments.output.terminal import WIDTH

    for note in notes:
        print(textwrap.fill(f"- {note}", WIDTH, subsequent_indent="  "))
