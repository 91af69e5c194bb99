"""List the licences of everything that samskaping installs: `python -m tools.licences [--write PAGE | --check PAGE]`.

Reads the metadata of the packages installed in this environment, from samskaping through all it needs. Extras for
development are left out. With `--check` the exit code is 1 where an installed package is missing from the page, or has
another licence there.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import deque
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = ("", "dashboard", "report", "cluster", "research", "solaraviz")
"""The program itself, and what a user may add."""

NAMES = (
    (r"\bAGPL|Affero", "AGPL"),
    (r"\bLGPL|Lesser General", "LGPL"),
    (r"GPL-3|GENERAL PUBLIC LICENSE\s+Version 3|GPLv3", "GPL-3.0"),
    (r"Apache", "Apache-2.0"),
    (r"Mozilla|\bMPL", "MPL-2.0"),
    (r"BSD", "BSD"),
    (r"\bMIT\b|Permission is hereby granted", "MIT"),
    (r"Python Software Foundation|PSF", "PSF-2.0"),
    (r"\bISC\b", "ISC"),
)
"""How names in older metadata are shortened; the first that is found counts."""

_HEAD = 300  # characters of the field that name the licence; some hold its whole text, and others' below it

UNSTATED = {"axe-playwright-python": "MIT"}
"""Packages whose metadata states none, by the file LICENSE in their source."""


def needed(extra: str) -> set[str]:
    """Return the packages that samskaping with an extra needs, by name, as installed here.

    Packages that are not installed here, because an extra is missing or for another system, are left out.
    """
    found: set[str] = set()
    waiting = deque([("samskaping", frozenset({extra}))])
    seen = set()
    while waiting:
        name, extras = waiting.popleft()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            listed = requires(name) or []
        except PackageNotFoundError:
            continue
        found.add(canonicalize_name(name))
        for text in listed:
            one = Requirement(text)
            if one.marker is None or any(one.marker.evaluate({"extra": asked}) for asked in extras | {""}):
                waiting.append((one.name, frozenset(one.extras)))
    return found - {"samskaping"}


def licence(name: str) -> str:
    """Return a package's licence: the SPDX expression of its metadata, else the name in its older fields."""
    about = metadata(name)
    if "License-Expression" in about:
        return about["License-Expression"]
    older = [one for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
    field = about["License"][:_HEAD] if "License" in about else ""
    for text in (" ".join(older), field):
        if stated := next((short for pattern, short in NAMES if re.search(pattern, text)), None):
            return stated
    return UNSTATED.get(name) or field.strip().partition("\n")[0] or "not stated"


def rows() -> dict[str, tuple[str, str]]:
    """Return {package: (licence, the first extra that needs it)}."""
    found: dict[str, tuple[str, str]] = {}
    for extra in EXTRAS:
        for name in sorted(needed(extra)):
            found.setdefault(name, (licence(name), extra))
    return dict(sorted(found.items()))


def page() -> str:
    """Return the page of licences."""
    lines = [
        f"| {name} | {stated} | {f'`[{extra}]`' if extra else 'always'} |" for name, (stated, extra) in rows().items()
    ]
    head = """# Licences

samskaping is under the MIT licence. This page lists the licences of the packages that it installs, as their metadata
states them.

*This page is generated: `python -m tools.licences --write docs/licences.md`.*

- **always**: the program itself needs it. Other packages come with an extra, such as `samskaping[dashboard]`.
- All packages that are always installed, and those of the dashboard, have permissive or weak-copyleft licences.
- `[research]` brings the EMA Workbench, which needs Platypus under the GPL 3. Read that licence before you pass on a
  program that includes it. Without the extra it is not installed.
- The dashboard's page holds Apache ECharts (Apache-2.0, with parts under BSD-3-Clause). Its licence and notice stand in
  `dashboard/assets/echarts/`.
- Figures on municipalities come from Statistics Norway under NLOD 2.0 ([sources](../model/data/SOURCES.md)).

| package | licence | installed with |
|---|---|---|
"""
    return head + "\n".join(lines) + "\n"


def differences(text: str) -> list[str]:
    """Return what a page lacks or states otherwise, for the packages installed here."""
    written = {
        cells[0]: cells[1]
        for line in text.splitlines()
        if line.startswith("| ") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 3
    }
    return [
        f"{name}: {stated}, and the page has {written.get(name, 'no such package')}"
        for name, (stated, _) in rows().items()
        if written.get(name) != stated
    ]


def main() -> int:
    """Print, write or check the page, and return the exit code."""
    parser = argparse.ArgumentParser(description="List the licences of everything that samskaping installs.")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page")
    parser.add_argument("--check", type=Path, metavar="PAGE", help="compare the page with what is installed")
    given = parser.parse_args()
    if given.check:
        faults = differences(given.check.read_text(encoding="utf-8"))
        print(
            "\n".join(faults) or "The page has the licences of what is installed.", file=sys.stderr if faults else None
        )
        return 1 if faults else 0
    if given.write:
        given.write.write_text(page(), encoding="utf-8")
        return 0
    print(page())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
