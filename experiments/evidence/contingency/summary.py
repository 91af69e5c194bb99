"""The contingency page in short, for who will read nothing else: who is best and worst at what, where, and how sure.

Every number, and every word that depends on one, is found in the results. Only what outcomes and conditions are called
in plain words is written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.evidence.contingency.intensity import BETTER
from experiments.evidence.contingency.studies import OUTCOMES, PARADIGMS
from experiments.evidence.contingency.surface import Surface, best

# What is said of the best at an outcome, and of the worst.
_DOES = {
    "fit": ("gives the services that fit best", "gives the services that fit worst"),
    "met_need": ("meets most needs", "meets fewest needs"),
    "cost_per_met_need_nok": ("costs least per met need", "costs most per met need"),
    "citizen_hours_per_capita": ("takes least of citizens' time", "takes most of citizens' time"),
    "trust": ("wins most trust", "wins least trust"),
    "met_need_gap": ("helps rich and poor most alike", "helps rich and poor least alike"),
    "strain": ("strains staff least", "strains staff most"),
}
# What is said of a place where a condition is lower than elsewhere, and where it is higher.
_WHERE = {
    "lived": ("less of the knowledge needed is citizens' own", "more of the knowledge needed is citizens' own"),
    "codified": ("less of the knowledge stands in rules and files", "more of the knowledge stands in rules and files"),
    "wickedness": ("problems are tamer", "problems are more wicked"),
    "facilitation": ("meetings are less well led", "meetings are better led"),
    "trust": ("trust is lower at the start", "trust is higher at the start"),
    "budget": ("money is shorter", "there is more money"),
    "horizon": ("fewer years have passed", "more years have passed"),
}
_GAINS = {"met_need": "further met needs", "fit": "better fit", "trust": "greater trust", "met_need_gap": "smaller gap"}
_LISTED = 0.05  # share of the conditions from which a paradigm is said to be best
_TOLD = 0.025  # share from which it is said where; of differences that are noise, one map in twenty has so much
_APART = 0.5  # standard deviations between the place and elsewhere, for a condition to be named


@dataclass(frozen=True)
class Found:
    """What the summary is told from.

    Attributes:
        x: conditions and horizons sampled, (n, conditions), in the order of the surfaces.
        names: of the conditions.
        surfaces: differences from the first paradigm, by (paradigm, outcome).
        today: today's conditions after ten years, (1, conditions).
        verdicts: on intensity, see `intensity.verdicts`.
    """

    x: np.ndarray
    names: Sequence[str]
    surfaces: dict[tuple[str, str], Surface]
    today: np.ndarray
    verdicts: pd.DataFrame

    def winners(self, outcome: str, worst: bool = False) -> np.ndarray:
        """Return who is surely best, or worst, at an outcome at each condition: a place among the paradigms, or -1."""
        own = [self.surfaces[paradigm, outcome] for paradigm in PARADIGMS[1:]]
        return best(own, self.x, (BETTER[outcome] != "lower") != worst)

    def now(self, paradigm: str, outcome: str) -> tuple[float, float]:
        """Return the difference from the first paradigm at today's conditions, and half its 95 % interval."""
        mean, half = self.surfaces[paradigm, outcome].at(self.today)
        return float(mean[0]), float(half[0])


def summary(found: Found) -> list[str]:
    """Return the lines of the summary, in Markdown."""
    most, least = ({outcome: found.winners(outcome, worst) for outcome in OUTCOMES} for worst in (False, True))
    return [
        "## In short",
        "",
        f"Said of {len(found.x):,} conditions drawn at random (the map below says how); in brackets the share of them in "
        "which it is so with 95 % certainty.",
        "",
        *(_of_paradigm(k, name, found, most, least) for k, name in enumerate(PARADIGMS)),
        _good_administration(found),
        _half_hearted(found.verdicts),
        _how_sure(found, most),
        "",
    ]


def _of_paradigm(k: int, name: str, found: Found, most: dict[str, np.ndarray], least: dict[str, np.ndarray]) -> str:
    places = {outcome: _where(most[outcome] == k, found) for outcome in ("fit", "cost_per_met_need_nok")}
    good = _listed(k, {outcome: who for outcome, who in most.items() if not places.get(outcome)}, 0)
    bad = _listed(k, least, 1)
    text = f"- **{name}** {_joined(good) or 'is seldom surely best'}{', but ' if bad else ''}{_joined(bad)}."
    for outcome, where in places.items():
        if where:
            text += f" It {_DOES[outcome][0]} ({_percent((most[outcome] == k).mean())}) where {where}."
    return text + (_cost(name, found) if k else "")


