"""`samskaping ask`: a question with a decision rule fixed beforehand."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.cli.numbers import Whole
from experiments.cli.options import debug_option, json_option, language_option, processes_option, quiet_option
from samskaping.language import SOURCE, Language, in_nearest, languages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from experiments.design.study import Study
    from experiments.evidence.asking.asked import Answer
    from experiments.evidence.asking.question import Question


@click.command("ask", short_help="Answer a question by a rule fixed beforehand.")
@click.argument("names", nargs=-1, metavar="[NAME|FILE.toml]...")
@click.option("--list", "listed", is_flag=True, help="List the questions that come with the program.")
@click.option("--all", "every", is_flag=True, help="Ask all questions that come with the program.")
@click.option("--pilot", is_flag=True, help="A small run with other seeds, in under a minute on two idle cores.")
@click.option("-o", "--out", metavar="FOLDER", help="Folder for the results, which is resumed; for several questions "
              "the folder of their folders.  [default: under results/ask]")  # fmt: skip
@click.option("--seeds", type=Whole(2, 10_000),
              help="Seeds of every arm and condition.  [default: until the interval is narrow enough]")  # fmt: skip
@processes_option
@click.option("--dry-run", is_flag=True, help="Check everything; show what would be run and how long it takes.")
@click.option("--write", "page", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.md",
              help="Write the page of all questions with answers in the folder of --out.")  # fmt: skip
@json_option
@quiet_option
@language_option
@debug_option
def command(
    names: tuple[str, ...],
    listed: bool,
    every: bool,
    pilot: bool,
    out: str | None,
    seeds: int | None,
    jobs: int | None,
    dry_run: bool,
    page: Path | None,
    as_json: bool,
    quiet: bool,
    language: Language,
) -> int:
    """Run a question and answer it: upheld, rejected or undecided.

    A question is a TOML file: arms, conditions, outcomes, the smallest relevant effect on each, and the rule that
    decides. All is fixed before anything runs. The same command resumes a question after Ctrl-C. A rule that changed
    after results were made is marked. See docs/guides/ask.md for a file of your own.

    The exit code is 0 whatever the answer is, and 1 when runs failed.
    """
    from agents.errors import InputError
    from experiments.evidence.asking.folder import question_named
    from experiments.evidence.asking.question import shipped
    from experiments.output.documents import check_page
    from experiments.runs.manifest import as_json as json_of

    if page is not None:
        check_page(page)  # before anything runs
    if listed:
        questions = [question_named(name) for name in shipped()]
        if as_json:
            print(
                json_of([{"question": one.name, "title": dict(one.title.texts), "kind": one.kind} for one in questions])
            )
        else:
            _show_list(questions, language)
        return 0
    if not names and not every and page is None:
        raise InputError("name a question, such as {name}, or give --list or --all", name=next(iter(shipped())))
    questions = [question_named(name) for name in (shipped() if every else names)]
    single = len(questions) == 1 and not every and page is None
    folders = [_folder(question.name, out, single, pilot) for question in questions]
    if dry_run:
        return _plan(questions, folders, pilot, seeds, as_json, language)
    found = [
        _asked(question, folder, pilot, seeds, jobs, quiet or as_json, language).data
        for question, folder in zip(questions, folders, strict=True)
    ]
    if page is not None:
        from experiments.evidence.asking.folder import ROOT
        from experiments.evidence.asking.report.page import make

        print(make(page, Path(out) if out else ROOT))
    elif as_json:
        print(json_of(found[0] if single else found))
    else:
        for one in found:
            _show(one, language)
    return int(any(one["failed"] for one in found))


def _folder(name: str, out: str | None, single: bool, pilot: bool) -> Path:
    """Return the folder of a question: as given, or one for the question below it."""
    if out is not None and single:
        return Path(out)
    from experiments.evidence.asking.folder import ROOT

    return (Path(out) if out else ROOT) / (f"{name}-pilot" if pilot else name)


def _asked(
    question: Question, folder: Path, pilot: bool, seeds: int | None, jobs: int | None, quiet: bool, language: Language
) -> Answer:
    from agents.engine.cache import is_kept
    from experiments.cli.sweeps.sweeping import reporting, resumable, runs_inside
    from experiments.evidence.asking.asked import ask
    from experiments.evidence.asking.report.figures import tests_figure
    from experiments.evidence.asking.report.maps import map_figure
    from experiments.evidence.asking.sizes import planned
    from experiments.output.figures import save_figure
    from experiments.output.terminal import compile_first
    from experiments.output.texts import number, text

    def doing(study: Study) -> AbstractContextManager[Any]:
        return reporting(study, quiet, False, language)

    def so_far() -> tuple[int, str]:
        done, begun = runs_inside(folder)
        plan = planned(question, pilot, seeds)
        runs = number(max(plan["runs"], begun), 0, language)
        return done, text("at_least", language, n=runs) if plan["at_least"] else runs

    with resumable(folder, language, so_far):
        if question.kind != "cannot" and is_kept():
            compile_first(quiet, language)
        answer = ask(question, folder, pilot=pilot, seeds=seeds, workers=jobs, doing=doing)
    for name, draw in (("figure", tests_figure), ("map", map_figure)):
        for code in languages():
            figure = draw(answer.data, code)
            if figure is not None:
                save_figure(figure, folder, name if code == SOURCE else f"{name}-{code}", kinds=("png",))
    return answer


def _plan(
    questions: Sequence[Question],
    folders: list[Path],
    pilot: bool,
    seeds: int | None,
    as_json: bool,
    language: Language,
) -> int:
    """Show how many runs there are, and how long they take."""
    from experiments.evidence.asking.sizes import planned
    from experiments.output.terminal import show, table
    from experiments.output.texts import duration, number, text
    from experiments.runs.manifest import as_json as json_of

    plans = [
        planned(question, pilot, seeds) | {"out": str(folder)}
        for question, folder in zip(questions, folders, strict=True)
    ]
    if as_json:
        print(json_of(plans[0] if len(plans) == 1 else plans))
        return 0
    from experiments.evidence.asking.report.texts import TEXTS

    right: dict[str, Any] = {"justify": "right"}
    head: list[tuple[str, dict[str, Any]]] = [
        (TEXTS("question", language), {}), (text("runs", language), right), (text("plan_takes", language), right)
    ]  # fmt: skip
    rows = [
        [one["question"], number(one["runs"], 0, language), duration(one["about_seconds"], language)] for one in plans
    ]
    show(table("", head, rows))
    return 0


def _show_list(questions: Sequence[Question], language: Language) -> None:
    from experiments.evidence.asking.report.names import source_in
    from experiments.evidence.asking.report.texts import TEXTS
    from experiments.output.terminal import show, table

    rows = [[one.name, one.title.text(language), source_in(one.source, language)] for one in questions]
    head: list[tuple[str, dict[str, Any]]] = [(TEXTS("question", language), {"no_wrap": True}), ("", {}), ("", {})]
    show(table("", head, rows))


def _show(answer: dict[str, Any], language: Language) -> None:
    """Print an answer: the claim, the verdict, the tests, the paragraph and the folder."""
    import sys

    from rich.text import Text

    from experiments.evidence.asking.report.kept import row_texts
    from experiments.evidence.asking.report.names import Names, percent
    from experiments.evidence.asking.report.texts import TEXTS
    from experiments.evidence.asking.report.words import CANNOT, verdict_word
    from experiments.output.terminal import show, table

    said = partial(_in, language)
    print(said(answer["title"]))
    show(Text(said(answer["claim"])))
    print()
    right: dict[str, Any] = {"justify": "right"}
    called = Names(answer, language)
    notes = {group["name"]: group["note"] for group in answer["groups"]}
    rows = []
    for row in (row for row in answer["rows"] if row["decides"]):
        texts, note = row_texts(row, answer, called, language), notes.get(row["group"], "")
        word = texts["verdict"] + (f" ({TEXTS(note, language)})" if note else "")
        rows.append([texts["group"], texts["name"], texts["value"], texts["needed"], word])
    head = [(TEXTS("part", language), {}), (TEXTS("test", language), {}), (TEXTS("value", language), right),
            (TEXTS("needs", language), right), (TEXTS("verdict", language), {})]  # fmt: skip
    if rows:
        show(table("", head, rows, groups=1))
    if more := sum(not row["decides"] for row in answer["rows"]):
        print(TEXTS("more", language, n=more, file="answer.json"))
    pilot = answer["pilot"] and answer["kind"] != CANNOT
    print(f"{TEXTS('verdict_pilot' if pilot else 'verdict', language)}: {verdict_word(answer, language)}")
    if answer["robust"]:
        low, high = (percent(end, language) for end in answer["robust_interval"])
        print(f"{TEXTS('robust_share', language)}: {percent(answer['robust_share'], language)} [{low}, {high}]")
    show(Text(said(answer["paragraph"])))
    for key, marked in (("changed", answer["rule_changed"]), ("not_filed", answer["filed"] is False)):
        if marked:
            print(TEXTS(key, language, question=answer["question"]), file=sys.stderr)
    print(answer["out"])


def _in(language: Language, texts: dict[str, str]) -> str:
    return in_nearest(texts, language)
