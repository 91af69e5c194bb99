"""The protocol of the three principal paradigms: each rule's value, argument, source and defensible range.

One TOML file for each paradigm. The presets take their values from here, and `docs/presets.md` prints it all. Ranges
are the reading of this project; no expert panel has been asked.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from samskaping.language import SOURCE, Language, Texts

PRINCIPAL = ("TPA", "NPM", "NPG")

FREE = ("boundary.outreach", "information.plain_language")
"""Rules that the advocates of every paradigm may choose freely: the principal presets hold them alike."""

LEVELS: dict[str, tuple[str, ...]] = {
    "access": ("boundary.outreach", "information.plain_language", "information.documentation"),
    "revision": ("aggregation.revision_interval",),
    "discretion": ("choice.discretion",),
}
"""Rules that a levelled comparison holds alike, by the name of the level."""


@dataclass(frozen=True)
class Argument:
    """What the advocates of a paradigm hold about one rule.

    `choices` is (least, most) of a number, the defensible words of a choice, or empty where nothing is to be varied.
    """

    paradigm: str
    rule: str
    value: Any
    choices: tuple[Any, ...]
    text_en: str
    source: str

    def text(self, language: Language = SOURCE) -> str:
        """Return the argument in a language."""
        return ARGUMENTS(f"{self.paradigm}.{self.rule}", language)

    @property
    def varies(self) -> bool:
        """Whether experts could defend more than one value."""
        return len(set(self.choices)) > 1


@cache
def protocol(paradigm: str) -> dict[str, Argument]:
    """Return the arguments of a principal paradigm by dotted rule."""
    text = files(__package__).joinpath(f"{paradigm.lower()}.toml").read_text("utf-8")
    return {
        rule: Argument(paradigm, rule, row["value"], tuple(row.get("range", ())), row["argument"], row["source"])
        for rule, row in tomllib.loads(text)["rules"].items()
    }


def values(paradigm: str) -> dict[str, Any]:
    """Return the value of every rule of a principal paradigm."""
    return {rule: argument.value for rule, argument in protocol(paradigm).items()}


def levelled(*levels: str) -> dict[str, Any]:
    """Return the rules of the named levels (all without names) at the middle of the principal paradigms' values."""
    rules = [rule for level in levels or LEVELS for rule in LEVELS[level]]
    return {rule: sorted(values(paradigm)[rule] for paradigm in PRINCIPAL)[1] for rule in rules}


ARGUMENTS = Texts(
    "model.presets.argument",
    {f"{p}.{rule}": argument.text_en for p in PRINCIPAL for rule, argument in protocol(p).items()},
)
