"""A paradigm that applies in some areas only: rows outside are those of another paradigm, bit for bit."""

import numpy as np
import pytest

from agents.errors import InputError
from model import GovernanceModel, Paradigm, load_paradigm
from model.parameters.parameters import AREA_NAMES
from model.phases.participation import roles

TODAY, NPG, TRIAGE = (load_paradigm(name) for name in ("status-quo", "NPG", "triage"))
SMALL = {"citizens": 300, "municipality": "Larvik", "rng": 3}


def made(paradigm, timeline=(), **overrides) -> GovernanceModel:
    return GovernanceModel(paradigm=paradigm, parameters={"town.warm_up": 2, **overrides}, timeline=timeline, **SMALL)


def rows(*names: str) -> list[int]:
    return [AREA_NAMES.index(name) for name in names]


def test_rows_inside_are_its_own_and_rows_outside_those_of_the_other():
    for areas in (["place"], ["work_income", "elder_care"], ["place", "upbringing", "elder_care"]):
        here = NPG.within(areas, TODAY)
        inside = rows(*areas)
        outside = [row for row in range(4) if row not in inside]
        assert np.array_equal(here.matrix()[inside], NPG.matrix()[inside]), areas
        assert np.array_equal(here.matrix()[outside], TODAY.matrix()[outside]), areas
        model = made(here)
        for _ in range(3):
            model.step()
            assert np.array_equal(model.town.rules, here.matrix()), areas
        model.close()


def test_no_areas_and_all_areas_are_the_paradigm_itself():
    assert NPG.within([], TODAY) is NPG and NPG.within(AREA_NAMES, TODAY) is NPG
    assert NPG.within(["place", "elder_care"], TODAY) == NPG.within(["elder_care", "place"], TODAY)


def test_the_same_rules_on_both_sides_give_the_same_town():
    one, other = made(NPG).run(14), made(NPG.within(["place"], NPG)).run(14)
    assert one.equals(other)


def test_areas_matter():
    months = [made(paradigm).run(14) for paradigm in (TODAY, NPG.within(["place"], TODAY), NPG)]
    assert not months[1].equals(months[0]) and not months[1].equals(months[2])


def test_a_rule_changed_in_every_paradigm_changes_on_both_sides():
    changed = NPG.within(["place"], TODAY).updated({"information.dialogue": 0.9, "intensity": 0.5})
    expected = [one.updated({"information.dialogue": 0.9, "intensity": 0.5}) for one in (NPG, TODAY)]
    assert changed == expected[0].within(["place"], expected[1])
    model = made(NPG.within(["place"], TODAY), **{"rules.information.dialogue": 0.9})
    assert model.paradigm.outside.information.dialogue == model.paradigm.information.dialogue == 0.9
    model.close()


def test_areas_of_areas_come_apart():
    mixed = NPG.within(["place"], TODAY)
    tpa = load_paradigm("TPA")
    whole = mixed.within(["place", "elder_care"], tpa).matrix()
    for name, paradigm in (("place", NPG), ("elder_care", TODAY), ("upbringing", tpa), ("work_income", tpa)):
        assert np.array_equal(whole[rows(name)], paradigm.matrix()[rows(name)]), name
    other = tpa.within(["elder_care"], mixed).matrix()
    for name, paradigm in (("place", NPG), ("elder_care", tpa), ("upbringing", TODAY)):
        assert np.array_equal(other[rows(name)], paradigm.matrix()[rows(name)]), name


def test_triage_sorts_and_books_hours_where_it_applies():
    for paradigm, sorted_areas in (
        (TRIAGE.within(["place"], TODAY), ["place"]),
        (NPG.within(["place"], TRIAGE), ["elder_care", "upbringing", "work_income"]),
        (TRIAGE, list(AREA_NAMES)),
    ):
        assert paradigm.has_options and paradigm.triaged().nonzero()[0].tolist() == rows(*sorted_areas)
        model = made(paradigm)
        assert (model.town.unbooked > 0).nonzero()[0].tolist() == rows(*sorted_areas)
        model.run(months=13)
        town = model.town
        assert np.array_equal(town.rules, paradigm.matrix(town.picks))
        options = [option.vector() for option in TRIAGE.options]
        for row in rows(*sorted_areas):
            assert np.array_equal(town.rules[row], options[town.picks[row]])
        model.close()
    assert not NPG.within(["place"], TODAY).has_options


def test_triage_everywhere_is_what_it_was():
    """The same paradigm cut in two is sorted by the same signals as the whole."""
    one, other = made(TRIAGE).run(26), made(TRIAGE.within(["place", "upbringing"], TRIAGE)).run(26)
    assert one.equals(other)


def test_a_change_limited_to_areas_leaves_the_other_rows():
    changes = [
        {"month": 3, "rules": {"information.dialogue": "+0.1"}, "areas": ["place"]},
        {"month": 5, "paradigm": "NPM", "areas": ["elder_care"]},
    ]
    model = made(NPG.within(["place"], TODAY), changes)
    seen = []
    for _ in range(6):
        model.step()
        seen.append(model.town.rules.copy())
    place, elder, others = rows("place"), rows("elder_care"), rows("upbringing", "work_income")
    more = NPG.replace("information.dialogue", NPG.information.dialogue + 0.1)
    assert np.array_equal(seen[1][place], NPG.matrix()[place])
    assert np.array_equal(seen[2][place], more.matrix()[place])
    assert np.array_equal(seen[4][elder], load_paradigm("NPM").matrix()[elder])
    for matrix in seen:
        assert np.array_equal(matrix[others], TODAY.matrix()[others])
    model.close()


def test_relative_rules_are_relative_to_each_sides_own_value():
    model = made(NPG.within(["place"], TODAY), [{"month": 1, "rules": {"information.dialogue": "*0.5"}}])
    model.step()
    assert model.paradigm.information.dialogue == NPG.information.dialogue / 2
    assert model.paradigm.outside.information.dialogue == TODAY.information.dialogue / 2
    model.close()


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="did you mean 'place'"):
        NPG.within(["plac"], TODAY)
    for values in ({"areas": ("place",)}, {"outside": TODAY}):
        with pytest.raises(InputError, match="needs another one"):
            load_paradigm(Paradigm.model_construct(**{**dict(NPG), **values}))
    for change, words in (
        ({"month": 2, "paradigm": "NPG", "areas": ["plac"]}, "did you mean 'place'"),
        ({"month": 2, "paradigm": "NPG", "areas": "place"}, "list of areas"),
        ({"month": 2, "parameters": {"trust.gain": 0.1}, "areas": ["place"]}, "whole town"),
    ):
        with pytest.raises(InputError, match=words):
            made(NPG, [change])


def test_hours_of_triage_are_of_the_areas_alone():
    town = made(TRIAGE.within(["place"], TODAY)).town
    expected = town.p.roles.triage_hours * town.population / roles.THOUSAND * town.areas.share
    assert town.unbooked[rows("place")] == expected[rows("place")]
