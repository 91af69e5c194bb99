"""The same town under several paradigms: same people, needs and shocks, seed by seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from agents.errors import InputError
from experiments.defaults import FIRST_SEED, MONTHS, MUNICIPALITY, PARADIGMS, SEEDS
from experiments.runs import estimates
from experiments.runs.run import LARGEST_SEED, MOST_MONTHS, Run, integer
from experiments.runs.scenario import Scenario, chosen, load_scenario, overridden, timeline_of
from experiments.runs.threads import Progress, side_by_side
from experiments.runs.timeline import of_arms
from model.aliases import current_names
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import Parameters
from model.timeline.change import Change, Given, changes_of
from model.town.municipalities import Municipality
from samskaping.language import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Comparison:
    """The settings of a comparison, and its results as pandas data frames."""

    paradigms: tuple[Paradigm, ...]
    municipality: Municipality
    population: int
    """Citizens simulated in each run."""
    parameters: Parameters
    seeds: tuple[int, ...]
    months: int
    runs: pd.DataFrame = field(repr=False)
    """One row a run and month: `paradigm`, `seed`, `month`, and all outcomes."""
    groups: pd.DataFrame = field(repr=False)
    """One row a run and group (`dimension`, `group`): its outcomes at the end of the run."""
    changed: Mapping[str, Any] = field(default_factory=dict)
    """Parameters and rules that differ from defaults and presets, by dotted name."""
    scenario: Scenario | None = field(default=None, repr=False)
    """The scenario used, if any; explicit arguments may differ from it."""
    timeline: tuple[Change, ...] = ()
    """Changes in the course of the runs, of all arms or of one, ordered by month."""

    def __repr__(self) -> str:
        return (
            f"Comparison({', '.join(self.names)}; {self.municipality.label}, {self.population:,} citizens, "
            f"{len(self.seeds)} seeds, {self.months} months; .summary .paired .runs .groups .figure() .save())"
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The paradigms' names, in the order compared."""
        return tuple(paradigm.name for paradigm in self.paradigms)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """`paradigm, outcome, mean, low, high`: over seeds, at the end of each run; ratios are over its last 12 months.

        `low` and `high` are the 95 % t-interval, NaN with one seed.
        """
        return estimates.summary(self.runs, self.names)

    @cached_property
    def paired(self) -> pd.DataFrame:
        """`outcome, paradigm_a, paradigm_b, difference, low, high, pooled_sd`: b minus a, seed by seed."""
        return estimates.paired(self.runs, self.names)

    def figure(self, language: Language = "en") -> Figure:
        """Return a matplotlib figure: headline outcomes by month, and paired differences."""
        from experiments.output.figures import comparison_figure

        return comparison_figure(self, language)

    def save(self, folder: str | Path, language: Language = "en") -> Path:
        """Write tables, figure and manifest into a new folder and return it; an existing folder is refused."""
        from experiments.output.export import save_comparison

        return save_comparison(self, Path(folder), language)


