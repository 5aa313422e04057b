"""A draft on a server and the windows people open on it, for the tests of filling in."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update

from assessment.models import UserSession
from tests.draft import Draft
from tests.e2e.chromium import sit_down
from tests.e2e.server import Server
from tests.factories import logged_in, writing


class Desk(Draft):
    """A draft on a server, and the windows people open on it."""

    def __init__(self, server: Server, chromium: Browser) -> None:
        super().__init__(server.app)
        self.server, self.chromium = server, chromium
        self.contexts: list[BrowserContext] = []

    def sit(self, user: UUID | None = None, *, scripts: bool = True) -> Page:
        person = sit_down(self.chromium, self.server, scripts=scripts)
        self.contexts.append(person.context)
        self.log_in(person.context, user or self.user)
        return person.page

    def log_in(self, context: BrowserContext, user: UUID) -> None:
        cookie = logged_in(self.app, user).client.get_cookie("thuocso")
        assert cookie is not None
        context.add_cookies([{"name": "thuocso", "value": cookie.value, "url": self.server.url}])

    def url(self, page: str = "") -> str:
        return f"/assessments/{self.assessment}{f'/pages/{page}' if page else ''}"


def choose(page: Page, criterion: str, value: str) -> None:
    page.locator(f"[name='{criterion}'][value='{value}']").check()


def write(page: Page, criterion: str, words: str) -> None:
    field = page.locator(f"[id='f-{criterion}']")
    field.fill(words)
    field.blur()


def line(page: Page, criterion: str) -> Callable[[str], None]:
    """What the saved line of a question comes to say."""
    return lambda words: expect(page.locator(f"[id='q-{criterion}'] [data-saved]")).to_contain_text(words)


def end_sessions(desk: Desk) -> None:
    with writing(desk.app) as session:
        session.execute(update(UserSession).where(UserSession.user_id == desk.user).values(ended_at=datetime.now(UTC)))
