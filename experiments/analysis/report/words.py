"""Texts of the analyses' tables and figures, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from samskaping.language import Language, Texts, localised

DASH = "\N{EN DASH}"

TEXTS = Texts(
    "experiments.analysis",
    {
        "factor": "factor",
        "index": "index",
        "value": "value",
        "interval": "95 % interval",
        "outcome": "outcome",
        "chance": "chance, up to",
        "level": "level",
        "difference": "difference",
        "spread": "5-95 % of points",
        "higher": "above 0 (points)",
        "front": "front",
        "often": "how often",
        "yes": "yes",
        "no": "no",
        "option": "option",
        "max_regret": "largest regret",
        "mean_regret": "mean regret",
        "best": "best in",
        "clearly_best": "significantly best in",
        "satisfied": "requirements met in",
        "demands": "Requirements met",
        "all_demands": "all requirements",
        "box": "in the box",
        "of": "of",
        "quasi_p": "quasi-p",
        "coverage": "coverage",
        "density": "density",
        "mass": "share of points",
        "base": "density of all points",
        "open": "any",
        "none": "none",
        "pair": "pair of factors",
        "title_sobol": "{study}: what the outcomes depend on (Sobol' indices)",
        "title_morris": "{study}: what the outcomes depend on (Morris screening)",
        "title_contrasts": "{study}: differences from {base}, same points and seeds",
        "title_pareto": "{study}: options that no other beats in every outcome",
        "title_regret": "{study}: regret by {option}, over {n} scenarios",
        "title_regret_one": "{study}: regret by {option}, in one scenario",
        "title_discover": "{study}: where {case}",
        "note_sobol": "full bar: first order (the factor alone); pale: total (with interactions); line: 95 % interval",
        "note_morris": "bar: mean size of the effect (mu*) over the factor's range, with 95 % interval; diamond: sigma",
        "note_luck": "dotted: as much may be due to chance in the seeds",
        "note_contrasts": "dot and thick line: mean and 95 % interval over seeds; thin line: 5-95 % of points",
        "note_contrasts_one": "one seed, so there are no intervals; thin line: 5-95 % of points",
        "note_contrasts_point": "dot and line: mean and 95 % interval over seeds",
        "note_contrasts_one_point": "one seed, so there are no intervals",
        "note_pareto": "filled: on the front; paler options are on it less often when seeds are resampled",
        "note_pareto_plain": "filled: on the front",
        "note_regret": "full bar: mean regret; pale: largest; dotted: the regret that chance alone would give",
        "note_regret_one": "full bar: mean regret; pale: largest",
        "note_discover": "blue: in the box; grey: all values in the study; p: quasi-p value of a limit",
        "some_rows": "the first {n} of {all:,} groups",
        "rows": "rows: {names}",
        "trajectory": "Boxes along the way",
        "beats": "{winner} beats {loser} in {outcomes}",
        "beats_by": "{winner} beats {loser} in {outcomes} by more than {margin}",
        "share": "share of variance",
        "share_scenarios": "share of scenarios",
        "unclear": "no restriction",
        "luck_note": "chance: up to this much of an ST or mu* may be due to these seeds; more seeds reduce it",
        "rounded": "rounded to whole numbers, so they act in steps: {names}",
        "undefined": "the same at all points, or undefined at some, so left blank: {names}",
        "left_out": "{n:,} points are left out, because one of their runs failed",
        "not_in_front": "kept but not compared (add them with --outcomes): {names}",
        "so_far": "so far: {points:,} of {all_points:,} points with {seeds:,} of {all_seeds:,} seeds; {n:,} runs are "
        "not made yet",
        "title_convergence_level": "{study}: means as seeds are added",
        "title_convergence_difference": "{study}: differences from {base} as seeds are added",
        "note_convergence": "line: estimate from the first seeds; band: 95 % interval; thin line: last estimate",
        "title_studies": "{second} compared with {first}, same points and seeds",
        "studies_differ": "{name}: {before} in {first}, {after} in {second}",
        "studies_same": "no shared setting differs between the studies",
        "studies_unmatched": "points without a match are left out: {first_n:,} of {first}, {second_n:,} of {second}",
        "studies_models": "the studies were made by different versions of the model, which is part of the differences",
        "all_points": "all",
        "title_surface_level": "{study}: outcomes over {x} and {y}",
        "title_surface_difference": "{study}: differences from {base} over {x} and {y}",
        "note_heat": "means over the points of all other factors",
        "note_surface": "fitted quadratic surface, other factors at their middle; dots: the study's points",
        "surface_explained": "explained: the share of variance that the surface explains at points left out of "
        "the fit; near 0, it says nothing",
        "explained": "explained",
        "lowest_at": "lowest",
        "highest_at": "highest",
        "after_seeds": "\N{PLUS-MINUS SIGN} after {n}",
        "estimate": "estimate",
        "seeds_axis": "seeds",
        "no_direction": "left out, because neither more nor less is better (--better sets a direction): {names}",
        "some_panels": "the first {n} of {all} outcomes; the table has all",
        "few_seeds": "fewer than {n} seeds: t-intervals instead of bootstrap intervals",
        "one_seed": "one seed, so the results do not show how much is due to chance",
        "same_points": "coverage, density and quasi-p come from the points in which the box was found, so they are "
        "too favourable",
        "not_dense": "no box reaches the density asked for; this is the densest",
        "may_be_luck": "quasi-p above {p}, so these limits may be due to chance: {names}",
        "chance_note": "in brackets: the regret that chance alone would give if the options did not differ; regret "
        "close to it says little",
    },
)


def word(key: str, language: Language = "en", **values: Any) -> str:
    """Return a text in a language, its values filled in."""
    return TEXTS(key, language, **values)


def base_text(factor: str, base: object, language: Language = "en") -> str:
    """Return the level that others are compared with: a way of governing by its name, else "factor = level"."""
    level = levels_text([base], language)
    return level if factor in ("paradigm", "arm") else f"{factor} = {level}"


def levels_text(values: Sequence[object], language: Language = "en") -> str:
    """Return levels as one text: numbers as the language writes them, switches as in study files."""
    return ", ".join(_level(value, language) for value in values)


def rows_text(levels: pd.DataFrame, language: Language = "en") -> list[str]:
    """Return the levels of each row as one text; an empty text for each row of a table without columns."""
    # Not itertuples: pandas 2 iterates over no rows where there are no columns.
    return [levels_text(row, language) for row in levels.astype(object).to_numpy()]


def _level(value: object, language: Language) -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(value).lower()
    written = f"{value:.4g}" if isinstance(value, float) else str(value)
    numeric = isinstance(value, float) or re.fullmatch(rf"[\d.]+{DASH}[\d.]+", written)
    return localised(written, language) if numeric else written
