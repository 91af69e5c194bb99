"""Outcomes and mechanisms of one's own: declared, checked, and run where the user names the file."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from experiments import compare, mesa_model, own_code, own_paradigm, own_town
from experiments.design.study import study_of
from experiments.own.code import extensions_in, read_code
from experiments.own.collection import Own, code_files
from experiments.sweeps.workers import run_jobs
from model import GovernanceModel
from model.extend import mechanism, outcome, parameter
from tests.each import each
from tests.experiments.own.examples_of_code import EXAMPLES, MECHANISM, OUTCOMES, ROOT, refusal, written
from tests.shell import called

SMALL = {"citizens": 200, "rng": 3, "paradigm": "NPG"}


def run(own: Own | None = None, months: int = 6, **parameters):
    """Return the months of a small town, and its trust at the end."""
    model = GovernanceModel(
        **SMALL, parameters={"town.warm_up": 2, **parameters}, extensions=own.extensions() if own else None
    )
    frame = model.run(months)
    trust = model.citizens.trust.copy()
    model.close()
    return frame, trust


@pytest.fixture(scope="module")
def plain():
    return run()


# --- outcomes ---


def test_outcomes_stand_beside_those_of_the_model_and_change_nothing(plain) -> None:
    own = code_files([OUTCOMES])
    frame, trust = run(own)
    names = ["given_up_hope", "trust_of_the_worst_off", "open_needs_per_citizen"]
    assert list(own.outcomes) == names == list(frame.columns[-3:])
    assert frame[plain[0].columns].equals(plain[0])
    assert np.array_equal(trust, plain[1])
    assert frame[names].to_numpy().std(axis=0).min() > 0


def test_a_declaration_gives_unit_label_and_bounds() -> None:
    declared = code_files([OUTCOMES]).outcomes
    first, plain = declared["trust_of_the_worst_off"], declared["open_needs_per_citizen"]
    assert (first.unit, first.better, first.label("nb")) == ("trust", "higher", "Trust of the worst off")
    assert plain.help() == "Open needs per citizen, without a declared unit or direction."


@pytest.mark.whole_figures
def test_figures_have_a_panel_for_an_outcome_of_ones_own() -> None:
    few = compare(["TPA", "NPG"], citizens=100, months=2, seeds=2, outcomes=[OUTCOMES])
    panels = [axes.get_title(loc="left") for axes in few.figure().axes]
    assert "Trust of the worst off" in panels and "Service fit" in panels


FAILING = {
    "def broken(town):\n    return 1 / 0\n": ["mine.py, line 2", "outcome broken", "month 1", "ZeroDivisionError"],
    "def broken(town):\n    return float('nan')\n": ["mine.py, line 1", "broken returned nan in month 1", "finite"],
    "def broken(town):\n    return 'much'\n": ["broken returned 'much'"],
    "def broken(town):\n    town.citizens.trust[:] = 0\n    return 0.0\n": ["mine.py, line 2", "read-only"],
    "from model.extend import outcome\n@outcome(low=0, high=1)\ndef broken(town):\n    return 2\n": ["from 0 to 1"],
    "def fit(town):\n    return 1.0\n": ["the model has an outcome fit already"],
}


@each("text, wanted", FAILING.items())
def test_an_outcome_that_fails_says_where_and_why(text: str, wanted: list[str], tmp_path: Path) -> None:
    found = str(refusal(lambda: run(code_files([written(tmp_path, text)]))))
    assert all(part in found for part in wanted), found


def test_code_that_ends_python_in_a_run_is_refused_and_fails_a_sweep_s_run(tmp_path: Path) -> None:
    file = written(tmp_path, "def broken(town):\n    raise SystemExit(3)\n")
    wanted = "code of your own ends Python in a run (SystemExit: 3)"
    assert wanted in str(refusal(compare, ["TPA"], citizens=60, months=1, seeds=1, outcomes=[file]))
    text = f'months = 1\nseeds = 1\n[outcomes]\nfiles = ["{file.name}"]\nnames = ["broken"]\n[base]\ncitizens = 60\n'
    study = study_of(text, str(tmp_path / "mine.toml"), code=True)
    (error,) = run_jobs(study, list(study.jobs())).errors.values()
    assert wanted in error


@pytest.mark.parametrize(("value", "wanted"), [("1.5", "trust: 1.5 is above 1"), ("np.nan", "trust: a value is not f")])
def test_a_mechanism_that_leaves_columns_out_of_bounds_has_no_results(value: str, wanted: str, tmp_path: Path) -> None:
    head = "import numpy as np\nfrom model.extend import mechanism\n@mechanism(after='influence')\n"
    file = written(tmp_path, f"{head}def excite(town, own):\n    town.citizens.trust[:] = {value}\n")
    message = str(refusal(compare, ["TPA"], citizens=60, months=1, seeds=1, mechanisms=[file]))
    assert wanted in message and f"{file}: columns are out of their bounds" in message
    text = f'months = 1\nseeds = 1\nmechanisms = ["{file.name}"]\n[base]\ncitizens = 60\n'
    study = study_of(text, str(tmp_path / "mine.toml"), code=True)
    (error,) = run_jobs(study, list(study.jobs())).errors.values()
    assert wanted in error


DECLARED = "from model.extend import outcome\n@outcome({})\ndef mine(town):\n    return 1.0\n"
UNREADABLE = {
    "x = 1\n": "has no outcome",
    "def f(town:\n    pass\n": "mine.py:1 fails: SyntaxError",
    "import nowhere_at_all\n": "mine.py:1 fails: ModuleNotFoundError",
    "def _hidden(town):\n    return 1\n": "has no outcome",
    "def hope():\n    return 1\n": "its functions (hope) do not take the town: write def hope(town) -> float",
    "import sys\nsys.exit('enough')\n": "mine.py:2 fails: SystemExit: enough",
    DECLARED.format(
        'better="highr"'
    ): "better = 'highr' is not valid; valid: higher, lower or neither; did you mean 'higher'",
    DECLARED.format(
        'better="up"'
    ): "mine.py: the outcome mine: better = 'up' is not valid; valid: higher, lower or neither",
    DECLARED.format("unit=3"): "the outcome mine: unit = 3 is not valid: it must be text",
    DECLARED.format('low="0"'): "the outcome mine: low = '0' is not valid: it must be a number, or None for no bound",
}


@each("text, wanted", UNREADABLE.items())
def test_a_file_that_cannot_be_used_is_refused(text: str, wanted: str, tmp_path: Path) -> None:
    assert wanted in str(refusal(read_code, "outcomes", written(tmp_path, text)))


def test_a_function_in_python_is_checked_where_it_is_declared_as_a_file_is() -> None:
    def mine(town) -> float:
        return 1.0

    assert "the outcome mine: better = 'up' is not valid" in str(refusal(outcome(better="up"), mine))  # type: ignore[arg-type]
    found = str(refusal(outcome(better="highr"), mine))  # type: ignore[arg-type]
    assert "valid: higher, lower or neither; did you mean 'higher'" in found
    assert own_code(outcomes=[outcome(better="higher")(mine)]).outcomes[0][0].better == "higher"


def test_a_damaged_copy_of_the_code_is_written_anew(tmp_path: Path) -> None:
    text = "def three_eighths(town):\n    return 0.375\n"
    ((_, function),) = extensions_in(read_code("outcomes", written(tmp_path, text))).outcomes
    copy = Path(function.__code__.co_filename)
    copy.write_bytes(b"\xff")
    (tmp_path / "again").mkdir()
    read_code("outcomes", written(tmp_path / "again", text))
    assert copy.read_text(encoding="utf-8") == text


def test_a_model_in_python_takes_files_functions_paradigms_and_towns() -> None:
    @mechanism(after="influence", rate=parameter(0.5))
    def conform(town, own):
        town.citizens.trust += own.rate * (town.citizens.trust.mean() - town.citizens.trust)

    def spread_now(town):
        return town.citizens.trust.std()

    made = own_code(outcomes=[OUTCOMES, spread_now], mechanisms=[MECHANISM, conform])
    model = GovernanceModel(
        paradigm=own_paradigm(EXAMPLES / "listening.toml"), municipality=own_town(EXAMPLES / "innbygda.toml"),
        citizens=100, rng=1, parameters={"town.warm_up": 0, "conform.rate": 1.0}, extensions=made,
    )  # fmt: skip
    frame = model.run(2)
    assert (model.paradigm.name, model.municipality.name) == ("listening", "Innbygda")
    assert frame["spread_now"].max() < 1e-9
    assert model.outcomes["given_up_hope"] == frame["given_up_hope"].iloc[-1]
    model.close()
    wrong = {
        "conform is a mechanism": {"outcomes": [conform]},
        "no mechanism: declare it": {"mechanisms": [spread_now]},
        "write it in brackets": {"outcomes": str(OUTCOMES)},
        "two functions have the name spread_now": {"outcomes": [spread_now, spread_now]},
        "no name that a column could have": {"outcomes": [lambda town: 1.0]},
        "the file of outcomes is given by its path, not by 3": {"outcomes": [3]},
    }
    for wanted, given in wrong.items():
        assert wanted in str(refusal(own_code, **given))


def test_mesa_s_class_has_own_outcomes_and_parameters_also_in_another_process() -> None:
    made = mesa_model("word_of_mouth.pull", citizens=100, outcomes=[OUTCOMES], mechanisms=[MECHANISM])
    assert pickle.loads(pickle.dumps(made)) is made
    model = made(rng=1, word_of_mouth__pull=0.4)
    model.run(2)
    kept = model.datacollector.get_model_vars_dataframe()["given_up_hope"]
    assert len(kept) == 2 and kept.iloc[-1] == model.outcomes["given_up_hope"]
    model.close()


# --- mechanisms ---


def test_a_mechanism_that_is_off_leaves_every_bit(plain) -> None:
    frame, trust = run(code_files((), [MECHANISM]), **{"mechanisms.word_of_mouth": False})
    assert frame.equals(plain[0])
    assert np.array_equal(trust, plain[1])


def test_a_mechanism_that_does_nothing_leaves_every_bit(plain) -> None:
    """Here the month runs phase by phase, and not as one compiled call."""
    frame, trust = run(code_files((), [MECHANISM]), **{"word_of_mouth.pull": 0.0})
    assert frame.equals(plain[0])
    assert np.array_equal(trust, plain[1])


def test_a_mechanism_acts_by_its_parameters(plain) -> None:
    own = code_files((), [MECHANISM])
    spreads = [run(own, **{"word_of_mouth.pull": pull, "word_of_mouth.chance": 1})[1].std() for pull in (0.1, 0.9)]
    assert plain[1].std() > spreads[0] > spreads[1]


def test_columns_last_from_month_to_month(tmp_path: Path) -> None:
    text = (
        "from model.extend import column, mechanism\n"
        "@mechanism(before='drift', months=column('teams', dtype='int64'))\n"
        "def count(town, own):\n"
        "    own.months += 1\n"
        "    town.teams.experience[:] = own.months\n"
    )
    model = GovernanceModel(
        **SMALL, parameters={"town.warm_up": 2}, extensions=code_files((), [written(tmp_path, text)]).extensions()
    )
    model.run(3)
    assert set(model.town.teams.experience) <= {5, 6}  # 2 months of warm-up; work life then adds a month
    model.close()


FAULTY = {
    "@mechanism(after='influense')\ndef f(town, own):\n    pass\n": "did you mean 'influence'",
    "@mechanism()\ndef f(town, own):\n    pass\n": "give after or before",
    "@mechanism(after='drift')\ndef trust(town, own):\n    pass\n": "own parameters have that name",
    "@mechanism(after='drift', a=parameter(2.0, 0, 1))\ndef f(town, own):\n    pass\n": "f.a = 2.0 is not valid",
    "@mechanism(after='drift', a=column('citizen'))\ndef f(town, own):\n    pass\n": "did you mean 'citizens'",
    "def f(town, own):\n    pass\n": "has no mechanism",
}


@each("text, wanted", FAULTY.items())
def test_a_mechanism_is_checked_when_its_file_is_read(text: str, wanted: str, tmp_path: Path) -> None:
    head = "from model.extend import column, mechanism, parameter\n"
    assert wanted in str(refusal(read_code, "mechanism", written(tmp_path, head + text)))


def test_a_mechanism_that_fails_or_leaves_bounds_says_so(tmp_path: Path) -> None:
    head = "from model.extend import column, mechanism\n@mechanism(after='drift', a=column(high=1.0))\n"
    broken = written(tmp_path, head + "def f(town, own):\n    own.b\n", "broken.py")
    outside = written(tmp_path, head + "def g(town, own):\n    own.a += 1.5\n", "outside.py")
    assert "broken.py, line 4: the mechanism f fails in month -1" in str(refusal(run, code_files((), [broken])))
    assert "outside.py, line 2: mechanism g: own.a leaves its bounds" in str(refusal(run, code_files((), [outside])))


def test_a_run_with_code_cannot_be_saved(tmp_path: Path) -> None:
    model = GovernanceModel(**SMALL, extensions=code_files([OUTCOMES]).extensions())
    assert "cannot be saved" in str(refusal(model.save, tmp_path / "run.npz"))
    model.close()


def test_set_checks_a_mechanisms_parameters() -> None:
    words = ["compare", "--mechanisms", str(MECHANISM), "--dry-run", "--set"]
    over, near = called(*words, "word_of_mouth.pull=2", cwd=ROOT), called(*words, "word_of_mouth.pulls=1", cwd=ROOT)
    later = called(*words[:-1], "--at", "2:word_of_mouth.pull=0.5", cwd=ROOT)
    assert over.returncode == near.returncode == later.returncode == 2
    assert "from 0 to 1" in over.stderr
    assert "unknown parameter 'word_of_mouth.pulls'; did you mean 'word_of_mouth.pull'" in near.stderr
    assert "hold for a whole run" in later.stderr


def test_lists_show_what_a_file_adds() -> None:
    outcomes = called("outcomes", "hope", "--outcomes", str(OUTCOMES), cwd=ROOT)
    parameters = called("parameters", "neighbour", "--mechanisms", str(MECHANISM), cwd=ROOT)
    assert "given_up_hope" in outcomes.stdout
    assert "word_of_mouth.chance" in parameters.stdout and "mechanisms.word_of_mouth" in parameters.stdout
