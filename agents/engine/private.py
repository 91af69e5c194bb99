"""Check that only the user can write to a folder, before code is loaded from it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

_MOST_LINKS = 40  # as many as Linux follows
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_CLOSED = stat.S_IRWXG | stat.S_IRWXO


def make_private(folder: Path) -> None:
    """Make a folder and its missing parents with mode 0700.

    Raises:
        OSError: when a folder cannot be made.
    """
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def who_else(folder: Path) -> str:
    """Return how another user could put files into a folder; "" when nobody else can.

    The check covers every folder and link on the path, and every file below the folder. Only this user and root may
    own them, and nobody else may write to them. Others may write to a folder on the path if it is sticky, as /tmp is.
    The user's own group counts as the user if it has the user's name and no other member, as on Debian and
    Fedora. Windows is not checked: it reports neither owner nor mode, and keeps a user's cache folder private.

    Raises:
        OSError: when the folder is missing or cannot be read.
    """
    if sys.platform == "win32":
        return ""
    way = list(_way_to(folder.absolute()))
    for place, (path, status) in enumerate(way, 1):
        if status.st_uid not in _trusted():
            return f"{path} belongs to {_user(status.st_uid)}"
        sticky = status.st_mode & stat.S_ISVTX and place < len(way)  # others may add files, and move only their own
        if not stat.S_ISLNK(status.st_mode) and _open(status) and not sticky:
            return f"others may write to {path}"
    return _foreign_file(folder, closed=not way[-1][1].st_mode & _CLOSED)


def _foreign_file(folder: Path, closed: bool) -> str:
    """Return how another user could write to a file below a folder; "" when nobody else can.

    Files' modes do not matter where the folder is `closed` to others.
    """
    for entry in os.scandir(folder):
        status = entry.stat(follow_symlinks=False)
        if status.st_uid not in _trusted():
            return f"{entry.path} belongs to {_user(status.st_uid)}"
        if stat.S_ISLNK(status.st_mode):
            return f"{entry.path} is a link"
        if not closed and _open(status):
            return f"others may write to {entry.path}"
        if entry.is_dir(follow_symlinks=False) and (wrong := _foreign_file(Path(entry.path), closed)):
            return wrong
    return ""


def _way_to(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield every folder and link that leads to an absolute path, from the root on, with its `lstat`.

    Raises:
        OSError: when a part is missing, or after 40 links.
    """
    at, rest, links = Path(path.anchor), list(path.parts[1:]), 0
    yield at, at.lstat()
    while rest:
        part = rest.pop(0)
        if part == "..":
            at = at.parent
            continue
        status = (at / part).lstat()
        yield at / part, status
        if not stat.S_ISLNK(status.st_mode):
            at /= part
            continue
        links += 1
        if links > _MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
        target = Path(os.readlink(at / part))
        if target.is_absolute():
            at, target = Path(target.anchor), target.relative_to(target.anchor)
        rest = [*target.parts, *rest]


def _open(status: os.stat_result) -> bool:
    """Return whether the mode of a file or folder lets others write to it."""
    others = status.st_mode & _OTHERS
    return bool(others) and not (others == stat.S_IWGRP and _is_own_group(status.st_gid))


def _trusted() -> tuple[int, int]:
    return (0, os.geteuid())


def _is_own_group(number: int) -> bool:
    """Return whether a group has the user's name and no other member."""
    import grp
    import pwd

    try:
        user, group = pwd.getpwuid(os.geteuid()), grp.getgrgid(number)
    except KeyError:
        return False
    return group.gr_gid == user.pw_gid and group.gr_name == user.pw_name and set(group.gr_mem) <= {user.pw_name}


def _user(number: int) -> str:
    import pwd

    try:
        return f"the user {pwd.getpwuid(number).pw_name}"
    except KeyError:
        return f"the user with number {number}"
