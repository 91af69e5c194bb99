"""The command line through its real entry point: exit codes, messages, and what it leaves on disk."""

import errno
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli.command_line import COMMANDS, main
from experiments.output.texts import ARROW
from tests.shell import environment, samskaping

HEAVY = {"numpy", "pandas", "numba", "mesa", "matplotlib", "pydantic", "rich", "scipy", "pyarrow"}
SMALL = ["--citizens", "100", "--months", "2", "--seeds", "2"]
COMPARED = [
    "courses.csv", "figure.png", "figure.svg", "groups.csv", "manifest.json", "paired.csv", "runs.parquet",
    "summary.csv",
]  # fmt: skip


def test_every_command_says_that_no_claim_reaches_beyond_ten_years(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    study = 'name = "long"\nmonths = {}\nseeds = 1\n[base]\ncitizens = 60\n[factors]\nparadigm = ["TPA", "NPM"]\n'
    (tmp_path / "long.toml").write_text(study.format(121))
    (tmp_path / "ten-years.toml").write_text(study.format(120))
    for long, short in (
        (["compare", "--months", "121"], ["compare", "--months", "120"]),
        (["run", "--months", "121"], ["run", "--months", "120"]),
        (["sweep", "long.toml"], ["sweep", "ten-years.toml"]),
        (["national", "--months", "121"], ["national", "--months", "120"]),
    ):
        for words, expected in ((long, True), (short, False)):
            assert main([*words, "--dry-run"]) == 0
            assert ("note: 121 months are more than ten years" in capsys.readouterr().err) is expected, words
    assert main(["scenarios", "waves"]) == 0
    assert "240 months are more than ten years" in capsys.readouterr().out


# --- help ------------------------------------------------------------------------------------------------------


ALL_HELP = f"""
import contextlib, io, sys
from experiments.cli.command_line import COMMANDS, main

def explained(*path):
    before, printed = set(sys.modules), io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = main([*path, "--help"])
    heavy = sorted({HEAVY!r} & (set(sys.modules) - before))
    words = " ".join(["samskaping", *path])
    print(words, code, printed.getvalue().startswith(f"Usage: {{words}} "), *heavy, sep="|")

print("imports", 0, True, *sorted({HEAVY!r} & set(sys.modules)), sep="|")
explained()
for name, (module, _) in COMMANDS.items():
    explained(name)
    for below in getattr(sys.modules[module].command, "commands", ()):
        explained(name, "FOLDER", below)
"""


def test_help_of_every_command_loads_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-c", ALL_HELP], capture_output=True, text=True, check=True, env=environment(), timeout=300
    )
    rows = [line.split("|") for line in done.stdout.splitlines()]
    assert [row for row in rows if row[1:] != ["0", "True"]] == [], done.stderr
    assert {f"samskaping {name}" for name in COMMANDS} <= {row[0] for row in rows}
    assert "samskaping analyse FOLDER contrasts" in {row[0] for row in rows}


def test_the_list_of_commands_has_each_with_its_help(here):
    done = samskaping("--help", cwd=here)
    assert done.returncode == 0 and done.stderr == ""
    for name, (_, line) in COMMANDS.items():
        assert name in done.stdout and line in " ".join(done.stdout.split())


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
    assert "12 months in total" in done.stderr and "\x1b" not in done.stdout + done.stderr
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
        "12, each of 120 months",
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
    assert f"NPG {ARROW} TPA" in capsys.readouterr().out
    assert not list(here.iterdir())


@pytest.mark.parametrize("command", ["compare", "run"])
def test_a_dry_run_shows_the_changes_in_the_course_of_the_runs(here, capsys, command):
    changes = ["--switch", "13:NPM", "--at", "25-36:money.case_budget*0.85", "--at", "2-4:scandal@place=0.4"]
    arguments = [command, "--months", "48", "--set", "trust.loss_aversion=3", *changes, "--dry-run"]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    for line in (
        "changed     trust.loss_aversion = 3",
        "            From month 2 to 4: scandal 0.4 (place)",
        "            From month 13: NPM",
        "            From month 25 to 36: money.case_budget*0.85",
    ):
        assert line in told.splitlines()
    assert f"NPG {ARROW} NPM" in told and "nothing" not in told
    assert main([*arguments, "--json"]) == 0
    months = [change["month"] for change in json.loads(capsys.readouterr().out)["timeline"]]
    assert months == [2, 13, 25]


