"""What a newcomer meets in the room: explanations, questions, and how far to trust a result."""

import re

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.browser import DONE

pytestmark = pytest.mark.browser
SMALL = "citizens=200&months=12&seeds=2"


def test_questions_are_about_the_visitors_town_and_leave_the_settings_alone(opened):
    page = opened(f"lang=en&{SMALL}&town=5001&set=needs.lived:2&page=questions", until="[data-testid=where]")
    assert "Trondheim, 200 citizens, 12 months" in page.get_by_test_id("where").inner_text()
    for question in ("inequality", "politics"):
        page.get_by_test_id(f"guess-{question}-lower").check()
        page.get_by_test_id(f"look-{question}").click()
        page.get_by_test_id(f"answer-{question}").get_by_text("The model's answer").wait_for()
        assert "under the changed rules, 0." in page.get_by_test_id(f"answer-{question}").inner_text()
    page.get_by_label("Because").first.fill("we asked")
    page.get_by_test_id("page-compare").click()
    page.locator(DONE).wait_for()
    assert "town=5001" in page.url and "set=needs.lived%3A2" in page.url and "paradigms" not in page.url
    page.get_by_test_id("page-questions").click()
    for question in ("inequality", "politics"):  # guesses, reasons and answers are still there
        page.get_by_test_id(f"answer-{question}").get_by_text("The model's answer").wait_for()
        assert page.get_by_test_id(f"guess-{question}-lower").is_checked()
    assert page.get_by_label("Because").first.input_value() == "we asked"


@pytest.mark.thorough
def test_a_group_without_an_outcome_says_so_and_does_not_wait(opened):
    page = opened(f"lang=en&{SMALL}")
    page.get_by_test_id("dimension").select_option("area")
    trust = page.locator("[data-group=trust]")
    trust.get_by_text("The model does not measure this by these groups.").wait_for()
    assert not page.get_by_text("waiting for the first repeat").count()


@pytest.mark.parametrize(
    "name", ["when", *(pytest.param(n, marks=pytest.mark.thorough) for n in ("town", "questions"))]
)
def test_the_limits_are_one_click_away_where_there_are_other_results(opened, name):
    page = opened(f"lang=en&page={name}&{SMALL}", "[data-testid=limits-link]")
    page.get_by_test_id("limits-link").click()
    page.get_by_test_id("limits").wait_for()


def test_explanations_open_at_a_tap_and_at_a_key_and_none_is_shown_by_hovering_alone(opened):
    page = opened(f"lang=en&{SMALL}")
    term, box = page.locator('[data-outcome="met_need"] .sk-term'), page.get_by_test_id("explained")
    term.focus()
    page.keyboard.press("Enter")
    box.wait_for()
    assert "Needs met" in box.inner_text() and "NPG: " in box.inner_text() and "95 % interval" in box.inner_text()
    assert term.get_attribute("aria-expanded") == "true"
    below = """() => document.querySelector('.sk-explained').offsetTop
        - document.querySelector('[data-outcome="met_need"] .sk-term').getBoundingClientRect().top"""
    before = page.evaluate(below)
    page.evaluate("new Promise((done) => { scrollBy(0, 20); requestAnimationFrame(() => setTimeout(done, 50)) })")
    assert page.evaluate(below) == pytest.approx(before, abs=1.0)
    page.keyboard.press("Escape")
    box.wait_for(state="detached")
    assert page.evaluate("document.activeElement.innerText") == "Needs met"
    page.get_by_role("button", name="NPG", exact=True).first.click()
    assert "citizens" in box.inner_text().lower()
    page.locator("h1").first.click()
    box.wait_for(state="detached")
    only_by_hover = {}
    for name in ("compare", "town", "when", "scenarios", "rules", "questions", "about"):
        page.get_by_test_id(f"page-{name}").click()
        page.locator(f"[data-testid=page-{name}][aria-current=page]").wait_for()
        page.locator("h1").first.wait_for()
        found = page.evaluate(
            """() => [...document.querySelectorAll('.sk-page [title], .sk [title]')]
                .filter((one) => one.title !== one.getAttribute('aria-label')
                    && !(one.getAttribute('aria-label') || '').startsWith(one.title))
                .map((one) => one.title)"""
        )
        if found:
            only_by_hover[name] = found
    assert only_by_hover == {}


