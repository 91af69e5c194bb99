"""A report for a council: two A4 pages as one HTML file that needs no network, made of a comparison."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from experiments.analysis.relevance import RELEVANT, Size, size_of
from experiments.council.amounts import amount, change, unit_for_readers
from experiments.council.arms_in_words import arms_in_words
from experiments.council.dashboard_link import link_of
from experiments.council.findings import (
    LEAST,
    Finding,
    findings,
    headline_findings,
    in_fifths,
    outcomes_shown,
    over_time,
)
from experiments.council.layout import sizes
from experiments.council.limits import limits_of, questions_of
from experiments.council.report_figure import effects_figure, inline_svg
from experiments.council.report_texts import TEXTS
from experiments.output.marks import change_text, when_text
from experiments.output.texts import FEW_SEEDS, label, number, plain, seeds_text, too_long, with_margin
from experiments.own.code import OPTIONS
from experiments.runs.arms.values import NO_ARENAS
from experiments.runs.versions import model_hash, same_results
from model.parameters.mechanisms import effective
from model.town.municipalities import municipality
from model.town.own import CODE
from samskaping.language import Language, Message

if TYPE_CHECKING:
    from experiments.comparison import Comparison

MOST_ARMS = 6
"""Arms and paradigms that two pages have room for."""

WIDTH_MM = 182.0
"""Width of an A4 page between its margins."""

_ROWS, _ROWS_OF_FIGURE = 9, 6
_ALWAYS = ("citizen_hours_per_capita", "trust")  # in figure and table, beside the outcomes of the findings
_COST, _MONTHS_OF_YEAR = "public_cost_nok_per_capita", 12
_IN_FIFTHS = ("met_need", "citizen_hours_per_capita", "felt_voice")
_OF_ALL = (("staff", "strain"), ("municipality", _COST))
_WORDS = (
    "kicker", "question", "compared", "reference", "findings", "read_sizes", "read_table", "table", "who", "limits",
    "questions", "restore",
)  # fmt: skip


def report_values(
    comparison: Comparison, language: Language, command: str, folder: str | None = None, made_by: str | None = None,
    link: str = "", model: str = "", quick: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return what a report says, as plain data.

    Args:
        comparison: of at least two ways of governing, `MOST_ARMS` at most.
        language: of all texts.
        command: repeats the report.
        folder: where the comparison was read from, if it was.
        made_by: the version that made the results; None is this one.
        model: the hash of the model that made the results; empty is this one.
        link: opens the same settings in the dashboard; the report then gives it instead of a command.
        quick: whether the runs are a first look, so that every page says it; few seeds always are.
    """
    labels = comparison.courses(language)
    first = comparison.names[0]
    headlines = headline_findings(comparison)
    in_any_case = (*(one.outcome.name for one in headlines), *_ALWAYS)
    shown = findings(comparison, outcomes_shown(comparison, _ROWS, in_any_case))
    figured = [one for one in shown if one.outcome.name in outcomes_shown(comparison, _ROWS_OF_FIGURE, in_any_case)]
    people = _people(comparison)
    scenario = comparison.scenario
    town = comparison.municipality
    no_story = TEXTS("no_scenario", language, town=town.name)
    return {
        "language": language,
        "title": scenario.title.text(language) if scenario else no_story,
        "town": town.label,
        "warnings": _warnings(comparison, quick, language),
        "story": (" ".join(scenario.story.text(language).split()) if scenario else "") or no_story,
        "elsewhere": _elsewhere(comparison, language),
        "arms": arms_in_words(comparison, language, rules=max(2, 6 - len(comparison.names))),
        "setting": _setting(comparison, language),
        "findings": [_in_words(comparison, one, labels, language) for one in headlines],
        "found": [one.as_dict() for one in shown],
        "fifths": [one.as_dict() for one in people],
        "figure_title": TEXTS("figure", language, reference=labels[first]),
        "figured": figured,
        "labels": labels,
        "results": _table(comparison, shown, language, TEXTS("result", language), with_reference=True),
        "cost": _cost_a_year(comparison, shown, labels, language),
        "who": _table(comparison, people, language, TEXTS("who_rows", language, reference=labels[first])),
        "gains": _gains(comparison, people, labels, language),
        "limits": [*_old(model, language), *limits_of(comparison, shown, language)],
        "questions": questions_of(scenario, language),
        "restore": [TEXTS("restore_settings", language, link=f"`{link}`")]
        if link else _restore(comparison, command, folder, language),
        "settings": _settings(comparison, made_by or f"{version_now()} ({model_hash()})", language),
        "words": {key: TEXTS(key, language) for key in _WORDS},
        "version": version_now(),
    }  # fmt: skip


