"""Pages of docs/ from Jinja2 templates: Python computes the values, the templates hold the words.

Each page is one template in `templates/`; `tables.jinja` has the macros that they share. A name that a template uses
and nobody gave raises `jinja2.UndefinedError`.

The values of a page are kept as JSON in `values/` beside it, so a change of words needs no new runs. The command
`python -m experiments.evidence.pages docs` renders all these pages again.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from experiments.output.documents import write_page
from experiments.output.folders import write_text
from model.outcomes.outcomes import OUTCOMES
from model.parameters.mechanisms import OFF

VALUES = "values"
"""Folder of the pages' values, beside the pages."""


def write(path: Path, name: str, values: Mapping[str, Any]) -> None:
    """Write the page `name`, such as "contingency", to `path`, and its values into `values/` beside it."""
    kept = plain(values)
    folder = path.parent / VALUES
    write_page(path, render(f"{name}.md.jinja", **kept))  # first: what is beside it must not lose a long run's page
    folder.mkdir(exist_ok=True)
    write_text(folder / f"{name}.json", json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def rewrite(docs: Path) -> list[Path]:
    """Render every page again whose values are kept in `docs/values`, and return their paths."""
    pages = []
    for path in sorted((docs / VALUES).glob("*.json")):
        page = docs / f"{path.stem}.md"
        write_page(page, render(f"{path.stem}.md.jinja", **json.loads(path.read_text(encoding="utf-8"))))
        pages.append(page)
    return pages


def plain(value: Any) -> Any:
    """Return dataclasses, mappings, sequences and numpy numbers as JSON has them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value


def render(*templates: str, **values: Any) -> str:
    """Return the text of the first of these templates that exists in `templates/`, filled with `values`."""
    return environment().select_template(templates).render(**values)


def table_macro() -> Callable[..., str]:
    """Return the macro `table(head, rows, right)` as a function, for texts outside `templates/`."""
    module: Any = environment().get_template("tables.jinja").module
    return module.table


@cache
def environment() -> Environment:
    """Return the environment of all pages: strict about names, Markdown left as it is."""
    made = Environment(
        loader=PackageLoader("experiments.evidence"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        cell=cell, percent=percent, size3=size3, signed3=signed3, thousands=thousands, suffix=suffix, minus=minus
    )
    # A page says which of these are newer than its runs.
    made.globals["mechanisms_now"] = list(OFF)
    made.globals["headline_now"] = [outcome.label() for outcome in OUTCOMES if outcome.headline]
    return made


def cell(value: Any) -> str:
    """Return a value as the text of a table's cell."""
    return str(value).replace("|", "\\|")


def percent(share: float) -> str:
    """Return a share as whole per cent, with a space before the sign."""
    return f"{share:.0%}".replace("%", " %")


def thousands(number: float) -> str:
    """Return a number without decimals, with commas between thousands."""
    return f"{number:,.0f}"


def size3(value: float) -> str:
    """Return a number with three significant digits, or without decimals from 1,000 on."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def signed3(value: float) -> str:
    """Return a number as `size3` does, with its sign."""
    return ("+" if value >= 0 else "\N{MINUS SIGN}") + size3(abs(value))


def suffix(text: str, end: str) -> str:
    """Return a text with an end."""
    return text + end


def minus(pair: str) -> str:
    """Return the name of a difference, such as "NPG - TPA", with a minus sign."""
    return pair.replace(" - ", " \N{MINUS SIGN} ")


if __name__ == "__main__":
    print(*rewrite(Path(sys.argv[1])), sep="\n")
