"""What a user's code may add to the model: outcomes, and mechanisms as phases with their own parameters and columns.

A file of outcomes holds functions of the town. Each public function is an outcome, and `outcome` declares its unit::

    @outcome(unit="share", better="lower")
    def lonely(town) -> float:
        "Citizens without a tie."
        return float((np.diff(town.tie_start) == 0).mean())

A file of mechanisms holds functions of the town and of what the mechanism owns, declared by `mechanism`::

    @mechanism(after="influence", rate=parameter(0.1, 0, 1, "share", "Share of the way to the mean"))
    def conform(town, own):
        "Citizens' trust moves toward the town's mean."
        trust = town.citizens.trust
        trust += own.rate * (trust.mean() - trust)

The functions may call kernels (`agents.engine.kernel.kernel`) with arrays of the town or with the town itself.
"""

from __future__ import annotations

import math
import numbers
import traceback
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from agents.engine.table import Column
from agents.errors import InputError, shown, suggestion
from model.outcomes.outcomes import NAMES, Outcome
from model.parameters.declare import DESIGN, Declaration, coerced
from model.parameters.parameters import Parameters
from samskaping.language import SOURCE, Joined, Language, Message

if TYPE_CHECKING:
    from model.month import Phases
    from model.town.town import Town

MARK = "__samskaping__"
"""The attribute by which a function carries its declaration."""
SWITCHES = "mechanisms"
TABLES = ("citizens", "teams", "politicians", "units")
FIRST_STREAM = 1_000  # streams of chance below it are the model's
STREAMS = 2**31


@dataclass(frozen=True)
class OwnOutcome(Outcome):
    """An outcome of a user's file, whose texts stand in the language of their author."""

    low: float | None = None
    high: float | None = None

    def label(self, language: Language = SOURCE) -> str:
        """Return the label."""
        return self.label_en

    def help(self, language: Language = SOURCE) -> str:
        """Return the meaning."""
        return self.help_en


@dataclass(frozen=True)
class OwnDeclaration(Declaration):
    """A parameter of a user's mechanism, whose help stands in the language of its author."""

    @property
    def help_text(self) -> Any:
        """The help text."""
        return Joined("", [self.help_en])


@dataclass(frozen=True)
class Part:
    """A parameter or column in a mechanism's declaration, before it has its name."""

    made: Callable[[str, str], Any]


@dataclass(frozen=True)
class Mechanism:
    """A phase that is put into the month, with its parameters and columns."""

    name: str
    help: str
    place: str
    """The phase of `STEP` that it follows, or comes before."""
    after: bool
    parameters: Mapping[str, Declaration]
    columns: Mapping[str, tuple[str, Column]]
    """By name: the table whose rows it has, and its declaration."""
    function: Callable[[Town, Any], Any] = field(compare=False)

    def declarations(self) -> tuple[Declaration, ...]:
        """Return the switch and the parameters under their dotted names."""
        switch = OwnDeclaration(
            f"{SWITCHES}.{self.name}", True, "switch", None, None, (), "on/off", DESIGN, DESIGN, self.help, ""
        )
        return switch, *self.parameters.values()


# --- what a user's file writes ---


def outcome(
    *,
    unit: str = "",
    label: str = "",
    meaning: str = "",
    better: Literal["higher", "lower", "neither"] = "neither",
    low: float | None = None,
    high: float | None = None,
) -> Callable[[Any], Any]:
    """Declare an outcome: a function of the town that returns a number.

    Args:
        unit: such as "share" or "hours/month".
        label: a short name for tables; empty is the function's name.
        meaning: one sentence; empty is the first line of the docstring.
        better: the direction that most people would call better.
        low: the least valid value; a run with a lower one fails.
        high: the greatest valid value.
    """

    def declared(function: Any) -> Any:
        name = function.__name__
        label_of, said = label or name.replace("_", " ").capitalize(), meaning or first_line(function)
        setattr(function, MARK, OwnOutcome(name, unit, label_of, said, better, False, low, high))
        return function

    return declared


def parameter(default: float | bool, low: float = 0.0, high: float = 1.0, unit: str = "", help: str = "") -> Part:
    """Declare a parameter of a mechanism: a number within [low, high], whole where `default` is an int, or a switch."""
    kind: Any = "switch" if isinstance(default, bool) else "whole" if isinstance(default, int) else "number"
    least, most = (None, None) if kind == "switch" else (float(low), float(high))

    def made(mechanism: str, name: str) -> Declaration:
        full = f"{mechanism}.{name}"
        found = OwnDeclaration(full, default, kind, least, most, (), unit or "number", DESIGN, DESIGN, help or name, "")
        coerced(found, default)
        return found

    return Part(made)


