"""The result of an analysis: tables, notes and a figure, to be printed, returned as JSON, or written to a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.output.formats import USUAL
from experiments.sweeps.results import Results
from experiments.sweeps.store import read_manifest

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.table import Table

_PACKAGES = ("samskaping", "SALib", "scipy", "numpy", "pandas", "ema-workbench")


@dataclass(frozen=True)
class Report:
    """One analysis of one sweep."""

    kind: str
    results: Results = field(repr=False)
    settings: Mapping[str, Any]
    """The settings, as plain data."""
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    """By name; each is a CSV file in the folder."""
    notes: Sequence[str]
    shown: Callable[[], Sequence[Table]] = field(repr=False)
    """Returns the tables to print."""
    figure: Callable[[], Figure] = field(repr=False)
    asked: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Arguments that repeat the analysis (`experiments.cli.again`)."""

    def as_dict(self) -> dict[str, Any]:
        """Return the analysis as plain data for JSON."""
        return {
            "analysis": self.kind,
            "study": self.results.study.name,
            "folder": str(self.results.folder),
            "settings": dict(self.settings),
            "notes": list(self.notes),
            **{name: table.to_dict("records") for name, table in self.tables.items()},
        }

    def save(self, folder: str | Path, formats: Sequence[str] = USUAL) -> Path:
        """Write tables, figure and manifest into a new folder and return it; nothing is overwritten.

        The tables are always written as CSV. `formats` are among `experiments.output.formats.FORMATS`; Markdown and
        LaTeX have the tables as printed.
        """
        from experiments.output.export import write_tables
        from experiments.output.figures import save_figure
        from experiments.output.folders import new_folder
        from experiments.output.formats import checked_formats, write_printed
        from experiments.runs.manifest import source_revision, write_manifest

        folder, formats = Path(folder), checked_formats(formats)
        with new_folder(folder) as draft:
            for name, table in self.tables.items():
                write_tables(flat(table), draft / name, formats)
            write_printed(list(self.shown()), draft, f"{self.results.study.name} {self.kind}", formats)
            save_figure(self.figure(), draft, kinds=formats)
            described = {key: value for key, value in self.as_dict().items() if key not in self.tables}
            made = read_manifest(self.results.folder)
            write_manifest(
                draft,
                {
                    **described,
                    "kind": "analysis",
                    "asked": dict(self.asked),
                    "sweep": _seen_from(folder, self.results.folder),
                    "created_utc": datetime.now(UTC).isoformat(timespec="seconds"),
                    **(
                        {"so_far": {"runs": self.results.runs, "missing": self.results.missing}}
                        if self.results.so_far
                        else {}
                    ),
                    "study_key": self.results.study.key,
                    "sweep_source": made.get("source"),
                    "source": source_revision(),
                    "versions": {name: _version(name) for name in _PACKAGES},
                },
            )
        return folder


def _seen_from(folder: Path, sweep: Path) -> str:
    """Return the path of the sweep relative to the analysis, so that both can be moved together."""
    try:
        return Path(os.path.relpath(sweep.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return str(sweep.resolve())


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table for CSV, with each tuple joined into one text."""
    return table.map(lambda cell: "; ".join(map(str, cell)) if isinstance(cell, tuple) else cell)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