def report_html(values: Mapping[str, Any]) -> str:
    """Return the report as HTML in one text: style and figure are in it, and nothing is read from elsewhere."""
    language = values["language"]
    figure = effects_figure(values["figured"], values["labels"], language)
    tall = WIDTH_MM * figure.get_figheight() / figure.get_figwidth()
    drawn = inline_svg(figure, TEXTS("figure_alt", language))
    return environment().get_template("report.html.jinja").render(**values, figure=drawn, sizes=sizes(values, tall))


def as_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report's values for JSON: numbers and texts, without layout."""
    kept = ("language", "title", "town", "warnings", "findings", "found", "fifths", "gains", "limits", "questions",
            "restore", "settings")  # fmt: skip
    return {key: values[key] for key in kept}


# --- findings ------------------------------------------------------------------------------------------------------


def _in_words(comparison: Comparison, one: Finding, labels: Mapping[str, str], language: Language) -> dict[str, str]:
    arm, reference = labels[one.arm], labels[one.reference]
    directed = one.size in (Size.SMALL, Size.MEDIUM, Size.LARGE, Size.POSSIBLE)
    way = ("higher" if one.difference > 0 else "lower") if directed else "as_high"
    direction = TEXTS(way, language, arm=arm, reference=reference)
    twin, by_rules = _twin(comparison, one, language)
    judged = "" if not one.size.matters or one.good is None else TEXTS("good" if one.good else "bad", language)
    return {
        "label": label(one.outcome, language),
        "size": _size(one, language),
        "direction": TEXTS("by_rules", language, direction=direction) if by_rules else direction,
        "numbers": " ".join(
            TEXTS(
                "numbers", language, value=amount(one.outcome, one.value, language),
                reference=amount(one.outcome, one.reference_value, language),
                unit=unit_for_readers(one.outcome, language),
                change=change(one.outcome, one.difference, one.low, one.high, language),
            ).split()
        ).replace(" ,", ","),
        "judged": judged,
        "tone": _tone(one),
        "twin": twin,
        "course": over_time(comparison, one, language),
    }  # fmt: skip


def _size(one: Finding, language: Language) -> str:
    """Return what a difference is called. Money is compared with the limit, and not called too little to matter."""
    money = one.outcome.unit.startswith("NOK") and one.size in (Size.NONE, Size.POSSIBLE)
    return TEXTS(f"{one.size.value}_money" if money else one.size.value, language)


def _twin(comparison: Comparison, one: Finding, language: Language) -> tuple[str, bool]:
    """Return what the arm's twin without meeting places shows, and whether the meetings themselves add nothing.

    The text is empty where there is no twin, or where the difference does not matter.
    """
    twin = f"{one.arm}-{NO_ARENAS}"
    if twin not in comparison.names or not one.size.matters:
        return "", False
    [without] = [other for other in findings(comparison, [one.outcome.name]) if other.arm == twin]
    pairs = comparison.paired
    row = pairs[(pairs["outcome"] == one.outcome.name) & (pairs["arm_a"] == one.arm) & (pairs["arm_b"] == twin)].iloc[0]
    rest = (-float(row["difference"]), -float(row["high"]), -float(row["low"]))
    said = TEXTS(
        "twin", language,
        change=change(without.outcome, without.difference, without.low, without.high, language),
        rest=change(without.outcome, *rest, language),
    )  # fmt: skip
    return said, size_of(*rest, RELEVANT[one.outcome.name].at(one.reference_value)) is Size.NONE


