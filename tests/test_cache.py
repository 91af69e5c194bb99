"""The cache of compiled kernels: an edited rule is seen, nothing stale is used, and it works where nothing can be kept."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Kernels that compile in a second or two; each calls a rule or reads a constant of another file.
PROBES = {
    # agents/service_rules.py calls a rule of agents/citizen_rules.py
    "rule": (
        "from collections import namedtuple\n"
        "from agents.service_rules import routine_weight as kernel\n"
        "result = kernel(1.0, namedtuple('Numbers', 'routine')(3.0))\n",
        "agents/citizen_rules.py", "return 1.0 / (1.0 + math.exp(-x))", "return 0.25 / (1.0 + math.exp(-x))",
        (0.5, 0.125),
    ),
    # model/access.py and others call rules of agents/; so does this one, from model/
    "rule from another package": (
        "import numpy as np\n"
        "from model.choice import believed_quality\n"
        "from agents.citizen_rules import appeal_of_unit\n"
        "from model.needs import count_of_needs as kernel\n"
        "result = kernel(0.5, 0.1)\n",
        "model/needs.py", "p = math.exp(-rate)", "p = math.exp(-100.0 * rate)",
        (0, 3),
    ),
    # model/landscape.py draws through model/chance.py, which reads a constant of its own
    "constant": (
        "from model.chance import seed_word\n"
        "from model.landscape import understood_bits as kernel\n"
        "result = int(kernel(seed_word(1), 0, 0, 0.25))\n",
        "model/chance.py", "_SCALE = 1.0 / 4294967296.0", "_SCALE = 0.0 / 4294967296.0",
        (None, 4095),
    ),
}  # fmt: skip
REPORT = """
import json, numba, os
print(json.dumps({"result": result, "folder": os.environ["NUMBA_CACHE_DIR"], "config": numba.config.CACHE_DIR,
                  "hits": sum(kernel.stats.cache_hits.values()), "misses": sum(kernel.stats.cache_misses.values())}))
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the sources, to be edited."""
    for package in ("agents", "model"):
        shutil.copytree(ROOT / package, tmp_path / "tree" / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "tree"


def run(script: str, tree: Path, cache: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script on the tree, in a process of its own with a cache of its own."""
    without = ("NUMBA_CACHE_DIR", "NUMBA_DISABLE_JIT", "SAMSKAPING_CACHE_WARNED")
    inherited = {name: value for name, value in os.environ.items() if name not in without}
    # -P would be needed to keep the current folder out; the tree is made the current folder instead
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", script], cwd=tree, capture_output=True, text=True, timeout=300,
        check=False, env={**inherited, "PYTHONPATH": str(tree), "SAMSKAPING_CACHE": str(cache), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


def found(script: str, tree: Path, cache: Path) -> dict:
    return json.loads(run(script + REPORT, tree, cache).stdout)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file}: the probe needs {old!r} exactly once"
    file.write_text(text.replace(old, new), encoding="utf-8")


# --- an edit is seen -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("probe", PROBES)
def test_an_edited_rule_changes_the_next_process(tree: Path, tmp_path: Path, probe: str):
    script, file, old, new, (before_edit, after_edit) = PROBES[probe]
    cache = tmp_path / "cache"
    first = found(script, tree, cache)
    again = found(script, tree, cache)
    assert first["result"] == again["result"] and (before_edit is None or first["result"] == before_edit)
    assert (first["misses"], first["hits"]) == (1, 0)
    assert (again["misses"], again["hits"]) == (0, 1)  # what was compiled is used
    assert again["folder"] == first["folder"] and Path(first["folder"]).parent == cache

    edit(tree / file, old, new)
    after = found(script, tree, cache)
    assert after["result"] == after_edit != first["result"]
    assert after["folder"] != first["folder"] and (after["misses"], after["hits"]) == (1, 0)


def test_without_a_folder_of_its_own_an_edit_would_not_be_seen(tree: Path, tmp_path: Path):
    # The trap this is all for. When numba no longer has it, the folders named by a hash may go.
    script, file, old, new, (before_edit, _) = PROBES["rule"]
    edit(tree / "agents" / "cache.py", "/ source_hash(*packages)", "/ 'one-for-all'")
    assert found(script, tree, tmp_path / "cache")["result"] == before_edit
    edit(tree / file, old, new)
    assert found(script, tree, tmp_path / "cache")["result"] == before_edit  # stale, without a word


