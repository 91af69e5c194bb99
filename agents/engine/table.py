"""State in columns. Arrays, range checks and documentation derive from one declaration of each column."""

from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from agents.engine.part import Part

DIMENSIONS = 12  # of a need, a programme and a delivered service
SLOTS = 3  # open needs a citizen may have at once
AREAS = 4  # service areas
NONE = 255  # "no area", "no unit" in byte columns


@dataclass(frozen=True)
class Column:
    """One column of state.

    `shape` is the shape of one row's value: `()` for one number, `(3,)` for three. Every row begins with the value
    `start`. `Table.violations` checks values against `low` and `high`; `None` means unbounded. `unit` and `meaning` go
    into the documentation.
    """

    name: str
    dtype: str
    low: float | None
    high: float | None
    unit: str
    meaning: str
    shape: tuple[int, ...] = ()
    start: float = 0.0


def tuple_of(name: str, columns: tuple[Column, ...], module: str) -> Any:
    """Return the namedtuple type that passes a table's columns to a kernel; `module` must bind it to `name`."""
    return namedtuple(name, [column.name for column in columns], module=module)  # noqa: PYI024


def columns(kind: Any, source: Any) -> Any:
    """Return a tuple of type `kind` whose fields are the attributes of that name of `source`.

    Kernels read it by the names of its fields alone, since it is one address there.
    """
    return kind._make(attrgetter(*kind._fields)(source))


class Table(Part):
    """Columns of equal length, each an attribute: an array of shape (rows, *column.shape), such as `citizens.trust`."""

    def __init__(self, columns: tuple[Column, ...], rows: int) -> None:
        self.columns = columns
        self.rows = rows
        for column in columns:
            made = np.zeros((rows, *column.shape), column.dtype)
            if column.start != 0.0:  # zeros take no memory until they are written to
                made[...] = column.start
            setattr(self, column.name, made)

    def __repr__(self) -> str:
        return f"<Table of {self.rows:,} rows: {', '.join(column.name for column in self.columns)}>"

    def __getattr__(self, name: str) -> Any:  # called only for missing attributes
        columns = self.__dict__.get("columns", ())  # empty while Python copies the table
        raise AttributeError(f"no column {name!r}; there are {', '.join(c.name for c in columns)}")

    def __len__(self) -> int:
        return self.rows

    def __iter__(self) -> Iterator[tuple[Column, np.ndarray]]:
        for column in self.columns:
            yield column, getattr(self, column.name)

    @property
    def nbytes(self) -> int:
        """Memory of all columns, in bytes."""
        return sum(array.nbytes for _, array in self)

    def violations(self) -> list[str]:
        """Return a line for every column that is not finite or leaves its declared bounds (empty when all is well)."""
        lines = []
        for column, array in self:
            if array.dtype.kind == "f" and not np.isfinite(array).all():
                lines.append(f"{column.name}: a value is not finite")
                continue
            if array.size == 0:
                continue
            if column.low is not None and array.min() < column.low:
                lines.append(f"{column.name}: {array.min()} is below {column.low}")
            if column.high is not None and array.max() > column.high:
                lines.append(f"{column.name}: {array.max()} is above {column.high}")
        return lines
