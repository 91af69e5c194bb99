"""The 3 x 3 matrix of who plans and who delivers. Each cell sets up rules; one has none, since nobody acts there.

The matrix is from the slides for Indre Østfold (Kobro 2018). The rules that represent each cell are our choice, shown
before they are used.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import Changes
from dashboard.texts.guide import MATRIX
from samskaping.language import Language


@dataclass(frozen=True)
class Cell:
    """The rules of a cell: a preset ("" where nobody acts) and the rules that differ from it."""

    base: str = ""
    own: Changes = ()


CELLS: tuple[tuple[Cell, ...], ...] = (
    (Cell("TPA"), Cell("thin"), Cell()),
    (
        Cell("TPA", (("aggregation.weight_delivery", 0.3), ("payoff.support", 0.3), ("scope.delivery_share", 0.5))),
        Cell("NPG"),
        Cell("facilitating", (("scope.delivery_share", 0.5),)),
    ),
    (
        Cell("NPM", (("boundary.civic_provider", True), ("scope.delivery_share", 0.8))),
        Cell("responsibilising", (("aggregation.weight_design", 0.5),)),
        Cell("self-organised"),
    ),
)
"""Rows: who delivers; columns: who plans. In each, professionals, both together, civil society."""


def matrix_of(language: Language) -> dict[str, list]:
    """Return the headings of columns ("plans") and rows ("produces"), and title and preset of each cell."""
    return {
        "plans": [MATRIX(f"plans.{column}", language) for column in range(3)],
        "produces": [MATRIX(f"produces.{row}", language) for row in range(3)],
        "cells": [
            [{"title": MATRIX(f"cell.{i}.{j}", language), "base": cell.base} for j, cell in enumerate(row)]
            for i, row in enumerate(CELLS)
        ],
    }
