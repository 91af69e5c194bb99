"""The files of one's own that a study or a question names: code, paradigms and towns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from agents.errors import InputError, shown, suggestion
from experiments.own.collection import Own, code_files


def code_of(
    given: Mapping[str, Any], own: Own, folder: Path, where: Callable[[str], str], code: bool
) -> tuple[Any, Own]:
    """Return the outcomes that a file names, and its files of outcomes and mechanisms, beside those in `own`.

    Args:
        given: the file's content. `outcomes` is a list of names, or a table with `files` and perhaps `names`.
        own: files that are known already.
        folder: paths are relative to it.
        where: the beginning of a message about a key.
        code: whether files that are not in `own` may run.

    Raises:
        InputError: a wrong key or value, a file that is not valid, or code that may not run.
    """
    outcomes = given.get("outcomes")
    table = outcomes if isinstance(outcomes, Mapping) else {}
    for key in table:
        if key not in ("files", "names"):
            raise InputError(
                "{where}: unknown key {key!r}; valid: {names}{hint}",
                where=where("outcomes"), key=key, names="files, names", hint=suggestion(key, ("files", "names")),
            )  # fmt: skip
    files = {"outcomes": table.get("files", []), "mechanisms": given.get("mechanisms", [])}
    for key, listed in files.items():
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise InputError(
                "{where}: {value} is not valid: it must be a list of files, such as ['mine.py']",
                where=where(key), value=shown(listed),
            )  # fmt: skip
    read = [one.file for one in own.code]
    unread = [one for one in (*files["outcomes"], *files["mechanisms"]) if one not in read]
    if unread and not code:
        raise InputError(
            "{file}: it names code, {unread}, and code in a folder of results does not run. Give the file that the "
            "results were made from",
            file=where("mechanisms").rpartition(":")[0], unread=", ".join(unread),
        )  # fmt: skip
    try:
        own = code_files(files["outcomes"], files["mechanisms"], folder, own)
    except InputError as error:
        raise InputError("{file}: {error}", file=where("mechanisms").rpartition(":")[0], error=error) from None
    return table.get("names") if isinstance(outcomes, Mapping) else outcomes, own


def settings_named(tables: Sequence[dict[str, Any]], own: Own, folder: Path, where: Callable[[str], str]) -> Own:
    """Put the names of paradigms and towns in the place of the files that tables of a study name; return the files.

    Raises `InputError`, which the place of the key begins, for a file that cannot be read.
    """
    for kind, key in (("paradigm", "paradigm"), ("town", "municipality")):
        for table in tables:
            if key not in table:
                continue
            levels = table[key] if isinstance(table[key], list) else [table[key]]
            names = []
            for level in levels:
                try:
                    name, own = own.named(kind, level, folder)
                except InputError as error:
                    raise InputError("{where}: {error}", where=where(key), error=error) from None
                names.append(name)
            table[key] = names if isinstance(table[key], list) else names[0]
    return own


def with_paradigms(tables: Any, key: str, own: Own, file: str) -> tuple[Any, Own]:
    """Return tables with paradigms in the place of the files that a key of them names, and the files.

    `tables` are `[[arms]]`, whose key is `base`, or `[[timeline]]`, whose key is `paradigm`. Paths are relative to the
    folder of `file`. Raises `InputError` for a file that cannot be read.
    """
    if not isinstance(tables, list):
        return tables, own
    found = []
    for table in tables:
        if isinstance(table, Mapping) and isinstance(table.get(key), str):
            try:
                name, own = own.named("paradigm", table[key], Path(file).parent)
            except InputError as error:
                raise InputError("{file}: {error}", file=file, error=error) from None
            table = {**table, key: own.paradigm(name)}
        found.append(table)
    return found, own
