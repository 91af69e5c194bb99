"""Service areas: kinds of knowledge, need rates, typical needs, shared problem, hours and budget."""

from dataclasses import dataclass

import numpy as np

from agents.citizens import AGE_BANDS, FIFTHS, GROUPS
from agents.engine.kernel import kernel
from agents.engine.part import Part
from agents.engine.table import AREAS, DIMENSIONS
from agents.service_rules import CODIFIED, LIVED, PROFESSIONAL
from model.chance import TOWN, fill_normals
from model.paradigms.rules import RULE
from model.parameters.parameters import AREA_NAMES, Parameters
from model.town.landscape import SOLUTIONS, first_solution, normalised, raw_values, understood_bits
from model.town.people import national_age_shares

PROFESSIONALS = 9  # number of professionals among the groups that understand bits of a problem (citizens are 0-3)
LEAST_DIRECT = 0.1  # least share of paid hours for cases in the budget
AVERAGE_MUNICIPALITY = 15_000  # inhabitants; the country's mean in 2020: NPK (2020), docs/evidence.md
MOST_INTERDEPENDENCE = 11  # bits that another can depend on
START_FOLLOWING = 0.3  # share of proposals followed, before an area's first meeting
SECTORS_BEYOND = 1.3  # mean number of further sectors of a need across sectors: two in 7 of 10, else three
CONTRACT_RISK = 1.5  # tendering costs 1.5 of its usual share where nothing is measurable, 0.5 where all is
FAR_LIVED, FAR_PROFESSIONAL, FAR_CODIFIED = 1.4, 0.9, 0.4  # how far groups lie apart by kind of knowledge
LOADINGS, CENTRES, MISCONCEPTIONS = 0, 10, 20  # addresses of chance, of which a group each of the centres
FACTORS = 3  # latent factors behind codified dimensions, so that rules can reach them


@dataclass
class Areas(Part):
    """Columns of the four areas; every array's first axis is the area."""

    kind: np.ndarray  # (areas, 12) int8, kind of knowledge of each dimension
    codified_count: np.ndarray  # (areas,) int64
    loading: np.ndarray  # (areas, 12, 3) of codified dimensions on the latent factors
    centre: np.ndarray  # (areas, groups, 12) typical need of each group now
    misconception: np.ndarray  # (areas, 12) direction of the error that citizens share, rms 1
    quality: np.ndarray  # (areas, 4096) quality of every solution
    start_solution: np.ndarray  # (areas,) int64
    known_professional: np.ndarray  # (areas,) int64 mask of bits
    known_citizen: np.ndarray  # (areas, groups) int64 masks of bits
    weight: np.ndarray  # (areas,) weight of the shared solution in fit
    measurability: np.ndarray  # (areas,)
    universality: np.ndarray  # (areas,)
    hours: np.ndarray  # (areas,) hours of a standard case
    rate: np.ndarray  # (quintiles, age bands, areas) needs per citizen and month
    budget: np.ndarray  # (areas,) paid public hours a month, fixed on the status-quo rules
    share: np.ndarray  # (areas,) share of the budget now
    start_share: np.ndarray  # (areas,)
    heard: np.ndarray  # (areas,) matters raised by citizens and followed, fading
    following: np.ndarray  # (areas,) share of recent proposals adopted
    novelty: np.ndarray  # (areas, 4096) bool, solutions tried before
    held_tenders: np.ndarray  # (areas,) tenders so far
    dilution: np.ndarray  # (areas,) share of an overload met by less time a case; the rest queues
    ruled: np.ndarray  # (areas, 12) typical need of the majority when the rules were last written
    moved: np.ndarray  # (areas,) squared distance of codified needs from then, over the squared spread of needs
    grown: np.ndarray  # (areas,) growth of need rates by ageing so far
    carried: np.ndarray  # (areas,) growth of the budget under the trends before the one in force, over the latter's
    answers: np.ndarray  # (areas, 2) proposals of arenas answered this month, and adopted

    def renew_rules(self, area: int) -> None:
        """Write an area's rules for needs as they are now."""
        self.ruled[area] = self.centre[area, 0]
        self.moved[area] = 0.0

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in vars(self).values())


def dimension_kinds(weights: tuple[float, float, float]) -> np.ndarray:
    """Split the 12 dimensions among codified, professional and lived by largest remainder, shape (12,) int8."""
    total = sum(weights)
    exact = np.array(weights) / total * DIMENSIONS if total > 0 else np.full(3, DIMENSIONS / 3)
    counts = np.floor(exact).astype(int)
    for k in np.argsort(-(exact - counts), kind="stable")[: DIMENSIONS - counts.sum()]:
        counts[k] += 1
    return np.repeat(np.array([CODIFIED, PROFESSIONAL, LIVED], np.int8), counts)


