"""Events of a timeline: influx, support withdrawn, scandal, uniform reform."""

import numpy as np

from agents.errors import InputError
from model import GovernanceModel, load_paradigm
from model.paradigms.rules import RULE

AREAS = ("elder_care", "upbringing", "work_income", "place")


def made(timeline=(), paradigm="NPG", **overrides) -> GovernanceModel:
    return GovernanceModel(
        paradigm=paradigm, citizens=600, rng=3, parameters={"town.warm_up": 3, **overrides}, timeline=timeline
    )


def by_month(model: GovernanceModel, read, months=8) -> list:
    found = []
    for _ in range(months):
        model.step()
        found.append(read(model))
    return found


def test_an_influx_multiplies_the_need_rates_of_its_areas_alone():
    def rates(model):
        return model.town.areas.rate.copy()

    plain = by_month(made(), rates)
    for areas, size in ((["place"], 3.0), (["elder_care", "place"], 0.5), (list(AREAS), 2.0)):
        event = {"month": 3, "until": 5, "event": "influx", "areas": areas, "size": size}
        for month, (one, other) in enumerate(zip(plain, by_month(made([event]), rates), strict=True), start=1):
            factor = np.array([size if name in areas and 3 <= month <= 5 else 1.0 for name in AREAS])
            assert np.allclose(other, one * factor, rtol=1e-9), (areas, month)
    model = made([{"month": 3, "event": "influx"}])
    model.run(3)
    assert np.allclose(model.town.areas.rate, plain[2] * 1.5)


def test_support_withdrawn_puts_its_rules_at_nothing_and_gives_them_back():
    rules = ("support", "facilitation", "pay")
    columns = [RULE._fields.index(name) for name in rules]
    model = made([{"month": 3, "until": 4, "event": "support_withdrawn"}], **{"rules.boundary.pay": 100})
    seen = by_month(model, lambda m: m.town.rules[0, columns].tolist(), 6)
    before = [float(x) for x in model.paradigm.vector()[columns]]
    assert seen == [before] * 2 + [[0.0, 0.0, 0.0]] * 2 + [before] * 2 and all(before)


def test_a_scandal_takes_skills_from_the_teams_of_its_area_and_gives_them_back():
    event = {"month": 3, "until": 5, "event": "scandal", "areas": ["upbringing"], "size": 0.4}
    model = made([event])
    teams = model.town.teams

    def read(model):
        skills = np.stack([teams.competence, teams.relation])
        return [skills[:, teams.area == area].mean() for area in range(4)]

    seen = np.array(by_month(model, read, 6))
    factors = np.ones((6, 4))
    factors[2:5, 1] = 0.6
    assert np.allclose(seen, factors * seen[1], atol=0.02) and not model.town.held


def test_a_scandal_worsens_service_while_it_lasts_and_trust_after_it():
    event = {"month": 4, "until": 9, "event": "scandal"}
    plain, hit = made().run(14), made([event]).run(14)
    assert hit["satisfaction"].iloc[8] < plain["satisfaction"].iloc[8] - 0.005
    assert hit["fit"].iloc[8] < plain["fit"].iloc[8] - 0.005
    assert hit["trust"].iloc[13] < plain["trust"].iloc[13]


def test_two_scandals_in_an_area_at_a_time_multiply():
    timeline = [
        {"month": 2, "until": 5, "event": "scandal", "areas": ["place"], "size": 0.5},
        {"month": 3, "until": 4, "event": "scandal", "areas": ["place"], "size": 0.5},
    ]
    model, plain = made(timeline, **{"staff.learning": 0.0}), made(**{"staff.learning": 0.0})
    seen = by_month(model, lambda m: float(m.town.teams.competence[m.town.teams.area == 3].mean()), 7)
    usual = by_month(plain, lambda m: float(m.town.teams.competence[m.town.teams.area == 3].mean()), 1)[0]
    assert np.allclose(np.array(seen) / usual, [1.0, 0.5, 0.25, 0.25, 0.5, 1.0, 1.0], atol=0.06)


def test_a_uniform_reform_gives_every_unit_one_solution_until_it_ends():
    event = {"month": 3, "until": 6, "event": "uniform_reform", "areas": ["place", "upbringing"]}
    settings = {"revision.trials": 10, "arenas.threshold": 0.0}

    def read(model):
        per = model.town.units_per_area
        rows = [slice(a * per, (a + 1) * per) for a in range(4)]
        fidelity = model.town.fidelity
        return [
            (np.ptp(fidelity[r], axis=0).max() == 0.0, len(set(model.town.units.solution[r].tolist()))) for r in rows
        ]

    model = made([event], **settings)
    own = model.town.fidelity.copy()
    seen = by_month(model, read, 8)
    for month, rows in enumerate(seen, start=1):
        for area, (alike, _) in enumerate(rows):
            assert alike == (area in (1, 3) and 3 <= month <= 6), (month, area)
    assert np.array_equal(model.town.fidelity, own) and not model.town.held
    plain = made(**settings)
    plain.run(2)
    model = made([event], **settings)
    model.run(2)
    model._take_changes()
    per, units = model.town.units_per_area, model.town.units
    for area in (1, 3):
        rows = slice(area * per, (area + 1) * per)
        best = int(np.argmax(plain.town.units.indicator[rows]))
        assert set(units.solution[rows].tolist()) == {int(plain.town.units.solution[rows][best])}
        assert (units.programme[rows] == plain.town.units.programme[rows][best]).all()


REFUSED = [
    ({"event": "scandel", "until": 6}, "did you mean 'scandal'"),
    ({"event": "scandal"}, "needs its last month"),
    ({"event": "scandal", "until": 6, "size": 2}, "size = 2 is not valid"),
    ({"event": "scandal", "until": 6, "areas": ["plce"]}, "did you mean 'place'"),
    ({"event": "scandal", "until": 6, "areas": []}, "must be a list of areas"),
    ({"event": "scandal", "until": 6, "over": 2}, "cannot be phased in"),
    ({"event": "uniform_reform", "size": 1}, "has no size"),
    ({"event": "support_withdrawn", "areas": ["place"]}, "holds for the whole town"),
    ({"event": "influx", "rules": {}}, "exactly one of"),
    ({"rules": {}, "size": 1}, "belongs to an event"),
]


def test_a_wrong_event_is_refused_with_the_reason():
    wrong = []
    for event, reason in REFUSED:
        try:
            made([{"month": 5, **event}])
        except InputError as error:
            if reason not in str(error):
                wrong.append((event, str(error)))
        else:
            wrong.append((event, "accepted"))
    assert not wrong
    assert load_paradigm("NPG").payoff.support > 0.0
