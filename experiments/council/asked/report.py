"""A question's answer for a council: two A4 pages as one HTML file that needs no network."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from experiments.council.amounts import amount, unit_for_readers
from experiments.council.asked.answers import Answered
from experiments.council.asked.layout import sizes
from experiments.council.asked.tables import FOR_WHOM, by_arm, cells_shown, outcome_of, parts_table
from experiments.council.asked.texts import TEXTS
from experiments.council.limits import of_the_model
from experiments.council.report import WIDTH_MM, environment, version_now
from experiments.council.report_figure import inline_svg
from experiments.council.report_texts import TEXTS as COUNCIL
from experiments.evidence.asking.question import TODAY
from experiments.evidence.asking.register import filed
from experiments.evidence.asking.report.figures import tests_figure
from experiments.evidence.asking.report.kept import paragraphs_of
from experiments.evidence.asking.report.limits import limit_of_all
from experiments.evidence.asking.report.names import Names, percent, source_in
from experiments.evidence.asking.report.texts import TEXTS as ASKED
from experiments.evidence.asking.report.words import CANNOT, holding, verdict_lines, verdict_word
from experiments.output.marks import change_text, when_text
from experiments.output.texts import FEW_SEEDS, number, plain, seeds_text, too_long
from experiments.runs.versions import model_hash, same_results
from model.town.municipalities import SMALLEST_VALID
from samskaping.language import SOURCE, Language, Listing, written_day

_WORDS = ("kicker", "question", "claim", "fails", "rule", "verdict", "costs", "who", "limits", "restore")
_HASH = 12  # digits of a file's hash that are shown
_WIDTH, _LETTERS = 7.2, 7.0  # of the figure: inches and points
_TESTS, _TALLEST = (14, 12, 10, 8, 6, 4, 2), 4.4  # tests shown, as many as fit into so many inches
_MEASURED = {
    "public_hours": ("public_cost_nok_per_capita", "public_hours_per_capita", "cost_per_met_need_nok",
                     "cost_per_met_need_public_nok", "hours_staff"),
    "citizen_hours": ("citizen_hours_per_capita", "cost_per_met_need_nok", "cost_per_met_need_wage_nok", "hours_users"),
    "trust": ("trust",),
}  # fmt: skip


def question_values(asked: Answered, language: Language) -> dict[str, Any]:
    """Return what the report of an answer says, as plain data."""
    question, answer = asked.question, asked.answer
    named = [outcome_of(asked, name).name for name in question.outcomes]
    costs, who = (
        by_arm(asked, [name for name in named if (name in FOR_WHOM) == about], language) for about in (False, True)
    )
    robust = answer["robust"]
    return {
        "language": language,
        "title": _in(answer["title"], language),
        "town": question.protocol.municipality,
        "warnings": _warnings(answer, language),
        "claim": _in(answer["claim"], language),
        "fails": _in(answer["fails"], language),
        "source": TEXTS("source", language, source=source_in(answer["source"], language).rstrip(".")),
        "rule": _rule(asked, language),
        "pilot": answer["pilot"],
        "verdict": _verdict(answer, language),
        "tone": "" if answer["pilot"] else answer["verdict"],
        "certainty": _certainty(answer, language),
        "paragraph": _paragraph(asked, language),
        "robust_share": robust["share"] if robust else None,
        "robust_interval": robust["interval"] if robust else None,
        "parts": parts_table(asked, language),
        "figure_title": _figure_title(answer, language),
        "costs": costs,
        "costs_notes": _costs_notes(asked, bool(costs["rows"] or who["rows"]), language),
        "who": who,
        "who_notes": _who_notes(asked, bool(costs["rows"]), bool(who["rows"]), language),
        "limits": _limits(asked, language),
        "questions": [COUNCIL(key, language) for key in ("question_value", "question_pays", "question_wrong")],
        "restore": _restore(asked, language),
        "settings": _settings(answer, language),
        "words": {key: TEXTS(key, language) for key in _WORDS} | {"questions": COUNCIL("questions", language)},
        "version": version_now(),
    }  # fmt: skip


def question_html(asked: Answered, values: Mapping[str, Any]) -> str:
    """Return the report as HTML in one text: style and figure are in it, and nothing is read from elsewhere."""
    language = values["language"]
    figure = _figure(asked.answer, language)[0]
    tall, drawn = 0.0, ""
    if figure is not None:
        tall = WIDTH_MM * figure.get_figheight() / figure.get_figwidth()
        drawn = inline_svg(figure, TEXTS("figure_alt", language))
    template = environment().get_template("question.html.jinja")
    return template.render(**values, figure=drawn, sizes=sizes(values, tall))


def _figure(answer: Mapping[str, Any], language: Language) -> tuple[Figure | None, int]:
    """Return the figure of the tests, and how many it shows: as many as fit."""
    figure = None
    for most in _TESTS:
        figure = tests_figure(answer, language, width=_WIDTH, most=most, titled=False, size=_LETTERS, labels=0.5)
        if figure is None or figure.get_figheight() <= _TALLEST:
            break
    return figure, most


def as_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report's values for JSON: numbers and texts, without layout."""
    kept = ("language", "title", "pilot", "verdict", "robust_share", "robust_interval", "certainty", "paragraph",
            "rule", "limits", "questions", "restore", "settings")  # fmt: skip
    return {key: values[key] for key in kept}


