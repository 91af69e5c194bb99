"""Words and numbers as people read them, in English and Norwegian (bokmål)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from experiments.output.texts_units import Language, unit_of

if TYPE_CHECKING:
    from model.outcomes.outcomes import Outcome

LANGUAGES: tuple[Language, ...] = ("en", "nb")

MINUS = "\N{MINUS SIGN}"
_NBSP = "\N{NO-BREAK SPACE}"

_TEXTS: dict[str, tuple[str, str]] = {
    "title_compare": (
        "{town}: {citizens} citizens, {months} months, {seeds}",
        "{town}: {citizens} innbyggere, {months} måneder, {seeds}",
    ),
    "title_run": (
        "{town} under {paradigm}: {citizens} citizens, {months} months, seed {seed}",
        "{town} under {paradigm}: {citizens} innbyggere, {months} måneder, frø {seed}",
    ),
    "one_seed": ("one seed", "ett frø"),
    "seeds": ("{n} seeds", "{n} frø"),
    "month": ("month", "måned"),
    "mean": ("mean over seeds", "snitt over frø"),
    "band": ("line: mean over seeds; band: 95 % interval", "linje: snitt over frø; felt: 95 %-intervall"),
    "trailing": (
        "Hours are per inhabitant. Ratios and hours are over the last 12 months: those of the first year still hold "
        "months before the start.",
        "Timer er per innbygger. Forholdstall og timer er over de siste 12 månedene: i det første året er måneder før "
        "start med.",
    ),
    "changed": ("Changed: {what}", "Endret: {what}"),
    "no_band": ("one seed: no intervals", "ett frø: ingen intervaller"),
    "differences": (
        "Differences from {first} at the end (ratios: last 12 months), paired by seed, 95 % intervals",
        "Forskjeller fra {first} ved slutten (forholdstall: siste 12 måneder), parvis etter frø, 95 %-intervaller",
    ),
    "standard_units": (
        "standard deviations between runs (logarithmic beyond 3)      "
        "\N{UPWARDS ARROW} more is better   \N{DOWNWARDS ARROW} less is better",
        "standardavvik mellom kjøringer (logaritmisk over 3)      "
        "\N{UPWARDS ARROW} mer er bedre   \N{DOWNWARDS ARROW} mindre er bedre",
    ),
    "needs_seeds": (
        "Paired differences have no interval with one seed",
        "Parvise forskjeller har ikke noe intervall med ett frø",
    ),
    "n_of": ("{n} of {all} {what}", "{n} av {all} {what}"),
    "outcomes": ("outcomes", "utfall"),
    "references": ("References", "Referanser"),
    "parameters_rules": ("parameters and rules", "parametere og regler"),
    "municipalities": ("municipalities", "kommuner"),
    "n_paradigms": ("{n} paradigms", "{n} paradigmer"),
    "name": ("name", "navn"),
    "title": ("title", "tittel"),
    "meaning": ("meaning", "betydning"),
    "better": ("better", "bedre"),
    "default": ("default", "standard"),
    "valid": ("valid", "gyldig"),
    "help": ("help (unit; source)", "forklaring (enhet; kilde)"),
    "rule": ("rule", "regel"),
    "code": ("code", "nummer"),
    "county": ("county", "fylke"),
    "over_66": ("over 66", "over 66"),
    "educated": ("higher education", "høyere utdanning"),
    "outcome": ("outcome", "utfall"),
    "unit": ("unit", "enhet"),
    "year": ("year", "år"),
    "means": (
        "At the end: means over {seeds} \N{PLUS-MINUS SIGN} half a 95 % interval",
        "Ved slutten: snitt over {seeds} \N{PLUS-MINUS SIGN} halve 95 %-intervallet",
    ),
    "means_one": (
        "At the end; one seed, so no intervals (more with --seeds)",
        "Ved slutten; ett frø, så ingen intervaller (flere med --seeds)",
    ),
    "paired": (
        "Paired differences, seed by seed, in the same units",
        "Parvise forskjeller, frø for frø, i samme enheter",
    ),
    "star": (
        "* The 95 % interval does not contain 0.",
        "* 95 %-intervallet inneholder ikke 0.",
    ),
    "paired_one": (
        "Paired differences; one seed, so no intervals",
        "Parvise forskjeller; ett frø, så ingen intervaller",
    ),
    "by_year": ("{town} under {paradigm}, at the end of each year", "{town} under {paradigm}, ved slutten av hvert år"),
    "read": (
        "Hours are per inhabitant. Ratios and hours are over the last 12 months.",
        "Timer er per innbygger. Forholdstall og timer er over de siste 12 månedene.",
    ),
    "rules": ("rules", "regler"),
    "paradigm": ("paradigm", "paradigme"),
    "municipality": ("municipality", "kommune"),
    "citizens": ("citizens", "innbyggere"),
    "scenario": ("scenario", "scenario"),
    "runs": ("runs", "kjøringer"),
    "mean_alone": ("mean", "snitt"),
    "results": (
        "{study}: {runs} runs, {failed} failed, {missing} missing; month {month}",
        "{study}: {runs} kjøringer, {failed} feilet, {missing} mangler; måned {month}",
    ),
    "runs_missing": (
        "{n} runs are missing: `samskaping sweep {folder}` resumes the sweep",
        "{n} kjøringer mangler: `samskaping sweep {folder} --lang nb` fortsetter studien",
    ),
    "one_missing": (
        "one run is missing: `samskaping sweep {folder}` resumes the sweep",
        "én kjøring mangler: `samskaping sweep {folder} --lang nb` fortsetter studien",
    ),
    "results_note": (
        "Means over the points of each row \N{PLUS-MINUS SIGN} half a 95 % interval over seeds, for these points.",
        "Snitt over punktene i hver rad \N{PLUS-MINUS SIGN} halve 95 %-intervallet over frø, for disse punktene.",
    ),
    "results_note_one": (
        "Means over the points of each row; one seed, so no intervals.",
        "Snitt over punktene i hver rad; ett frø, så ingen intervaller.",
    ),
    "seeds_word": ("seeds", "frø"),
    "other_sources": (
        "note: {file} was made by another version of samskaping, so numbers may differ",
        "merk: {file} ble laget av en annen versjon av samskaping, så tallene kan bli andre",
    ),
    "failed_runs": (
        "{n} runs of the study have failed ({before} of them earlier): `samskaping results {folder} --failed` shows "
        "why, and --retry-failed runs them again",
        "{n} kjøringer i studien har feilet ({before} av dem tidligere): `samskaping results {folder} --failed` viser "
        "hvorfor, og --retry-failed kjører dem på nytt",
    ),
    "runs_not_done": (
        "{n} runs were not done, though each was tried several times ({runs}); the same command tries them again",
        "{n} kjøringer ble ikke fullført, selv om hver ble prøvd flere ganger ({runs}); samme kommando prøver igjen",
    ),
    "country": ("The country, weighed by population", "Landet, vektet etter folketall"),
    "in_places": (
        "In how many of {n} municipalities a paradigm has more than {first}",
        "I hvor mange av {n} kommuner et paradigme har mer enn {first}",
    ),
    "plan_study": ("study", "studie"),
    "plan_town": ("town", "kommune"),
    "plan_paradigms": ("paradigms", "paradigmer"),
    "plan_seeds": ("seeds", "frø"),
    "plan_changed": ("changed", "endret"),
    "plan_varies": ("varies", "varierer"),
    "plan_levels": ("{first}, ... ({n} levels)", "{first}, ... ({n} nivåer)"),
    "plan_writes": ("writes to", "skriver til"),
    "plan_takes": ("takes", "tar"),
    "plan_disk": ("disk", "disk"),
    "plan_fails": ("will fail", "vil feile"),
    "nothing": ("nothing", "ingenting"),
    "to": ("{low} to {high}", "{low} til {high}"),
    "plan_runs_of": ("{runs} of {months} months", "{runs} på {months} måneder"),
    "plan_town_of": ("{town} ({code}), {citizens} citizens", "{town} ({code}), {citizens} innbyggere"),
    "plan_runs_study": (
        "{runs}: {points} x {seeds}, {months} months each",
        "{runs}: {points} x {seeds}, {months} måneder hver",
    ),
    "plan_done": ("so far", "hittil"),
    "plan_done_of": (
        "{done} done, {failed} of them failed; {to_do} to do",
        "{done} er gjort, {failed} av dem feilet; {to_do} gjenstår",
    ),
    "one_point": ("one point", "ett punkt"),
    "points": ("{n} points", "{n} punkter"),
    "compiling": (
        "compiling the model's rules first (once, about {seconds} s)",
        "kompilerer modellens regler først (én gang, omtrent {seconds} s)",
    ),
    "compiled": ("{share} % of the rules are compiled", "{share} % av reglene er kompilert"),
    "simulating_one": ("simulating one run", "simulerer én kjøring"),
    "simulating": ("simulating {runs} runs", "simulerer {runs} kjøringer"),
    "begun": ("{doing}; months in all: {months}", "{doing}; måneder i alt: {months}"),
    "so_far": (
        "{done} of {months} months ({share} %), about {left} left",
        "{done} av {months} måneder ({share} %), omtrent {left} igjen",
    ),
    "ended": ("done in {time}", "ferdig på {time}"),
    "months": ("months", "måneder"),
    "left": ("left:", "igjen:"),
    "runs_word": ("runs", "kjøringer"),
    "rate": ("({n} a second)", "({n} i sekundet)"),
    "sweep_next": (
        "see what came of it: samskaping results {folder}",
        "se hva det ga: samskaping results {folder} --lang nb",
    ),
    "plan_time": ("about {time} on {cores}", "omtrent {time} på {cores}"),
    "plan_crowded": ("{workers} at a time share them", "{workers} om gangen deler på dem"),
    "plan_compile": (
        "and {seconds} s more to compile the model's rules, once",
        "og {seconds} s til for å kompilere modellens regler, én gang",
    ),
    "plan_disk_of": ("about {size} ({free} free)", "omtrent {size} ({free} ledig)"),
    "at_most": ("at most {n}", "høyst {n}"),
    "plan_fails_of": (
        "{count} of the first {n} points; {point}: {error}",
        "{count} av de første {n} punktene; {point}: {error}",
    ),
    "interrupted": (
        "finished runs are kept in {folder}; resume with: {command}",
        "det som er ferdig, er tatt vare på i {folder}; fortsett med: {command}",
    ),
    "one_core": ("one core", "én kjerne"),
    "cores": ("{n} cores", "{n} kjerner"),
    "options": ("Each area gets the rules of one of:", "Hvert område får reglene til en av:"),
}  # fmt: skip


def text(key: str, language: Language = "en", **values: object) -> str:
    """Return a text in a language, filled in."""
    return _TEXTS[key][LANGUAGES.index(language)].format(**values)


def label(outcome: Outcome, language: Language = "en") -> str:
    """Return an outcome's short name in a language."""
    return outcome.label(language)


