"""What the targets identify: tables of parameters and targets, and notes in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.calibration.result import PARTLY, WELL
from experiments.evidence.matching.waves import Matched
from experiments.output.texts import number
from samskaping.language import Language, Texts

FEWEST = 20  # points of the non-implausible set, for its spread
CORRELATED = 0.7
POOR = 0.85  # coverage of an emulator's two standard deviations; 0.95 is expected

TEXTS = Texts(
    "experiments.matching",
    {
        "title_parameters": "{name}: what the targets say of each parameter",
        "title_targets": "{name}: how near the model comes to each target",
        "title_figure": "{name}: parameter values that no target rules out",
        "parameter": "parameter",
        "range": "searched",
        "best": "best run",
        "kept": "not ruled out",
        "share": "spread left",
        "verdict": "identified",
        "well": "well",
        "partly": "in part",
        "not": "not",
        "unknown": "too few points",
        "target": "target",
        "value": "figure",
        "runs": "runs not ruled out",
        "miss": "miss of best run",
        "within": "within the cutoff",
        "held_out": "held out",
        "fitted": "fitted",
        "note_figure": "dots: sampled values that no target rules out; cross: best run; line: searched evenly",
        "volume": "{share} of the ranges' volume is not ruled out after {waves} ({points} points, {runs} runs)",
        "one_wave": "one wave",
        "waves": "{n} waves",
        "none": "no values within the ranges match all fitted targets: widen the ranges, or look for targets that "
        "contradict each other. The nearest run misses {target} by {miss} standard deviations",
        "not_identified": "not identified, so any value in the range does as well: {names}",
        "all_identified": "every parameter is identified at least in part",
        "pairs": "not separable, since a change in one makes up for a change in the other: {names}",
        "held_met": "held-out target {target}: {share} of the runs that are not ruled out are within {cutoff} standard "
        "deviations",
        "held_missed": "held-out target {target} is missed, so the fit does not carry over to it: {share} of the runs "
        "left are within {cutoff} standard deviations",
        "no_held_out": "no target was held out, so nothing tests the fit",
        "poor": "the emulator of {target} is poor ({share} of runs within two standard deviations of it): give more "
        "points",
        "failed": "{n} points are left out, since a run failed or an outcome was undefined",
        "edge": "the values that are not ruled out reach the edge of the range, which may be too narrow: {names}",
        "judgement": "tolerances and ranges are judgements: wider tolerances rule out less",
    },
)


def parameters_of(matched: Matched) -> pd.DataFrame:
    """Return `parameter, low, high, best, kept_low, kept_high, left, verdict` for each parameter.

    `kept_low` to `kept_high` holds 95 % of the non-implausible sample. `left` is its standard deviation as a share of
    that of an even spread over the range (1: the targets say nothing).
    """
    values = matched.targets.values_at(matched.left)
    best = matched.targets.values_at(matched.shares[[best_place(matched)]])
    rows = []
    for k, factor in enumerate(matched.targets.parameters):
        known = len(matched.left) >= FEWEST
        left = min(1.0, float(matched.left[:, k].std() * np.sqrt(12))) if known else float("nan")
        low, high = np.percentile(values[k], [2.5, 97.5]) if known else (np.nan, np.nan)
        found = "unknown" if not known else "well" if left < WELL else "partly" if left < PARTLY else "not"
        rows.append((factor.name, factor.low, factor.high, best[k][0], low, high, left, found))
    names = ["parameter", "low", "high", "best", "kept_low", "kept_high", "left", "verdict"]
    return pd.DataFrame(rows, columns=names)


def targets_of(matched: Matched) -> pd.DataFrame:
    """Return `outcome, month, value, tolerance, held_out, best, miss, low, high, within, source` for each target.

    `miss` is the implausibility at the best run, in standard deviations. `low` to `high` holds 90 % of the runs that no
    fitted target rules out, and `within` is their share within the cutoff of this target.
    """
    plausible = matched.worst <= matched.targets.cutoff
    best, missed = best_place(matched), matched.missed
    rows = []
    for k, target in enumerate(matched.targets.targets):
        mean = matched.values[:, :, k].mean(axis=1)
        low, high = np.percentile(mean[plausible], [5, 95]) if plausible.any() else (np.nan, np.nan)
        within = (missed[plausible, k] <= matched.targets.cutoff).mean() if plausible.any() else np.nan
        rows.append((
            target.outcome, target.month, target.value, target.tolerance, target.held_out, mean[best],
            missed[best, k], low, high, float(within), target.source,
        ))  # fmt: skip
    names = "outcome month value tolerance held_out best miss low high within source".split()
    return pd.DataFrame(rows, columns=names)


def runs_of(matched: Matched) -> pd.DataFrame:
    """Return every run point: `wave`, the parameters, each target's mean over seeds, and `implausibility`."""
    columns: dict[str, Any] = {"wave": matched.wave}
    values = matched.targets.values_at(matched.shares)
    columns |= dict(zip([factor.name for factor in matched.targets.parameters], values, strict=True))
    means = matched.values.mean(axis=1)
    columns |= {target.name: means[:, k] for k, target in enumerate(matched.targets.targets)}
    return pd.DataFrame({**columns, "implausibility": matched.worst})


