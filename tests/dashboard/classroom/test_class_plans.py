"""The plans in docs/ can be followed as written: every step's buttons and questions, in order, with two phones.

Both languages of a plan have the same steps, so each plan is followed in one of them.
"""

import re
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from babel.messages.pofile import read_po

from dashboard.texts.classroom import CLASS
from samskaping.catalogue import LOCALES
from tests.browser import PATIENCE

pytestmark = pytest.mark.browser
DOCS = Path(__file__).resolve().parents[3] / "docs"
LONG = 1000 * PATIENCE


def steps(plan):
    """Return the words in bold of what is done before, in each row of the plan, and afterwards."""
    _, before, lesson, after = re.split(r"^## ", plan, flags=re.MULTILINE)[:4]
    rows = [row for row in lesson.splitlines() if re.match(r"\| \d", row)]
    return [re.findall(r"\*\*(.+?)\*\*", " ".join(part.split())) for part in (before, *rows, after)]


def press(page, name):
    """Press, choose, save or open what has this name; return whether there is such a thing."""
    for role in ("button", "link", "radio", "checkbox"):
        found = page.get_by_role(role, name=name, exact=True).first
        if found.count() and found.is_visible():
            if role in ("radio", "checkbox"):
                found.check()
            elif found.get_attribute("download") is not None:
                with page.expect_download():
                    found.click()
            else:
                found.click()
            return True
    boxes = [box for box in page.locator("summary").all() if box.is_visible() and box.inner_text() == name]
    for box in boxes[:1]:
        box.click()
    return bool(boxes)


class Party:
    """A leader's window and two phones."""

    def __init__(self, browser, address, language):
        self.language = language
        self.leader, self.one, self.two = (self._page(browser, *size) for size in ((1280, 720), (390, 844), (390, 844)))
        self.leader.goto(f"{address}/?lang={language}&citizens=200&months=12&seeds=2")
        self.leader.get_by_test_id("status").wait_for()

    def _page(self, browser, width, height):
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        context.set_default_timeout(LONG)
        return context.new_page()

    def say(self, key):
        return CLASS(key, self.language)

    def do(self, name):
        """Do one step, first what a room needs before it can be done."""
        if name == self.say("join"):
            room = re.search(r"https?://\S+/class/\w+", self.leader.locator(".qr-box").get_attribute("aria-label"))[0]
            for phone in (self.one, self.two):
                phone.goto(f"{room}?lang={self.language}")
        if name == self.say("leave"):  # the leader's own phone, which tries the code; then it joins as a student's
            self.one.get_by_role("button", name=name).click()
            self.one.get_by_test_id("join").click()
            self.one.get_by_test_id("leave").wait_for()
            return
        if name in (self.say("close"), self.say("commit")):
            self._guess()
        if name == self.say("team_join"):
            for phone, team in ((self.one, "citizens"), (self.two, "politicians")):
                phone.locator(f"#team-{team}").check()
                phone.get_by_role("button", name=name).click()
                phone.get_by_test_id("send").wait_for()
            return
        if name == self.say("send"):
            self._guess()
            return
        if name in (self.say("reveal"), self.say("run")):
            self.leader.get_by_test_id("reveal").wait_for()
        if name == self.say("limits_link"):
            with self.leader.context.expect_page() as opened:
                press(self.leader, name)
            opened.value.get_by_test_id("limits").wait_for()
            opened.value.close()
            return
        if name == self.say("debrief"):
            assert self.leader.get_by_role("heading", name=name).is_visible()
            return
        if name == self.say("reasons_show"):
            self.leader.get_by_test_id("reasons").click()
        for page in (self.one, self.two) if name == self.say("join") else (self.leader,):
            assert press(page, name), f"nothing is called {name!r}"
            page.wait_for_load_state()

    def _guess(self):
        for phone in (self.one, self.two):
            phone.get_by_test_id("send").wait_for()
            if phone.get_by_test_id("sent").count():
                continue
            phone.locator("input[name^='guess.']").first.check()
            phone.locator("#why").fill("because")
            phone.get_by_test_id("send").click()
            phone.get_by_test_id("sent").wait_for()

    def leave(self):
        for page in (self.leader, self.one, self.two):
            page.goto("about:blank")
            page.context.close()


@pytest.mark.parametrize("plan", ["lesson-45", "workshop-90"])
def test_both_languages_of_a_plan_have_the_same_steps(plan):
    with (LOCALES / "nb" / "LC_MESSAGES" / "dashboard.po").open("rb") as file:
        translated = {(message.id, message.string) for message in read_po(file)}
    english, norwegian = (steps((DOCS / f"{plan}{ending}.md").read_text()) for ending in ("", "-nb"))
    assert [len(row) for row in english] == [len(row) for row in norwegian]
    pairs = [pair for rows in zip(english, norwegian, strict=True) for pair in zip(*rows, strict=True)]
    joined = [pair for names in pairs for pair in zip(*(one.split(" · ") for one in names), strict=True)]
    assert len(joined) > 20 and set(joined) <= translated


@pytest.mark.thorough
@pytest.mark.parametrize("plan", ["lesson-45-nb.md", "workshop-90.md"])
def test_a_plan_can_be_followed_as_written(browser, address, plan):
    party = Party(browser, address, "nb" if plan.endswith("-nb.md") else "en")
    before, *rows, after = steps((DOCS / plan).read_text())
    for name in before:
        party.do(name)
    if party.say("join") not in before:  # the workshop's participants join at its beginning, as in the lesson
        party.do(party.say("join"))
    for row in rows:
        for name in row:
            party.do(name)
    assert party.leader.get_by_test_id("results").is_visible()
    for name in after:
        party.do(name)
    party.leader.get_by_role("heading", name=party.say("gone_title")).wait_for()
    party.one.get_by_role("heading", name=party.say("gone_title")).wait_for()
    party.leave()
