"""Where the console script begins: our own packages are found first, whatever files the user's folder holds."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

from samskaping.language import SOURCE, Language, Message, language_code
from samskaping.names import HiddenError, own_packages_first

INTERRUPTED = 130
"""The exit code of a command that was interrupted."""
GARBAGE = (20_000, 10, 10)
"""How seldom Python looks for garbage.

From start it looks so often that this takes a tenth of a `compare`. Yet it finds next to none while modules and
compiled rules are loaded.
"""
USUAL = gc.get_threshold()
"""How seldom Python looks by itself, for processes that live long."""


def error_line(message: object) -> Message:
    """Return the line that reports an error."""
    return Message("error: {message}", message=message)


def interrupted_line(message: object = "") -> Message:
    """Return the line that reports that a command was interrupted, and what it leaves behind."""
    return Message("interrupted: {message}", message=message or Message("nothing was written"))


def asked_language(arguments: Sequence[str]) -> Language:
    """Return the language that `--lang` asks for, English where it names no existing language.

    Used before the command line is parsed, so that every refusal is in the reader's language.
    """
    asked = SOURCE
    for k, argument in enumerate(arguments):
        if argument == "--":
            break
        option, equals, value = argument.partition("=")
        if option == "--lang":
            asked = value if equals else arguments[k + 1] if k + 1 < len(arguments) else ""
    return language_code(asked) or SOURCE


def main() -> int:
    """Run the command line and return its exit code: 2 when our own packages cannot be found."""
    try:
        own_packages_first()
    except HiddenError as error:
        print(error_line(error.message).text(asked_language(sys.argv[1:])), file=sys.stderr)
        return 2
    gc.set_threshold(*GARBAGE)
    try:
        code: int = import_module("experiments.cli.command_line").main()
        return code
    except KeyboardInterrupt:  # while modules were loaded; later, the command line handles it
        print(interrupted_line().text(asked_language(sys.argv[1:])), file=sys.stderr)
        return INTERRUPTED
    finally:
        # Without this, Python searches all modules for garbage before it ends, which takes half a second. What is
        # garbage by then is not finalized.
        gc.freeze()
