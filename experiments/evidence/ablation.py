"""Ablation: each mechanism is switched off in turn, under each paradigm, with the same seeds.

A mechanism can change the level of an outcome under a paradigm, and the difference between paradigms. Conclusions rest
on differences. The change of a difference is a difference of paired differences, seed by seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from agents.engine.cache import source_hash
from experiments.defaults import PARADIGMS
from experiments.design.factors import of_the_model
from experiments.design.study import Study, study_of
from experiments.design.text import toml_value
from experiments.output.texts import decimals_for, label, number, unit
from experiments.output.texts_units import DECLARED
from experiments.runs.estimates import interval
from experiments.sweeps.results import Results
from model.outcomes.outcomes import OUTCOMES
from model.parameters.mechanisms import OFF

NOTHING = ""
"""The name for "no mechanism switched off"."""

SURE = 0.999
"""The page names a change if an interval of this confidence leaves out 0. It is strict because there are many."""

MATERIAL, MATERIAL_LEVEL = 0.10, 0.02
"""A change that the page names is at least this share of the difference, or of the level."""

SWITCHED = "switched_off"


def ablation_study(
    citizens: int, seeds: int, months: int, mechanisms: Sequence[str] = tuple(OFF), paradigms: Sequence[str] = PARADIGMS
) -> Study:
    """Return the study: all mechanisms on, then each of `mechanisms` off, under each paradigm."""
    states = (NOTHING, *mechanisms)
    points = [(off, paradigm) for off in states for paradigm in paradigms]
    outcomes = toml_value([outcome.name for outcome in OUTCOMES if outcome.headline])
    lines = [
        'name = "ablation"', f"months = {months}", f"seeds = {seeds}", f"outcomes = {outcomes}",
        "[design]", 'kind = "list"', "[base]", f"citizens = {citizens}", "[factors]",
        f"paradigm = {toml_value([paradigm for _, paradigm in points])}",
    ]  # fmt: skip
    for name in mechanisms:
        levels = toml_value([off != name for off, _ in points])
        lines.append(f'"mechanisms.{name}" = {levels}')
    return study_of("\n".join(lines) + "\n", "ablation")


def ablation_table(results: Results) -> pd.DataFrame:
    """Return the changes when each mechanism is switched off, with 95 % intervals.

    Columns: `mechanism, outcome, of, on, off, change, low, high, sure, effect`. `of` is a paradigm (then `on` and `off`
    are levels) or a pair such as "NPG - TPA" (then they are paired differences). `sure` says whether a 99.9 % interval
    of the change leaves out 0. `effect` is for pairs: kept, weaker, stronger, turned (opposite sign) or gone (not
    significant at 95 %, or nearly 0).
    """
    last = results.last.copy()
    names = [factor.name for factor in results.study.factors if factor.name.startswith("mechanisms.")]
    last[SWITCHED] = [
        next((name.removeprefix("mechanisms.") for name in names if not row[name]), NOTHING)
        for row in last[names].to_dict("records")
    ]
    indexed = last.set_index([SWITCHED, "paradigm", "seed"]).sort_index()
    paradigms = list(dict.fromkeys(results.study.factors[0].levels))
    rows = []
    for outcome in results.outcomes:
        values = indexed[outcome]
        series = {(off, p): values.loc[off, p] for off in dict.fromkeys(last[SWITCHED]) for p in paradigms}
        for mechanism in (name.removeprefix("mechanisms.") for name in names):
            for p in paradigms:
                rows.append((mechanism, outcome, p, *_change(series[NOTHING, p], series[mechanism, p]), ""))
            for p in paradigms[1:]:
                on = series[NOTHING, p] - series[NOTHING, paradigms[0]]
                off = series[mechanism, p] - series[mechanism, paradigms[0]]
                change = _change(on, off)
                rows.append((mechanism, outcome, f"{p} - {paradigms[0]}", *change, _effect(on, off, sure=change[-1])))
    return pd.DataFrame(
        rows, columns=["mechanism", "outcome", "of", "on", "off", "change", "low", "high", "sure", "effect"]
    )


def _change(on: pd.Series, off: pd.Series) -> tuple[float, float, float, float, float, bool]:
    moved = (off - on).to_numpy(float)
    mean, low, high = interval(moved)
    return float(on.mean()), float(off.mean()), mean, low, high, _differs(moved, SURE)


def _differs(values: np.ndarray, confidence: float) -> bool:
    """Return whether the mean's interval leaves out 0; equal values other than 0 count as certain."""
    if len(values) < 2:
        return False
    error = values.std(ddof=1) / np.sqrt(len(values))
    return bool(abs(values.mean()) > stats.t.ppf((1 + confidence) / 2, len(values) - 1) * error)


