"""Names of tests that were kept in an earlier version's words, in today's.

The values of the page of questions hold each test's name as it was written then. The English name leads to the arm, the
condition and the outcome. The page then calls these as the program does now.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from experiments.evidence.asking.reading import load_question
from experiments.evidence.asking.report.words import Names, names_of
from samskaping.language import SOURCE, Language

_BETWEEN = (": ", ", ", " \N{MINUS SIGN} ")
"""What separates the parts of a name, as `Names` writes them."""


def name_today(question: str, texts: Mapping[str, str], language: Language) -> str:
    """Return the name of a test, kept by language in `texts`, in today's words.

    A name stays as it was kept where its English has a part that today's question does not have.
    """
    called = _called(question, language)
    one = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
    between = "|".join(map(re.escape, _BETWEEN))
    if not re.fullmatch(f"(?:{one})(?:(?:{between})(?:{one}))*", texts[SOURCE]):
        return texts[language]
    starts = "|".join(f"(?<={re.escape(mark)})" for mark in _BETWEEN)
    part = f"(?:^|{starts})({one})(?=$|{between})"
    return re.sub(part, lambda found: called[found.group(1)], texts[SOURCE])


@cache
def _called(question: str, language: Language) -> dict[str, str]:
    """Return what each English name of a question is in a language."""
    names = names_of(load_question(question))
    english, now = Names(names, SOURCE), Names(names, language)
    return {english(name): now(name) for name in english.known}
