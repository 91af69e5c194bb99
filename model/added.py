"""What the model does with a user's code: where a mechanism's phase goes, and how an outcome is measured.

`model.extend` declares both.
"""

from __future__ import annotations

import math
import numbers
import traceback
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.engine.table import Column
from agents.errors import InputError, shown
from model.extend import SWITCHES, Mechanism, OwnOutcome
from model.outcomes.outcomes import NAMES
from model.parameters.declare import Declaration, coerced
from samskaping.language import Message

if TYPE_CHECKING:
    from model.month import Phases
    from model.town.town import Town

FIRST_STREAM = 1_000  # streams of chance below it are the model's
STREAMS = 2**31


@dataclass(frozen=True)
class Extensions:
    """Outcomes and mechanisms that a model has beside its own."""

    outcomes: tuple[tuple[OwnOutcome, Callable[[Town], Any]], ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()

    def declarations(self) -> dict[str, Declaration]:
        """Return every switch and parameter of the mechanisms by its dotted name."""
        return {one.name: one for each in self.mechanisms for one in each.declarations()}

    def split(self, parameters: Any) -> tuple[dict[str, Any], Any]:
        """Return the values of the mechanisms' own parameters, checked, and what is left for the model."""
        if not self.mechanisms or not isinstance(parameters, Mapping):
            return {}, parameters
        known = self.declarations()
        own = {name: coerced(known[name], value) for name, value in parameters.items() if name in known}
        return own, {name: value for name, value in parameters.items() if name not in known}


NO_EXTENSIONS = Extensions()


class Added:
    """What a model runs of its extensions: the phases of its month, and its own outcomes by month."""

    def __init__(self, extensions: Extensions, values: Mapping[str, Any], town: Town) -> None:
        taken = [one.name for one, _ in extensions.outcomes if one.name in NAMES]
        if taken:
            raise InputError("the model has an outcome {name} already; give yours another name", name=taken[0])
        self.extensions = extensions
        given = {name: one.default for name, one in extensions.declarations().items()} | dict(values)
        self.values = given
        self.rows: list[np.ndarray] = []
        on = [one for one in extensions.mechanisms if given[f"{SWITCHES}.{one.name}"]]
        self.phases: Phases = _merged(on, given, town)
        """The phases of a month; empty where no mechanism is on, and the month is the model's own."""

    def __bool__(self) -> bool:
        return self.extensions != NO_EXTENSIONS

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the outcomes."""
        return tuple(one.name for one, _ in self.extensions.outcomes)

    @property
    def now(self) -> dict[str, float]:
        """The outcomes of the last month, NaN before the first."""
        row = self.rows[-1] if self.rows else np.full(len(self.names), math.nan)
        return dict(zip(self.names, row.tolist(), strict=True))

    def measure(self, town: Town) -> None:
        """Compute the outcomes of the month just lived. The functions cannot change the town's arrays meanwhile.

        Raises:
            InputError: a function fails, or returns something else than a finite number within its bounds.
        """
        if not self.extensions.outcomes:
            return
        row = np.empty(len(self.names))
        with _read_only(town):
            for place, (declared, function) in enumerate(self.extensions.outcomes):
                row[place] = _number(declared, function, called(function, "outcome", declared.name, town, town), town)
        self.rows.append(row)

    def frame(self, first: int) -> dict[str, np.ndarray]:
        """Return the outcomes of the months from row `first` on, by name."""
        if not self.extensions.outcomes:
            return {}
        return dict(zip(self.names, np.array(self.rows[first:]).reshape(-1, len(self.names)).T, strict=True))


def _merged(mechanisms: Sequence[Mechanism], values: Mapping[str, Any], town: Town) -> Phases:
    """Return `STEP` with a phase for each mechanism at its place, in the order given; without any, no phases."""
    from model.month import STEP

    if not mechanisms:
        return ()
    found: list[tuple[str, Callable[[Town], Any]]] = []
    for name, phase in STEP:
        found += [(one.name, _phase(one, values, town)) for one in mechanisms if not one.after and one.place == name]
        found.append((name, phase))
        found += [(one.name, _phase(one, values, town)) for one in mechanisms if one.after and one.place == name]
    return tuple(found)


def _phase(mechanism: Mechanism, values: Mapping[str, Any], town: Town) -> Callable[[Town], None]:
    """Return a mechanism as a phase, with its parameters' values and its columns."""
    columns = {
        name: np.full(len(getattr(town, table)), one.start, one.dtype)
        for name, (table, one) in mechanism.columns.items()
    }
    parameters = {name: values[one.name] for name, one in mechanism.parameters.items()}
    stream = FIRST_STREAM + zlib.crc32(mechanism.name.encode()) % STREAMS
    own = SimpleNamespace(**parameters, **columns, stream=stream)

    def phase(town: Town) -> None:
        called(mechanism.function, "mechanism", mechanism.name, town, town, own)
        for name, (_, one) in mechanism.columns.items():
            _check_column(mechanism, one, getattr(own, name), town)

    return phase


def _check_column(mechanism: Mechanism, declared: Column, array: np.ndarray, town: Town) -> None:
    finite = array.dtype.kind != "f" or bool(np.isfinite(array).all())
    low = declared.low is not None and array.size and array.min() < declared.low
    high = declared.high is not None and array.size and array.max() > declared.high
    if not finite or low or high:
        raise InputError(
            "{file}, line {line}: mechanism {name}: own.{column} leaves its bounds in month {month}: it must be "
            "finite, from {low:g} to {high:g}",
            **_place_of(mechanism.function), name=mechanism.name, column=declared.name, month=_month(town),
            low=-math.inf if declared.low is None else declared.low,
            high=math.inf if declared.high is None else declared.high,
        )  # fmt: skip


def _month(town: Town) -> int:
    """Return the month that a message names: 1 the first under the paradigm, 0 and below in the warm-up."""
    return town.calendar + 1


def called(function: Callable[..., Any], kind: str, name: str, town: Town, *arguments: Any) -> Any:
    """Call a user's function; an error of it becomes an `InputError` with its file, line and month."""
    try:
        return function(*arguments)
    except Exception as error:
        file = _code_of(function).co_filename
        lines = [one.lineno for one in traceback.extract_tb(error.__traceback__) if one.filename == file]
        month = _month(town) - (1 if kind == "outcome" else 0)
        raise InputError(
            "{file}, line {line}: the {kind} {name} fails in month {month}: {error}",
            **_place_of(function, lines),
            kind=Message("outcome") if kind == "outcome" else Message("mechanism"), name=name, month=month,
            error=f"{type(error).__name__}: {error}",
        ) from error  # fmt: skip


def _code_of(function: Callable[..., Any]) -> CodeType:
    code: CodeType = getattr(function, "py_func", function).__code__
    return code


def _place_of(function: Callable[..., Any], lines: Sequence[int | None] = ()) -> dict[str, Any]:
    """Return `file` and `line` for a message on a user's function: the last of `lines`, or where it begins."""
    code = _code_of(function)
    return {"file": Path(code.co_filename).name, "line": lines[-1] if lines else code.co_firstlineno}


def _number(declared: OwnOutcome, function: Callable[..., Any], value: Any, town: Town) -> float:
    """Return what an outcome's function returned as a float, or raise `InputError`."""
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    low = -math.inf if declared.low is None else declared.low
    high = math.inf if declared.high is None else declared.high
    figure = float(value) if isinstance(value, numbers.Real) else math.nan
    if not math.isfinite(figure) or not low <= figure <= high:
        raise InputError(
            "{file}, line {line}: the outcome {name} returned {value} in month {month}: it must be a finite number "
            "from {low:g} to {high:g}",
            **_place_of(function), name=declared.name, value=shown(value), month=_month(town) - 1, low=low, high=high,
        )  # fmt: skip
    return figure


@contextmanager
def _read_only(town: Town) -> Iterator[None]:
    """Refuse assignments to the town's arrays within the body."""
    held = [town, *(getattr(town, part) for part in type(town).PARTS)]
    arrays = [
        value for one in held for value in vars(one).values() if isinstance(value, np.ndarray) and value.flags.writeable
    ]
    for array in arrays:
        array.flags.writeable = False
    try:
        yield
    finally:
        for array in arrays:
            array.flags.writeable = True
