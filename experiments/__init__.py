"""What is asked of the model. Public names are resolved when first asked for: importing this costs nothing."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from samskaping.names import need

need(__file__, "agents", "model")

if TYPE_CHECKING:
    from experiments.comparison import Comparison, compare
    from experiments.mesa_adapter import mesa_model
    from experiments.results import Results, read_results, run_study
    from experiments.runs import Run, RunResult, simulate

_HOME = {
    "Comparison": "experiments.comparison",
    "Results": "experiments.results",
    "Run": "experiments.runs",
    "RunResult": "experiments.runs",
    "compare": "experiments.comparison",
    "mesa_model": "experiments.mesa_adapter",
    "read_results": "experiments.results",
    "run_study": "experiments.results",
    "simulate": "experiments.runs",
}
__all__ = [
    "Comparison", "Results", "Run", "RunResult", "compare", "mesa_model", "read_results", "run_study", "simulate",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