def test_numba_keeps_the_folder_when_it_was_imported_first_or_reads_its_settings_anew(tree: Path, tmp_path: Path):
    script = """
import json, os
import numba
import model
seen = [numba.config.CACHE_DIR]
os.environ["NUMBA_OPT"] = "2"
numba.config.reload_config()
seen.append(numba.config.CACHE_DIR)
print(json.dumps(seen + [os.environ["NUMBA_CACHE_DIR"]]))
"""
    seen = json.loads(run(script, tree, tmp_path / "cache").stdout)
    assert len(set(seen)) == 1 and Path(seen[0]).parent == tmp_path / "cache"


# --- nothing can be kept ---------------------------------------------------------------------------------------


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A folder that nobody can make, not even root: its parent is a file."""
    (tmp_path / "file").write_text("in the way")
    return tmp_path / "file" / "cache"


def test_a_cache_that_cannot_be_written_gives_one_warning_and_the_same_result(
    tree: Path, tmp_path: Path, nowhere: Path
):
    (tmp_path / "temporary").mkdir()
    script = "import agents\nimport model\nimport numba\n" + PROBES["rule"][0] + REPORT
    done = run(script, tree, nowhere, TMPDIR=str(tmp_path / "temporary"))
    assert json.loads(done.stdout)["result"] == 0.5
    assert done.stderr.count("compiled kernels cannot be kept") == 1
    assert "SAMSKAPING_CACHE" in done.stderr and str(nowhere) in done.stderr


def test_the_folder_used_instead_is_new_and_is_removed(tree: Path, tmp_path: Path, nowhere: Path):
    # A folder that was there before may hold kernels of other sources (process numbers come back), or be another's.
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    script = (
        f"import os\nfrom pathlib import Path\n"
        f"for name in (f'samskaping-{{os.getpid()}}', 'samskaping'):\n"
        f"    Path({str(temporary)!r}, name).mkdir()\n"
        "before = set(os.listdir(Path.cwd().parent / 'temporary'))\n"
        + PROBES["rule"][0]
        + REPORT
        + "print(sorted(before))"
    )
    done = run(script, tree, nowhere, TMPDIR=str(temporary))
    used, before = done.stdout.splitlines()
    folder = Path(json.loads(used)["folder"])
    assert folder.name not in before
    assert not folder.exists()


# --- the folder's name -----------------------------------------------------------------------------------------


def cache_module(tree: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("cache_of_a_copy", tree / "agents" / "cache.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_name_follows_the_sources_and_nothing_else(tree: Path, tmp_path: Path):
    def name(*packages: str) -> str:
        return cache_module(tree).source_hash(*packages)

    both, agents = name("agents", "model"), name("agents")
    assert len(both) == 16 and int(both, 16) >= 0 and both != agents
    shutil.copytree(tree, tmp_path / "elsewhere")
    assert cache_module(tmp_path / "elsewhere").source_hash("agents", "model") == both
    (tree / "model" / "needs.py").touch()
    (tree / "model" / "__pycache__").mkdir(exist_ok=True)
    (tree / "model" / "__pycache__" / "needs.pyc").write_bytes(b"x")
    assert name("agents", "model") == both

    edit(tree / "model" / "needs.py", "p = math.exp(-rate)", "p = math.exp(-rate )")
    changed = name("agents", "model")
    assert changed != both and name("agents") == agents  # agents' kernels depend on agents alone
    (tree / "model" / "choice.py").rename(tree / "model" / "choosing.py")
    assert name("agents", "model") not in (both, changed)


def test_a_new_file_changes_the_name(tree: Path):
    before = cache_module(tree).source_hash("agents", "model")
    (tree / "agents" / "more_rules.py").write_text("")
    assert cache_module(tree).source_hash("agents", "model") != before


def test_numbas_version_changes_the_name(tree: Path, monkeypatch: pytest.MonkeyPatch):
    module = cache_module(tree)
    before = module.source_hash("agents")
    monkeypatch.setattr(module, "version", lambda _: "0.0.1")
    assert module.source_hash("agents") != before


def test_where_caches_lie(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    module = cache_module(tree)
    monkeypatch.setenv("SAMSKAPING_CACHE", str(tmp_path / "named"))
    assert module.cache_base() == tmp_path / "named"
    monkeypatch.delenv("SAMSKAPING_CACHE")
    if sys.platform != "win32":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
        assert module.cache_base() == tmp_path / "xdg" / "samskaping"
        monkeypatch.delenv("XDG_CACHE_HOME")
        assert module.cache_base() == Path.home() / ".cache" / "samskaping"
