"""Who was invited for some pillars sees and answers those alone: everything else is as good as not there."""

import io
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from assessment.models import Assessment, AuditEvent, Evidence, Membership, SentBack, User
from assessment.privacy import copying
from tests.factories import logged_in, make_user, writing
from tests.page import Browser
from tests.survey.stage import Owner
from tests.survey.test_people import invite

WRITTEN, STAFF = "plan.paper.written", "sales.online.staff"


@pytest.fixture
def helper(owner: Owner) -> Browser:
    """Somebody invited for sales, and nothing else."""
    path = invite(owner, "sales")
    browser = logged_in(owner.app, make_user(owner.app, "huy@vidu.vn", name="Lê Quốc Huy"))
    browser.post(path)
    return browser


def of(app: Flask, email: str = "huy@vidu.vn") -> UUID:
    with writing(app) as session:
        return session.scalars(select(User.id).where(User.email == email)).one()


def piece(owner: Owner, criterion: str) -> UUID:
    """A file the owner has added to a question, as bytes a browser may fetch."""
    photo = io.BytesIO()
    Image.new("RGB", (4, 4)).save(photo, "PNG")
    photo.seek(0)
    owner.browser.post(owner.url(f"/evidence/{criterion}"), {"kind": "file", "file": (photo, "anh.png")}, status=303)
    with writing(owner.app) as session:
        return session.scalars(select(Evidence.id).where(Evidence.criterion == criterion)).one()


def test_the_part_that_was_handed_over_is_seen_and_answered(owner: Owner, helper: Browser) -> None:
    tasks = helper.get(owner.url())
    assert [row.get_text(strip=True) for row in tasks.all(".tasks h2, .tasks h3")] == ["Bán hàng"]
    helper.get(owner.url("/pages/sales.online"))
    saved = helper.post(owner.url("/pages/sales.online"), {"asked": STAFF, STAFF: "2", "seen": "0"})
    assert saved.response.location.endswith(owner.url()), "the last page of the part leads back to the list"
    helper.post(owner.url(f"/answers/{STAFF}"), {"asked": STAFF, STAFF: "3", "seen": "99"}, status=200)
    assert owner.answers() == {STAFF: {"number": 3.0}}


@pytest.mark.parametrize(
    "rest",
    [
        "/pages/plan.paper",
        f"/evidence/{WRITTEN}",
        "/context",
        "/check",
        "/result",
        "/result/steps",
        "/result/trace.json",
        "/result/sealed.json",
        "/result/benchmark",
        "/result/history",
        "/result/roadmap",
    ],
)
def test_nothing_else_of_the_business_is_seen(owner: Owner, helper: Browser, rest: str) -> None:
    owner.fill()
    owner.submit()
    owner.browser.get(owner.url(rest))
    helper.get(owner.url(rest), status=404)


@pytest.mark.parametrize(
    ("rest", "fields"),
    [
        ("/pages/plan.paper", {"asked": WRITTEN, WRITTEN: "full", "seen": "0"}),
        (f"/answers/{WRITTEN}", {"asked": WRITTEN, WRITTEN: "full", "seen": "0"}),
        ("/answers/context.wish", {"asked": "context.wish", "context.wish": "Học", "seen": "0"}),
        ("/context", {"asked": "context.wish", "context.wish": "Học", "seen": "0"}),
        (f"/evidence/{WRITTEN}", {"kind": "note", "note": "Kế hoạch"}),
        ("/paper", {"paper": "answers"}),
    ],
)
def test_nothing_else_is_written(owner: Owner, helper: Browser, rest: str, fields: dict[str, str]) -> None:
    helper.post(owner.url(rest), fields, status=404)
    assert owner.answers() == {}


def test_a_page_of_the_part_takes_no_answer_of_another(owner: Owner, helper: Browser) -> None:
    fields = {"asked": [WRITTEN, STAFF], WRITTEN: "full", STAFF: "2", "seen": "0"}
    helper.post(owner.url("/pages/sales.online"), fields)
    assert owner.answers() == {STAFF: {"number": 2.0}}


def test_only_an_owner_submits_and_withdraws(owner: Owner, helper: Browser) -> None:
    owner.fill()
    for rest in ("/check", "/withdraw", "/people/invite", "/people/assign"):
        helper.post(owner.url(rest), {"declared": "yes", "submission_key": "x"}, status=403)


def test_who_owns_another_business_is_no_owner_here(owner: Owner, app: Flask) -> None:
    other = Owner(app)
    other.browser.post(invite(owner, "sales"))
    again = logged_in(app, other.user)
    owner.fill()
    for rest in ("/check", "/withdraw"):
        again.post(owner.url(rest), {"declared": "yes", "submission_key": "x"}, status=404)


def test_files_of_other_parts_are_neither_fetched_nor_deleted(owner: Owner, helper: Browser) -> None:
    theirs = piece(owner, WRITTEN)
    helper.get(f"/assessments/evidence/{theirs}", status=404)
    for beside in (WRITTEN, STAFF):
        helper.post(owner.url(f"/evidence/{beside}/delete"), {"evidence": str(theirs)}, status=404)
    owner.browser.get(f"/assessments/evidence/{theirs}")


