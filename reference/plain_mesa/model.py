"""PlainModel: the town and its month, as the ODD page describes them (sections 2, 3 and 5)."""

from __future__ import annotations

from collections import Counter
from math import log
from statistics import median
from types import SimpleNamespace
from typing import Any

from model.paradigms.paradigm import Paradigm, load_paradigm
from model.paradigms.rules import ROLES
from model.parameters.parameters import AREA_NAMES, Parameters, split_overrides
from model.town.municipalities import Municipality, municipalities, municipality
from reference.plain_mesa.area import DIMENSIONS, Area
from reference.plain_mesa.arena import Arena
from reference.plain_mesa.base import Town
from reference.plain_mesa.citizen import Citizen
from reference.plain_mesa.council import Politician, decide_budget, hold_election, open_hours
from reference.plain_mesa.encounter import Encounter
from reference.plain_mesa.help import Helpers, take_initiative
from reference.plain_mesa.maths import mean, quantile, shares
from reference.plain_mesa.record import Record
from reference.plain_mesa.rules import START, as_carried_out, in_force, on_average, readiness, with_switches
from reference.plain_mesa.unit import Team, Unit

ROLE_OF = {name: role for role, names in ROLES.items() for name in names}
"""The role that practises a rule; rules that no role practises are missing."""


class PlainModel(Town):
    """One town under one paradigm, a month a step; `outcomes` holds the last month's."""

    def __init__(
        self, paradigm: str, citizens: int, seed: int, town: str = "Larvik", changes: dict[str, Any] | None = None
    ) -> None:
        super().__init__(seed=seed)
        values, rules = split_overrides(changes or {})
        self.p: Any = with_switches(Parameters().updated(values))
        self.place = municipality(town)
        self.t = 0  # months since the start of the warm-up
        self.months_of_paradigm = 0
        self.take_rules(load_paradigm("status-quo"))
        self.habits = [dict(self.numbers) for _ in AREA_NAMES]
        self.readiness = dict.fromkeys(ROLES, 1.0)
        self.turnout = self.place.turnout_2023
        self.late_hours = self.news = 0.0
        self._make_town(citizens)
        self.helpers = Helpers(self)
        self.record = Record(self)
        self.outcomes: dict[str, float] = {}
        for _ in range(self.p.town.warm_up):
            self.step()
        chosen = load_paradigm(paradigm).updated(rules)
        if chosen.options or chosen.areas:
            raise ValueError("triage and rules by area are not in the plain model")
        self.take_rules(chosen)
        self.carry_out()
        for area in self.areas:
            area.write_rules()
        self.make_arenas()
        if self.p.roles.steady_start:
            self.habits = [dict(self.numbers) for _ in AREA_NAMES]
        self.months_of_paradigm = 0
        self.record.begin_paradigm()
        self.get_ready()

    # --- rules and roles ---

    def take_rules(self, paradigm: Paradigm) -> None:
        """Put a paradigm's rules in force."""
        self.numbers, self.ranges, rules = in_force(paradigm)
        self.rules = SimpleNamespace(**rules)

    def carry_out(self) -> None:
        """Let every unit carry out the rules in force as faithfully as it does."""  # E97
        for area in self.areas:
            for unit in area.units:
                unit.rules = as_carried_out(self.rules, unit.fidelity)
            area.rules = on_average([unit.rules for unit in area.units])

    def mean_fidelity(self) -> float:
        """Return the mean fidelity to rules that staff carry out and that differ from the status quo."""
        found = [
            f
            for area in self.areas
            for unit in area.units
            for name, f in unit.fidelity.items()
            if self.numbers[name] != START[name]
        ]
        return mean(found) if found else 1.0

    def get_ready(self) -> None:
        """Compute how ready each role is for the rules."""
        self.readiness = readiness(self.numbers, self.habits, self.ranges, self.p.roles.worst)

    # --- the town ---

    def _make_town(self, citizens: int) -> None:
        p, place = self.p, self.place
        self.stands_for = max(1.0, place.population / citizens) ** p.town.subsample
        real = citizens * self.stands_for
        self.start_ages, self.start_districts = self.random.random(), self.random.random()
        self.districts = min(20, max(3, round(real / p.town.citizens_per_district)))
        self.ways = [self.random.random() for _ in range(self.districts)]
        self.ages = ages_of(place)
        self.education = 0.6 * (quantile(place.share_higher_education) - quantile(0.380))
        usual = median(m.median_household_income_nok for m in municipalities())
        self.wealth = 1.5 * log(place.median_household_income_nok / usual)
        self.areas = [Area(self, k, name) for k, name in enumerate(AREA_NAMES)]
        self.luck = self.normal()  # E96
        self._set_budget(citizens)
        for area in self.areas:
            shared = [self.normal() for _ in DIMENSIONS]
            units = min(self.districts, max(3, round(real / p.town.citizens_per_unit)))
            area.units = [Unit(self, area, k, shared) for k in range(units)]
            for unit in area.units:
                unit.share = 1 / units
                unit.rights = (unit.number + 0.5) / units  # E80
            teams = max(1, round(real / p.town.citizens_per_team * area.share))
            area.teams = [Team(self, area) for _ in range(teams)]
        self.council = [Politician(self, [area.share for area in self.areas]) for _ in range(place.council_seats)]
        self.citizens = sorted(
            (Citizen(self, k) for k in range(citizens)), key=lambda citizen: (citizen.district, citizen.resources)
        )
        for k, citizen in enumerate(sorted(self.citizens, key=lambda citizen: citizen.resources)):
            citizen.rank, citizen.quintile = (k + 0.5) / citizens, 5 * k // citizens
        self.young = [citizen for citizen in self.citizens if citizen.young]  # E116
        self._tie()

    def _set_budget(self, citizens: int) -> None:
        p, people = self.p, [(m.population, ages_of(m)) for m in municipalities()]
        national = shares(sum(n * ages[band] for n, ages in people) for band in range(4))
        arrivals = shares(area.own.arrivals for area in self.areas)
        for area, share in zip(self.areas, arrivals):
            area.set_rates(self, share, national, self.ages)
            direct = share * area.weight_of_ages * area.hours_of_mean_case(self)
            kept = max(0.1, 1 - p.money.absence - sum(area.overhead(self)))
            area.budget = p.money.case_budget * citizens * direct / kept
        total = sum(area.budget for area in self.areas)
        council = p.money.council * p.town.fixed_costs * citizens / 15_000
        for area in self.areas:
            area.budget *= 1 + council / total  # E9
            area.share = area.start_share = area.budget / (total + council)
        self.budget = total + council

    def _tie(self) -> None:  # E3
        n, random = len(self.citizens), self.random
        for place, citizen in enumerate(self.citizens):
            for _ in range(max(1, self.p.town.degree // 2)):
                if random.random() < self.p.town.homophily:
                    step = random.choice((-1, 1)) * (1 + int(24 * random.random() ** 2))
                    other = place + step if 0 <= place + step < n else place - step
                else:
                    other = random.randrange(n)
                friend = self.citizens[other if other != place else (place + 1) % n]
                citizen.ties.append(friend)
                friend.ties.append(citizen)

    def make_arenas(self) -> None:
        """Make the arenas that the rules call for."""
        rule = self.rules
        for area in self.areas:
            wanted = getattr(rule, area.name) and rule.meetings_per_year > 0
            real = len(self.citizens) * self.stands_for
            count = max(1, round(rule.arenas_per_10000 * real / 10_000)) if wanted else 0
            area.arenas = [Arena(self, area, area.units[k % len(area.units)]) for k in range(count)]

    # --- the month ---

    def step(self) -> None:
        """One month, phase by phase."""  # section 3
        calendar = self.t - self.p.town.warm_up
        self.record.open_month()
        for area in self.areas:
            area.hours = Counter()
        self.drift()
        self.arrivals()
        self.politics(calendar)
        self.hold_arenas()
        self.helpers.gather(calendar)
        for citizen in self.citizens:
            citizen.seek_service()
        self.answer_complaints()
        self.serve()
        self.influence()
        take_initiative(self)
        self.revision(calendar)
        for area in self.areas:
            for team in area.teams:
                team.work_a_month()
        self.roles()
        self.close()
        self.t += 1

    def drift(self) -> None:
        """Move typical needs at random, and raise expectations."""  # E13
        p = self.p
        for area in self.areas:
            for d in DIMENSIONS:
                step = p.needs.turbulence * self.normal()
                for typical in area.typical:
                    typical[d] += step
        elder = self.areas[0]
        elder.rate = [[x * (1 + p.needs.ageing) ** (1 / 12) for x in row] for row in elder.rate]
        for citizen in self.citizens:
            citizen.expectation = min(1.0, max(0.0, citizen.expectation + p.trust.expectation_drift / 12))

    def arrivals(self) -> None:
        """Needs arrive, and citizens raise matters."""
        for area in self.areas:
            area.heard *= 11 / 12
        for citizen in self.citizens:
            citizen.get_needs()
            citizen.raise_matter()

    def politics(self, calendar: int) -> None:
        """Support, the yearly budget, elections."""
        trust, demand = mean(citizen.trust for citizen in self.citizens), open_hours(self)
        for politician in self.council:
            politician.be_judged(trust, demand, self.news)
        self.news = 0.0
        if calendar > 0 and calendar % 12 == 0:
            decide_budget(self)
        if calendar > 0 and calendar % self.p.politics.term == 0:
            hold_election(self)

    def hold_arenas(self) -> None:
        """Register the young, hold the meetings that are due, and let news of them spread."""
        self.register_the_young()
        for area in self.areas:
            area.answered = area.adopted = 0
        self.hold_meetings()
        self.spread_news()

    def register_the_young(self) -> None:
        """Book the month's hours of registering young people's use of places."""  # E118
        children = sum(citizen.band == 0 for citizen in self.citizens) * self.p.mechanisms.youth
        for area in (self.areas[1], self.areas[3]):
            area.hours["process"] += self.rules.child_mapping * self.p.arenas.mapping_hours * children * 8 / 18 / 24

    def spread_news(self) -> None:
        """Let citizens hear of the council's answers, from the municipality and then from ties."""  # E119-E121
        news = [area for area in self.areas if area.answered]
        if not (news and self.rules.answers_published and self.p.trust.news_weight):
            return
        arenas = [arena for area in self.areas for arena in area.arenas]
        members = {member for arena in arenas for member in arena.members if arena.represents(member)}
        reached = {
            citizen: {area for area in news if self.random.random() < self.rules.answers_published}
            for citizen in self.citizens
        }
        for citizen in self.citizens:
            heard = reached[citizen]
            if not heard:
                told = [reached[tie] for tie in citizen.ties if reached[tie]]
                if self.random.random() < 1 - (1 - self.p.social.news_passed_on) ** len(told):
                    heard = set().union(*told)
            if heard and citizen not in members:
                answered, adopted = sum(area.answered for area in heard), sum(area.adopted for area in heard)
                self.news += citizen.hear_of(answered, adopted, self.rules.declared) / len(self.citizens)

    def hold_meetings(self) -> None:
        """Hold the meetings that are due."""
        n, k = self.months_of_paradigm, self.rules.meetings_per_year
        if int((n + 1) * k / 12 + 1e-9) == int(n * k / 12 + 1e-9):
            return
        arenas = [arena for area in self.areas for arena in area.arenas]
        first = self.t % len(arenas) if arenas else 0
        for arena in arenas[first:] + arenas[:first]:
            if sum(area.hours["process"] for area in self.areas) >= 0.15 * self.budget:
                return
            arena.meet()

    def answer_complaints(self) -> None:
        """Answer last month's complaints about services."""  # E78
        for area in self.areas:
            area.hours["administration"] += area.complaints * self.p.money.complaint
            area.complaints = 0

    def serve(self) -> None:
        """Give hours to cases, and carry them out."""  # E37
        p = self.p
        self.paid = self.budget * (1 + p.money.trend) ** (self.t / 12)
        for area in self.areas:
            administration, monitoring, tendering = area.overhead(self)
            paid = area.share * self.paid
            area.hours["administration"] += paid * (administration + monitoring)
            area.hours["transaction"] += paid * tendering * (1 + area.tenders) ** -p.arenas.learning_exponent
        common = sum(area.hours["process"] for area in self.areas) + self.late_hours + self.council_hours()
        self.late_hours = 0.0
        plans = {}
        for area in self.areas:
            for unit in area.units:
                cases = [(c, need) for c in self.citizens for need in c.needs if need and need.unit is unit]
                plans[unit] = unit.plan(cases)
        self.helpers.lend(plans)
        served = []
        for area in self.areas:
            paid = area.share * self.paid
            direct = paid * (1 - p.money.absence) - area.hours["administration"] - area.hours["transaction"]
            direct = max(direct - area.share * common, 0.01 * paid)
            for unit in area.units:
                served += [(*case, unit) for case in unit.serve(plans[unit], direct * unit.share)]
        self.helpers.thank([(case[0], case[1]) for case in served])
        turn = {id(need): k for k, need in enumerate(need for c in self.citizens for need in c.needs)}
        served.sort(key=lambda case: turn[id(case[1])])  # in order of citizens
        fits: dict[Unit, list[float]] = {}
        for citizen, need, effort, part, hours, unit in served:
            fit = Encounter(citizen, need, unit, effort, part, hours).carry_out()
            fits.setdefault(unit, []).append(fit)
        for area in self.areas:
            for unit in area.units:
                unit.happy *= 11 / 12
                unit.answers *= 11 / 12
        for unit, found in fits.items():
            unit.quality += 0.5 * (1 - 0.8 ** min(len(found), 5)) * (mean(found) - unit.quality)

    def influence(self) -> None:
        """Apply influence from last month's values of ties."""
        of_ties = [citizen.listen() for citizen in self.citizens]
        for citizen, attitudes in zip(self.citizens, of_ties):
            citizen.be_influenced(*attitudes)

    def revision(self, calendar: int) -> None:
        """Revise programmes that are due; tend units."""
        rule, p = self.rules, self.p
        for area in self.areas:
            if calendar > 0 and calendar % max(1, rule.revision_interval) == 0:
                area.write_rules()
                hours = p.money.rule_making * area.rules.rule_categories + p.revision.hours
                hours *= len(self.citizens) / 1000 * area.share
                area.hours["process"] += hours
                self.late_hours += hours
                for unit in area.units:
                    unit.revise()
            if p.revision.trial_months and calendar >= 0:
                with_arena = {arena.unit for arena in area.arenas}
                for unit in area.units:
                    unit.month_of_trials(unit in with_arena)
            if rule.contract > 0 and calendar % p.money.contract_months == 0:
                area.tenders += 1
            asked = sum(unit.users for unit in area.units)
            for unit in area.units:
                unit.become()
                unit.tend(asked)
                unit.users *= (11 / 12) ** (1 / self.stands_for)  # E84

    def roles(self) -> None:
        """Adapt roles to the rules."""  # E71
        r = self.p.roles
        for area, habit in zip(self.areas, self.habits):
            months = r.months + area.rules.training * (r.trained_months - r.months)
            for name, rule in self.numbers.items():
                pace = getattr(r, f"pace_{ROLE_OF[name]}") if name in ROLE_OF else 1.0
                habit[name] += (rule - habit[name]) / max(months / pace, 1.0)
        self.get_ready()
        self.months_of_paradigm += 1

    def close(self) -> None:
        """Close the month's counts, and compute the outcomes."""
        hours: Counter[str] = sum((area.hours for area in self.areas), Counter())
        load = sum(area.share * sum(unit.share * unit.load for unit in area.units) for area in self.areas)
        wait = mean(sum(unit.share * unit.wait for unit in area.units) for area in self.areas)
        self.record.close_month(hours, load, wait)
        if self.t >= self.p.town.warm_up:
            self.outcomes = self.record.outcomes()


def ages_of(place: Municipality) -> list[float]:
    """Return a municipality's shares of the four age bands."""
    return shares((place.share_0_17, place.share_18_66, place.share_67_79, place.share_80plus))
