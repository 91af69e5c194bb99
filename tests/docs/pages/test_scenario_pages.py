"""The pages on scenarios hold what the files declare, in both languages."""

from pathlib import Path

from experiments.evidence.scenarios import write
from experiments.output.texts import too_long
from experiments.runs.scenario import scenarios

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_pages_are_up_to_date(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("scenarios.md", "scenarios-nb.md"):
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8"), "run `make docs`"


def test_every_scenario_has_a_section_with_its_texts() -> None:
    for language, name in (("en", "scenarios.md"), ("nb", "scenarios-nb.md")):
        page = " ".join((DOCS / name).read_text("utf-8").split())
        missing = [
            (one.name, text[:40])
            for one in scenarios()
            for text in (
                one.title.text(language), one.story.text(language), one.watch.text(language),
                f"samskaping compare --scenario {one.name}", *(question.text(language) for question in one.questions),
                *(change.why.text(language) for change in one.changes),
                too_long(one.months or 0, language),
                *(arm.label(language) for arm in one.arms),
            )
            if " ".join(text.split()) not in page
        ]  # fmt: skip
        assert not missing
