"""`samskaping odd`: write or check the ODD page."""

from __future__ import annotations

from pathlib import Path

import click

from experiments.cli.options import debug_option, page_language_option


@click.command("odd", short_help="Write the ODD page of the model, or check it.")
@click.option(
    "--write", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the page to FILE."
)
@click.option(
    "--check", type=click.Path(dir_okay=False, exists=True, path_type=Path), metavar="FILE",
    help="Fail if FILE differs from what would be written.",
)  # fmt: skip
@page_language_option
@debug_option
def command(write: Path | None, check: Path | None, **_: object) -> None:
    """Print the ODD page: a complete description of the model, with tables from the declarations in the code.

    With --write the page replaces a file (docs/odd.md in the repository).
    """
    from agents.errors import InputError
    from experiments.evidence.odd.page import page
    from experiments.output.folders import check_file, write_text
    from experiments.reading import text_of
    from samskaping.language import Message

    if write is not None:
        check_file(write, "--write")
    text = page()
    if check is not None and text_of(check, Message("the page")) != text:
        raise InputError(
            "{check} differs from the text and declarations it is made from; run `samskaping odd --write {check}`",
            check=check,
        )
    if write is not None:
        write_text(write, text)
        print(write)
    elif check is None:
        print(text)
