"""Compiling side by side: all that is needed is compiled, by others, once, and whatever goes wrong it is only later."""

import json
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numba
import numpy as np
import pytest
from numba.core.compiler_lock import global_compiler_lock

from agents.engine import kernel as kernels
from agents.engine.kernel import kernel
from agents.engine.lock import locked
from agents.engine.rehearsal import rehearsing, size
from experiments.machine import compiling

ROOT = Path(__file__).resolve().parents[2]
interpreted = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
compiled_only = pytest.mark.skipif(interpreted, reason="nothing is compiled")


# --- all of it, and nothing after ------------------------------------------------------------------------------

COMPILE = """
import json
from agents.engine.kernel import INNER, KERNELS
from experiments.machine import compiling

def few_kernels():
    from agents.service_rules import routine_weight
    from model.arguments import place_of
    from model.parameters.parameters import Parameters
    from model.town.ledger import open_month
    from model.town.town import build_town

    routine_weight(1.0, Parameters().delivery.numbers())
    open_month(build_town(place_of("Larvik"), 60, Parameters(), 1))

def misses():
    return sum(sum(made.stats.cache_misses.values()) for made in KERNELS + INNER)

shares = []
compiling.warm_up, compiling.cores = few_kernels, lambda: 2
compiling.compile_once(lambda done, total: shares.append(done / total))
hits = {made.py_func.__name__ for made in KERNELS if made.stats.cache_hits}
print(json.dumps({"here": misses(), "hits": sorted(hits), "shares": shares, "compiled": compiling.compiled()}))
"""
LIVE = """
import json
from experiments.machine import compiling

rehearsed = set(compiling._rehearsed())
compiling.compile_once()
from agents.engine.kernel import INNER, KERNELS
from model import GovernanceModel
from model.paradigms.presets import PRESETS

def in_use():
    return {(made.py_func.__module__, made.py_func.__name__, types) for made in KERNELS for types in made.signatures}

for name in PRESETS:
    GovernanceModel(paradigm=name, citizens=100, rng=2, parameters={"politics.term": 12}).run(months=14)
live = in_use()
missed = {made.py_func.__name__ for made in KERNELS + INNER if made.stats.cache_misses}
print(json.dumps({"live": len(live), "not rehearsed": sorted(map(str, live - rehearsed)), "missed": sorted(missed)}))
"""


def found(script: str, **environment: str):
    """Run a script in a process of its own; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return json.loads(done.stdout)


@pytest.mark.thorough
@pytest.mark.slow
@compiled_only
def test_processes_compile_what_a_rehearsal_calls_and_leave_nothing_to_this_one(tmp_path: Path):
    """In a cache of its own, with few kernels, one of which takes a town."""
    first = found(COMPILE, SAMSKAPING_CACHE=str(tmp_path))
    assert first["here"] == 0 and {"routine_weight", "understood_bits", "open_month"} <= set(first["hits"])
    assert first["compiled"] and first["shares"][0] == 0.0 and first["shares"] == sorted(first["shares"])


@pytest.mark.slow
@compiled_only
def test_the_rehearsal_calls_all_that_any_paradigm_needs():
    live = found(LIVE)
    assert live["live"] > 20 and live["not rehearsed"] == live["missed"] == []


# --- a rehearsal -----------------------------------------------------------------------------------------------


@kernel
def _inner(x):
    return 2.0 * x


@kernel
def _outer(values, times):
    found = 0.0
    for k in range(len(values)):
        found += _inner(values[k]) * times
    return found


@compiled_only
def test_a_rehearsal_notes_what_python_calls_and_compiles_nothing():
    with rehearsing() as calls:
        assert _outer(np.ones(3), 2) == 12.0
    assert list(calls) == [(_outer, (numba.float64[::1], numba.int64))]
    assert not _outer.signatures and not _inner.signatures
    assert size(_outer) > size(_inner)
    assert _outer(np.ones(3), 2) == 12.0
    assert _outer.signatures == [types for _, types in calls]  # what was noted is what is then compiled


SEEN_BY_KERNELS = """
import sys
from agents.citizen_rules import clip
from agents.engine.kernel import kernel

@kernel
def whole(x):
    return clip(x, 0.0, 1.0)

