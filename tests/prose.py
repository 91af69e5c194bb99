"""Check the language of pages, docstrings, comments and texts: `python -m tests.prose [FILE ...]`.

Finds phrases that `tests/prose.toml` bans, words that `docs/glossary.md` replaces, and sentences that are too long.
Code, links' addresses and tables' sentence length are left alone. Exits with 1 when something is found.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from textwrap import dedent

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[1]
CODE = "CODE"  # stands in for code inside a sentence: one word, whatever the code is
SKIPPED = {".git", "build", "dist", "results", "out"}
WITHOUT_STRINGS = ("tests", "benchmarks", "docs")  # their strings are input and expected output, not texts
ABBREVIATIONS = r"\b(?:e\.g|i\.e|et al|etc|vs|cf|approx|no|nr|kap|bl\.a|f\.eks|dvs|mv|osv|St|Meld|pp?|Eq|Sec|Fig)\."


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, cell or text, with the line that it starts on."""

    line: int
    text: str
    measured: bool = True  # False: phrases only, such as a table's cells


@dataclass(frozen=True)
class Fault:
    """One thing to mend."""

    path: str
    line: int
    kind: str  # "phrase", "glossary" or "sentence"
    message: str

    def __str__(self) -> str:
        """Return the fault as compilers write it, so that editors can jump to it."""
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Rules:
    """What to look for, as read from the two files."""

    max_words: int
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    synonyms: tuple[tuple[re.Pattern[str], str], ...]


# --- what to look for


