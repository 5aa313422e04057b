"""People and roles."""

from uuid import UUID

import pytest
from flask import Flask

from assessment import worker
from assessment.models import Mail
from assessment.models.people import NO_PASSWORD
from assessment.policy import Actor, Conflict
from assessment.waves import people
from assessment.waves.people import LastAdministrator
from tests.factories import PASSWORD, join, logged_in, make_enterprise, make_user, writing
from tests.page import Browser, uuid_in
from tests.waves import rows
from tests.waves.rows import named


def names(page: object) -> list[str]:
    return [item.get_text(strip=True) for item in page.all("tbody th b")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["do", "ĐỖ", "đỗ  thị", "Do Thi Hang"])
def test_a_person_is_found_without_marks_or_capitals(app: Flask, desk: Browser, words: str) -> None:
    named(app, "Đỗ Thị Hằng")
    named(app, "Phạm Văn Kiên")
    assert names(desk.get("/admin/people", query_string={"q": words})) == ["Đỗ Thị Hằng"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", "x\x00y", "\ud800"])
def test_signs_that_mean_something_to_databases_mean_nothing_here(desk: Browser, words: str) -> None:
    page = desk.get("/admin/people", query_string={"q": words.encode("utf-8", "replace")})
    assert page.heading == "Người dùng và vai trò"


def test_a_percent_sign_finds_nobody(desk: Browser) -> None:
    assert "Không có ai khớp với những gì đang tìm." in desk.get("/admin/people", query_string={"q": "%"}).text


def test_people_are_narrowed_by_role_and_account(app: Flask, desk: Browser) -> None:
    named(app, "Bùi Bình", role="reviewer")
    named(app, "Cao Chi", role="analyst", active=False)
    assert names(desk.get("/admin/people?role=reviewer")) == ["Bùi Bình"]
    assert names(desk.get("/admin/people?standing=locked")) == ["Cao Chi"]
    assert "Cao Chi" in names(desk.get("/admin/people?role=nonsense&standing=x&page=0"))


def test_people_stand_in_vietnamese_order_in_pages_of_25(app: Flask, desk: Browser) -> None:
    for number in range(30):
        named(app, f"Người {number:02d}")
    named(app, "Ấn")
    named(app, "Bắc")
    desk.get("/admin/")
    first = desk.get("/admin/people", query_string={"standing": "active"})
    queries = desk.queries
    second = desk.get(str(first.select('a[rel="next"]')["href"]))
    assert len(names(first)) == 25
    assert len(names(second)) == 33 - 25
    shown = [name for name in names(first) if name in ("Ấn", "Bắc")]
    assert shown == ["Ấn", "Bắc"]
    assert desk.queries == queries
    assert names(desk.get("/admin/people?page=999")) == names(second)


def test_a_role_is_changed_and_put_on_record(app: Flask, desk: Browser) -> None:
    someone = named(app, "Hoàng Hoa")
    page = desk.get(f"/admin/people/{someone}")
    page = desk.follow(desk.submit(page, {"role": "reviewer"}))
    assert "Đã đổi vai trò của Hoàng Hoa." in page.text
    assert rows.user(app, someone).role == "reviewer"
    event = rows.last_event(app)
    assert (event.action, event.subject) == ("role.changed", f"user:{someone}")
    assert event.detail == {"before": "none", "after": "reviewer"}


def test_an_unknown_role_is_refused(app: Flask, desk: Browser) -> None:
    someone = make_user(app)
    page = desk.post(f"/admin/people/{someone}/role", {"role": "god", "seen": "none"}, status=422)
    assert "Hãy chọn một vai trò." in page.text
    assert rows.user(app, someone).role == "none"


def test_a_role_that_somebody_changed_meanwhile_is_a_conflict(app: Flask, desk: Browser) -> None:
    someone = make_user(app)
    page = desk.get(f"/admin/people/{someone}")
    desk.submit(page, {"role": "analyst"})
    desk.submit(page, {"role": "reviewer"}, status=409)
    assert rows.user(app, someone).role == "analyst"


@pytest.mark.parametrize("path", ["role", "lock"])
def test_the_last_administrator_stays(app: Flask, desk: Browser, administrator: UUID, path: str) -> None:
    make_user(app, role="administrator", active=False)
    fields = {"role": "none", "seen": "administrator"} if path == "role" else {}
    page = desk.post(f"/admin/people/{administrator}/{path}", fields, status=422)
    assert "Đây là quản trị viên cuối cùng." in page.text
    assert (rows.user(app, administrator).role, rows.user(app, administrator).active) == ("administrator", True)


def test_an_administrator_may_step_down_when_another_stays(app: Flask, desk: Browser, administrator: UUID) -> None:
    make_user(app, role="administrator")
    answer = desk.post(f"/admin/people/{administrator}/role", {"role": "none", "seen": "administrator"})
    assert answer.response.location == "/"
    desk.get("/admin/", status=403)


def test_of_two_administrators_who_demote_each_other_one_stays(app: Flask, administrator: UUID) -> None:
    """The second has passed the door already when the first takes the role away."""
    second = make_user(app, role="administrator")
    late = Actor(second, 1, "", "", "vi", "administrator")
    with writing(app) as session:
        from datetime import UTC, datetime

        now = datetime.now(UTC)
        first = Actor(administrator, 2, "", "", "vi", "administrator")
        people.change_role(session, first, second, "none", seen="administrator", now=now)
        with pytest.raises(Conflict):
            people.change_role(session, late, administrator, "none", seen="administrator", now=now)
        with pytest.raises(LastAdministrator):
            people.lock(session, first, administrator, now=now)


def test_locking_ends_log_ins_and_unlocking_opens_the_door_again(app: Flask, desk: Browser) -> None:
    someone = make_user(app, "kien@vidu.vn", name="Kiên")
    page = desk.follow(desk.post(f"/admin/people/{someone}/lock"))
    assert "Đã khóa tài khoản của Kiên." in page.text
    assert rows.user(app, someone).active is False
    assert rows.last_event(app).action == "account.deactivated"
    desk.post(f"/admin/people/{someone}/lock")
    assert rows.actions(app).count("account.deactivated") == 1
    desk.post(f"/admin/people/{someone}/unlock")
    assert rows.user(app, someone).active is True
    assert rows.last_event(app).action == "account.activated"


FIELDS = {"name": "Vũ Thị Mai", "email": "Mai@hiephoi.vn", "role": "reviewer", "language": "en"}


def mailed_link(letter: Mail) -> str:
    return letter.body.split("http://localhost", 1)[1].split()[0]


class TestInvitation:
    def test_is_mailed_with_a_link_that_sets_a_password_once(self, app: Flask, desk: Browser, browser: Browser) -> None:
        page = desk.follow(desk.submit(desk.get("/admin/people/invite"), FIELDS))
        assert "Đã gửi thư mời tới mai@hiephoi.vn." in page.text
        assert "Chờ đặt mật khẩu" in page.text
        letter = rows.letters(app)[-1]
        assert (letter.recipient, letter.language) == ("mai@hiephoi.vn", "en")
        assert "as a reviewer" in letter.body
        browser.submit(browser.get(mailed_link(letter)), {"password": PASSWORD})
        browser.get(mailed_link(letter), status=404)
        newcomer = Browser(app)
        newcomer.post("/account/log-in", {"email": "mai@hiephoi.vn", "password": PASSWORD})
        newcomer.get("/account")
        assert rows.user(app, uuid_in(page.response.request.path)).password_hash != NO_PASSWORD

    def test_is_a_mail_the_worker_can_send(self, app: Flask, desk: Browser) -> None:
        desk.post("/admin/people/invite", FIELDS)
        assert worker.run_pending(app) == 1
        assert rows.letters(app)[-1].state == "sent"

    def test_of_somebody_with_an_account_is_refused(self, app: Flask, desk: Browser) -> None:
        make_user(app, "mai@hiephoi.vn")
        page = desk.post("/admin/people/invite", FIELDS, status=422)
        assert "Địa chỉ này đã có tài khoản." in page.text
        assert page.fields()["name"] == "Vũ Thị Mai"
        assert rows.letters(app) == []

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": ""}, "Hãy ghi họ và tên của người được mời."),
            ({"email": "mai"}, "Địa chỉ thư chưa đúng."),
            ({"role": "none"}, "Hãy chọn một vai trò."),
            ({"language": "fr"}, "Hãy chọn một ngôn ngữ."),
        ],
    )
    def test_with_something_wrong_says_what(
        self, app: Flask, desk: Browser, changes: dict[str, str], words: str
    ) -> None:
        page = desk.post("/admin/people/invite", {**FIELDS, **changes}, status=422)
        assert words in page.select(".error-summary").get_text()
        assert rows.letters(app) == []

    def test_can_be_sent_again_and_the_old_link_stops(self, app: Flask, desk: Browser, browser: Browser) -> None:
        someone = uuid_in(desk.post("/admin/people/invite", FIELDS).response.location)
        page = desk.get(f"/admin/people/{someone}")
        desk.submit(page, form=f'form[action$="/{someone}/invite"]')
        first, second = rows.letters(app)
        browser.get(mailed_link(first), status=404)
        browser.get(mailed_link(second))
        assert rows.actions(app).count("account.invited") == 2

    def test_is_not_sent_again_to_somebody_with_a_password(self, app: Flask, desk: Browser) -> None:
        desk.post(f"/admin/people/{make_user(app)}/invite", status=409)
        assert rows.letters(app) == []