def _listed(k: int, who: dict[str, np.ndarray], side: int) -> list[str]:
    """Return what paradigm `k` is best (side 0) or worst (1) at, with shares of the conditions, the largest first."""
    shares = {outcome: float((winner == k).mean()) for outcome, winner in who.items()}
    order = sorted((outcome for outcome in shares if shares[outcome] >= _LISTED), key=lambda one: -shares[one])
    return [f"{_DOES[outcome][side]} ({_percent(shares[outcome])})" for outcome in order]


def _where(here: np.ndarray, found: Found) -> str:
    """Return in words how conditions differ `here`, (n,) of bool, from elsewhere; "" where hardly, or everywhere."""
    if not _TOLD <= here.mean() <= 1 - _TOLD:
        return ""
    spread = found.x.std(axis=0)
    apart = (found.x[here].mean(axis=0) - found.x[~here].mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    order = [k for k in np.argsort(-np.abs(apart)) if abs(apart[k]) >= _APART]
    return _joined([_WHERE[found.names[k]][int(apart[k] > 0)] for k in order])


def _cost(paradigm: str, found: Found) -> str:
    """Return what a paradigm costs beside the first, as things are today and after ten years."""
    money, own = found.now(paradigm, "cost_per_met_need_nok")
    sure = f"{abs(money):,.0f} ± {own:,.0f} NOK {'more' if money > 0 else 'less'}"
    parts = [f"a met need costs {sure if abs(money) > own else 'about the same'}"]
    minutes = "minutes a month more", "minutes a month less"
    parts.append(f"a citizen gives {_more(found.now(paradigm, 'citizen_hours_per_capita'), 60.0, 1, minutes)}")
    strain = _more(found.now(paradigm, "strain"), 1.0, 2, ("higher", "lower"))
    parts.append(f"staff's strain, on a scale from 0 to 1, is {strain}")
    return f" Beside {PARADIGMS[0]}, today and after ten years, {_joined(parts)}."


def _more(found: tuple[float, float], times: float, decimals: int, words: tuple[str, str]) -> str:
    """Return how much more or less, in words; "about the same" where that is not sure."""
    mean, half = found
    return f"{times * abs(mean):.{decimals}f} {words[mean < 0]}" if abs(mean) > half else "about the same"


def _good_administration(found: Found) -> str:
    """Return how much of what NPG gives, and is sure, the control gives too."""
    parts = []
    for outcome, words in _GAINS.items():
        sign = -1.0 if BETTER[outcome] == "lower" else 1.0
        (own, off), (whole, half) = found.now("responsive", outcome), found.now("NPG", outcome)
        if sign * whole > half:
            parts.append(f"{_percent(own / whole) if sign * own > off else 'none'} of its {words}")
    told = f"gives {_joined(parts)}" if parts else "has nothing to be measured by, as NPG surely gives nothing more"
    return f"- **What is not co-creation**: of what NPG gives beyond {PARADIGMS[0]} today, responsive alone {told}."


def _half_hearted(verdicts: pd.DataFrame) -> str:
    count = {word: int((verdicts["verdict"] == word).sum()) for word in ("none", "all", "between", "unsure")}
    return (
        f"- **Half-hearted?** Of {len(verdicts)} cases (outcomes x how much co-creation is needed) it is surely best to "
        f"co-create fully in {count['all']}, not at all in {count['none']} and part of the way in {count['between']}; "
        f"in {count['unsure']} it is not sure."
    )


def _how_sure(found: Found, most: dict[str, np.ndarray]) -> str:
    unsure = np.mean([(who == -1).mean() for who in most.values()])
    explained = [max(surface.explained, 0.0) for surface in found.surfaces.values()]
    return (
        f"- **How sure?** In {_percent(unsure)} of cases (outcomes x conditions) nobody is surely best. The surfaces behind this "
        f"explain {_percent(min(explained))} to {_percent(max(explained))} of how differences vary over conditions that "
        f"they were not fitted to, and in {sum(e < 0.5 for e in explained)} of {len(explained)} comparisons less than half. All this is "
        "certainty about a model; how far it is right about municipalities is told in [patterns.md](patterns.md)."
    )


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else ""
