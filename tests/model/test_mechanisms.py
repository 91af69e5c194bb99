"""Each mechanism can be switched off, alone and with all others, and is felt where rules leave it something to do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from model.parameters.mechanisms import OFF
from tests.model.test_limits import moved, run

# What can change nothing, since the rules leave it nothing to work on.
NO_USE = {
    "TPA": {
        "codelivery",
        "expected_input_followed",
        "ownership",
        "collective_search",
        "group_trust",
        "choice",
        "adoption",
        "fatigue",
        "youth",
        "news",
        "declared_ambition",
    },
    "NPM": {
        "codelivery",
        "expected_input_followed",
        "ownership",
        "collective_search",
        "group_trust",
        "adoption",
        "fatigue",
        "youth",
        "news",
        "declared_ambition",
    },
    "NPG": {"choice"},
}


TIGHT = {  # so that all wait at times, and some complain or leave; and so that the council has proposals to answer
    "citizens": 600, "money__case_budget": 0.034, "revision__trials": 4.0,
}  # fmt: skip


# Rules that the presets leave neutral, for the mechanisms that work on them.
IN_USE = {
    "TPA": {},
    "NPM": {},
    "NPG": {
        "rules__boundary__youth": 0.2, "rules__information__child_mapping": 1.0,
        "rules__information__answers_published": 0.5, "rules__information__declared": 0.9,
    },
}  # fmt: skip


# Rules that are 0 in every preset, and without which these mechanisms have nothing to work on.
HELP = {"rules__scope__volunteers": 1.0, "rules__scope__peers": 1.0, "rules__scope__initiative_support": 1.0}
HELPING = ("volunteers", "peers", "initiative")


@pytest.fixture(scope="module")
def with_all_mechanisms() -> dict[tuple[str, bool], pd.DataFrame]:
    return {
        (paradigm, helped): run(paradigm, **TIGHT, **IN_USE[paradigm], **(HELP if helped else {}))
        for paradigm in NO_USE
        for helped in (False, True)
    }


@pytest.mark.parametrize("mechanism", sorted(OFF))
@pytest.mark.parametrize("paradigm", sorted(NO_USE))
def test_each_mechanism_can_be_switched_off_and_is_felt(paradigm, mechanism, with_all_mechanisms):
    helped = mechanism in HELPING
    rules = {**IN_USE[paradigm], **(HELP if helped else {})}
    without = run(paradigm, **TIGHT, **rules, **{f"mechanisms__{mechanism}": False})
    assert np.isfinite(without.to_numpy(float)).all()
    changed = moved(with_all_mechanisms[paradigm, helped], without)
    if mechanism in NO_USE[paradigm]:
        assert changed == [], f"{mechanism} was thought to have nothing to work on under {paradigm}"
    else:
        assert changed, f"switching {mechanism} off changes nothing under {paradigm}"


def test_every_mechanism_is_felt_under_some_paradigm():
    assert not set.intersection(*NO_USE.values())


def test_all_mechanisms_off_at_once_still_runs():
    for paradigm in NO_USE:
        everything = {f"mechanisms__{name}": False for name in OFF}
        assert np.isfinite(run(paradigm, months=6, **everything).to_numpy(float)).all()


@pytest.mark.parametrize("slack", [0.0, 0.12])
@pytest.mark.parametrize("wears", [False, True])
def test_quality_is_lost_with_slack_only_where_slack_wears(slack, wears):
    """Slack that does not wear is not lost, even where it is 0 from the start: the limit of little slack."""
    pair = [
        run("NPM", 6, mechanisms__slack=wears, market__slack=slack, market__unmeasured_loss=loss) for loss in (0.0, 1.0)
    ]
    assert bool(moved(*pair)) is wears
