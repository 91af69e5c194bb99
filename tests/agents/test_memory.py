"""A town inside kernels: what they read and write, copies, rebound arrays, and towns of another layout."""

from __future__ import annotations

import pickle
from collections import namedtuple
from copy import deepcopy
from functools import cache
from typing import Any

import numpy as np
import pytest

from agents.engine.kernel import kernel
from agents.engine.layout import LAYOUT, Memory, layout, use_layout
from agents.engine.sums import total
from agents.engine.table import columns
from model import GovernanceModel
from model.arguments import place_of
from model.checkpoint import town_state
from model.parameters.parameters import Parameters
from model.town.town import Town, build_town

Some = namedtuple("Some", "trust need_area")  # noqa: PYI024


@kernel
def use_all(town, seen):
    """Read and write a number of each kind, arrays of the town and of a part, a parameter group, and `columns`."""
    some, group = columns(Some, town.citizens), town.numbers.trust
    seen[0], seen[1] = town.month, town.stands_for
    seen[2] = 1.0 if town.initiatives else 0.0
    seen[3] = float(town.seed >> np.uint64(32))
    seen[4], seen[5] = town.ledger.window, town.ledger.extra_cost
    seen[6], seen[7] = group.start, group.loss_aversion
    seen[8], seen[9] = total(town.distance), some.trust[1]
    town.month += 2
    town.initiatives = not town.initiatives
    town.turnout = 1
    town.ledger.extra_cost += 2.5
    town.paid[1] = 7.0
    town.areas.share[0] = group.start
    some.trust[3] = 0.25
    some.need_area[2, 1] = 3
    town.pool[0, 1, 1] = town.population


@kernel
def sum_of_paid(town):
    """Return a sum over an array of the town."""
    return total(town.paid)


@kernel
def trust_of_first(town):
    """Return a value of a part's array."""
    return float(town.citizens.trust[0])


@pytest.fixture
def town() -> Town:
    return deepcopy(_built())


@cache
def _built() -> Town:
    return build_town(place_of("Larvik"), 60, Parameters(), 1)


def as_bytes(town: Town) -> dict[str, Any]:
    arrays, plain = town_state(town)
    return {**{name: array.tobytes() for name, array in arrays.items()}, **plain}


def test_a_kernel_reads_and_writes_what_the_interpreted_function_does(town: Town) -> None:
    other, before = deepcopy(town), as_bytes(town)
    seen, interpreted = np.zeros(10), np.zeros(10)
    use_all(town, seen)
    getattr(use_all, "py_func", use_all)(other, interpreted)
    assert seen.tolist() == interpreted.tolist() and seen[6] == town.p.trust.start and seen[8] > 0.0
    assert as_bytes(town) == as_bytes(other)
    changed = {name for name, value in as_bytes(town).items() if value != before[name]}
    assert changed == {
        "town.month", "town.initiatives", "town.turnout", "town.ledger._slots", "town.paid", "town.areas.share",
        "town.citizens.trust", "town.citizens.need_area", "town.pool",
    }  # fmt: skip
    assert town.month == 2 and town.initiatives is True and town.turnout == 1.0 and town.paid[1] == 7.0


@pytest.mark.parametrize("copied", [deepcopy, lambda town: pickle.loads(pickle.dumps(town))])
def test_a_copy_is_independent(town: Town, copied: Any) -> None:
    use_all(town, np.zeros(10))  # the original has addresses
    copy, before = copied(town), as_bytes(town)
    assert as_bytes(copy) == before
    use_all(copy, np.zeros(10))
    assert as_bytes(town) == before != as_bytes(copy)


def test_the_next_kernel_sees_an_array_or_a_table_that_was_rebound(town: Town) -> None:
    assert sum_of_paid(town) == 0.0
    town.paid = np.arange(4.0)
    assert sum_of_paid(town) == 6.0
    assert trust_of_first(town) != 0.5
    town.citizens = deepcopy(town.citizens)
    town.citizens.trust[0] = 0.5
    assert trust_of_first(town) == 0.5


def test_the_next_kernel_sees_other_parameters(town: Town) -> None:
    seen = np.zeros(10)
    use_all(town, seen)
    town.take_parameters(town.p.replace("trust.start", 0.75))
    use_all(town, seen)
    assert seen[6] == 0.75


def test_a_part_with_other_columns_is_refused(town: Town) -> None:
    _ = town.address
    town.citizens = town.teams
    with pytest.raises(TypeError, match="compiled for a town with other arrays"):
        trust_of_first(town)


def test_what_kernels_read_cannot_be_deleted_and_a_missing_part_is_refused(town: Town) -> None:
    _ = town.address
    with pytest.raises(AttributeError, match="tie_other cannot be deleted: kernels read it"):
        del town.tie_other
    with pytest.raises(AttributeError, match="trust cannot be deleted: kernels read it"):
        del town.citizens.trust
    town.citizens = None  # type: ignore[assignment]
    with pytest.raises(TypeError, match="compiled for a town with other arrays"):
        sum_of_paid(town)


def test_addresses_are_those_of_the_arrays_whatever_a_run_replaces(watching: Any) -> None:
    looked = []

    def look(_: str, town: Town) -> None:
        _ = town.address
        looked.append(town.month)
        assert np.array_equal(town._memory.words, Memory(town).words)

    given = [
        {"month": 5, "paradigm": "NPM"},
        {"month": 8, "paradigm": "facilitating"},
        {"month": 11, "parameters": {"money.case_budget": "*0.8"}},
    ]
    with watching(look):
        model = GovernanceModel(paradigm="NPG", citizens=60, rng=1, parameters={"politics.term": 12}, timeline=given)
        model.run(18)
    assert len(looked) > 200


def test_assigning_to_a_parts_array_writes_in_place_and_refuses_another_shape(town: Town) -> None:
    trust = town.citizens.trust
    assert trust_of_first(town) == trust[0]
    town.citizens.trust = np.full(60, 0.5)
    assert town.citizens.trust is trust and trust_of_first(town) == 0.5
    with pytest.raises(ValueError, match=r"trust has shape \(60,\), so it cannot take values of shape \(59,\)"):
        town.citizens.trust = np.zeros(59)


def test_a_town_of_another_layout_is_refused(town: Town) -> None:
    paid = town.paid
    _ = town.address  # sets the layout
    town.paid = paid.astype(np.float32)
    with pytest.raises(TypeError, match=r"kernels are compiled for a town with other arrays.*paid"):
        _ = town.address
    town.paid = np.zeros(8)[::2]
    with pytest.raises(TypeError, match=r"kernels read only arrays whose values stand in order in memory: town.paid"):
        _ = town.address
    town.paid = paid
    assert town.address


def test_a_layout_can_be_sent_to_another_process(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    _ = town.address
    sent, known = pickle.dumps(layout()), dict(LAYOUT.arrays)
    monkeypatch.setattr(LAYOUT, "arrays", {})
    use_layout(pickle.loads(sent))
    assert known == LAYOUT.arrays and ("citizens", "trust") in known
