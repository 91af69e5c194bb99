"""Rehearsal: run some months with interpreted kernels, to record which kernels Python calls with which types."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from agents.engine.kernel import KERNELS

Calls = dict[tuple[Any, tuple[Any, ...]], None]
"""Keys are (kernel, numba's types of its arguments), in the order of first calls; values are None."""


@contextmanager
def rehearsing() -> Iterator[Calls]:
    """Interpret kernels that this process has not compiled yet, and yield a record of the calls that Python makes.

    Calls between kernels are not recorded: numba compiles them with their caller. If a later version of numba compiles
    without consulting the replaced method, it compiles everything here, and the record stays empty.
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

        return lambda *values: interpreted  # numba asks here for compiled code, and calls the function that it gets

    try:
        for made in KERNELS:
            made._compile_for_args = in_place_of(made)
        yield calls
    finally:
        for made in KERNELS:
            vars(made).pop("_compile_for_args", None)


def size(made: Any, seen: set[Any] | None = None) -> int:
    """Return the bytes of bytecode of a kernel and the kernels it calls: a rough measure of its compilation time.

    Kernels in `seen` do not count again; the function adds to it.
    """
    seen = set() if seen is None else seen
    seen.add(made)
    code, names = made.py_func.__code__, made.py_func.__globals__
    bytes_of_code = len(code.co_code)
    for other in map(names.get, code.co_names):
        if hasattr(other, "py_func") and other not in seen:
            bytes_of_code += size(other, seen)
    return bytes_of_code
