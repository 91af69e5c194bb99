"""The dashboard's one page, for `solara run`: the frame, and in it the page that the visitor is on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import solara
import solara.server.settings

# Before anything is shown: nothing leaves the machine, nothing is advertised, closed tabs do not linger.
solara.server.settings.telemetry.mixpanel_enable = False
solara.server.settings.theme.show_banner = False
solara.server.settings.theme.title = "samskaping"
solara.server.settings.kernel.cull_timeout = "10m"  # for visitors who lost the network, and tabs that vanished

from dashboard.server import capacity  # noqa: E402

capacity.install()  # before any other layer, so that its answers pass through them

# Our own message of a lost connection (`assets/`), and a reload of pages whose tab the server has given up.
from dashboard.server.assets import folders  # noqa: E402

solara.server.settings.assets.extra_locations += map(str, folders())
solara.server.settings.theme.force_refresh = True

from dashboard.server.install import install, serve_rooms  # noqa: E402

options = install()  # before the server listens, and before Solara is asked anything

from dashboard.classroom.web.routes import classroom  # noqa: E402
from dashboard.components import events  # noqa: E402
from dashboard.components.components import Printed, Seen, Shell  # noqa: E402
from dashboard.content.tour import steps  # noqa: E402
from dashboard.pages.about import AboutPage  # noqa: E402
from dashboard.pages.compare import Compare  # noqa: E402
from dashboard.pages.questions import QuestionsPage  # noqa: E402
from dashboard.pages.rules import RulesPage  # noqa: E402
from dashboard.pages.scenarios import ScenariosPage  # noqa: E402
from dashboard.pages.town import TownPage  # noqa: E402
from dashboard.pages.when import WhenPage  # noqa: E402
from dashboard.state import PAGES, Settings, State, to_link  # noqa: E402
from dashboard.texts.common import text, words  # noqa: E402
from dashboard.texts.languages import choices, valid  # noqa: E402
from dashboard.version import version  # noqa: E402
from dashboard.visitor import Visitor  # noqa: E402
from dashboard.workers.pool import pool  # noqa: E402

_SHELL = (
    "tagline", "pages", "menu", "skip", "undo", "redo", "reset", "share", "share_link", "copied",
    "tour", "close", "back", "next", "end_tour", "language", "classroom",
)  # fmt: skip

_PAGES: dict[str, Any] = {
    "compare": Compare, "town": TownPage, "when": WhenPage, "scenarios": ScenariosPage, "rules": RulesPage,
    "questions": QuestionsPage, "about": AboutPage,
}  # fmt: skip


@solara.component
def Page() -> None:
    """One visitor's dashboard."""
    query = solara.use_router().search or ""
    visitor = solara.use_memo(lambda: Visitor(query, capacity.current_client()), [])
    solara.use_effect(visitor.open, [])
    state = visitor.state.value
    with solara.Div():
        Frame(visitor)
        _PAGES[state.page](visitor)
        Printed(
            words=text("printed", state.language, version=version(), date="{date}"),
            lang=state.language,
            link=to_link(state),
        )
        Handled()


@solara.component
def Handled() -> None:
    """The number of the last change that was handled, sent after the rest of the page, which may follow from it."""
    Seen(n=events.seen.value)


@solara.component
def Frame(visitor: Visitor) -> None:
    """The head of the page."""
    state = visitor.state.value
    language, page = state.language, state.page

    def go(to: Any) -> None:
        if to in PAGES:
            visitor.go(replace(visitor.state.peek(), page=to))

    def change_language(to: Any) -> None:
        visitor.go(replace(visitor.state.peek(), language=valid(to)))

    def reset() -> None:
        now = visitor.state.peek()
        visitor.go(State(settings=Settings(), language=now.language, page=now.page))

    Shell(
        t=words(language, *_SHELL),
        lang=language,
        languages=choices(),
        page=page,
        pages=[{"id": one, "label": text(one, language)} for one in PAGES],
        place={"link": to_link(state), "step": visitor.step},
        title=f"{text(page, language)} – samskaping",
        message=visitor.message.value,
        message_head=text("note" if visitor.only_note else "refused", language),
        tour=steps(language),
        can_undo=visitor.can_undo,
        can_redo=visitor.can_redo,
        event_go=go,
        event_follow=visitor.follow,
        event_undo=lambda *_: visitor.undo(),
        event_redo=lambda *_: visitor.redo(),
        event_reset=lambda *_: reset(),
        event_language=change_language,
        event_dismiss=lambda *_: visitor.dismiss(),
    )


serve_rooms(classroom(options))
pool()  # workers start with the server, not with the first visitor
