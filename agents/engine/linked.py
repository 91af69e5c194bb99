"""Kernels that only other kernels call, kept as code to link into those.

Numba makes every kernel ready to run: it optimizes the kernel with all that it calls, and turns it into machine code.
A kernel's callers contain it, and are made ready themselves, so that the machine code of a rule which Python never
calls is never used. `LinkedCompiler` leaves it out, which saves a fifth of the time of compiling and much memory.
Numba's own way does the same, only slower: see `agents.engine.kernel`.
"""

from __future__ import annotations

from typing import Any

from llvmlite import binding as llvm  # type: ignore[import-untyped]
from llvmlite import ir
from numba import _dynfunc  # type: ignore[attr-defined]
from numba.core import cgutils
from numba.core.caching import CompileResultCacheImpl
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler


class _LinkedLibrary(JITCodeLibrary):  # type: ignore[misc]
    """The code of a kernel and what it calls, as it is linked into the kernel's callers."""

    def _optimize_final_module(self) -> None:
        """Leave it to the callers."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def serialize_using_object_code(self) -> Any:
        return self.serialize_using_bitcode()


class LinkedCompiler(Compiler):  # type: ignore[misc]
    """Numba's compiler, for kernels that only other kernels call."""

    def __init__(self, typing: Any, target: Any, _library: Any, *rest: Any) -> None:
        library = _LinkedLibrary(target.codegen(), "linked")
        super().__init__(typing, target.subtarget(get_executable=_name_of), library, *rest)


class LinkedCache(CompileResultCacheImpl):  # type: ignore[misc]
    """What numba keeps on disk of a kernel that only other kernels call."""

    def __init__(self, first: CompileResultCacheImpl) -> None:
        vars(self).update(vars(first))

    def rebuild(self, target: Any, kept: Any) -> Any:
        _give_places(target.codegen(), [each.env_name for each in kept[-1]])
        codegen = _Codegen(target.codegen())
        return super().rebuild(target.subtarget(get_executable=_name_of, codegen=lambda: codegen), kept)


class _Codegen:
    """Reads what `_LinkedLibrary` wrote."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def unserialize_library(self, kept: tuple[str, str, bytes]) -> _LinkedLibrary:
        name, _, code = kept
        library = _LinkedLibrary(self._codegen, name)
        library._final_module = llvm.parse_bitcode(code)
        library._finalized = True
        return library


def _give_places(codegen: Any, environments: list[str]) -> None:
    """Give environments the places in memory where callers look for them; a kernel's machine code would have them."""
    missing = [name for name in environments if not codegen._engine.is_symbol_defined(name)]
    if not missing:
        return
    module = codegen._create_empty_module("environments")
    for name in missing:
        place = ir.GlobalVariable(module, cgutils.voidptr_t, name)
        place.linkage, place.initializer = "common", cgutils.get_null_value(cgutils.voidptr_t)
    codegen._add_module(llvm.parse_assembly(str(module)))
    codegen._engine.finalize_object()


def _name_of(library: Any, description: Any, environment: Any) -> Any:
    """Return the object by which numba knows a kernel; it has no address, so that Python cannot call it.

    A kernel's environment holds Python's objects that it uses, to print or to raise an error with numbers, say.
    """
    library._ensure_finalized()
    _give_places(library.codegen, [description.env_name])
    library.codegen.set_env(description.env_name, environment)
    name = description.qualname.rpartition(".")[-1]
    return _dynfunc.make_function(description.lookup_module(), name, "", 0, environment, (library,))
