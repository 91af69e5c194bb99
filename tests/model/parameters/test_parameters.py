"""Parameters: declared once, whole, frozen, checked at every door, and the same through text and JSON and back."""

import json
import math

import numpy as np
import pytest
from pydantic import ValidationError

from agents.errors import InputError
from model import GovernanceModel, Parameters, load_paradigm
from model.paradigms.paradigm import Paradigm
from model.parameters.declare import Declaration, as_number, coerced
from model.parameters.mechanisms import OFF, effective
from model.parameters.parameters import Mechanisms, split_overrides
from model.parameters.people import TrustParameters
from tests.each import each

PARAMETERS = Parameters.declarations()
RULES = Paradigm.declarations()
ALL = (*PARAMETERS, *RULES)
NUMBERS = [d for d in ALL if d.kind in ("number", "whole")]


def values_of(declared: Declaration) -> list:
    """A handful of valid values, the bounds and a long fraction first."""
    if declared.kind == "choice":
        return list(declared.choices)
    if declared.kind == "switch":
        return [True, False]
    low, high = declared.low, declared.high
    middle = [low + (high - low) * share for share in (1 / 3, 0.1234567890123456789, 2 / 3)]
    if declared.kind == "whole":
        return [int(low), int(high), *(round(value) for value in middle), declared.default]
    return [float(low), float(high), *middle, declared.default]


# --- the declarations ------------------------------------------------------------------------------------------


def test_there_are_parameters_and_rules_with_names_of_their_own():
    assert len(PARAMETERS) > 180 and len(RULES) > 30
    assert len({d.name for d in ALL}) == len(ALL)
    assert all(d.name.startswith("rules.") for d in RULES)
    assert not any(d.name.startswith("rules.") for d in PARAMETERS)


@each("declared", ALL)
def test_every_declaration_is_whole(declared):
    assert all(part.isidentifier() and part.islower() for part in declared.name.split("."))
    for text in (declared.unit, declared.mechanism, declared.number_source, declared.help_en, declared.help("nb")):
        assert text.strip() == text != ""
    assert declared.help_en != declared.help("nb")
    if declared.kind == "choice":
        assert declared.default in declared.choices and len(set(declared.choices)) == len(declared.choices) > 1
    elif declared.kind == "switch":
        assert type(declared.default) is bool
    else:
        assert math.isfinite(declared.low) and math.isfinite(declared.high)
        assert declared.low <= declared.default <= declared.high and declared.low < declared.high
        assert type(declared.default) is (int if declared.kind == "whole" else float)
    assert json.loads(json.dumps(declared.as_dict()))["name"] == declared.name


def test_defaults_are_the_declared_ones_and_valid():
    assert Parameters().flat() == {d.name: d.default for d in PARAMETERS}
    assert Parameters().updated(Parameters().flat()) == Parameters()
    assert Parameters.model_validate(Parameters().model_dump()) == Parameters()


# --- through text and JSON and back ----------------------------------------------------------------------------


@each("declared", ALL)
def test_every_value_survives_the_command_line(declared):
    for value in values_of(declared):
        read = coerced(declared, str(value))
        assert read == value and type(read) is type(value)


@each("declared", PARAMETERS)
def test_every_parameter_can_be_set_and_travels_as_json(declared):
    for value in values_of(declared)[:4]:
        changed = Parameters().replace(declared.name, str(value))
        assert changed.flat()[declared.name] == value
        back = Parameters.model_validate_json(changed.model_dump_json())
        assert back == changed and back.flat() == changed.flat()
    others = {name: v for name, v in changed.flat().items() if name != declared.name}
    assert others == {name: v for name, v in Parameters().flat().items() if name != declared.name}


@each(
    ("given", "read"),
    [("true", True), ("True", True), ("ON", True), ("yes", True), ("1", True), (1, True), (np.bool_(True), True),
     ("false", False), ("off", False), ("No", False), ("0", False), (0, False), (np.bool_(False), False)],
)  # fmt: skip
def test_switches_are_read_as_people_write_them(given, read):
    assert Parameters().replace("mechanisms.halo", given).mechanisms.halo is read


@each("given", [2.5, "2.5", " 2.5 ", "25e-1", np.float64(2.5), np.float32(2.5), np.array(2.5)])
def test_numbers_are_read_from_text_and_numpy(given):
    value = Parameters().replace("trust.loss_aversion", given).trust.loss_aversion
    assert value == 2.5 and type(value) is float


