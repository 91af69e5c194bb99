"""Paradigms: presets, checks, intensity, options, and the doors through which they come."""

import math
import warnings
from itertools import combinations

import numpy as np
import pytest
from pydantic import ValidationError

from agents.engine.table import AREAS
from agents.errors import InputError, fold
from model import GovernanceModel, load_paradigm
from model.paradigms.paradigm import INTENSITY_DECLARATION, STATUS_QUO, Paradigm
from model.paradigms.presets import PRESETS
from model.paradigms.rules import FIELDS, GROUPS, INTENSITY, RANGES, ROLES, RULE, WHOLE, Position
from model.parameters.declare import coerced
from model.parameters.parameters import AREA_NAMES
from samskaping.language import languages
from tests.each import each

DECLARED = {d.name.removeprefix("rules."): d for d in Paradigm.declarations()}
NAMES = list(PRESETS)
PRINCIPAL = ("TPA", "NPM", "NPG")
SCALED = [RULE._fields.index(name) for name in INTENSITY]
ROUNDED = [RULE._fields.index(name) for name in WHOLE]
FIXED = [column for column in range(len(FIELDS)) if column not in SCALED]


# --- presets ---------------------------------------------------------------------------------------------------


def test_the_presets_that_were_promised():
    assert set(NAMES) >= {
        "TPA", "NPM", "NPM-voice", "thin", "NPG", "governed", "responsibilising", "equal", "facilitating",
        "task-committee", "triage", "self-organised", "status-quo",
    }  # fmt: skip
    assert load_paradigm("thick") == load_paradigm("NPG")


@each("name", NAMES)
def test_every_preset_is_valid_and_sets_what_it_says(name):
    preset, paradigm = PRESETS[name], load_paradigm(name)
    assert paradigm.name == preset.name == name and paradigm.intensity == 1.0
    flat = paradigm.flat()
    assert set(preset.rules) <= set(flat) == set(DECLARED)
    for rule, value in flat.items():
        assert coerced(DECLARED[rule], value) == value
        assert value == preset.rules.get(rule, DECLARED[rule].default)
    assert paradigm.vector().shape == (len(FIELDS),) and np.isfinite(paradigm.vector()).all()
    assert all(text(language).strip() for text in (preset.title, preset.story) for language in languages())


def test_no_two_presets_are_the_same():
    for one, other in combinations(NAMES, 2):
        a, b = load_paradigm(one), load_paradigm(other)
        assert a.options != b.options or not np.array_equal(a.vector(), b.vector()), (one, other)


def test_no_two_presets_answer_to_the_same_word():
    words = [fold(word) for preset in PRESETS.values() for word in (preset.name, *preset.aliases)]
    assert len(set(words)) == len(words)


@each("name", NAMES)
def test_presets_are_found_whatever_the_case_and_by_their_aliases(name):
    for word in (name, name.lower(), name.upper(), f"  {name} ", name.replace("-", " "), name.replace("-", "_")):
        assert load_paradigm(word) == load_paradigm(name)
    for alias in PRESETS[name].aliases:
        assert load_paradigm(alias) == load_paradigm(alias.title()) == load_paradigm(name)


@each(
    ("word", "words"),
    [("NPX", "did you mean .*NPG"), ("triag", "did you mean 'triage'"), ("", "valid are TPA"), ("co", "valid are TPA")],
)
def test_an_unknown_preset_is_answered_with_the_nearest_and_all(word, words):
    with pytest.raises(InputError, match=f"unknown paradigm.*{words}"):
        load_paradigm(word)


@each("bad", [None, 3, ["NPG"], {"name": "NPG"}, PRESETS["NPG"]])
def test_what_is_no_paradigm_is_refused(bad):
    with pytest.raises(InputError, match="a preset's name or a Paradigm"):
        load_paradigm(bad)


# --- variants --------------------------------------------------------------------------------------------------


def variants(name: str) -> list:
    declared = DECLARED[name]
    if declared.kind == "choice":
        return list(declared.choices)
    if declared.kind == "switch":
        return [True, False]
    return [declared.low, declared.high, declared.default]


@each("name", DECLARED)
@each("preset", ["TPA", "NPM", "NPG"])
def test_every_rule_can_be_set_or_contradicts_another(preset, name):
    start = load_paradigm(preset)
    taken = 0
    for value in variants(name):
        try:
            changed = start.replace(name, str(value))
        except InputError as refused:
            assert str(refused).startswith("contradictory rules")
            continue
        taken += 1
        assert changed.flat() == {**start.flat(), name: value} and changed.name == start.name
        assert Paradigm.model_validate_json(changed.model_dump_json()) == changed
        assert Paradigm.model_validate(changed.model_dump()) == changed
        if name != "intensity":
            assert changed.vector()[RULE._fields.index(name.split(".")[1])] == pytest.approx(
                DECLARED[name].choices.index(value) if DECLARED[name].kind == "choice" else float(value)
            )
    assert taken >= 1
    assert start == load_paradigm(preset)  # the original is as it was


