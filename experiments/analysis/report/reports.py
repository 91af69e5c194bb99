"""The reports of `samskaping analyse`: an analysis with its title, notes, tables and figure."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd

from agents.errors import InputError
from experiments.analysis import contrasts as _contrasts
from experiments.analysis import convergence as _convergence
from experiments.analysis import discovery as _discovery
from experiments.analysis import sensitivity as _sensitivity
from experiments.analysis import surfaces as _surfaces
from experiments.analysis import tradeoffs as _tradeoffs
from experiments.analysis import two_studies as _two_studies
from experiments.analysis.directions import directed, directions
from experiments.analysis.points import Points, chosen_outcomes, compared_factor, points_of
from experiments.analysis.report.page import Report
from experiments.analysis.report.words import TEXTS, levels_text, outcome_label, word
from experiments.design.factors import is_whole
from experiments.output.texts import number
from experiments.sweeps.results import Results, read_results
from experiments.sweeps.store import read_manifest
from model.aliases import Kind, current, current_list, current_names, one_note
from samskaping.language import Language

_SIGNS = {">=": "\N{GREATER-THAN OR EQUAL TO}", "<=": "\N{LESS-THAN OR EQUAL TO}", ">": ">", "<": "<"}

Names = Sequence[str] | None
Pairs = Mapping[str, str]
P = ParamSpec("P")

_CHOSEN = ("outcomes", "factor", "option", "against")  # arguments that an analysis chooses where the caller does not


_NAMES: dict[str, Kind] = {
    "outcomes": "outcome", "better": "outcome", "factor": "setting", "option": "setting", "options": "setting",
    "by": "setting", "where": "setting",
}  # fmt: skip
"""Arguments that name something, and what they name."""


def _now(argument: str, value: Any) -> Any:
    """Return an argument of an analysis with current names."""
    if argument not in _NAMES or value is None:
        return value
    kind = _NAMES[argument]
    if isinstance(value, Mapping):
        return current_names(value, kind)
    return current(value, kind) if isinstance(value, str) else current_list(value, kind)


def repeatable(make: Callable[P, Report]) -> Callable[P, Report]:
    """Record in a report the arguments that repeat it, including arguments that the analysis chose."""
    signature = inspect.signature(make)

    @wraps(make)
    def made(*values: P.args, **named: P.kwargs) -> Report:
        given = signature.bind(*values, **named)
        given.apply_defaults()
        with one_note():
            given.arguments.update({name: _now(name, value) for name, value in given.arguments.items()})
            report = make(*given.args, **given.kwargs)
        asked = {name: value for name, value in given.arguments.items() if name not in ("results", "language")}
        chosen = {"outcomes": list(report.settings.get("better", {})) or None, **report.settings}
        asked |= {name: chosen[name] for name in _CHOSEN if name in asked and asked[name] is None and name in chosen}
        return replace(report, asked=asked)

    return made


@repeatable
def sensitivity_report(
    results: Results,
    outcomes: Names = None,
    resamples: int = 1000,
    where: Pairs | None = None,
    language: Language = "en",
) -> Report:
    """Return Sobol' or Morris indices; `where` limits the combinations of the crossed factors."""
    frame = _sensitivity.sensitivity(results, outcomes, resamples)
    study = results.study
    for name, value in (where or {}).items():
        points = points_of(results, outcomes)
        points.levels(name)  # refuses a range
        frame = frame[frame[name] == points.level(name, value)].reset_index(drop=True)
    notes = _left_out(points_of(results, outcomes), language) if results.so_far else []
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

    settings = {"outcomes": _kept(frame), "resamples": resamples, "where": dict(where or {})}
    return Report("sensitivity", results, settings, {"sensitivity": frame}, notes, shown, figure)


