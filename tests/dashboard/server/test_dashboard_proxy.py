"""The dashboard behind nginx, as docs/dashboard.md sets it up, and among pages of other sites, in real browsers."""

import contextlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.browser import ARGUMENTS, DONE, PATIENCE, ROOT, chromium, free_port, server, tabs_become
from tests.helpers.websocket import ask

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.skipif(NGINX is None, reason="no nginx on this machine (Debian: apt install nginx)"),
    pytest.mark.skipif(
        shutil.which("openssl") is None, reason="no openssl on this machine (Debian: apt install openssl)"
    ),
]
NAME = "samskaping.example.no"
NOBODY = "00000000-0000-4000-8000-000000000000"
SMALL = "citizens=300&months=12&seeds=2"
LONG = 1000 * PATIENCE
CONNECT = """address => new Promise(done => {
  const line = new WebSocket(address)
  line.onopen = () => { line.close(); done('open') }; line.onerror = () => done('refused') })"""
CLOSE = """async address => { for (let i = 0; i < 600; i++) {
  if ((await fetch(address, {method: 'POST'})).status === 200) return true
  await new Promise(done => setTimeout(done, 100)) } return false }"""


class Nginx:
    """The configuration in docs/dashboard.md, with ports and certificate of the test."""

    def __init__(self, folder, certificate, inside):
        self.folder, self.port = folder, free_port()
        text = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")
        (documented,) = re.findall(r"^```nginx\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
        for old, new in (
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"), ("127.0.0.1:8765", inside.removeprefix("http://")),
            ("/etc/ssl/certs/samskaping.pem", str(certificate.with_suffix(".pem"))),
            ("/etc/ssl/private/samskaping.key", str(certificate.with_suffix(".key"))),
        ):  # fmt: skip
            assert documented.count(old) == 1, old
            documented = documented.replace(old, new)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        lines = [
            "user root;" if os.getuid() == 0 else "", "daemon off;", "worker_processes 1;",
            "worker_shutdown_timeout 10ms;", f"pid {folder / 'pid'};", f"error_log {folder / 'errors'};", "events {}",
            "http {", "access_log off;", *(f"{kind}_temp_path {folder / kind};" for kind in kinds), documented, "}",
        ]  # fmt: skip
        (folder / "nginx.conf").write_text("\n".join(lines))

    def start(self):
        self.process = subprocess.Popen([NGINX, "-p", self.folder, "-c", self.folder / "nginx.conf"])
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            assert self.process.poll() is None, (self.folder / "errors").read_text()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise TimeoutError("nginx does not listen")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


class Site(BaseHTTPRequestHandler):
    """A page of another site, empty but for a frame where the address asks for one."""

    def do_GET(self):
        frame = self.path.partition("?frame=")[2]
        body = f"<!doctype html><title>x</title>{f'<iframe src={frame!r}></iframe>' if frame else ''}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def site(certificate=None):
    """Serve another site, with https where there is a certificate; give its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as serving:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate.with_suffix(".pem"), certificate.with_suffix(".key"))
            serving.socket = context.wrap_socket(serving.socket, server_side=True)
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield serving.server_port
        serving.shutdown()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    path = tmp_path_factory.mktemp("certificate") / "samskaping"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-keyout", path.with_suffix(".key"), "-out", path.with_suffix(".pem")], check=True, capture_output=True,
    )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def stranger():
    with site() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def friend(certificate):
    with site(certificate) as port:
        yield f"https://www.example.no:{port}"


@pytest.fixture(scope="module")
def inside(friend):
    """The dashboard itself, started as docs/dashboard.md says, and allowed inside the pages of one site."""
    options = ["--root-path", "/samskaping", "--allow-host", NAME, "--allow-frame", friend]
    with server(workers=1, options=options) as (url, _):
        yield url


@pytest.fixture(scope="module")
def nginx(inside, certificate, tmp_path_factory):
    made = Nginx(tmp_path_factory.mktemp("nginx"), certificate, inside)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def address(nginx):
    return f"https://{NAME}:{nginx.port}/samskaping"


@pytest.fixture(scope="module")
def start():
    """A function that starts a browser, which finds the names of the example on this machine."""
    arguments = [*ARGUMENTS, "--host-resolver-rules=MAP *.example.no 127.0.0.1"]
    with sync.sync_playwright() as playwright:
        yield lambda: playwright.chromium.launch(executable_path=chromium(), args=arguments)


@pytest.fixture(scope="module")
def browser(start):
    made = start()
    yield made
    made.close()


@pytest.fixture
def visitor(browser):
    """A page whose errors fail the test."""
    context = browser.new_context(ignore_https_errors=True, reduced_motion="reduce")
    context.set_default_timeout(LONG)
    page, bad = context.new_page(), []
    page.on("pageerror", lambda error: bad.append(f"page error: {error}"))
    page.on("console", lambda said: said.type == "error" and bad.append(said.text))
    page.on("response", lambda answer: answer.status >= 400 and bad.append(f"{answer.status} {answer.url}"))
    yield page
    page.goto("about:blank")
    context.close()
    assert [one for one in bad if "WebSocket connection" not in one] == []


def test_the_page_works_below_its_path(visitor, address, inside):
    visitor.goto(f"{address}/?{SMALL}")
    visitor.locator(DONE).wait_for()
    key = visitor.get_by_test_id("status").get_attribute("data-settings")
    visitor.get_by_test_id("slider-needs.lived").focus()
    visitor.keyboard.press("End")
    visitor.locator(f'[data-testid=status]:not([data-settings="{key}"])').wait_for()
    assert visitor.url.startswith(f"{address}/?") and "set=needs.lived" in visitor.url
    visitor.get_by_test_id("share").click()
    assert visitor.get_by_test_id("share-link").input_value().startswith(f"{address}/?")
    (cookie,) = visitor.context.cookies()
    assert cookie["secure"] and cookie["httpOnly"] and cookie["path"] == "/samskaping"
    assert "solara-session-id" not in visitor.evaluate("document.cookie")
    tabs_become(inside, 1)
    visitor.goto("about:blank")
    tabs_become(inside, 0)


@pytest.mark.thorough
def test_the_page_comes_back_when_the_web_server_is_reloaded(visitor, address, nginx):
    visitor.goto(f"{address}/?{SMALL}")
    visitor.locator(DONE).wait_for()
    visitor.evaluate(
        "() => { window.lost = false; app.$watch('connectionStatus', now => { lost |= now !== 'connected' }) }"
    )
    nginx.process.send_signal(signal.SIGHUP)
    visitor.wait_for_function("() => lost && app.connectionStatus === 'connected'")
    visitor.get_by_test_id("language").select_option("en")
    visitor.locator("html[lang=en]").wait_for(state="attached")


def test_no_header_changes_the_path(address, inside, nginx):
    headers = {"X-Script-Name": "//elsewhere.invalid", "Script-Name": "/x", "X-Forwarded-Prefix": "/x"}
    pages = [ask(f"{inside}{path}", headers=extra)[2] for extra in ({}, headers) for path in ("/", "/samskaping/")]
    assert pages[0].count(b'rootPath = "/samskaping"') == 1 and len({*pages}) == 1


def test_a_page_of_another_site_gets_no_connection(visitor, address, inside, stranger, start):
    """Two browsers: one visitor uses the page while another is on a hostile site."""
    visitor.goto(f"{address}/?{SMALL}")
    visitor.locator(DONE).wait_for()
    line = f"{{}}/jupyter/api/kernels/{NOBODY}/channels?session_id=x"
    own = line.format(address.replace("https", "wss"))
    mine = visitor.context.new_page()
    mine.goto(f"{address}/readyz")
    assert mine.evaluate(CONNECT, own) == "open"
    close = f"{address}/_solara/api/close/{NOBODY}?session_id=x"
    assert mine.evaluate(CLOSE, close), "the server knows the page a moment after the websocket is open"
    other = start()
    page = other.new_context(ignore_https_errors=True).new_page()
    page.goto(stranger)
    for where in (own, line.format(inside.replace("http", "ws"))):
        assert page.evaluate(CONNECT, where) == "refused", where
    other.close()


@pytest.mark.thorough
def test_only_the_site_that_is_allowed_shows_the_page_inside_its_own(visitor, address, stranger, friend):
    visitor.goto(f"{friend}/?frame={address}/?{SMALL}")
    visitor.frame_locator("iframe").locator(DONE).wait_for()
    other = visitor.context.new_page()
    with other.expect_console_message(lambda said: "frame-ancestors" in said.text):
        other.goto(f"{stranger}/?frame={address}/?{SMALL}")
    assert other.frame_locator("iframe").get_by_test_id("status").count() == 0
    other.close()