def _in(texts: Mapping[str, str], language: Language) -> str:
    return " ".join(texts.get(language, texts[SOURCE]).split())


def _warnings(answer: Mapping[str, Any], language: Language) -> list[str]:
    """Return what must stand on every page."""
    marked = {"pilot": answer["pilot"] and answer["kind"] != CANNOT, "rule_changed": answer["rule_changed"]}
    lines = [TEXTS(key, language) for key, here in marked.items() if here]
    if answer["kind"] != CANNOT and not same_results(answer["model"]):
        lines.append(COUNCIL("limit_old", language, model=answer["model"], now=model_hash()))
    if answer["kind"] != CANNOT and (long := too_long(answer["months"], language)):
        lines.append(long)
    return lines


def _verdict(answer: Mapping[str, Any], language: Language) -> str:
    word = verdict_word(answer, language)
    pilot = answer["pilot"] and answer["kind"] != CANNOT
    written = TEXTS("pilot_verdict", language, verdict=word) if pilot else word
    return written[0].upper() + written[1:]


def _rule(asked: Answered, language: Language) -> list[str]:
    """Return the rule: what decides, the smallest differences that matter, what is compared, when it was filed."""
    question, answer, called = asked.question, asked.answer, Names(asked.answer, language)
    combine = getattr(question.rule, "combine", "")
    kind = "limit" if limit_of_all(answer, answer["groups"]) else question.kind
    lines = [TEXTS(f"kind_{kind}", language) + (f" {TEXTS(combine, language)}" if combine else "")]
    if answer["note"] and question.kind != "cannot":
        lines.append(_in(answer["note"], language))
    if question.sre:
        listed = ", ".join(f"{called(name)} {_smallest(asked, name, language)}" for name in question.sre)
        lines.append(TEXTS("smallest", language, sizes=listed))
    if question.arms:
        arms = Listing([called(arm.name) for arm in question.arms]).text(language)
        compared = [TEXTS("compared", language, arms=arms, control=called(answer["control"]).lower())]
        if list(question.conditions) != [TODAY]:
            names = Listing([called(name) for name in question.conditions]).text(language)
            compared.append(TEXTS("conditions", language, conditions=names))
        if question.timeline:
            changes = "; ".join(f"{when_text(one, language)}: {_changed(one, called, language)}"
                                for one in question.timeline)  # fmt: skip
            compared.append(TEXTS("timeline", language, changes=changes))
        lines.append(" ".join(compared))
    days = [entry.filed for entry in filed() if entry.sha256 == answer["sha256"]]
    short = answer["sha256"][:_HASH]
    lines.append(
        TEXTS("filed", language, day=written_day(days[0], language), hash=short) if days
        else TEXTS("not_filed", language, hash=short)
    )  # fmt: skip
    return lines


def _changed(change: Any, called: Names, language: Language) -> str:
    words = change_text(change, language)
    return f"{called(change.arm)}: {words.removeprefix(f'{change.arm}: ')}" if change.arm else words


def _smallest(asked: Answered, name: str, language: Language) -> str:
    """Return a smallest relevant effect as people read it: "3 %", "2 of 100"."""
    one, outcome = asked.question.sre[name], outcome_of(asked, name)
    if one.relative:
        return f"{plain(round(100 * one.size, 2), language)} %"
    unit = unit_for_readers(outcome, language)
    written = amount(outcome, one.size, language)
    short = f"{plain(round(100 * one.size, 2), language)} {unit}" if outcome.unit in ("share", "difference") else ""
    return short or f"{written} {unit}".strip()


def _certainty(answer: Mapping[str, Any], language: Language) -> str:
    robust = answer["robust"]
    if answer["kind"] == CANNOT:
        return TEXTS("nothing_run", language)
    if answer["sample"]:
        return TEXTS("sampled", language, points=answer["sample"])
    if not robust:
        return TEXTS("no_robust", language)
    low, high = (percent(end, language) for end in robust["interval"])
    return TEXTS("robust", language, n=holding(robust), points=robust["points"], low=low, high=high,
                 numbers=robust["numbers"])  # fmt: skip


def _paragraph(asked: Answered, language: Language) -> str:
    """Return the answer's paragraph without the sentences that stand elsewhere on the page."""
    answer = asked.answer
    text, robust = _in(paragraphs_of(asked.question, answer), language), answer["robust"]
    elsewhere = [*verdict_lines(answer, language), ASKED("pilot", language)]
    if robust:
        low, high = (percent(end, language) for end in robust["interval"])
        held = ASKED("robust", language, n=holding(robust), points=robust["points"], low=low, high=high)
        elsewhere.append(held)
    for sentence in elsewhere:
        text = text.replace(sentence, "")
    return " ".join(text.split())