@repeatable
def contrasts_report(
    results: Results,
    factor: str | None = None,
    against: Any = None,
    by: Sequence[str] = (),
    outcomes: Names = None,
    where: Pairs | None = None,
    language: Language = "en",
) -> Report:
    """Return paired differences between the levels of a factor, by default the paradigm or the only list."""
    factor = compared_factor(results.study, factor)
    points = _points(results, outcomes, where)
    frame = _contrasts.contrasts(points, factor, against, by)
    base = frame["base"].iloc[0]
    notes = _left_out(points, language)
    seeds = len(points.study.seeds)
    if seeds < _contrasts.FEWEST:
        key = "one_seed" if seeds == 1 else "few_seeds"
        notes.append(word(key, language, n=_contrasts.FEWEST))
    title = word("title_contrasts", language, study=points.study.name, base=base)

    def shown() -> list[Any]:
        from experiments.analysis.report.tables import contrasts_tables

        return list(contrasts_tables(frame, title, language))

    def figure() -> Any:
        from experiments.analysis.report.figures import contrasts_figure

        return contrasts_figure(frame, title, language)

    settings = {"factor": factor, "against": base, "by": list(by), "outcomes": _kept(frame), "where": dict(where or {})}
    return Report("contrasts", results, settings, {"contrasts": frame}, notes, shown, figure)


@repeatable
def pareto_report(
    results: Results,
    options: Names = None,
    outcomes: Names = None,
    better: Pairs | None = None,
    where: Pairs | None = None,
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
    points = _points(results, outcomes, where)
    ways = directions(points.outcomes, better)
    frame = _tradeoffs.pareto(points, better, options)
    notes = _left_out(points, language)
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
    where: Pairs | None = None,
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
    points = _points(results, outcomes, where)
    ways = directions(points.outcomes, better)
    frame = _tradeoffs.regret(points, option, better, demands)
    scenarios = len(points.across(option, points.levels(option))[0])
    one = len(points.study.seeds) == 1
    notes = [*_left_out(points, language), word("one_seed" if one else "chance_note", language)]
    if without:
        notes.append(word("no_direction", language, names=", ".join(without)))
    title = word("title_regret", language, study=points.study.name, option=option, n=number(scenarios, 0, language))

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
    where: Pairs | None = None,
    language: Language = "en",
) -> Report:
    """Return the box in which one level beats another, or a threshold is met."""
    if (beats is None) == (threshold is None):
        raise InputError("give what to look for: --beats NPG,TPA with --outcomes fit, or --threshold 'fit<0.5'")
    if threshold is not None:
        demand = _tradeoffs.threshold(threshold)
        points = _points(results, [demand.outcome], where)
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
        points = _points(results, outcomes, where)
        factors, cases = _discovery.where_better(points, beats[0], beats[1], factor, margin, better)
        on = ", ".join(outcome_label(name, language, "").lower() for name in outcomes)
        sides = {"winner": beats[0], "loser": beats[1], "outcomes": on, "margin": levels_text([margin], language)}
        case = word("beats_by" if margin else "beats", language, **sides)
    discovery = _discovery.discover(factors, cases, density, smallest)
    notes = [*_left_out(points, language), word("same_points", language)]
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


@repeatable
def convergence_report(
    results: Results,
    factor: str | None = None,
    of: str = "level",
    outcomes: Names = None,
    where: Pairs | None = None,
    language: Language = "en",
) -> Report:
    """Return how means, or differences from the first level, and their intervals change as seeds are added."""
    lists = [one.name for one in results.study.factors if not one.sampled and len(one.levels) > 1]
    if factor is None and (of == "difference" or {"paradigm", "arm"} & set(lists) or len(lists) == 1):
        factor = compared_factor(results.study)
    points = _points(results, outcomes, where)
    if points.values.shape[1] < 2:
        raise InputError("a course of intervals needs at least two seeds, and there is one")
    frame = _convergence.convergence(points, factor, "difference" if of == "difference" else "level")
    title = word(f"title_convergence_{of}", language, study=points.study.name)

    def shown() -> list[Any]:
        from experiments.analysis.report.tables_studies import convergence_table

        return [convergence_table(frame, title, language)]

    def figure() -> Any:
        from experiments.analysis.report.figures_studies import convergence_figure

        return convergence_figure(frame, title, results.study.precision, language)

    settings = {"factor": factor, "of": of, "outcomes": _kept(frame), "where": dict(where or {})}
    notes = _left_out(points, language)
    return Report("convergence", results, settings, {"convergence": frame}, notes, shown, figure)


