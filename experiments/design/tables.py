"""The tables [base] and [factors] of a study file, and the scenarios in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agents.errors import InputError, shown
from experiments.design.factors import RUN_KEYS, declared
from experiments.runs.scenario import Scenario, load_scenario, scenario_of
from model.aliases import new_name


def table_of(given: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    """Return a table with its names dotted: `[factors.trust] gain = [...]` is `"trust.gain" = [...]`.

    Raises `InputError`, which `where` begins, for a value that is no table.
    """
    table = given.get(key, {})
    if not isinstance(table, Mapping):
        raise InputError(
            "{where}: {table} is not valid: it must be a table, [{key}]", where=where, table=shown(table), key=key
        )
    return dict(_dotted(table))


def _dotted(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        named = new_name(f"{prefix}{name}", "setting") in declared() or f"{prefix}{name}" in RUN_KEYS
        if isinstance(value, Mapping) and not named and not {"low", "high", "relative"} & set(value):
            yield from _dotted(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def scenarios_of(value: Any, chosen: dict[str, Scenario], texts: Mapping[str, str], folder: Path, where: str) -> Any:
    """Return scenarios for a name or file, or a list of these; put each into `chosen` by its name.

    `texts` are scenarios by name that are used instead of files; files are looked for in `folder`. Raises `InputError`
    for a scenario that is not valid, and for two of one name.
    """
    if isinstance(value, list):
        known: dict[str, Any] = {}  # a list design may name the same few again and again
        for one in value:
            if isinstance(one, str) and one not in known:
                known[one] = scenarios_of(one, chosen, texts, folder, where)
        return [known.get(one, one) if isinstance(one, str) else one for one in value]
    if not isinstance(value, str):
        return value  # refused later, like other wrong values
    path = Path(value)
    try:
        if path.stem in texts:
            scenario = scenario_of(texts[path.stem], path.stem, value)
        else:
            own = path.suffix == ".toml" or len(path.parts) > 1
            scenario = load_scenario(folder / path if own else value)
    except InputError as error:
        raise InputError("{where}: {error}", where=where, error=error) from None
    if chosen.setdefault(scenario.name, scenario).text != scenario.text:
        raise InputError(
            "{where}: two scenarios have the name {name}; give one of the files another name",
            where=where,
            name=scenario.name,
        )
    return scenario
