"""The charts in a real browser: values by pointer and keyboard, legend, files, size, and no instance left behind."""

import re
import struct
import xml.etree.ElementTree as ElementTree

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.browser import DONE, PATIENCE, ROOT

pytestmark = pytest.mark.browser
SETTINGS = "citizens=200&months=24&seeds=2&paradigms=TPA,NPM,NPG"
CHARTS = "figure[data-chart] .sk-plot svg, figure[data-group] .sk-plot svg"


@pytest.fixture
def page(browser, address):
    """Open a page of its own; errors in it fail the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    context.set_default_timeout(1000 * PATIENCE)
    made, bad = context.new_page(), []
    made.on("pageerror", lambda error: bad.append(str(error)))
    made.on("console", lambda said: said.type == "error" and bad.append(said.text))
    yield made
    made.goto("about:blank")
    context.close()
    assert bad == made.expected_errors


def opened(page, address, language="nb", query=""):
    page.expected_errors = []
    page.goto(f"{address}/?lang={language}&{SETTINGS}{query}", timeout=1000 * PATIENCE)
    page.locator(DONE).wait_for()
    page.locator(CHARTS).nth(7).wait_for()  # four charts by month and four by group
    return page


def drawn(page):
    """Return how many charts ECharts holds, and how many of them are of an element on the page."""
    return page.evaluate(
        """async () => {
            const all = (await window.samskapingCharts()).drawn()
            return [all.length, all.filter((chart) => document.contains(chart.getDom())).length]
        }"""
    )


@pytest.mark.parametrize(
    ("language", "point", "between"),
    [
        ("nb", ",", "; "),
        *(pytest.param(*one, marks=pytest.mark.thorough) for one in (("nn", ",", "; "), ("en", r"\.", ", "))),
    ],
)
def test_the_pointer_and_the_keyboard_read_the_same_values(page, address, language, point, between):
    opened(page, address, language)
    number = rf"−?\d+{point}\d+"
    slider, tip = page.get_by_test_id("probe-trust").first, page.locator("[data-chart=trust] .sk-tip")
    slider.focus()
    for _ in range(11):
        page.keyboard.press("ArrowRight")
    month = {"nb": "måned 12", "nn": "månad 12", "en": "month 12"}[language]
    page.wait_for_function(
        "([slider, month]) => slider.getAttribute('aria-valuetext').startsWith(month)",
        arg=[slider.element_handle(), month],
    )
    read = slider.get_attribute("aria-valuetext")
    values = rf"{number} \[{number}{between}{number}\]"
    assert re.fullmatch(rf"{month}: TPA {values}; NPM {values}; NPG {values}", read), read
    by_keyboard = tip.inner_text()
    assert by_keyboard.splitlines()[0] == month
    assert re.findall(number, by_keyboard) == re.findall(number, read)
    page.keyboard.press("Tab")
    tip.wait_for(state="hidden")
    plot = page.locator("[data-chart=trust] .sk-plot")
    at = page.evaluate(
        """async (element) => {
            const chart = (await window.samskapingCharts()).drawn().find((one) => one.getDom() === element)
            return chart.convertToPixel({xAxisIndex: 0}, 12)
        }""",
        plot.element_handle(),
    )
    plot.hover(position={"x": at, "y": 60})
    tip.wait_for()
    assert tip.inner_text() == by_keyboard

    group = page.locator("[data-group=trust] input")
    group.focus()
    page.keyboard.press("End")
    page.wait_for_function("(one) => one.getAttribute('aria-valuetext').startsWith('5')", arg=group.element_handle())
    said = group.get_attribute("aria-valuetext")
    row = page.locator("[data-group=trust] table tbody tr").last.locator("td").all_text_contents()
    assert said.endswith(f": NPM {row[0]}; NPG {row[1]}")


def test_a_legend_entry_takes_its_curve_away_and_brings_it_back(page, address):
    opened(page, address)
    curve = page.locator('[data-chart=fit] .sk-plot svg path[stroke="#b34a00"]')
    interval = page.locator('[data-group=trust] .sk-plot svg path[stroke="#b34a00"]')
    for legend, lines in (("legend-NPM", curve), ("group-legend-NPM", interval)):
        button = page.get_by_test_id(legend)
        assert lines.count() and button.get_attribute("aria-pressed") == "true"
        button.focus()
        page.keyboard.press("Enter")
        lines.first.wait_for(state="detached")
        assert button.get_attribute("aria-pressed") == "false"
        button.click()
        lines.first.wait_for(state="attached")
    page.get_by_test_id("table-fit").click()
    assert page.locator("[data-chart=fit] thead th").count() == 4


@pytest.mark.parametrize(
    ("language", "title", "axis", "tick"),
    [
        ("nb", "Hvor godt tjenesten passer", "år", r"\d,\d+"),
        pytest.param("en", "Service fit", "years", r"\d\.\d+", marks=pytest.mark.thorough),
    ],
)
def test_a_chart_is_saved_with_title_legend_axes_and_settings(page, address, language, title, axis, tick):
    opened(page, address, language)
    with page.expect_download() as got:
        page.get_by_test_id("svg-fit").click()
    root = ElementTree.parse(got.value.path()).getroot()
    texts = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {title, axis, "TPA", "NPM", "NPG"} <= set(texts)
    assert sum(bool(re.fullmatch(tick, one)) for one in texts) >= 3 and any("Larvik" in one for one in texts)
    with page.expect_download() as got:
        page.get_by_test_id("png-fit").click()
    content = got.value.path().read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert width == 3 * 560 and 3 * 320 < height < 3 * 420  # as tall as the note with caveat and link needs


@pytest.mark.thorough
def test_a_chart_has_the_size_of_its_place_also_when_it_was_hidden(page, address):
    opened(page, address)
    page.get_by_test_id("table-fit").click()
    plot = page.locator("[data-chart=fit] .sk-plot")
    plot.wait_for(state="hidden")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_test_id("table-fit").click()
    plot.wait_for()
    fits = """() => [...document.querySelectorAll('.sk-plot')].every((plot) => {
        const svg = plot.querySelector('svg')
        return svg && Math.abs(svg.getBoundingClientRect().width - plot.clientWidth) < 1.5
    })"""
    page.wait_for_function(fits)
    assert 250 < plot.bounding_box()["width"] < 390
    page.set_viewport_size({"width": 1400, "height": 900})
    page.get_by_test_id("full-fit").click()
    page.wait_for_function("() => document.querySelector('[data-chart=fit] svg').getBoundingClientRect().width > 1000")
    page.wait_for_function(fits.replace("'.sk-plot'", "'[data-chart=fit] .sk-plot'"))
    page.keyboard.press("Escape")
    page.wait_for_function(fits)


CUT_OFF = """() => [...document.querySelectorAll('.sk-plot svg')].flatMap((svg) => {
    const { left, right } = svg.getBoundingClientRect()
    return [...svg.querySelectorAll('text')].filter((text) => {
        const box = text.getBoundingClientRect()
        return box.width && (box.left < left - 1 || box.right > right + 1)
    }).map((text) => text.textContent)
})"""


@pytest.mark.thorough
def test_no_word_of_a_chart_is_cut_off(page, address):
    # Differences in trust among groups end at a tick with three decimals.
    event = "&at=month:13;paradigm:NPM&at=month:7;until:9;event:scandal;areas:place,upbringing;size:0.4"
    page.expected_errors = []
    page.goto(f"{address}/?lang=nb&citizens=400&months=24&seeds=4&paradigms=TPA,NPG,NPG@place{event}")
    page.locator(DONE).wait_for()
    page.locator(CHARTS).nth(7).wait_for()
    for width in (1366, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(f"() => !({CUT_OFF})().length")


@pytest.mark.thorough
def test_pages_that_are_left_leave_no_chart_behind(page, address):
    opened(page, address)
    for _ in range(4):  # it is also left before all charts are drawn
        page.get_by_test_id("page-rules").click()
        page.get_by_test_id("matrix").wait_for()
        page.get_by_test_id("page-compare").click()
        page.locator(CHARTS).first.wait_for()
    page.locator(CHARTS).nth(7).wait_for()
    assert drawn(page) == [8, 8]
    page.get_by_test_id("which").select_option("work")
    page.locator("[data-chart=load] svg").first.wait_for()
    page.locator("[data-chart=readiness] .sk-plot svg").wait_for()
    assert drawn(page) == [10, 10]
    page.get_by_test_id("page-about").click()
    page.get_by_test_id("parameters").wait_for()
    page.wait_for_function("async () => !(await window.samskapingCharts()).drawn().length")


@pytest.mark.thorough
def test_echarts_is_loaded_once_and_kept_by_the_browser(page, address):
    asked = []
    page.on("response", lambda answer: "echarts" in answer.url and asked.append(answer))
    opened(page, address)
    page.get_by_test_id("page-about").click()
    page.get_by_test_id("page-compare").click()
    page.locator(CHARTS).nth(7).wait_for()
    assert [answer.url.split("?v=")[0] for answer in asked] == [f"{address}/static/assets/echarts/echarts.esm.min.js"]
    # A version that is not the file's hash is answered with `no-store`: then `make echarts` has not been run.
    assert "immutable" in asked[0].headers["cache-control"]


@pytest.mark.thorough
def test_without_echarts_the_tables_hold_the_values(page, address):
    page.route("**/echarts/**", lambda route: route.abort())
    page.goto(f"{address}/?lang=en&{SETTINGS}", timeout=1000 * PATIENCE)
    page.locator(DONE).wait_for()
    page.get_by_role("alert").filter(has_text="The charts could not be loaded").wait_for()
    assert page.locator("[data-chart] table:visible").count() == 4
    page.expected_errors = ["Failed to load resource: net::ERR_FAILED"]


@pytest.mark.thorough
@pytest.mark.parametrize("lost", ["**/echarts/**", "**/charts.js*"])
def test_charts_that_could_not_be_loaded_are_loaded_later(page, address, lost):
    page.route(lost, lambda route: route.abort())
    page.goto(f"{address}/?lang=en&{SETTINGS}", timeout=1000 * PATIENCE)
    page.locator(DONE).wait_for()
    failed = page.get_by_role("alert").filter(has_text="The charts could not be loaded")
    failed.wait_for()
    page.expected_errors = ["Failed to load resource: net::ERR_FAILED"]
    page.unroute(lost)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator(CHARTS).nth(3).wait_for()
    failed.wait_for(state="hidden")
    assert page.locator("[data-chart] table:visible").count() == 0


def test_the_licence_and_the_version_stand_beside_echarts():
    folder = ROOT / "dashboard" / "assets" / "echarts"
    script, note = (
        (folder / "echarts.esm.min.js").read_text(encoding="utf-8"),
        (folder / "README.md").read_text("utf-8"),
    )
    version = re.search(r"version (\d+\.\d+\.\d+)", note)[1]
    assert f'"{version}"' in script
    assert "Apache License" in (folder / "LICENSE").read_text("utf-8") and (folder / "NOTICE").is_file()
