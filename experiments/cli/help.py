"""The help of the commands, and click's own texts, in the reader's language.

Help texts stand in the commands, in English. The catalogues hold them as sentences, by their English.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from copy import copy
from typing import Any

import click

from agents.errors import InputError, fold, nearest_names
from samskaping.catalogue import ALSO, SOURCE, languages, translate
from samskaping.language import Language, Message, language_code, language_name

_language: Language = SOURCE

CLICK = (
    Message("Usage:"),
    Message("Options"),
    Message("Commands"),
    Message("Positional arguments"),
    Message("Show this message and exit."),
    Message("[OPTIONS]"),
    Message("COMMAND [ARGS]..."),
    Message("default: {default}"),
    Message("env var: {var}"),
    Message("required"),
    Message("Missing argument"),
    Message("Missing option"),
    Message("Missing parameter"),
    Message("Missing command."),
    Message("Invalid value: {message}"),
    Message("Invalid value for {param_hint}: {message}"),
    Message("No such option {name!r}."),
    Message("No such option: {name}"),
    Message("No such command {name!r}."),
    Message("Did you mean {possibility}?"),
    Message("(Did you mean one of: {possibilities}?)"),
    Message("Option {name!r} does not take a value."),
    Message("Option {name!r} requires an argument."),
    Message("Option {name!r} requires {nargs} arguments."),
    Message("Got unexpected extra argument ({args})"),
    Message("Got unexpected extra arguments ({args})"),
    Message("{value!r} is not a valid {number_type}."),
    Message("{value} is not in the range {range}."),
    Message("{value!r} is not {choice}."),
    Message("{value!r} is not one of {choices}."),
    Message("{name} {filename!r} does not exist."),
    Message("{name} {filename!r} is a directory."),
    Message("{name} {filename!r} is a file."),
    Message("{name} {filename!r} is not readable."),
    Message("{name} {filename!r} is not writable."),
    Message("file"),
    Message("directory"),
    Message("path"),
    Message("(not installed, run from its sources)"),
    Message("model {code} (code), {both} (code and data)"),
    Message("computes the same numbers as these earlier models:"),
)
"""What click writes around our own texts. A text that another version of click words differently stays English."""


def translate_click(language: Language) -> None:
    """Have click write in a language from now on: usage, headings and refusals."""
    global _language
    _language = language
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "click":
            for function, ours in (("_", translated), ("ngettext", _plural)):
                if hasattr(module, function):
                    setattr(module, function, ours)


def translated(english: str) -> str:
    """Return a text of the command line in the language that the command was asked to use."""
    return translate(english, "", _language)


def language_asked(_: click.Context, __: click.Parameter, given: str | None) -> Language:
    """Return the value of `--lang`: as given to the command, else as given before it, else English."""
    return given or _language


def _plural(one: str, several: str, n: int) -> str:
    return translated(one if n == 1 else several)


def in_language(command: click.Command) -> click.Command:
    """Return a command whose help, with that of its options and subcommands, is in the language asked for."""
    if _language == SOURCE:
        return command
    other: Any = copy(command)
    other._help_option = None  # click keeps the option --help, with its text
    other.help, other.short_help, other.epilog = map(_cleaned, (command.help, command.short_help, command.epilog))
    other.options_metavar = translated(command.options_metavar or "")
    other.params = [copy(parameter) for parameter in command.params]
    for parameter in other.params:
        parameter.help = _cleaned(getattr(parameter, "help", None))
    if isinstance(command, click.Group):
        other.subcommand_metavar = translated(command.subcommand_metavar)
        other.commands = {name: in_language(one) for name, one in command.commands.items()}
    return other  # type: ignore[no-any-return]


def help_texts(command: click.Command) -> Iterator[str]:
    """Yield every English text in the help of a command, its options and its subcommands."""
    texts = (command.help, command.short_help, command.epilog, *(getattr(p, "help", None) for p in command.params))
    yield from (inspect.cleandoc(text) for text in texts if text)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            one = command.get_command(context, name)
            if one is not None:
                yield from help_texts(one)


def _cleaned(text: str | None) -> str | None:
    return text and translated(inspect.cleandoc(text))


class LanguageChoice(click.Choice[str]):
    """The languages that texts exist in, by their codes; "no" and "nb_NO" are read as "nb"."""

    def __init__(self) -> None:
        super().__init__(languages())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Language:
        """Return the language's own code; raise `InputError` with the valid codes for any other."""
        code = language_code(str(value))
        if code is None:
            raise InputError(
                "--lang {given}: there are no texts in that language; valid: {names}{hint}",
                given=value,
                names=", ".join(f"{one} ({language_name(one)})" for one in languages()),
                hint=_near(str(value)),
            )
        return code


def _near(given: str) -> Message:
    """Return "; did you mean 'nb'?" where a language's own name resembles `given`, or the name of that code."""
    from babel import Locale, UnknownLocaleError

    try:
        sought = str(Locale.parse(given.replace("-", "_").partition("_")[0]).display_name)
    except (UnknownLocaleError, ValueError):
        sought = given
    names = {language_name(code): code for code in languages()} | {language_name(code): ALSO[code] for code in ALSO}
    word = fold(sought).rpartition(" ")[2]  # "nynorsk" of "norsk nynorsk"
    near = [repr(names[name]) for name in nearest_names(word, names)]
    return Message("; did you mean {names}?", names=", ".join(near)) if near else Message("")


language_option = click.option(
    "--lang",
    "language",
    type=LanguageChoice(),
    callback=language_asked,
    help="Language of tables, figures, messages and help.  [default: en]",
)

language_before_option = click.option(
    "--lang", type=LanguageChoice(), expose_value=False, help="Language, here or after the command."
)
"""The same option before a subcommand; `samskaping.command.asked_language` reads it."""
