"""
Measure the promises made for pages: bytes on the wire, requests, and seconds until one can act.

A phone of 360 pixels behind a slow line and with a slow processor, as the tools of browsers set them: 562 ms until an
answer begins, 180 kB a second, a processor four times slower. One can act when the page is parsed, its deferred scripts
have run, and no task longer than 50 ms is under way. The floor is an empty page through the same line in the same
browser; first pages come with an empty cache, later ones with what the first has left there.
"""

import http.server
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, Response

from tests.e2e.chromium import SIZES, executable, launched
from tests.e2e.server import PASSWORD, Server, running

FIRST, LATER, READY = 100_000, 25_000, 2.5
TURNS = 3
LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 184_320, "uploadThroughput": 86_400}
WATCH = """
    window.busy = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => {
      window.busy = each.startTime + each.duration;
    })).observe({ type: "longtask", buffered: true });
"""
ACTS = "Math.max(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd, window.busy) / 1000"


@dataclass(frozen=True)
class Load:
    """What one page took: bytes and requests on the wire, seconds until one can act."""

    size: int
    requests: int
    seconds: float


class Wire:
    """Counts what goes over the line of one page; what comes out of the cache does not."""

    def __init__(self, session: CDPSession) -> None:
        self.size = self.requests = 0
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.requestServedFromCache", self._remembered)

    def _finished(self, event: dict[str, float]) -> None:
        self.size += int(event["encodedDataLength"])

    def _answered(self, event: dict[str, dict[str, bool]]) -> None:
        self.requests += not event["response"].get("fromDiskCache", False)

    def _remembered(self, _event: object) -> None:
        self.requests -= 1


class Phone:
    """A window behind the slow line."""

    def __init__(self, browser: Browser, address: str) -> None:
        width, height = SIZES["phone"]
        self.context = browser.new_context(viewport={"width": width, "height": height}, base_url=address)
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.session = self.context.new_cdp_session(self.page)
        self.session.send("Network.enable")

    def slow(self, *, on: bool) -> None:
        fast = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.session.send("Network.emulateNetworkConditions", LINE if on else fast)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": 4 if on else 1})

    def load(self, path: str) -> Load:
        """Open a page through the slow line."""
        self.slow(on=True)
        wire = Wire(self.session)
        answer: Response | None = self.page.goto(path, wait_until="load")
        assert answer is not None
        assert answer.ok, (path, answer.status)
        self.page.wait_for_timeout(200)  # What the scripts begin after the load belongs to the page.
        taken = Load(wire.size, wire.requests, float(self.page.evaluate(ACTS)))
        self.slow(on=False)
        return taken

    def log_in(self) -> None:
        self.page.goto("/account/log-in")
        self.page.fill("[name=email]", "owner@demo.example")
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button").first.click()

    def addresses(self) -> dict[str, str]:
        """The pages of an owner's way, found by their links."""
        self.page.goto("/assessments/")
        links = self.page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
        result = next(link for link in links if link.endswith("/result"))
        tasks = next(link for link in links if link.count("/") == 2 and link.startswith("/assessments/"))
        self.page.goto(tasks)
        page = self.page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
        return {
            "assessments": "/assessments/",
            "task list": tasks,
            "one page of questions": next(link for link in page if "/pages/" in link),
            "check": f"{tasks}/check",
            "result": result,
            "benchmark": f"{result}/benchmark",
            "roadmap": f"{result}/roadmap",
        }


@contextmanager
def empty_site() -> Iterator[str]:
    """A site of one empty page, the floor."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index.html").write_text('<!doctype html><html lang="vi"><title>.</title><p>.</html>')
        handler = partial(Quiet, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def first(browser: Browser, address: str, path: str) -> Load:
    """Open a page in a window that has never been here; the middle one of some turns."""
    loads = []
    for _turn in range(TURNS):
        phone = Phone(browser, address)
        loads.append(phone.load(path))
        phone.context.close()
    return middle(loads)


def middle(loads: list[Load]) -> Load:
    return Load(
        int(statistics.median(each.size for each in loads)),
        int(statistics.median(each.requests for each in loads)),
        statistics.median(each.seconds for each in loads),
    )


def told(name: str, taken: Load, bytes_at_most: int | None = None) -> bool:
    """Print one line; say whether the promises hold."""
    kept = bytes_at_most is None or (taken.size <= bytes_at_most and taken.seconds <= READY)
    aim = (
        ""
        if bytes_at_most is None
        else f"   aim: {bytes_at_most / 1000:.0f} kB, {READY} s{'' if kept else '   MISSED'}"
    )
    print(f"{name:24s} {taken.size / 1000:6.1f} kB  {taken.requests:2d} requests  {taken.seconds:5.2f} s{aim}")
    return kept


def main() -> int:
    """Print every page of an owner's way; exit with 1 where one misses its promise."""
    if executable() is None:
        print("pages: not measured. Install chromium.")
        return 0
    with launched() as browser, empty_site() as empty, tempfile.TemporaryDirectory() as var:
        told("floor: an empty page", first(browser, empty, "/"))
        with running(Path(var), demo=120) as server:
            return 0 if all(_measured(browser, server)) else 1


def _measured(browser: Browser, server: Server) -> list[bool]:
    kept = [told(f"first: {path}", first(browser, server.url, path), FIRST) for path in ("/", "/account/log-in")]
    phone = Phone(browser, server.url)
    phone.log_in()
    for name, path in phone.addresses().items():
        phone.page.goto(path)
        kept.append(told(name, middle([phone.load(path) for _turn in range(TURNS)]), LATER))
    return kept


if __name__ == "__main__":
    sys.exit(main())
