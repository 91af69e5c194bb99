"""The summary of a sweep as a table, on the command line and in notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from experiments.output.formats import Html, html
from experiments.output.terminal import table
from experiments.output.texts import decimals_for, few_seeds, number, plain, text, with_margin
from experiments.output.texts_units import outcome_label
from model.town.municipalities import municipality
from samskaping.language import Language

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from experiments.sweeps.results import Results

MOST_ROWS = 40
"""Rows of a table in a notebook."""


def summary_table(results: Results, summary: pd.DataFrame, language: Language = "en", grouped: bool = True) -> Table:
    """Return a table of `Results.summary`; if `grouped`, rows that agree in their factors write them once."""
    groups = list(summary.columns[: list(summary.columns).index("outcome")])
    one = summary["seeds"].max() == 1
    decimals = {name: decimals_for(*part["mean"]) for name, part in summary.groupby("outcome")}
    named = {name: text(name, language) for name in ("paradigm", "arm", "municipality", "citizens", "scenario")}
    columns: list[tuple[str, dict[str, Any]]] = [(named.get(name, name), {"overflow": "fold"}) for name in groups]
    columns += [(text("outcome", language), {})]
    numbers = ("runs", "seeds_word", "mean_alone")
    columns += [(text(key, language), {"justify": "right", "no_wrap": True}) for key in numbers]
    rows = []
    for row in summary.to_dict("records"):
        name = row["outcome"]
        rows.append(
            [
                *(_cell(group, row[group], language) for group in groups),
                outcome_label(name, language, "", with_unit=True),
                number(row["runs"], 0, language),
                row["seeds"],
                with_margin(row["mean"], row["low"], row["high"], decimals[name], language),
            ]
        )
    note = text("results_note_one" if one else "results_note", language)
    note = "\n".join(filter(None, (note, few_seeds(summary["seeds"].max(), language))))
    return table(_title(results, language), columns, rows, groups=len(groups) if grouped else 0, note=note)


def results_html(results: Results, language: Language = "en", most: int = MOST_ROWS) -> Html:
    """Return the summary of a sweep in HTML: its first rows, `most` at most, and how many more there are."""
    if not len(results.last):
        return html([], _title(results, language))
    summary = results.summary()
    made = summary_table(results, summary.head(most), language)
    if len(summary) > most:
        more = text("more_rows", language, n=number(len(summary) - most, 0, language))
        made.caption = f"{made.caption}{more}"
    return html([made])


def _title(results: Results, language: Language) -> str:
    counts = {"runs": results.runs, "failed": len(results.failed), "missing": results.missing}
    written = {key: number(value, 0, language) for key, value in counts.items()}
    return text("results", language, study=results.study.name, month=results.month, **written)


def _cell(factor: str, value: Any, language: Language) -> str:
    """Return a factor's level as a reader would write it."""
    return municipality(value).label if factor == "municipality" else plain(value, language)
