"""Results of a sweep while it runs: lines on standard error, and a figure in the sweep's folder."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from agents.errors import InputError
from experiments.analysis.points import chosen_outcomes
from experiments.analysis.report.reports_studies import convergence_report
from experiments.analysis.report.tables import places_for
from experiments.analysis.report.words import levels_text
from experiments.design.study import Study
from experiments.output.figures import save_figure
from experiments.output.texts import number, text, with_margin
from experiments.output.texts_units import outcome_label
from experiments.sweeps.results import Results, read_results
from experiments.sweeps.runner import Progress, Report
from experiments.sweeps.store import RUNS
from samskaping.language import Language

SECONDS = 10.0  # between two looks at the results
SHARE = 0.05  # of the time that looks may take
OUTCOMES = 3
FIGURE = "convergence"


def with_results(
    study: Study, folder: Path, report: Report | None, language: Language, clock: Callable[[], float] = time.monotonic
) -> Report:
    """Return a report of progress that also shows the results so far, every ten seconds or more.

    It shows new results only, and once more when all runs are done.
    """
    last, cost, parts = clock(), 0.0, -1

    def shown(progress: Progress) -> None:
        nonlocal last, cost, parts
        if report is not None:
            report(progress)
        now, there = clock(), len(list((folder / RUNS).glob("*.parquet")))
        ended = progress.done >= progress.total
        if there == parts or (not ended and now - last < max(SECONDS, cost / SHARE)):
            return
        parts = there
        for line in _lines(study, folder, language):
            print(line, file=sys.stderr, flush=True)
        last = clock()
        cost = last - now

    return shown


def _lines(study: Study, folder: Path, language: Language) -> list[str]:
    """Return the estimates so far in words, and draw their course; nothing where there are too few runs."""
    try:
        results: Results = replace(read_results(folder), so_far=True)
        rule = study.precision
        outcomes = list(chosen_outcomes(study, None))[:OUTCOMES]
        if rule is not None:
            outcomes = [rule.outcome, *(name for name in outcomes if name != rule.outcome)][:OUTCOMES]
        of = "level" if rule is None else rule.of
        made = convergence_report(results, rule.factor or None if rule else None, of, outcomes, None, language)
    except InputError:  # one seed so far, or a point of each level is still missing
        return []
    frame = made.tables["convergence"]
    seeds = int(frame["seeds"].max())
    save_figure(made.figure(), folder, FIGURE, ("png",))
    runs = {"runs": number(results.runs, 0, language), "seeds": seeds}
    lines = [text("live", language, **runs)]
    last = frame[frame["seeds"] == seeds]
    for outcome, part in last.groupby("outcome", sort=False):
        estimates = []
        for row in part.to_dict("records"):
            places = places_for((row["high"] - row["low"]) / 2, digits=2)
            estimate = with_margin(row["mean"], row["low"], row["high"], places, language)
            estimates.append(f"{levels_text([row['level']], language)} {estimate}")
        lines.append(f"  {outcome_label(str(outcome), language)}: {'; '.join(estimates).strip()}")
    return lines
