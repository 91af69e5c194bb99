"""Outcomes of a group of citizens or of a service area: `trust@Q1` is the trust of the fifth with fewest resources.

Such a name stands wherever a study names an outcome. A town without that group (a district that it does not have)
gives NaN.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from agents.citizens import AGE_BANDS, FIFTHS
from agents.engine.table import AREAS
from agents.errors import InputError, suggestion
from experiments.output.texts import label as shown
from experiments.output.texts_units import AREAS as AREA_LABELS
from model.aliases import new_name
from model.outcomes.groups import measure_groups
from model.outcomes.outcomes import GROUP_OUTCOMES, OUTCOMES, Outcome
from model.parameters.parameters import AREA_NAMES
from model.town.ledger import EVENT, STATE
from samskaping.language import SOURCE, Language, Texts
from samskaping.registry import register

AT = "@"
DISTRICTS = 99
GROUPS: dict[str, tuple[str, str]] = {
    **{f"Q{k + 1}": ("quintile", f"Q{k + 1}") for k in range(FIFTHS)},
    **{band: ("age", band) for band in AGE_BANDS},
    **{name: ("area", name) for name in AREA_NAMES},
    **{f"district{k}": ("district", str(k)) for k in range(1, DISTRICTS + 1)},
}
"""The groups by the name that stands after `@`: dimension and group, as `GovernanceModel.groups` has them."""

PATTERN = re.compile(rf"[a-z_]\w*{AT}(?:{'|'.join(re.escape(name) for name in reversed(GROUPS))})(?!\w)")
"""A name of an outcome by group inside a longer text."""

_SHOWN = f"Q1-Q{FIFTHS}, {', '.join((*AGE_BANDS, *AREA_NAMES))}, district1, district2, ..."

TEXTS = Texts(
    "experiments.groups",
    {
        "named": "{outcome} ({group})",
        "Q1": "fifth with fewest resources",
        "Q2": "second fifth by resources",
        "Q3": "middle fifth by resources",
        "Q4": "fourth fifth by resources",
        "Q5": "fifth with most resources",
        "age": "{band} years",
        "district": "district {n}",
    },
)


@dataclass(frozen=True)
class GroupOutcome(Outcome):
    """An outcome of one group."""

    of: Outcome | None = None
    group: str = ""

    def label(self, language: Language = SOURCE) -> str:
        """Return the outcome's label with the group."""
        assert self.of is not None
        return TEXTS("named", language, outcome=shown(self.of, language), group=group_label(self.group, language))

    def help(self, language: Language = SOURCE) -> str:
        """Return the outcome's meaning with the group."""
        assert self.of is not None
        return TEXTS("named", language, outcome=self.of.help(language), group=group_label(self.group, language))


def group_label(group: str, language: Language = SOURCE) -> str:
    """Return a group in words."""
    dimension, name = GROUPS[group]
    if dimension == "age":
        return TEXTS("age", language, band=name)
    if dimension == "district":
        return TEXTS("district", language, n=name)
    return AREA_LABELS(group, language) if dimension == "area" else TEXTS(group, language)


def is_by_group(name: str) -> bool:
    """Return whether a name means an outcome of a group."""
    return AT in name


def checked_group(name: str, where: str) -> str:
    """Return a name such as `trust@Q1` with the outcome's present name, and make its declaration known.

    Raises:
        InputError: the outcome is not measured by group, or there is no such group.
    """
    of, _, group = name.partition(AT)
    of = new_name(of, "outcome")
    if of not in GROUP_OUTCOMES:
        raise InputError(
            "{where}: {name}: {outcome} is not measured by group; outcomes that are: {names}{hint}",
            where=where, name=name, outcome=of, names=", ".join(GROUP_OUTCOMES), hint=suggestion(of, GROUP_OUTCOMES),
        )  # fmt: skip
    if group not in GROUPS:
        raise InputError(
            "{where}: {name}: there is no group {group!r}; valid: {names}{hint}",
            where=where, name=name, group=group, names=_SHOWN, hint=suggestion(group, GROUPS),
        )  # fmt: skip
    if group in AREA_NAMES and of not in _by_area():
        raise InputError(
            "{where}: {name}: {outcome} is measured of people, not of service areas; of areas are measured: {names}",
            where=where, name=name, outcome=of, names=", ".join(_by_area()),
        )  # fmt: skip
    declared = next(one for one in OUTCOMES if one.name == of)
    full = f"{of}{AT}{group}"
    register(
        "outcome", full, GroupOutcome(full, declared.unit, "", "", declared.better, of=replace(declared), group=group)
    )
    return full


@cache
def _by_area() -> tuple[str, ...]:
    """Return the outcomes that areas have: outcomes that are defined where all counts are 1."""
    ones = measure_groups(np.ones((1 + AREAS, len(EVENT))), np.ones((1 + AREAS, len(STATE))), 1, 1)
    return tuple(name for name, value in zip(GROUP_OUTCOMES, ones[-1], strict=True) if np.isfinite(value))


def group_values(model: Any, names: tuple[str, ...]) -> dict[str, float]:
    """Return outcomes by group of a model's last month, by name; NaN for groups that the town does not have."""
    frame = model.groups(last=1)
    rows = {key: place for place, key in enumerate(zip(frame["dimension"], frame["group"], strict=True))}
    found = {}
    for name in names:
        of, _, group = name.partition(AT)
        place = rows.get(GROUPS[group])
        found[name] = float("nan") if place is None else float(frame[of].iloc[place])
    return found
