"""Scenarios that come with the program: both languages whole, sources said, and what the projection leads to."""

import csv

import pytest

from experiments import compare
from experiments.cli.command_line import main
from experiments.output.texts_sources import source_of
from experiments.runs.arms import paradigms_of, whole_arms
from experiments.runs.scenario import Scenario, load_scenario, scenarios
from experiments.runs.scenario.groups import ORDER, OTHER
from model import governance
from model.outcomes.outcomes import NAMES
from model.paradigms.paradigm import load_paradigm
from model.parameters.parameters import Parameters
from model.town.municipalities import municipalities
from tests.each import each
from tests.model.parameters.test_texts import norwegian_faults
from tests.shell import ROOT

CASES = {
    "barnetrakk", "city-table", "dugnad", "football", "indre-ostfold", "inner-harbour", "kommune-1-2-3", "lead-users",
    "national-reform", "nav-families", "perspektivmeldingen", "petter-pernille", "svarstad", "svelvik", "waves",
}  # fmt: skip
SHIPPED = scenarios()
SMALL = {"citizens": 200, "months": 3, "seeds": 1}

# --- scenarios that come with the program-----------------------------------------------------------------------


def test_they_are_listed_by_name():
    names = [scenario.name for scenario in scenarios()]
    assert names == sorted(names) and set(names) == CASES


@each("scenario", SHIPPED)
def test_both_languages_are_complete(scenario: Scenario):
    whys = [change.why for change in scenario.changes]
    whys += [change.why for change in scenario.timed if change.why is not None]
    arms = [text for arm in scenario.arms for text in (arm.title, arm.why) if text is not None]
    assert scenario.questions and scenario.title.text() != scenario.name
    for one in (scenario.title, scenario.story, scenario.watch, *scenario.questions, *whys, *arms):
        english, norwegian = one.texts["en"], one.texts["nb"]
        assert english != norwegian and english[0].isupper() and norwegian[0].isupper()
        assert norwegian_faults(norwegian) == []
    assert all(story.endswith(".") for story in scenario.story.texts.values())
    assert all(one.endswith(("?", ".")) for question in scenario.questions for one in question.texts.values())


@each("scenario", SHIPPED)
def test_every_change_is_one(scenario: Scenario):
    """A parameter differs from its default; a rule differs from that of at least one paradigm compared."""
    assert (scenario.changes or scenario.timeline) and scenario.municipality and scenario.outcomes
    assert bool(scenario.paradigms) != bool(scenario.arms)
    paradigms = scenario.paradigms or [arm.base for arm in whole_arms(scenario.arms)]
    usual = Parameters().flat()
    for name, value in scenario.overrides.items():
        if name in usual:
            assert value != usual[name], name
        else:
            rule = name.removeprefix("rules.")
            assert any(load_paradigm(paradigm).flat()[rule] != value for paradigm in paradigms), name


@each("scenario", SHIPPED)
def test_sizes_without_a_source_are_called_assumptions(scenario: Scenario):
    for change in scenario.changes:
        about_size = change.name in ("town.fixed_costs", "town.subsample")
        assert change.source or "ssumption" in change.why.text() or about_size
        assert ("ssumption" in change.why.text()) == ("ntakelse" in change.why.text("nb"))


@each("scenario", SHIPPED)
def test_every_assumption_has_a_reason_or_a_source(scenario: Scenario):
    """A number in an arm or a timeline is called an assumption in both languages, or has a source."""
    arms = [(arm.name, arm.why, "") for arm in scenario.arms if arm.rules or arm.parameters]
    timed = [(str(one.change.month), one.why, one.source) for one in scenario.timed]
    for name, why, source in (*arms, *timed):
        assert why is not None, name
        assert source or "ssumption" in why.text(), name
        assert ("ssumption" in why.text()) == ("ntakelse" in why.text("nb")), name


@each("scenario", SHIPPED)
def test_it_is_in_a_group(scenario: Scenario):
    assert scenario.group in ORDER and scenario.group != OTHER


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda scenario: scenario.name)
def test_it_runs_and_makes_a_difference(scenario: Scenario):
    case = compare(scenario=scenario, **SMALL)
    plain = compare(scenario.paradigms, scenario.municipality, arms=scenario.arms or None, **SMALL)
    assert case.names == plain.names and case.scenario is scenario
    assert scenario.arms or case.names == scenario.paradigms
    assert len(case.runs) == 3 * len(case.names)
    assert case.runs[list(NAMES)].notna().all(axis=None)
    for name in case.names if scenario.changes else ():  # the first months may have no other change
        one, other = (table.runs[table.runs[case.way] == name][list(NAMES)] for table in (case, plain))
        assert not one.equals(other), f"{scenario.name} changes nothing under {name}"


