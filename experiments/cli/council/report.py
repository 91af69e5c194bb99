"""`samskaping report`: a scenario, a comparison or the answer of a question on two A4 pages, for a council."""

from __future__ import annotations

import os
import shlex
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agents.errors import InputError, suggestion
from experiments.cli.notes import note_limits, note_other_sources, shown_outcomes
from experiments.cli.numbers import LENGTHS, SEED, SEVERAL, SIZES
from experiments.cli.options import debug_option, json_option, language_option, runs_option
from experiments.defaults import FIRST_SEED, SEEDS

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from experiments.runs.scenario import Scenario
    from samskaping.language import Language

QUICK_CITIZENS, QUICK_SEEDS, QUICK_MONTHS = 1000, 4, 24
_RUN = {
    "municipality": "--municipality", "seeds": "--seeds", "first_seed": "--seed", "citizens": "--citizens",
    "months": "--months", "quick": "--quick",
}  # fmt: skip


@click.command("report", short_help="Write two A4 pages for a council, as HTML or PDF.")
@click.argument("what", metavar="SCENARIO|QUESTION|FOLDER")
@click.option("-o", "--out", metavar="FILE.html", help="The file to write.  [default: a new one under results/]")
@click.option("--pdf", is_flag=True, help="Also write a PDF beside it; needs the extra samskaping[report].")
@click.option("--municipality", metavar="NAME|CODE|FILE", help="Another municipality than the scenario's: name, "
              "four-digit number, or a file of a town of your own (TOML or CSV).")  # fmt: skip
@click.option("--seeds", type=SEVERAL, help=f"How many seeds.  [default: {SEEDS}]")
@click.option("--seed", "first_seed", type=SEED, metavar="S", help=f"The first seed.  [default: {FIRST_SEED}]")
@click.option("--citizens", type=SIZES, help="Scale the town to this many citizens.")
@click.option("--months", type=LENGTHS, help="Months simulated.  [default: the scenario's]")
@click.option("--quick", is_flag=True, help=f"A first look: {QUICK_CITIZENS:,} citizens, {QUICK_SEEDS} seeds, "
              f"{QUICK_MONTHS} months; both pages are marked.")  # fmt: skip
@runs_option
@json_option
@click.option("--quiet", is_flag=True, help="Show no progress, only the path of the report.")
@language_option
@debug_option
@click.pass_context
def command(
    ctx: click.Context, what: str, out: str | None, pdf: bool, municipality: str | None, seeds: int | None,
    first_seed: int | None, citizens: int | None, months: int | None, quick: bool, jobs: int | None, as_json: bool,
    quiet: bool, language: Language,
) -> None:  # fmt: skip
    """Write two A4 pages for a council: question, what is compared, three findings, who gains and who pays.

    A SCENARIO is run first (a name of `samskaping scenarios`, or a TOML file). A QUESTION (a name of `samskaping ask
    --list`, or your own by its name or TOML file) has its answer under results/ask. The program's own come with one.
    A FOLDER holds what `samskaping compare` or `samskaping ask` wrote, and nothing is run. The HTML is one file that
    needs no network; it prints on two pages.

    The report of a question has the rule, the verdict and how certain it is. A pilot is marked on every page.

    Differences are called small, medium or large by the smallest effects that matter, which were set beforehand.
    """  # fmt: skip
    from experiments.council.asked.answers import is_asked
    from experiments.council.pdf import printer
    from experiments.runs.manifest import as_json as json_of

    asked = is_asked(what)
    is_folder = asked or Path(what).is_dir() or Path(what).name == "manifest.json"
    if is_folder:
        _refuse_runs(ctx, what)
    target = _target(out, Path(what).absolute().name.removesuffix(".toml"))
    pdf_target = target.with_suffix(".pdf")
    if pdf:
        printer()  # refuses before anything runs
        _check_new(pdf_target)
    if asked:
        html, data = _of_question(what, language)
    elif is_folder:
        html, data = _of_folder(what, quiet, language)
    else:
        comparison = _simulated(
            what, municipality, seeds, first_seed, citizens, months, quick, jobs, quiet, language
        )  # fmt: skip
        html, data = _of_comparison(comparison, what, _given(ctx), language, quick=quick)
    _write(html, target, pdf_target if pdf else None)
    if as_json:
        print(json_of({**data, "out": str(target), "pdf": str(pdf_target) if pdf else None}))
        return
    print(target)
    if pdf:
        print(pdf_target)


def _of_question(what: str, language: Language) -> tuple[str, dict[str, Any]]:
    from experiments.council.asked.answers import answered
    from experiments.council.asked.report import as_data, question_html, question_values
    from experiments.council.asked.texts import TEXTS as ASKED
    from experiments.council.report_texts import TEXTS
    from experiments.evidence.asking.report.words import CANNOT
    from experiments.runs.versions import model_hash, same_results

    found = answered(what)
    if found.folder is None:
        click.echo(ASKED("limit_kept", language, model=found.answer["model"]), err=True)
    if found.answer["kind"] != CANNOT and not same_results(found.answer["model"]):
        note = TEXTS("limit_old", language, model=found.answer["model"], now=model_hash())
        click.echo(note, err=True)
    values = question_values(found, language)
    return question_html(found, values), as_data(values)


