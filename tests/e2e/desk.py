"""A draft on a server and the windows people open on it, for the tests of filling in."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select, update

from assessment.models import AnswerEvent, AnswerRow, UserSession
from tests.e2e.chromium import sit_down
from tests.e2e.server import Server
from tests.factories import join, logged_in, make_assessment, make_enterprise, make_user, make_wave, writing


class Desk:
    """A draft on a server, and the windows people open on it."""

    def __init__(self, server: Server, chromium: Browser) -> None:
        self.server, self.chromium, self.app = server, chromium, server.app
        self.user = make_user(self.app)
        self.enterprise = make_enterprise(self.app, self.user)
        self.wave = make_wave(self.app)
        self.assessment = make_assessment(self.app, self.enterprise, self.wave, self.user)
        self.contexts: list[BrowserContext] = []

    def sit(self, user: UUID | None = None, *, scripts: bool = True) -> Page:
        person = sit_down(self.chromium, self.server, scripts=scripts)
        self.contexts += [each for each in (person.context, person.eye) if each is not None]
        self.log_in(person.context, user or self.user)
        return person.page

    def log_in(self, context: BrowserContext, user: UUID) -> None:
        cookie = logged_in(self.app, user).client.get_cookie("thuocso")
        assert cookie is not None
        context.add_cookies([{"name": "thuocso", "value": cookie.value, "url": self.server.url}])

    def colleague(self) -> UUID:
        user = make_user(self.app, name="Lê Quốc Huy")
        join(self.app, user, self.enterprise)
        return user

    def url(self, page: str = "") -> str:
        return f"/assessments/{self.assessment}{f'/pages/{page}' if page else ''}"

    def answers(self) -> dict[str, object]:
        with writing(self.app) as session:
            rows = session.scalars(select(AnswerRow).where(AnswerRow.assessment_id == self.assessment))
            return {row.criterion: row.value for row in rows}

    def events(self) -> int:
        with writing(self.app) as session:
            mine = select(AnswerEvent.id).where(AnswerEvent.assessment_id == self.assessment)
            return len(session.scalars(mine).all())


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
