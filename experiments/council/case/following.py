"""Follow needs from the month they arise until they end: what happens to each, month by month.

`Followed` is the model itself. It reads the town between the phases of a month and changes nothing, so its outcomes
are those of a run that nobody follows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from agents.citizen_rules import probability_of_appealing, probability_of_return, waiting_odds
from agents.citizens import LATENT, NO_NEED, WAITING
from agents.engine.table import SLOTS
from agents.service_rules import probability_of_upholding
from model.chance import ACCESS, APPEAL, EXPERIENCE, uniforms
from model.governance import GovernanceModel
from model.month import Phases
from model.paradigms.rules import RULE
from model.phases.service.access import access
from model.phases.service.allocation import allocate
from model.phases.service.encounter import encounter
from model.phases.service.needs import arrive
from model.town.town import Town

KINDS_OF_UNIT = ("municipal", "contracted", "civic")
ENDS = ("met", "unmet", "gave_up", "faded", "private")
"""How a need ends: by a service at or above the statutory minimum or below it, or without one."""
NOBODY = -1


@dataclass(frozen=True)
class Event:
    """Something that happened to a need. `month` counts from the month it arose, which is 1."""

    month: int
    what: str
    """"applied", "waits", "complained", "served", "appealed", "upheld", "returned", or one of `ENDS`."""
    unit: str = ""
    """The kind of the unit that served the case."""
    public: float = 0.0
    """Public hours of the service."""
    own: float = 0.0
    """Hours of the citizen."""
    fit: float = float("nan")
    handoffs: float = 0.0
    """To the other sectors that the need spans, as far as sectors are not coordinated, and to another unit."""


@dataclass
class Case:
    """One need of one person under one way of governing."""

    identity: int
    month: int
    """The month in which it arose, 1 being the first under the paradigm."""
    area: int
    span: int
    severity: float
    age_band: int
    sex: int
    fifth: int
    events: list[Event] = field(default_factory=list)
    until: int = 0
    """Months followed, or until it ended."""
    end: str = ""
    """One of `ENDS`; empty while it is open."""
    row: int = NOBODY
    """The unit that served it last."""

    @property
    def key(self) -> tuple[int, int, int, int, float]:
        """What is the same under every way of governing."""
        return self.identity, self.month, self.area, self.span, self.severity

    def total(self, what: str) -> float:
        """Return the sum of a number of the events: "public", "own" or "handoffs"."""
        return float(sum(getattr(event, what) for event in self.events))

    def count(self, what: str) -> int:
        """Return how many events are of a kind."""
        return sum(event.what == what for event in self.events)


class Followed(GovernanceModel):
    """A town in which needs of one span are followed that arise in the first months under the paradigm.

    Args:
        span: sectors that the needs span.
        arising: the last month in which a need may arise.
        fifth: 0 to 4, of the citizens by resources; None is all.
        area: number of the area; None is all.
        settings: of `GovernanceModel`.
    """

    def __init__(
        self, *, span: int, arising: int, fifth: int | None = None, area: int | None = None, **settings: Any
    ) -> None:
        """Build the town and run its warm-up; `help(Followed)` explains the arguments."""
        self._span, self._arising, self._fifth, self._area = span, arising, fifth, area
        self._open: dict[tuple[int, int], Case] = {}
        self.cases: list[Case] = []
        self._begun = False
        super().__init__(**settings)
        self._begun = True
        self._first = self.town.month

    def _phases(self) -> Phases:
        phases = super()._phases()
        if not self._begun:
            return phases
        watched = {"arrivals": self._arrivals, "access": self._access, "encounters": self._encounters}
        return [(name, watched.get(name, phase)) for name, phase in phases]

    def _since(self, case: Case) -> int:
        return self.town.month - self._first + 2 - case.month

    def _add(self, case: Case, what: str, **more: Any) -> None:
        case.events.append(Event(self._since(case), what, **more))

    def _close(self, place: tuple[int, int], end: str) -> None:
        case = self._open.pop(place)
        case.end, case.until = end, self._since(case)
        self._add(case, end)

    def _arrivals(self, town: Town) -> None:
        citizens, month = town.citizens, town.month - self._first + 1
        free = citizens.need_state == NO_NEED
        arrive(town)
        if month > self._arising:
            return
        new = free & (citizens.need_state == LATENT) & (citizens.need_span == self._span)
        if self._fifth is not None:
            new &= (citizens.quintile == self._fifth)[:, None]
        if self._area is not None:
            new &= citizens.need_area == self._area
        for i, s in np.argwhere(new).tolist():
            case = Case(
                int(citizens.identity[i]), month, int(citizens.need_area[i, s]), self._span,
                float(citizens.need_severity[i, s]), int(citizens.age_band[i]), int(citizens.sex[i]),
                int(citizens.quintile[i]),
            )  # fmt: skip
            self._open[i, s] = case
            self.cases.append(case)

    def _access(self, town: Town) -> None:
        citizens = town.citizens
        before = {place: self._state(*place) for place in self._open}
        access(town)
        for (i, s), was in before.items():
            case, state = self._open[i, s], int(citizens.need_state[i, s])
            if state == NO_NEED:
                self._close((i, s), "faded" if was["state"] == LATENT else self._leaves(i, s, case, was))
            elif was["state"] == LATENT and state == WAITING:
                rule = self._home_rules(i, case.area)
                self._add(case, "applied", own=float(town.p.delivery.paper_hours * rule[RULE.documentation]))
            elif citizens.need_pressed[i, s] > was["pressed"]:
                self._add(case, "complained")

    def _state(self, i: int, s: int) -> dict[str, Any]:
        c = self.town.citizens
        return {
            "state": int(c.need_state[i, s]), "pressed": float(c.need_pressed[i, s]), "unit": int(c.need_unit[i, s]),
            "returns": float(c.need_returns[i, s]), "waited": float(c.need_waited[i, s]),
            "efficacy": float(c.efficacy[i]), "expected": float(c.expected_following[i]),
            "given": float(c.hours_given[i]), "fits": float(c.fit_sum[i]),
        }  # fmt: skip

    def _home_rules(self, i: int, area: int) -> np.ndarray:
        town = self.town
        home = (int(town.citizens.district[i]) + area) % town.units_per_area
        return np.asarray(town.practice[area * town.units_per_area + home])

    def _numbers(self) -> Any:
        return self.town.numbers.access

    def _leaves(self, i: int, s: int, case: Case, was: dict[str, Any]) -> str:
        """Return how a citizen has left the queue, by the draw that decided it."""
        citizens, rule = self.town.citizens, self._home_rules(i, case.area)
        u = uniforms(self.town.seed, ACCESS, self.town.month, citizens.identity[i], s)
        leave, complain, give_up = waiting_odds(
            float(citizens.resources[i]), float(citizens.income[i]), was["efficacy"], was["expected"], was["waited"],
            was["returns"], float(rule[RULE.exit_support]), self._numbers(),
        )  # fmt: skip
        return "private" if u[2] * (1.0 + leave + complain + give_up) < leave else "gave_up"

    def _encounters(self, town: Town) -> None:
        served = allocate(town)
        at = {int(slot): k for k, slot in enumerate(served.slot)}
        before = {place: self._state(*place) for place in self._open}  # hours lent to others' cases are given by now
        encounter(town, served)
        for (i, s), was in before.items():
            case = self._open[i, s]
            k = at.get(i * SLOTS + s)
            if k is None:
                if was["state"] == WAITING:
                    self._add(case, "waits")
            else:
                together = sum(i * SLOTS + slot in at for slot in range(SLOTS))
                self._served(i, s, case, was, int(served.unit[k]), float(served.hours[k]), together)
            if (i, s) in self._open:
                case.until = self._since(case)

    def _served(self, i: int, s: int, case: Case, was: dict[str, Any], row: int, public: float, together: int) -> None:
        """Record a service. `together` cases of this citizen were served in the month, and share own hours alike."""
        town, citizens = self.town, self.town.citizens
        rule = town.practice[row]
        fit = (float(citizens.fit_sum[i]) - was["fits"]) / together
        if together > 1:
            fit = float(citizens.known_fit[i, case.area])
        own = (float(citizens.hours_given[i]) - was["given"]) / together
        handoffs = (case.span - 1) * (1.0 - float(rule[RULE.coordination])) + float(case.row not in (row, NOBODY))
        self._add(
            case, "served", unit=KINDS_OF_UNIT[int(town.units.kind[row])], public=public, own=own, fit=fit,
            handoffs=handoffs,
        )  # fmt: skip
        case.row = row
        appealed, upheld = self._appeals(i, s, was, fit, rule)
        if appealed:
            self._add(case, "upheld" if upheld else "appealed")
        if int(citizens.need_state[i, s]) == WAITING:
            if citizens.need_pressed[i, s] > 0 and not upheld:
                self._add(case, "complained")
            if not upheld:
                self._add(case, "returned")
            return
        gave_up = self._gave_up(i, s, was, fit)
        floor = town.p.outcomes.statutory_floor
        self._close((i, s), "gave_up" if gave_up else "met" if fit >= floor else "unmet")

    def _appeals(self, i: int, s: int, was: dict[str, Any], fit: float, rule: np.ndarray) -> tuple[bool, bool]:
        """Return whether the citizen appealed, and whether that was upheld, by the draws that decided it."""
        town, numbers = self.town, self._numbers()
        if fit >= town.p.outcomes.statutory_floor or not numbers.appeal > 0.0:
            return False, False
        citizens = town.citizens
        w = uniforms(town.seed, APPEAL, town.month, citizens.identity[i], s)
        chance = probability_of_appealing(
            float(citizens.resources[i]), float(citizens.efficacy[i]), float(citizens.expected_following[i]),
            was["returns"], numbers,
        )  # fmt: skip
        upheld = w[1] < probability_of_upholding(float(rule[RULE.documentation]), float(rule[RULE.discretion]))
        return bool(w[0] < chance), bool(w[0] < chance and upheld)

    def _gave_up(self, i: int, s: int, was: dict[str, Any], fit: float) -> bool:
        """Return whether a citizen whose case ended did not want to come back, by the draw that decided it."""
        citizens, town = self.town.citizens, self.town
        u = uniforms(town.seed, EXPERIENCE, town.month, citizens.identity[i], s * 2)
        return bool(u[2] < probability_of_return(fit, float(citizens.efficacy[i]), town.numbers.delivery))
