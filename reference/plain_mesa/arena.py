"""Arenas: recruitment, deliberation, proposals, the council's answer, and its effect on members (ODD page: 7.4)."""

from __future__ import annotations

from math import ceil, sqrt
from statistics import pstdev

from reference.plain_mesa.area import BITS, DIMENSIONS, LIVED, Area
from reference.plain_mesa.base import Town
from reference.plain_mesa.citizen import Citizen
from reference.plain_mesa.encounter import misconception
from reference.plain_mesa.maths import held, logistic, mean
from reference.plain_mesa.unit import Unit

FEWEST = 3  # fewest members at a meeting


class Arena:
    """An arena of an area, which works on one of its units."""

    def __init__(self, model: Town, area: Area, unit: Unit) -> None:
        self.model, self.area, self.unit = model, area, unit
        self.rules = unit.rules  # as the unit carries them out
        self.filled = 0.0  # share of seats, when the latest meeting was due
        self.seats: list[Citizen | None] = [None] * self.rules.arena_size
        self.attended: dict[Citizen, int] = {}
        self.sampled: dict[Citizen, bool] = {}  # whether the member's attitudes change (E84)
        self.held = 0
        self.group_trust = model.p.arenas.group_trust_start
        self.first = self.last = True  # whether the session is the first, and the last, of its meeting
        self.facilitator = self.new_facilitator()

    @property
    def members(self) -> list[Citizen]:
        """Members with a seat now."""
        return [citizen for citizen in self.seats if citizen is not None]

    def meet(self) -> None:
        """Fill empty seats, and meet if there are enough."""
        self.recruit()
        self.filled = len(self.members) / self.rules.arena_size
        if len(self.members) >= FEWEST:
            self.book_meeting()
            self.facilitation = self.facilitate()
            for session in range(1, self.sessions() + 1):  # E125
                self.first, self.last = session == 1, session == self.sessions()
                self.give_evidence()
                self.deliberate()

    def sessions(self) -> int:
        """Return in how many sessions a meeting is held."""  # E124
        return max(1, ceil(self.rules.meeting_hours / self.rules.session_hours - 1e-9))

    # --- facilitation and group trust ---

    def new_facilitator(self) -> float:
        """Return how well a facilitator does the work."""  # E22
        return held(1 + self.model.p.arenas.facilitator_spread * self.model.normal(), 0.3, 1.7)

    def facilitate(self) -> float:
        """Return how well a meeting is facilitated; half of the group's trust leaves with a facilitator."""
        s, rule, strain = self.model.p.staff, self.rules, mean(team.strain for team in self.area.teams)  # E22
        hazard = s.turnover * (1 + s.strain_turnover * max(strain - 0.35, 0))
        if self.model.random.random() < hazard * 12 / rule.meetings_per_year:
            self.facilitator = self.new_facilitator()
            self.group_trust = self.diluted(0.5)
        return held(self.model.facilitation(self.rules) * self.facilitator * (1 - s.strain_loss * strain))

    def diluted(self, new: float) -> float:
        """Return group trust when a share of the members is new to each other."""  # E79
        return (1 - new) * self.group_trust + new * self.model.p.arenas.group_trust_start

    # --- recruitment ---

    def recruit(self) -> None:
        """Ask people until the seats are filled, or enough have been asked."""
        model, answers = self.model, {}
        for seat, taken in enumerate(self.seats):
            asked = looked_at = 0
            while taken is None and asked < model.p.arenas.asked and looked_at < 8 * model.p.arenas.asked:
                looked_at += 1
                citizen = self.somebody(seat)
                if not self.fits(citizen, seat):
                    continue
                asked += 1
                self.area.hours["process"] += model.p.money.invitation / model.stands_for
                if citizen not in answers:
                    answers[citizen] = model.random.random() < self.probability_of_joining(citizen)
                if answers[citizen] and citizen not in self.seats:
                    taken = self.seats[seat] = citizen
                    self.attended[citizen] = 0

    def somebody(self, seat: int) -> Citizen:
        """Return a candidate for a seat: under `network`, a tie of the nearest member before the seat."""
        if self.is_for_the_young(seat):
            return self.model.random.choice(self.model.young)
        if self.rules.recruitment == "network":
            before = [self.seats[(seat - back) % len(self.seats)] for back in range(1, len(self.seats))]
            friend = next((member for member in before if member is not None), None)
            if friend is not None and friend.ties:
                return self.model.random.choice(friend.ties)
        return self.model.random.choice(self.model.citizens)

    def is_for_the_young(self, seat: int) -> bool:
        """Return whether a seat is kept for young people."""  # E116
        kept = int(self.rules.youth * self.rules.arena_size + 0.5)
        return bool(self.model.young) and self.model.p.mechanisms.youth and seat >= self.rules.arena_size - kept

    def fits(self, citizen: Citizen, seat: int) -> bool:
        """Return whether the way of recruiting reaches this citizen for this seat."""
        mode = self.rules.recruitment
        if citizen.band == 0 and not self.is_for_the_young(seat):
            return False
        if mode == "open":
            return self.model.random.random() <= 0.2 + 0.8 * citizen.skill
        if mode == "targeted":
            return citizen.rank <= 0.5 or citizen.last_need(self.area) is not None
        return mode != "stratified" or citizen.quintile == seat % 5

    def probability_of_joining(self, citizen: Citizen) -> float:
        """Return the chance of joining when asked."""  # E21, E102, E122
        j, rule = self.model.p.arenas, self.rules
        drive = j.join_base + j.join_skill * (citizen.skill - 0.5) * (1 - 0.5 * rule.support)
        drive += j.join_time * (citizen.time - 0.5) + j.join_salience * (citizen.last_need(self.area) is not None)
        drive += j.join_efficacy * (citizen.efficacy - 0.5) + j.join_input_followed * (
            citizen.expects(rule.declared) - 0.3
        )
        pay = rule.pay / self.model.p.money.wage * (1.3 - citizen.income) if rule.pay else 0.0
        drive -= j.join_fatigue * citizen.meetings
        hours = rule.meeting_hours / self.sessions()
        return logistic(drive - j.join_hours * hours + j.join_pay * pay + 0.5 * rule.support)

    def book_meeting(self) -> None:
        """Book the cost of a meeting."""  # E30, E125
        model, rule, a = self.model, self.rules, self.model.p.arenas
        before = sum(arena.held for area in model.areas for arena in area.arenas)
        work = (a.staff_hours + a.facilitator_hours * rule.facilitation) * max(
            0.4, (1 + before) ** -a.learning_exponent
        )
        work *= self.sessions()
        work += a.politicians * rule.presence * rule.meeting_hours + a.support_hours * rule.support * len(self.members)
        self.area.hours["process"] += work / model.stands_for
        model.record.cost += rule.pay * rule.meeting_hours * len(self.members) / model.stands_for
        self.held += 1

    # --- the meeting ---

    def weights(self) -> dict[Citizen, float]:
        """Return the weight of each member; without facilitation, status decides."""  # E22
        f, members = self.facilitation, self.members
        total = sum(member.rank for member in members)
        return {member: f / len(members) + (1 - f) * member.rank / total for member in members}

    def blur(self) -> float:
        """Return how differences between members and newcomers raise error of judgement."""  # E22
        members, f = self.members, self.facilitation
        groups = len({member.group for member in members})
        unlike = min(1.0, 2 * pstdev(member.rank for member in members) + 0.1 * (groups - 1))
        return (1 + self.model.p.arenas.conflict * unlike * (1 - f)) * (1 + 0.5 * self.newcomers())

    def newcomers(self) -> float:
        """Return the share of members who have attended no meeting yet."""
        return self.first * mean(self.attended[member] == 0 for member in self.members)

    def give_evidence(self) -> None:
        """Add members' views of a fitting service: for their own need, if open, and for similar people."""  # E23
        e, f, weights = self.model.p.encounter, self.facilitation, self.weights()
        for member in self.members:
            need, typical = member.last_need(self.area), self.area.typical[member.group]
            views = []
            for d in DIMENSIONS:
                kind = self.area.kinds[d]
                view = 0.5 * need.vector[d] + 0.5 * typical[d] if need else typical[d]
                view += (e.citizen_sd_lived if kind == LIVED else e.citizen_sd_expert) * self.model.normal()
                view += misconception(e, kind, member, f) * self.area.misconception[d]
                views.append(len(weights) * weights[member] * view)
            self.unit.voices.append(views)

    def deliberate(self) -> None:
        """Judge changes of the unit's solution; the council adopts or not; update members' attitudes."""
        proposed = adopted = 0
        closeness, weights, blur = self.area.closeness(self.model), self.weights(), self.blur()
        quorate = len(self.members) >= self.model.p.arenas.quorum * self.rules.arena_size
        for _ in range(self.model.p.arenas.proposals if quorate else 0):
            if not self.may_try():
                break
            bit, gain = self.topic()
            if self.judged(bit, gain, weights, blur):
                proposed += 1
                adopted += self.put_to_council(bit, gain, closeness)
        self.area.heard += adopted / self.model.stands_for
        self.area.answered += proposed
        self.area.adopted += adopted
        followed = adopted / proposed if proposed else self.area.following
        if proposed:
            self.area.following += self.model.p.arenas.following_rate * (followed - self.area.following)
        achieved = followed if proposed else 0.5 * self.facilitation * quorate  # E79
        self.group_trust = self.diluted(self.newcomers())
        self.group_trust += self.model.p.arenas.group_trust_rate * (achieved - self.group_trust)
        self.go_home(followed, proposed > 0)

    def may_try(self) -> bool:
        """Begin a trial of the unit if the next one is the arena's; return whether it is."""  # E80
        if not self.model.p.revision.trial_months:
            self.model.record.trials += 1
            return True
        if not (self.unit.due(1) and self.unit.arena_next()):
            return False
        self.unit.turn -= 1
        self.unit.begin_trial()
        return True

    def topic(self) -> tuple[int, float]:
        """Return the bit under discussion, and the true gain of changing it."""  # E24
        random = self.model.random
        room = set().union(*(self.area.group_knows[member.group] for member in self.members))
        known = room if random.random() < self.rules.weight_agenda else self.area.professionals_know
        bit = random.choice(sorted(known) or range(BITS))
        return bit, self.area.quality[self.unit.solution ^ (1 << bit)] - self.unit.value

    def judged(self, bit: int, gain: float, weights: dict[Citizen, float], blur: float) -> bool:
        """Return whether the arena proposes the change."""  # E24
        a, lam = self.model.p.arenas, self.rules.weight_design

        def sd(known: set[int]) -> float:
            return a.noise_known if bit in known else a.noise_unknown

        error = sqrt(sum((w * sd(self.area.group_knows[member.group])) ** 2 for member, w in weights.items()))
        lay = gain + blur * error * self.model.normal()
        expert = gain + sd(self.area.professionals_know) * self.model.normal()
        return (1 - lam) * expert + lam * lay > a.threshold

    def put_to_council(self, bit: int, gain: float, closeness: float) -> bool:
        """Return whether the council adopts, and update its openness."""  # E25-E27
        model, p, rule, ready = self.model, self.model.p.politics, self.rules, self.model.readiness["politicians"]
        strained = held(4 * (self.unit.felt_load - 1))
        closed = 1 - mean(politician.openness for politician in model.council)
        lean = p.adopt_base + p.adopt_presence * rule.presence * ready + p.adopt_closeness * closeness
        lean -= p.adopt_status * rule.weight_design * closed
        lean -= p.adopt_cost * strained * (1 + mean(politician.platform for politician in model.council))
        bound = rule.binding * ready
        adopted = model.random.random() < bound + (1 - bound) * logistic(lean)
        model.record.proposals += 1
        step = -0.002 * rule.weight_design
        if adopted:
            noise = model.p.revision.realised_noise / sqrt(max(self.unit.users, 1))
            noise *= self.unit.blur() if model.p.revision.trial_months else 1.0
            self.unit.change(self.unit.solution ^ (1 << bit), self.unit.value + noise * model.normal())
            model.record.design.append(rule.weight_design)
            step += p.openness_rate * rule.presence * (0.3 if gain > 0 else -0.3)
        else:
            model.record.overruled += 1
        for politician in model.council:
            politician.openness = held(politician.openness + step, 0.05, 0.95)
        return adopted

    def go_home(self, followed: float, decided: bool) -> None:
        """Update each member's attitudes after the meeting; some members leave the arena."""  # E28, E29, E101, E123
        model, a, rule, f = self.model, self.model.p.arenas, self.rules, self.facilitation
        one = 1 / model.stands_for  # E84
        for seat, member in enumerate(self.seats):
            if member is None:
                continue
            if self.last:
                self.attended[member] += 1
                member.meetings += self.represents(member)
                member.count("acts", one)
                member.count("attended", one)
                member.count("repeated", one * (member.meetings > rule.meetings_per_year))
            member.count("citizen hours", (rule.meeting_hours / self.sessions() + a.preparation) * one)
            voice = a.meeting_voice * (f + (1 - f) * member.rank)
            if decided:
                member.count("answered", one)
                member.count("followed", followed * one)
                member.count("influence", voice * followed * one)
            if decided and self.represents(member):
                broken = member.broken_promise(voice, followed, rule.declared)
                member.feel_heard(voice, followed, broken)
                member.expected_following += model.p.trust.expected_following_meeting * (
                    followed - member.expected_following
                )
                member.efficacy = held(member.efficacy + 0.03 * (followed - 0.3))
                gained = a.ownership_meeting * rule.weight_design * followed
                member.ownership = held(member.ownership + gained * (1 - member.ownership))
                for tie in member.ties:
                    tie.ownership = held(tie.ownership + model.p.social.ownership_share * gained * (1 - tie.ownership))
                    if broken:
                        tie.change_trust(-model.p.social.news_passed_on * model.p.trust.process_weight * broken)
            if not self.last:
                continue
            early = a.early_leaving * (1.2 - followed) if self.attended[member] == 1 else 0.0
            weary = a.fatigue * max(0, self.attended[member] - rule.meetings_per_year)
            hazard = (a.leaving * (1.5 - followed) + early + weary) * (1.5 - self.group_trust)
            if model.random.random() < 1 - rule.continuity * (1 - held(hazard)):
                self.seats[seat] = None
                del self.attended[member]

    def represents(self, member: Citizen) -> bool:
        """Return whether what the arena leaves in a member is felt by the simulated citizen: one in `stands_for`."""
        if member not in self.sampled:
            self.sampled[member] = self.model.random.random() * self.model.stands_for < 1
        return self.sampled[member]
