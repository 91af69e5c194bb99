"""Pass a parameter group to a kernel as one array, and read it there as a namedtuple.

Python passes a tuple of thirty floats to a kernel one by one, but an array as a whole.
"""

from collections.abc import Callable
from typing import Any

from numba.core import cgutils, types
from numba.extending import lower_builtin, type_callable


def params_from_array(kind: Any, values: Any) -> Any:
    """Return `values`, an array of one float for each field, as a namedtuple of type `kind`; in kernels too."""
    return kind(*values.tolist())


@type_callable(params_from_array)
def _type(context: Any) -> Callable[[Any, Any], Any]:
    def typed(kind: Any, values: Any) -> Any:
        made = kind.instance_class  # what numba calls the type of a namedtuple's class
        return types.NamedTuple([values.dtype] * len(made._fields), made)

    return typed


@lower_builtin(params_from_array, types.Any, types.Array)
def _load(context: Any, builder: Any, signature: Any, given: Any) -> Any:
    """Load the fields one by one, as an intrinsic: numba would compile a Python function for each group and process."""
    kind = signature.args[1]
    array = context.make_array(kind)(context, builder, given[1])
    places = (context.get_constant(types.intp, k) for k in range(len(signature.return_type)))
    pointers = [cgutils.get_item_pointer(context, builder, kind, array, [place]) for place in places]
    numbers = [context.unpack_value(builder, kind.dtype, pointer) for pointer in pointers]
    return context.make_tuple(builder, signature.return_type, numbers)
