"""Ablation: each mechanism switched off in turn, under each paradigm, with the same seeds: what depends on it.

Two things can depend on a mechanism: the level of an outcome under a paradigm, and the difference between paradigms.
The second is what conclusions rest on. A difference's change is a difference of paired differences, seed by seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from experiments.defaults import PARADIGMS
from experiments.design.factors import declared
from experiments.design.objects import toml_value
from experiments.design.study import Study, study_of
from experiments.output.documents import made_by, markdown_table
from experiments.output.texts import decimals_for, label, number, text, unit
from experiments.runs.estimates import interval
from experiments.sweeps.results import Results
from model.outcomes.outcomes import OUTCOMES
from model.parameters.mechanisms import OFF

NOTHING = ""
"""Stands for the mechanism switched off in the runs where none is."""

SURE = 0.999
"""The page names a change where an interval of this confidence does not contain 0: there are many intervals."""

MATERIAL, MATERIAL_LEVEL = 0.10, 0.02
"""... and is at least this share of the difference, or of the level."""

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
    """Return what switching each mechanism off changes, with 95 % intervals.

    Columns: `mechanism, outcome, of, on, off, change, low, high, sure, effect`. `of` is a paradigm (then `on` and `off`
    are levels) or a pair such as "NPG - TPA" (then they are paired differences). `sure` says whether a 99.9 % interval
    of the change leaves 0 out; `effect` is for pairs: kept, weaker, stronger, turned (the other sign) or gone (can no
    longer be told from 0 at 95 %, or hardly any is left).
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
                told = _change(on, off)
                rows.append((mechanism, outcome, f"{p} - {paradigms[0]}", *told, _effect(on, off, sure=told[-1])))
    return pd.DataFrame(
        rows, columns=["mechanism", "outcome", "of", "on", "off", "change", "low", "high", "sure", "effect"]
    )


def _change(on: pd.Series, off: pd.Series) -> tuple[float, float, float, float, float, bool]:
    moved = (off - on).to_numpy(float)
    mean, low, high = interval(moved)
    return float(on.mean()), float(off.mean()), mean, low, high, _differs(moved, SURE)


def _differs(values: np.ndarray, confidence: float) -> bool:
    """Return whether the mean's interval leaves 0 out; all values alike and not 0 are sure too."""
    if len(values) < 2:
        return False
    error = values.std(ddof=1) / np.sqrt(len(values))
    return bool(abs(values.mean()) > stats.t.ppf((1 + confidence) / 2, len(values) - 1) * error)


def _effect(on: pd.Series, off: pd.Series, sure: bool) -> str:
    """Return what becomes of a difference between paradigms."""
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


