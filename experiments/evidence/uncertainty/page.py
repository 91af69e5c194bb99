"""docs/uncertainty.md: seeds, screening and shares, from finished sweeps."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from experiments.analysis.words import DECLARED
from experiments.evidence.uncertainty.precision import COUNTS
from experiments.evidence.uncertainty.ranking import OF, first_of, main_index, ranking
from experiments.evidence.uncertainty.studies import FEW, SPREAD
from experiments.output.documents import made_by, markdown_table
from experiments.output.texts import MINUS, decimals_for, label, number, unit
from experiments.sweeps.results import Results

DASH = "\N{EN DASH}"
RANKED = 25


def page(found: Mapping[str, tuple[Results, pd.DataFrame]], own_studies: bool = False) -> str:
    """Return the page; `found` has results and table of the parts that were run: seeds, screening, shares.

    `own_studies` says that the studies are others than those that come with the program, so that the page tells.
    """
    words = ["uncertainty", *(["--parts", ",".join(found)] if len(found) > 1 else [])]
    words += [*(["--studies", "FOLDER"] if own_studies else []), "--write", "docs"]
    settings = " ".join(_setting(name, results) for name, (results, _) in found.items())
    parts = [
        "# Uncertainty: luck, and which numbers matter",
        "",
        made_by(*words, settings=settings),
        "Three questions. How much of a result is luck of the seeds? Which of the numbers that nobody knows move the "
        "outcomes, and which move the *differences* between paradigms? How much of the variance is each one's? The "
        "studies are ordinary study files in `experiments/studies/`; any analysis of "
        "[experiments.md](experiments.md) works on them.",
        "",
    ]
    if "seeds" in found:
        parts += _seeds(*found["seeds"])
    if "screening" in found:
        parts += _screening(*found["screening"])
    if "shares" in found:
        parts += _shares(*found["shares"], found.get("screening"))
    return "\n".join(parts)


def _setting(name: str, results: Results) -> str:
    study = results.study
    return (
        f"`{name}`: {study.size:,} runs, {study.base.get('citizens', 0):,} citizens, {study.months} months, "
        f"{len(study.seeds)} seeds."
    )


def _pair(paradigm: str, base: str) -> str:
    return f"{paradigm} {MINUS} {base}"


def _count(value: float) -> str:
    return "more than 100,000" if math.isinf(value) else number(value, 0)


def _seeds(results: Results, table: pd.DataFrame) -> list[str]:
    shown = [n for n in COUNTS if n <= 100]
    rows = []
    for _, row in table.iterrows():
        decimals = decimals_for(row["difference"], row[f"half_{shown[1]}"])
        rows.append([
            label(DECLARED[row["outcome"]], "en"), _pair(row["paradigm"], row["base"]),
            number(row["difference"], decimals, sign=True),
            *(number(row[f"half_{n}"], decimals) for n in shown),
            number(row["saving"], 1), *(_count(row[key]) for key in ("needed", "needed_half", "needed_quarter")),
        ])  # fmt: skip
    headings = ["outcome", "difference", "found", *(f"\N{PLUS-MINUS SIGN} at {n}" for n in shown), "saving",
                "seeds needed", "for half of it", "for a quarter"]  # fmt: skip
    most = table.loc[table["needed"].replace(math.inf, 1e9).idxmax()]
    easy = int((table["needed"] <= 6).sum())
    return [
        "## How many seeds",
        "",
        "![How wide intervals are](figures/seeds.png)",
        "",
        f"From {len(results.study.seeds)} seeds. \N{PLUS-MINUS SIGN} is half of the 95 % interval of the paired "
        "difference with so many seeds. *Saving* is how many times as many seeds the same precision would take without "
        "pairing. *Seeds needed* tell the difference found from 0 in four of five studies; the last two columns "
        "are for "
        "differences half and a quarter as large. The Monte-Carlo error falls with the root of the number of seeds, so "
        "half the width takes four times as many.",
        "",
        markdown_table(headings, rows, range(2, len(headings))),
        f"{easy} of these {len(table)} differences need 6 seeds (the default) or fewer. The most, "
        f"{_count(most['needed'])}, takes {label(DECLARED[most['outcome']], 'en').lower()} "
        f"({_pair(most['paradigm'], most['base'])}). Larger towns have less luck in them: see "
        "[model.md](model.md#size-matters). More seeds make a number surer, not the model truer.",
        "",
    ]


def _screening(results: Results, table: pd.DataFrame) -> list[str]:
    study = results.study
    ranked = ranking(table)
    ranges = sum(factor.sampled for factor in study.factors)
    rows = [
        [str(k), f"`{row['factor']}`", number(row["score"], 2), row["strongest"].replace(" - ", f" {MINUS} "),
         f"{row['above_luck']} of {row['all']}"]
        for k, row in ranked.head(RANKED).iterrows()
    ]  # fmt: skip
    for k, cells in enumerate(rows, 1):
        cells[0] = str(k)
    quiet = int((ranked["above_luck"] == 0).sum())
    return [
        "## Screening: which numbers matter at all",
        "",
        f"Morris' elementary effects of {ranges} parameters, each varied by {100 * SPREAD:.0f} % of its default up and "
        f"down (within bounds), {study.design.samples} trajectories. Rules are not varied: they are what paradigms "
        "are. The score is \N{GREEK SMALL LETTER MU}* over the largest one, over headline outcomes, over levels "
        "under each paradigm and over differences between paradigms. *Above luck* counts the outcomes and targets in "
        f"which a parameter's \N{GREEK SMALL LETTER MU}* is larger than what these few seeds may cause. So few "
        "trajectories rank the first ones surely and the rest roughly.",
        "",
        markdown_table(["", "parameter", "score", "strongest in", "above luck"], rows, (0, 2, 4)),
        f"{quiet} of the {ranges} are above luck nowhere.",
        "",
        "What moves what most, where it is above luck "
        "(\N{GREEK SMALL LETTER MU}*: change in the outcome's unit over the whole range):",
        "",
        _strongest(table),
    ]


def _shares(results: Results, table: pd.DataFrame, screened: tuple[Results, pd.DataFrame] | None) -> list[str]:
    study = results.study
    ranges = [factor.name for factor in study.factors if factor.sampled]
    ranked = ranking(table)
    rows = [
        [f"`{row['factor']}`", number(row["score"], 2), row["strongest"].replace(" - ", f" {MINUS} ")]
        for _, row in ranked.iterrows()
    ]
    told = [
        "## Shares of variance of the few that matter",
        "",
        f"Sobol' indices of {len(ranges)} parameters over the same ranges, {study.design.samples} base points. "
        f"ST is the "
        "share of the variance between points that a parameter has a part in, alone or with others; S1 is its share "
        "alone. Intervals, S1 and the luck of the seeds are in the command's `shares.csv`.",
        "",
        markdown_table(["parameter", "score", "strongest in"], rows, (1,)),
        "ST of the strongest, where it is above luck:",
        "",
        _strongest(table),
    ]
    if screened is not None:
        now = list(ranking(screened[1])["factor"].head(FEW))
        missing = [name for name in now if name not in ranges]
        if missing:
            told += [
                f"The screening above also has among its first {FEW}: "
                + ", ".join(f"`{name}`" for name in missing)
                + ". A study with these: `samskaping uncertainty --choose FILE.toml`.",
                "",
            ]
    return told


def _strongest(table: pd.DataFrame) -> str:
    targets = list(dict.fromkeys(table[OF]))
    rows = []
    for outcome in dict.fromkeys(table["outcome"]):
        cells = []
        for of in targets:
            first = first_of(table, of, outcome)
            decimals = 2 if main_index(table) == "ST" else decimals_for(*(value for _, value in first))
            cells.append("; ".join(f"`{name}` {number(value, decimals)}" for name, value in first) or DASH)
        rows.append([f"{label(DECLARED[outcome], 'en')} ({unit(DECLARED[outcome], 'en')})", *cells])
    return markdown_table(["outcome", *(of.replace(" - ", f" {MINUS} ") for of in targets)], rows)
