"""The shape of a question file: its keys and their types. `question` checks names and numbers.

Imported when a file is read: pydantic takes a tenth of a second to load.
"""

from __future__ import annotations

from typing import Any

from experiments.shapes import Table, Text, in_every_language


@in_every_language
class Condition(Table):
    """A condition under which every arm is run.

    `start` holds from before the warm-up; `parameters` and `rules` hold from month 1, over those of the arms.
    """

    title_en: Text
    start: Any = {}
    parameters: Any = {}
    rules: Any = {}


class Protocol(Table):
    """The runs: where, how long, and which seeds."""

    municipality: Text = "Larvik"
    citizens: Any = None
    months: Any = 120
    first_seed: Any = 10_001
    seeds: Any = 12
    most_seeds: Any = 96


class Robust(Table):
    """The sampled points at which the rule is tried again."""

    points: Any = 200
    seeds: Any = 4
    first_seed: Any = 20_001
    citizens: Any = None


class Derived(Table):
    """An outcome made of others: the sum of some over the sum of others, or `base + price x (top - base)`."""

    name: Text
    sum: Any = None
    over: Any = None
    base: Any = None
    top: Any = None
    price: Any = None


@in_every_language
class File(Table):
    """The whole file."""

    title_en: Text
    claim_en: Text
    fails_en: Text
    note_en: Text = ""
    source: Text
    table_row: Text = ""
    outcomes: Any = []
    mechanisms: Any = []
    sre: Any = {}
    protocol: Protocol = Protocol()
    robust: Robust | None = None
    sampled: Any = {}
    arms: Any = None
    conditions: Any = {}
    derived: list[Derived] = []
    timeline: Any = []
    words: Any = {}
    rule: Any
