"""The pages on presets hold what the protocol declares, in both languages."""

from pathlib import Path

from experiments.evidence.protocol import COSTS, write
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import Parameters

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_pages_are_up_to_date(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("presets.md", "presets-nb.md"):
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8"), "run `make docs`"


def test_costs_name_rules_and_parameters_that_exist() -> None:
    rules = {declared.name.removeprefix("rules.") for declared in Paradigm.declarations()}
    numbers = {declared.name for declared in Parameters.declarations()}
    assert set(COSTS) <= rules
    assert {name for names in COSTS.values() for name in names} <= numbers
