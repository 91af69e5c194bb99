"""A phone in a room: its page, and what it sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from dashboard.classroom.errors import RefusedError
from dashboard.classroom.room import Room
from dashboard.classroom.rounds import Round
from dashboard.classroom.web import pages
from dashboard.classroom.web.site import PHONE, Site
from dashboard.classroom.web.views import own_view, round_view
from dashboard.texts.classroom import CLASS

Form = Mapping[str, str]
LEFT = "left"
"""In the address of the page that a phone comes to when it has left."""


class Phoning:
    """Answers to phones."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._forms: dict[str, Callable[[Room, str, Form], None]] = {
            "team": lambda room, name, form: room.choose_team(name, form.get("team", "")),
            "guess": _guess,
            "leave": lambda room, name, form: room.leave(name),
        }

    def page(self, request: Request, room: Room) -> Response:
        """Return the phone's page."""
        language, name = self.site.language(request), room.phone(request.cookies.get(PHONE))
        title = pages.room_title(room, language)
        with room.lock:
            current: Round | None = room.current if name is not None else None
            phone = room.phones.get(name or "")
            team = phone.team if phone is not None else ""
            view = own = None
            if current is not None and phone is not None:
                view = round_view(current, language)
                own = own_view(current, current.guesses.get(name or ""), team, language)
            message = CLASS("left", language) if phone is None and LEFT in request.query_params else ""
            main = pages.main_part(
                "phone.html.jinja", language, here=self.site.at(room), title=title, message=message,
                joined=phone is not None, door_open=room.door_open, reasons=room.reasons, view=view, own=own, team=team,
                changing="team" in request.query_params,
            )  # fmt: skip
        return self.site.page(request, main, language, title, "phone", self.site.links(self.site.at(room)))

    def act(self, request: Request, room: Room, what: str, form: Form) -> Response:
        """Do what a phone asks, and return the page that it leads to. Raises `RefusedError`."""
        language = self.site.language(request)
        if what == "join":
            key = request.cookies.get(PHONE)
            answer = self.site.to(room, language)
            if room.phone(key) is None:
                self.site.set_cookie(request, answer, room, PHONE, room.join())
            return answer
        if what not in self._forms:
            raise RefusedError("unknown_choice", 404)
        name = room.require_phone(request.cookies.get(PHONE))
        self._forms[what](room, name, form)
        if what != "leave":
            return self.site.to(room, language)
        answer = self.site.to(room, language, **{LEFT: "yes"})
        self.site.set_cookie(request, answer, room, PHONE, "")
        return answer


def _guess(room: Room, name: str, form: Form) -> None:
    guesses = {key.removeprefix("guess."): value for key, value in form.items() if key.startswith("guess.")}
    votes = {key.removeprefix("choice."): value for key, value in form.items() if key.startswith("choice.")}
    room.guess(name, number_in(form), guesses, form.get("why", ""), votes)


def number_in(form: Form) -> int:
    """Return the number of the round that a form is about. Raises `RefusedError` where there is none."""
    given = form.get("round", "")
    if not (given.isascii() and given.isdigit() and len(given) < 6):
        raise RefusedError("unknown_choice", 422)
    return int(given)
