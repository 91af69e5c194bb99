"""The result of a calibration to targets of one's own: printed tables, a figure, and files in its folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator
from rich.table import Table

from experiments.analysis.report.tables import places_for
from experiments.design.factors import Factor
from experiments.evidence.matching import findings
from experiments.evidence.matching.findings import TEXTS
from experiments.evidence.matching.waves import Matched
from experiments.output.export import write_table
from experiments.output.figures import number_formatter, save_figure, tidy
from experiments.output.folders import write_text
from experiments.output.terminal import table as rich_table
from experiments.output.texts import number, share_text
from experiments.output.texts_units import outcome_label
from experiments.runs.manifest import as_json, source_revision
from samskaping.language import Language

_RIGHT: dict[str, Any] = {"justify": "right", "no_wrap": True}
_DRAWN = 6
_BLUE, _GREY = "#0072B2", "#595959"


def tables(matched: Matched, language: Language) -> Iterator[Table]:
    """Yield the table of parameters, then that of targets."""
    name = matched.targets.name
    rows = []
    for row in findings.parameters_of(matched).to_dict("records"):
        places = places_for(row["high"] - row["low"])
        ends = [number(row[key], places, language) for key in ("low", "high", "kept_low", "kept_high")]
        kept = " … ".join(ends[2:]) if ends[2] else ""
        left = share_text(row["left"], language) if np.isfinite(row["left"]) else ""
        best = number(row["best"], places, language)
        rows.append([row["parameter"], " … ".join(ends[:2]), best, kept, left, TEXTS(row["verdict"], language)])
    heads = [(TEXTS(key, language), _RIGHT) for key in ("range", "best", "kept", "share")]
    columns = [(TEXTS("parameter", language), {"overflow": "fold"}), *heads, (TEXTS("verdict", language), {})]
    yield rich_table(TEXTS("title_parameters", language, name=name), columns, rows)
    rows = []
    for row in findings.targets_of(matched).to_dict("records"):
        places = places_for(row["tolerance"], digits=2)
        figure = (
            f"{number(row['value'], places, language)} \N{PLUS-MINUS SIGN} {number(row['tolerance'], places, language)}"
        )
        ends = [number(row[key], places, language) for key in ("low", "high")]
        share = share_text(row["within"], language) if np.isfinite(row["within"]) else ""
        label = f"{outcome_label(row['outcome'], language, '')} ({row['month']})"
        role = TEXTS("held_out" if row["held_out"] else "fitted", language)
        spread = " … ".join(ends) if ends[0] else ""
        best, miss = number(row["best"], places, language), number(row["miss"], 1, language)
        rows.append([label, role, figure, best, miss, spread, share])
    heads = [(TEXTS(key, language), _RIGHT) for key in ("value", "best", "miss", "runs", "within")]
    yield rich_table(
        TEXTS("title_targets", language, name=name), [(TEXTS("target", language), {}), ("", {}), *heads], rows
    )


def figure(matched: Matched, language: Language = "en") -> Figure:
    """Return the values that no target rules out: each parameter's distribution, and each pair as dots."""
    order = np.argsort(findings.parameters_of(matched)["left"].to_numpy(), kind="stable")[:_DRAWN]
    d, size = len(order), 2.3 if len(order) > 2 else 3.0
    across, tall = max(7.5, 0.9 + size * d), 1.3 + size * d
    made = Figure(figsize=(across, tall))
    axes = np.atleast_2d(made.subplots(d, d, squeeze=False))
    made.subplots_adjust(left=0.9 / across, right=1 - 0.15 / across, top=1 - 0.95 / tall, bottom=0.55 / tall)
    made.text(
        0.2 / across,
        1 - 0.35 / tall,
        TEXTS("title_figure", language, name=matched.targets.name),
        fontsize=13,
        fontweight="bold",
    )
    made.text(0.2 / across, 1 - 0.62 / tall, TEXTS("note_figure", language), fontsize=9, color=_GREY)
    factors = matched.targets.parameters
    values, best = matched.targets.values_at(matched.left), findings.best_place(matched)
    at_best = matched.targets.values_at(matched.shares[[best]])
    for i, row in enumerate(order):
        for j, column in enumerate(order):
            panel = axes[i, j]
            if j > i:
                panel.set_visible(False)
                continue
            factor = factors[column]
            if i == j:
                shares = matched.left[:, column]
                heights, edges = np.histogram(shares, 20, (0, 1), density=bool(len(shares)))
                panel.stairs(heights, _at(factor, edges), fill=True, color=_BLUE, alpha=0.6)
                panel.axhline(1.0, color=_GREY, linewidth=0.9)
                panel.set_yticks([])
            else:
                panel.scatter(values[column], values[row], 4, color=_BLUE, alpha=0.35, linewidths=0, rasterized=True)
                panel.plot(at_best[column], at_best[row], "x", color="#D55E00", markersize=8, markeredgewidth=2)
                _scaled(panel, False, factors[row], language)
            _scaled(panel, True, factor, language)
            panel.tick_params(labelsize=8, labelleft=j == 0 and i > 0, labelbottom=i == d - 1)
            if i == d - 1:
                panel.set_xlabel(factor.name, fontsize=9)
            if j == 0:
                panel.set_ylabel(factors[row].name, fontsize=9)
            tidy(panel)
    return made


