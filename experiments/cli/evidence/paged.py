"""Shared by commands that run studies and write a page: their options, and how the page is printed or written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from experiments.cli.numbers import Whole
from experiments.cli.options import (
    as_given,
    debug_option,
    excel_option,
    page_language_option,
    processes_option,
    together,
)
from experiments.defaults import VALID_CITIZENS
from samskaping.language import Language

citizens_option = click.option(
    "--citizens",
    type=Whole(200, 1_000_000),
    default=VALID_CITIZENS,
    show_default=True,
    help="Citizens in each town.",
)
paged_options = together(
    processes_option,
    click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True,
                 metavar="FOLDER", help="Folder for sweeps, figures and tables; existing sweeps are resumed."),
    click.option("--write", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Write the page to FILE, its figures and values into figures/ and values/ beside it."),
    excel_option,
    page_language_option,
    debug_option,
)  # fmt: skip


def show_page(
    name: str, write: Path | None, out: Path, language: Language, make: Callable[[Path | None], dict[str, Any]]
) -> None:
    """Print the page `name`, or write it and its values, from the values that `make` returns.

    `make` runs sweeps in folders inside `out`. It gets the folder for the figures of a page that is written, otherwise
    None. Raises `InputError` before anything is run where the page cannot be written.
    """
    from experiments.cli.sweeps.sweeping import resumable
    from experiments.evidence.pages import plain, render
    from experiments.evidence.pages import write as write_with_values
    from experiments.output.documents import check_page

    if write is not None:
        check_page(write)
    with resumable(out, language):
        values = as_given(make(write.parent / "figures" if write else None))
    if write is None:
        print(render(f"{name}.md.jinja", **plain(values)))
    else:
        write_with_values(write, name, values)
        print(write)
