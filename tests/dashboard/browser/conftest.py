"""What tests in a browser share: visitors whose errors fail the test, and one page that opens many links."""

import pytest

from tests.browser import DONE, PATIENCE, tabs_become
from tests.helpers.watched import Watched


@pytest.fixture
def newcomer(browser, address):
    """Make visitors. At the end they leave, and the server is to have freed all of them."""
    came = []

    def make():
        came.append(Watched(browser, address))
        return came[-1]

    yield make
    for one in came:
        one.leave()
    tabs_become(address, 0)
    for one in came:
        one.context.close()
    assert [one.bad for one in came if one.bad] == []


@pytest.fixture
def visitor(newcomer):
    """One visitor."""
    return newcomer()


@pytest.fixture(scope="module")
def page(browser):
    """A page of a laptop's size, for all tests of a module."""
    made = browser.new_page(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    made.set_default_timeout(1000 * PATIENCE)
    yield made
    made.close()


@pytest.fixture
def opened(page, address):
    """Return a function that opens a link at a size, and waits until it is computed."""

    def open_(query, until=DONE, width=1366, height=768):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{address}/?{query}", timeout=1000 * PATIENCE)
        page.locator(until).first.wait_for()
        return page

    return open_
