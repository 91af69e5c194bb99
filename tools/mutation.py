"""`python -m tools.mutation`: do the tests notice a changed rule or measure?

A mutant is a module with one change, such as `<` for `<=` or 1 for 2. Cosmic Ray makes the changes. Each mutant is
tried in a process of its own, with Numba switched off: the tests of rules first, then those against the plain model.
The tests kill a mutant when one of them fails. A mutant that survives is a change that no test notices. The sources on
disk stay as they are.
"""

from __future__ import annotations

import os

os.environ["NUMBA_DISABLE_JIT"] = "1"  # before Numba is imported

import contextlib
import difflib
import importlib.machinery
import importlib.util
import io
import json
import multiprocessing
import random
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from types import CodeType

import click

ROOT = Path(__file__).resolve().parents[1]
RULES = ("agents.attitude_rules", "agents.citizen_rules", "agents.helping_rules", "agents.service_rules")
MEASURES = ("model.outcomes.ratios", "model.outcomes.of_people", "model.outcomes.measures")
TESTS = (
    "tests/agents/test_rules_citizens.py", "tests/agents/test_rules_services.py", "tests/agents/test_rules.py",
    "tests/model/outcomes", "tests/reference/test_plain_twin.py", "tests/reference/test_plain_taking_part.py",
    "tests/reference/test_plain_help.py",
)  # fmt: skip
OPERATORS = (
    "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add", "ReplaceBinaryOperator_Mul_Div",
    "ReplaceBinaryOperator_Div_Mul", "ReplaceComparisonOperator_Lt_LtE", "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_Gt_GtE", "ReplaceComparisonOperator_GtE_Gt", "ReplaceComparisonOperator_Lt_Gt",
    "ReplaceComparisonOperator_Gt_Lt", "ReplaceComparisonOperator_Eq_NotEq", "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceUnaryOperator_Delete_USub", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue", "NumberReplacer", "ZeroIterationForLoop",
)  # fmt: skip
"""Changes that Cosmic Ray knows and that a wrong rule could hold. It knows others, such as `+` for `<<`."""
SECONDS = 600
"""After this long a mutant counts as killed: it may never end."""
LIBRARIES = ("hypothesis", "mesa", "networkx", "numba", "numpy", "pandas", "pydantic", "pytest", "scipy.stats")


@dataclass(frozen=True)
class Mutant:
    """One change in one module."""

    module: str
    change: str
    """The lines before and after, as a diff."""
    source: str


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant."""

    module: str
    change: str
    end: str
    """killed, survived, or timeout."""


def places(module: str) -> list[tuple[str, int]]:
    """Return every mutant of a module as an operator's name and a place, in a fixed order."""
    from cosmic_ray.ast import Visitor, get_ast
    from cosmic_ray.plugins import get_operator

    class Places(Visitor):
        def __init__(self, name: str) -> None:
            self.operator, self.count = get_operator(f"core/{name}")(), 0

        def visit(self, node: object) -> object:
            self.count += len(list(self.operator.mutation_positions(node)))
            return node

    tree, found = get_ast(_path(module).read_text(encoding="utf-8")), []
    for name in OPERATORS:
        visitor = Places(name)
        visitor.walk(tree)
        found += [(name, place) for place in range(visitor.count)]
    return found


def mutant(module: str, name: str, place: int) -> Mutant:
    """Return a module with the change that an operator makes at a place."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    source = _path(module).read_text(encoding="utf-8")
    changed = mutate_code(source, get_operator(f"core/{name}")(), place)
    lines = difflib.unified_diff(source.splitlines(), changed.splitlines(), n=0, lineterm="")
    return Mutant(module, "\n".join(list(lines)[2:]), changed)


def unchanged(module: str) -> Mutant:
    """Return a mutant without a change, which the tests must not kill."""
    return Mutant(module, "", _path(module).read_text(encoding="utf-8"))


def _path(module: str) -> Path:
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


class _Changed(importlib.machinery.SourceFileLoader):
    """Loads one module from changed source, and leaves nothing on disk."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(_path(mutant.module)))
        self.source = mutant.source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


class _Finder:
    """Finds the changed module before others look for it."""

    def __init__(self, mutant: Mutant) -> None:
        self.loader = _Changed(mutant)

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if name != self.loader.name:
            return None
        return importlib.util.spec_from_file_location(name, self.loader.path, loader=self.loader)


def tried(mutant: Mutant, tests: Sequence[str], seconds: int = SECONDS) -> Outcome:
    """Run the tests on a mutant in a child of this process, which has imported none of the program's modules."""
    child = os.fork()
    if not child:
        os._exit(_failures(mutant, tests, seconds))
    _, status = os.waitpid(child, 0)
    end = "timeout" if os.WIFSIGNALED(status) else "killed" if os.WEXITSTATUS(status) else "survived"
    return Outcome(mutant.module, mutant.change, end)


def _failures(mutant: Mutant, tests: Sequence[str], seconds: int) -> int:
    import pytest

    signal.alarm(seconds)  # ends the process
    sys.meta_path.insert(0, _Finder(mutant))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly", *tests])
        except BaseException:  # noqa: BLE001 - whatever a mutant raises, it is noticed
            code = 1
    return int(bool(code))


def _prepare() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)


@click.command(help=__doc__)
@click.option("--modules", default=",".join((*RULES, *MEASURES)), show_default=True, help="Modules to change.")
@click.option("--sample", type=click.IntRange(1), help="Number of mutants of each module.  [default: all]")
@click.option("--seed", default=1, show_default=True, help="Which mutants are drawn.")
@click.option("--jobs", default=2, show_default=True, help="Mutants tried side by side.")
@click.option("--tests", default=" ".join(TESTS), help="Files and folders of tests, with blanks between them.")
@click.option("--out", type=click.Path(path_type=Path), help="A JSON file for what became of each mutant.")
def main(modules: str, sample: int | None, seed: int, jobs: int, tests: str, out: Path | None) -> None:
    """Try mutants, and print the survivors and the score."""
    drawn: list[Mutant] = []
    for module in modules.split(","):
        every = places(module)
        chosen = random.Random(seed).sample(every, min(sample or len(every), len(every)))
        drawn += [mutant(module, *place) for place in chosen]
        click.echo(f"{module}: {len(every)} mutants")
    found: list[Outcome] = []
    run = partial(tried, tests=tests.split())
    with multiprocessing.get_context("spawn").Pool(jobs, _prepare) as pool:
        if pool.apply(run, (unchanged(modules.split(",")[0]),)).end != "survived":
            raise click.ClickException("the tests fail without any change")
        for outcome in pool.imap_unordered(run, drawn):
            found.append(outcome)
            if outcome.end == "survived":
                click.echo(f"survived: {outcome.module}\n{outcome.change}")
    for module in modules.split(","):
        ends = [one.end for one in found if one.module == module]
        click.echo(f"{module}: {len(ends) - ends.count('survived')} of {len(ends)} noticed")
    if out:
        out.write_text(json.dumps([asdict(one) for one in found], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
