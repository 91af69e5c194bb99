"""Pictures of every page in both languages, to be looked at: `python -m tests.screenshots FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.browser import ARGUMENTS, DONE, PATIENCE, chromium, server

SIZES = {"laptop": (1400, 900), "phone": (390, 844)}
READY = {
    "compare": DONE,
    "town": "[data-testid=lives]",
    "when": "[data-testid=when-map]",
    "scenarios": "[data-testid=kept] article",
    "rules": "[data-testid=matrix]",
    "questions": "h1",
    "about": "[data-testid=parameters]",
}


def main(folder: Path) -> int:
    """Write the pictures; return 1 when there is no browser."""
    from playwright.sync_api import sync_playwright

    if chromium() is None:
        print("no Chromium on this machine (Debian: apt install chromium)", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with server() as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for size, (width, height) in SIZES.items():
            context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
            context.set_default_timeout(1000 * PATIENCE)
            for language in ("nb", "en"):
                page = context.new_page()
                settings = "keep=citizens%3D1000%26scenario%3Dsvarstad" if size == "laptop" else ""
                page.goto(f"{url}/?lang={language}&{settings}")
                for name, ready in READY.items():
                    page.get_by_test_id(f"page-{name}").click()
                    if name == "town":
                        page.get_by_test_id("places").wait_for()
                        page.get_by_test_id("eventful").click()
                        page.get_by_test_id("month-slider").fill("48")
                    page.locator(ready).first.wait_for()
                    page.wait_for_timeout(700)
                    for tall in (height, 2200):
                        page.set_viewport_size({"width": width, "height": tall})
                        page.wait_for_timeout(200)
                        page.screenshot(path=folder / f"{name}-{language}-{size}-{tall}.png")
                    page.set_viewport_size({"width": width, "height": height})
                page.close()
            context.close()
        browser.close()
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "results/screenshots")))