@each("given", [6, 6.0, "6", "6.0", np.int64(6), np.uint8(6), np.float64(6)])
def test_whole_numbers_are_read_from_text_and_numpy(given):
    value = Parameters().replace("town.degree", given).town.degree
    assert value == 6 and type(value) is int


# --- what is refused -------------------------------------------------------------------------------------------


@each("declared", NUMBERS)
def test_numbers_out_of_bounds_are_refused_with_the_bounds(declared):
    step = 1 if declared.kind == "whole" else max(abs(declared.low), abs(declared.high)) * 1e-9
    for bad in (declared.low - step, declared.high + step, math.inf, -math.inf, math.nan, "nan", "inf", "1e400"):
        with pytest.raises(InputError) as refused:
            coerced(declared, bad)
        assert declared.name in str(refused.value) and repr(bad) in str(refused.value)
        assert f"from {declared.low:g} to {declared.high:g}" in str(refused.value)


@each("bad", [None, "", "much", "2,5", [2.0], {}, True, "true", 1j, object(), np.array([2.0])])
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(InputError, match=r"trust\.loss_aversion .*a number from 1 to 5"):
        Parameters().replace("trust.loss_aversion", bad)


@each("bad", [2.5, "2.5", 3.0000001, True, None, "three", 10**400])
def test_what_is_no_whole_number_is_refused(bad):
    with pytest.raises(InputError, match=r"town\.degree .*a whole number from 2 to 24"):
        Parameters().replace("town.degree", bad)


@each("bad", [None, "", "maybe", 2, -1, 0.5, [], "2"])
def test_what_is_no_switch_is_refused(bad):
    with pytest.raises(InputError, match=r"mechanisms\.halo .*true or false"):
        Parameters().replace("mechanisms.halo", bad)


@each("declared", PARAMETERS)
def test_a_misspelt_name_is_answered_with_the_right_one(declared):
    group, _, field = declared.name.partition(".")
    with pytest.raises(InputError, match="unknown parameter") as refused:
        Parameters().replace(f"{group}.{field[:-1]}", declared.default)
    assert repr(declared.name) in str(refused.value)


@each(
    "name, meant",
    [
        ("trust.loss", "trust.loss_aversion"),
        ("loss_aversion", "trust.loss_aversion"),
        ("home", "market.home"),
        ("delivery.fit_use", "delivery.use_fit"),
        ("town.team", "town.citizens_per_team"),
    ],
)
def test_a_name_half_given_is_answered_with_the_whole(name, meant):
    with pytest.raises(InputError, match=f"did you mean '{meant}'"):  # first of those named
        Parameters().replace(name, 1)


