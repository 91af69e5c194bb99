"""The studies behind docs/uncertainty.md, made from the declarations: seeds, screening (Morris), shares (Sobol').

They are ordinary study files: `experiments/studies/*.toml` are these texts, and a test keeps them equal. So each can be
run, resumed and analysed like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from experiments.defaults import CITIZENS, MONTHS, PARADIGMS
from experiments.design.factors import of_the_model
from experiments.design.text import toml_value
from model.outcomes.outcomes import OUTCOMES
from model.parameters.declare import Declaration

FOLDER = Path(__file__).resolve().parents[2] / "studies"

SPREAD = 0.25
"""Each number varies by this share of its default in both directions, within its bounds."""

FEW = 8
"""How many of the numbers ranked first by the screening get Sobol' indices."""

# Left out, since they are not uncertain in this sense: size and length (town, warm-up), reporting and prices. Also
# people and their needs (from the municipality's statistics), and numbers that only scenarios set.
LEFT_OUT = (
    "town.", "outcomes.", "money.nok_per_hour", "money.wage", "money.citizen_price", "politics.term",
    "elder_care.young", "elder_care.adult", "elder_care.old", "elder_care.oldest",
    "upbringing.young", "upbringing.adult", "upbringing.old", "upbringing.oldest",
    "work_income.young", "work_income.adult", "work_income.old", "work_income.oldest",
    "place.young", "place.adult", "place.old", "place.oldest",
)  # fmt: skip


def uncertain() -> list[Declaration]:
    """Return the parameters that are screened: numbers whose default is not 0, except those in `LEFT_OUT`."""
    return [
        d
        for d in of_the_model().values()
        if d.kind in ("number", "whole") and not d.name.startswith(("rules.", *LEFT_OUT)) and range_of(d) is not None
    ]


def range_of(d: Declaration) -> tuple[float, float] | None:
    """Return a quarter less and a quarter more than the default, within bounds; None where both ends are equal."""
    default = float(d.default)
    step = SPREAD * abs(default)
    low, high = (
        max(default - step, float(d.low or 0.0) if d.low is not None else -1e9),
        min(default + step, float(d.high or 0.0)),
    )
    if d.kind == "whole":
        low, high = float(round(low)), float(round(high))
    return (low, high) if low < high else None


def seeds_text(citizens: int = CITIZENS, months: int = MONTHS, seeds: int = 40) -> str:
    """Return the study of chance: the default comparison with many seeds."""
    return _text("seeds", citizens, months, seeds, "", "")


def screening_text(citizens: int = CITIZENS, months: int = 36, seeds: int = 2, samples: int = 4) -> str:
    """Return the screening of all uncertain numbers by Morris' elementary effects."""
    design = f'[design]\nkind = "morris"\nsamples = {samples}\nseed = 1\n'
    return _text("screening", citizens, months, seeds, design, _ranges(uncertain()))


def shares_text(
    names: Sequence[str], citizens: int = CITIZENS, months: int = 36, seeds: int = 2, samples: int = 32
) -> str:
    """Return the study of Sobol' indices of `names`."""
    design = f'[design]\nkind = "sobol"\nsamples = {samples}\nseed = 1\n'
    return _text("shares", citizens, months, seeds, design, _ranges([of_the_model()[name] for name in names]))


def _ranges(numbers: Sequence[Declaration]) -> str:
    lines = []
    for d in numbers:
        ends = range_of(d)
        assert ends is not None
        low, high = (f"{x:.0f}" if d.kind == "whole" else f"{x:.6g}" for x in ends)
        lines.append(f'"{d.name}" = {{ low = {low}, high = {high} }}\n')
    return "".join(lines)


def _text(name: str, citizens: int, months: int, seeds: int, design: str, ranges: str) -> str:
    outcomes = toml_value([o.name for o in OUTCOMES if o.headline])
    return (
        f"# Made by `samskaping uncertainty`; see docs/uncertainty.md.\n"
        f'name = "{name}"\nmonths = {months}\nseeds = {seeds}\noutcomes = {outcomes}\n'
        f"{design}[base]\ncitizens = {citizens}\n[factors]\n{ranges}paradigm = {toml_value(PARADIGMS)}\n"
    )
