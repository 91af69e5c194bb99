"""Arms and paradigms in plain words: what their rules are, where they hold, and how they differ from the reference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from experiments.council.report_texts import TEXTS
from experiments.output.texts import plain
from experiments.output.texts_units import AREAS, choice_of
from experiments.own.paradigm_file import label_of, words_of
from experiments.runs.arms.values import NO_ARENAS
from model.paradigms.paradigm import Paradigm
from model.paradigms.presets import PRESETS
from samskaping.language import Language, Listing, Versions

if TYPE_CHECKING:
    from experiments.comparison import Comparison

_NO_CONTENT = ("rules.intensity",)
_LENGTH = 90  # characters of a rule's name in plain words


def arms_in_words(comparison: Comparison, language: Language, rules: int) -> list[dict[str, Any]]:
    """Return `name, title, reference, lines` for every arm: `lines` say what it is; at most `rules` rules are named."""
    labels = comparison.courses(language)
    described = []
    for place, (name, paradigm) in enumerate(zip(comparison.names, comparison.paradigms, strict=True)):
        lines = _preset_lines(comparison, place, language)
        arm = comparison.arms[place] if comparison.arms else None
        if arm is not None and name.removesuffix(f"-{NO_ARENAS}") in comparison.names[:place]:
            described.append({"name": name, "title": labels[name], "reference": False, "lines": [
                TEXTS("arm_twin", language)
            ]})  # fmt: skip
            continue
        if arm is not None:
            if place and arm.areas:
                areas = Listing([AREAS(area, language) for area in arm.areas]).text(language)
                lines.append(TEXTS("arm_areas", language, areas=areas))
            if isinstance(arm.why, Versions):
                lines.append(_sentence(arm.why.text(language)))
        if place:
            differing = _differences(paradigm, comparison.paradigms[0], language)[:rules]
            if differing:
                lines.append(TEXTS("arm_differs", language, rules="; ".join(differing)))
        if arm is not None and arm.parameters:
            values = ", ".join(f"{key} {plain(value, language)}" for key, value in arm.parameters.items())
            lines.append(TEXTS("arm_parameters", language, parameters=values))
        title = labels[name] if comparison.arms else _title(name, language)
        described.append({"name": name, "title": title, "reference": place == 0, "lines": lines})
    return described


def _title(name: str, language: Language) -> str:
    known = PRESETS.get(name)
    if known is None:
        return label_of(name, language)
    title = known.title(language)
    return title if name.casefold() in title.casefold() else f"{title} ({name})"


def _preset_lines(comparison: Comparison, place: int, language: Language) -> list[str]:
    """Return what a preset is, where an arm has another one than the reference or no own words."""
    if not comparison.arms:
        story = _words(comparison.names[place], language)[1]
        return [_sentence(story)] if story else []
    arm, first = comparison.arms[place], comparison.arms[0]
    title, story = _words(arm.base_name, language)
    if not (title and story) or (place and arm.base_name == first.base_name):
        return []
    return [TEXTS("arm_base", language, title=title, story=_sentence(story))]


def _words(name: str, language: Language) -> tuple[str, str]:
    """Return the title and the story of a preset, or of a paradigm's file; "" where there is none."""
    if name in PRESETS:
        return PRESETS[name].title(language), PRESETS[name].story(language)
    title, story = (one.text(language) if one else "" for one in words_of(name))
    return title, story


def _differences(paradigm: Paradigm, reference: Paradigm, language: Language) -> list[str]:
    """Return the rules that differ from the reference's, the largest difference first, in plain words."""
    here, there = paradigm.flat(), reference.flat()
    found = []
    for declared in Paradigm.declarations():
        name = declared.name.removeprefix("rules.")
        before, after = there[name], here[name]
        if before == after or declared.name in _NO_CONTENT or (declared.kind == "switch" and name.startswith("scope.")):
            continue
        written = TEXTS(
            "rule", language, what=_short(declared.help(language)), before=_value(before, language),
            after=_value(after, language),
        )  # fmt: skip
        found.append((_distance(before, after, declared), written))
    return [text for _, text in sorted(found, key=lambda one: -one[0])]


def _distance(before: Any, after: Any, declared: Any) -> float:
    """Return how far two values of a rule are apart, as a share of its range."""
    if isinstance(before, str) or isinstance(before, bool):
        return 0.5
    return abs(float(after) - float(before)) / ((float(declared.high) - float(declared.low)) or 1.0)


def _short(help_text: str) -> str:
    """Return a rule's help without what stands in brackets or after a colon, beginning with a small letter."""
    text = re.split(r"[:;]|, (?:slik|so that)", re.sub(r"\s*\([^)]*\)", "", help_text))[0].strip().rstrip(".")
    text = text if len(text) <= _LENGTH else text[:_LENGTH].rsplit(" ", 1)[0] + " …"
    return text[:1].lower() + text[1:] if not text[:2].isupper() else text


def _value(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return plain(value, language)
    return choice_of(value, language) if isinstance(value, str) else plain(round(float(value), 2), language)


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "?", "!")) else f"{text}."
