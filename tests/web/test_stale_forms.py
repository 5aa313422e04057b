"""A form whose cookie is gone: ours is carried through the log-in, somebody else's is refused."""

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import User
from tests.factories import PASSWORD, logged_in, make_user
from tests.page import Browser

OURS, THEIRS = "http://localhost", "http://localhost.example"


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Somebody who was logged in until the browser forgot its cookies."""
    browser = logged_in(app, make_user(app, "lan@vidu.vn"))
    browser.client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
    return browser


def names(app: Flask) -> list[str]:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(User.name)))


FIELDS = {"csrf_token": "of a session that is gone", "name": "Lê Thị Lan", "language": "vi"}


def test_a_form_of_ours_is_carried_through_the_log_in(app: Flask, visitor: Browser) -> None:
    asked = visitor.post("/account", FIELDS, status=401, headers={"Origin": OURS})
    assert "Những gì vừa gõ vẫn còn" in asked.text
    visitor.submit(asked, {"email": "lan@vidu.vn", "password": PASSWORD})
    assert names(app) == ["Lê Thị Lan"]


@pytest.mark.parametrize("origin", [THEIRS, "null", None])
def test_a_form_of_another_site_is_refused(app: Flask, visitor: Browser, origin: str | None) -> None:
    said = {} if origin is None else {"Origin": origin}
    page = visitor.post("/account", FIELDS, status=400, headers=said)
    assert "carried" not in str(page.html)
    assert "Lê Thị Lan" in page.text, "what was typed can still be copied"


def test_a_form_that_anybody_may_send_asks_for_no_log_in(visitor: Browser) -> None:
    visitor.post(
        "/account/forgotten", {"csrf_token": "gone", "email": "lan@vidu.vn"}, status=400, headers={"Origin": OURS}
    )


def test_a_page_opened_in_between_loses_nothing(app: Flask, visitor: Browser) -> None:
    visitor.get("/account/log-in")
    asked = visitor.post("/account", FIELDS, status=401, headers={"Origin": OURS})
    visitor.submit(asked, {"email": "lan@vidu.vn", "password": PASSWORD})
    assert names(app) == ["Lê Thị Lan"]
