"""The cache of compiled kernels: an edited rule is seen, nothing is compiled twice, and it works without a folder."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Kernels that compile in a second or two; each calls a rule or reads a constant of another file.
# Script, file, what stands there, what is put there instead, the result before and after.
PROBES = {
    "a rule that another rule calls": (
        "from model.parameters.parameters import Parameters\n"
        "from agents.service_rules import routine_weight as kernel\n"
        "result = kernel(1.0, Parameters().delivery.numbers())\n",
        "agents/citizen_rules.py", "return 1.0 / (1.0 + math.exp(-x))", "return 0.25 / (1.0 + math.exp(-x))",
        0.5, 0.125,
    ),
    "a rule that a phase calls": (
        "import numpy as np\n"
        "from model.parameters.parameters import Parameters\n"
        "from model.phases.service.choice import chosen_unit as kernel\n"
        "fit, unit, ties = np.zeros((1, 4), np.float32), np.full((1, 4), 255, np.uint8), np.zeros(2, np.uint32)\n"
        "result = kernel(0, 0, 0, 0.5, 2, 0.5, fit, unit, ties, ties, np.ones(8), 0.5, 2,\n"
        "                Parameters().market.numbers())\n",
        "agents/citizen_rules.py", "+ market.home * at_home", "- 100.0 * at_home",
        0, 1,
    ),
    "a constant": (
        "from model.chance import seed_word\n"
        "from model.town.landscape import understood_bits as kernel\n"
        "result = int(kernel(seed_word(1), 0, 0, 1.0))\n",
        "model/chance.py", "_SCALE = 1.0 / 4294967296.0", "_SCALE = 9.0",
        4095, 0,
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


@pytest.mark.thorough
def test_edited_rules_change_the_next_process(tree: Path, tmp_path: Path):
    """A rule that a phase calls and a constant of another file, each in the same three processes."""
    names = ("a rule that a phase calls", "a constant")
    cache = tmp_path / "cache"
    script = "found = []\n"
    for name in names:
        script += PROBES[name][0] + "found.append((result, kernel))\n"
    script += """
import json, os
print(json.dumps({"folder": os.environ["NUMBA_CACHE_DIR"], "found": [
    [result, sum(kernel.stats.cache_misses.values()), sum(kernel.stats.cache_hits.values())]
    for result, kernel in found]}))
"""

    def seen() -> dict:
        return json.loads(run(script, tree, cache).stdout)

    first, again = seen(), seen()
    assert first["found"] == [[PROBES[name][4], 1, 0] for name in names]
    assert again["found"] == [[PROBES[name][4], 0, 1] for name in names]  # what was compiled is used
    assert again["folder"] == first["folder"] and Path(first["folder"]).parent == cache

    for name in names:
        _, file, old, new, *_ = PROBES[name]
        edit(tree / file, old, new)
    after = seen()
    assert after["found"] == [[PROBES[name][5], 1, 0] for name in names]
    assert after["folder"] != first["folder"]


def test_without_a_folder_of_its_own_an_edit_would_not_be_seen(tree: Path, tmp_path: Path):
    # The trap this is all for. When numba no longer has it, the folders named by a hash may go.
    script, file, old, new, before_edit, _ = PROBES["a rule that another rule calls"]
    edit(tree / "agents" / "engine" / "cache.py", "/ source_hash(*packages)", "/ 'one-for-all'")
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


# --- nothing is compiled twice ---------------------------------------------------------------------------------

USE_EVERY_KERNEL = """
from model import GovernanceModel

for paradigm in ("facilitating", "NPM"):
    few = {"town.warm_up": 0, "politics.term": 12}
    GovernanceModel(paradigm=paradigm, citizens=100, rng=1, parameters=few).run(months=13)
"""
LIST_COMPILED = """
import json, sys
from numba.core.dispatcher import Dispatcher

