"""The command line, `samskaping`: finds the command, and turns errors into messages and exit codes.

Exit codes: 0 fine, 1 failed, 2 bad input, 130 interrupted. Nothing heavy is imported before a command needs it.
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

from experiments.cli.help import in_language, language_before_option, translate_click, translated
from experiments.machine.interruption import watching
from samskaping.command import INTERRUPTED, asked_language, error_line, interrupted_line
from samskaping.language import Joined, Language, Message, Translatable

# Name, module, and the line of help that `samskaping --help` shows without importing the module.
COMMANDS = {
    "compare": ("experiments.cli.compare", "Simulate a town under several paradigms and compare."),
    "run": ("experiments.cli.run", "Simulate one town under one paradigm, month by month."),
    "sweep": ("experiments.cli.sweeps.sweep", "Run a study: many points, many seeds, resumable."),
    "results": ("experiments.cli.sweeps.results", "Summarise, filter and export the results of a sweep."),
    "analyse": ("experiments.cli.sweeps.analyse", "Analyse a sweep: sensitivity, trade-offs, discovery."),
    "report": ("experiments.cli.council.report", "Write two A4 pages for a council, as HTML or PDF."),
    "case": ("experiments.cli.council.case", "Follow one need, of one person, through every way of governing."),
    "plan-evaluation": (
        "experiments.cli.council.plan_evaluation",
        "Show how large an evaluation must be to see an effect.",
    ),
    "dashboard": ("experiments.cli.dashboard", "Open the dashboard in a browser; needs no network."),
    "parameters": ("experiments.cli.lists.parameters", "List parameters and rules, with bounds and sources."),
    "paradigms": ("experiments.cli.lists.paradigms", "List the paradigms, or show the rules of one."),
    "scenarios": ("experiments.cli.lists.scenarios", "List the scenarios, or show one and what it changes."),
    "national": ("experiments.cli.sweeps.national", "Simulate all municipalities under each paradigm, resumable."),
    "calibrate": ("experiments.cli.evidence.calibrate", "Fit to Norwegian figures, or to targets of your own."),
    "contingency": ("experiments.cli.evidence.contingency", "Map where each paradigm is best, with uncertainty."),
    "robustness": ("experiments.cli.evidence.robustness", "Show which changes would turn or remove each headline."),
    "validate": ("experiments.cli.evidence.validate", "Test the model against the empirical patterns P1-P32."),
    "predictions": ("experiments.cli.evidence.predictions", "List the predictions filed beforehand, and test them."),
    "ask": ("experiments.cli.evidence.ask", "Answer a question by a rule fixed beforehand."),
    "trust": ("experiments.cli.evidence.trust", "Show what smaller budgets do to trust, and how stable it is."),
    "ablate": ("experiments.cli.evidence.ablate", "Switch off each mechanism, and show what depends on it."),
    "uncertainty": (
        "experiments.cli.evidence.uncertainty",
        "Show how much depends on chance, and on which parameters.",
    ),
    "outcomes": ("experiments.cli.lists.outcomes", "List the outcomes: unit, meaning, direction."),
    "municipalities": ("experiments.cli.lists.municipalities", "Search Norway's municipalities."),
    "odd": ("experiments.cli.evidence.odd", "Write the ODD page of the model, or check it."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        return in_language(import_module(COMMANDS[cmd_name][0]).command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is refused with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from agents.errors import InputError, suggestion

            raise InputError(
                "unknown command {name!r}; valid: {names}{hint}",
                name=args[0],
                hint=suggestion(args[0], COMMANDS),
                names=", ".join(COMMANDS),
            )
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; an option of a command that stands before the command is refused with its place."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            command = next((one for one in args if one in COMMANDS), None)
            if command is None:
                raise
            from agents.errors import InputError

            raise InputError(
                "options of a command stand after its name: samskaping {command} {option} ...",
                command=command,
                option=error.option_name,
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section(translated("Commands")):
            formatter.write_dl([(name, translated(line)) for name, (_, line) in COMMANDS.items()])


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        from agents.engine.cache import source_hash
        from experiments.runs.versions import equal_to, model_hash

        try:
            click.echo(f"samskaping {version('samskaping')}")
        except PackageNotFoundError:
            click.echo("samskaping " + translated("(not installed, run from its sources)"))
        hashes = {"code": source_hash("agents", "model"), "both": model_hash()}
        click.echo(translated("model {code} (code), {both} (code and data)").format(**hashes))
        if equal := equal_to(model_hash()):
            click.echo(translated("computes the same numbers as these earlier models:"))
            for one in equal:
                hashes = {"code": one.get("code") or "?", "both": one["model"]}
                click.echo("  " + translated("model {code} (code), {both} (code and data)").format(**hashes))
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`samskaping COMMAND --help` explains a command. Results go into a new folder, which the last line of the "
    "output names. `--lang` chooses the language of help, tables and messages.",
)
@click.option(
    "--version",
    is_flag=True,
    callback=_version,
    expose_value=False,
    is_eager=True,
    help="Show the version, and the model's hashes.",
)
@language_before_option
def samskaping() -> None:
    """Simulate the same municipality under different ways of governing, agent by agent."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    own_process = arguments is None
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    _prepare_streams()
    if not arguments:
        arguments = ["--help"]
    language = asked_language(arguments)
    translate_click(language)
    try:
        if not _about_the_program(arguments):
            _check_own_languages()
        with watching(signal.SIGINT) as interruption, _notes_shown(language):
            try:
                result: Any = in_language(samskaping).main(
                    list(arguments), prog_name="samskaping", standalone_mode=False
                )
            except Exception as error:
                if interruption.asked and not isinstance(error, click.Abort):  # what an interrupted compiler raises
                    raise KeyboardInterrupt from None
                raise
        sys.stdout.flush()  # while a full disk can still be reported
        return result if isinstance(result, int) else 0
    except (click.Abort, KeyboardInterrupt) as stopped:
        known = str(stopped.__cause__ or "")  # click wraps Ctrl-C in an error of its own
        print(_interrupted(arguments, known).text(language), file=sys.stderr)
        if own_process and not known:
            _leave_at_once()
        return INTERRUPTED
    except click.ClickException as error:
        return _failed(error.format_message(), _help_hint(error), 2, language)
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        if isinstance(error, OSError) and own_process:
            _abandon_output()
        if isinstance(error, BrokenPipeError):
            return 1  # the reader, such as `| head`, has seen enough
        message, code = _explained(error)
        hint = Message("(the same command with --debug shows where)")
        unexpected = code is None and "--debug" not in arguments
        return _failed(message, hint if unexpected else "", code or 1, language)


