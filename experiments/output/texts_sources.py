"""Where mechanisms, numbers and patterns come from, as people read it; titles and names stay in their own language."""

from __future__ import annotations

import re

from experiments.output.texts import Language
from model.parameters.declare import DESIGN, Declaration
from model.references import MECHANISM, cite, cited_keys, short, works

# Longer ones first where one is part of another.
_WORDS = {
    "n.d.": "u.å.", "et al.": "mfl.",
    "the law obliges municipalities to offer certain services": "loven pålegger kommunene visse tjenester",
    DESIGN: "valgt", "calibrated to": "kalibrert til",
    "survey facts": "undersøkelsesfunn",
    "survey fact": "undersøkelsesfunn", "and": "og",
    "six full-time posts": "seks årsverk", "give 128 hours a year for each citizen": "gir 128 timer i året per innbygger",
    "immigrants are just under 17 % of the population": "innvandrere er like under 17 % av befolkningen",
    "with money.case_budget, the load under the status quo is about 1":
        "sammen med money.case_budget blir arbeidspresset under dagens styring om lag 1",
    "with needs.rate, the load under the status quo is about 1":
        "sammen med needs.rate blir arbeidspresset under dagens styring om lag 1",
    "no growth unless a scenario sets it": "ingen vekst uten at et scenario sier det",
    "a take-up of about 0.6": "at om lag 0,6 av behovene søkes dekket", "most programmes have 40-80 %": "de fleste ordninger har 40-80 %",
    "13.6 % a year raise a matter": "13,6 % tar opp en sak i året",
    "gives the direction": "gir retningen", "mean trust": "gjennomsnittlig tillit",
    "shares with high and low trust": "andeler med høy og lav tillit", "20 points by education": "20 poeng etter utdanning",
    "trust at rest under the status quo": "at tilliten står stille under dagens styring",
    "trust is about at rest under the status quo": "tilliten står omtrent stille under dagens styring",
    "one third agree that users are consulted": "en tredel er enig i at brukerne spørres",
    "a mean felt voice of one third": "en gjennomsnittlig opplevd medvirkning på en tredel",
    "shares of municipal spending": "andeler av kommunenes utgifter",
    "2.7 % of the contract's value on average": "2,7 % av kontraktsverdien i snitt",
    "running cost per inhabitant in 2020": "driftsutgifter per innbygger i 2020",
    "fit and failure demand are of the right order": "gir omtrent riktig nivå på hvor godt tjenesten passer, og på saker som kommer tilbake",
    "a failure demand of about 30 %": "at om lag 30 % av sakene kommer tilbake",
    "at the end of the range searched": "ved enden av området det ble søkt i",
    "about two thirds of full effort": "gir om lag to tredeler av full innsats",
    "on sick leave, is only a sign": "om sykefravær, er bare et tegn", "as in elected bodies": "som i folkevalgte organer",
    "about 10 % less for each doubling": "om lag 10 % mindre for hver dobling",
    "municipal elections every fourth year": "kommunevalg hvert fjerde år", "turnout by education": "valgdeltakelse etter utdanning",
    "turnout by age": "valgdeltakelse etter alder", "on a scale of": "på en skala fra",
    "the committees of Svelvik had ten citizens": "utvalgene i Svelvik hadde ti innbyggere",
    "Lecture on NPM and samskaping": "Forelesning om NPM og samskaping", "Larvik municipality and KS": "Larvik kommune og KS",
    "Svelvik municipality": "Svelvik kommune", "Study of the Belgian TAKE survey": "Belgisk studie (TAKE)",
    "Roskilde University": "Roskilde Universitet", "Seminar paper on Thailand": "Seminarnotat om Thailand", "Statistics Norway": "Statistisk sentralbyrå",
}  # fmt: skip


def source_of(source: str, language: Language) -> str:
    """Return a source in a language, with the works it cites as people write them."""
    source = cite(source)
    if language == "en":
        return source
    for english in sorted(_WORDS, key=len, reverse=True):
        source = re.sub(rf"(?<!\w){re.escape(english)}(?!\w)", _WORDS[english], source)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", source)


def mechanism_of(declared: Declaration, language: Language) -> str:
    """Return where a mechanism comes from, with the works that support it: "M6 – Herd & Moynihan (2018)"."""
    named = ", ".join(short(key) for key in _supporting(declared.mechanism))
    return source_of(f"{declared.mechanism} – {named}" if named else declared.mechanism, language)


def sources_of(declared: Declaration, language: Language) -> str:
    """Return both sources of a parameter or rule in one text, each with its label."""
    mechanism, number = mechanism_of(declared, language), source_of(declared.number_source, language)
    labels = ("mekanisme", "tall") if language == "nb" else ("mechanism", "number")
    return f"{labels[0]}: {mechanism}; {labels[1]}: {number}"


def cited_in(declared: Declaration) -> set[str]:
    """Return the keys of all works behind a parameter or rule."""
    named = cited_keys(f"{declared.mechanism} {declared.number_source}")
    return {*named, *_supporting(declared.mechanism)}


def _supporting(mechanism: str) -> tuple[str, ...]:
    """Return the works that support the codes of a mechanism and are not cited in it, each once."""
    keys = dict.fromkeys(key for code in MECHANISM.findall(mechanism) for key in works(code))
    return tuple(key for key in keys if key not in cited_keys(mechanism))
