"""A lesson in real browsers: a teacher's window and phones, from the code on the screen to the end of the room."""

import json
import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

from dashboard.texts.classroom import CLASS
from tests.browser import PATIENCE
from tests.helpers.websocket import ask

pytestmark = pytest.mark.browser
SMALL = "citizens=200&months=12&seeds=2"
LONG = 1000 * PATIENCE
SCREEN, LAPTOP, PHONE = (1920, 1080), (1280, 720), (390, 844)
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.fixture
def people(browser, address):
    """Make browsers, whose errors fail the test, except that a room is gone or that a test cut the network."""
    contexts, bad, expected = [], [], ("(Gone)", "net::ERR_FAILED")

    def make(size, **options):
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", accept_downloads=True, **options
        )
        context.set_default_timeout(LONG)
        context.route(lambda url: not url.startswith((address, "data:", "blob:")), lambda route: route.abort())
        page = context.new_page()
        page.on("pageerror", lambda error: bad.append(str(error)))
        page.on("console", lambda said: said.type == "error" and bad.append(said.text))
        contexts.append(context)
        return page

    yield make
    for context in contexts:
        context.close()
    assert [said for said in bad if not any(one in said for one in expected)] == []


def opened(teacher, address, language="en"):
    """Open a room; return its code."""
    teacher.goto(f"{address}/class?lang={language}&{SMALL}")
    teacher.get_by_test_id("open").click()
    return teacher.get_by_test_id("code").inner_text()


def join(phone, address, code, language="en"):
    """Join as from the QR code."""
    phone.goto(f"{address}/class/{code.replace('-', '')}?lang={language}")
    phone.get_by_test_id("join").click()
    phone.get_by_test_id("leave").wait_for()


def put(teacher, task):
    """Ask a question."""
    if teacher.get_by_test_id("next").count():
        teacher.get_by_test_id("next").click()
    teacher.locator(f"#task-{task}").check()
    teacher.get_by_test_id("ask").click()
    teacher.get_by_test_id("answered").wait_for()


def guess(phone, outcome, what):
    """Guess, when the question has come."""
    phone.locator(f"#guess-{outcome}-{what}").check()
    phone.get_by_test_id("send").click()
    phone.get_by_test_id("sent").wait_for()


def fits(page):
    """Return whether nothing is wider than the window."""
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def clean(page):
    """Have axe-core look at the page."""
    found = axe.Axe().run(page, options=RULES)
    assert not found.response["violations"], found.generate_report()
    assert len(found.response["passes"]) > 10


def test_a_teacher_opens_the_plans_from_the_page_of_rooms(people, address):
    teacher = people(PHONE)
    for key in ("plan_lesson", "plan_workshop"):
        teacher.goto(f"{address}/class?lang=nn")
        teacher.get_by_role("link", name=CLASS(key, "nn")).click()
        teacher.get_by_test_id("plan").wait_for()
        clean(teacher)
        assert fits(teacher)


