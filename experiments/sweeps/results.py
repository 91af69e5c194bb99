"""The results of a sweep: one tidy table, and its study. One call reads them, in any process."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.errors import NOTHING, InputError, suggestion
from experiments.design.clauses.derived import with_derived
from experiments.design.factors import checked_value, is_text
from experiments.design.study import Study, read_study
from experiments.output.csv_files import write_csv
from experiments.runs.estimates import pooled
from experiments.sweeps.parts import FAILED, OK
from experiments.sweeps.reading import COLUMNS, rows_in
from experiments.sweeps.stopping import as_reached
from experiments.sweeps.store import STUDY, read_manifest
from model.aliases import current_list, current_names
from samskaping.language import Language

if TYPE_CHECKING:
    from experiments.output.formats import Html

KEYS = ("run_id", "status", "error", "seed", "month")
_POINT = "_point"
_SWITCH = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}


@dataclass(frozen=True)
class Results:
    """The results of a study.

    `table` has a row a run and kept month: `run_id, status, error, seed, month`, the factors, the outcomes. A run that
    failed has one row, with month 0 and no outcomes.
    """

    study: Study
    folder: Path
    table: pd.DataFrame = field(repr=False)
    there: int | None = None
    """The number of completed runs, where `table` has only some of them; None where it has all."""
    month: int = 0
    """The month that `last` and `summary` show; 0 stands for the last month of the study."""
    so_far: bool = False
    """Whether analyses take a sweep that is not complete, with the points and seeds that are."""
    lost: pd.DataFrame | None = field(default=None, repr=False)
    """Rows of failed runs where `table` has those of one month only, and so lacks them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "month", self.month or self.study.months)

    def __repr__(self) -> str:
        return (
            f"Results({self.study.name}; {self.runs:,} runs, {len(self.failed):,} failed, {self.missing:,} missing, "
            f"month {self.month}; .summary() .table .last .where() .html() .write_csv())"
        )

    def _repr_html_(self) -> str:
        return self.html()

    def html(self, language: Language = "en") -> Html:
        """Return the summary as a table for a notebook, with headings in a language."""
        from experiments.sweeps.shown import results_html

        return results_html(self, language)

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of the factors, in the study's order."""
        return tuple(factor.name for factor in self.study.factors)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes kept, and of those derived from them."""
        return self.study.measured

    @cached_property
    def last(self) -> pd.DataFrame:
        """The rows of the month shown (the last one kept, unless `where` names another), of runs that did not fail."""
        fine = self.table[self.table["status"] == OK]
        return fine[fine["month"] == self.month]

    @property
    def failed(self) -> pd.DataFrame:
        """The rows of runs that failed, with the error."""
        table = self.table if self.lost is None else self.lost
        return table[table["status"] == FAILED]

    @property
    def runs(self) -> int:
        """The number of runs in `table`, failed runs included."""
        return int(self.table["run_id"].nunique()) + (0 if self.lost is None else len(self.lost))

    @property
    def missing(self) -> int:
        """The number of runs of the study that are not completed yet."""
        return self.study.size - self._there

    def _levels(self, name: str) -> list[Any]:
        """Return the values of a factor in the table: levels in the study's order, sampled values by size."""
        listed = next(factor.levels for factor in self.study.factors if factor.name == name)
        tables = [self.table] if self.lost is None else [self.table, self.lost]
        here = pd.concat([table[name] for table in tables]).unique().tolist()
        return [level for level in listed if level in here] if listed else sorted(here)

    def where(self, conditions: Mapping[str, Any]) -> Results:
        """Return the results with some columns at given values only; a list keeps rows with any of its values.

        With `month`, `last` and `summary` show that month, or the last of several.

        Raises:
            InputError: for an unknown column, or a value that no row has; the message lists the valid values.
        """
        table, lost, month = self.table, self.lost, self.month
        conditions = current_names(conditions, *COLUMNS)
        for name, value in conditions.items():
            values = as_list(value)
            sought = [_as_in(table, self._column(name), one) for one in values]
            valid = self._values(name)
            for one, given in zip(sought, values, strict=True):
                if not (one in valid if len(valid) else bool((table[name] == one).any())):
                    raise self._never(name, given, valid)
            if name == "month":
                month = max(map(int, sought))
                lost = table[table["status"] == FAILED] if lost is None else lost
            elif lost is not None:
                lost = lost[lost[name].isin(sought)]
            table = table[table[name].isin(sought)]
        return replace(self, table=table, there=self._there, month=month, lost=lost)

    def _values(self, name: str) -> Sequence[Any]:
        """Return the values that a column can be filtered by; none where any number or text is valid."""
        if name in self.factors:
            return self._levels(name)
        if name == "month":
            return self.study.kept_months
        return self.study.seeds if name == "seed" else ()

    def _never(self, name: str, value: Any, valid: Sequence[Any]) -> InputError:
        if not len(valid):
            return InputError("{folder}: no row has {name} = {value}", folder=self.folder, name=name, value=value)
        shown = ", ".join(map(str, valid[:20])) + (" ..." if len(valid) > 20 else "")
        if name == "month":
            return InputError(
                "{folder}: month {value} is not kept; months kept: {shown}", folder=self.folder, value=value,
                shown=shown,
            )  # fmt: skip
        return InputError(
            "{folder}: {name} is never {value}; it is {shown}{hint}",
            folder=self.folder,
            name=name,
            value=value,
            shown=shown,
            hint=suggestion(str(value), [one for one in valid if isinstance(one, str)])
            if isinstance(valid, list)
            else NOTHING,
        )

    @property
    def _there(self) -> int:
        return self.runs if self.there is None else self.there

    def summary(self, by: Sequence[str] | None = None, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """Return `by..., outcome, runs, seeds, mean, low, high` over the month shown (see `last`).

        `mean` is over the points of the group, each counting the same. `low` and `high` are its 95 % interval over
        seeds, for these points: see `estimates.pooled`. They are NaN where there is one seed.

        Args:
            by: factors, or "seed"; None is those that take words (paradigm, municipality), or all factors when there
                are no more than 20 points.
            outcomes: names; None is all that the study kept.
        """
        names = current_list(outcomes or self.outcomes, "outcome")
        shown = [self._outcome(name) for name in dict.fromkeys(names)]
        factors = self._usual_groups() if by is None else current_list(by, "setting")
        groups = [self._group(name) for name in dict.fromkeys(factors)]
        last = self.last.assign(**{_POINT: self._points()})
        rows = []
        parts = list(last.groupby(groups, sort=False)) if groups else [((), last)]
        places = {f.name: list(dict.fromkeys(f.levels)) for f in self.study.factors if f.levels}

        def in_order(part: tuple[tuple[Any, ...], Any]) -> list[Any]:  # levels as in the study; values by size
            return [places[name].index(at) if name in places else at for name, at in zip(groups, part[0], strict=True)]

        for key, part in sorted(parts, key=in_order):
            points, seeds = pd.factorize(part[_POINT])[0], part["seed"].to_numpy()
            for name in shown:
                mean, low, high = pooled(part[name].to_numpy(), points, seeds)
                rows.append([*key, name, len(part), part["seed"].nunique(), mean, low, high])
        return pd.DataFrame(rows, columns=[*groups, "outcome", "runs", "seeds", "mean", "low", "high"])

    def _points(self) -> np.ndarray:
        """Return which point each row of `last` is at, (rows,), as whole numbers."""
        if not self.factors:
            return np.zeros(len(self.last), int)
        return self.last.groupby(list(self.factors), sort=False).ngroup().to_numpy()

    def _usual_groups(self) -> list[str]:
        if self.last.groupby(list(self.factors)).ngroups <= 20 if self.factors else True:
            return list(self.factors)
        return [name for name in self.factors if is_text(name)]

    def _group(self, name: str) -> str:
        valid = (*self.factors, "seed")
        if name not in valid:
            raise InputError(
                "{folder}: no factor {name!r}; valid: {names}{hint}", folder=self.folder, name=name,
                names=", ".join(valid), hint=suggestion(name, valid),
            )  # fmt: skip
        return name

    def _column(self, name: str) -> str:
        valid = (*KEYS, *self.factors, *self.outcomes)
        if name not in valid:
            raise InputError(
                "{folder}: no column {name!r}; valid: {names}{hint}", folder=self.folder, name=name,
                names=", ".join(valid), hint=suggestion(name, valid),
            )  # fmt: skip
        return name

    def _outcome(self, name: str) -> str:
        if name not in self.outcomes:
            raise InputError(
                "{folder}: no outcome {name!r}; valid: {names}{hint}", folder=self.folder, name=name,
                names=", ".join(self.outcomes), hint=suggestion(name, self.outcomes),
            )  # fmt: skip
        return name

    def to_xarray(self) -> Any:
        """Return all results as an `xarray.Dataset`; see `experiments.sweeps.arrays.dataset`."""
        from experiments.sweeps.arrays import dataset

        return dataset(self)

    def write_csv(self, to: str | Path | IO[str]) -> None:
        """Write the table as CSV: sorted by run id and month, every number with all its digits.

        The same study gives the same bytes, on any machine and with any number of workers.
        """
        ordered = self.table.sort_values(["run_id", "month"], kind="stable")
        write_csv(ordered, to)


def run_study(
    study: Study | str | Path,
    out: str | Path,
    workers: int | None = None,
    dask: str | None = None,
    *,
    retry_failed: bool = False,
    earlier: str | Path | None = None,
) -> Results:
    """Run every run of a study that is not yet done, and return all its results.

    Args:
        study: a `Study`, or the path of a study file.
        out: folder for the results: new, empty, or one of the same study.
        workers: processes on this machine; None is one for each core.
        dask: address of a Dask scheduler whose workers are used instead.
        retry_failed: also run again the runs that failed.
        earlier: folder of another sweep, whose runs are taken over as far as they are runs of this study.

    Raises:
        InputError: the study or the folder is not valid.
    """
    from experiments.design.text import written
    from experiments.sweeps.reuse import reuse
    from experiments.sweeps.runner import sweep
    from experiments.sweeps.store import Store

    checked = written(study) if isinstance(study, Study) else read_study(study)
    if earlier is not None:
        with contextlib.closing(Store.open(Path(out), checked)) as store:
            reuse(checked, store, Path(earlier))
    progress = sweep(checked, out, workers, dask, retry_failed=retry_failed)
    if progress.not_done:
        run_id, why = next(iter(progress.not_done.items()))
        warnings.warn(f"{len(progress.not_done)} runs were not done (run {run_id}: {why})", stacklevel=2)
    return read_results(out)


def read_results(folder: str | Path) -> Results:
    """Return the results in a sweep's folder so far; raise `InputError` where the folder has no sweep."""
    folder = Path(folder)
    if not (folder / STUDY).exists():
        raise InputError(
            "{folder} holds no sweep: there is no {STUDY} in it; give the folder named with --out",
            folder=folder,
            STUDY=STUDY,
        )
    study = read_study(folder / STUDY, code=False)
    table = with_derived(rows_in(folder, study), study.derived)
    used = as_reached(study, read_manifest(folder))
    if len(used.seeds) < len(study.seeds):  # runs of a batch that is not complete are left out
        table = table[table["seed"].isin(list(used.seeds))].reset_index(drop=True)
    return Results(used, folder, table)


def as_list(value: Any) -> list[Any]:
    """Return the values of a condition: those of a list, or the one value."""
    return list(value) if isinstance(value, list | tuple) else [value]


def _as_in(table: pd.DataFrame, name: str, value: Any) -> Any:
    """Return a value typed on a command line as the column has it."""
    if name == "municipality":  # by name or number, whichever the study has
        return checked_value(name, value, "where")
    kind = table[name].dtype.kind
    if not isinstance(value, str) or kind not in "ifb":
        return value
    if kind == "b":
        if value.lower() not in _SWITCH:
            raise InputError("{name} = {value!r} is not valid: give true or false", name=name, value=value)
        return _SWITCH[value.lower()]
    try:
        return float(value)
    except ValueError:
        if re.fullmatch(r"-?\d+,\d+", value):
            point = value.replace(",", ".")
            raise InputError(
                "{name} = {value!r} is not valid: decimals are written with a point: {name}={point}",
                name=name,
                value=value,
                point=point,
            ) from None
        raise InputError("{name} = {value!r} is not valid: the column holds numbers", name=name, value=value) from None
