"""The town and its rules. Public names load when first used, so that importing this package takes milliseconds."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from samskaping.names import need

need(__file__, "agents")

from agents.engine.cache import use_cache_for  # noqa: E402

use_cache_for("agents", "model")

if TYPE_CHECKING:
    from agents.errors import InputError
    from model.governance import GovernanceModel
    from model.paradigms.paradigm import Paradigm, load_paradigm
    from model.parameters.parameters import Parameters
    from model.town.municipalities import Municipality, municipality

_HOME = {
    "GovernanceModel": "model.governance",
    "InputError": "agents.errors",
    "Municipality": "model.town.municipalities",
    "Paradigm": "model.paradigms.paradigm",
    "Parameters": "model.parameters.parameters",
    "load_paradigm": "model.paradigms.paradigm",
    "municipality": "model.town.municipalities",
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
