"""What hostile visitors send to the dashboard, and that it changes nothing for others and breaks nothing."""

import json
import random
import uuid
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from websockets.exceptions import ConnectionClosed, InvalidStatus

from dashboard.server import frames
from tests.browser import TOKEN, server
from tests.helpers.websocket import Visitor, answer, ask, call, frame, open_channel, raw, show

FORWARDED = {
    "Script-Name": "//elsewhere.invalid", "X-Script-Name": '//elsewhere.invalid/"><script>alert(1)</script>',
    "X-Forwarded-Prefix": "/elsewhere", "X-Forwarded-Path": "/elsewhere", "X-Forwarded-Host": "elsewhere.invalid",
    "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Port": "81",
    "X-Original-URL": "/elsewhere", "X-Rewrite-URL": "/elsewhere", "X-Real-IP": "203.0.113.9", "Via": "1.1 elsewhere",
    "Forwarded": "for=203.0.113.9;host=elsewhere.invalid;proto=https", "X-HTTP-Method-Override": "DELETE",
    "Accept-Language": "xx", "Cookie": "solara-session-id=elsewhere", "User-Agent": "elsewhere", "Range": "bytes=9-1",
    "If-Modified-Since": "elsewhere", "Authorization": "Bearer elsewhere",
}  # fmt: skip
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def address():
    """A server whose first visitor sent every header that Solara and other servers take paths and names from."""
    with server(workers=1) as (url, _):
        ask(f"{url}/", headers=FORWARDED)
        yield url


@pytest.fixture
def visitor(address):
    one = Visitor(address)
    yield one
    one.leave()


def refused(visitor, **how):
    """Return the status with which the websocket is refused, or None where it opens."""
    try:
        with visitor.connected(**how):
            return None
    except InvalidStatus as error:
        return error.response.status_code


def closed_by(line, *sent):
    """Return the code with which the server closes the websocket after these frames."""
    with pytest.raises(ConnectionClosed) as closed:
        for one in sent:
            line.send(one)
        while True:
            line.recv(timeout=20)
    assert closed.value.rcvd is not None, "the connection broke"
    return closed.value.rcvd.code


# --- headers


def test_no_header_of_one_visitor_changes_what_another_gets(address):
    plain = ask(f"{address}/")
    assert b'rootPath = ""' in plain[2] and b"elsewhere" not in plain[2]
    for name, value in FORWARDED.items():
        own = ask(f"{address}/", headers={name: value})
        assert own[2] == plain[2], f"{name} changes the page of its own visitor"
        assert ask(f"{address}/")[2] == plain[2], f"{name} changes the page of others"


