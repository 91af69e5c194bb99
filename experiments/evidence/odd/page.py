"""The ODD page: prose from `text/`, tables from declarations, and the functions that carry out each equation.

The chapters in `text/` are Jinja2 templates with `[[ ]]` around expressions, since LaTeX uses braces. `[[trust.gain]]`
gives a declared parameter or rule and its default, `[[tables.citizens]]` a table of `tables.py`. `#### E31 Applying
(M6)` begins an equation; the functions whose docstrings say "Equation E31" are listed under it. `@key` cites a work of
model/references.bib and becomes a link to the reference list at the end.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from agents.errors import InputError, nearest
from experiments.evidence.pages import environment, render, table_macro
from model.references import cite, entries, full, ordered, short

ROOT = Path(__file__).resolve().parents[3]
TEXT = Path(__file__).resolve().parent / "text"
PACKAGES = ("agents", "model")
HEADING = re.compile(r"^#### E(\d+) (.+) \((.+)\)$", re.MULTILINE)
CITED = re.compile(r"\bEquations?\s+((?:E\d+)(?:(?:,|\s+and|,\s+and)\s+E\d+)*)")
NUMBER = re.compile(r"E(\d+)")


@cache
def citations() -> dict[int, tuple[str, ...]]:
    """Return by equation the functions of agents and model whose docstrings cite it, such as `model.needs.drift`."""
    cited: dict[int, list[str]] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for name, doc in _documented(ast.parse(path.read_text(encoding="utf-8"))):
                for run in CITED.findall(doc):
                    for number in map(int, NUMBER.findall(run)):
                        cited.setdefault(number, []).append(f"{package}.{path.stem}.{name}")
    return {number: tuple(names) for number, names in cited.items()}


def _documented(tree: ast.Module) -> list[tuple[str, str]]:
    """Return (name, docstring) of the functions and methods of a module."""
    cited = []
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for part in inner:
            if isinstance(part, ast.FunctionDef):
                cited.append((prefix + part.name, ast.get_docstring(part) or ""))
    return cited


def prose() -> str:
    """Return the hand-written chapters, in order."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEXT.glob("*.md")))


def equations(text: str) -> dict[int, tuple[str, str]]:
    """Return {number: (title, source codes)} of the equations of a text."""
    return {int(number): (title, codes) for number, title, codes in HEADING.findall(text)}


@cache
def declared_values() -> dict[str, str]:
    """Return by dotted name the default of every parameter as text, and an empty text for every rule."""
    from experiments.evidence.odd.tables import value
    from model.paradigms.paradigm import Paradigm
    from model.parameters.parameters import Parameters

    return {d.name: value(d.default) for d in Parameters.declarations()} | {d.name: "" for d in Paradigm.declarations()}


def page() -> str:
    """Return the page as Markdown.

    Raises:
        InputError: where a chapter names a parameter or rule that is not declared.
    """
    from experiments.evidence.odd.tables import TABLES

    tables = {name: made() for name, made in TABLES.items()}
    groups = {name.split(".")[0]: _Group(name.split(".")[0]) for name in declared_values()}
    brackets = environment().overlay(variable_start_string="[[", variable_end_string="]]")
    text = brackets.from_string(prose()).render(groups, tables=tables, table=table_macro())
    references = [(key, full(key)) for key in ordered(entries())]
    return cite(render("odd.md.jinja", chapters=HEADING.sub(_with_code, text), references=references), _linked)


def _linked(key: str) -> str:
    """Return a citation as a link to its place in the reference list."""
    return f"[{short(key)}](#{key})"


class _Group:
    """A group of parameters or rules: its attributes are the texts of what it declares, or groups inside it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> str | _Group:
        name = f"{self._name}.{attribute}"
        declared = declared_values()
        if name in declared:
            return f"`{name}` ({declared[name]})" if declared[name] else f"`{name}`"
        if any(other.startswith(f"{name}.") for other in declared):
            return _Group(name)
        raise InputError(
            "experiments/evidence/odd/text names {name!r}, which is not declared; {nearest}",
            name=name,
            nearest=nearest(name, declared),
        )


def _with_code(heading: re.Match[str]) -> str:
    """Return an equation's heading with the functions that cite the equation."""
    names = citations().get(int(heading[1]), ())
    return f"{heading[0]}\nCode: {', '.join(f'`{name}`' for name in names)}\n"
