"""Kinds of decision rules. Each is a module with a shape, a reader, a check, and one function that judges.

- `Shape`: the keys under `[rule]`, beside `kind`;
- `read(shape)`: the rule, as plain data;
- `check(question)`: raises `InputError` where the rule does not fit the question;
- `cells(question)`: the cells, `arm@condition`, whose runs decide;
- `judge(question, table)`: the rows that decide, and their groups;
- `unfilled(question, extra)`: the same rows without values, for an answer of which only its texts were kept. `extra` is
  that of the answer.
"""

from __future__ import annotations

from types import ModuleType

from experiments.evidence.asking.kinds import box, cannot, contrast, joint, ranks, weightings

KINDS: dict[str, ModuleType] = {
    "contrast": contrast, "weightings": weightings, "joint": joint, "box": box, "ranks": ranks, "cannot": cannot,
}  # fmt: skip
