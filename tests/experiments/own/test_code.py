"""Outcomes and mechanisms of one's own: run where the user names the file, kept with their source, never run else."""

import json
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from agents.errors import InputError
from experiments import mesa_model, own_code, own_paradigm, own_town
from experiments.comparison import compare
from experiments.design.study import read_study, study_of
from experiments.own.code import extensions_in, read_code
from experiments.own.collection import Own, code_files, own_from
from experiments.sweeps.results import read_results, run_study
from experiments.sweeps.runner import sweep
from experiments.sweeps.store import Store
from model import GovernanceModel
from model.extend import mechanism, outcome, parameter
from tests.each import each
from tests.shell import called

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
OUTCOMES, MECHANISM = EXAMPLES / "my_outcomes.py", EXAMPLES / "word_of_mouth.py"
SMALL = {"citizens": 200, "rng": 3, "paradigm": "NPG"}
FEW = ["--citizens", "200", "--months", "3", "--seeds", "2", "--paradigms", "TPA,NPG", "--quiet"]


def refusal(call, *arguments, **named) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*arguments, **named)
    return caught.value


def written(tmp_path: Path, text: str, name: str = "mine.py") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


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


FAILING = {
    "def broken(town):\n    return 1 / 0\n": ["mine.py, line 2", "outcome broken", "month 1", "ZeroDivisionError"],
    "def broken(town):\n    return float('nan')\n": ["broken returned nan in month 1", "finite number"],
    "def broken(town):\n    return 'much'\n": ["broken returned 'much'"],
    "def broken(town):\n    town.citizens.trust[:] = 0\n    return 0.0\n": ["mine.py, line 2", "read-only"],
    "from model.extend import outcome\n@outcome(low=0, high=1)\ndef broken(town):\n    return 2\n": ["from 0 to 1"],
    "def fit(town):\n    return 1.0\n": ["the model has an outcome fit already"],
}


@each("text, wanted", FAILING.items())
def test_an_outcome_that_fails_says_where_and_why(text: str, wanted: list[str], tmp_path: Path) -> None:
    found = str(refusal(lambda: run(code_files([written(tmp_path, text)]))))
    assert all(part in found for part in wanted), found


