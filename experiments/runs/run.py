"""One run: a town under a paradigm from one seed, month by month. Comparisons and sweeps consist of runs.

`Run` holds the settings, `simulate` runs it, `RunResult` holds the results. Results depend on the `Run` alone: not on
the clock, on other runs, or on how many run at the same time.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from agents.errors import InputError, shown
from experiments.defaults import LARGEST_SEED
from experiments.own.code import no_exit, refuse_out_of_bounds
from experiments.own.collection import NO_FILES, Own
from experiments.runs.timeline import check_reach
from model.aliases import current_names
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import Parameters, split_overrides
from model.timeline.change import MOST_MONTHS, Change, Given, changes_of, switches_of
from model.timeline.plan import Plan
from model.town.municipalities import Municipality, municipality, population_of
from samskaping.language import Texts

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from model.governance import GovernanceModel

# Citizen-months computed at a time: between two steps progress is reported and a run can be stopped.
_CITIZEN_MONTHS_AT_A_TIME = 500_000


@dataclass(frozen=True)
class Run:
    """The settings of one run. `checked` refuses invalid settings before anything is computed.

    Attributes:
        paradigm: a preset's name or a `Paradigm`.
        municipality: a name, a four-digit code, or a `Municipality`.
        citizens: how many to simulate; None is the municipality's real number.
        overrides: parameters and rules that differ, under flat dotted names (`trust.loss_aversion`,
            `rules.aggregation.weight_design`). Rules are changed in every paradigm of the run.
        seed: determines all random numbers of the run.
        months: months to simulate after the warm-up.
        switches: (month, paradigm) pairs; the month is the first one under the new paradigm.
        timeline: changes in the course of the run, as `GovernanceModel` takes them.
        arm: the name of the arm that the run belongs to, if any.
        own: files of outcomes and mechanisms beside the model's own; `overrides` may set their parameters.
    """

    paradigm: str | Paradigm
    municipality: str | int | Municipality
    citizens: int | None = None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    months: int = 120
    switches: tuple[tuple[int, str | Paradigm], ...] = ()
    timeline: Iterable[Given] = ()
    arm: str = ""
    own: Own = NO_FILES

    @property
    def town(self) -> Municipality:
        """The municipality, found by name or code."""
        return municipality(self.municipality)

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of the run's `GovernanceModel`."""
        return {
            "paradigm": self.paradigm, "municipality": self.town, "citizens": self.citizens,
            "parameters": dict(self.overrides), "rng": self.seed, "timeline": self.changes,
            **({"extensions": self.own.extensions()} if self.own.code else {}),
        }  # fmt: skip

    @property
    def parameters(self) -> Parameters:
        """All parameters, with the overrides."""
        return Parameters().updated(split_overrides(self._of_the_model)[0])

    @property
    def _of_the_model(self) -> dict[str, Any]:
        """The overrides without those of mechanisms in `own`."""
        return self.own.split(self.overrides)[1]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes in the course of the run: its switches and its timeline, ordered by month."""
        return changes_of([*(Change(month, paradigm=load_paradigm(to)) for month, to in self.switches), *self.timeline])

    @property
    def paradigms(self) -> tuple[tuple[int, Paradigm], ...]:
        """The paradigms in force with the overrides: (first month, paradigm), from month 1 on."""
        return self._plan().paradigms(self.months)

    @property
    def later(self) -> tuple[str, ...]:
        """The names of the paradigms that follow the first one in the course of the run."""
        names = [paradigm.name for _, paradigm in self.paradigms]
        return tuple(name for before, name in pairwise(names) if name != before)

    @property
    def own_paradigms(self) -> tuple[Paradigm, ...]:
        """The run's paradigm and those of its changes, with the overrides and without the timeline's rules."""
        plan = self._plan()
        later = [_with_rules(c.paradigm, plan.rules) for c in plan.changes if c.paradigm is not None]
        return tuple({paradigm.name: paradigm for paradigm in (plan.paradigm, *later)}.values())

    def _plan(self) -> Plan:
        parameters, rules = split_overrides(self._of_the_model)
        first = _with_rules(load_paradigm(self.paradigm), rules)
        return Plan(first, rules, Parameters().updated(parameters), self.changes)

    def checked(self) -> Run:
        """Return the run with names looked up and numbers checked; raise `InputError` where a setting is not valid."""
        overrides = current_names(self.overrides, "setting")
        return replace(self, overrides=overrides)._checked()

    def _checked(self) -> Run:
        months = integer("months", self.months, 1, MOST_MONTHS)
        for month, _ in self.switches:
            if integer("the month of a switch", month, 2, MOST_MONTHS) > months:
                raise InputError(
                    "a switch in month {month} is never reached: the run has {months} months",
                    month=month,
                    months=months,
                )
        if len({month for month, _ in self.switches}) < len(self.switches):
            raise InputError("two switches are in the same month: give one paradigm per month")
        seed, town = integer("the seed", self.seed, 0, LARGEST_SEED), self.town
        plan = self._plan().checked()
        check_reach(plan.changes, months)
        _check_names(plan, self.arm)
        switches = sorted(self.switches, key=operator.itemgetter(0))
        return replace(
            self,
            paradigm=plan.paradigm,
            municipality=town,
            citizens=None if self.citizens is None else population_of(town, self.citizens),
            overrides=dict(self.overrides),
            seed=seed,
            months=months,
            switches=tuple((month, _with_rules(load_paradigm(to), plan.rules)) for month, to in switches),
            timeline=changes_of(self.timeline),
        )


@dataclass(frozen=True, repr=False)
class RunResult:
    """The results of a run: every month's outcomes, and each group's at the end."""

    run: Run
    population: int
    """Citizens simulated."""
    months: pd.DataFrame
    """One row a month: `arm` if the run has one, `paradigm` (in force that month), `seed`, `month`, the outcomes."""
    groups: pd.DataFrame
    """One row a group: `arm` if any, `paradigm` (at the end), `seed`, `dimension`, `group`, the group's outcomes."""


