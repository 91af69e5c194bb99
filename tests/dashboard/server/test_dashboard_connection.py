"""A full server and a lost connection, in a real browser and in the page's language."""

import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.browser import DONE, PATIENCE, server
from tests.helpers.forwarder import Forwarder

pytestmark = pytest.mark.browser
SMALL = "citizens=300&months=12&seeds=2"
LONG = 1000 * PATIENCE


@pytest.fixture(scope="module")
def address():
    with server(workers=1, environment={"SAMSKAPING_DASHBOARD_TABS": "1"}) as (url, _):
        yield url


@pytest.fixture
def newcomer(browser):
    """Make visitors, each with a browser's cookies of their own. At the end they leave."""
    pages = []

    def make():
        page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.set_default_timeout(LONG)
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.goto("about:blank")
        page.context.close()


def entered(page, address, query=SMALL):
    """Wait until the server has a place, as a visitor would who tries again."""
    for _ in range(100):
        if page.goto(f"{address}/?{query}", timeout=LONG).status == 200:
            break
        page.wait_for_timeout(200)
    page.locator(DONE).wait_for()
    return page


def test_a_lost_connection_is_named_in_the_pages_language_until_it_is_back(newcomer, address):
    network = Forwarder(address)
    page = entered(newcomer(), network.address, f"{SMALL}&lang=nb")
    key = page.get_by_test_id("status").get_attribute("data-settings")
    box = page.get_by_test_id("connection-lost")
    for language, lost in (("nb", "Forbindelsen til serveren er brutt"), ("en", "is lost")):
        if language == "en":
            page.get_by_test_id("language").select_option("en")
            page.locator("html[lang=en]").wait_for(state="attached")
        network.cut()
        box.filter(has_text=lost).wait_for()
        assert box.get_attribute("lang") == language and not page.get_by_text("disconnected").is_visible()
        page.wait_for_timeout(1500)
        network.mend()
        box.wait_for(state="detached")
    page.get_by_test_id("slider-needs.lived").focus()
    page.keyboard.press("End")
    page.locator(f'{DONE}:not([data-settings="{key}"])').wait_for()  # the same tab goes on


@pytest.mark.thorough
def test_a_server_that_answers_without_a_network_is_not_said_to_be_lost(newcomer, address):
    page = entered(newcomer(), address)
    box = page.get_by_test_id("connection-lost")
    with page.expect_response("**/readyz") as asked:
        page.evaluate("window.dispatchEvent(new Event('offline'))")  # as when the wireless network is switched off
        assert not box.count()
    assert asked.value.status == 200 and not box.count()
    page.context.set_offline(True)
    box.wait_for()
    page.context.set_offline(False)
    box.wait_for(state="detached")


def test_a_full_server_says_so_at_once_in_the_visitors_language(newcomer, address):
    inside = entered(newcomer(), address)
    page = newcomer()
    for language, title, other in (("nb", "Serveren er full", "English"), ("en", "The server is full", "Bokmål")):
        answer = page.goto(f"{address}/?{SMALL}&lang={language}")
        assert answer.status == 503 and answer.headers["retry-after"]
        assert page.locator(f"html[lang={language}] h1").inner_text() == title
        assert page.get_by_role("link", name=other).count() == 1
    inside.goto("about:blank")
    for _ in range(100):
        if not page.get_by_test_id("full").count():
            break
        with page.expect_navigation():
            page.get_by_role("link", name="Try again").click()
    page.locator(DONE).wait_for()
    assert re.search("lang=en", page.url) and "citizens=300" in page.url


@pytest.mark.thorough
def test_a_tab_that_reconnects_to_a_full_server_keeps_its_place(newcomer, address):
    attempts = []

    def connect(socket):
        attempts.append(socket)
        if len(attempts) == 2:  # as a proxy does that restarts: pages are answered, the websocket is not yet
            socket.close(code=1011)
        else:
            socket.connect_to_server()

    page = newcomer()
    page.route_web_socket(re.compile("/jupyter/api/kernels/"), connect)
    network = Forwarder(address)
    entered(page, network.address)
    page.evaluate("window.sameTab = true")
    network.cut()
    page.get_by_test_id("connection-lost").wait_for()
    network.mend()
    page.get_by_test_id("connection-lost").wait_for(state="detached")
    assert page.evaluate("window.sameTab") and not page.get_by_test_id("full").count()
    assert len(attempts) > 2
