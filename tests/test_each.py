"""`each` reports every row that fails, and loses none when another is skipped."""

from __future__ import annotations

import pytest

from tests.each import each


def check(number):
    if number == 2:
        pytest.skip("two")
    assert number != 1 and number != 3, f"number {number}"


def test_every_failing_row_is_reported_also_beside_a_skipped_one():
    with pytest.raises(pytest.fail.Exception) as failed:
        each("number", [1, 2, 3, 4])(check)()
    assert "2 of 4 rows" in str(failed.value)
    assert "number 1" in str(failed.value) and "number 3" in str(failed.value)


def test_it_is_skipped_only_where_all_rows_are():
    each("number", [2, 4])(check)()
    with pytest.raises(pytest.skip.Exception):
        each("number", [2, 2])(check)()


def test_a_table_without_rows_is_refused():
    with pytest.raises(ValueError, match="no rows"):
        each("number", [])
