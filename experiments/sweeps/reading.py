"""The rows of a sweep's folder: its parts, checked against their checksums and against each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from agents.errors import InputError
from experiments.design.study import Study
from experiments.sweeps import parts
from experiments.sweeps.store import RUNS, read_manifest
from model.aliases import Kind, new_name
from samskaping.language import Listing

COLUMNS: tuple[Kind, ...] = ("column", "setting", "outcome")
"""Kinds of names that columns have; a sweep made before a name changed has the old name."""


def rows_in(folder: Path, study: Study) -> pd.DataFrame:
    """Return the rows of all parts, each checked against its checksums, with every run once.

    Raises:
        InputError: a part is damaged, or of another study or model; two parts disagree on a run.
    """
    import pyarrow as pa

    from experiments.sweeps.rows import schema_of

    headers = [parts.describe(path) for path in parts.paths_in(folder / RUNS)]
    _check_alike(headers, study, read_manifest(folder).get("source", {}).get("model_sha256_16"))
    if not headers:
        return schema_of(study).empty_table().to_pandas()
    tables = [parts.read(part) for part in headers]
    tables = [table.rename_columns([new_name(name, *COLUMNS) for name in table.column_names]) for table in tables]
    try:
        table = pa.concat_tables(tables).to_pandas()
    except pa.ArrowInvalid:
        raise _foreign(next(p for p, t in zip(headers, tables, strict=True) if t.schema != tables[0].schema)) from None
    there = sum(len(part.runs) for part in headers)
    return table if table["run_id"].nunique() == there else _each_once(table, headers, tables)


def _check_alike(headers: list[parts.Part], study: Study, model: str | None) -> None:
    """Refuse parts of another study, sample or model than the first, and a first part that the folder contradicts."""
    for part in headers:
        if part.study not in ("", study.key) or part.order != headers[0].order:
            raise _foreign(part)
        if part.model != headers[0].model or (part.model and model and part.model != model):
            raise InputError(
                "{path} was made by another version of the model than the rest of {parent}; move it out of the folder",
                path=part.path,
                parent=part.path.parent,
            )


def _foreign(part: parts.Part) -> InputError:
    return InputError(
        "{path} belongs to another study or sample than the rest of the folder; move it out", path=part.path
    )


def _each_once(table: pd.DataFrame, headers: list[parts.Part], tables: Sequence[Any]) -> pd.DataFrame:
    """Return the table with every run once, where parts overlap (a folder that two machines share, say)."""
    once = table.drop_duplicates(ignore_index=True)
    doubled = once[["run_id", "month"]].duplicated() | (once.groupby("run_id")["status"].transform("nunique") > 1)
    if doubled.any():
        run_id = once.loc[doubled.idxmax(), "run_id"]
        names = [
            part.path.name for part, rows in zip(headers, tables, strict=True) if run_id in rows["run_id"].to_pylist()
        ]
        raise InputError(
            "the parts {names} in {folder} have different results of the run {run}; move one of them out of the folder",
            names=Listing(names),
            folder=headers[0].path.parent,
            run=run_id,
        )
    return once
