"""Measures of a town after its last month: participation, own effort, trust, co-delivery and others."""

from __future__ import annotations

import numpy as np

from agents.citizen_rules import effort
from agents.efforts import EXPECTATIONS, worths_of_effort
from agents.engine.table import AREAS
from experiments.evidence.validation.probes import slopes
from model.governance import GovernanceModel
from model.paradigms.rules import RULE
from model.parameters.parameters import AREA_NAMES
from model.town.ledger import EVENT, FIT_BINS, KIND

SEVERITIES = (0.2, 0.5, 0.8)
TRUSTING = 0.55  # answers 6-10 on a scale of 0-10


def participation(model: GovernanceModel) -> dict[str, float]:
    """Return how participation in arenas depends on skill and income, among citizens of 18 and above."""
    c = model.citizens
    adult = c.age_band > 0
    came = (c.meetings > 0)[adult].astype(float)
    skill, income, time, quintile = c.skill[adult], c.income[adult], c.time[adult], c.quintile[adult]
    low = quintile <= 1
    slope = slopes(came, {"skill": skill, "income": income, "time": time})
    return {
        "came_by_skill": _ends(came, skill),
        "came_by_income": _ends(came, income),
        "came_slope_skill": slope["skill"],
        "came_slope_income": slope["income"],
        "parity": float(came[low].sum() / max(came.sum(), 1.0) / low.mean()),
    }


def _ends(amount: np.ndarray, by: np.ndarray) -> float:
    """Return the mean of the highest fifth in `by` minus that of the lowest."""
    low, high = np.quantile(by, [0.2, 0.8])
    return float(amount[by >= high].mean() - amount[by <= low].mean())


def efforts(model: GovernanceModel, public: float | None = None, every: int = 1) -> np.ndarray:
    """Return the effort that adults would give to a service by the model's rule, (adults / every,).

    Effort is the mean over a mild, a moderate and a severe need, under the rules of the first area. Public effort is
    what each citizen expects of a service, or `public` for all. One adult in `every` is included.
    """
    c, town = model.citizens, model.town
    d, rule = town.numbers.delivery, town.rules[0]
    share, support = rule[RULE.delivery_share] * town.readiness[3], rule[RULE.support]
    steps = np.arange(EXPECTATIONS + 1) / EXPECTATIONS
    worths = [worths_of_effort(step if public is None else public, d) for step in steps]
    adults = np.flatnonzero(c.age_band > 0)[::every]
    believed = np.round(c.expectation * EXPECTATIONS).astype(int)
    return np.array([
        sum(effort(v, worths[believed[i]], share, c.resources[i], c.time[i], c.efficacy[i], c.expected_following[i],
                   support, d) for v in SEVERITIES) / len(SEVERITIES)
        for i in adults
    ])  # fmt: skip


def who_gives_effort(model: GovernanceModel) -> dict[str, float]:
    """Return slopes of effort on its predictors, in standard units, among adults who have had a service."""
    c = model.citizens
    adult = c.age_band > 0
    users = (c.encounters > 0)[adult]
    given = efforts(model)[users]

    def of(column: np.ndarray) -> np.ndarray:
        return np.asarray(column[adult][users], float)

    slope = slopes(given, {
        "efficacy": of(c.efficacy), "woman": of(c.sex == 0), "elderly": of(c.age_band >= 2), "skill": of(c.skill),
        "fit": of(c.fit_sum) / of(c.encounters), "voice": of(c.voice),
    })  # fmt: skip
    others = {name: abs(slope[name]) for name in ("woman", "elderly", "fit", "voice")}
    without_sex = max(value for name, value in others.items() if name != "woman")
    return {
        "effort_efficacy_lead": slope["efficacy"] - max(others.values()),
        "effort_efficacy_lead_without_sex": slope["efficacy"] - without_sex,
        **{f"effort_{k}": v for k, v in slope.items()},
    }


def answer_to_public_effort(model: GovernanceModel) -> dict[str, float]:
    """Return how much more effort citizens would give, by the rule, if public effort were 0.9 instead of 0.5."""
    return {"effort_answer": float((efforts(model, 0.9, 4) - efforts(model, 0.5, 4)).mean())}


