"""`kernel`: how every compiled function of the model is compiled.

Compiled code is kept on disk (`cache`), lets other threads run (`nogil`), and divides as numpy does, without a check
that would keep loops from running several numbers at a time (`error_model`). It never reorders a sum (no `fastmath`),
so that interpreted and compiled runs agree bit for bit. Use as `@kernel`, or `@kernel(signature)` for one signature.
It makes no entry for C, which nothing calls (`no_cfunc_wrapper`).

A `@part` is inlined into the kernel that calls it, and compiled alone only where Python calls it. That saves compiling
the passing of dozens of parameters and columns. Loops over all citizens ran a tenth slower with inlined rules, so those
rules stay kernels.
"""

from functools import partial
from pathlib import Path
from typing import Any

from numba import njit
from numba.core.caching import FunctionCache

from agents.engine.lock import locked

OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}

KERNELS: list[Any] = []
"""Every kernel of the modules imported so far; none under `NUMBA_DISABLE_JIT=1`."""


def kernel(function: Any = None, **options: Any) -> Any:
    """Return a function compiled when it is first called, or the decorator that does so with a signature or options."""
    made = njit(function, **OPTIONS, **options)
    return _kept(made) if callable(function) else lambda decorated: _kept(made(decorated))


part: Any = partial(kernel, inline="always")


def _kept(made: Any) -> Any:
    """Note a kernel, and have processes that compile it at the same time keep what they made one after another."""
    if hasattr(made, "py_func"):
        made._cache = _OneAtATime(made.py_func)
        KERNELS.append(made)
    return made


class _OneAtATime(FunctionCache):
    """Numba's cache of one function. By itself it would mix up the files of two types of arguments when two processes
    write them at once, and each would then find the other's code.
    """

    def save_overload(self, sig: Any, data: Any) -> None:
        with locked(Path(self.cache_path).parent / "saving.lock"):
            super().save_overload(sig, data)
