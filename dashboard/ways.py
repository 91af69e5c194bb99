"""Ways of governing by name: presets, the visitor's own, arms of scenarios, and ways that hold in some areas only.

"svarstad/arena" is an arm of the scenario svarstad. "NPG@place+upbringing" is an arm as in `[[arms]]`, with base NPG
and two areas. Outside them, rules are those of the first way compared.
"""

from __future__ import annotations

from functools import lru_cache

from agents.errors import InputError, shown
from dashboard import limits
from experiments.runs.arms import Arm, named, whole_arms
from experiments.runs.scenario import Scenario, load_scenario
from model.paradigms.paradigm import Paradigm, preset
from model.parameters.parameters import AREA_NAMES

OWN = "own"
"""The name of the paradigm that the visitor builds on the rules page."""


def checked_name(name: str) -> str:
    """Return a way's name as it is written; raise `InputError` where there is no such way."""
    if (limited := in_areas(name)) is not None:
        base, areas = limited
        return limited_to(base, areas)
    return name if name == OWN or arm_of(name) else preset(name).name


def limited_to(base: str, areas: tuple[str, ...]) -> str:
    """Return the name of a way that holds in these areas only; in all of them it is the base itself.

    Raises:
        InputError: the base or an area is unknown, or no area is given.
    """
    base = base if base == OWN else preset(base).name
    inside = Arm(f"{base}@{'+'.join(areas)}", base="status-quo", areas=areas).areas
    return base if len(inside) == len(AREA_NAMES) else f"{base}@{'+'.join(inside)}"


def in_areas(name: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the base and the areas in a name such as "NPG@place"; None for a way that holds everywhere."""
    base, at, areas = name.partition("@")
    if not at or "/" in name:
        return None
    return base, tuple(areas.replace(" ", "+").split("+"))  # a + typed into an address is a space


def as_arm(name: str, own: Paradigm) -> Arm:
    """Return a checked way as an arm; `own` is the visitor's own paradigm."""
    if (found := arm_of(name)) is not None:
        return found[0]
    base, areas = in_areas(name) or (name, ())
    return Arm(name, base=own if base == OWN else base, areas=areas)


def ways_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the ways of governing that a scenario compares: its paradigms, or its arms, as many as the page takes."""
    arms = whole_arms(scenario.arms) if scenario.arms else ()
    return tuple(f"{scenario.name}/{arm.name}" for arm in arms)[: limits.PARADIGMS[1]] or scenario.paradigms or ()


@lru_cache(maxsize=100)
def arm_of(name: str) -> tuple[Arm, tuple[Arm, ...]] | None:
    """Return the arm that a name such as "svarstad/arena" means, and its scenario's arms; None for other names.

    Raises:
        InputError: there is no such scenario, or no such arm of it.
    """
    scenario, slash, arm = name.partition("/")
    if not slash:
        return None
    arms = load_scenario(name_only(scenario)).arms
    if not arms:
        raise InputError("the scenario {scenario} has no arms", scenario=scenario)
    arms = whole_arms(arms)
    return named(arms, arm), arms


def name_only(scenario: str) -> str:
    """Refuse what would be read as a file's path."""
    if not all(letter.isalnum() or letter in "-_ " for letter in scenario):
        raise InputError(
            "unknown scenario {scenario}; a link takes only the name of a scenario", scenario=shown(scenario)
        )
    return scenario
