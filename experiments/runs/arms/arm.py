"""An arm: a named way of governing, checked, with its texts and its plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.errors import InputError
from experiments.runs.arms.values import (
    areas_of,
    base_of,
    name_of,
    parameters_of,
    rules_of,
    title_of,
    twin_of,
    why_of,
)
from model.paradigms.paradigm import Paradigm
from samskaping.language import SOURCE, Language, Versions, languages

TEXTS = ("title", "why")
PLAIN = ("name", "base", "areas", "rules", "parameters", "twin")
KEYS = (*PLAIN, *(f"{text}_{language}" for text in TEXTS for language in languages()))
"""The keys of an arm in a file."""


@dataclass(frozen=True)
class Arm:
    """A checked arm. Raises `InputError` for a name or value that cannot be used.

    Attributes:
        name: of the arm, in the column `arm`.
        title: what people read: a text, or texts by language; empty means the name.
        base: a preset's name or a `Paradigm`; None starts from the rules of the reference.
        areas: where the arm's rules apply; empty means in all areas.
        rules: rules that differ from the base, {dotted name: value}, with or without `rules.` in front.
        parameters: parameters in force from month 1, {dotted name: value}.
        twin: "no-arenas" adds the arm once more without its meeting places, as `<name>-no-arenas`.
        why: reasons for the rules and parameters, and which are assumptions: a text, or texts by language.
    """

    name: str
    title: Versions | Mapping[Language, str] | str = field(default="", hash=False)
    base: str | Paradigm | None = None
    areas: Sequence[str] = ()
    rules: Mapping[str, Any] = field(default_factory=dict, hash=False)
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    twin: str = ""
    why: Versions | Mapping[Language, str] | str | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        """Check every part, and keep it in its canonical form."""
        name = name_of(self.name)
        try:
            made = {
                "name": name,
                "title": title_of(self.title, name),
                "base": base_of(self.base),
                "areas": areas_of(self.areas),
                "rules": rules_of(self.rules),
                "parameters": parameters_of(self.parameters),
                "twin": twin_of(self.twin),
                "why": why_of(self.why),
            }
        except InputError as error:
            raise InputError("arm {name}: {error}", name=name, error=error) from None
        for key, value in made.items():
            object.__setattr__(self, key, value)

    def label(self, language: Language = SOURCE) -> str:
        """Return the title in a language."""
        assert isinstance(self.title, Versions)
        return self.title.text(language)

    @property
    def base_name(self) -> str:
        """The name of the base, or "" where the arm starts from the reference."""
        return self.base.name if isinstance(self.base, Paradigm) else self.base or ""

    def definition(self) -> dict[str, Any]:
        """Return what decides the arm's runs as plain data: all but titles and reasons; the base by its name."""
        return {
            "name": self.name, "base": self.base_name, "areas": list(self.areas), "rules": dict(self.rules),
            "parameters": dict(self.parameters), "twin": self.twin,
        }  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """Return the arm as plain data, shaped as in a file."""
        assert isinstance(self.title, Versions)
        definition = self.definition()
        texts = {f"title_{language}": text for language, text in self.title.texts.items()}
        if isinstance(self.why, Versions):
            texts |= {f"why_{language}": text for language, text in self.why.texts.items()}
        return {"name": definition.pop("name"), **texts, **definition}


def check_names(arms: Sequence[Arm]) -> None:
    """Raise `InputError` for a name that two arms have."""
    names: set[str] = set()
    for arm in arms:
        if arm.name in names:
            raise InputError("two arms have the name {name}; give one of them another name", name=arm.name)
        names.add(arm.name)