def _tone(one: Finding) -> str:
    return "" if not one.size.matters or one.good is None else "good" if one.good else "bad"


def _cost_a_year(
    comparison: Comparison, shown: Sequence[Finding], labels: Mapping[str, str], language: Language
) -> str:
    """Return what each arm costs the whole municipality more or less in a year; "" where the cost is not shown.

    A town that stands for its municipality counts all residents. A place of its own counts those simulated, and where
    the municipality has more residents, the text says so.
    """
    costs = [one for one in shown if one.outcome.name == _COST]
    if not costs:
        return ""
    samples = effective(comparison.parameters).town.subsample > 0.0
    people = comparison.municipality.population if samples else comparison.population
    changes = []
    for one in costs:
        times = _MONTHS_OF_YEAR * people / 1e6
        mean, low, high = (times * value for value in (one.difference, one.low, one.high))
        changes.append(f"{labels[one.arm]} {with_margin(mean, low, high, 2, language, sign=True)}")
    cost = TEXTS("cost_a_year", language, n=number(people, 0, language), changes="; ".join(changes))
    town = comparison.municipality
    if people >= town.population:
        return cost
    return f"{cost} {TEXTS('cost_part', language, town=town.label, n=number(town.population, 0, language))}"


# --- tables --------------------------------------------------------------------------------------------------------


def _people(comparison: Comparison) -> list[Finding]:
    """Return the differences for the fifths, staff and the municipality."""
    groups = set(comparison.groups.columns)
    fifths = in_fifths(comparison, [name for name in _IN_FIFTHS if name in groups])
    return fifths + findings(comparison, [name for _, name in _OF_ALL])


def _who(one: Finding) -> str:
    if one.group:
        return "least" if one.group == LEAST else "most"
    return next(who for who, name in _OF_ALL if name == one.outcome.name)


def _table(
    comparison: Comparison, found: Sequence[Finding], language: Language, title: str, with_reference: bool = False
) -> dict[str, Any]:
    """Return a table of findings: a row for each outcome and group, a column for each arm."""
    labels = comparison.courses(language)
    first, *others = comparison.names
    head = [title, *([labels[first]] if with_reference else []), *(labels[name] for name in others)]
    by_row: dict[tuple[str, str], dict[str, Finding]] = {}
    for one in found:
        by_row.setdefault((one.outcome.name, one.group), {})[one.arm] = one
    rows = []
    for across in by_row.values():
        one = next(iter(across.values()))
        name = label(one.outcome, language)
        cells = [{"text": amount(one.outcome, one.reference_value, language), "word": "", "tone": ""}]
        cells = cells if with_reference else []
        for arm in others:
            here = across[arm]
            cells.append({
                "text": change(here.outcome, here.difference, here.low, here.high, language),
                "word": word_of(here.size, language),
                "tone": f"matters {_tone(here)}".strip() if here.size.matters else "slight",
            })  # fmt: skip
        rows.append({
            "name": name if with_reference else TEXTS(_who(one), language, outcome=name.lower()),
            "unit": unit_for_readers(one.outcome, language),
            "cells": cells,
        })  # fmt: skip
    return {"head": head, "rows": rows, "first": 40 if len(head) <= 4 else 30}


_SHORT = {Size.UNCERTAIN: "short_uncertain", Size.POSSIBLE: "short_possible", Size.SMALL: "short_small",
          Size.MEDIUM: "short_medium", Size.LARGE: "short_large"}  # fmt: skip


def word_of(size: Size, language: Language) -> str:
    """Return the word beside a difference; none where it is too small to matter."""
    return TEXTS(_SHORT[size], language) if size in _SHORT else ""


def _gains(
    comparison: Comparison, found: Sequence[Finding], labels: Mapping[str, str], language: Language
) -> list[str]:
    """Return a sentence for each arm: for whom it is better, and for whom it is worse."""
    lines = []
    for arm in (name for name in comparison.names[1:] if not name.endswith(f"-{NO_ARENAS}")):
        sides: dict[bool, list[str]] = {True: [], False: []}
        for one in found:
            if one.arm == arm and one.size.matters and one.good is not None:
                who = TEXTS(f"who_{_who(one)}", language, outcome=label(one.outcome, language).lower())
                sides[one.good].append(who)
        better, worse = (", ".join(sides[good]) for good in (True, False))
        key = "gains" if better and worse else "gains_only" if better else "pays_only" if worse else "nobody"
        lines.append(TEXTS(key, language, arm=labels[arm], better=better, worse=worse))
    return lines


