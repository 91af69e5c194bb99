"""Keep the catalogues of translations in step with the English texts in the code.

    python -m tools.catalogues              update every language: new texts come in empty, unused ones go
    python -m tools.catalogues nn           begin a language (or update one)
    python -m tools.catalogues --check      list and count what is missing, outdated or unused; exit 1 if anything is

A text whose English changed keeps its translation, marked "fuzzy", which is not shown until a person has looked.
A language may be incomplete when its readers have another one to fall back on, as nynorsk has bokmål. The check then
lists what is missing as notes, and only other faults make it exit with 1.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import pkgutil
import string
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Translation
from babel.messages.pofile import read_po, write_po

from agents.errors import SpokenError
from samskaping.catalogue import LOCALES, NEAREST, SOURCE, languages
from samskaping.language import Texts

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("samskaping", "agents", "model", "experiments", "dashboard")
Key = tuple[str, str]
"""A text's context ("" for a sentence in a call) and its English."""


def texts_in_code() -> dict[str, dict[Key, list[str]]]:
    """Return every text by package, {(context, English): [file, ...]}: sentences in calls, then tables."""
    by_package: dict[str, dict[Key, list[str]]] = {package: {} for package in PACKAGES}
    seen: set[Key] = set()
    for package in PACKAGES:
        _import_all(package)
    for package in PACKAGES:
        for path, _, english in sentences(package):
            key = ("", english or "")
            if english and key not in seen:  # a sentence of several packages stands in the lowest one's catalogue
                seen.add(key)
                by_package[package][key] = [path]
    for english in _help_texts():
        if ("", english) not in seen:
            by_package["experiments"].setdefault(("", english), ["experiments/cli"])
    for table in Texts.tables:
        package = table.context.partition(".")[0]
        for name, english in table.items():
            if english:
                by_package[package][f"{table.context}.{name}", english] = []
    return by_package


def _help_texts() -> Iterator[str]:
    """Yield the texts in the help of the command line."""
    from experiments.cli.command_line import COMMANDS, samskaping
    from experiments.cli.help import help_texts, translate_click

    translate_click(SOURCE)  # a command that ran in this process may have asked for another language
    yield from (line for _, line in COMMANDS.values())
    yield from help_texts(samskaping)


