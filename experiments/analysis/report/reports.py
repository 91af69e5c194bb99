"""The reports of `samskaping analyse`: an analysis with its title, notes, tables and figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from agents.errors import InputError
from experiments.analysis import contrasts as _contrasts
from experiments.analysis import discovery as _discovery
from experiments.analysis import sensitivity as _sensitivity
from experiments.analysis import tradeoffs as _tradeoffs
from experiments.analysis.directions import directed, directions
from experiments.analysis.points import chosen_outcomes, compared_factor, points_of
from experiments.analysis.report.page import Report
from experiments.analysis.report.repeating import (
    Conditions,
    Names,
    Pairs,
    chance_stars,
    left_out,
    outcomes_of,
    points_asked,
    repeatable,
)
from experiments.analysis.report.reports_studies import convergence_report, studies_report, surface_report
from experiments.analysis.report.words import TEXTS, base_text, levels_text, word
from experiments.design.factors import is_whole
from experiments.output.texts import number
from experiments.output.texts_units import outcome_label
from experiments.sweeps.results import Results, as_list
from samskaping.language import Language

_SIGNS = {">=": "\N{GREATER-THAN OR EQUAL TO}", "<=": "\N{LESS-THAN OR EQUAL TO}", ">": ">", "<": "<"}


@repeatable
def sensitivity_report(
    results: Results,
    outcomes: Names = None,
    resamples: int = 1000,
    where: Conditions | None = None,
    language: Language = "en",
) -> Report:
    """Return Sobol' or Morris indices; `where` limits the combinations of the crossed factors."""
    frame = _sensitivity.sensitivity(results, outcomes, resamples)
    study = results.study
    for name, value in (where or {}).items():
        points = points_of(results, outcomes)
        points.levels(name)  # refuses a range
        levels = [points.level(name, one) for one in as_list(value)]
        frame = frame[frame[name].isin(levels)].reset_index(drop=True)
    notes = left_out(points_of(results, outcomes), language) if results.so_far else []
    if (frame["factor"] == _sensitivity.CHANCE).any():
        notes.append(word("luck_note", language))
    else:
        notes.append(word("one_seed", language))
    rounded = [factor.name for factor in study.factors if factor.sampled and is_whole(factor.name)]
    if rounded:
        notes.append(word("rounded", language, names=", ".join(rounded)))
    notes += _undefined(frame, "value", language)
    title = word(f"title_{study.design.kind}", language, study=study.name)

    def shown() -> list[Any]:
        from experiments.analysis.report.tables import sensitivity_tables

        return list(sensitivity_tables(frame, study.name, language))

    def figure() -> Any:
        from experiments.analysis.report.figures import sensitivity_figure

        return sensitivity_figure(frame, title, language)

    settings = {"outcomes": outcomes_of(frame), "resamples": resamples, "where": dict(where or {})}
    return Report("sensitivity", results, settings, {"sensitivity": frame}, notes, shown, figure)


@repeatable
def contrasts_report(
    results: Results,
    factor: str | None = None,
    against: Any = None,
    by: Sequence[str] = (),
    outcomes: Names = None,
    where: Conditions | None = None,
    language: Language = "en",
) -> Report:
    """Return paired differences between the levels of a factor, by default the paradigm or the only list."""
    factor = compared_factor(results.study, factor)
    points = points_asked(results, outcomes, where)
    frame = _contrasts.contrasts(points, factor, against, by)
    base = frame["base"].iloc[0]
    notes = left_out(points, language)
    seeds = len(points.study.seeds)
    if seeds < _contrasts.FEWEST:
        key = "one_seed" if seeds == 1 else "few_seeds"
        notes.append(word(key, language, n=_contrasts.FEWEST))
    notes += chance_stars(frame, language)
    title = word("title_contrasts", language, study=points.study.name, base=base_text(factor, base, language))

    def shown() -> list[Any]:
        from experiments.analysis.report.tables import contrasts_tables

        return list(contrasts_tables(frame, title, language))

    def figure() -> Any:
        from experiments.analysis.report.figures import contrasts_figure

        return contrasts_figure(frame, title, language)

    settings = {
        "factor": factor,
        "against": base,
        "by": list(by),
        "outcomes": outcomes_of(frame),
        "where": dict(where or {}),
    }
    return Report("contrasts", results, settings, {"contrasts": frame}, notes, shown, figure)


