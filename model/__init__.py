"""The town and its rules. Public names are resolved when first asked for: importing this package costs milliseconds."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from samskaping.names import need

need(__file__, "agents")

from agents.cache import use_cache_for  # noqa: E402

use_cache_for("agents", "model")

if TYPE_CHECKING:
    from agents.errors import InputError
    from model.governance import GovernanceModel
    from model.municipalities import Municipality, municipality
    from model.paradigms import Paradigm, load_paradigm
    from model.parameters import Parameters

_HOME = {
    "GovernanceModel": "model.governance",
    "InputError": "agents.errors",
    "Municipality": "model.municipalities",
    "Paradigm": "model.paradigms",
    "Parameters": "model.parameters",
    "load_paradigm": "model.paradigms",
    "municipality": "model.municipalities",
}
__all__ = [
    "GovernanceModel",
    "InputError",
    "Municipality",
    "Paradigm",
    "Parameters",
    "load_paradigm",
    "municipality",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'model' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
