"""The program takes no size as valid that the page of sizes found too small."""

import json
from pathlib import Path

from experiments.defaults import VALID_CITIZENS, VALID_DIFFERENCES, WITHOUT_MARGIN

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_program_takes_no_smaller_sizes_than_the_page_found() -> None:
    kept = json.loads((DOCS / "values" / "sizes.json").read_text(encoding="utf-8"))
    assert kept["valid"] <= VALID_CITIZENS and kept["differences"] <= VALID_DIFFERENCES
    assert (kept["stated"], kept["noted"]) == (VALID_CITIZENS, VALID_DIFFERENCES)
    assert {row["outcome"] for row in kept["rows"] if row["margin"] is None} == set(WITHOUT_MARGIN)
