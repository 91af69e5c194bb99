"""A visitor's state: links restore it exactly, and refuse whatever the command line would refuse."""

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from agents.errors import InputError
from dashboard import limits
from dashboard.components import controls
from dashboard.content.matrix import CELLS
from dashboard.content.questions import QUESTIONS
from dashboard.state import OWN, PAGES, Settings, State, checked, from_link, from_scenario, to_link
from experiments.runs.arms import whole_arms
from experiments.runs.scenario import load_scenario, scenarios
from model.paradigms.paradigm import Paradigm
from model.parameters.parameters import Parameters
from tests.each import each

FULL = State(
    settings=checked(
        Settings(
            municipality="Sør-Varanger", citizens=700, months=24, seeds=2, first_seed=9,
            paradigms=("thin", OWN, "triage"), base="NPM",
            changes=(("mechanisms.gaming", False), ("needs.wickedness", 1.25), ("rules.boundary.outreach", 0.4)),
            own=(("boundary.recruitment", "open"), ("scope.meetings_per_year", 4.0)),
        )
    ),
    kept=(checked(Settings(months=12)), from_scenario(scenarios()[0])),
    language="en",
    page="rules",
    curves="differences",
)  # fmt: skip


def test_a_link_restores_the_exact_state():
    assert from_link("?" + to_link(FULL)) == FULL
    assert from_link("") == State()
    assert from_link(to_link(State())) == State()


def test_every_parameter_and_rule_survives_a_link():
    for one in (*Parameters.declarations(), *Paradigm.declarations()):
        if one.kind in ("number", "whole"):
            value = one.low + (one.high - one.low) / 3 if one.kind == "number" else one.high
        else:
            value = not one.default if one.kind == "switch" else one.choices[-1]
        try:
            settings = Settings().changed(changes=((one.name, value),))
        except InputError as error:
            assert "contradictory" in str(error)  # a rule that needs another one
            continue
        assert from_link(to_link(State(settings=settings))).settings == settings


@each(
    ("query", "said"),
    [
        ("citizens=1", "from 50 to 20,000"),
        ("citizens=1e9", "whole number"),
        ("citizens=50.5", "whole number"),
        ("citizens=%F0%9F%92%A5", "whole number"),
        ("months=0", "from 1 to 300"),
        ("months=99999999999999", "from 1 to 300"),
        ("seeds=21", "from 1 to 20"),
        ("seed=-1", "whole number"),
        ("citizens=20000&months=240&seeds=20", "too much"),
        ("town=Atlantis", "Atlantis"),
        ("town=../../etc/passwd", "passwd"),
        ("paradigms=TPA,NPX", "NPM"),
        ("paradigms=TPA,TPA", "twice"),
        ("paradigms=TPA,listening.toml", "names a file, and the dashboard reads none"),
        ("town=innbygda.toml", "names a file, and the dashboard reads none"),
        ("paradigms=" + ",".join(["TPA", "NPM", "NPG", "thin", "equal", "triage"]), "6 ways of governing"),
        ("paradigms=", "unknown paradigm"),
        ("set=needs.wickednes:1", "needs.wickedness"),
        ("set=needs.wickedness:99", "from 0 to 3"),
        ("set=needs.wickedness:" + "0" * 50 + "99", "from 0 to 3"),  # not cut short, which would make it 0
        ("set=needs.wickedness:1" + "0" * 200, "1000"),
        ("set=needs.wickedness:nan", "from 0 to 3"),
        ("set=needs.wickedness:inf", "from 0 to 3"),
        ("set=needs.wickedness", "name:value"),
        ("set=needs.wickedness:1&set=needs.wickedness:2", "given twice"),
        ("set=__class__:1", "unknown parameter"),
        ("own=boundary.recruitment:everybody", "one of none"),
        ("own=position.name:1", "unknown rule"),
        ("base=os.system", "unknown paradigm"),
        ("scenario=../secret.toml", "takes only the name"),
        ("scenario=nowhere", "unknown scenario"),
        ("page=admin", "it must be compare, town"),
        ("curves=bars", "it must be levels or differences"),
        ("lang=xx", "it must be en, nb or nn"),
        ("town=B%F8", "not UTF-8"),
        ("ctiizens=50", "did you mean 'citizens'"),
        ("Town=Larvik", "did you mean 'town'"),
        ("town=1507", "1508 Ålesund and 1580 Haram"),
        ("town=Våler", "3114 (Våler, Østfold) or 3419"),
        ("citizens=50&citizens=60", "given twice"),
        ("keep=citizens%3D1", "from 50 to 20,000"),
        ("keep=&keep=&keep=&keep=", "at most 3"),
        ("set=" + "a" * 7000, "7,004 characters"),
        ("&".join(f"x{n}=1" for n in range(300)), "too many"),
    ],
)
def test_bad_links_are_refused_with_the_reason(query, said):
    with pytest.raises(InputError) as refused:
        from_link(query)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 1500
    assert refused.value.text("en") == str(refused.value) != refused.value.text("nb")


# Keys that mail programmes, networks, advertisers and sites of theirs add to links.
FOREIGN = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid _hsenc "
    "_hsmi hsCtaTracking mkt_tok utm_source utm_medium utm_campaign utm_term utm_content utm_id _ga _gl ref ref_src "
    "source src s si t feature share trk sc_cid vero_id wickedid oly_enc_id ml_subscriber _openstat spm from sid feed"
).split()