@no_exit()
def simulate(
    run: Run,
    after: Callable[[int], None] | None = None,
    observe: Callable[[GovernanceModel], None] | None = None,
    model: GovernanceModel | None = None,
    save: Path | None = None,
) -> RunResult:
    """Simulate one run and return its results.

    Args:
        run: the settings.
        after: called with the number of months completed since its last call; the run stops if it raises.
        observe: called with the model before the first month and after each month, to measure more than outcomes.
        model: one that has simulated the run's first months (`continued`), which are not simulated again.
        save: a file to save the run to after its last month.

    The model is always closed, so that its columns are free when this returns.
    """
    from model.governance import GovernanceModel

    run = run.checked()
    if model is None:
        model = GovernanceModel(**run.arguments)
    try:
        stride = max(1, min(12, _CITIZEN_MONTHS_AT_A_TIME // max(model.population, 1)))
        if observe is not None:
            stride = 1
            observe(model)
        elif save is None:
            model.keep_groups(1)  # no others are read
        for done in range(model.months, run.months, stride):
            many = min(stride, run.months - done)
            for _ in range(many):
                model.step()
            if observe is not None:
                observe(model)
            if after is not None:
                after(many)
        refuse_out_of_bounds(run.own.code, model)
        months = model.results()
        months.insert(0, "paradigm", _names_by_month(run))
        months.insert(1, "seed", run.seed)
        groups = _at_the_end(model.groups(last=1), run.months)
        groups.insert(0, "paradigm", model.paradigm.name)
        groups.insert(1, "seed", run.seed)
        if run.arm:
            months.insert(0, "arm", run.arm)
            groups.insert(0, "arm", run.arm)
        if save is not None:
            model.save(save)
        return RunResult(run, int(model.population), months, groups)
    finally:
        model.close()


def continued(path: Path, months: int, timeline: Iterable[Given] = ()) -> tuple[Run, GovernanceModel]:
    """Return the run that a saved file continues to `months`, with further changes, and its model.

    The run is the whole one from its first month, so that its manifest repeats it without the file.

    Raises:
        InputError: the file is not a saved run of this version, or it is past the months or a change.
    """
    from model.governance import GovernanceModel

    model = GovernanceModel.load(path, changes_of(timeline))
    plan = model.plan
    if model.months >= months:
        raise InputError(
            "{path} has {done} months already; give more than that with --months", path=path, done=model.months
        )
    default = Parameters().flat()
    changed = {name: value for name, value in plan.parameters.flat().items() if value != default[name]}
    rules = {f"rules.{name.removeprefix('rules.')}": value for name, value in plan.rules.items()}
    run = Run(
        plan.paradigm, model.municipality, model.population, {**changed, **rules}, model.seed, months,
        *switches_of(plan.changes),
    )  # fmt: skip
    return run.checked(), model


def _names_by_month(run: Run) -> list[str]:
    """Return the name of the paradigm in force in each month."""
    names: list[str] = []
    for month, paradigm in reversed(run.paradigms):
        names[:0] = [paradigm.name] * (run.months + 1 - month - len(names))
    return names


def _check_names(plan: Plan, arm: str) -> None:
    """Refuse different paradigms of one name, which results could not separate; an arm's own is named by the arm."""
    known = {} if arm else {plan.paradigm.name: plan.paradigm}
    for change in plan.changes:
        if change.paradigm is not None:
            paradigm = _with_rules(change.paradigm, plan.rules)
            if known.setdefault(paradigm.name, paradigm) != paradigm:
                raise InputError("two different paradigms of the run have the name {name}", name=paradigm.name)


def _with_rules(paradigm: Paradigm, rules: Mapping[str, Any]) -> Paradigm:
    """Return the paradigm with some rules changed; an error names the paradigm that does not allow them."""
    try:
        return paradigm.updated(rules)
    except InputError as error:
        if str(error).startswith("contradictory"):
            raise InputError(
                "{paradigm}: {error} (rules are changed in every paradigm of the run)",
                paradigm=paradigm.name,
                error=error,
            ) from None
        raise


def _at_the_end(groups: pd.DataFrame, months: int) -> pd.DataFrame:
    """Return each group's outcomes in the run's last month, in the order of the groups."""
    return groups[groups["month"] == months].drop(columns="month").reset_index(drop=True)


INTEGERS = Texts(
    "experiments.integers",
    {
        name: name
        for name in (
            "months", "citizens", "the number of seeds", "the seed", "a seed", "the first seed", "the number of jobs",
            "the month of a switch",
        )
    },
)  # fmt: skip
"""Names of integers in messages; each is its own key, and a name that is not here stays as it is."""


def integer(what: str, value: Any, low: int, high: int) -> int:
    """Return `value` as an int within [low, high], or raise `InputError` with the valid range."""
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or not low <= number <= high:
        raise InputError(
            "{what} = {value} is not valid: it must be a whole number from {low:,} to {high:,}",
            what=INTEGERS.message(what) if what in INTEGERS else what,
            value=shown(value),
            low=low,
            high=high,
        )
    return number
