"""Calibration to targets of one's own finds known values, and names the parameters that no target identifies."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments.evidence.matching import waves
from experiments.evidence.matching.emulator import emulate
from experiments.evidence.matching.findings import notes_of, parameters_of, targets_of
from experiments.evidence.matching.report import figure
from experiments.evidence.matching.targets import read_targets
from experiments.evidence.matching.waves import match, share_of
from experiments.sweeps.results import Results
from tests.shell import called

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = (ROOT / "examples" / "my-targets.toml").read_text(encoding="utf-8")
KNOWN = """
name = "known"
months = 2
seeds = 3
[base]
citizens = 60
[parameters]
"trust.start" = { low = 0.2, high = 0.8 }
"trust.gain" = { low = 0.005, high = 0.5, scale = "log" }
"trust.loss_aversion" = { low = 1.0, high = 3.0 }
[[targets]]
outcome = "trust"
value = 0.5
tolerance = 0.01
[[targets]]
outcome = "fit"
value = 0.35
tolerance = 0.01
[[targets]]
outcome = "load"
value = {held}
tolerance = 0.05
held_out = true
[history]
waves = 2
points = 30
"""


def known(monkeypatch, tmp_path: Path, held: float, value: float = 0.5):
    """Match a model that is known: trust is the start, fit depends on the gain, and nothing on loss aversion."""

    def results(study) -> Results:
        rows = []
        for job in study.jobs():
            noise = 0.002 * np.sin(job.seed)
            of = {"trust": job.point["trust.start"] + noise, "fit": 0.25 + np.log10(job.point["trust.gain"]) / -10}
            of["load"] = of["trust"] ** 2
            rows.append({"run_id": job.run_id, "status": "ok", "error": None, "seed": job.seed, "month": 2, **of})
        return Results(study, tmp_path, pd.DataFrame(rows))

    made = {}
    monkeypatch.setattr(waves, "read_results", lambda folder: results(made[folder]))
    (tmp_path / "known.toml").write_text(KNOWN.replace("{held}", str(held)).replace("= 0.5\n", f"= {value}\n"))
    targets = read_targets(tmp_path / "known.toml")
    return match(targets, tmp_path / "out", lambda study, folder: made.update({folder: study}), lambda message: None)


def test_known_values_are_found_and_the_rest_is_said(monkeypatch, tmp_path) -> None:
    matched = known(monkeypatch, tmp_path, held=0.25)
    found = parameters_of(matched).set_index("parameter")
    assert found.loc["trust.start", ["kept_low", "kept_high"]].tolist() == pytest.approx([0.47, 0.53], abs=0.01)
    assert found["verdict"].to_dict() == {
        "trust.start": "well", "trust.gain": "partly", "trust.loss_aversion": "not"
    }  # fmt: skip
    low, high = found.loc["trust.gain", ["kept_low", "kept_high"]]
    assert low < 0.1 < high and high / low == pytest.approx(10**0.6, rel=0.2)  # 0.25 - log10(gain) / 10 = 0.35 +- 0.03
    assert matched.volume[-1] == pytest.approx(0.1 * 0.3, rel=0.2)
    notes = " ".join(notes_of(matched, "en"))
    assert "not identified, so any value in the range does as well: trust.loss_aversion" in notes
    assert "after 2 waves (" in notes and "after one wave (" in notes_of(replace(matched, volume=(0.5,)), "en")[0]
    assert targets_of(matched)["miss"].max() < 3 and "held-out target load (2): 100" in notes
    assert len(figure(matched, "nb").axes) == 9
    factor = matched.targets.parameters[1]
    assert share_of(factor, factor.at(np.array([0.0, 0.3, 1.0]))) == pytest.approx([0.0, 0.3, 1.0])


def test_a_held_out_target_and_an_impossible_one_are_missed(monkeypatch, tmp_path) -> None:
    notes = " ".join(notes_of(known(monkeypatch, tmp_path, held=0.9), "en"))
    assert "held-out target load (2) is missed" in notes and ": 0" in notes
    matched = known(monkeypatch, tmp_path, held=0.25, value=1.0)
    assert len(matched.left) == 0 and "no values within the ranges match" in " ".join(notes_of(matched, "en"))
    assert figure(matched) and set(parameters_of(matched)["verdict"]) == {"unknown"}


def test_emulators_interpolate_and_know_when_they_are_poor() -> None:
    rng = np.random.default_rng(1)
    shares = rng.random((40, 2))
    smooth = emulate(shares, np.repeat(np.sin(3 * shares[:, :1]), 3, axis=1) + rng.normal(0, 0.01, (40, 3)))
    mean, variance = smooth.predict(np.array([[0.5, 0.5]]))
    assert mean[0] == pytest.approx(np.sin(1.5), abs=0.02) and variance[0] < 0.02**2 and smooth.covered > 0.85
    assert emulate(shares, np.full((40, 3), 2.0)).predict(shares)[0].tolist() == [2.0] * 40


@pytest.mark.thorough
def test_the_example_runs(tmp_path) -> None:
    assert EXAMPLE.partition("\n")[2] in (ROOT / "docs" / "guides" / "calibrate.md").read_text(encoding="utf-8")
    smaller = (
        ("citizens = 800", 'citizens = 60\n"town.warm_up" = 0'), ("months = 24", "months = 3"),
        ("seeds = 4", "seeds = 2"),
        ("month = 12", "month = 1"), ("points = 30", "points = 8"), ("waves = 3", "waves = 2"),
    )  # fmt: skip
    text = EXAMPLE
    for old, new in smaller:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "my-targets.toml").write_text(text.replace("tolerance = 0.02 ", "tolerance = 0.2 "), encoding="utf-8")
    command = ("calibrate", "my-targets.toml", "--jobs", "1", "-o", "out")
    done = called(*command, "--lang", "nb", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "ikke utelukket" in done.stdout and done.stdout.endswith("out\n")
    made = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (made["points"], len(made["parameters"]), len(made["targets"])) == (16, 3, 3)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"wave-1", "wave-2", "figure.png", "parameters.csv", "targets.csv", "not-ruled-out.csv"} <= names
    again = called(*command, "--json", cwd=tmp_path)  # resumed: no run is made again
    assert json.loads(again.stdout)["parameters"] == made["parameters"]


def test_faults_of_a_file_are_said(tmp_path) -> None:
    wrong = []
    for old, new, part in (
        ("tolerance = 0.02 ", "tolerence = 0.02 ", "did you mean 'tolerance'"),
        ("value = 0.56", "value = '0.56'", "must be a number"),
        ("tolerance = 0.05", "tolerance = 0", "above 0"),
        ("value = 0.6\n", "value = 60\n", "take_up is a share, so it must be a number from 0 to 1, not per cent"),
        ('outcome = "take_up"', 'outcome = "takeup"', "did you mean 'take_up'"),
        ("month = 12", "month = 25", "from 1 to 24"),
        ("month = 12\n", "", "two targets in the same month"),
        ('"trust.start" = { low = 0.35, high = 0.75 }', '"trust.start" = [0.4, 0.5]', "has a range"),
        ("points = 30", "points = 3", "from 8 to"),
        ('municipality = "Lom"', 'municipality = "Lomm"', "Lom"),
        ("[parameters]", "[parameter]", "did you mean 'parameters'"),
    ):
        (tmp_path / "mine.toml").write_text(EXAMPLE.replace(old, new, 1), encoding="utf-8")
        try:
            read_targets(tmp_path / "mine.toml")
            wrong.append((new, "accepted"))
        except InputError as error:
            if part not in str(error):
                wrong.append((new, str(error)))
    assert not wrong, wrong
    assert "belongs to the calibration" in called("calibrate", "x.toml", "--towns", "3", cwd=tmp_path).stderr
