"""The command line, `samskaping`. Thin: it finds the command, and turns errors into words and exit codes.

Exit codes: 0 fine, 1 failed, 2 bad input, 130 interrupted. Nothing heavy is imported before a command needs
it.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

# Name, module, and the line of help that `samskaping --help` shows without importing the module.
COMMANDS = {
    "compare": ("experiments.commands.compare", "Simulate a town under several paradigms and compare."),
    "run": ("experiments.commands.run", "Simulate one town under one paradigm, month by month."),
    "sweep": ("experiments.commands.sweep", "Run a study: many points, many seeds, resumable."),
    "results": ("experiments.commands.results", "Summarise, filter and export the results of a sweep."),
    "analyse": ("experiments.commands.analyse", "Analyse a sweep: sensitivity, trade-offs, discovery."),
    "dashboard": ("experiments.commands.dashboard", "Open the dashboard in a browser; needs no network."),
    "parameters": ("experiments.commands.parameters", "List parameters and rules, with bounds and sources."),
    "paradigms": ("experiments.commands.paradigms", "List the paradigms, or show the rules of one."),
    "scenarios": ("experiments.commands.scenarios", "List the scenarios, or tell one and what it changes."),
    "national": ("experiments.commands.national", "All 357 municipalities under each paradigm, resumable."),
    "calibrate": ("experiments.commands.calibrate", "Fit the status quo to Norwegian figures, and check."),
    "contingency": ("experiments.commands.contingency", "Map where each paradigm is best, with uncertainty."),
    "validate": ("experiments.commands.validate", "Test the model against the empirical patterns P1-P32."),
    "ablate": ("experiments.commands.ablate", "Switch each mechanism off in turn: what depends on it."),
    "uncertainty": ("experiments.commands.uncertainty", "Luck of the seeds, and which numbers matter most."),
    "outcomes": ("experiments.commands.outcomes", "List what is measured: unit, meaning, direction."),
    "municipalities": ("experiments.commands.municipalities", "Search Norway's municipalities."),
    "odd": ("experiments.commands.odd", "Write the ODD page of the model, or check it."),
}

INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        return import_module(COMMANDS[cmd_name][0]).command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is refused with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from agents.errors import nearest

            hint = nearest(args[0], COMMANDS)
            ctx.fail(f"unknown command {args[0]!r}; {hint + ' ' if hint else ''}valid: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"samskaping {version('samskaping')}")
        except PackageNotFoundError:
            click.echo("samskaping (not installed, run from its sources)")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`samskaping COMMAND --help` explains a command. Results go into a new folder, named on the last "
    "line of the output.",
)
@click.option("--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Show the version.")
def samskaping() -> None:
    """The same municipality under different ways of governing: an agent-based simulation."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    own_process = arguments is None
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows another, not an error
    if not arguments:
        arguments = ["--help"]
    norwegian = "--lang nb" in " ".join(arguments).replace("=", " ")
    try:
        result: Any = samskaping.main(list(arguments), prog_name="samskaping", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except (click.Abort, KeyboardInterrupt) as stopped:
        told = str(stopped.__cause__ or "")  # click wraps Ctrl-C in an error of its own
        word, nothing = ("avbrutt", "ingenting er skrevet") if norwegian else ("interrupted", "nothing was written")
        print(f"{word}: {told or nothing}", file=sys.stderr)
        if own_process and not told:
            _leave_at_once()
        return INTERRUPTED
    except click.ClickException as error:
        return _failed(error.format_message(), _help_hint(error), 2)
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        from agents.errors import InputError
        from experiments.errors import StoppedError

        if isinstance(error, (InputError, StoppedError)):
            word, language = ("feil", "nb") if norwegian else ("error", "en")
            return _failed(error.told(language), "", 2 if isinstance(error, InputError) else 1, word)
        hint = "" if "--debug" in arguments else "(the same command with --debug shows where)"
        return _failed(f"{type(error).__name__}: {error}", hint, 1)


def _leave_at_once() -> None:
    """End the process without waiting for runs under way, which may be in the midst of compiling; all is tidied up."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def _failed(message: str, hint: str, code: int, word: str = "error") -> int:
    print(f"{word}: {message}", file=sys.stderr)
    if hint:
        print(hint, file=sys.stderr)
    return code


def _help_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see `{context.command_path} --help`" if context is not None else ""


if __name__ == "__main__":
    sys.exit(main())
