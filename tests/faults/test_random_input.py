"""Random input: damaged studies, scenarios, manifests, links and commands are refused in words, soon, or are fine."""

import contextlib
import io
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.errors import MOST_MESSAGE, InputError
from dashboard.state import State, from_link, to_link
from experiments.cli.command_line import main
from experiments.design.study import read_study, study_of
from experiments.runs.scenario import load_scenario, scenario_of, scenarios
from experiments.sweeps.results import read_results, run_study
from tests.helpers.my_scenario import MINE
from tests.helpers.sweeps import SMALL

SECONDS = 30.0  # for one input: a small part of it is usual, and a machine may be busy
STUDIES = [
    SMALL,
    "seeds = [7, 8]\nkeep = 'yearly'\n[design]\nkind = 'sobol'\nsamples = 8\nsecond_order = true\n[factors]\n"
    "'trust.gain' = { low = 0.1, high = 0.3 }\n'town.warm_up' = { low = 0, high = 6 }\nscenario = ['svarstad']\n",
    "[design]\nkind = 'list'\n[base]\nmunicipality = 'Bodø'\n[factors]\nparadigm = ['TPA', 'NPG']\n"
    "[factors.trust]\ngain = [0.1, 0.2]\n",
]
PIECES = [
    "[", "]", "{", "}", "[[", '"', "'", '"""', "'''", "=", ".", ",", "\n", "\r", "\t", "\x00", "\x1b[2J", "#", "\\",
    "\\u0000",
    "nan", "inf", "-inf", "true", "0x", "1e999", "-0", "1_000", "1979-05-27", "07:32:00", "9" * 30,
    "9" * 5000, "0x" + "f" * 5000,
    "a." * 200, "[" * 2000, "{a=" * 500, "æ", "\ud7ff", "\U0001f600", "\u202e", "e\u0301", "x" * 10_000, " " * 10_000,
    "{ low = 0, high = 1 }", "low = 1", "[design]", "kind = 'lhs'", "samples = 1048576", "seeds = 100000",
    "months = 12000",
    "name = ''", "scenario = '../../x.toml'", "paradigm = 'TPA'", "[[changes]]", "value = []", "citizens = 10000000",
    "null",
    '{"study": 1}', "&", "%", "%00", "%ff", "+", "set=", "own=", "keep=", ":", "?", "$(x)", "..", "/", "-", "--", "~",
]  # fmt: skip