def standard_hours(hours: np.ndarray, rules: np.ndarray, slack: float, p: Parameters) -> np.ndarray:
    """Return the public hours of a mean case in each area under `rules` (areas, rules), before co-delivery.

    Equation E7.
    """
    money = p.money
    extra = (
        money.discretion * rules[:, RULE.discretion]
        + (money.dialogue + money.facilitation * rules[:, RULE.facilitation]) * rules[:, RULE.dialogue]
        + money.coordination * rules[:, RULE.coordination] * p.needs.cross_sector * SECTORS_BEYOND
        + money.support * rules[:, RULE.support] * rules[:, RULE.delivery_share]
    )
    return hours * (1.0 + slack + extra)


@kernel
def overhead(rules, measurability, money):
    """Return the share of paid hours in each area that never reaches a case, without absence, shape (areas, 3).

    Columns: administration (documentation, outreach, plain language, training), monitoring of targets, tendering.
    Equation E8.
    """
    shares = np.empty((len(rules), 3))
    for a in range(len(rules)):
        rule = rules[a]
        shares[a, 0] = (
            money.documentation * rule[RULE.documentation]
            + money.outreach * rule[RULE.outreach]
            + money.plain_language * rule[RULE.plain_language]
            + money.training * rule[RULE.training]
        )
        shares[a, 1] = money.monitoring * rule[RULE.target_pressure] * (1.0 - measurability[a])
        shares[a, 2] = money.tendering * rule[RULE.contract] * (CONTRACT_RISK - measurability[a])
    return shares


def build_areas(p: Parameters, ages: np.ndarray, citizens: int, status_quo: np.ndarray, seed: np.uint64) -> Areas:
    """Return the areas of a town with the given age shares (4,), drawn from `seed`. Equations E5 and E9."""
    settings = [getattr(p, name) for name in AREA_NAMES]
    kind = np.stack([
        dimension_kinds((s.codified * p.needs.codified, s.professional * p.needs.professional, s.lived * p.needs.lived))
        for s in settings
    ])  # fmt: skip
    loading = np.zeros((AREAS, DIMENSIONS, FACTORS))
    centre = np.zeros((AREAS, len(GROUPS), DIMENSIONS))
    misconception = np.zeros((AREAS, DIMENSIONS))
    quality = np.zeros((AREAS, SOLUTIONS))
    start = np.zeros(AREAS, np.int64)
    known_professional = np.zeros(AREAS, np.int64)
    known_citizen = np.zeros((AREAS, len(GROUPS)), np.int64)
    draws = np.zeros(DIMENSIONS * FACTORS)
    for a, s in enumerate(settings):
        fill_normals(draws, seed, TOWN, a, LOADINGS, 0)
        loading[a] = draws.reshape(DIMENSIONS, FACTORS)
        loading[a] /= np.linalg.norm(loading[a], axis=1, keepdims=True)
        for g in range(1, len(GROUPS)):
            fill_normals(draws, seed, TOWN, a, CENTRES + g, 0)
            expert = np.where(kind[a] == PROFESSIONAL, FAR_PROFESSIONAL, FAR_CODIFIED)
            relevance = np.where(kind[a] == LIVED, FAR_LIVED, expert)
            centre[a, g] = p.needs.group_distance * relevance * draws[:DIMENSIONS]
        fill_normals(draws, seed, TOWN, a, MISCONCEPTIONS, 0)
        misconception[a] = draws[:DIMENSIONS] / np.sqrt((draws[:DIMENSIONS] ** 2).mean())
        linked = min(MOST_INTERDEPENDENCE, round(s.interdependence * p.needs.wickedness))
        quality[a] = normalised(raw_values(seed, a, linked))
        start[a] = first_solution(seed, a, quality[a], linked)
        known_professional[a] = understood_bits(seed, a, PROFESSIONALS, p.arenas.professional_bits)
        known_citizen[a] = [understood_bits(seed, a, g, p.arenas.citizen_bits) for g in range(len(GROUPS))]
    own = _own_columns(p)
    rate, _ = _rates(p, ages)
    budget = first_budget(p, ages, citizens, status_quo)
    share = _shares(budget)
    novelty = np.zeros((AREAS, SOLUTIONS), np.bool_)
    novelty[np.arange(AREAS), start] = True
    return Areas(
        kind, (kind == CODIFIED).sum(axis=1), loading, centre, misconception, quality, start, known_professional,
        known_citizen, own["weight"], own["measurability"], own["universality"], own["hours"], rate, budget, share,
        share.copy(), np.zeros(AREAS), np.full(AREAS, START_FOLLOWING), novelty, np.zeros(AREAS), own["dilution"],
        centre[:, 0].copy(), np.zeros(AREAS), np.ones(AREAS), np.ones(AREAS),
        np.zeros((AREAS, 2)),
    )  # fmt: skip