def co_delivered(model: GovernanceModel) -> dict[str, float]:
    """Return hours that citizens delivered per case over the last year, by fifth, and their share of standard hours."""
    town = model.town
    e = town.ledger.window_events()
    cases = np.maximum(e[:, EVENT.cases], 1e-9)
    hours = e[:, EVENT.delivered_hours]
    fifths, areas = slice(0, 5), slice(len(e) - AREAS, len(e))
    each = hours / cases
    return {
        "delivered": float(hours[fifths].sum() / cases[fifths].sum()),
        "delivered_lowest": float(each[0]),
        "delivered_gap": float(each[4] - each[0]),
        "delivered_share": float((each[areas] / town.areas.hours).mean()),
    }


def trust_and_voice(model: GovernanceModel) -> dict[str, float]:
    """How trust goes with felt voice, with services had, and with resources, among adults."""
    c, t = model.citizens, model.town.numbers.trust
    adult = c.age_band > 0
    trusting, heard = (c.trust >= TRUSTING)[adult], (c.voice >= t.voice_reference)[adult]
    users = adult & (c.encounters > 0)
    slope = slopes(c.trust[users], {
        "voice": c.voice[users], "fit": c.fit_sum[users] / c.encounters[users], "resources": c.resources[users],
        "elderly": c.age_band[users] >= 2,
    })  # fmt: skip
    return {
        "trusting_by_voice": float(trusting[heard].mean() - trusting[~heard].mean()),
        "trust_slope_voice": slope["voice"],
        "trust_slope_fit": slope["fit"],
    }


COMMON = (0.0, 0.5, 0.8)  # correlations of two answers' residuals
ANSWERS_SD = 0.22  # standard deviation of an answer between persons, on 0-1


def trust_and_voice_survey(model: GovernanceModel) -> dict[str, float]:
    """Return the gap in trust by felt voice as a survey would find it, for each correlation in `COMMON`.

    An answer is the model's value plus a residual that brings the standard deviation between adults to `ANSWERS_SD`.
    The residuals of the two answers are correlated, as if a disposition to answer were common to both. Persons trust
    from `TRUSTING` on, and say that they are heard from the neutral level of voice on.
    """
    c, t = model.citizens, model.town.numbers.trust
    adult = c.age_band > 0
    trust, voice = c.trust[adult], c.voice[adult]
    rng = np.random.default_rng(model.seed)
    one, other = rng.standard_normal((2, len(trust)))
    missing = [np.sqrt(max(ANSWERS_SD**2 - float(x.var()), 0.0)) for x in (trust, voice)]
    gaps = {}
    for r in COMMON:
        trusting = trust + missing[0] * one >= TRUSTING
        heard = voice + missing[1] * (r * one + np.sqrt(1.0 - r * r) * other) >= t.voice_reference
        gaps[f"trusting_by_voice_common_{10 * r:.0f}"] = float(trusting[heard].mean() - trusting[~heard].mean())
    return gaps


def spreads(model: GovernanceModel) -> dict[str, float]:
    """Return standard deviations between services (fit) and between citizens (efficacy), to standardise effects."""
    fits = model.town.ledger.window_fits()
    at = (np.arange(FIT_BINS) + 0.5) / FIT_BINS
    mean = float((fits * at).sum() / fits.sum())
    return {
        "fit_sd": float(np.sqrt((fits * (at - mean) ** 2).sum() / fits.sum())),
        "efficacy_sd": float(model.citizens.efficacy.std()),
    }


def applications(model: GovernanceModel) -> dict[str, float]:
    """Return applications and services over the last year: all, and those of the lowest and highest fifth."""
    fifths = model.town.ledger.window_events()[:5]
    applied, cases = fifths[:, EVENT.applied], fifths[:, EVENT.cases]
    return {
        "applied": float(applied.sum()), "applied_lowest": float(applied[0]), "applied_highest": float(applied[4]),
        "served": float(cases.sum()),
    }  # fmt: skip


def council(model: GovernanceModel) -> dict[str, float]:
    """Return the council's weight on work and income, the area that citizens with least resources need most."""
    return {"priority_work": float(model.town.politicians.priorities[:, AREA_NAMES.index("work_income")].mean())}


def tender_share(model: GovernanceModel) -> dict[str, float]:
    """Return tender hours of the last year as a share of the paid hours under contract."""
    town = model.town
    contracted = float((town.paid * town.rules[:, RULE.contract]).sum())
    return {"tender_share": float(town.ledger.window_hours()[0][KIND.transaction]) / max(contracted, 1e-9)}


def offices_near(model: GovernanceModel) -> None:
    """Open an office in every district."""
    model.town.distance[:] = 0.0


def offices_closed(model: GovernanceModel) -> None:
    """Close every district's office: set the longest distance."""
    model.town.distance[:] = 1.0
