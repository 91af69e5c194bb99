"""How paradigms look: a colour and a pattern each, the same on every page, distinguishable with any colour vision.

The hues are those of the command line's figures, darkened until text in them can be read on white (contrast 4.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.levelling import LEVELLED
from dashboard.state import OWN, arm_of
from dashboard.texts.common import text
from dashboard.ways import in_areas
from experiments.defaults import PARADIGMS
from experiments.output.figures import places
from model.paradigms.presets import PRESETS
from samskaping.language import Language, Versions

COLOURS = ("#111111", "#b34a00", "#0067a8", "#00704f", "#9c3f73", "#85600a", "#4a5a9a")
DASHES = ("", "9 3", "3 3", "10 3 2 3", "6 2", "14 4", "7 2 2 2 2 2")


def series(names: Sequence[str], language: Language, base: str = "") -> list[dict[str, Any]]:
    """Return name, labels, story, colour and dash pattern of each paradigm; `end` is the label at a curve's end.

    `base` is what the visitor's own paradigm is built on.
    """
    at = places(list(names))
    return [
        {
            "name": name, "label": title(name, language, True, base), "short": title(name, language, True, base),
            "colour": COLOURS[at[name] % len(COLOURS)], "dash": DASHES[at[name] % len(DASHES)],
            "full": title(name, language, base=base), "story": story(name, language), "end": _end(name, language),
        }
        for name in names
    ]  # fmt: skip


def _end(name: str, language: Language) -> str:
    base = name.removesuffix(LEVELLED)
    if name != base and base in PARADIGMS:
        return text("levelled_short", language, way=base)
    return title(name, language, short=True)


def story(name: str, language: Language) -> str:
    """Return what a way of governing is, or why an arm is compared."""
    if name == OWN:
        return text("own_help", language)
    if (arm := arm_of(name)) is not None:
        return arm[0].why.text(language) if isinstance(arm[0].why, Versions) else ""
    if (limited := in_areas(name)) is not None:
        return f"{story(limited[0], language)} {text('areas_elsewhere', language)}"
    return PRESETS[name].story(language)


def title(name: str, language: Language, short: bool = False, base: str = "") -> str:
    """Return what people call a paradigm, or an arm of a scenario; the visitor's own one with its `base`, if given."""
    if name == OWN:
        built_on = _small(title(base, language, short=True)) if base else ""
        return text("own_from", language, base=built_on) if base else text("own", language)
    if (arm := arm_of(name)) is not None:
        return arm[0].label(language)
    if (limited := in_areas(name)) is not None:
        way, areas = limited
        return f"{title(way, language, True, base)} ({', '.join(text(area, language) for area in areas)})"
    if short and name in PARADIGMS:
        return name
    chosen = PRESETS[name]
    words = chosen.title(language)
    return words.split(" (")[0] if short else f"{name}: {words}" if name in PARADIGMS else words


_IN_TEXT = {"TPA": "in_text_tpa", "NPM": "in_text_npm", "NPG": "in_text_npg"}


def in_text(name: str, language: Language, base: str = "") -> str:
    """Return the name of a way of governing in a sentence: with a small letter, unless it is an abbreviation.

    `base` is what the visitor's own paradigm is built on.
    """
    if name in _IN_TEXT:
        return text(_IN_TEXT[name], language)
    way, areas = in_areas(name) or (name, ())
    if way == OWN and base:
        where = f" ({', '.join(text(area, language) for area in areas)})" if areas else ""
        return text("in_text_own", language, base=_small(title(base, language, short=True))) + where
    return _small(PRESETS[name].title(language) if name in PRESETS else title(name, language))


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