@each("name", ["", ".", "trust", "trust.", ".start", "trust.start.start", "rules.aggregation.weight_design"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(InputError, match="unknown parameter"):
        Parameters().replace(name, 0.5)


@each("name", [1, None, ("trust", "start")])
def test_a_name_that_is_no_text_is_refused(name):
    with pytest.raises(InputError):
        Parameters().updated({name: 0.5})
    with pytest.raises(InputError):
        GovernanceModel(citizens=60, parameters={name: 0.5})


def test_one_bad_value_among_good_ones_changes_nothing():
    before = Parameters()
    with pytest.raises(InputError, match=r"trust\.gain"):
        before.updated({"trust.loss_aversion": 3.0, "trust.gain": 7.0})
    assert before == Parameters()


def test_groups_refuse_what_they_do_not_know():
    with pytest.raises(ValidationError):
        TrustParameters(los_aversion=2.0)
    with pytest.raises(ValidationError):
        TrustParameters(loss_aversion="2.0")  # text is for `replace`, which says what it must be
    with pytest.raises(ValidationError):
        TrustParameters(loss_aversion=math.nan)
    with pytest.raises(ValidationError):
        Parameters(trusst=TrustParameters())
    assert TrustParameters().changed({"loss_aversion": 3.0}).loss_aversion == 3.0
    with pytest.raises(ValidationError):
        TrustParameters().changed({"loss_aversion": 9.0})


# --- frozen ----------------------------------------------------------------------------------------------------


def test_parameters_are_frozen_and_replace_makes_another():
    original = Parameters()
    changed = original.replace("trust.loss_aversion", 3.0).replace("town.degree", 6)
    assert (changed.trust.loss_aversion, changed.town.degree) == (3.0, 6)
    assert original == Parameters() != changed
    for target, name in ((original, "trust"), (original.trust, "loss_aversion"), (original.mechanisms, "halo")):
        with pytest.raises(ValidationError):
            setattr(target, name, getattr(target, name))
        with pytest.raises(ValidationError):
            setattr(target, f"{name}_x", 1)


def test_equal_parameters_have_equal_hashes():
    one, other = (Parameters().replace("trust.loss_aversion", value) for value in (3.0, "3"))
    assert one == other and hash(one) == hash(other) and len({one, other, Parameters()}) == 2


def test_kernels_see_every_value_as_a_float():
    for name in Parameters.model_fields:
        group = getattr(Parameters(), name)
        numbers = group.numbers()
        assert list(numbers._fields) == list(type(group).model_fields)
        assert all(type(value) is float for value in numbers)
        assert numbers == tuple(as_number(group, field) for field in numbers._fields)
    assert type(Parameters().trust.numbers()) is type(Parameters().replace("trust.gain", 0.3).trust.numbers())
    assert as_number(load_paradigm("NPG").boundary, "recruitment") == 5.0  # stratified, the last of six


# --- mechanisms ------------------------------------------------------------------------------------------------


def test_every_mechanism_says_what_it_switches_off():
    assert set(OFF) == set(Mechanisms.model_fields)
    for values in OFF.values():
        assert values and Parameters().updated(values) != Parameters()


@each("mechanism", OFF)
def test_a_mechanism_off_makes_its_parameters_neutral_and_no_others(mechanism):
    off = effective(Parameters().replace(f"mechanisms.{mechanism}", False)).flat()
    on = Parameters().flat()
    assert {n: v for n, v in off.items() if v != on[n]} == {
        f"mechanisms.{mechanism}": False, **{n: v for n, v in OFF[mechanism].items() if v != on[n]}
    }  # fmt: skip
    assert effective(Parameters()) == Parameters()


# --- at the model's door ---------------------------------------------------------------------------------------


@each(
    ("overrides", "words"),
    [
        ({"trust.loss_aversion": 0.5}, "from 1 to 5"),
        ({"trust.loss_aversion": "2,0"}, "write decimals with a point: 2.0"),
        ({"trust.los_aversion": 2.0}, "did you mean 'trust.loss_aversion'"),
        ({"rules.aggregation.weight_design": 2}, "from 0 to 1"),
        ({"rules.aggregation.weight_desin": 0.2}, "weight_design"),
        ({"rules.intensity": math.nan}, "from 0 to 1"),
        ({"rules.scope.meetings_per_year": 0}, "contradictory rules"),
        ({"rules": 1}, "unknown"),
        (3, "parameters must be"),
        ("trust.gain=0.2", "parameters must be"),
    ],
)
def test_the_model_refuses_bad_parameters(overrides, words):
    with pytest.raises(InputError, match="(?s)" + words.replace(".", r"\.")):
        GovernanceModel(citizens=60, parameters=overrides, rng=1)


def test_the_model_takes_names_and_values_or_parameters_alike():
    values = {"trust.loss_aversion": "3", "town.warm_up": 1, "mechanisms.halo": "off"}
    one = GovernanceModel(citizens=80, parameters=values, rng=1)
    other = GovernanceModel(citizens=80, parameters=Parameters().updated(values), rng=1)
    assert one.parameters == other.parameters == Parameters().updated(values)
    assert one.run(months=2).equals(other.run(months=2))


def test_overrides_are_split_into_parameters_and_rules():
    given = {"trust.gain": 0.3, "rules.choice.exit_support": 0.1}
    assert split_overrides(given) == (
        {"trust.gain": 0.3},
        {"choice.exit_support": 0.1},
    )


@each(
    "update",
    [
        {"trust": TrustParameters.model_construct(**{**TrustParameters().model_dump(), "loss_aversion": 9.0})},
        {"trust": TrustParameters().model_copy(update={"loss_aversion": math.nan})},
        {"trust": TrustParameters().model_copy(update={"loss_aversion": "much"})},
        {"town": Parameters().town.model_copy(update={"degree": 2.5})},
        {"trust": {"loss_aversion": 3.0}},
        {"trust": None},
        {"trusst": TrustParameters()},
    ],
)
def test_the_model_refuses_what_model_copy_let_in(update):
    smuggled = Parameters().model_copy(update=update)
    with pytest.raises(InputError):
        GovernanceModel(citizens=60, parameters=smuggled, rng=1)
