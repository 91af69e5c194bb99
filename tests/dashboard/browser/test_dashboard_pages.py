"""The other pages in a real browser without any network: town, map, cases, rules, questions, about, and the tour."""

import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser
SMALL = "citizens=300&months=12&seeds=2"

BARS = """() => [...document.querySelectorAll('[data-testid=places] td .u')].map((one) => {
    const track = one.querySelector('.track')
    return [track.querySelector('i').offsetHeight / track.offsetHeight, one.querySelector('.sk-sr').innerText]
})"""


def test_the_town_plays_steps_and_tells_stories(visitor):
    page = visitor.open(SMALL + "&page=town&lang=en", until="[data-testid=places]")
    month = page.get_by_test_id("month")
    assert month.inner_text() == "month 0"
    page.get_by_test_id("step").click()
    assert month.inner_text() == "month 1"
    page.get_by_test_id("speed").fill("12")
    page.get_by_test_id("play").click()
    page.wait_for_function("() => document.querySelector('[data-testid=month]').innerText === 'month 12'")
    for way in ("TPA", "NPM", "NPG"):  # side by side
        assert f"month 12 under {way}" in page.get_by_test_id(f"said-{way}").inner_text()
    for share, words in page.evaluate(BARS):  # half of a bar's track is as much work as there are hours
        load = float(words.split()[-1])
        assert words.startswith("workload ") and share == pytest.approx(max(0.07, min(1, load / 2)), abs=0.06), words
    page.get_by_test_id("map-NPM").click(position={"x": 130, "y": 100})
    page.get_by_test_id("citizen-number").fill("5")
    page.get_by_test_id("citizen-number").press("Tab")
    page.get_by_test_id("lives").wait_for()
    assert page.get_by_test_id("lives").locator("tr").count() == 3
    page.get_by_test_id("way-NPM").click()
    page.get_by_test_id("town-NPM").wait_for(state="detached")
    page.get_by_test_id("colour").select_option("need")
    page.get_by_test_id("to-start").click()
    page.get_by_test_id("step").click()
    assert month.inner_text() == "month 1"
    wanted = "town_month=1&town_citizen=5&town_colour=need&town_ways=TPA%2CNPG"
    page.wait_for_function("wanted => location.search.endsWith(wanted)", arg=wanted)
    again = visitor.open(page.url.partition("?")[2], until="[data-testid=lives]")
    assert again.get_by_test_id("month").inner_text() == "month 1"
    assert again.get_by_test_id("citizen-number").input_value() == "5" and again.get_by_test_id("map-NPM").count() == 0
    page.set_viewport_size({"width": 390, "height": 844})  # one map at a time, with the choice above it
    page.get_by_test_id("map-NPG").wait_for(state="hidden")
    assert "narrow" in page.get_by_test_id("ways").inner_text() and page.get_by_test_id("map-TPA").is_visible()
    assert page.get_by_test_id("way-NPG").bounding_box()["y"] < page.get_by_test_id("map-TPA").bounding_box()["y"] < 844
    for way in ("NPG", "NPM"):  # NPM was not among those side by side
        page.get_by_test_id(f"way-{way}").click()
        page.get_by_test_id(f"map-{way}").wait_for()
        assert page.locator("figure canvas").evaluate_all("all => all.filter(one => one.offsetWidth).length") == 1
        assert (
            page.locator("[data-testid=places] h3").evaluate_all("all => all.filter(one => one.offsetWidth).length")
            == 1
        )
    page.get_by_test_id("month-slider").fill("12")  # a story's newest month is in sight
    page.wait_for_function("""() => [...document.querySelectorAll('.story')]
        .every((one) => one.scrollTop + one.clientHeight >= one.scrollHeight - 1)""")


