"""Compiled kernels are pickles: a cache that another user could write to is not loaded."""

import json
import os
import pickle
import sys
from pathlib import Path

import pytest

from agents.engine.private import make_private, who_else
from tests.agents.test_cache import PROBES, REPORT, found, run, tree  # noqa: F401  `tree` is a fixture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows tells neither owner nor mode of a folder")
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
NOBODY = 65534


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache folder like those made here, with a kernel's file in it."""
    folder = tmp_path / "base" / "0123456789abcdef"
    make_private(folder)
    (folder / "needs_1").mkdir()
    (folder / "needs_1" / "arrive.nbi").write_bytes(b"x")
    return folder


def test_a_folder_made_here_is_its_users_alone(cache: Path):
    assert who_else(cache) == ""
    assert [path.stat().st_mode & 0o777 for path in (cache, cache.parent)] == [0o700, 0o700]


@pytest.mark.parametrize("mode", [0o777, 0o722, 0o707, 0o1777])
@pytest.mark.parametrize("above", [0, 1])
def test_a_folder_that_others_may_write_to_is_refused(cache: Path, mode: int, above: int):
    folder = (cache, cache.parent)[above]
    folder.chmod(mode)
    sticky_above = above and mode & 0o1000  # like /tmp: others may add files, and cannot touch this user's
    assert who_else(cache) == ("" if sticky_above else f"others may write to {folder}")


def test_the_folder_of_a_group_is_refused_unless_the_group_is_the_user(cache: Path, monkeypatch):
    cache.chmod(0o770)
    for own, refused in ((False, f"others may write to {cache}"), (True, "")):
        monkeypatch.setattr("agents.engine.private._is_own_group", lambda number, own=own: own)
        assert who_else(cache) == refused


def test_a_groups_name_and_members_tell_whether_it_is_the_users_own(monkeypatch):
    import grp
    import pwd

    from agents.engine.private import _is_own_group

    user = pwd.getpwuid(os.geteuid())
    groups = {
        user.pw_gid: (user.pw_name, []),
        1001: ("staff", []),
        1002: (user.pw_name, []),  # of that name, and not the user's
    }
    made = {number: grp.struct_group((name, "x", number, members)) for number, (name, members) in groups.items()}
    monkeypatch.setattr(grp, "getgrgid", made.__getitem__)
    assert [_is_own_group(number) for number in (*groups, 1003)] == [True, False, False, False]
    made[user.pw_gid] = grp.struct_group((user.pw_name, "x", user.pw_gid, [user.pw_name, "guest"]))
    assert not _is_own_group(user.pw_gid)


def test_a_file_that_others_may_write_to_is_refused_where_they_can_reach_it(cache: Path):
    file = cache / "needs_1" / "arrive.nbi"
    file.chmod(0o666)
    assert who_else(cache) == ""  # nobody else gets into the folder
    cache.chmod(0o755)
    assert who_else(cache) == f"others may write to {file}"


def test_a_link_to_code_elsewhere_is_refused(cache: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (cache / "choice_1").symlink_to(tmp_path / "elsewhere")
    assert who_else(cache) == f"{cache / 'choice_1'} is a link"


def test_a_link_of_the_users_own_is_followed_and_what_it_leads_to_checked(cache: Path, tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("base/../real")
    cache.rename(tmp_path / "real" / cache.name)
    behind = tmp_path / "link" / cache.name
    assert who_else(behind) == ""
    (tmp_path / "real").chmod(0o777)
    assert who_else(behind) == f"others may write to {tmp_path / 'real'}"
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(OSError, match="circle"):
        who_else(tmp_path / "circle" / "x")


@as_root
@pytest.mark.parametrize("what", ["cache", "base", "file"])
def test_what_belongs_to_another_user_is_refused(cache: Path, what: str):
    path = {"cache": cache, "base": cache.parent, "file": cache / "needs_1" / "arrive.nbi"}[what]
    os.chown(path, NOBODY, -1)
    assert who_else(cache).startswith(f"{path} belongs to ")


@as_root
def test_a_link_of_another_user_is_not_followed(cache: Path, tmp_path: Path):
    link = tmp_path / "link"
    link.symlink_to(cache.parent)
    assert who_else(link / cache.name) == ""
    os.chown(link, NOBODY, -1, follow_symlinks=False)
    assert who_else(link / cache.name).startswith(f"{link} belongs to ")


class Planted:
    """A pickle of this makes a folder when it is loaded."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return os.makedirs, (str(self.trace), 0o777, True)


def test_code_planted_in_an_open_cache_is_not_run(tree: Path, tmp_path: Path):  # noqa: F811
    base, trace = tmp_path / "cache", tmp_path / "trace"
    script, *_, before_edit, _ = PROBES["a rule that another rule calls"]
    folder = Path(found(script, tree, base)["folder"])
    indexes = list(folder.rglob("*.nbi"))
    assert indexes and folder.stat().st_mode & 0o777 == 0o700
    for index in indexes:
        index.write_bytes(pickle.dumps(Planted(trace)))
    folder.chmod(0o777)
    done = run(script + REPORT, tree, base)
    told = json.loads(done.stdout)
    assert told["result"] == before_edit and Path(told["folder"]).parent != base and not trace.exists()
    assert done.stderr.count("are not used") == 1 and f"others may write to {folder}" in done.stderr
    assert "chmod go-w" in done.stderr and "SAMSKAPING_CACHE" in done.stderr
    folder.chmod(0o700)  # the plant does run where it is loaded, so the test can fail
    run(script + REPORT, tree, base)
    assert trace.exists()
