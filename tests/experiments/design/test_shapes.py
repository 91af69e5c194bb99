"""Tables that people write: what pydantic finds becomes a message that names the place and what is valid."""

from __future__ import annotations

from typing import Any

import pytest

from agents.errors import InputError
from experiments.shapes import Table, Text, Texts, read_table


class Inner(Table):
    en: Text
    more: Texts = []


class Outer(Table):
    title: Inner
    items: list[Inner] = []
    free: dict[str, Any] = {}


FINE = {"title": {"en": " a\n b "}, "items": [{"en": "x", "more": ["y"]}]}
WRONG = (
    ({}, "f: 'title' is missing; needed: title", "f: 'title' mangler"),
    ({**FINE, "titel": 1}, "f: unknown key 'titel'; valid: title, items, free; did you mean 'title'", "mente du"),
    ({"title": {"em": "x"}}, "f, [title]: unknown key 'em'; valid: en, more", "f, [title]: ukjent nøkkel 'em'"),
    ({"title": {}}, "f, [title]: 'en' is missing; needed: en", "f, [title]: 'en' mangler"),
    ({"title": 3}, "f, title must be a table with en, not 3", "f, title må være en tabell med en, ikke 3"),
    ({**FINE, "free": 3}, "f, free must be a table, not 3", "f, free må være en tabell, ikke 3"),
    ({"title": {"en": " "}}, "f, [title] en must be a text that is not empty, not ' '", "en tekst som ikke er tom"),
    ({"title": {"en": 1}}, "f, [title] en must be a text that is not empty, not 1", "en tekst som ikke er tom"),
    ({**FINE, "items": {}}, "f: each of items is a table of its own, headed [[items]]", "en tabell for seg"),
    ({**FINE, "items": [FINE["items"][0], {}]}, "f, [[items]] #2: 'en' is missing", "f, [[items]] #2: 'en' mangler"),
    ({**FINE, "items": [{"en": 2}]}, "f, [[items]] #1, en must be a text", "f, [[items]] #1, en må være en tekst"),
    ({"title": {"en": "x", "more": []}}, "f, [title] more must be a list with at least one text", "minst én tekst"),
    ({"title": {"en": "x", "more": ["y", 0]}}, "f, [title] more #2 must be a text", "f, [title] more #2 må være"),
)  # fmt: skip


def test_a_table_of_its_shape_is_read():
    table = read_table(Outer, FINE, "f")
    assert (table.title.en, table.items[0].more) == ("a b", ["y"])


def test_what_is_wrong_is_said_with_its_place():
    faults = []
    for content, english, norwegian in WRONG:
        with pytest.raises(InputError) as refused:
            read_table(Outer, content, "f")
        if not (str(refused.value).startswith(english) and norwegian in refused.value.text("nb")):
            faults.append((content, str(refused.value), refused.value.text("nb")))
    assert not faults
