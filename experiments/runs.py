"""One run: a town under a paradigm from one seed, month by month. Everything larger is made of these.

`Run` says what is run, `simulate` runs it, `RunResult` is what came out. A run depends on nothing but its `Run`: not on the
clock, on other runs, or on how many run beside it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agents.errors import InputError
from experiments.defaults import LAST_MONTHS
from model.municipalities import Municipality, municipality
from model.paradigms import Paradigm, load_paradigm
from model.parameters import Parameters, split_overrides

if TYPE_CHECKING:
    import pandas as pd

# A model is asked for so many citizen-months at a time, so that progress shows and a run can be stopped.
_CITIZEN_MONTHS_AT_A_TIME = 500_000

MOST_MONTHS = 12_000
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Run:
    """What one run is made of; all of it checked by `checked`, before anything is computed.

    Attributes:
        paradigm: a preset's name or a `Paradigm`.
        municipality: a name, a four-digit code, or a `Municipality`.
        citizens: how many are simulated; None is the municipality's real number.
        overrides: parameters and rules that differ, under flat dotted names (`trust.loss_aversion`,
            `rules.aggregation.lam_d`). Rules are changed in every paradigm of the run.
        seed: all chance of the run follows from it.
        months: how many months are run, after the warm-up.
        switches: (month, paradigm) pairs; the month is the first one under the new paradigm.
    """

    paradigm: str | Paradigm
    municipality: str | int | Municipality
    citizens: int | None = None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    months: int = 120
    switches: tuple[tuple[int, str | Paradigm], ...] = ()

    def checked(self) -> Run:
        """Return the run with names looked up and rules overridden; raise `InputError` for what cannot be run.

        The overrides left in the result are those of parameters: the rules are in the paradigms.
        """
        parameters, rules = split_overrides(self.overrides)
        Parameters().updated(parameters)
        months = whole("months", self.months, 1, MOST_MONTHS)
        switches = []
        for month, paradigm in sorted(self.switches, key=lambda pair: pair[0]):
            month = whole("the month of a switch", month, 2, MOST_MONTHS)
            if month > months:
                raise InputError(f"a switch in month {month} is never reached: the run has {months} months")
            if switches and switches[-1][0] == month:
                raise InputError(f"two switches in month {month}: give one paradigm a month")
            switches.append((month, load_paradigm(paradigm).updated(rules)))
        return Run(
            paradigm=load_paradigm(self.paradigm).updated(rules),
            municipality=municipality(self.municipality),
            citizens=None if self.citizens is None else whole("citizens", self.citizens, 1, 2**31 - 1),
            overrides=parameters,
            seed=whole("the seed", self.seed, 0, LARGEST_SEED),
            months=months,
            switches=tuple(switches),
        )


@dataclass(frozen=True, repr=False)
class RunResult:
    """What came out of a run: every month's outcomes, and each group's means over the last months."""

    run: Run
    population: int
    """Citizens simulated."""
    months: pd.DataFrame
    """One row a month: `paradigm` (in force that month), `seed`, `month`, and the outcomes."""
    groups: pd.DataFrame
    """One row a group: `paradigm` (at the end), `seed`, `dimension`, `group`, and the group's outcomes."""


def simulate(run: Run, after: Callable[[int], None] | None = None) -> RunResult:
    """Run one run and return what came out.

    `after` is called with a number of months whenever so many more are done; the run stops if it raises. The model is
    closed whatever happens, so its columns are free again when this returns.
    """
    import pandas as pd

    from model.governance import GovernanceModel

    run = run.checked()
    assert isinstance(run.paradigm, Paradigm)
    model = GovernanceModel(
        paradigm=run.paradigm,
        municipality=run.municipality,
        citizens=run.citizens,
        parameters=Parameters().updated(run.overrides),
        rng=run.seed,
    )
    try:
        paradigm, done, frames = run.paradigm, 0, []
        stride = max(1, min(12, _CITIZEN_MONTHS_AT_A_TIME // max(model.population, 1)))
        switches = dict(run.switches)
        while done < run.months:
            if done + 1 in switches:
                paradigm = load_paradigm(switches[done + 1])
                model.switch_paradigm(paradigm)
            until = min([done + stride, run.months, *(month - 1 for month in switches if month - 1 > done)])
            frame = model.run(months=until - done)
            frame.insert(0, "paradigm", paradigm.name)
            frame.insert(1, "seed", run.seed)
            frames.append(frame)
            if after is not None:
                after(until - done)
            done = until
        groups = _last_months(model.groups(), run)
        groups.insert(0, "paradigm", paradigm.name)
        groups.insert(1, "seed", run.seed)
        return RunResult(run, int(model.population), pd.concat(frames, ignore_index=True), groups)
    finally:
        model.close()


def _last_months(groups: pd.DataFrame, run: Run) -> pd.DataFrame:
    """Return each group's outcomes as means over the run's last months, in the order in which groups are given."""
    last = groups[groups["month"] > run.months - LAST_MONTHS]
    means = last.drop(columns="month").groupby(["dimension", "group"], sort=False, observed=True).mean()
    return means.reset_index()


def whole(what: str, value: Any, low: int, high: int) -> int:
    """Return `value` as an int within [low, high], or raise `InputError` saying what it must be."""
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise InputError(
            f"{what} = {value!r} is not valid: it must be a whole number from {low} to {high}"
        ) from None
    if not low <= number <= high:
        raise InputError(f"{what} = {number} is not valid: it must be a whole number from {low} to {high}")
    return number
