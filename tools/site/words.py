"""The glossary the other way round: Norwegian words first, from the same table as `docs/glossary.md`."""

from __future__ import annotations


def entries(glossary: str) -> list[tuple[str, str, str]]:
    """Return (English, Norwegian, meaning) for each row of the glossary's table."""
    found = []
    for line in glossary.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[0] != "English" and not set(cells[0]) <= set("-: "):
            found.append((cells[0], cells[1], cells[2]))
    return found


def dictionary(glossary: str) -> str:
    """Return the page of Norwegian words in their alphabetical order, with the English word and its meaning."""
    rows = sorted(entries(glossary), key=lambda entry: [_order(letter) for letter in entry[1].casefold()])
    lines = [f"| {norwegian} | {english} | {meaning} |" for english, norwegian, meaning in rows]
    head = (
        "# Ordliste, norsk–engelsk\n\nNorske ord i alfabetisk rekkefølge, med det engelske ordet og hva det betyr. "
        "[Glossary](glossary.md) har de samme ordene i engelsk rekkefølge.\n\n"
        "| norsk | engelsk | betydning |\n|---|---|---|"
    )
    return "\n".join([head, *lines, ""])


def _order(letter: str) -> tuple[int, str]:
    """Return a key that puts æ, ø and å last, as in Norwegian."""
    return ("æøå".find(letter), letter)
