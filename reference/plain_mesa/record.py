"""Counts of a town, and the outcomes computed from them (ODD page: 7.11)."""

from __future__ import annotations

from collections import Counter, deque
from math import sqrt
from statistics import pstdev
from typing import Any

from reference.plain_mesa.base import Town
from reference.plain_mesa.citizen import Citizen
from reference.plain_mesa.maths import mean

PUBLIC_HOURS = ("delivery", "dialogue", "administration", "transaction", "process", "returns")


class Record:
    """Counts of the last months, and of decisions since the paradigm began."""

    def __init__(self, model: Town) -> None:
        self.model = model
        self.last: dict[str, float] = {}
        self.window: deque[dict[str, Any]] = deque(maxlen=model.p.outcomes.window)
        self.begin_paradigm()
        self.open_month()

    def begin_paradigm(self) -> None:
        """Reset counts of decisions taken under other rules."""
        self.design: list[float] = []  # citizens' weight in decisions on design
        self.proposals = self.overruled = self.innovations = 0
        self.trials = self.judged = self.reversed = self.initiatives = 0

    def open_month(self) -> None:
        """Start the counts of a month."""
        self.events: Counter[Any] = Counter()
        self.fits: list[float] = []
        self.cost = 0.0  # NOK beyond public hours
        self.offered = self.used = self.expired = 0.0  # volunteers' hours

    def count(self, what: str, amount: float, citizen: Citizen) -> None:
        """Add to a count, by the citizen's fifth, and weighted by rank."""
        self.events[what, citizen.quintile] += amount
        self.events[what, "by rank"] += amount * citizen.rank

    def close_month(self, hours: dict[str, float], load: float, wait: float) -> None:
        """Add the month to the window."""
        self.window.append(
            {
                "events": self.events,
                "fits": self.fits,
                "cost": self.cost,
                "hours": hours,
                "load": load,
                "wait": wait,
                "offered": self.offered,
                "used": self.used,
                "expired": self.expired,
            }  # fmt: skip
        )

    def total(self, what: str, fifths: tuple[int, ...] = (0, 1, 2, 3, 4)) -> float:
        """Return a count over the window, summed over some fifths."""
        return sum(month["events"][what, fifth] for month in self.window for fifth in fifths)

    def concentration(self, what: str, usual: float) -> float:
        """Return the concentration index over resources; `usual` is the mean rank of everyone eligible."""
        amount = self.total(what)  # E74
        by_rank = sum(month["events"][what, "by rank"] for month in self.window)
        return 2 * (by_rank / amount - usual) if amount > 0 else 0.0

    def complex_wait_gap(self) -> float:
        """Return how much longer complex cases waited than others."""
        complex_cases, simple = self.total("complex"), self.total("cases") - self.total("complex")
        if not (complex_cases and simple):
            return self.last.get("complex_wait_gap", 0.0)
        waited = self.total("complex waited")
        return waited / complex_cases - (self.total("waited") - waited) / simple

    def costly_need_gap(self) -> float:
        """Return the share met of needs that span several sectors, minus that of others."""
        costly, arrived = self.total("arrived complex"), self.total("arrived")
        if not (costly and arrived > costly):
            return self.last.get("costly_need_gap", 0.0)
        met = self.total("met complex")
        return min(1.0, met / costly) - min(1.0, (self.total("met") - met) / (arrived - costly))

    def hours_by_payer(self, public: float) -> dict[str, float]:
        """Return hours a month and citizen by who works or pays them, and what is made of them."""  # E111
        months, n, at_work = len(self.window), len(self.model.citizens), 1 - self.model.p.money.absence
        run_by = {kind: self.total(f"hours in {kind} units") / months / at_work for kind in ("contracted", "civic")}
        used, offered, expired = (sum(month[what] for month in self.window) for what in ("used", "offered", "expired"))
        hours = {
            "staff": max(0.0, public - sum(run_by.values())), **run_by, "users": self.total("delivered") / months,
            "volunteers": used / months, "private": self.total("hours bought") / months,
        }  # fmt: skip
        return {
            **{f"hours_{payer}": amount / n for payer, amount in hours.items()},
            "staff_share": hours["staff"] / sum(hours.values()),
            "volunteers_unused": min(1.0, expired / offered) if offered else 0.0,
        }

    def outcomes(self) -> dict[str, float]:
        """Return the outcomes of the month just closed."""
        model, p, citizens, total = self.model, self.model.p, self.model.citizens, self.total
        n, months = len(citizens), len(self.window)
        units = [unit for area in model.areas for unit in area.units]
        teams = [team for area in model.areas for team in area.teams]
        hours = sum(month["hours"][kind] for month in self.window for kind in PUBLIC_HOURS) / months
        hours += model.paid * p.money.absence + model.council_hours()
        cost = hours * p.money.nok_per_hour + sum(month["cost"] for month in self.window) / months
        given, met = total("citizen hours") / months, total("met") / months
        priced = p.money.citizen_price * p.money.wage * given
        fits = sorted(fit for month in self.window for fit in month["fits"])
        trust = [citizen.trust for citizen in citizens]
        voiced = [citizen.trust for citizen in citizens if citizen.voice >= p.trust.voice_reference]
        unvoiced = [citizen.trust for citizen in citizens if citizen.voice < p.trust.voice_reference]
        low = mean(t < p.outcomes.low_trust for t in trust)
        high = mean(t > 1.1 - p.outcomes.low_trust for t in trust)
        arrived_rank = sum(month["events"]["arrived", "by rank"] for month in self.window) / (total("arrived") or 1)
        ended = Counter({fifth: total("applied", (fifth,)) + total("faded", (fifth,)) for fifth in range(5)})

        def over(name: str, amount: float, below: float) -> float:
            return amount / below if below else self.last.get(name, 0.0)  # the last value stands

        def per_case(name: str, what: str) -> float:
            return over(name, total(what), total("cases"))

        def gap(name: str, what: str, below: dict[int, float]) -> float:
            if not (below[0] and below[4]):
                return self.last.get(name, 0.0)
            return min(1.0, total(what, (4,)) / below[4]) - min(1.0, total(what, (0,)) / below[0])

        def spread_of_units() -> float:
            square = cases = 0.0
            for area in model.areas:
                here = sum(unit.answers for unit in area.units)
                usual = sum(unit.happy for unit in area.units) / here if here else 0.0
                square += sum(u.answers * (u.happy / u.answers - usual) ** 2 for u in area.units if u.answers)
                cases += here
            return sqrt(square / cases) if cases else 0.0  # E103

        def fifth(k: int) -> float:
            return mean(citizen.trust for citizen in citizens if citizen.quintile == k)

        usual = over("", total("satisfaction"), total("cases"))
        arenas = [arena for area in model.areas for arena in area.arenas]
        members = [member for arena in arenas for member in arena.members]
        self.last = {
            "fit": per_case("fit", "fit"),
            "fit_p10": fits[int(0.1 * len(fits))] if fits else self.last.get("fit_p10", 0.0),
            "below_floor": per_case("below_floor", "below floor"),
            "fit_in_use": per_case("fit_in_use", "use"),
            "met_need": min(1.0, over("met_need", total("met"), total("arrived"))),
            "take_up": over("take_up", total("applied"), sum(ended.values())),
            "failure_demand": per_case("failure_demand", "return cases"),
            "satisfaction": per_case("satisfaction", "satisfaction"),
            "justice": per_case("justice", "justice"),
            "satisfaction_spread": sqrt(max(over("", total("satisfaction square"), total("cases")) - usual**2, 0.0)),
            "satisfaction_unit_spread": spread_of_units(),
            "appeals": over("appeals", total("appeals"), total("below floor")),
            "appeals_upheld": over("appeals_upheld", total("upheld"), total("appeals")),
            "rules_outdated": 1 - mean(area.up_to_date(model, area.rules.rule_categories) for area in model.areas),
            "wait": mean(month["wait"] for month in self.window),
            "unserved": 12 * total("unserved") / months / n,
            "months_to_service": per_case("months_to_service", "waited"),
            "attention": per_case("attention", "attention"),
            "private_exit": min(1.0, over("private_exit", total("left"), total("applied"))),
            "given_up": min(1.0, over("given_up", total("gave up"), total("applied"))),
            "private_exit_gap": gap("private_exit_gap", "left", {k: total("applied", (k,)) for k in (0, 4)}),
            "complex_wait_gap": self.complex_wait_gap(),
            "public_hours_per_capita": hours / n,
            "citizen_hours_per_capita": given / n,
            "public_cost_nok_per_capita": cost / n,
            "cost_per_met_need_nok": over("cost_per_met_need_nok", cost + priced, met),  # E76
            "hours_per_case": over("hours_per_case", total("hours in cases"), total("standard hours")),
            **{
                f"hours_{kind}": sum(month["hours"][kind] for month in self.window) / months / n
                for kind in (*PUBLIC_HOURS, "idle")
            },
            **self.hours_by_payer(hours),
            "trust": mean(trust),
            "trust_spread": pstdev(trust),
            "trust_low": low,
            "trust_gap": fifth(4) - fifth(0),
            "trust_voice_gap": mean(voiced) - mean(unvoiced) if voiced and unvoiced else 0.0,
            "polarisation": 4 * low * high,
            "felt_voice": mean(citizen.voice for citizen in citizens),
            "felt_influence": mean(citizen.felt_influence for citizen in citizens),
            "efficacy": mean(citizen.efficacy for citizen in citizens),
            "ownership": mean(citizen.ownership for citizen in citizens),
            "met_need_gap": gap("met_need_gap", "met", {k: total("arrived", (k,)) for k in (0, 4)}),
            "costly_need_gap": self.costly_need_gap(),
            "met_need_concentration": self.concentration("met", arrived_rank),
            "take_up_gap": gap("take_up_gap", "applied", ended),
            "citizen_hours_concentration": self.concentration("citizen hours", 0.5),
            "influence_concentration": self.concentration("influence", 0.5),
            "trust_concentration": 2 * (sum(c.trust * c.rank for c in citizens) / sum(trust) - 0.5),
            "horizontal_inequity": sqrt(over("", total("spread"), total("cases"))),  # E75
            "participation_parity": min(1.0, over("participation_parity", total("acts", (0, 1)) / 0.4, total("acts"))),
            "input_followed": over("input_followed", total("followed"), total("answered")),
            "power_shared": 0.5 * over("", total("lay weight"), total("cases"))
            + 0.5 * (mean(self.design) if self.design else 0.0),
            "turnout": model.turnout,
            "seats_filled": mean(arena.filled for arena in arenas) if arenas else 0.0,
            "repeat_attendance": over("", total("repeated"), total("attended")),
            "overruled": self.overruled / self.proposals if self.proposals else 0.0,
            "youth_seats": mean(member.band == 0 for member in members) if members else 0.0,
            "heard_overruled": mean(  # E126
                c.heard_overruling is not None and model.t - c.heard_overruling < p.outcomes.window for c in citizens
            ),
            "declared_gap": model.rules.declared - (total("followed") / (total("answered") or 1))  # E127
            if model.rules.declared
            else 0.0,
            "innovation": self.innovations / (len(units) * max(model.months_of_paradigm, 1) / 12),
            "trials": self.trials / (len(units) * max(model.months_of_paradigm, 1) / 12),
            "trials_reversed": self.reversed / self.judged if self.judged else 0.0,
            "initiatives": self.initiatives / (len(units) * max(model.months_of_paradigm, 1) / 12),
            "resident_run": mean(unit.resident_run for unit in units),
            "solution_quality": mean(unit.value for unit in units),
            "reported_minus_real": mean(unit.indicator - unit.quality for unit in units),
            "load": mean(month["load"] for month in self.window),
            "strain": mean(team.strain for team in teams),
            "competence": mean(team.competence for team in teams),
            "political_support": mean(politician.support for politician in model.council),
            "readiness": mean(model.readiness.values()),
            "fidelity": model.mean_fidelity(),
        }
        return self.last
