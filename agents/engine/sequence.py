"""Call compiled functions of one argument one after another, within one compiled function."""

from collections.abc import Callable
from typing import Any

from numba.core import types
from numba.extending import intrinsic

from agents.engine.kernel import INTERPRETED


def one_after_another(*kernels: Any) -> Callable[[Any], None]:
    """Return a function, for use in a kernel, that calls each of `kernels` with its argument."""
    if INTERPRETED:

        def interpreted(given: Any) -> None:
            for each in kernels:
                each(given)

        return interpreted

    def calls(typing: Any, given: Any) -> Any:
        kinds = [types.Dispatcher(each) for each in kernels]
        signatures = [kind.get_call_type(typing, (given,), {}) for kind in kinds]

        def generate(context: Any, builder: Any, _: Any, values: Any) -> Any:
            for kind, signature in zip(kinds, signatures, strict=True):
                function = context.get_function(kind, signature)
                function(builder, values)
                context.add_linking_libs(function.libs)
            return context.get_dummy_value()

        return types.void(given), generate

    made: Any = intrinsic(calls)
    return made