def ablation_page(table: pd.DataFrame, results: Results) -> str:
    """Return docs/ablation.md."""
    study = results.study
    pairs = [of for of in dict.fromkeys(table["of"]) if " - " in of]
    paradigms = [of for of in dict.fromkeys(table["of"]) if " - " not in of]
    told = {outcome.name: outcome for outcome in OUTCOMES}
    parts = [
        "# Ablation: what depends on which mechanism",
        "",
        made_by("ablate", "--write", "docs/ablation.md",
                settings=f"{study.base['citizens']:,} citizens, {len(study.seeds)} seeds, {study.months} months."),
        "Each mechanism is switched off alone, under each paradigm, with the same seeds. A change is named where its "
        f"99.9 % interval leaves 0 out, since there are many, and where it is at least {100 * MATERIAL:.0f} % of the "
        f"difference ({100 * MATERIAL_LEVEL:.0f} % of the level); intervals shown are 95 %. The whole table is in the "
        "command's `ablation.csv`. *gone*: the difference between paradigms can no longer be told from 0, or "
        "hardly any is left; *turned*: it "
        "has the other sign; *weaker*, *stronger*: it is nearer to, or further from 0.",
        "",
        "A mechanism whose absence changes nothing here may still matter elsewhere: in other outcomes, towns or years. "
        "The budget stays as it is, so what takes work out (`failure_demand` off, say) leaves hours free.",
        "",
        "## Differences between paradigms",
        "",
    ]  # fmt: skip
    rows = []
    for mechanism in dict.fromkeys(table["mechanism"]):
        here = table[(table["mechanism"] == mechanism) & (table["effect"] != "")]
        row = [f"`{mechanism}`"]
        for pair in pairs:
            of_pair = here[here["of"] == pair]
            words = []
            for effect in ("turned", "gone", "weaker", "stronger"):
                named = [label(told[o], "en").lower() for o in of_pair.loc[of_pair["effect"] == effect, "outcome"]]
                if named:
                    words.append(f"*{effect}*: {', '.join(named)}")
            row.append("; ".join(words) or "\N{EN DASH}")
        rows.append(row)
    parts += [markdown_table(["off", *(pair.replace(" - ", " \N{MINUS SIGN} ") for pair in pairs)], rows)]
    parts += ["## Outcome by outcome", "", "First all on; then the mechanisms without which a difference changes.", ""]
    for outcome in results.outcomes:
        parts += [f"### {label(told[outcome], 'en')} ({unit(told[outcome], 'en')})", ""]
        here = table[table["outcome"] == outcome]
        decimals = decimals_for(*here.loc[here["of"].isin(paradigms), "on"])
        first = here[here["mechanism"] == here["mechanism"].iloc[0]].set_index("of")
        told_pairs = (number(first.loc[pair, "on"], decimals, sign=True) for pair in pairs)
        lines = [["all on", *(number(first.loc[p, "on"], decimals) for p in paradigms), *told_pairs]]
        for mechanism, part in here.groupby("mechanism", sort=False):
            part = part.set_index("of")
            if (part.loc[pairs, "effect"] == "kept").all():
                continue
            cells = [number(part.loc[p, "off"], decimals) for p in paradigms]
            cells += [_cell(part.loc[pair], decimals) for pair in pairs]
            lines.append([f"`{mechanism}` off", *cells])
        headings = ["", *paradigms, *(pair.replace(" - ", " \N{MINUS SIGN} ") for pair in pairs)]
        parts += [markdown_table(headings, lines, range(1, len(headings)))]
    parts += [
        "## Levels",
        "",
        "Mechanisms without which the level changes under at least one paradigm, by outcome.",
        "",
    ]
    levels = []
    for outcome in results.outcomes:
        here = table[(table["outcome"] == outcome) & table["of"].isin(paradigms) & table["sure"]]
        here = here[here["change"].abs() >= MATERIAL_LEVEL * here["on"].abs()]
        up = [m for m, part in here.groupby("mechanism", sort=False) if part["change"].mean() > 0]
        down = [m for m, part in here.groupby("mechanism", sort=False) if part["change"].mean() <= 0]
        listed = [", ".join(f"`{m}`" for m in some) or "\N{EN DASH}" for some in (up, down)]
        levels.append([label(told[outcome], "en"), *listed])
    parts += [markdown_table([text("outcome", "en"), "higher without", "lower without"], levels)]
    parts += ["## What each switch does", ""]
    switches = [[f"`{m}`", declared()[f"mechanisms.{m}"].help_en] for m in dict.fromkeys(table["mechanism"])]
    parts += [markdown_table(["switch", "what is switched off"], switches)]
    return "\n".join(parts)


def _cell(row: pd.Series, decimals: int) -> str:
    """Return a difference without a mechanism; with the change's interval where it is named."""
    off = number(row["off"], decimals, sign=True)
    if row["effect"] == "kept":
        return off
    low, high = (number(row[end], decimals, sign=True) for end in ("low", "high"))
    return f"**{off}** (change {low} to {high})"


def write_ablation(table: pd.DataFrame, folder: Path) -> Path:
    """Write the table beside the sweep's results and return its path."""
    from experiments.output.csv_files import write_csv
    from experiments.output.folders import whole_file

    path = folder / "ablation.csv"
    with whole_file(path) as draft:
        write_csv(table, draft)
    return path
