"""Draw the citizens: ages, resources, profiles and first attitudes, matched to a municipality's real figures."""

import math
from collections import namedtuple
from functools import cache

import numpy as np
from scipy.special import ndtri

from agents.citizen_rules import MIDDLE, clip
from agents.citizens import BANDS, CHILD, CITIZEN, ELDERLY, FIFTHS, MAJORITY, MINORITY, OLD, OLDEST, YOUTH
from agents.engine.kernel import kernel
from agents.engine.table import Table, columns
from model.chance import PERSON, normals, uniforms
from model.parameters.parameters import Parameters
from model.town.municipalities import Municipality, municipalities

NATIONAL_HIGHER_EDUCATION = 0.380  # 16 and above, weighted over municipalities, 2024 (model/data/SOURCES.md)

# Equation E1. Share of a place's difference from the country, in education and in income, that moves its people.
PLACE_EDUCATION, PLACE_WEALTH = 0.6, 1.5
MINORITY_SHIFT = (
    -0.5
)  # of minorities' education and income, in standard deviations; the others are shifted to balance it
SPREAD_KEPT = 0.8  # of a normal number, before it becomes a share: keeps extremes rare
BY_SKILL, BY_INCOME = 0.6, 0.4  # weights of education and income in resources
RESOURCE_SPREAD = 0.87  # of that weighted sum at a correlation of 0.45: makes resources as spread as its parts
FREE_TIME = (0.40, 0.38, 0.75, 0.40)  # by age band: pensioners have most
TIME_SPREAD, LEAST_TIME = 0.15, 0.05

# Equation E2: first attitudes, each a mean, a gradient over resources (or skill) and a spread.
LEAST_ANCHOR, MOST_ANCHOR = 0.02, 0.98
EFFICACY, EFFICACY_BY_SKILL, EFFICACY_SPREAD = 0.40, 0.30, 0.12
VOICE_BY_RESOURCES, VOICE_SPREAD = 0.20, 0.12
EXPECTED_FOLLOWING, FOLLOWING_BY_RESOURCES, FOLLOWING_SPREAD = 0.30, 0.10, 0.08
EXPECTATION, EXPECTATION_SPREAD, EXPECTATION_JITTER = 0.62, 0.08, 0.02
# Steps of the plane's most even sequence of points (Roberts 2018): powers of the real root of x^3 = x + 1, inverted.
EVEN_AGES, EVEN_DISTRICTS = 0.7548776662466927, 0.5698402909980532
EVEN_BLOCK = 4  # block of chance for where the sequences start
START_FIT = 0.6  # fit that a unit has, and is believed to have, before its first case

Settlers = namedtuple(  # noqa: PYI024
    "Settlers",
    "identity age_band sex district group skill income resources time anchor efficacy voice expected_following "
    "expectation",
)


@kernel
def _phi(z):
    return 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))


@kernel
def evenly(start, step, number):
    """Return the place in [0, 1) of the `number`-th of points that lie evenly, `step` apart round a circle."""
    place = start + step * number
    return place - math.floor(place)


