"""Rule sets that headline studies compare: a preset as argued or levelled, with the free levers at either end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.paradigms.paradigm import load_paradigm
from model.paradigms.protocol import FREE, PRINCIPAL, levelled, protocol

VERSIONS = ("levelled", "argued")
"""How presets are compared: with the rules of `protocol.LEVELS` alike, or as their advocates argue them."""

LEVERS = ("preset", "low", "high")
"""Positions of the free levers: as the presets have them, or at an end of their defended ranges."""


def arm(paradigm: str, version: str = "levelled", levers: str = "preset") -> dict[str, Any]:
    """Return the settings of a run under a preset, in a version, with the free levers at a position."""
    rules = levelled() if version == "levelled" else {}
    return {"paradigm": paradigm, **settings({**rules, **free_levers(levers)})}


def free_levers(levers: str) -> dict[str, Any]:
    """Return {rule: value} of the free levers at an end of their ranges; nothing where presets keep their values."""
    if levers == "preset":
        return {}
    pick = min if levers == "low" else max
    return {rule: pick(end for name in PRINCIPAL for end in protocol(name)[rule].choices) for rule in FREE}


def settings(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Return dotted rules as settings of a run: `boundary.pay` becomes `rules.boundary.pay`."""
    return {f"rules.{rule}": value for rule, value in rules.items()}


def rules_of(paradigm: str) -> dict[str, Any]:
    """Return the rules of a preset as settings of a run."""
    return settings(load_paradigm(paradigm).flat())