def test_the_plan_of_a_sweep_shows_what_its_study_changes(here, capsys):
    study = """name = "cut"
months = 24
seeds = 2
outcomes = ["fit"]
[base]
municipality = "Larvik"
citizens = 100
"trust.loss_aversion" = 3.0
[factors]
paradigm = ["TPA", "NPM"]
[[timeline]]
month = 13
until = 24
parameters = { "money.case_budget" = "*0.85" }
"""
    Path("cut.toml").write_text(study, encoding="utf-8")
    assert main(["sweep", "cut.toml", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "changed     trust.loss_aversion = 3.0\n            From month 13 to 24: money.case_budget*0.85\n" in told


@pytest.mark.parametrize("command", ["compare", "run"])
def test_a_note_says_that_no_size_of_a_sample_is_valid_for_trust(here, capsys, command):
    bodø = ["--municipality", "Bodø"]
    samples = ([*bodø, "--citizens", "100"], [*bodø, "--citizens", "5000"], [])
    for given, noted in (
        *((one, True) for one in samples),
        (bodø, False),
        ([*bodø, "--set", "town.subsample=0"], False),
    ):
        assert main([command, *given, "--dry-run"]) == 0
        assert ("note: no size of a sample is valid for trust:" in capsys.readouterr().err) == noted, given


def test_a_named_municipality_is_run_at_its_real_size(here, capsys):
    citizens = []
    for arguments in (["--municipality", "Utsira"], ["--municipality", "Utsira", "--citizens", "70"], []):
        assert main(["compare", "--dry-run", "--json", *arguments]) == 0
        citizens.append(json.loads(capsys.readouterr().out)["citizens"])
    assert 100 < citizens[0] < 400 and citizens[1] == 70 and citizens[2] >= 1000


def test_a_plan_is_told_in_norwegian(here, capsys):
    assert main(["compare", "--dry-run", "--lang", "nb", "--jobs", "1000"]) == 0
    told = capsys.readouterr().out
    assert (
        "kjøringer    18, hver på 120 måneder" in told
        and "gjentakelser 1 til 6" in told  # values stand below each other
        and "5\u00a0000 innbyggere" in told
        and "delt av 18 prosesser" in told
    )


# --- failures and interruptions --------------------------------------------------------------------------------


def test_a_failure_is_said_in_a_line_and_with_debug_in_full(here, capsys, monkeypatch):
    import experiments.output.export

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(experiments.output.export, "save_figure", fail)
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
        assert process.stderr.readline().startswith("note: ")
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
    rows = [line.split() for line in done.stdout.splitlines()]
    assert next(row for row in rows if row[:1] == ["regler"]) == ["regler", "NPG", "TPA", "TPA"]
    assert ["år", "1", "2", "måned", "25"] in [row[-5:] for row in rows]  # not "3", which would be a full year


def test_a_run_of_a_few_months_is_not_headed_as_years(here, capsys):
    assert main(["run", "--citizens", "100", "--months", "3", "-o", "mine"]) == 0
    printed = capsys.readouterr().out
    assert "Larvik under NPG: 100 citizens, 3 months, seed 1" in printed and "At the end of the run" in printed
    assert "month 3" in printed and "year 1" not in printed and "each year" not in printed


def test_run_as_json_has_every_month(here, capsys):
    assert main(["run", "--citizens", "100", "--months", "3", "--json", "--quiet", "-o", "mine"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["month"] for row in told["months"]] == [1, 2, 3] and told["citizens"] == 100
    assert told["out"] == "mine" and Path("mine/runs.parquet").exists()


@pytest.mark.parametrize("command", ["compare", "run"])
def test_a_full_disk_does_not_take_the_answer_with_it(command, here, monkeypatch, capsys):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "figure.png")

    monkeypatch.setattr("experiments.output.export.save_figure", full)
    seeds = ["--seeds", "2"] if command == "compare" else []
    assert main([command, "--citizens", "100", "--months", "2", *seeds, "-o", "mine"]) == 1
    printed = capsys.readouterr()
    assert "Service fit" in printed.out and "the disk is full" in printed.err
    assert not Path("mine").exists()