@each("name", [n for n, d in DECLARED.items() if d.kind in ("number", "whole")])
def test_rules_out_of_bounds_are_refused(name):
    declared = DECLARED[name]
    for bad in (declared.low - 1, declared.high + 1, math.nan, math.inf, "x", None, True):
        with pytest.raises(InputError, match="is not valid"):
            load_paradigm("NPG").replace(name, bad)


@each(
    ("name", "value", "words"),
    [
        ("aggregation.weight_desin", 0.5, "did you mean 'rules.aggregation.weight_design'"),
        ("rules.aggregation.weight_design", 9, "^rules.aggregation.weight_design = 9 is not valid"),
        ("aggregation.weight_design", 9, "^rules.aggregation.weight_design = 9 is not valid"),
        ("weight_design", 0.5, "unknown rule"),
        ("aggregation", 0.5, "unknown rule"),
        ("name", "x", "unknown rule"),
        ("options", (), "unknown rule"),
        ("intensty", 0.5, "did you mean 'rules.intensity'"),
        ("boundary.recruitment", "sortitoin", "did you mean 'sortition'"),
        ("boundary.recruitment", ["open"], "one of none, open"),
        ("boundary.recruitment", 3, "one of none, open"),
        ("boundary.civic_provider", "maybe", "true or false"),
        ("choice.n_providers", 2.5, "a whole number from 1 to 3"),
    ],
)
def test_bad_rules_are_explained(name, value, words):
    with pytest.raises(InputError, match=words.replace(".", r"\.")):
        load_paradigm("NPG").replace(name, value)


def test_paradigms_are_frozen():
    paradigm = load_paradigm("NPG")
    for target, name, value in (
        (paradigm, "name", "x"),
        (paradigm, "intensity", 0.5),
        (paradigm.scope, "training", 0.1),
    ):
        with pytest.raises(ValidationError):
            setattr(target, name, value)
    assert hash(paradigm) == hash(load_paradigm("npg")) and paradigm == load_paradigm("NPG")


@each(
    ("start", "changes", "words"),
    [
        ("TPA", {"scope.meetings_per_year": 4}, "recruitment is none"),
        ("TPA", {"boundary.recruitment": "open"}, "meetings_per_year is 0"),
        ("TPA", {"boundary.pay": 100}, "nobody is recruited"),
        ("NPG", {"scope.meetings_per_year": 0}, "meetings_per_year is 0"),
        ("NPG", {"boundary.recruitment": "none"}, "recruitment is none"),
        ("NPG", {f"scope.{area}": False for area in AREA_NAMES}, "no area of scope"),
        ("NPM", {"choice.n_providers": 1}, "money cannot follow users"),
        ("TPA", {"payoff.money_follows_user": 0.5}, "money cannot follow users"),
    ],
)
def test_contradictory_rules_are_refused(start, changes, words):
    with pytest.raises(InputError, match=f"contradictory rules.*{words}"):
        load_paradigm(start).updated(changes)


def test_rules_that_go_together_are_taken_together():
    with_arenas = load_paradigm("TPA").updated({"scope.meetings_per_year": 4, "boundary.recruitment": "open"})
    assert with_arenas.scope.meetings_per_year == 4.0
    assert with_arenas.updated({"scope.meetings_per_year": 0, "boundary.recruitment": "none"}) == load_paradigm("TPA")
    assert (
        load_paradigm("NPM").updated({"choice.n_providers": 1, "payoff.money_follows_user": 0}).choice.n_providers == 1
    )


# --- what kernels see ------------------------------------------------------------------------------------------


def test_the_rule_vector_is_in_the_order_of_the_fields():
    names = [field for _, field in FIELDS]
    assert len(set(names)) == len(names) == len(RULE) == len(RANGES)
    assert (RANGES > 0).all() and {group for group, _ in FIELDS} == set(GROUPS)
    values = load_paradigm("facilitating").flat()
    vector = load_paradigm("facilitating").vector()
    for (group, field), value in zip(FIELDS, vector, strict=True):
        declared = values[f"{group}.{field}"]
        expected = DECLARED[f"{group}.{field}"].choices.index(declared) if isinstance(declared, str) else declared
        assert value == pytest.approx(float(expected))


def test_roles_and_intensity_name_rules_there_are():
    fields = {field for _, field in FIELDS}
    assert set(INTENSITY) <= fields
    practised = [field for practised in ROLES.values() for field in practised]
    assert set(practised) <= fields and len(set(practised)) == len(practised)


@each("name", NAMES)
def test_intensity_goes_from_the_status_quo_to_the_preset(name):
    paradigm = load_paradigm(name)
    full = paradigm.vector()
    none = paradigm.replace("intensity", 0).vector()
    half = paradigm.replace("intensity", 0.5).vector()
    assert np.array_equal(none[SCALED], STATUS_QUO[SCALED])
    assert np.array_equal(none[FIXED], full[FIXED]) and np.array_equal(half[FIXED], full[FIXED])
    middle = (full + STATUS_QUO) / 2
    middle[ROUNDED] = np.round(middle[ROUNDED])
    assert half[SCALED] == pytest.approx(middle[SCALED])
    assert np.array_equal(load_paradigm("status-quo").vector(), STATUS_QUO)