def _effect(on: pd.Series, off: pd.Series, sure: bool) -> str:
    """Return how a difference between paradigms changes: kept, weaker, stronger, turned or gone."""
    if not sure:
        return "kept"
    was, now = on.to_numpy(float), off.to_numpy(float)
    if abs(now.mean() - was.mean()) < MATERIAL * abs(was.mean()):
        return "kept"
    nothing = not _differs(now, 0.95) or abs(now.mean()) < MATERIAL * abs(was.mean())
    if _differs(was, 0.95) and nothing:
        return "gone"
    if _differs(was, 0.95) and np.sign(was.mean()) != np.sign(now.mean()):
        return "turned"
    return "stronger" if abs(now.mean()) > abs(was.mean()) else "weaker"


def ablation_values(table: pd.DataFrame, results: Results) -> dict[str, Any]:
    """Return the values of the template `ablation.md.jinja`."""
    study = results.study
    of = list(dict.fromkeys(table["of"]))
    pairs, paradigms = [one for one in of if " - " in one], [one for one in of if " - " not in one]
    mechanisms = list(dict.fromkeys(table["mechanism"]))
    return {
        "command": "samskaping ablate --write docs/ablation.md",
        "citizens": study.base["citizens"],
        "seeds": len(study.seeds),
        "months": study.months,
        "model": source_hash("agents", "model"),
        "material": round(100 * MATERIAL),
        "material_level": round(100 * MATERIAL_LEVEL),
        "pairs": pairs,
        "paradigms": paradigms,
        "mechanisms": [
            {"mechanism": name, "effects": [_effects(table, name, pair) for pair in pairs]} for name in mechanisms
        ],
        "outcomes": [_outcome(table, outcome, paradigms, pairs) for outcome in results.outcomes],
        "levels": [_levels(table, outcome, paradigms) for outcome in results.outcomes],
        "switches": [[f"`{name}`", of_the_model()[f"mechanisms.{name}"].help_en] for name in mechanisms],
    }


def _effects(table: pd.DataFrame, mechanism: str, pair: str) -> dict[str, list[str]]:
    """Return by effect the outcomes whose difference changes when a mechanism is off."""
    here = table[(table["mechanism"] == mechanism) & (table["of"] == pair)]
    effects = {}
    for effect in ("turned", "gone", "weaker", "stronger"):
        outcomes = here.loc[here["effect"] == effect, "outcome"]
        if len(outcomes):
            effects[effect] = [label(DECLARED[name]).lower() for name in outcomes]
    return effects


def _outcome(table: pd.DataFrame, outcome: str, paradigms: Sequence[str], pairs: Sequence[str]) -> dict[str, Any]:
    """Return levels and differences of an outcome with all on, and without each mechanism that changes one."""
    here = table[table["outcome"] == outcome]
    decimals = decimals_for(*here.loc[here["of"].isin(paradigms), "on"])
    first = here[here["mechanism"] == here["mechanism"].iloc[0]].set_index("of")
    without = []
    for mechanism, part in here.groupby("mechanism", sort=False):
        part = part.set_index("of")
        if not (part.loc[pairs, "effect"] == "kept").all():
            without.append({
                "mechanism": mechanism,
                "levels": [number(part.loc[p, "off"], decimals) for p in paradigms],
                "differences": [_difference(part.loc[pair], decimals) for pair in pairs],
            })  # fmt: skip
    return {
        "label": label(DECLARED[outcome]),
        "unit": unit(DECLARED[outcome]),
        "levels": [number(first.loc[p, "on"], decimals) for p in paradigms],
        "differences": [number(first.loc[pair, "on"], decimals, sign=True) for pair in pairs],
        "without": without,
    }


def _difference(row: pd.Series, decimals: int) -> dict[str, Any]:
    """Return a difference without a mechanism, with the interval of its change where the page names it."""
    ends = [number(row[end], decimals, sign=True) for end in ("low", "high")]
    return {
        "off": number(row["off"], decimals, sign=True),
        "change": None if row["effect"] == "kept" else ends,
    }


def _levels(table: pd.DataFrame, outcome: str, paradigms: Sequence[str]) -> dict[str, Any]:
    """Return the mechanisms without which an outcome's level is higher, and lower."""
    here = table[(table["outcome"] == outcome) & table["of"].isin(paradigms) & table["sure"]]
    here = here[here["change"].abs() >= MATERIAL_LEVEL * here["on"].abs()]
    change = {m: part["change"].mean() for m, part in here.groupby("mechanism", sort=False)}
    return {
        "label": label(DECLARED[outcome]),
        "higher": [m for m, mean in change.items() if mean > 0],
        "lower": [m for m, mean in change.items() if mean <= 0],
    }


def write_ablation(table: pd.DataFrame, folder: Path) -> Path:
    """Write the table beside the sweep's results and return its path."""
    from experiments.output.csv_files import write_csv
    from experiments.output.folders import whole_file

    path = folder / "ablation.csv"
    with whole_file(path) as draft:
        write_csv(table, draft)
    return path
