"""The 3 x 3 matrix of who plans and who produces: each cell sets up rules; empty where the matrix says nobody does.

From the slides for Indre Østfold (Kobro 2018). Which rules stand for a cell is a choice made here, shown before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import Changes
from experiments.output.texts import Language

PLANS = (
    ("Professionals plan alone", "Fagfolk planlegger alene"),
    ("They plan together", "De planlegger sammen"),
    ("Civil society plans", "Sivilsamfunnet planlegger"),
)
PRODUCES = (
    ("Professionals deliver alone", "Fagfolk leverer alene"),
    ("They deliver together", "De leverer sammen"),
    ("Civil society delivers", "Sivilsamfunnet leverer"),
)


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and the rules that it sets up: a preset and what differs from it."""

    title: tuple[str, str]
    base: str = ""
    own: Changes = ()


CELLS: tuple[tuple[Cell, ...], ...] = (
    (
        Cell(("Traditional professional services", "Tradisjonelle profesjonelle tjenester"), "TPA"),
        Cell(("Professional services that civil society has helped to plan (thin co-creation)", "Profesjonelle tjenester som sivilsamfunnet har vært med å planlegge (tynn samskaping)"), "thin"),
        Cell(("No activity", "Ingen aktivitet")),
    ),
    (
        Cell(("Shared delivery of professionally planned services", "Samarbeid om å utføre profesjonelt planlagte tjenester"), "TPA", (("aggregation.weight_delivery", 0.3), ("payoff.support", 0.3), ("scope.delivery_share", 0.5))),
        Cell(("Co-production: thick co-creation", "Samproduksjon: tykk samskaping"), "NPG"),
        Cell(("Planned outside the professions, with their help", "Planlagt utenfor profesjonene, med bidrag derfra"), "facilitating", (("scope.delivery_share", 0.5),)),
    ),
    (
        Cell(("Commissions and tenders", "Bestillinger og anbudstjenester"), "NPM", (("boundary.civic_provider", True), ("scope.delivery_share", 0.8))),
        Cell(("Produced outside the professions, which help to plan (thin co-creation)", "Produsert utenfor profesjonene, som bidrar i planleggingen (tynn samskaping)"), "responsibilising", (("aggregation.weight_design", 0.5),)),
        Cell(("Self-organised services", "Selvorganiserte tjenester"), "self-organised"),
    ),
)  # fmt: skip


def matrix_of(language: Language) -> dict[str, list]:
    """Return the matrix's words in a language."""
    k = int(language == "nb")
    return {
        "plans": [one[k] for one in PLANS],
        "produces": [one[k] for one in PRODUCES],
        "cells": [[{"title": cell.title[k], "base": cell.base} for cell in row] for row in CELLS],
    }
