"""Where numba keeps compiled kernels.

Numba's cache looks only at the file a kernel stands in: after an edit of a rule that the kernel *imports* it would go
on returning the old numbers, silently. So the cache folder carries a hash of all the sources a kernel may depend on:
an edit gives a new folder. Call `use_cache_for` before the first kernel of a package is imported.

Numba's files are pickles, so loading one can run any code. The folder is used only if nobody else can write to it.
"""

import atexit
import contextlib
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
import warnings
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from platformdirs import user_cache_path

from agents.engine.private import make_private, who_else


def source_hash(*packages: str) -> str:
    """Return 16 hex digits that change whenever a Python source of the packages (or numba's version) changes."""
    digest = hashlib.sha256()
    try:
        digest.update(version("numba").encode())
    except PackageNotFoundError:  # numba is then missing, and the first kernel will say so
        digest.update(b"none")
    for package in packages:
        folder = Path(__file__).resolve().parents[2] / package
        for source in sorted(folder.rglob("*.py")):
            digest.update(source.relative_to(folder.parent).as_posix().encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def cache_base() -> Path:
    """Return the folder above all caches: `SAMSKAPING_CACHE`, or the user's cache folder on this system."""
    named = os.environ.get("SAMSKAPING_CACHE")
    return Path(named) if named else user_cache_path("samskaping", appauthor=False)


@cache
def _temporary() -> Path:
    """Return a new folder for this process alone, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="samskaping-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def use_cache_for(*packages: str) -> Path:
    """Point numba at a cache folder named by the sources of `packages`, and return it.

    Where the folder cannot be written, or others could write to it (`who_else`), a temporary one is used, with one
    warning: the kernels are then compiled afresh in every process.
    """
    folder = cache_base().absolute() / source_hash(*packages)
    try:
        make_private(folder)
        wrong = who_else(folder)
        if not wrong:
            with tempfile.TemporaryFile(dir=folder):
                os.utime(folder)  # in use: see `remove_unused`
    except OSError as error:
        folder = _instead(
            f"compiled kernels cannot be kept in {folder} ({error}); set SAMSKAPING_CACHE to a folder that you can "
            "write to"
        )
    else:
        if wrong:
            folder = _instead(
                f"compiled kernels in {folder} are not used: {wrong}, and whoever writes there can run code as you; "
                "remove the folder or take that right away (chmod go-w), or set SAMSKAPING_CACHE to a folder that "
                "only you can write to"
            )
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.reload_config()
    return folder


def _instead(why: str) -> Path:
    """Return the temporary folder, and warn once why it is used; processes that this one starts do not warn again."""
    if not os.environ.get("SAMSKAPING_CACHE_WARNED"):
        os.environ["SAMSKAPING_CACHE_WARNED"] = "1"
        warnings.warn(why, stacklevel=3)
    return _temporary()


def is_kept() -> bool:
    """Return whether what is compiled here is there for the next process."""
    return Path(os.environ["NUMBA_CACHE_DIR"]).parent == cache_base().absolute()


def remove_unused(days: float = 30.0) -> None:
    """Remove the caches of other sources that no process has used for so many days; what is not plainly ours stays."""
    if not is_kept():
        return
    with contextlib.suppress(OSError):
        for folder in cache_base().iterdir():
            if folder.name != Path(os.environ["NUMBA_CACHE_DIR"]).name and _is_unused(folder, days):
                shutil.rmtree(folder, ignore_errors=True)


def _is_unused(folder: Path, days: float) -> bool:
    """Return whether a folder is a cache of ours, by its name and by every file in it, and has not been used lately."""
    try:
        if not re.fullmatch(r"[0-9a-f]{16}", folder.name) or folder.is_symlink() or not folder.is_dir():
            return False
        files = [path.name for path in folder.rglob("*") if not path.is_dir()]
        ours = bool(files) and all(map(_OURS.search, files))
        return ours and folder.stat().st_mtime < time.time() - days * 86400
    except OSError:
        return False


_OURS = re.compile(r"\.(nbi|nbc)(\.tmp\.[0-9a-f]+)?$|^complete-|^(compiling|saving)\.lock$")
