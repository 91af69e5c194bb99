"""Rules, kernels and set-up name their numbers: only undisputed literals stand in a function's body."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WITH_RULES = (
    "agents/*_rules.py", "model/governance.py", "model/phases/*/*.py", "model/town/*.py", "model/outcomes/*.py",
    "model/timeline/*.py",
)  # fmt: skip

# Neutral elements, halves and doubles of symmetric scales, small counts, squares, months of a year, and the guard
# against dividing by nothing. Sizes of arrays and powers stay literal: `x**3` and `x**power` differ in the last digits.
UNDISPUTED = {0.0, 1.0, 2.0, 0.5, 3.0, 4.0, 12.0, 1e-9}

SIZED = ("empty", "zeros", "ones")  # functions of numpy whose first argument is the size of an array


def unnamed(source: str) -> Iterator[tuple[int, float]]:
    """Yield (line, number) of every disputable literal in the bodies of functions."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                sizes = {id(part) for node in ast.walk(statement) if _is_sized(node) for part in ast.walk(node)}
                for node in ast.walk(statement):
                    if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in sizes:
                        if abs(node.value) not in UNDISPUTED:
                            yield node.lineno, node.value


def _is_sized(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SIZED


def test_no_rule_kernel_or_setup_holds_an_unnamed_number() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {number}"
        for pattern in WITH_RULES
        for path in sorted(ROOT.glob(pattern))
        for line, number in sorted(set(unnamed(path.read_text(encoding="utf-8"))))
    ]
    assert not found, "name these numbers, with a reason, or declare them as parameters:\n" + "\n".join(found)


def test_an_unnamed_number_is_found() -> None:
    assert list(unnamed("RATE = 0.3\n\ndef rule(x):\n    return 0.1 * x + 2.0 * RATE\n")) == [(4, 0.1)]
    assert list(unnamed("def kernel(x):\n    return 7 * np.empty((8, x))\n")) == [(2, 7)]
    assert [pattern for pattern in WITH_RULES if not any(path.stem != "__init__" for path in ROOT.glob(pattern))] == []
