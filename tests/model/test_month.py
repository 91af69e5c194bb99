"""A month as one compiled call: equal to its phases one by one, and open to a phase from elsewhere."""

from __future__ import annotations

import pytest

from model import GovernanceModel, governance, month
from model.town.town import Town

MONTHS = 14  # with a budget, an election, revisions and tenders
SETTINGS = {"paradigm": "NPG", "citizens": 300, "rng": 3, "parameters": {"politics.term": 12, "town.warm_up": 4}}


@pytest.fixture
def usual(state_of):
    """Outcomes and columns of a run with the model's own phases."""
    model = GovernanceModel(**SETTINGS)
    return model.run(MONTHS), state_of(model.town)


def test_the_compiled_month_equals_its_phases_one_by_one(usual, monkeypatch, state_of, differing):
    calls: list[int] = []
    whole = month._every_month
    monkeypatch.setattr(month, "_every_month", lambda town: calls.append(town.month) or whole(town))
    model = GovernanceModel(**SETTINGS)
    model.run(MONTHS)
    assert 0 < len(calls) < 4 + MONTHS  # months with an occasional phase run one by one
    calls.clear()
    monkeypatch.setattr(governance, "STEP", list(month.STEP))
    one_by_one = GovernanceModel(**SETTINGS)
    frame = one_by_one.run(MONTHS)
    assert not calls
    assert frame.equals(usual[0]) and differing(state_of(one_by_one.town), usual[1]) == []


def test_a_phase_from_elsewhere_runs_every_month_and_leaves_the_others_bits(usual, monkeypatch, state_of, differing):
    seen: list[tuple[int, float]] = []

    def watch(town: Town) -> None:
        seen.append((town.month, float(town.citizens.trust.mean())))

    phases = list(month.STEP)
    phases.insert(8, ("watch", watch))
    monkeypatch.setattr(governance, "STEP", tuple(phases))
    model = GovernanceModel(**SETTINGS)
    frame = model.run(MONTHS)
    assert [at for at, _ in seen] == list(range(4 + MONTHS)) and len({trust for _, trust in seen}) > MONTHS
    assert frame.equals(usual[0]) and differing(state_of(model.town), usual[1]) == []


def test_a_phase_from_elsewhere_can_change_the_town(usual, monkeypatch):
    def forget(town: Town) -> None:
        town.citizens.trust[:] = 0.25

    monkeypatch.setattr(governance, "STEP", (*month.STEP[:8], ("forget", forget), *month.STEP[8:]))
    assert GovernanceModel(**SETTINGS).run(MONTHS)["trust"].iloc[-1] < usual[0]["trust"].iloc[-1] - 0.05
