"""The program takes the sizes as valid that the page of sizes found."""

import json
from pathlib import Path

from experiments.defaults import VALID_CITIZENS, VALID_DIFFERENCES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_program_takes_the_sizes_that_the_page_found() -> None:
    kept = json.loads((DOCS / "values" / "sizes.json").read_text(encoding="utf-8"))
    assert (kept["valid"], kept["differences"]) == (VALID_CITIZENS, VALID_DIFFERENCES)
