"""Where numba keeps compiled kernels.

Numba's cache checks only the file that holds a kernel. After an edit of a rule that the kernel *imports*, the cache
would silently return the old numbers. The cache folder therefore carries a hash of all sources that a kernel may depend
on, so that an edit gives a new folder. Call `use_cache_for` before the first kernel of a package is imported.

Numba's files are pickles, so loading a file can run any code. Numba therefore gets the folder only if no other user can
write to it.
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
    """Return 16 hex digits that change whenever a Python source of `packages`, or numba's version, changes.

    `packages` are names of folders at the repository's root, such as "model".
    """
    digest = hashlib.sha256()
    try:
        digest.update(version("numba").encode())
    except PackageNotFoundError:  # numba is missing; importing the first kernel raises
        digest.update(b"none")
    for package in packages:
        folder = Path(__file__).resolve().parents[2] / package
        for source in sorted(folder.rglob("*.py")):
            digest.update(source.relative_to(folder.parent).as_posix().encode())
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def cache_base() -> Path:
    """Return the folder that holds all caches: `SAMSKAPING_CACHE`, or the user's cache folder on this system."""
    named = os.environ.get("SAMSKAPING_CACHE")
    return Path(named) if named else user_cache_path("samskaping", appauthor=False)


@cache
def _temporary() -> Path:
    """Return a new folder for this process alone, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="samskaping-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


COVERED: set[str] = set()
"""Packages whose sources the cache folder's name depends on."""


def use_cache_for(*packages: str) -> Path:
    """Point numba at a cache folder named by the sources of `packages`, and return it.

    Uses a temporary folder, with one warning, where the folder cannot be written or other users could write to it
    (`who_else`). Every process then compiles the kernels again.
    """
    COVERED.update(packages)
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
                f"compiled kernels in {folder} are not used: {wrong}. Any user who writes there can run code as you. "
                "Remove the folder, remove that right (chmod go-w), or set SAMSKAPING_CACHE to a folder that "
                "only you can write to"
            )
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.reload_config()
    return folder


def _instead(why: str) -> Path:
    """Return the temporary folder, and warn once why it is used; child processes do not warn again."""
    if not os.environ.get("SAMSKAPING_CACHE_WARNED"):
        os.environ["SAMSKAPING_CACHE_WARNED"] = "1"
        warnings.warn(why, stacklevel=3)
    return _temporary()


def is_kept() -> bool:
    """Return whether the next process can use the code that this process compiles. Call `use_cache_for` first."""
    return Path(os.environ["NUMBA_CACHE_DIR"]).parent == cache_base().absolute()


def remove_unused(days: float = 30.0) -> None:
    """Remove our caches of other sources that no process has used for `days` days; leave all other folders.

    Does nothing where this process uses a temporary folder. Skips caches that cannot be removed.
    """
    if not is_kept():
        return
    with contextlib.suppress(OSError):
        for folder in cache_base().iterdir():
            if folder.name != Path(os.environ["NUMBA_CACHE_DIR"]).name and _is_unused(folder, days):
                shutil.rmtree(folder, ignore_errors=True)


def _is_unused(folder: Path, days: float) -> bool:
    """Return whether a folder is our cache, judged by its name and all its files, and unused for `days` days."""
    try:
        if not re.fullmatch(r"[0-9a-f]{16}", folder.name) or folder.is_symlink() or not folder.is_dir():
            return False
        files = [path.name for path in folder.rglob("*") if not path.is_dir()]
        ours = bool(files) and all(map(_OURS.search, files))
        return ours and folder.stat().st_mtime < time.time() - days * 86400
    except OSError:
        return False


_OURS = re.compile(r"\.(nbi|nbc)(\.tmp\.[0-9a-f]+)?$|^complete-|^(compiling|saving)\.lock$")
