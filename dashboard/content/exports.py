"""Files for download: all numbers as CSV, and the figure of `samskaping compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from agents.errors import fold
from dashboard.content.results import Results
from dashboard.timeline import changes_of
from experiments.comparison import Comparison
from experiments.output.csv_files import csv_text
from model.outcomes.outcomes import NAMES
from samskaping.language import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dashboard.state import Settings

_ENDS = {"csv": ".csv", "excel": "-excel.csv", "png": ".png", "svg": ".svg"}


def file_name(settings: Settings, kind: str) -> str:
    """Return the name of a download of this kind (csv, excel, png, svg), in plain letters as results' folders have."""
    place = settings.place
    return f"samskaping-{fold(place.name).replace(' ', '-')}-{place.code}{_ENDS[kind]}"


def runs_of(results: Results) -> pd.DataFrame:
    """Return a row a run and month, as `experiments.compare` does: paradigm, seed, month, outcomes."""
    values, seeds = results.table()
    frames = []
    for place, name in enumerate(results.names):
        for seed_place, seed in enumerate(seeds):
            frame = pd.DataFrame(values[place, seed_place].astype("f8"), columns=list(NAMES))
            frame.insert(0, "paradigm", name)
            frame.insert(1, "seed", seed)
            frame.insert(2, "month", range(1, len(frame) + 1))
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def csv_of(results: Results, excel: bool = False) -> str:
    """Return all outcomes as CSV that `pandas.read_csv` reads at once, or that a Norwegian Excel opens.

    Each row is a run and month, as in `runs_of`, then the municipality's number and name and the citizens simulated.
    The first row has the link that restores the settings, under `settings`. Names are English. Nine digits give back
    each outcome exactly, as they are single-precision numbers.
    """
    from dashboard.state import State, to_link

    settings, table = results.settings, runs_of(results)
    table["municipality"], table["municipality_name"] = settings.place.code, settings.place.label
    table["citizens"] = settings.citizens
    table["settings"] = [to_link(State(settings=settings, language="en")), *[""] * (len(table) - 1)]  # may be long
    return csv_text(table, "%.9g", excel)


def figure_of(results: Results, language: Language) -> Figure:
    """Return the figure of `samskaping compare`."""
    settings = results.settings
    runs = settings.runs
    comparison = Comparison(
        paradigms=tuple({run.paradigms[0][1]: None for run in runs}),
        municipality=runs[0].town,
        population=settings.citizens,
        parameters=runs[0].parameters,
        seeds=tuple(range(settings.first_seed, settings.first_seed + settings.seeds)),
        months=settings.months,
        runs=runs_of(results),
        groups=pd.DataFrame(),
        changed=dict(settings.changes),
        timeline=tuple(changes_of(settings.course, settings.own_paradigm)),
    )
    return comparison.figure(language)
