"""Files of code: they are run only when a user of this process named them, and give outcomes and mechanisms.

Worker processes run the text that travels with the run, and need no file. A private folder beside the compiled kernels
has a copy of the text. Numba keeps the file's kernels by that copy, and errors show its lines.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from agents.engine.cache import is_kept
from agents.engine.private import make_private
from agents.errors import InputError, shown
from experiments.own.source import FILES, Source, read_text
from model.added import Extensions
from model.extend import MARK, Mechanism, OwnDeclaration, OwnOutcome, outcome
from samskaping.language import Listing

if TYPE_CHECKING:
    from model.governance import GovernanceModel

OPTIONS = {"outcomes": "--outcomes", "mechanism": "--mechanisms"}
"""The option of the command line that names files of each kind."""


def read_code(kind: str, given: str | Path, folder: Path = Path()) -> Source:
    """Return a file of code that the user names, after it was run once to find what it declares.

    Raises:
        InputError: there is no such file, it fails, or it declares nothing of its kind.
    """
    text = read_text(kind, given, folder)
    made = Source(kind, Path(given).stem, str(given), text)
    return replace(made, declared=plain_of(extensions_in(made)))


def plain_of(found: Extensions) -> tuple[dict[str, Any], ...]:
    """Return what code declares as plain data, from which `declared_in` makes it without running the code."""
    outcomes = [asdict(one) for one, _ in found.outcomes]
    return tuple(outcomes or [asdict(one) for one in found.declarations().values()])


def declared_in(source: Source) -> dict[str, OwnOutcome | OwnDeclaration]:
    """Return the outcomes, or the mechanisms' switches and parameters, that a file of code declares, by name."""
    kind: Any = OwnOutcome if source.kind == "outcomes" else OwnDeclaration
    return {one["name"]: kind(**{**one, "choices": ()} if "choices" in one else one) for one in source.declared}


def extensions_in(source: Source) -> Extensions:
    """Return what a file of code adds; raise `InputError` where its code is not trusted, or is not valid."""
    refuse_untrusted([source])
    return _run(source)


def refuse_untrusted(sources: Iterable[Source]) -> None:
    """Raise `InputError` where code comes from a manifest, with the options that name its files."""
    foreign = [source for source in sources if not source.trusted]
    if foreign:
        raise InputError(
            "code from a manifest does not run by itself, and these results need {files}. Name the files again, if you "
            "trust them: {options}. The manifest has their texts under 'own'",
            files=Listing(f"{one.file} (SHA-256 {one.sha256[:16]})" for one in foreign),
            options=" ".join(f"{OPTIONS[one.kind]} {shlex.quote(one.file)}" for one in foreign),
        )


@contextlib.contextmanager
def no_exit() -> Iterator[None]:
    """Turn code of a user that ends Python while a run has it, as `sys.exit()` does, into an `InputError`."""
    try:
        yield
    except SystemExit as error:
        raise InputError(
            "code of your own ends Python in a run (SystemExit: {code}); raise an error that says why instead",
            code=shown(error.code),
        ) from error


def refuse_out_of_bounds(sources: Iterable[Source], model: GovernanceModel) -> None:
    """Raise `InputError` where mechanisms in these files have left the model's columns out of their bounds."""
    if files := [one.file for one in sources if one.kind == "mechanism"]:
        tables = (model.citizens, model.town.teams, model.town.politicians, model.town.units)
        if found := [line for table in tables for line in table.violations()]:
            error = InputError(
                "columns are out of their bounds at the end of the run, and its results would mean nothing: {columns}. "
                "Let the mechanism limit what it writes, as with np.clip",
                columns="; ".join(found),
            )
            raise InputError("{file}: {error}", file=Listing(files), error=error)


@lru_cache(maxsize=100)
def _run(source: Source) -> Extensions:
    """Run a file of code, once in a process."""
    path = _copy(source)
    module = ModuleType(f"samskaping_own_{source.sha256[:16]}_{_plain(source.name)}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        exec(compile(source.text, str(path), "exec", dont_inherit=True), module.__dict__)  # the user named the file
        found = _found(module, source)
    except (Exception, SystemExit) as error:  # code that ends Python would end the caller without a word
        sys.modules.pop(module.__name__, None)
        if isinstance(error, InputError):
            raise InputError("{file}: {error}", file=source.file, error=error) from None
        raise InputError(
            "{file}{line} fails: {error}",
            file=source.file, line=_line(error, path), error=f"{type(error).__name__}: {error}",
        ) from error  # fmt: skip
    if not (found.mechanisms if source.kind == "mechanism" else found.outcomes):
        public = [one.__name__ for one in _functions(module).values()]
        raise InputError(
            "{file} has no mechanism: declare a function that takes the town with @mechanism"
            if source.kind == "mechanism"
            else "{file} has no outcome: write a function that takes the town, such as def my_outcome(town) -> float"
            if not public
            else "{file} has no outcome, since its functions ({names}) do not take the town: write def {name}(town) -> "
            "float",
            file=source.file, names=", ".join(public), name=public[0] if public else "",
        )  # fmt: skip
    return found


def _found(module: ModuleType, source: Source) -> Extensions:
    """Return the outcomes or the mechanisms that a module defines, in its order."""
    outcomes: list[tuple[OwnOutcome, Any]] = []
    mechanisms: list[Mechanism] = []
    for value, function in _functions(module).items():
        declared = getattr(value, MARK, None)
        if source.kind == "mechanism":
            if isinstance(declared, Mechanism):
                mechanisms.append(declared)
        elif isinstance(declared, OwnOutcome):
            outcomes.append((declared, value))
        elif value is function and function.__code__.co_varnames[: function.__code__.co_argcount] == ("town",):
            outcomes.append((getattr(outcome()(value), MARK), value))
    return Extensions(tuple(outcomes), tuple(mechanisms))


def _functions(module: ModuleType) -> dict[Any, FunctionType]:
    """Return the public functions that a module defines, in its order, by what its names hold: kernels wrap them."""
    found = {}
    for name, value in vars(module).items():
        function = getattr(value, "py_func", value)
        if not name.startswith("_") and isinstance(function, FunctionType) and function.__module__ == module.__name__:
            found[value] = function
    return found


def _line(error: BaseException, path: Path) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f":{error.lineno}"
    lines = [one.lineno for one in traceback.extract_tb(error.__traceback__) if one.filename == str(path)]
    return f":{lines[-1]}" if lines else ""


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in name)


def _copy(source: Source) -> Path:
    """Return the path of a copy of the text in the cache folder, which only this user can write to.

    Python runs the text that the run carries, never the copy.
    """
    kernels = Path(os.environ["NUMBA_CACHE_DIR"])
    folder = (kernels.parent if is_kept() else kernels) / "own" / source.sha256[:16]
    path = folder / f"{_plain(source.name)}.py"
    content = source.text.encode()
    with contextlib.suppress(OSError):
        if path.is_file() and path.read_bytes() == content:
            return path
        make_private(folder)
        handle, draft = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(draft, path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
    return path


def same_code(kept: Source, given: Source) -> Source:
    """Return the file that a user gives for one in a manifest; raise `InputError` where their texts differ."""
    if kept.sha256 != given.sha256:
        raise InputError(
            "{given} is not {what} that these results were made with: its SHA-256 is {new}, and was {old}",
            given=given.file, what=FILES.message(kept.kind), new=given.sha256[:16], old=kept.sha256[:16],
        )  # fmt: skip
    return given
