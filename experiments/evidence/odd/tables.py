"""Tables of the ODD page, each made from the declarations that the code runs on."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from agents.citizens import CITIZEN
from agents.engine.table import Column
from agents.politicians import POLITICIAN
from agents.professionals import TEAM
from agents.providers import UNIT
from experiments.defaults import PARADIGMS
from model.outcomes.outcomes import OUTCOMES
from model.paradigms.paradigm import Paradigm, load_paradigm
from model.paradigms.presets import PRESETS
from model.paradigms.rules import ROLES
from model.parameters.declare import Declaration
from model.parameters.mechanisms import OFF
from model.parameters.parameters import AREA_NAMES, Parameters
from model.references import MECHANISM, entries
from model.references import works as supporting

SHOWN = PARADIGMS  # beside the status quo
SOURCES = ("mechanism", "number")  # columns


class Table(NamedTuple):
    """A table's head and its rows."""

    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


class Group(NamedTuple):
    """The table of a group of parameters under the group's title."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


def value(given: Any) -> str:
    """Return a declared value as text."""
    return (
        ("on" if given else "off")
        if isinstance(given, bool)
        else f"{given:g}"
        if isinstance(given, float)
        else str(given)
    )


def valid(declared: Declaration) -> str:
    """Return the valid values, short."""
    if declared.kind == "switch":
        return "on, off"
    return ", ".join(declared.choices) if declared.choices else f"{declared.low:g} to {declared.high:g}"


def sources(declared: Declaration) -> tuple[str, str]:
    """Return the cells of the two sources."""
    return declared.mechanism, declared.number_source


def columns(table: tuple[Column, ...]) -> Table:
    """Return the state variables of an entity."""

    def row(c: Column) -> tuple[str, ...]:
        bounds = f"{'-' if c.low is None else f'{c.low:g}'} to {'-' if c.high is None else f'{c.high:g}'}"
        size = " x ".join(map(str, c.shape))
        return f"`{c.name}`" + (f" ({size})" if size else ""), c.unit, bounds, c.meaning

    return Table(("variable", "unit", "range", "meaning"), list(map(row, table)))


def schedule() -> Table:
    """Return the phases of a month, as the code runs them."""
    from model.month import STEP

    rows = []
    for k, (name, phase) in enumerate(STEP, 1):
        phase = getattr(phase, "py_func", phase)  # of a compiled one
        meaning = " ".join((inspect.getdoc(phase) or "").split("\n\n")[0].split())
        rows.append((k, name, f"`{phase.__module__}.{phase.__name__}`", meaning))
    return Table(("", "phase", "code", "what it does"), rows)


def mechanisms() -> Table:
    """Return the switches and what each sets when it is off."""
    declared = {d.name.removeprefix("mechanisms."): d for d in Parameters.declarations()}
    rows = [
        (
            f"`{name}`",
            declared[name].mechanism,
            declared[name].help_en,
            ", ".join(f"`{k}` = {value(v)}" for k, v in off.items()),
        )
        for name, off in OFF.items()
    ]
    return Table(("switch", "mechanism", "what it is", "off sets"), rows)


def works() -> Table:
    """Return by code of a mechanism or pattern the works that support it."""
    codes = {code for entry in entries().values() for code in MECHANISM.findall(entry.get("keywords", ""))}
    in_order = sorted(codes, key=lambda code: (code[0], int(code[1:])))
    return Table(("code", "works"), [(code, ", ".join(f"@{key}" for key in supporting(code))) for code in in_order])


def parameters() -> list[Group]:
    """Return every parameter but the switches, a table for each group; the four areas side by side."""
    groups = []
    declared = [d for d in Parameters.declarations() if not d.name.startswith("mechanisms.")]
    for group, field in Parameters.model_fields.items():
        title = " ".join((inspect.getdoc(type(field.default)) or "").split())
        here = [d for d in declared if d.name.split(".")[0] == group]
        if group in AREA_NAMES[1:] or not here:
            continue
        if group == AREA_NAMES[0]:
            head = ("parameter", *(f"`{name}`" for name in AREA_NAMES), "range", "unit", *SOURCES, "meaning")
            flat = Parameters().flat()
            rows = []
            for d in here:
                name = d.name.split(".")[1]
                each = (value(flat[f"{area}.{name}"]) for area in AREA_NAMES)
                rows.append((f"`{name}`", *each, valid(d), d.unit, *sources(d), d.help_en))
        else:
            head = ("parameter", "default", "range", "unit", *SOURCES, "meaning")
            rows = [(f"`{d.name}`", value(d.default), valid(d), d.unit, *sources(d), d.help_en) for d in here]
        groups.append(Group(title, head, rows))
    return groups


def rules() -> Table:
    """Return every rule with its value in the status quo and three presets."""
    paradigms = [load_paradigm(name).flat() for name in SHOWN]
    rows = []
    for d in Paradigm.declarations():
        name = d.name.removeprefix("rules.")
        values = (value(d.default), *(value(p[name]) for p in paradigms))
        rows.append((f"`{name}`", *values, valid(d), d.unit, *sources(d), d.help_en))
    return Table(("rule", "status quo", *SHOWN, "range", "unit", *SOURCES, "meaning"), rows)


def presets() -> Table:
    """Return the presets and the rules in which each leaves the status quo."""
    rows = []
    for preset in PRESETS.values():
        changed = ", ".join(f"`{name}` {value(v)}" for name, v in preset.rules.items())
        options = "one of " + ", ".join(preset.options) + " in each area" if preset.options else ""
        rows.append((preset.name, preset.title_en, changed or options or "-"))
    return Table(("preset", "what it is", "rules that differ from the status quo"), rows)


def roles() -> Table:
    """Return the rules that each role practises."""
    return Table(("role", "rules"), [(role, ", ".join(f"`{name}`" for name in names)) for role, names in ROLES.items()])


def outcomes() -> Table:
    """Return every outcome as declared."""
    rows = [(f"`{o.name}`" + (" *" if o.headline else ""), o.unit, o.better, o.help_en) for o in OUTCOMES]
    return Table(("outcome (* headline)", "unit", "better", "meaning"), rows)


TABLES: dict[str, Callable[[], Table | list[Group]]] = {
    "citizens": lambda: columns(CITIZEN),
    "teams": lambda: columns(TEAM),
    "politicians": lambda: columns(POLITICIAN),
    "units": lambda: columns(UNIT),
    "schedule": schedule,
    "mechanisms": mechanisms,
    "works": works,
    "rules": rules,
    "presets": presets,
    "roles": roles,
    "parameters": parameters,
    "outcomes": outcomes,
}
