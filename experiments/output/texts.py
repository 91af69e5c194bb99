"""Texts and numbers of tables, figures, plans and progress, in the reader's language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from experiments.output.texts_units import label as label
from experiments.output.texts_units import unit_of
from samskaping.language import Language, Texts, localised

if TYPE_CHECKING:
    from model.outcomes.outcomes import Outcome

MINUS = "\N{MINUS SIGN}"
ARROW = "\N{RIGHTWARDS ARROW}"
FEW_SEEDS = 4  # with fewer the t-interval is wide, and says little about how uncertain the mean is
MANY = 20  # intervals from which on one is expected to exclude 0 by chance alone

TEXTS = Texts(
    "experiments.output",
    {
        # Titles and notes of figures and tables.
        "title_compare": "{town}: {citizens} citizens, {months}, {seeds}",
        "title_run": "{town} under {paradigm}: {citizens} citizens, {months}, seed {seed}",
        "one_seed": "one seed",
        "seeds": "{n:,} seeds",
        "one_month": "one month",
        "several_months": "{n:,} months",
        "month": "month",
        "mean": "mean over seeds",
        "band": "line: mean over seeds; band: 95 % interval",
        "trailing": "Hours are per inhabitant. Ratios and hours cover the last 12 months; during the first year these "
        "include months before the start.",
        "changed": "Changed: {what}",
        "no_band": "one seed: no intervals",
        "differences": "Differences from {first} at the end (ratios: last 12 months), paired by seed, 95 % intervals",
        "standard_units": "standard deviations between runs (logarithmic beyond 3)      "
        "\N{UPWARDS ARROW} more is better   \N{DOWNWARDS ARROW} less is better",
        "needs_seeds": "Paired differences need more than one seed to have an interval",
        "few_seeds": "Only {n} seeds: the intervals are wide and uncertain. More seeds make them narrower.",
        "too_long": "{months} months are more than ten years, and no claim of the model reaches that far: nobody is "
        "born, dies or moves in it.",
        "n_of": "{n:,} of {all:,} {what}",
        "outcomes": "outcomes",
        "parameters_rules": "parameters and rules",
        "municipalities": "municipalities",
        "n_paradigms": "{n} paradigms",
        # Headings.
        "name": "name",
        "title": "title",
        "meaning": "meaning",
        "better": "better",
        "default": "default",
        "rules_default": "The default of a rule (rules.*) is its value in the status quo; `samskaping paradigms NAME` "
        "shows those of a paradigm.",
        "valid": "valid",
        "help": "help (unit; source)",
        "rule": "rule",
        "defended": "defensible range",
        "argument": "advocates' argument",
        "not_varied": "not varied",
        "code": "number",
        "county": "county",
        "over_66": "over 66",
        "educated": "higher education",
        "outcome": "outcome",
        "unit": "unit",
        "year": "year",
        "rules": "rules",
        "references": "References",
        "paradigm": "paradigm",
        "arm": "arm",
        "municipality": "municipality",
        "citizens": "citizens",
        "scenario": "scenario",
        "runs": "runs",
        "mean_alone": "mean",
        "seeds_word": "seeds",
        # Tables of a comparison, a run and a sweep.
        "means": "At the end: means over {seeds} \N{PLUS-MINUS SIGN} half a 95 % interval",
        "means_one": "At the end; one seed, so there are no intervals (use --seeds for more)",
        "paired": "Paired differences, seed by seed, in the same units",
        "star": "* The 95 % interval does not contain 0.",
        "many_intervals": "{n:,} intervals: if nothing differed, about {false:,} of them would still exclude 0 by "
        "chance, so a star alone is weak evidence",
        "explained": "`samskaping outcomes` explains each outcome.",
        "unlevelled": "`--level all` holds rules alike that have little to do with a paradigm (docs/presets.md): see "
        "which differences survive.",
        "paired_one": "Paired differences; one seed, so there are no intervals",
        "by_year": "At the end of each year",
        "by_year_and_end": "At the end of each year and of the run",
        "at_the_end": "At the end of the run",
        "read": "Hours are per inhabitant. Ratios and hours cover the last 12 months.",
        "results": "{study}: {runs} runs, {failed} failed, {missing} missing; month {month}",
        "runs_missing": "{n} runs are missing: `samskaping sweep {folder}` resumes the sweep",
        "one_missing": "one run is missing: `samskaping sweep {folder}` resumes the sweep",
        "results_note": "Means over the points of each row \N{PLUS-MINUS SIGN} half a 95 % interval over seeds, for "
        "these points.",
        "results_note_one": "Means over the points of each row; one seed, so there are no intervals.",
        "more_rows": "{n} more rows: .summary() has all.",
        "country": "The country, weighted by population",
        "in_places": "Number of municipalities, of {n}, in which a paradigm has a higher value than {first}",
        "options": "Each area gets the rules of one of:",
        "failed_run": "{run}  seed {seed}  {point}: {error}",
        # Messages about sweeps.
        "other_sources": "note: {file} was made by another version of samskaping, so numbers may differ",
        "failed_runs": "{n:,} runs of the study have failed ({before:,} of them earlier): "
        "`samskaping results {folder} --failed` shows why, and --retry-failed runs them again",
        "runs_not_done": "{n:,} runs were not completed, though each was tried several times ({runs}); the same "
        "command tries them again",
        "interrupted_at": "{done:,} of {total} runs are complete, and kept in {folder}; resume with: {command}",
        "resuming": "{done:,} of {total} runs are complete; {left} to do",
        "nothing_left": "nothing left to do: all {n:,} runs of the study are complete. The results are in {folder}",
        "sweep_next": "view the results: samskaping results {folder}",
        "unwritable": "results cannot be written to {folder} ({why}); what has been written is kept, and the same "
        "command resumes the sweep: {command}",
        # Plans.
        "plan_study": "study",
        "plan_town": "town",
        "plan_paradigms": "paradigms",
        "plan_arms": "arms",
        "plan_seeds": "seeds",
        "plan_changed": "changed",
        "plan_varies": "varies",
        "plan_excluded": "left out",
        "plan_excluded_of": "{n} of {all} points, by [[exclude]]",
        "log_scale": "log scale",
        "live": "so far: {runs} runs; estimates from {seeds} seeds",
        "plan_precision": "until",
        "plan_precision_of": "half of every 95 % interval of {outcome} is at most {width}; {first} seeds first, then "
        "{batch} at a time, at most {most}",
        "precision_reached": "{outcome}: half of every 95 % interval is at most {width} after {seeds} seeds",
        "precision_stopped": "{outcome}: stopped at the maximum of {seeds} seeds; {n} of {all} intervals are wider "
        "than {width}, the widest has half width {widest}",
        "plan_levels": "{first}, ... ({n} levels)",
        "plan_writes": "writes to",
        "plan_takes": "takes",
        "plan_disk": "disk",
        "plan_fails": "will fail",
        "plan_done": "so far",
        "nothing": "nothing",
        "to": "{low} to {high}",
        "plan_runs_of": "{runs:,}, each of {months}",
        "plan_town_of": "{town} ({code}), {citizens} citizens",
        "plan_runs_study": "{runs} ({points} x {seeds}), each of {months}",
        "plan_done_of": "{done} complete, {failed} of them failed; {to_do} to do",
        "plan_finished": "all complete, {failed} of them failed; nothing left to do",
        "one_point": "one point",
        "points": "{n} points",
        "at_most": "at most {n}",
        "at_least": "at least {n}",
        "plan_time": "about {time} on {cores}",
        "plan_crowded": "shared by {workers} processes",
        "plan_compile": "and another {seconds} s to compile the model's rules, once",
        "plan_disk_of": "about {size} ({free} free)",
        "plan_fails_of": "{count} of the first {n} points; {point}: {error}",
        "one_core": "one core",
        "cores": "{n} cores",
        # Progress.
        "compiling": "compiling the model's rules first (once, about {seconds} s on two idle cores)",
        "compiling_line": "compiling the model's rules first: once, about {seconds} s on two idle cores, several "
        "minutes on a busy machine",
        "compiling_elsewhere": "another process is compiling the model's rules; waiting for it",
        "compiled": "{share} % of the rules are compiled after {seconds} s",
        "simulating_one": "simulating one run",
        "simulating": "simulating {runs} runs",
        "begun": "{doing}; {months} in total",
        "so_far": "{done} of {months} months ({share} %), about {left} left",
        "ended": "done in {time}",
        "months": "months",
        "left": "left:",
        "runs_word": "runs",
        "rate": "({n} per second)",
        # Durations and sizes.
        "seconds": "{n} s",
        "minutes": "{n} min",
        "hours": "{n} h",
        "days": "{n} days",
        "years": "{n} years",
        "bytes": "{n} bytes",
        "percent": "{n} %",
    },
)


def text(key: str, language: Language = "en", **values: Any) -> str:
    """Return a text in a language, its values filled in."""
    return TEXTS(key, language, **values)


def unit(outcome: Outcome, language: Language = "en") -> str:
    """Return an outcome's unit in a language."""
    return unit_of(outcome.unit, language)


