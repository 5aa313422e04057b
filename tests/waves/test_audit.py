"""The page of the audit log."""

from uuid import UUID

from flask import Flask
from sqlalchemy import text

from tests.factories import make_user
from tests.page import Browser, Page
from tests.waves import rows


def shown(page: Page) -> list[str]:
    return [item.get_text(strip=True) for item in page.all("tbody td > b")]


def some_events(app: Flask, desk: Browser) -> UUID:
    someone = make_user(app, "bi.mat@vidu.vn", name="Tên Riêng")
    desk.post(f"/admin/people/{someone}/role", {"role": "reviewer", "seen": "none"})
    desk.post(f"/admin/people/{someone}/lock")
    desk.post(f"/admin/people/{someone}/unlock")
    desk.get("/admin/")  # What was flashed names people; the log below does not.
    return someone


def test_events_stand_newest_first_with_references_and_no_names(app: Flask, desk: Browser) -> None:
    someone = some_events(app, desk)
    page = desk.get("/admin/audit")
    assert shown(page) == ["Mở lại tài khoản", "Khóa tài khoản", "Đổi vai trò"]
    assert "từ: không làm việc ở Hiệp hội · thành: người thẩm định" in page.text
    assert page.select(f'a[href="/admin/people/{someone}"]').get_text() == str(someone)[:8]
    assert "Tên Riêng" not in page.text
    assert "bi.mat" not in page.text


def test_events_are_narrowed_by_action_subject_and_actor(app: Flask, desk: Browser, administrator: UUID) -> None:
    someone = some_events(app, desk)
    assert shown(desk.get("/admin/audit?action=role.changed")) == ["Đổi vai trò"]
    for subject in (f"user:{someone}", str(someone), str(someone)[:8], "user"):
        assert len(shown(desk.get("/admin/audit", query_string={"subject": subject}))) == 3
    assert shown(desk.get("/admin/audit?subject=wave")) == []
    assert len(shown(desk.get("/admin/audit", query_string={"actor": str(administrator)}))) == 3
    assert shown(desk.get("/admin/audit", query_string={"actor": str(someone)})) == []
    assert len(shown(desk.get("/admin/audit?action=nonsense&actor=nobody&page=x"))) == 3


def test_a_long_log_comes_in_pages(app: Flask, desk: Browser) -> None:
    someone = make_user(app)
    for _ in range(13):
        desk.post(f"/admin/people/{someone}/lock")
        desk.post(f"/admin/people/{someone}/unlock")
    desk.get("/admin/audit")
    page = desk.get("/admin/audit?subject=user")
    queries = desk.queries
    assert len(shown(page)) == 25
    second = desk.get(str(page.select('a[rel="next"]')["href"]))
    assert shown(second) == ["Khóa tài khoản"]
    assert desk.queries == queries


def test_the_chain_is_checked_and_the_time_is_said(app: Flask, desk: Browser) -> None:
    some_events(app, desk)
    page = desk.get("/admin/audit?check=1")
    assert "Chuỗi còn nguyên" in page.text
    assert "Đã kiểm tra 3 sự kiện lúc" in page.text


def test_a_line_that_was_changed_behind_our_back_is_named(app: Flask, desk: Browser) -> None:
    some_events(app, desk)
    forge(app, "UPDATE audit_event SET action = 'log_in' WHERE id = 2")
    assert "Chuỗi đứt ở sự kiện 2" in desk.get("/admin/audit?check=1").text


def forge(app: Flask, statement: str) -> None:
    """Do what only somebody with the database in hand can do: take the guard off, then change the log."""
    from sqlalchemy import inspect

    engine = app.extensions["engine"]
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in found:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            assert inspect(connection)
            connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        connection.execute(text(statement))


def test_an_action_without_words_keeps_its_name(app: Flask, desk: Browser) -> None:
    from datetime import UTC, datetime

    from assessment.models.trail import record
    from tests.factories import writing

    with writing(app) as session:
        detail = {"gone": None, "list": ["a", "b"], "map": {"enterprise": 1}}
        record(session, "moon.landed", "moon:1", actor=None, now=datetime.now(UTC), detail=detail)
    page = desk.get("/admin/audit")
    assert shown(page) == ["moon.landed"]
    assert "list: a; b · map: Doanh nghiệp 1" in page.text
    assert "Hệ thống hoặc khách" in page.text
    assert rows.actions(app) == ["moon.landed"]
