"""Checks of a whole study: its size, its points, and keys that do not belong where they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agents.errors import InputError, shown, suggestion
from experiments.design.factors import RUN_KEYS, STUDY_KEYS, declared

if TYPE_CHECKING:
    from experiments.design.study_runs import Study

MOST_RUNS = 100_000_000
"""Runs that a study may have. A thousand cores make them in a little over a day, at a second each."""
MOST_NUMBERS = 1_000_000_000_000
"""Numbers that a study may keep of its runs: about 7.5 TB on disk."""


def unknown(key: str, where: str) -> InputError:
    """Return the error of a key that a study does not have at its top, with the table that it belongs in."""
    belongs = key in RUN_KEYS or any(name.split(".")[0] == key.split(".")[0] for name in declared())
    return InputError(
        "{where}: unknown key; it belongs under [base], for all runs, or under [factors], to be varied; valid: {names}"
        if belongs
        else "{where}: unknown key; valid: {names}{hint}",
        where=where,
        names=", ".join(STUDY_KEYS),
        hint=suggestion(key, STUDY_KEYS),
    )


def check_size(study: Study, file: str) -> None:
    """Refuse a study too large to run or to keep, before its sample is drawn or its points are visited."""
    runs, kept = study.most_runs, len(study.kept_months) * (len(study.outcomes) + len(study.factors))
    if runs > MOST_RUNS:
        points, seeds = runs // len(study.seeds), len(study.seeds)
        raise InputError(
            "{file}: the study is too large: {points:,} points x {seeds:,} seeds are {runs:,} runs, and at most "
            "{most:,} are allowed. Give fewer levels, samples or seeds",
            file=file,
            points=points,
            seeds=seeds,
            runs=runs,
            most=MOST_RUNS,
        )
    if runs * kept > MOST_NUMBERS:
        raise InputError(
            "{file}: the study keeps too much: {runs:,} runs x {kept:,} numbers each are {numbers:,}, and at most "
            "{most:,} are allowed. Keep fewer months (keep = 'last') or outcomes",
            file=file,
            runs=runs,
            kept=kept,
            numbers=runs * kept,
            most=MOST_NUMBERS,
        )


def check_points(study: Study, file: str) -> None:
    """Refuse repeated points, and a study whose first point cannot be run."""
    if study.design.kind == "list":
        seen: dict[str, int] = {}
        for k, point in enumerate(study.points(), 1):
            first_at = seen.setdefault(json.dumps(point, sort_keys=True), k)
            if first_at < k:
                raise InputError(
                    "{file}: point {k} of the list repeats point {first_at}", file=file, k=k, first_at=first_at
                )
    else:
        for factor in study.factors:
            if len(set(factor.levels)) < len(factor.levels):
                twice = next(level for level in factor.levels if factor.levels.count(level) > 1)
                raise InputError(
                    "{file}: factors: {name} has the level {twice!r} twice", file=file, name=factor.name, twice=twice
                )
    first = next(iter(study.points()), None)
    if first is None:
        raise InputError("{file}: [[exclude]] leaves out every point of the design", file=file)
    try:
        study.run(first, study.seeds[0]).checked()
    except InputError as error:
        raise InputError(
            "{file}: the first point of the design, {point}, cannot be run: {error}",
            file=file,
            point=shown(first, 400),
            error=error,
        ) from None
