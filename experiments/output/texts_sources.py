"""Where numbers come from, in the reader's language: the words around codes, names and titles, which stay as written."""

from __future__ import annotations

import re

from model.parameters.declare import DESIGN
from samskaping.language import Language, Texts, localised

# A phrase that is a part of another comes after it.
_PHRASES = (
    f"the size is {DESIGN}",
    DESIGN,
    "design choice",
    "calibrated",
    "survey facts",
    "survey fact",
    "review",
    "seed",
    "once",
    "spending shares",
    "0-1 tame, 2-4 complicated, 5 and above wicked",
    "3 x 3 matrix",
    "joint point",
    "6 full-time equivalents at 128 h a year each citizen",
    "immigrant share just under 17 % (2024)",
    "same start for all",
    "home and away, stable and dynamic",
    "needs with one, two, three sectors",
    "scenario input",
    "which knowledge do I need when?",
    "net client time",
    "overhead",
    "about 0 in social services",
    "running cost a head (2020)",
    "what burdens are for",
    "horizontal inequity",
    "congestion",
    "take-up about",
    "a year raise a matter",
    "direct effect of performance",
    "the expectation society",
    "the status quo is at rest",
    "per encounter; a case is several",
    "one third",
    "learned helplessness",
    "professionals recognise lay expertise",
    "(sick leave as a sign)",
    "a few per cent respond",
    "fatigue",
    "front-loaded",
    "heavy workload",
    "progress ratio",
    "what will you scrap?",
    "diffusion",
    "statutory minimum",
    "four-year terms",
    "on a 0-10 scale",
    "5 politicians in a task committee",
    "10 citizens",
    "budget rule",
    "ad hoc or standing",
    "competence",
    "cross-agency links",
    "about two thirds of full effort",
    "information raises expectations",
    "good outcomes lower own effort a little",
    "as in elected bodies",
    "attendance",
    "only when strictly necessary, but then 100 %",
)
PHRASES = Texts("experiments.sources", {phrase: phrase for phrase in _PHRASES})
"""Phrases of sources; each is its own key."""


def source_of(source: str, language: Language) -> str:
    """Return where a number or a pattern comes from, in a language."""
    for english in PHRASES:
        phrase = PHRASES(english, language)
        if phrase != english:
            source = re.sub(rf"(?<!\w){re.escape(english)}(?!\w)", phrase.replace("\\", r"\\"), source)
    return re.sub(r"(?<=\d)\.(?=\d)", lambda point: localised(point[0], language), source)
