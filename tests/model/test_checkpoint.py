"""A run saved to a file, and continued."""

import json
import math
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from model import GovernanceModel, checkpoint, load_paradigm
from model.town.municipalities import municipality
from model.town.own import CODE, OwnTown

ROOT = Path(__file__).resolve().parents[2]
PHASED = [
    {"month": 3, "over": 6, "paradigm": "NPG"},
    {"month": 4, "over": 6, "parameters": {"needs.rate": "*1.5", "money.trend": -0.02}},
    {"month": 4, "until": 9, "event": "scandal", "areas": ["upbringing"]},
    {"month": 5, "until": 10, "event": "uniform_reform", "areas": ["place"]},
    {"month": 8, "rules": {"information.dialogue": "*0.5"}},
]
MINE = load_paradigm("NPG").updated({"aggregation.weight_design": 0.9, "scope.arena_size": 5})
FIGURES = {**asdict(municipality("Larvik")), "code": CODE, "name": "Innbygda", "share_basic_education": math.nan}
INNBYGDA = OwnTown(**{**FIGURES, "population": 8400, "seats": 21})
RUNS = {
    "phasing in, with events": {"paradigm": "TPA", "timeline": PHASED},
    "triage": {"paradigm": "triage", "timeline": [{"month": 9, "paradigm": "NPM"}]},
    "own paradigm": {"paradigm": MINE.model_copy(update={"name": "mine"}), "timeline": []},
    "own town": {"municipality": INNBYGDA, "timeline": PHASED},
}
CONTINUE = """
import sys
from model import GovernanceModel
for path in sys.argv[1:]:
    model = GovernanceModel.load(path)
    model.run(7)
    model.datacollector.get_model_vars_dataframe().to_pickle(path + ".months")
    model.groups().to_pickle(path + ".groups")
    print(model.paradigm.name, model.steps, model.months)
"""


def made(**settings) -> GovernanceModel:
    return GovernanceModel(citizens=300, rng=3, parameters={"town.warm_up": 3, "needs.ageing": 0.02}, **settings)


def test_a_run_continued_in_another_process_equals_the_run_that_never_stopped(tmp_path):
    paths, whole = [], []
    for number, settings in enumerate(RUNS.values()):
        model = made(**settings)
        model.run(6)
        paths.append(str(model.save(tmp_path / f"{number}.run")))
        model.run(7)
        whole.append(model)
    done = subprocess.run(
        [sys.executable, "-c", CONTINUE, *paths], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [f"{model.paradigm.name} 13 13" for model in whole]
    for name, path, model in zip(RUNS, paths, whole, strict=True):
        assert pd.read_pickle(path + ".months").equals(model.datacollector.get_model_vars_dataframe()), name
        assert pd.read_pickle(path + ".groups").equals(model.groups()), name


def test_a_run_saved_before_its_first_month_or_after_a_switch_continues_too(tmp_path):
    model = made(paradigm="TPA")
    model.save(tmp_path / "start")
    first = model.run(2)
    model.switch_paradigm("NPM")
    model.save(tmp_path / "switched")
    rest = model.run(4)
    assert GovernanceModel.load(tmp_path / "switched").run(4).equals(rest)
    assert GovernanceModel.load(tmp_path / "start").run(2).equals(first)


def test_many_futures_branch_from_one_past(tmp_path):
    past = made(paradigm="TPA")
    past.run(5)
    path = past.save(tmp_path / "past")
    for timeline in ([], [{"month": 6, "paradigm": "NPM"}], [{"month": 7, "parameters": {"trust.gain": 0.4}}]):
        branch = GovernanceModel.load(path, timeline)
        assert branch.run(4).equals(made(paradigm="TPA", timeline=timeline).run(9)[5:].reset_index(drop=True)), timeline
    with pytest.raises(InputError, match="month 5 is the last one simulated"):
        GovernanceModel.load(path, [{"month": 5, "paradigm": "NPM"}])


def test_another_file_is_refused_with_the_reason(tmp_path, monkeypatch):
    path = made().save(tmp_path / "run")
    content = path.read_bytes()
    (tmp_path / "cut").write_bytes(content[: len(content) // 2])
    (tmp_path / "changed").write_bytes(content[:2000] + bytes(200) + content[2200:])
    (tmp_path / "text").write_text("a run")
    np.savez(tmp_path / "other.npz", header=np.frombuffer(b"[1]", np.uint8))
    np.save(tmp_path / "one.npy", np.zeros(3))
    np.savez(tmp_path / "pickled.npz", header=np.array([{"format": checkpoint.FORMAT}], dtype=object))
    for name in ("cut", "changed", "text", "other.npz", "one.npy", "pickled.npz"):
        with pytest.raises(InputError, match="is not a run saved by samskaping"):
            GovernanceModel.load(tmp_path / name)
    with pytest.raises(InputError, match="there is no file"):
        GovernanceModel.load(tmp_path / "none")
    header, arrays = checkpoint.read(path)
    for lacking in ("town.rules", "rows"):
        checkpoint.write(tmp_path / "less", header, {name: a for name, a in arrays.items() if name != lacking})
        with pytest.raises(InputError, match="is incomplete"):
            GovernanceModel.load(tmp_path / "less")
    monkeypatch.setattr(checkpoint, "model_version", lambda: "another")
    with pytest.raises(InputError, match="another version of the model"):
        GovernanceModel.load(path)


def test_a_town_of_ones_own_is_saved_with_its_council(tmp_path):
    model = made(municipality=INNBYGDA)
    again = GovernanceModel.load(model.save(tmp_path / "run"))
    assert repr(again.municipality) == repr(INNBYGDA)  # NaN equals nothing
    assert len(again.town.politicians) == 21


DAMAGED = {
    "unknown figure 'seat' of a municipality; did you mean 'seats'": {"municipality": {**asdict(INNBYGDA), "seat": 3}},
    "figures of a municipality are missing: population": {
        "municipality": {name: value for name, value in asdict(INNBYGDA).items() if name != "population"}
    },
    "seats = 0 is not valid": {"municipality": {**asdict(INNBYGDA), "seats": 0}},
    "turnout_2023 = 3 is not valid": {"municipality": {**asdict(INNBYGDA), "turnout_2023": 3}},
    "is incomplete": {"municipality": {**asdict(INNBYGDA), "population": "many"}},
    "citizens = 1000000000000 is not valid": {"population": 10**12},
}


@pytest.mark.parametrize("reason", DAMAGED)
def test_a_header_with_a_wrong_figure_is_refused_with_the_reason(reason, tmp_path):
    header, arrays = checkpoint.read(made(municipality=INNBYGDA).save(tmp_path / "run"))
    checkpoint.write(tmp_path / "damaged", {**header, **DAMAGED[reason]}, arrays)
    with pytest.raises(InputError, match=f"damaged.*{reason}"):
        GovernanceModel.load(tmp_path / "damaged")


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path, monkeypatch):
    model = made()
    path = model.save(tmp_path / "run")
    before = path.read_bytes()
    model.run(1)

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(checkpoint.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        model.save(path)
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["run"]


def test_nothing_in_the_file_is_a_pickled_object(tmp_path):
    path = made(paradigm="NPG").save(tmp_path / "run")
    with np.load(path, allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)
        assert json.loads(file["header"].tobytes())["format"] == checkpoint.FORMAT
