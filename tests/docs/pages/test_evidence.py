"""The evidence list says what every code stands for that a parameter, a rule, a docstring or a scenario cites."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
import tomllib
from pathlib import Path

from experiments.evidence.calibration.targets import FREE, TARGETS
from experiments.evidence.filed.summary import emergent
from experiments.evidence.validation.catalogue import PATTERNS
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import Parameters
from model.references import cited_keys, entries
from tests.each import each

ROOT = Path(__file__).resolve().parents[3]
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
    found: set[str] = set()
    for letter, run in re.findall(r"\b([MP])(\d{1,2}(?:-[MP]?\d{1,2})?)\b", text):
        found |= {f"{letter}{n}" for n in numbers(re.sub(r"[MP]", "", run))}
    for run in re.findall(r"\bsurvey facts? (\d+(?:(?:, | and |-)\d+)*)", text):
        found |= {f"survey fact {n}" for n in numbers(run)}
    return found


def explained() -> set[str]:
    """Return the codes that have a heading or a row of their own."""
    found = set(re.findall(r"^### (M\d+) ", EVIDENCE, re.MULTILINE))
    found |= set(re.findall(r"^\| (P\d+) \|", EVIDENCE, re.MULTILINE))
    return found | {f"survey fact {n}" for n in re.findall(r"^\| (\d+) \|", FACTS, re.MULTILINE)}


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
        ("@herd2018, M6", {"M6"}),
        ("survey facts 3, 8 and 25-27", {f"survey fact {n}" for n in (3, 8, 25, 26, 27)}),
        ("design choice", set()),
        ("MMMM, Meld. St. 29, 3 x 3 matrix", set()),
    ],
)
def test_codes_are_read(text: str, cited: set[str]) -> None:
    assert codes(text) == cited


def test_both_sources_of_every_declaration_can_be_looked_up() -> None:
    faults = []
    for declared in DECLARED:
        for source in (declared.mechanism, declared.number_source):
            cited = codes(source)
            if not cited <= explained():
                faults.append(f"{declared.name}: {cited - explained()} not in docs/evidence.md")
            if not (cited or cited_keys(source) or source.startswith(("design choice", "calibrated to "))):
                faults.append(f"{declared.name}: {source!r} names no source")
    assert faults == []


def test_a_code_of_a_mechanism_never_stands_for_a_number() -> None:
    beginning = re.compile(r"design choice|calibrated to |@|survey fact ")
    assert [d.name for d in DECLARED if not beginning.match(d.number_source)] == []
    assert [d.name for d in DECLARED if re.search(r"\bM\d", d.number_source)] == []


def test_calibrated_is_what_the_calibration_fits() -> None:
    said = {d.name for d in DECLARED if d.number_source.startswith("calibrated to ")}
    assert said == {free.name for free in FREE}


def test_every_key_is_in_the_bibliography_and_every_work_is_cited() -> None:
    used = cited_keys("\n".join(f"{d.mechanism} {d.number_source}" for d in DECLARED))
    files = [*SCENARIOS, *(ROOT / "experiments" / "evidence").rglob("*")]
    filed = ROOT / "experiments" / "evidence" / "filed"  # frozen files bring their own sources
    files = [path for path in files if filed not in path.parents]
    for path in (path for path in files if path.suffix in (".toml", ".md", ".jinja")):
        used += cited_keys(path.read_text(encoding="utf-8"))
    used += cited_keys(" ".join([*(p.source for p in PATTERNS), *(target.source for target in TARGETS)]))
    for path in (ROOT / "docs").rglob("*.md"):
        if path.name != "odd.md":  # which lists all
            text = re.sub(r"\s", "", path.read_text(encoding="utf-8"))
            used += tuple(re.findall(r"odd\.md#([a-z][a-z0-9]*\d{4}[a-z]?)\)", text))  # anchors have other forms
            used += tuple(key for key in entries() if f"odd.md#{key})" in text)
    assert set(used) - set(entries()) == set(), "not in model/references.bib"
    assert set(entries()) - set(used) == set(), "cited nowhere"


def test_the_bibliography_names_only_mechanisms_whose_text_links_to_the_work() -> None:
    links = {code: set(re.findall(r"\(odd\.md#([\w-]+)\)", text)) for code, text in passages().items()}
    faults = []
    for key, entry in entries().items():
        for code in entry["keywords"].split(", ") if "keywords" in entry else ():
            there = codes(passages().get(code, "")) | {code}  # "as M20", "see P6"
            if not any(key in links.get(other, ()) for other in there):
                faults.append(f"{key}: {code}")
    assert faults == []


def passages() -> dict[str, str]:
    """Return by code the section of a mechanism or the row of a pattern."""
    sections = re.split(r"^#{2,3} ", EVIDENCE, flags=re.MULTILINE)
    found = {s.split()[0]: s for s in sections if re.match(r"M\d+ ", s)}
    return found | {row.split(" ")[1]: row for row in re.findall(r"^\| P\d+ \|.*$", EVIDENCE, re.MULTILINE)}


def test_no_pointer_leads_to_a_document_that_is_not_here() -> None:
    pointer = re.compile(r"\b[Ss]eeds? 00\d|\bMODEL \d|\bEVIDENCE \d")
    hidden = re.compile(r"scribd|coursehero|paperzz", re.IGNORECASE)
    faults = []
    for folder in ("agents", "dashboard", "docs", "experiments", "model", "reference", "samskaping"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".md", ".toml", ".jinja", ".bib", ".ipynb", ".vue"):
                text = path.read_text(encoding="utf-8")
                faults += [f"{path.relative_to(ROOT)}: {one}" for one in pointer.findall(text) + hidden.findall(text)]
    assert faults == []


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


def test_the_pages_agree_on_the_only_independent_evidence() -> None:
    counts = json.loads((ROOT / "docs" / "values" / "patterns.json").read_text(encoding="utf-8"))["counts"]
    passed, judged = (
        a + len(b) for a, b in zip(counts["emergent"], (emergent().passed, emergent().codes), strict=True)
    )
    model = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    words = ("None", "Only one", "Only two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    assert f"**{words[passed]} of the {words[judged].lower()} independent patterns pass in full**" in model
    assert f"{passed} of {judged} pass" in (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")


def test_links_lead_somewhere() -> None:
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", EVIDENCE, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", EVIDENCE):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif not target.startswith(("https://", "http://")):
            file, _, anchor = target.partition("#")
            page = PAGE.parent / file
            assert page.exists(), target
            if file == "odd.md" and anchor != "9-references":
                assert f'<a id="{anchor}"></a>' in page.read_text(encoding="utf-8"), target


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