def with_unit(outcome: Outcome, language: Language = "en") -> str:
    """Return an outcome's label and unit, "Trust gap, difference"; the label alone where it has no unit."""
    return ", ".join(filter(None, (label(outcome, language), unit(outcome, language))))


def course(first: str, later: Iterable[str]) -> str:
    """Return a way of governing with the later ones in the course of a run: "TPA \N{RIGHTWARDS ARROW} NPM"."""
    return f" {ARROW} ".join((first, *later))


def difference_of(a: str, b: str) -> str:
    """Return "b \N{MINUS SIGN} a" for two ways of governing; a course stands in parentheses."""
    first, second = (f"({one})" if ARROW in one else one for one in (a, b))
    return f"{second} {MINUS} {first}"


def seeds_text(n: int, language: Language = "en") -> str:
    """Return "one seed" or "10 seeds"."""
    return text("one_seed", language) if n == 1 else text("seeds", language, n=n)


def months_text(n: int, language: Language = "en") -> str:
    """Return "one month" or "10 months"."""
    return text("one_month", language) if n == 1 else text("several_months", language, n=n)


def few_seeds(n: int, language: Language = "en") -> str:
    """Return a warning where there are intervals over too few seeds, else ""."""
    return text("few_seeds", language, n=n) if 1 < n < FEW_SEEDS else ""