def unit(outcome: Outcome, language: Language = "en") -> str:
    """Return an outcome's unit in a language."""
    return unit_of(outcome.unit, language)


def seeds_text(n: int, language: Language = "en") -> str:
    """Return "one seed" or "10 seeds"."""
    return text("one_seed", language) if n == 1 else text("seeds", language, n=n)


def decimals_for(*values: float) -> int:
    """Return how many decimals show four digits of the largest of the values, three at most."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return min(3, max(0, 3 - math.floor(math.log10(largest)))) if largest > 0 else 3


def number(value: float, decimals: int, language: Language = "en", sign: bool = False) -> str:
    """Return a number as a language writes it: 1,234.5 or 1 234,5; "" for what is not finite."""
    if not math.isfinite(value):
        return ""
    written = f"{value:{'+' if sign else ''},.{decimals}f}"
    if float(written.replace(",", "")) == 0:
        written = written.lstrip("+-")
    if language == "nb":
        written = written.replace(",", _NBSP).replace(".", ",")
    return written.replace("-", MINUS)


def with_margin(
    mean: float, low: float, high: float, decimals: int, language: Language = "en", sign: bool = False
) -> str:
    """Return "0.612 ± 0.004", or the mean alone where there is no interval."""
    margin = number((high - low) / 2, decimals, language)
    written = number(mean, decimals, language, sign)
    return f"{written} \N{PLUS-MINUS SIGN} {margin}" if margin else written
