"""What every page owes in a browser: accessible, never wider than the screen, silent, and from one host alone."""

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
NARROWEST = 320
A4, BETWEEN_MARGINS = 794, 672
"""Pixels of a page of A4, by which a style sheet chooses, and those that are left to write on."""
PHONE = 400
OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1);
  return [`${document.documentElement.scrollWidth} > ${wide}`, ...out.slice(0, 5).map(e => e.outerHTML.slice(0, 160))];
}"""

RUN = """async options => {
  const later = window.setTimeout;
  window.setTimeout = (act, pause) => pause > 1 ? later(act, pause) : Promise.resolve().then(act);
  try { return (await axe.run(document, options)).violations; } finally { window.setTimeout = later; }
}"""
"""Axe breathes between its rules by timers, which never ring where scripts are forbidden. Promises come true there too.
What axe found in order is most of what it has to tell, and nobody reads it."""

COLOURS = """(() => {
  const shade = axe.commons.color.Color.prototype, read = shade.parseString, known = new Map();
  shade.parseString = function (words) {
    if (!known.has(words)) {
      read.call(this, words);
      known.set(words, { r: this.r, g: this.g, b: this.b, alpha: this.alpha });
    }
    return Object.assign(this, known.get(words));
  };
})()"""
"""A page has a dozen colours, and axe takes a fifth of its time to understand the same words for them anew."""

PUSHED = """() => [...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1
  && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && !e.matches('input, textarea, select'))
  .map(e => `can only be pushed sideways: ${e.outerHTML.slice(0, 160)}`)"""
"""What a reader of paper would never see the end of."""

BEYOND = """wide => {
  document.documentElement.style.width = `${wide}px`;
  const out = [...document.querySelectorAll('main *')].filter(
    e => e.getBoundingClientRect().right > wide + 1 && !e.closest('svg, .visually-hidden'));
  document.documentElement.style.width = '';
  return out.slice(0, 3).map(e => e.outerHTML.slice(0, 160));
}"""


class Watch:
    """Eyes on one person's browser; `look` is called on every page passed."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = urlsplit(site).netloc
        self.complaints: list[str] = []
        self.status = 0
        self.borne: set[int] = set()  # Statuses a script on the page may meet, and knows how to handle.
        self.looks = 0
        context.on("request", self._requested)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"a script failed: {error.error}"))

    def look(self, page: Page, *, status: int = 200) -> None:
        """Check the page that is shown now."""
        where = f"{page.url} at {page.viewport_size}"
        assert self.status == status, f"{where}: {self.status} instead of {status}: {page.title()}"
        assert not self.complaints, f"{where}: {self.complaints}"
        self._fits(page, where)
        faults = self._axe(page)
        assert not faults, f"{where}:\n" + "\n".join(faults)
        self.looks += 1

    def look_again(self, page: Page) -> None:
        """Check a page that was looked at in the other colours of the system, twice as large, and on paper."""
        size = page.viewport_size
        assert size is not None
        large = size["width"] // 2 if size["width"] > PHONE else NARROWEST
        try:
            page.emulate_media(color_scheme="dark")
            faults = self._axe(page, CONTRAST)
            page.emulate_media(color_scheme="light", media="print")
            faults += self._cut_on_paper(page)
            faults += page.evaluate(PUSHED)
            page.emulate_media(media="screen")
            faults += self.too_wide(page, large, "200 %")
        finally:
            page.emulate_media(color_scheme="light", media="screen")
            page.set_viewport_size(size)
        assert not faults, f"{page.url} in the dark, on paper, enlarged:\n" + "\n".join(faults)

    def too_wide(self, page: Page, width: int, where: str) -> list[str]:
        """Say what is wider than a window of some width."""
        page.set_viewport_size({"width": width, "height": 600})
        return [f"{where}: {wide}" for wide in page.evaluate(OVERFLOW)]

    def _cut_on_paper(self, page: Page) -> list[str]:
        page.set_viewport_size({"width": A4, "height": 1123})
        return [f"cut off on paper: {cut}" for cut in page.evaluate(BEYOND, BETWEEN_MARGINS)]

    def _fits(self, page: Page, where: str) -> None:
        size = page.viewport_size
        assert size is not None
        assert not (wide := page.evaluate(OVERFLOW)), f"{where} scrolls sideways: {wide}"
        if size["width"] < PHONE:
            page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
            assert not (wide := page.evaluate(OVERFLOW)), f"{where} scrolls sideways at {NARROWEST} px: {wide}"
            page.set_viewport_size(size)

    def _axe(self, page: Page, options: dict[str, Any] = AXE) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(f"{AXE_SCRIPT}\n{COLOURS}")
        return [_fault(violation) for violation in page.evaluate(RUN, options)]

    def _requested(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.site:
            self.complaints.append(f"asks another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self.status = response.status
        elif response.status >= 400 and response.status not in self.borne:
            self.complaints.append(f"{response.status} for {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # The console repeats the status of a refused page, which `look` compares anyway.
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"the console says: {message.text}")


def _fault(violation: dict[str, Any]) -> str:
    nodes = "; ".join(
        f"{node['target']} {node['html'][:200]} ({node['failureSummary'][:300]})" for node in violation["nodes"][:3]
    )
    return f"{violation['id']}: {violation['help']}: {nodes}"