def test_the_business_itself_is_not_theirs(owner: Owner, helper: Browser) -> None:
    helper.get(f"/enterprises/{owner.enterprise}", status=404)
    helper.get(f"/enterprises/{owner.enterprise}/people", status=404)
    helper.post("/assessments/", {"enterprise": str(owner.enterprise), "wave": str(owner.wave)}, status=404)
    home = helper.get("/assessments/")
    assert "Công ty TNHH Thử Nghiệm" in home.text
    assert not home.all(f"a[href='/enterprises/{owner.enterprise}']")
    assert "Công ty TNHH Thử Nghiệm" not in helper.get("/account").text


def test_what_is_handed_in_leaves_the_list_of_who_helped(owner: Owner, helper: Browser) -> None:
    owner.fill()
    owner.submit()
    assert "không có phần nào cần anh/chị trả lời" in helper.get("/assessments/").text
    assert "Xem kết quả" not in helper.get(owner.url()).text


def test_words_of_the_reviewer_about_other_parts_are_not_theirs(owner: Owner, helper: Browser) -> None:
    owner.fill()
    owner.submit()
    notes = {STAFF: "Xin ghi lại số người.", WRITTEN: "Xin gửi bản kế hoạch.", "profile.sector": "Sai lĩnh vực."}
    with writing(owner.app) as session:
        session.get_one(Assessment, owner.assessment).state = "changes_requested"
        common = {"assessment_id": owner.assessment, "user_id": owner.user, "at": datetime.now(UTC)}
        session.add_all(SentBack(subject=subject, note=note, **common) for subject, note in notes.items())
    assert "gửi lại 3 chỗ" in owner.browser.get(owner.url()).text
    tasks = helper.get(owner.url()).text
    assert "gửi lại 1 chỗ" in tasks
    assert "Sai lĩnh vực." not in tasks
    assert "Xin ghi lại số người." in helper.get(owner.url("/pages/sales.online")).text
    owner.browser.post(owner.url("/people/assign"), {"user": str(of(owner.app)), "pillar": "tourism"})
    assert "gửi lại" not in helper.get(owner.url()).text


def test_the_next_assessment_starts_with_nothing_handed_over(owner: Owner, helper: Browser) -> None:
    owner.browser.post(owner.url("/withdraw"), {})
    started = owner.browser.post("/assessments/", {"enterprise": str(owner.enterprise), "wave": str(owner.wave)})
    fresh = started.response.location
    assert "chưa giao phần nào" in helper.get(fresh).text
    helper.get(f"{fresh}/pages/sales.online", status=404)


def test_taking_the_last_part_back_shows_nothing_more(owner: Owner, helper: Browser) -> None:
    owner.browser.post(owner.url("/people/assign"), {"user": str(of(owner.app))})
    helper.get(owner.url("/pages/sales.online"), status=404)
    helper.get(owner.url("/pages/plan.paper"), status=404)


def test_the_owner_opens_everything_and_closes_it_again(owner: Owner, helper: Browser) -> None:
    people = owner.browser.get(owner.url("/people"))
    assert "chỉ xem và sửa phần được giao" in people.text
    fields = {"user": str(of(owner.app)), "pillar": "sales"}
    owner.browser.post(owner.url("/people/assign"), {**fields, "reach": "all"})
    helper.get(owner.url("/pages/plan.paper"))
    helper.get(owner.url("/check"))
    owner.browser.post(owner.url("/people/assign"), {**fields, "reach": "parts"})
    helper.get(owner.url("/check"), status=404)
    owner.browser.post(owner.url("/people/assign"), {**fields, "reach": "everything"})
    helper.get(owner.url("/check"), status=404)
    with writing(owner.app) as session:
        said = session.scalars(select(AuditEvent).where(AuditEvent.action == "colleague.reach").order_by(AuditEvent.id))
        assert [each.detail["reach"] for each in said] == ["all", "parts"]


def test_an_owner_who_takes_an_invitation_stays_one(owner: Owner) -> None:
    owner.browser.post(invite(owner, "sales"))
    owner.browser.get(owner.url("/check"))


def test_who_left_and_is_invited_again_sees_the_part_alone(owner: Owner) -> None:
    user, _ = owner.colleague()
    with writing(owner.app) as session:
        link = session.scalars(select(Membership).where(Membership.user_id == user)).one()
        link.state = "ended"
    again = logged_in(owner.app, user)
    again.post(invite(owner, "sales"))
    again.get(owner.url("/pages/sales.online"))
    again.get(owner.url("/check"), status=404)


def test_the_copy_of_own_data_holds_nothing_of_the_others(owner: Owner, helper: Browser) -> None:
    owner.fill()
    helper.post(owner.url(f"/answers/{STAFF}"), {"asked": STAFF, STAFF: "7", "seen": "99"}, status=200)
    settings = owner.app.extensions["settings"]
    with owner.app.test_request_context(), writing(owner.app) as session:
        copy = str(copying.gather(session, of(owner.app), "vi", settings, now=datetime.now(UTC)))
    assert STAFF in copy
    assert WRITTEN not in copy
