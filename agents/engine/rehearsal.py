"""Rehearsal: run some months with interpreted kernels, to learn which are called, and with what types."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from agents.engine.kernel import KERNELS

Calls = dict[tuple[Any, tuple[Any, ...]], None]
"""(kernel, numba's types of what it was called with), in the order of the first calls."""


@contextmanager
def rehearsing() -> Iterator[Calls]:
    """Interpret kernels that this process has not compiled yet; give the calls that Python makes of them.

    What kernels call themselves is compiled with them, and not noted. Should a numba to come not ask before it
    compiles, everything is compiled here, and nothing noted.
    """
    calls: Calls = {}
    depth = threading.local()

    def in_place_of(made: Any) -> Any:
        def interpreted(*values: Any) -> Any:
            above = getattr(depth, "value", 0)
            if above == 0:
                calls[made, tuple(made.typeof_pyval(value) for value in values)] = None
            depth.value = above + 1
            try:
                return made.py_func(*values)
            finally:
                depth.value = above

        return lambda *values: interpreted  # asked for compiled code, numba's dispatcher calls what it is given

    try:
        for made in KERNELS:
            made._compile_for_args = in_place_of(made)
        yield calls
    finally:
        for made in KERNELS:
            vars(made).pop("_compile_for_args", None)


def size(made: Any, seen: set[Any] | None = None) -> int:
    """Return bytes of a kernel's source as Python reads it, and of the kernels it calls: about how long it compiles."""
    seen = set() if seen is None else seen
    seen.add(made)
    code, names = made.py_func.__code__, made.py_func.__globals__
    bytes_of_code = len(code.co_code)
    for other in map(names.get, code.co_names):
        if hasattr(other, "py_func") and other not in seen:
            bytes_of_code += size(other, seen)
    return bytes_of_code
