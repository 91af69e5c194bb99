"""A citizen's months as a story, in whole sentences."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import numpy as np

from agents.citizens import AGE_BANDS
from dashboard.texts.common import text
from dashboard.workers import life
from dashboard.workers.life import Life
from experiments.council.case.texts import NAMES
from experiments.output.texts import number
from model.parameters.parameters import AREA_NAMES
from samskaping.language import Language

WELL, FAIRLY = 70, 50
"""Fit, of 100, from which on a service fits well, and fairly well."""
NOTICED = 0.02
"""Change of trust within a month, 0-1, from which on the story mentions it."""
_ORDER = (
    life.NEED, life.APPLIED, life.SERVED, life.RETURNED, life.ENDED, life.FADED, life.MEETING, life.HEARD, life.IGNORED
)  # fmt: skip
_KEYS = {
    life.NEED: "s_need", life.APPLIED: "s_applied", life.ENDED: "s_ended", life.FADED: "s_faded",
    life.RETURNED: "s_returned", life.HEARD: "s_heard", life.IGNORED: "s_ignored", life.MEETING: "s_meeting",
}  # fmt: skip


_IN_AREA = (life.NEED, life.APPLIED, life.SERVED, life.RETURNED, life.ENDED, life.FADED)
"""Events that belong to a service area."""


def name_of(one: Life, row: int) -> str:
    """Return what the story calls a citizen."""
    return NAMES[int(one.people[row][3])]


def who(one: Life, row: int, language: Language) -> str:
    """Return a description of a citizen."""
    district, quintile, band, sex = (int(v) for v in one.people[row])
    return text(
        "who",
        language,
        name=name_of(one, row),
        sex=text("man" if sex else "woman", language),
        age=AGE_BANDS[band].replace("-", "–"),
        district=text("district_n", language, n=district + 1),
        fifth=quintile + 1,
    )


def story(one: Life | None, row: int, language: Language) -> dict[str, Any]:
    """Return what happened to a citizen.

    `events` are [month, kind, sentence], and `trust` and `fits` ([month, fit]) the numbers that sum the months up.
    """
    if one is None or row >= one.people.shape[0]:
        return {"events": [], "trust": [], "fits": []}
    mine = one.events[one.events[:, 1] == row]
    at = np.array([_ORDER.index(kind) for kind in mine[:, 2]], dtype=int)
    mine = mine[np.lexsort((at, mine[:, 0]))]
    trust = one.trust[:, row] / 250
    events = _sentences(mine, one, row, language)
    changed = [month for month in range(1, len(trust)) if abs(trust[month] - trust[month - 1]) >= NOTICED]
    for month in changed:
        key = "s_trust_up" if trust[month] > trust[month - 1] else "s_trust_down"
        events.append([month, -1, text(key, language, trust=number(float(trust[month]), 2, language))])
    events.sort(key=itemgetter(0))
    fits = [[int(month), life.service_of(int(v))[0]] for month, _, kind, v in mine if kind == life.SERVED]
    return {"events": events, "trust": [round(float(v), 3) for v in trust], "fits": fits}


def _sentences(mine: np.ndarray, one: Life, row: int, language: Language) -> list[list[Any]]:
    """Return [month, kind, sentence] of a citizen's events.

    In each month the first sentence has the name, and the others "he" or "she". An area is named when it is another one
    than in the sentence before.
    """
    made: list[list[Any]] = []
    before, named = -1, -1
    for month, kind, value in mine[:, [0, 2, 3]].tolist():
        name = text("s_he" if one.people[row][3] else "s_she", language)
        if month != before:
            name, before, named = name_of(one, row), month, -1
        area = life.service_of(value)[1] if kind == life.SERVED else value
        where = ""
        if kind in _IN_AREA and 0 <= area < len(AREA_NAMES) and area != named:
            where, named = f": {text(AREA_NAMES[area], language)}", area
        sentence = _service(value, name, where, language) if kind == life.SERVED else ""
        sentence = sentence or text(_KEYS[kind], language, name=name, area=where)
        made.append([month, kind, f"{sentence[:1].upper()}{sentence[1:]}"])
    return made


def _service(value: int, name: str, where: str, language: Language) -> str:
    """Return what service a citizen got, after how long, and how well it fitted."""
    fit, _, waited = life.service_of(value)
    got = text("s_served", language, name=name, area=where)
    wait = text("s_after", language, n=waited) if waited > 1 else text("s_after_one", language) if waited else ""
    of_100 = round(100 * fit)
    how = text("s_well" if of_100 >= WELL else "s_fairly" if of_100 >= FAIRLY else "s_badly", language)
    fitted = text("s_fitted", language, how=how, fit=number(of_100, 0, language))
    return " ".join(filter(None, (f"{got}{wait}.", fitted)))


def totals(one: Life) -> list[list[float]]:
    """Return for each month the mean trust, and how many are in need and wait."""
    return [
        [round(float(t.mean()) / 250, 4), int((need > 0).sum()), int((need == 2).sum())]
        for t, need in zip(one.trust, one.need)
    ]


def eventful(one: Life) -> int:
    """Return the citizen to whom most has happened, meetings left out."""
    of_citizens = one.events[one.events[:, 2] != life.MEETING]
    return int(np.bincount(of_citizens[:, 1], minlength=one.people.shape[0]).argmax())