def column(
    of: str = "citizens",
    dtype: str = "float64",
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    meaning: str = "",
    start: float = 0.0,
) -> Part:
    """Declare state of a mechanism: an array with one value for each row of a table of the town.

    Args:
        of: "citizens", "teams", "politicians" or "units".
        dtype: of the array, as numpy names it.
        low: the least valid value, None for none; a run that leaves the bounds fails.
        high: the greatest valid value.
        unit: of the values.
        meaning: one sentence.
        start: the value that every row begins with.
    """

    def made(mechanism: str, name: str) -> tuple[str, Column]:
        if of not in TABLES:
            raise InputError(
                "column {name}: of = {of!r} is not a table; valid: {names}{hint}",
                name=f"{mechanism}.{name}", of=of, names=", ".join(TABLES), hint=suggestion(of, TABLES),
            )  # fmt: skip
        return of, Column(name, dtype, low, high, unit, meaning, (), start)

    return Part(made)


def mechanism(*, after: str = "", before: str = "", **parts: Part) -> Callable[[Any], Any]:
    """Declare a mechanism: a function of the town and of what it owns, called once a month.

    Args:
        after: the phase of `model.month.STEP` that it follows.
        before: or the phase that it comes before.
        parts: its parameters and columns by name (`parameter`, `column`). The function reads them as `own.NAME`.
            `own.stream` is a stream of chance of its own, for `model.chance.uniforms`.
    """

    def declared(function: Any) -> Any:
        from model.month import STEP

        name, phases = function.__name__, [phase for phase, _ in STEP]
        place = after or before
        if bool(after) == bool(before):
            raise InputError("mechanism {name}: give after or before, the name of a phase", name=name)
        if place not in phases:
            raise InputError(
                "mechanism {name}: unknown phase {place!r}; valid: {names}{hint}",
                name=name, place=place, names=", ".join(phases), hint=suggestion(place, phases),
            )  # fmt: skip
        if name in Parameters.model_fields or name in type(Parameters().mechanisms).model_fields:
            raise InputError("mechanism {name}: the model's own parameters have that name; give another", name=name)
        if "stream" in parts:
            raise InputError("mechanism {name}: stream is there already; give the part another name", name=name)
        made = {key: part.made(name, key) for key, part in parts.items()}
        found = Mechanism(
            name, first_line(function), place, bool(after),
            {key: one for key, one in made.items() if isinstance(one, Declaration)},
            {key: one for key, one in made.items() if isinstance(one, tuple)}, function,
        )  # fmt: skip
        setattr(function, MARK, found)
        return function

    return declared


def first_line(function: Any) -> str:
    """Return the first line of a function's docstring, or its name."""
    lines = (function.__doc__ or "").strip().splitlines()
    return lines[0].strip() if lines else str(function.__name__)


# --- what the model does with it ---


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
                row[place] = _number(declared, called(function, "outcome", declared.name, town, town), town)
        self.rows.append(row)

    def frame(self, first: int) -> dict[str, np.ndarray]:
        """Return the outcomes of the months from row `first` on, by name."""
        if not self.extensions.outcomes:
            return {}
        return dict(zip(self.names, np.stack(self.rows[first:]).T, strict=True))


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
            _check_column(mechanism.name, one, getattr(own, name), town)

    return phase


def _check_column(mechanism: str, declared: Column, array: np.ndarray, town: Town) -> None:
    finite = array.dtype.kind != "f" or bool(np.isfinite(array).all())
    low = declared.low is not None and array.size and array.min() < declared.low
    high = declared.high is not None and array.size and array.max() > declared.high
    if not finite or low or high:
        raise InputError(
            "mechanism {name}: own.{column} leaves its bounds in month {month}: it must be finite, from {low:g} to "
            "{high:g}",
            name=mechanism, column=declared.name, month=_month(town),
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
        code = getattr(function, "py_func", function).__code__
        lines = [one.lineno for one in traceback.extract_tb(error.__traceback__) if one.filename == code.co_filename]
        month = _month(town) - (1 if kind == "outcome" else 0)
        raise InputError(
            "{file}, line {line}: the {kind} {name} fails in month {month}: {error}",
            file=Path(code.co_filename).name, line=lines[-1] if lines else code.co_firstlineno,
            kind=Message("outcome") if kind == "outcome" else Message("mechanism"), name=name, month=month,
            error=f"{type(error).__name__}: {error}",
        ) from error  # fmt: skip


def _number(declared: OwnOutcome, value: Any, town: Town) -> float:
    """Return what an outcome's function returned as a float, or raise `InputError`."""
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    low = -math.inf if declared.low is None else declared.low
    high = math.inf if declared.high is None else declared.high
    figure = float(value) if isinstance(value, numbers.Real) else math.nan
    if not math.isfinite(figure) or not low <= figure <= high:
        raise InputError(
            "the outcome {name} returned {value} in month {month}: it must be a finite number from {low:g} to {high:g}",
            name=declared.name, value=shown(value), month=_month(town) - 1, low=low, high=high,
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
