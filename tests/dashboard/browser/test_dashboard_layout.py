"""Where things are on a desk, on a phone and on paper: all in sight, none cut off, nothing sideways."""

import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.browser
SMALL = "citizens=200&months=12&seeds=2"
FIVE = f"{SMALL}&paradigms=TPA,NPM,NPG,own,responsive"
ARMS = f"{SMALL}&scenario=city-table&paradigms=" + ",".join(
    f"city-table%2F{arm}" for arm in ("today", "word", "kristiansand", "stavanger-bodo", "trondheim")
)

# Columns of the scorecard that are out of sight, or under the curves. A table may scroll on a phone, not on a desk.
OUT_OF_SIGHT = """() => {
    const table = document.querySelector('[data-testid=scorecard] table'), box = table.parentElement
    const curves = document.querySelector('.sk-charts'), edge = table.getBoundingClientRect()
    const wrong = []
    if (box.scrollWidth > box.clientWidth + 1) wrong.push(`scrolls: ${box.scrollWidth} > ${box.clientWidth}`)
    if (edge.right > innerWidth) wrong.push(`runs out of the window: ${edge.right}`)
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways')
    const other = curves && curves.getBoundingClientRect()
    const across = other && other.left < edge.right && other.right > edge.left
    if (across && other.top < edge.bottom && other.bottom > edge.top) wrong.push('lies under the curves')
    return wrong
}"""


