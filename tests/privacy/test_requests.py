"""Requests: filed by the person, answered by the Association in the time the law gives."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from assessment.config import TIME_ZONE
from assessment.core.rights.deadlines import deadlines
from assessment.models import DataRequest, Mail
from assessment.policy import ADMINISTRATORS, PUBLIC, SIGNED_IN
from assessment.web.access import rule_of
from tests.factories import logged_in, make_user, writing
from tests.privacy.scene import acts

WORDS = "Họ tên ghi sai: phải là Lan Anh."


@pytest.fixture
def user(app):
    return make_user(app, "lan@vidu.vn", name="Trần Thị Lan")


@pytest.fixture
def desk(app):
    return logged_in(app, make_user(app, role="administrator", name="Quản Trị Viên"))


def filed(app, user, kind="correct", **fields):
    browser = logged_in(app, user)
    browser.submit(browser.get("/privacy/requests/new"), {"kind": kind, "words": WORDS, **fields})
    with app.extensions["reading"]() as session:
        return session.scalars(select(DataRequest).order_by(DataRequest.received_at.desc())).first()


def again(app, request):
    with app.extensions["reading"]() as session:
        return session.get_one(DataRequest, request.id)


def letters(app):
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(Mail).order_by(Mail.created_at, Mail.id)))


@pytest.mark.parametrize("kind", ["correct", "object", "withdraw"])
def test_a_request_gets_the_days_of_the_law_and_a_letter_that_tells_them(app, user, kind):
    request = filed(app, user, kind)
    terms = deadlines(kind, datetime.now(TIME_ZONE).date())
    assert (request.state, request.words, request.reply_by, request.due) == (
        "new",
        WORDS,
        terms.answer,
        terms.carried_out,
    )
    [letter] = letters(app)
    assert letter.recipient == "lan@vidu.vn"
    assert f"{request.due:%d/%m/%Y}" in letter.body
    assert f"/privacy/requests/{request.id}" in letter.body
    assert "request.received" in acts(app)


def test_holidays_of_the_configuration_count(app, settings, user):
    object.__setattr__(settings, "holidays", frozenset(date.today() + timedelta(days=n) for n in range(10)))
    assert filed(app, user).reply_by > date.today() + timedelta(days=9)


@pytest.mark.parametrize("kind", ["", "nothing"])
def test_without_a_kind_the_form_comes_back_with_what_was_typed(app, user, kind):
    page = logged_in(app, user).post("/privacy/requests/new", {"kind": kind, "words": WORDS}, status=422)
    assert page.select("textarea").get_text().strip() == WORDS
    assert page.select(".error-summary a")["href"] == "#kind-0"


@pytest.mark.parametrize("kind", ["correct", "object", "withdraw"])
def test_words_are_asked_for_where_nobody_could_act_without_them(app, user, kind):
    page = logged_in(app, user).post("/privacy/requests/new", {"kind": kind}, status=422)
    assert "vài lời" in page.select("#words-error").get_text()


def test_what_can_be_done_at_once_is(app, user):
    browser = logged_in(app, user)
    assert "/papers/" in browser.post("/privacy/requests/new", {"kind": "access"}).response.location
    assert browser.post("/privacy/requests/new", {"kind": "delete"}).response.location.endswith(
        "/privacy/leave?kind=delete"
    )


def test_a_person_takes_a_request_back(app, user, desk):
    request = filed(app, user)
    browser = logged_in(app, user)
    browser.submit(browser.get(f"/privacy/requests/{request.id}"))
    assert again(app, request).state == "cancelled"
    browser.post(f"/privacy/requests/{request.id}/cancel", status=409)
    desk.post(f"/admin/privacy/{request.id}/take", status=409)


def test_nobody_sees_the_request_of_somebody_else(app, user):
    request = filed(app, user)
    stranger = logged_in(app, make_user(app))
    stranger.get(f"/privacy/requests/{request.id}", status=404)
    stranger.post(f"/privacy/requests/{request.id}/cancel", status=404)


def test_the_inbox_has_the_overdue_first_and_counts_the_days(app, user, desk):
    today = datetime.now(TIME_ZONE).date()
    late, soon = filed(app, user, "object"), filed(app, user)
    with writing(app) as session:
        session.execute(update(DataRequest).where(DataRequest.id == late.id).values(reply_by=today - timedelta(days=3)))
        session.execute(update(DataRequest).where(DataRequest.id == soon.id).values(reply_by=today + timedelta(days=2)))
    page = desk.get("/admin/privacy")
    assert [link.get_text() for link in page.all("tbody th a")] == ["Phản đối việc xử lý", "Sửa dữ liệu sai"]
    assert "Quá hạn 3 ngày" in page.text
    assert "Còn 2 ngày" in page.text
    home = desk.get("/admin/")
    assert "2 yêu cầu về dữ liệu cá nhân" in home.text
    assert "1 yêu cầu đã quá hạn" in home.text


def test_an_answer_in_time_moves_the_request_to_its_second_day(app, user, desk):
    request = filed(app, user)
    desk.submit(desk.get(f"/admin/privacy/{request.id}"), form=f'form[action="/admin/privacy/{request.id}/take"]')
    taken = again(app, request)
    assert (taken.state, taken.next_day) == ("in_progress", taken.due)
    assert "Quản Trị Viên nhận việc" in desk.get(f"/admin/privacy/{request.id}").text
    assert "đang được làm" in letters(app)[-1].subject


def test_a_third_party_that_has_to_stop_gives_twenty_days(app, user, desk):
    request = filed(app, user, "object")
    desk.post(f"/admin/privacy/{request.id}/take", {"third_party": "y"})
    assert again(app, request).due == request.due + timedelta(days=5)


def test_a_request_is_extended_once_with_a_reason(app, user, desk):
    request = filed(app, user)
    path = f"/admin/privacy/{request.id}"
    desk.post(f"{path}/extend", {"days": "5", "reason": "Phải hỏi bên thứ ba."}, status=409)
    desk.post(f"{path}/take")
    for wrong in ({"days": "16", "reason": "x"}, {"days": "5", "reason": ""}):
        assert desk.post(f"{path}/extend", wrong, status=422).select(".error-summary")
    desk.post(f"{path}/extend", {"days": "15", "reason": "Phải hỏi bên thứ ba."})
    assert again(app, request).last_day == request.due + timedelta(days=15)
    assert "Phải hỏi bên thứ ba." in letters(app)[-1].body
    desk.post(f"{path}/extend", {"days": "1", "reason": "Nữa."}, status=409)


@pytest.mark.parametrize(("state", "said"), [("done", "đã làm xong"), ("refused", "không thực hiện được")])
def test_a_decision_is_told_with_its_words_and_put_on_record(app, user, desk, state, said):
    request = filed(app, user)
    path = f"/admin/privacy/{request.id}"
    page = desk.post(f"{path}/decide", {"state": state, "answer": ""}, status=422)
    assert page.select("#answer-error")
    desk.post(f"{path}/decide", {"state": state, "answer": "Đã sửa tên."})
    decided = again(app, request)
    assert (decided.state, decided.answer) == (state, "Đã sửa tên.")
    assert decided.decided_by is not None
    letter = letters(app)[-1]
    assert said in letter.subject
    assert "Đã sửa tên." in letter.body
    assert f"request.{state}" in acts(app)
    assert "Đã sửa tên." in logged_in(app, user).get(f"/privacy/requests/{request.id}").text
    assert "Quản Trị Viên" in desk.get("/admin/privacy?show=closed").text
    desk.post(f"{path}/decide", {"state": "done", "answer": "Lần nữa."}, status=409)


def test_letters_speak_the_language_of_whom_they_go_to(app, desk):
    reader = make_user(app, "ann@vidu.vn", name="Ann", language="en")
    request = filed(app, reader)
    desk.post(f"/admin/privacy/{request.id}/decide", {"state": "refused", "answer": "No."})
    assert [letter.subject for letter in letters(app)] == [
        "Your request about personal data has arrived: Correct wrong data",
        "Your request could not be met: Correct wrong data",
    ]


def test_an_administrator_does_not_decide_their_own(app):
    own = make_user(app, role="administrator")
    request = filed(app, own)
    browser = logged_in(app, own)
    assert "người khác quyết định" in browser.get(f"/admin/privacy/{request.id}").text
    for act in ("take", "decide", "extend", "carry-out"):
        browser.post(
            f"/admin/privacy/{request.id}/{act}",
            {"state": "done", "answer": "x", "days": "1", "reason": "x"},
            status=404,
        )


def test_every_page_of_this_feature_is_the_persons_or_the_administrators(app):
    rules = {name: rule_of(app, name) for name in app.view_functions if name.startswith("privacy.")}
    assert {name for name, rule in rules.items() if rule == PUBLIC} == {"privacy.left"}
    desk = {rule.endpoint for rule in app.url_map.iter_rules() if str(rule).startswith("/admin/privacy")}
    assert {name for name, rule in rules.items() if rule == ADMINISTRATORS} == desk
    assert set(rules.values()) == {PUBLIC, ADMINISTRATORS, SIGNED_IN}


@pytest.mark.parametrize("role", ["none", "reviewer", "analyst"])
def test_nobody_but_an_administrator_comes_to_the_inbox(app, role):
    browser = logged_in(app, make_user(app, role=role))
    for path in ("/admin/privacy", "/admin/privacy/agreed", f"/admin/privacy/{uuid4()}"):
        browser.get(path, status=403)


def test_a_visitor_is_asked_to_log_in_and_may_read_the_good_bye(app, browser):
    for path in (
        "/privacy/mine",
        "/privacy/requests/new",
        "/privacy/leave",
        "/privacy/consents/stop",
        "/admin/privacy",
    ):
        browser.get(path, status=302)
    browser.get("/privacy/left")


def test_a_request_that_does_not_exist_is_not_found(desk):
    desk.get(f"/admin/privacy/{uuid4()}", status=404)
    desk.post(f"/admin/privacy/{uuid4()}/decide", {"state": "done", "answer": "x"}, status=404)


def test_the_inbox_says_when_nothing_waits(desk):
    assert "Không có yêu cầu nào đang chờ" in desk.get("/admin/privacy").text
    assert "Chưa có yêu cầu nào" in desk.get("/admin/privacy?show=closed").text
