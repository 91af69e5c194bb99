"""Numbers of a parameter group as one array on the way to a kernel, and by name inside it.

A tuple of thirty floats is thirty objects to open at every call; an array is one.
"""

from collections.abc import Callable
from typing import Any

from numba.extending import overload
from numba.np.unsafe.ndarray import to_fixed_tuple


def unpacked(kind: Any, values: Any) -> Any:
    """Return `values` (one float for each field) as a namedtuple of type `kind`; in kernels too."""
    return kind(*values.tolist())


@overload(unpacked)
def _in_kernels(kind: Any, values: Any) -> Callable[[Any, Any], Any]:
    fields = len(kind.instance_class._fields)  # what numba calls the type of a namedtuple's class

    def built(kind: Any, values: Any) -> Any:
        return kind(*to_fixed_tuple(values, fields))  # type: ignore[call-arg]  # an intrinsic

    return built