def test_intensity_is_felt():
    assert not np.array_equal(load_paradigm("NPG").vector()[SCALED], STATUS_QUO[SCALED])
    frames = []
    for intensity in (0.0, 1.0):
        overrides = {"rules.intensity": intensity, "town.warm_up": 0}
        frames.append(GovernanceModel(paradigm="NPG", citizens=120, parameters=overrides, rng=1).run(months=4))
    assert frames[0]["hours_process"].iloc[-1] < frames[1]["hours_process"].iloc[-1]
    assert INTENSITY_DECLARATION.name == "rules.intensity"


# --- triage ----------------------------------------------------------------------------------------------------


def test_triage_gives_each_area_the_option_picked():
    triage = load_paradigm("triage")
    assert [option.name for option in triage.options] == ["TPA", "thin", "NPG"]
    assert np.array_equal(triage.matrix(), np.tile(triage.vector(), (AREAS, 1)))
    matrix = triage.matrix(np.array([2, 0, 1, 0]))
    for row, option in zip(matrix, ("NPG", "TPA", "thin", "TPA"), strict=True):
        assert np.array_equal(row, load_paradigm(option).vector())


def test_overrides_reach_the_options():
    changed = load_paradigm("triage").updated({"choice.discretion": 0.33, "information.dialogue": 0.44})
    for paradigm in (changed, *changed.options):
        assert (paradigm.choice.discretion, paradigm.information.dialogue) == (0.33, 0.44)
    assert [option.aggregation.revision_interval for option in changed.options] == [24, 12, 6]  # else as they were
    matrix = changed.matrix(np.array([0, 1, 2, 2]))
    assert (matrix[:, RULE.discretion] == 0.33).all() and (matrix[:, RULE.dialogue] == 0.44).all()


def test_intensity_reaches_the_options():
    changed = load_paradigm("triage").replace("intensity", 0.0)
    assert np.array_equal(changed.matrix(np.array([2, 2, 2, 2]))[:, SCALED], np.tile(STATUS_QUO[SCALED], (AREAS, 1)))


def test_an_override_that_contradicts_an_option_is_refused():
    with pytest.raises(InputError, match="contradictory rules"):
        load_paradigm("triage").replace("boundary.pay", 100)


def test_a_paradigm_has_three_options_or_none():
    with pytest.raises(ValidationError, match="three options"):
        Paradigm(name="two", options=(load_paradigm("TPA"), load_paradigm("NPG")))
    mine = Paradigm(name="mine", options=(load_paradigm("TPA"), load_paradigm("NPM"), load_paradigm("NPG")))
    assert load_paradigm(mine) == mine


# --- at the model's door ---------------------------------------------------------------------------------------


def test_a_paradigm_goes_through_the_door_unchanged():
    mine = load_paradigm("NPG").updated({"aggregation.weight_design": 0.8, "intensity": 0.7})
    assert load_paradigm(mine) == mine
    model = GovernanceModel(paradigm=mine, citizens=60, parameters={"town.warm_up": 0}, rng=1)
    assert model.paradigm == mine and np.array_equal(model.town.rules[0], mine.vector())
    same = GovernanceModel(
        paradigm="NPG", citizens=60, rng=1,
        parameters={"town.warm_up": 0, "rules.aggregation.weight_design": 0.8, "rules.intensity": 0.7},
    )  # fmt: skip
    assert same.paradigm == mine and same.run(months=2).equals(model.run(months=2))


NPG = load_paradigm("NPG")
SMUGGLED = {
    "out of bounds": ({"intensity": 3.0}, "intensity.*1"),
    "nan": ({"intensity": math.nan}, "intensity"),
    "a group out of bounds": (
        {"position": Position.model_construct(presence=7.0, facilitation=0.1)},
        "position.presence",
    ),
    "a group's copy": ({"scope": NPG.scope.model_copy(update={"training": -1.0})}, "scope.training"),
    "text for a group": ({"position": "x"}, "position"),
    "nothing for a group": ({"position": None}, "position"),
    "a number for the name": ({"name": 5}, "name"),
    "contradictory": ({"scope": NPG.scope.model_copy(update={"meetings_per_year": 0.0})}, "contradictory rules"),
    "one option": ({"options": (NPG,)}, "three options"),
    "options of text": ({"options": ("TPA", "NPM", "NPG")}, "options"),
}


@each("case", SMUGGLED)
def test_the_model_refuses_what_model_copy_let_in(case):
    update, words = SMUGGLED[case]
    smuggled = NPG.model_copy(update=update)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the message is the error's, not a warning's
        with pytest.raises(InputError, match=words) as refused:
            GovernanceModel(paradigm=smuggled, citizens=60, rng=1)
    assert len(str(refused.value)) < 500, "a message for a person, not a dump of the paradigm"


@each("preset", PRINCIPAL)
def test_names_are_words_only(preset):
    renamed = load_paradigm(preset).model_copy(update={"name": "something else"})
    assert np.array_equal(load_paradigm(renamed).vector(), load_paradigm(preset).vector())