def test_every_answer_has_the_headers_that_protect_it(address):
    for path, status in (("/", 200), ("/readyz", 200), ("/static/assets/style.css", 200), ("/nowhere", 404)):
        code, headers, _ = ask(address + path)
        assert code == status, path
        policy = dict(one.split(" ", 1) for one in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'", path
        assert "unsafe-inline" not in policy["script-src"], path
        assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "same-origin", path


def test_the_cookie_is_hidden_from_scripts_and_kept_from_caches(address):
    _, headers, _ = ask(f"{address}/")
    cookies = headers.get_all("Set-Cookie")
    assert len(cookies) == 1 and headers["Cache-Control"] == "no-store"
    value, *attributes = cookies[0].split("; ")
    assert attributes == ["Path=/", "HttpOnly", "SameSite=Lax"]
    again = ask(f"{address}/", headers={"Cookie": f"other=1; {value}"})[1]["Set-Cookie"]
    assert again.startswith(value), "a visitor keeps the session"
    chosen = ask(f"{address}/", headers={"Cookie": "solara-session-id=chosen"})[1]["Set-Cookie"]
    assert "chosen" not in chosen, "a visitor cannot choose a session"


# --- who may ask


def test_hosts_that_are_not_the_servers_own_are_refused(address, visitor):
    port = address.rpartition(":")[2]
    for host in ("localhost", f"localhost:{port}", "127.0.0.1:1", "LOCALHOST.", "[::1]:80"):
        assert ask(f"{address}/", headers={"Host": host})[0] == 200, host
    for host in ("elsewhere.invalid", "elsewhere.invalid:80", "127.0.0.1.elsewhere.invalid", "192.0.2.1", "<b>", "a b"):
        status, _, body = ask(f"{address}/", headers={"Host": host})
        assert status == 400 and b"<" not in body, host
    for name in ("elsewhere.invalid", "elsewhere.invalid:80"):  # a site that points its own name at this machine
        assert refused(visitor, origin=f"http://{name}", name=name) == 403, name
    assert refused(visitor, origin="http://localhost", name="localhost:80") is None
    assert "--allow-host elsewhere.invalid" in ask(f"{address}/", headers={"Host": "elsewhere.invalid"})[2].decode()
    assert b" 400 " in raw(address, b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere.invalid\r\n\r\n")


def test_websockets_open_for_pages_of_this_server_only(address, visitor):
    port = int(address.rpartition(":")[2])
    others = (
        "http://elsewhere.invalid", "null", f"http://127.0.0.1:{port + 1}", "http://127.0.0.1",
        f"http://127.0.0.1:{port}.elsewhere.invalid", f"http://localhost:{port}", "file://",
    )  # fmt: skip
    for origin in others:
        assert refused(visitor, origin=origin) == 403, origin
    assert refused(visitor, origin=None) is None, "programs without pages send no origin"
    assert refused(visitor) is None
    assert ask(visitor.closing, method="POST", headers={"Cookie": visitor.cookie, "Origin": others[0]})[0] == 403


def test_a_page_belongs_to_the_visitor_who_opened_it(address, visitor):
    other = Visitor(address)
    other.kernel, other.page = visitor.kernel, visitor.page
    with visitor.connected() as line:
        control = show(line)
        assert refused(other) == 403
        assert other.leave() == 404
        assert ask(visitor.closing, method="POST")[0] == 404, "without its cookie"
        line.send(call(control, {"method": "app-status"}))
        assert answer(line, control)["started"] is True
    assert visitor.leave() == 200 and visitor.leave() == 404


def test_two_pages_that_come_back_at_once_get_each_their_own_widgets(address, visitor):
    """ipywidgets keeps the channel over which widgets are asked for once for the whole process."""
    other = Visitor(address)
    version = {"metadata": {"version": "1.0.0"}}
    with visitor.connected() as mine, other.connected() as theirs:
        show(mine)
        asked = open_channel(mine, "jupyter.widget.control", **version)
        open_channel(theirs, "jupyter.widget.control", **version)
        theirs.send(frame("kernel_info_request", {}))
        kinds = set()
        while "kernel_info_reply" not in kinds:
            kinds.add(json.loads(theirs.recv(timeout=60))["header"]["msg_type"])
        mine.send(call(asked, {"method": "request_states"}))
        assert answer(mine, asked)["method"] == "update_states"
        theirs.send(frame("comm_info_request", {}))
        while True:
            came = json.loads(theirs.recv(timeout=60))
            assert came["header"]["msg_type"] != "comm_msg", "another visitor's widgets"
            if came["header"]["msg_type"] == "comm_info_reply":
                break
    other.leave()


# --- addresses


def test_only_what_the_pages_use_is_served(address):
    for path in (
        "/resourcez", "/resourcez?verbose", "/jupyter/api/kernels", "/jupyter/api/kernels/", "/nowhere", "/_solara",
        "/static/", "/static/../app.py", "/static/%2e%2e/app.py", "/static/assets/%00", "/static/" + "a/" * 50 + "a",
        "/static/" + "a" * 2000, "/static/public/x", "/jupyter/nbextensions/..%2f..%2fetc/passwd", "/_solara/cdn/",
        "/_solara/cdn/elsewhere@1.0.0/x.js", "/_solara/cdn/elsewhere", "/_solara/cdn/%2e%2e/%2e%2e/x", "/Page", "//",
    ):  # fmt: skip
        assert ask(address + path)[0] == 404, path
    for path in ("/_solara/api/evict/x", "/_solara/auth/login", f"/_solara/api/close/{NOBODY}", "/"):
        assert ask(address + path, method="POST", body=b"x")[0] in (404, 405), path
    assert ask(f"{address}/resourcez", headers={"Authorization": f"Bearer {TOKEN[:-1]}"})[0] == 404
    assert ask(f"{address}/resourcez", headers={"Authorization": f"Bearer {TOKEN}"})[0] == 200


def test_asking_for_a_folder_of_scripts_does_not_delete_it(address):
    """Solara removes a folder where it expects a file, at any visitor's request."""
    import solara.server.settings

    name = f"test-{uuid.uuid4().hex}"
    folder = Path(solara.server.settings.assets.proxy_cache_dir) / name / "dist"
    folder.mkdir(parents=True)
    try:
        (folder / "x.js").write_text("1")
        assert ask(f"{address}/_solara/cdn/{name}/dist")[0] == 404 and (folder / "x.js").exists()
        assert ask(f"{address}/_solara/cdn/{name}/dist/x.js")[2] == b"1"
    finally:
        (folder / "x.js").unlink(missing_ok=True)
        folder.rmdir()
        folder.parent.rmdir()


def test_odd_requests_get_an_answer_below_500(address, visitor, tries):
    close = f"/_solara/api/close/{visitor.kernel}"
    for method, path, headers, body in (
        ("POST", "/_solara/api/close/x", {}, b""),
        ("POST", "/_solara/api/close/x?session_id=", {}, b"{}"),
        ("POST", "/_solara/api/close/x?session_id=a&session_id=b", {}, b"\xff\xfe"),
        ("POST", close, {"Content-Type": "application/json"}, b"[" * 1000),
        ("POST", f"{close}?session_id=x", {"Content-Length": "99999999999"}, b""),
        ("POST", f"{close}?session_id=x", {}, b"x" * 5000),
        ("PUT", "/", {}, b"x"), ("DELETE", close, {}, None), ("OPTIONS", "/", {}, None), ("TRACE", "/", {}, None),
        ("HEAD", "/", {}, None), ("GET", "/static/assets/style.css?v=%ff", {}, None),
        ("GET", "/static/assets/style.css", {"If-None-Match": 'W/"' * 50}, None),
        ("GET", "/", {"Cookie": "solara-session-id=" + "x" * 8000}, None), ("GET", "/", {"Cookie": '="; ,;='}, None),
        ("GET", "/jupyter/api/kernels/x/channels?session_id=x", {"Upgrade": "websocket"}, None),
    ):  # fmt: skip
        assert ask(address + path, method=method, headers=headers, body=body)[0] < 500, (method, path)
    lines = (
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabcde",
    )
    odd = random.Random(20)
    for _ in range(tries(60, 20_000)):
        sent = bytearray(odd.choice(lines))
        for _ in range(odd.randint(1, 4)):
            sent[odd.randrange(len(sent))] = odd.randrange(256)
        got = raw(address, bytes(sent))
        assert not got.startswith(b"HTTP/1.1 5"), bytes(sent)
    assert ask(f"{address}/")[0] == 200


# --- frames


CHANNEL = "0123456789abcdef"
REFUSED = (
    "", "x", "[]", "{}", "null", "1", '"', '{"header": null}', '{"header": {}, "channel": "shell"}', "[" * 60_000,
    frame("comm_msg", None), frame("comm_msg", []), frame("comm_msg", {}), frame("execute_request", {"code": "1"}),
    frame("comm_open", {"comm_id": CHANNEL, "data": {}}), frame("kernel_info_request", {}, channel="iopub"),
    frame("kernel_info_request", {}, channel=None), frame("kernel_info_request", {}, header="x"),
    frame("comm_open", {"comm_id": [], "target_name": "solara.control"}),
    frame("comm_info_request", {"target_name": []}),
    frame("comm_open", {"comm_id": CHANNEL, "target_name": "jupyter.widget", "data": {"state": {}}}),
    frame("comm_open", {"comm_id": CHANNEL, "target_name": "jupyter.widget.control"}, metadata={"version": 1}),
    call(CHANNEL, None), call(CHANNEL, {}), call(CHANNEL, {"method": "evict"}), call(CHANNEL, {"method": []}),
    call(CHANNEL, {"method": "update", "state": {"template": "x"}}), call(CHANNEL, {"method": "update", "state": []}),
    call(CHANNEL, {"method": "update", "state": {"location": "http://elsewhere.invalid"}}),
    call(CHANNEL, {"method": "update", "state": {}, "buffer_paths": [["x"]]}),
    call(CHANNEL, {"method": "run"}), call(CHANNEL, {"method": "run", "args": {"path": "//[", "appName": None}}),
    call(CHANNEL, {"method": "run", "args": {"path": "/", "appName": "other"}}),
    call(CHANNEL, {"method": "run", "args": {"path": "/", "themes": {"light": {"comm": "x"}}}}),
    call(CHANNEL, {"method": "custom", "content": {"create_widget": ["logging", "basicConfig"], "props": {}}}),
    call(CHANNEL, {"method": "custom", "content": {"update_ref": {"functionRef": "close"}, "id": "x", "prop": "y"}}),
    call(CHANNEL, {"method": "custom", "content": {"event": "__class__", "data": 1}}),
    call(CHANNEL, {"method": "custom", "content": {"event": "set", "data": {"name": ["x"]}}}),
    call(CHANNEL, {"method": "custom", "content": {"event": "set", "data": {"value": "\ud800"}}}),
    call(CHANNEL, {"method": "custom", "content": {"event": "set", "data": {"value": float("nan")}}}),
    call(CHANNEL, {"method": "custom", "content": {"event": "set", "data": {"value": 10**400}}}),
    call(CHANNEL, {"method": "custom", "content": {"event": "set", "data": 1}}).replace(": 1}", ": 1e999}"),
    call(CHANNEL, {"method": "custom", "content": {"event": "set", "data": 1}}).replace(": 1}", f": {'9' * 9000}}}"),
    call(CHANNEL, {"method": "custom", "content": {"event": "set", "data": "x" * frames.LONGEST}}),
    call(CHANNEL, {"method": "custom", "content": {"event": "go"}}, buffers=None),
    b"", b"\xff" * 20, b"\x7f\xff\xff\xff",
)  # fmt: skip


def test_frames_that_no_page_sends_are_refused():
    for one in REFUSED:
        with pytest.raises(frames.FrameError):
            frames.check(one)
            pytest.fail(f"let through: {one[:300]!r}")


def test_malformed_frames_close_their_own_websocket_and_no_other(address, visitor, tries):
    """The server of these tests fails them when its log has a traceback."""
    odd = random.Random(21)
    with visitor.connected() as line:
        control = show(line)
        for one in odd.sample(REFUSED, tries(12, len(REFUSED))):
            other = Visitor(address)
            with other.connected() as theirs:
                assert closed_by(theirs, one) in (1003, 1007, 1008, 1009), one
            other.leave()
        for text in (b"\xff\xfe", b"\xed\xa0\x80"):
            with Visitor(address).connected() as theirs:
                assert closed_by_bytes(theirs, text) == 1007
        line.send(call(control, {"method": "app-status"}))
        assert answer(line, control)["started"] is True


def closed_by_bytes(line, text):
    """Send a text frame that is not UTF-8; return the code with which the server closes the websocket."""
    from websockets.frames import Frame, Opcode

    with line.protocol_mutex:
        line.socket.sendall(Frame(Opcode.TEXT, text).serialize(mask=True))
    return closed_by(line)


@pytest.mark.thorough
def test_well_formed_frames_that_make_no_sense_break_nothing(address, visitor, tries):
    odd = random.Random(22)
    kinds = ("kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close")
    values = (
        None, True, 7, -1.5, "", "x" * 9000, "needs.lived", "compare", {}, {"name": None},
        {"name": "citizens", "value": "7"},
    )  # fmt: skip
    for _ in range(tries(1, 60)):
        with visitor.connected() as line:
            channels = [CHANNEL]
            channels.append(show(line, opened=channels))
            assert len(channels) > 10
            for _ in range(100):
                event = {
                    "event": odd.choice(("go", "set", "plain", "toggle", "choose", "nothing", "undo")),
                    "data": odd.choice(values),
                }
                data = odd.choice(
                    (
                        {"method": "custom", "content": event}, {"method": "request_state"},
                        {"method": "request_states"}, {"method": "app-status"},
                        {"method": "update", "state": {"dark_effective": True}},
                        {"method": "update", "state": {"location": odd.choice(("/", "/x", "/?citizens=x", "/%00"))}},
                    )
                )  # fmt: skip
                kind = odd.choice(kinds)
                content = {
                    "comm_id": odd.choice(channels),
                    "data": data if kind == "comm_msg" else {},
                    "target_name": "solara.control",
                }
                if kind != "comm_close" or odd.random() < 0.2:
                    line.send(frame(kind, content))
            answered(line)
        visitor.leave()
        visitor = Visitor(address)
    with visitor.connected() as line:
        show(line)
    visitor.leave()


def answered(line):
    """Read until the server has worked through what was sent."""
    asked = uuid.uuid4().hex
    header = {"msg_id": asked, "msg_type": "kernel_info_request"}
    line.send(frame("kernel_info_request", {}, header=header))
    while True:
        got = line.recv(timeout=60)
        message = json.loads(got) if isinstance(got, str) else {}
        if message.get("parent_header", {}).get("msg_id") == asked and "reply" in message["header"]["msg_type"]:
            return
