"""The queue: order, filters, paging, and how much it asks of the database."""

import pytest
from flask import Flask

from assessment.models import Assessment, Enterprise
from tests import factories
from tests.page import Page
from tests.review import stage


def names(page: Page) -> list[str]:
    return [link.get_text() for link in page.all("tbody th a")]


def test_who_waits_longest_stands_first(app: Flask) -> None:
    wave = factories.make_wave(app)
    for days, name in ((1, "Công ty Mới"), (12, "Công ty Lâu"), (5, "Công ty Vừa")):
        stage.submitted(app, wave=wave, days=days, name=name)
    page = stage.reviewer(app).get("/review/")
    assert names(page) == ["Công ty Lâu", "Công ty Vừa", "Công ty Mới"]
    assert "12 ngày" in page.text
    assert page.text.count("quá hạn") == 1
    assert "3 hồ sơ đang chờ · quá 10 ngày: 1 · của anh/chị: 0" in page.text


def test_the_day_a_file_comes_in_is_called_today(app: Flask) -> None:
    file = stage.submitted(app, days=0)
    reviewer = stage.reviewer(app)
    assert reviewer.get("/review/").select("tbody td.number").get_text(strip=True) == "hôm nay"
    assert ", hôm nay" in reviewer.get(f"/review/{file.assessment}").text


def test_an_empty_queue_says_what_will_be_here(app: Flask) -> None:
    assert "Chưa có hồ sơ nào chờ" in stage.reviewer(app).get("/review/").text


@pytest.fixture
def three(app: Flask) -> dict[str, stage.Staged]:
    """Three files that differ in everything a filter knows."""
    kinds = {
        "Công ty Đồng Đăng": {"sector": "logistics", "size": "medium", "place": "mong-cai-1", "tax_code": "5700100256"},
        "Khách sạn Hạ Long": {"sector": "tourism", "size": "small", "place": "ha-long"},
        "Vận tải Cẩm Phả": {"sector": "logistics", "size": "small", "place": "cam-pha"},
    }
    return {
        name: stage.submitted(app, name=name, days=9 - place, **kind)
        for place, (name, kind) in enumerate(kinds.items())
    }


CASES = [
    ({}, ["Công ty Đồng Đăng", "Khách sạn Hạ Long", "Vận tải Cẩm Phả"]),
    ({"search": "dong dang"}, ["Công ty Đồng Đăng"]),
    ({"search": "ĐỒNG  đăng"}, ["Công ty Đồng Đăng"]),
    ({"search": "5700 100"}, ["Công ty Đồng Đăng"]),
    ({"search": "%"}, []),
    ({"search": "a\x00nh"}, []),
    ({"search": "ha\x00 long"}, ["Khách sạn Hạ Long"]),
    ({"sector": "logistics"}, ["Công ty Đồng Đăng", "Vận tải Cẩm Phả"]),
    ({"sector": "logistics", "size": "small"}, ["Vận tải Cẩm Phả"]),
    ({"place": "ha-long"}, ["Khách sạn Hạ Long"]),
    ({"reviewer": "me"}, []),
    ({"reviewer": "nobody"}, ["Công ty Đồng Đăng", "Khách sạn Hạ Long", "Vận tải Cẩm Phả"]),
    ({"state": "approved"}, []),
    ({"state": "draft"}, ["Công ty Đồng Đăng", "Khách sạn Hạ Long", "Vận tải Cẩm Phả"]),
    (
        {"sector": "nowhere", "enterprise_id": "1", "all": "1"},
        ["Công ty Đồng Đăng", "Khách sạn Hạ Long", "Vận tải Cẩm Phả"],
    ),
]


def test_filters_narrow_the_queue(app: Flask, three: dict) -> None:
    browser = stage.reviewer(app)
    for asked, found in CASES:
        assert names(browser.get("/review/", query_string=asked)) == found, asked


def test_a_file_that_was_handed_in_again_waits_for_somebody_like_any_other(app: Flask) -> None:
    file, browser = stage.taken(app, name="Công ty Nộp Lại")
    other = stage.reviewer(app)
    assert names(other.get("/review/", query_string={"reviewer": "nobody", "state": "all"})) == []
    with factories.writing(app) as session:
        session.get_one(Assessment, file.assessment).state = "submitted"
    assert names(other.get("/review/", query_string={"reviewer": "nobody"})) == ["Công ty Nộp Lại"]
    assert names(browser.get("/review/", query_string={"reviewer": "me"})) == ["Công ty Nộp Lại"]


def test_filters_stay_in_the_fields_and_in_the_address(app: Flask, three: dict) -> None:
    asked = {
        "search": "cam pha",
        "sector": "logistics",
        "size": "small",
        "place": "cam-pha",
        "reviewer": "nobody",
        "state": "all",
    }
    page = stage.reviewer(app).get("/review/", query_string=asked)
    kept = page.fields("main form")
    assert {name: kept[name] for name in asked} == asked


def test_a_wave_narrows_the_queue(app: Flask, three: dict) -> None:
    one = three["Khách sạn Hạ Long"]
    assert names(stage.reviewer(app).get("/review/", query_string={"wave": str(one.wave)})) == ["Khách sạn Hạ Long"]


def test_a_page_out_of_bounds_is_held_within(app: Flask, three: dict) -> None:
    browser = stage.reviewer(app)
    for page in ("0", "-1", "1000000000000", "abc", "9" * 5000, "²"):
        assert len(names(browser.get("/review/", query_string={"page": page}))) == 3, page


def many(app: Flask, count: int) -> None:
    """Submit many files at once; their results are copies of one."""
    first = stage.submitted(app, days=count + 1)
    with factories.writing(app) as session:
        model = session.get_one(Assessment, first.assessment)
        firm = session.get_one(Enterprise, first.enterprise)
        plain = {c.key: getattr(firm, c.key) for c in Enterprise.__table__.columns if c.key not in ("id", "tax_code")}
        for number in range(count):
            other = Enterprise(**plain, tax_code=f"58{number:08d}")
            session.add(other)
            session.flush()
            session.add(
                Assessment(
                    enterprise_id=other.id,
                    wave_id=model.wave_id,
                    questionnaire_id=model.questionnaire_id,
                    state="submitted",
                    created_by=model.created_by,
                    created_at=model.created_at,
                    submitted_at=model.submitted_at,
                )
            )


def test_a_long_queue_has_pages_and_asks_no_more_of_the_database(app: Flask) -> None:
    browser = stage.reviewer(app)
    stage.submitted(app)
    browser.get("/review/")
    few = browser.queries
    many(app, 80)
    page = browser.get("/review/")
    assert browser.queries <= min(few + 1, 30)
    assert len(names(page)) == 25
    assert "1–25 trên 82" in page.text
    last = browser.get("/review/?page=4")
    assert "76–82 trên 82" in last.text
    assert not last.all("a[rel=next]")
    assert last.select("a[rel=prev]")["href"] == "/review/?page=3"


def test_what_makes_a_file_worth_an_early_look_is_said(app: Flask) -> None:
    staged = stage.submitted(app, state="approved")
    again = factories.make_assessment(app, staged.enterprise, factories.make_wave(app), staged.owner, state="submitted")
    same = {name: {"option": "full"} for name in ("plan.paper.written", "plan.paper.reviewed", "tourism.tickets.qr")}
    stage.answer(
        app,
        again,
        staged.owner,
        {**same, "sales.online.staff": {"number": 4.0}, "sales.online.share": {"part": 1.0, "whole": 1.0}},
    )
    assert "Mọi câu cùng một bậc" in stage.reviewer(app).get("/review/").text
