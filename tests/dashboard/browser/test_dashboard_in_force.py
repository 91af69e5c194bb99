"""The numbers shown belong to the settings shown, however settings change and whatever the network does.

A watcher in the page looks at every frame. It notes when results can be read as done while a control shows a value
other than the value that the server computes with.
"""

import os
import signal

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.browser import DONE, PATIENCE, free_port, server
from tests.helpers.forwarder import Forwarder

pytestmark = pytest.mark.browser
SMALL = "lang=en&citizens=200&months=12&seeds=2"
LIVED = "slider-needs.lived"

WATCHER = """() => {
    window.wrong = []
    window.backwards = []
    let before = null
    const value = (id) => { const found = document.querySelector(`[data-testid="${id}"]`); return found && found.value }
    const look = () => {
        requestAnimationFrame(look)
        const slider = value('slider-needs.lived'), citizens = value('citizens')
        if (!slider) return
        const link = new URLSearchParams(document.querySelector('[data-testid=shell]').dataset.link)
        const set = link.getAll('set').find((one) => one.startsWith('needs.lived:'))
        const numbers = [...document.querySelectorAll('[data-testid=scorecard] :is(td.v, .sum)')]
            .filter((one) => getComputedStyle(one).visibility !== 'hidden' && /\\d/.test(one.innerText))
        const lost = document.getElementById('sk-lost')
        const inForce = [Number(set ? set.split(':')[1] : 1), link.get('citizens') || '5000']
        const same = Number(slider) === inForce[0] && citizens === inForce[1]
        if (numbers.length && !lost && !same) window.wrong.push([slider, set, citizens, numbers[0].innerText])
        if (before !== null && Number(slider) < before) window.backwards.push([before, slider])
        before = Number(slider)
    }
    look()
}"""


