"""Contents of the page that maps the best way of governing over two conditions, from stored results.

The map has a cell for each pair of levels of the two conditions. Its colour is the way of governing that is best on the
fitted surfaces. The colour is full where that way leads with 95 % certainty by enough to matter. It is striped where a
certain lead is too small to matter, and pale where no lead is certain.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from dashboard.components.palette import series
from dashboard.content.show import OUTCOME, decimals_of_row, times_of, unit_in_full
from dashboard.state import Settings, checked
from dashboard.texts.common import text
from dashboard.texts.frame import SLIDERS
from dashboard.views import MapView
from experiments.analysis.relevance import RELEVANT, size_of
from experiments.evidence.contingency.stored import NAMES, StoredMap, load
from experiments.evidence.contingency.studies import CONDITIONS, OUTCOMES, PARADIGMS
from experiments.evidence.contingency.surface import best
from experiments.evidence.contingency.worlds import LEVELS, TODAY, World, months_of, places_of, settings_of
from experiments.output.texts import label, number
from experiments.runs.versions import model_hash, same_results
from model.paradigms.paradigm import load_paradigm
from model.parameters.parameters import Parameters
from model.town.municipalities import municipality
from samskaping.language import Language, Listing, written_day

LETTERS = {"TPA": "T", "NPM": "M", "responsive": "R", "NPG": "G"}
"""What stands in a cell where a way of governing is best, for readers who cannot distinguish the colours."""
KINDS = ("matters", "slight", "open")
"""Leads in a cell: certain and large enough to matter, certain but too small to matter, not certain."""
LITTLE = 0.5
"""Share of variance below which the page warns that the map explains little."""
MOST = 0.9
"""Share of the computed differences that lie as near to the map as the page says."""
_SLIDER = {c.name: c.setting for c in CONDITIONS if c.setting and c.setting in SLIDERS}
"""The slider of the settings that sets a condition: both have its name."""


def world_at(view: MapView, x: float, y: float) -> World:
    """Return the world of a cell: levels of the two conditions on the map, the others as the view holds them."""
    return {**view.world, view.x: x, view.y: y}


def settings_at(view: MapView, x: float, y: float, made: dict[str, Any] | None = None) -> Settings:
    """Return the settings that compute a cell's world: its town, citizens and seeds are those of the stored results."""
    made = made or load().made
    world = world_at(view, x, y)
    defaults = Parameters().flat()
    changes = {name: v for name, v in settings_of(world, view.version).items() if defaults.get(name) != v}
    return checked(
        Settings(
            municipality=made["town"], citizens=made["citizens"], months=months_of(world), seeds=len(made["seeds"]),
            first_seed=made["seeds"][0], paradigms=PARADIGMS, changes=tuple(sorted(changes.items())),
        )
    )  # fmt: skip


def levels(name: str, language: Language) -> list[dict[str, Any]]:
    """Return the levels of a condition: value, text, and whether it is today's.

    Where the condition is a rule, `named` is the text with the ways of governing whose own rules have that level.
    """
    today, own = MapView().world[name], own_levels(name)
    titles = {one["name"]: one["label"] for one in series(PARADIGMS, language)}
    made = []
    for level in LEVELS[name]:
        written, ways = level_text(name, level, language), [titles[way] for way in own if own[way] == level]
        named = f"{written} ({', '.join(ways)})" if ways else written
        made.append({"value": level, "text": written, "named": named, "today": level == today})
    return made


def own_levels(name: str) -> dict[str, float]:
    """Return the level of a condition in the own rules of each way of governing; empty where it is no rule."""
    setting = next(c.setting for c in CONDITIONS if c.name == name) or ""
    if not setting.startswith("rules."):
        return {}
    return {way: float(load_paradigm(way).flat()[setting.removeprefix("rules.")]) for way in PARADIGMS}


def level_text(name: str, level: float, language: Language) -> str:
    """Return a condition's level as people read it on an axis."""
    if name in ("lived", "codified", "wickedness"):
        return f"\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}{_short(level, language)}"
    if name == "budget":
        return f"{number(100 * level, 0, language)}\N{NO-BREAK SPACE}%"
    if name == "horizon":
        return number(level, 0, language)
    return _short(level, language)


def _short(level: float, language: Language) -> str:
    decimals = next(d for d in range(4) if math.isclose(level, round(level, d), abs_tol=1e-9))
    return number(level, decimals, language)


def condition(name: str, language: Language) -> str:
    """Return a condition's name: that of its slider, where the settings have one."""
    return SLIDERS(_SLIDER[name], language) if name in _SLIDER else text(f"when_{name}", language)


