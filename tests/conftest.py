"""What tests share: how hypothesis searches, how a month is watched from within, and folders to work in."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from experiments.machine.compiling import compile_once
from model import governance
from model.town.town import Town
from tests.my_scenario import MINE

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
    """Add `--night`, which repeats the attacks in `tests/faults` many times instead of a few."""
    parser.addoption("--night", action="store_true", help="repeat the attacks in tests/faults for hours, not seconds")


@pytest.fixture(scope="session")
def tries(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """Return a function of two numbers: how often to try in CI, and how often with `--night`."""
    return lambda few, many: many if pytestconfig.getoption("--night") else few


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Compile the model's rules before tests run side by side, or every process that they start would do it as well."""
    compile_once()


@contextmanager
def watching(look: Callable[[str, Town], None]) -> Iterator[None]:
    """Call `look(name of the phase, town)` after every phase of every month, and before the first ("start")."""

    def wrapped(name: str, phase: Callable[[Town], None], first: bool) -> Callable[[Town], None]:
        def both(town: Town) -> None:
            if first:
                look("start", town)
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