def test_five_ways_of_governing_are_in_sight_at_every_width(opened):
    wrong = {}
    for query in (f"lang=en&{FIVE}", f"lang=nb&{ARMS}", f"lang=nb&{FIVE}&page=rules"):
        page = opened(query, until="[data-testid=scorecard] td.v")
        for width, height in ((1280, 800), (1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate(OUT_OF_SIGHT)
            if found:
                wrong[query[-20:], width] = found
    assert wrong == {}


# Labels beside the map's rows that touch the first cell, and labels below its columns that touch each other.
LABELS_THAT_TOUCH = """() => {
    const all = document.createRange()
    const box = (one) => (all.selectNodeContents(one), all.getBoundingClientRect())
    const map = document.querySelector('[data-testid=when-map]')
    const rows = [...map.querySelectorAll('tbody tr')].filter(
        (row) => box(row.querySelector('th')).right > row.querySelector('button').getBoundingClientRect().left - 2)
    const below = [...map.querySelectorAll('tfoot th')]
    const beside = below.filter((one, k) => k && box(below[k - 1]).right > box(one).left)
    return [...rows.map((row) => row.querySelector('th')), ...beside].map((one) => one.innerText)
}"""


# How far apart the middles of the head's parts lie, in pixels; in one row they lie at the same height.
HEAD_APART = """() => {
    const middles = ['.sk-brand', '[data-testid=menu]', '[data-testid=language]'].map((one) => {
        const { top, bottom } = document.querySelector(one).getBoundingClientRect()
        return (top + bottom) / 2
    })
    return Math.max(...middles) - Math.min(...middles)
}"""


# Letters below a rule's slider that touch each other, or stand out at its ends.
LETTERS_THAT_TOUCH = """() => [...document.querySelectorAll('.gr .marks')].filter((marks) => {
    const edge = marks.getBoundingClientRect(), all = [...marks.children].map((one) => one.getBoundingClientRect())
    const out = (one) => one.left < edge.left - 1 || one.right > edge.right + 1 || one.bottom > edge.bottom + 1
    return all.some(out) || all.some((a, k) => all.slice(k + 1).some((b) =>
        a.left < b.right + 2 && b.left < a.right + 2 && a.top < b.bottom - 1 && b.top < a.bottom - 1))
}).map((marks) => marks.parentElement.innerText)"""


def test_narrow_pages_show_results_first_and_never_scroll_sideways(opened):
    """320 pixels are 1280 at 400 % zoom, 640 are 1280 at 200 %."""
    wrong = {}
    page = opened(f"lang=nb&{FIVE}", width=320, height=640)
    assert page.get_by_test_id("slider-needs.lived").is_hidden()
    page.get_by_test_id("fold").click()
    page.get_by_test_id("slider-needs.lived").wait_for()
    assert page.get_by_test_id("fold").get_attribute("aria-expanded") == "true"
    for name in ("town", "when", "scenarios", "rules", "questions", "about", "compare"):
        page.get_by_test_id("menu").click()  # the pages fold away here
        page.get_by_test_id(f"page-{name}").click()
        page.locator(f"[data-testid=page-{name}][aria-current=page]").wait_for(state="attached")
        page.locator("h1").first.wait_for(state="attached")
        for width in (820, 640, 390, 320):
            page.set_viewport_size({"width": width, "height": 700})
            if width < 700 and (apart := page.evaluate(HEAD_APART)) > 8:
                wrong[name, width] = f"the head has more than one row: {apart}"
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                wrong[name, width] = wide
            if name == "when" and (touching := page.evaluate(LABELS_THAT_TOUCH)):
                wrong[name, width] = touching
            if name == "rules" and (touching := page.evaluate(LETTERS_THAT_TOUCH)):
                wrong[name, width] = touching
            if name == "when":  # what the letters mean is read before the map, not after it
                above, map_ = (page.get_by_test_id(one).bounding_box() for one in ("when-letters", "when-map"))
                assert above["y"] + above["height"] <= map_["y"], width
    assert wrong == {}


# Space above and below each heading, to whatever stands there.
SPACES = """() => [...document.querySelectorAll('.sk-page :is(h2, h3)')].map((head) => {
    const edge = head.getBoundingClientRect()
    const others = [...document.querySelectorAll('.sk-page :is(p, li, article, h1, h2, h3, button, label, legend)')]
        .filter((one) => one.checkVisibility() && !head.contains(one) && !one.contains(head))
        .map((one) => one.getBoundingClientRect())
        .filter((one) => one.height && one.right > edge.left && one.left < edge.right)
    const above = Math.min(...others.map((one) => edge.top - one.bottom).filter((space) => space > -2))
    const below = Math.min(...others.map((one) => one.top - edge.bottom).filter((space) => space > -2))
    return [head.innerText, Math.round(above), Math.round(below)]
})"""


@pytest.mark.parametrize("width", [390, 1366])
def test_headings_stand_nearer_to_what_they_head_and_verdicts_beside_or_below_claims(opened, width):
    page = opened("lang=nb&page=questions", until="[data-testid=others]", width=width)
    assert [space for space in page.evaluate(SPACES) if space[1] < space[2] + 4] == []
    claim, verdict = (
        page.locator(f"[data-testid=others] li >> nth=0 >> css={one}").bounding_box() for one in ("p", "b")
    )
    beside = verdict["x"] >= claim["x"] + claim["width"] and abs(verdict["y"] - claim["y"]) < 4
    assert beside if width > 700 else verdict["y"] >= claim["y"] + claim["height"]
    page.get_by_test_id("to-answers").click()
    page.wait_for_function("() => document.querySelector('[data-testid=answers]').getBoundingClientRect().top < 100")


def test_tables_of_patterns_fit_a_phone(opened):
    page = opened("lang=nb&page=about", until="[data-testid=parameters]", width=390)
    page.evaluate("() => document.querySelectorAll('details.pat').forEach((one) => { one.open = true })")
    cut = """() => [...document.querySelectorAll('.pat div')].filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.innerText)"""
    assert page.locator(".pat table").count() > 20 and page.evaluate(cut) == []


def test_what_stands_below_each_other_begins_and_ends_at_the_same_edges(opened):
    page = opened(f"lang=nb&{SMALL}")
    edges = """() => ['score', 'acts', 'course', 'charts', 'groups'].map((name) => {
        const one = document.querySelector(`.sk-right .sk-${name}`)
        const { left, right } = one.getBoundingClientRect(), { paddingLeft, paddingRight } = getComputedStyle(one)
        return [left + parseFloat(paddingLeft), right - parseFloat(paddingRight)].join()
    })"""
    for width in (390, 820):
        page.set_viewport_size({"width": width, "height": 844})
        found = page.evaluate(edges)
        assert len(set(found)) == 1, (width, found)


def test_three_ways_of_governing_are_in_sight_on_a_phone(opened):
    page = opened(f"lang=nb&{SMALL}", width=390, height=844)
    hidden = """() => [...document.querySelectorAll('[data-testid=scorecard] :is(th, td) :is(span, .sk-term)')]
        .filter((one) => !one.matches('.sk-sr') && one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.innerText)"""
    assert page.locator("[data-testid=scorecard] thead th").count() == 4 and page.evaluate(hidden) == []


def test_a_print_has_everything_and_no_controls(opened):
    page = opened(f"lang=en&{SMALL}")
    sheets = max(int(n) for n in re.findall(rb"/Count (\d+)", page.pdf(format="A4")))
    assert sheets >= 2
    page.emulate_media(media="print")
    try:
        assert page.get_by_test_id("panel").is_hidden() and page.get_by_test_id("undo").is_hidden()
        assert page.get_by_test_id("scorecard").is_visible() and page.get_by_test_id("groups").is_visible()
        assert page.get_by_test_id("summary").first.evaluate(
            "(one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.offsetHeight > 0"
        )
    finally:
        page.emulate_media(media="screen")


def test_a_print_of_the_other_pages_leaves_nothing_out(opened):
    page = opened(f"lang=en&{SMALL}&page=rules", until="[data-testid=matrix]")
    page.emulate_media(media="print")
    try:
        assert page.get_by_test_id("cell-1-1").is_visible() and page.get_by_test_id("base").is_visible()
        assert page.locator("[id='r-boundary.recruitment']").is_visible(), "a choice among words"
        assert page.locator("[id='r-boundary.civic_provider']").is_visible(), "a box to tick"
        page.get_by_test_id("page-when").evaluate("(one) => one.click()")
        page.get_by_test_id("when-levelled").wait_for()
        page.get_by_test_id("page-scenarios").evaluate("(one) => one.click()")
        page.get_by_test_id("scenario-svarstad").wait_for()
        questions = page.locator("[data-testid=scenario-svarstad] details").last.locator("li").first
        assert questions.evaluate(
            "(one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.offsetHeight > 0"
        )
        page.get_by_test_id("page-questions").evaluate("(one) => one.click()")
        lines = page.get_by_test_id("lines-politics")
        lines.wait_for()  # to write an answer on
        assert page.get_by_label("Because").first.is_hidden() and lines.evaluate("(one) => one.offsetHeight") > 60
        page.get_by_test_id("page-about").evaluate("(one) => one.click()")
        table = page.get_by_test_id("parameters")
        table.wait_for()
        box = table.locator("..").evaluate(
            "(one) => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth]"
        )
        assert max(box) <= 1, "the table is cut off"
    finally:
        page.emulate_media(media="screen")


# What a print loses: contents of a box that a reader could scroll on a screen.
CUT = """() => [...document.querySelectorAll('.sk-page *, .sk *')].filter((one) => {
    const { overflowX, overflowY } = getComputedStyle(one)
    const wide = overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1
    const high = overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1
    return one.checkVisibility() && !one.matches('.sk-sr, input, select, option') && (wide || high)
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(("name", "shown"), [("town", "places"), ("when&map=strain,lived,budget,levelled", "when-map")])
def test_a_print_of_maps_cuts_nothing_off(opened, name, shown):
    page = opened(f"lang=nb&{SMALL}&page={name}", until=f"[data-testid={shown}]", width=718, height=1000)
    page.emulate_media(media="print")
    try:
        assert page.get_by_test_id(shown).is_visible() and page.evaluate(CUT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 718
    finally:
        page.emulate_media(media="screen")


def test_an_open_case_stays_in_view_while_one_works(opened):
    page = opened(f"lang=nb&{SMALL}&scenario=svarstad&paradigms=svarstad/desk,svarstad/arena")
    case = page.get_by_test_id("case")
    assert "Svarstad: Hva skal servicetorget bli?" in case.inner_text() and "Spørsmål 1 av 3" in case.inner_text()
    key = page.get_by_test_id("case-key").inner_text()
    marks = set("".join(page.locator("[data-testid=case] .m").all_inner_texts())) - {" "}
    assert marks and marks <= set(key), "every mark of the watch list has its meaning in words"
    page.get_by_test_id("groups").scroll_into_view_if_needed()
    page.mouse.move(900, 500)
    page.mouse.wheel(0, 2000)
    page.wait_for_function("() => document.querySelector('[data-testid=groups]').getBoundingClientRect().top < 500")
    assert case.bounding_box()["y"] == 0
    page.get_by_test_id("case-next").click()
    case.get_by_text("Spørsmål 2 av 3").wait_for()
    page.get_by_test_id("case-close").click()
    case.wait_for(state="detached")
    assert "scenario" not in page.url


@pytest.mark.thorough
def test_the_menu_is_one_line_on_a_laptop(opened):
    page, wrong = opened(f"lang=nb&{SMALL}&page=about", until="h1", width=1366), {}
    for code in ("nb", "nn", "en"):
        page.get_by_test_id("language").select_option(code)
        page.locator(f"html[lang={code}]").wait_for(state="attached")
        tops = page.locator(".sk-nav > *").evaluate_all("(all) => [...new Set(all.map((one) => one.offsetTop))]")
        if len(tops) > 1:
            wrong[code] = tops
    assert wrong == {}