print(json.dumps(sorted({
    f"{module}.{kernel.py_func.__name__}" for module, names in list(sys.modules.items())
    if module.partition(".")[0] in ("agents", "model") for kernel in vars(names).values()
    if isinstance(kernel, Dispatcher) and kernel.stats.cache_misses
})))
"""


def test_another_process_compiles_nothing():
    # In the cache that all tests use: what one process has compiled, the next one finds.
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    exec(USE_EVERY_KERNEL, {})
    done = subprocess.run(
        [sys.executable, "-c", USE_EVERY_KERNEL + LIST_COMPILED], capture_output=True, text=True, timeout=600,
        check=False, env={**os.environ, "PYTHONPATH": path, "NUMBA_DISABLE_JIT": "0"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


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
    script = "import agents\nimport model\nimport numba\n" + PROBES["a rule that another rule calls"][0] + REPORT
    done = run(script, tree, nowhere, TMPDIR=str(tmp_path / "temporary"))
    assert json.loads(done.stdout)["result"] == 0.5
    assert done.stderr.count("compiled kernels cannot be kept") == 1
    assert "SAMSKAPING_CACHE" in done.stderr and str(nowhere) in done.stderr


def test_the_folder_used_instead_is_new_and_is_removed(tree: Path, tmp_path: Path, nowhere: Path):
    # A folder that was there before may hold kernels of other sources (process numbers come back), or be another's.
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    make = "import os\nfrom pathlib import Path\nPath(os.environ['TMPDIR'], f'samskaping-{os.getpid()}').mkdir()\n"
    make += "before = os.listdir(os.environ['TMPDIR'])\n"
    script = make + PROBES["a rule that another rule calls"][0] + REPORT + "print(before)"
    done = run(script, tree, nowhere, TMPDIR=str(temporary))
    used, before = done.stdout.splitlines()
    folder = Path(json.loads(used)["folder"])
    assert folder.name not in before
    assert not folder.exists()


# --- the folder's name -----------------------------------------------------------------------------------------


def cache_module(tree: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("cache_of_a_copy", tree / "agents" / "engine" / "cache.py")
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
    (tree / "model" / "phases" / "service" / "needs.py").touch()
    (tree / "model" / "__pycache__").mkdir(exist_ok=True)
    (tree / "model" / "__pycache__" / "needs.pyc").write_bytes(b"x")
    assert name("agents", "model") == both

    edit(tree / "model" / "phases" / "service" / "needs.py", "p = math.exp(-rate)", "p = math.exp(-rate )")
    changed = name("agents", "model")
    assert changed != both and name("agents") == agents  # agents' kernels depend on agents alone
    (tree / "model" / "phases" / "service" / "choice.py").rename(tree / "model" / "phases" / "service" / "choosing.py")
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
    base = Path.home()
    homes = {"linux": base / ".cache", "darwin": base / "Library" / "Caches", "win32": base / "AppData" / "Local"}
    end = ("samskaping", "Cache") if sys.platform == "win32" else ("samskaping",)
    assert module.cache_base() == homes[sys.platform].joinpath(*end)


# --- what is no longer used ------------------------------------------------------------------------------------


def test_only_caches_of_ours_that_nobody_used_for_long_are_removed(tree: Path, tmp_path: Path, monkeypatch):
    base = tmp_path / "base"
    monkeypatch.setenv("SAMSKAPING_CACHE", str(base))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(base / f"{1:016x}"))
    long_ago = time.time() - 31 * 86400

    def made(name: str, *files: str, used: float = long_ago) -> Path:
        folder = base / name
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(b"x")
        os.utime(folder, (used, used))
        return folder

    ours = ("model_1/needs.arrive-1.py311.nbi", "model_1/needs.arrive-1.py311.1.nbc", "complete-me-3.11", "saving.lock")
    old = made(f"{2:016x}", *ours)
    kept = [
        made(f"{1:016x}", *ours),  # in use here
        made(f"{3:016x}", *ours, used=time.time() - 29 * 86400),
        made(f"{4:016x}", *ours, "model_1/thesis.txt"),
        made("important-things", *ours),
        made(f"{5:016x}0", *ours),
    ]
    (base / f"{6:016x}").mkdir()
    (base / f"{7:016x}").write_text("a file")
    (base / f"{8:016x}").symlink_to(kept[3], target_is_directory=True)
    module = cache_module(tree)
    before = set(base.iterdir())
    module.remove_unused()
    assert before - set(base.iterdir()) == {old}
    assert all(len(list(folder.rglob("*.nb?"))) == 2 for folder in kept)


def test_a_cache_that_is_used_counts_as_used_and_one_that_is_not_there_is_no_error(tree, tmp_path, monkeypatch):
    monkeypatch.setenv("SAMSKAPING_CACHE", str(tmp_path / "base"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")  # put back afterwards
    module = cache_module(tree)
    monkeypatch.delitem(sys.modules, "numba", raising=False)  # its settings are not to change here
    folder = module.use_cache_for("agents")
    os.utime(folder, (0, 0))
    assert module.use_cache_for("agents") == folder and time.time() - folder.stat().st_mtime < 60
    assert module.is_kept()
    monkeypatch.setenv("SAMSKAPING_CACHE", str(tmp_path / "nowhere"))
    module.remove_unused()
    assert not module.is_kept() and folder.exists()
