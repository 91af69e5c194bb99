"""A town inside kernels: `town.citizens`, `town.month` and `town.numbers.trust` mean there what they mean in Python.

A kernel gets a town as one number: the address of a table with the addresses of its arrays. Passing a hundred arrays
one by one takes longer than many phases run. Numba does not count references to these arrays, so that loops over them
cost nothing extra. A kernel must not return one of them, and cannot rebind one.

`columns(kind, part)` reads several arrays into a namedtuple, which kernels do before a loop.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, lower_builtin, register_model, type_callable, typeof_impl, unbox
from numba.np.arrayobj import make_array, populate_array
from numba.np.numpy_support import from_dtype

from agents.engine.part import SLOTS, Number, Part
from agents.engine.table import columns

WORD = ir.IntType(64)
MOST_AXES = 4
ROW = 1 + MOST_AXES  # words of an array in the table of addresses: address, then the shape
ROOT, GROUPS = "", "numbers"


class Whole(Part):
    """The town: parts, arrays, numbers, and parameter groups as `numbers`."""

    PARTS: ClassVar[tuple[str, ...]] = ()
    """Names of attributes that are parts, `Table` or another `Part`."""
    HIDDEN: ClassVar[tuple[str, ...]] = ()
    """Names of own arrays that kernels do not see, since they may be `None`."""

    def __setattr__(self, name: str, value: Any) -> None:
        held, memory = self.__dict__.get(name), self.__dict__.get("_memory")
        object.__setattr__(self, name, value)
        if memory is None or name in type(self).NUMBERS or held is value:
            return
        self.__dict__["_memory"] = None
        if isinstance(held, np.ndarray) and isinstance(value, np.ndarray):
            renewed = memory.renew(name, held, value)
        elif isinstance(held, np.ndarray) or isinstance(value, np.ndarray):
            renewed = False
        else:
            renewed = memory.renew_parts(self)
        if renewed:
            self.__dict__["_memory"] = memory

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_memory": None, SLOTS: self.__dict__[SLOTS].copy()}  # a copy has other addresses

    @property
    def address(self) -> int:
        """Address of the table of addresses, for kernels."""
        memory = self.__dict__.get("_memory")
        if memory is None:
            memory = self.__dict__["_memory"] = _Memory(self)
        return memory.address


class _Memory:
    """The table of addresses of a town's arrays, (arrays, ROW) int64."""

    def __init__(self, whole: Whole) -> None:
        found = [one for part in _parts_of(whole) for one in _arrays_of(whole, part)]
        LAYOUT.take(whole, found)
        self.words = np.array([_row(array) for _, _, array in found], np.int64)
        self.address = int(self.words.ctypes.data)
        self.own = {name: place for place, (part, name, _) in enumerate(found) if part == ROOT}
        self.parts = {part: _held(whole, part) for part in _parts_of(whole) if part}

    def renew(self, name: str, before: np.ndarray, now: np.ndarray) -> bool:
        """Take the address of an array of the town itself; return False where that cannot be done alone."""
        alike = before.dtype == now.dtype and before.ndim == now.ndim and now.flags.c_contiguous
        if alike and name in self.own:
            self.words[self.own[name]] = _row(now)
        return alike

    def renew_parts(self, whole: Whole) -> bool:
        """Take the addresses of parts that are other objects now; return False where kernels cannot read their arrays.

        Arrays of a part that stays keep their addresses, since assigning to one changes its values (`Part`).
        """
        for part, before in self.parts.items():
            if _held(whole, part) is before:
                continue
            found = _arrays_of(whole, part)
            first, known = LAYOUT.rows_of(part)
            if _signature(found) != known or not all(array.flags.c_contiguous for _, _, array in found):
                return False
            self.words[first : first + len(found)] = [_row(array) for _, _, array in found]
            self.parts[part] = _held(whole, part)
        return True


def _row(array: np.ndarray) -> tuple[int, ...]:
    """Return an array's row of the table: address and shape."""
    return array.__array_interface__["data"][0], *array.shape, *(1,) * (MOST_AXES - array.ndim)


