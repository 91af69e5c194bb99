"""The ODD page says what the code does: its tables are the declarations', its equations are cited by functions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agents.errors import InputError
from experiments.cli.command_line import main
from experiments.evidence.odd.page import HEADING, citations, equations, page, prose
from experiments.evidence.odd.tables import TABLES
from model.paradigms.paradigm import Paradigm
from model.parameters.declare import Declaration
from model.parameters.parameters import AREA_NAMES, Parameters
from model.references import cited_keys, entries
from tests.docs.pages.test_evidence import codes, explained
from tests.each import each

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
PROSE = prose()
SUBMODELS = PROSE.split("## 4 Design concepts")[0] + PROSE.split("### 4.3")[1].split("## 8 Deviations")[0]
UNUSED_NUMBERS = {93, 94, 95, 112, 113, 114, 115}
DECLARED = [*Parameters.declarations(), *Paradigm.declarations()]


def sections() -> dict[int, str]:
    """Return the text of each equation's section by number."""
    parts = re.split(r"(?=^#{2,4} )", PROSE, flags=re.MULTILINE)
    return {int(HEADING.match(part)[1]): part for part in parts if HEADING.match(part)}


def test_the_page_is_what_the_code_says_now() -> None:
    assert page() == PAGE, "run `samskaping odd --write docs/odd.md`"


def test_the_command_writes_the_page_and_checks_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "page.md"
    assert main(["odd", "--write", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == PAGE
    assert main(["odd", "--check", str(file)]) == 0
    file.write_text(PAGE.replace("0.1", "0.2"), encoding="utf-8")
    assert main(["odd", "--check", str(file)]) == 2
    assert "samskaping odd --write" in capsys.readouterr().err


def test_a_name_that_is_not_declared_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.evidence.odd.page.prose", lambda: "the gain is [[trust.gains]]")
    with pytest.raises(InputError, match="trust.gain"):
        page()


def test_every_table_is_on_the_page() -> None:
    assert sorted(re.findall(r"\btables\.(\w+)", PROSE)) == sorted(TABLES)
    assert "[[" not in PAGE


def test_the_seven_elements_are_there_in_order() -> None:
    headings = re.findall(r"^## (\d .+)$", PAGE, re.MULTILINE)
    assert [h.split()[0] for h in headings] == list("123456789")
    for k, word in enumerate(("Purpose", "Entities", "schedul", "Design", "Initialization", "Input", "Submodels")):
        assert word in headings[k]


def test_equations_are_numbered_once_each_from_one() -> None:
    numbers = [int(n) for n, _, _ in HEADING.findall(PROSE)]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) | UNUSED_NUMBERS == set(range(1, max(numbers) + 1)) and not set(numbers) & UNUSED_NUMBERS
    assert "93 to 95 and 112 to 115 are not in use" in PROSE


def test_every_equation_is_cited_by_a_function_and_every_citation_is_an_equation() -> None:
    on_the_page = set(equations(PROSE))
    assert on_the_page - set(citations()) == set(), "no docstring in agents/ or model/ says Equation E.. of these"
    assert set(citations()) - on_the_page == set(), "docstrings cite equations that the page does not have"


@each("number", sorted(equations(PROSE)))
def test_an_equation_has_mathematics_and_a_source(number: int) -> None:
    source = equations(PROSE)[number][1]
    cited = codes(source)
    assert cited or cited_keys(source) or source == "design choice"
    assert cited <= explained() and set(cited_keys(source)) <= set(entries())
    assert "```math\n" in sections()[number]


def test_what_the_text_refers_to_is_there() -> None:
    assert {int(n) for n in re.findall(r"\bE(\d+)\b", PROSE)} <= set(equations(PROSE))
    assert codes(PROSE) <= explained()
    anchors = {
        re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    } | set(re.findall(r'<a id="([^"]+)">', PAGE))
    for target in re.findall(r"\]\(([^)\s]+)\)", PAGE):
        file, _, anchor = target.partition("#")
        assert (ROOT / "docs" / file).exists() if file else anchor in anchors, target


@each("declared", DECLARED)
def test_a_parameter_or_rule_is_used_in_a_submodel(declared: Declaration) -> None:
    """What nothing on the page uses could not be written again from it."""
    group, _, name = declared.name.rpartition(".")
    if group == "mechanisms":
        return
    if group.startswith("rules") or group in AREA_NAMES:  # such as `pay`, or \\rho_{discretion} in an equation
        symbol = rf"\\rho_\{{{name.split('_')[0]}[\}}\\]"
        assert f"`{name}`" in SUBMODELS or re.search(symbol, SUBMODELS) or f"[[{declared.name}]]" in SUBMODELS
    else:
        assert f"[[{declared.name}]]" in SUBMODELS


def test_markdown_tables_have_as_many_cells_as_their_heads() -> None:
    for block in re.findall(r"(?:^\|.*\|\n)+", PAGE, re.MULTILINE):
        cells = [len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()]
        assert len(set(cells)) == 1, block[:200]


def test_mathematics_is_balanced() -> None:
    for block in re.findall(r"```math\n(.*?)```", PROSE, re.DOTALL):
        assert block.count("{") - block.count(r"\{") == block.count("}") - block.count(r"\}"), block
        assert len(re.findall(r"\\left(?![a-z])", block)) == len(re.findall(r"\\right(?![a-z])", block)), block
        assert "operatorname" not in block, "not allowed where the page is read"
    for inline in re.findall(r"\$[^$]+\$", re.sub(r"```math\n.*?```", "", PROSE, flags=re.DOTALL)):
        assert not re.search(r"\\[^a-zA-Z]|[*\n]", inline), f"{inline}: Markdown would break it"


def test_no_line_inside_a_paragraph_begins_like_a_list() -> None:
    for part in re.split(r"```math\n.*?```", PROSE, flags=re.DOTALL):
        assert not re.search(r"^(\d+\.|[+*]) ", part, re.MULTILINE)
        assert not re.search(r"^(?!- )\S.*\n- ", part, re.MULTILINE)  # a list follows an empty line
