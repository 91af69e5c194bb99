"""Where mechanisms, numbers and patterns come from, in the reader's language; titles and names stay as written."""

from __future__ import annotations

import re

from model.parameters.declare import DESIGN, Declaration
from model.references import MECHANISM, cite, cited_keys, short, works
from samskaping.language import SOURCE, Language, Texts, localised

_PHRASES = (
    "n.d.",
    "et al.",
    "the law obliges municipalities to offer certain services",
    DESIGN,
    "calibrated to",
    "survey facts",
    "survey fact",
    "and",
    "six full-time posts",
    "give 128 hours a year for each citizen",
    "immigrants are just under 17 % of the population",
    "with money.case_budget, the load under the status quo is about 1",
    "with needs.rate, the load under the status quo is about 1",
    "no growth unless a scenario sets it",
    "a take-up of about 0.6",
    "most programmes have 40-80 %",
    "13.6 % a year raise a matter",
    "gives the direction",
    "mean trust",
    "shares with high and low trust",
    "20 points by education",
    "trust at rest under the status quo",
    "trust is about at rest under the status quo",
    "by experiments.evidence.calibration.rest",
    "horizontal inequity of the status quo",
    "half of a gap closes in eleven years",
    "0.4 need units cost as much as being asked and ignored",
    "one third agree that users are consulted",
    "a mean felt voice of one third",
    "shares of municipal spending",
    "2.7 % of the contract's value on average",
    "running cost per inhabitant in 2020",
    "fit and failure demand are of the right order",
    "a failure demand of about 30 %",
    "at the end of the range searched",
    "about two thirds of full effort",
    "on sick leave, is only a sign",
    "as in elected bodies",
    "about 10 % less for each doubling",
    "municipal elections every fourth year",
    "turnout by education",
    "turnout by age",
    "on a scale of",
    "the committees of Svelvik had ten citizens",
    "the odds of a complaint",
    "half is lost at the width of a category",
    "the lower end of 0.02 to 0.1",
    "with fidelity_town a mean of 0.64, within the 60-80 % of",
    "towns differ half as much as units",
    "Ministry of Justice and Public Security",
    "Ministry of Local Government and Modernisation",
    "Lecture on NPM and samskaping",
    "lecture for Indre Østfold",
    "on Torfing, Sørensen and Røiseland",
    "on disruption",
    "the 3 x 3 matrix",
    "the home/away matrix",
    "Inner Harbour Larvik in 48 hours",
    "closing questions",
    "main message",
    "on professionals, leaders and politicians",
    "on times of polarisation",
    "slide",
    "slide on Ulrich's four forms",
    "Larvik municipality and KS",
    "Svelvik municipality",
    "Study of the Belgian TAKE survey",
    "Roskilde University",
    "Seminar paper on Thailand",
    "Statistics Norway",
    "in quarters, by how far the law gives a right to the service",
    "with slack, about what best practice would save",
    "as much as one complaint gives",
    "two weeks of one post in a unit for 8,000 citizens",
    "a teacher and a planner for five hours with a class of twenty",
    "half of the voice of raising a matter",
    "a year",
    "in full",
    "busy months count no more than others",
    "an hour a week",
    "as much as full outreach",
    "since the sign is unknown",
    "about what a meeting adds to self-efficacy when all proposals are followed",
)

PHRASES = Texts("experiments.sources", {phrase: phrase for phrase in _PHRASES})
"""Phrases of sources; each is its own key."""

LABELS = Texts("experiments.sources_of", {"both": "mechanism: {mechanism}; number: {number}"})


def source_of(source: str, language: Language) -> str:
    """Return a source in a language, with the works it cites as people write them."""
    source = cite(source)
    if language == SOURCE:
        return source
    for english in sorted(PHRASES, key=len, reverse=True):  # the longer first, where one is a part of another
        phrase = PHRASES(english, language)
        source = re.sub(rf"(?<!\w){re.escape(english)}(?!\w)", phrase.replace("\\", r"\\"), source)
    return re.sub(r"(?<=\d)\.(?=\d)", localised(".", language), source)


def work_linked(key: str, language: Language) -> str:
    """Return a work in Markdown, as people write it in a language, with a link to its line in the reference list."""
    return f"[{source_of(f'@{key}', language)}](odd.md#{key})"


def mechanism_of(declared: Declaration, language: Language) -> str:
    """Return where a mechanism comes from, with the works that support it: "M6 – Herd & Moynihan (2018)"."""
    named = ", ".join(short(key) for key in _supporting(declared.mechanism))
    return source_of(f"{declared.mechanism} – {named}" if named else declared.mechanism, language)


def sources_of(declared: Declaration, language: Language) -> str:
    """Return both sources of a parameter or rule in one text, each with its label."""
    mechanism, number = mechanism_of(declared, language), source_of(declared.number_source, language)
    return LABELS("both", language, mechanism=mechanism, number=number)


def cited_in(declared: Declaration) -> set[str]:
    """Return the keys of all works behind a parameter or rule."""
    named = cited_keys(f"{declared.mechanism} {declared.number_source}")
    return {*named, *_supporting(declared.mechanism)}


def _supporting(mechanism: str) -> tuple[str, ...]:
    """Return the works that support the codes of a mechanism and are not cited in it, each once."""
    keys = dict.fromkeys(key for code in MECHANISM.findall(mechanism) for key in works(code))
    return tuple(key for key in keys if key not in cited_keys(mechanism))