def many_intervals(n: int, language: Language = "en") -> str:
    """Return a note on multiple comparisons where there are many 95 % intervals, else ""."""
    return text("many_intervals", language, n=n, false=round(n / MANY)) if n >= MANY else ""


def too_long(months: int, language: Language = "en") -> str:
    """Return a warning where results are of more months than the model's claims reach, else ""."""
    from experiments.defaults import VALID_MONTHS

    return text("too_long", language, months=months) if months > VALID_MONTHS else ""


def decimals_for(*values: float) -> int:
    """Return how many decimals show four digits of the largest of the values, three at most."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return min(3, max(0, 3 - math.floor(math.log10(largest)))) if largest > 0 else 3


def decimals_of(margin: float, digits: int) -> int:
    """Return how many decimals show so many digits of a margin of error; 0 where there is none."""
    return max(0, digits - 1 - math.floor(math.log10(margin))) if math.isfinite(margin) and margin > 0 else 0


def number(value: float, decimals: int, language: Language = "en", sign: bool = False) -> str:
    """Return a number as a language writes it: 1,234.5 or 1 234,5; "" for what is not finite."""
    if not math.isfinite(value):
        return ""
    written = f"{value:{'+' if sign else ''},.{decimals}f}"
    if float(written.replace(",", "")) == 0:
        written = written.lstrip("+-")
    return localised(written, language).replace("-", MINUS)


def with_margin(
    mean: float, low: float, high: float, decimals: int, language: Language = "en", sign: bool = False
) -> str:
    """Return "0.612 ± 0.004", or the mean alone where there is no interval."""
    margin = number((high - low) / 2, decimals, language)
    written = number(mean, decimals, language, sign)
    return f"{written} \N{PLUS-MINUS SIGN} {margin}" if margin else written


def plain(value: Any, language: Language = "en", decimal: bool = True) -> str:
    """Return a level or a value of a declaration: switches as in study files, numbers with the digits they need.

    Without `decimal`, numbers keep the decimal point and the hyphen, as options and study files need them.
    """
    if isinstance(value, bool):
        return str(value).lower()
    written = f"{value:.6g}" if isinstance(value, float) else str(value)
    if not decimal or not isinstance(value, int | float):
        return written
    shown = localised(written, language) if isinstance(value, float) else written
    return MINUS + shown[1:] if value < 0 else shown


def share_text(value: float, language: Language = "en") -> str:
    """Return a share, 0-1, in whole per cent."""
    return text("percent", language, n=number(100 * value, 0, language))


_DAY = 86_400.0


def duration(seconds: float, language: Language = "en") -> str:
    """Return a time in the unit that a reader would use, as precise as an estimate can be."""
    if seconds < 90:
        return text("seconds", language, n=max(1, round(seconds)))
    if seconds < 90 * 60:
        return text("minutes", language, n=round(seconds / 60))
    if seconds < 2 * _DAY:
        return text("hours", language, n=number(seconds / 3600, 1, language))
    if seconds < 730 * _DAY:
        return text("days", language, n=number(seconds / _DAY, 0 if seconds > 10 * _DAY else 1, language))
    return text("years", language, n=number(seconds / (365.25 * _DAY), 0 if seconds > 3653 * _DAY else 1, language))


def size(count: float, language: Language = "en") -> str:
    """Return a number of bytes in the unit that a reader would use."""
    if count < 1000:
        return text("bytes", language, n=number(count, 0, language))
    for unit_name in ("kB", "MB", "GB"):
        count /= 1000
        if count < 1000:
            return f"{number(count, 0, language)} {unit_name}"
    return f"{number(count / 1000, 1, language)} TB"