def sentences(package: str) -> Iterator[tuple[str, int, str | None]]:
    """Yield (file, line, sentence) of each call in a package; None for a sentence that no catalogue holds (f"...")."""
    calls = {"Message", *_names_of(SpokenError)}
    for path in sorted((ROOT / package).rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and call.args and _name(call.func) in calls:
                for text in _branches(call.args[0]):
                    constant = text.value if isinstance(text, ast.Constant) else None
                    if isinstance(text, ast.JoinedStr | ast.BinOp) or constant is not None:
                        yield str(path.relative_to(ROOT)), text.lineno, constant if isinstance(constant, str) else None


def _names_of(error: type[SpokenError]) -> set[str]:
    return {error.__name__}.union(*map(_names_of, error.__subclasses__()))


def _branches(text: ast.expr) -> list[ast.expr]:
    """Return what an argument may be: both sides of `a if b else c`."""
    return [*_branches(text.body), *_branches(text.orelse)] if isinstance(text, ast.IfExp) else [text]


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _import_all(package: str) -> None:
    """Import every module of a package, so that its tables exist."""
    for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def updated(old: Catalog, texts: dict[Key, list[str]]) -> Catalog:
    """Return a catalogue with exactly these texts, their translations taken from the old one."""
    new = Catalog(locale=old.locale)
    by_context = {message.context: message for message in old if message.id and message.context}
    for (context, english), files in texts.items():
        before = old.get(english, context or None)
        fuzzy = before is None and context in by_context
        before = by_context[context] if fuzzy else before
        flags = set(before.flags) & {"fuzzy"} if before is not None else set()
        new.add(
            english,
            before.string if before is not None else "",
            locations=[(file, 1) for file in files],
            flags=flags | ({"fuzzy"} if fuzzy and before is not None and before.string else set()),
            context=context or None,
            user_comments=before.user_comments if before is not None else (),
        )
    return new


def gaps(catalogue: Catalog, texts: dict[Key, list[str]]) -> Iterator[str]:
    """Yield the texts that a catalogue cannot show: untranslated, or translated from another English."""
    present = _present(catalogue)
    for key in texts:
        message = present.get(key)
        if message is None or not message.string:
            yield f"missing: {_shown(key)}"
        elif message.fuzzy:
            yield f"the English has changed since it was translated: {_shown(key)}"


def faults(catalogue: Catalog, texts: dict[Key, list[str]]) -> Iterator[str]:
    """Yield what is wrong with the translations of a catalogue: other names in braces than the English, or unused."""
    for key, message in _present(catalogue).items():
        if key not in texts:
            yield f"unused: {_shown(key)}"
        elif message.string and not message.fuzzy and (problem := _other_names(message)):
            yield f"{problem}: {_shown(key)}"


def may_be_incomplete(language: str) -> bool:
    """Return whether the readers of a language have another translation to fall back on."""
    return language in NEAREST


def _present(catalogue: Catalog) -> dict[Key, Translation]:
    return {(message.context or "", str(message.id)): message for message in catalogue if message.id}


def _other_names(message: Translation) -> str:
    """Return how the names in braces differ between a text and its translation, or ""."""
    try:
        there, here = _names(str(message.id)), _names(str(message.string))
    except ValueError as error:
        return f"unmatched braces ({error})"
    return "" if here <= there else f"names that the English does not have ({', '.join(sorted(here - there))})"


def _names(template: str) -> set[str]:
    return {name for _, name, *_ in string.Formatter().parse(template) if name is not None}


def _shown(key: Key) -> str:
    return f"[{key[0]}] {key[1]}" if key[0] else key[1]


def read(language: str, package: str) -> Catalog:
    """Return a language's catalogue of a package, an empty one where it has none."""
    path = path_of(language, package)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: str, package: str) -> Path:
    """Return where a language's catalogue of a package stands."""
    return LOCALES / language / "LC_MESSAGES" / f"{package}.po"


def write(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue, its texts in the order of the code."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(_HEADER.format(language=catalogue.locale_identifier).encode())
        write_po(file, catalogue, width=0, include_lineno=False, omit_header=True)


_HEADER = r"""# Translations of samskaping. `python -m tools.catalogues` keeps the texts in step with the code.
msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=UTF-8\n"

"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Update or check; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.catalogues", description=__doc__.partition("\n")[0])
    parser.add_argument("language", nargs="*", help="codes such as nn; all that exist by default")
    parser.add_argument("--check", action="store_true", help="change nothing, list what is wrong")
    chosen = parser.parse_args(arguments)
    texts = texts_in_code()
    wrong, lacking, counts = 0, [], []
    for package in PACKAGES if chosen.check else ():
        for path, line, english in sentences(package):
            if english is None:
                print(f"{path}:{line}: no catalogue can hold this sentence: name its values in braces")
                wrong += 1
    for language in chosen.language or [code for code in languages() if code != SOURCE]:
        lacks, faulty = 0, 0
        for package, wanted in texts.items():
            if chosen.check:
                catalogue = read(language, package)
                note = "note: " if may_be_incomplete(language) else ""
                missing = [f"{note}{language} {package}: {gap}" for gap in gaps(catalogue, wanted)]
                found = [f"{language} {package}: {fault}" for fault in faults(catalogue, wanted)]
                print(*found, sep="\n", end="\n" if found else "")
                lacking += missing
                wrong += len(found) + (0 if note else len(missing))
                lacks, faulty = lacks + len(missing), faulty + len(found)
            elif wanted:
                write(updated(read(language, package), wanted), path_of(language, package))
        if chosen.check:
            total = sum(map(len, texts.values()))
            counts.append(f"{language}: {total} texts, {lacks} missing or outdated, {faulty} with a fault")
    # after the faults, which are few
    print(*lacking, *counts, sep="\n", end="\n" if lacking or counts else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
