"""Units of parameters and outcomes in Norwegian, and the words that choices are made of. A test finds what is missing."""

from __future__ import annotations

from samskaping.language import Language

_UNITS = {
    "0 or 1": "0 eller 1", "1": "1", "NOK": "kr", "NOK per hour": "kr per time", "NOK/month": "kr/måned",
    "arenas per area and 10,000 citizens": "arenaer per område og 10 000 innbyggere", "bits": "biter", "cases": "saker",
    "categories": "kategorier", "citizens": "innbyggere", "correlation": "korrelasjon", "difference": "differanse",
    "dimensions": "dimensjoner", "efficacy": "mestringstro", "exponent": "eksponent", "fit": "treff", "hours": "timer",
    "hours per 1,000 citizens": "timer per 1 000 innbyggere",
    "hours per 1,000 citizens and year": "timer per 1 000 innbyggere og år", "hours per case": "timer per sak",
    "hours per category and 1,000 citizens": "timer per kategori og 1 000 innbyggere",
    "hours per citizen hour": "timer per innbyggertime", "hours per meeting": "timer per møte",
    "hours per month": "timer per måned", "hours per participant and meeting": "timer per deltaker og møte",
    "hours/month": "timer/måned", "index": "indeks", "indicator": "indikator", "indicator per effort": "indikator per innsats",
    "intensity": "styrke", "justice": "rettferd", "log odds": "log-odds", "log rate": "log-rate", "log scale": "log-skala",
    "logit": "logit", "logit at the wage": "logit ved full lønn", "logit per meeting hour": "logit per møtetime",
    "logit per fit": "logit per treff",
    "logit per month": "logit per måned", "meetings": "møter", "months": "måneder", "multiple": "faktor",
    "need units": "behovsenheter", "need units per month": "behovsenheter per måned",
    "needs per citizen and month": "behov per innbygger og måned", "on/off": "av/på", "per load": "per arbeidspress",
    "per load above 0.8": "per arbeidspress over 0,8", "per meeting": "per møte", "per month": "per måned",
    "per month at full dialogue": "per måned ved full dialog", "per month at full lay weight": "per måned ved full lekmannsvekt",
    "per proposal": "per forslag", "per squared need unit": "per kvadrert behovsenhet",
    "per unit and year": "per enhet og år", "per unit of quality": "per enhet kvalitet", "per year": "per år",
    "persons": "personer", "persons per vacancy": "personer per ledig stilling", "priority": "prioritet",
    "probability": "sannsynlighet", "probability at openness 0.5": "sannsynlighet ved åpenhet 0,5", "ratio": "forholdstall",
    "relative rate": "relativ rate", "satisfaction": "tilfredshet", "satisfaction per fit": "tilfredshet per treff",
    "satisfaction per justice": "tilfredshet per rettferd", "satisfaction or felt voice per trust": "tilfredshet eller opplevd medvirkning per tillit",
    "share": "andel", "share of a standard case's cost": "andel av en standardsaks kostnad",
    "share of seats": "andel av plassene",
    "share of case hours": "andel av sakstimene",
    "share of case hours per further sector": "andel av sakstimene per ekstra sektor",
    "share of contract value": "andel av kontraktsverdien", "share of effort": "andel av innsatsen",
    "share of fit": "andel av treffet", "share of meetings": "andel av møtene", "share of needs": "andel av behovene",
    "share of paid hours": "andel av betalte timer", "share of tailoring": "andel av tilpasningen",
    "share of the start": "andel av starten", "share of the way per case": "andel av veien per sak",
    "share of the way to the majority": "andel av veien til flertallet", "share of wage": "andel av lønnen",
    "share per year": "andel per år", "signal": "signal", "solution quality": "løsningskvalitet",
    "standard cases per citizen and month": "standardsaker per innbygger og måned", "ties": "bånd", "trust": "tillit",
    "trust, lowest to highest resources": "tillit, fra minst til mest ressurser", "units": "enheter", "utility": "nytte",
    "voice": "stemme", "weight": "vekt", "word": "valg",
}  # fmt: skip
_CHOICES = {
    "none": ("none", "ingen"),
    "open": ("open call", "åpen invitasjon"),
    "network": ("networks", "nettverk"),
    "targeted": ("targeted", "målrettet"),
    "sortition": ("by lot", "loddtrekning"),
    "stratified": ("by lot with quotas", "loddtrekning med kvoter"),
}


def unit_of(unit: str, language: Language) -> str:
    """Return a declared unit in a language."""
    return _UNITS.get(unit, unit) if language == "nb" else unit


def choice_of(word: str, language: Language) -> str:
    """Return a choice's word in a language."""
    return _CHOICES.get(word, (word, word))[language == "nb"]
