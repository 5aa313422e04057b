"""Bad luck: a full disk, two at the same moment, a save that meets the submission."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, select, update
from sqlalchemy.exc import OperationalError

from assessment.models import Assessment, ResultRow, User, UserSession
from assessment.survey import service
from tests.factories import PASSWORD, logged_in, writing
from tests.page import Browser
from tests.survey.stage import Owner

WRITTEN = "plan.paper.written"
ROUNDS = 12


@pytest.mark.parametrize("path", ["/pages/sales.online", "/answers/sales.online.staff"])
def test_a_full_disk_is_said_and_what_was_typed_is_shown(
    owner: Owner, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(service, "save", full)
    fields = {"asked": "sales.online.staff", "sales.online.staff": "12", "seen": "0"}
    page = owner.browser.post(owner.url(path), fields, status=503)
    assert "12" in [said.get_text() for said in page.all("dd")]
    assert page.response.headers["Retry-After"]


def test_of_two_tabs_at_the_same_moment_none_is_overwritten_unseen(owner: Owner) -> None:
    tabs = [logged_in(owner.app, owner.user) for _ in range(2)]
    tokens = [tab.csrf_token() for tab in tabs]
    for turn in range(ROUNDS):
        seen = owner.browser.get(owner.url("/pages/sales.online")).fields("#page-form")["seen"]

        def send(place: int, seen: str = seen, turn: int = turn) -> int:
            number = str(2 * turn + place + 1)
            fields = {"asked": "sales.online.staff", "sales.online.staff": number, "seen": seen}
            path = owner.url("/answers/sales.online.staff")
            return tabs[place].client.post(path, data={**fields, "csrf_token": tokens[place]}).status_code

        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(send, range(2)))
        assert sorted(statuses) == [200, 409]
        assert owner.answers()["sales.online.staff"] == {"number": 2.0 * turn + statuses.index(200) + 1}


def test_a_save_that_meets_the_submission_is_in_it_or_refused(app: Flask) -> None:
    for _turn in range(4):
        owner = Owner(app)
        owner.fill()
        other = logged_in(app, owner.user)
        tokens = owner.browser.csrf_token(), other.csrf_token()
        submission = {"submission_key": str(owner.assessment), "declared": "yes", "csrf_token": tokens[0]}
        answer = {"asked": WRITTEN, WRITTEN: "?", "seen": "9999", "csrf_token": tokens[1]}
        with ThreadPoolExecutor(2) as pool:
            handed_in = pool.submit(owner.browser.client.post, owner.url("/check"), data=submission)
            saved = pool.submit(other.client.post, owner.url(f"/answers/{WRITTEN}"), data=answer)
        assert handed_in.result().status_code == 303
        with writing(app) as session:
            sealed = session.scalars(select(ResultRow.sealed).where(ResultRow.assessment_id == owner.assessment)).one()
        is_in = json.loads(sealed)["answers"][WRITTEN] == {"dont_know": True}
        assert saved.result().status_code == (200 if is_in else 409)


def test_without_scripts_a_page_survives_the_end_of_the_session(owner: Owner) -> None:
    page = owner.browser.get(owner.url("/pages/sales.online"))
    with writing(owner.app) as session:
        session.execute(update(UserSession).values(ended_at=datetime.now(UTC)))
        email = session.get_one(User, owner.user).email
    typed = {"sales.online.channels": ["web", "zalo"], "sales.online.staff": "nhiều"}
    asked = owner.browser.submit(page, typed, form="#page-form", status=401)
    again = owner.browser.submit(asked, {"email": email, "password": PASSWORD}, status=422)
    assert again.select("input[name='sales.online.staff']")["value"] == "nhiều"
    assert owner.answers() == {"sales.online.channels": {"options": ["web", "zalo"]}}
    with writing(owner.app) as session:
        assert session.get_one(Assessment, owner.assessment).state == "draft"


@pytest.mark.sqlite  # Only SQLite can be told that its disk is full.
def test_on_a_disk_that_is_really_full_the_words_are_shown_and_can_be_sent_later(owner: Owner) -> None:
    engine, note = owner.app.extensions["engine"], "Hóa đơn tháng 9 🧾 " * 500
    owner.browser.get(owner.url("/evidence/plan.paper.written"))
    with full_disk(engine):
        page = owner.browser.post(owner.url(f"/evidence/{WRITTEN}"), {"kind": "note", "note": note}, status=503)
    typed = [said.get_text().strip() for said in page.all("dd")]
    assert note.strip() in typed
    owner.browser.post(owner.url(f"/evidence/{WRITTEN}"), {"kind": "note", "note": note})
    assert note.split(maxsplit=1)[0] in owner.browser.get(owner.url(f"/evidence/{WRITTEN}")).text


@pytest.mark.sqlite
@pytest.mark.parametrize("rest", ["", "/pages/sales.online", "/check", "/people", f"/evidence/{WRITTEN}"])
def test_pages_can_be_read_where_nothing_can_be_written(owner: Owner, rest: str) -> None:
    with writing(owner.app) as session:
        session.execute(update(UserSession).values(seen_at=datetime.now(UTC) - timedelta(minutes=20)))
    with read_only(owner.app.extensions["engine"]):
        owner.browser.get(owner.url(rest))
        owner.browser.post(owner.url("/context"), {"asked": "context.wish", "context.wish": "Bán thêm"}, status=503)


@pytest.mark.sqlite
def test_a_number_is_looked_up_where_no_try_can_be_counted(owner: Owner, browser: Browser) -> None:
    owner.app.extensions["settings"] = replace(owner.app.extensions["settings"], throttle=True)
    with read_only(owner.app.extensions["engine"]):
        browser.get("/verify/TS-2026-000001", status=404)


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    """Let nothing be written, as on a disk without a free block, even where no page more is needed."""

    def closed(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only = 1")

    event.listen(engine, "begin", closed)
    try:
        yield
    finally:
        event.remove(engine, "begin", closed)
        engine.dispose()


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """Let the database grow by no page more, which SQLite reports as a full disk."""

    def narrow(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

    event.listen(engine, "begin", narrow)
    try:
        yield
    finally:
        event.remove(engine, "begin", narrow)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000000")