def _parts_of(whole: Whole) -> tuple[str, ...]:
    return ROOT, *type(whole).PARTS, GROUPS


def _held(whole: Whole, part: str) -> Any:
    """Return the object that holds the arrays of a part."""
    if part == GROUPS:  # kernels read the groups of numbers from arrays
        return whole.packed  # type: ignore[attr-defined]
    return getattr(whole, part) if part else whole


def _arrays_of(whole: Whole, part: str) -> list[tuple[str, str, np.ndarray]]:
    """Return the arrays of a part: (part, name, array), in an order that depends only on the program."""
    hidden = type(whole).HIDDEN if part == ROOT else ()
    arrays = getattr(_held(whole, part), "__dict__", {}).items()
    return [(part, name, one) for name, one in arrays if isinstance(one, np.ndarray) and name not in hidden]


class _Layout:
    """Where each array and number of a town stands, and of which type it is; the same for all towns."""

    def __init__(self) -> None:
        self.arrays: dict[tuple[str, str], tuple[int, types.Array]] = {}
        self.numbers: dict[tuple[str, str], Number] = {}
        self.groups: dict[str, Any] = {}
        self.parts: tuple[str, ...] = ()
        self.signature: list[tuple[str, str, np.dtype[Any], int]] = []

    def take(self, whole: Whole, found: list[tuple[str, str, np.ndarray]]) -> None:
        """Take the layout of the first town; check that another has the same."""
        signature = _signature(found)
        if not all(array.flags.c_contiguous for _, _, array in found):
            odd = [f"{part or 'town'}.{name}" for part, name, array in found if not array.flags.c_contiguous]
            raise TypeError(f"kernels read only arrays whose values stand in order in memory: {', '.join(odd)}")
        if not self.signature:
            self.signature, self.parts = signature, type(whole).PARTS
            for part in (ROOT, *self.parts):
                held = type(getattr(whole, part)) if part else type(whole)
                self.numbers.update({(part, name): one for name, one in getattr(held, "NUMBERS", {}).items()})
            groups = vars(whole.packed)  # type: ignore[attr-defined]
            self.groups = {name: type(getattr(whole.numbers, name)) for name in groups}  # type: ignore[attr-defined]
            for place, (part, name, dtype, axes) in enumerate(signature):
                self.arrays[part, name] = (place, types.Array(from_dtype(dtype), axes, "C"))
        elif signature != self.signature:
            odd = sorted({str(one) for one in signature} ^ {str(one) for one in self.signature})
            raise TypeError(f"kernels are compiled for a town with other arrays: {'; '.join(odd)}")

    def rows_of(self, part: str) -> tuple[int, list[tuple[str, str, np.dtype[Any], int]]]:
        """Return the place of a part's first array, and the signature of them all."""
        places = [place for place, (owner, *_) in enumerate(self.signature) if owner == part]
        return (places[0], self.signature[places[0] : places[-1] + 1]) if places else (0, [])


def _signature(found: list[tuple[str, str, np.ndarray]]) -> list[tuple[str, str, np.dtype[Any], int]]:
    return [(part, name, array.dtype, array.ndim) for part, name, array in found]


LAYOUT = _Layout()


def layout() -> dict[str, Any]:
    """Return the layout of this process's towns, to be sent to another process; empty before the first town."""
    return vars(LAYOUT).copy()


def use_layout(known: dict[str, Any]) -> None:
    """Take the layout that `layout` returned in another process, so that kernels compile here without a town."""
    vars(LAYOUT).update(known)


