"""Two studies compared: points matched through [base] and defaults, differences paired by seed."""

import pytest

from agents.errors import InputError
from experiments.analysis.points import points_of
from experiments.analysis.two_studies import two_studies
from experiments.design.factors import declared
from experiments.design.study import study_of
from experiments.sweeps.results import run_study
from tests.helpers.fake_sweeps import factorial, fake, same
from tests.helpers.sweeps import SMALL
from tests.shell import called

BASE = "[base]\n'trust.loss_aversion' = {}\n[factors]"


def results(levels: str, aversion: float, add: float, seeds: int = 6):
    text = factorial(levels, seeds).replace("[factors]", BASE.format(aversion))
    gap = {"TPA": 1.0, "NPG": 3.0}
    return fake(
        text, lambda point, seed: same(100 * seed + point.get("trust.gain", 0.1) + add * gap[point["paradigm"]])
    )


def test_differences_are_paired_by_point_and_seed() -> None:
    first = results("paradigm = ['TPA', 'NPG']\n'trust.gain' = [0.1, 0.2, 0.3]", 2.0, 0.0)
    second = results("paradigm = ['NPG', 'TPA']\n'trust.gain' = [0.2, 0.1]", 2.5, 1.0, seeds=8)
    found = two_studies(points_of(first, ["fit"]), points_of(second, ["fit"]))
    assert found.differ == {"trust.loss_aversion": (2.0, 2.5)} and found.unmatched == (2, 0)
    rows = found.table.set_index("level")
    assert rows["difference"].to_dict() == pytest.approx({"": 2.0, "TPA": 1.0, "NPG": 3.0})
    assert (rows["points"].to_dict(), set(rows["seeds"])) == ({"": 4, "TPA": 2, "NPG": 2}, {6})
    assert (rows["low"] <= rows["difference"]).all() and (rows["high"] - rows["low"] < 1e-6).all()
    fixed = points_of(results("paradigm = ['TPA']", 2.0, 0.0), ["fit"])  # the gain is at its default
    gain = declared()["trust.gain"].default
    varied = points_of(results(f"paradigm = ['TPA']\n'trust.gain' = [{gain}, 0.01]", 2.0, 0.0), ["fit"])
    assert two_studies(varied, fixed).unmatched == (1, 0)
    other = points_of(results("paradigm = ['TPA']\n'trust.gain' = [0.01]", 2.0, 0.0), ["fit"])
    with pytest.raises(InputError, match="no point in common"):
        two_studies(other, fixed)


def test_the_command_compares_folders(tmp_path) -> None:
    run_study(study_of(SMALL), tmp_path / "small", workers=1)
    run_study(study_of(SMALL.replace("citizens = 100", "citizens = 120")), tmp_path / "larger", workers=1)
    done = called(
        "analyse", "larger", "--against", "small", "--outcomes", "fit", "-o", "made", "--lang", "nb", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "citizens: 100 i small, 120 i larger" in done.stdout
    again = called("analyse", "made/manifest.json", cwd=tmp_path)
    assert again.returncode == 0 and "citizens: 100 in small" in again.stdout
