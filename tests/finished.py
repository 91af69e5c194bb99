"""Results as the dashboard has them when all runs of its settings are done, computed in the test's own process."""

from dashboard.content.results import Results, units_of
from dashboard.state import Settings
from dashboard.workers.worker import run_side_by_side


def finished(settings: Settings) -> Results:
    """Return the complete results of settings."""
    made = Results(settings)
    for place, unit in enumerate(units_of(settings)):
        for message, part in filter(None, run_side_by_side(unit.payload)):
            assert message == "part"
            made.add(place, part)
    return made
