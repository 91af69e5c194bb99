"""Where numbers come from, in Norwegian: what stands around the codes. Names and titles stay as they are written."""

from __future__ import annotations

import re

from experiments.output.texts import Language
from model.parameters.declare import DESIGN

# Longer ones first where one is part of another.
_WORDS = {
    f"the size is {DESIGN}": "størrelsen er valgt, ikke et anslag", DESIGN: "valgt, ikke et anslag",
    "design choice": "valgt", "calibrated": "kalibrert", "survey facts": "undersøkelsesfunn",
    "survey fact": "undersøkelsesfunn", "review": "kunnskapsoversikt", "seed": "notat",
    "once": "én gang", "spending shares": "andeler av utgiftene",
    "0-1 tame, 2-4 complicated, 5 and above wicked": "0-1 enkle, 2-4 kompliserte, 5 og over gjenstridige",
    "3 x 3 matrix": "3 x 3-matrisen", "joint point": "felles punkt",
    "6 full-time equivalents at 128 h a year each citizen": "6 årsverk, 128 timer i året",
    "immigrant share just under 17 % (2024)": "innvandrerandel like under 17 % (2024)",
    "same start for all": "samme start for alle", "home and away, stable and dynamic": "hjemme og borte, stabilt og dynamisk",
    "needs with one, two, three sectors": "behov med én, to, tre sektorer", "scenario input": "settes i scenarioer",
    "which knowledge do I need when?": "hvilken kunnskap trenger jeg når?",
    "net client time": "netto brukertid", "overhead": "administrasjon",
    "about 0 in social services": "om lag 0 i sosiale tjenester",
    "running cost a head (2020)": "driftsutgifter per innbygger (2020)", "what burdens are for": "hva byrder er til for",
    "horizontal inequity": "horisontal ulikhet", "congestion": "kø", "take-up about": "bruk av rettigheter om lag",
    "a year raise a matter": "tar opp en sak i året", "direct effect of performance": "direkte virkning av resultater",
    "the expectation society": "forventningssamfunnet", "the status quo is at rest": "dagens styring er i ro",
    "per encounter; a case is several": "per møte; en sak er flere", "one third": "en tredel",
    "learned helplessness": "lært hjelpeløshet", "professionals recognise lay expertise": "fagfolk anerkjenner levd erfaring",
    "(sick leave as a sign)": "(sykefravær som tegn)", "a few per cent respond": "noen få prosent svarer",
    "fatigue": "slitasje", "front-loaded": "mest i starten", "heavy workload": "stor arbeidsbelastning",
    "progress ratio": "læringsrate", "what will you scrap?": "hva vil dere kvitte dere med?", "diffusion": "spredning",
    "statutory minimum": "lovens minste", "four-year terms": "fireårige perioder", "on a 0-10 scale": "på en skala 0-10",
    "5 politicians in a task committee": "5 politikere i et oppgaveutvalg", "10 citizens": "10 innbyggere",
    "budget rule": "budsjettregel", "ad hoc or standing": "midlertidig eller fast", "competence": "kompetanse",
    "cross-agency links": "bånd på tvers av etater",
    "about two thirds of full effort": "om lag to tredeler av full innsats",
    "information raises expectations": "informasjon hever forventninger",
    "good outcomes lower own effort a little": "gode resultater senker egen innsats litt",
    "as in elected bodies": "som i folkevalgte organer", "attendance": "frammøte",
    "only when strictly necessary, but then 100 %": "bare når det er strengt nødvendig, men da 100 %",
}  # fmt: skip


def source_of(source: str, language: Language) -> str:
    """Return where a number or a pattern comes from, in a language."""
    if language == "en":
        return source
    for english, norwegian in _WORDS.items():
        source = re.sub(rf"(?<!\w){re.escape(english)}(?!\w)", norwegian, source)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", source)
