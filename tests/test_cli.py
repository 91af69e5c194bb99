"""The command line through its real entry point: exit codes, messages, and what it leaves on disk."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import COMMANDS, main
from model.paradigms import Paradigm
from model.parameters import Parameters
from model.presets import PRESETS

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"numpy", "pandas", "numba", "mesa", "matplotlib", "pydantic", "rich", "scipy", "pyarrow"}
SMALL = ["--citizens", "100", "--months", "2", "--seeds", "2"]
COMPARED = [
    "figure.png", "figure.svg", "groups.csv", "manifest.json", "paired.csv", "runs.parquet", "summary.csv",
]  # fmt: skip


def samskaping(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "experiments", *arguments],
        cwd=cwd, env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


def called(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process: a second or two faster, where a process of its own is not the point."""
    output, errors = io.StringIO(), io.StringIO()
    terminated = signal.getsignal(signal.SIGTERM)
    try:
        with contextlib.chdir(cwd), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = main(arguments)
    finally:
        signal.signal(signal.SIGTERM, terminated)  # sweeps set one of their own
    return subprocess.CompletedProcess(arguments, code, output.getvalue(), errors.getvalue())


def environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- help ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["compare", "--help"], ["run", "-h"], ["parameters", "--help"]])
def test_help_loads_nothing_heavy(arguments):
    code = (
        "import sys; from experiments.cli import main; code = main(sys.argv[1:]); "
        f"print(code, sorted({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout.splitlines()[-1] == "0 []", done.stdout + done.stderr
    assert "Usage: samskaping" in done.stdout


def test_the_list_of_commands_has_each_with_its_help(here):
    done = samskaping("--help", cwd=here)
    assert done.returncode == 0 and done.stderr == ""
    for name, (_, line) in COMMANDS.items():
        assert name in done.stdout and line in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    assert main([name, "--help"]) == 0
    assert f"Usage: samskaping {name}" in capsys.readouterr().out


def test_nothing_at_all_shows_the_help(capsys):
    assert main([]) in (0, 2)
    assert "Usage: samskaping" in "".join(capsys.readouterr())


# --- compare ---------------------------------------------------------------------------------------------------


def test_compare_prints_tables_and_writes_a_folder(here):
    done = samskaping("compare", *SMALL, "--out", "mine", cwd=here)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "mine"
    assert sorted(path.name for path in (here / "mine").iterdir()) == COMPARED
    assert "Service fit" in done.stdout and "Paired differences" in done.stdout
    assert max(map(len, lines)) <= 100
    assert "nan" not in done.stdout.lower().split()
    assert "months in all: 12" in done.stderr and "\x1b" not in done.stdout + done.stderr
    runs = pd.read_parquet(here / "mine" / "runs.parquet")
    assert runs.groupby("paradigm").size().to_dict() == {"TPA": 4, "NPM": 4, "NPG": 4}
    command = json.loads((here / "mine" / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert command == ["samskaping", "compare", *SMALL, "--out", "mine"]


def test_without_out_results_get_a_folder_of_their_own(here, capsys):
    for _ in range(2):
        assert main(["compare", *SMALL, "--quiet", "--paradigms", "TPA"]) == 0
    printed = capsys.readouterr()
    folders = printed.out.split()
    assert printed.err == "" and len(set(folders)) == 2
    for folder in folders:
        assert Path(folder).parent == Path("results") and "compare-larvik-" in folder
        assert sorted(path.name for path in Path(folder).iterdir()) == COMPARED


def test_json_is_one_document_and_the_only_thing_on_stdout(here):
    done = samskaping("compare", *SMALL, "--json", "--out", "mine", "--municipality", "Bodø", cwd=here)
    told = json.loads(done.stdout)
    assert done.returncode == 0 and told["municipality"] == "Bodø" and told["seeds"] == [1, 2]
    assert told["out"] == "mine" and (here / "mine" / "summary.csv").exists()
    row = next(row for row in told["summary"] if row["outcome"] == "trust" and row["paradigm"] == "NPM")
    assert row["low"] <= row["mean"] <= row["high"]
    assert {row["paradigm_a"] + row["paradigm_b"] for row in told["paired"]} == {"TPANPM", "TPANPG", "NPMNPG"}


def test_one_seed_is_said_and_no_nan_is_printed(here, capsys):
    arguments = ["compare", "--citizens", "100", "--months", "1", "--seeds", "1", "--seed", "5"]
    assert main([*arguments, "-o", "a"]) == 0
    text = capsys.readouterr().out
    assert "one seed" in text and "nan" not in text.lower().split() and "\N{PLUS-MINUS SIGN}" not in text
    assert main([*arguments, "-o", "b", "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["seeds"] == [5] and told["summary"][0]["low"] is None


def test_jobs_change_nothing_in_what_is_written(here, capsys):
    for jobs in ("1", "2", "5"):
        assert main(["compare", *SMALL, "--jobs", jobs, "--out", jobs, "--quiet"]) == 0
    for name in set(COMPARED) - {"manifest.json"}:
        assert len({Path(jobs, name).read_bytes() for jobs in ("1", "2", "5")}) == 1, name


def test_many_paradigms_fit_the_page(here, capsys):
    assert main(["compare", *SMALL, "--paradigms", "TPA,NPM,NPG,thin, equal ,triage", "-o", "a", "--lang", "nb"]) == 0
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 100
    assert "triage" in printed and "Tillit" in printed


def test_a_dry_run_says_what_would_be_run_and_does_nothing(here, capsys):
    arguments = ["compare", "--municipality", "0301", "--seeds", "4", "--set", "trust.loss_aversion=3", "--dry-run"]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    for part in (
        "12 of 120 months",
        "Oslo (0301), 728,714 citizens",
        "TPA, NPM, NPG",
        "1 to 4",
        "trust.loss_aversion = 3",
    ):
        assert part in text
    assert main([*arguments, "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["runs"] == 12 and plan["about_seconds"] > 10
    assert main(["run", "--dry-run", "--switch", "61=TPA"]) == 0
    assert "NPG, TPA" in capsys.readouterr().out
    assert not list(here.iterdir())


def test_a_named_municipality_is_run_at_its_real_size(here, capsys):
    citizens = []
    for arguments in (["--municipality", "Utsira"], ["--municipality", "Utsira", "--citizens", "70"], []):
        assert main(["compare", "--dry-run", "--json", *arguments]) == 0
        citizens.append(json.loads(capsys.readouterr().out)["citizens"])
    assert 100 < citizens[0] < 400 and citizens[1] == 70 and citizens[2] >= 1000


# --- bad input -------------------------------------------------------------------------------------------------

BAD = [
    (["compare", "--set", "trust.los_aversion=2"], ["trust.los_aversion", "did you mean 'trust.loss_aversion'"]),
    (["compare", "--set", "trust.loss_aversion=99"], ["trust.loss_aversion", "99", "from 1 to 5"]),
    (["compare", "--set", "trust.loss_aversion=nan"], ["from 1 to 5"]),
    (["compare", "--set", "trust.loss_aversion=much"], ["'much'", "from 1 to 5"]),
    (["compare", "--set", "trust.loss_aversion"], ["name=value"]),
    (["compare", "--set", "=2"], ["name=value"]),
    (["compare", "--set", "trust.start=.5", "--set", "trust.start=.6"], ["given twice"]),
    (["compare", "--set", "rules.aggregation.lamd=1"], ["unknown rule", "lam_d"]),
    (["compare", "--set", "rules.scope.meetings_per_year=6"], ["contradictory rules", "recruitment"]),
    (["compare", "--citizens", "0"], ["citizens = 0"]),
    (["compare", "--citizens", "-5"], ["citizens = -5"]),
    (["compare", "--citizens", "many"], ["--citizens", "many"]),
    (["compare", "--months", "0"], ["months = 0"]),
    (["compare", "--months", "-1"], ["months = -1"]),
    (["compare", "--seeds", "0"], ["seeds = 0"]),
    (["compare", "--seed", "-1"], ["seed = -1"]),
    (["compare", "--jobs", "0"], ["jobs = 0"]),
    (["compare", "--paradigms", "TPA,NPX"], ["unknown paradigm 'NPX'", "did you mean"]),
    (["compare", "--paradigms", "TPA,tpa"], ["TPA is given twice"]),
    (["compare", "--paradigms", ","], ["no paradigm"]),
    (["compare", "--municipality", "Herøy"], ["1515", "1818"]),
    (["compare", "--municipality", "Lavrik", "--lang", "nb"], ["ingen kommune heter 'Lavrik'", "mente du 'Larvik'"]),
    (["compare", "--set", "needs.lived=99", "--lang=nb"], ["Det må være et tall fra 0 til 10"]),
    (["compare", "--seeds", "0", "--lang", "nb"], ["feil: ", "antall frø = 0", "heltall fra 1"]),
    (["municipalities", "Lavrik", "--lang", "nb"], ["feil: ", "ingen kommunes navn", "mente du 'Larvik'"]),
    (["compare", "--set", "budget=3"], ["'budget'", "money.case_budget", "samskaping parameters budget"]),
    (["compare", "--municipality", "Lavrik"], ["did you mean 'Larvik'"]),
    (["compare", "--municipality", "9999"], ["9999", "0301"]),
    (["compare", "--out", ""], ["--out"]),
    (["compare", "--out", "."], ["--out"]),
    (["compare", "--lang", "sv"], ["--lang"]),
    (["compare", "--seedz", "3"], ["--seedz", "--seeds"]),
    (["compare", "extra"], ["extra"]),
    (["comapre"], ["unknown command 'comapre'", "did you mean 'compare'"]),
    (["run", "--paradigm", "NPX"], ["unknown paradigm 'NPX'"]),
    (["run", "--switch", "NPG"], ["MONTH=PARADIGM"]),
    (["run", "--switch", "200=NPG"], ["never reached"]),
    (["run", "--switch", "1=NPG"], ["switch"]),
    (["run", "--seed", "99999999999999999999"], ["seed"]),
    (["parameters", "zzzz"], ["'zzzz'"]),
    (["paradigms", "NPX"], ["unknown paradigm"]),
    (["municipalities", "Lavrik"], ["did you mean 'Larvik'"]),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "words"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_bad_input_is_explained_and_leaves_nothing(arguments, words, here, capsys):
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.startswith(("error: ", "feil: ")) and "Traceback" not in printed.err
    for word in words:
        assert word in printed.err
    assert not list(here.iterdir())


def test_bad_input_through_the_real_entry_point(here):
    done = samskaping("compare", "--set", "trust.los_aversion=2", cwd=here)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: unknown parameter") and len(done.stderr.splitlines()) == 1
    with_trace = samskaping("compare", "--set", "trust.los_aversion=2", "--debug", cwd=here)
    assert with_trace.returncode == 2 and "Traceback" in with_trace.stderr
    assert with_trace.stderr.splitlines()[-1].startswith("error: unknown parameter")
    assert not list(here.iterdir())


def test_nothing_is_overwritten(here, capsys):
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine")
    Path("file").write_text("mine")
    for out in ("full", "file", "file/below"):
        for command in ("compare", "run"):
            assert main([command, "--citizens", "100", "--months", "1", "--out", out]) == 2
            assert out.split("/")[0] in capsys.readouterr().err
    assert Path("full/mine.txt").read_text() == Path("file").read_text() == "mine"
    assert sorted(path.name for path in here.rglob("*")) == ["file", "full", "mine.txt"]


# --- failures and interruptions --------------------------------------------------------------------------------


def test_a_failure_is_said_in_a_line_and_with_debug_in_full(here, capsys, monkeypatch):
    import experiments.export

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(experiments.export, "save_figure", fail)
    arguments = ["run", "--citizens", "100", "--months", "1", "--out", "mine", "--quiet"]
    assert main(arguments) == 1
    message = capsys.readouterr().err
    assert message.startswith("error: OSError: no space left on device") and "Traceback" not in message
    assert main([*arguments, "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err
    assert not list(here.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("cold", [False, True], ids=["simulating", "compiling"])
def test_an_interruption_ends_soon_and_leaves_nothing(here, cold, tmp_path_factory):
    cache = {"SAMSKAPING_CACHE": str(tmp_path_factory.mktemp("cache"))} if cold else {}
    process = subprocess.Popen(
        [sys.executable, "-m", "experiments", "compare", "--citizens", "20000", "--seeds", "50", "--out", "mine"],
        cwd=here, env=environment() | cache, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # background jobs may ignore it
    )  # fmt: skip
    try:
        assert process.stderr is not None
        assert ("compiling" in process.stderr.readline()) >= cold
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, errors
    assert output == "" and errors.splitlines()[-1].startswith("interrupted") and "Traceback" not in errors
    assert not list(here.iterdir())


# --- run -------------------------------------------------------------------------------------------------------


def test_run_prints_years_and_writes_every_month(here):
    done = samskaping(
        "run", "--citizens", "100", "--months", "25", "--switch", "13=TPA", "--lang", "nb", "-o", "mine", cwd=here
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "mine" and "Tillit" in done.stdout
    series = pd.read_csv(here / "mine" / "series.csv")
    assert series["month"].tolist() == list(range(1, 26))
    assert series["paradigm"].tolist() == ["NPG"] * 12 + ["TPA"] * 13
    rules = next(line.split() for line in done.stdout.splitlines() if line.split()[:1] == ["regler"])
    assert rules == ["regler", "NPG", "TPA", "TPA"]


def test_run_as_json_has_every_month(here, capsys):
    assert main(["run", "--citizens", "100", "--months", "3", "--json", "--quiet", "-o", "mine"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["month"] for row in told["months"]] == [1, 2, 3] and told["citizens"] == 100
    assert told["out"] == "mine" and Path("mine/runs.parquet").exists()


# --- lists -----------------------------------------------------------------------------------------------------


def test_parameters_lists_every_declaration(capsys):
    assert main(["parameters", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    declared = [*Parameters.declarations(), *Paradigm.declarations()]
    assert [row["name"] for row in told] == [d.name for d in declared]
    for row in told:
        assert row["unit"] and row["source"] and row["help_en"] and row["help_nb"]
        assert row["kind"] in ("switch", "choice") or row["low"] <= row["default"] <= row["high"]


def test_parameters_are_searched_by_name_and_help(capsys):
    assert main(["parameters", "loss_aver"]) == 0
    text = capsys.readouterr().out
    assert "trust.loss_aversion" in text and "1 to 5" in text and "trust.start" not in text
    asked = next(d for d in Paradigm.declarations() if d.name == "rules.position.facilitation")
    assert main(["parameters", asked.help_en, "--lang", "nb"]) == 0
    text = capsys.readouterr().out
    assert asked.name in text and all(word in text for word in asked.help_nb.split())
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("aggregation.lam_d=0.5", "--set rules.aggregation.lam_d=0.5"),
        ("months=12", "--months 12"),
        ("trust.los_aversion=2", "did you mean 'trust.loss_aversion'"),
    ],
)
def test_a_name_that_is_nearly_right_is_put_right(given, right, here, capsys):
    assert main(["compare", "--dry-run", "--set", given]) == 2
    assert right in capsys.readouterr().err


def test_a_plan_is_told_in_norwegian(here, capsys):
    assert main(["compare", "--dry-run", "--lang", "nb", "--jobs", "1000"]) == 0
    told = capsys.readouterr().out
    assert "kjøringer   18 på 120 måneder" in told and "4\u00a0000 innbyggere" in told and "18 om gangen" in told


@pytest.mark.parametrize(
    "listed", ["outcomes trust", "parameters trust", "paradigms", "paradigms NPG", "municipalities"]
)
def test_headings_and_units_of_lists_are_norwegian(listed, capsys):
    assert main([*listed.split(), "--lang", "nb"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    english = ("name", "title", "rule", "default", "valid", "help", "unit", "of", "better", "code", "county", "share")
    assert not [word for word in english if f" {word} " in told]


def test_every_listed_name_can_be_set(here, capsys):
    declared = [*Parameters.declarations(), *Paradigm.declarations()]
    some = [d for d in declared if not d.name.startswith("rules.")]
    values = {d.name: str(d.default).lower() if isinstance(d.default, bool) else f"{d.default}" for d in some}
    settings = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    assert main(["compare", "--dry-run", *settings]) == 0, capsys.readouterr().err


def test_paradigms_are_listed_and_shown(capsys):
    assert main(["paradigms", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(PRESETS)
    assert main(["paradigms"]) == 0
    assert "Traditional public administration" in capsys.readouterr().out
    assert main(["paradigms", "thick", "--lang", "nb"]) == 0
    text = capsys.readouterr().out
    assert "rules.aggregation.lam_d" in text and "status-quo" in text and "partnere" in text
    assert main(["paradigms", "NPG", "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert rules["rules.aggregation.lam_d"] == 0.5


def test_municipalities_are_searched_by_name_county_and_number(capsys):
    assert main(["municipalities", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 357
    for part in ("larv", "3909", "LARVIK"):
        assert main(["municipalities", part]) == 0
        assert "3909" in capsys.readouterr().out
    assert main(["municipalities", "guovdageaidnu", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["Kautokeino"]
