"""The second implementation runs, and where the answer is known both give it.

Whether all outcomes agree within Monte-Carlo error takes minutes: `python -m reference.plain_mesa`.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from agents.citizen_rules import compliance_cost as compliance
from agents.citizen_rules import effort, probability_of_applying, probability_of_joining
from agents.citizen_rules import learning_cost as learning
from agents.efforts import worths_of_effort
from agents.service_rules import attention_quality, attention_share, effort_quality
from agents.service_rules import lay_weight as compiled_lay_weight
from model import GovernanceModel
from model.outcomes.outcomes import NAMES, OUTCOMES
from reference.plain_mesa.agreement import agreement, compared, fast_runs, holm, plain_runs
from reference.plain_mesa.arena import Arena
from reference.plain_mesa.citizen import Need
from reference.plain_mesa.model import PlainModel
from reference.plain_mesa.unit import lay_weight

PARADIGMS = ("TPA", "NPM", "NPG")
QUIET = {  # nobody needs, says, hears or meets anything
    "town.warm_up": 0, "needs.rate": 0.0, "access.contact": 0.0, "social.influence": 0.0, "social.voice_hearsay": 0.0,
    "trust.expectation_drift": 0.0, "trust.anchor_pull": 0.05, "roles.steady_start": 1.0,
    "mechanisms.fidelity": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def town() -> PlainModel:
    """A small plain town, some months under thick co-creation."""
    model = PlainModel("NPG", 200, 3, changes={"town.warm_up": 2, "mechanisms.fidelity": False})
    for _ in range(8):
        model.step()
    return model


@pytest.mark.parametrize("paradigm", [*PARADIGMS, "thin", "facilitating", "task-committee"])
def test_it_runs_and_its_outcomes_are_the_models(paradigm: str) -> None:
    model = PlainModel(paradigm, 100, 1, changes={"town.warm_up": 1})
    for _ in range(13):
        model.step()
    assert set(model.outcomes) <= set(NAMES)
    assert {o.name for o in OUTCOMES if o.headline} <= set(model.outcomes)
    assert all(math.isfinite(value) for value in model.outcomes.values())
    shares = {o.name for o in OUTCOMES if o.unit == "share" and o.name not in ("load", "strain")}
    assert all(0.0 <= value <= 1.0 for name, value in model.outcomes.items() if name in shares)
    assert sum(area.share for area in model.areas) == pytest.approx(1.0)
    assert all(tie.ties.count(c) == c.ties.count(tie) for c in model.citizens for tie in c.ties)


@pytest.mark.parametrize("paradigm", PARADIGMS)
def test_without_needs_trust_goes_to_its_anchor_in_both(paradigm: str) -> None:
    """E63 and E88 alone: after n months everyone's trust is A + k (1 - (1 - c)^n).

    Here k = lift x (felt voice - reference) x felt influence.
    """
    changes = QUIET | {
        "mechanisms.adaptive_anchor": False,
        "rules.boundary.recruitment": "none",
        "rules.scope.meetings_per_year": 0,
    }
    fast = GovernanceModel(paradigm=paradigm, citizens=150, parameters=changes, rng=1)
    plain = PlainModel(paradigm, 150, 1, changes=changes)
    t = fast.parameters.trust
    fast.run(10)
    for _ in range(10):
        plain.step()
    done = 1.0 - (1.0 - t.anchor_pull) ** 10
    c = fast.citizens
    known = np.clip(c.anchor + t.voice_lift * (c.voice - t.voice_reference) * c.felt_influence * done, 0.0, 1.0)
    inside = (known > 0.05) & (known < 0.95)
    assert c.trust[inside] == pytest.approx(known[inside], abs=1e-6)
    for citizen in plain.citizens:
        lift = t.voice_lift * (citizen.voice - t.voice_reference) * citizen.felt_influence
        known_here = citizen.anchor + lift * done
        if 0.05 < known_here < 0.95:
            assert citizen.trust == pytest.approx(known_here, abs=1e-9)
    aim = {
        name: fast.outcomes[name] for name in ("strain", "public_hours_per_capita", "hours_administration", "readiness")
    }
    assert aim["strain"] == pytest.approx(plain.outcomes["strain"], abs=0.02)  # only the start is drawn
    for name in ("public_hours_per_capita", "hours_administration", "hours_transaction", "hours_process", "readiness"):
        assert plain.outcomes[name] == pytest.approx(fast.outcomes[name], rel=1e-9), name


@pytest.mark.parametrize("place", ["Larvik", "Bodø", "Utsira"])
def test_budgets_and_rates_are_the_same_number_for_number(place: str) -> None:
    fast = GovernanceModel(paradigm="TPA", municipality=place, citizens=120, parameters={"town.warm_up": 0}, rng=1)
    plain = PlainModel("TPA", 120, 1, town=place, changes={"town.warm_up": 0})
    areas = fast.town.areas
    for a, area in enumerate(plain.areas):
        assert area.budget == pytest.approx(areas.budget[a], rel=1e-12)
        assert np.array(area.rate) == pytest.approx(areas.rate[:, :, a], rel=1e-12)
        assert area.kinds == list(areas.kind[a])
        assert len(area.units) == fast.town.units_per_area
        assert len(area.teams) == int((fast.town.teams.area == a).sum())
    assert plain.council_hours() > 0.0
    assert len(plain.council) == len(fast.town.politicians)


def test_rules_are_the_same_number_for_number(town: PlainModel) -> None:
    fast = GovernanceModel(paradigm="NPG", citizens=50, parameters={"town.warm_up": 0}, rng=1)
    n, rule = fast.town.numbers, town.rules
    for k, citizen in enumerate(town.citizens):
        area = town.areas[k % 4]
        unit, team = area.units[k % len(area.units)], area.teams[k % len(area.teams)]
        need = Need(area, [0.0] * 12, (k % 11) / 10, 1)
        lessons = learning(rule.rule_categories, rule.n_providers, rule.plain_language, rule.outreach, n.access)
        papers = compliance(rule.documentation, citizen.way, rule.outreach, n.access)
        stigma, wait = 1.0 - area.own.universality, citizen.home(area).wait
        assert citizen.probability_of_applying(need) == pytest.approx(
            probability_of_applying(
                need.severity, citizen.resources, citizen.trust, lessons, papers, stigma, wait, n.access
            )
        )
        salience = float(citizen.last_need(area) is not None)
        assert Arena(town, area, unit).probability_of_joining(citizen) == pytest.approx(
            probability_of_joining(
                citizen.skill, citizen.time, salience, citizen.efficacy, citizen.expected_following, citizen.income,
                rule.meeting_hours, 0.0, rule.support, float(citizen.meetings), n.arenas,
            )
        )  # fmt: skip
        worths = worths_of_effort(round(40 * citizen.expectation) / 40, n.delivery)
        assert unit.effort(citizen, need) == effort(
            need.severity, worths, unit.delivery_share(), citizen.resources, citizen.time, citizen.efficacy,
            citizen.expected_following, rule.support, n.delivery,
        )  # fmt: skip
        quality = attention_quality(attention_share(unit.felt_load, unit.area.own.dilution, n.delivery), n.delivery)
        quality *= effort_quality(unit.pressure(area.rules), area.own.measurability, team.motive, n.market)
        assert unit.attention(team) <= quality + 1e-12
        if unit.slack >= town.p.market.slack:
            assert unit.attention(team) == pytest.approx(quality)
        for kind in range(3):
            mine = lay_weight(kind, 0.5, 0.3, citizen.resources, team.openness, town.p.encounter.professional_lay_share)
            assert mine == pytest.approx(
                compiled_lay_weight(kind, 0.5, 0.3, citizen.resources, team.openness, n.encounter)
            )


def test_p_values_are_adjusted_for_being_many() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])  # Holm (1979)
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])


def test_the_comparison_can_say_no() -> None:
    usual = fast_runs("TPA", 100, 2, range(1, 9), {"town.warm_up": 0}).outcomes
    other = fast_runs("TPA", 100, 2, range(11, 19), {"town.warm_up": 0, "trust.start": 0.6}).outcomes
    table = agreement({"TPA": compared(other[["trust", "turnout", "overruled"]], usual)}).set_index("outcome")
    assert not table.loc["trust", "agree"]
    assert table.loc["turnout", "agree"] and table.loc["overruled", "agree"]


def test_a_rare_event_that_one_sample_lacks_is_compared_by_permutations() -> None:
    none = pd.DataFrame({"exits": np.zeros(60)})
    some, many = (pd.DataFrame({"exits": np.repeat([0.007, 0.0], [n, 300 - n])}) for n in (23, 150))
    assert 0.005 < compared(none, some).loc[0, "p"] < 0.05  # none of 60 towns has a chance of 0.8 % at this rate
    assert agreement({"NPG": compared(none, some)}).loc[0, "agree"]
    assert compared(none, many).loc[0, "p"] < 0.01 / 249


def test_two_samples_of_one_model_agree_and_time_is_measured() -> None:
    one = plain_runs("NPG", 60, 2, [1, 2, 3, 4, 5, 6], {"town.warm_up": 0})
    other = plain_runs("NPG", 60, 2, [7, 8, 9, 10, 11, 12], {"town.warm_up": 0})
    table = agreement({"NPG": compared(one.outcomes, other.outcomes)})
    assert isinstance(table, pd.DataFrame) and table["agree"].all()
    assert one.ns > 0.0
