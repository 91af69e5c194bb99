"""Whole numbers as values of options: the help and the refusal name their bounds."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import click

from agents.errors import InputError, shown
from experiments.defaults import LARGEST_SEED, MOST_JOBS, MOST_MONTHS, MOST_SEEDS
from model.town.municipalities import LARGEST, SMALLEST


class Whole(click.IntRange):
    """A whole number from `low` to `high`."""

    name = "n"  # what click writes for a value, in capitals

    def __init__(self, low: int, high: int) -> None:
        super().__init__(low, high)
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; raise `InputError` with option and bounds for anything else."""
        number: Any = value
        with suppress(ValueError):
            number = int(value)
        if not isinstance(number, int) or not self.low <= number <= self.high:
            raise InputError(
                "{what} = {value} is not valid: it must be a whole number from {low:,} to {high:,}",
                what=param.opts[0] if param else "", value=shown(number), low=self.low, high=self.high,
            )  # fmt: skip
        return number


SIZES = Whole(SMALLEST, LARGEST)  # citizens
LENGTHS = Whole(1, MOST_MONTHS)  # months
SEVERAL = Whole(1, MOST_SEEDS)  # seeds
SEED = Whole(0, LARGEST_SEED)
JOBS = Whole(1, MOST_JOBS)