@pytest.fixture
def tab(browser, address):
    """Make tabs of one browser, each behind a stretch of network of its own. At the end no watcher has seen a fault."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(1000 * PATIENCE)
    pages = []

    def make(query=SMALL, network=None):
        network = network or Forwarder(address)
        page = context.new_page()
        page.goto(f"{network.address}/?{query}", timeout=1000 * PATIENCE)
        page.locator(DONE).wait_for()
        page.evaluate(WATCHER)
        pages.append(page)
        return page, network

    yield make
    for page in pages:
        assert page.evaluate("window.wrong || []") == []
        page.goto("about:blank")
    context.close()


def cells(page):
    return page.locator("[data-testid=scorecard] td.v").all_inner_texts()


def settled(page, linked):
    """Wait until results of a link are shown; return their numbers."""
    page.wait_for_function("(part) => location.search.includes(part)", arg=linked)
    page.locator(DONE).wait_for()
    return cells(page)


def afresh(tab, page):
    """Return the numbers of the same link in a new tab on a good network."""
    query = page.evaluate("location.search.slice(1)")
    return cells(tab(query)[0])


def covered(page):
    return page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=scorecard] td.v')).visibility === 'hidden'"
    )


@pytest.mark.parametrize("delay", [pytest.param(0.0, marks=pytest.mark.thorough), 0.4])
def test_twenty_presses_are_twenty_steps_and_the_thumb_never_jumps_back(tab, delay):
    page, network = tab()
    network.delay = delay
    page.get_by_test_id(LIVED).focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(60)
    shown = settled(page, "needs.lived%3A3")
    assert float(page.get_by_test_id(LIVED).input_value()) == 3.0
    assert page.evaluate("window.backwards") == []
    network.delay = 0.0
    assert shown == afresh(tab, page)


def test_a_dragged_slider_is_in_force_where_it_was_let_go(tab):
    page, network = tab()
    network.delay = 0.1
    slider = page.get_by_test_id(LIVED)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    for share in (0.8, 0.3, 0.6):
        at = float(slider.input_value()) / 8
        page.mouse.move(box["x"] + 8 + at * (box["width"] - 16), y)
        page.mouse.down()
        for step in range(1, 9):
            page.mouse.move(box["x"] + box["width"] * (at + (share - at) * step / 8), y)
            page.wait_for_timeout(30)
        page.mouse.up()
        value = float(slider.input_value())
        settled(page, f"needs.lived%3A{value:g}")
        assert float(slider.input_value()) == value


def test_typed_numbers_cover_the_results_until_they_are_in_force(tab):
    page, network = tab()
    network.delay = 0.1
    before, field = cells(page), page.get_by_test_id("citizens")
    field.fill("210")
    assert covered(page) and "Press Enter" in page.get_by_test_id("progress").inner_text()
    field.fill("200")  # the number that is in force
    assert not covered(page)
    field.fill("210")
    field.press("Enter")
    assert covered(page)
    assert settled(page, "citizens=210") != before and field.input_value() == "210"
    field.fill("7")
    field.press("Tab")
    page.get_by_test_id("message").wait_for()
    page.locator(DONE).wait_for()
    assert field.input_value() == "210" and "citizens=210" in page.url


def test_a_sixth_way_of_governing_is_refused_and_its_box_is_empty_again(tab):
    page, _ = tab(SMALL + "&paradigms=TPA,NPM,NPG,thin,responsive")
    box = page.get_by_test_id("paradigm-own")
    box.click()
    page.get_by_test_id("message").wait_for()
    page.locator(DONE).wait_for()
    assert not box.is_checked() and page.get_by_test_id("paradigm-thin").is_checked()


def test_quick_undos_and_the_browsers_back_end_where_the_link_is(tab):
    page, network = tab()
    first = cells(page)
    seen = {}
    for value in (2, 4, 6):
        page.get_by_test_id(LIVED).fill(str(value))
        seen[value] = settled(page, f"needs.lived%3A{value}")
        page.wait_for_timeout(1600)  # moves in quick succession are one step
    network.delay = 0.2
    page.get_by_test_id("undo").click()
    page.get_by_test_id("undo").click()
    assert settled(page, "needs.lived%3A2") == seen[2]
    page.go_back()  # to before the undos
    assert settled(page, "needs.lived%3A4") == seen[4]
    page.go_back()
    assert settled(page, "needs.lived%3A6") == seen[6]
    for _ in range(3):
        page.evaluate("history.back()")
    page.wait_for_function("() => !location.search.includes('needs.lived')")
    page.wait_for_function("() => document.querySelector('[data-testid=\"slider-needs.lived\"]').value === '1'")
    page.locator(DONE).wait_for()
    assert cells(page) == first
    page.go_forward()
    assert settled(page, "needs.lived%3A2") == seen[2]


@pytest.mark.thorough
def test_a_stalled_network_shows_no_old_number_and_ends_in_the_right_ones(tab):
    page, network = tab()
    network.stall()
    page.get_by_test_id(LIVED).fill("5")
    assert covered(page) and "computing" in page.get_by_test_id("progress").inner_text()
    page.get_by_test_id("connection-lost").wait_for()  # within seconds, not when the network gives up
    network.flow()
    shown = settled(page, "needs.lived%3A5")
    page.get_by_test_id("connection-lost").wait_for(state="detached")
    assert shown == afresh(tab, page)


def test_a_change_that_is_lost_with_the_connection_is_made_when_it_is_back(tab):
    page, network = tab()
    network.stall()
    page.get_by_test_id(LIVED).fill("5")
    page.wait_for_timeout(300)  # it is under way
    page.get_by_test_id("seeds").fill("3")
    page.get_by_test_id("seeds").press("Enter")
    network.cut()
    page.get_by_test_id("connection-lost").wait_for()
    network.mend()
    shown = settled(page, "seeds=3")
    assert "needs.lived%3A5" in page.url and page.get_by_test_id(LIVED).input_value() == "5"
    assert shown == afresh(tab, page)


@pytest.mark.thorough
def test_an_answer_that_is_lost_with_the_connection_is_shown_when_it_is_back(tab):
    page, network = tab()
    page.get_by_test_id(LIVED).fill("5")
    page.wait_for_timeout(120)  # the server has it, and its answers are on their way
    network.cut()
    page.wait_for_timeout(1500)
    network.mend()
    shown = settled(page, "needs.lived%3A5")
    assert shown == afresh(tab, page)


def test_a_reload_in_the_middle_of_a_change_shows_what_the_link_says(tab):
    page, network = tab()
    network.delay = 0.3
    page.get_by_test_id(LIVED).fill("5")
    page.reload()
    page.locator(DONE).wait_for()
    page.evaluate(WATCHER)
    page.wait_for_timeout(500)
    network.delay = 0.0
    assert cells(page) == afresh(tab, page)


def test_two_tabs_keep_their_own_settings(tab):
    one, network = tab()
    other, _ = tab(network=network)
    one.get_by_test_id(LIVED).fill("5")
    other.get_by_test_id(LIVED).fill("7")
    first, second = settled(one, "needs.lived%3A5"), settled(other, "needs.lived%3A7")
    assert first != second and cells(one) == first


@pytest.mark.thorough
def test_a_server_that_is_killed_and_restarted_shows_the_links_settings(tab):
    port = free_port()
    with server(port=port, workers=1) as (url, process):
        page, _ = tab(network=Forwarder(url))
        page.get_by_test_id(LIVED).fill("5")
        settled(page, "needs.lived%3A5")
        os.kill(process, signal.SIGKILL)
        page.get_by_test_id("connection-lost").wait_for()
    with server(port=port, workers=1):
        page.wait_for_function("() => !window.wrong")  # a new page
        page.locator(DONE).wait_for()
        page.evaluate(WATCHER)
        assert page.get_by_test_id(LIVED).input_value() == "5" and "needs.lived%3A5" in page.url
        assert cells(page) == afresh(tab, page)
        page.goto("about:blank")