def _own_columns(p: Parameters) -> dict[str, np.ndarray]:
    """Return the columns of `Areas` that are parameters of the areas as they stand."""
    settings = [getattr(p, name) for name in AREA_NAMES]
    return {
        "weight": np.array([s.solution_weight for s in settings]),
        "measurability": np.array([s.measurability for s in settings]),
        "universality": np.array([s.universality for s in settings]),
        "hours": np.array([s.hours for s in settings]),
        "dilution": np.array([s.dilution for s in settings]),
    }


def first_budget(p: Parameters, ages: np.ndarray, citizens: int, status_quo: np.ndarray) -> np.ndarray:
    """Return the paid hours a month that the status quo calls for, with the council's grant, (areas,). Equation E9."""
    own = _own_columns(p)
    rules = np.tile(status_quo, (AREAS, 1))
    _, weight_of_ages = _rates(p, ages)
    direct = _shares(np.array([getattr(p, name).arrivals for name in AREA_NAMES])) * weight_of_ages
    direct = direct * standard_hours(own["hours"], rules, p.market.slack, p)
    lost = p.money.absence + overhead(rules, own["measurability"], p.money.numbers()).sum(axis=1)
    paid = direct / np.maximum(1.0 - lost, LEAST_DIRECT)
    budget = p.money.case_budget * citizens * paid
    council = p.money.council * p.town.fixed_costs * citizens / AVERAGE_MUNICIPALITY
    budget *= 1.0 + council / max(budget.sum(), 1e-9)  # grants pay for the council of a municipality of average size
    return budget


def renew_areas(
    areas: Areas, now: Parameters, before: Parameters, built: Parameters, ages: np.ndarray, citizens: int,
    status_quo: np.ndarray, months: int,
) -> None:  # fmt: skip
    """Renew the columns that follow from parameters, where parameters change in a run. Equation E128.

    Args:
        areas: changed in place; columns whose parameters stay keep their bits.
        now: the parameters from now on.
        before: the parameters until now.
        built: the parameters that the town was made with. The budget keeps following them, except `case_budget`.
        ages: the town's age shares, (4,).
        citizens: simulated.
        status_quo: the rules of the status quo, (rules,).
        months: months that the budget's trend has run.
    """
    for name, column in _own_columns(now).items():
        getattr(areas, name)[:] = column
    rate, _ = _rates(now, ages)
    if (rate != _rates(before, ages)[0]).any():
        areas.rate[:] = rate * areas.grown
    if now.money.trend != before.money.trend:
        areas.carried *= ((1.0 + before.money.trend) / (1.0 + now.money.trend)) ** (months / 12.0)
    if now.money.trend != before.money.trend or now.money.case_budget != before.money.case_budget:
        then = built.replace("money.case_budget", now.money.case_budget)
        areas.budget[:] = first_budget(then, ages, citizens, status_quo) * areas.carried


def _shares(amounts: np.ndarray) -> np.ndarray:
    """Return amounts over their sum; equal shares where all are 0."""
    return amounts / amounts.sum() if amounts.sum() > 0 else np.full(len(amounts), 1.0 / len(amounts))


def _rates(p: Parameters, ages: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return need rates (quintile, age band, area) and the weight of this town's ages in each area (areas,).

    Relative needs by age are scaled to the country's age structure, so an old town has more needs. The budget follows
    the same ages, as the Norwegian equalisation of spending needs does. Equation E4.
    """
    settings = [getattr(p, name) for name in AREA_NAMES]
    profile = np.array([[s.young, s.adult, s.old, s.oldest] for s in settings])
    gradient = np.array([s.resource_gradient for s in settings])
    national = (profile * national_age_shares()).sum(axis=1)
    relative = profile / np.where(national > 0, national, 1.0)[:, None]
    ranks = (np.arange(FIFTHS) + 0.5) / FIFTHS
    slope = np.exp(gradient[:, None] * (0.5 - ranks))
    slope /= slope.mean(axis=1, keepdims=True)
    arrivals = np.array([s.arrivals for s in settings])
    arrivals = _shares(arrivals) if arrivals.sum() > 0 else arrivals
    rate = np.ascontiguousarray(p.needs.rate * np.einsum("a,aq,ab->qba", arrivals, slope, relative))
    assert rate.shape == (FIFTHS, len(AGE_BANDS), AREAS)
    return rate, (relative * ages).sum(axis=1)
