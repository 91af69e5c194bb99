"""Requests for rooms: cookies, languages, forms and refusals. Served beside Solara, since a phone needs no kernel.

A page asks for itself with `v=`, the name of the contents that it shows. The answer is 204 where nothing has changed,
and the new contents of `main` otherwise. A form is answered by a redirection to the page that it leads to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from agents.errors import InputError
from dashboard.classroom.errors import NoRoomError, RefusedError
from dashboard.classroom.rooms import Rooms
from dashboard.classroom.web import pages
from dashboard.classroom.web.addresses import address_of
from dashboard.classroom.web.hosting import Hosting, stop_computing
from dashboard.classroom.web.phoning import Phoning
from dashboard.classroom.web.plans import DOCUMENTS, PLANS, plan_page
from dashboard.classroom.web.site import HOST, Site
from dashboard.limits import error_text
from dashboard.server.options import Options
from dashboard.state import Settings, State, from_link, to_link
from dashboard.texts.classroom import CLASS
from dashboard.workers.quota import quota
from model.aliases import collecting

LONGEST = 4096
"""Bytes of the longest form."""

Form = dict[str, str]


async def form_of(request: Request) -> Form:
    """Return the fields of a form. Raises `RefusedError` where it is too long or cannot be read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise RefusedError("unknown_choice", 413)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=60, errors="strict"))
    except ValueError:  # also what is not UTF-8
        raise RefusedError("unknown_choice", 400) from None


def start_page(site: Site, request: Request, message: str = "", status: int = 200) -> Response:
    """Return the page on which a room is opened or joined."""
    language = site.language(request)
    base, why = _settings_in(request.url.query, language)
    main = pages.main_part(
        "start.html.jinja", language, home=site.home, base=base, link=to_link(State(base, language=language)),
        message=message or why,
    )  # fmt: skip
    links = {one: f"{site.home}?{to_link(State(base, language=one))}" for one in site.languages}
    return site.page(request, main, language, CLASS("title", language), "start", links, status)


def _settings_in(query: str, language: str) -> tuple[Settings, str]:
    """Return the settings of a link, or the default ones and why the link cannot be used."""
    try:
        with collecting():
            return from_link(query).settings, ""
    except InputError as error:
        return Settings(), CLASS("link_unused", language, why=error_text(error, language))


class Requests:
    """The answers to all requests."""

    def __init__(self, site: Site) -> None:
        self.site, self.phoning, self.hosting = site, Phoning(site), Hosting(site)

    # --- pages without a room ---

    async def start(self, request: Request) -> Response:
        """The page on which a room is opened or joined."""
        return await asyncio.to_thread(start_page, self.site, request)

    async def find(self, request: Request) -> Response:
        """Go to the room whose code was typed."""
        form = await form_of(request)
        try:
            room = self.site.rooms.find(form.get("code", ""), address_of(request))
        except RefusedError as refused:
            text = refused.text(self.site.language(request))
            return await asyncio.to_thread(start_page, self.site, request, text, refused.status)
        return self.site.to(room, self.site.language(request))

    async def open(self, request: Request) -> Response:
        """Open a room, and make this browser its host."""
        form, language = await form_of(request), self.site.language(request)
        base, _ = await asyncio.to_thread(_settings_in, request.url.query, language)
        try:
            opened = self.site.rooms.open(address_of(request), language, base, form.get("reasons") == "yes")
        except RefusedError as refused:
            return await asyncio.to_thread(start_page, self.site, request, refused.text(language), refused.status)
        answer = self.site.to(opened.room, language, "/host")
        self.site.set_cookie(request, answer, opened.room, HOST, opened.key)
        return answer

    async def plan(self, request: Request) -> Response:
        """The plan of a lesson or a workshop, or a page that the dashboard names."""
        name, language = request.path_params["name"], self.site.language(request)
        where = request.url.path.rpartition("/")[0].rpartition("/")[2]
        if name not in (PLANS if where == "plan" else DOCUMENTS):
            return Response(status_code=404)
        title, plan, found = plan_page(name, language, self.site.home)
        main = pages.main_part("plan.html.jinja", language, plan=plan, written=found, home=self.site.home)
        return self.site.page(
            request, main, language, title, "plan", self.site.links(f"{self.site.home}/{where}/{name}")
        )

    async def asset(self, request: Request) -> Response:
        """Style and script."""
        name = request.url.path.rpartition("/")[2]
        cached = "public, max-age=31536000, immutable" if "v" in request.query_params else "no-cache"
        return Response(pages.asset(name), headers={"content-type": pages.FILES[name], "cache-control": cached})

    # --- pages of a room ---

    def phone_page(self, request: Request) -> Response:
        """What a phone shows."""
        return self.phoning.page(request, self.site.room(request))

    def host_page(self, request: Request) -> Response:
        """What the leader's window shows."""
        return self.hosting.page(request, self.site.room(request))

    def lesson(self, request: Request) -> Response:
        """The lesson as a file."""
        return self.hosting.lesson(request, self.site.room(request), request.path_params["kind"])

    def phone_form(self, request: Request, form: Form) -> Response:
        """What a phone sends."""
        return self.phoning.act(request, self.site.room(request), request.path_params["what"], form)

    def host_form(self, request: Request, form: Form) -> Response:
        """What the leader's window sends."""
        return self.hosting.act(request, self.site.room(request), request.path_params["what"], form)

    def refused(self, request: Request, refused: RefusedError) -> Response:
        """Return a page with the reason of a refusal."""
        if isinstance(refused, NoRoomError):
            request.state.language = refused.language
        language, root = self.site.language(request), self.site.home
        code = request.path_params.get("code", "")
        at = root if isinstance(refused, NoRoomError) or not code else f"{root}/{code}"
        if "/host" in request.url.path and at != root:
            at += "/host"
        gone = isinstance(refused, NoRoomError) and refused.ended
        text, back = refused.text(language), f"{at}?{urlencode({'lang': language})}"
        main = pages.main_part("refused.html.jinja", language, message=text, gone=gone, back=back)
        links = self.site.links(at)
        return self.site.page(request, main, language, CLASS("title", language), "refused", links, refused.status)


def _answered(requests: Requests, answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return answer(request)
        except RefusedError as refused:
            return requests.refused(request, refused)

    return endpoint


def _taken(requests: Requests, take: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            form = await form_of(request)
            # In a thread: to check settings takes longer than other requests may wait.
            return await asyncio.to_thread(take, request, form)
        except RefusedError as refused:
            return requests.refused(request, refused)

    return endpoint


def classroom(options: Options, rooms: Rooms | None = None) -> ASGIApp:
    """Return the application for `/class` and what lies below it. Raises `InputError` for a bad quota."""
    if rooms is None:
        rooms = Rooms(quota(), on_end=stop_computing)
    do = Requests(Site(options, rooms))
    post: Any = {"methods": ["POST"]}
    return Starlette(
        routes=[
            Route("/class", do.start),
            Route("/class/find", do.find, **post),
            Route("/class/open", do.open, **post),
            *(Route(f"/class/{name}", do.asset) for name in pages.FILES),
            Route("/class/plan/{name}", do.plan),
            Route("/class/docs/{name}", do.plan),
            Route("/class/{code}", _answered(do, do.phone_page)),
            Route("/class/{code}/host", _answered(do, do.host_page)),
            Route("/class/{code}/host/lesson.{kind}", _answered(do, do.lesson)),
            Route("/class/{code}/host/{what}", _taken(do, do.host_form), **post),
            Route("/class/{code}/{what}", _taken(do, do.phone_form), **post),
        ]
    )
