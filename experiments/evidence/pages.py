"""Pages of docs/ from Jinja2 templates: Python computes the values, the templates hold the words.

Each page is one template in `templates/`; `tables.jinja` has the macros that they share. A name that a template uses
and nobody gave raises `jinja2.UndefinedError`. A page of `TRANSLATED` keeps values that are independent of language, so
each template `<page>-<language>.md.jinja` makes another page of them. Filters write numbers in the page's language.

The values of a page are kept as JSON in `values/` beside it, so a change of words needs no new runs. The command
`python -m experiments.evidence.pages docs` renders all these pages again.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from experiments.evidence.earlier_labels import named_anew
from experiments.evidence.filed.summary import emergent, misses
from experiments.output.documents import write_page
from experiments.output.folders import write_text
from experiments.output.texts import label
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.paradigm import load_paradigm
from model.parameters.mechanisms import OFF
from samskaping.language import SOURCE, Language, Translatable, languages, localised, preferred

VALUES = "values"
"""Folder of the pages' values, beside the pages."""

TRANSLATED = ("contingency", "robustness", "questions")
"""Pages whose kept values are independent of language."""


def write(path: Path, name: str, values: Mapping[str, Any]) -> None:
    """Write the page `name`, such as "contingency", to `path`, and its values into `values/` beside it.

    A translated page stands beside the English page, with its language at the end of its name.
    """
    kept = plain(values)
    folder = path.parent / VALUES
    _write(path, name, kept)  # first: what is beside it must not lose a long run's page
    folder.mkdir(exist_ok=True)
    write_text(folder / f"{name}.json", json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def rewrite(docs: Path) -> list[Path]:
    """Render every page again whose values are kept in `docs/values`, and return their paths."""
    pages = []
    for path in sorted((docs / VALUES).glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        pages += _write(docs / f"{path.stem}.md", path.stem, kept)
    return pages


def _write(path: Path, name: str, kept: Mapping[str, Any]) -> list[Path]:
    pages = {path: render(f"{name}.md.jinja", **kept)}
    for language in page_languages(name)[1:] if name in TRANSLATED else ():
        page = path.with_stem(f"{path.stem}-{language}")
        pages[page] = render(template(name, language), language=language, **kept)
    for page, text in pages.items():
        write_page(page, text)
    return list(pages)


def template(name: str, language: Language) -> str:
    """Return the file of a page's template in one of its languages."""
    return f"{name}.md.jinja" if language == SOURCE else f"{name}-{language}.md.jinja"


def page_languages(name: str) -> list[Language]:
    """Return the languages that a page is written in, those with a template, English first."""
    there = environment().list_templates()
    return [code for code in languages() if code == SOURCE or template(name, code) in there]


def page_language(name: str, language: Language) -> Language:
    """Return the language to write a page in: the one asked for, or the nearest that has a template."""
    return next(code for code in preferred(language) if code in page_languages(name))


def in_languages(text: Translatable) -> dict[str, str]:
    """Return a text by language, to be kept among a page's values; the filter `said` picks the page's language."""
    return {language: text.text(language) for language in languages()}


def plain(value: Any) -> Any:
    """Return dataclasses, mappings, sequences and numpy numbers as JSON has them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value


def render(*templates: str, **values: Any) -> str:
    """Return the text of the first of these templates that exists in `templates/`, filled with `values`."""
    return environment().select_template(templates).render(**named_anew(values))


def table_macro() -> Callable[..., str]:
    """Return the macro `table(head, rows, right)` as a function, for texts outside `templates/`."""
    module: Any = environment().get_template("tables.jinja").module
    return module.table


@cache
def environment() -> Environment:
    """Return the environment of all pages: strict about names, Markdown left as it is."""
    made = Environment(
        loader=PackageLoader("experiments.evidence"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for written in (percent, size3, signed3, thousands):
        made.filters[written.__name__] = _in_language(written)
    made.filters.update(cell=cell, on_the_page=on_the_page, prefixed=prefixed, suffix=suffix, minus=minus,
                        outcome=outcome_label, said=said, source_said=source_said, unit_after=unit_after)  # fmt: skip
    made.globals["language"] = SOURCE
    # A page says which of these are newer than its runs.
    made.globals["mechanisms_now"] = list(OFF)
    made.globals["filed_emergent"] = emergent  # patterns that other runs judge, which these pages count too
    made.globals["filed_misses"] = misses
    made.globals["map_model"] = _map_model
    made.globals["own_rule"] = lambda paradigm, rule: load_paradigm(paradigm).flat()[rule]
    made.globals["headline_now"] = [label(outcome) for outcome in OUTCOMES if outcome.headline]
    return made


def _map_model() -> str:
    """Return the version of the model, code and data, of the stored map: for values kept before they had one."""
    from experiments.evidence.contingency.stored import load

    return str(load().made["model"])


def cell(value: Any) -> str:
    """Return a value as the text of a table's cell."""
    return str(value).replace("|", "\\|")


def _in_language(written: Callable[[float, Language], str]) -> Callable[..., str]:
    """Return a filter that writes a number in the language of the page."""

    @pass_context
    def in_page(context: Context, value: float) -> str:
        return written(value, str(context.resolve("language")))

    return in_page


def percent(share: float, language: Language = SOURCE) -> str:
    """Return a share as whole per cent, with a space before the sign."""
    return localised(f"{share:.0%}".replace("%", " %"), language)


def thousands(number: float, language: Language = SOURCE) -> str:
    """Return a number without decimals, with marks between thousands."""
    return localised(f"{number:,.0f}", language)


def size3(value: float, language: Language = SOURCE) -> str:
    """Return a number with three significant digits, or without decimals from 1,000 on."""
    whole = abs(value) >= 999.5  # which three digits round to 1,000, and `g` would write as 1e+03
    return localised(f"{value:,.0f}" if whole else f"{value:.3g}", language)


def signed3(value: float, language: Language = SOURCE) -> str:
    """Return a number as `size3` does, with its sign."""
    return ("+" if value >= 0 else "\N{MINUS SIGN}") + size3(abs(value), language)


@pass_context
def outcome_label(context: Context, name: str) -> str:
    """Return an outcome's label in the language of the page; an outcome that no longer exists keeps its name."""
    labels = {outcome.name: label(outcome, str(context.resolve("language"))) for outcome in OUTCOMES}
    return labels.get(name, name)


def unit_after(name: str) -> str:
    """Return the unit of an outcome's number with a space before it; "" on a scale from 0 to 1."""
    unit = next((outcome.unit for outcome in OUTCOMES if outcome.name == name), "")
    return {"hours/month": " hours"}.get(unit, f" {unit}" if unit.startswith("NOK") else "")


@pass_context
def said(context: Context, texts: Mapping[str, str]) -> str:
    """Return a text of `in_languages` in the language of the page, English where it lacks the language."""
    return texts.get(str(context.resolve("language")), texts[SOURCE])


@pass_context
def on_the_page(context: Context, one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the page of questions says of an answer that its values keep, in the language of the page."""
    from experiments.evidence.asking.report import kept

    return kept.on_the_page(one, str(context.resolve("language")))


@pass_context
def source_said(context: Context, source: str) -> str:
    """Return a question's source in the language of the page."""
    from experiments.evidence.asking.report.names import source_in

    return source_in(source, str(context.resolve("language")))


def prefixed(text: str, start: str) -> str:
    """Return a text with a beginning."""
    return start + text


def suffix(text: str, end: str) -> str:
    """Return a text with an end."""
    return text + end


def minus(pair: str) -> str:
    """Return the name of a difference, such as "NPG - TPA", with a minus sign."""
    return pair.replace(" - ", " \N{MINUS SIGN} ")


if __name__ == "__main__":
    print(*rewrite(Path(sys.argv[1])), sep="\n")