@kernel
def deep(x):
    return 0.0 if x <= 0.0 else 1.0 + deep(x - 1.0)

@kernel
def calls_deep(x):
    return deep(x)

ways = {"kernel": whole, "python": lambda x: clip(x, 0.0, 1.0), "deep": calls_deep}
print([ways[way](2.0) for way in sys.argv[1:]], len(clip.signatures))
"""


@pytest.mark.slow
@compiled_only
def test_code_without_an_entry_for_python_is_never_called_from_python(tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text(SEEN_BY_KERNELS, encoding="utf-8")
    known = {**os.environ, "PYTHONPATH": str(ROOT), "SAMSKAPING_CACHE": str(tmp_path / "cache")}
    for ways, printed in (
        (["kernel"], "[1.0] 0\n"),
        (["python"], "[1.0] 1\n"),
        (["kernel", "python"], "[1.0, 1.0] 1\n"),
        (["deep"], "[2.0] 0\n"),  # rules of other packages may call themselves
    ):
        done = subprocess.run([sys.executable, script, *ways], env=known, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, printed), done.stderr


@compiled_only
def test_a_rehearsal_that_fails_leaves_kernels_as_they_were():
    with pytest.raises(TypeError, match="no len"), rehearsing():
        _outer(None, 2)
    assert not any("_compile_for_args" in vars(made) for made in kernels.KERNELS)


# --- once ------------------------------------------------------------------------------------------------------


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache in which nothing is compiled yet."""
    folder = tmp_path / "0123456789abcdef"
    folder.mkdir()
    monkeypatch.setenv("SAMSKAPING_CACHE", str(tmp_path))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder))
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(folder))
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "0")
    return folder


def test_of_two_that_ask_at_once_one_compiles(empty: Path, monkeypatch: pytest.MonkeyPatch):
    times, compiles, waits = [], threading.Event(), threading.Event()

    def until_another_waits(_: object) -> None:
        times.append(1)
        compiles.set()
        assert waits.wait(30)

    monkeypatch.setattr(compiling, "_compile", until_another_waits)
    first = threading.Thread(target=compiling.compile_once)
    first.start()
    assert compiles.wait(30)
    compiling.compile_once(waiting=waits.set)
    first.join()
    assert len(times) == 1 and compiling.compiled()


