"""The pages docs/scenarios.md and docs/scenarios-nb.md: a section for each scenario that comes with the program.

python -m experiments.evidence.scenarios docs
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.defaults import MONTHS
from experiments.design.factors import of_the_model
from experiments.evidence.pages import render
from experiments.output.documents import write_page
from experiments.output.marks import change_in_full, when_text
from experiments.output.texts import label, number, plain, too_long
from experiments.output.texts_sources import work_linked
from experiments.output.texts_units import AREAS
from experiments.runs.arms import NO_ARENAS, Arm
from experiments.runs.scenario import Scenario, TimedChange, scenarios
from experiments.runs.scenario.groups import GROUPS, by_group
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.presets import PRESETS
from model.parameters.parameters import Parameters
from model.references import cite
from model.town.municipalities import municipality
from samskaping.language import SOURCE, Language, Listing, Texts, Versions

TEXTS = Texts(
    "experiments.evidence.scenarios",
    {
        "heading": "Scenarios",
        "lead": "A scenario is a case with a story, which anyone can run. Each comes from a document by people who "
        "work with samskaping, and asks that document's question. This page shows what each compares, what is known, "
        "and what is assumed.",
        "generated": "This page is generated from the files in `experiments/scenarios/`: `python -m "
        "experiments.evidence.scenarios docs`.",
        "assumptions": "The documents name directions and hardly any sizes. A reason that calls a number an assumption "
        "means that no source gives it: change it, and see whether the result holds. No scenario states a result.",
        "scenario": "scenario",
        "name": "name",
        "arm": "way of governing",
        "where": "rules of",
        "rules": "what else differs",
        "reason": "reason",
        "what": "what differs",
        "value": "value (default)",
        "source": "source",
        "changes": "What differs from the defaults, in every way of governing",
        "timeline": "Changes in the course of the run",
        "months": "months",
        "for_arm": "for",
        "all": "all",
        "watch": "What to watch.",
        "outcomes": "Outcomes",
        "questions": "Questions to discuss",
        "setting": "Town: {town}, {citizens} citizens; {months} months.",
        "setting_whole": "Town: {town} at its real size; {months} months.",
        "paradigms": "Compared: {names}.",
        "first": "{base}, in all areas",
        "in_areas": "{base}, in {areas}",
        "reference": "the first way",
        "twin": "Also without its meeting places, as `{name}`.",
        "by_paradigm": "by paradigm",
    },
)


def page(language: Language) -> str:
    """Return the page in a language."""
    return render(
        "scenarios.md.jinja",
        w=_Words(language),
        groups=[
            {
                "title": GROUPS(group, language),
                "list": [_listed(one, language) for one in members],
                "scenarios": [_section(one, language) for one in members],
            }
            for group, members in by_group(scenarios()).items()
        ],
    )


class _Words:
    """The words of the page in a language, as the template's attributes."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __getattr__(self, key: str) -> str:
        return TEXTS(key, self._language)


def _listed(one: Scenario, language: Language) -> tuple[str, str]:
    title = one.title.text(language)
    return f"[{title}](#{anchor(title)})", f"`{one.name}`"


def anchor(title: str) -> str:
    """Return the anchor that a heading gets on the web."""
    return "".join("-" if c == " " else c for c in title.lower() if c.isalnum() or c in " -_")


def _section(one: Scenario, language: Language) -> dict[str, Any]:
    """Return what the template shows of a scenario."""
    also = "" if language == SOURCE else f" --lang {language}"
    declared = {outcome.name: outcome for outcome in OUTCOMES}
    return {
        "title": one.title.text(language),
        "story": one.story.text(language),
        "setting": _setting(one, language),
        "arms": [_arm(arm, language) for arm in one.arms],
        "changes": [_change(change, language) for change in one.changes],
        "timeline": [_timed(timed, one, language) for timed in one.timed],
        "watch": one.watch.text(language),
        "outcomes": [label(declared[name], language) for name in one.outcomes],
        "questions": [question.text(language) for question in one.questions],
        "command": f"samskaping compare --scenario {one.name}{also}",
    }


def _setting(one: Scenario, language: Language) -> str:
    assert one.municipality is not None
    town, months = municipality(one.municipality).label, one.months or MONTHS
    if one.citizens is None:
        words = TEXTS("setting_whole", language, town=town, months=months)
    else:
        words = TEXTS("setting", language, town=town, citizens=number(one.citizens, 0, language), months=months)
    if one.paradigms:
        names = Listing([PRESETS[name].title(language) for name in one.paradigms]).text(language)
        words += " " + TEXTS("paradigms", language, names=names)
    return f"{words} {too_long(months, language)}".rstrip()


def _arm(arm: Arm, language: Language) -> tuple[str, str, str, str]:
    base = PRESETS[arm.base_name].title(language) if arm.base_name else TEXTS("reference", language)
    if arm.areas:
        areas = Listing([AREAS(area, language) for area in arm.areas]).text(language)
        where = TEXTS("in_areas", language, base=base, areas=areas)
    else:
        where = TEXTS("first", language, base=base)
    differs = "; ".join(f"`{name}` {plain(value, language)}" for name, value in {**arm.rules, **arm.parameters}.items())
    reason = arm.why.text(language) + "." if isinstance(arm.why, Versions) else ""
    if arm.twin:
        reason += " " + TEXTS("twin", language, name=f"{arm.name}-{NO_ARENAS}")
    return arm.label(language), where, differs, reason.strip()


def _change(change: Any, language: Language) -> tuple[str, str, str, str]:
    usual = Parameters().flat()
    default = plain(usual[change.name], language) if change.name in usual else TEXTS("by_paradigm", language)
    what = f"{of_the_model()[change.name].help(language)} (`{change.name}`)"
    return (
        what,
        f"{plain(change.value, language)} ({default})",
        change.why.text(language),
        _source(change.source, language),
    )


def _timed(timed: TimedChange, one: Scenario, language: Language) -> tuple[str, str, str, str, str]:
    change = timed.change
    titles: Mapping[str, str] = {arm.name: arm.label(language) for arm in one.arms}
    who = titles.get(change.arm, change.arm) or TEXTS("all", language)
    what = change_in_full(change, language).removeprefix(f"{change.arm}: ")
    return (
        when_text(change, language),
        who,
        what,
        timed.why.text(language) if timed.why else "",
        _source(timed.source, language),
    )


def _source(source: str, language: Language) -> str:
    return cite(source, lambda key: work_linked(key, language)) if source else ""


def write(docs: Path) -> None:
    """Write the page in both languages into the folder `docs`."""
    write_page(docs / "scenarios.md", page("en"))
    write_page(docs / "scenarios-nb.md", page("nb"))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
