"""Arithmetic on outcomes, written as text: "fit * met_need", "log(cost_per_met_need_nok)", "trust@Q1 - trust@Q5".

The grammar: numbers; names; + - * / **; comparisons (1 where they hold, else 0); parentheses; and the functions in
`FUNCTIONS`. Python's parser reads the text, and only these parts of its tree are computed. Nothing is executed: there
are no attributes, calls of other functions, indices or assignments.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from agents.errors import InputError, shown, suggestion
from experiments.design.clauses.by_group import PATTERN

LONGEST = 500  # characters
MOST_PARTS = 200  # of the tree

FUNCTIONS: Mapping[str, tuple[Callable[..., Any], int]] = {
    "abs": (np.abs, 1), "sqrt": (np.sqrt, 1), "log": (np.log, 1), "exp": (np.exp, 1),
    "min": (np.minimum, 2), "max": (np.maximum, 2),
}  # fmt: skip
"""The functions by name, with the number of their arguments; `log` is the natural logarithm."""

_BINARY: Mapping[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}  # fmt: skip
_UNARY: Mapping[type, Callable[..., Any]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_COMPARED: Mapping[type, Callable[..., Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip

SIGNS = f"+ - * / **, < <= > >=, ( ), {', '.join(FUNCTIONS)}"


class Expression:
    """A checked expression; `names` are the outcomes in it, in order."""

    def __init__(self, text: str, where: str) -> None:
        """Read an expression; raise `InputError` where it is not in the grammar. `where` begins messages."""
        if not text.strip() or len(text) > LONGEST:
            raise InputError(
                "{where}: an expression has 1 to {most:,} characters, such as 'fit * met_need'",
                where=where, most=LONGEST,
            )  # fmt: skip
        self.text, self.where = text, where
        self._by_group: dict[str, str] = {}
        try:
            self._tree = ast.parse(PATTERN.sub(self._placed, text).strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise self._refused(text) from None
        parts = list(ast.walk(self._tree))
        if len(parts) > MOST_PARTS:
            raise InputError(
                "{where}: {text} has too many parts; at most {most:,} are allowed",
                where=where, text=shown(text), most=MOST_PARTS,
            )  # fmt: skip
        self._check(self._tree)
        called = {id(part.func) for part in parts if isinstance(part, ast.Call)}
        named = [part.id for part in parts if isinstance(part, ast.Name) and id(part) not in called]
        self.names = tuple(dict.fromkeys(self._by_group.get(name, name) for name in named))

    def _placed(self, found: re.Match[str]) -> str:
        """Put a plain name in the place of one such as `trust@Q1`, which Python reads otherwise."""
        name = f"group__{len(self._by_group)}"
        self._by_group[name] = found[0]
        return name

    def _refused(self, part: str) -> InputError:
        return InputError(
            "{where}: {part} is not part of an expression; an expression has numbers, outcomes, {signs}",
            where=self.where, part=shown(part), signs=SIGNS,
        )  # fmt: skip

    def _check(self, part: ast.AST) -> None:
        if isinstance(part, ast.Constant):
            value = part.value
            if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
                raise self._refused(ast.unparse(part))
            return
        if isinstance(part, ast.Name):
            return
        if isinstance(part, ast.BinOp) and type(part.op) in _BINARY:
            inner: list[ast.expr] = [part.left, part.right]
        elif isinstance(part, ast.UnaryOp) and type(part.op) in _UNARY:
            inner = [part.operand]
        elif isinstance(part, ast.Compare) and len(part.ops) == 1 and type(part.ops[0]) in _COMPARED:
            inner = [part.left, *part.comparators]
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and not part.keywords:
            if part.func.id not in FUNCTIONS:
                raise InputError(
                    "{where}: unknown function {name!r}; valid: {names}{hint}",
                    where=self.where, name=part.func.id, names=", ".join(FUNCTIONS),
                    hint=suggestion(part.func.id, FUNCTIONS),
                )  # fmt: skip
            if len(part.args) != FUNCTIONS[part.func.id][1]:
                raise InputError(
                    "{where}: {name} takes {n} arguments",
                    where=self.where, name=part.func.id, n=FUNCTIONS[part.func.id][1],
                )  # fmt: skip
            inner = part.args
        else:
            raise self._refused(ast.unparse(part))
        for one in inner:
            self._check(one)

    def of(self, values: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the expression's value for outcomes by name, in the shape of their arrays; NaN where it has none."""
        with np.errstate(all="ignore"):
            found = np.asarray(self._value(self._tree, values), float)
        return np.where(np.isfinite(found), found, np.nan)

    def _value(self, part: ast.AST, values: Mapping[str, np.ndarray]) -> Any:
        if isinstance(part, ast.Constant) and isinstance(part.value, int | float):
            return np.float64(part.value)
        if isinstance(part, ast.Name):
            return np.asarray(values[self._by_group.get(part.id, part.id)], float)
        if isinstance(part, ast.BinOp):
            return _BINARY[type(part.op)](self._value(part.left, values), self._value(part.right, values))
        if isinstance(part, ast.UnaryOp):
            return _UNARY[type(part.op)](self._value(part.operand, values))
        if isinstance(part, ast.Compare):
            left, right = (self._value(one, values) for one in (part.left, part.comparators[0]))
            holds = _COMPARED[type(part.ops[0])](left, right)
            return np.where(np.isnan(left) | np.isnan(right), np.nan, holds)
        assert isinstance(part, ast.Call) and isinstance(part.func, ast.Name)  # as checked
        return FUNCTIONS[part.func.id][0](*(self._value(one, values) for one in part.args))
