"""Arms: read or refused, made into paradigms, and compared."""

import pickle

import numpy as np
import pandas as pd
import pytest

from agents.errors import InputError
from experiments import Arm, compare
from experiments.comparison import planned
from experiments.runs.arms import named, paradigms_of, read_arm, read_arms, whole_arms
from experiments.runs.arms.timeline import timelines_of
from model import GovernanceModel, load_paradigm
from model.outcomes.outcomes import NAMES
from model.parameters.parameters import AREA_NAMES
from tests.each import each

SMALL = {"municipality": "Larvik", "citizens": 300, "months": 4, "seeds": 2}
NOW = {"name": "now", "base": "status-quo", "title": {"en": "As today", "nb": "Som i dag"}}
SQUARE = {
    "name": "square", "title_en": "The square", "title_nb": "Torget", "base": "NPG", "areas": ["place"],
    "rules": {"information": {"dialogue": 0.9}, "rules.choice.discretion": 0.8}, "twin": "no-arenas",
}  # fmt: skip
PLACE = AREA_NAMES.index("place")


@pytest.fixture(scope="module")
def comparison():
    return compare(arms=[NOW, SQUARE], **SMALL)


def test_an_arm_is_read_from_a_dict_and_written_as_one():
    arm = read_arm(SQUARE)
    assert arm.rules == {"information.dialogue": 0.9, "choice.discretion": 0.8} and arm.areas == ("place",)
    assert arm.label() == "The square" and arm.label("nb") == "Torget" and Arm("x").label("nb") == "x"
    assert read_arm(arm.as_dict()) == arm == pickle.loads(pickle.dumps(arm)) and hash(arm)
    assert Arm("x", areas=["place", "elder_care"]).areas == ("elder_care", "place")
    assert Arm("x", base="thick").base == "NPG" and Arm("x", base=load_paradigm("NPG")).base_name == "NPG"


def test_an_arm_without_a_base_starts_from_the_reference():
    first = {"name": "a", "base": "TPA", "rules": {"choice.discretion": 0.3}, "parameters": {"trust.gain": 0.2}}
    other = {"name": "b", "rules": {"information.dialogue": 0.9}}
    whole = whole_arms(read_arms([first, other]))
    assert whole[1].base == "TPA" and whole[1].rules == {"choice.discretion": 0.3, "information.dialogue": 0.9}
    assert whole[1].parameters == {} and whole_arms(whole) == whole
    paradigm = paradigms_of(whole)[1]
    assert paradigm == load_paradigm("TPA").updated({"choice.discretion": 0.3, "information.dialogue": 0.9})


def test_outside_its_areas_an_arm_has_the_references_rows_bit_for_bit():
    arms = whole_arms(read_arms([{**NOW, "rules": {"choice.discretion": 0.31}}, SQUARE]))
    shared = {"boundary.outreach": 0.77}
    reference, square, twin = (paradigm.matrix() for paradigm in paradigms_of(arms, shared))
    outside = [row for row in range(4) if row != PLACE]
    assert np.array_equal(square[outside], reference[outside]) and np.array_equal(twin[outside], reference[outside])
    alone = load_paradigm("NPG").updated({**shared, "information.dialogue": 0.9, "choice.discretion": 0.8})
    assert np.array_equal(square[PLACE], alone.vector())


def test_a_twin_differs_by_its_meetings_alone():
    _, square, twin = whole_arms(read_arms([NOW, SQUARE]))
    assert twin.name == "square-no-arenas" and twin.twin == square.twin == ""
    assert twin.label() == "The square (without meeting places)" and twin.label("nb") == "Torget (uten møteplasser)"
    differ = {name for name, value in twin.rules.items() if square.rules.get(name) != value}
    assert differ == {"scope.meetings_per_year", "boundary.recruitment", "boundary.pay"}
    one, other = (paradigm.flat() for paradigm in paradigms_of(whole_arms(read_arms([NOW, SQUARE])))[1:])
    assert {name for name in one if one[name] != other[name]} <= differ


def test_arms_are_compared_in_a_column_of_their_own(comparison):
    assert comparison.names == ("now", "square", "square-no-arenas") and len(comparison.paradigms) == 3
    assert list(comparison.runs.columns) == ["arm", "paradigm", "seed", "month", *NAMES]
    assert list(comparison.groups.columns[:5]) == ["arm", "paradigm", "seed", "dimension", "group"]
    assert list(comparison.summary.columns) == ["arm", "paradigm", "outcome", "mean", "low", "high"]
    columns = ["outcome", "arm_a", "arm_b", "paradigm_a", "paradigm_b", "difference", "low", "high", "pooled_sd"]
    assert list(comparison.paired.columns) == columns
    assert dict(zip(comparison.summary["arm"], comparison.summary["paradigm"], strict=True)) == {
        "now": "status-quo", "square": "NPG", "square-no-arenas": "NPG",
    }  # fmt: skip
    assert comparison.labels("nb")["square-no-arenas"] == "Torget (uten møteplasser)"
    last = comparison.runs.query("month == 4").groupby("arm")["trust"].mean()
    row = comparison.paired.set_index(["outcome", "arm_a", "arm_b"]).loc[("trust", "now", "square")]
    assert row["difference"] == pytest.approx(last["square"] - last["now"])