def heading(view: MapView, language: Language) -> str:
    """Return what the map shows: the outcome, after how many years, and which version of the ways of governing."""
    years = "" if "horizon" in (view.x, view.y) else years_of(view.world, language)
    return text(
        "when_heading_after" if years else "when_heading", language, outcome=label(OUTCOME[view.outcome], language),
        unit=unit_in_full(OUTCOME[view.outcome], language), years=years,
        version=text(f"when_short_{view.version}", language),
    )  # fmt: skip


def years_of(world: World, language: Language) -> str:
    """Return for how many years a world is governed, in words."""
    n = world["horizon"]
    return text("when_year" if n == 1 else "when_years", language, n=number(n, 0, language))


def start(language: Language, kept: StoredMap | None = None) -> dict[str, str]:
    """Return what a dot beside a level, and a frame on the map, mark: the world that the map starts from."""
    town = municipality((kept or load()).made["town"]).label
    facilitation = level_text("facilitation", TODAY["facilitation"], language)
    words = {"town": town, "years": years_of(TODAY, language), "facilitation": facilitation}
    return {"frame": text("when_start", language, **words), "dot": text("when_others_lead", language, **words)}


def _sign(view: MapView) -> float:
    """Return 1 where higher is better, -1 where lower is."""
    return -1.0 if OUTCOME[view.outcome].better == "lower" else 1.0


@dataclass(frozen=True)
class Cells:
    """Numbers of the map's cells, row by row from the lowest level of `y`.

    Attributes:
        leads: place of the way of governing with the best value, (cells,).
        settled: whether it is better than every other one at 95 %, (cells,).
        slight: whether its lead over the next is below the smallest relevant effect, (cells,).
        means, halves: each other way's difference from the first, and half its interval, (ways - 1, cells).
        smallest: the smallest relevant effect, (cells,).
    """

    leads: np.ndarray
    settled: np.ndarray
    slight: np.ndarray
    means: np.ndarray
    halves: np.ndarray
    smallest: np.ndarray

    def kind(self, k: int) -> str:
        """Return what the lead in a cell is, one of `KINDS`."""
        return "open" if not self.settled[k] else "slight" if self.slight[k] else "matters"


@lru_cache(maxsize=64)
def cells(view: MapView) -> Cells:
    """Return the best way of governing in each cell, from the stored results."""
    kept = load()
    xs, ys = LEVELS[view.x], LEVELS[view.y]
    places = places_of([world_at(view, x, y) for y in ys for x in xs])
    with threadpool_limits(1):
        surfaces = [kept.surface(view.version, paradigm, view.outcome) for paradigm in PARADIGMS[1:]]
        level = kept.level(view.version, view.outcome)
    estimates = [surface.at(places) for surface in surfaces]
    means = np.stack([np.zeros(len(places)), *(mean for mean, _ in estimates)])
    reference, _ = level.at(places)
    smallest = np.array([RELEVANT[view.outcome].at(float(value)) for value in reference])
    ordered = np.sort(_sign(view) * means, axis=0)
    return Cells(
        leads=(_sign(view) * means).argmax(axis=0), settled=best(surfaces, places, _sign(view) > 0) >= 0,
        slight=ordered[-1] - ordered[-2] < smallest, means=means[1:], halves=np.stack([half for _, half in estimates]),
        smallest=smallest,
    )  # fmt: skip


def drawing(view: MapView, language: Language) -> dict[str, Any]:
    """Return the map as plain data: axes, and cells from the top row down."""
    found, width = cells(view), len(LEVELS[view.x])
    looks = series(PARADIGMS, language)
    outcome = OUTCOME[view.outcome]
    times, decimals = times_of(outcome), decimals_of_row(outcome, *np.abs(found.means).ravel().tolist(), 0.0)
    made = []
    for k in range(len(found.leads)):
        lines = []
        for way, (mean, half) in enumerate(zip(found.means[:, k], found.halves[:, k]), start=1):
            size = size_of(mean, mean - half, mean + half, found.smallest[k])
            low, high = (number(times * v, decimals, language, sign=True) for v in (mean - half, mean + half))
            lines.append(text(
                "when_line", language, way=looks[way]["label"], n=number(times * mean, decimals, language, sign=True),
                interval=text("interval", language, low=low, high=high), size=text(f"size_{size.value}", language),
            ))  # fmt: skip
        lead, kind = int(found.leads[k]), found.kind(k)
        letter = LETTERS[PARADIGMS[lead]]
        made.append({
            "way": lead, "kind": kind, "lines": lines,
            "letter": {"matters": letter, "slight": letter.lower(), "open": ""}[kind],
            "words": text(f"when_cell_{kind}", language, way=looks[lead]["label"]),
        })  # fmt: skip
    rows = [made[at : at + width] for at in range(0, len(made), width)]
    return {"rows": rows[::-1], "x": levels(view.x, language), "y": levels(view.y, language)[::-1]}


