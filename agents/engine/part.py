"""The town and its parts: objects whose arrays and numbers kernels read and write in place."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

SLOTS = "_slots"
KINDS = {"int64": int, "float64": float, "uint64": np.uint64, "bool": bool}


class Number:
    """An attribute that is one number, kept in an array, where kernels read and write it."""

    def __init__(self, kind: str, default: Any) -> None:
        self.kind, self.default = kind, default
        self.view = "float64" if kind == "float64" else "uint64" if kind == "uint64" else "int64"

    def __set_name__(self, owner: Any, name: str) -> None:
        self.name, self.slot = name, len(owner.NUMBERS)
        owner.NUMBERS = {**owner.NUMBERS, name: self}

    def __get__(self, part: Any, owner: Any = None) -> Any:
        if part is None:  # `dataclass` asks for the default
            if self.default is None:
                raise AttributeError(self.name)
            return self.default
        slots = part.__dict__[SLOTS]
        if self.view != "int64":
            slots = slots.view(self.view)
        return KINDS[self.kind](slots.item(self.slot))

    def __set__(self, part: Any, value: Any) -> None:
        slots = part.__dict__.get(SLOTS)
        if slots is None:
            slots = part.__dict__[SLOTS] = np.zeros(len(part.NUMBERS), np.int64)
        slots.view(self.view)[self.slot] = value


def number(kind: str, default: Any = None) -> Any:
    """Return the declaration of an attribute that is one number: `month: int = number("int64", 0)`."""
    return Number(kind, default)


class Part:
    """A part of the town. Kernels know the addresses of its arrays, so assigning to an array changes its values."""

    NUMBERS: ClassVar[dict[str, Number]] = {}

    def __setattr__(self, name: str, value: Any) -> None:
        held = self.__dict__.get(name)
        if not isinstance(held, np.ndarray):
            object.__setattr__(self, name, value)
        elif held is not value:
            if np.shape(value) != held.shape:
                raise ValueError(f"{name} has shape {held.shape}, so it cannot take values of shape {np.shape(value)}")
            held[...] = value

    def __delattr__(self, name: str) -> None:
        """Delete an attribute; raise `AttributeError` for arrays and parts, since kernels know their addresses."""
        if isinstance(self.__dict__.get(name), (np.ndarray, Part)):
            raise AttributeError(f"{name} cannot be deleted: kernels read it")
        object.__delattr__(self, name)
