"""Labels that outcomes had when the values of pages were kept. Rendering a page replaces them by the labels of today.

Pages whose runs are made again keep the labels of today. Delete a label that no file in `docs/values` holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from experiments.output.texts_units import DECLARED

EARLIER = {"Public hours": "public_hours_per_capita", "Citizen hours": "citizen_hours_per_capita"}
"""Labels that outcomes had when values were kept, and the outcomes' columns."""


def named_anew(kept: Any) -> Any:
    """Return kept values in which strings that begin with an outcome's earlier label have its label of today."""
    if isinstance(kept, Mapping):
        return {key: named_anew(part) for key, part in kept.items()}
    if isinstance(kept, list):
        return [named_anew(part) for part in kept]
    if isinstance(kept, str):
        for earlier, today in _renamed().items():
            if kept == earlier or kept.startswith((f"{earlier}, ", f"{earlier} (")):
                return today + kept.removeprefix(earlier)
    return kept


@cache
def _renamed() -> dict[str, str]:
    """Return the labels of today by the earlier ones, also in small letters."""
    both = {earlier: DECLARED[name].label() for earlier, name in EARLIER.items()}
    return both | {earlier.lower(): today.lower() for earlier, today in both.items()}
