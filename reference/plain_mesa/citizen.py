"""Citizens and their needs (ODD page: 5, 7.2, 7.5, 7.8)."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log2, sqrt
from typing import TYPE_CHECKING, Any

import mesa

from reference.plain_mesa.area import CODIFIED, DIMENSIONS, Area
from reference.plain_mesa.base import Town
from reference.plain_mesa.maths import above, held, logistic, phi

if TYPE_CHECKING:
    from model.parameters.people import TrustParameters
    from reference.plain_mesa.unit import Unit

MAJORITY, YOUTH, ELDERLY, MINORITY = range(4)
EVEN = 0.75487766624669, 0.56984029099805  # steps of ages and districts in a sub-sample


@dataclass
class Need:
    """An open need."""

    area: Area
    vector: list[float]
    severity: float
    sectors: int
    applied: bool = False
    unit: Any = None
    waited: int = 0
    returns: int = 0
    pressure: float = 0.0


class Citizen(mesa.Agent):
    """A citizen, with up to three open needs."""

    model: Town

    def __init__(self, model: Town, identity: int) -> None:
        super().__init__(model)
        self.identity = identity
        random, normal, p = model.random, model.normal, model.p
        self.band = random.choices(range(4), weights=model.ages)[0]
        self.district = random.randrange(model.districts)
        if model.stands_for > 1:  # section 5, People
            age, home = (model.start_ages + identity * EVEN[0]) % 1, (model.start_districts + identity * EVEN[1]) % 1
            self.band = sum(age > sum(model.ages[: band + 1]) for band in range(3))
            self.district = int(home * model.districts)
        minority = random.random() < p.town.minority_share
        self.group = MINORITY if minority else (YOUTH, MAJORITY, ELDERLY, ELDERLY)[self.band]
        # E1
        z, c, m = normal(), p.town.skill_income_correlation, p.town.minority_share
        shift = -0.5 if minority else 0.5 * m / (1 - m)
        learned = z + model.education + shift
        earned = c * z + sqrt(1 - c * c) * normal() + model.wealth + shift
        self.skill, self.income = phi(0.8 * learned), phi(0.8 * earned)
        self.resources = phi(0.8 * (0.6 * learned + 0.4 * earned) / 0.87)
        self.rank, self.quintile = 0.0, 0  # set when all citizens exist
        # E2
        t, r = p.trust, self.resources - 0.5
        self.anchor = self.trust = held(t.start + t.start_gradient * r + t.start_spread * normal(), 0.02, 0.98)
        self.voice = held(t.voice_reference + 0.20 * r + 0.12 * normal() + t.halo * (self.anchor - t.start))
        self.expected_following = held(0.30 + 0.10 * r + 0.08 * normal())
        self.felt_influence = self.expected_following
        self.efficacy = held(0.40 + 0.30 * self.skill + 0.12 * normal())
        self.expectation = held(0.62 + 0.08 * normal() + 0.02 * (random.random() - 0.5))
        self.time = held((0.40, 0.38, 0.75, 0.40)[self.band] + 0.15 * normal(), 0.05, 1)
        self.ownership = 0.0
        self.meetings = 0  # attended so far
        self.known: dict[Area, tuple[Unit, float]] = {}  # unit and fit of the last service received
        self.needs: list[Need | None] = [None, None, None]
        self.ties: list[Citizen] = []
        self.way = model.ways[self.district]
        self.young = self.band == 0 and random.random() >= 10 / 18  # E116
        self.heard_overruling: int | None = None  # month of the last overruled proposal heard of

    def home(self, area: Area) -> Unit:
        """Return the unit of the citizen's district."""
        return area.units[(self.district + area.number) % len(area.units)]

    def last_need(self, area: Area | None = None) -> Need | None:
        """Return the open need of the last slot (in an area, if given)."""
        needs = [need for need in self.needs if need is not None and area in (None, need.area)]
        return needs[-1] if needs else None

    def count(self, what: str, amount: float = 1.0) -> None:
        """Add to a count, under the citizen's fifth and rank."""
        self.model.record.count(what, amount, self)

    # --- arrivals ---

    def get_needs(self) -> None:
        """Draw the month's new needs."""  # E14
        random, p = self.model.random, self.model.p.needs
        rates = [area.rate[self.quintile][self.band] for area in self.model.areas]
        for _ in range(min(3, self.model.poisson(sum(rates)))):
            area = random.choices(self.model.areas, weights=rates)[0]
            sectors = 1 if random.random() >= p.cross_sector else 2 if random.random() < 0.7 else 3
            self.count("arrived")
            self.count("arrived complex", float(sectors > 1))
            if None not in self.needs:
                continue
            need = Need(area, self.draw(area), 0.1 + 0.8 * random.random(), sectors)
            self.needs[self.needs.index(None)] = need

    def draw(self, area: Area) -> list[float]:
        """Return the vector of a new need."""  # E15
        normal, p = self.model.normal, self.model.p.needs
        factors, complexity = [normal() for _ in range(3)], normal()
        far = p.spread * exp(p.complexity * (complexity - p.complexity))
        vector = []
        for d in DIMENSIONS:
            codified = area.kinds[d] == CODIFIED
            own = sum(loading * f for loading, f in zip(area.loadings[d], factors)) if codified else normal()
            vector.append(area.typical[self.group][d] + far * own)
        return vector

    def raise_matter(self) -> None:
        """Raise a matter with politicians or officials, by chance."""  # E16
        model, p = self.model, self.model.p
        need = self.last_need()
        area = need.area if need else model.areas[3]
        declared = model.rules.declared
        lift = p.access.contact_gradient * (self.resources - 0.5)
        lift += p.access.contact_expectation * (self.expects(declared) - 0.3)
        hazard = held(p.access.contact * exp(lift + (p.access.contact_need if need else 0.0)))
        if self.band == 0 or model.random.random() >= hazard:
            return
        followed = float(model.random.random() < self.model.chance_of_being_followed())
        area.heard += followed
        area.hours["administration"] += p.money.complaint
        if followed and need:
            need.pressure += p.access.complaint_priority
        self.take_answer(followed)
        self.change_trust(-p.trust.process_weight * self.broken_promise(0.5, followed, declared))
        for what, amount in (("acts", 1.0), ("answered", 1.0), ("followed", followed), ("influence", followed)):
            self.count(what, amount)

    def take_answer(self, followed: float) -> None:
        """Update attitudes after the answer to a matter or a complaint."""  # E16, E85
        self.feel_heard(0.5, followed)
        t = self.model.p.trust
        self.expected_following += t.expected_following_contact * (followed - self.expected_following)

    def complaint_is_answered(self) -> None:
        """Learn whether a complaint is followed."""  # E85
        if self.model.p.mechanisms.hardship:
            self.take_answer(float(self.model.random.random() < self.model.chance_of_being_followed()))

    def be_left_unserved(self) -> None:
        """Lose trust as after a service with fit 0 that asks nobody."""  # E85
        t = self.model.p.trust
        if not self.model.p.mechanisms.hardship:
            return
        justice = self.justice(0.0, 0.0, 0.0)
        self.judge(self.satisfaction(0.0, justice, self.expectation, 0.0), justice, t)
        self.count("unserved")

    def satisfaction(self, fit: float, justice: float, expected: float, noise: float) -> float:
        """Return satisfaction with a service."""  # E59
        t = self.model.p.trust
        happy = t.satisfaction_base + t.fit_weight * fit + t.justice_weight * justice + t.halo * (self.trust - 0.55)
        happy += t.exceeded * above(fit - expected) - t.disappointed * above(expected - fit)
        return held(happy + noise)

    def judge(self, happy: float, justice: float, t: TrustParameters) -> None:
        """Change trust after a service."""  # E60
        outcome = happy - t.halo * (self.trust - 0.55) - t.satisfaction_reference
        process = t.process_weight + t.process_when_bad * above(t.satisfaction_reference - happy)
        self.change_trust(t.outcome_weight * outcome + process * (justice - t.justice_reference))

    def feel_influence(self, share: float) -> None:
        """Move felt influence toward the latest experience."""  # E87
        self.felt_influence += self.model.p.trust.voice_rate * (share - self.felt_influence)

    def expects(self, declared: float) -> float:
        """Return the share of input that the citizen expects to be followed, given what is declared."""  # E122
        believed = self.model.p.trust.declared_belief * self.trust
        return self.expected_following + believed * above(declared - self.expected_following)

    def broken_promise(self, voice: float, followed: float, declared: float) -> float:
        """Return the procedural justice lost to a promise that was believed and not kept."""  # E123
        t = self.model.p.trust
        return t.ignored * voice * t.declared_belief * self.trust * above(declared - followed)

    def hear_of(self, answered: float, adopted: float, declared: float) -> float:
        """Respond to the council's answers to others; return what the citizen feels."""  # E120
        t, followed = self.model.p.trust, adopted / answered
        felt = t.news_weight * (followed - self.expects(declared))
        self.change_trust(t.process_weight * (t.heard + t.ignored) * felt)
        self.voice = held(self.voice + t.voice_rate * felt)
        learned = t.news_weight * t.expected_following_contact
        self.expected_following += learned * (followed - self.expected_following)
        if adopted < answered:
            self.heard_overruling = self.model.t
        return felt

    def feel_heard(self, voice: float, followed: float, broken: float = 0.0) -> None:
        """Update trust and felt voice after a meeting or a matter raised."""  # E16, E58, E60, E61, E123
        t = self.model.p.trust
        justice = self.justice(voice, followed, 0.0) - broken
        self.change_trust(t.process_weight * (justice - t.justice_reference))
        self.change_voice(voice, followed)
        self.feel_influence(followed)

    def justice(self, voice: float, followed: float, noise: float) -> float:
        """Return felt procedural justice."""  # E58
        t = self.model.p.trust
        return held(t.justice_base + t.heard * voice * followed - t.ignored * voice * (1 - followed) + noise)

    def change_trust(self, shock: float) -> None:
        """Update trust; losses are larger than equal gains."""  # E60
        t = self.model.p.trust
        way = (1 - self.trust) if shock >= 0 else t.loss_aversion * self.trust
        self.trust = held(self.trust + t.gain * way * shock)

    def change_voice(self, voice: float, followed: float) -> None:
        """Move felt voice toward the latest experience."""  # E61
        t = self.model.p.trust
        felt = held(t.voice_scale * sqrt(voice * followed) + t.halo * (self.trust - 0.55))
        self.voice += t.voice_rate * (felt - self.voice)

    # --- access ---

    def seek_service(self) -> None:
        """Decide what to do about every open need."""  # 7.5
        for slot, need in enumerate(self.needs):
            if need is None:
                continue
            if not need.applied:
                if self.model.random.random() < self.probability_of_applying(need):
                    need.applied = True
                    self.count("applied")
                    papers = self.home(need.area).rules.documentation
                    self.count("citizen hours", self.model.p.delivery.paper_hours * papers)
                elif self.model.random.random() < held(self.model.p.access.fading * (1.3 - 0.6 * need.severity)):  # E34
                    self.needs[slot] = None
                    self.count("faded")
            elif need.waited > 0:
                self.wait_or_not(slot, need)
            if self.needs[slot] is not None and need.applied and need.unit is None:
                need.unit = self.choose_unit(need.area)
                need.unit.users += 1

    def probability_of_applying(self, need: Need) -> float:
        """Return the monthly chance of applying; the home unit carries out the rules."""  # E31, E32
        a, rule = self.model.p.access, self.home(need.area).rules
        learning = 0.30 + a.categories_burden * rule.rule_categories / (rule.rule_categories + 12)
        learning += 0.06 * (rule.n_providers - 1)
        learning *= (1 - a.plain_language_relief * rule.plain_language) * (1 - a.outreach_relief * rule.outreach)
        learning = held(learning)
        compliance = 0.10 + a.documentation_burden * rule.documentation + a.distance_burden * self.way
        compliance = held(compliance * (1 - 0.25 * rule.outreach))
        drive = a.intercept + a.severity * need.severity - a.wait * self.home(need.area).wait
        met = self.model.helpers.met.get((self.district, need.area), 0.0)  # E108
        learning *= 1 - a.peer_learning * met
        stigma = (1 - need.area.own.universality) * (1 - a.peer_stigma * met)
        drive -= a.stigma * stigma * (1 - self.trust)
        return logistic(drive - (1 - self.resources) * (a.learning_cost * learning + a.compliance_cost * compliance))

    def wait_or_not(self, slot: int, need: Need) -> None:
        """Stay in the queue, leave for private help, complain, or give up."""  # E33
        model, a, rule = self.model, self.model.p.access, self.model.rules
        months = min(need.waited, 24)
        leave = exp(
            a.leave + a.leave_support * rule.exit_support + a.leave_income * (self.income - 0.5) + 0.15 * months
        )
        complain = exp(self.complaint_drive(need.returns))
        give_up = exp(a.give_up + a.give_up_resources * (1 - self.resources) + 0.10 * months + 0.3 * need.returns)
        choice = model.random.choices(("stay", "leave", "complain", "give up"), (1, leave, complain, give_up))[0]
        if choice == "complain":
            self.complaint_is_answered()
        if choice in ("leave", "give up"):
            self.needs[slot] = None
            self.count("left" if choice == "leave" else "gave up")
        if choice in ("leave", "give up") or log2(need.waited).is_integer():
            self.be_left_unserved()
        if choice == "leave":
            self.count("hours bought", need.area.own.hours)
            standard = need.area.own.hours * model.p.money.nok_per_hour
            model.record.cost += model.p.money.exit_support * rule.exit_support * standard
        if choice == "complain":
            need.pressure += a.complaint_priority
            need.area.hours["administration"] += model.p.money.complaint
            self.count("acts")

    def complaint_drive(self, returns: int) -> float:
        """Return the log odds of complaining."""  # E33
        a = self.model.p.access
        own = a.complain_resources * (self.resources - 0.5) + self.expected_following + 0.5 * (self.efficacy - 0.5)
        return a.complain + own + 0.5 * returns

    def choose_unit(self, area: Area) -> Unit:
        """Return the chosen unit."""  # E35
        home, market = self.home(area), self.model.p.market
        if self.model.rules.n_providers == 1:
            return home
        units = [area.units[(home.number + k) % len(area.units)] for k in range(self.model.rules.n_providers)]
        sharp = market.sharpness * (0.3 + 0.7 * self.resources)
        appeal = [exp(sharp * self.believed_quality(area, u) + market.home * (u is home)) for u in units]
        return self.model.random.choices(units, weights=appeal)[0]

    def believed_quality(self, area: Area, unit: Unit) -> float:
        """Return the believed quality of a unit, from own and ties' experience and the published indicator."""  # E36
        market, publication = self.model.p.market, self.home(area).rules.indicator_publication
        known = [(1.0, 0.6), (market.indicator_belief * publication, unit.indicator)]
        if area in self.known and self.known[area][0] is unit:
            known.append((market.own_experience, self.known[area][1]))
        heard = [tie.known[area][1] for tie in self.ties if area in tie.known and tie.known[area][0] is unit]
        known += [(market.tie_experience, fit) for fit in heard[:3]]
        return sum(weight * quality for weight, quality in known) / sum(weight for weight, _ in known)

    # --- influence ---

    def listen(self) -> tuple[float, float, float, float]:
        """Return ties' mean mood, felt voice, expected following and felt influence; without ties the citizen's own."""
        ties, n = self.ties or [self], len(self.ties) or 1
        mood = sum(tie.trust - tie.anchor for tie in ties) / n
        voice, followed = sum(tie.voice for tie in ties) / n, sum(tie.expected_following for tie in ties) / n
        return mood, voice, followed, sum(tie.felt_influence for tie in ties) / n

    def be_influenced(self, mood: float, voice: float, followed: float, influence: float) -> None:
        """Move toward the ties' means, and back to the anchor, which follows slowly."""  # E63, E86, E88
        so, t = self.model.p.social, self.model.p.trust
        own = self.trust - self.anchor
        self.voice += so.voice_hearsay * (voice - self.voice)
        self.expected_following += so.voice_hearsay * (followed - self.expected_following)
        self.felt_influence += so.voice_hearsay * (influence - self.felt_influence)
        trust = held(self.anchor + own + so.influence * (mood - own))
        counts = self.felt_influence if self.model.p.mechanisms.conditional_voice else 1.0
        aim = self.anchor + t.voice_lift * counts * (self.voice - t.voice_reference)
        self.trust = held(trust + t.anchor_pull * (aim - trust))
        self.anchor += t.anchor_rate * (self.trust - self.anchor)
        self.ownership *= 1 - so.ownership_fading
