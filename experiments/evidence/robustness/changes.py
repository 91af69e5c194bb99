"""The changes that each headline meets: one assumption at a time, the same under every paradigm.

Mechanisms come from the model's own list of switches, so a new mechanism is switched off here without a change of code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.evidence.arms import VERSIONS, arm, rules_of
from model.paradigms.protocol import PRINCIPAL, values
from model.parameters.mechanisms import OFF
from model.parameters.parameters import Parameters
from samskaping.language import Entry, Texts

MONTHS, EARLY = 120, 48
TRIALS = (0, 1, 2, 4)
"""Changes to the shared solution that a unit tries per year."""

ROUTINE = (0, 6, 12, 24)
"""Steepness with which overload makes professionals fall back on routine."""

WARM_UP = (0, 60)
"""Months under the status quo before the paradigm starts."""

INTERVAL = "aggregation.revision_interval"

TEXTS = Texts(
    "experiments.robustness",
    {
        "group.presets": "Presets",
        "group.trials": "Trials and revision",
        "group.routine": "Routine under load",
        "group.justice": "Procedural justice",
        "group.time": "Time and start",
        "group.size": "Size of the town",
        "group.mechanisms": "Mechanisms, one off at a time",
        "base": "levelled presets",
        "argued": "presets as argued",
        "levers_low": "plain language and outreach low, under every paradigm",
        "levers_high": "plain language and outreach high, under every paradigm",
        "trials": "trials a year: {n}, revision every {months} months",
        "trials_argued": "trials a year: {n}, presets as argued",
        "routine": "steepness of routine: {n}",
        "justice_none": "procedural justice without weight",
        "justice_double": "procedural justice with twice the weight",
        "justice_even": "being ignored costs as much justice as being heard gives",
        "steady": "all roles adapted from the start",
        "warm_up": "{n} months of warm-up",
        "early": "after four years",
        "large": "{n:,} citizens",
        "off": "without `{name}`",
    },
)


@dataclass(frozen=True)
class Change:
    """One change of what the levelled headlines rest on.

    Attributes:
        key: names the change in values and tables.
        group: of related changes.
        text: says what changes.
        settings: parameters and rules that change, the same under every paradigm.
        version: of the presets, see `arms.VERSIONS`. levers: position of the free levers, see `arms.LEVERS`.
        month: at which outcomes are read.
    """

    key: str
    group: str
    text: Entry
    settings: Mapping[str, Any] = field(default_factory=dict)
    version: str = VERSIONS[0]
    levers: str = "preset"
    month: int = MONTHS

    def run(self, paradigm: str) -> dict[str, Any]:
        """Return the settings of a run under a paradigm."""
        return {**arm(paradigm, self.version, self.levers), **self.settings}


BASE = Change("base", "presets", TEXTS.message("base"))
"""What changes are compared with: the levelled presets, after ten years."""

ARGUED = Change("argued", "presets", TEXTS.message("argued"), version="argued")


def changes() -> tuple[Change, ...]:
    """Return every change but the size of the town, group by group.

    A change whose runs equal those of the base, or of an earlier change, is left out.
    """
    found = (*_presets(), *_trials(), *_routine(), *_justice(), *_time(), *_mechanisms())
    seen, kept = {_resolved(BASE)}, []
    for change in found:
        if _resolved(change) not in seen:
            seen.add(_resolved(change))
            kept.append(change)
    return tuple(kept)


def _resolved(change: Change) -> str:
    """Return every setting of a change's runs as a text, to see whether two changes ask for the same runs."""
    numbers = {declared.name: declared.default for declared in Parameters.declarations()}
    runs = [{**numbers, **rules_of(paradigm), **change.run(paradigm)} for paradigm in PRINCIPAL]
    return json.dumps([change.month, runs], sort_keys=True)


def large(citizens: int) -> Change:
    """Return the change to a larger town."""
    return Change("large", "size", TEXTS.message("large", n=citizens), {"citizens": citizens})


def _presets() -> list[Change]:
    ends = [Change(f"levers_{end}", "presets", TEXTS.message(f"levers_{end}"), levers=end) for end in ("low", "high")]
    return [ARGUED, *ends]


def _trials() -> list[Change]:
    intervals = sorted({values(paradigm)[INTERVAL] for paradigm in PRINCIPAL})
    found = [
        Change(
            f"trials_{n}_{months}", "trials", TEXTS.message("trials", n=n, months=months),
            {"revision.trials": float(n), f"rules.{INTERVAL}": months},
        )
        for months in intervals for n in TRIALS
    ]  # fmt: skip
    found += [
        Change(
            f"trials_{n}_argued", "trials", TEXTS.message("trials_argued", n=n), {"revision.trials": float(n)},
            version="argued",
        )
        for n in TRIALS
    ]  # fmt: skip
    return found


def _routine() -> list[Change]:
    return [
        Change(f"routine_{n}", "routine", TEXTS.message("routine", n=n), {"delivery.routine": float(n)})
        for n in ROUTINE
    ]


def _justice() -> list[Change]:
    trust = Parameters().trust
    weights = ("process_weight", "process_when_bad", "justice_weight")
    found = [
        Change(
            f"justice_{word}", "justice", TEXTS.message(f"justice_{word}"),
            {f"trust.{name}": factor * getattr(trust, name) for name in weights},
        )
        for word, factor in (("none", 0.0), ("double", 2.0))
    ]  # fmt: skip
    even = Change("justice_even", "justice", TEXTS.message("justice_even"), {"trust.ignored": trust.heard})
    return [*found, even]


def _time() -> list[Change]:
    found = [Change("early", "time", TEXTS.message("early"), month=EARLY)]
    found.append(Change("steady", "time", TEXTS.message("steady"), {"roles.steady_start": 1.0}))
    found += [Change(f"warm_up_{n}", "time", TEXTS.message("warm_up", n=n), {"town.warm_up": n}) for n in WARM_UP]
    return found


def _mechanisms() -> list[Change]:
    return [
        Change(f"off_{name}", "mechanisms", TEXTS.message("off", name=name), {f"mechanisms.{name}": False})
        for name in OFF
    ]
