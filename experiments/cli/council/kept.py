"""Reading a comparison that `samskaping compare` has written into a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from agents.errors import InputError
from experiments.cli.again import MANIFEST, comparison_again, manifest_of
from experiments.comparison import Comparison, arms_compared, later_by_name, planned
from experiments.errors import why
from experiments.runs.arms import read_arms
from experiments.runs.estimates import way_of
from experiments.runs.versions import UNKNOWN, model_of
from model.timeline.change import changes_of


def comparison_in(folder: str | Path) -> Comparison:
    """Return the comparison whose files are in a folder: settings from its manifest, results from its tables.

    Raises:
        InputError: the folder has no manifest of a comparison, its tables are missing or cannot be read, or they hold
            other runs than the manifest.
    """
    folder = Path(folder)
    folder = folder.parent if folder.name == MANIFEST else folder
    asked: Mapping[str, Any] = comparison_again(folder / MANIFEST, code=False)
    plan = planned(**asked)
    runs, groups = _table(folder / "runs.parquet"), _table(folder / "groups.csv")
    compared = arms_compared(asked["arms"], asked["paradigms"], asked["scenario"])
    comparison = Comparison(
        paradigms=tuple(run.own_paradigms[0] for run in plan if run.seed == plan[0].seed),
        municipality=plan[0].town,
        population=int(asked["citizens"]),
        parameters=plan[0].parameters,
        seeds=tuple(dict.fromkeys(run.seed for run in plan)),
        months=plan[0].months,
        runs=runs,
        groups=groups,
        changed=asked["parameters"],
        scenario=asked["scenario"],
        timeline=changes_of(asked["timeline"]),
        arms=compared and tuple(read_arms(compared)),
        own=asked["own"],
        later=later_by_name(plan),
    )
    _check(comparison, folder)
    return comparison


def version_in(folder: str | Path) -> str:
    """Return the version that made a folder's results: of the program, and the model's as `--version` prints it."""
    made = _manifest(folder).get("versions")
    number = made.get("samskaping") if isinstance(made, dict) else None
    return f"{number or UNKNOWN} ({model_in(folder)})"


def model_in(folder: str | Path) -> str:
    """Return the version of the model that made a folder's results, as `same_results` takes it."""
    return model_of(_manifest(folder).get("source"))


def _manifest(folder: str | Path) -> dict[str, Any]:
    folder = Path(folder)
    return manifest_of(folder.parent if folder.name == MANIFEST else folder, "compare")[1]


def _table(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path) if path.suffix == ".parquet" else _csv(path)
    except FileNotFoundError:
        raise InputError(
            "{folder} has no {name}, which `samskaping compare` writes beside manifest.json", folder=path.parent,
            name=path.name,
        ) from None  # fmt: skip
    except OSError as error:
        raise InputError("{path} cannot be read ({why})", path=path, why=why(error)) from None
    except ValueError:  # pyarrow's and pandas' own errors are among them
        raise InputError("{path} is not a table that `samskaping compare` wrote", path=path) from None


def _csv(path: Path) -> pd.DataFrame:
    """Return a table in CSV, also one written for Excel."""
    with open(path, encoding="utf-8-sig") as file:
        first = file.readline()
    excel = {"sep": ";", "decimal": ",", "encoding": "utf-8-sig"} if ";" in first else {"encoding": "utf-8"}
    return pd.read_csv(path, **excel)


def _check(comparison: Comparison, folder: Path) -> None:
    way = comparison.way
    expected = {(name, seed) for name in comparison.names for seed in comparison.seeds}
    for table in (comparison.runs, comparison.groups):
        known = {way, "seed"} <= set(table.columns) and (table is comparison.groups or way_of(table) == way)
        if not known or set(zip(table[way], table["seed"], strict=True)) != expected:
            raise InputError(
                "{folder}: its tables hold other runs than its manifest.json; make the comparison again with "
                "`samskaping compare {manifest}`",
                folder=folder, manifest=folder / MANIFEST,
            )  # fmt: skip