@pytest.mark.thorough
def test_a_world_of_the_map_is_computed_and_printed(visitor):
    page = visitor.open("page=when&lang=en&map=fit,lived,horizon,levelled", until="[data-testid=when-map]")
    page.locator("[data-testid=when-map] button[tabindex='0']").focus()
    for key in ("ArrowRight", "End", "ArrowDown"):  # one year, most lived knowledge
        page.keyboard.press(key)
    for _ in range(9):
        page.keyboard.press("ArrowDown")
    assert "Years under the way of governing: 1." in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    page.locator('[data-testid=status][data-complete="yes"]').wait_for()
    assert "months=12" in page.url and "set=needs.lived%3A3.0" in page.url
    page.get_by_test_id("save-more").locator("summary").click()
    with page.expect_download() as got:
        page.get_by_test_id("download-report").click()
    assert got.value.suggested_filename == "samskaping-larvik-3909-report.html"
    assert page.url.partition("&map=")[0].replace("&", "&amp;") in got.value.path().read_text()


def test_scenarios_are_loaded_and_kept_side_by_side(visitor):
    page = visitor.open("page=scenarios&lang=en&" + SMALL, until="[data-testid=load-svarstad]")
    page.get_by_test_id("beside-svelvik").click()
    page.get_by_test_id("kept").locator("article").nth(1).wait_for()
    page.get_by_test_id("load-svarstad").click()
    page.get_by_test_id("scorecard").wait_for()
    assert "scenario=svarstad" in page.url and "keep=" in page.url
    assert "svarstad%2Farena" in page.url


def test_rules_are_built_from_presets_matrix_and_sliders(visitor):
    page = visitor.open("page=rules&lang=en&" + SMALL, until="[data-testid=matrix]")
    units = page.locator("div.s:has([data-testid='rule-choice.n_providers']) output")
    assert units.inner_text() == "1 unit"
    page.get_by_test_id("cell-2-0").click()
    page.locator('[data-testid=own-words]:has-text("2 rules changed")').wait_for()
    page.locator('[data-testid=scorecard] th:has-text("Own, from NPM")').wait_for()
    assert units.inner_text() == "3 units"
    page.get_by_test_id("rule-choice.discretion").focus()
    page.keyboard.press("End")
    page.locator('[data-testid=own-words]:has-text("3 rules changed")').wait_for()
    assert "own=choice.discretion%3A1.0" in page.url
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=scorecard] td.v')].every(c => /[0-9]/.test(c.innerText))"
    )


def test_a_question_wants_a_guess_first(visitor):
    page = visitor.open("page=questions&lang=en", until="h1")
    assert page.get_by_test_id("look-inequality").is_disabled()
    page.get_by_test_id("guess-inequality-lower").check()
    page.get_by_test_id("look-inequality").click()
    page.get_by_test_id("answer-inequality").get_by_text("The model's answer").wait_for()
    said = page.get_by_test_id("answer-inequality").inner_text()
    assert re.search(r"Your guess: lower\. (It held|It did not hold|Whether it holds)", said)
    page.get_by_test_id("all-inequality").click()
    page.get_by_test_id("scorecard").wait_for()
    assert "own=boundary.recruitment%3Aopen" in page.url


def test_the_table_of_parameters_gives_room_to_what_is_read(visitor):
    page = visitor.open("page=about&lang=en", until="[data-testid=parameters]")
    heads = page.locator("[data-testid=parameters] thead th")
    name, _, _, meaning, source = [heads.nth(place).bounding_box()["width"] for place in range(5)]
    assert meaning > max(name, source) and min(name, source) > 100
    colour = page.get_by_test_id("evidence").evaluate("(one) => getComputedStyle(one).color")
    assert colour == "rgb(0, 80, 143)"  # that of all links, with contrast to spare


def test_the_tour_ends_with_the_limits(visitor):
    page = visitor.open(f"lang=en&{SMALL}")
    page.get_by_test_id("tour").click()
    for _ in range(6):
        page.get_by_test_id("tour-next").click()
    page.get_by_test_id("limits").wait_for()
    page.get_by_test_id("tour-end").click()