def test_one_sentence_leads_and_the_others_with_sizes_limits_and_levelled_are_one_click_away(opened):
    page = opened("lang=en&citizens=500&months=12&seeds=4&paradigms=TPA,NPG")
    assert re.fullmatch(
        r"Compared with traditional administration \(TPA\): co-creation \(NPG\) does better on (.+ and )?felt voice, "
        r"and worse on .*citizens' time \(\d+ minutes more a month per citizen\).*\.",
        page.get_by_test_id("lead").inner_text().strip(),
    )
    assert not page.get_by_test_id("summary").is_visible()
    page.get_by_test_id("summary-more").locator("summary").click()
    lead = page.get_by_test_id("summary").first.inner_text()
    size = r"\((small|medium|large) difference\)"
    assert re.search(rf"Under co-creation \(NPG\): better: felt voice \+0\.\d+, 0\.\d+ → 0\.\d+ {size}", lead)
    assert re.search(
        r"Who pays: each citizen gives \d+ minutes more a month, [\d.]+ → [\d.]+ \(large difference\): those with", lead
    )
    assert "Who gains: the gap in needs met between those with most and fewest resources" in lead
    assert re.search(
        r"tested on \d+ known findings. \d+ of these are not built", page.get_by_test_id("trusted").inner_text()
    )
    page.get_by_test_id("summary").get_by_text(re.compile("these remain: .*citizens' time")).wait_for()
    page.get_by_role("button", name="What is this? With other rules, such as paperwork, alike:").click()
    page.get_by_text("Such a difference matters in both, in the same direction.").wait_for()
    assert "how much paperwork is needed" in page.get_by_test_id("explained").inner_text()
    page.keyboard.press("Escape")
    page.get_by_test_id("summary").get_by_role("button", name="felt voice").click()
    assert page.get_by_test_id("explained").inner_text().startswith("Felt voice")
    page.keyboard.press("Escape")
    page.get_by_test_id("level").click()
    page.wait_for_function("() => location.search.includes('TPA-levelled')")
    page.locator(DONE).wait_for()
    page.get_by_test_id("level").get_by_text("Back to the rules as argued").wait_for()
    page.get_by_test_id("limits-link").click()
    page.get_by_test_id("limits").wait_for()
    page.go_back()
    page.locator(DONE).wait_for()
    assert "TPA-levelled" in page.url


def test_slider_levels_are_in_plain_words(opened):
    page = opened(f"lang=en&{SMALL}")
    assert page.locator("label[for='f-rules.intensity'] ~ output").inner_text() == "fully"
    slider = page.get_by_test_id("slider-money.case_budget")
    level = page.locator("label[for='f-money.case_budget'] ~ output")
    assert level.inner_text() == "as today"
    slider.focus()
    page.keyboard.press("Shift+ArrowLeft")
    assert level.inner_text() == "0.2 % less"
    assert slider.get_attribute("aria-valuetext").startswith("0.2 % less (0.0424 ")
    page.keyboard.press("Home")
    assert re.fullmatch(r"9\d(\.\d)? % less", level.inner_text())
    page.keyboard.press("End")
    assert re.fullmatch(r"\d(\.\d)? times as much", level.inner_text())


def test_twenty_presses_move_a_rule_twenty_hundredths_of_its_range(opened):
    page = opened(f"lang=en&{SMALL}&page=rules&base=TPA", until="[data-testid=matrix]")
    slider = page.get_by_test_id("rule-choice.discretion")
    before = float(slider.input_value())
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    after = float(slider.input_value())
    assert after == pytest.approx(before + 0.2)
    page.wait_for_function("(part) => location.search.includes(part)", arg=f"own=choice.discretion%3A{after:g}")


def test_changes_along_the_way_are_put_in_force_with_the_keyboard_and_seen_on_the_curves(opened):
    page = opened(f"lang=en&{SMALL}&paradigms=TPA,NPG")
    page.get_by_test_id("curves-differences").click()
    page.wait_for_function("() => location.search.includes('curves=differences')")
    page.get_by_text("TPA: the zero line").wait_for()
    page.get_by_test_id("course-add").focus()
    page.keyboard.press("Enter")
    month, kind = page.get_by_test_id("course-month"), page.get_by_test_id("course-kind")
    assert page.evaluate("document.activeElement.dataset.testid") == "course-kind"
    kind.select_option("setting")
    page.get_by_test_id("course-setting").select_option("rules.boundary.recruitment")
    page.get_by_test_id("course-choice").select_option(label="by lot with quotas")
    kind.select_option("money")
    month.fill("40")
    page.keyboard.press("Enter")
    page.get_by_test_id("course-problem").get_by_text("never reached: the run has 12 months").wait_for()
    assert "at=" not in page.url and month.input_value() == "40"
    month.fill("5")
    page.keyboard.press("Enter")
    page.get_by_test_id("course-form").wait_for(state="detached")
    page.locator(DONE).wait_for()
    assert "at=month%3A5%3Bparameters.money.case_budget%3A%2A0.85" in page.url
    assert (
        "From month 5: Public budget: 15 % less (all ways of governing)" in page.get_by_test_id("change-0").inner_text()
    )
    mark = page.locator('[data-chart=fit] .sk-plot svg text:text-is("1")')
    mark.wait_for(state="attached")
    slider = page.get_by_test_id("probe-fit").first
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "(one) => /^month 5 – Public budget: 15 % less: NPG [+−]?\\d/.test(one.getAttribute('aria-valuetext'))",
        arg=slider.element_handle(),
    )
    page.get_by_test_id("areas-open").click()
    page.get_by_test_id("area-place").check()
    page.get_by_test_id("areas-save").click()
    page.wait_for_function("() => location.search.includes('NPG%40place')")
    page.get_by_test_id("second").fill("Bodø")
    page.keyboard.press("Enter")
    page.locator('[data-testid=towns][data-complete="yes"]').wait_for()
    assert "not the work of rules alone" in page.get_by_test_id("towns-note").inner_text()
    assert page.get_by_test_id("towns-sum").count() == 2
    for _ in range(3):
        page.get_by_test_id("undo").click()
    page.wait_for_function("() => !/at=|town2|%40/.test(location.search)")
    mark.wait_for(state="detached")
