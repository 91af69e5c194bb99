"""The order of rows changes nothing, a larger town does the same per head, more money leaves no more needs unmet."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from model import GovernanceModel


def with_rows_in(order: np.ndarray, model: GovernanceModel) -> GovernanceModel:
    """Put the citizens of a model that has not run in another order; everyone keeps identity, cell and ties."""
    town = model.town
    for _, column in town.citizens:
        column[:] = column[order]
    place = np.empty(len(order), np.int64)  # the new row of every old row
    place[order] = np.arange(len(order))
    start, other = town.tie_start.astype(np.int64), town.tie_other
    ties = [place[other[start[old] : start[old + 1]]] for old in order]
    town.tie_start = np.concatenate([[0], np.cumsum([len(t) for t in ties])]).astype(np.uint32)
    town.tie_other = np.concatenate(ties).astype(np.uint32)
    town.row_of[town.citizens.identity] = np.arange(len(order))
    return model


def same_by_identity(one: GovernanceModel, other: GovernanceModel) -> None:
    """Raise when a citizen of one model is not, but for rounding, the same in the other."""
    first, second = (np.argsort(m.citizens.identity) for m in (one, other))
    for column, values in one.citizens:
        theirs = getattr(other.citizens, column.name)[second]
        if values.dtype.kind == "f":
            np.testing.assert_allclose(values[first], theirs, rtol=1e-6, atol=1e-9, err_msg=column.name)
        else:
            np.testing.assert_array_equal(values[first], theirs, err_msg=column.name)


def in_two_orders(paradigm: str, chance: int) -> tuple[GovernanceModel, GovernanceModel]:
    """Return a model and the same one with its citizens shuffled, run for two years."""
    values = {"town.warm_up": 0, "money.case_budget": 0.01}  # little money, so that there are queues
    pair = [GovernanceModel(paradigm=paradigm, citizens=600, parameters=values, rng=chance) for _ in range(2)]
    with_rows_in(np.random.default_rng(chance).permutation(600), pair[1])
    frames = [model.run(months=24) for model in pair]
    np.testing.assert_allclose(frames[0].to_numpy(float), frames[1].to_numpy(float), rtol=1e-7, atol=1e-9)
    return pair[0], pair[1]


@pytest.mark.parametrize("paradigm", ["TPA", "NPM", "NPM-voice", "NPG", "facilitating"])
def test_the_order_of_rows_changes_nothing(paradigm):
    for chance in range(4):
        one, other = in_two_orders(paradigm, chance)
        assert one.citizens.encounters.sum() > 300 and one.citizens.need_waited.max() > 0
        assert not np.array_equal(one.citizens.identity, other.citizens.identity)
        same_by_identity(one, other)


PER_HEAD = (
    "fit", "met_need", "take_up", "failure_demand", "satisfaction", "public_hours_per_capita",
    "citizen_hours_per_capita", "public_cost_nok_per_capita", "hours_administration", "hours_process", "trust",
    "trust_spread", "trust_gap", "felt_voice", "justice", "efficacy", "ownership", "input_followed", "load", "strain",
)  # fmt: skip
# Districts, units, teams and arenas grow with the town; nothing gets cheaper by being done more often.
GROWING = {
    "town.citizens_per_district": 300,
    "town.fixed_costs": 0.0,
    "town.citizens_per_unit": 500,
    "rules.scope.arenas_per_10000": 20.0,
    "rules.scope.arena_size": 8,
    "mechanisms.learning": False,
    "mechanisms.subsample": False,
    "rules.payoff.contract": 2 / 3,  # of three units and of six
}


def doubled(paradigm: str, names: tuple[str, ...] = PER_HEAD, **values: Any) -> dict[str, tuple[float, float]]:
    """Return (mean change, standard error) over seeds of per-head outcomes when 1,500 citizens become 3,000."""
    found = []
    for seed in range(10):
        small, large = (
            GovernanceModel(paradigm=paradigm, citizens=n, parameters={**GROWING, **values}, rng=seed)
            .run(months=24)
            .tail(12)
            .mean()
            for n in (1500, 3000)
        )
        found.append([large[name] - small[name] for name in names])
    changes = np.array(found)
    errors = changes.std(axis=0, ddof=1) / math.sqrt(len(changes))
    return {name: (float(m), float(e)) for name, m, e in zip(names, changes.mean(axis=0), errors, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("paradigm", ["TPA", "NPM", "NPG"])
def test_a_town_twice_as_large_does_the_same_per_head(paradigm):
    for name, (mean, error) in doubled(paradigm).items():
        assert abs(mean) <= 4.5 * error + 1e-9, f"{name}: {mean:+.4f}, standard error {error:.4f}"


def test_what_does_not_grow_with_the_town_is_cheaper_per_head():
    """What the test above can see: with one arena an area whatever the size, meetings cost half per head."""
    mean, error = doubled("NPG", ("hours_process",), **{"rules.scope.arenas_per_10000": 0.05})["hours_process"]
    assert mean < -4.5 * error - 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("paradigm", ["TPA", "NPM", "NPG"])
def test_more_money_never_leaves_more_needs_unmet(paradigm):
    """On average over paired seeds, from poverty to plenty."""
    met = np.array(
        [
            [
                GovernanceModel(
                    paradigm=paradigm, citizens=800, parameters={"money.case_budget": budget}, rng=seed
                ).run(months=24)["met_need"].tail(12).mean()
                for budget in (0.02, 0.03, 0.0425, 0.06, 0.12)
            ]
            for seed in range(6)
        ]
    )  # fmt: skip
    steps = np.diff(met, axis=1)
    error = steps.std(axis=0, ddof=1) / math.sqrt(len(met))
    assert (steps.mean(axis=0) > -2.0 * error - 0.002).all(), f"met need at rising budgets: {met.mean(axis=0).round(3)}"
    assert met[:, -1].mean() - met[:, 0].mean() > 0.1
