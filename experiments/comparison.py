"""The same town under several paradigms or arms: same people, needs and shocks, seed by seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from agents.errors import InputError
from experiments.defaults import FIRST_SEED, LARGEST_SEED, MONTHS, MOST_SEEDS, MUNICIPALITY, PARADIGMS, SEEDS
from experiments.output.formats import USUAL, language_named
from experiments.output.texts import course
from experiments.own.collection import NO_FILES, Own, code_files
from experiments.own.paradigm_file import label_of, paradigm_named
from experiments.own.town_file import town_named
from experiments.runs import estimates
from experiments.runs.arms import Arm, paradigms_of, read_arms, whole_arms
from experiments.runs.arms.timeline import check_arms, timelines_of
from experiments.runs.run import MOST_MONTHS, Run, integer
from experiments.runs.scenario import Scenario, chosen, load_scenario, overridden, timeline_of
from experiments.runs.threads import Progress, side_by_side
from experiments.runs.timeline import of_arms
from model.aliases import current_names
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import Parameters, split_overrides
from model.timeline.change import Change, Given, changes_of
from model.town.municipalities import Municipality
from samskaping.language import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.output.formats import Html


@dataclass(frozen=True)
class Comparison:
    """The settings of a comparison, and its results as pandas data frames."""

    paradigms: tuple[Paradigm, ...]
    """One for each arm, where arms are compared."""
    municipality: Municipality
    population: int
    """Citizens simulated in each run."""
    parameters: Parameters
    seeds: tuple[int, ...]
    months: int
    runs: pd.DataFrame = field(repr=False)
    """One row a run and month: `arm` where arms are compared, `paradigm`, `seed`, `month`, and all outcomes."""
    groups: pd.DataFrame = field(repr=False)
    """One row a run and group (`dimension`, `group`): its outcomes at the end of the run."""
    changed: Mapping[str, Any] = field(default_factory=dict)
    """Parameters and rules that differ from defaults and presets, by dotted name."""
    scenario: Scenario | None = field(default=None, repr=False)
    """The scenario used, if any; explicit arguments may differ from it."""
    timeline: tuple[Change, ...] = ()
    """Changes in the course of the runs, of all arms or of one, ordered by month."""
    arms: tuple[Arm, ...] = ()
    """The arms compared, in full: with their bases, and twins among them. Empty where paradigms are compared."""
    own: Own = NO_FILES
    """The files of outcomes and mechanisms that the runs have beside the model's own."""
    later: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of the paradigms that follow in the course of the runs, by the first one; empty for arms."""

    def __repr__(self) -> str:
        return (
            f"Comparison({', '.join(self.names)}; {self.municipality.label}, {self.population:,} citizens, "
            f"{len(self.seeds)} seeds, {self.months} months; .summary .paired .by_month() .runs .groups .html() "
            ".figure() .save())"
        )

    def _repr_html_(self) -> str:
        return self.html()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the arms, or else of the paradigms, in the order compared."""
        return tuple(one.name for one in self.arms or self.paradigms)

    @property
    def way(self) -> str:
        """The column of tables that holds these names: `arm` or `paradigm`."""
        return "arm" if self.arms else "paradigm"

    def labels(self, language: Language = "en") -> dict[str, str]:
        """Return what people read for each name: the title of an arm or of a paradigm's file, else the name."""
        arms = {arm.name: arm.label(language) for arm in self.arms}
        return arms or {name: label_of(name, language) for name in self.names}

    def courses(self, language: Language = "en") -> dict[str, str]:
        """Return the labels; a paradigm's names the later ones in its runs too: "TPA \N{RIGHTWARDS ARROW} NPM".

        An arm keeps its title, which says what its author means by it.
        """
        labels = self.labels(language)
        if self.arms:
            return labels
        return {
            name: course(labels[name], (label_of(one, language) for one in self.later.get(name, ())))
            for name in self.names
        }

    @cached_property
    def summary(self) -> pd.DataFrame:
        """`paradigm, outcome, mean, low, high`: over seeds, at the end of each run; ratios are over its last 12 months.

        `low` and `high` are the 95 % t-interval, NaN with one seed. Where arms are compared, `arm` comes first.
        """
        return estimates.summary(self.runs, self.names)

    @cached_property
    def paired(self) -> pd.DataFrame:
        """`outcome, paradigm_a, paradigm_b, difference, low, high, pooled_sd`: b minus a, seed by seed.

        Where arms are compared, `arm_a` and `arm_b` come before the paradigms.
        """
        return estimates.paired(self.runs, self.names)

    def by_month(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """Return paired differences in every month, to see when they come, turn and settle.

        Columns: `outcome, unit, paradigm_a, paradigm_b, month, mean_a, mean_b, difference, low, high`; `arm_a` and
        `arm_b` where arms are compared. `difference` is b minus a. It, the means and the 95 % interval are in the unit.

        Args:
            outcomes: names; None is the headline outcomes, those that the scenario watches and those of own files.
        """
        from experiments.output.tables import outcomes_of, units_of

        names = outcomes_of(self) if outcomes is None else outcomes
        found = estimates.paired_by_month(self.runs, list(combinations(self.names, 2)), names)
        found.insert(1, "unit", found["outcome"].map(units_of(self)))
        return found

    def html(self, language: Language = "en") -> Html:
        """Return tables for a notebook, with headings in a language: means and paired differences, with intervals."""
        from experiments.output.tables import comparison_html

        return comparison_html(self, language)

    def figure(self, language: Language = "en") -> Figure:
        """Return a matplotlib figure: headline outcomes by month, and paired differences."""
        from experiments.output.figures import comparison_figure

        return comparison_figure(self, language_named(language))

    def save(self, folder: str | Path, language: Language = "en", formats: Sequence[str] = USUAL) -> Path:
        """Write tables, figure and manifest into a new folder and return it; an existing folder is refused.

        `formats` are among `experiments.output.formats.FORMATS`.
        """
        from experiments.output.export import save_comparison

        return save_comparison(self, Path(folder), language_named(language), formats)


def compare(
    paradigms: Iterable[str | Path | Paradigm] | None = None,
    municipality: str | int | Path | Municipality | None = None,
    citizens: int | None = None,
    parameters: Parameters | Mapping[str, Any] | None = None,
    seeds: int = SEEDS,
    first_seed: int = FIRST_SEED,
    months: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    scenario: str | Path | Scenario | None = None,
    timeline: Iterable[Given] | None = None,
    arms: Iterable[Arm | Mapping[str, Any]] | None = None,
    outcomes: Iterable[str | Path] = (),
    mechanisms: Iterable[str | Path] = (),
    own: Own = NO_FILES,
) -> Comparison:
    """Simulate a municipality under each paradigm or arm with the same seeds, and compare.

    An argument that is None takes the scenario's value, else the default: TPA, NPM and NPG in Larvik at its real size
    for 120 months.

    Args:
        paradigms: names of presets, TOML files of own paradigms, or `Paradigm` objects; the others are compared with
            the first.
        municipality: a name, a four-digit code, the TOML or CSV file of an own town, or a `Municipality`.
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
        arms: compared instead of paradigms: `Arm` objects, or dicts with the keys of `[[arms]]` in a scenario file.
            The first is the reference. An arm's own rules and parameters hold over `parameters`.
        outcomes: files of outcomes beside the model's own (`model.extend`).
        mechanisms: files of mechanisms; `parameters` may set theirs.
        own: files that were read already.

    Raises:
        InputError: an argument is not valid; the message says what would be.
    """
    scenario = None if scenario is None else load_scenario(scenario)
    compared, own = arms_compared(arms, paradigms, scenario), code_files(outcomes, mechanisms, own=own)
    plan = planned(
        paradigms, municipality, citizens, parameters, seeds, first_seed, months, scenario, timeline, compared or None,
        own=own,
    )  # fmt: skip
    results = side_by_side(plan, workers, progress)
    first = results[0]
    for result in results:
        name = result.run.own_paradigms[0].name  # also where the run changes to another paradigm
        result.months["paradigm"] = result.groups["paradigm"] = name
    given = timeline_of(scenario, first.run.months) if timeline is None else timeline
    return Comparison(
        paradigms=tuple(run.own_paradigms[0] for run in plan if run.seed == plan[0].seed),
        municipality=first.run.town,
        population=first.population,
        parameters=first.run.parameters,
        seeds=tuple(dict.fromkeys(run.seed for run in plan)),
        months=first.run.months,
        runs=pd.concat([result.months for result in results], ignore_index=True),
        groups=pd.concat([result.groups for result in results], ignore_index=True),
        changed=overridden(scenario, current_names(overrides_of(parameters), "setting")),
        scenario=scenario,
        timeline=changes_of(given),
        arms=compared,
        own=own,
        later=later_by_name(plan),
    )


def later_by_name(runs: Iterable[Run]) -> dict[str, tuple[str, ...]]:
    """Return `Comparison.later` of the runs of a comparison."""
    firsts: dict[str, Run] = {}
    for run in runs:
        if not run.arm:
            firsts.setdefault(run.own_paradigms[0].name, run)
    return {name: run.later for name, run in firsts.items()}


def arms_compared(
    arms: Iterable[Arm | Mapping[str, Any]] | None, paradigms: Any, scenario: Scenario | None
) -> tuple[Arm, ...]:
    """Return the arms that are compared, in full: those given, else the scenario's where no paradigms are given.

    Raises:
        InputError: arms that are not valid, or arms beside paradigms.
    """
    if arms is not None and paradigms is not None:
        raise InputError("give paradigms or arms, not both: each arm names its paradigm as its base")
    if arms is not None:
        return whole_arms(read_arms(arms))
    return whole_arms(scenario.arms) if scenario is not None and scenario.arms and paradigms is None else ()


def planned(
    paradigms: Iterable[str | Path | Paradigm] | None = None,
    municipality: str | int | Path | Municipality | None = None,
    citizens: int | None = None,
    parameters: Parameters | Mapping[str, Any] | None = None,
    seeds: int = SEEDS,
    first_seed: int = FIRST_SEED,
    months: int | None = None,
    scenario: str | Path | Scenario | None = None,
    timeline: Iterable[Given] | None = None,
    arms: Iterable[Arm | Mapping[str, Any]] | None = None,
    own: Own = NO_FILES,
) -> list[Run]:
    """Return the runs of a comparison, checked, ordered by paradigm or arm, and seed. Arguments are as in `compare`."""
    case = None if scenario is None else load_scenario(scenario)
    compared = arms_compared(arms, paradigms, case)
    paradigms = chosen(paradigms, case, "paradigms", PARADIGMS)
    municipality = chosen(municipality, case, "municipality", MUNICIPALITY)
    citizens = chosen(citizens, case, "citizens", None)
    months = integer("months", chosen(months, case, "months", MONTHS), 1, MOST_MONTHS)
    overrides = overridden(case, current_names(overrides_of(parameters), "setting"))
    paradigms = (paradigms,) if isinstance(paradigms, (str, Path, Paradigm)) else tuple(paradigms)
    chosen_paradigms: tuple[str | Paradigm, ...] = tuple(map(paradigm_named, paradigms))
    place: str | int | Municipality = town_named(municipality)
    changes = timeline_of(case, months) if timeline is None else changes_of(timeline)
    seeds = integer("the number of seeds", seeds, 1, MOST_SEEDS)
    first_seed = integer("the first seed", first_seed, 0, LARGEST_SEED - seeds)
    if compared:
        check_arms(compared, own.split(overrides)[1], changes)
        shared, rules = split_overrides(overrides)
        timed_by_arm = timelines_of(compared, changes, rules)
        firsts = [
            Run(paradigm, place, citizens, shared, first_seed, months, timeline=timed, arm=arm.name, own=own).checked()
            for arm, paradigm, timed in zip(compared, paradigms_of(compared, rules), timed_by_arm, strict=True)
        ]
        return [replace(run, seed=seed) for run in firsts for seed in range(first_seed, first_seed + seeds)]
    by_arm = of_arms(changes, [load_paradigm(paradigm).name for paradigm in chosen_paradigms])
    runs, names = [], set()
    for paradigm in chosen_paradigms:
        name = load_paradigm(paradigm).name
        run = Run(paradigm, place, citizens, overrides, first_seed, months, timeline=by_arm[name], own=own).checked()
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
    """Return the values that differ from the defaults, {dotted name: value}; raise `InputError` for another type."""
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
