"""What a model is made of cannot be assigned: it would change the label and nothing else."""

import copy

import pytest

from agents.errors import InputError
from experiments import mesa_model
from model import GovernanceModel, Parameters, load_paradigm, municipality

OTHERS = {
    "paradigm": (load_paradigm("NPM"), r"switch_paradigm\(", "switch_paradigm"),
    "parameters": (
        Parameters().replace("trust.gain", 0.2),
        r"GovernanceModel\(parameters=",
        "GovernanceModel(parameters=",
    ),
    "municipality": (municipality("Bodø"), r"GovernanceModel\(municipality=", "GovernanceModel(municipality="),
    "population": (500, r"GovernanceModel\(citizens=", "GovernanceModel(citizens="),
    "seed": (2, r"GovernanceModel\(rng=", "GovernanceModel(rng="),
}


@pytest.fixture(scope="module")
def model():
    return GovernanceModel(paradigm="NPG", citizens=60, parameters={"town.warm_up": 0}, rng=1)


@pytest.mark.parametrize("name", OTHERS)
def test_assigning_is_refused_and_the_message_says_what_to_do(name, model):
    other, english, norwegian = OTHERS[name]
    before = getattr(model, name)
    for value in (other, before):
        with pytest.raises(InputError, match=f"{name} cannot be assigned.*{english}") as refused:
            setattr(model, name, value)
        assert f"{name} kan ikke settes" in refused.value.text("nb") and norwegian in refused.value.text("nb")
        assert isinstance(refused.value, AttributeError)
    assert getattr(model, name) is before


def test_models_with_plain_keywords_and_copies_refuse_too(model):
    made = mesa_model("trust.gain", "town.warm_up", citizens=60)(town__warm_up=0, rng=1)
    for one in (made, copy.deepcopy(model)):
        with pytest.raises(AttributeError, match="switch_paradigm"):
            one.paradigm = "NPM"


def test_switching_still_changes_the_paradigm():
    model = GovernanceModel(paradigm="NPG", citizens=60, parameters={"town.warm_up": 0}, rng=1)
    model.switch_paradigm("NPM")
    assert model.paradigm.name == "NPM" and model.parameters.town.warm_up == 0