class PartType(types.Type):
    """Numba's type of the town (`part` "") or a part of it."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(name=f"Town.{part}" if part else "Town")


TOWN = PartType(ROOT)


@typeof_impl.register(Whole)
def _typeof(whole: Whole, _: Any) -> PartType:
    _ = whole.address  # sets the layout
    return TOWN


@register_model(PartType)
class _Model(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, WORD)


@unbox(PartType)
def _unbox(_: Any, whole: Any, c: Any) -> Any:
    address = c.pyapi.object_getattr_string(whole, "address")
    value = c.pyapi.long_as_ulonglong(address)
    c.pyapi.decref(address)
    return NativeValue(value, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class _Attributes(AttributeTemplate):  # type: ignore[misc]
    key = PartType

    def generic_resolve(self, kind: Any, name: Any) -> Any:  # type: ignore[override]
        if kind.part == GROUPS:
            made = LAYOUT.groups[name]
            return types.NamedTuple([types.float64] * len(made._fields), made)
        if kind.part == ROOT and name in (*LAYOUT.parts, GROUPS):
            return PartType(name)
        if (kind.part, name) in LAYOUT.numbers:
            return from_dtype(np.dtype(LAYOUT.numbers[kind.part, name].kind))
        if (kind.part, name) in LAYOUT.arrays:
            return LAYOUT.arrays[kind.part, name][1]
        return None


def _word(builder: Any, table: Any, place: int) -> Any:
    """Return word `place` of the table."""
    return builder.load(builder.gep(builder.inttoptr(table, WORD.as_pointer()), [WORD(place)]))


def _array(context: Any, builder: Any, table: Any, part: str, name: str) -> Any:
    """Return an array of the town, as numba's value."""
    place, kind = LAYOUT.arrays[part, name]
    array = make_array(kind)(context, builder)
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    shape = [_word(builder, table, place * ROW + 1 + axis) for axis in range(kind.ndim)]
    strides: list[Any] = []
    step = WORD(size)
    for length in reversed(shape):
        strides.insert(0, step)
        step = builder.mul(step, length)
    data = builder.inttoptr(_word(builder, table, place * ROW), array.data.type)
    populate_array(array, data=data, shape=shape, strides=strides, itemsize=WORD(size), meminfo=None)
    return array._getvalue()


def _slot(context: Any, builder: Any, table: Any, part: str, name: str) -> tuple[Any, Any]:
    """Return a pointer to a number of the town, and its declaration."""
    one = LAYOUT.numbers[part, name]
    place, _ = LAYOUT.arrays[part, SLOTS]
    kind = ir.DoubleType() if one.view == "float64" else WORD
    slots = builder.inttoptr(_word(builder, table, place * ROW), kind.as_pointer())
    return builder.gep(slots, [WORD(one.slot)]), one


@lower_getattr_generic(PartType)
def _get(context: Any, builder: Any, kind: PartType, table: Any, name: str) -> Any:
    if kind.part == GROUPS:
        made = LAYOUT.groups[name]
        place, _ = LAYOUT.arrays[GROUPS, name]
        first = builder.inttoptr(_word(builder, table, place * ROW), ir.DoubleType().as_pointer())
        values = [builder.load(builder.gep(first, [WORD(k)])) for k in range(len(made._fields))]
        return context.make_tuple(builder, types.NamedTuple([types.float64] * len(values), made), values)
    if kind.part == ROOT and name in (*LAYOUT.parts, GROUPS):
        return table
    if (kind.part, name) in LAYOUT.numbers:
        pointer, one = _slot(context, builder, table, kind.part, name)
        value = builder.load(pointer)
        return builder.icmp_unsigned("!=", value, WORD(0)) if one.kind == "bool" else value
    return _array(context, builder, table, kind.part, name)


@lower_setattr_generic(PartType)
def _set(context: Any, builder: Any, signature: Any, given: Any, name: str) -> None:
    kind, source = signature.args
    pointer, one = _slot(context, builder, given[0], kind.part, name)
    value = context.cast(builder, given[1], source, from_dtype(np.dtype(one.kind)))
    builder.store(builder.zext(value, WORD) if one.kind == "bool" else value, pointer)


@type_callable(columns)
def _type_of_columns(_: Any) -> Any:
    def typed(kind: Any, part: Any) -> Any:
        made = kind.instance_class  # numba names a namedtuple's class so
        return types.NamedTuple([LAYOUT.arrays[part.part, name][1] for name in made._fields], made)

    return typed


@lower_builtin(columns, types.Any, PartType)
def _read_columns(context: Any, builder: Any, signature: Any, given: Any) -> Any:
    kind, part = signature.return_type, signature.args[1]
    values = [_array(context, builder, given[1], part.part, name) for name in kind.instance_class._fields]
    return context.make_tuple(builder, kind, values)
