"""A person before a window: goes somewhere, presses something, and looks at every page that comes."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page

from tests.e2e.server import Server
from tests.e2e.watch import Watch

BROKEN = 500


class Person:
    """Somebody with a browser window of their own."""

    def __init__(self, context: BrowserContext, server: Server, watch: Watch, *, has_scripts: bool) -> None:
        self.context, self.server, self.watch, self.has_scripts = context, server, watch, has_scripts
        self.page: Page = context.new_page()
        self.careful = True

    def go(self, path: str, *, status: int = 200) -> None:
        """Type an address."""
        self.page.goto(path)
        self.look(status=status)

    def press(self, what: Locator, *, status: int = 200) -> None:
        """Press a link or a button that leads to a page, and look at that page."""
        with self.page.expect_navigation():
            what.click()
        self.look(status=status)

    def press_button(self, name: str, *, status: int = 200) -> None:
        self.press(self.page.get_by_role("main").get_by_role("button", name=name, exact=True), status=status)

    def follow(self, name: str) -> None:
        self.press(self.page.get_by_role("main").get_by_role("link", name=name, exact=True))

    def look(self, *, status: int = 200) -> None:
        """Check what every page owes, unless only the way is of interest."""
        assert self.watch.status < BROKEN, f"{self.page.url}: {self.server.last_words()}"
        if self.careful:
            self.watch.look(self.page, status=status)

    def fetch(self, what: Locator) -> tuple[str, bytes]:
        """Press something that hands out a file; give its name and content."""
        with self.page.expect_download() as waited:
            what.click()
        return waited.value.suggested_filename, Path(waited.value.path()).read_bytes()

    @property
    def heading(self) -> str:
        return " ".join(self.page.get_by_role("heading", level=1).inner_text().split())

    @property
    def text(self) -> str:
        return " ".join(self.page.get_by_role("main").inner_text().split())

    def speak(self, language: str) -> None:
        """Choose a language by the switch in the header."""
        name = {"vi": "Tiếng Việt", "en": "English"}[language]
        switch = self.page.get_by_role("button", name=name, exact=True)
        if switch.count():
            self.press(switch)

    def leave(self) -> None:
        """Close the window."""
        self.context.close()
