"""Which version of the program and of the model a page or a file comes from."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from experiments.runs.versions import model_hash


@cache
def version() -> str:
    """Return the version of the program and of the model."""
    try:
        number = installed("samskaping")
    except PackageNotFoundError:
        number = "?"
    return f"{number} ({model_hash()})"
