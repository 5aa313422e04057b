"""Planning and changing waves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment.config import TIME_ZONE
from assessment.models import Wave
from assessment.waves.forms import read_day
from assessment.waves.service import phase
from tests.factories import make_assessment, make_enterprise, make_user, make_wave
from tests.page import Browser, uuid_in
from tests.waves import rows

TODAY = datetime.now(UTC).astimezone(TIME_ZONE).date()


def plan(app: Flask, **changes: Any) -> dict[str, Any]:
    return {
        "title_vi": "Đợt 3 năm 2026",
        "title_en": "Wave 3, 2026",
        "opens_on": TODAY.isoformat(),
        "closes_on": (TODAY + timedelta(days=30)).isoformat(),
        "invited_enterprise": "1.204",
        "invited_household": "0",
        "invited_cooperative": "0",
        "serves_enterprise": str(rows.published(app)),
        "serves_household": "",
        "serves_cooperative": "",
        **changes,
    }


def errors(page: Any) -> list[str]:
    return [item.get_text(strip=True) for item in page.all(".error-summary li")]


def test_a_wave_is_planned_and_shown(app: Flask, desk: Browser) -> None:
    small, household = rows.published(app), rows.published(app, rows.HOUSEHOLD)
    form = desk.get("/admin/waves/new")
    changes = plan(
        app,
        serves_household=str(household),
        invited_household="300",
        serves_cooperative=str(small),
        second_sign_off="y",
    )
    page = desk.follow(desk.submit(form, changes))
    assert page.heading == "Đợt 3 năm 2026"
    assert "Đã lập đợt đánh giá." in page.text
    assert "Cần người thẩm định thứ hai đồng ý" in page.text
    found = rows.wave(app, uuid_in(page.response.request.path))
    served = {each.questionnaire_id: each.organisation_types for each in found.questionnaires}
    assert served == {small: ["enterprise", "cooperative"], household: ["household"]}
    assert (found.invited, found.second_sign_off, found.title["en"]) == (1504, True, "Wave 3, 2026")
    assert found.invited_by_type == {"enterprise": 1204, "household": 300}
    assert rows.last_event(app).action == "wave.created"
    assert rows.last_event(app).subject == f"wave:{found.id}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title_vi": "  "}, "Hãy ghi tên đợt bằng tiếng Việt."),
        ({"title_en": ""}, "Hãy ghi tên đợt bằng tiếng Anh."),
        ({"title_vi": "a" * 151}, "Dài 151 ký tự, chỉ nhận được 150. Hãy viết ngắn lại."),
        ({"opens_on": "31/02/2026"}, "Hãy ghi ngày mở, ví dụ 21/11/2026."),
        ({"closes_on": ""}, "Hãy ghi ngày cuối, ví dụ 21/11/2026."),
        ({"closes_on": "1999-01-01"}, "Hãy ghi ngày cuối, ví dụ 21/11/2026."),
        (
            {"opens_on": "2027-03-05", "closes_on": "2027-03-04"},
            "Ngày cuối đứng trước ngày mở (05/03/2027). Hãy xem lại hai ngày.",
        ),
        (
            {"opens_on": "2021-01-01", "closes_on": "2021-02-01"},
            "Ngày cuối đã qua. Hãy chọn hôm nay hoặc một ngày sau.",
        ),
        ({"serves_enterprise": ""}, "Hãy chọn bộ câu hỏi cho ít nhất một loại hình."),
        ({"serves_household": "999"}, "Bộ câu hỏi này không có trong danh sách. Hãy chọn lại."),
        ({"serves_household": "x' OR 1=1"}, "Bộ câu hỏi này không có trong danh sách. Hãy chọn lại."),
        ({"invited_enterprise": "-1"}, "Hãy ghi một số nguyên từ 0 đến 1.000.000."),
        ({"invited_household": "12,04"}, "Hãy ghi một số nguyên từ 0 đến 1.000.000."),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_what_was_typed(
    app: Flask, desk: Browser, changes: dict[str, str], words: str
) -> None:
    page = desk.post("/admin/waves/new", plan(app, **changes), status=422)
    assert errors(page) == [words]
    assert page.fields()["title_en"] == changes.get("title_en", "Wave 3, 2026")
    target = page.select(".error-summary li a")["href"]
    assert page.select(str(target))
    with app.extensions["reading"]() as session:
        assert session.scalar(select(func.count()).select_from(Wave)) == 0


def test_a_day_may_be_written_as_people_write_it() -> None:
    assert read_day(" 21/11/2026 ") == read_day("2026-11-21") == read_day("21.11.2026") == date(2026, 11, 21)
    assert read_day("٢١/١١/٢٠٢٦") is None


def test_the_list_says_where_each_wave_stands(app: Flask, desk: Browser) -> None:
    make_wave(app, opens=-30, closes=-2)
    make_wave(app, opens=-5, closes=2)
    make_wave(app, opens=2, closes=5)
    states = [item.get_text(strip=True) for item in desk.get("/admin/waves").all("tbody .state")]
    assert states == ["Sắp mở", "Đang mở", "Đã đóng"]


def test_a_wave_is_changed_and_the_log_says_what(app: Flask, desk: Browser) -> None:
    wave = make_wave(app)
    form = desk.get(f"/admin/waves/{wave}/edit")
    closes = (TODAY + timedelta(days=60)).isoformat()
    page = desk.follow(desk.submit(form, {"closes_on": closes, "title_en": "A longer wave"}))
    assert "Đã lưu đợt đánh giá." in page.text
    found = rows.wave(app, wave)
    assert (found.version, found.closes_on.isoformat(), found.title["en"]) == (2, closes, "A longer wave")
    assert rows.last_event(app).detail["changed"] == ["closes_on", "title"]


def test_two_people_at_once_see_both_plans_and_overwrite_nothing(app: Flask, desk: Browser) -> None:
    wave = make_wave(app)
    first, second = desk.get(f"/admin/waves/{wave}/edit"), desk.get(f"/admin/waves/{wave}/edit")
    desk.submit(first, {"title_vi": "Tên của người thứ nhất"})
    page = desk.submit(second, {"title_vi": "Tên của người thứ hai"}, status=409)
    assert "Có người vừa sửa đợt này" in page.text
    assert "Tên của người thứ nhất" in page.text
    assert page.fields()["title_vi"] == "Tên của người thứ hai"
    assert rows.wave(app, wave).title["vi"] == "Tên của người thứ nhất"
    desk.submit(page)
    assert rows.wave(app, wave).title["vi"] == "Tên của người thứ hai"


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30])
def test_a_form_without_a_true_version_is_stale(app: Flask, desk: Browser, version: str) -> None:
    wave = make_wave(app)
    desk.post(f"/admin/waves/{wave}/edit", plan(app, version=version), status=409)
    assert rows.wave(app, wave).version == 1


class TestAWaveSomebodyHasBegunIn:
    @pytest.fixture
    def begun(self, app: Flask) -> UUID:
        wave = make_wave(app)
        owner = make_user(app)
        make_assessment(app, make_enterprise(app, owner), wave, owner)
        return wave

    def test_keeps_its_questionnaire(self, app: Flask, desk: Browser, begun: UUID) -> None:
        other = str(rows.published(app, rows.HOUSEHOLD))
        every = {"serves_enterprise": other, "serves_household": other, "serves_cooperative": other}
        page = desk.submit(desk.get(f"/admin/waves/{begun}/edit"), every, status=422)
        assert set(errors(page)) == {"Đã có người trả lời bộ câu hỏi đang chọn, nên không bỏ hay đổi được nữa."}
        assert rows.wave(app, begun).version == 1

    def test_may_change_for_those_who_have_not_begun(self, app: Flask, desk: Browser, begun: UUID) -> None:
        other = rows.published(app, rows.HOUSEHOLD)
        desk.submit(desk.get(f"/admin/waves/{begun}/edit"), {"serves_household": str(other), "serves_cooperative": ""})
        served = {each.questionnaire_id: each.organisation_types for each in rows.wave(app, begun).questionnaires}
        assert served == {rows.published(app): ["enterprise"], other: ["household"]}

    def test_cannot_be_moved_into_the_future(self, desk: Browser, begun: UUID) -> None:
        tomorrow = (TODAY + timedelta(days=2)).isoformat()
        page = desk.submit(desk.get(f"/admin/waves/{begun}/edit"), {"opens_on": tomorrow}, status=422)
        assert errors(page) == ["Đã có doanh nghiệp bắt đầu trả lời, nên không dời ngày mở ra sau hôm nay được."]

    def test_may_close_early(self, app: Flask, desk: Browser, begun: UUID) -> None:
        desk.submit(desk.get(f"/admin/waves/{begun}/edit"), {"closes_on": (TODAY - timedelta(days=1)).isoformat()})
        assert rows.wave(app, begun).closes_on < TODAY

    def test_shows_its_assessments_by_state(self, desk: Browser, begun: UUID) -> None:
        assert "Đang trả lời 1" in desk.get(f"/admin/waves/{begun}").text


def test_a_wave_without_assessments_may_change_altogether(app: Flask, desk: Browser) -> None:
    wave, other = make_wave(app), str(rows.published(app, rows.HOUSEHOLD))
    every = {"serves_enterprise": other, "serves_household": other, "serves_cooperative": other}
    desk.submit(desk.get(f"/admin/waves/{wave}/edit"), every)
    assert [each.questionnaire_id for each in rows.wave(app, wave).questionnaires] == [int(other)]


def test_more_fields_than_the_form_has_change_nothing_else(app: Flask, desk: Browser) -> None:
    more = {"demo": "1", "created_at": "2020-01-01", "id": "00000000-0000-0000-0000-000000000000"}
    page = desk.post("/admin/waves/new", plan(app, **more))
    assert rows.wave(app, uuid_in(page.response.location)).demo is False


def test_pages_of_waves_speak_english(app: Flask) -> None:
    from tests.factories import logged_in

    window = logged_in(app, make_user(app, role="administrator", language="en"))
    wave = make_wave(app)
    assert window.get("/admin/waves").heading == "Waves"
    assert window.get(f"/admin/waves/{wave}").heading == "Trial wave 2026"
    assert window.get(f"/admin/waves/{wave}/edit").heading == "Change the wave"
    page = window.post("/admin/waves/new", plan(app, invited_enterprise="1,204", closes_on="x"), status=422)
    assert errors(page) == ["Enter the last day, such as 21/11/2026."]


def test_the_last_day_is_part_of_the_wave() -> None:
    found = Wave(opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31))
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    assert [phase(found, day) for day in days] == ["planned", "running", "running", "closed"]
