"""What the browser tests share: a server for each process of the tests, and a browser for each module."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import ARGUMENTS, chromium, server


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a server with one worker, which computes the tests' small towns as soon as two would.

    All its visitors come from one address, and each test of a room opens one.
    """
    with server(workers=1, environment={"SAMSKAPING_DASHBOARD_ROOMS_PER_ADDRESS": "50"}) as (url, _):
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser. Each visitor gets a context of its own in it, with own cookies.

    Not for the whole session: while it is open, tests without a browser could not use asyncio.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield made
        made.close()
