"""How many tabs are let in, and what is answered when there is no place for one more."""

import asyncio

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from dashboard.server.capacity import SOCKETS, Capacity, Places, client_of
from dashboard.workers.quota import Quota
from dashboard.workers.turns import Client

MOST = Quota(tabs=6, tabs_per_visitor=2, tabs_per_address=4)
A, B, C = Client("a", "192.0.2.1"), Client("b", "192.0.2.1"), Client("c", "192.0.2.2")


@pytest.mark.parametrize(
    ("entered", "next_", "full"),
    [
        ([A], A, None),
        ([A, A], A, "visitor"),
        ([A, A], B, None),
        ([A, A, B, B], Client("d", "192.0.2.1"), "address"),
        ([A, A, B, B], C, None),
        ([A, A, B, B, C, C], Client("d", "192.0.2.3"), "all"),
        ([A, A, B, B, C, C], C, "visitor"),
    ],
)
def test_tabs_are_capped_per_visitor_per_address_and_in_all(entered, next_, full):
    places = Places(MOST, {})
    assert [places.enter(f"tab {k}", client) for k, client in enumerate(entered)] == [None] * len(entered)
    answer = places.enter("one more", next_)
    assert (answer.what if answer else None) == full
    assert places.full(next_) is not None or full is None


def test_a_tab_keeps_its_place_until_the_server_has_given_it_up():
    kernels = {"tab": object()}
    places = Places(Quota(tabs=1), kernels)
    assert places.enter("tab", A) is None and places.client("tab") == A
    places.leave("tab")
    assert places.full(B) is not None
    assert places.enter("tab", A) is None  # the same tab connects again
    places.leave("tab")
    del kernels["tab"]
    assert places.full(B) is None


def test_one_tab_has_few_connections():
    places = Places(MOST, {})
    answers = [places.enter("tab", A) for _ in range(SOCKETS + 1)]
    assert answers[:SOCKETS] == [None] * SOCKETS and answers[SOCKETS].what == "tab"


def scope(kind, path, *, query=b"", cookie=b"", address="192.0.2.1"):
    headers = [(b"cookie", cookie)] if cookie else []
    return {
        "type": kind, "path": path, "query_string": query, "headers": headers, "client": (address, 1), "method": "GET",
        "extensions": {"websocket.http.response": {}},
    }  # fmt: skip


def asked(app, request):
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    asyncio.run(app(request, receive, send))
    return sent


async def passed_on(scope, receive, send):
    await send({"type": "passed on"})


def test_a_full_server_refuses_pages_and_websockets_and_nothing_else():
    places = Places(Quota(tabs=1), {})
    app = Capacity(passed_on, places)
    path = "/jupyter/api/kernels/other/channels"
    assert asked(app, scope("http", "/")) == asked(app, scope("websocket", path)) == [{"type": "passed on"}]
    places.enter("tab", A)
    for language, words in ((b"", "Serveren er full"), (b"lang=nb", "opptatt"), (b"citizens=7&lang=en", "are taken")):
        start, body = asked(app, scope("http", "/", query=language))
        assert start["status"] == 503 and (b"retry-after", b"30") in start["headers"]
        assert words in body["body"].decode()
    assert asked(app, scope("websocket", path))[0]["status"] == 503
    assert asked(app, scope("websocket", "/jupyter/api/kernels/tab/channels")) == [{"type": "passed on"}]
    for free in ("/readyz", "/static/main-vuetify.js", "/_solara/api/close/tab", "/jupyter/api/kernels/tab"):
        assert asked(app, scope("http", free)) == [{"type": "passed on"}]


def test_programs_without_a_cookie_do_not_shut_out_new_visitors():
    places = Places(MOST, {})
    app = Capacity(passed_on, places)
    for k in range(MOST.tabs_per_visitor):
        assert places.enter(f"tab {k}", client_of(scope("websocket", "/"))) is None
    assert asked(app, scope("websocket", "/jupyter/api/kernels/more/channels"))[0]["status"] == 503
    assert asked(app, scope("http", "/")) == [{"type": "passed on"}]


def test_a_link_in_the_page_cannot_bring_its_own_html():
    places = Places(Quota(tabs=1), {})
    places.enter("tab", A)
    _, body = asked(
        Capacity(passed_on, places), scope("http", "/", query=b"set=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    )
    assert b"<script" not in body["body"]


def test_a_visitor_is_the_browsers_cookie_and_without_one_the_address():
    with_cookie = client_of(scope("http", "/", cookie=b"x=1; solara-session-id=abc"))
    assert with_cookie == Client("abc", "192.0.2.1")
    one, two = client_of(scope("http", "/")), client_of(scope("websocket", "/", address="192.0.2.2"))
    assert one == client_of(scope("websocket", "/")) != two
