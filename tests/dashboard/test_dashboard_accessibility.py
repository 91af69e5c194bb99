"""Every page, both languages, by the rules of axe-core: WCAG 2.2 A and AA, and good practice."""

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

from tests.browser import ARGUMENTS, PATIENCE, chromium, server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine (Debian: apt install chromium)"),
    pytest.mark.xdist_group("browser"),
]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.fixture(scope="module")
def page():
    with server() as (url, _), sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        made = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        made.set_default_timeout(1000 * PATIENCE)
        made.goto(f"{url}/?citizens=300&months=24&seeds=2&keep=citizens%3D200%26months%3D12", timeout=1000 * PATIENCE)
        made.get_by_test_id("language").wait_for()  # before the page is drawn, html[lang] is the empty frame's
        yield made
        browser.close()


def compare(page):
    page.locator('[data-testid=status][data-complete="yes"]').wait_for()
    page.get_by_test_id("table-fit").click()
    page.get_by_test_id("share").click()
    page.locator("[data-testid=panel] details summary").first.click()
    page.locator("[data-testid^=all-]").first.wait_for()


def town(page):
    page.get_by_test_id("places").wait_for()
    page.get_by_test_id("eventful").click()
    page.get_by_test_id("month-slider").fill("20")
    page.get_by_test_id("lives").wait_for()


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


@pytest.mark.parametrize("opened", [compare, town, scenarios, rules, questions, about], ids=lambda one: one.__name__)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_axe_finds_nothing(page, language, opened):
    if page.locator("html").get_attribute("lang") != language:
        page.get_by_test_id("language").click()
        page.locator(f"html[lang={language}]").wait_for(state="attached")
    page.get_by_test_id(f"page-{opened.__name__}").click()
    opened(page)
    found = axe.Axe().run(page, options=RULES)
    assert not found.response["violations"], found.generate_report()
    assert len(found.response["passes"]) > 20


def test_every_progress_bar_has_a_name(page):
    """Solara's own is on every page and shown while the server is busy, which axe-core may or may not meet."""
    page.get_by_test_id("page-questions").click()
    page.get_by_test_id("look-inequality").wait_for()
    bars = page.locator("[role=progressbar]").all()
    assert bars and all(bar.get_attribute("aria-label") for bar in bars)