def _at(factor: Factor, shares: np.ndarray) -> np.ndarray:
    """Return places in a range, without rounding to whole numbers."""
    if factor.log:
        return np.asarray(factor.low * (factor.high / factor.low) ** shares)
    return np.asarray(factor.low + shares * (factor.high - factor.low))


def _scaled(panel: Axes, across: bool, factor: Factor, language: Language) -> None:
    """Give a panel's x (`across`) or y a parameter's range and scale, with few ticks."""
    axis = panel.xaxis if across else panel.yaxis
    scale, limits = "log" if factor.log else "linear", (factor.low, factor.high)
    if across:
        panel.set_xscale(scale)
        panel.set_xlim(*limits)
    else:
        panel.set_yscale(scale)
        panel.set_ylim(*limits)
    if factor.log:
        ticks = _at(factor, np.array([0.0, 0.5, 1.0]))
        axis.set_minor_locator(NullLocator())
        axis.set_major_locator(FixedLocator([float(f"{tick:.2g}") for tick in ticks]))
    else:
        axis.set_major_locator(MaxNLocator(4))
    axis.set_major_formatter(number_formatter(language))


def save(matched: Matched, folder: Path, language: Language) -> None:
    """Write tables (CSV), the figure, the targets as given and a manifest into the calibration's folder."""
    write_table(findings.parameters_of(matched), folder / "parameters.csv")
    write_table(findings.targets_of(matched), folder / "targets.csv")
    write_table(findings.runs_of(matched), folder / "runs.csv")
    write_table(findings.sample_of(matched), folder / "not-ruled-out.csv")
    save_figure(figure(matched, language), folder)
    write_text(folder / "targets.toml", matched.targets.text)
    content = {**as_dict(matched, language), "kind": "calibration"}
    content |= {"created_utc": datetime.now(UTC).isoformat(timespec="seconds")}
    content |= {"source": source_revision()}
    write_text(folder / "manifest.json", as_json(content) + "\n")


def as_dict(matched: Matched, language: Language) -> dict[str, Any]:
    """Return the result as plain data for JSON."""
    targets = matched.targets
    return {
        "name": targets.name,
        "targets_file": targets.text,
        "waves": len(matched.volume),
        "points": len(matched.shares),
        "seeds": targets.seeds,
        "cutoff": targets.cutoff,
        "volume_not_ruled_out": list(matched.volume),
        "parameters": findings.parameters_of(matched).to_dict("records"),
        "targets": findings.targets_of(matched).to_dict("records"),
        "pairs_not_separable": [list(pair) for pair in findings.pairs_of(matched)],
        "emulators_within_two_sd": {
            target.name: emulator.covered for target, emulator in zip(targets.targets, matched.emulators, strict=True)
        },
        "notes": findings.notes_of(matched, language),
    }
