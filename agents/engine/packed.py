"""Pass a parameter group to a kernel as one array, and read it there as a namedtuple.

Python passes a tuple of thirty floats to a kernel one by one, but an array as a whole.
"""

from collections.abc import Callable
from typing import Any

from numba.core import cgutils, types
from numba.extending import lower_builtin, type_callable


def params_from_array(kind: Any, values: Any) -> Any:
    """Return a namedtuple of type `kind` with the numbers of `values`, a float array of shape (fields,).

    Kernels can call it too.
    """
    return kind(*values.tolist())


@type_callable(params_from_array)
def _type(context: Any) -> Callable[[Any, Any], Any]:
    def typed(kind: Any, values: Any) -> Any:
        made = kind.instance_class  # numba names a namedtuple's class so
        return types.NamedTuple([values.dtype] * len(made._fields), made)

    return typed


@lower_builtin(params_from_array, types.Any, types.Array)
def _load(context: Any, builder: Any, signature: Any, given: Any) -> Any:
    """Load the fields one by one.

    This is an intrinsic, because numba would compile a Python function for each group in each process.
    """
    kind = signature.args[1]
    array = context.make_array(kind)(context, builder, given[1])
    places = (context.get_constant(types.intp, k) for k in range(len(signature.return_type)))
    pointers = [cgutils.get_item_pointer(context, builder, kind, array, [place]) for place in places]
    numbers = [context.unpack_value(builder, kind.dtype, pointer) for pointer in pointers]
    return context.make_tuple(builder, signature.return_type, numbers)
