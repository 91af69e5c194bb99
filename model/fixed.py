"""Settings that a model fixes when it is made, as read-only properties."""

from __future__ import annotations

from typing import Any

from agents.errors import InputError
from samskaping.language import Message


class FixedError(InputError, AttributeError):
    """Assignment to a setting that a model fixes when it is made."""


def fixed(name: str, meaning: str, instead: Message) -> property:
    """Return a read-only property: assignment raises `FixedError` with the alternative."""

    def read(model: Any) -> Any:
        try:
            return model._made_of[name]
        except KeyError:  # not yet made
            raise AttributeError(f"{type(model).__name__!r} object has no attribute {name!r}") from None

    def refuse(model: Any, value: Any) -> None:
        raise FixedError(
            "{name} cannot be assigned: the model would continue as before; {instead}", name=name, instead=instead
        )

    return property(read, refuse, doc=meaning)


def another(argument: str) -> Message:
    """Return the message that a setting needs a new model."""
    return Message("make a new model: GovernanceModel({argument})", argument=argument)
