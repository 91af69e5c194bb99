"""Where the console script begins: our own packages are found first, whatever files lie in the user's folder."""

from __future__ import annotations

import sys
from importlib import import_module

from samskaping.names import HiddenError, own_packages_first


def main() -> int:
    """Run the command line and return its exit code: 2 when our own packages cannot be found."""
    try:
        own_packages_first()
    except HiddenError as error:
        norwegian = "--lang nb" in " ".join(sys.argv).replace("=", " ")
        print(f"feil: {error.norwegian}" if norwegian else f"error: {error}", file=sys.stderr)
        return 2
    code: int = import_module("experiments.cli").main()
    return code
