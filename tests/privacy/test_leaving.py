"""Deleting and making anonymous: what goes, what stays without a name, and that every check still holds."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from assessment import worker
from assessment.config import TIME_ZONE
from assessment.database import Base
from assessment.models import (
    AnswerEvent,
    AnswerRow,
    Assessment,
    Certificate,
    DataRequest,
    Enterprise,
    Evidence,
    Mail,
    Membership,
    ResultRow,
    Snapshot,
    User,
    UserSession,
)
from assessment.privacy import retention
from tests.factories import PASSWORD, join, logged_in, make_user, writing
from tests.privacy.scene import REASON, acts, certify, due_again, scene, texts

SURE = {"understood": "y", "password": PASSWORD}


def leave(there, kind="delete", status=303, **more):
    browser = logged_in(there.app, there.owner)
    fields = {"kind": kind, **SURE, **more}
    for box in browser.get("/privacy/leave").all("select"):
        fields.setdefault(box["name"], "close")
    return browser, browser.post("/privacy/leave", fields, status=status)


def verified(app):
    results = [row.id for row in _all(app, ResultRow)]
    for result in results:
        told = app.test_cli_runner().invoke(args=["result", "verify", str(result)])
        assert told.exit_code == 0, told.output
    told = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert told.exit_code == 0, told.output
    return len(results)


def _all(app, table):
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(table)))


def test_the_page_says_before_what_stays_and_what_happens_to_the_firm(app):
    there = scene(app, state="submitted")
    certify(there, valid_until=date(2099, 1, 1))
    page = logged_in(app, there.owner).get("/privacy/leave?kind=delete")
    for words in (
        "người chủ duy nhất",
        "1 bài chưa duyệt",
        "2 minh chứng",
        "1 kết quả phải giữ lại",
        "01/01/2099",
        "Nhật ký",
    ):
        assert words in page.text, words
    assert page.select("input[name=kind][value=delete]").has_attr("checked")
    assert [option.get_text() for option in page.all("select option")][1:2] == ["Trần Văn Giúp"]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"password": "sai mật khẩu"}, "#password-error"),
        ({"password": ""}, "#password-error"),
        ({"understood": ""}, "#understood-error"),
        ({"kind": ""}, "#kind-error"),
        ({"kind": "access"}, "#kind-error"),
    ],
)
def test_nothing_happens_without_password_and_understanding(app, fields, where):
    there = scene(app)
    wish = {"kind": "delete", **SURE, **fields}
    wish = {key: value for key, value in wish.items() if value}
    _, page = leave_with(there, wish, 422)
    assert page.select(where)
    assert page.select(".error-summary a")
    assert there.rows(User, id=there.owner)[0].active
    assert not there.rows(DataRequest)


def leave_with(there, fields, status):
    browser = logged_in(there.app, there.owner)
    heirs = {box["name"]: "close" for box in browser.get("/privacy/leave").all("select")}
    return browser, browser.post("/privacy/leave", {**heirs, **fields}, status=status)


def test_who_leaves_is_logged_out_everywhere_and_gone(app):
    there = scene(app)
    other = logged_in(app, there.owner)
    browser, answer = leave(there)
    assert "đóng" in browser.follow(answer).heading
    other.get("/account", status=302)
    gone = there.rows(User, id=there.owner)[0]
    assert gone.is_gone
    assert not gone.active
    assert not there.rows(UserSession, user_id=there.owner)
    worker.run_pending(app)
    due_again(app)
    worker.run_pending(app)
    everything = texts(app)
    for trace in ("chu@vidu.vn", "Nguyễn Thị Thử", "bi-mat_123", REASON, "Ghi chú tự viết"):
        assert trace not in everything, trace
    assert "account.erased" in acts(app)
    [request] = there.rows(DataRequest)
    assert (request.kind, request.state, request.decided_by) == ("delete", "done", there.owner)
    verified(app)


def test_the_last_letter_goes_out_before_its_address_is_forgotten(app):
    there = scene(app)
    leave(there)
    assert [letter.recipient for letter in _all(app, Mail)] == ["chu@vidu.vn"]
    worker.run_pending(app)
    due_again(app)
    worker.run_pending(app)
    assert not _all(app, Mail)
    folder = app.extensions["settings"].var / "mail"
    assert len(list(folder.glob("*.eml"))) == 1


def test_files_of_evidence_are_dropped_from_the_store(app):
    there = scene(app)
    assert list(there.store()) == [there.file_key]
    leave(there)
    worker.run_pending(app)
    assert list(there.store()) == []
    assert not there.rows(Evidence)


def test_what_nothing_rests_on_is_removed_whole(app):
    there = scene(app, state="submitted")
    leave(there)
    assert not there.rows(Assessment)
    assert not there.rows(AnswerEvent)
    assert not there.rows(ResultRow)
    assert there.rows(Enterprise)[0].name == "Doanh nghiệp đã xóa dữ liệu"
    assert there.rows(Enterprise)[0].tax_code.startswith("x")


def test_made_anonymous_answers_and_figures_stay_without_names_or_free_texts(app):
    there = scene(app, state="submitted")
    leave(there, "anonymise")
    [assessment] = there.rows(Assessment)
    assert assessment.state == "withdrawn"
    assert there.rows(ResultRow)
    kept = [row.value for row in there.rows(AnswerRow)]
    assert kept
    assert REASON not in str(kept)
    assert "Thử" not in there.rows(Enterprise)[0].name
    assert verified(app) == 1


@pytest.mark.parametrize("kind", ["delete", "anonymise"])
def test_what_a_certificate_rests_on_stays_and_still_verifies(app, kind):
    there = scene(app, state="approved")
    certify(there, valid_until=date(2099, 1, 1))
    before = there.rows(ResultRow)[0].sha256
    leave(there, kind)
    assert there.rows(ResultRow)[0].sha256 == before
    assert there.rows(Certificate)[0].enterprise_name == "Công ty TNHH Thử Nghiệm"
    assert there.rows(Enterprise)[0].name == "Công ty TNHH Thử Nghiệm"
    assert there.rows(DataRequest)[0].outcome["named_until"] == {str(there.enterprise): "2099-01-01"}
    assert verified(app) == 1


def test_the_personal_code_of_a_household_goes_at_once_even_while_its_certificate_stands(app):
    there = scene(app, state="approved", tax_code="022085001234", organisation_type="household")
    certify(there, valid_until=date(2099, 1, 1))
    leave(there)
    assert "022085001234" not in texts(app)


def test_the_name_goes_when_the_certificate_has_run_out(app):
    there = scene(app, state="approved")
    tomorrow = datetime.now(TIME_ZONE).date() + timedelta(days=1)
    certify(there, valid_until=tomorrow)
    leave(there)
    for days, name in ((1, "Công ty TNHH Thử Nghiệm"), (3, "Doanh nghiệp đã xóa dữ liệu")):
        with writing(app) as session:
            retention.sweep(session, now=datetime.now(UTC) + timedelta(days=days))
        assert there.rows(Enterprise)[0].name == name
        assert there.rows(Certificate)[0].enterprise_name == name
    assert there.rows(DataRequest)[0].outcome["named_until"] == {}
    verified(app)


def test_what_a_published_figure_counts_stays(app):
    there = scene(app, state="approved")
    result = there.rows(ResultRow)[0].id
    with writing(app) as session:
        row = session.get_one(Assessment, there.assessment)
        members = {str(there.enterprise): [str(result), "tourism"], str(uuid4()): [str(uuid4()), "tourism"]}
        session.add(
            Snapshot(wave_id=row.wave_id, questionnaire_id=row.questionnaire_id, taken_at=datetime.now(UTC),
                     taken_on=date.today(), figures={}, members=members, sha256="0" * 64)
        )  # fmt: skip
    leave(there)
    assert there.rows(ResultRow)[0].id == result
    assert there.rows(Enterprise)[0].name == "Doanh nghiệp đã xóa dữ liệu"
    assert verified(app) == 1


def test_a_colleague_who_leaves_takes_only_their_name_along(app):
    there = scene(app)
    browser = logged_in(app, there.colleague)
    assert "Còn người chủ khác" in browser.get("/privacy/leave").text
    browser.post("/privacy/leave", {"kind": "delete", **SURE})
    assert there.rows(Assessment)[0].state == "draft"
    assert there.rows(Evidence)
    assert there.rows(Enterprise)[0].name == "Công ty TNHH Thử Nghiệm"
    assert [link.state for link in there.rows(Membership, user_id=there.colleague)] == ["ended"]
    worker.run_pending(app)
    due_again(app)
    worker.run_pending(app)
    assert "Trần Văn Giúp" not in texts(app)


def test_one_of_two_owners_leaves_the_firm_as_it_is(app):
    there = scene(app, colleague=False)
    join(app, make_user(app), there.enterprise, "owner")
    leave(there)
    assert there.rows(Assessment)[0].state == "draft"
    assert there.rows(Evidence)


def test_a_colleague_takes_over_and_the_firm_goes_on(app):
    there = scene(app, state="submitted")
    leave(there, **{f"heir-{there.enterprise}": str(there.colleague)})
    [link] = there.rows(Membership, user_id=there.colleague)
    assert (link.role, link.state, link.confirmed_at) == ("owner", "active", None)
    assert there.rows(Assessment)[0].state == "submitted"
    assert there.rows(Evidence)
    assert "membership.handed_over" in acts(app)
    told = [letter.body for letter in there.rows(Mail, recipient="dong-nghiep@vidu.vn")]
    assert len(told) == 1
    assert "Công ty TNHH Thử Nghiệm" in told[0]
    logged_in(app, there.colleague).get(f"/assessments/{there.assessment}")


def test_who_takes_over_is_never_guessed(app):
    there = scene(app)
    browser = logged_in(app, there.owner)
    for chosen in ("", str(uuid4())):
        page = browser.post(
            "/privacy/leave", {"kind": "delete", **SURE, f"heir-{there.enterprise}": chosen}, status=422
        )
        assert page.select(f"#heir-{there.enterprise}-error")
    assert there.rows(User, id=there.owner)[0].active


def test_who_works_for_the_association_is_answered_by_another_administrator(app):
    reviewer, desk = make_user(app, "tham-dinh@vidu.vn", role="reviewer"), make_user(app, role="administrator")
    browser = logged_in(app, reviewer)
    assert "gỡ vai trò" in browser.get("/privacy/leave").text
    page = browser.follow(browser.post("/privacy/leave", {"kind": "delete", **SURE}))
    assert "Mới nhận" in page.text
    [request] = _all(app, DataRequest)
    administrator = logged_in(app, desk)
    assert "có vai trò ở Hiệp hội" in administrator.get(f"/admin/privacy/{request.id}").text
    administrator.post(f"/admin/privacy/{request.id}/carry-out", status=409)
    with writing(app) as session:
        session.get_one(User, reviewer).role = "none"
    administrator.submit(
        administrator.get(f"/admin/privacy/{request.id}"), form=f'form[action="/admin/privacy/{request.id}/carry-out"]'
    )
    with app.extensions["reading"]() as session:
        assert session.get_one(User, reviewer).is_gone
        assert session.get_one(DataRequest, request.id).decided_by == desk


def test_whatever_hangs_on_an_assessment_goes_with_it(app):
    """Removal takes every table that points at an assessment; one that points at these in turn would be left over."""
    hanging = {
        table.name for table in Base.metadata.tables.values() for key in table.foreign_keys
        if key.column.table.name == "assessment"
    }  # fmt: skip
    deeper = {
        f"{table.name}.{key.parent.name}" for table in Base.metadata.tables.values() for key in table.foreign_keys
        if key.column.table.name in hanging
    }  # fmt: skip
    assert deeper == {"certificate.result_id"}, "what a certificate rests on is never removed"


def test_nobody_opens_the_account_again(app):
    there = scene(app)
    leave(there)
    logged_in(app, make_user(app, role="administrator")).post(f"/admin/people/{there.owner}/unlock", status=409)


@pytest.mark.parametrize("kind", ["delete", "anonymise"])
@pytest.mark.parametrize("days", [-1, 400], ids=["certificate run out", "certificate valid"])
def test_every_page_of_the_association_still_opens(app, kind, days):
    there = scene(app, state="approved")
    certify(there, valid_until=datetime.now(TIME_ZONE).date() + timedelta(days=days))
    number = there.rows(Certificate)[0].number
    leave(there, kind)
    desk = logged_in(app, make_user(app, role="administrator"))
    for path in (
        "/admin/",
        f"/admin/people/{there.owner}",
        "/admin/people",
        f"/admin/enterprises/{there.enterprise}",
        "/admin/enterprises",
        f"/review/{there.assessment}",
        "/review/",
        "/certificates",
        f"/verify/{number}",
        "/admin/audit",
        "/admin/privacy?show=closed",
        "/statistics/",
    ):
        desk.get(path)
    shown = desk.get(f"/admin/enterprises/{there.enterprise}").heading
    assert shown == ("Công ty TNHH Thử Nghiệm" if days > 0 else "Doanh nghiệp đã xóa dữ liệu")
