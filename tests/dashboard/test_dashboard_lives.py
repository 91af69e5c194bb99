"""The town page: what its people live through is the same for all ways at the start, adds up, and is put into words."""

from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from agents.errors import InputError
from dashboard.content.story import eventful, story, totals
from dashboard.pages.town import _described, shown_ways, small
from dashboard.state import Settings, State, checked, from_link, to_link
from dashboard.views import TownView
from dashboard.workers import life
from model.governance import GovernanceModel


@pytest.fixture(scope="module")
def lives():
    settings = small(checked(Settings(citizens=200, months=18)))
    return [content for _, content in filter(None, life.record(settings.runs))]


def test_a_town_is_lived_by_the_same_people_under_every_way(lives):
    assert [one.run for one in lives] == [0, 1, 2]
    assert all((one.people == lives[0].people).all() for one in lives)
    assert all((one.trust[0] == lives[0].trust[0]).all() for one in lives)  # the same start
    assert any((one.trust[-1] != lives[0].trust[-1]).any() for one in lives[1:])
    assert all(one.trust.shape == (19, 200) and len(one.places) == 19 for one in lives)


def test_stories_add_up(lives):
    for one in lives:
        served = one.events[one.events[:, 2] == life.SERVED]
        assert len(served) > 10
        assert ((one.fit[-1] != life.NOTHING) == np.isin(np.arange(200), served[:, 1])).all()
        busiest = int(np.bincount(one.events[:, 1]).argmax())
        told = story(one, busiest, "nb")
        months = [event[0] for event in told["events"]]
        assert months == sorted(months) and all(event[2] for event in told["events"])
        assert len(told["fits"]) == (served[:, 1] == busiest).sum()
        assert eventful(one) in set(one.events[:, 1])
        fit, area, waited = life.service_of(served[:, 3])
        assert ((fit >= 0) & (fit <= 1)).all() and np.isin(area, (0, 1, 2, 3, life.UNKNOWN)).all()
        assert (area < 4).all() and waited.max() <= 18  # each service can be traced to what was applied for
        asked = one.events[np.isin(one.events[:, 2], (life.NEED, life.APPLIED, life.ENDED, life.RETURNED, life.FADED))]
        assert np.isin(asked[:, 3], range(4)).all()
        needy = totals(one)[-1][1]
        assert needy == int((one.need[-1] > 0).sum())


def test_a_story_is_told_in_sentences_with_the_names_of_services(lives):
    one = lives[2]
    services = ("eldreomsorg", "oppvekst", "arbeid og inntekt", "stedsutvikling")
    told = [event for row in range(200) for event in story(one, row, "nb")["events"]]
    for kind, words in ((life.NEED, "trenger hjelp"), (life.APPLIED, "søker om hjelp"), (life.SERVED, "får hjelp")):
        sentences = [sentence for _, of, sentence in told if of == kind]
        assert sentences and all(words in one and one.endswith(".") for one in sentences)
        assert kind != life.NEED or all(any(name in one for name in services) for one in sentences)
        assert all(one[0].isupper() for one in sentences)
    for row in range(200):  # in each month a person is named once, and a service when it is another one than before
        months = {}
        for month, kind, sentence in story(one, row, "nb")["events"]:
            if kind != -1:
                months.setdefault(month, []).append(sentence)
        for first, *others in months.values():
            assert "Petter" in first or "Pernille" in first
            assert not any("Petter" in later or "Pernille" in later for later in others)
            named = [name for sentence in (first, *others) for name in services if f": {name}" in sentence]
            assert all(name != following for name, following in pairwise(named))
    assert {sentence for _, kind, sentence in told if kind == -1}  # a change of trust that can be noticed


def test_arenas_are_described_in_a_sentence():
    month = {"arenas": [(0, 12, 5), (3, 10, 4), (3, 8, 2)], "council": 27, "open": 0.5}
    assert _described(month, "en")["arenas"] == [
        "Elder care: one arena with 12 members, 5 of them from the two fifths with fewest resources",
        "Local development: 2 arenas with 18 members, 6 of them from the two fifths with fewest resources",
    ]


def test_a_link_restores_month_citizen_colours_and_ways_of_the_town():
    view = TownView(17, 5, "wait", ("NPG", "TPA"))
    state = State(page="town", town=view)
    assert "town_month=17&town_citizen=5&town_colour=wait&town_ways=NPG%2CTPA" in to_link(state)
    assert from_link(to_link(state)) == state and from_link("page=town").town == TownView()
    assert shown_ways(view, ("TPA", "NPM", "NPG")) == ("TPA", "NPG")
    assert shown_ways(TownView(ways=("thin",)), ("TPA", "NPM", "NPG", "own")) == ("TPA", "NPM", "NPG")
    for bad in ("town_month=121", "town_month=x", "town_citizen=1500", "town_colour=red", "town_montth=3"):
        with pytest.raises(InputError):
            from_link(bad)


def test_looking_on_changes_nothing(lives):
    settings = small(checked(Settings(citizens=200, months=18)))
    for one, run in zip(lives, settings.runs, strict=True):
        model = GovernanceModel(
            paradigm=run.paradigms[0][1], municipality=run.town, citizens=200, parameters=run.parameters, rng=run.seed
        )
        for _ in range(18):
            model.step()
        assert (one.trust[-1] == np.round(250 * model.citizens.trust)).all()
