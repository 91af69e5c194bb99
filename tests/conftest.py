"""What tests share: how hypothesis searches, how a month is watched, folders to work in, and shares of the time."""

import os

# Set before numpy is imported. Tests run side by side, and threads of linear algebra would wait for each other's cores.
# One thread is many times as fast there.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from experiments.machine.compiling import compile_once
from experiments.output import figures
from experiments.sweeps import runner
from experiments.sweeps.executors import Processes
from model import governance
from model.phases.occasional import is_due
from model.town.town import Town
from samskaping import registry
from tests.browser import chromium
from tests.helpers.my_scenario import MINE

os.environ.pop("COLUMNS", None)  # tables are as wide as without it, whatever terminal the tests run in

# The same examples every time, so that a green suite stays green. `--hypothesis-profile=search` looks for new ones.
settings.register_profile(
    "same",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--night`, which repeats the attacks in `tests/faults` many times, and `--shares`, which CI asks for."""
    parser.addoption("--night", action="store_true", help="repeat the attacks in tests/faults for hours, not seconds")
    parser.addoption("--shares", action="store_true", help="show which kinds of tests take which share of the time")


SECONDS: Counter[str] = Counter()
TESTS: Counter[str] = Counter()


def kind_of(report: pytest.TestReport) -> str:
    """Return the row of the table of shares that a test belongs to."""
    folder = report.nodeid.split("/")[1] if "/" in report.nodeid else ""
    if "browser" in report.keywords:
        return "browser tests"
    return {"faults": "tests/faults", "docs": "tests/docs"}.get(folder, "the rest")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up the seconds of setting up, calling and tearing down, by kind of test."""
    SECONDS[kind_of(report)] += report.duration
    TESTS[kind_of(report)] += report.when == "call"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the shares. Tests that run side by side report to one process, which alone has a terminal."""
    if config.getoption("--shares") and SECONDS.total():
        terminalreporter.section("shares of the time")
        for kind, seconds in SECONDS.most_common():
            share = seconds / SECONDS.total()
            terminalreporter.line(f"{kind:15} {TESTS[kind]:5,} tests {seconds:7.0f} s {share:5.0%}")


@pytest.fixture(scope="session")
def tries(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """Return a function of two numbers: how often to try in CI, and how often with `--night`."""
    return lambda few, many: many if pytestconfig.getoption("--night") else few


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Compile the model's rules before tests run side by side, or every process that they start would do it as well."""
    compile_once()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark tests with a browser as slow, and skip them where there is none."""
    if item.get_closest_marker("browser") is not None:
        item.add_marker(pytest.mark.slow)
        if chromium() is None:
            item.add_marker(pytest.mark.skip("no Chromium on this machine (Debian: apt install chromium)"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with a browser or processes first: begun last, one of them would keep one worker busy, alone."""
    weights: dict[Path, int] = {}
    for item in items:
        weight = 2 * (item.get_closest_marker("browser") is not None) + (item.get_closest_marker("slow") is not None)
        weights[item.path] = max(weight, weights.get(item.path, 0))
    items.sort(key=lambda item: -weights[item.path])


@contextmanager
def watching(look: Callable[[str, Town], None]) -> Iterator[None]:
    """Call `look(name of the phase, town)` after every phase of every month, and before the first ("start")."""

    def wrapped(name: str, phase: Callable[[Town], None], first: bool) -> Callable[[Town], None]:
        def both(town: Town) -> None:
            if first:
                look("start", town)
            if is_due(phase, town):
                phase(town)
            look(name, town)

        return both

    original = governance.STEP
    governance.STEP = tuple((name, wrapped(name, phase, k == 0)) for k, (name, phase) in enumerate(original))
    try:
        yield
    finally:
        governance.STEP = original


def state_of(town: Town) -> dict[str, np.ndarray]:
    """Return a copy of every column of every table, by "table.column"."""
    tables = ("citizens", "teams", "politicians", "units")
    return {f"{name}.{column.name}": array.copy() for name in tables for column, array in getattr(town, name)}


def differing(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> list[str]:
    """Return the names of columns that are not the same bit for bit."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name].tobytes() != other[name].tobytes()]


def _forgetting() -> Iterator[None]:
    before = {kind: dict(names) for kind, names in registry._DECLARED.items()}
    yield
    for kind, names in registry._DECLARED.items():
        names.clear()
        names.update(before.get(kind, {}))


@pytest.fixture(autouse=True)
def known_names() -> Iterator[None]:
    """Forget the names of a user's files that a test made known in this process."""
    yield from _forgetting()


@pytest.fixture(autouse=True, scope="module")
def known_names_of_a_module() -> Iterator[None]:
    """Forget the names that a module's own fixtures made known. They stay for the module's tests."""
    yield from _forgetting()


@pytest.fixture(autouse=True)
def one_panel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw figures of runs with one panel, in a fraction of the time, unless a test is about `whole_figures`."""
    if request.node.get_closest_marker("whole_figures") is None:
        whole = figures._multiples
        monkeypatch.setattr(figures, "_multiples", lambda shown, *how: whole(shown[:1], *how))


class ThisProcess(Executor):
    """A pool whose one worker is the process that asks it."""

    _processes = None

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Call a function at once; return its outcome as a future."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture(autouse=True, scope="session")
def one_worker() -> Iterator[Callable[[Processes], Any]]:
    """Run sweeps that ask for one worker, or for none, in the tests' own process: another's start takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        new = Processes._new
        patch.setattr(Processes, "_new", lambda pool: ThisProcess() if pool.workers == 1 else new(pool))
        patch.setattr(runner, "cores", lambda: 1)
        yield new


@pytest.fixture(autouse=True)
def own_workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, one_worker: Any) -> None:
    """Give the tests that are about `own_workers` the processes that a user gets."""
    if request.node.get_closest_marker("own_workers") is not None:
        monkeypatch.setattr(Processes, "_new", one_worker)


@pytest.fixture(scope="session", name="watching")
def _watching():
    return watching


@pytest.fixture(scope="session", name="state_of")
def _state_of():
    return state_of


@pytest.fixture(scope="session", name="differing")
def _differing():
    return differing


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mine(tmp_path, monkeypatch) -> Path:
    """A valid scenario file, alone in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    return path
