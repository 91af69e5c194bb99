"""Pages of docs/ from Jinja2 templates: Python computes the values, the templates hold the words.

Each page is one template in `templates/`; `tables.jinja` has the macros that they share. A name that a template uses
and nobody gave raises `jinja2.UndefinedError`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from experiments.output.texts import number


def render(template: str, **values: Any) -> str:
    """Return the text of a template in `templates/`, such as "odd.md.jinja", filled with `values`."""
    return environment().get_template(template).render(**values)


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
    made.filters.update(cell=cell, number=number, percent=percent)
    return made


def cell(value: Any) -> str:
    """Return a value as the text of a table's cell."""
    return str(value).replace("|", "\\|")


def percent(share: float) -> str:
    """Return a share as whole per cent, with a space before the sign."""
    return f"{100 * share:.0f} %"
