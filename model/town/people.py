"""Who lives in the town: ages, resources, profiles and first attitudes, drawn to a municipality's real figures."""

import math
from functools import cache

import numpy as np
from scipy.special import ndtri

from agents.citizen_rules import clip
from agents.citizens import CITIZEN
from agents.engine.kernel import kernel
from agents.engine.table import Table
from model.chance import PERSON, normals, uniforms
from model.parameters.parameters import Parameters
from model.town.municipalities import Municipality, municipalities

NATIONAL_HIGHER_EDUCATION = 0.380  # 16 and above, weighted over municipalities, 2024 (model/data/SOURCES.md)


@kernel
def _phi(z):
    return 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))


@kernel
def _settle(
    identity, age_edges, education, wealth, minority, districts, correlation, tw, seed, age_band, sex, district,
    group, skill, income, resources, time, anchor, efficacy, voice, expected, expectation,
):  # fmt: skip
    """Equations E1 and E2."""
    n = len(identity)
    for i in range(n):
        u = uniforms(seed, PERSON, 0, identity[i], 0)
        z = normals(seed, PERSON, 0, identity[i], 1)
        y = normals(seed, PERSON, 0, identity[i], 2)
        v = uniforms(seed, PERSON, 0, identity[i], 3)
        band = 0
        while band < 3 and u[0] > age_edges[band]:
            band += 1
        age_band[i] = band
        sex[i] = 0 if u[1] < 0.5 else 1
        district[i] = int(u[2] * districts)
        is_minority = u[3] < minority
        group[i] = 3 if is_minority else (1 if band == 0 else (2 if band >= 2 else 0))
        shift = -0.5 if is_minority else 0.5 * minority / (1.0 - minority)
        learned = z[0] + education + shift
        earned = correlation * z[0] + math.sqrt(1.0 - correlation * correlation) * z[1] + wealth + shift
        skill[i] = _phi(0.8 * learned)
        income[i] = _phi(0.8 * earned)
        resources[i] = _phi(0.8 * (0.6 * learned + 0.4 * earned) / 0.87)
        base = 0.40 if band == 0 else (0.38 if band == 1 else (0.75 if band == 2 else 0.40))
        time[i] = clip(base + 0.15 * z[2], 0.05, 1.0)
        anchor[i] = clip(tw.start + tw.start_gradient * (resources[i] - 0.5) + tw.start_spread * z[3], 0.02, 0.98)
        efficacy[i] = clip(0.40 + 0.30 * skill[i] + 0.12 * y[0], 0.0, 1.0)
        coloured = tw.halo * (anchor[i] - tw.start)  # as trust colours what is felt later
        voice[i] = clip(tw.voice_reference + 0.20 * (resources[i] - 0.5) + 0.12 * y[1] + coloured, 0.0, 1.0)
        expected[i] = clip(0.30 + 0.10 * (resources[i] - 0.5) + 0.08 * y[2], 0.0, 1.0)
        expectation[i] = clip(0.62 + 0.08 * y[3] + 0.02 * (v[0] - 0.5), 0.0, 1.0)


@cache
def national_age_shares() -> np.ndarray:
    """Return the country's shares of the four age bands, weighted by population, shape (4,), not to be written to."""
    people = np.array([m.population for m in municipalities()], float)
    shares = (people[:, None] * np.array([age_shares(m) for m in municipalities()])).sum(0) / people.sum()
    shares.flags.writeable = False
    return shares


def age_shares(place: Municipality) -> np.ndarray:
    """Return a municipality's shares of the age bands 0-17, 18-66, 67-79, 80 and above, shape (4,)."""
    shares = np.array([place.share_0_17, place.share_18_66, place.share_67_79, place.share_80plus])
    return shares / shares.sum()


def _sort(c: Table, order: np.ndarray) -> None:
    """Put rows in order of district and resources: like citizens, who are tied, then lie near each other in memory."""
    for _, column in c:
        column[:] = column[order]


def settle(place: Municipality, citizens: int, districts: int, p: Parameters, seed: np.uint64) -> Table:
    """Return the table of citizens of `place`, reduced or enlarged to `citizens`, drawn from `seed` alone.

    Rows are sorted by district and resources; `identity` is the address of a citizen's chance.
    """
    c = Table(CITIZEN, citizens)
    c.identity[:] = np.arange(citizens)
    education = 0.6 * (ndtri(place.share_higher_education) - ndtri(NATIONAL_HIGHER_EDUCATION))
    incomes = np.array([m.median_household_income_nok for m in municipalities()], float)
    wealth = 1.5 * math.log(place.median_household_income_nok / float(np.median(incomes)))
    _settle(
        c.identity, np.cumsum(age_shares(place))[:3], float(education), wealth, p.town.minority_share, districts,
        p.town.skill_income_correlation, p.trust.numbers(), seed, c.age_band, c.sex, c.district, c.group, c.skill,
        c.income, c.resources, c.time, c.anchor, c.efficacy, c.voice, c.expected_uptake, c.expectation,
    )  # fmt: skip
    c.trust[:] = c.anchor
    _sort(c, np.lexsort((c.identity, c.resources, c.district)))
    by_resources = np.lexsort((c.identity, c.resources))
    c.rank[by_resources] = (np.arange(citizens) + 0.5) / citizens
    c.quintile[:] = np.minimum((c.rank * 5).astype(int), 4)
    c.cell[:] = (c.quintile.astype(int) * 4 + c.age_band) * districts + c.district
    c.known_fit[:] = 0.6
    return c
