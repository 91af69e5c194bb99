"""The evidence list says what every code stands for that a parameter, a rule, a docstring or a scenario cites."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from pathlib import Path

from model.paradigms.paradigm import Paradigm
from model.parameters.declare import Declaration
from model.parameters.parameters import Parameters
from tests.each import each

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "evidence.md"
EVIDENCE = PAGE.read_text(encoding="utf-8")
FACTS = (ROOT / "model" / "data" / "SURVEY_FACTS.md").read_text(encoding="utf-8")
DECLARED = (*Parameters.declarations(), *Paradigm.declarations())
SOURCES = sorted(path for folder in ("agents", "model") for path in (ROOT / folder).rglob("*.py"))
SCENARIOS = sorted((ROOT / "experiments" / "scenarios").glob("*.toml"))


def numbers(text: str) -> list[int]:
    """Return the numbers of "3, 8" or "25-29"."""
    found: list[int] = []
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", text):
        found += range(int(first), int(last or first) + 1)
    return found


def codes(text: str) -> set[str]:
    """Return the codes that a text cites, ranges written out."""
    text = " ".join(text.split())
    found = {f"{note} {n}" for note, n in re.findall(r"\b(MODEL|EVIDENCE) (\d+)", text)}
    for letter, run in re.findall(r"\b([MP])(\d{1,2}(?:-[MP]?\d{1,2})?)\b", text):
        found |= {f"{letter}{n}" for n in numbers(re.sub(r"[MP]", "", run))}
    for run in re.findall(r"\bseeds? (\d{3}(?:(?:, | and )\d{3})*)", text):
        found |= {f"seed {n:03d}" for n in numbers(run)}
    for run in re.findall(r"\bsurvey facts? (\d+(?:(?:, | and |-)\d+)*)", text):
        found |= {f"survey fact {n}" for n in numbers(run)}
    return found


def explained() -> set[str]:
    """Return the codes that have a heading or a row of their own."""
    found = set(re.findall(r"^### ([MP]\d+|MODEL \d+|EVIDENCE \d+|seed \d{3}) ", EVIDENCE, re.MULTILINE))
    found |= set(re.findall(r"^\| (P\d+) \|", EVIDENCE, re.MULTILINE))
    return found | {f"survey fact {n}" for n in re.findall(r"^\| (\d+) \|", FACTS, re.MULTILINE)}


def words() -> list[str]:
    """Return the words that the page explains as standing in place of a code."""
    return re.findall(r"^\| `([^`]+)` \|", EVIDENCE.split("## Mechanisms")[0], re.MULTILINE)


def written(path: Path) -> str:
    """Return the docstrings and comments of a Python file."""
    text = path.read_text(encoding="utf-8")
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    texts = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return "\n".join(texts + [token.string for token in tokens if token.type == tokenize.COMMENT])


def patterns() -> dict[str, str]:
    """Return what each pattern's row says of its place in the model: the last cell."""
    rows = re.findall(r"^\| (P\d+) \|.*\| ([^|]+) \|$", EVIDENCE, re.MULTILINE)
    return dict(rows)


@each(
    ("text", "cited"),
    [
        ("M5: 1.5-3; P9", {"M5", "P9"}),
        ("(M13, M22-M24, P1)", {"M13", "M22", "M23", "M24", "P1"}),
        ("the rules (M1-M3)", {"M1", "M2", "M3"}),
        ("MODEL 4: a_d; EVIDENCE 5", {"MODEL 4", "EVIDENCE 5"}),
        ("seeds 003, 004; seed 000", {"seed 000", "seed 003", "seed 004"}),
        ("survey facts 3, 8 and 25-27", {f"survey fact {n}" for n in (3, 8, 25, 26, 27)}),
        ("design choice, not an estimate", set()),
        ("MMMM, Meld. St. 29, 3 x 3 matrix", set()),
    ],
)
def test_codes_are_read(text: str, cited: set[str]) -> None:
    assert codes(text) == cited


@each("declared", DECLARED)
def test_a_source_can_be_looked_up(declared: Declaration) -> None:
    cited = codes(declared.source)
    assert cited <= explained()
    assert cited or any(word in declared.source for word in words()), f"{declared.source!r} is not explained"


@each("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_the_code_cites_can_be_looked_up(path: Path) -> None:
    assert codes(written(path)) <= explained()


@each("path", SCENARIOS, ids=lambda path: path.stem)
def test_what_a_scenario_cites_can_be_looked_up(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    changes = tomllib.loads(text).get("changes", [])
    cited = codes("\n".join(change.get("source", "") for change in changes))
    cited |= codes("\n".join(line for line in text.splitlines() if line.startswith("#")).replace("#", " "))
    assert cited <= explained()


def test_no_number_is_left_out_or_used_twice() -> None:
    headings = re.findall(r"^### ([A-Za-z]+ ?\d+)", EVIDENCE, re.MULTILINE)
    rows = re.findall(r"^\| (P\d+) \|", EVIDENCE, re.MULTILINE)
    assert len(headings + rows) == len(set(headings + rows))
    assert {f"M{n}" for n in range(1, 27)} <= set(headings)
    assert {f"seed {n:03d}" for n in range(5)} <= set(headings)
    assert set(rows) == {f"P{n}" for n in range(1, 33)} - {"P15", "P17", "P21", "P27"}


def test_a_mechanism_says_what_it_rests_on() -> None:
    sections = re.split(r"^### ", EVIDENCE, flags=re.MULTILINE)[1:]
    for section in sections:
        if re.match(r"M\d", section):
            said = re.findall(r"^- \*(\w+):\*", section, re.MULTILINE)
            assert said == ["Says", "Form", "Sources"], section
            sources = section.split("*Sources:*")[1]
            assert re.search(r"\bFound:|\bDesign\b|\bTo be\s+verified:", sources), section


def test_what_is_not_verified_says_so() -> None:
    for line in EVIDENCE.splitlines():
        assert "from memory" not in line.lower() or "to be verified" in line.lower(), line


def test_a_pattern_that_a_parameter_names_is_imposed() -> None:
    cited = set().union(*(codes(d.source) for d in DECLARED))
    place = patterns()
    for pattern in sorted(c for c in cited if re.fullmatch(r"P\d+", c)):
        assert "imposed" in place[pattern], f"{pattern} is the source of a parameter, so it is no test of the model"
    assert all("imposed" in said or "emergent" in said for said in place.values())


def test_links_lead_somewhere() -> None:
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", EVIDENCE, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", EVIDENCE):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif not target.startswith(("https://", "http://")):
            assert (PAGE.parent / target).exists(), target


@each("page", ["README.md", "docs/model.md", "model/parameters/parameters.py"])
def test_readers_are_led_to_the_list(page: str) -> None:
    assert "evidence.md" in (ROOT / page).read_text(encoding="utf-8")


def test_the_files_that_the_data_notes_name_are_there() -> None:
    folder = ROOT / "model" / "data"
    sources = (folder / "SOURCES.md").read_text(encoding="utf-8")
    there = {path.name for path in folder.iterdir()}
    for text in (sources.split("## Files")[1].split("## Columns")[0], FACTS):
        assert set(re.findall(r"(?<![\w/])(?:[A-Z_]+\.md|[a-z]+\.csv)", text)) <= there
    assert "survey_facts" not in sources + FACTS
