"""Runs of the model and their results. Public names are imported when they are first used."""

import warnings
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from samskaping.names import need

need(__file__, "agents", "model")

if TYPE_CHECKING:
    from experiments.adapters.mesa import mesa_model
    from experiments.comparison import Comparison, compare
    from experiments.own.in_python import own_code, own_paradigm, own_town
    from experiments.runs.arms import Arm
    from experiments.runs.run import Run, RunResult, simulate
    from experiments.sweeps.results import Results, read_results, run_study

_HOME = {
    "Arm": "experiments.runs.arms.arm",
    "Comparison": "experiments.comparison",
    "Results": "experiments.sweeps.results",
    "Run": "experiments.runs.run",
    "RunResult": "experiments.runs.run",
    "compare": "experiments.comparison",
    "mesa_model": "experiments.adapters.mesa",
    "own_code": "experiments.own.in_python",
    "own_paradigm": "experiments.own.in_python",
    "own_town": "experiments.own.in_python",
    "read_results": "experiments.sweeps.results",
    "run_study": "experiments.sweeps.results",
    "simulate": "experiments.runs.run",
}
__all__ = [
    "Arm", "Comparison", "Results", "Run", "RunResult", "compare", "mesa_model", "own_code", "own_paradigm",
    "own_town", "read_results", "run_study", "simulate",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}; it has {', '.join(__all__)}")
    _warn_of_own_languages()
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


@cache
def _warn_of_own_languages() -> None:
    """Warn once where `SAMSKAPING_LOCALE` names no folder with languages; the command line has refused that before."""
    from experiments.errors import own_languages_fault

    if fault := own_languages_fault():
        warnings.warn(f"{fault}. Until then texts come from the program's own languages alone", stacklevel=3)


def __dir__() -> list[str]:
    return sorted(__all__)
