"""The table `[derived]` of a study: outcomes computed from kept outcomes when its results are read.

No run depends on them, so they may be added to or changed in the study of a finished sweep.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agents.errors import InputError, shown, suggestion
from experiments.design.clauses.expressions import Expression
from model.extend import OwnOutcome
from model.outcomes.outcomes import BETTER, NAMES, Better
from samskaping.registry import register

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("of", "better", "unit", "label", "meaning")
_COLUMNS = ("run_id", "status", "error", "seed", "month", "outcome")  # that tables of results have


@dataclass(frozen=True)
class Derived:
    """An outcome made of others."""

    name: str
    of: str
    """The expression, as written."""
    better: Better = "neither"
    unit: str = ""
    label: str = ""
    meaning: str = ""
    expression: Expression | None = field(default=None, compare=False, repr=False)

    def as_dict(self) -> dict[str, str]:
        """Return the table as a study file has it."""
        given = {"of": self.of, "better": self.better, "unit": self.unit, "label": self.label, "meaning": self.meaning}
        return {key: value for key, value in given.items() if value and (key, value) != ("better", "neither")}

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "expression": None}


def read_derived(given: Any, kept: Collection[str], taken: Collection[str], where: str) -> tuple[Derived, ...]:
    """Return the derived outcomes of a study file, checked.

    Args:
        given: name to expression, or to a table with `of` and perhaps `better`, `unit`, `label` and `meaning`.
        kept: the outcomes that the study keeps.
        taken: names of factors.
        where: begins messages.

    Raises:
        InputError: a name is taken, or an expression is not valid or names an outcome that is not kept.
    """
    if not isinstance(given, Mapping):
        raise InputError("{where}: it must be a table such as [derived] net = 'fit - failure_demand'", where=where)
    found: list[Derived] = []
    for name, content in given.items():
        place = f"{where}: {name}"
        table = {"of": content} if isinstance(content, str) else content
        _check_table(name, table, place)
        if name in NAMES or name in _COLUMNS or name in kept or name in taken:
            raise InputError("{where}: the name is taken; give another", where=place)
        expression = Expression(table["of"], place)
        valid = (*kept, *(one.name for one in found))
        for one in expression.names:
            if one not in valid:
                raise InputError(
                    "{where}: the study does not keep {name!r}; add it to outcomes; kept are: {names}{hint}",
                    where=place, name=one, names=", ".join(valid), hint=suggestion(one, valid),
                )  # fmt: skip
        found.append(Derived(name=name, expression=expression, **table))
    for derived in found:
        register("outcome", derived.name, _declared(derived))
    return tuple(found)


def _check_table(name: str, table: Any, where: str) -> None:
    if not name.isidentifier() or not isinstance(table, Mapping) or not isinstance(table.get("of"), str):
        raise InputError(
            "{where}: give a name of letters, digits and _, and an expression in quotes, such as 'fit * met_need'",
            where=where,
        )
    for key, value in table.items():
        if key not in KEYS:
            raise InputError(
                "{where}: unknown key {key!r}; valid: {names}{hint}",
                where=where, key=key, names=", ".join(KEYS), hint=suggestion(key, KEYS),
            )  # fmt: skip
        if not isinstance(value, str) or (key == "better" and value not in BETTER):
            raise InputError(
                "{where}: {key} = {value} is not valid; valid: {names}",
                where=where, key=key, value=shown(value), names=", ".join(BETTER) if key == "better" else "'...'",
            )  # fmt: skip


def _declared(derived: Derived) -> OwnOutcome:
    label = derived.label or derived.name.replace("_", " ").capitalize()
    return OwnOutcome(derived.name, derived.unit, label, derived.meaning or derived.of, derived.better, False)


def with_derived(table: pd.DataFrame, derived: tuple[Derived, ...]) -> pd.DataFrame:
    """Return a table of results with a column for each derived outcome."""
    values: dict[str, Any] = {}
    for one in derived:
        expression = one.expression or Expression(one.of, one.name)
        columns = {name: values.get(name, table.get(name)) for name in expression.names}
        values[one.name] = expression.of(columns) if expression.names else expression.of({}).repeat(len(table))
    return table.assign(**values) if values else table
