"""The first page of administrators."""

from uuid import UUID

import pytest
from flask import Flask

from tests.factories import make_assessment, make_enterprise, make_user, make_wave
from tests.page import Browser
from tests.waves import rows


def test_an_empty_house_says_that_nothing_waits(desk: Browser) -> None:
    page = desk.get("/admin/")
    assert page.heading == "Quản trị"
    assert "Không có việc gì đang chờ." in page.text
    assert "Hiện không có đợt nào đang mở." in page.text


ROOMS = [
    ("/admin/people", "Quản trị"),
    ("/admin/privacy", "Quản trị"),
    ("/certificates", "Quản trị"),
    ("/review/", "Thẩm định"),
    ("/account", "Tài khoản"),
    ("/privacy/mine", "Tài khoản"),
    ("/", None),
    ("/help", None),
    ("/verify", None),
]


@pytest.mark.parametrize(("path", "entry"), ROOMS)
def test_the_header_says_under_which_entry_a_page_stands(desk: Browser, path: str, entry: str | None) -> None:
    marked = [link.get_text() for link in desk.get(path).all("header [aria-current=page]")]
    assert marked == ([entry] if entry else [])


def test_what_waits_is_counted_and_leads_there(app: Flask, desk: Browser) -> None:
    owner = make_user(app)
    firm = make_enterprise(app)
    rows.ask(app, owner, firm)
    rows.failed_mail(app)
    rows.failed_job(app)
    page = desk.get("/admin/")
    assert "1 yêu cầu xin vào doanh nghiệp" in page.text
    assert "1 thư chưa gửi được" in page.text
    assert "1 việc nền bị hỏng" in page.text
    assert page.select('a[href="/admin/requests"]')


def test_an_open_wave_shows_how_far_its_enterprises_are(app: Flask, desk: Browser) -> None:
    wave = make_wave(app, invited=1204)
    for state in ("draft", "submitted", "approved", "withdrawn"):
        owner = make_user(app)
        make_assessment(app, make_enterprise(app, owner), wave, owner, state=state)
    figures = [item.get_text(" ", strip=True) for item in desk.get("/admin/").all(".figures > div")]
    assert figures == ["Được mời 1.204", "Đã bắt đầu 3", "Đã nộp 2", "Đã duyệt 1"]


def test_the_page_asks_as_little_of_the_database_with_many_waves_as_with_one(app: Flask, desk: Browser) -> None:
    make_wave(app)
    desk.get("/admin/")
    desk.get("/admin/")
    few = desk.queries
    for _ in range(4):
        make_wave(app)
    desk.get("/admin/")
    assert desk.queries == few


def test_the_page_speaks_english(app: Flask, administrator: UUID) -> None:
    from tests.factories import logged_in

    window = logged_in(app, make_user(app, role="administrator", language="en"))
    rows.failed_job(app)
    page = window.get("/admin/")
    assert page.heading == "Administration"
    assert "1 job has failed" in page.text
