"""Many visitors at once: `python -m benchmarks.visitors --visitors 30`.

Each visitor opens the start page and moves a slider several times, all at the same moment. Each move has its own value,
so that no result comes from another visitor's computation. One visitor has a real browser, on the server's machine; its
latencies run from the move to the new numbers in the page. The others are pages without a browser (`guests`).
`--queue` runs the workers alone: all visitors request new settings at the same moment. `--hog` gives one worker twenty
of the largest jobs of one visitor, and measures how long another visitor then waits.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.guests import SLIDER, Guest
from benchmarks.report import table
from dashboard.content.results import Results, units_of
from dashboard.state import Settings, checked, from_link
from dashboard.workers.jobs import Job
from dashboard.workers.pool import Pool
from dashboard.workers.turns import Client
from tests.browser import ARGUMENTS, DONE, PATIENCE, chromium, server

LONG = 4_000 * PATIENCE
VALUES = [round(0.01 * k, 2) for k in range(1, 301) if k != 100]
"""What the slider can be moved to, but for where it starts."""
_WATCH = """([before]) => new Promise(done => { const began = performance.now(); let first = null; const look = () => {
  const s = document.querySelector('[data-testid=status]'), key = s.dataset.settings
  if (key !== before) {
    const drawn = document.querySelector('[data-chart] path[stroke-width="2.4"]')
    const chart = document.querySelector('.sk-charts').dataset.settings === key && drawn && drawn.getAttribute('d')
    if (first === null && chart) first = performance.now() - began
    if (s.dataset.complete === 'yes') { done([first, performance.now() - began]); return } }
  setTimeout(look, 10) }; look() })"""
_MOVE = """([name, value]) => { const e = document.querySelector(`[data-testid="slider-${name}"]`)
  e.value = value; e.dispatchEvent(new Event('change')) }"""


def resident(process: int) -> float:
    """Return a process's memory in MB (Linux)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


async def visit(url: str, values: Sequence[float], go: threading.Event, ready: threading.Event) -> dict[str, Any]:
    """Open the page in a browser and move the slider; return seconds to load, to first results and to all seeds."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = await browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        context.set_default_timeout(LONG)
        page = await context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        began = time.monotonic()
        await page.goto(url, timeout=LONG)
        await page.locator("[data-testid=scorecard]").wait_for()
        loaded = time.monotonic() - began
        await page.locator(DONE).wait_for()
        ready.set()
        while not go.is_set():
            await asyncio.sleep(0.02)
        first, full = [], []
        for value in values:
            before = await page.get_by_test_id("status").get_attribute("data-settings")
            watching = asyncio.create_task(page.evaluate(_WATCH, [before]))
            await asyncio.sleep(0.01)
            await page.evaluate(_MOVE, [SLIDER, value])
            one, all_ = await watching
            first.append((all_ if one is None else one) / 1000)
            full.append(all_ / 1000)
            await asyncio.sleep(3)  # time that people look before they move again
        await browser.close()
    return {"loaded": loaded, "first": first, "full": full, "errors": errors}


def crowd(
    url: str, process: int, visitors: int, moves: int, first: int = 0
) -> tuple[dict[str, Any], list[Guest], float, float]:
    """Let visitors come, one of them in a browser, and all move at once, each move to a value of its own.

    Return what the one saw, the others, and the server's memory in MB before anybody came and after all moves. `first`
    is the place of the first of `VALUES` that is used.
    """
    empty, go, ready = resident(process), threading.Event(), threading.Event()
    address, _, query = url.partition("/?")
    values = [VALUES[first + who * moves :][:moves] for who in range(visitors)]
    guests = []
    for who in range(1, visitors):
        guests.append(Guest(address, f"/?{query}", who, values[who], go))
        if not guests[-1].ready.wait(PATIENCE) or guests[-1].error is not None:
            raise RuntimeError(f"page {who} did not open") from guests[-1].error
    seen: dict[str, Any] = {}

    def browse() -> None:
        try:
            seen.update(asyncio.run(visit(url, values[0], go, ready)))
        finally:
            ready.set()

    one = threading.Thread(target=browse, daemon=True)
    one.start()
    ready.wait(4 * PATIENCE)
    go.set()
    for thread in (one, *(guest.thread for guest in guests)):
        thread.join(4 * PATIENCE)
    for guest in guests:
        if guest.error is not None or guest.thread.is_alive():
            raise RuntimeError("a page did not get all results") from guest.error
    if not seen:
        raise RuntimeError("the page in the browser did not get all results")
    return seen, guests, empty, resident(process)


def queue_only(visitors: int, query: str) -> list[dict[str, Any]]:
    """Return the times of first and of all results for each of several visitors who request at once."""
    pool, settings = Pool(), from_link(query).settings
    pool.ready.wait()
    time.sleep(10)  # the other workers too
    asked = [settings.with_change("needs.wickedness", 0.2 + 0.01 * who, 1.0) for who in range(visitors)]
    waits = [_Ask(pool, who, one, Client(str(who))) for who, one in enumerate(asked)]
    for wait in waits:
        wait.all.wait()
    pool.close()
    return [{"first": [wait.first_after], "full": [wait.all_after]} for wait in waits]


LARGEST = {
    "citizens": 20_000,
    "months": 200,
    "seeds": 2,
    "paradigms": ("TPA", "NPM", "NPG", "status-quo", "responsive"),
}
"""The settings of a hog: as much work as the dashboard takes, in two units."""
PATIENT = 20.0
"""Seconds to wait for all seeds beside a hog."""
HOGS = {
    "alone": None,
    "20 tabs of one visitor, same address": lambda tab: Client("hog", "192.0.2.1"),
    "20 tabs of one visitor, other address": lambda tab: Client("hog", "192.0.2.2"),
    "20 cookies at another address": lambda tab: Client(f"hog {tab}", "192.0.2.2"),
    "20 cookies at the same address": lambda tab: Client(f"hog {tab}", "192.0.2.1"),
}


def beside_hogs(query: str, tabs: int = 20, times: int = 4) -> dict[str, list[tuple[float, float]]]:
    """Return a visitor's seconds to the first results and to all of them, beside each kind of hog, with one worker."""
    pool, found = Pool(workers=1), {}
    pool.ready.wait()
    first_seed = 1
    for name, client_of in HOGS.items():
        waits = [] if client_of is None else [_Ask(pool, tab, _hog(tab), client_of(tab)) for tab in range(tabs)]
        for wait in waits[:1]:
            wait.first.wait()
        found[name] = []
        for _ in range(times):
            first_seed += 1000
            settings = replace(from_link(query).settings, first_seed=first_seed)
            mine = _Ask(pool, "visitor", settings, Client("visitor", "192.0.2.1"))
            mine.first.wait()
            mine.all.wait(PATIENT)
            found[name].append((mine.first_after, mine.all_after))
            time.sleep(2)  # time that people look before they move again
        for tab in range(tabs):
            pool.cancel(tab)
    pool.close()
    return found


