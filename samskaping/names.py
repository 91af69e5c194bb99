"""Files that hide our packages: a user's own `model.py` or `agents.py`, the usual names in a Mesa project.

Python takes the first module of a name that it finds on `sys.path`, and the user's folder often comes first. The
command searches such a folder last. A script or a notebook may need its own file, so the import is refused there.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path

from samskaping.language import SOURCE, Joined, Language, Message, Translatable

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("agents", "model", "experiments", "dashboard")

_COMMANDS = ("samskaping", "experiments", "experiments.cli.command_line")


class HiddenError(ImportError, Translatable):
    """A file hides one of our packages. The message names the file and what to do."""

    def __init__(self, hidden: dict[str, str]) -> None:
        self.message = Message(
            "{files} hides a package of samskaping with the same name, {names}. Rename the file, for example to "
            "{example}, or run from another folder. Names that samskaping itself needs: {needed}"
            if len(hidden) == 1
            else "{files} hide packages of samskaping with the same names, {names}. Rename the files, for example to "
            "{example}, or run from another folder. Names that samskaping itself needs: {needed}",
            files=Joined(", ", hidden.values()),
            names=Joined(", ", map("`{}`".format, hidden)),
            example=f"my_{next(iter(hidden))}.py",
            needed=", ".join(PACKAGES),
        )
        super().__init__(self.message.text())

    def text(self, language: Language = SOURCE) -> str:
        """Return the message in a language."""
        return self.message.text(language)


def hidden(*packages: str, root: Path = ROOT) -> dict[str, str]:
    """Return {package: file} for packages in `root` that another file would be imported instead of."""
    files = {}
    for name in packages:
        try:
            spec = importlib.util.find_spec(name)
        except ValueError:  # a module without a spec, put into sys.modules by a program
            continue
        if spec is None or spec.origin is None or not (root / name / "__init__.py").exists():
            continue
        if Path(spec.origin).resolve() != root / name / "__init__.py":
            files[name] = spec.origin
    return files


def need(file: str, *packages: str) -> None:
    """Check that the packages beside the one in `file` can be imported; called before the first of them is imported.

    When the command line starts, folders with files that hide them are moved to the end of `sys.path`.

    Raises:
        HiddenError: when another file would be imported instead of one of them.
    """
    if _is_command():
        own_packages_first()
    elif others := hidden(*packages, root=Path(file).resolve().parent.parent):
        raise HiddenError(others)


def own_packages_first() -> None:
    """Move folders with files that hide our packages to the end of `sys.path`; worker processes inherit the order.

    Raises:
        HiddenError: when that does not help, because the other file is already imported.
    """
    for _ in range(len(PACKAGES)):
        others = hidden(*PACKAGES)
        if not others:
            return
        folders = {_folder_of(Path(file)) for file in others.values()}
        last = [entry for entry in sys.path if Path(entry or os.curdir).resolve() in folders]
        sys.path[:] = [entry for entry in sys.path if entry not in last]
        if not any(Path(entry or os.curdir).resolve() == ROOT for entry in sys.path):
            sys.path.append(str(ROOT))
        sys.path += last
        importlib.invalidate_caches()
    if others := hidden(*PACKAGES):
        raise HiddenError(others)


def _folder_of(file: Path) -> Path:
    """Return the folder on `sys.path` in which a module, or a package's `__init__.py`, was found."""
    file = file.resolve()
    return file.parent.parent if file.stem == "__init__" else file.parent


def _is_command() -> bool:
    """Return whether this process runs our command line: the console script, or Python with -m."""
    if sys.argv[:1] == ["-m"]:  # the name of the module is in sys.orig_argv
        return any(name in _COMMANDS for name in sys.orig_argv[1:])
    return bool(sys.argv) and Path(sys.argv[0]).stem == "samskaping"
