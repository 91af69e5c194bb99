"""What is asked of the model. Public names are resolved when first asked for, so that importing this costs nothing."""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.compare import Comparison, compare
    from experiments.mesa_model import mesa_model
    from experiments.runs import Run, RunResult, simulate

_HOME = {
    "Comparison": "experiments.compare",
    "Run": "experiments.runs",
    "RunResult": "experiments.runs",
    "compare": "experiments.compare",
    "mesa_model": "experiments.mesa_model",
    "simulate": "experiments.runs",
}
__all__ = ["Comparison", "Run", "RunResult", "compare", "mesa_model", "simulate"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """Keeps a public name on its function when the submodule of the same name is imported (`compare`)."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _HOME and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
