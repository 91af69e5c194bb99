"""A user's own model.py, agents.py, experiments.py or dashboard.py: the command works, a script gets a message."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from samskaping.names import PACKAGES, ROOT, HiddenError, hidden
from tests.helpers.sweeps import SMALL
from tests.model.parameters.test_texts import norwegian_faults

STUDY = SMALL.replace("seeds = 2", "seeds = 1").replace("citizens = 100", "citizens = 60")
CONSOLE_SCRIPT = "import sys; sys.argv[0] = 'samskaping'; from samskaping.command import main; sys.exit(main())"


def started(folder: Path, *words: str, first: bool) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder that is searched for modules before our packages, or after them."""
    path = f".{os.pathsep}{ROOT}" if first else str(ROOT)
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True,
        encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture
def mine(tmp_path):
    """A folder with a module of the user's for each of our packages."""
    for name in PACKAGES:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the module of the user was imported')\n")
    (tmp_path / "small.toml").write_text(STUDY)
    return tmp_path


@pytest.mark.parametrize("words", [["-c", CONSOLE_SCRIPT], ["-m", "samskaping"]])
def test_the_command_finds_its_own_packages(words, mine):
    done = started(mine, *words, "outcomes", "--json", first=True)
    assert done.returncode == 0 and '"fit"' in done.stdout and done.stderr == ""


def test_python_m_experiments_does_too_where_it_is_ours(mine):
    (mine / "experiments.py").unlink()
    done = started(mine, "-m", "experiments", "outcomes", "--json", first=False)
    assert done.returncode == 0 and '"fit"' in done.stdout and done.stderr == ""


@pytest.mark.thorough
def test_worker_processes_find_them_too(mine):
    done = started(mine, "-c", CONSOLE_SCRIPT, "sweep", "small.toml", "-o", "out", "--jobs", "2", "--quiet", first=True)
    assert done.returncode == 0 and done.stdout.strip() == "out", done.stderr
    told = started(mine, "-c", CONSOLE_SCRIPT, "results", "out", "--json", first=True)
    assert '"runs": 4' in told.stdout and '"failed": 0' in told.stdout


@pytest.mark.parametrize("name", ["agents", "model"])
@pytest.mark.parametrize("package", [False, True])
def test_a_script_is_told_which_file_and_what_to_do(name, package, tmp_path):
    file = tmp_path / f"{name}.py"
    if package:
        file = tmp_path / name / "__init__.py"
        file.parent.mkdir()
    file.write_text("class Mine: ...\n")
    (tmp_path / "script.py").write_text("from experiments import compare\n")
    done = started(tmp_path, "script.py", first=False)
    assert done.returncode == 1 and "No module named" not in done.stderr
    assert f"{file} hides a package of samskaping with the same name, `{name}`. Rename the file" in done.stderr


def test_a_module_that_is_already_imported_is_named(tmp_path):
    (tmp_path / "model.py").write_text("class Mine: ...\n")
    (tmp_path / "script.py").write_text("import model\nfrom experiments import compare\n")
    assert f"{tmp_path / 'model.py'} hides" in started(tmp_path, "script.py", first=False).stderr


@pytest.mark.parametrize("line", ["from model import GovernanceModel", "import dashboard.texts.common"])
def test_the_other_packages_look_too(line, tmp_path):
    (tmp_path / "agents.py").write_text("class Mine: ...\n")
    (tmp_path / "script.py").write_text(line + "\n")
    assert f"{tmp_path / 'agents.py'} hides" in started(tmp_path, "script.py", first=False).stderr


def test_other_files_of_the_user_are_left_alone(tmp_path):
    (tmp_path / "models.py").write_text("MINE = 1\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "script.py").write_text("import models\nfrom experiments import compare\nprint(models.MINE)\n")
    done = started(tmp_path, "script.py", first=True)
    assert done.returncode == 0 and done.stdout.strip() == "1"


@pytest.mark.thorough
def test_the_page_for_solara_run_finds_its_own_packages(mine):
    pytest.importorskip("solara")
    (mine / "app.py").write_text((ROOT / "app.py").read_text())
    done = started(mine, "-c", "import app; print(app.Page.__name__)", first=True)
    assert done.returncode == 0 and done.stdout.strip() == "Page", done.stderr


def test_nothing_hides_our_packages_here():
    assert hidden(*PACKAGES) == {}


def test_the_message_is_in_norwegian_too():
    error = HiddenError({"agents": "agents.py", "model": "model.py"})
    assert norwegian_faults(error.text("nb")) == []
    assert "agents.py, model.py skjuler pakker" in error.text("nb") and "my_agents.py" in error.text("nb")
