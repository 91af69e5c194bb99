"""One test for a table: its check runs on every row, and all rows that fail are reported together, by name."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

MOST_CHARACTERS = 400


def each(names: str | Sequence[str], rows: Iterable[Any], ids: Callable[[Any], str] | None = None) -> Callable:
    """Turn a check of one row into a test of all `rows`. Takes its arguments as `pytest.mark.parametrize` does.

    Fixtures are made once and shared by the rows, so that a row must leave them as it found them; `capsys` is emptied
    between rows. A row that skips is left out, and the test is skipped when all do. `ids` names a row by its values;
    otherwise values with a `name` or `code` give it, and others are shown.
    Raises `ValueError` for a table without rows, which could not fail.
    """
    arguments = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    table = [(row,) if len(arguments) == 1 else tuple(row) for row in rows]
    if not table:
        raise ValueError(f"no rows for {', '.join(arguments)}")

    def of_table(check: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(check)
        def test(**fixtures: Any) -> None:
            faults, skipped = [], []
            for row in table:
                if "capsys" in fixtures:
                    fixtures["capsys"].readouterr()
                try:
                    check(**dict(zip(arguments, row, strict=True)), **fixtures)
                except pytest.skip.Exception as reason:
                    skipped.append(str(reason))
                except (Exception, pytest.fail.Exception) as fault:
                    faults.append(f"{'-'.join((ids or shown)(value) for value in row)}: {first_words(fault, check)}")
            if faults:
                heading = f"{len(faults)} of {len(table)} rows of {check.__name__} fail:"
                pytest.fail("\n".join([heading, *faults]), pytrace=False)
            if len(skipped) == len(table):
                pytest.skip(skipped[0])

        signature = inspect.signature(check)
        fixtures = [parameter for name, parameter in signature.parameters.items() if name not in arguments]
        test.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return test

    return of_table


def shown(value: Any) -> str:
    """Return the name of a value in a row."""
    for key in ("name", "code", "__name__"):
        if isinstance(getattr(value, key, None), str):
            return getattr(value, key)
    text = value if isinstance(value, str) else " ".join(map(str, value)) if isinstance(value, list) else repr(value)
    return text[: MOST_CHARACTERS // 4]


def first_words(fault: BaseException, check: Callable[..., None]) -> str:
    """Return the line of the check that failed and the first words of why, on one line."""
    place, trace = 0, fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == check.__code__.co_filename:
            place = trace.tb_lineno
        trace = trace.tb_next
    return f"line {place}: {type(fault).__name__}: {' '.join(str(fault).split())[:MOST_CHARACTERS]}"
