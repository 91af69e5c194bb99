"""The lesson as a file: what was asked, guessed, chosen and answered, with the settings that restore it.

Guesses are in it as counts. Reasons are in it only where the room sees them, and never a hidden one.
Nothing in it shows which guesses came from the same phone.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from typing import Any

from dashboard.classroom.room import Room
from dashboard.classroom.rounds import Round
from dashboard.classroom.web import pages
from dashboard.classroom.web.views import round_view, settings_of
from dashboard.state import State, to_link
from dashboard.version import version
from samskaping.language import Language, written_day


def today() -> str:
    """Return the date as 2026-11-29."""
    return datetime.date.today().isoformat()


def written(day: str, language: Language) -> str:
    """Return a date such as 2026-11-29 as people write it in a language."""
    return written_day(datetime.date.fromisoformat(day), language)


def as_data(room: Room, address: str, language: Language) -> dict[str, Any]:
    """Return the lesson as plain data. `address` is the server's, for links."""
    with room.lock:
        return {
            "date": today(),
            "language": language,
            "made_by": f"samskaping {version()}",
            "phones": len(room.phones),
            "rounds": [_round(one, address, language) for one in room.rounds],
        }


def _round(one: Round, address: str, language: Language) -> dict[str, Any]:
    view, settings = round_view(one, language), settings_of(one)
    found = one.work.answer if one.work is not None and one.work.answer is not None else ()
    return {
        "round": one.number,
        "task": one.task.id,
        "title": view["title"],
        "story": view["story"],
        "compared": [view["first"], view["last"]],
        "guesses": {outcome: one.counts(outcome) for outcome in one.task.outcomes},
        "choices": one.committed,
        "results": [
            {
                "outcome": m.outcome,
                "fifth": m.fifth,
                "first": m.first,
                "last": m.last,
                "difference": m.difference,
                "low": m.low,
                "high": m.high,
                "size": m.size.value,
            }
            for m in found
        ],
        "reasons": sorted(guess.reason for guess in one.reasons() if one.reasons_shown and not guess.hidden),
        "discuss": view["discuss"],
        "settings": {
            "town": settings.place.code,
            "citizens": settings.citizens,
            "months": settings.months,
            "seeds": list(range(settings.first_seed, settings.first_seed + settings.seeds)),
            "paradigms": list(settings.paradigms),
            "changes": dict(settings.changes),
            "base": settings.base,
            "own": dict(settings.own),
            "scenario": settings.scenario,
            "timeline": [dict(change) for change in settings.course],
        },
        "link": f"{address}/?{to_link(State(settings, language=language))}",
    }


def as_json(room: Room, address: str, language: Language) -> str:
    """Return the lesson as JSON."""
    return json.dumps(as_data(room, address, language), ensure_ascii=False, indent=1) + "\n"


def as_csv(room: Room, address: str, language: Language) -> str:
    """Return the guesses, choices and results as rows of one table: round, task, kind, name, value, ..."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["round", "task", "kind", "name", "option", "value", "low", "high", "size", "link"])
    for one in as_data(room, address, language)["rounds"]:
        head = [one["round"], one["task"]]
        for outcome, counts in one["guesses"].items():
            rows.writerows([*head, "guesses", outcome, guess, n, "", "", "", ""] for guess, n in counts.items())
        rows.writerows(
            [*head, "choice", choice, option, "", "", "", "", ""] for choice, option in one["choices"].items()
        )
        for m in one["results"]:
            name = f"{m['outcome']} {m['fifth']}".strip()
            rows.writerow([*head, "result", name, one["compared"][0], m["first"], "", "", "", ""])
            rows.writerow([*head, "result", name, one["compared"][1], m["last"], "", "", "", ""])
            rows.writerow([*head, "difference", name, "", m["difference"], m["low"], m["high"], m["size"], ""])
        rows.writerow([*head, "settings", "", "", "", "", "", "", one["link"]])
    return out.getvalue()


def as_html(room: Room, address: str, language: Language) -> str:
    """Return the lesson as one page without anything to load, to be read or printed."""
    with room.lock:
        views = [round_view(one, language) for one in room.rounds]
        phones = len(room.phones)
    saved = written(today(), language)
    main, _ = pages.main_part(
        "lesson.html.jinja", language, views=views, phones=phones, date=saved, version=version(), address=address,
        title=pages.room_title(room, language), style=pages.asset("room.css").decode(),
    )  # fmt: skip
    return main


KINDS: dict[str, Callable[[Room, str, Language], str]] = {"html": as_html, "csv": as_csv, "json": as_json}
TYPES = {
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