@repeatable
def pareto_report(
    results: Results,
    options: Names = None,
    outcomes: Names = None,
    better: Pairs | None = None,
    where: Conditions | None = None,
    language: Language = "en",
) -> Report:
    """Return the Pareto front over outcomes."""
    if outcomes is None:
        outcomes = [name for name in _tradeoffs.CHOSEN if name in results.outcomes]
    if len(outcomes) < 2:
        raise InputError(
            "a front needs at least two outcomes, and these were chosen: {given}; choose with --outcomes among {kept}",
            given=", ".join(outcomes) or TEXTS.message("none"),
            kept=", ".join(results.outcomes),
        )
    points = points_asked(results, outcomes, where)
    ways = directions(points.outcomes, better)
    frame = _tradeoffs.pareto(points, better, options)
    notes = left_out(points, language)
    if len(points.study.seeds) == 1:
        notes.append(word("one_seed", language))
    rest = [name for name in chosen_outcomes(results.study, None) if name not in points.outcomes]
    if rest:
        notes.append(word("not_in_front", language, names=", ".join(rest)))
    title = word("title_pareto", language, study=points.study.name)
    chosen = options if options is not None else points.table.columns
    lists = [f.name for f in points.study.factors if not f.sampled and f.name in chosen and frame[f.name].nunique() > 1]

    def shown() -> list[Any]:
        from experiments.analysis.report.tables import pareto_table

        return [pareto_table(frame, title, ways, [*lists, *(n for n in chosen if n not in lists)], language)]

    def figure() -> Any:
        from experiments.analysis.report.figures_points import pareto_figure

        return pareto_figure(
            frame, title, ways, "paradigm" if "paradigm" in lists else next(iter(lists), None), language
        )

    settings = {"options": options, "better": ways, "where": dict(where or {})}
    return Report("pareto", results, settings, {"pareto": frame}, notes, shown, figure)


@repeatable
def regret_report(
    results: Results,
    option: str | None = None,
    outcomes: Names = None,
    better: Pairs | None = None,
    thresholds: Sequence[str] = (),
    where: Conditions | None = None,
    language: Language = "en",
) -> Report:
    """Return regret of each level of `option` over the points of the other factors.

    Without `option`, it is the paradigm or the only list; without `outcomes`, all kept that have a direction.
    """
    option = compared_factor(results.study, option)
    demands = [_tradeoffs.threshold(text) for text in thresholds]
    without: list[str] = []
    if outcomes is None:
        kept = chosen_outcomes(results.study, None)
        outcomes = directed(kept, better) or None
        without = [name for name in kept if outcomes and name not in outcomes]
    points = points_asked(results, outcomes, where)
    ways = directions(points.outcomes, better)
    frame = _tradeoffs.regret(points, option, better, demands)
    scenarios = len(points.across(option, points.levels(option))[0])
    one = len(points.study.seeds) == 1
    notes = [*left_out(points, language), word("one_seed" if one else "chance_note", language)]
    if without:
        notes.append(word("no_direction", language, names=", ".join(without)))
    key = "title_regret_one" if scenarios == 1 else "title_regret"
    title = word(key, language, study=points.study.name, option=option, n=number(scenarios, 0, language))

    def shown() -> list[Any]:
        from experiments.analysis.report.tables import regret_table

        return [regret_table(frame, title, ways, language)]

    def figure() -> Any:
        from experiments.analysis.report.figures import regret_figure

        return regret_figure(frame, title, ways, language)

    settings = {
        "option": option, "better": ways, "thresholds": [str(demand) for demand in demands], "scenarios": scenarios,
        "where": dict(where or {}),
    }  # fmt: skip
    return Report("regret", results, settings, {"regret": frame}, notes, shown, figure)


