"""Files for download: all numbers as CSV, and the comparison of which figure, report and slide are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from agents.errors import fold
from dashboard.components.palette import title
from dashboard.content import show
from dashboard.content.patterns import independent, known
from dashboard.content.results import Results
from dashboard.state import OWN, Settings, State, arm_of, to_link
from dashboard.texts.common import text
from dashboard.timeline import changes_of
from dashboard.ways import as_arm, in_areas
from experiments.comparison import Comparison, later_by_name
from experiments.output.csv_files import csv_text
from experiments.runs.arms import Arm
from experiments.runs.scenario import load_scenario
from model.outcomes.outcomes import GROUP_OUTCOMES, NAMES
from samskaping.language import Language, Versions, languages

ENDS: Mapping[str, str] = {
    "csv": ".csv", "excel": "-excel.csv", "png": ".png", "svg": ".svg", "report": "-report.html",
    "report-pdf": "-report.pdf", "slide": "-slide.png", "slide-svg": "-slide.svg",
}  # fmt: skip
"""How the names of files end, by the kind of a download."""
LONGEST_ADDRESS = 200


def file_name(settings: Settings, kind: str) -> str:
    """Return the name of a download of this kind (a key of `ENDS`), in plain letters as results' folders have."""
    place = settings.place
    return f"samskaping-{fold(place.name).replace(' ', '-')}-{place.code}{ENDS[kind]}"


def link_of(settings: Settings, address: object, language: Language) -> str:
    """Return the link that opens the settings. `address` is the dashboard's, as the visitor's browser has it."""
    given = address if isinstance(address, str) and len(address) <= LONGEST_ADDRESS else ""
    fine = given.startswith(("http://", "https://")) and given.isprintable() and not set(given) & set(' <>"?#')
    return f"{given if fine else ''}?{to_link(State(settings=settings, language=language))}"


def caveat(results: Results, language: Language) -> str:
    """Return on what results rest, and how far to trust them."""
    return f"{trust_words(results, language)} {show.validity(results.settings, language)}".rstrip()


def trust_words(results: Results, language: Language) -> str:
    """Return the repeats that are done, and how many patterns that are not built in the model reproduces."""
    passed, judged = independent()
    return text("trust_words", language, n=results.complete_seeds(), all=len(known()), passed=passed, judged=judged)


def runs_of(results: Results, last: bool = False) -> pd.DataFrame:
    """Return a row a run and month, as `experiments.compare` does: paradigm, seed, month, outcomes.

    `last` keeps the last month only.
    """
    values, seeds = results.table()
    first = values.shape[2] - 1 if last else 0
    frames = []
    for place, name in enumerate(results.names):
        for seed_place, seed in enumerate(seeds):
            frame = pd.DataFrame(values[place, seed_place, first:].astype("f8"), columns=list(NAMES))
            frame.insert(0, "paradigm", name)
            frame.insert(1, "seed", seed)
            frame.insert(2, "month", range(first + 1, first + 1 + len(frame)))
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def groups_of(results: Results) -> pd.DataFrame:
    """Return a row a run and group at the end, as `experiments.compare` does."""
    values, names = results.group_table()
    first = results.settings.first_seed
    frames = []
    for place, way in enumerate(results.names):
        for seed_place in range(values.shape[1]):
            frame = pd.DataFrame(values[place, seed_place].astype("f8"), columns=list(GROUP_OUTCOMES))
            frame.insert(0, "paradigm", way)
            frame.insert(1, "seed", first + seed_place)
            frame.insert(2, "dimension", [dimension for dimension, _ in names])
            frame.insert(3, "group", [group for _, group in names])
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def csv_of(results: Results, excel: bool = False, address: object = "", language: Language = "en") -> str:
    """Return all outcomes as CSV that `pandas.read_csv` reads at once, or that a Norwegian Excel opens.

    Each row is a run and month, as in `runs_of`, then the municipality's number and name and the citizens simulated.
    The first row has what restores the settings, under `settings`, the whole link, and the caveat. Names are English.
    Nine digits give back each outcome exactly, as they are single-precision numbers.
    """
    settings, table = results.settings, runs_of(results)
    table["municipality"], table["municipality_name"] = settings.place.code, settings.place.label
    table["citizens"] = settings.citizens
    once = {
        "settings": to_link(State(settings=settings, language="en")), "link": link_of(settings, address, language),
        "caveat": caveat(results, language),
    }  # fmt: skip
    for name, value in once.items():
        table[name] = [value, *[""] * (len(table) - 1)]  # may be long
    return csv_text(table, "%.9g", excel)


def comparison_of(results: Results, last: bool = False) -> Comparison:
    """Return the results as `experiments.compare` does; `last` keeps the last month only.

    Where an arm or the visitor's own paradigm is compared, all ways of governing are arms, so that they have titles.
    """
    settings = results.settings
    runs, groups, arms = runs_of(results, last), groups_of(results), _arms(settings)
    if arms:
        for table in (runs, groups):
            table.insert(0, "arm", table["paradigm"])
    firsts = [run for run in settings.runs if run.seed == settings.first_seed]
    return Comparison(
        paradigms=tuple(run.paradigms[0][1] for run in firsts),
        municipality=firsts[0].town,
        population=settings.citizens,
        parameters=firsts[0].parameters,
        seeds=tuple(range(settings.first_seed, settings.first_seed + settings.seeds)),
        months=settings.months,
        runs=runs,
        groups=groups,
        changed=dict(settings.changes),
        timeline=tuple(changes_of(settings.course, settings.own_paradigm)),
        scenario=load_scenario(settings.scenario) if settings.scenario else None,
        arms=arms,
        later={} if arms else later_by_name(firsts),
    )


def _arms(settings: Settings) -> tuple[Arm, ...]:
    """Return an arm for each way of governing; none where all are presets."""
    names, own = settings.paradigms, settings.own_paradigm
    if not any(name == OWN or arm_of(name) or in_areas(name) for name in names):
        return ()
    titles = [Versions({code: title(name, code, True, settings.base) for code in languages()}) for name in names]
    return tuple(
        replace(as_arm(name, own), name=name, title=called, twin="") for name, called in zip(names, titles, strict=True)
    )