class Mutator:
    """Damages texts at random, the same way for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def damaged(self, text: str) -> str:
        """Return a text with up to five pieces put in, taken out, doubled, swapped or replaced."""
        for _ in range(self.chance.randint(1, 5)):
            change = self.chance.choice([self._inserted, self._cut, self._doubled, self._swapped, self._number])
            text = change(text)
        return text

    def _span(self, text: str) -> tuple[int, int]:
        first = self.chance.randint(0, len(text))
        return first, min(len(text), first + self.chance.randint(0, 30))

    def _inserted(self, text: str) -> str:
        at = self.chance.randint(0, len(text))
        return text[:at] + self.chance.choice(PIECES) + text[at:]

    def _cut(self, text: str) -> str:
        first, last = self._span(text)
        return text[:first] + text[last:]

    def _doubled(self, text: str) -> str:
        first, last = self._span(text)
        return text[:last] + text[first:]

    def _swapped(self, text: str) -> str:
        lines = text.split("\n")
        a, b = (self.chance.randrange(len(lines)) for _ in range(2))
        lines[a], lines[b] = lines[b], lines[a]
        return "\n".join(lines)

    def _number(self, text: str) -> str:
        places = [place for place, letter in enumerate(text) if letter.isdigit()]
        if not places:
            return text
        at = self.chance.choice(places)
        return (
            text[:at]
            + self.chance.choice(["-1", "0", "nan", "1e400", "9" * 19, "'x'", "[1]", "0.5", ""])
            + text[at + 1 :]
        )


def refused(use: Callable[[], object], what: object) -> bool:
    """Return whether `use` refuses its input; fail where it does so in another way than by a short `InputError`."""
    begun = time.monotonic()
    try:
        use()
        return False
    except InputError as error:
        assert 0 < len(str(error)) <= MOST_MESSAGE and 0 < len(error.text("nb")) <= MOST_MESSAGE, what
        str(error).encode()  # can be printed
        return True
    except Exception as error:
        raise AssertionError(f"{type(error).__name__}: {error}, for {what!r:.2000}") from error
    finally:
        assert time.monotonic() - begun < SECONDS, f"{what!r:.2000}"


def test_damaged_studies(tries):
    mutator = Mutator(1)
    outcomes = [
        refused(lambda text=text: study_of(text), text)
        for text in (mutator.damaged(mutator.chance.choice(STUDIES)) for _ in range(tries(1500, 100_000)))
    ]
    assert 0.5 < sum(outcomes) / len(outcomes) < 0.99  # some are still valid, so what is checked last is reached


def test_damaged_scenarios(tries):
    mutator, texts = Mutator(2), [MINE, *(scenario.text for scenario in scenarios())]
    outcomes = [
        refused(lambda text=text: scenario_of(text, "mine", "mine.toml"), text)
        for text in (mutator.damaged(mutator.chance.choice(texts)) for _ in range(tries(1000, 100_000)))
    ]
    assert 0.3 < sum(outcomes) / len(outcomes) < 0.99


def test_names_of_scenarios_and_files(tries, here):
    mutator = Mutator(3)
    for _ in range(tries(300, 10_000)):
        name = mutator.damaged(mutator.chance.choice(["svarstad", "mine.toml", "a/b.toml", ""]))
        refused(lambda name=name: load_scenario(name), name)
        refused(lambda name=name: read_study(name), name)


def test_damaged_links(tries):
    mutator = Mutator(4)
    queries = [
        to_link(State()),
        "lang=en&page=town&town=Oslo&citizens=500&months=24&seeds=2&seed=3&paradigms=TPA,own,NPG&base=thin",
        "set=trust.gain:0.2&set=needs.lived:1.5&own=choice.discretion:0.4&scenario=svarstad&keep=months%3D12%26seeds%3D1",
    ]
    outcomes = [
        refused(lambda query=query: from_link(query), query)
        for query in (mutator.damaged(mutator.chance.choice(queries)) for _ in range(tries(800, 100_000)))
    ]
    assert 0.3 < sum(outcomes) / len(outcomes) < 0.99


@pytest.fixture(scope="module")
def swept(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("swept")
    (folder / "small.toml").write_text(SMALL)
    run_study(folder / "small.toml", folder / "out", workers=1)
    return folder / "out"


def test_damaged_manifests(tries, swept, tmp_path):
    mutator, path = Mutator(5), tmp_path / "manifest.json"
    whole = (swept / "manifest.json").read_text(encoding="utf-8")
    small = json.dumps({"study": SMALL, "name": "small", "scenarios": {"mine": MINE}})
    for _ in range(tries(300, 20_000)):
        text = mutator.damaged(mutator.chance.choice([whole, small]))
        path.write_text(text, encoding="utf-8", newline="")
        refused(lambda: read_study(path), text)


def test_a_damaged_manifest_or_study_in_a_folder_of_results(tries, swept):
    mutator = Mutator(6)
    for name in ("manifest.json", "study.toml"):
        path = swept / name
        whole = path.read_bytes()
        try:
            for _ in range(tries(30, 3_000)):
                text = mutator.damaged(whole.decode())
                path.write_text(text, encoding="utf-8", newline="")
                refused(lambda: read_results(swept).summary(), text)
        finally:
            path.write_bytes(whole)


COMMANDS = [
    ["compare", "--dry-run", "--citizens", "100", "--months", "3", "--seeds", "2", "--set", "trust.gain=0.2"],
    ["compare", "--dry-run", "--scenario", "svarstad", "--paradigms", "TPA,NPG", "--municipality", "Larvik"],
    ["run", "--dry-run", "--paradigm", "NPG", "--switch", "13=TPA", "--seed", "3", "--months", "24"],
    ["national", "--dry-run", "--county", "Vestfold", "--share", "0.01", "--months", "2", "--paradigms", "TPA,NPG"],
    ["ablate", "--dry-run", "--mechanisms", "halo", "--seeds", "2"],
    ["uncertainty", "--dry-run", "--parts", "seeds", "--difference", "fit=0.01"],
    ["validate", "--dry-run", "--patterns", "P1,P3", "--seeds", "2"],
    ["results", "swept", "--by", "paradigm", "--where", "seed=1", "--outcomes", "fit,trust"],
    ["analyse", "swept", "contrasts", "--factor", "paradigm", "--outcomes", "fit"],
    ["analyse", "swept", "pareto", "--better", "fit=higher"],
    ["analyse", "swept", "regret", "--threshold", "fit>=0.1"],
    ["parameters", "trust"], ["paradigms", "NPG"], ["municipalities", "Larvik"], ["scenarios", "svarstad"],
]  # fmt: skip


def test_damaged_commands(tries, swept, here):
    mutator = Mutator(7)
    (here / "swept").symlink_to(swept)
    for _ in range(tries(150, 20_000)):
        arguments = list(mutator.chance.choice(COMMANDS))
        at = mutator.chance.randrange(1, len(arguments))
        arguments[at] = mutator.damaged(arguments[at]).replace("\x00", "")  # which no system passes on
        arguments += mutator.chance.choice([[], [], ["--lang", "nb"], ["--json"]])
        output, errors, begun = io.StringIO(), io.StringIO(), time.monotonic()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = main(arguments)
        told = f"{arguments}: {code}, {errors.getvalue()[:2000]}"
        assert code in (0, 2) and "Traceback" not in errors.getvalue(), told
        assert len(errors.getvalue()) < MOST_MESSAGE + 200 and time.monotonic() - begun < SECONDS, told
        assert code == 0 or errors.getvalue().startswith(("error: ", "feil: ")), told