DECLARED = "from model.extend import outcome\n@outcome({})\ndef mine(town):\n    return 1.0\n"
UNREADABLE = {
    "x = 1\n": "has no outcome",
    "def f(town:\n    pass\n": "mine.py:1 fails: SyntaxError",
    "import nowhere_at_all\n": "mine.py:1 fails: ModuleNotFoundError",
    "def _hidden(town):\n    return 1\n": "has no outcome",
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
    assert "mechanism g: own.a leaves its bounds" in str(refusal(run, code_files((), [outside])))


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


# --- manifests ---


@pytest.fixture(scope="module")
def compared(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("code") / "first"
    code = ["--outcomes", str(OUTCOMES), "--mechanisms", str(MECHANISM), "--set", "word_of_mouth.pull=0.3"]
    done = called("compare", *FEW, *code, "-o", str(folder), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_manifest_keeps_source_hash_and_declarations(compared: Path) -> None:
    content = json.loads((compared / "manifest.json").read_text(encoding="utf-8"))
    kept = {one["kind"]: one for one in content["own"]}
    assert kept["outcomes"]["text"] == OUTCOMES.read_text(encoding="utf-8")
    assert kept["mechanism"]["text"] == MECHANISM.read_text(encoding="utf-8")
    assert content["changed_parameters"] == {"word_of_mouth.pull": 0.3}
    assert content["outcomes"]["given_up_hope"]["unit"] == "share"
    assert own_from(content["own"]).parameters["word_of_mouth.pull"].high == 1


def test_a_manifest_does_not_run_its_code(compared: Path, tmp_path: Path) -> None:
    done = called("compare", str(compared / "manifest.json"), "-o", str(tmp_path / "again"), cwd=ROOT)
    assert done.returncode == 2
    assert "code from a manifest does not run by itself" in done.stderr and "--outcomes" in done.stderr


def test_a_manifest_refuses_another_file_of_the_name(compared: Path, tmp_path: Path) -> None:
    other = written(tmp_path, OUTCOMES.read_text(encoding="utf-8") + "\n# changed\n", "my_outcomes.py")
    words = ["compare", str(compared / "manifest.json"), "--mechanisms", str(MECHANISM), "--outcomes"]
    done = called(*words, str(other), "-o", str(tmp_path / "again"), cwd=ROOT)
    assert done.returncode == 2
    assert "is not the file of outcomes that these results were made with" in done.stderr


def test_a_manifest_repeats_its_bits_with_its_files(compared: Path, tmp_path: Path) -> None:
    words = ["--mechanisms", str(MECHANISM), "--outcomes", str(OUTCOMES), "--quiet", "-o", str(tmp_path / "again")]
    done = called("compare", str(compared / "manifest.json"), *words, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert (compared / "runs.parquet").read_bytes() == (tmp_path / "again" / "runs.parquet").read_bytes()


def test_an_altered_text_in_a_manifest_is_refused(compared: Path) -> None:
    content = json.loads((compared / "manifest.json").read_text(encoding="utf-8"))
    content["own"][0]["text"] += "\n"
    with pytest.raises(ValueError):
        own_from(content["own"])


def test_a_report_reads_results_without_running_their_code(compared: Path, tmp_path: Path) -> None:
    done = called("report", str(compared), "--out", str(tmp_path / "report.html"), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"--outcomes {OUTCOMES} --mechanisms {MECHANISM}" in html  # of the command that repeats the comparison


# --- sweeps ---


def study(months: int = 3):
    text = (EXAMPLES / "code-study.toml").read_text(encoding="utf-8")
    small = text.replace("months = 24", f"months = {months}").replace(
        "citizens = 800", 'citizens = 100\n"town.warm_up" = 1'
    )
    return study_of(small.replace("seeds = 4", "seeds = 2"), str(EXAMPLES / "code-study.toml"))


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweeps") / "code"
    return run_study(study(), folder, workers=2)


def test_a_sweep_runs_code_in_its_workers(swept) -> None:
    table = swept.last
    assert len(table) == 16 and not len(swept.failed)
    assert list(swept.outcomes) == ["trust", "trust_of_the_worst_off", "open_needs_per_citizen"]
    assert np.isfinite(table[list(swept.outcomes)].to_numpy()).all()
    by = table.set_index(["paradigm", "seed", "word_of_mouth.pull", "mechanisms.word_of_mouth"])[
        "trust_of_the_worst_off"
    ]
    for paradigm in ("TPA", "NPG"):
        for seed in (1, 2):
            off = by[paradigm, seed, 0.0, False]
            assert off == by[paradigm, seed, 0.1, False] == by[paradigm, seed, 0.0, True]
            assert off != by[paradigm, seed, 0.1, True]


def test_a_sweep_equals_the_same_runs_made_here(swept) -> None:
    compared = compare(
        ["TPA", "NPG"], citizens=100, months=3, seeds=2, outcomes=[OUTCOMES], mechanisms=[MECHANISM],
        parameters={"town.warm_up": 1, "word_of_mouth.pull": 0.1},
    )  # fmt: skip
    here = compared.runs[compared.runs["month"] == 3].set_index(["paradigm", "seed"])["trust_of_the_worst_off"]
    there = swept.last.query("`word_of_mouth.pull` == 0.1 and `mechanisms.word_of_mouth`")
    assert there.set_index(["paradigm", "seed"])["trust_of_the_worst_off"].to_dict() == here.to_dict()


def test_a_folder_is_read_without_running_its_code(swept) -> None:
    again = read_results(swept.folder)
    assert not again.study.own.code[0].trusted
    assert again.study.key == swept.study.key
    assert list(again.outcomes) == list(swept.outcomes)


def test_a_folder_does_not_run_its_code_either(swept, tmp_path: Path) -> None:
    kept = read_study(swept.folder)
    assert "code from a manifest does not run by itself" in str(refusal(sweep, kept, tmp_path / "new"))
    done = called("sweep", str(swept.folder), cwd=ROOT)
    assert done.returncode == 2
    assert "--outcomes my_outcomes.py" in done.stderr and "--mechanisms word_of_mouth.py" in done.stderr
    words = ["--mechanisms", str(MECHANISM), "--outcomes", str(OUTCOMES), "--quiet"]
    done = called("sweep", str(swept.folder), *words, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_a_folder_without_its_manifest_runs_no_code(swept, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(swept.folder, tmp_path / "copy"))
    (folder / "manifest.json").unlink()
    written(folder, "raise SystemExit('this code must not run')\n", "my_outcomes.py")
    written(folder, "raise SystemExit('this code must not run')\n", "word_of_mouth.py")
    for read in (read_results, read_study):
        assert "code in a folder of results does not run" in str(refusal(read, folder))
    assert "code in a folder of results does not run" in str(refusal(read_study, folder / "study.toml"))


def test_results_of_a_sweep_show_outcomes_of_ones_own(swept) -> None:
    done = called("results", str(swept.folder), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "Trust of the worst off" in done.stdout


def test_another_text_makes_another_study(tmp_path: Path) -> None:
    for name in ("code-study.toml", "my_outcomes.py", "word_of_mouth.py"):
        (tmp_path / name).write_text((EXAMPLES / name).read_text(encoding="utf-8"), encoding="utf-8")
    first = read_study(tmp_path / "code-study.toml")
    written(tmp_path, MECHANISM.read_text(encoding="utf-8") + "\n# changed\n", "word_of_mouth.py")
    second = read_study(tmp_path / "code-study.toml")
    point = next(first.points())
    assert first.key != second.key and first.run_id(point, 1) != second.run_id(point, 1)
    Store.open(tmp_path / "kept", first).close()
    assert "the file word_of_mouth.py has changed" in str(refusal(Store.open, tmp_path / "kept", second))
    bad = (tmp_path / "code-study.toml").read_text(encoding="utf-8").replace('"trust_of_the_worst_off"', '"trust_of"')
    unknown = str(refusal(study_of, bad, str(tmp_path / "code-study.toml"), code=True))
    assert "did you mean 'trust_of_the_worst_off'" in unknown and "yours are given_up_hope" in unknown


@pytest.mark.slow
def test_workers_of_dask_run_code_without_the_file(swept, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        found = run_study(study(), tmp_path / "dask", dask=cluster.scheduler_address)
    columns = ["run_id", *found.outcomes]
    tables = [one.table.sort_values("run_id")[columns].reset_index(drop=True) for one in (found, swept)]
    assert tables[0].equals(tables[1])


# --- questions ---

QUESTION = """
title_en = "Does asking help?"
claim_en = "Asking helps."
fails_en = "It may not."
source = "A test"
mechanisms = ["word_of_mouth.py"]
[outcomes]
files = ["my_outcomes.py"]
names = ["fit", "given_up_hope"]
[sre]
fit = 0.02
given_up_hope = 0.02
[protocol]
municipality = "innbygda.toml"
citizens = 100
months = 4
seeds = 2
most_seeds = 2
[conditions.usual]
title_en = "As usual"
[conditions.talk]
title_en = "More talk"
start = { "word_of_mouth.pull" = 0.9 }
[[arms]]
name = "responsive"
base = "responsive"
[[arms]]
name = "asking"
base = "listening.toml"
[[arms]]
name = "later"
base = "TPA"
[[timeline]]
arm = "later"
month = 3
paradigm = "listening.toml"
[rule]
kind = "contrast"
[[rule.tests]]
outcomes = ["given_up_hope"]
first = "asking"
second = "later"
"""


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> Path:
    """The answer of a question that names files of every kind, without those files."""
    place = tmp_path_factory.mktemp("asked")
    names = ("word_of_mouth.py", "my_outcomes.py", "innbygda.toml", "listening.toml")
    for name in names:
        shutil.copy(EXAMPLES / name, place)
    written(place, QUESTION, "mine.toml")
    done = called("ask", "mine.toml", "-o", "answer", "--jobs", "1", "--quiet", cwd=place)
    assert done.returncode == 0, done.stderr
    for name in names:
        (place / name).unlink()
    return place


def test_a_question_may_name_files_of_every_kind(answered: Path) -> None:
    answer = json.loads((answered / "answer" / "answer.json").read_text(encoding="utf-8"))
    [row] = answer["rows"]  # fewer without hope is better, so what the reference has is not taken from the arm
    assert (answer["municipality"], row["outcome"], row["name"]) == (
        "Innbygda", "given_up_hope", "later \N{MINUS SIGN} asking",
    )  # fmt: skip
    means = answer["means"]
    assert means["asking@usual"] != means["asking@talk"], "the mechanism's parameter has no effect"
    assert means["later@usual"] != means["responsive@usual"]


def test_the_report_of_a_question_needs_none_of_its_files(answered: Path) -> None:
    done = called("report", "answer", "--out", "report.html", cwd=answered)
    assert done.returncode == 0, done.stderr
    html = (answered / "report.html").read_text(encoding="utf-8")
    assert "Innbygda" in html and "given up hope" in html and "samskaping ask mine.toml" in html


def test_code_in_a_question_s_folder_does_not_run(answered: Path) -> None:
    done = called("ask", "answer/question.toml", "-o", "again", cwd=answered)
    assert done.returncode == 2
    assert "code in a folder of results does not run" in done.stderr
