"""A visitor's browser, whose errors fail the test."""

from tests.browser import DONE, PATIENCE

LONG = 1000 * PATIENCE


class Watched:
    """A visitor's browser, which lets nothing out, and whose errors fail the test."""

    def __init__(self, browser, address, **context):
        self.address, self.bad = address, []
        size = {"width": 1280, "height": 720}
        self.context = browser.new_context(viewport=size, reduced_motion="reduce", accept_downloads=True, **context)
        self.context.set_default_timeout(LONG)
        self.context.route(lambda url: not url.startswith((address, "data:", "blob:")), self._refuse)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.bad.append(f"page error: {error}"))
        self.page.on("console", lambda said: said.type == "error" and self.bad.append(f"console: {said.text}"))
        self.page.on(
            "response", lambda answer: answer.status >= 400 and self.bad.append(f"{answer.status} {answer.url}")
        )

    def _refuse(self, route):
        self.bad.append(f"asked for {route.request.url}")
        route.abort()

    def open(self, query="", until=DONE):
        self.page.goto(f"{self.address}/?{query}", timeout=LONG)
        self.page.locator(until).wait_for()
        return self.page

    def key(self):
        return self.page.get_by_test_id("status").get_attribute("data-settings")

    def settled(self, other_than=None):
        """Wait until everything is computed, of settings other than some; return their name."""
        if other_than is not None:
            self.page.locator(f'[data-testid=status]:not([data-settings="{other_than}"])').wait_for()
        self.page.locator(DONE).wait_for()
        return self.key()

    def cells(self):
        return self.page.locator("[data-testid=scorecard] td.v").all_inner_texts()

    def leave(self):
        """Go elsewhere, of which the server hears. A busy tab that is closed may be gone before it has said so."""
        self.page.goto("about:blank")