def test_a_lesson_from_the_code_to_the_end(people, address):
    """The teacher reads English, and a phone each of the two forms of Norwegian."""
    teacher, one, two = people(SCREEN), people(PHONE), people(PHONE)
    code = opened(teacher, address)
    assert re.fullmatch(r"[A-Z2-9]{3}-[A-Z2-9]{3}", code) and teacher.locator(".qr-box svg").is_visible()
    assert teacher.get_by_test_id("only-here").is_visible(), "a server of this machine alone says so"
    clean(teacher)
    one.goto(f"{address}/class?lang=nb")
    clean(one)
    one.locator("#code").fill(f" {code.lower()} ")
    one.get_by_test_id("find").click()
    one.get_by_test_id("join").wait_for()
    clean(one)
    one.get_by_test_id("join").click()
    join(two, address, code, "nn")
    teacher.get_by_test_id("phones").filter(has_text="2").wait_for()

    put(teacher, "inequality")
    one.locator("#why").fill("Because")
    one.locator("#guess-participation_parity-lower").wait_for()
    clean(one)
    guess(one, "participation_parity", "lower")
    guess(two, "participation_parity", "higher")
    teacher.get_by_test_id("answered").filter(has_text="2").wait_for()
    assert teacher.get_by_test_id("histogram-participation_parity").count() == 0
    clean(teacher)
    teacher.get_by_test_id("close").click()
    teacher.get_by_test_id("bar-participation_parity-lower").locator(".n").filter(has_text="1").wait_for()
    one.get_by_test_id("mine").wait_for()
    assert one.get_by_test_id("verdict").count() == 0
    teacher.get_by_test_id("reveal").click()
    teacher.get_by_test_id("results").wait_for()
    assert re.search(r"[0-9]", teacher.get_by_test_id("answer-participation_parity").inner_text())
    assert teacher.get_by_test_id("discuss").is_visible()
    teacher.get_by_test_id("reasons").click()
    clean(teacher)
    one.get_by_test_id("verdict").wait_for()
    clean(one)
    assert fits(one) and fits(teacher)

    put(teacher, "roles")
    one.get_by_test_id("team-form").wait_for()
    clean(one)
    for phone, team in ((one, "citizens"), (two, "politicians")):
        phone.locator(f"#team-{team}").check()
        phone.get_by_test_id("team-join").click()
    one.locator("#choice-meetings-lot").check()
    guess(one, "felt_voice", "higher")
    clean(one)
    two.locator("#choice-proposals-commits").check()
    guess(two, "political_support", "same")
    assert fits(one) and fits(two)
    teacher.get_by_test_id("close").click()
    decided = teacher.get_by_test_id("decisions")
    decided.wait_for()
    assert decided.locator(".new").count() == 2
    teacher.get_by_test_id("reveal").click()
    teacher.get_by_test_id("results").wait_for()
    assert teacher.get_by_test_id("results").locator("tbody tr").count() == 12
    one.get_by_test_id("answer-felt_voice").wait_for()
    clean(one)

    teacher.get_by_test_id("tools").click()
    clean(teacher)
    with teacher.expect_download() as got:
        teacher.get_by_test_id("save-json").click()
    lesson = json.loads(got.value.path().read_text())
    assert [one["guesses"] for one in lesson["rounds"]] == [
        {"participation_parity": {"higher": 1, "same": 0, "lower": 1}},
        {
            "felt_voice": {"higher": 1, "same": 0, "lower": 0},
            "strain": {"higher": 0, "same": 0, "lower": 0},
            "political_support": {"higher": 0, "same": 1, "lower": 0},
        },
    ]
    assert len(lesson["rounds"][1]["results"]) == 12 and lesson["rounds"][0]["link"].startswith(address)
    teacher.locator("#sure").check()
    teacher.get_by_test_id("end").click()
    teacher.get_by_test_id("message").wait_for()
    for phone in (one, two):
        phone.get_by_test_id("message").wait_for()
    clean(one)
    assert ask(f"{address}/class/{code.replace('-', '')}")[0] == 410


@pytest.mark.thorough
def test_the_dashboards_settings_come_along(people, address):
    page = people(LAPTOP)
    page.goto(f"{address}/?lang=en&{SMALL}&town=Bod%C3%B8")
    page.get_by_test_id("open-class").click()
    page.get_by_text("Bodø with 200 citizens, 12 months and 2 repeats").wait_for()
    page.get_by_test_id("open").click()
    page.get_by_test_id("code").wait_for()


def test_a_teacher_needs_no_mouse(people, address):
    teacher = people(LAPTOP)
    teacher.goto(f"{address}/class?lang=en&{SMALL}")
    teacher.get_by_test_id("open").focus()
    teacher.keyboard.press("Enter")
    teacher.locator("#task-inequality").focus()
    teacher.keyboard.press("Space")
    teacher.keyboard.press("ArrowDown")
    assert teacher.locator("#task-wholehearted").is_checked()
    teacher.get_by_test_id("ask").focus()
    teacher.keyboard.press("Enter")
    for name in ("close", "reveal"):
        button = teacher.get_by_test_id(name)
        button.wait_for()
        button.focus()
        teacher.keyboard.press("Enter")
    teacher.get_by_test_id("results").wait_for()
    teacher.get_by_test_id("tools").focus()
    teacher.keyboard.press("Enter")
    teacher.get_by_test_id("end").wait_for()


