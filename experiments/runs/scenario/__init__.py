"""Scenarios: a case described in one or more languages, and the settings that model it. Each is one TOML file.

A scenario has a municipality, months, paradigms or arms to compare, changes of parameters and rules with reasons,
outcomes to watch, and questions to discuss. It never states results. The scenarios of the program are in
`experiments/scenarios/`; to add one, add a file there, or give a file's path. Explicit options override a scenario,
which overrides the defaults (`chosen`).
"""

from experiments.runs.scenario.reading import FOLDER, load_scenario, scenario_of, scenarios
from experiments.runs.scenario.scenario import Change, Scenario, TimedChange, chosen, overridden, timeline_of

__all__ = [
    "FOLDER", "Change", "Scenario", "TimedChange", "chosen", "load_scenario", "overridden", "scenario_of", "scenarios",
    "timeline_of",
]  # fmt: skip
