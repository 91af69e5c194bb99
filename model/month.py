"""A month of a town: the phases in order, compiled as one call."""

from collections.abc import Callable, Sequence
from typing import Any

from agents.engine.kernel import kernel
from agents.engine.sequence import one_after_another
from model.outcomes.measures import measure
from model.phases.governing.politics import govern, hold_election
from model.phases.governing.programmes import revise, tend_units
from model.phases.governing.staff import work_life
from model.phases.governing.trials import try_changes
from model.phases.occasional import is_due
from model.phases.participation.arenas import call_arenas, hold_arenas
from model.phases.participation.initiative import take_initiative
from model.phases.participation.roles import adapt_roles, sort_areas
from model.phases.participation.volunteers import volunteer
from model.phases.service.access import access
from model.phases.service.encounter import serve
from model.phases.service.experience import influence
from model.phases.service.needs import arrive, drift
from model.town.ledger import close_month, open_month
from model.town.town import Town

Phases = Sequence[tuple[str, Callable[[Town], Any]]]

STEP: Phases = (
    ("drift", drift),
    ("arrivals", arrive),
    ("politics", govern),
    ("election", hold_election),
    ("arenas called", call_arenas),
    ("arenas", hold_arenas),
    ("volunteers", volunteer),
    ("access", access),
    ("encounters", serve),
    ("influence", influence),
    ("initiative", take_initiative),
    ("revision", revise),
    ("trials", try_changes),
    ("units", tend_units),
    ("work life", work_life),
    ("sorting", sort_areas),
    ("roles", adapt_roles),
)
"""A month, in order. Each phase is a function of the town: compiled, or `occasional` in Python."""

_OCCASIONAL = tuple(phase for _, phase in STEP if hasattr(phase, "due"))


@kernel
def turn_page(town):
    """End the month."""
    town.month += 1


_every_month = one_after_another(
    open_month, *(phase for _, phase in STEP if not hasattr(phase, "due")), close_month, measure, turn_page
)


def live_a_month(town: Town, step: Phases = STEP) -> None:
    """Simulate one month of the phases `step`, and measure.

    The phases of `STEP` run as one compiled call, in months without an occasional one.
    """
    if step is STEP and not any(is_due(phase, town) for phase in _OCCASIONAL):
        _every_month(town)
        return
    open_month(town)
    for _, phase in step:
        if is_due(phase, town):
            phase(town)
    close_month(town)
    measure(town)
    turn_page(town)
