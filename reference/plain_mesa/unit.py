"""Service units and professional teams (ODD page: 7.6, 7.9, 7.10)."""

from __future__ import annotations

from math import exp, sqrt
from types import SimpleNamespace
from typing import Any

import mesa

from reference.plain_mesa.area import BITS, DIMENSIONS, LIVED, Area
from reference.plain_mesa.base import Town
from reference.plain_mesa.citizen import Citizen, Need
from reference.plain_mesa.maths import above, held, logistic, mean
from reference.plain_mesa.rules import fidelity

PUBLIC, CONTRACTED, CIVIC = "public", "contracted", "civic"
POSTS = 6
LEAST_SLACK = 1e-9  # close to none


def lay_weight(
    kind: int, lay_rule: float, facilitation: float, resources: float, openness: float, expert: float
) -> float:
    """Return the weight of the citizen's view in a kind of knowledge; `expert` is the share in professional matters."""
    knows = (0.0, expert, 1.0)[kind]
    status = min(1.0, 2 * resources / (resources + 0.6))
    return (0.5 + 0.5 * openness) * lay_rule * (facilitation * knows + (1 - facilitation) * status)  # E51


class Team(mesa.Agent):
    """A professional team of six posts."""

    model: Town

    def __init__(self, model: Town, area: Area) -> None:
        super().__init__(model)
        s, normal = model.p.staff, model.normal
        self.area = area
        self.competence = held(s.competence + s.competence_spread * normal(), 0.2)
        self.relation = held(s.relation + s.competence_spread * normal(), 0.2)
        self.openness = held(s.openness + 0.1 * normal())
        self.motive = held(0.6 + 0.1 * normal())
        self.strain = held(0.35 + 0.05 * normal())

    def work_a_month(self) -> int:
        """Update strain, learning and turnover; return the number of renewed posts."""  # E68-E70
        s, rule, normal = self.model.p.staff, self.area.rules, self.model.normal
        control = 0.5 * rule.documentation + 0.5 * rule.target_pressure
        aim = 0.15 + s.strain_load * above(self.area.felt_load() - 0.8)
        aim += s.strain_control * control - s.strain_discretion * rule.discretion
        self.strain += s.strain_rate * (held(aim) - self.strain)
        quality = mean(unit.quality for unit in self.area.units)
        yearly = -s.control * control + s.autonomy * (rule.discretion - 0.5) + s.benefit * (quality - 0.5)
        self.motive = held(self.motive + yearly / 12 + 0.01 * (0.6 - self.motive))
        self.competence += s.learning * (1 + rule.training) * above(s.ceiling - self.competence)
        self.relation += s.relearning * rule.dialogue * above(s.ceiling - self.relation)
        self.openness += s.openness_learning * rule.weight_delivery * (1 - self.openness)
        hazard = s.turnover * (1 + s.strain_turnover * above(self.strain - 0.35))
        left = sum(self.model.random.random() < hazard for _ in range(POSTS))
        for _ in range(left):
            newcomer = held(s.competence - 0.1 + s.competence_spread * normal(), 0.2)
            self.competence += (newcomer - self.competence) / POSTS
            newcomer = held(s.relation - 0.1 + s.competence_spread * normal(), 0.2)
            self.relation += (newcomer - self.relation) / POSTS
        return left


