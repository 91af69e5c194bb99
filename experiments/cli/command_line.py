"""The command line, `samskaping`. Thin: it finds the command, and turns errors into words and exit codes.

Exit codes: 0 fine, 1 failed, 2 bad input, 130 interrupted. Nothing heavy is imported before a command needs
it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

import click

from experiments.machine.interruption import watching
from samskaping.command import asks_for_norwegian

# Name, module, and the line of help that `samskaping --help` shows without importing the module.
COMMANDS = {
    "compare": ("experiments.cli.compare", "Simulate a town under several paradigms and compare."),
    "run": ("experiments.cli.run", "Simulate one town under one paradigm, month by month."),
    "sweep": ("experiments.cli.sweeps.sweep", "Run a study: many points, many seeds, resumable."),
    "results": ("experiments.cli.sweeps.results", "Summarise, filter and export the results of a sweep."),
    "analyse": ("experiments.cli.sweeps.analyse", "Analyse a sweep: sensitivity, trade-offs, discovery."),
    "dashboard": ("experiments.cli.dashboard", "Open the dashboard in a browser; needs no network."),
    "parameters": ("experiments.cli.lists.parameters", "List parameters and rules, with bounds and sources."),
    "paradigms": ("experiments.cli.lists.paradigms", "List the paradigms, or show the rules of one."),
    "scenarios": ("experiments.cli.lists.scenarios", "List the scenarios, or tell one and what it changes."),
    "national": ("experiments.cli.sweeps.national", "All 357 municipalities under each paradigm, resumable."),
    "calibrate": ("experiments.cli.evidence.calibrate", "Fit the status quo to Norwegian figures, and check."),
    "contingency": ("experiments.cli.evidence.contingency", "Map where each paradigm is best, with uncertainty."),
    "validate": ("experiments.cli.evidence.validate", "Test the model against the empirical patterns P1-P32."),
    "ablate": ("experiments.cli.evidence.ablate", "Switch each mechanism off in turn: what depends on it."),
    "uncertainty": ("experiments.cli.evidence.uncertainty", "Luck of the seeds, and which numbers matter most."),
    "outcomes": ("experiments.cli.lists.outcomes", "List what is measured: unit, meaning, direction."),
    "municipalities": ("experiments.cli.lists.municipalities", "Search Norway's municipalities."),
    "odd": ("experiments.cli.evidence.odd", "Write the ODD page of the model, or check it."),
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
    _prepare_streams()
    if not arguments:
        arguments = ["--help"]
    norwegian = asks_for_norwegian(arguments)
    try:
        with watching(signal.SIGINT) as interruption, _notes_shown(norwegian):
            try:
                result: Any = samskaping.main(list(arguments), prog_name="samskaping", standalone_mode=False)
            except Exception as error:
                if interruption.asked and not isinstance(error, click.Abort):  # what an interrupted compiler raises
                    raise KeyboardInterrupt from None
                raise
        sys.stdout.flush()  # while a full disk can still be reported
        return result if isinstance(result, int) else 0
    except (click.Abort, KeyboardInterrupt) as stopped:
        reason = str(stopped.__cause__ or "")  # click wraps Ctrl-C in an error of its own
        word, nothing = ("avbrutt", "ingenting er skrevet") if norwegian else ("interrupted", "nothing was written")
        if list(arguments[:1]) == ["dashboard"]:  # Ctrl-C is how it is ended
            print("dashbordet er stoppet" if norwegian else "the dashboard is stopped", file=sys.stderr)
        else:
            print(f"{word}: {reason or nothing}", file=sys.stderr)
        if own_process and not reason:
            _leave_at_once()
        return INTERRUPTED
    except click.ClickException as error:
        return _failed(error.format_message(), _help_hint(error), 2)
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        from agents.errors import InputError
        from experiments.errors import StoppedError

        word, language = ("feil", "nb") if norwegian else ("error", "en")
        if isinstance(error, (InputError, StoppedError)):
            return _failed(error.told(language), "", 2 if isinstance(error, InputError) else 1, word)
        if isinstance(error, OSError) and own_process:
            _abandon_output()
        if isinstance(error, BrokenPipeError):
            return 1  # whoever read the output has seen enough, as `| head` does
        if isinstance(error, OSError) and error.errno is not None:
            return _failed(*_refused_by_system(error, norwegian), word)
        if isinstance(error, UnicodeEncodeError):
            return _failed(_NO_UTF8[norwegian], "", 2, word)
        if isinstance(error, MemoryError):
            return _failed(_NO_MEMORY[norwegian], "", 1, word)
        hint = "" if "--debug" in arguments else "(the same command with --debug shows where)"
        return _failed(f"{type(error).__name__}: {error}", hint, 1)


@contextlib.contextmanager
def _notes_shown(norwegian: bool) -> Iterator[None]:
    """Print warnings about old names (`model.aliases.RenamedWarning`) as notes to stderr, each name once."""
    before = warnings.showwarning
    seen: set[str] = set()

    def show(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:
        if category.__name__ != "RenamedWarning":  # importing the model would slow down `--help`
            before(message, category, *rest, **more)
            return
        names = {old: new for old, new in message.names.items() if old not in seen}  # type: ignore[union-attr]
        seen.update(names)
        if names:
            note: Any = category(names)  # type: ignore[arg-type]
            print(f"merk: {note.text('nb')}" if norwegian else f"note: {note}", file=sys.stderr)

    with warnings.catch_warnings():
        warnings.showwarning = show
        yield


def _leave_at_once() -> None:
    """End the process without waiting for runs under way, which may be in the midst of compiling; all is tidied up."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


_NO_UTF8 = (
    "a name or a path is not in UTF-8; give another one, or work under a locale such as LANG=C.UTF-8",
    "et navn eller en sti er ikke i UTF-8; velg noe annet, eller bruk et språkoppsett som LANG=C.UTF-8",
)
_NO_MEMORY = (
    "there is not enough memory; simulate fewer citizens, or fewer runs side by side (--jobs)",
    "det er ikke nok minne; simuler færre innbyggere, eller færre kjøringer side om side (--jobs)",
)


def _prepare_streams() -> None:
    """See that everything can be printed: in UTF-8 into pipes and files, and on a terminal as well as it can.

    A stream that is closed (`>&-`) leads nowhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  as long as the process
        elif hasattr(stream, "reconfigure"):
            if not stream.isatty() and not os.environ.get("PYTHONIOENCODING"):
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows another, not an error


def _abandon_output() -> None:
    """Send what is left of the output nowhere: it failed, and Python would try again at its end, and complain."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _refused_by_system(error: OSError, norwegian: bool) -> tuple[str, str, int]:
    """Return the message, no hint and the exit code: 2 where another path would do, 1 where the machine is at fault."""
    from experiments.errors import another_path_helps, why

    reason = why(error)[norwegian]
    if error.filename is None:
        where = "utskriften eller en fil kan ikke skrives" if norwegian else "the output or a file cannot be written"
    else:
        where = f"{error.filename} kan ikke brukes" if norwegian else f"{error.filename} cannot be used"
    return f"{where}: {reason}", "", 2 if another_path_helps(error) else 1


def _failed(message: str, hint: str, code: int, word: str = "error") -> int:
    from agents.errors import bounded

    with contextlib.suppress(OSError):  # nobody reads it; the exit code still tells
        print(f"{word}: {bounded(message)}", file=sys.stderr)
        if hint:
            print(hint, file=sys.stderr)
    return code


def _help_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see `{context.command_path} --help`" if context is not None else ""


if __name__ == "__main__":
    sys.exit(main())