def _of_folder(what: str, quiet: bool, language: Language) -> tuple[str, dict[str, Any]]:
    from experiments.cli.council.kept import comparison_in, model_in, version_in

    comparison = comparison_in(what)
    if not quiet:
        note_other_sources(what, "compare", language)
    return _of_comparison(comparison, what, [], language, what, version_in(what), model_in(what))


def _of_comparison(
    comparison: Comparison, what: str, given: list[str], language: Language, folder: str | None = None,
    made_by: str | None = None, model: str = "", quick: bool = False,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    from experiments.council.report import MOST_ARMS, as_data, report_html, report_values

    _check_arms(comparison, MOST_ARMS)
    again = f"samskaping report {shlex.quote(what)} {shlex.join([*given, '--lang', str(language)])}"
    values = report_values(comparison, language, again, folder, made_by, model=model, quick=quick)
    return report_html(values), as_data(values)


def _simulated(
    what: str, municipality: str | None, seeds: int | None, first_seed: int | None, citizens: int | None,
    months: int | None, quick: bool, jobs: int | None, quiet: bool, language: Language,
) -> Comparison:  # fmt: skip
    from experiments.comparison import compare, planned
    from experiments.output.terminal import progress_of
    from experiments.runs.threads import workers_for

    if quick:
        seeds = QUICK_SEEDS if seeds is None else seeds
        citizens = QUICK_CITIZENS if citizens is None else citizens
        months = QUICK_MONTHS if months is None else months
    asked: dict[str, Any] = {
        "scenario": _scenario(what), "municipality": municipality, "seeds": SEEDS if seeds is None else seeds,
        "first_seed": FIRST_SEED if first_seed is None else first_seed, "citizens": citizens, "months": months,
    }  # fmt: skip
    runs = planned(**asked)
    if not quiet:
        note_limits(runs, shown_outcomes(asked["scenario"]), language)
    with progress_of(len(runs), quiet, language) as progress:
        return compare(**asked, workers=workers_for(len(runs), jobs), progress=progress)


def _scenario(what: str) -> Scenario:
    from experiments.council.asked.answers import questions
    from experiments.evidence.asking.folder import ROOT, answers_in
    from experiments.runs.scenario import load_scenario, scenarios

    try:
        return load_scenario(what)
    except InputError:
        names = [one.name for one in scenarios()]
        if what.endswith(".toml") or what in names or len(Path(what).parts) > 1:
            raise
        asked = list(dict.fromkeys([*questions(), *(str(one["question"]) for one in answers_in(ROOT))]))
        raise InputError(
            "{name!r} is no scenario, question or folder. Scenarios: {names}. Questions: {questions}. You can also "
            "give a file such as my.toml, or the folder of a comparison or question{hint}",
            name=what, names=", ".join(names), questions=", ".join(asked), hint=suggestion(what, [*names, *asked]),
        ) from None  # fmt: skip


def _check_arms(comparison: Comparison, most: int) -> None:
    if not 2 <= len(comparison.names) <= most:
        raise InputError(
            "a report has room for 2 to {most} ways of governing, and this comparison has {n}: {names}",
            most=most, n=len(comparison.names), names=", ".join(comparison.names),
        )  # fmt: skip


def _refuse_runs(ctx: click.Context, folder: str) -> None:
    for name, option in (*_RUN.items(), ("jobs", "--jobs")):
        if ctx.get_parameter_source(name) == click.core.ParameterSource.COMMANDLINE:
            raise InputError(
                "{option} cannot be given together with {folder}: its runs are made already", option=option,
                folder=folder,
            )  # fmt: skip


def _given(ctx: click.Context) -> list[str]:
    """Return the options that decide what is run, as they were given."""
    words: list[str] = []
    for name, option in _RUN.items():
        if ctx.get_parameter_source(name) == click.core.ParameterSource.COMMANDLINE and ctx.params[name] is not False:
            words += [option] if ctx.params[name] is True else [option, str(ctx.params[name])]
    return words


def _target(out: str | None, what: str) -> Path:
    from experiments.output.folders import RESULTS, free

    if out is None:
        return free(RESULTS / f"report-{what}-{datetime.now():%Y%m%d-%H%M%S}.html")
    target = Path(out)
    if target.suffix not in (".html", ".htm"):
        raise InputError("--out {path} is not valid: give an HTML file, such as report.html", path=target)
    _check_new(target)
    return target


def _check_new(path: Path) -> None:
    from experiments.output.folders import check_file

    if os.path.lexists(path):
        raise InputError("{path} exists, and nothing is overwritten; give another name", path=path)
    check_file(path, "--out")


def _write(html: str, target: Path, pdf: Path | None) -> None:
    """Write the HTML, and the PDF first where one is asked for: both, or none."""
    from experiments.council.pdf import write_pdf
    from experiments.output.folders import whole_file, write_text

    target.parent.mkdir(parents=True, exist_ok=True)
    if pdf is None:
        write_text(target, html)
        return
    with whole_file(pdf) as draft:
        write_pdf(html, draft)
        write_text(target, html)
