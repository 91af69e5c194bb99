"""The shape of a scenario file. `scenario` checks names and numbers against the model's declarations, `arms` the arms.

Only a scenario that is to be read by others needs texts: title, story, what to watch and questions may be left out.

Imported when a file is read: pydantic takes a tenth of a second to load.
"""

from __future__ import annotations

from typing import Any

from experiments.shapes import Table, Text, Texts, in_every_language, read_table

__all__ = ["Change", "File", "read_table"]


@in_every_language
class Written(Table):
    """A text in English, and in other languages."""

    en: Text


@in_every_language
class Watch(Table):
    """Outcomes to watch, and why. English is needed where another language has a text."""

    outcomes: Texts
    en: Text | None = None


@in_every_language
class Questions(Table):
    """Questions to discuss, as many in each language."""

    en: Texts


@in_every_language
class Change(Table):
    """A parameter or rule that differs, and why."""

    name: Text
    value: Any
    why_en: Text
    source: Text = ""


@in_every_language
class Reasons(Table):
    """Why something changes in the course of the run, and the source of its numbers."""

    why_en: Text | None = None
    source: Text = ""


class File(Table):
    """The whole file."""

    title: Written | None = None
    story: Written | None = None
    watch: Watch | None = None
    questions: Questions | None = None
    group: Text | None = None
    municipality: Text | None = None
    citizens: Any = None
    months: Any = None
    paradigms: Texts | None = None
    arms: Any = None
    changes: list[Change] = []
    timeline: Any = []