@repeatable
def discovery_report(
    results: Results,
    beats: Names = None,
    factor: str | None = None,
    margin: float = 0.0,
    threshold: str | None = None,
    density: float | None = None,
    smallest: float = 0.05,
    outcomes: Names = None,
    better: Pairs | None = None,
    where: Conditions | None = None,
    language: Language = "en",
) -> Report:
    """Return the box in which one level beats another, or a threshold is met."""
    if (beats is None) == (threshold is None):
        raise InputError("give what to look for: --beats NPG,TPA with --outcomes fit, or --threshold 'fit<0.5'")
    if threshold is not None:
        demand = _tradeoffs.threshold(threshold)
        points = points_asked(results, [demand.outcome], where)
        factors, cases = _discovery.where_met(points, demand)
        limit = levels_text([demand.value], language)
        case = f"{outcome_label(demand.outcome, language, '')} {_SIGNS[demand.sign]} {limit}"
    else:
        factor = compared_factor(results.study, factor)
        if beats is None or len(beats) != 2 or not outcomes:
            levels = next((f.levels for f in results.study.factors if f.name == factor), ())
            two = ",".join(map(str, list(dict.fromkeys(levels))[1::-1])) or "A,B"
            raise InputError(
                "--beats {given} needs two levels of {factor} (--factor names another factor) and an outcome: "
                "--beats {two} --outcomes {outcomes}",
                given=levels_text(beats or []),
                factor=factor,
                two=two,
                outcomes=results.outcomes[0],
            )
        points = points_asked(results, outcomes, where)
        factors, cases = _discovery.where_better(points, beats[0], beats[1], factor, margin, better)
        on = ", ".join(outcome_label(name, language, "").lower() for name in outcomes)
        sides = {"winner": beats[0], "loser": beats[1], "outcomes": on, "margin": levels_text([margin], language)}
        case = word("beats_by" if margin else "beats", language, **sides)
    discovery = _discovery.discover(factors, cases, density, smallest)
    notes = [*left_out(points, language), word("same_points", language)]
    if discovery.density < discovery.asked:
        notes.append(word("not_dense", language))
    doubtful = discovery.box[(discovery.box[["qp_low", "qp_high"]] > _discovery.SIGNIFICANT).any(axis=1)]["factor"]
    if len(doubtful):
        p = number(_discovery.SIGNIFICANT, 2, language)
        notes.append(word("may_be_luck", language, p=p, names=", ".join(doubtful)))
    title = word("title_discover", language, study=points.study.name, case=case)

    def shown() -> list[Any]:
        from experiments.analysis.report.tables import discovery_table

        return [discovery_table(discovery, title, language)]

    def figure() -> Any:
        from experiments.analysis.report.figures_points import discovery_figure

        return discovery_figure(discovery, title, language)

    settings = {
        "looked_for": case, "beats": beats, "factor": factor, "margin": margin, "threshold": threshold,
        "outcomes": outcomes, "density_asked": discovery.asked, "smallest": smallest, "where": dict(where or {}),
        "coverage": discovery.coverage, "density": discovery.density, "mass": discovery.mass, "base": discovery.base,
        "points": len(discovery.points),
    }  # fmt: skip
    tables = {"box": discovery.box, "trajectory": discovery.trajectory, "points": discovery.points}
    return Report("discover", results, settings, tables, notes, shown, figure)


REPORTS: dict[str, Callable[..., Report]] = {
    "sensitivity": sensitivity_report,
    "contrasts": contrasts_report,
    "pareto": pareto_report,
    "regret": regret_report,
    "discover": discovery_report,
    "convergence": convergence_report,
    "studies": studies_report,
    "surface": surface_report,
}


def _undefined(frame: pd.DataFrame, column: str, language: Language) -> list[str]:
    names = dict.fromkeys(frame.loc[frame[column].isna() & (frame["factor"] != _sensitivity.CHANCE), "outcome"])
    return [word("undefined", language, names=", ".join(names))] if names else []
