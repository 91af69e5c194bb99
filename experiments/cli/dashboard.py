"""`samskaping dashboard`: opens the dashboard, found by name, since `experiments` may not import it."""

from __future__ import annotations

from importlib import import_module, util

import click

from agents.errors import InputError
from experiments.cli.help import LanguageChoice, language_asked
from experiments.cli.numbers import Whole
from experiments.cli.options import debug_option
from experiments.errors import installing
from samskaping.language import Language, Listing


@click.command("dashboard", short_help="Open the dashboard in a browser; needs no network.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address; 0.0.0.0 admits others on the network.")
@click.option("--port", type=Whole(1, 65535), default=8765, show_default=True, help="Port.")
@click.option("--no-open", is_flag=True, help="Do not open a browser, only print the address.")
@click.option("--workers", type=Whole(1, 64), help="Number of processes that simulate.  [default: one for each core]")
@click.option(
    "--root-path",
    envvar="SOLARA_ROOT_PATH",
    show_envvar=True,
    metavar="PATH",
    help="Path of the dashboard behind a web server, such as /samskaping.",
)
@click.option(
    "--allow-host",
    multiple=True,
    metavar="HOST",
    help="Also answer to this name, such as samskaping.example.no. Repeatable.  [env: SAMSKAPING_ALLOW_HOST]",
)
@click.option(
    "--allow-origin",
    multiple=True,
    metavar="URL",
    help="Also accept connections from pages of this site, where the web server in front changes the Host "
    "header. Repeatable.  [env: SAMSKAPING_ALLOW_ORIGIN]",
)
@click.option(
    "--allow-frame",
    multiple=True,
    metavar="URL",
    help="Let this site show the dashboard inside its pages, such as https://www.example.no. Repeatable.  "
    "[env: SAMSKAPING_ALLOW_FRAME]",
)
@click.option(
    "--lang", "language", type=LanguageChoice(), callback=language_asked,
    help="Language of help and messages; the pages have their own choice.  [default: en]",
)  # fmt: skip
@debug_option
def command(
    host: str, port: int, no_open: bool, workers: int | None, root_path: str | None, allow_host: tuple[str, ...],
    allow_origin: tuple[str, ...], allow_frame: tuple[str, ...], language: Language,
) -> None:  # fmt: skip
    """Open the dashboard: the same town under several ways of governing, side by side, with sliders.

    This machine serves everything; nothing is fetched from the network. Ctrl-C ends the dashboard.
    """
    missing = [name for name in ("dashboard", "solara") if util.find_spec(name) is None]
    if missing:
        raise InputError(
            "the dashboard needs packages that are not installed ({packages}): {command}",
            packages=Listing(missing),
            command=installing("dashboard"),
        )
    import_module("dashboard.serve").serve(
        host, port, not no_open, workers, root_path=root_path, hosts=allow_host, origins=allow_origin,
        frames=allow_frame, language=language,
    )  # fmt: skip
