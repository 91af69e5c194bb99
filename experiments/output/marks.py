"""The months of change in a run's figures: a thin line at each, with what changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from experiments.output.texts import plain
from experiments.own.paradigm_file import label_of
from model.parameters.parameters import AREA_NAMES
from model.timeline.change import Change
from model.timeline.events import EVENTS as EVENTS_DECLARED
from model.timeline.values import is_relative
from samskaping.language import Language, Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EVENTS = Texts(
    "experiments.events",
    {
        "influx": "influx of needs",
        "support_withdrawn": "support withdrawn",
        "scandal": "scandal",
        "uniform_reform": "uniform reform",
        "ends": "ends",
    },
)
WHEN = Texts(
    "experiments.events.when",
    {
        "from": "From month {month}",
        "until": "From month {month} to {until}",
        "in": "In month {month}",
        "over": "{months}, phased in over {over} months",
    },
)
COLOUR = "#666666"


def change_text(change: Change, language: Language) -> str:
    """Return what a change changes, in a few words: "NPM", "case_budget*0.85", "scandal"."""
    if change.paradigm is not None:
        words = label_of(change.paradigm.name, language)
    elif change.event:
        words = EVENTS(change.event, language)
    else:
        words = ", ".join(
            _pair(name.split(".")[-1], value) for name, value in (change.rules or change.parameters).items()
        )
    return f"{change.arm}: {words}" if change.arm else words


def changed_lines(changed: Mapping[str, Any], changes: Iterable[Change], language: Language) -> list[str]:
    """Return what differs from defaults and presets: a line for all runs' values, then one for each change in them.

    A change has its months and full names: "From month 25 to 36: money.case_budget*0.85".
    """
    first = ", ".join(f"{name} = {value}" for name, value in changed.items())
    lines = [f"{when_text(change, language)}: {change_in_full(change, language)}" for change in changes]
    return [first, *lines] if first else lines


def change_in_full(change: Change, language: Language) -> str:
    """Return what a change changes, with full names, size and areas: "rules.information.dialogue+0.2 (place)"."""
    if change.paradigm is not None:
        words = label_of(change.paradigm.name, language)
    elif change.event:
        words = EVENTS(change.event, language)
    elif change.rules:
        words = ", ".join(_pair(f"rules.{name}", value) for name, value in change.rules.items())
    else:
        words = ", ".join(_pair(name, value) for name, value in change.parameters.items())
    if change.event and EVENTS_DECLARED[change.event].size is not None:
        words += f" {plain(change.size, language)}"
    if 0 < len(change.areas) < len(AREA_NAMES):
        words += f" ({', '.join(change.areas)})"
    return f"{change.arm}: {words}" if change.arm else words


def when_text(change: Change, language: Language) -> str:
    """Return the months of a change in words: "From month 25 to 72"."""
    key = "from" if change.until is None else "in" if change.until == change.month else "until"
    months = WHEN(key, language, month=change.month, until=change.until)
    return WHEN("over", language, months=months, over=change.over) if change.over > 1 else months


def marks_of(changes: Iterable[Change], months: int, language: Language) -> Mapping[int, str]:
    """Return {month: text} of what begins, and of what ends, within a run of so many months."""
    marks: dict[int, list[str]] = {}
    for change in changes:
        if not (words := change_text(change, language)):
            continue
        marks.setdefault(change.month, []).append(words)
        if change.until is not None:
            marks.setdefault(change.until + 1, []).append(f"{words} {EVENTS('ends', language)}")
    return {month: "\n".join(marks[month]) for month in sorted(marks) if month <= months}


def draw_marks(axes: Axes, marks: Mapping[int, str]) -> None:
    """Draw a line before each month of change, and its text beside it."""
    for month, words in marks.items():
        axes.axvline(month - 0.5, color=COLOUR, linestyle=":", linewidth=0.8)
        axes.annotate(
            words, (month, 1), xycoords=("data", "axes fraction"), va="top", fontsize=6.5, color=COLOUR, rotation=90,
        )  # fmt: skip


def _pair(name: str, value: Any) -> str:
    return f"{name}{value}" if is_relative(value) else f"{name}={value}"
