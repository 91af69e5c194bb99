"""The page that compares, in a real browser without any network: settings, languages, links, and what can go wrong."""

import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.browser import DONE, PATIENCE, tabs_become

pytestmark = pytest.mark.browser
SMALL = "citizens=300&months=12&seeds=2"
LONG = 1000 * PATIENCE


def test_the_first_load_needs_no_network(visitor):
    page = visitor.open(SMALL)
    assert page.locator("html").get_attribute("lang") == "nb"
    assert page.get_by_role("slider").count() >= 8
    assert page.get_by_test_id("scorecard").is_visible() and page.get_by_test_id("language").is_visible()
    assert all(re.search(r"\d", cell) for cell in visitor.cells()) and len(visitor.cells()) == 39
    assert page.locator("figure [role=img]").count() >= 4
    assert "TPA" in page.locator("figure [role=img]").first.get_attribute("aria-label")


def test_moving_a_slider_changes_the_result_and_never_shows_old_numbers(visitor):
    page = visitor.open(SMALL)
    before, key = visitor.cells(), visitor.key()
    slider = page.get_by_test_id("slider-needs.lived")
    slider.focus()
    page.keyboard.press("End")
    page.locator(f'[data-testid=status]:not([data-settings="{key}"])').wait_for()
    if page.get_by_test_id("status").get_attribute("data-complete") == "no":
        assert page.get_by_test_id("scorecard").get_attribute("data-settings") != key
    new = visitor.settled(key)
    assert page.get_by_test_id("scorecard").get_attribute("data-settings") == new
    assert visitor.cells() != before
    assert "set=needs.lived" in page.url and page.get_by_test_id("changed").is_visible()
    page.get_by_test_id("undo").click()
    assert visitor.settled(new) == key and visitor.cells() == before
    page.get_by_test_id("redo").click()
    assert visitor.settled(key) == new
    page.get_by_test_id("reset").click()
    page.wait_for_function("() => !location.search.includes('needs.lived')")


def test_the_language_is_switched_everywhere(visitor):
    page = visitor.open(SMALL)
    nb = visitor.cells()
    page.get_by_test_id("language").select_option("en")
    page.locator("html[lang=en]").wait_for(state="attached")
    page.get_by_text("Month by month").wait_for()
    assert any("," in cell for cell in nb) and "Compare" in page.get_by_role("navigation").inner_text()
    assert [cell.replace(".", ",") for cell in visitor.cells() if len(cell) < 6] == [c for c in nb if len(c) < 6]
    assert "lang=en" in page.url
    page.get_by_test_id("language").select_option("nn")
    page.locator("html[lang=nn]").wait_for(state="attached")
    page.get_by_text("Månad for månad").wait_for()
    assert visitor.cells() == nb and "Samanlikn" in page.get_by_role("navigation").inner_text()
    page.get_by_test_id("language").select_option("nb")
    page.locator("html[lang=nb]").wait_for(state="attached")


def test_a_link_restores_everything_for_somebody_else(visitor, newcomer):
    page = visitor.open(
        SMALL + "&set=access.stigma:2.4&paradigms=thin,NPG,own&base=NPM&own=choice.discretion:0.9&lang=en"
    )
    page.get_by_test_id("share").click()
    link = page.get_by_test_id("share-link").input_value()
    other = newcomer()
    other.page.goto(f"{link}&fbclid=IwAR1x", timeout=LONG)  # as a social network passes it on
    other.page.locator(DONE).wait_for()
    assert other.key() == visitor.key() and other.cells() == visitor.cells()
    assert other.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.thorough
def test_towns_of_one_name_are_opened_by_link_and_from_the_list(visitor):
    page = visitor.open("lang=nb&town=1515&citizens=60&months=2&seeds=1&utm_source=nyhetsbrev")
    heading, before = page.get_by_test_id("status").locator("h1"), visitor.key()
    assert heading.inner_text().startswith("Herøy (Møre og Romsdal)")
    field = page.get_by_test_id("municipality")
    assert field.input_value() == "Herøy (Møre og Romsdal)"
    field.fill("Herøy (Nordland)")
    field.press("Enter")
    visitor.settled(other_than=before)
    assert heading.inner_text().startswith("Herøy (Nordland)") and "town=1818" in page.url


def test_data_and_figures_can_be_downloaded(visitor):
    page = visitor.open(SMALL)
    menu = page.get_by_test_id("save-more").locator("summary")
    menu.focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("download-csv").wait_for()
    page.keyboard.press("Escape")
    page.get_by_test_id("download-csv").wait_for(state="hidden")
    menu.click()
    with page.expect_download() as got:
        page.get_by_test_id("download-csv").click()
    assert got.value.suggested_filename == "samskaping-larvik-3909.csv"
    lines = got.value.path().read_text().splitlines()
    assert len(lines) == 1 + 3 * 2 * 12 and lines[0].startswith("paradigm,seed,month,fit")
    menu.click()
    with page.expect_download() as got:
        page.get_by_test_id("download-excel").click()
    assert got.value.suggested_filename == "samskaping-larvik-3909-excel.csv"
    assert got.value.path().read_bytes().startswith(b"\xef\xbb\xbfparadigm;seed;month;fit")
    for which, start in (("download-png", b"\x89PNG"), ("download-svg", b"<?xml")):
        menu.click()
        with page.expect_download() as got:
            page.get_by_test_id(which).click()
        content = got.value.path().read_bytes()
        assert content.startswith(start) and len(content) > 2000, which
    page.get_by_test_id("table-fit").click()
    assert page.locator("[data-chart=fit] table tbody tr").count() == 2
    page.get_by_test_id("full-trust").click()
    page.locator(".sk-charts.full").wait_for()
    page.keyboard.press("Escape")
    page.locator(".sk-charts.full").wait_for(state="detached")