def test_an_arm_in_all_areas_is_the_paradigm_given_directly():
    arms = compare(arms=[{"name": "a", "base": "TPA"}, {"name": "b", "base": "triage"}], **SMALL)
    plain = compare(["TPA", "triage"], **SMALL)
    pd.testing.assert_frame_equal(arms.runs.drop(columns="arm"), plain.runs, check_exact=True)
    pd.testing.assert_frame_equal(arms.groups.drop(columns="arm"), plain.groups, check_exact=True)


def test_the_reference_is_not_touched_by_the_others(comparison):
    plain = compare(["status-quo"], **SMALL).runs
    same = comparison.runs.query("arm == 'now'").drop(columns="arm").reset_index(drop=True)
    pd.testing.assert_frame_equal(same, plain, check_exact=True)


def test_a_twin_holds_no_arenas():
    _, square, twin = paradigms_of(whole_arms(read_arms([NOW, SQUARE])))
    held = {}
    for name, paradigm in (("square", square), ("twin", twin)):
        model = GovernanceModel(paradigm=paradigm, municipality="Larvik", citizens=600, rng=1)
        model.run(months=6)
        held[name] = None if model.town.arenas is None else (set(model.town.arenas.area), model.town.arenas.held.sum())
        model.close()
    assert held["twin"] is None and held["square"][0] == {PLACE} and held["square"][1] > 0


def test_parameters_hold_from_month_1_and_leave_the_past():
    cut = {**SQUARE, "name": "cut", "twin": "", "parameters": {"money.case_budget": "*0.5", "trust.gain": 0.2}}
    runs = planned(arms=[NOW, {**SQUARE, "twin": ""}, cut], **SMALL)
    square, poor = (next(run for run in runs if run.arm == name) for name in ("square", "cut"))
    assert square.timeline == () and square.parameters == poor.parameters

    def model(run) -> GovernanceModel:
        return GovernanceModel(paradigm=run.paradigm, municipality=run.town, citizens=300, rng=1, timeline=run.timeline)

    whole, half = model(square), model(poor)
    assert np.array_equal(whole.citizens.trust, half.citizens.trust)
    assert np.array_equal(whole.town.areas.budget, half.town.areas.budget)
    whole.step(), half.step()
    assert half.parameters.trust.gain == 0.2
    assert half.parameters.money.case_budget == whole.parameters.money.case_budget / 2
    assert half.town.areas.budget.sum() < whole.town.areas.budget.sum()
    whole.close(), half.close()


def test_an_arms_own_rules_and_parameters_hold_over_shared_ones():
    parameters = {"rules.information.dialogue": 0.2, "rules.boundary.pay": 100, "trust.gain": 0.3}
    runs = planned(arms=[{**NOW, "base": "thin"}, SQUARE], parameters=parameters, **SMALL)
    now, square, twin = (next(run for run in runs if run.arm == name) for name in ("now", "square", "square-no-arenas"))
    assert now.paradigm.information.dialogue == 0.2 and square.paradigm.information.dialogue == 0.9
    assert square.paradigm.outside == now.paradigm
    assert (square.paradigm.boundary.pay, twin.paradigm.boundary.pay) == (100, 0)
    assert {run.parameters.trust.gain for run in runs} == {0.3}


def test_a_timeline_keeps_to_the_areas_of_its_arm():
    """A change for an arm holds in its areas; one for the reference also outside the areas of the others."""
    arms = whole_arms(read_arms([NOW, {**SQUARE, "twin": ""}]))
    changes = [
        {"month": 2, "arm": "square", "rules": {"information.dialogue": 0.1}},
        {"month": 3, "arm": "now", "paradigm": "TPA"},
        {"month": 4, "arm": "now", "parameters": {"trust.gain": 0.1}},
        {"month": 5, "parameters": {"trust.gain": 0.2}},
    ]
    of_now, of_square = timelines_of(arms, changes)
    assert [change.month for change in of_now] == [3, 4, 5] and [change.month for change in of_square] == [2, 3, 5]
    matrices = []
    for paradigm, timeline in zip(paradigms_of(arms), (of_now, of_square), strict=True):
        model = GovernanceModel(paradigm=paradigm, citizens=300, rng=1, timeline=timeline)
        model.run(months=3)
        matrices.append(model.town.rules.copy())
        model.close()
    outside = [row for row in range(4) if row != PLACE]
    assert np.array_equal(matrices[0][outside], matrices[1][outside])
    assert np.array_equal(matrices[0][0], load_paradigm("TPA").vector())
    assert np.array_equal(matrices[1][PLACE], paradigms_of(arms)[1].replace("information.dialogue", 0.1).vector())
    with pytest.raises(InputError, match="did you mean 'square'"):
        timelines_of(arms, [{"month": 2, "arm": "sqare", "paradigm": "TPA"}])


