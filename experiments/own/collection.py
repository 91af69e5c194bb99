"""All files that a run or a study adds, as one value that travels with it to workers and manifests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from agents.errors import InputError, nearest_names, suggestion
from experiments.own.code import declared_in, extensions_in, read_code, refuse_untrusted, same_code
from experiments.own.paradigm_file import names_paradigm, paradigm_of, read_paradigm
from experiments.own.source import Source, source_from
from experiments.own.town_file import names_town, read_town, refuse_other_file, town_in
from model.added import Extensions
from model.outcomes.outcomes import NAMES
from model.paradigms.paradigm import Paradigm
from model.parameters.declare import coerced
from model.parameters.parameters import Parameters
from model.town.municipalities import Municipality
from samskaping.language import Message
from samskaping.registry import register


@dataclass(frozen=True)
class Own:
    """Files that a user adds, each kind and name once. Its names are known in every process that has it."""

    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        """Make the names known in this process."""
        for source in self.sources:
            declarations = declared_in(source)
            taken = [name for name in declarations if source.kind == "outcomes" and name in NAMES]
            if taken:
                raise InputError("the model has an outcome {name} already; give yours another name", name=taken[0])
            register(source.kind, source.name, source.name)
            for name, declared in declarations.items():
                register("outcome" if source.kind == "outcomes" else "parameter", name, declared)

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        object.__setattr__(self, "sources", state["sources"])
        self.__post_init__()

    def __bool__(self) -> bool:
        return bool(self.sources)

    def plus(self, *sources: Source) -> Own:
        """Return the files and further ones.

        Raises:
            InputError: two different files add a thing of the same kind and name.
        """
        found = {(one.kind, one.name): one for one in self.sources}
        for source in sources:
            known = found.setdefault((source.kind, source.name), source)
            if known.sha256 != source.sha256:
                raise InputError(
                    "{first} and {second} both have the name {name}; give one of them another name",
                    first=known.file, second=source.file, name=source.name,
                )  # fmt: skip
        return Own(tuple(found.values()))

    def find(self, kind: str, name: Any) -> Source | None:
        """Return the file of a kind with a name, or None."""
        return next((one for one in self.sources if one.kind == kind and one.name == name), None)

    def paradigm(self, name: Any) -> Any:
        """Return the paradigm of a file by its name; anything that no file adds stays as it is."""
        source = self.find("paradigm", name)
        return name if source is None else _paradigm(source)

    def town(self, name: Any) -> Any:
        """Return the town of a file by its name; anything that no file adds stays as it is."""
        source = self.find("town", name)
        return name if source is None else _town(source)

    def named(self, kind: str, given: Any, folder: Path) -> tuple[Any, Own]:
        """Return the name that a value of a study means, and all files with the file that it names.

        `given` is a file's path, relative to `folder`, or anything else, which stays as it is. A file that is among
        these already, by its path or the name of what is in it, is not read again.
        """
        if not isinstance(given, str | Path):
            return given, self
        there = next((one for one in self.sources if one.kind == kind and given in (one.name, one.file)), None)
        if there is not None:
            return there.name, self
        if not (names_paradigm if kind == "paradigm" else names_town)(given):
            if kind == "town":
                refuse_other_file(given, folder)
            return given, self
        _, source = (read_paradigm if kind == "paradigm" else read_town)(given, folder)
        return source.name, self.plus(source)

    @property
    def code(self) -> tuple[Source, ...]:
        """The files of code."""
        return tuple(one for one in self.sources if one.code)

    @cached_property
    def outcomes(self) -> dict[str, Any]:
        """The outcomes that files declare, by name."""
        return self._declared("outcomes")

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The switches and parameters of mechanisms that files declare, by dotted name."""
        return self._declared("mechanism")

    def _declared(self, kind: str) -> dict[str, Any]:
        return {
            name: one for source in self.sources if source.kind == kind for name, one in declared_in(source).items()
        }

    def extensions(self) -> Extensions:
        """Return the outcomes and mechanisms, whose files are run once in a process.

        Raises:
            InputError: a file's code is not trusted (it comes from a manifest), or fails.
        """
        refuse_untrusted(self.code)
        found = [extensions_in(source) for source in self.code]
        return Extensions(
            tuple(one for each in found for one in each.outcomes),
            tuple(one for each in found for one in each.mechanisms),
        )

    def split(self, overrides: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the values of mechanisms' parameters, checked, and those of the model's parameters and rules.

        Raises:
            InputError: a value is not valid, or a name is unknown and resembles a mechanism's parameter most.
        """
        if not self.sources:
            return {}, dict(overrides)
        known = self.parameters
        own = {name: coerced(known[name], value) for name, value in overrides.items() if name in known}
        rest = {name: value for name, value in overrides.items() if name not in known}
        for name in rest:
            self._refuse_near(name)
        return own, rest

    def _refuse_near(self, name: str) -> None:
        """Raise `InputError` for a name that nothing has, where a mechanism's parameter is the nearest name."""
        of_the_model = {one.name: one for one in (*Parameters.declarations(), *Paradigm.declarations())}
        near = [] if name in of_the_model else nearest_names(name, (*self.parameters, *of_the_model))
        if near and near[0] in self.parameters:
            raise InputError(
                "unknown parameter {name!r}{hint}", name=name, hint=suggestion(name, (*self.parameters, *of_the_model))
            )

    def trusting(self, given: Own) -> Own:
        """Return the files of a manifest with the code that a user gives for it, which may run.

        Raises:
            InputError: a file differs from the one in the manifest, or the manifest has none of its name.
        """
        found = {(one.kind, one.name): one for one in self.sources}
        for source in given.code:
            kept = found.get((source.kind, source.name))
            if kept is None:
                names = [one.file for one in self.code]
                raise InputError(
                    "{file} was not used for these results; files of code that were: {names}",
                    file=source.file, names=", ".join(names) or Message("none"),
                )  # fmt: skip
            found[source.kind, source.name] = same_code(kept, source)
        return Own(tuple(found.values()))

    def identity(self) -> list[list[str]]:
        """Return what decides runs: kind, name and hash of each file, in order of these."""
        return sorted([one.kind, one.name, one.sha256] for one in self.sources)

    def as_list(self) -> list[dict[str, Any]]:
        """Return the files as plain data for a manifest."""
        return [one.as_dict() for one in self.sources]


NO_FILES = Own()


def code_files(
    outcomes: Iterable[str | Path] = (),
    mechanisms: Iterable[str | Path] = (),
    folder: Path = Path(),
    own: Own = NO_FILES,
) -> Own:
    """Return the files of outcomes and mechanisms that a user names, read and run once, beside those in `own`.

    A file that is in `own` already, by its path or name, is not read again.

    Raises:
        InputError: a file is not valid, or two files declare the same name.
    """
    for kind, files in (("outcomes", outcomes), ("mechanism", mechanisms)):
        for given in files:
            if any(one.kind == kind and str(given) in (one.file, one.name) for one in own.sources):
                continue
            source = read_code(kind, given, folder)
            for name in declared_in(source):
                if name in own.outcomes or name in own.parameters:
                    raise InputError("{file}: another file declares {name} too", file=source.file, name=name)
            own = own.plus(source)
    return own


def own_from(plain: Iterable[Mapping[str, Any]]) -> Own:
    """Return the files in a manifest, whose code is not trusted; raise `ValueError` or `KeyError` for a wrong one."""
    return Own(tuple(source_from(one) for one in plain))


@lru_cache(maxsize=100)
def _paradigm(source: Source) -> Paradigm:
    return paradigm_of(source.text, source.name, source.file)[0]


@lru_cache(maxsize=1000)
def _town(source: Source) -> Municipality:
    return town_in(source.text, source.file, source.name if "#" in source.file else "")[0]
