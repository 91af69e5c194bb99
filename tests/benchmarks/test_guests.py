"""Guests of the benchmark find the panel and the status among the page's components."""

import ast
from pathlib import Path

from benchmarks.guests import PANEL, STATUS
from dashboard.components import components


def test_only_the_panel_and_the_status_have_the_values_that_guests_look_for():
    made = ast.parse(Path(components.__file__).read_text("utf-8")).body
    given = {one.name: {arg.arg for arg in one.args.args} for one in made if isinstance(one, ast.FunctionDef)}
    for wanted, name in ((PANEL, "Panel"), (STATUS, "Status")):
        assert [one for one, values in given.items() if wanted <= values] == [name]
