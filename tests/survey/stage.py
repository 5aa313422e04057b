"""The people and rows the tests of filling in begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from assessment.models import Assessment
from tests.draft import Draft
from tests.factories import give_answer, logged_in, make_assessment, make_wave, writing
from tests.page import Browser


class Owner(Draft):
    """An owner with an enterprise and a draft in an open wave, before a browser."""

    def __init__(self, app: Flask, **enterprise: str) -> None:
        super().__init__(app, **enterprise)
        self.browser = logged_in(app, self.user)

    def url(self, rest: str = "") -> str:
        return f"/assessments/{self.assessment}{rest}"

    def fill(self) -> None:
        self.browser.post(
            self.url("/pages/plan.paper"), {"asked": ["plan.paper.written"], "plan.paper.written": "none", "seen": "0"}
        )
        sales = {
            "asked": ["sales.online.channels", "sales.online.share", "sales.online.staff"],
            "sales.online.channels": ["web", "zalo"],
            "sales.online.share:part": "126",
            "sales.online.share:whole": "380",
            "sales.online.staff": "2",
            "seen": "9999",
        }
        self.browser.post(self.url("/pages/sales.online"), sales)
        self.browser.post(
            self.url("/pages/tourism.tickets"),
            {"asked": ["tourism.tickets.qr"], "tourism.tickets.qr": "?", "seen": "9999"},
        )

    def submit(self) -> None:
        check = self.browser.get(self.url("/check"))
        self.browser.post(self.url("/check"), {**check.fields("main form"), "declared": "yes"})

    def colleague(self, name: str = "Lê Quốc Huy") -> tuple[UUID, Browser]:
        """Somebody else of the enterprise, in a browser of their own."""
        user = self.member(name)
        return user, logged_in(self.app, user)


def with_last_time(app: Flask, **answers: Any) -> Owner:
    """An owner who handed in an assessment in an earlier wave, with these answers, dots written as two underscores."""
    owner = Owner(app)
    before = datetime.now(UTC) - timedelta(days=300)
    wave = make_wave(app, opens=-320, closes=-290)
    earlier = make_assessment(app, owner.enterprise, wave, owner.user)
    with writing(app) as session:
        row = session.get_one(Assessment, earlier)
        row.state, row.created_at, row.submitted_at = "approved", before, before
        for name, value in answers.items():
            said = {"criterion": name.replace("__", "."), "value": value}
            give_answer(session, assessment_id=earlier, **said, user_id=owner.user, at=before)
    return owner
