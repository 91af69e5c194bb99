"""Writing tables as CSV: canonical for programs, or for a Norwegian Excel.

Canonical CSV has commas, decimal points and UTF-8. A Norwegian Excel shows such a file as one column with broken
letters: it needs semicolons, decimal commas and a byte order mark. Both hold the same digits.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

BOM = "\ufeff"

_FOR_EXCEL: ContextVar[bool] = ContextVar("for_excel", default=False)


@contextmanager
def written_for_excel() -> Iterator[None]:
    """Write every table in this context for Excel."""
    token = _FOR_EXCEL.set(True)
    try:
        yield
    finally:
        _FOR_EXCEL.reset(token)


def for_excel() -> bool:
    """Return whether tables are written for Excel in this context."""
    return _FOR_EXCEL.get()


def csv_text(table: pd.DataFrame, float_format: str | None = None, excel: bool | None = None) -> str:
    """Return a table as CSV without its index; see `write_csv`."""
    out = io.StringIO()
    write_csv(table, out, float_format, excel)
    return out.getvalue()


def write_csv(
    table: pd.DataFrame, to: str | Path | IO[str], float_format: str | None = None, excel: bool | None = None
) -> None:
    """Write a table as CSV without its index. The same table gives the same bytes on every machine.

    Args:
        table: the table.
        to: a path, or an open text file, whose encoding should be UTF-8.
        float_format: format of floats, such as "%.6g"; None is as many digits as reproduce the number exactly.
        excel: whether to write for Excel; None is as `for_excel` says.
    """
    excel = for_excel() if excel is None else excel
    separator, decimal, encoding = (";", ",", "utf-8-sig") if excel else (",", ".", "utf-8")
    if excel and not isinstance(to, (str, Path)):
        to.write(BOM)
    table.to_csv(
        to, index=False, sep=separator, decimal=decimal, encoding=encoding, lineterminator="\n",
        float_format=float_format,
    )  # fmt: skip
