"""Call compiled functions of one argument one after another, within one compiled call.

They are called by the addresses of their code. Numba would otherwise copy the code of all of them into the caller and
compile it again, which took as long as compiling them.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba.core import cgutils, types
from numba.extending import intrinsic

from agents.engine.kernel import INTERPRETED, kernel


def one_after_another(*kernels: Any) -> Callable[[Any], None]:
    """Return a function that calls each of `kernels` with its argument, of the same type at every call.

    The first call compiles them, if need be, and calls them one by one. So do all calls while they are interpreted.
    """
    addresses: Any = None

    def call_all(given: Any) -> None:
        nonlocal addresses
        if addresses is not None:
            _call_each(addresses, given)
            return
        for each in kernels:
            each(given)
        if all(getattr(each, "signatures", None) for each in kernels):
            addresses = np.array([_address(each, given) for each in kernels], np.uint64)
        elif not INTERPRETED:
            _call_each(np.zeros(0, np.uint64), given)  # calls nothing, but shows a rehearsal which kernel is needed

    return call_all


def _address(made: Any, given: Any) -> int:
    """Return the address of a kernel's compiled code for the type of `given`; the kernel must return nothing."""
    compiled = made.overloads[(made.typeof_pyval(given),)]
    if compiled.signature.return_type != types.none:
        raise TypeError(f"{made.__name__} returns a {compiled.signature.return_type}, which nobody would get")
    address = int(compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name))
    if not address:
        raise RuntimeError(f"the compiled code of {made.__name__} is not in memory")
    return address


@intrinsic
def _call(_typing: Any, _address: Any, given: Any) -> Any:
    """Call the code at an address, which takes `given` and returns nothing; pass on an exception that it raises."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kinds = (signature.args[1],)
        code = context.call_conv.get_function_type(types.none, kinds)
        status, _ = context.call_conv.call_function(
            builder, builder.inttoptr(values[0], code.as_pointer()), types.none, kinds, [values[1]]
        )
        with cgutils.if_unlikely(builder, status.is_error):
            context.call_conv.return_status_propagate(builder, status)
        return context.get_dummy_value()

    return types.none(types.uint64, given), generate


@kernel
def _call_each(addresses, given):
    for address in addresses:
        _call(address, given)  # type: ignore[call-arg]
