"""Shared by all pages of rooms: addresses, languages and cookies."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.classroom.room import Room
from dashboard.classroom.rooms import HOURS, Rooms
from dashboard.classroom.web import pages
from dashboard.classroom.web.addresses import address_of
from dashboard.server import policy
from dashboard.server.options import Options
from dashboard.texts.languages import valid
from samskaping.language import Language, languages

HOST, PHONE = "sk-host", "sk-phone"
"""Names of the cookies. They are sent to the pages of their own room only."""


class Site:
    """The rooms of a server, and the pages about them."""

    def __init__(self, options: Options, rooms: Rooms) -> None:
        self.options, self.rooms = options, rooms
        self.home = f"{options.root_path}/class"

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that pages exist in."""
        return languages()

    def at(self, room: Room, rest: str = "") -> str:
        """Return the path of a room's page."""
        return f"{self.home}/{room.code}{rest}"

    def room(self, request: Request) -> Room:
        """Return the room that a request names. Raises `RefusedError`."""
        room = self.rooms.find(request.path_params["code"], address_of(request))
        request.state.language = room.language
        return room

    @staticmethod
    def language(request: Request) -> Language:
        """Return the language of an answer: the link's, or else that of the room that was found."""
        given = request.query_params.get("lang")
        return given if given in languages() else valid(getattr(request.state, "language", None))

    def links(self, path: str) -> dict[Language, str]:
        """Return the address of a page in each language."""
        return {one: f"{path}?{urlencode({'lang': one})}" for one in languages()}

    def to(self, room: Room, language: Language, rest: str = "", **query: str) -> Response:
        """Return a redirection to a room's page, after a form; `query` goes into its address."""
        address = f"{self.at(room, rest)}?{urlencode({'lang': language, **query})}"
        return RedirectResponse(address, 303, headers={"cache-control": "no-store"})

    def set_cookie(self, request: Request, answer: Response, room: Room, name: str, key: str) -> None:
        """Have the browser keep a key for a room's pages; "" removes it."""
        age = int(3600 * HOURS) if key else 0
        secure = request.url.scheme == "https"
        line = policy.cookie(name, key, self.options, secure, f"/class/{room.code}", age)
        answer.raw_headers.append((b"set-cookie", line))

    def page(
        self,
        request: Request,
        main: tuple[str, str],
        language: Language,
        title: str,
        kind: str,
        links: Mapping[Language, str],
        status: int = 200,
    ) -> Response:
        """Return a page, or what has changed of it where the request names what the browser shows."""
        shown = request.query_params.get("v")
        if shown is None:
            html = pages.whole(main, language, root=self.options.root_path, title=title, kind=kind, links=links)
            return _html(html, status)
        if shown == main[1] and status == 200:
            return Response(status_code=204, headers={"cache-control": "no-store"})
        return _html(main[0], status, main[1])


def _html(html: str, status: int, version: str = "") -> Response:
    headers = {"content-type": "text/html; charset=utf-8", "cache-control": "no-store"}
    return Response(html, status, headers | ({"x-version": version} if version else {}))
