"""An encounter: assess, tailor, deliver, and change attitudes (ODD page: 7.7)."""

from __future__ import annotations

from math import exp, sqrt

from reference.plain_mesa.area import CODIFIED, DIMENSIONS, LIVED, PROFESSIONAL
from reference.plain_mesa.citizen import Citizen, Need
from reference.plain_mesa.maths import above, held, logistic, mean
from reference.plain_mesa.unit import Team, Unit, lay_weight

DISTANCE = (0.0, 0.5, 0.5, 1.0)  # of the groups from the professional's own world


class Encounter:
    """One case served: of a citizen with a need, by a team in a unit."""

    def __init__(self, citizen: Citizen, need: Need, unit: Unit, effort: float, part: float, hours: float) -> None:
        self.citizen, self.need, self.unit, self.effort, self.part, self.hours = (
            citizen, need, unit, effort, part, hours,
        )  # fmt: skip
        self.model, self.area = unit.model, need.area
        self.p, self.rule, self.e = self.model.p, unit.rules, self.model.p.encounter
        self.team: Team = self.area.teams[citizen.identity % len(self.area.teams)]
        self.facilitation = self.model.facilitation(unit.rules)
        ready = self.model.readiness["professionals"]
        aided = self.e.unaided_dialogue + (1 - self.e.unaided_dialogue) * self.facilitation
        self.dialogue = self.rule.dialogue * ready * unit.time() * aided  # E47
        self.share = unit.delivery_share()
        self.routine = unit.routine()

    def carry_out(self) -> float:
        """Deliver the service and update both sides; return the fit."""
        normal = self.model.normal
        own, professional, delivered, silent, gains, weights, odd = [], [], [], [], [], [], []
        for d in DIMENSIONS:
            kind = self.area.kinds[d]
            error, own_error, scatter = self.error(kind) * normal(), self.own_error(kind) * normal(), 0.0
            if kind != CODIFIED:
                scatter = self.e.discretion_noise * self.rule.discretion * normal()
            view, own_view = self.professional_view(d, error), self.citizen_view(d, own_error)
            lam, gain = self.weight(kind), self.gain(d, self.dialogue)
            start = self.unit.programme[d]
            delivered.append(start + gain * ((1 - lam) * view + lam * own_view - start) + scatter)  # E52
            silent.append(start + self.gain(d, 0.0) * (view - start) + scatter)  # E87
            odd.append((gain * ((1 - lam) * (1 - self.routine) * error + lam * own_error) + scatter) ** 2)  # E75
            own.append(own_view)
            professional.append(view)
            gains.append(gain)
            weights.append(lam)
        self.unit.files.append(professional)
        self.unit.trial_cases += 1
        if self.model.random.random() < self.p.revision.survey_response * (0.5 + self.citizen.resources):
            self.unit.surveys.append(own)
        fit = self.fit(delivered)
        self.citizen.count("spread", mean(odd))
        self.citizen.count("lay weight", mean(weights))
        self.book_hours()
        unheard, ended = self.distance(own, silent), self.distance(own, delivered)
        moved = held((unheard - ended) / max(unheard, 1e-9))  # E87
        self.experience(fit, self.felt_following(own, ended), moved, mean(odd))
        return fit

    # --- what is known of the need ---

    def error(self, kind: int) -> float:
        """Return the standard deviation of the professional's view."""  # E48
        if kind == CODIFIED:
            sd = self.e.sd_codified * (1 + self.e.documentation_precision * (1 - self.rule.documentation))
        elif kind == PROFESSIONAL:
            sd = self.e.sd_professional
        else:
            sd = self.e.sd_lived / sqrt(1 + self.e.dialogue_precision * self.dialogue)
        return sd / sqrt(1 + self.need.returns)

    def own_error(self, kind: int) -> float:
        """Return the standard deviation of the citizen's view."""  # E50
        return self.e.citizen_sd_lived if kind == LIVED else self.e.citizen_sd_expert

    def professional_view(self, d: int, error: float) -> float:
        """Return the professional's view, mixed with the group's under load."""  # E48, E49
        kind, need = self.area.kinds[d], self.need.vector[d]
        bias = (0.0, self.e.bias_professional, self.e.bias_lived)[kind]
        distance = held(DISTANCE[self.citizen.group] + 0.3 * (0.5 - self.citizen.resources))
        bias *= distance * (1 - self.e.bias_relief * self.dialogue) / sqrt(1 + self.need.returns)
        view = need + bias * (self.area.typical[0][d] - need) + error
        return (1 - self.routine) * view + self.routine * self.area.typical[self.citizen.group][d]

    def citizen_view(self, d: int, error: float) -> float:
        """Return the citizen's view of the need."""  # E50
        wrong = misconception(self.e, self.area.kinds[d], self.citizen, self.dialogue)
        return self.need.vector[d] + wrong * self.area.misconception[d] + error

    def weight(self, kind: int) -> float:
        """Return the weight of the citizen's view."""  # E51
        return lay_weight(
            kind, self.rule.weight_delivery, self.facilitation, self.citizen.resources, self.team.openness,
            self.e.professional_lay_share,
        )  # fmt: skip

    # --- what is delivered ---

    def gain(self, d: int, dialogue: float) -> float:
        """Return how far the service is tailored in a dimension."""  # E53
        kind, team = self.area.kinds[d], self.team
        if kind == CODIFIED:
            rules = self.rule.rule_categories
            gain = 1 - rules ** (-1 / min(self.area.codified, self.e.categories_dimensions)) if rules >= 1 else 0.0
            gain *= self.area.up_to_date(self.model, rules)  # E98
        elif kind == PROFESSIONAL:
            able = team.competence * (1 - self.p.staff.strain_loss * team.strain)
            gain = self.rule.discretion * able * self.model.readiness["professionals"] * self.unit.attention(team)
        else:
            disclosed = held(dialogue + 0.6 * self.p.delivery.largest_share * self.share * self.effort)
            trusting = 1 - self.e.trust_needed + self.e.trust_needed * held(1.5 * self.citizen.trust)
            relates = team.relation * (1 - self.p.staff.strain_loss * team.strain)
            gain = self.rule.discretion * disclosed * self.unit.attention(team) * trusting * (0.4 + 0.6 * relates)
        if (d + self.citizen.identity) % 12 < 3 * (self.need.sectors - 1):
            gain *= 1 - self.p.delivery.cross_loss * (1 - self.rule.coordination)
        return gain

    def fit(self, delivered: list[float]) -> float:
        """Return the fit of the delivered service."""  # E56
        missed = mean((x - y) ** 2 for x, y in zip(self.need.vector, delivered))
        d = self.p.delivery
        short = d.shortfall * d.largest_share * self.share * (1 - self.effort)
        return self.unit.value**self.area.own.solution_weight * exp(-self.e.steepness * missed) * (1 - short)

    def distance(self, own: list[float], service: list[float]) -> float:
        """Return the mean squared distance from the wish to a service, over what was talked about."""  # E57
        lay = (0.0, self.e.professional_lay_share, 1.0)
        topic = [self.facilitation * lay[kind] + 1 - self.facilitation for kind in self.area.kinds]
        return sum(t * (w - y) ** 2 for t, w, y in zip(topic, own, service)) / (sum(topic) + 1e-9)

    def felt_following(self, own: list[float], ended: float) -> float:
        """Return how far the citizen feels that the service, this far from the wish, followed it."""  # E57
        offered = self.distance(own, self.unit.programme)
        movement = self.p.trust.following_movement
        return movement * held(1 - ended / max(offered, 1e-9)) + (1 - movement) * exp(-self.e.steepness * ended)

    def book_hours(self) -> None:
        """Book the hours of both sides."""  # E44, after E61
        m, base, hours = self.p.money, self.area.own.hours, self.area.hours
        talk = (m.dialogue + m.facilitation * self.rule.facilitation) * self.rule.dialogue
        if self.need.returns:
            hours["returns"] += self.hours
        else:
            dialogue = min(talk * base * self.unit.time(), self.hours)
            hours["dialogue"] += dialogue
            hours["delivery"] += self.hours - dialogue
        self.citizen.count("delivered", base * self.part)
        self.citizen.count(f"hours in {self.unit.kind} units", self.hours)
        talked = self.p.delivery.dialogue_hours * self.rule.dialogue * self.unit.time()
        self.citizen.count("citizen hours", base * self.part + talked)

    # --- what it leaves behind ---

    def experience(self, fit: float, followed: float, moved: float, odd: float) -> None:
        """Change attitudes, and close the need, return it, or let the citizen give up."""  # E58-E62
        c, t, d, random, voice = self.citizen, self.p.trust, self.p.delivery, self.model.random, self.dialogue
        unlike = t.neutrality * (sqrt(odd) - t.neutrality_reference)  # E89
        justice = c.justice(voice, followed, t.justice_noise * self.model.normal() - unlike)
        published = t.expectation_published * self.rule.indicator_publication
        expected = c.expectation + published * (held(self.unit.indicator) - c.expectation)  # E77
        happy = c.satisfaction(fit, justice, expected, t.satisfaction_noise * self.model.normal())  # E59
        c.judge(happy, justice, t)  # E60
        c.expectation = held(c.expectation + t.expectation_rate * (fit - c.expectation))  # E61
        c.change_voice(voice, followed)
        c.feel_influence(moved)
        c.expected_following += t.expected_following_case * voice * (followed - c.expected_following)
        asked, gave = t.efficacy_voice * sqrt(voice * followed), self.effort * self.share
        aim = held(t.efficacy_base + t.efficacy_skill * c.skill + asked + t.efficacy_effort * gave)
        c.efficacy += t.efficacy_rate * (aim - c.efficacy)
        c.ownership = held(c.ownership + d.ownership_effort * gave * (1 - c.ownership))
        c.known[self.area] = (self.unit, fit)

        used = logistic(d.use_base + d.use_ownership * c.ownership + d.use_trust * c.trust + d.use_fit * fit)  # E62
        floor = self.p.outcomes.statutory_floor
        for what, amount in (
            ("cases", 1), ("return cases", self.need.returns > 0), ("fit", fit), ("use", fit * used),
            ("below floor", fit < floor), ("satisfaction", happy), ("justice", justice),
            ("influence", voice * followed), ("satisfaction square", happy**2),
        ):  # fmt: skip
            c.count(what, amount)
        self.unit.happy += happy
        self.unit.answers += 1
        self.model.record.fits.append(fit)
        a = self.p.access
        odds = exp(c.complaint_drive(self.need.returns)) * (exp(a.complain_shortfall * above(expected - fit)) - 1)
        complains = random.random() < odds / (1 + odds)  # E78
        if complains:
            self.area.complaints += 1
            c.count("acts")
            c.complaint_is_answered()
        c.count("waited", self.need.waited)
        c.count("attention", self.unit.time())
        c.count("hours in cases", self.hours)
        c.count("standard hours", self.area.own.hours)
        if self.need.returns or self.need.sectors > 1:
            c.count("complex")
            c.count("complex waited", self.need.waited)
        self.need.waited, self.need.pressure = 0, a.complaint_priority * complains
        slot = next(k for k, need in enumerate(c.needs) if need is self.need)
        if fit < floor and self.appeal():
            self.need.pressure = a.complaint_priority
            self.need.returns += 1
            self.need.unit = None
        elif random.random() >= held(d.returning * (1 - fit) * (1 - d.mastery * c.efficacy)):
            c.needs[slot] = None
            c.count("met", float(fit >= floor))
            c.count("met complex", float(fit >= floor and self.need.sectors > 1))
            if fit < floor:
                c.be_left_unserved()
        elif random.random() < held(d.return_give_up * (1.5 - c.resources)):
            c.needs[slot] = None
            c.be_left_unserved()
            c.count("gave up")
        else:
            self.need.returns += 1
            self.need.unit = None

    def appeal(self) -> bool:
        """Return whether the citizen appeals against the decision, and the appeal is upheld."""  # E99, E100
        c, random = self.citizen, self.model.random
        odds = self.p.access.appeal * exp(c.complaint_drive(self.need.returns))
        if random.random() >= odds / (1 + odds):
            return False
        self.area.complaints += 1
        c.count("acts")
        c.count("appeals")
        upheld = random.random() < self.rule.documentation * (1 - self.rule.discretion)
        c.count("upheld", float(upheld))
        return upheld


def misconception(encounter, kind: int, citizen: Citizen, dialogue: float) -> float:
    """Return a citizen's share of citizens' common misconception."""  # E50
    if kind == LIVED:
        return encounter.misconception_lived
    return encounter.misconception * (1.3 - 0.6 * citizen.resources) * (1 - encounter.bias_relief * dialogue)
