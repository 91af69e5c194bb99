"""Formats of what is written: printed tables as Markdown and LaTeX, and as HTML for notebooks; and its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from agents.errors import InputError, fold, shown, suggestion
from samskaping.language import Language, language_code, language_name, languages

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

FORMATS = ("csv", "parquet", "md", "tex", "png", "svg", "pdf")
USUAL = ("csv", "png", "svg")


def checked_formats(given: Any) -> tuple[str, ...]:
    """Return formats that a caller names, each once; raise `InputError` for any that is not among `FORMATS`."""
    if isinstance(given, str):
        raise InputError("{name} = {value} is not a list; write it in brackets", name="formats", value=shown(given))
    for name in given:
        if name not in FORMATS:
            raise InputError(
                "unknown format {name}; valid: {names}{hint}",
                name=shown(name), names=", ".join(FORMATS), hint=suggestion(str(name), FORMATS),
            )  # fmt: skip
    return tuple(dict.fromkeys(given))


def language_named(given: Any) -> Language:
    """Return the language that a caller names by its code; raise `InputError` where it has no texts."""
    code = language_code(given) if isinstance(given, str) else None
    if code is None:
        raise InputError(
            "language = {given} is not valid: there are no texts in that language; valid: {names}",
            given=shown(given), names=", ".join(f"{one} ({language_name(one)})" for one in languages()),
        )  # fmt: skip
    return code


def markdown(table: Table, name: str = "") -> str:
    """Return a table in Markdown: its title as a bold line, the table, and its note; `name` is left out."""
    heads, right, rows = _parts(table)
    marks = ["---:" if one else "---" for one in right]

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in cells) + " |"

    lines = [f"**{_plain(table.title)}**", ""] if table.title else []
    lines += [line(heads), line(marks), *map(line, rows)]
    if table.caption:
        lines += ["", *_plain(table.caption).splitlines()]
    return "\n".join(lines) + "\n"


def latex(table: Table, name: str = "") -> str:
    r"""Return a table in LaTeX, for a document with `\usepackage{booktabs}`: title as caption, and its note below.

    `name` gives the label: "My study, contrasts 1" is `\ref{tab:my-study-contrasts-1}`.
    """
    import pandas as pd

    heads, right, rows = _parts(table)
    columns = [_escaped(head) for head in heads]
    cells = pd.DataFrame([[_escaped(cell) for cell in row] for row in rows], columns=range(len(heads)))
    cells.columns = pd.Index(columns)
    made = cells.style.hide(axis="index").to_latex(
        column_format="".join("r" if one else "l" for one in right), hrules=True, position="htbp",
        position_float="centering", caption=_escaped(_plain(table.title)) or None,
        label=f"tab:{fold(name).replace(' ', '-')}" if name else None,
    )  # fmt: skip
    if not table.caption:
        return str(made)
    note = r"\par\smallskip\footnotesize " + _escaped(" ".join(_plain(table.caption).split()))
    return str(made).replace(r"\end{table}", f"{note}\n\\end{{table}}")


class Html(str):
    """HTML that a notebook shows as it is when it is a cell's value."""

    def _repr_html_(self) -> str:
        return str(self)


def html(tables: Iterable[Table], title: str = "") -> Html:
    """Return tables in HTML below a title, in the notebook's own style; all text is escaped."""
    above = f"<p><b>{escape(title)}</b></p>" if title else ""
    return Html(f"<div>{above}{''.join(map(_html, tables))}</div>")


def _html(table: Table) -> str:
    heads, right, rows = _parts(table)
    styles = [f"text-align: {'right; white-space: nowrap' if one else 'left'}" for one in right]

    def line(cells: list[str], element: str) -> str:
        written = zip(cells, styles, strict=True)
        return "".join(f'<{element} style="{style}">{escape(cell)}</{element}>' for cell, style in written)

    title = f'<caption style="text-align: left">{escape(_plain(table.title))}</caption>' if table.title else ""
    body = "".join(f"<tr>{line(row, 'td')}</tr>" for row in rows)
    note = "<br>".join(map(escape, _plain(table.caption).splitlines()))
    return (
        f"<table>{title}<thead><tr>{line(heads, 'th')}</tr></thead><tbody>{body}</tbody></table>"
        f"<p><small>{note}</small></p>"
    )


_NUMBER = re.compile(r"[+\-\N{MINUS SIGN}]?\d[\d.,\s]*%?\s*\**")

WRITERS: Mapping[str, Callable[[Table, str], str]] = {"md": markdown, "tex": latex}


def write_printed(tables: Sequence[Table], folder: Path, name: str, formats: Collection[str]) -> None:
    """Write tables as printed into `tables.md` and `tables.tex`, those of them that are among `formats`.

    `name` and a table's number give its label in LaTeX.
    """
    from experiments.output.folders import write_text

    for kind in set(formats) & set(WRITERS):
        written = (WRITERS[kind](table, f"{name} {n}") for n, table in enumerate(tables, 1))
        write_text(folder / f"tables.{kind}", "\n".join(written))


def _parts(table: Table) -> tuple[list[str], list[bool], list[list[str]]]:
    """Return headings, whether each column is right-aligned, and the rows; rows without any text are left out."""
    columns = [list(map(_plain, column.cells)) for column in table.columns]
    heads = [" ".join(_plain(column.header).split()).replace(". ", ".") for column in table.columns]
    right = [
        column.justify == "right" or _padded(cells) or _numbers(cells)
        for column, cells in zip(table.columns, columns, strict=True)
    ]
    rows = [[cell.strip() for cell in row] for row in zip(*columns, strict=True)]
    return heads, right, [row for row in rows if any(row)]


def _padded(cells: list[str]) -> bool:
    """Return whether a column's cells are padded on the left, as numbers with stars are."""
    return any(cell.startswith(" ") for cell in cells)


def _numbers(cells: list[str]) -> bool:
    """Return whether a column has numbers only, in any language, with stars or without."""
    written = [cell.strip() for cell in cells if cell.strip()]
    return bool(written) and all(_NUMBER.fullmatch(cell) for cell in written)


def _plain(cell: Any) -> str:
    return "" if cell is None else str(getattr(cell, "plain", cell))


_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\N{PLUS-MINUS SIGN}": r"$\pm$", "\N{MINUS SIGN}": "$-$",
    "\N{UPWARDS ARROW}": r"$\uparrow$", "\N{DOWNWARDS ARROW}": r"$\downarrow$",
    "\N{RIGHTWARDS ARROW}": r"$\rightarrow$",
    "\N{NO-BREAK SPACE}": "~", "\N{EN DASH}": "--", "\N{HORIZONTAL ELLIPSIS}": r"\ldots{}",
}  # fmt: skip
"""Characters that LaTeX reads as commands, or that its usual fonts lack."""


def _escaped(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)