def shares(view: MapView, language: Language) -> list[dict[str, Any]]:
    """Return in what share of the cells each way of governing leads, by the kind of its lead."""
    found = cells(view)
    kinds = np.array([found.kind(k) for k in range(len(found.leads))])
    return [
        {"name": look["name"], "label": look["label"], "letter": LETTERS[look["name"]], "colour": look["colour"]}
        | {
            kind: f"{number(100 * float(((found.leads == k) & (kinds == kind)).mean()), 0, language)} %"
            for kind in KINDS
        }
        for k, look in enumerate(series(PARADIGMS, language))
    ]


def verdict(view: MapView, language: Language) -> str:
    """Return in how many cells a way of governing leads with certainty, and by enough to matter."""
    found = cells(view)
    n, all_ = int((found.settled & ~found.slight).sum()), len(found.leads)
    return text("when_verdict" if n else "when_verdict_none", language, n=n, all=all_)


def certainty(view: MapView, language: Language) -> str:
    """Return in which share of the cells a way of governing is settled as best."""
    found = cells(view)
    n, all_ = int(found.settled.sum()), len(found.leads)
    share = number(100 * n / all_, 0, language)
    words = text("when_certainty", language, n=n, all=all_, share=share)
    if (slight := int((found.settled & found.slight).sum())) > 0:
        words += " " + text("when_slight_all" if slight == n else "when_slight", language, n=slight, of=n)
    return words


def apart(view: MapView, language: Language) -> str:
    """Return how far a run of a cell's world may be from the map, by the runs that the map was made from."""
    kept = load()
    far, outside = [], []
    with threadpool_limits(1):
        for paradigm in PARADIGMS[1:]:
            mean, half = kept.surface(view.version, paradigm, view.outcome).at(kept.x)
            gap = np.abs(np.nanmean(kept.differences(view.version, paradigm, view.outcome), axis=1) - mean)
            far.append(gap)
            outside.append(gap > half)
    outcome, most = OUTCOME[view.outcome], float(np.quantile(far, MOST))
    written = number(times_of(outcome) * most, decimals_of_row(outcome, most, 0.0), language)
    return text(
        "when_apart", language, points=kept.points, seeds=len(kept.made["seeds"]),
        share=number(100 * float(np.mean(outside)), 0, language), most=number(100 * MOST, 0, language),
        n=written, unit=unit_in_full(outcome, language),
    )  # fmt: skip


def explained(view: MapView, language: Language) -> dict[str, Any]:
    """Return how far the two conditions, and all, explain each difference; and a warning where that is little."""
    kept = load()
    rows, most = [], 0.0
    for look in series(PARADIGMS, language)[1:]:
        with threadpool_limits(1):
            two = kept.explained(view.version, look["name"], view.outcome, (view.x, view.y))
            every = kept.explained(view.version, look["name"], view.outcome)
        most = max(most, two)
        rows.append({
            "label": look["label"],
            "two": f"{number(100 * two, 0, language)} %", "all": f"{number(100 * every, 0, language)} %",
        })  # fmt: skip
    words = {"x": condition(view.x, language), "y": condition(view.y, language)}
    return {"rows": rows, "warning": text("when_little", language, **words) if most < LITTLE else ""}


def origin(language: Language, kept: StoredMap | None = None) -> dict[str, str]:
    """Return what the stored results are of, and whether this version of the model made them."""
    kept = kept or load()
    made, running = kept.made, model_hash()
    version = "when_same" if made["model"] == running else "when_equal" if same_results(made["model"]) else "when_other"
    horizons = sorted(set(kept.x[:, NAMES.index("horizon")]))
    return {
        "what": text(
            "when_origin", language, town=municipality(made["town"]).label,
            citizens=number(made["citizens"], 0, language), points=kept.points, seeds=len(made["seeds"]),
            months=Listing([number(12 * year, 0, language) for year in horizons], "and"),
            date=written_day(date.fromisoformat(made["date"]), language),
        ),
        "version": text(version, language, then=made["model"], now=running),
        "kind": "other" if version == "when_other" else "same",
        "command": text("when_command", language, command=made["command"]),
    }  # fmt: skip


def choices(language: Language) -> dict[str, list[dict[str, str]]]:
    """Return what can be chosen: outcomes, conditions, and versions of the presets."""
    return {
        "outcomes": [
            {"id": name, "label": label(OUTCOME[name], language), "unit": unit_in_full(OUTCOME[name], language)}
            for name in OUTCOMES
        ],
        "conditions": [{"id": c.name, "label": condition(c.name, language)} for c in CONDITIONS],
        "versions": [{"id": one, "label": text(f"when_{one}", language)} for one in ("levelled", "argued")],
    }