def glossary(text: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern and the right words for each entry of the glossary's last column."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and not set(cells[0]) <= set("-: "):
            for word in filter(None, (word.strip() for word in cells[3].split(","))):
                if cells[3] != "do not write":
                    found.append((_word(word), f"{cells[0]} / {cells[1]}"))
    return tuple(found)


def _word(word: str) -> re.Pattern[str]:
    """Return a pattern for a whole word; a capital letter in it makes case count."""
    flags = re.IGNORECASE if word == word.lower() else 0
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", flags)


@cache
def rules() -> Rules:
    """Return the rules of this repository."""
    table = settings()
    phrases = tuple((re.compile(row["pattern"], re.IGNORECASE), row["instead"]) for row in table["phrase"])
    return Rules(table["max_words"], phrases, glossary((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")))


@cache
def settings() -> dict:
    """Return `tests/prose.toml`."""
    return tomllib.loads((ROOT / "tests" / "prose.toml").read_text(encoding="utf-8"))


# --- passages of each kind of file


def markdown(text: str, first: int = 1) -> Iterator[Passage]:
    """Yield the paragraphs, headings, list items and table cells of a Markdown text."""
    inside = 0
    for token in _parser().parse(text):
        inside += {"table_open": 1, "table_close": -1}.get(token.type, 0)
        if token.type == "inline" and token.map:
            yield Passage(first + token.map[0], _plain(token), measured=not inside)


@cache  # a parser takes longer to make than a docstring to parse
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _plain(token: Token) -> str:
    """Return an inline token's words: link texts without addresses, a placeholder for code."""
    words = {"softbreak": " ", "hardbreak": " ", "code_inline": CODE, "html_inline": "", "image": ""}
    return "".join(words.get(child.type, child.content) for child in token.children or ())


def notebook(text: str) -> Iterator[Passage]:
    """Yield the passages of a notebook's Markdown cells; lines count from each cell's start."""
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "markdown":
            yield from markdown("".join(cell["source"]))


def python(text: str, strings: bool = True) -> Iterator[Passage]:
    """Yield docstrings, comments and, when asked, strings that are texts."""
    nodes = list(ast.walk(ast.parse(text)))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    seen = set()
    for node in nodes:
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            constant = node.body[0].value  # type: ignore[attr-defined]
            seen.add(id(constant))
            yield from docstring(constant.value, constant.lineno)
    yield from comments(text)
    if strings:
        for node in nodes:
            if isinstance(node, ast.JoinedStr):
                seen |= {id(part) for part in node.values}
                parts = [part.value if isinstance(part, ast.Constant) else CODE for part in node.values]
                yield from _text("".join(map(str, parts)), node.lineno)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in seen:
                yield from _text(node.value, node.lineno)


def docstring(text: str, line: int) -> Iterator[Passage]:
    """Yield a docstring's paragraphs and list items, without its examples."""
    head, newline, rest = text.partition("\n")
    text = head + newline + dedent(rest)
    text = re.sub(r"^ *(?:>>>|\.\.\.) .*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^( *)(\w+\s?(?:\([^)]*\))?:) *$", r"\1\2\n", text, flags=re.MULTILINE)  # "Args:"
    yield from markdown(text, line)


def comments(text: str) -> Iterator[Passage]:
    """Yield comments; lines that follow each other are one passage."""
    start, last, lines = 0, -1, []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        words = re.sub(r"`[^`]*`", CODE, token.string.lstrip("#: -"))
        alone = token.line.lstrip().startswith("#")
        if alone and lines and token.start[0] == last + 1:
            lines.append(words)
        else:
            if lines:
                yield Passage(start, " ".join(lines))
            start, lines = token.start[0], [words]
        last = token.start[0] if alone else -1
    if lines:
        yield Passage(start, " ".join(lines))


def _text(text: str, line: int) -> Iterator[Passage]:
    if re.search(r"\w_\w", text) and re.fullmatch(r"[\w\s]+", text):
        return  # a list of names, such as a namedtuple's fields
    if re.search(r"</\w+>|\{[^{}]*:[^{}]*;", text):
        return  # HTML, or a style sheet
    if " " in text or text[:1].isupper():  # the others are names, not texts
        for part in re.split(r"\n\s*\n|\n(?=[-|#>])", text):
            yield Passage(line, re.sub(r"`[^`]*`", CODE, part.strip()), measured=not part.lstrip().startswith("|"))


def toml(text: str) -> Iterator[Passage]:
    """Yield the texts of a TOML file."""

    def walk(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for item in value.values() if isinstance(value, dict) else value:
                yield from walk(item)

    for value in walk(tomllib.loads(text)):
        line = text[: max(text.find(value.strip()[:20]), 0)].count("\n") + 1
        yield from _text(value, line)


def catalogue(text: str) -> Iterator[Passage]:
    """Yield the messages and translations of a gettext catalogue."""
    for found in re.finditer(r'^msg(?:id|str)\S* ((?:".*"\s*)+)', text, re.MULTILINE):
        joined = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[1])).replace("\\n", "\n").replace('\\"', '"')
        yield from _text(joined, text[: found.start()].count("\n") + 1)


def passages(path: Path, text: str) -> Iterator[Passage]:
    """Yield the passages of a file by its kind."""
    if path.suffix == ".py":
        return python(text, strings=path.parts[0] not in WITHOUT_STRINGS)
    return {".md": markdown, ".ipynb": notebook, ".toml": toml, ".po": catalogue}[path.suffix](text)


# --- faults


def sentences(text: str) -> list[str]:
    """Return the sentences of a passage."""
    text = re.sub(ABBREVIATIONS, lambda found: found[0].replace(".", "\0"), text)
    parts = re.split(r"(?<=[.!?])[\"”»)*]*\s+(?=[\"“«(*`]*[A-ZÆØÅ0-9])", text)
    return [part.replace("\0", ".") for part in parts]


def length(sentence: str) -> int:
    """Return how many words a sentence has; signs and bare symbols are none."""
    return sum(1 for word in sentence.split() if re.search(r"[^\W_]", word))


def faults_in(name: str, found: Iterator[Passage], rules: Rules) -> Iterator[Fault]:
    """Yield the faults of a file's passages."""
    for passage in found:
        passage = replace(passage, text=" ".join(passage.text.split()))
        for pattern, instead in rules.phrases:
            if hit := pattern.search(passage.text):
                yield Fault(name, passage.line, "phrase", f"“{hit[0]}”: {instead}")
        for pattern, instead in rules.synonyms:
            if hit := pattern.search(passage.text):
                yield Fault(name, passage.line, "glossary", f"“{hit[0]}”: the glossary has {instead}")
        for sentence in sentences(passage.text) if passage.measured else ():
            if (words := length(sentence)) > rules.max_words:
                yield Fault(name, passage.line, "sentence", f"{words} words: {sentence[:90]}")


def faults(path: Path) -> list[Fault]:
    """Return a file's faults."""
    relative = path.resolve().relative_to(ROOT)
    found = passages(relative, path.read_text(encoding="utf-8"))
    return list(faults_in(relative.as_posix(), found, rules()))


def files() -> list[Path]:
    """Return the files to check: all of the repository's prose that no command writes."""
    left_out = {ROOT / name for name in settings()["generated"]} | {ROOT / "docs" / "glossary.md"}
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(n for n in folders if n == ".github" or not (n in SKIPPED or n.startswith(".")))
        for path in (Path(folder) / name for name in sorted(names)):
            scenario = path.suffix == ".toml" and path.parent.name in ("scenarios", "studies", "questions")
            if (scenario or path.suffix in (".md", ".py", ".ipynb", ".po")) and path not in left_out:
                found.append(path)
    return found


def main() -> int:
    """Print the faults and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.prose", description="Check the language of the repository.")
    parser.add_argument("files", nargs="*", type=Path, help="files to check; default: all")
    chosen = parser.parse_args()
    found = [fault for path in chosen.files or files() for fault in faults(path)]
    for fault in found:
        print(fault)
    print(f"{len(found)} faults of language" if found else "The language is as agreed.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
