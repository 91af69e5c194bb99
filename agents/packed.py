"""Numbers of a parameter group as one array on the way to a kernel, and by name inside it.

A tuple of thirty floats is thirty objects to open at every call; an array is one.
"""

from typing import Any

from llvmlite import ir
from numba import config, types
from numba.extending import intrinsic

if config.DISABLE_JIT:  # type: ignore[attr-defined]

    def unpacked(kind: Any, values: Any) -> Any:
        """Return `values` (one float for each field) as a namedtuple of type `kind`."""
        return kind(*values.tolist())

else:

    @intrinsic
    def unpacked(typing_context: Any, kind: Any, values: Any) -> Any:
        """Return `values` (one float for each field) as a namedtuple of type `kind`."""
        fields = len(kind.instance_class._fields)
        made = types.NamedTuple([types.float64] * fields, kind.instance_class)

        def built(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = context.make_array(signature.args[1])(context, builder, arguments[1])
            places = [builder.gep(array.data, [ir.Constant(ir.IntType(64), k)]) for k in range(fields)]
            return context.make_tuple(builder, made, [builder.load(place) for place in places])

        return made(kind, values), built
