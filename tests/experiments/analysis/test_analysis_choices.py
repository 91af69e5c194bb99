"""What analyses take where nothing is named: every kept outcome, and the factor that can be compared."""

import pytest

from agents.errors import InputError
from experiments.analysis.points import compared_factor, points_of
from experiments.analysis.report.reports import (
    contrasts_report,
    discovery_report,
    pareto_report,
    regret_report,
    sensitivity_report,
)
from experiments.cli.sweeps.analyse import command
from experiments.output.texts import label
from model.outcomes.outcomes import NAMES, OUTCOMES
from tests.helpers.fake_sweeps import RANGES, fake, shares

ALL = {outcome.name: float(place) for place, outcome in enumerate(OUTCOMES)}


def everything(design: str, factors: str, seeds: int = 2):
    """Results of a study that kept all outcomes."""

    def outcome(point: dict, seed: int) -> dict[str, float]:
        moved = (
            sum(shares(point))
            if set(RANGES) <= set(point)
            else len(str(point)) + float(point.get("money.case_budget", 0))
        )
        return {name: value * (1 + seed + moved) for name, value in ALL.items()}

    return fake(f"months = 2\nseeds = {seeds}\n{design}\n[factors]\n{factors}", outcome)


RANGED = "\n".join(f'"{name}" = {{ low = {low}, high = {high} }}' for name, (low, high) in RANGES.items())
MORRIS = ("[design]\nkind = 'morris'\nsamples = 2", RANGED + "\nparadigm = ['TPA', 'NPG']")
BUDGETS = '"money.case_budget" = [0.03, 0.04, 0.05]'


def printed(report) -> str:
    from rich.console import Console

    console = Console(width=200, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    for table in report.shown():
        console.print(table)
    return console.export_text()


@pytest.mark.parametrize("make", [sensitivity_report, contrasts_report])
def test_every_kept_outcome_is_analysed_and_printed(make):
    report = make(everything(*MORRIS))
    (table,) = report.tables.values()
    assert set(table["outcome"]) == set(NAMES)
    shown = printed(report)
    assert all(label(outcome) in shown for outcome in OUTCOMES)


def test_headline_outcomes_come_first():
    outcomes = points_of(everything(*MORRIS)).outcomes
    headline = [outcome.name for outcome in OUTCOMES if outcome.headline]
    assert list(outcomes[: len(headline)]) == headline and set(outcomes) == set(NAMES)


def test_a_figure_of_many_outcomes_draws_some_and_says_so():
    figure = contrasts_report(everything(*MORRIS)).figure()
    assert len(figure.axes) == 15 and any(
        f"the first 15 of {len(NAMES)} outcomes" in text.get_text() for text in figure.texts
    )


def test_regret_takes_all_that_have_a_direction_and_names_the_others():
    report = regret_report(everything(*MORRIS))
    neither = {outcome.name for outcome in OUTCOMES if outcome.better == "neither"}
    assert set(report.tables["regret"]["outcome"]) == set(NAMES) - neither
    (note,) = [note for note in report.notes if "--better" in note]
    assert all(name in note for name in neither)
    given = regret_report(everything(*MORRIS), better={"trust_spread": "lower"})
    assert "trust_spread" in set(given.tables["regret"]["outcome"])


def test_a_front_names_the_outcomes_that_it_does_not_compare():
    notes = " ".join(pareto_report(everything(*MORRIS)).notes)
    assert "--outcomes" in notes and "load" in notes


@pytest.mark.parametrize(
    "call",
    [
        lambda results: contrasts_report(results).tables["contrasts"]["level"],
        lambda results: regret_report(results, outcomes=["fit"]).tables["regret"]["money.case_budget"],
    ],
)
def test_the_only_list_is_compared_where_the_paradigm_is_not_varied(call):
    assert {0.04, 0.05} <= set(call(everything("", BUDGETS)))


def test_the_message_names_the_option_where_there_are_several_lists():
    results = everything("", BUDGETS + '\n"trust.gain" = [0.1, 0.2]')
    for call in (contrasts_report, regret_report, lambda found: discovery_report(found, ["0.03", "0.04"])):
        with pytest.raises(InputError, match="with --factor: money.case_budget, trust.gain") as refused:
            call(results)
        assert "med --factor: money.case_budget" in refused.value.text("nb")
    assert compared_factor(results.study, "trust.gain") == "trust.gain"


def test_the_message_names_the_option_where_the_paradigm_has_one_level():
    results = everything("", "paradigm = ['TPA']\n" + BUDGETS + '\n"trust.gain" = [0.1, 0.2]')
    for call in (contrasts_report, regret_report):
        with pytest.raises(InputError, match="with --factor: money.case_budget, trust.gain"):
            call(results)
        with pytest.raises(InputError, match="--factor: money.case_budget, trust.gain") as refused:
            call(results, "paradigm")
        assert "oppgi en annen faktor" in refused.value.text("nb")


def test_beats_names_levels_that_the_study_has():
    with pytest.raises(InputError, match="two levels of money.case_budget.*--beats 0.04,0.03 --outcomes fit"):
        discovery_report(everything("", BUDGETS), ["0.03"])


def test_one_option_names_the_factor_in_every_analysis_and_the_old_names_stay():
    names = {name: {o for p in sub.params for o in p.opts} for name, sub in command.commands.items()}
    for analysis in ("contrasts", "pareto", "regret", "discover"):
        assert "--factor" in names[analysis]
    for analysis in ("pareto", "regret"):
        assert {"--option", "--options"} <= names[analysis]
    assert "--factor" not in names["sensitivity"]


@pytest.mark.filterwarnings("error")
def test_a_figure_of_outcomes_that_never_change_warns_of_nothing():
    flat = fake(f"months = 2\nseeds = 2\n{MORRIS[0]}\n[factors]\n{MORRIS[1]}", lambda point, seed: ALL)
    sensitivity_report(flat).figure()
    regret_report(flat).figure()