@pytest.mark.thorough
def test_news_keep_what_somebody_is_writing_and_where_the_keyboard_is(people, address):
    teacher, one, two = people(LAPTOP), people(PHONE), people(PHONE)
    code = opened(teacher, address)
    teacher.locator("#task-without").check()
    teacher.locator("#task-without").focus()
    teacher.get_by_test_id("tools").click()
    teacher.locator("#task-without").focus()
    for phone in (one, two):
        join(phone, address, code)
    teacher.get_by_test_id("phones").filter(has_text="2").wait_for()
    assert teacher.locator("#task-without").is_checked()
    assert teacher.evaluate("() => document.activeElement.id") == "task-without"
    assert teacher.locator("#tools").get_attribute("open") is not None

    put(teacher, "roles")
    for phone in (one, two):
        phone.locator("#team-citizens").check()
        phone.get_by_test_id("team-join").click()
    one.locator("#choice-delivery-high").check()
    one.locator("#why").fill("half a sen")
    one.locator("#why").focus()
    two.locator("#choice-meetings-open").check()
    guess(two, "felt_voice", "higher")
    one.locator("#votes-meetings-open").filter(has_text="1").wait_for()
    assert one.locator("#choice-delivery-high").is_checked() and one.locator("#why").input_value() == "half a sen"
    assert one.evaluate("() => document.activeElement.id") == "why"


@pytest.mark.thorough
def test_a_phone_that_lost_the_network_says_so_and_comes_back(people, address):
    teacher, phone = people(LAPTOP), people(PHONE)
    code = opened(teacher, address)
    join(phone, address, code)
    lost = phone.locator("#lost")
    assert not lost.is_visible()
    cut = [True]
    phone.context.route("**/class/**", lambda route: route.abort() if cut[0] else route.continue_())
    lost.wait_for()
    put(teacher, "inequality")
    cut[0] = False
    phone.evaluate("() => window.dispatchEvent(new Event('online'))")
    guess(phone, "participation_parity", "same")
    assert not lost.is_visible()
    phone.close()
    again = phone.context.new_page()  # the browser was closed, and opened again
    again.goto(f"{address}/class/{code.replace('-', '')}?lang=en")
    again.get_by_test_id("sent").wait_for()


def test_a_phone_without_scripts_can_take_part(people, address):
    teacher, phone = people(LAPTOP), people(PHONE, java_script_enabled=False)
    code = opened(teacher, address)
    join(phone, address, code)
    put(teacher, "inequality")
    phone.reload()
    guess(phone, "participation_parity", "lower")
    teacher.get_by_test_id("answered").filter(has_text="1 of 1").wait_for()


def test_another_site_cannot_send_forms_and_no_page_loads_anything_from_elsewhere(people, address):
    teacher = people(LAPTOP)
    code = opened(teacher, address).replace("-", "")
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in teacher.context.cookies())
    end = f"{address}/class/{code}/host/end"
    for origin, status in (("https://elsewhere.invalid", 403), ("null", 403)):
        headers = {"Cookie": cookie, "Origin": origin}
        assert ask(end, method="POST", headers=headers, body=b"sure=yes")[0] == status
    assert ask(end, method="POST", headers={"Cookie": cookie, "Origin": address}, body=b"x" * 5000)[0] == 413
    assert ask(f"{address}/class/{code}", method="DELETE")[0] == 405
    assert ask(f"{address}/class/../readyz/x/%3Cscript%3E")[0] == 404
    for path in ("/class", f"/class/{code}", "/class/room.js", "/class/room.css"):
        status, headers, _ = ask(f"{address}{path}")
        policy = headers["Content-Security-Policy"]
        assert status == 200 and "unsafe" not in policy and "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy and headers["X-Frame-Options"] == "DENY"
    teacher.reload()
    teacher.get_by_test_id("code").wait_for()
