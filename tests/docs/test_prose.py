"""The check of language finds what it is meant to find, leaves good prose alone, and the repository passes it."""

from pathlib import Path

import pytest

pytest.importorskip("markdown_it")

from tests.prose import (  # noqa: E402
    catalogue,
    faults_in,
    files,
    glossary,
    length,
    markdown,
    notebook,
    python,
    rules,
    sentences,
)

LONG = "This sentence " + "goes on and on " * 6 + "so that nobody reads it to the end."
GOOD = """# A page

A sweep resumes where it stopped. `samskaping sweep FOLDER --a --b` starts it, see [the guide](https://example.org/told/surely).

| name | a b c d e f g h i j k l m n o p q r s t u v w x y z |
|---|---|
| `told` | nothing surprising |

```python
surely = told
```
"""


def kinds(passages) -> list[str]:
    return [fault.kind for fault in faults_in("sample", passages, rules())]


def test_good_prose_passes() -> None:
    assert kinds(markdown(GOOD)) == []
    assert kinds(python('def f():\n    """Return `told`.\n\n    >>> surely\n    1\n    """\n    return "told"\n')) == []


def test_bad_prose_fails_in_every_kind_of_text() -> None:
    samples = {
        "a page": (markdown("What is told of it is surely right.\n"), ["phrase"] * 2),
        "a table": (markdown("| a |\n|---|\n| least alike |\n"), ["phrase"]),
        "a long sentence": (markdown(LONG), ["sentence"]),
        "a notebook": (notebook('{"cells": [{"cell_type": "markdown", "source": ["goes before it"]}]}'), ["phrase"]),
        "a docstring": (python('"""Nobody is surely best."""\n'), ["phrase"]),
        "a comment over two lines": (python("# A sweep is gone\n# on with.\n"), ["phrase"]),
        "a help text": (python('option(help="whoever asks for it gets an answer")\n'), ["phrase"]),
        "a text with fields": (python('f"nothing was said of {name} so far"\n'), ["phrase"]),
        "a label": (python('Outcome("Treff")\n'), ["glossary"]),
        "a catalogue": (catalogue('msgid "Failure demand"\nmsgstr "Feiletterspørsel"\n'), ["glossary"]),
    }
    wrong = {name: found for name, (passages, wanted) in samples.items() if (found := kinds(passages)) != wanted}
    assert not wrong


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = "Trust, e.g. in the council, fell by 0.5 (Smith et al. 2020). It rose later. See `a.b`."
    assert len(sentences(text)) == 3
    assert length("In 95 % of 12 towns - all large - trust rose.") == 9


def test_a_capital_in_the_glossary_makes_case_count() -> None:
    ((pattern, right),) = glossary(
        "| a | b | c | do not write |\n|---|---|---|---|\n| fit | passer | how close | Treff |\n"
    )
    assert right == "fit / passer"
    assert pattern.search("Treff, laveste tidel") and not pattern.search("ingen treff i søket")


def test_pages_notebooks_and_the_readme_are_checked() -> None:
    """`make lint` checks them."""
    checked = files()
    root = Path(__file__).resolve().parents[2]
    assert {root / "README.md", root / "docs" / "model.md", root / "docs" / "tutorial.ipynb"} <= set(checked)
