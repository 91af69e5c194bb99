"""Values of docs/uncertainty.md, computed from finished sweeps; `uncertainty.md.jinja` puts them into words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from agents.engine.cache import source_hash
from experiments.evidence.uncertainty.precision import COUNTS
from experiments.evidence.uncertainty.ranking import OF, first_of, main_index, ranking
from experiments.evidence.uncertainty.studies import FEW, SPREAD
from experiments.output.texts import MINUS, decimals_for, label, number, unit
from experiments.output.texts_units import DECLARED
from experiments.sweeps.results import Results

DASH = "\N{EN DASH}"
RANKED = 25


def values(parts: Mapping[str, tuple[Results, pd.DataFrame]], own_studies: bool = False) -> dict[str, Any]:
    """Return the values of the template `uncertainty.md.jinja`.

    Args:
        parts: results and table of each part that was run: seeds, screening, shares.
        own_studies: whether the studies are other than those that come with the program.
    """
    words = ["samskaping uncertainty", *(["--parts", ",".join(parts)] if len(parts) > 1 else [])]
    words += [*(["--studies", "FOLDER"] if own_studies else []), "--write", "docs"]
    return {
        "command": " ".join(words),
        "sizes": [_size(name, results) for name, (results, _) in parts.items()],
        "model": source_hash("agents", "model"),
        "seeds": _seeds(*parts["seeds"]) if "seeds" in parts else None,
        "screening": _screening(*parts["screening"]) if "screening" in parts else None,
        "shares": _shares(*parts["shares"], parts.get("screening")) if "shares" in parts else None,
    }


def _size(name: str, results: Results) -> str:
    study = results.study
    return (
        f"`{name}`: {study.size:,} runs, {study.base.get('citizens', 0):,} citizens, {study.months} months, "
        f"{len(study.seeds)} seeds."
    )


def _pair(row: pd.Series) -> str:
    return f"{row['paradigm']} {MINUS} {row['base']}"


def _count(value: float) -> str:
    return "more than 100,000" if math.isinf(value) else number(value, 0)


def _seeds(results: Results, table: pd.DataFrame) -> dict[str, Any]:
    counts = [n for n in COUNTS if n <= 100]
    rows = []
    for _, row in table.iterrows():
        decimals = decimals_for(row["difference"], row[f"half_{counts[1]}"])
        rows.append([
            label(DECLARED[row["outcome"]]), _pair(row), number(row["difference"], decimals, sign=True),
            *(number(row[f"half_{n}"], decimals) for n in counts),
            number(row["saving"], 1), *(_count(row[key]) for key in ("needed", "needed_half", "needed_quarter")),
        ])  # fmt: skip
    most = table.loc[table["needed"].replace(math.inf, 1e9).idxmax()]
    return {
        "seeds": len(results.study.seeds),
        "headings": [f"\N{PLUS-MINUS SIGN} at {n}" for n in counts],
        "rows": rows,
        "few": int((table["needed"] <= 6).sum()),
        "most": {
            "label": label(DECLARED[most["outcome"]]),
            "pair": _pair(most),
            "needed": _count(most["needed"]),
        },
    }


def _screening(results: Results, table: pd.DataFrame) -> dict[str, Any]:
    ranked = ranking(table)
    rows = [
        [rank, f"`{row['factor']}`", number(row["score"], 2), _where(row["strongest"]),
         f"{row['above_luck']} of {row['all']}"]
        for rank, (_, row) in enumerate(ranked.head(RANKED).iterrows(), 1)
    ]  # fmt: skip
    return {
        "parameters": sum(factor.sampled for factor in results.study.factors),
        "quiet": int((ranked["above_luck"] == 0).sum()),
        "spread": round(100 * SPREAD),
        "trajectories": results.study.design.samples,
        "rows": rows,
        "strongest": _strongest(table),
    }


def _shares(results: Results, table: pd.DataFrame, screened: tuple[Results, pd.DataFrame] | None) -> dict[str, Any]:
    names = [factor.name for factor in results.study.factors if factor.sampled]
    rows = [
        [f"`{row['factor']}`", number(row["score"], 2), _where(row["strongest"])]
        for _, row in ranking(table).iterrows()
    ]
    first = [] if screened is None else list(ranking(screened[1])["factor"].head(FEW))
    return {
        "parameters": len(names),
        "samples": results.study.design.samples,
        "rows": rows,
        "strongest": _strongest(table),
        "missing": [name for name in first if name not in names],
        "few": FEW,
    }


def _where(strongest: str) -> str:
    """Return a ranking's "outcome, paradigm or pair" with the outcome's label."""
    outcome, of = strongest.split(", ")
    return f"{label(DECLARED[outcome], 'en')}, {of.replace(' - ', f' {MINUS} ')}"


def _strongest(table: pd.DataFrame) -> dict[str, Any]:
    """Return by outcome, and by paradigm or pair (`of`), the parameters with the largest index."""
    of = list(dict.fromkeys(table[OF]))
    rows = []
    for outcome in dict.fromkeys(table["outcome"]):
        cells = []
        for one in of:
            first = first_of(table, one, outcome)
            decimals = 2 if main_index(table) == "ST" else decimals_for(*(value for _, value in first))
            cells.append("; ".join(f"`{name}` {number(value, decimals)}" for name, value in first) or DASH)
        rows.append([f"{label(DECLARED[outcome], 'en')} ({unit(DECLARED[outcome], 'en')})", *cells])
    return {"of": of, "rows": rows}