@each("scenario", [scenario for scenario in SHIPPED if scenario.arms])
def test_every_arm_but_the_first_differs_and_says_why(scenario: Scenario):
    arms = whole_arms(scenario.arms)
    paradigms = paradigms_of(arms, {})
    for arm, paradigm in zip(arms[1:], paradigms[1:], strict=True):
        assert arm.why is not None and ("ssumption" in arm.why.text()) == ("ntakelse" in arm.why.text("nb")), arm.name
        own = any(change.arm == arm.name for change in scenario.timeline)
        assert own or arm.parameters or (paradigm.matrix() != paradigms[0].matrix()).any(), arm.name


def projected(year: str, ages: tuple[str, ...] = ()) -> int:
    """Persons in the main projection, of some ages or of all."""
    with (ROOT / "model" / "data" / "projection.csv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table) if row["year"] == year and row["alternative"] == "MMMM"]
    return sum(int(row["population"]) for row in rows if not ages or row["age_group"] in ages)


def growth(first: float, last: float) -> float:
    """Growth a year that leads from the first to the last in the 24 years from 2026 to 2050."""
    return (last / first) ** (1 / 24) - 1


def test_ageing_is_what_the_projection_leads_to():
    """Persons of each age, times how often it needs elder care, per inhabitant. Half of those aged 16-19 are adults."""
    care, weighted = Parameters().elder_care, []
    for year in ("2026", "2050"):
        adults = projected(year, ("20-44", "45-66")) + projected(year, ("16-19",)) / 2
        children = projected(year, ("0", "1-5", "6-12", "13-15")) + projected(year, ("16-19",)) / 2
        old, oldest = projected(year, ("67-79",)), projected(year, ("80-89", "90+"))
        everyone = projected(year)
        assert children + adults + old + oldest == everyone
        needs = care.young * children + care.adult * adults + care.old * old + care.oldest * oldest
        weighted.append(needs / everyone)
    assert load_scenario("perspektivmeldingen").overrides["needs.ageing"] == round(growth(*weighted), 4)


def test_the_budget_follows_the_share_of_working_age():
    shares = [projected(year, ("20-44", "45-66")) / projected(year) for year in ("2026", "2050")]
    assert load_scenario("perspektivmeldingen").overrides["money.trend"] == round(growth(*shares), 4)


def test_the_months_of_ageing_end_in_2050():
    months = load_scenario("perspektivmeldingen").months
    assert months is not None and (months + Parameters().town.warm_up) / 12 == 2050 - 2026
    model = governance.GovernanceModel(
        municipality="Ålesund", citizens=100, rng=1, parameters={"needs.ageing": 0.02, "town.warm_up": 12}
    )
    plain = governance.GovernanceModel(municipality="Ålesund", citizens=100, rng=1)
    factor = model.town.areas.rate[:, :, 0].sum() / plain.town.areas.rate[:, :, 0].sum()
    assert factor == pytest.approx(1.02)  # the year of the warm-up counts
    model.close()
    plain.close()


def test_the_town_of_ageing_has_ages_nearest_to_the_countrys():
    towns = municipalities()
    people = sum(town.population for town in towns)
    ages = ("share_0_17", "share_18_66", "share_67_79", "share_80plus")
    country = [sum(getattr(town, age) * town.population for town in towns) / people for age in ages]
    nearest = min(towns, key=lambda town: sum(abs(getattr(town, a) - c) for a, c in zip(ages, country, strict=True)))
    assert load_scenario("perspektivmeldingen").municipality == nearest.name


# --- listed and shown -----------------------------------------------------------------------------------------


def test_the_list_names_them_all(capsys):
    assert main(["scenarios"]) == 0
    english = capsys.readouterr().out
    assert main(["scenarios", "--lang", "nb"]) == 0
    norwegian = capsys.readouterr().out
    for scenario in scenarios():
        assert scenario.name in english and scenario.title.text() in english
        assert scenario.name in norwegian and scenario.title.text("nb") in norwegian
    assert max(map(len, (english + norwegian).splitlines())) <= 100


@each("language", ["en", "nb"])
@each("scenario", SHIPPED)
def test_one_is_told_in_full(scenario: Scenario, language: str, capsys):
    assert main(["scenarios", scenario.name, "--lang", language]) == 0
    printed = capsys.readouterr().out
    told = " ".join(printed.split())
    for field in ("title", "story", "watch"):
        assert getattr(scenario, field).text(language) in told
    for question in scenario.questions:
        assert question.text(language) in told
    for change in scenario.changes:
        assert f"{change.name} = " in told and change.why.text(language) in told
        assert source_of(change.source, language) in told  # type: ignore[arg-type]
    for change in scenario.timeline:
        assert all(name in told for name in (*change.parameters, *(f"rules.{name}" for name in change.rules)))
    for outcome in scenario.outcomes:
        assert f"({outcome})" in told
    assert f"samskaping compare --scenario {scenario.name}" in told
    assert all(len(line) <= 100 and line == line.rstrip() for line in printed.splitlines())
