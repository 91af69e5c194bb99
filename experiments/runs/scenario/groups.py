"""Groups of the scenarios that come with the program, for lists that people read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from samskaping.language import Texts

if TYPE_CHECKING:
    from experiments.runs.scenario.scenario import Scenario

OTHER = "other"
GROUPS = Texts(
    "experiments.scenarios.groups",
    {
        "cases": "Cases from municipalities",
        "examples": "Ideas and examples",
        "long-run": "Reforms and long developments",
        OTHER: "Other scenarios",
    },
)
"""The groups by their key in a file, in the order of lists."""

ORDER = ("cases", "examples", "long-run", OTHER)


def by_group(scenarios: Iterable[Scenario]) -> dict[str, list[Scenario]]:
    """Return the scenarios of each group that has any, in the groups' order; a scenario without a group is "other"."""
    found: dict[str, list[Scenario]] = {group: [] for group in ORDER}
    for scenario in scenarios:
        found[scenario.group or OTHER].append(scenario)
    return {group: members for group, members in found.items() if members}
