"""Results of the dashboard without a server: runs that are finished, and values that a test chooses."""

from dashboard.content.results import Results, units_of
from dashboard.state import Settings, checked
from dashboard.workers.worker import Part, run_side_by_side

SETTINGS = checked(Settings(citizens=300, months=14, seeds=3, changes=(("needs.wickedness", 1.5),)))


def finished(settings):
    """Return the results of settings, with every run made in this process."""
    made = Results(settings)
    for place, unit in enumerate(units_of(settings)):
        for message, part in filter(None, run_side_by_side(unit.payload)):
            assert message == "part"
            made.add(place, part)
    return made


def with_values(settings, values):
    """Return results in which the runs have these outcomes, (ways of governing, seeds, months, outcomes)."""
    made = Results(settings)
    for way, of_seeds in enumerate(values):
        for place, months in enumerate(of_seeds):
            made.add(place, Part(way, 0, months))
    return made
