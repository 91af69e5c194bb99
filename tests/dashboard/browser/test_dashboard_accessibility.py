"""Every page: the rules of axe-core (WCAG 2.2 A and AA, and good practice), and the width.

In Norwegian, whose words are the longer ones; the page with the most texts in English too.
"""

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

from tests.browser import DONE, PATIENCE

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations", "incomplete"],  # of what passes, one element a rule is enough
}

# An open case, curves of differences, a change along the way, a way in one area, and a second town.
EVERYTHING = "scenario=svarstad&curves=differences&at=month:5;paradigm:NPM&paradigms=TPA,NPG@place&town2=1804"


@pytest.fixture(scope="module")
def page(browser, address):
    made = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    made.set_default_timeout(1000 * PATIENCE)
    query = f"citizens=300&months=24&seeds=2&{EVERYTHING}&keep=citizens%3D200%26months%3D12"
    made.goto(f"{address}/?{query}", timeout=1000 * PATIENCE)
    made.get_by_test_id("language").wait_for()  # before the page is drawn, html[lang] is the empty frame's
    yield made
    made.goto("about:blank")
    made.close()


def compare(page):
    page.locator(DONE).wait_for()
    page.locator('[data-testid=towns][data-complete="yes"]').wait_for()
    if page.get_by_test_id("course-add").count():
        page.get_by_test_id("course-add").click()
    page.get_by_test_id("course-kind").select_option("setting")
    page.locator("details.areas").evaluate("(one) => { one.open = true }")
    page.get_by_test_id("table-felt_voice").click()
    page.get_by_test_id("share").click()
    page.locator("[data-testid=panel] details:not(.areas) summary").first.click()
    page.locator("[data-testid^=all-]").first.wait_for()


def town(page):
    page.get_by_test_id("places").wait_for()
    page.get_by_test_id("eventful").click()
    page.get_by_test_id("month-slider").fill("20")
    page.get_by_test_id("lives").wait_for()


def when(page):
    page.get_by_test_id("when-map").wait_for()
    page.get_by_test_id("when-others").click()


def scenarios(page):
    page.get_by_test_id("kept").locator("article").nth(1).wait_for()
    page.locator("article details summary").first.click()


def rules(page):
    page.get_by_test_id("matrix").wait_for()


def questions(page):
    page.get_by_test_id("guess-inequality-lower").check()
    page.get_by_test_id("look-inequality").click()
    page.get_by_test_id("all-inequality").wait_for()


def about(page):
    page.get_by_test_id("parameters").wait_for()
    for summary in page.locator("[data-testid=patterns] summary").all()[:3]:
        summary.click()


PAGES = {one.__name__: one for one in (compare, town, when, scenarios, rules, questions, about)}


@pytest.fixture(
    scope="module", params=[*(f"nb-{name}" for name in PAGES), pytest.param("en-about", marks=pytest.mark.thorough)]
)
def opened(page, request):
    """A page in a language, with what is folded away at first."""
    language, name = request.param.split("-")
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_test_id("language").select_option(language)
        page.locator(f"html[lang={language}]").wait_for(state="attached")
    page.get_by_test_id(f"page-{name}").click()
    PAGES[name](page)
    return page


def test_axe_finds_nothing(opened):
    found = axe.Axe().run(opened, options=RULES)
    assert not found.response["violations"], found.generate_report()
    assert len(found.response["passes"]) > 20


def test_a_page_is_no_wider_than_a_window_or_a_phone(opened):
    try:
        for width, height in ((1280, 720), (390, 844)):
            opened.set_viewport_size({"width": width, "height": height})
            assert opened.evaluate("() => document.documentElement.scrollWidth") <= width
    finally:
        opened.set_viewport_size({"width": 1280, "height": 720})


def test_every_progress_bar_has_a_name(page):
    """Solara's own is on every page and shown while the server is busy, which axe-core may or may not meet."""
    page.get_by_test_id("page-questions").click()
    page.get_by_test_id("look-inequality").wait_for()
    bars = page.locator("[role=progressbar]").all()
    assert bars and all(bar.get_attribute("aria-label") for bar in bars)