def _figure_title(answer: Mapping[str, Any], language: Language) -> str:
    every = sum(1 for row in answer["rows"] if row["decides"] and row["mean"] is not None)
    shown = _figure(answer, language)[1]
    if every > shown:
        return TEXTS("figure_some", language, n=shown, all=every)
    return TEXTS("figure", language)


def _costs_notes(asked: Answered, tables: bool, language: Language) -> list[str]:
    outcomes = set(asked.question.outcomes)
    for derived in asked.question.derived.values():
        outcomes |= set(derived.needs)
    missing = [TEXTS(key, language) for key, names in _MEASURED.items() if not outcomes & set(names)]
    lines = [] if tables else [TEXTS("no_costs" if _with_levels(asked) else "no_levels", language)]
    if missing and tables:
        lines.append(TEXTS("not_measured", language, names=Listing(missing, "or").text(language)))
    return lines


def _with_levels(asked: Answered) -> bool:
    """Return whether an answer has levels by arm, which not all answers that come with the program have."""
    return asked.folder is not None or bool(asked.answer["means"])


def _who_notes(asked: Answered, costs: bool, who: bool, language: Language) -> list[str]:
    why = "no_who" if _with_levels(asked) else "no_levels"
    lines = [] if who or not asked.question.outcomes else [TEXTS(why, language)]
    if costs or who:
        some_rows = "some_rows" if asked.folder else "some_rows_kept"
        some = [TEXTS(some_rows, language)] if cells_shown(asked)[1] else []
        lines.append(" ".join([COUNCIL("read_table", language), *some]))
    return lines


def _limits(asked: Answered, language: Language) -> list[str]:
    """Return what the answer does not say, the most important first."""
    question, answer = asked.question, asked.answer
    lines = [TEXTS("limit_kept", language, model=answer["model"])] if asked.folder is None else []
    if answer["kind"] != "cannot":
        if answer["pilot"]:
            lines.append(TEXTS("limit_pilot", language))
        if answer["failed"]:
            lines.append(TEXTS("limit_failed", language, n=answer["failed"]))
        needed = answer["seeds_needed"] or 0
        if needed > answer["seeds"]:
            lines.append(TEXTS("limit_seeds", language, needed=needed, n=answer["seeds"]))
        if answer["seeds"] < FEW_SEEDS and not answer["sample"]:
            lines.append(COUNCIL("limit_few", language, n=answer["seeds"]))
        town = question.town
        if answer["citizens"] < min(SMALLEST_VALID, town.population):
            citizens = number(answer["citizens"], 0, language)
            lines.append(COUNCIL("limit_small", language, citizens=citizens, town=town.name))
        lines.append(TEXTS("limit_across", language))
    return [*lines, COUNCIL("limit_forecast", language), *of_the_model(language)]


def _restore(asked: Answered, language: Language) -> list[str]:
    answer, folder = asked.answer, asked.folder
    if folder is None:
        return _restore_kept(asked.question.name, language)
    name = asked.question.name if asked.is_shipped else str(folder / "question.toml")
    if asked.question.own.code:  # which does not run from the folder
        name = f"{asked.question.name}.toml"
    words = ["samskaping", "ask", name]
    words += ["--pilot"] if answer["pilot"] else []
    words += ["--seeds", str(answer["seeds_given"])] if answer["seeds_given"] else []
    words += ["--out", f"{folder}-again", "--lang", language]
    report = ["samskaping", "report", str(folder), "--lang", language]
    return [
        TEXTS("restore_ask", language, command=f"`{shlex.join(words)}`"),
        TEXTS("restore_report", language, command=f"`{shlex.join(report)}`"),
        TEXTS("restore_rows", language, path=str(folder / "answer.json")),
    ]


def _restore_kept(name: str, language: Language) -> list[str]:
    """Return the commands for an answer that comes with the program."""
    commands = {
        "restore_ask": ["samskaping", "ask", name, "--out", f"results/ask/{name}", "--lang", language],
        "restore_report": ["samskaping", "report", name, "--lang", language],
    }
    return [TEXTS(key, language, command=f"`{shlex.join(words)}`") for key, words in commands.items()]


def _settings(answer: Mapping[str, Any], language: Language) -> str:
    if not answer["runs"]:
        return TEXTS("settings_none", language, model=answer["model"])
    return TEXTS(
        "settings", language, model=answer["model"], town=answer["municipality"], citizens=answer["citizens"],
        months=answer["months"], seeds=seeds_text(answer["seeds"], language), first=answer["first_seed"],
        runs=answer["runs"],
    )  # fmt: skip
