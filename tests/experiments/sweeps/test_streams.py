"""Where output goes: full disks, closed streams, readers that leave, and terminals without Norwegian letters."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="written for a Unix shell")


def shell(line: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash in which `samskaping` is the command line."""
    command = f'samskaping() {{ "{sys.executable}" -m experiments "$@"; }}; {line}'
    inherited = {name: value for name, value in environment().items() if name != "PYTHONIOENCODING"}
    return subprocess.run(
        ["bash", "-c", command], cwd=cwd, env={**inherited, "PYTHONPATH": str(ROOT), **more}, capture_output=True,
        timeout=300, check=False,
    )  # fmt: skip


FULL = b"error: the output or a file cannot be written: the disk is full\n"


@pytest.mark.parametrize(
    ("line", "code", "output", "errors"),
    [
        ("samskaping parameters > /dev/full", 1, b"", FULL),
        ("samskaping outcomes --json > /dev/full", 1, b"", FULL),
        ("samskaping --help > /dev/full", 1, b"", FULL),
        ("samskaping parameters --json | head -1; exit ${PIPESTATUS[0]}", 1, b"[\n", b""),
        ("samskaping outcomes >&-", 0, b"", b""),
        ("samskaping compare --months 0 2>&-", 2, b"", b""),
        ("samskaping compare --months 0 2> /dev/full", 2, b"", b""),
    ],
)
def test_output_that_fails_ends_in_an_exit_code_and_at_most_one_line(line, code, output, errors, here):
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = shell(line, here)
    assert (done.returncode, done.stdout, done.stderr) == (code, output, errors)


def test_results_are_there_though_nobody_reads_the_output(here):
    done = shell("samskaping run --citizens 60 --months 1 -o r 2> /dev/null | true; exit ${PIPESTATUS[0]}", here)
    assert done.returncode == 1 and done.stderr == b"" and (here / "r" / "manifest.json").exists()


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # the last two stop Python from helping itself


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, ASCII])
def test_norwegian_letters_are_written_into_pipes_under_any_locale(locale, here):
    done = shell("samskaping municipalities 3201 --json", here, **locale)
    assert done.returncode == 0 and "Bærum" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("code_page", ["ascii", "cp850", "cp1252"])
def test_a_terminal_that_lacks_a_letter_shows_another(code_page, here):
    done = shell(
        "samskaping municipalities 3201 --lang nb; samskaping compare --months x", here, PYTHONIOENCODING=code_page
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr.decode(code_page)
    assert (
        "B?rum" in done.stdout.decode(code_page) if code_page == "ascii" else "Bærum" in done.stdout.decode(code_page)
    )


def test_a_name_in_an_ascii_locale_is_refused_in_words(here):
    done = shell("samskaping run --citizens 60 --months 1 -o æ", here, **ASCII)
    assert done.returncode == 2 and b"not in UTF-8" in done.stderr and b"LANG=C.UTF-8" in done.stderr
    assert not list(here.iterdir())