@repeatable
def studies_report(
    results: Results,
    against: str,
    outcomes: Names = None,
    where: Pairs | None = None,
    language: Language = "en",
) -> Report:
    """Return how a study's outcomes differ from those of the study in the folder `against`, point by point."""
    other = read_results(against)
    if outcomes is None:
        outcomes = [name for name in chosen_outcomes(results.study, None) if name in other.outcomes]
        if not outcomes:
            raise InputError("the two studies have no outcome in common")
    points, base = (_points(one, outcomes, where) for one in (results, replace(other, so_far=results.so_far)))
    found = _two_studies.two_studies(base, points)
    notes = [*_left_out(points, language), *_left_out(base, language)]
    names = {"first": other.study.name, "second": results.study.name}
    if names["first"] == names["second"]:
        names = {"first": other.folder.name, "second": results.folder.name}
    for name, (before, after) in found.differ.items():
        shown_values = {"before": levels_text([before], language), "after": levels_text([after], language)}
        notes.append(word("studies_differ", language, name=name, **names, **shown_values))
    if not found.differ:
        notes.append(word("studies_same", language))
    if any(found.unmatched):
        counts = {"first_n": found.unmatched[0], "second_n": found.unmatched[1]}
        notes.append(word("studies_unmatched", language, **names, **counts))
    models = [read_manifest(one.folder).get("source", {}).get("model_sha256_16") for one in (other, results)]
    if models[0] != models[1]:
        notes.append(word("studies_models", language))
    title = word("title_studies", language, **names)

    def shown() -> list[Any]:
        from experiments.analysis.report.tables_studies import studies_table

        return [studies_table(found.table, title, names, language)]

    def figure() -> Any:
        from experiments.analysis.report.figures import contrasts_figure

        everything = word("all_points", language)
        frame = found.table.assign(level=[level or everything for level in found.table["level"]])
        return contrasts_figure(frame[["outcome", *(c for c in frame.columns if c != "outcome")]], title, language)

    settings = {"against": str(against), "outcomes": list(outcomes), "where": dict(where or {}), "differ": found.differ}
    return Report("studies", results, settings, {"differences": found.table}, notes, shown, figure)


@repeatable
def surface_report(
    results: Results,
    x: str | None = None,
    y: str | None = None,
    factor: str | None = None,
    of: str = "level",
    outcomes: Names = None,
    where: Pairs | None = None,
    language: Language = "en",
) -> Report:
    """Return outcomes over two factors, for each level of `factor`: the paradigm or arm, where the study varies it."""
    points = _points(results, outcomes, where)
    lists = [one.name for one in results.study.factors if not one.sampled and len(one.levels) > 1]
    if factor is None:
        ways = [name for name in ("paradigm", "arm") if name in lists and name not in (x, y)]
        factor = ways[0] if ways else compared_factor(results.study) if of == "difference" else None
    x, y = _surfaces.usual_axes(points, factor, x, y)
    found = _surfaces.surfaces(points, x, y, factor, of)
    notes = _left_out(points, language)
    if found.fitted:
        notes.append(word("surface_explained", language))
    title = word(f"title_surface_{of}", language, study=points.study.name, x=x, y=y)

    def shown() -> list[Any]:
        from experiments.analysis.report.tables_studies import surface_tables

        return list(surface_tables(found, title, language))

    def figure() -> Any:
        from experiments.analysis.report.figures_surface import surface_figure

        return surface_figure(found, points, title, of, language)

    settings = {
        "x": x,
        "y": y,
        "factor": factor,
        "of": of,
        "outcomes": list(points.outcomes),
        "where": dict(where or {}),
    }
    tables = {"surface": found.table, **({"explained": found.quality} if found.fitted else {})}
    return Report("surface", results, settings, tables, notes, shown, figure)


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


def _points(results: Results, outcomes: Names, where: Pairs | None) -> Points:
    points = points_of(results, outcomes, failed=True)
    return points.where(where) if where else points


def _left_out(points: Points, language: Language) -> list[str]:
    """Return notes on points and runs that an analysis does not have."""
    notes = [word("left_out", language, n=points.left_out)] if points.left_out else []
    if points.missing:
        counts = {"points": len(points.table) + points.left_out, "seeds": points.values.shape[1]}
        of = {"all_points": points.of_all[0], "all_seeds": points.of_all[1]}
        notes.insert(0, word("so_far", language, n=points.missing, **counts, **of))
    return notes


def _undefined(frame: pd.DataFrame, column: str, language: Language) -> list[str]:
    names = dict.fromkeys(frame.loc[frame[column].isna() & (frame["factor"] != _sensitivity.CHANCE), "outcome"])
    return [word("undefined", language, names=", ".join(names))] if names else []


def _kept(frame: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(frame["outcome"]))