def compare(
    paradigms: Iterable[str | Paradigm] | None = None,
    municipality: str | int | Municipality | None = None,
    citizens: int | None = None,
    parameters: Parameters | Mapping[str, Any] | None = None,
    seeds: int = SEEDS,
    first_seed: int = FIRST_SEED,
    months: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    scenario: str | Path | Scenario | None = None,
    timeline: Iterable[Given] | None = None,
) -> Comparison:
    """Simulate a municipality under each paradigm with the same seeds, and compare.

    An argument that is None takes the scenario's value, else the default: TPA, NPM and NPG in Larvik at its real size
    for 120 months.

    Args:
        paradigms: names of presets, or `Paradigm` objects; the others are compared with the first.
        municipality: a name, a four-digit code, or a `Municipality`.
        citizens: scales the town up or down; None is the real number.
        parameters: `Parameters`, or a mapping of changes: `{"trust.loss_aversion": 2.0}`. Rules
            (`{"rules.choice.discretion": 0.6}`) are changed in every paradigm. Changes override a scenario's; of
            `Parameters`, only values that differ from the defaults do.
        seeds: how many seeds, from `first_seed` on.
        first_seed: the first seed.
        months: months simulated after the warm-up.
        workers: number of runs side by side; None is one per core. Results do not depend on it.
        progress: called with (months done, months in all), from the threads that do the work.
        scenario: the name of a scenario that comes with the program, or the path of a file (see
            `experiments.runs.scenario`).
        timeline: changes in the course of the runs, as `GovernanceModel` takes them. `arm` is the paradigm that a
            change is for; without it a change is for all.

    Raises:
        InputError: an argument is not valid; the message says what would be.
    """
    scenario = None if scenario is None else load_scenario(scenario)
    plan = planned(paradigms, municipality, citizens, parameters, seeds, first_seed, months, scenario, timeline)
    results = side_by_side(plan, workers, progress)
    first = results[0]
    for result in results:
        name = result.run.own_paradigms[0].name  # also where the run changes to another paradigm
        result.months["paradigm"] = result.groups["paradigm"] = name
    given = timeline_of(scenario, first.run.months) if timeline is None else timeline
    return Comparison(
        paradigms=tuple({run.own_paradigms[0]: None for run in plan}),
        municipality=first.run.town,
        population=first.population,
        parameters=first.run.parameters,
        seeds=tuple(dict.fromkeys(run.seed for run in plan)),
        months=first.run.months,
        runs=pd.concat([result.months for result in results], ignore_index=True),
        groups=pd.concat([result.groups for result in results], ignore_index=True),
        changed=dict(first.run.overrides),
        scenario=scenario,
        timeline=changes_of(given),
    )


def planned(
    paradigms: Iterable[str | Paradigm] | None = None,
    municipality: str | int | Municipality | None = None,
    citizens: int | None = None,
    parameters: Parameters | Mapping[str, Any] | None = None,
    seeds: int = SEEDS,
    first_seed: int = FIRST_SEED,
    months: int | None = None,
    scenario: str | Path | Scenario | None = None,
    timeline: Iterable[Given] | None = None,
) -> list[Run]:
    """Return the runs of a comparison, checked, ordered by paradigm and seed. Arguments are as in `compare`."""
    case = None if scenario is None else load_scenario(scenario)
    paradigms = chosen(paradigms, case, "paradigms", PARADIGMS)
    municipality = chosen(municipality, case, "municipality", MUNICIPALITY)
    citizens = chosen(citizens, case, "citizens", None)
    months = integer("months", chosen(months, case, "months", MONTHS), 1, MOST_MONTHS)
    overrides = overridden(case, current_names(overrides_of(parameters), "setting"))
    paradigms = (paradigms,) if isinstance(paradigms, (str, Paradigm)) else tuple(paradigms)
    changes = timeline_of(case, months) if timeline is None else changes_of(timeline)
    by_arm = of_arms(changes, [load_paradigm(paradigm).name for paradigm in paradigms])
    seeds = integer("the number of seeds", seeds, 1, 100_000)
    first_seed = integer("the first seed", first_seed, 0, LARGEST_SEED - seeds)
    runs, names = [], set()
    for paradigm in paradigms:
        name = load_paradigm(paradigm).name
        run = Run(paradigm, municipality, citizens, overrides, first_seed, months, timeline=by_arm[name]).checked()
        if name in names:
            raise InputError(
                "the paradigm {name} is given twice; each needs a name of its own (Python: "
                "paradigm.model_copy(update={{'name': 'my {name}'}}))",
                name=name,
            )
        names.add(name)
        runs += [replace(run, seed=seed) for seed in range(first_seed, first_seed + seeds)]
    if not runs:
        raise InputError("no paradigm to run: give at least one, for example TPA,NPM,NPG")
    return runs


def overrides_of(parameters: Parameters | Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the values that differ from the defaults, {dotted name: value}."""
    if parameters is None:
        return {}
    if isinstance(parameters, Parameters):
        default = Parameters().flat()
        return {name: value for name, value in parameters.flat().items() if value != default[name]}
    if not isinstance(parameters, Mapping):
        raise InputError(
            "parameters must be Parameters or a mapping of dotted names, such as {{'trust.loss_aversion': "
            "2.0}}, not {parameters!r}",
            parameters=parameters,
        )
    return dict(parameters)
