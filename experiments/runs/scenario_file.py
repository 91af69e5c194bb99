"""The shape of a scenario file. `scenario` checks names and numbers against the model's declarations.

Imported when a file is read: pydantic takes a tenth of a second to load.
"""

from __future__ import annotations

from typing import Any

from experiments.shapes import Table, Text, Texts, read_table

__all__ = ["Change", "File", "read_table"]


class Both(Table):
    """A text in English and Norwegian."""

    en: Text
    nb: Text


class Watch(Both):
    """Outcomes to watch, and why."""

    outcomes: Texts


class Questions(Table):
    """Questions to discuss, each in both languages."""

    en: Texts
    nb: Texts


class Change(Table):
    """A parameter or rule that differs, and why."""

    name: Text
    value: Any
    why_en: Text
    why_nb: Text
    source: Text = ""


class File(Table):
    """The whole file."""

    title: Both
    story: Both
    watch: Watch
    questions: Questions
    municipality: Text | None = None
    citizens: Any = None
    months: Any = None
    paradigms: Texts | None = None
    changes: list[Change] = []