def test_what_cannot_be_is_refused_with_a_reason(visitor):
    page = visitor.open(SMALL)
    key = visitor.key()
    for field, value, said in (
        ("citizens", "7", "fra 50 til"),
        ("seeds", "900", "fra 1 til 20"),
        ("municipality", "Atlantis", "Atlantis"),
    ):
        page.get_by_test_id(field).fill(value)
        page.get_by_test_id(field).press("Tab")
        page.get_by_test_id("message").filter(has_text=said).wait_for()
        assert visitor.key() == key
    page.get_by_test_id("citizens").fill("310")
    page.get_by_test_id("citizens").press("Tab")
    visitor.settled(key)
    assert page.get_by_test_id("message").count() == 0


def test_a_bad_link_is_refused_and_the_default_shown(visitor):
    page = visitor.open("lang=en&citizens=<script>alert(1)</script>", until="[data-testid=message]")
    said = page.get_by_test_id("message").inner_text()
    assert "the page shows the default settings (Larvik)" in said and "whole number" in said
    assert page.get_by_test_id("citizens").input_value() == "5000"


@pytest.mark.thorough
@pytest.mark.parametrize(("query", "said"), [("", "samskaping laster …"), ("lang=en", "samskaping is loading …")])
def test_the_page_says_in_its_language_that_it_is_loading(visitor, query, said):
    visitor.page.route_web_socket(re.compile("."), lambda socket: None)  # nothing comes from the server
    page = visitor.open(query, until="#loader-container h1")
    assert page.locator("#loader-container").inner_text().strip() == said


def test_a_phone_shows_results_first(visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    page = visitor.open("lang=nb")
    for one in ("lead", "trusted", "scorecard >> css=thead"):
        assert page.locator(f"data-testid={one}").bounding_box()["y"] + 40 < 844, one
    fold, menu = page.get_by_test_id("fold"), page.get_by_test_id("menu")
    assert "Larvik, 5 000 innbyggere, 60 måneder" in fold.inner_text().replace("\u00a0", " ")
    assert not page.get_by_test_id("municipality").is_visible() and not page.get_by_test_id("page-about").is_visible()
    fold.click()
    page.get_by_test_id("municipality").wait_for()
    fold.click()
    order = page.evaluate("() => [...document.querySelectorAll('[data-testid]')].map(one => one.dataset.testid)")
    wanted = "menu fold progress lead summary trusted keep save-more course-add which groups".split()
    assert sorted(wanted, key=order.index) == wanted
    menu.click()
    page.get_by_test_id("page-about").click()
    page.get_by_test_id("limits").wait_for()
    assert "Om modellen" in menu.inner_text() and not page.get_by_test_id("page-compare").is_visible()


def test_what_is_wider_than_the_page_shows_that_it_scrolls(visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    page = visitor.open(f"{SMALL}&paradigms=TPA,NPM,NPG,thin,own&curves=differences&lang=en")
    fits = "(one) => one.scrollWidth <= one.clientWidth"
    assert page.locator("[data-testid=scorecard] .wide").evaluate(fits)  # names stand above their values
    page.get_by_test_id("table-fit").click()
    wide = page.locator("[data-chart=fit] .wide")
    page.locator('[data-chart=fit] .wide[data-more="right"]').wait_for()
    assert "scroll sideways" in wide.evaluate("(one) => getComputedStyle(one, '::before').content")
    wide.evaluate("(one) => { one.scrollLeft = one.scrollWidth }")
    page.locator('[data-chart=fit] .wide[data-more="left"]').wait_for()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_test_id("paradigm-thin").uncheck()
    page.get_by_test_id("paradigm-own").uncheck()
    page.locator("[data-testid=scorecard] th:has-text('Own')").wait_for(state="detached")
    assert page.locator("[data-chart=fit] .wide").evaluate(fits)  # an interval for each of two ways of governing
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_test_id("menu").click()
    page.get_by_test_id("page-rules").click()
    assert page.locator(".wide:has([data-testid=matrix])").evaluate(fits)


def test_a_print_keeps_headings_with_what_follows_and_says_where_it_comes_from(visitor):
    page = visitor.open(SMALL + "&lang=en")
    page.emulate_media(media="print")
    said = page.get_by_test_id("printed").inner_text()
    address = page.get_by_test_id("shell").evaluate("() => location.origin + location.pathname + location.search")
    assert re.match(r"samskaping \S+ \([0-9a-f]{16}\), printed \d+ \w+ \d{4}\.\s", said)
    link = said.split()[-1]
    assert link.startswith(address.partition("?")[0]) and "citizens=300&months=12&seeds=2" in link
    keeps = "(one) => getComputedStyle(one).breakInside"
    for section in ("groups", "trusted"):
        assert page.get_by_test_id(section).evaluate(keeps) == "avoid"
    page.emulate_media(media="screen")
    assert not page.get_by_test_id("printed").is_visible()


@pytest.mark.thorough  # two tabs of one visitor, who share a cookie, are in test_dashboard_in_force.py
def test_two_visitors_do_not_disturb_each_other_and_one_that_leaves_is_freed(visitor, newcomer, address):
    page = visitor.open(SMALL)
    tabs_become(address, 1)
    other = newcomer()
    other.open(SMALL + "&lang=en&set=needs.wickedness:2")
    tabs_become(address, 2)
    key, cells = visitor.key(), visitor.cells()
    assert other.key() != key
    other.page.get_by_test_id("slider-needs.lived").focus()
    was = other.key()
    other.page.keyboard.press("End")
    other.settled(was)
    assert visitor.key() == key and visitor.cells() == cells
    assert page.locator("html").get_attribute("lang") == "nb"
    other.leave()
    tabs_become(address, 1)
