"""The table of trust: steps between budgets, the persons who count, and stability over time."""

import json

import numpy as np
import pandas as pd
import pytest

from experiments.cli.command_line import main
from experiments.evidence.trust import SHARES, table_of, values, written
from experiments.evidence.validation.probes import Complaints, Panel
from experiments.runs.run import Run, simulate


def rows(trust: float, fit: float) -> pd.DataFrame:
    """Return an arm's rows over three seeds: 40 persons without a service, half of them with a need."""
    chance = np.array([-0.001, 0.0, 0.001])
    people = [np.full(40, trust, dtype=np.float32)] * 3
    return pd.DataFrame(
        {
            "trust": trust + chance, "fit": fit + chance, "stability": 0.8 + chance, "spread ratio": 1.0 + chance,
            "panel trust": people, "panel unserved": [np.ones(40, bool)] * 3,
            "panel without need": [np.arange(40) < 20] * 3,
        },
        index=[1, 2, 3],
    )  # fmt: skip


def test_steps_are_paired_and_slopes_are_per_fit():
    found = {f"{share:g}": rows(0.5 - 0.02 * k, 0.6 - 0.1 * k) for k, share in enumerate(SHARES)}
    table = table_of(found, 100)
    first, *cut = table.steps
    assert first.all is None
    for step in cut:
        assert step.all == pytest.approx((-0.02,) * 3)
        assert step.unserved == pytest.approx((-0.02,) * 3, abs=1e-6) and step.persons == 40
        assert (step.slope, step.slope_unserved) == (pytest.approx(0.2), pytest.approx(0.2, abs=1e-5))
    shown = values(table)
    assert shown["fallen"] == shown["fallen_unserved"] == 3
    assert shown["stable_inside"] and shown["stability"] == written(table.stability)


def test_the_panel_follows_the_same_adults():
    panel = Panel()
    seen = {}

    def observe(model):
        if model.months == 0:
            seen["start"] = model.citizens.trust.copy()
        if model.months == 6:
            seen["encounters"] = model.citizens.encounters.copy()
        panel.observe(model, model.months == 30)
        if model.months == 30:
            c = model.citizens
            adult = c.age_band > 0
            seen["unserved"] = (c.encounters == seen["encounters"])[adult]
            seen["stability"] = np.corrcoef(seen["start"][adult], c.trust[adult])[0, 1]

    simulate(Run("status-quo", "Larvik", 200, {}, 1, 30), observe=observe)
    found = panel.measures()
    assert found["stability"] == pytest.approx(seen["stability"])
    assert (found["panel unserved"] == seen["unserved"]).all() and found["panel unserved"].any()
    assert (found["panel without need"] <= found["panel unserved"]).all()
    assert np.isnan(found["participants"])  # the status quo has no arenas


def test_complaints_are_counted_before_and_after():
    probe = Complaints(month=12)

    def observe(model):
        probe.observe(model, model.months == 24)

    result = simulate(Run("NPM", "Larvik", 400, {}, 1, 24), observe=observe)
    found = probe.measures()
    groups = result.groups[result.groups["dimension"] == "quintile"]
    assert found["complaints after"] == pytest.approx(12 * groups["complaints_per_capita"].mean(), rel=0.02)
    assert found["complaints before"] > 0


def test_the_command_shows_and_writes(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    asked = ["trust", "--citizens", "150", "--seeds", "2", "--jobs", "1", "--quiet"]
    assert main([*asked, "--write", "trust.md", "--lang", "nb"]) == 0
    told = capsys.readouterr().out
    assert "tillit" in told.lower()
    assert json.loads((tmp_path / "values" / "trust.json").read_text(encoding="utf-8"))["citizens"] == 150
    assert "# Does trust respond to services?" in (tmp_path / "trust.md").read_text(encoding="utf-8")