def test_what_fails_is_not_taken_for_compiled(empty: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(compiling, "_compile", fail)
    with pytest.raises(OSError, match="no space"):
        compiling.compile_once()
    assert not compiling.compiled()


def test_nothing_is_started_that_could_not_help(empty: Path, monkeypatch: pytest.MonkeyPatch):
    assert compiling._may_start_processes()
    with monkeypatch.context() as worker:
        worker.setattr(multiprocessing, "parent_process", lambda: object())
        assert not compiling._may_start_processes()
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/tmp/samskaping-of-one-process")
    assert not compiling._may_start_processes()


# --- helpers ---------------------------------------------------------------------------------------------------


def test_another_copy_of_the_sources_is_compiled_for_itself(empty: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiling, "_compile", lambda told: None)
    compiling.compile_once()
    assert compiling.compiled()
    monkeypatch.setattr(compiling, "_ROOT", empty)  # numba keeps what it compiled by the path of the source
    assert not compiling.compiled()


def test_where_numba_cannot_be_listened_to_rules_are_compiled_as_they_are_called(monkeypatch: pytest.MonkeyPatch):
    def changed():
        raise AttributeError("typeof_pyval")

    calls = []
    monkeypatch.setattr(compiling, "warm_up", lambda: calls.append(1) if calls else calls.append(0) or changed())
    monkeypatch.setattr(compiling, "_may_start_processes", lambda: False)
    compiling._compile(lambda done, total: None)
    assert calls == [0, 1]  # the rehearsal failed; then the rules were called in earnest


def _given(monkeypatch: pytest.MonkeyPatch) -> None:
    types = (numba.float64,) * 3
    work = {("agents.citizen_rules", "clip", types): 2, ("agents.citizen_rules", "no_such_rule", ()): 1}
    monkeypatch.setattr(compiling, "_rehearsed", lambda: dict(work))


@pytest.mark.slow
@compiled_only
def test_what_a_helper_cannot_compile_is_passed_over(monkeypatch: pytest.MonkeyPatch):
    _given(monkeypatch)
    told = []
    compiling._side_by_side(1, lambda done, total: told.append((done, total)))
    assert set(told) == {(0, 3), (2, 3)}
    assert not multiprocessing.active_children()


@pytest.mark.slow
@compiled_only
@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_a_helper_that_dies_is_no_error_and_who_stops_waiting_ends_them(monkeypatch: pytest.MonkeyPatch):
    _given(monkeypatch)

    def kill(*_: int) -> None:
        for helper in multiprocessing.active_children():
            os.kill(helper.pid, signal.SIGKILL)

    compiling._side_by_side(1, kill)

    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compiling._side_by_side(1, stop)
    assert not multiprocessing.active_children()


# --- locks -----------------------------------------------------------------------------------------------------


def test_a_lock_is_held_by_one_at_a_time_and_let_go_when_its_holder_dies(tmp_path: Path):
    file, seen = tmp_path / "lock", []
    hold = "import time; from pathlib import Path; from agents.engine.lock import locked\n"
    hold += f"with locked(Path({str(file)!r})):\n"
    hold += "    print('held', flush=True); time.sleep(600)"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"

        def take() -> None:
            with locked(file):
                seen.append(holder.poll())

        waiting = threading.Thread(target=take)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive() and not seen
    finally:
        holder.kill()
    waiting.join(30)
    assert len(seen) == 1


def test_where_there_can_be_no_lock_nobody_waits(tmp_path: Path):
    (tmp_path / "file").touch()
    with locked(tmp_path / "file" / "lock"), locked(tmp_path / "file" / "lock"):
        pass


@compiled_only
def test_two_that_save_a_kernel_for_different_types_at_once_keep_both(empty: Path):
    """Numba alone loses some, and may give one the code of the other."""
    each = 40

    def save(kind: str) -> None:
        cache = kernels._OneAtATime(_inner.py_func)
        cache._impl = SimpleNamespace(
            locator=cache._impl.locator, check_cachable=lambda _: True, reduce=lambda data: data.name
        )
        for k in range(each):
            data = SimpleNamespace(name=f"{kind}{k}", codegen=SimpleNamespace(magic_tuple=tuple))
            cache.save_overload(data.name, data)

    threads = [threading.Thread(target=save, args=(kind,)) for kind in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache = kernels._OneAtATime(_inner.py_func)
    index = cache._cache_file._load_index()
    assert len(index) == 2 * each
    for (name, _, _), file in index.items():
        assert pickle.loads(Path(cache.cache_path, file).read_bytes()) == name


# --- a kernel with a signature ----------------------------------------------------------------------------------


def _half(number):
    return number / 2


def _added(values):
    found = 0.0
    for k in range(len(values)):
        found += values[k]
    return found


@compiled_only
def test_a_kernel_with_a_signature_is_compiled_for_it_alone_at_its_first_call():
    half = kernel("float64(int64)")(_half)
    assert half.signatures == []
    assert half(3.0) == 1.5
    assert half(np.int8(4)) == 2.0
    assert half.signatures == [(numba.int64,)]


@compiled_only
@pytest.mark.parametrize("values", [np.arange(4), np.arange(8.0)[::2]], ids=["of whole numbers", "with gaps"])
def test_its_first_call_refuses_an_array_of_another_kind(values):
    with pytest.raises(TypeError, match="No matching definition"):
        kernel("float64(float64[::1])")(_added)(values)


@compiled_only
def test_threads_that_call_it_first_at_the_same_time_all_get_its_code():
    half, found = kernel("float64(int64)")(_half), []
    threads = [threading.Thread(target=lambda: found.append(half(6))) for _ in range(2)]
    with global_compiler_lock:
        for thread in threads:
            thread.start()
        time.sleep(0.3)  # both wait for the lock now
    for thread in threads:
        thread.join()
    assert found == [3.0, 3.0]


@compiled_only
def test_a_copy_made_before_its_first_call_keeps_the_signature():
    copy = pickle.loads(pickle.dumps(kernel("float64(int64)")(_half)))
    assert copy.signatures == [(numba.int64,)] and copy(3.0) == 1.5
