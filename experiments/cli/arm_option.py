"""The option `--arm`: an arm in one text, or the arms of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agents.errors import InputError
from experiments.cli.options import comma_separated
from experiments.errors import why
from experiments.reading import number_or_text, text_of, toml_of
from samskaping.language import Message

if TYPE_CHECKING:
    from experiments.runs.arms import Arm

_LISTS = ("areas",)


def _read(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[Arm, ...] | None:
    """Return the arms that the option gives, in order, or None where it is not given."""
    if not given:
        return None
    from experiments.runs.arms import read_arms

    return read_arms([arm for text in given for arm in _arms_of(text)])


def _arms_of(text: str) -> tuple[Arm, ...]:
    from experiments.runs.arms import read_arm

    if text.strip().endswith(".toml") and "=" not in text and ";" not in text:
        return arms_in(Path(text.strip()))
    return (read_arm(_table(text), f"--arm {text!r}"),)


def arms_in(path: Path) -> tuple[Arm, ...]:
    """Return the arms in a TOML file: its tables `[[arms]]`, or the one arm whose keys the file has.

    Raises:
        InputError: the file cannot be read, or an arm in it is not valid.
    """
    from experiments.runs.arms import read_arm, read_arms

    try:
        content = toml_of(text_of(path, Message("the file of arms")), str(path))
    except FileNotFoundError as error:
        raise InputError("the file of arms {path} cannot be read ({why})", path=path, why=why(error)) from None
    if "arms" in content and len(content) == 1:
        from experiments.own.paradigm_file import with_bases

        return read_arms(with_bases(content["arms"], path.parent), str(path))
    if "arms" in content:
        other = next(key for key in content if key != "arms")
        raise InputError(
            "{path}: unknown key {key!r} beside [[arms]]; a file of arms holds nothing else", path=path, key=other
        )
    return (read_arm(content, str(path)),)


def _table(text: str) -> dict[str, Any]:
    """Return an arm's keys and values from `name;base=NPG;areas=place,upbringing;rules.information.dialogue=0.8`."""
    table: dict[str, Any] = {"rules": {}, "parameters": {}}
    for place, piece in enumerate(filter(None, map(str.strip, text.split(";")))):
        key, equals, value = (part.strip() for part in piece.partition("="))
        if place == 0 and not equals:
            key, value = "name", key
        elif not equals or not key or not value:
            raise InputError(
                "--arm {text!r}: {piece!r} is not of the form key=value; an arm is written as "
                "NAME;base=PARADIGM;areas=AREA,AREA;rules.GROUP.NAME=VALUE",
                text=text, piece=piece,
            )  # fmt: skip
        where, name, one = _place(key, value)
        into = table if where == "" else table[where]
        if name in into:
            raise InputError("--arm {text!r}: {key} is given twice", text=text, key=key)
        into[name] = one
    return table


def _place(key: str, value: str) -> tuple[str, str, Any]:
    """Return which table of an arm a key belongs in ("" is the arm itself), its name there, and its value."""
    if key.startswith("rules."):
        return "rules", key.removeprefix("rules."), number_or_text(value)
    if key.startswith("parameters.") or "." in key:
        return "parameters", key.removeprefix("parameters."), number_or_text(value)
    if key == "base":
        from experiments.own.paradigm_file import paradigm_named

        return "", key, paradigm_named(value)
    return "", key, comma_separated(value) if key in _LISTS else value


arm_option = click.option(
    "--arm", "arms", multiple=True, callback=_read, metavar="ARM|FILE",
    help="Compare arms instead of paradigms: NAME;base=PARADIGM;areas=AREA,AREA;rules.GROUP.NAME=VALUE;"
    "PARAMETER=VALUE, or a TOML file with [[arms]]. The first arm is the reference; outside its areas an arm keeps the "
    "reference's rules. twin=no-arenas adds the arm without its meeting places. See docs/guides/arms.md. Repeatable.",
)  # fmt: skip
