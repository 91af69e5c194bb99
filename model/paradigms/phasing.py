"""Rules that are phased in: how far from those before to those decided. Equation E129."""

from dataclasses import dataclass

import numpy as np

from model.paradigms.paradigm import Paradigm
from model.paradigms.rules import INTENSITY, NO_ARENAS, RULE, WHOLE

_NUMBERS = np.array([name in INTENSITY for name in RULE._fields])
_WHOLE = np.array([name in WHOLE for name in RULE._fields])


@dataclass(frozen=True)
class Stage:
    """One change of rules: the paradigm with it and all earlier changes, the columns changed, and the share phased in.

    `columns` are those of the rule matrix; `share` is above 0, and 1 when the change is complete.
    """

    paradigm: Paradigm
    columns: tuple[int, ...]
    share: float


@dataclass(frozen=True)
class Phasing:
    """Rules on their way: `start` (areas, rules), then each stage in turn."""

    start: np.ndarray
    stages: tuple[Stage, ...]

    def matrix(self, picks: np.ndarray | None) -> np.ndarray:
        """Return the rules of each area, (areas, rules); `picks` (areas,) holds each area's option under triage."""
        rules = self.start
        for stage in self.stages:
            rules = moved(rules, stage, picks)
        return rules


def moved(rules: np.ndarray, stage: Stage, picks: np.ndarray | None) -> np.ndarray:
    """Return rules (areas, rules) with a stage's columns moved toward what its paradigm says.

    Numbers move by the share, and whole numbers to the nearest. Words and switches change at once. Recruitment that
    ends lasts as long as meetings are still being phased out, since they need members. Equation E129.
    """
    aim = stage.paradigm.matrix(picks)
    changed = np.isin(np.arange(rules.shape[1]), stage.columns)
    found = np.where(changed, aim, rules)
    if stage.share < 1.0:
        between = rules + stage.share * (aim - rules)
        between = np.where(_WHOLE, np.round(between), between)
        found = np.where(changed & _NUMBERS, between, found)
        ending = (found[:, RULE.recruitment] == NO_ARENAS) & (found[:, RULE.meetings_per_year] > 0)
        found[ending, RULE.recruitment] = rules[ending, RULE.recruitment]
    return found
