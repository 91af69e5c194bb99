"""A town inside kernels: `town.citizens`, `town.month` and `town.numbers.trust` mean there what they mean in Python.

A kernel gets a town as one number: the address of a table with the addresses of its arrays (`agents.engine.layout`).
Parts of the town, groups of parameters and `columns(kind, part)` are one number each too. Kernels can therefore pass on
as many arrays as they like. An array is read from the table where it is used. Addresses, shapes and parameters stay the
same while a kernel runs, so loops read them once. Numba does not count references to these arrays. A kernel must not
return one of them, and cannot rebind one.
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
from numba.np.numpy_support import from_dtype

from agents.engine.layout import GROUPS, LAYOUT, ROOT, ROW, Memory
from agents.engine.part import SLOTS, Part
from agents.engine.table import columns

WORD = ir.IntType(64)


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
            memory = self.__dict__["_memory"] = Memory(self)
        return memory.address


class PartType(types.Type):
    """Numba's type of the town (`part` "") or a part of it."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(name=f"Town.{part}" if part else "Town")


class GroupType(types.Type):
    """Numba's type of a group of parameters, such as `town.numbers.trust`."""

    def __init__(self, group: str) -> None:
        self.group = group
        super().__init__(name=f"Group.{group}")


class ColumnsType(types.Type):
    """Numba's type of `columns(kind, part)`, read by the fields of the namedtuple `kind`."""

    def __init__(self, kind: Any, part: str) -> None:
        self.kind, self.part = kind, part
        super().__init__(name=f"Columns.{part}.{kind.__module__}.{kind.__name__}.{' '.join(kind._fields)}")


TOWN = PartType(ROOT)


@typeof_impl.register(Whole)
def _typeof(whole: Whole, _: Any) -> PartType:
    _ = whole.address  # sets the layout
    return TOWN


class _Address(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, WORD)


register_model(PartType)(_Address)
register_model(GroupType)(_Address)
register_model(ColumnsType)(_Address)


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
            return GroupType(name) if name in LAYOUT.groups else None
        if kind.part == ROOT and name in (*LAYOUT.parts, GROUPS):
            return PartType(name)
        if (kind.part, name) in LAYOUT.numbers:
            return from_dtype(np.dtype(LAYOUT.numbers[kind.part, name].kind))
        if (kind.part, name) in LAYOUT.arrays:
            return LAYOUT.arrays[kind.part, name][1]
        return None


def _lasting(builder: Any, pointer: Any) -> Any:
    """Return what stands at a pointer, which stays the same while a kernel runs: a loop need not read it again."""
    value = builder.load(pointer)
    value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


def _word(builder: Any, table: Any, place: int) -> Any:
    """Return word `place` of the table."""
    return _lasting(builder, builder.gep(builder.inttoptr(table, WORD.as_pointer()), [WORD(place)]))


def _array(context: Any, builder: Any, table: Any, part: str, name: str) -> Any:
    """Return an array of the town, as numba's value."""
    place, kind = LAYOUT.arrays[part, name]
    size = WORD(context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    shape = [_word(builder, table, place * ROW + 1 + axis) for axis in range(kind.ndim)]
    strides: list[Any] = []
    count = WORD(1)
    for length in reversed(shape):
        strides.insert(0, builder.mul(size, count))
        count = builder.mul(count, length)
    model = context.data_model_manager[kind]
    pointer = context.get_value_type(model.get_member_fe_type("data"))
    values = {
        "meminfo": cgutils.get_null_value(cgutils.voidptr_t),
        "parent": cgutils.get_null_value(cgutils.voidptr_t),
        "nitems": count,
        "itemsize": size,
        "data": builder.inttoptr(_word(builder, table, place * ROW), pointer),
        "shape": cgutils.pack_array(builder, shape),
        "strides": cgutils.pack_array(builder, strides),
    }
    array = ir.Constant(context.get_value_type(kind), ir.Undefined)
    for field, value in values.items():
        array = model.set(builder, array, value, field)
    return array


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
        return _word(builder, table, LAYOUT.arrays[GROUPS, name][0] * ROW)
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


@infer_getattr
class _Parameters(AttributeTemplate):  # type: ignore[misc]
    key = GroupType

    def generic_resolve(self, kind: Any, name: Any) -> Any:  # type: ignore[override]
        return types.float64 if name in LAYOUT.groups[kind.group]._fields else None


@lower_getattr_generic(GroupType)
def _get_parameter(_: Any, builder: Any, kind: GroupType, address: Any, name: str) -> Any:
    place = LAYOUT.groups[kind.group]._fields.index(name)
    return _lasting(builder, builder.gep(builder.inttoptr(address, ir.DoubleType().as_pointer()), [WORD(place)]))


@type_callable(columns)
def _type_of_columns(_: Any) -> Any:
    return lambda kind, part: ColumnsType(kind.instance_class, part.part)  # numba names a namedtuple's class so


@lower_builtin(columns, types.Any, PartType)
def _make_columns(_context: Any, _builder: Any, _signature: Any, given: Any) -> Any:
    return given[1]


@infer_getattr
class _Columns(AttributeTemplate):  # type: ignore[misc]
    key = ColumnsType

    def generic_resolve(self, kind: Any, name: Any) -> Any:  # type: ignore[override]
        held = LAYOUT.arrays.get((kind.part, name))
        return held[1] if held and name in kind.kind._fields else None


@lower_getattr_generic(ColumnsType)
def _get_column(context: Any, builder: Any, kind: ColumnsType, table: Any, name: str) -> Any:
    return _array(context, builder, table, kind.part, name)