class Unit(mesa.Agent):
    """A service unit of an area."""

    model: Town

    def __init__(self, model: Town, area: Area, number: int, shared: list[float]) -> None:
        super().__init__(model)
        self.area, self.number, self.kind = area, number, PUBLIC
        gap, typical = model.p.needs.legacy_gap, area.typical[0]
        self.programme = [typical[d] + gap * (0.8 * shared[d] + 0.6 * model.normal()) for d in DIMENSIONS]  # E10
        self.solution = self.old_solution = area.start_solution
        self.seen_before, self.on_trial, self.trial_age, self.trial_cases = 0.0, False, 0, 0
        self.rights = self.turn = 0.0  # to try; how far the next trial is the arena's
        self.quality = self.indicator = 0.6
        self.users, self.bank, self.wait, self.load = 1.0, 0.0, 0.0, 0.0
        self.usual_load = self.felt_load = 1.0
        self.slack, self.saved, self.share = max(model.p.market.slack, LEAST_SLACK), 0.0, 0.0
        self.rules = model.rules
        self.fidelity = fidelity(model.normal, model.luck, model.p.roles)
        self.willing, self.proposal, self.coming, self.resident_run = 0.0, 0, False, False  # E109, E110
        self.happy = self.answers = 0.0  # satisfaction and cases, fading
        self.put_evidence_away()

    @property
    def value(self) -> float:
        """Quality of the unit's solution."""
        return self.area.quality[self.solution]

    def put_evidence_away(self) -> None:
        """Reset the evidence gathered since the last revision."""
        self.files: list[list[float]] = []
        self.surveys: list[list[float]] = []
        self.voices: list[list[float]] = []

    # --- allocation ---

    def delivery_share(self) -> float:
        """Return citizens' share of what they can deliver."""  # E44
        share = self.rules.delivery_share * self.model.readiness["citizens"]
        return max(share, self.model.p.delivery.civic_share) if self.kind == CIVIC else share

    def citizens_part(self, citizen: Citizen, effort: float) -> float:
        """Return the share of a case's standard hours that the citizen takes over."""  # E44
        d = self.model.p.delivery
        return min(
            d.largest_share * self.delivery_share() * effort, d.hours_cap / self.area.own.hours * citizen.time / 0.4
        )

    def effort(self, citizen: Citizen, need: Need) -> float:
        """Return the citizen's own effort."""  # E45, E46
        d, share, support = self.model.p.delivery, self.delivery_share(), self.rules.support
        if share <= 0:
            return 0.0
        means = held(1.6 * (citizen.resources + support) * citizen.time, 0.02, 1) * max(2 * citizen.efficacy, 0.05)
        public = max(round(40 * held(citizen.expectation)) / 40, 0.05)
        motive = d.motive * (0.5 + citizen.efficacy + 0.5 * citizen.expected_following)

        def result(own: float) -> float:
            q, w = d.complementarity, d.own_weight
            own = max(own, 0.05)
            return public ** (1 - w) * own**w if abs(q) < 1e-6 else ((1 - w) * public**q + w * own**q) ** (1 / q)

        def worth(e: float) -> float:
            value = result(e) ** d.result_worth / d.result_worth
            return (0.4 + 0.6 * need.severity) * value + motive * e - d.effort_cost * share / (2 * means) * e * e

        return max((0.0, 0.25, 0.5, 0.75, 1.0), key=worth)

    def hours_of(self, need: Need, part: float) -> float:
        """Return the public hours of a case of which the citizen takes over a part."""  # E43, E91
        m, d, rule, share = self.model.p.money, self.model.p.delivery, self.rules, self.delivery_share()
        extra = m.discretion * rule.discretion + (m.dialogue + m.facilitation * rule.facilitation) * rule.dialogue
        extra += m.coordination * rule.coordination * (need.sectors - 1) + m.support * rule.support * share
        full = 1 + self.slack + extra
        saved = self.saved
        if self.kind == CONTRACTED:
            saved = max(saved, full * m.contract_saving * self.area.own.measurability)
        sharing = d.coordination_fixed + d.coordination_share * part if share > 0 else 0.0
        return self.area.own.hours * (full - saved + sharing - part)

    def plan(self, cases: list[tuple[Citizen, Need]]) -> list[list[Any]]:
        """Return open cases as [citizen, need, effort, part, hours]."""  # E43, E44, E46
        todo = []
        for citizen, need in cases:
            effort = self.effort(citizen, need)
            part = self.citizens_part(citizen, effort)
            todo.append([citizen, need, effort, part, self.hours_of(need, part)])
        return todo

    def serve(self, todo: list[list[Any]], at_hand: float) -> list[tuple]:
        """Return the cases served this month as (citizen, need, effort, part, hours)."""  # E39-E42, E90
        d, random = self.model.p.delivery, self.model.random
        self.load = sum(case[4] for case in todo) / at_hand
        self.feel(len(todo), at_hand / self.area.own.hours)
        time = self.time()
        usual = at_hand / self.area.own.hours
        advance = 2 * self.area.own.hours * sqrt(usual * (self.model.stands_for - 1))  # E84
        if sum(case[4] for case in todo) * time > at_hand + self.bank + advance + 1e-6:
            urgency = {
                id(need): need.severity
                + d.wait_priority * need.waited
                + need.pressure
                + 0.05 * random.random()
                - self.passed_over(need)
                for _, need, *_ in todo
            }
            todo.sort(key=lambda case: -urgency[id(case[1])])
        left, served = at_hand + self.bank + advance, []
        for case in todo:
            if case[4] * time > left + 1e-6:
                break
            left -= case[4] * time
            served.append((*case[:4], case[4] * time))
        waiting = todo[len(served) :]
        for case in waiting:
            case[1].waited += 1
        left -= advance
        self.bank = min(left, max([3 * self.area.own.hours + advance, *(case[4] for case in waiting)]))
        self.area.hours["idle"] += left - self.bank
        self.wait = min(24.0, len(waiting) / max(len(served), 0.5))
        return served

    def feel(self, cases: int, usual: float) -> None:
        """Move felt load toward the month's load."""  # E39, E83
        d = self.model.p.delivery
        seen = d.felt_by_cases * cases + (1 - d.felt_by_cases) * usual
        rate = seen / (d.felt_cases + seen * (1 + self.model.stands_for) / 2) if seen else 0.0
        self.usual_load += rate * (self.load - self.usual_load)
        over = above(self.usual_load - 1)
        self.felt_load = self.usual_load - over + self.area.own.dilution * over  # E90

    def time(self) -> float:
        """Return the share of normal time that a case gets."""  # E40, E90
        least = 1 - self.area.own.dilution * (1 - self.model.p.delivery.least_attention)
        return 1.0 if self.felt_load <= 1 else held(1 / self.felt_load, least)

    def drive(self, targets: float) -> float:
        """Return how strongly rivalry and targets drive the unit toward good figures."""  # E91, E92
        return min(1.0, self.rivalry() + 0.5 * targets)

    def rivalry(self) -> float:
        """Return the rivalry between units."""  # E67
        rule = self.rules
        return 0.5 * rule.contract + 0.5 * rule.money_follows_user * (rule.n_providers > 1)

    def passed_over(self, need: Need) -> float:
        """Return the priority that a case loses by looking costly."""  # E92
        signs = min(need.sectors - 1 + need.returns, 2)
        return self.model.p.market.skimming * self.drive(self.pressure(self.rules)) * signs / 2

    def pressure(self, rules: SimpleNamespace) -> float:
        """Return the target pressure that the unit works under; there is none in civic units."""
        return 0.0 if self.kind == CIVIC else rules.target_pressure

    def attention(self, team: Team) -> float:
        """Return the quality of attention that a team gives a case."""  # E40, E54, E55
        market, d, measured = self.model.p.market, self.model.p.delivery, self.area.own.measurability
        q = (1 - exp(-d.attention * self.time())) / (1 - exp(-d.attention))
        pressure = self.pressure(self.area.rules)
        to_measured = measured + (1 - measured) * pressure * (1 - team.motive)
        work = 1 - market.gaming * pressure * (1 - market.audit)
        effort = (work * to_measured / measured) ** measured
        effort *= (max(work - work * to_measured, 0.01) / (1 - measured)) ** (1 - measured)
        worn = market.unmeasured_loss * (1 - measured) * above(1 - self.slack / max(market.slack, LEAST_SLACK))
        return held(q * effort * (1 - worn))

    def routine(self) -> float:
        """Return how far staff see the group instead of the person."""  # E49
        sharp = self.model.p.delivery.routine
        return logistic(sharp * (self.felt_load - 1)) if sharp > 0 else 0.0

    # --- revision ---

    def revise(self) -> None:
        """Revise the programme on the evidence, then the solution."""  # E64, E117
        model, r, cases = self.model, self.model.p.revision, len(self.files)
        facilitation = model.facilitation(self.rules)
        if cases:
            voices = self.voices or self.surveys
            mapped, children = self.area.map_of_children(model)
            weights = []
            for d in DIMENSIONS:
                evidence = mean(view[d] for view in self.files)
                expert = model.p.encounter.professional_lay_share
                kind, lay_rule = self.area.kinds[d], self.rules.weight_design
                weight = lay_weight(kind, lay_rule, facilitation, 0.5, self.area.open_mind(), expert)
                children_weigh = mapped if kind == LIVED else 0.0
                if voices:
                    lay = mean(view[d] for view in voices)
                    lay += children_weigh * (children[d] - lay) if children_weigh else 0.0
                else:
                    weight *= children_weigh
                    lay = children[d] if children_weigh else 0.0
                evidence += weight * (lay - evidence)
                weights.append(weight)
                step = r.step * (1 - r.legacy) * cases / (cases + r.evidence)
                self.programme[d] += step * (evidence - self.programme[d])
            model.record.design.append(mean(weights) if weights else 0.0)
        self.put_evidence_away()
        if not r.trial_months:
            self.revise_solution(max(cases * model.stands_for, 1.0))  # E84

    def month_of_trials(self, has_arena: bool) -> None:
        """Let rights accrue; begin a trial if it is due, or judge a change whose time is up."""  # E80, E82
        accrued = self.model.p.revision.trials / 12
        self.trial_age += self.on_trial
        self.rights += accrued
        self.turn = min(1.0, self.turn + self.rules.weight_agenda * accrued) if has_arena else 0.0
        if self.due(2) or (self.due(1) and not self.arena_next()):
            self.model.late_hours += self.begin_trial()
            self.search()
        elif self.on_trial and self.trial_age >= self.model.p.revision.trial_months:
            self.model.late_hours += self.judge()

    def due(self, trials: int) -> bool:
        """Return whether the unit has the right to so many trials."""
        return self.rights + 1e-9 >= trials

    def arena_next(self) -> bool:
        """Return whether the next trial is the arena's."""
        return self.turn + 1e-9 >= 0.5

    def hours_of_trial(self) -> float:
        """Return the public hours of a trial."""  # E80
        return self.model.p.revision.trial_hours * len(self.model.citizens) / 1000 / len(self.area.units)

    def begin_trial(self) -> float:
        """Use up a right, and judge the change on trial; book and return hours."""  # E80
        hours = self.hours_of_trial()
        self.rights = max(self.rights - 1, 0.0)
        self.model.record.trials += 1
        self.area.hours["process"] += hours
        return hours + (self.judge() if self.on_trial else 0.0)

    def blur(self) -> float:
        """Return how steering by what can be measured raises errors of judgement."""  # E81
        rule = self.rules
        return 1 + rule.target_pressure * (1 - self.area.own.measurability) * (1 - rule.weight_evaluation)

    def observed(self, cases: float) -> float:
        """Return the quality of the solution as some cases show it."""  # E81
        return self.value + self.model.p.revision.realised_noise * self.blur() * self.model.normal() / sqrt(
            max(cases, 1)
        )

    def judge(self) -> float:
        """Keep the change on trial or take it back; book and return hours."""  # E82
        self.on_trial = False
        self.model.record.judged += 1
        if self.observed(self.trial_cases * self.model.stands_for) >= self.seen_before - self.model.p.arenas.threshold:
            return 0.0
        self.solution = self.old_solution
        self.model.record.reversed += 1
        hours = self.hours_of_trial() * self.rules.documentation
        self.area.hours["process"] += hours
        return hours

    def search(self) -> None:
        """Copy the unit that looks best, or try a change."""  # E82
        a, random = self.model.p.arenas, self.model.random
        seen = self.observed(self.users)
        best = max(self.area.units, key=lambda unit: unit.indicator)
        if random.random() < self.model.p.revision.imitation and best.solution != self.solution:
            self.change(best.solution, seen)
            return
        candidate = self.solution ^ (1 << random.choice(sorted(self.area.professionals_know) or range(BITS)))
        if self.area.quality[candidate] - self.value + a.noise_known * self.blur() * self.model.normal() > a.threshold:
            self.change(candidate, seen)

    def revise_solution(self, cases: float) -> None:
        """Judge the change on trial, or copy, or try a change; without a budget of trials."""  # E65
        model, r, a, random = self.model, self.model.p.revision, self.model.p.arenas, self.model.random
        seen = self.value + r.realised_noise * model.normal() / sqrt(cases)
        if self.on_trial:
            self.on_trial = False
            model.record.judged += 1
            if seen < self.seen_before - a.threshold:
                self.solution = self.old_solution
                model.record.reversed += 1
                return
        if random.random() >= min(1.0, r.trials * model.rules.revision_interval / 12):
            return
        model.record.trials += 1
        best = max(self.area.units, key=lambda unit: unit.indicator)
        if random.random() < r.imitation and best.solution != self.solution:
            self.change(best.solution, seen)
            return
        bit = random.choice(sorted(self.area.professionals_know) or range(BITS))
        candidate = self.solution ^ (1 << bit)
        blur = 1 + self.rules.target_pressure * (1 - self.area.own.measurability)
        if self.area.quality[candidate] - self.value + a.noise_known * blur * model.normal() > a.threshold:
            self.change(candidate, seen)

    def change(self, solution: int, seen: float) -> None:
        """Put another solution on trial, and count an innovation if it is one."""
        better = self.area.quality[solution] > self.value
        if better and self.users >= 1 and solution not in self.area.tried:
            self.model.record.innovations += 1
        self.area.tried.add(solution)
        self.old_solution, self.solution = self.solution, solution
        self.seen_before, self.on_trial, self.trial_age, self.trial_cases = seen, True, 0, 0

    def tend(self, asked: float) -> None:
        """Update indicator, slack, saving and share of hours; `asked` is the number of the area's users."""  # E66, E67
        market, rule, measured = self.model.p.market, self.rules, self.area.own.measurability
        pressure = self.pressure(rule)
        polish = market.gaming * pressure * (1 - market.audit) + 0.3 * pressure * (1 - measured)
        seen = (
            self.quality
            + market.inflation * polish * (1 - rule.weight_evaluation)
            + market.indicator_noise * self.model.normal()
        )
        self.indicator += market.indicator_rate * (held(seen, 0, 1.5) - self.indicator)
        wear = market.slack_wear / 12 * (self.rivalry() + 0.5 * rule.target_pressure)
        self.slack = above(self.slack - wear * measured)
        drive = self.drive(pressure * rule.indicator_publication)
        self.saved += (market.yardsticks * drive * measured - self.saved) / 24  # E91
        follow = rule.money_follows_user * market.money_lag + (1 - rule.money_follows_user) * market.planning_lag
        if asked > 0:
            self.share += follow * (self.users / asked - self.share)

    def become(self) -> None:
        """Set who runs the unit, by the rules."""
        rule, n = self.model.rules, len(self.area.units)
        self.kind = CONTRACTED if self.number < int(n * rule.contract + 0.5) else PUBLIC
        if (rule.civic_provider and self.number == n - 1) or self.resident_run:
            self.kind = CIVIC
