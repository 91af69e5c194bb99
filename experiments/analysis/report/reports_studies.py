"""Reports on whole studies: as seeds are added, against another study, and over two factors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agents.errors import InputError
from experiments.analysis import convergence as _convergence
from experiments.analysis import surfaces as _surfaces
from experiments.analysis import two_studies as _two_studies
from experiments.analysis.points import chosen_outcomes, compared_factor
from experiments.analysis.report.page import Report
from experiments.analysis.report.repeating import (
    Conditions,
    Names,
    chance_stars,
    left_out,
    outcomes_of,
    points_asked,
    repeatable,
)
from experiments.analysis.report.words import base_text, levels_text, word
from experiments.runs.versions import model_of, same_results
from experiments.sweeps.results import Results, read_results
from experiments.sweeps.store import read_manifest
from samskaping.language import Language


@repeatable
def convergence_report(
    results: Results,
    factor: str | None = None,
    of: str = "level",
    outcomes: Names = None,
    where: Conditions | None = None,
    language: Language = "en",
) -> Report:
    """Return how means, or differences from the first level, and their intervals change as seeds are added."""
    lists = [one.name for one in results.study.factors if not one.sampled and len(one.levels) > 1]
    if factor is None and (of == "difference" or {"paradigm", "arm"} & set(lists) or len(lists) == 1):
        factor = compared_factor(results.study)
    points = points_asked(results, outcomes, where)
    if points.values.shape[1] < 2:
        raise InputError("a course of intervals needs at least two seeds, and there is one")
    frame = _convergence.convergence(points, factor, "difference" if of == "difference" else "level")
    base = "" if factor is None else base_text(factor, points.levels(factor)[0], language)
    title = word(f"title_convergence_{of}", language, study=points.study.name, base=base)

    def shown() -> list[Any]:
        from experiments.analysis.report.tables_studies import convergence_table

        return [convergence_table(frame, title, language)]

    def figure() -> Any:
        from experiments.analysis.report.figures_studies import convergence_figure

        return convergence_figure(frame, title, results.study.precision, language)

    settings = {"factor": factor, "of": of, "outcomes": outcomes_of(frame), "where": dict(where or {})}
    notes = left_out(points, language)
    return Report("convergence", results, settings, {"convergence": frame}, notes, shown, figure)


@repeatable
def studies_report(
    results: Results,
    against: str,
    outcomes: Names = None,
    where: Conditions | None = None,
    language: Language = "en",
) -> Report:
    """Return how a study's outcomes differ from those of the study in the folder `against`, point by point."""
    other = read_results(against)
    if outcomes is None:
        outcomes = [name for name in chosen_outcomes(results.study, None) if name in other.outcomes]
        if not outcomes:
            raise InputError("the two studies have no outcome in common")
    points, base = (points_asked(one, outcomes, where) for one in (results, replace(other, so_far=results.so_far)))
    found = _two_studies.two_studies(base, points)
    notes = [*left_out(points, language), *left_out(base, language)]
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
    models = [model_of(read_manifest(one.folder).get("source")) for one in (other, results)]
    if models[0] != models[1] and not all(same_results(model) for model in models):
        notes.append(word("studies_models", language))
    notes += chance_stars(found.table, language)
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
    where: Conditions | None = None,
    language: Language = "en",
) -> Report:
    """Return outcomes over two factors, for each level of `factor`: the paradigm or arm, where the study varies it."""
    points = points_asked(results, outcomes, where)
    lists = [one.name for one in results.study.factors if not one.sampled and len(one.levels) > 1]
    if factor is None:
        ways = [name for name in ("paradigm", "arm") if name in lists and name not in (x, y)]
        factor = ways[0] if ways else compared_factor(results.study) if of == "difference" else None
    x, y = _surfaces.usual_axes(points, factor, x, y)
    found = _surfaces.surfaces(points, x, y, factor, of)
    notes = left_out(points, language)
    if found.fitted:
        notes.append(word("surface_explained", language))
    base = "" if factor is None else base_text(factor, points.levels(factor)[0], language)
    title = word(f"title_surface_{of}", language, study=points.study.name, x=x, y=y, base=base)

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
