"""The decorator `kernel`, which compiles the functions of the model.

- `nogil`: other threads can run meanwhile.
- `error_model`: division follows numpy. A check for zero would keep loops from running several numbers at a time.
- `no_cfunc_wrapper`: no entry for C, since nothing calls it.
- No `fastmath`: sums are never reordered, so that interpreted and compiled runs agree bit for bit.

Use as `@kernel`, or `@kernel(signature)` for one signature. Compiled code is kept on disk, see `_OneAtATime`.

What other kernels call is compiled to be linked into them, without the code that turns Python's values into numba's,
see `_serve_kernels`.
"""

from functools import cache
from pathlib import Path
from typing import Any

from numba import config, njit
from numba.core.caching import FunctionCache
from numba.core.compiler_lock import global_compiler_lock

from agents.engine.cache import COVERED
from agents.engine.linked import LinkedCache, LinkedCompiler
from agents.engine.lock import locked

OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}

INTERPRETED = bool(getattr(config, "DISABLE_JIT", False))
"""Whether kernels run as Python, under `NUMBA_DISABLE_JIT=1`."""

KERNELS: list[Any] = []
"""Every kernel of the modules imported so far; none under `NUMBA_DISABLE_JIT=1`."""

INNER: list[Any] = []
"""The second dispatchers, which other kernels call, as far as they have been needed."""


def kernel(function: Any = None, **options: Any) -> Any:
    """Return `function` as a kernel, compiled at its first call.

    Given a signature, or options of numba alone, return a decorator instead. A kernel with a signature is compiled for
    no other types.
    """
    if callable(function):
        return _kept(function, options)
    return lambda decorated: _kept(decorated, options, signature=function)


def _kept(function: Any, options: dict[str, Any], signature: str | None = None) -> Any:
    """Return a function as a kernel of `KERNELS`, kept on disk and restricted to its signature."""
    made = njit(function, **OPTIONS, **options)
    if hasattr(made, "py_func"):
        made._cache = _OneAtATime(function)
        KERNELS.append(made)
        if signature is not None:
            _restrict(made, signature)
        if function.__module__.partition(".")[0] in COVERED:
            _serve_kernels(made, options, signature)
    return made


def _serve_kernels(made: Any, options: dict[str, Any], signature: str | None) -> None:
    """Give a kernel a second dispatcher for calls by other kernels, without an entry for Python.

    The entry turns Python's values into numba's. Few rules need one, or machine code of their own (`linked`), and both
    together take a third of the time to compile. A rule that Python calls too is compiled again at that call. Numba
    looks up what a kernel calls under its lock, so one thread at a time makes a second dispatcher. `signatures` and
    `stats` of the kernel are those of Python's calls. Such a kernel can neither call itself nor be a value in a kernel,
    such as one of a tuple in a loop. Kernels of other packages can, since numba compiles them as usual.
    """

    @cache
    def inner() -> Any:
        without_entry = {**OPTIONS, **options, "no_cpython_wrapper": True}
        dispatcher = njit(made.py_func, pipeline_class=LinkedCompiler, **without_entry)
        dispatcher._cache = _ForKernels(made._cache)
        if signature is not None:
            _restrict(dispatcher, signature)
        INNER.append(dispatcher)
        return dispatcher

    made.get_call_template = lambda types, named: inner().get_call_template(types, named)
    made.get_overload = lambda types: inner().get_overload(types)


def _restrict(made: Any, signature: str) -> None:
    """Compile a kernel for its signature whatever types its first call has.

    Numba would compile it at import, which takes a fifth of a second even with code on disk.
    """
    compile_for, states = made.compile, made._reduce_states

    def compile_signature(types: Any) -> Any:
        with global_compiler_lock:  # another thread may come at the same time
            if not made.overloads:
                compile_for(signature)
                made.disable_compile()
        return made  # which numba then calls: it converts the arguments, or refuses them

    def compiled_states() -> Any:
        compile_signature(None)  # a copy in another process could not know the signature
        return states()

    made.compile, made._reduce_states = compile_signature, compiled_states


class _OneAtATime(FunctionCache):
    """Numba's cache of one function, written by one process at a time.

    Without the lock, two processes that save code for different argument types at once could later load each other's
    code.
    """

    def save_overload(self, sig: Any, data: Any) -> None:
        with locked(Path(self.cache_path).parent / "saving.lock"):
            super().save_overload(sig, data)


class _ForKernels(_OneAtATime):
    """The cache of a kernel's second dispatcher. It shares the index on disk with the first, under keys of its own."""

    def __init__(self, first: _OneAtATime) -> None:
        vars(self).update(vars(first))  # as at import: the source may have changed since
        self._impl = LinkedCache(first._impl)

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        return "for kernels", super()._index_key(sig, codegen)
