"""Sums, means, squares and copies of numbers, bit-identical in compiled and interpreted runs."""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, types
from numba.extending import lower_builtin, type_callable

from agents.engine.kernel import kernel

LANES = 4  # numbers in a vector


@kernel
def total(values):
    """Return the sum of a one-dimensional array, added in order.

    Numpy adds in pairs, which changes the last digits.
    """
    amount = 0.0
    for k in range(len(values)):
        amount += values[k]
    return amount


@kernel
def mean(values):
    """Return the mean of a one-dimensional array, which must not be empty, added in order."""
    return total(values) / len(values)


@kernel
def square(x):
    """Return x times x. Interpreted, `x**2` may differ from it in the last digit."""
    return x * x


@kernel
def copy_to(place, values):
    """Copy `values` to `place`, both one-dimensional and of equal length.

    Numba compiles `place[:] = values` with a message about lengths, which takes a second and more.
    """
    for k in range(len(place)):
        place[k] = values[k]


def sum_of_rows(table: Any, rows: Any, first: Any, last: Any) -> Any:
    """Return the four sums over `table[rows[k]]` for k from `first` to `last` - 1, added in order.

    Args:
        table: of shape (n, 4), float32. The sums are float64.
        rows: row numbers, uint32.
        first: whole number.
        last: whole number.
    """
    sums = [0.0] * LANES
    for k in range(first, last):
        for x in range(LANES):
            sums[x] += float(table[rows[k], x])
    return tuple(sums)


@type_callable(sum_of_rows)
def _type(_: Any) -> Any:
    def typed(table: Any, rows: Any, first: Any, last: Any) -> Any:
        return types.UniTuple(types.float64, LANES)

    return typed


@lower_builtin(sum_of_rows, types.Array, types.Array, types.int64, types.int64)
def _compiled(context: Any, builder: Any, signature: Any, given: Any) -> Any:
    """Sum in vectors: numba's loop over four separate sums takes nearly twice the time."""
    values = context.make_array(signature.args[0])(context, builder, given[0]).data
    places = context.make_array(signature.args[1])(context, builder, given[1]).data
    word, narrow = ir.IntType(64), ir.VectorType(ir.FloatType(), LANES)
    wide = ir.VectorType(ir.DoubleType(), LANES)
    sums = cgutils.alloca_once_value(builder, ir.Constant(wide, [0.0] * LANES))
    start = builder.bitcast(values, narrow.as_pointer())
    with cgutils.for_range_slice(builder, given[2], given[3], word(1), intp=word) as (k, _):
        row = builder.load(builder.gep(start, [builder.zext(builder.load(builder.gep(places, [k])), word)]))
        row.align = 4
        builder.store(builder.fadd(builder.load(sums), builder.fpext(row, wide)), sums)
    found = builder.load(sums)
    each = [builder.extract_element(found, ir.IntType(32)(x)) for x in range(LANES)]
    return context.make_tuple(builder, signature.return_type, each)
