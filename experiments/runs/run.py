"""One run: a town under a paradigm from one seed, month by month. Comparisons and sweeps consist of runs.

`Run` holds the settings, `simulate` runs it, `RunResult` holds the results. Results depend on the `Run` alone: not on
the clock, on other runs, or on how many run at the same time.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from agents.errors import InputError, shown
from model.aliases import current_names
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.parameters.parameters import Parameters, split_overrides
from model.timeline.change import Given, changes_of
from model.timeline.plan import Plan
from model.town.municipalities import Municipality, municipality, population_of
from samskaping.language import Texts

if TYPE_CHECKING:
    import pandas as pd

    from model.governance import GovernanceModel

# Citizen-months computed at a time: between two steps progress is reported and a run can be stopped.
_CITIZEN_MONTHS_AT_A_TIME = 500_000

MOST_MONTHS = 12_000
LARGEST_SEED = 2**63 - 1


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
        arm: the name of the arm that the run belongs to, if any.
        timeline: changes in the course of the run; see `model.timeline.change`.
    """

    paradigm: str | Paradigm
    municipality: str | int | Municipality
    citizens: int | None = None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    months: int = 120
    switches: tuple[tuple[int, str | Paradigm], ...] = ()
    arm: str = ""
    timeline: tuple[Given, ...] = ()

    @property
    def town(self) -> Municipality:
        """The municipality, found by name or code."""
        return municipality(self.municipality)

    @property
    def parameters(self) -> Parameters:
        """All parameters, with the overrides."""
        return Parameters().updated(split_overrides(self.overrides)[0])

    @property
    def paradigms(self) -> tuple[tuple[int, Paradigm], ...]:
        """The paradigms in force with the overrides: (first month, paradigm), from month 1 on."""
        rules = split_overrides(self.overrides)[1]
        given = ((1, self.paradigm), *sorted(self.switches, key=operator.itemgetter(0)))
        return tuple((month, _with_rules(load_paradigm(paradigm), rules)) for month, paradigm in given)

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
        (_, first), *later = self.paradigms
        seed, town = integer("the seed", self.seed, 0, LARGEST_SEED), self.town
        self.parameters  # noqa: B018  raises what is wrong with them
        changes = changes_of(self.timeline)
        Plan(first, {}, self.parameters, changes).checked()

        return replace(
            self,
            paradigm=first,
            municipality=town,
            citizens=None if self.citizens is None else population_of(town, self.citizens),
            overrides=dict(self.overrides),
            seed=seed,
            months=months,
            switches=tuple(later),
            timeline=changes,
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


def simulate(
    run: Run, after: Callable[[int], None] | None = None, observe: Callable[[GovernanceModel], None] | None = None
) -> RunResult:
    """Simulate one run and return its results.

    Args:
        run: the settings.
        after: called with the number of months completed since its last call; the run stops if it raises.
        observe: called with the model before the first month and after each month, to measure more than outcomes.

    The model is always closed, so that its columns are free when this returns.
    """
    import pandas as pd

    from model.governance import GovernanceModel

    run = run.checked()
    stages = run.paradigms
    model = GovernanceModel(
        paradigm=stages[0][1],
        municipality=run.town,
        citizens=run.citizens,
        parameters=run.parameters,
        rng=run.seed,
        timeline=run.timeline,
    )
    try:
        stride = max(1, min(12, _CITIZEN_MONTHS_AT_A_TIME // max(model.population, 1)))
        frames = []
        if observe is not None:
            stride = 1
            observe(model)
        for stage, (first, paradigm) in enumerate(stages):
            if stage > 0:
                model.switch_paradigm(paradigm)
            end = stages[stage + 1][0] if stage + 1 < len(stages) else run.months + 1
            for start in range(first, end, stride):
                months = min(stride, end - start)
                frame = model.run(months=months)
                frame.insert(0, "paradigm", paradigm.name)
                frame.insert(1, "seed", run.seed)
                frames.append(frame)
                if observe is not None:
                    observe(model)
                if after is not None:
                    after(months)
        groups = _at_the_end(model.groups(), run.months)
        groups.insert(0, "paradigm", stages[-1][1].name)
        groups.insert(1, "seed", run.seed)
        months_of = pd.concat(frames, ignore_index=True)
        if run.arm:
            months_of.insert(0, "arm", run.arm)
            groups.insert(0, "arm", run.arm)
        return RunResult(run, int(model.population), months_of, groups)
    finally:
        model.close()


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


whole = integer
"""The name that `experiments.evidence` still imports."""
