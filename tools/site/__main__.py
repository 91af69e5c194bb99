"""Build the documentation site: `python -m tools.site [FOLDER]`, by default into build/site.

The pages are gathered in FOLDER-pages, and Sphinx makes the site of them. The site needs no network: open
`FOLDER/index.html`. Exits with 1 on any warning, such as a link that leads nowhere.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import build_main

from tools.site.navigation import gather

ROOT = Path(__file__).resolve().parents[2]


def build(folder: Path) -> int:
    """Build the site into `folder`, which is replaced, and return Sphinx's exit code."""
    pages = folder.with_name(f"{folder.name}-pages")
    for old in (folder, pages):
        shutil.rmtree(old, ignore_errors=True)
    gather(ROOT, pages)
    settings = Path(__file__).parent / "sphinx"
    doctrees = pages / ".doctrees"
    return build_main(
        ["-q", "-W", "--keep-going", "-j", "2", "-c", str(settings), "-d", str(doctrees), str(pages), str(folder)]
    )


def main() -> int:
    """Build into the folder that the command line names, and return the exit code."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site")
    if folder.exists() and any(folder.iterdir()) and not (folder / ".buildinfo").exists():
        raise SystemExit(f"{folder} holds other things than a site, which would be deleted; name another folder")
    code = build(folder)
    if code == 0:
        print(f"Open {folder / 'index.html'} in a browser.")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
