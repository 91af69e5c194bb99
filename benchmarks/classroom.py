"""A class of phones in one room: `python -m benchmarks.classroom --phones 40`.

A teacher opens a room and asks two questions. The phones load the page, ask for news every two seconds, and all guess
within a second. Printed are the waits of phones, and what the server needs. For comparison as many phones then open a
page of the dashboard, each with a websocket and a kernel of its own. Where there is a browser, one phone opens each
kind of page in it, to count bytes and memory on the phone.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import statistics
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.report import table
from benchmarks.visitors import resident
from dashboard.classroom.codes import REASON
from dashboard.classroom.room import ROUNDS
from dashboard.classroom.rooms import Rooms
from dashboard.classroom.rounds import ANSWER
from dashboard.classroom.tasks import question_task
from dashboard.state import Settings
from tests.browser import ARGUMENTS, PATIENCE, chromium, server
from tests.helpers.websocket import Visitor, show

EVERY = 2.0
"""Seconds between two requests for news, as in `room.js`."""
QUESTION = "inequality"
OUTCOME = "participation_parity"
KERNEL_PAGE = "/?page=questions&citizens=100&months=3&seeds=1"


def processor(process: int) -> float:
    """Return the seconds of processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Browser:
    """What a browser sends: it keeps its connection and its cookies."""

    def __init__(self, url: str) -> None:
        self.url, self.cookie, self.version = url, "", ""
        self.waits: dict[str, list[float]] = {}
        self.bytes = 0
        self.errors: list[str] = []
        self._line = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)

    def send(self, kind: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, location and text of an answer; its wait counts as of this kind."""
        began = time.monotonic()
        headers = {"Cookie": self.cookie, "Origin": self.url, "Content-Type": "application/x-www-form-urlencoded"}
        request = ("GET" if form is None else "POST", path, None if form is None else urlencode(form), headers)
        try:
            self._line.request(*request)
            answer = self._line.getresponse()
        except ConnectionError:  # the server has closed the idle connection, so a browser opens another
            self._line.close()
            self._line.request(*request)
            answer = self._line.getresponse()
        body = answer.read()
        self.waits.setdefault(kind, []).append(time.monotonic() - began)
        self.bytes += len(body) + len(str(answer.headers))
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookie = "; ".join(filter(None, (self.cookie, line.partition(";")[0])))
        self.version = answer.headers.get("X-Version", self.version)
        if answer.status >= 400:
            self.errors.append(f"{answer.status} {path}")
        return answer.status, answer.headers.get("Location", ""), body.decode()


class Phone(Browser):
    """One phone in the room, in a thread of its own."""

    def __init__(self, url: str, room: str, leave: threading.Event) -> None:
        super().__init__(url)
        self.room, self.leave = room, leave
        self.joined = threading.Event()
        self.round, self.answered = 0, 0
        self.thread = threading.Thread(target=self._stay, daemon=True)
        self.thread.start()

    def _stay(self) -> None:
        time.sleep(5 * random.random())  # people scan the code one after another
        self.send("load", self.room)
        self.send("load", "/class/room.css")
        self.send("load", "/class/room.js")
        self.send("join", f"{self.room}/join", {})
        self.send("load", self.room)
        self.joined.set()
        while not self.leave.wait(EVERY * (0.9 + 0.2 * random.random())):
            self.send("news", f"{self.room}?v={self.version}")
            if self.round > self.answered:
                self.answered = self.round
                time.sleep(random.random())
                guess = random.choice(("higher", "same", "lower"))
                form = {"round": str(self.round), f"guess.{OUTCOME}": guess, "why": "because"}
                self.send("guess", f"{self.room}/guess", form)
                self.send("load", self.room)


def lesson(url: str, process: int, phones: int, seconds: float) -> tuple[list[Phone], dict[str, float]]:
    """Hold a lesson; return the phones, and what the server needed for them."""
    teacher, leave = Browser(url), threading.Event()
    _, host, _ = teacher.send("open", "/class/open?citizens=1000&months=24", {"reasons": "yes"})
    room = host.partition("/host")[0]
    teacher.send("host", f"{room}/host")
    time.sleep(2)
    before, used, began = resident(process), processor(process), time.monotonic()
    all_phones = [Phone(url, room, leave) for _ in range(phones)]
    for phone in all_phones:
        phone.joined.wait(PATIENCE)
    for number in (1, 2):
        teacher.send("ask", f"{room}/host/ask", {"task": QUESTION})
        for phone in all_phones:
            phone.round = number
        until = time.monotonic() + seconds / 2
        while time.monotonic() < until:
            teacher.send("host", f"{room}/host")
            time.sleep(EVERY)
        teacher.send("close", f"{room}/host/close", {"round": str(number)})
        while teacher.send("reveal", f"{room}/host/reveal", {"round": str(number)})[0] == 409:
            time.sleep(0.5)
    passed = time.monotonic() - began
    needed = {"memory": resident(process) - before, "share": (processor(process) - used) / passed}
    _, _, counted = teacher.send("save", f"{room}/host/lesson.csv")
    needed["guesses"] = sum(int(line.split(",")[5]) for line in counted.splitlines() if ",guesses," in line)
    leave.set()
    for phone in all_phones:
        phone.thread.join(PATIENCE)
    teacher.send("end", f"{room}/host/end", {})
    return all_phones, needed


def full_room() -> tuple[int, int, float]:
    """Fill a room as far as it goes; return its phones, its rounds and its memory in MB."""
    opened = Rooms().open("192.0.2.1", "en", Settings())
    task, room = question_task(QUESTION, opened.room.base), opened.room
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    phones = [room.phone(room.join()) or "" for _ in range(room.most_phones)]
    for number in range(1, ROUNDS + 1):
        room.ask(task)
        for phone in phones:
            room.guess(phone, number, {OUTCOME: "same"}, f"{phone[:20]}{number}".ljust(REASON, "x"))
        room.current.step = ANSWER  # type: ignore[union-attr]  # a round has begun
    return len(phones), len(room.rounds), (tracemalloc.get_traced_memory()[0] - before) / 1e6


def kernels(url: str, process: int, phones: int) -> dict[str, float]:
    """Open as many pages of the dashboard; return what the server needed for them."""
    with contextlib.ExitStack() as stack:

        def come() -> None:
            show(stack.enter_context(Visitor(url).connected()), KERNEL_PAGE)

        come()
        time.sleep(2)
        before, used, began = resident(process), processor(process), time.monotonic()
        for _ in range(phones):
            come()
        time.sleep(2)
        threads = len(os.listdir(f"/proc/{process}/task"))
        return {
            "memory": resident(process) - before,
            "seconds": processor(process) - used,
            "passed": time.monotonic() - began,
            "threads": threads,
        }


def on_the_phone(url: str) -> Iterator[tuple[str, float, int, float]]:
    """Yield for each kind of page its bytes, requests and the memory of its script in a phone's browser."""
    from playwright.sync_api import sync_playwright

    pages = {"page of a room": ("/class?lang=en", "h1"), "page of the dashboard": (KERNEL_PAGE, "[data-testid^=look-]")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, (path, ready) in pages.items():
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            sizes: list[float] = []
            session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
            page.goto(url + path, timeout=1000 * PATIENCE)
            page.locator(ready).first.wait_for(timeout=1000 * PATIENCE)
            heap = page.evaluate("performance.memory.usedJSHeapSize")
            yield name, sum(sizes) / 1000, len(sizes), heap / 1e6
            context.close()
        browser.close()


def main() -> int:
    """Print the waits of phones, and what the server and a phone need."""
    parser = argparse.ArgumentParser(description="A class of phones in one room")
    parser.add_argument("--phones", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=40.0, help="of both rounds together")
    asked = parser.parse_args()
    with server(workers=1) as (url, process):
        lesson(url, process, 2, 2.0)  # everything warm
        phones, needed = lesson(url, process, asked.phones, asked.seconds)
        rows = []
        for kind in ("load", "join", "news", "guess"):
            waits = sorted(1000 * wait for phone in phones for wait in phone.waits.get(kind, []))
            worst = waits[max(0, round(0.95 * len(waits)) - 1)]
            rows.append([kind, f"{statistics.median(waits):.0f}", f"{worst:.0f}", f"{waits[-1]:.0f}", len(waits)])
        table(f"{asked.phones} phones in a room, ms", ["", "median", "95 %", "longest", "requests"], rows)
        print(
            f"server: {needed['memory']:.1f} MB more, {100 * needed['share']:.1f} % of a core; "
            f"{needed['guesses']:.0f} guesses counted of {2 * asked.phones}; "
            f"{max(phone.bytes for phone in phones) / 1000:.0f} kB at most per phone in all"
        )
        beside = kernels(url, process, asked.phones)
        print(
            f"pages of the dashboard instead: {beside['memory']:.1f} MB more, {beside['threads']:.0f} threads, "
            f"{beside['seconds']:.1f} s of a core within {beside['passed']:.0f} s to open them"
        )
        if chromium() is not None:
            shown = [[name, f"{kb:.0f}", n, f"{mb:.1f}"] for name, kb, n, mb in on_the_phone(url)]
            table("on one phone", ["", "kB loaded", "requests", "MB of script memory"], shown)
    full, rounds, memory = full_room()
    print(f"the fullest room: {full} phones, {rounds} rounds with a reason from each: {memory:.1f} MB")
    errors = [error for phone in phones for error in phone.errors]
    print(f"errors: {len(errors)}", *errors[:5])
    return 1 if errors or needed["guesses"] != 2 * asked.phones else 0


if __name__ == "__main__":
    sys.exit(main())
