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

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import TYPE_CHECKING, Any

from agents.engine.table import Column
from agents.errors import InputError, shown, suggestion
from model.outcomes.outcomes import BETTER, Better, Outcome
from model.parameters.declare import DESIGN, Declaration, coerced
from model.parameters.parameters import Parameters
from samskaping.language import SOURCE, Joined, Language, Listing

if TYPE_CHECKING:
    from model.town.town import Town

MARK = "__samskaping__"
"""The attribute by which a function carries its declaration."""
SWITCHES = "mechanisms"
TABLES = ("citizens", "teams", "politicians", "units")


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


def outcome(
    *,
    unit: str = "",
    label: str = "",
    meaning: str = "",
    better: Better = "neither",
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

    Raises:
        InputError: a part of the declaration is not valid.
    """

    def declared(function: Any) -> Any:
        name = function.__name__
        _check_outcome(name, better, {"unit": unit, "label": label, "meaning": meaning}, {"low": low, "high": high})
        label_of, said = label or name.replace("_", " ").capitalize(), meaning or first_line(function)
        setattr(function, MARK, OwnOutcome(name, unit, label_of, said, better, False, low, high))
        return function

    return declared


def _check_outcome(name: str, better: Any, texts: Mapping[str, Any], bounds: Mapping[str, Any]) -> None:
    if better not in BETTER:
        raise InputError(
            "the outcome {name}: better = {given} is not valid; valid: {names}{hint}",
            name=name, given=shown(better), names=Listing(BETTER, "or"), hint=suggestion(str(better), BETTER),
        )  # fmt: skip
    for key, text in texts.items():
        if not isinstance(text, str):
            raise InputError(
                "the outcome {name}: {key} = {given} is not valid: it must be text",
                name=name, key=key, given=shown(text),
            )  # fmt: skip
    for key, bound in bounds.items():
        if bound is not None and (isinstance(bound, bool) or not isinstance(bound, Real)):
            raise InputError(
                "the outcome {name}: {key} = {given} is not valid: it must be a number, or None for no bound",
                name=name, key=key, given=shown(bound),
            )  # fmt: skip


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
