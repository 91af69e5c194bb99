"""`kernel`: how every compiled function of the model is compiled.

Compiled code is kept on disk (`cache`), lets other threads run (`nogil`), and divides as numpy does, without a check
that would keep loops from running several numbers at a time (`error_model`). It never reorders a sum (no `fastmath`),
so that interpreted and compiled runs agree bit for bit. Use as `@kernel`, or `@kernel(signature)` for one signature.
It makes no entry for C, which nothing calls (`no_cfunc_wrapper`).

A `@part` of a longer kernel is set into the one that calls it, and compiled by itself only where Python calls it. That
spares compiling how dozens of parameters and columns are handed on. Loops over all citizens ran a tenth slower so, and
rules used in them stay kernels.
"""

from functools import partial
from typing import Any

from numba import njit

kernel: Any = partial(njit, cache=True, nogil=True, error_model="numpy", no_cfunc_wrapper=True)
part: Any = partial(kernel, inline="always")
