"""Seeds by precision: batches until an interval is narrow, or a maximum; the manifest says which."""

import json

import numpy as np
import pytest

from agents.errors import InputError
from experiments.analysis.points import points_of
from experiments.design.study import study_of
from experiments.design.text import toml_of
from experiments.runs.estimates import interval
from experiments.sweeps.results import read_results
from experiments.sweeps.stopping import reached
from tests.helpers.fake_sweeps import factorial, fake, same
from tests.shell import called

RULE = "\n[precision]\noutcome = 'fit'\nhalf_width = {width}\nof = '{of}'\nbatch = 5\nmax_seeds = 20\n"
LEVELS = "paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2]"


def with_rule(width: float, of: str, seeds: int = 5) -> str:
    return factorial(LEVELS, seeds) + RULE.format(width=width, of=of)


def test_the_rule_counts_what_it_says() -> None:
    """Seeds move both paradigms alike, so their difference is precise long before their levels are."""
    noise = np.random.default_rng(0).normal(size=(2, 40))

    def outcome(point: dict, seed: int) -> dict[str, float]:
        own = noise[1, seed] / 100 if point["paradigm"] == "NPG" else 0.0
        return same(point["trust.gain"] + noise[0, seed] + own)

    for of, precise in (("level", False), ("difference", True)):
        results = fake(with_rule(0.01, of), outcome)
        found = reached(results.study, results.table, 20)
        assert (found["reached"], found["finished"]) == (precise, True), of
        assert found["stopped_by"] == ("precision" if precise else "max_seeds")
        half = interval(noise[0, 1:21])[0] - interval(noise[0, 1:21])[1]
        if of == "level":
            assert [row["paradigm"] for row in found["rows"]] == ["TPA", "NPG"]
            assert found["rows"][0]["half_width"] == pytest.approx(half)
        else:
            assert [row["paradigm"] for row in found["rows"]] == ["NPG"]
        assert reached(results.study, results.table, 5)["finished"] == precise, of


def test_a_sweep_stops_by_its_rule_and_resumes(tmp_path) -> None:
    text = with_rule(0.0001, "difference").replace("[factors]", "[base]\ncitizens = 60\n'town.warm_up' = 0\n[factors]")
    text = text.replace("max_seeds = 20", "max_seeds = 8")
    (tmp_path / "some.toml").write_text(text, encoding="utf-8")
    plan = called("sweep", "some.toml", "--dry-run", cwd=tmp_path)
    assert "at most 8" in plan.stdout and "5 seeds first" in plan.stdout
    done = called("sweep", "some.toml", "--out", "out", "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 0 and "stopped at the maximum of 8 seeds" in done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["precision"]["stopped_by"] == "max_seeds" and manifest["precision"]["seeds"] == 8
    wide = text.replace("half_width = 0.0001", "half_width = 0.9")
    (tmp_path / "wide.toml").write_text(wide, encoding="utf-8")
    done = called("sweep", "wide.toml", "--out", "wide", "--jobs", "1", "--reuse", "out", cwd=tmp_path)
    assert done.returncode == 0 and "after 5 seeds" in done.stderr
    results = read_results(tmp_path / "wide")  # a rule that stops early leaves a complete, smaller study
    assert (results.runs, results.missing, len(results.study.seeds)) == (20, 0, 5)
    assert points_of(results, ["fit"]).values.shape == (4, 5, 1)
    again = called("sweep", "wide.toml", "--out", "wide", "--jobs", "1", cwd=tmp_path)
    assert again.returncode == 0 and "nothing" in again.stderr
    assert study_of(toml_of(study_of(wide)), name="study").key == study_of(wide).key


def test_rules_are_checked() -> None:
    wrong = []
    for old, new, part in (
        ("outcome = 'fit'", "outcome = 'fitt'", "did you mean 'fit'"),
        ("half_width = 0.1", "half_width = 0", "above 0"),
        ("max_seeds = 20", "", "'max_seeds' is missing"),
        ("max_seeds = 20", "max_seeds = 4", "from 5 to"),
        ("seeds = 5", "seeds = 2", "from 5 to"),
        ("seeds = 5", "seeds = [1, 2]", "number of the first batch"),
        ("batch = 5", "batches = 5", "did you mean 'batch'"),
        ("batch = 5", "by = ['trust.gian']", "did you mean 'trust.gain'"),
        (LEVELS, "'trust.gain' = [0.1, 0.2]\n'trust.loss_aversion' = [2.0, 3.0]", "needs a factor"),
    ):
        try:
            study_of(with_rule(0.1, "difference").replace(old, new, 1))
            wrong.append((new, "accepted"))
        except InputError as error:
            if part not in str(error):
                wrong.append((new, str(error)))
    assert not wrong, wrong