def _about_the_program(arguments: Sequence[str]) -> bool:
    """Return whether help, the version or a shell's completion is asked for, which no bad setting should keep back."""
    return "_SAMSKAPING_COMPLETE" in os.environ or bool({"--help", "-h", "--version"} & set(arguments))


def _check_own_languages() -> None:
    """Raise `InputError` where the variable of one's own languages names no folder with languages."""
    from experiments.errors import own_languages_fault

    if fault := own_languages_fault():
        from agents.errors import InputError

        raise InputError(fault)


@contextlib.contextmanager
def _notes_shown(language: Language) -> Iterator[None]:
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
            print(Message("note: {message}", message=note).text(language), file=sys.stderr)

    with warnings.catch_warnings():
        warnings.showwarning = show
        yield


def _interrupted(arguments: Sequence[str], message: str) -> Message:
    if next((one for one in arguments if one in COMMANDS), "") == "dashboard":  # Ctrl-C is how it is ended
        return Message("the dashboard has stopped")
    return interrupted_line(message)


def _explained(error: Exception) -> tuple[str | Translatable, int | None]:
    """Return the message for an error and the exit code, None where the error is unexpected.

    A refusal of the system that another path avoids is bad input (2); another refusal is a failure (1).
    """
    from agents.errors import InputError
    from experiments.errors import StoppedError, another_path_helps, why

    if isinstance(error, (InputError, StoppedError)):
        return error, 2 if isinstance(error, InputError) else 1
    if isinstance(error, OSError) and error.errno is not None:
        if error.filename is None:
            return Message("the output or a file cannot be written: {why}", why=why(error)), 1
        code = 2 if another_path_helps(error) else 1
        return Message("{path} cannot be used: {why}", path=error.filename, why=why(error)), code
    if isinstance(error, UnicodeEncodeError):
        return _NO_UTF8, 2
    if isinstance(error, MemoryError):
        return _NO_MEMORY, 1
    return f"{type(error).__name__}: {error}", None


def _leave_at_once() -> None:
    """End the process without waiting for runs, which may be compiling; everything is cleaned up already."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


_NO_UTF8 = Message("a name or a path is not in UTF-8; give another one, or use a locale such as LANG=C.UTF-8")
_NO_MEMORY = Message("there is not enough memory; simulate fewer citizens, or fewer runs side by side (--jobs)")


def _prepare_streams() -> None:
    """Let every letter be printed: in UTF-8 into pipes and files, and on a terminal as well as it can.

    Output to a closed stream (`>&-`) is dropped.
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
    """Drop the rest of the output: writing it failed, and Python would try again at its end and complain."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _failed(message: str | Translatable, hint: str | Translatable, code: int, language: Language) -> int:
    """Print an error and a hint on stderr, and return the exit code."""
    from agents.errors import bounded

    with contextlib.suppress(OSError):  # nobody reads it; the exit code is still right
        print(bounded(error_line(message).text(language)), file=sys.stderr)
        if hint:
            print(Joined("", [hint]).text(language), file=sys.stderr)
    return code


def _help_hint(error: click.ClickException) -> str | Message:
    context = getattr(error, "ctx", None)
    return "" if context is None else Message("see `{command} --help`", command=context.command_path)


if __name__ == "__main__":
    sys.exit(main())
