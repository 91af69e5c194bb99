"""The leader's window: its page, what it sends, and the lesson as a file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from agents.errors import InputError
from dashboard.classroom import lesson
from dashboard.classroom.errors import RefusedError
from dashboard.classroom.roles import ROLES, settings_of
from dashboard.classroom.room import Room
from dashboard.classroom.rounds import Round
from dashboard.classroom.tasks import LINK, OF_LINK, ROLE_PLAY, Task, link_task, names, question_task, role_task
from dashboard.classroom.web import pages
from dashboard.classroom.web.addresses import address_of, public
from dashboard.classroom.web.phoning import Form, number_in
from dashboard.classroom.web.site import HOST, Site
from dashboard.classroom.web.views import round_view, task_title
from dashboard.classroom.work import Work
from dashboard.content.show import OUTCOME
from dashboard.workers.pool import pool
from dashboard.workers.turns import Client
from experiments.output.texts import label

BESIDE = ("met_need", "fit", "trust", "citizen_hours_per_capita", "public_cost_nok_per_capita", "strain")
"""Outcomes that every answer shows beside the guessed one."""
OF_ROLES = tuple(dict.fromkeys(name for role in ROLES for name in role.outcomes))


class Hosting:
    """Answers to leaders' windows. Each raises `RefusedError` for a browser without the room's key."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._forms: dict[str, Callable[[Request, Room, Form], None]] = {
            "ask": self._ask,
            "close": self._close,
            "again": self._again,
            "reveal": self._reveal,
            "drop": self._drop,
            "door": lambda request, room, form: room.set_door(form.get("open") == "yes"),
            "show": lambda request, room, form: room.show_reasons(number_in(form), True),
            "hide": lambda request, room, form: room.show_reasons(number_in(form), False),
            "reason": lambda request, room, form: room.hide_reason(
                number_in(form), form.get("id", ""), form.get("hidden") == "yes"
            ),
        }

    def page(self, request: Request, room: Room) -> Response:
        """Return the leader's page, or the page that asks for the key."""
        language, here = self.site.language(request), self.site.at(room)
        title = pages.room_title(room, language)
        links = self.site.links(f"{here}/host")
        key = request.cookies.get(HOST)
        if not room.is_host(key):
            main = pages.main_part("key.html.jinja", language, here=here, message="")
            return self.site.page(request, main, language, title, "refused", links, 403)
        room.require_host(key)
        address, reachable = public(request, self.site.options)
        url = f"{address}/class/{room.code}"
        with room.lock:
            current = room.current
            asked = {one.task.id for one in room.rounds if not one.is_role_play}
            again = any(one.committed for one in room.rounds)
            tasks = [
                {
                    "id": task,
                    "title": task_title(task, room.base, again, language),
                    "asked": task in asked,
                    "outcomes": [{"name": name, "label": label(OUTCOME[name], language)} for name in OF_LINK]
                    if task == LINK
                    else [],
                }
                for task in names()
                if task != LINK or len(room.base.paradigms) > 1
            ]
            main = pages.main_part(
                "host.html.jinja", language, here=here, root=self.site.options.root_path, message="", code=room.code,
                view=None if current is None else round_view(current, language), tasks=tasks,
                phones=max(room.present(), len(current.guesses) if current is not None else 0),
                door_open=room.door_open, url=url, qr=pages.qr(url), only_here=not reachable, key=key,
                address=address.partition("://")[2] + "/class", minutes=math.ceil(self.site.rooms.left(room) / 60),
            )  # fmt: skip
        return self.site.page(request, main, language, title, "host", links)

    def act(self, request: Request, room: Room, what: str, form: Form) -> Response:
        """Do what the leader asks, and return the page that it leads to. Raises `RefusedError`."""
        language = self.site.language(request)
        if what == "key":
            key = form.get("key", "").strip()[:64]
            answer = self.site.to(room, language, "/host")
            if not room.is_host(key):
                self.site.rooms.failed(address_of(request))
                raise RefusedError("not_yours", 403)
            self.site.set_cookie(request, answer, room, HOST, key)
            return answer
        room.require_host(request.cookies.get(HOST))
        if what == "end":
            self.site.rooms.end(room)
            answer = self.site.to(room, language)
            self.site.set_cookie(request, answer, room, HOST, "")
            return answer
        if what not in self._forms:
            raise RefusedError("unknown_choice", 404)
        self._forms[what](request, room, form)
        return self.site.to(room, language, "/host")

    def lesson(self, request: Request, room: Room, kind: str) -> Response:
        """Return the lesson as a file of a kind: html, csv or json. Raises `RefusedError`."""
        room.require_host(request.cookies.get(HOST))
        if kind not in lesson.KINDS:
            raise RefusedError("unknown_choice", 404)
        language = self.site.language(request)
        content = lesson.KINDS[kind](room, public(request, self.site.options)[0], language)
        name = f"samskaping-{lesson.today()}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(content, headers=headers | {"content-type": lesson.TYPES[kind]})

    # --- rounds ---

    def _ask(self, request: Request, room: Room, form: Form) -> None:
        task = _task(form, room)
        one = room.ask(task)
        if not one.is_role_play:
            self._compute(request, room, one)

    def _close(self, request: Request, room: Room, form: Form) -> None:
        one = room.close_guesses(number_in(form))
        if one.is_role_play:
            self._compute(request, room, one)

    def _again(self, request: Request, room: Room, form: Form) -> None:
        one = room.current
        if one is None or one.number != number_in(form) or one.work is None or one.work.error is None:
            raise RefusedError("closed")
        self._compute(request, room, one)

    def _reveal(self, request: Request, room: Room, form: Form) -> None:
        room.reveal(number_in(form))

    def _drop(self, request: Request, room: Room, form: Form) -> None:
        number = number_in(form)
        room.drop(number)
        pool().cancel(owner_of(room, number))

    def _compute(self, request: Request, room: Room, one: Round) -> None:
        """Have the server's workers compute a round's answer."""
        if one.is_role_play:
            settings, outcomes = settings_of(room.base, one.committed), OF_ROLES
        else:
            settings, outcomes = one.task.settings, (*one.task.outcomes, *BESIDE)
        one.work = Work(settings, outcomes)
        one.work.start(owner_of(room, one.number), Client(f"room {room.code}", address_of(request)))


def owner_of(room: Room, number: int) -> str:
    """Return the name under which a round's computation is queued."""
    return f"room {room.code} {number}"


def stop_computing(room: Room) -> None:
    """Cancel what is being computed for a room that ends."""
    for one in list(room.rounds):
        pool().cancel(owner_of(room, one.number))


def _task(form: Mapping[str, str], room: Room) -> Task:
    """Return the task that a form names. Raises `RefusedError`."""
    id_ = form.get("task", "")
    try:
        if id_ == ROLE_PLAY:
            return role_task(room.base)
        if id_ == LINK:
            task = link_task(form.get("outcome", ""), room.base)
            if task is None:
                raise RefusedError("nothing_to_compare", 422)
            return task
        if id_ in names():
            return question_task(id_, room.base)
    except InputError as error:  # such as more months than a question with more ways of governing may take
        raise RefusedError("failed", 422, why=error) from error
    raise RefusedError("unknown_choice", 422)
