"""Words of the analyses' tables and figures, in English and Norwegian (bokmål)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from experiments.analysis.directions import ARROWS
from experiments.output.texts import LANGUAGES, Language, label
from model.outcomes.outcomes import OUTCOMES, Outcome

DASH = "\N{EN DASH}"
DECLARED = {outcome.name: outcome for outcome in OUTCOMES}

_WORDS: dict[str, tuple[str, str]] = {
    "factor": ("factor", "faktor"),
    "index": ("index", "indeks"),
    "value": ("value", "verdi"),
    "interval": ("95 % interval", "95 % intervall"),
    "outcome": ("outcome", "utfall"),
    "chance": ("luck, up to", "flaks, opptil"),
    "level": ("level", "nivå"),
    "difference": ("difference", "forskjell"),
    "spread": ("5-95 % of points", "5-95 % av punkter"),
    "higher": ("above 0", "over 0"),
    "front": ("front", "front"),
    "often": ("how often", "hvor ofte"),
    "yes": ("yes", "ja"),
    "no": ("no", "nei"),
    "option": ("option", "valg"),
    "max_regret": ("largest regret", "største anger"),
    "mean_regret": ("mean regret", "snitt anger"),
    "best": ("best in", "best i"),
    "clearly_best": ("clearly best in", "klart best i"),
    "satisfied": ("demands met in", "krav oppfylt i"),
    "demands": ("Demands met", "Krav oppfylt"),
    "all_demands": ("all demands", "alle krav"),
    "box": ("in the box", "i boksen"),
    "of": ("of", "av"),
    "quasi_p": ("quasi-p", "kvasi-p"),
    "coverage": ("coverage", "dekning"),
    "density": ("density", "tetthet"),
    "mass": ("share of points", "andel av punktene"),
    "base": ("density of all points", "tetthet i alle punkter"),
    "open": ("any", "fri"),
    "pair": ("pair of factors", "faktorpar"),
    "title_sobol": (
        "{study}: what outcomes depend on (Sobol' indices)",
        "{study}: hva utfallene avhenger av (Sobol'-indekser)",
    ),
    "title_morris": (
        "{study}: what outcomes depend on (Morris' screening)",
        "{study}: hva utfallene avhenger av (Morris-screening)",
    ),
    "title_contrasts": (
        "{study}: differences from {base}, same points and seeds",
        "{study}: forskjeller fra {base}, samme punkter og frø",
    ),
    "title_pareto": (
        "{study}: which options no other beats in everything",
        "{study}: hvilke valg ingen andre slår i alt",
    ),
    "title_regret": (
        "{study}: regret by {option}, over {n} scenarios",
        "{study}: anger etter {option}, over {n} scenarioer",
    ),
    "title_discover": ("{study}: where {case}", "{study}: hvor {case}"),
    "note_sobol": (
        "full bar: first order (alone); pale: total (with interactions); line: 95 % interval",
        "hel stolpe: første orden (alene); blek: total (med samspill); strek: 95 %-intervall",
    ),
    "note_morris": (
        "bar: mean size of effect (mu*) over the factor's whole range, with 95 % interval; diamond: sigma",
        "stolpe: effektens snittstørrelse (mu*) over hele faktorens spenn, med 95 %-intervall; rute: sigma",
    ),
    "note_luck": ("dotted: so much may be luck of the seeds", "prikket: så mye kan være flaks med frøene"),
    "note_contrasts": (
        "dot and thick line: mean and 95 % interval over seeds; thin: 5-95 % of points",
        "prikk og tykk strek: snitt og 95 %-intervall over frø; tynn: 5-95 % av punktene",
    ),
    "note_contrasts_one": (
        "one seed, so no intervals; thin: 5-95 % of points",
        "ett frø, så ingen intervaller; tynn: 5-95 % av punktene",
    ),
    "note_pareto": (
        "filled: on the front; the paler, the less often it is there when seeds are drawn again",
        "fylt: på fronten; jo blekere, desto sjeldnere er den der når frø trekkes på nytt",
    ),
    "note_pareto_plain": ("filled: on the front", "fylt: på fronten"),
    "note_regret": (
        "full bar: mean regret; pale: largest; dotted: what luck alone would give for each",
        "hel stolpe: snitt anger; blek: største; prikket: hva flaks alene ville gitt for hver",
    ),
    "note_regret_one": ("full bar: mean regret; pale: largest", "hel stolpe: snitt anger; blek: største"),
    "note_discover": (
        "blue: in the box; grey: all values of the study; p: quasi-p value of a limit",
        "blå: i boksen; grå: alle verdiene i studien; p: kvasi-p-verdi for en grense",
    ),
    "some_rows": ("the first {n} of {all} groups", "de første {n} av {all} grupper"),
    "rows": ("rows: {names}", "rader: {names}"),
    "trajectory": ("Boxes on the way", "Bokser underveis"),
    "beats": ("{winner} beats {loser} on {outcomes}", "{winner} slår {loser} i {outcomes}"),
    "by_more": (" by more than {margin}", " med mer enn {margin}"),
    "share": ("share of variance", "andel av variansen"),
    "share_scenarios": ("share of scenarios", "andel av scenarioene"),
    "unclear": ("no restriction", "ingen avgrensning"),
    "luck_note": (
        "luck: up to so much of an ST or mu* may come from these seeds; more seeds make it less",
        "flaks: opptil så mye av en ST eller mu* kan skyldes disse frøene; flere frø gir mindre",
    ),
    "rounded": (
        "rounded to whole numbers, so they act in steps: {names}",
        "avrundet til hele tall, så de virker i trinn: {names}",
    ),
    "undefined": (
        "the same at all points, or not defined at some, so left blank: {names}",
        "likt i alle punkter, eller ikke definert i noen, så stående tomt: {names}",
    ),
    "left_out": (
        "{n} points are left out, since a run of theirs failed",
        "{n} punkter er utelatt, siden en av kjøringene deres feilet",
    ),
    "not_in_front": (
        "kept but not compared (add some with --outcomes): {names}",
        "tatt vare på, men ikke sammenlignet (legg til med --outcomes): {names}",
    ),
    "no_direction": (
        "left out, since neither more nor less is better (--better gives a direction): {names}",
        "utelatt, siden verken mer eller mindre er bedre (--better gir en retning): {names}",
    ),
    "some_panels": (
        "the first {n} of {all} outcomes; the table has all",
        "de første {n} av {all} utfall; tabellen har alle",
    ),
    "few_seeds": (
        "fewer than {n} seeds: t-intervals instead of bootstrapped ones",
        "færre enn {n} frø: t-intervaller i stedet for bootstrap",
    ),
    "one_seed": ("one seed, so nothing says what is luck", "ett frø, så ingenting sier hva som er flaks"),
    "same_points": (
        "coverage, density and quasi-p are judged in the points that the box was found in, so they flatter it",
        "dekning, tetthet og kvasi-p er regnet i de punktene boksen ble funnet i, så de smigrer den",
    ),
    "not_dense": (
        "no box is as dense as asked for; this is the densest",
        "ingen boks er så tett som ønsket; dette er den tetteste",
    ),
    "may_be_luck": (
        "quasi-p above {p}, so these limits may mean nothing: {names}",
        "kvasi-p over {p}, så disse grensene betyr kanskje ingenting: {names}",
    ),
    "chance_note": (
        "in brackets: what luck alone would give if options did not differ; regret near it says little",
        "i parentes: hva flaks alene ville gitt om valgene ikke var ulike; anger nær dette sier lite",
    ),
}  # fmt: skip


def word(key: str, language: Language = "en", **values: object) -> str:
    """Return a word or sentence in a language, filled in."""
    return _WORDS[key][LANGUAGES.index(language)].format(**values)


def outcome_label(name: str, language: Language = "en", way: str | None = None) -> str:
    """Return an outcome's short name, with an arrow the way that is better (as declared, when `way` is None)."""
    outcome: Outcome = DECLARED[name]
    arrow = ARROWS.get(outcome.better if way is None else way, "")
    return f"{label(outcome, language)} {arrow}".strip()


def said(values: Sequence[object], language: Language = "en") -> str:
    """Return levels as one name; numbers as the language writes them, switches as study files do."""
    return ", ".join(_said(value, language) for value in values)


def _said(value: object, language: Language) -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(value).lower()
    written = f"{value:.4g}" if isinstance(value, float) else str(value)
    numeric = isinstance(value, float) or re.fullmatch(rf"[\d.]+{DASH}[\d.]+", written)
    return written.replace(".", ",") if language == "nb" and numeric else written
