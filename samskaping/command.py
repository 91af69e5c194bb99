"""Where the console script begins: our own packages are found first, whatever files lie in the user's folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise

from samskaping.names import HiddenError, own_packages_first


def asks_for_norwegian(arguments: Sequence[str]) -> bool:
    """Return whether a command is to answer in Norwegian, known before the command itself can be read."""
    return "--lang=nb" in arguments or ("--lang", "nb") in pairwise(arguments)


def main() -> int:
    """Run the command line and return its exit code: 2 when our own packages cannot be found."""
    try:
        own_packages_first()
    except HiddenError as error:
        norwegian = asks_for_norwegian(sys.argv)
        print(f"feil: {error.norwegian}" if norwegian else f"error: {error}", file=sys.stderr)
        return 2
    code: int = import_module("experiments.cli.command_line").main()
    return code
