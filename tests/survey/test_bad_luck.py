"""Bad luck: a full disk, two at the same moment, a save that meets the submission."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, select, update
from sqlalchemy.exc import OperationalError

from assessment.models import Assessment, Enterprise, ResultRow, User, UserSession
from assessment.survey import service
from tests.factories import PASSWORD, logged_in, writing
from tests.page import Browser
from tests.survey.stage import Owner

WRITTEN = "plan.paper.written"
ROUNDS = 12


def test_a_full_disk_is_said_and_what_was_typed_is_shown(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(service, "save", full)
    fields = {"asked": "sales.online.staff", "sales.online.staff": "12", "seen": "0"}
    page = owner.browser.post(owner.url("/answers/sales.online.staff"), fields, status=503)
    assert [said.get_text() for said in page.all("dd")] == ["12"], "nothing else was typed"
    assert page.response.headers["Retry-After"]


@pytest.mark.sqlite
def test_where_nothing_can_be_written_the_page_stays_as_it_was_typed(owner: Owner) -> None:
    page = owner.browser.get(owner.url("/pages/sales.online"))
    typed = {"sales.online.channels": ["web"], "sales.online.staff": "nhiều", "sales.online.share:part": "126"}
    with unwritable(owner.app.extensions["engine"]):
        again = owner.browser.submit(page, typed, form="#page-form", status=503)
    assert "Chưa lưu được" in again.select(".error-summary").get_text()
    assert again.response.headers["Retry-After"]
    assert [wrong["data-question"] for wrong in again.all(".question.is-wrong")] == [
        "sales.online.channels",
        "sales.online.share",
        "sales.online.staff",
    ]
    assert again.fields("#page-form")["sales.online.staff"] == "nhiều"
    assert owner.answers() == {}
    mended = {"sales.online.staff": "3", "sales.online.share:whole": "380"}
    owner.browser.submit(again, mended, form="#page-form")
    assert owner.answers() == {
        "sales.online.channels": {"options": ["web"]},
        "sales.online.share": {"part": 126.0, "whole": 380.0},
        "sales.online.staff": {"number": 3.0},
    }


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


def test_a_fact_that_changes_just_before_the_submission_is_sealed_with_it(app: Flask) -> None:
    for _turn in range(ROUNDS):
        owner = Owner(app)
        owner.fill()
        other = logged_in(app, owner.user)
        check, facts = owner.url("/check"), f"/enterprises/{owner.enterprise}/facts"
        submission = {**owner.browser.get(check).fields("main form"), "declared": "yes"}
        changed = {**other.get(facts).fields("main form"), "sector": "ict"}
        with ThreadPoolExecutor(2) as pool:
            told = pool.submit(other.client.post, facts, data=changed)
            handed_in = pool.submit(owner.browser.client.post, check, data=submission)
        assert (handed_in.result().status_code, told.result().status_code) in {(303, 303), (303, 409), (422, 303)}
        with writing(app) as session:
            for row in session.scalars(select(ResultRow).where(ResultRow.assessment_id == owner.assessment)):
                firm = session.get_one(Enterprise, owner.enterprise)
                assert json.loads(row.sealed)["profile"]["sector"] == row.sector == firm.sector


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


@pytest.mark.parametrize("token", [True, False], ids=["whole", "without its token"])
def test_while_the_database_is_away_what_was_typed_is_shown_and_nothing_is_a_fault(
    owner: Owner, *, token: bool
) -> None:
    page = owner.browser.get(owner.url("/pages/sales.online"))
    fields = {**page.fields("#page-form"), "sales.online.staff": "12"}
    if not token:
        fields["csrf_token"] = "x"
    owner.app.config["PROPAGATE_EXCEPTIONS"] = False
    with away(owner.app.extensions["engine"]):
        again = owner.browser.post(owner.url("/pages/sales.online"), fields, status=503)
        nothing = owner.browser.get("/nowhere", status=503)
    assert ("sales.online.staff", "12") in zip(
        (name.get_text() for name in again.all("dt")), (said.get_text() for said in again.all("dd")), strict=True
    )
    assert again.response.headers["Retry-After"]
    assert "Máy chủ đang bận" in nothing.text
    owner.browser.post(owner.url("/pages/sales.online"), {**page.fields("#page-form"), "sales.online.staff": "12"})
    assert owner.answers() == {"sales.online.staff": {"number": 12.0}}


@contextmanager
def away(engine: Engine) -> Iterator[None]:
    """Let nobody reach the database, not even those who were connected."""

    def refuse(*_connecting: object) -> None:
        raise OperationalError("connect", {}, Exception("connection refused"))

    engine.dispose()
    event.listen(engine, "do_connect", refuse)
    try:
        yield
    finally:
        event.remove(engine, "do_connect", refuse)


@contextmanager
def unwritable(engine: Engine) -> Iterator[None]:
    """Let every transaction begin and read, and none of them add a row."""

    def full(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT"):
            raise sqlite3.OperationalError("database or disk is full")

    event.listen(engine, "before_cursor_execute", full)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", full)


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
        engine.dispose()  # The limit is each connection's own, and the pool may hold more than one.
