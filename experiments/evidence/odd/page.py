"""The ODD page put together: prose from `text/`, tables from declarations, and which code carries out each equation.

In the prose `[[trust.gain]]` stands for a declared parameter or rule and its default, `<!-- table: citizens -->` for a
table, and `#### E31 Applying (M6)` begins an equation; the functions whose docstrings say "Equation E31" are listed
under it.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from agents.errors import InputError, nearest

ROOT = Path(__file__).resolve().parents[3]
TEXT = Path(__file__).resolve().parent / "text"
PACKAGES = ("agents", "model")
HEADING = re.compile(r"^#### E(\d+) (.+) \((.+)\)$", re.MULTILINE)
CITED = re.compile(r"\bEquations?\s+((?:E\d+)(?:(?:,|\s+and|,\s+and)\s+E\d+)*)")
NUMBER = re.compile(r"E(\d+)")

HEAD = """<!-- Written by `samskaping odd --write docs/odd.md` from experiments/evidence/odd/text and the code's declarations.
     Change those, and write it anew; a test fails when this page and they differ. -->

# The model: an ODD page

The model described by the ODD protocol (Grimm et al. 2020) in its seven elements, with ODD+D for decisions (Müller et
al. 2013), completely enough to write it again: a [second implementation](#8-deviations-from-the-design-note) was.
Tables of state, parameters, rules, phases and outcomes are made from the declarations that the code runs on; the number
after a parameter's name is its default. Codes such as M5 lead to [evidence.md](evidence.md).

[1 Purpose](#1-purpose-and-patterns) · [2 Entities](#2-entities-state-variables-and-scales) ·
[3 Schedule](#3-process-overview-and-scheduling) · [4 Design concepts](#4-design-concepts) ·
[5 Initialization](#5-initialization) · [6 Input data](#6-input-data) · [7 Submodels](#7-submodels) ·
[8 Deviations](#8-deviations-from-the-design-note)
"""


@cache
def citations() -> dict[int, tuple[str, ...]]:
    """Return, by number, the functions of agents and model whose docstrings cite an equation: `model.needs.drift`."""
    found: dict[int, list[str]] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for name, doc in _documented(ast.parse(path.read_text(encoding="utf-8"))):
                for run in CITED.findall(doc):
                    for number in map(int, NUMBER.findall(run)):
                        found.setdefault(number, []).append(f"{package}.{path.stem}.{name}")
    return {number: tuple(names) for number, names in found.items()}


def _documented(tree: ast.Module) -> list[tuple[str, str]]:
    """Return (name, docstring) of the functions and methods of a module."""
    found = []
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for part in inner:
            if isinstance(part, ast.FunctionDef):
                found.append((prefix + part.name, ast.get_docstring(part) or ""))
    return found


def prose() -> str:
    """Return the hand-written text, in order."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEXT.glob("*.md")))


def equations(text: str) -> dict[int, tuple[str, str]]:
    """Return {number: (title, source codes)} of the equations of a text."""
    return {int(number): (title, codes) for number, title, codes in HEADING.findall(text)}


@cache
def declared_values() -> dict[str, str]:
    """Return the default of every parameter as text, and nothing of every rule, by dotted name."""
    from experiments.evidence.odd.tables import value
    from model.paradigms.paradigm import Paradigm
    from model.parameters.parameters import Parameters

    return {d.name: value(d.default) for d in Parameters.declarations()} | {d.name: "" for d in Paradigm.declarations()}


def _declared(match: re.Match[str]) -> str:
    name = match[1]
    if name not in declared_values():
        raise InputError(
            f"experiments/evidence/odd/text names {name!r}, which is not declared; {nearest(name, declared_values())}"
        )
    shown = declared_values()[name]
    return f"`{name}` ({shown})" if shown else f"`{name}`"


def page() -> str:
    """Return the whole page as Markdown."""
    from experiments.evidence.odd.tables import TABLES

    text = re.sub(r"\[\[([\w.]+)\]\]", _declared, prose())
    text = re.sub(r"<!-- table: (\w+) -->", lambda match: TABLES[match[1]](), text)
    text = HEADING.sub(lambda match: f"{match[0]}\n{_code(int(match[1]))}", text)
    return f"{HEAD}\n{text}"


def _code(number: int) -> str:
    return "Code: " + ", ".join(f"`{name}`" for name in citations().get(number, ())) + "\n"
