"""Colleagues: invited by mail for chosen pillars, marked in the list, and named beside what they answered."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select, update

from assessment.models import Assignment, Mail, Membership, Token
from tests.factories import join, logged_in, make_assessment, make_enterprise, make_user, writing
from tests.page import Browser
from tests.survey.stage import Owner

ADDRESS = "huy@congty.vn"


def invite(owner: Owner, *pillars: str, email: str = ADDRESS) -> str:
    """Invite somebody, and give the path of the link in their letter."""
    page = owner.browser.get(owner.url("/people"))
    owner.browser.submit(page, {"email": email, "pillar": list(pillars)}, form="#invite-form")
    with writing(owner.app) as session:
        letter = session.scalars(select(Mail).where(Mail.recipient == email).order_by(Mail.created_at.desc())).first()
        assert letter is not None
        found = re.search(r"http://localhost(/assessments/invitations/\S+)", letter.body)
        assert found is not None, letter.body
        return found.group(1)


def test_a_colleague_is_invited_for_pillars_and_finds_them_marked(owner: Owner, app: Flask) -> None:
    path = invite(owner, "sales")
    assert f"{ADDRESS} đã mời ngày" in owner.browser.get(owner.url("/people")).text
    colleague = logged_in(app, make_user(app, name="Lê Quốc Huy"))
    page = colleague.get(path)
    assert "Công ty TNHH Thử Nghiệm" in page.text
    tasks = colleague.follow(colleague.submit(page))
    assert tasks.select(".task-next h2").get_text() == "Bán hàng"
    assert "Phần của anh/chị" in tasks.select(".task-next").get_text()
    assert "Giao cho Lê Quốc Huy" in owner.browser.get(owner.url()).text
    assert "chưa nhận lời" not in owner.browser.get(owner.url("/people")).text


def test_who_has_no_account_is_led_to_one_first(owner: Owner, browser: Browser) -> None:
    path = invite(owner, "plan")
    page = browser.get(path)
    assert page.select("a.button-next")["href"].endswith(f"next={path}")
    assert "đăng ký" in page.text
    browser.post(path, status=401)
    with writing(owner.app) as session:
        assert session.scalars(select(Token.used_at).where(Token.purpose == "invite")).all() == [None]


def test_an_invitation_works_once(owner: Owner, app: Flask) -> None:
    path = invite(owner, "plan")
    first, second = (logged_in(app, make_user(app)) for _ in range(2))
    first.post(path)
    assert second.post(path, status=404).heading == "Lời mời không còn dùng được"
    second.get(path, status=404)
    second.get(owner.url(), status=404)


def test_two_invitations_followed_in_the_same_moment_both_count(owner: Owner, app: Flask) -> None:
    user, paths = make_user(app), [invite(owner, pillar) for pillar in ("plan", "sales")]
    windows = [logged_in(app, user) for _ in paths]
    tokens, together = [window.csrf_token() for window in windows], Barrier(2)

    def follow(place: int) -> int:
        together.wait()
        return windows[place].client.post(paths[place], data={"csrf_token": tokens[place]}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(follow, range(2))) == [303, 303]
    with writing(app) as session:
        assert set(session.scalars(select(Assignment.pillar).where(Assignment.user_id == user))) == {"plan", "sales"}


def test_an_invitation_runs_out_and_can_be_taken_back(owner: Owner, app: Flask) -> None:
    guest = logged_in(app, make_user(app))
    withdrawn = invite(owner, "plan")
    owner.browser.submit(owner.browser.get(owner.url("/people")), form="form[action$='/people/withdraw']")
    guest.post(withdrawn, status=404)
    late = invite(owner, "plan")
    with writing(app) as session:
        session.execute(update(Token).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    guest.post(late, status=404)


def test_the_invitation_of_somebody_who_has_left_is_worthless(owner: Owner, app: Flask) -> None:
    path = invite(owner, "plan")
    with writing(app) as session:
        session.execute(update(Membership).values(state="ended"))
    logged_in(app, make_user(app)).post(path, status=404)


@pytest.mark.parametrize(
    ("email", "pillars", "words"),
    [
        ("khong-phai-thu", ["plan"], "Địa chỉ thư chưa đúng"),
        (ADDRESS, [], "ít nhất một trụ cột"),
        (ADDRESS, ["none"], "ít nhất"),
    ],
)
def test_an_invitation_that_cannot_be_sent_is_named(owner: Owner, email: str, pillars: list[str], words: str) -> None:
    fields = {"email": email, "pillar": pillars}
    page = owner.browser.post(owner.url("/people/invite"), fields, status=422)
    assert words in page.select(".error-summary").get_text(" ")
    assert page.select("input[name=email]")["value"] == email


def test_the_page_does_not_tell_whether_an_address_has_an_account(owner: Owner, app: Flask) -> None:
    make_user(app, "co@congty.vn")
    invite(owner, "plan", email="co@congty.vn")
    invite(owner, "plan", email="chua@congty.vn")
    page = owner.browser.get(owner.url("/people"))
    known, unknown = (" ".join(row.get_text().split()) for row in page.all("li:has(form[action$='withdraw'])"))
    assert known == unknown.replace("chua@", "co@")


def test_pillars_are_handed_over_and_taken_back(owner: Owner) -> None:
    user, _ = owner.colleague()
    owner.browser.post(owner.url("/people/assign"), {"user": str(user), "pillar": ["plan", "sales"]})
    assert owner.browser.get(owner.url()).text.count("Giao cho Lê Quốc Huy") == 2
    owner.browser.post(owner.url("/people/assign"), {"user": str(user), "pillar": ["sales"]})
    assert owner.browser.get(owner.url()).text.count("Giao cho Lê Quốc Huy") == 1
    stranger = make_user(owner.app)
    owner.browser.post(owner.url("/people/assign"), {"user": str(stranger), "pillar": ["plan"]}, status=404)


def test_a_colleague_sees_who_answers_what_and_changes_nothing(owner: Owner) -> None:
    user, colleague = owner.colleague()
    page = colleague.get(owner.url("/people"))
    assert not page.all("main form")
    for act in ("invite", "assign", "withdraw"):
        colleague.post(owner.url(f"/people/{act}"), {"user": str(user), "pillar": "plan"}, status=403)


def test_an_owner_of_another_enterprise_cannot_reach_these_pages(owner: Owner, app: Flask) -> None:
    other = Owner(app)
    other.browser.get(owner.url("/people"), status=404)
    other.browser.post(owner.url("/people/invite"), {"email": ADDRESS, "pillar": "plan"}, status=404)
    join(app, other.user, owner.enterprise)
    other_again = logged_in(app, other.user)
    other_again.post(owner.url("/people/invite"), {"email": ADDRESS, "pillar": "plan"}, status=404)


def test_the_check_page_names_who_answered_what(owner: Owner) -> None:
    _, colleague = owner.colleague()
    colleague.post(owner.url("/pages/plan.paper"), {"asked": "plan.paper.written", "plan.paper.written": "none"})
    assert "Lê Quốc Huy" not in owner.browser.get(owner.url("/check")).text, "one person alone needs no name"
    owner.browser.post(owner.url("/pages/sales.online"), {"asked": "sales.online.staff", "sales.online.staff": "2"})
    page = owner.browser.get(owner.url("/check"))
    assert [name.get_text() for name in page.all("dd small")] == ["Lê Quốc Huy", "Nguyễn Thị Thử"]


def test_an_accountant_serves_several_enterprises(owner: Owner, app: Flask) -> None:
    user, _ = owner.colleague("Kế Toán Viên")
    second = make_enterprise(app, make_user(app), name="Công ty TNHH Thứ Hai")
    make_assessment(app, second, owner.wave, user)
    join(app, user, second)
    home = logged_in(app, user).get("/assessments/")
    names = {" ".join(heading.get_text().split()) for heading in home.all("main h2")}
    assert names == {"Công ty TNHH Thử Nghiệm", "Công ty TNHH Thứ Hai"}
    assert len(home.all(".task")) == 2


def test_one_thing_is_next_however_many_enterprises_wait(owner: Owner, app: Flask) -> None:
    user = make_user(app)
    for name in ("Công ty TNHH Thứ Nhất", "Công ty TNHH Thứ Hai"):
        make_enterprise(app, user, name=name)
    home = logged_in(app, user).get("/assessments/")
    assert len(home.all(".task button")) == 2, "each may start"
    assert len(home.all(".task-next")) == len(home.all(".task .button-next")) == 1