def sample_of(matched: Matched) -> pd.DataFrame:
    """Return the sample of values that no target rules out, a column a parameter."""
    values = matched.targets.values_at(matched.left)
    return pd.DataFrame(dict(zip([factor.name for factor in matched.targets.parameters], values, strict=True)))


def best_place(matched: Matched) -> int:
    """Return the place of the run point with the smallest implausibility."""
    return int(np.argmin(matched.worst))


def pairs_of(matched: Matched) -> list[tuple[str, str, float]]:
    """Return pairs of parameters that the targets cannot separate, with their correlation in the sample."""
    if len(matched.left) < FEWEST:
        return []
    names = [factor.name for factor in matched.targets.parameters]
    with np.errstate(invalid="ignore"):
        correlation = np.atleast_2d(np.corrcoef(matched.left.T))
    return [
        (names[i], names[j], float(correlation[i, j]))
        for i in range(len(names))
        for j in range(i)
        if abs(correlation[i, j]) > CORRELATED
    ]


def notes_of(matched: Matched, language: Language) -> list[str]:
    """Return in words what was found, and what was not."""
    targets, parameters, fitted = matched.targets, parameters_of(matched), targets_of(matched)
    points, seeds = matched.values.shape[:2]
    n = len(matched.volume)
    waves = TEXTS("one_wave", language) if n == 1 else TEXTS("waves", language, n=n)
    count = {"points": points, "runs": number(points * seeds, 0, language), "waves": waves}
    notes = [TEXTS("volume", language, share=_percent(matched.volume[-1], language), **count)]
    if not len(matched.left):
        worst = fitted[~fitted["held_out"]].sort_values("miss").iloc[-1]
        miss = number(worst["miss"], 1, language)
        notes.append(TEXTS("none", language, target=f"{worst['outcome']} ({worst['month']})", miss=miss))
    loose = parameters.loc[parameters["verdict"] == "not", "parameter"].tolist()
    if loose:
        notes.append(TEXTS("not_identified", language, names=", ".join(loose)))
    elif len(matched.left) >= FEWEST:
        notes.append(TEXTS("all_identified", language))
    if pairs := pairs_of(matched):
        names = "; ".join(f"{one} / {other} ({number(r, 2, language, sign=True)})" for one, other, r in pairs)
        notes.append(TEXTS("pairs", language, names=names))
    if edge := _at_an_edge(matched, loose):
        notes.append(TEXTS("edge", language, names=", ".join(edge)))
    for row in fitted[fitted["held_out"]].to_dict("records"):
        if np.isfinite(row["within"]):
            values = {"target": f"{row['outcome']} ({row['month']})", "share": _percent(row["within"], language)}
            key = "held_met" if row["within"] >= 0.5 else "held_missed"
            notes.append(TEXTS(key, language, cutoff=number(targets.cutoff, 1, language), **values))
    if not fitted["held_out"].any():
        notes.append(TEXTS("no_held_out", language))
    for target, emulator in zip(targets.targets, matched.emulators, strict=True):
        if emulator.covered < POOR and not target.held_out:
            notes.append(TEXTS("poor", language, target=target.name, share=_percent(emulator.covered, language)))
    if matched.failed:
        notes.append(TEXTS("failed", language, n=matched.failed))
    return [*notes, TEXTS("judgement", language)]


def _at_an_edge(matched: Matched, loose: list[str]) -> list[str]:
    """Return identified parameters with many of their remaining values in the outer twentieth of the range."""
    if len(matched.left) < FEWEST:
        return []
    at_edge = [max((column < 0.05).mean(), (column > 0.95).mean()) for column in matched.left.T]
    names = [factor.name for factor in matched.targets.parameters]
    return [name for name, share in zip(names, at_edge, strict=True) if share > 0.15 and name not in loose]


def _percent(share: float, language: Language) -> str:
    decimals = 0 if share >= 0.1 else 1 if share >= 0.01 else 2
    return f"{number(100 * share, decimals, language)}\N{NO-BREAK SPACE}%"