@kernel
def _settle(
    people, age_edges, education, wealth, minority, districts, correlation, trust, sampled, seed
):  # fmt: skip
    """Fill the columns of `people`, a `Settlers`, from `seed`. Equations E1 and E2.

    Where citizens are `sampled` from a larger municipality, ages and districts are spread evenly, not by chance.
    """
    identity, resources, anchor = people.identity, people.resources, people.anchor
    n = len(identity)
    start = uniforms(seed, PERSON, 0, 0, EVEN_BLOCK)
    for i in range(n):
        u = uniforms(seed, PERSON, 0, identity[i], 0)
        z = normals(seed, PERSON, 0, identity[i], 1)
        y = normals(seed, PERSON, 0, identity[i], 2)
        v = uniforms(seed, PERSON, 0, identity[i], 3)
        age, home = u[0], u[2]
        if sampled:
            age, home = evenly(start[0], EVEN_AGES, identity[i]), evenly(start[1], EVEN_DISTRICTS, identity[i])
        band = 0
        while band < OLDEST and age > age_edges[band]:
            band += 1
        people.age_band[i] = band
        people.sex[i] = 0 if u[1] < 0.5 else 1
        people.district[i] = int(home * districts)
        is_minority = u[3] < minority
        grown = ELDERLY if band >= OLD else MAJORITY
        of_age = YOUTH if band == CHILD else grown
        people.group[i] = MINORITY if is_minority else of_age
        shift = MINORITY_SHIFT if is_minority else -MINORITY_SHIFT * minority / (1.0 - minority)
        learned = z[0] + education + shift
        earned = correlation * z[0] + math.sqrt(1.0 - correlation * correlation) * z[1] + wealth + shift
        people.skill[i] = _phi(SPREAD_KEPT * learned)
        people.income[i] = _phi(SPREAD_KEPT * earned)
        resources[i] = _phi(SPREAD_KEPT * (BY_SKILL * learned + BY_INCOME * earned) / RESOURCE_SPREAD)
        people.time[i] = clip(FREE_TIME[band] + TIME_SPREAD * z[2], LEAST_TIME, 1.0)
        above = resources[i] - MIDDLE
        expected_trust = trust.start + trust.start_gradient * above
        anchor[i] = clip(expected_trust + trust.start_spread * z[3], LEAST_ANCHOR, MOST_ANCHOR)
        people.efficacy[i] = clip(EFFICACY + EFFICACY_BY_SKILL * people.skill[i] + EFFICACY_SPREAD * y[0], 0.0, 1.0)
        coloured = trust.halo * (anchor[i] - trust.start)  # as trust colours what is felt later
        felt = trust.voice_reference + VOICE_BY_RESOURCES * above + VOICE_SPREAD * y[1]
        people.voice[i] = clip(felt + coloured, 0.0, 1.0)
        people.expected_following[i] = clip(
            EXPECTED_FOLLOWING + FOLLOWING_BY_RESOURCES * above + FOLLOWING_SPREAD * y[2], 0.0, 1.0
        )
        jitter = EXPECTATION_JITTER * (v[0] - 0.5)
        people.expectation[i] = clip(EXPECTATION + EXPECTATION_SPREAD * y[3] + jitter, 0.0, 1.0)


@cache
def national_age_shares() -> np.ndarray:
    """Return the country's shares of the four age bands, weighted by population, shape (4,), read-only."""
    population = np.array([m.population for m in municipalities()], float)
    shares = (population[:, None] * np.array([age_shares(m) for m in municipalities()])).sum(0) / population.sum()
    shares.flags.writeable = False
    return shares


def age_shares(place: Municipality) -> np.ndarray:
    """Return a municipality's shares of the age bands 0-17, 18-66, 67-79, 80 and above, shape (4,)."""
    shares = np.array([place.share_0_17, place.share_18_66, place.share_67_79, place.share_80plus])
    return shares / shares.sum()


def _sort(people: Table, order: np.ndarray) -> None:
    """Sort rows by district and resources, so that tied citizens lie near each other in memory.

    Only columns that have been drawn: all others still have one value for everybody.
    """
    for column in columns(Settlers, people):
        column[:] = column[order]


def settle(place: Municipality, citizens: int, districts: int, sampled: bool, p: Parameters, seed: np.uint64) -> Table:
    """Return the table of citizens of `place`, reduced or enlarged to `citizens`, drawn from `seed` alone.

    `sampled`: each citizen stands for several, so ages and districts are spread evenly.

    Rows are sorted by district and resources; `identity` is the address of a citizen's chance.
    """
    people = Table(CITIZEN, citizens)
    people.identity[:] = np.arange(citizens)
    education = PLACE_EDUCATION * (ndtri(place.share_higher_education) - ndtri(NATIONAL_HIGHER_EDUCATION))
    incomes = np.array([m.median_household_income_nok for m in municipalities()], float)
    wealth = PLACE_WEALTH * math.log(place.median_household_income_nok / float(np.median(incomes)))
    _settle(
        columns(Settlers, people), np.cumsum(age_shares(place))[:3], float(education), wealth, p.town.minority_share,
        districts, p.town.skill_income_correlation, p.trust.numbers(), sampled, seed,
    )  # fmt: skip
    _sort(people, np.lexsort((people.identity, people.resources, people.district)))
    people.trust[:] = people.anchor  # these follow from sorted columns
    people.felt_influence[:] = people.expected_following  # newcomers believe to have the influence that they expect
    by_resources = np.lexsort((people.identity, people.resources))
    people.rank[by_resources] = (np.arange(citizens) + 0.5) / citizens
    people.quintile[:] = np.minimum((people.rank * FIFTHS).astype(int), FIFTHS - 1)
    people.cell[:] = (people.quintile.astype(int) * BANDS + people.age_band) * districts + people.district
    people.known_fit[:] = START_FIT
    return people