# --- where it is from ----------------------------------------------------------------------------------------------


def _span(months: int, language: Language) -> str:
    whole, rest = divmod(months, 12)
    return TEXTS("months", language, n=months) if rest or whole < 2 else TEXTS("years", language, n=whole)


def _warnings(comparison: Comparison, quick: bool, language: Language) -> list[str]:
    """Return what must stand on every page."""
    long = [line for line in (too_long(comparison.months, language),) if line]
    seeds = len(comparison.seeds)
    if not quick and seeds >= FEW_SEEDS:
        return long
    citizens, months = number(comparison.population, 0, language), _span(comparison.months, language)
    said = {"seeds": seeds_text(seeds, language), "citizens": citizens, "months": months}
    return [TEXTS("first_look", language, **said), *long]


def _old(model: str, language: Language) -> list[str]:
    """Return that another version of the model made the results, where it did."""
    return [TEXTS("limit_old", language, model=model, now=model_hash())] if model and not same_results(model) else []


def _elsewhere(comparison: Comparison, language: Language) -> str:
    """Return that a scenario is run with another municipality than the one it is written about; else ""."""
    written = comparison.scenario.municipality if comparison.scenario else None
    if written is None:
        return ""
    case, town = municipality(written), comparison.municipality
    if (case.code, case.name) == (town.code, town.name):
        return ""
    return TEXTS("elsewhere", language, case=case.name, town=town.name)


def _setting(comparison: Comparison, language: Language) -> str:
    return TEXTS(
        "town", language, town=comparison.municipality.label, citizens=number(comparison.population, 0, language),
        years=_span(comparison.months, language), seeds=seeds_text(len(comparison.seeds), language),
    )  # fmt: skip


def _restore(comparison: Comparison, command: str, folder: str | None, language: Language) -> list[str]:
    lines = [TEXTS("restore_command", language, command=f"`{command}`")]
    if folder is not None:
        code = [word for one in comparison.own.code for word in (OPTIONS[one.kind], one.file)]
        again = f"`{shlex.join(['samskaping', 'compare', folder, *code])}`"
        lines.append(TEXTS("restore_folder", language, command=again))
    if link := link_of(comparison, language):
        lines.append(TEXTS("restore_link", language, command="`samskaping dashboard`", link=f"`{link}`"))
    return lines


def _settings(comparison: Comparison, made_by: str, language: Language) -> str:
    changed = [f"{name} = {plain(value, language)}" for name, value in comparison.changed.items()]
    some = changed[:6] + ([TEXTS("and_more", language, n=len(changed) - 6)] if len(changed) > 6 else [])
    town = comparison.municipality
    said = TEXTS(
        "settings", language, version=made_by, town=town.name,
        code=TEXTS("own_figures", language) if town.code == CODE else town.code,
        citizens=comparison.population, months=comparison.months,
        first=comparison.seeds[0], last=comparison.seeds[-1],
        changed="; ".join(some) if some else TEXTS("nothing", language),
    )  # fmt: skip
    along = "; ".join(f"{when_text(one, language)}: {change_text(one, language)}" for one in comparison.timeline)
    return f"{said} {TEXTS('along', language, changes=along)}" if along else said


def version_now() -> str:
    """Return the version of the program."""
    try:
        return version("samskaping")
    except PackageNotFoundError:
        return str(Message("(not installed, run from its sources)"))


@cache
def environment() -> Environment:
    """Return what renders the templates of reports; the filter `code` marks what stands between backquotes."""
    made = Environment(
        loader=PackageLoader("experiments.council", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["code"] = _code
    return made


def _code(text: str) -> Markup:
    """Return a text as HTML, with what stands between backquotes as code."""
    parts = re.split(r"`([^`]*)`", text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )
