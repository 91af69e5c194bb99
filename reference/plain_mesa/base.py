"""The town as citizens, units, arenas and politicians see it: the base class of `PlainModel`, which makes them."""

from __future__ import annotations

from math import exp
from types import SimpleNamespace
from typing import Any

import mesa


class Town(mesa.Model):
    """State and helpers that every part of a town uses; `PlainModel` fills them and steps the month.

    Attributes:
        p: parameters, with the values of switched-off mechanisms.
        rules: rules in force as decided, by short name; areas and units have them as carried out.
        luck: standard normal number of the town, for fidelity.
        readiness: how ready each role is for the rules.
        areas, citizens, council: the areas, citizens and politicians, in order.
        record: counts of the month and of the window.
    """

    p: Any
    place: Any
    rules: Any
    luck: float
    readiness: dict[str, float]
    record: Any
    areas: list[Any]
    citizens: list[Any]
    young: list[Any]
    news: float  # felt about the council's answers, for next month's support
    t: int  # months since the start of the warm-up
    council: list[Any]
    districts: int
    ways: list[float]  # by district, to the municipal office
    ages: list[float]  # shares of the age bands
    education: float
    wealth: float
    turnout: float
    paid: float  # hours, this month
    months_of_paradigm: int
    budget: float
    stands_for: float  # real citizens for each simulated one
    start_ages: float  # where a sub-sample's even ages and districts start
    start_districts: float
    helpers: Any  # volunteers and their hours
    late_hours: float  # process hours paid next month

    def normal(self) -> float:
        """Return a standard normal number."""
        return self.random.gauss(0.0, 1.0)

    def poisson(self, rate: float) -> int:
        """Return a Poisson number (Knuth's way)."""
        k, product = 0, self.random.random()
        while product > exp(-rate):
            k, product = k + 1, product * self.random.random()
        return k

    def facilitation(self, rules: SimpleNamespace) -> float:
        """Return the facilitation in force under a unit's rules."""
        return rules.facilitation * self.readiness["leaders"]

    def chance_of_being_followed(self) -> float:
        """Return the chance that a matter or a complaint is followed."""  # E16
        openness = sum(politician.openness for politician in self.council) / len(self.council)
        return 2 * self.p.politics.contact_followed * openness

    def council_hours(self) -> float:
        """Return the monthly hours of running the council."""  # E38
        hours = self.p.money.council * self.p.town.fixed_costs * len(self.citizens) / self.place.population
        return min(hours, 0.03 * self.budget)