def test_one_arm_is_found_by_name():
    arms = whole_arms(read_arms([NOW, SQUARE]))
    assert named(arms, "square-no-arenas") is arms[2]
    with pytest.raises(InputError, match="did you mean 'square'"):
        named(arms, "squar")


# --- what cannot be used -------------------------------------------------------------------------------------------


def second(**values) -> list:
    return [NOW, {"name": "x", **values}]


BAD = {
    "unknown key": (second(bas="NPG"), "#2", "unknown key 'bas'", "did you mean 'base'"),
    "a rule as a key": (second(**{"information.dialogue": 0.5}), "write rules = ", "information.dialogue"),
    "a parameter as a key": (second(**{"trust.gain": 0.5}), "write parameters = ", "trust.gain"),
    "no name": ([{"base": "NPG"}], "#1", "'name' is missing"),
    "empty name": ([{"name": " "}], "name = ' '", "text"),
    "name of another kind": ([{"name": 3}], "name = 3", "text"),
    "name with a comma": ([{"name": "a,b"}], "without commas"),
    "name too long": ([{"name": "a" * 61}], "at most 60"),
    "name twice": ([NOW, NOW], "two arms have the name now"),
    "name of a twin": ([NOW, SQUARE, {"name": "square-no-arenas"}], "two arms have the name square-no-arenas"),
    "no arms": ([], "at least one arm"),
    "no list": ("NPG", "give a list of arms"),
    "one table": (NOW, "give a list of arms"),
    "no table": (["NPG"], "#1", "an arm is a table"),
    "too many": ([{"name": f"a{n}", "base": "NPG"} for n in range(51)], "51 arms", "at most 50"),
    "unknown base": (second(base="NPX"), "arm x", "unknown paradigm 'NPX'", "did you mean 'NPM'"),
    "base of another kind": (second(base=3), "base", "preset's name"),
    "base with areas": (second(base=load_paradigm("NPG").within(["place"], load_paradigm("TPA"))), "areas of its own"),
    "no base": ([{"name": "a"}], "arm a", "needs a base", "status-quo"),
    "a reference with areas": ([{**NOW, "areas": ["place"]}], "arm now", "leave out areas"),
    "unknown area": (second(areas=["plac"]), "unknown area 'plac'", "elder_care", "did you mean 'place'"),
    "area of another kind": (second(areas=[3]), "unknown area 3"),
    "area twice": (second(areas=["place", "place"]), "place is given twice"),
    "areas in one text": (second(areas="place"), "give a list of areas"),
    "unknown rule": (second(rules={"information.dialog": 1}), "unknown rule", "mean 'rules.information.dialogue'"),
    "rule without its group": (second(rules={"dialogue": 1}), "did you mean 'rules.information.dialogue'"),
    "rule out of bounds": (second(rules={"information.dialogue": 3}), "arm x", "information.dialogue = 3", "from 0"),
    "rule of another kind": (second(rules={"information.dialogue": []}), "rules.information.dialogue = []"),
    "rules of another kind": (second(rules=[1]), "rules = [1]", "table"),
    "rule twice": (second(rules={"choice.discretion": 1, "choice": {"discretion": 1}}), "given twice"),
    "contradictory rules": (second(rules={"scope.meetings_per_year": 6}), "arm x", "contradictory", "recruitment"),
    "unknown parameter": (second(parameters={"trust.gian": 1}), "unknown parameter", "did you mean 'trust.gain'"),
    "a rule among parameters": (second(parameters={"rules.choice.discretion": 1}), "give it under rules"),
    "parameter out of bounds": (second(parameters={"trust.gain": 99}), "trust.gain = 99", "from 0"),
    "parameter of the start": (second(parameters={"town.warm_up": 3}), "town.warm_up", "change it for all arms"),
    "not a relative number": (second(parameters={"trust.gain": "*x"}), "arm x", "*x"),
    "relative out of bounds": (second(parameters={"trust.gain": "+5"}), "arm x", "trust.gain"),
    "unknown twin": (second(base="NPG", twin="no-arena"), "twin = 'no-arena'", "did you mean 'no-arenas'"),
    "a twin of nothing": (second(twin="no-arenas"), "arm x", "no meeting places", "leave out twin"),
    "a twin of other areas": (
        second(base="NPG", areas=["place"], rules={"scope.place": False}, twin="no-arenas"), "no meeting places",
    ),
    "title without English": (second(title_nb="x"), "'title_en' is missing"),
    "title of another kind": (second(title_en=3), "title_en = 3", "text"),
    "title in an unknown language": (second(title={"en": "x", "xx": "x"}), "unknown language 'xx'"),
    "title twice": (second(title="x", title_en="x"), "not both"),
}  # fmt: skip


@each("case", BAD)
def test_a_wrong_arm_is_refused_in_words(case):
    arms, *words = BAD[case]
    with pytest.raises(InputError) as refusal:
        planned(arms=arms, **SMALL)
    for word in words:
        assert word in str(refusal.value), word
    assert refusal.value.text("nb") != str(refusal.value)


def test_arms_and_paradigms_are_not_given_together():
    with pytest.raises(InputError, match="not both"):
        compare(["TPA"], arms=[NOW])
