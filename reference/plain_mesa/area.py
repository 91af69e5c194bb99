"""A service area: its knowledge, need rates, shared problem and budget (ODD page, section 5)."""

from __future__ import annotations

from collections import Counter
from math import exp, sqrt
from typing import Any

from model.parameters.people import NeedParameters
from model.parameters.services import AreaParameters
from reference.plain_mesa.base import Town
from reference.plain_mesa.maths import held, mean

CODIFIED, PROFESSIONAL, LIVED = 0, 1, 2
DIMENSIONS = range(12)
GROUPS = range(4)  # majority, youth, elderly, minority
BITS = 12


class Area:
    """One of the four service areas."""

    def __init__(self, model: Town, number: int, name: str) -> None:
        self.number, self.name = number, name
        self.own: Any = getattr(model.p, name)  # this area's parameters
        self.kinds = knowledge(self.own, model.p.needs)
        self.codified = self.kinds.count(CODIFIED)
        self._draw_needs(model)
        self._draw_problem(model)
        self.following, self.heard, self.tenders = 0.3, 0.0, 0
        self.answered = self.adopted = 0  # proposals of arenas this month
        self.complaints = 0  # complaints about services, answered next month
        self.budget = self.share = self.start_share = 0.0
        self.hours: Counter[str] = Counter()  # public hours of the month by kind
        self.units: list[Any] = []
        self.teams: list[Any] = []
        self.arenas: list[Any] = []
        self.rules = model.rules  # as units carry them out on average
        self.write_rules()

    def _draw_needs(self, model: Town) -> None:  # E5
        normal = model.normal
        loadings = [[normal() for _ in range(3)] for _ in DIMENSIONS]
        self.loadings = [[one / sqrt(sum(x * x for x in row)) for one in row] for row in loadings]
        reach = {CODIFIED: 0.4, PROFESSIONAL: 0.9, LIVED: 1.4}
        far = model.p.needs.group_distance
        self.typical = [[far * reach[k] * normal() if group else 0.0 for k in self.kinds] for group in GROUPS]
        wrong = [normal() for _ in DIMENSIONS]
        size = sqrt(mean(w * w for w in wrong))
        self.misconception = [w / size for w in wrong]

    def _draw_problem(self, model: Town) -> None:  # E6
        random, k = model.random, min(11, round(self.own.interdependence * model.p.needs.wickedness))
        raw = [0.0] * 2**BITS
        for bit in range(BITS):
            others = random.sample([other for other in range(BITS) if other != bit], k)
            contribution: dict[tuple[int, ...], float] = {}
            for solution in range(2**BITS):
                key = tuple((solution >> place) & 1 for place in (bit, *others))
                if key not in contribution:
                    contribution[key] = random.random()
                raw[solution] += contribution[key] / BITS
        middle, top = mean(raw), max(raw)
        self.quality = [max(0.2, 0.4 + 0.6 * (v - middle) / (top - middle)) for v in raw]
        solution = random.randrange(2**BITS)
        for _ in range(BITS if k <= 1 else max(0, 5 - k)):
            solution = max([solution, *(solution ^ (1 << bit) for bit in range(BITS))], key=lambda s: self.quality[s])
        self.start_solution, self.tried = solution, {solution}
        known = model.p.arenas
        self.professionals_know = {bit for bit in range(BITS) if random.random() < known.professional_bits}
        self.group_knows = [{bit for bit in range(BITS) if random.random() < known.citizen_bits} for _ in GROUPS]

    def set_rates(self, model: Town, arrivals: float, national: list[float], town: list[float]) -> None:
        """Set monthly rates of need by fifth and age band, and the weight of the town's ages in this area."""  # E4
        need = [self.own.young, self.own.adult, self.own.old, self.own.oldest]
        usual = sum(n * w for n, w in zip(national, need))
        need = [w / usual if usual > 0 else w for w in need]
        slope = [exp(self.own.resource_gradient * (0.5 - (fifth + 0.5) / 5)) for fifth in range(5)]
        slope = [s / mean(slope) for s in slope]
        self.rate = [[model.p.needs.rate * arrivals * s * w for w in need] for s in slope]
        self.weight_of_ages = sum(s * w for s, w in zip(town, need))

    def write_rules(self) -> None:
        """Write rules for needs as they are now."""
        self.written = list(self.typical[0])

    def up_to_date(self, model: Town, categories: float) -> float:
        """Return the share of codified tailoring that is left when needs have moved since the rules were written."""
        if not self.codified:
            return 1.0
        codified = [d for d in DIMENSIONS if self.kinds[d] == CODIFIED]
        moved = mean((self.typical[0][d] - self.written[d]) ** 2 for d in codified) / model.p.needs.spread**2  # E98
        width = max(categories, 1) ** (-2 / min(self.codified, model.p.encounter.categories_dimensions))
        return width / (width + model.p.encounter.rule_ageing * moved)

    def hours_of_mean_case(self, model: Town) -> float:
        """Return the hours of a mean case under the rules in force."""  # E7
        m, rule = model.p.money, model.rules
        extra = m.discretion * rule.discretion + (m.dialogue + m.facilitation * rule.facilitation) * rule.dialogue
        extra += 1.3 * m.coordination * model.p.needs.cross_sector * rule.coordination
        extra += m.support * rule.support * rule.delivery_share
        return self.own.hours * (1 + model.p.market.slack + extra)

    def overhead(self, model: Town) -> tuple[float, float, float]:
        """Return the shares of paid hours that administration, monitoring and tendering take."""  # E8
        m, rule = model.p.money, self.rules
        administration = (
            m.documentation * rule.documentation
            + m.outreach * rule.outreach
            + m.plain_language * rule.plain_language
            + m.training * rule.training
        )
        monitoring = m.monitoring * rule.target_pressure * (1 - self.own.measurability)
        return administration, monitoring, m.tendering * rule.contract * (1.5 - self.own.measurability)

    def map_of_children(self, model: Town) -> tuple[float, list[float]]:
        """Return the weight of registered children in design, and their view of a fitting service."""  # E117
        children = [citizen for citizen in model.citizens if citizen.band == 0]
        mapped = model.rules.child_mapping if self.number in (1, 3) and model.p.mechanisms.youth else 0.0
        if not (mapped and children):
            return 0.0, []
        view = [mean(self.typical[child.group][d] for child in children) for d in DIMENSIONS]
        wrong = model.p.encounter.misconception_lived
        view = [v + wrong * shared for v, shared in zip(view, self.misconception)]
        return mapped * len(children) / len(model.citizens), view

    def felt_load(self) -> float:
        """Return the load that staff of the area feel."""
        return sum(unit.felt_load * unit.share for unit in self.units)

    def open_mind(self) -> float:
        """Return the mean openness of the area's teams."""
        return mean(team.openness for team in self.teams)

    def closeness(self, model: Town) -> float:
        """Return how far the council's priority for this area exceeds its budget share."""  # E25
        priority = mean(politician.priorities[self.number] for politician in model.council)
        return held(priority / max(self.share, 0.05) - 1, -1, 1)


def knowledge(own: AreaParameters, factor: NeedParameters) -> list[int]:
    """Return the kind of knowledge of each dimension: by weight, the rest by largest remainder."""  # E5
    weights = [own.codified * factor.codified, own.professional * factor.professional, own.lived * factor.lived]
    total = sum(weights)
    exact = [w / total * 12 if total > 0 else 4.0 for w in weights]
    counts = [int(x) for x in exact]
    for k in sorted(range(3), key=lambda k: counts[k] - exact[k])[: 12 - sum(counts)]:
        counts[k] += 1
    return [k for k in range(3) for _ in range(counts[k])]
