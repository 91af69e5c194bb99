"""A further language in a real browser: a folder with catalogues offers it, without any change of code."""

import shutil

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")
sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from samskaping.catalogue import LOCALES
from tests.browser import ARGUMENTS, PATIENCE, chromium, server

pytestmark = pytest.mark.browser
NEW = {"Sammenlign": "Sammenhold", "Gjett først": "Gæt først", "samskaping laster …": "samskaping hentes …"}
"""Texts of the dashboard in Norwegian and in the further language, Danish."""


@pytest.mark.thorough
def test_a_further_language_stands_in_the_switch_and_shows_its_texts(tmp_path):
    shutil.copytree(LOCALES, tmp_path / "locale")
    shutil.copytree(tmp_path / "locale" / "nb", tmp_path / "locale" / "da")
    path = tmp_path / "locale" / "da" / "LC_MESSAGES" / "dashboard.po"
    catalogue = path.read_text("utf-8")
    for bokmaal, danish in NEW.items():
        catalogue = catalogue.replace(f'msgstr "{bokmaal}"', f'msgstr "{danish}"')
    path.write_text(catalogue, "utf-8")
    for compiled in tmp_path.rglob("*.mo"):
        compiled.unlink()
    folder = str(tmp_path / "locale")
    (tmp_path / "sitecustomize.py").write_text(
        f"import pathlib, samskaping.catalogue\nsamskaping.catalogue.LOCALES = pathlib.Path({folder!r})\n"
    )
    with server(workers=1, environment={"PYTHONPATH": str(tmp_path)}) as (url, _), sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(f"{url}/?page=questions&lang=nb&citizens=60&months=2&seeds=1")
        switch = page.get_by_test_id("language")
        switch.wait_for()
        assert switch.locator("option").all_inner_texts() == ["English", "Dansk", "Bokmål", "Nynorsk"]
        assert page.get_by_test_id("page-compare").inner_text() == "Sammenlign"
        switch.select_option("da")
        page.locator("html[lang=da]").wait_for(state="attached")
        assert page.get_by_test_id("page-compare").inner_text() == "Sammenhold"
        assert page.get_by_test_id("look-inequality").inner_text() == "Gæt først"
        assert "lang=da" in page.url
        for name in ("compare", "town", "scenarios", "rules", "about"):
            page.get_by_test_id(f"page-{name}").click()
            page.locator(f"[data-testid=page-{name}][aria-current=page]").wait_for()
            page.locator("#sk-main h1").first.wait_for()
        switch.select_option("nn")
        page.locator("html[lang=nn]").wait_for(state="attached")
        assert page.get_by_test_id("page-compare").inner_text() == "Samanlikn"
        assert "samskaping hentes" in page.request.get(f"{url}/static/assets/custom.js").text()
        browser.close()
