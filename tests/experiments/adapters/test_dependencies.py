"""Packages that the program imports without an extra are declared as its dependencies."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.shell import ROOT

OWN = {"agents", "model", "experiments", "dashboard", "samskaping"}
OF_EXTRAS = {"weasyprint", "distributed", "ema_workbench", "solara", "sklearn", "xarray"}
"""Imported by what needs them alone, which says which extra to install."""


def imported(source: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_what_is_imported_is_declared():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    declared = {re.split(r"[ <>=!~;\\[]", line)[0].lower() for line in told}
    sources = [
        path for package in ("agents", "model", "experiments", "samskaping") for path in (ROOT / package).rglob("*.py")
    ]
    names = set().union(*map(imported, sources)) - OWN - OF_EXTRAS - sys.stdlib_module_names
    providers = packages_distributions()
    missing = {name for name in names if not {one.lower() for one in providers.get(name, [name])} & declared}
    assert not missing