def test_the_page_of_a_person_names_their_enterprises(app: Flask, desk: Browser) -> None:
    someone = named(app, "Trần Tú")
    firm = make_enterprise(app, someone, name="Công ty CP Cảng Vân Hải")
    other = make_enterprise(app, name="HTX Hải sản Tiên Yên")
    join(app, someone, other)
    text = desk.get(f"/admin/people/{someone}").text
    assert "Chủ doanh nghiệp Công ty CP Cảng Vân Hải Đã xác nhận" in text
    assert "Đồng nghiệp HTX Hải sản Tiên Yên Chưa xác nhận" in text
    assert str(firm) in str(desk.get(f"/admin/people/{someone}").html)


def test_a_name_with_markup_is_shown_as_it_is(app: Flask, desk: Browser) -> None:
    someone = named(app, '"><img src=x onerror=alert(1)>')
    for path in ("/admin/people", f"/admin/people/{someone}"):
        page = desk.get(path)
        assert "<img src=x" in page.text
        assert page.all("img[src=x]") == []


def test_pages_of_people_speak_english(app: Flask) -> None:
    window = logged_in(app, make_user(app, role="administrator", language="en", name="Ann"))
    assert window.get("/admin/people").heading == "People and roles"
    assert window.get("/admin/people/invite").heading == "Invite a staff member"