def _hog(tab: int) -> Settings:
    return checked(Settings(**LARGEST, first_seed=1_000_000 + 100 * tab))


class _Ask:
    """Requested settings, and the times of their results."""

    def __init__(self, pool: Pool, owner: Any, settings: Settings, client: Client) -> None:
        self.first, self.all, self._results = threading.Event(), threading.Event(), Results(settings)
        self.first_after = self.all_after = float("nan")
        self._began = time.monotonic()
        pool.submit(Job(owner, units_of(settings), self._came, client))

    def _came(self, place: int, message: str, content: Any) -> None:
        if message == "part":
            self._results.add(place, content)
        if not self.first.is_set() and self._results.months_so_far():
            self.first_after = time.monotonic() - self._began
            self.first.set()
        if not self.all.is_set() and self._results.complete:
            self.all_after = time.monotonic() - self._began
            self.all.set()


def report(seen: list[dict[str, Any]], what: dict[str, str]) -> None:
    """Print the spread of each kind of time."""
    rows = []
    for name, words in what.items():
        times = [t for one in seen for t in (one[name] if isinstance(one[name], list) else [one[name]])]
        worst = sorted(times)[max(0, round(0.95 * len(times)) - 1)]
        rows.append([words, f"{statistics.median(times):.2f}", f"{worst:.2f}", f"{max(times):.2f}", len(times)])
    table(f"{len(seen)} visitors, seconds", ["", "median", "95 %", "longest", "times"], rows)


def main() -> int:
    """Print latencies and memory."""
    parser = argparse.ArgumentParser(description="Many visitors of the dashboard at once")
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--moves", type=int, default=3)
    parser.add_argument("--query", default="", help="settings, as in a share link: citizens=1000&months=60")
    parser.add_argument("--queue", action="store_true", help="the workers alone, without pages and browser")
    parser.add_argument("--hog", action="store_true", help="one worker, and twenty of the largest jobs of one visitor")
    asked = parser.parse_args()
    if asked.visitors * asked.moves >= len(VALUES):
        parser.error(f"--visitors times --moves must be below {len(VALUES)}, so that each move has a value of its own")
    times = {"first": "first results", "full": "all seeds"}
    if asked.queue:
        report(queue_only(asked.visitors, asked.query), times)
        return 0
    if asked.hog:
        rows = []
        for name, times_ in beside_hogs(asked.query).items():
            first = [one for one, _ in times_]
            full = [all_ for _, all_ in times_ if all_ == all_]
            all_seeds = f"{statistics.median(full):.2f} ({len(full)})" if full else "-"
            rows.append([name, f"{statistics.median(first):.2f} ({max(first):.2f})", all_seeds, len(times_)])
        head = [
            "beside",
            "first results: median (longest)",
            f"all seeds within {PATIENT:.0f} s: median (times)",
            "times",
        ]
        table("one worker, seconds", head, rows)
        return 0
    if chromium() is None:
        print("no Chromium on this machine (Debian: apt install chromium)", file=sys.stderr)
        return 1
    with server() as (url, process):
        crowd(f"{url}/?{asked.query}", process, 1, 1)  # everything warm
        seen, guests, empty, kept = crowd(f"{url}/?{asked.query}", process, asked.visitors, asked.moves, first=1)
    report([seen], {"loaded": "page loaded", **times})
    if guests:
        report([{"full": guest.full} for guest in guests], {"full": "all seeds"})
    print(f"server: {empty:.0f} MB before, {kept:.0f} MB after, {(kept - empty) / asked.visitors:.2f} MB a visitor")
    print(f"errors in the page: {len(seen['errors'])}", *seen["errors"][:5])
    return 1 if seen["errors"] else 0


if __name__ == "__main__":
    sys.exit(main())