def test_foreign_keys_are_ignored():
    link = "lang=nb&town=Bod%C3%B8&citizens=500&months=12&seeds=2"
    expected = from_link(link)
    assert (expected.settings.place.name, expected.settings.citizens) == ("Bodø", 500)
    for key in FOREIGN:
        assert from_link(f"{key}=IwAR0x&{link}&{key}=2") == expected, key
    assert from_link(f"{link}&{'&'.join(f'{key}=1' for key in FOREIGN[:20])}") == expected
    assert from_link(f"{link}&utm_campaign=H%F8st&%FF=1") == expected  # not UTF-8
    assert from_link(f"keep=citizens%3D60%26fbclid%3D1&{link}").kept[0].citizens == 60


def test_a_link_names_the_municipality_by_its_number_and_takes_names():
    for code in ("3114", "3419", "1515", "1818", "0301"):
        state = from_link(f"town={code}&citizens=100&months=2&seeds=1")
        assert state.settings.runs[0].town.code == code and f"town={code}" in to_link(state)
        assert from_link(to_link(state)) == state
    assert from_link("town=Bodø").settings == from_link("town=1804").settings
    assert from_link("town=Her%C3%B8y+(Nordland)").settings.municipality == "1818"


def test_the_list_of_towns_has_each_once_and_each_can_be_chosen():
    towns = controls.towns()
    assert len(set(towns)) == len(towns) == 357 and {"Våler (Østfold)", "Våler (Innlandet)", "Bodø"} <= set(towns)
    assert len({Settings().changed(municipality=town).municipality for town in towns}) == 357


def test_limits_are_told_in_both_languages():
    with pytest.raises(InputError) as refused:
        Settings().changed(citizens=10**6)
    assert "20,000" in limits.error_text(refused.value, "en")
    assert "20\N{NO-BREAK SPACE}000" in limits.error_text(refused.value, "nb")
    assert "heltall" in limits.error_text(refused.value, "nb")
    with pytest.raises(InputError, match=r"citizens = ~10\^5000 is not valid"):
        Settings().changed(citizens=10**5000)


def test_own_rules_that_are_as_in_the_base_are_dropped():
    settings = Settings().changed(paradigms=("NPG", OWN), own=(("scope.training", 0.5), ("choice.discretion", 0.1)))
    assert settings.own == (("choice.discretion", 0.1),)
    assert settings.own_paradigm.choice.discretion == 0.1


def test_scenarios_questions_and_cells_can_all_be_run():
    for scenario in scenarios():
        settings = from_scenario(scenario)
        assert settings.runs and settings.scenario == scenario.name
        assert dict(settings.changes) == scenario.overrides
        assert settings.months == (scenario.months or settings.months)  # nothing is cut short in silence
        assert len(settings.paradigms) == len(whole_arms(scenario.arms) if scenario.arms else settings.paradigms)
    for question in QUESTIONS:
        assert len(question.settings().runs) == 8
    for row in CELLS:
        for cell in row:
            if cell.base:
                own = Settings().changed(base=cell.base, own=cell.own, paradigms=(OWN,))
                assert own.own == tuple(sorted(cell.own)), cell.title


def test_the_question_on_the_welfare_state_cuts_a_tenth_of_the_budget():
    asked = next(one for one in QUESTIONS if one.id == "welfare-state")
    usual = Parameters().money.case_budget
    assert dict(asked.changes) == {"money.case_budget": pytest.approx(0.9 * usual)}


def test_runs_of_a_scenario_have_its_timeline():
    runs = from_scenario(load_scenario("waves")).changed(seeds=1, citizens=100).runs
    assert [[change.month for change in run.changes] for run in runs] == [[61, 121], *3 * [[61, 121, 181]]]
    shorter = from_scenario(load_scenario("waves")).changed(seeds=1, citizens=100, months=120).runs
    assert [[change.month for change in run.changes] for run in shorter] == 4 * [[61]]
    merged = from_scenario(load_scenario("indre-ostfold")).changed(seeds=1, citizens=100).runs
    assert all([change.event for change in run.changes] == ["uniform_reform"] for run in merged)


def test_pages_have_names():
    from dashboard.texts.common import text

    assert len({text(page, "nb") for page in PAGES}) == len(PAGES)


def test_the_arms_of_a_scenario_are_ways_of_governing_with_the_numbers_of_compare():
    from dashboard.components.controls import paradigms
    from dashboard.components.palette import series
    from dashboard.content.results import unit_of
    from dashboard.workers.worker import started
    from experiments import compare
    from experiments.runs.scenario import load_scenario

    settings = from_scenario(load_scenario("svarstad")).changed(months=2, seeds=1)
    names = ("svarstad/desk", "svarstad/co-location", "svarstad/arena", "svarstad/arena-no-arenas")
    assert settings.paradigms == names and from_link(to_link(State(settings=settings))).settings == settings
    assert series(names, "nb")[0]["label"] == "Servicetorg som i dag"
    assert [one["name"] for one in paradigms(settings.changed(paradigms=names[:2]), "en")][:4] == list(names)
    table = compare(scenario="svarstad", citizens=settings.citizens, seeds=1, months=2).runs.set_index(["arm", "month"])
    units = [unit_of([run], "runs").name for run in settings.runs]
    assert len(set(units)) == 4
    for run, name in zip(settings.runs, names, strict=True):
        model = started(run)
        model.run(months=2)
        assert model.outcomes["trust"] == table.loc[(name.split("/")[1], 2), "trust"], name
        model.close()
    for link, words in (
        ("svarstad/aren", "mean 'arena'"),
        ("indre-ostfold/x", "no arms"),
        ("../x/y", "name of a scenario"),
    ):
        with pytest.raises(InputError, match=words):
            from_link(f"paradigms={link}")
