"""The names, sources and numbers in an answer as people read them, in every language."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from experiments.evidence.asking.report.limits import limits_of
from experiments.evidence.asking.report.texts import TEXTS
from experiments.output.texts import label
from experiments.output.texts_sources import source_of
from samskaping.language import SOURCE, Language, in_nearest, languages, localised, preferred

if TYPE_CHECKING:
    from experiments.evidence.asking.question import Question
    from experiments.runs.arms import Arm

_OF_SHARES = ("joint", "weightings")
"""Kinds of rules whose tests are of shares, with the texts that say of what."""
_SHARES, _NUMBERS = (("ranks", "top"),), (("ranks", "tau"), ("box", "lift"))
"""Kinds and tests whose value is a share, or a number that is no difference."""
_MINUS = " \N{MINUS SIGN} "
_WORDS = ("all", "ranks", "top", "tau", "lift", "either way", "first", "not first")
"""Words that kinds of rules put into the names of their tests."""


def names_of(question: Question) -> dict[str, Any]:
    """Return the names in a question's answer as plain data, as `Names` reads them, and its `limits_of`.

    An arm that is called as a preset is, has the preset's title in every language. Outcomes of files have their labels.
    """
    words = {code: dict(words) for code, words in question.words.items()}
    labels = {name: one.label(SOURCE).lower() for name, one in question.own.outcomes.items()}
    if labels:
        words[SOURCE] = {**labels, **words.get(SOURCE, {})}
    return {
        "words": words,
        "arms": {arm.name: _titles(arm) for arm in question.arms},
        "conditions": {one.name: dict(one.title.texts) for one in question.conditions.values()},
        "limits": limits_of(question),
    }


def _titles(arm: Arm) -> dict[str, str]:
    from model.paradigms.presets import PRESETS

    preset = PRESETS.get(arm.base_name)
    if preset is not None and arm.label(SOURCE) == preset.title(SOURCE):
        return {code: preset.title(code) for code in languages()}
    return dict(arm.title.texts)  # type: ignore[union-attr]


class Names:
    """The names in an answer as people read them: of tests, groups, outcomes, arms and conditions.

    A name is looked up whole, and then part by part: `, `, ` − ` and `: ` separate parts. The file's own
    words come first, then titles of arms and conditions, then labels of outcomes. What has none stays as it is. A
    cell, `arm@condition`, has its condition in brackets. A difference between two cells names what they share once.
    """

    def __init__(self, answer: Mapping[str, Any], language: Language, titles: bool = True) -> None:
        """Read the names from plain data with `words`, `arms` and `conditions`; without `titles` these two stay."""
        from model.outcomes.outcomes import OUTCOMES

        self._kind, self._language = answer.get("kind", ""), language
        self._known = {one.name: label(one, language).lower() for one in OUTCOMES}
        self._known |= {name: TEXTS(name, language) for name in _WORDS}
        for titled in (answer["conditions"], answer["arms"]) if titles else ():
            self._known |= {name: in_nearest(texts, language) for name, texts in titled.items()}
        for code in reversed(preferred(language)):
            self._known |= answer["words"].get(code, {})

    def __call__(self, name: str) -> str:
        """Return a name as people read it."""
        if name in self._known:
            return self._known[name]
        for mark in (", ", ": "):
            if mark in name:
                return mark.join(self(part) for part in name.split(mark))
        cells = [part.split("@") for part in name.split(_MINUS)]
        if all(len(cell) == 2 and cell[0] in self._known for cell in cells):
            return self._cells([(self(arm), " + ".join(map(self, at.split("+")))) for arm, at in cells])
        return _MINUS.join(self(part) for part in name.split(_MINUS)) if _MINUS in name else name

    @staticmethod
    def _cells(cells: Sequence[tuple[str, str]]) -> str:
        """Return cells, of which each has an arm and a condition, with one taken from the other."""
        arms, conditions = ([*dict.fromkeys(parts)] for parts in zip(*cells, strict=True))
        if len(cells) > 1 and len(conditions) == 1:
            return f"{_MINUS.join(arm for arm, _ in cells)}, {conditions[0]}"
        if len(cells) > 1 and len(arms) == 1:
            return f"{_MINUS.join(condition for _, condition in cells)} ({arms[0]})"
        return _MINUS.join(f"{arm} ({condition})" for arm, condition in cells)

    def row(self, row: Mapping[str, Any]) -> str:
        """Return a test's name, after its outcome; where its value is a share, of what."""
        if self._kind in _OF_SHARES:
            name, outcome = self(row["name"]), self(row["outcome"])
            return TEXTS(f"row_{self._kind}", self._language, name=name, outcome=outcome)
        return f"{self(row['outcome'])}: {self(row['name'])}" if row["outcome"] else self(row["name"])

    def value(self, value: float, row: Mapping[str, Any]) -> str:
        """Return a value of a test as people read it: a difference with its sign, a share in per cent, or a number."""
        if value is None or math.isnan(value):
            return "–"
        test = (self._kind, row["name"])
        if self._kind in _OF_SHARES or test in _SHARES:
            return localised(f"{100 * value:.1f}".removesuffix(".0"), self._language) + " %"
        if test in _NUMBERS:
            return ("\N{MINUS SIGN}" if value < 0 else "") + localised(f"{abs(value):.2f}", self._language)
        return written(value, row["relative"], self._language)


def source_in(source: str, language: Language) -> str:
    """Return a question's source in a language, without the keys of the list of references; titles stay as they are."""
    named = source_of(without_keys(source), language)
    return re.sub(r"(?<!\w)'([^']+)'", lambda found: TEXTS("titled", language, title=found.group(1)), named)


def without_keys(source: str) -> str:
    """Return a source without the keys of the list of references, such as (@borge2024)."""
    return re.sub(r"\s*\(@[\w:-]+\)", "", source)


def written(value: float, relative: bool = False, language: Language = SOURCE) -> str:
    """Return a number with its sign as a page writes it, a share of the outcome in per cent."""
    if value is None or math.isnan(value):
        return "–"
    sign = "+" if value >= 0 else "\N{MINUS SIGN}"
    if relative:
        return sign + localised(f"{abs(100 * value):.1f}", language) + " %"
    return sign + localised(f"{abs(value):.3f}", language)


def number(value: float, language: Language = SOURCE) -> str:
    """Return a number with three significant digits; an open end of a range is left out."""
    return "" if value is None or math.isnan(value) else localised(f"{value:.3g}", language)


def percent(share: float, language: Language = SOURCE) -> str:
    """Return a share as whole per cent."""
    return localised(f"{100 * share:.0f}", language) + " %"
