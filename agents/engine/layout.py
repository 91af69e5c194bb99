"""Where the arrays and numbers of a town stand, for kernels: a table of addresses, and a layout common to all towns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba.core import types
from numba.np.numpy_support import from_dtype

from agents.engine.part import Number

if TYPE_CHECKING:
    from agents.engine.memory import Whole

MOST_AXES = 4
ROW = 1 + MOST_AXES  # words of an array in the table of addresses: address, then the shape
ROOT, GROUPS = "", "numbers"


class Memory:
    """The table of addresses of a town's arrays, (arrays, ROW) int64."""

    def __init__(self, whole: Whole) -> None:
        found = [one for part in _parts_of(whole) for one in _arrays_of(whole, part)]
        LAYOUT.take(whole, found)
        self.words = np.array([_row(array) for _, _, array in found], np.int64)
        self.address = int(self.words.ctypes.data)
        self.own = {name: place for place, (part, name, _) in enumerate(found) if part == ROOT}
        self.parts = {part: _held(whole, part) for part in _parts_of(whole) if part}

    def renew(self, name: str, before: np.ndarray, now: np.ndarray) -> bool:
        """Take the address of an array of the town itself; return False where that cannot be done alone."""
        alike = before.dtype == now.dtype and before.ndim == now.ndim and now.flags.c_contiguous
        if alike and name in self.own:
            self.words[self.own[name]] = _row(now)
        return alike

    def renew_parts(self, whole: Whole) -> bool:
        """Take the addresses of parts that are other objects now; return False where kernels cannot read their arrays.

        Arrays of a part that stays keep their addresses, since assigning to one changes its values (`Part`).
        """
        for part, before in self.parts.items():
            if _held(whole, part) is before:
                continue
            found = _arrays_of(whole, part)
            first, known = LAYOUT.rows_of(part)
            if _signature(found) != known or not all(array.flags.c_contiguous for _, _, array in found):
                return False
            self.words[first : first + len(found)] = [_row(array) for _, _, array in found]
            self.parts[part] = _held(whole, part)
        return True


def _row(array: np.ndarray) -> tuple[int, ...]:
    """Return an array's row of the table: address and shape."""
    return array.__array_interface__["data"][0], *array.shape, *(1,) * (MOST_AXES - array.ndim)


def _parts_of(whole: Whole) -> tuple[str, ...]:
    return ROOT, *type(whole).PARTS, GROUPS


def _held(whole: Whole, part: str) -> Any:
    """Return the object that holds the arrays of a part."""
    if part == GROUPS:  # kernels read the groups of numbers from arrays
        return whole.packed  # type: ignore[attr-defined]
    return getattr(whole, part) if part else whole


def _arrays_of(whole: Whole, part: str) -> list[tuple[str, str, np.ndarray]]:
    """Return the arrays of a part: (part, name, array), in an order that depends only on the program."""
    hidden = type(whole).HIDDEN if part == ROOT else ()
    arrays = getattr(_held(whole, part), "__dict__", {}).items()
    return [(part, name, one) for name, one in arrays if isinstance(one, np.ndarray) and name not in hidden]


class _Layout:
    """Where each array and number of a town stands, and of which type it is; the same for all towns."""

    def __init__(self) -> None:
        self.arrays: dict[tuple[str, str], tuple[int, types.Array]] = {}
        self.numbers: dict[tuple[str, str], Number] = {}
        self.groups: dict[str, Any] = {}
        self.parts: tuple[str, ...] = ()
        self.signature: list[tuple[str, str, np.dtype[Any], int]] = []

    def take(self, whole: Whole, found: list[tuple[str, str, np.ndarray]]) -> None:
        """Take the layout of the first town; check that another has the same."""
        signature = _signature(found)
        if not all(array.flags.c_contiguous for _, _, array in found):
            odd = [f"{part or 'town'}.{name}" for part, name, array in found if not array.flags.c_contiguous]
            raise TypeError(f"kernels read only arrays whose values stand in order in memory: {', '.join(odd)}")
        if not self.signature:
            self.signature, self.parts = signature, type(whole).PARTS
            for part in (ROOT, *self.parts):
                held = type(getattr(whole, part)) if part else type(whole)
                self.numbers.update({(part, name): one for name, one in getattr(held, "NUMBERS", {}).items()})
            groups = vars(whole.packed)  # type: ignore[attr-defined]
            self.groups = {name: type(getattr(whole.numbers, name)) for name in groups}  # type: ignore[attr-defined]
            for place, (part, name, dtype, axes) in enumerate(signature):
                self.arrays[part, name] = (place, types.Array(from_dtype(dtype), axes, "C"))
        elif signature != self.signature:
            odd = sorted({str(one) for one in signature} ^ {str(one) for one in self.signature})
            raise TypeError(f"kernels are compiled for a town with other arrays: {'; '.join(odd)}")

    def rows_of(self, part: str) -> tuple[int, list[tuple[str, str, np.dtype[Any], int]]]:
        """Return the place of a part's first array, and the signature of them all."""
        places = [place for place, (owner, *_) in enumerate(self.signature) if owner == part]
        return (places[0], self.signature[places[0] : places[-1] + 1]) if places else (0, [])


def _signature(found: list[tuple[str, str, np.ndarray]]) -> list[tuple[str, str, np.dtype[Any], int]]:
    return [(part, name, array.dtype, array.ndim) for part, name, array in found]


LAYOUT = _Layout()


def layout() -> dict[str, Any]:
    """Return the layout of this process's towns, to be sent to another process; empty before the first town."""
    return vars(LAYOUT).copy()


def use_layout(known: dict[str, Any]) -> None:
    """Take the layout that `layout` returned in another process, so that kernels compile here without a town."""
    vars(LAYOUT).update(known)
