"""A file: taking it, judging answers, sending back, deciding; and who may not."""

from collections import Counter
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select

from assessment import worker
from assessment.models import (
    Assessment,
    AssessmentEvent,
    AuditEvent,
    Certificate,
    Evidence,
    Job,
    Mail,
    Membership,
    ResultRow,
    SentBack,
    VerifiedAnswer,
)
from tests import factories
from tests.page import Browser, Page
from tests.review import stage

WRITTEN = "plan.paper.written"
SHARE = "sales.online.share"


def judge(browser: Browser, staged: stage.Staged, criterion: str, *, status: int = 303, **fields: object) -> Page:
    return browser.post(f"/review/{staged.assessment}/criteria/{criterion}", fields, status=status)


def press(browser: Browser, staged: stage.Staged, button: str, *, status: int = 303, **fields: object) -> Page:
    page = browser.get(f"/review/{staged.assessment}")
    return browser.submit(page, dict(fields), form=f"main form[action$='{button}']", status=status)


def rows(app: Flask, table: type, **wanted: object) -> list:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(table).filter_by(**wanted)))


def test_a_file_shows_answers_beside_scores(app: Flask) -> None:
    staged = stage.submitted(app, name="Công ty TNHH Du thuyền Vịnh Xanh")
    page = stage.reviewer(app).get(f"/review/{staged.assessment}/criteria/{WRITTEN}")
    assert page.heading == "Công ty TNHH Du thuyền Vịnh Xanh"
    assert page.select(".rungs .is-own").get_text(" ") == "Làm đầy đủ tự khai"
    assert "Tự khai" in page.text
    assert "Thẩm định, đến lúc này" in page.text
    assert not page.all("main form[action*=criteria]"), "nobody has taken the file yet"


def test_every_kind_of_question_has_its_fields(app: Flask) -> None:
    staged, browser = stage.taken(app)
    for criterion in stage.ANSWERS:
        page = browser.get(f"/review/{staged.assessment}/criteria/{criterion}")
        sent = page.fields("main form[action*=criteria]")
        judge(browser, staged, criterion, **{**sent, "decision": "set", "reason": ""})
    # Sent unchanged, the fields are the own answer, whatever its kind.
    assert {row.criterion: row.value for row in rows(app, VerifiedAnswer)} == stage.ANSWERS


def test_taking_a_file_makes_it_mine(app: Flask) -> None:
    staged, browser = stage.taken(app)
    assert stage.state(app, staged) == "in_review"
    assert "của anh/chị: 1" in browser.get("/review/?reviewer=me").text
    assert [event.action for event in rows(app, AssessmentEvent)] == ["take"]
    assert "assessment.taken" in [event.action for event in rows(app, AuditEvent)]


def test_the_second_to_take_a_file_learns_so(app: Flask) -> None:
    staged = stage.submitted(app)
    first, second = stage.reviewer(app), stage.reviewer(app)
    late = second.get(f"/review/{staged.assessment}")
    stage.take(first, staged)
    second.submit(late, form="form[action$=take]", status=409)
    assert "do người khác thẩm định" in second.get(f"/review/{staged.assessment}").text


def test_another_reviewer_cannot_judge_or_decide(app: Flask) -> None:
    staged, _ = stage.taken(app)
    other, version = stage.reviewer(app), stage.version(app, staged)
    judge(other, staged, WRITTEN, status=409, decision="keep")
    for act, fields in (("send-back", {}), ("approve", {}), ("decline", {"reason": "Không"})):
        other.post(f"/review/{staged.assessment}/{act}", {"version": version, **fields}, status=409)
    assert stage.state(app, staged) == "in_review"
    assert rows(app, VerifiedAnswer) == []


def test_keeping_an_answer_needs_no_reason_and_leads_on(app: Flask) -> None:
    staged, browser = stage.taken(app)
    after = judge(browser, staged, WRITTEN, decision="keep")
    assert after.response.location.endswith("criteria/plan.paper.reviewed")
    kept = rows(app, VerifiedAnswer)[0]
    assert (kept.value, kept.reason) == ({"option": "full"}, "")


def test_a_verified_answer_stands_beside_the_own_one(app: Flask) -> None:
    staged, browser = stage.taken(app)
    judge(browser, staged, WRITTEN, decision="set", value="none", reason="Chưa thấy kế hoạch nào.")
    page = browser.get(f"/review/{staged.assessment}/criteria/{WRITTEN}")
    assert [row.get_text(" ") for row in page.all(".rungs small")] == ["thẩm định", "tự khai"]
    own, checked = (row.select_one(".number").get_text() for row in page.all(".row tbody tr"))
    assert own != checked
    assert page.fields("main form[action*=criteria]")["reason"] == "Chưa thấy kế hoạch nào."


REFUSED = [
    ({}, "Hãy chọn: giữ, đặt câu trả lời khác, hay gửi lại."),
    ({"decision": "set", "reason": "x"}, "Hãy chọn hoặc gõ câu trả lời đã thẩm định."),
    ({"decision": "set", "value": "some"}, "Hãy ghi lý do; chủ doanh nghiệp sẽ đọc."),
    (
        {"decision": "set", "value": "nowhere", "reason": "x"},
        "Câu trả lời này không có trong bộ câu hỏi. Hãy chọn lại.",
    ),
    ({"decision": "ask"}, "Hãy ghi lý do; chủ doanh nghiệp sẽ đọc."),
    ({"decision": "ask", "reason": "a\x00b"}, "Có ký tự không nhận được ở đây. Hãy gõ lại phần này thay vì dán vào."),
    ({"decision": "ask", "reason": "ế" * 2001}, "Dài 2.001 ký tự, chỉ nhận được 2.000. Hãy viết ngắn lại."),
    ({"decision": "approve", "reason": "x"}, "Hãy chọn: giữ, đặt câu trả lời khác, hay gửi lại."),
]


def test_a_judgement_that_cannot_be_is_refused_with_what_was_typed(app: Flask) -> None:
    staged, browser = stage.taken(app)
    for fields, said in REFUSED:
        page = judge(browser, staged, WRITTEN, status=422, **fields)
        assert said in page.select(".error-summary").get_text(" "), fields
        assert page.all(f"[id='{page.select('.error-summary a')['href'][1:]}']"), fields
        kept = page.fields("main form[action*=criteria]")
        assert kept["reason"] == fields.get("reason", "").replace("\x00", "")
    assert rows(app, VerifiedAnswer) == rows(app, SentBack) == []


def test_a_ratio_is_read_the_way_people_write(app: Flask) -> None:
    staged, browser = stage.taken(app)
    judge(browser, staged, SHARE, decision="set", part="1.204,5", whole="2.409", reason="Theo báo cáo thuế.")
    assert rows(app, VerifiedAnswer)[0].value == {"part": 1204.5, "whole": 2409.0}
    judge(browser, staged, SHARE, status=422, decision="set", part="5", whole="0", reason="x")


def test_single_answers_and_facts_go_back_with_notes(app: Flask) -> None:
    staged, browser = stage.taken(app)
    judge(browser, staged, WRITTEN, decision="ask", reason="Xin gửi bản kế hoạch.")
    browser.post(f"/review/{staged.assessment}/facts", {"fact": "headcount", "note": "Bao nhiêu người?"})
    press(browser, staged, "send-back")
    assert stage.state(app, staged) == "changes_requested"
    assert {row.subject: row.note for row in rows(app, SentBack)} == {
        WRITTEN: "Xin gửi bản kế hoạch.",
        "profile.headcount": "Bao nhiêu người?",
    }
    letter = rows(app, Mail)[0]
    assert "gửi lại 2 chỗ" in letter.body
    assert f"http://localhost/assessments/{staged.assessment}" in letter.body
    assert "chỗ để xem thêm" in factories.logged_in(app, staged.owner).get(f"/assessments/{staged.assessment}").text


def test_a_mark_can_be_taken_back_before_it_is_sent(app: Flask) -> None:
    staged, browser = stage.taken(app)
    judge(browser, staged, WRITTEN, decision="ask", reason="Xin gửi bản kế hoạch.")
    press(browser, staged, "unmark")
    assert rows(app, SentBack) == []
    browser.post(f"/review/{staged.assessment}/send-back", {"version": stage.version(app, staged)}, status=409)
    assert stage.state(app, staged) == "in_review"


def test_asking_again_forgets_what_was_verified(app: Flask) -> None:
    staged, browser = stage.taken(app)
    judge(browser, staged, WRITTEN, decision="set", value="none", reason="Chưa thấy.")
    judge(browser, staged, WRITTEN, decision="ask", reason="Xin gửi bản kế hoạch.")
    assert rows(app, VerifiedAnswer) == []


def test_a_ratio_is_read_in_the_language_of_the_page(app: Flask) -> None:
    staged, browser = stage.taken(app)
    browser.post("/language", {"language": "en"})
    assert (
        browser.get(f"/review/{staged.assessment}/criteria/{SHARE}").fields("main form[action*=criteria]")["part"]
        == "3"
    )
    judge(browser, staged, SHARE, decision="set", part="1,204.5", whole="2,409", reason="As in the tax return.")
    assert rows(app, VerifiedAnswer)[0].value == {"part": 1204.5, "whole": 2409.0}


def test_a_decline_needs_a_reason_that_the_owner_reads(app: Flask) -> None:
    staged, browser = stage.taken(app)
    page = press(browser, staged, "decline", status=422)
    assert "Hãy ghi lý do" in page.select(".error-summary").get_text()
    press(browser, staged, "decline", reason="Câu trả lời không khớp báo cáo.")
    assert stage.state(app, staged) == "declined"
    assert "Câu trả lời không khớp báo cáo." in rows(app, Mail)[0].body
    assert "Câu trả lời không khớp báo cáo." in browser.get(f"/review/{staged.assessment}").text


def test_approval_seals_the_verified_result_and_issues_a_certificate(app: Flask) -> None:
    staged, browser = stage.taken(app)
    judge(browser, staged, WRITTEN, decision="set", value="some", reason="Mới có bản nháp.")
    press(browser, staged, "approve")
    own, verified = rows(app, ResultRow, kind="self")[0], rows(app, ResultRow, kind="verified")[0]
    assert own.overall > verified.overall
    certificate = rows(app, Certificate)[0]
    assert certificate.result_id == verified.id
    assert certificate.number == f"TS-{certificate.issued_on.year}-000001"
    assert certificate.valid_until.year == certificate.issued_on.year + 1
    assert [job.key for job in rows(app, Job, name="certificate")] == [f"certificate:{certificate.id}"]
    assert certificate.number in rows(app, Mail)[0].body
    assert "Đã duyệt ngày" in browser.get(f"/review/{staged.assessment}").text


def test_approval_waits_for_the_link_of_person_and_firm(app: Flask) -> None:
    staged, browser = stage.taken(app)
    with factories.writing(app) as session:
        session.scalars(select(Membership)).one().confirmed_at = None
    page = browser.get(f"/review/{staged.assessment}")
    assert "Chưa xác nhận người đại diện" in page.select("#decide").get_text()
    browser.post(f"/review/{staged.assessment}/approve", {"version": stage.version(app, staged)}, status=422)
    assert rows(app, Certificate) == []
    press(browser, staged, str(rows(app, Membership)[0].id))
    press(browser, staged, "approve")
    assert stage.state(app, staged) == "approved"


def test_approval_waits_for_what_is_marked_to_go_back(app: Flask) -> None:
    staged, browser = stage.taken(app)
    judge(browser, staged, WRITTEN, decision="ask", reason="Xin gửi bản kế hoạch.")
    browser.post(f"/review/{staged.assessment}/approve", {"version": stage.version(app, staged)}, status=422)
    assert stage.state(app, staged) == "in_review"


def test_numbers_go_up_and_an_earlier_certificate_is_superseded(app: Flask) -> None:
    staged, browser = stage.taken(app)
    press(browser, staged, "approve")
    again = factories.make_assessment(app, staged.enterprise, factories.make_wave(app), staged.owner, state="submitted")
    stage.answer(app, again, staged.owner)
    second = stage.Staged(staged.owner, staged.enterprise, staged.wave, again)
    stage.take(browser, second)
    press(browser, second, "approve")
    found = sorted(rows(app, Certificate), key=lambda each: each.number)
    assert [each.number[-6:] for each in found] == ["000001", "000002"]
    assert [each.superseded_at is None for each in found] == [False, True]


def test_two_sign_offs_are_two_people(app: Flask) -> None:
    staged, first = stage.taken(app, wave=factories.make_wave(app, second_sign_off=True))
    press(first, staged, "approve")
    assert stage.state(app, staged) == "in_review"
    assert rows(app, Certificate) == []
    first.post(f"/review/{staged.assessment}/approve", {"version": stage.version(app, staged)}, status=422)
    second = stage.reviewer(app)
    press(second, staged, "approve")
    assert stage.state(app, staged) == "approved"
    assert len({event.user_id for event in rows(app, AssessmentEvent) if event.action in ("sign_off", "approve")}) == 2


def test_a_change_after_the_first_signature_voids_it(app: Flask) -> None:
    staged, first = stage.taken(app, wave=factories.make_wave(app, second_sign_off=True))
    press(first, staged, "approve")
    second = stage.reviewer(app)
    seen = stage.version(app, staged)
    judge(first, staged, WRITTEN, decision="set", value="none", reason="Xem lại.")
    second.post(f"/review/{staged.assessment}/approve", {"version": seen}, status=409)
    assert rows(app, Assessment)[0].first_sign_off_by is None


def test_a_reviewer_never_meets_the_file_of_an_own_enterprise(app: Flask) -> None:
    staged = stage.submitted(app)
    insider = factories.make_user(app, role="reviewer")
    factories.join(app, insider, staged.enterprise)
    browser = factories.logged_in(app, insider)
    assert "Chưa có hồ sơ nào chờ" in browser.get("/review/").text
    browser.get(f"/review/{staged.assessment}", status=404)
    for act in (
        "take",
        "approve",
        "decline",
        "send-back",
        "facts",
        "unmark",
        f"criteria/{WRITTEN}",
        "people/1",
        "release",
    ):
        browser.post(f"/review/{staged.assessment}/{act}", {"version": 1, "reason": "x"}, status=404)
    assert stage.state(app, staged) == "submitted"


def test_a_draft_and_nothing_look_the_same(app: Flask) -> None:
    browser = stage.reviewer(app)
    staged = stage.submitted(app, state="draft")
    draft = browser.get(f"/review/{staged.assessment}", status=404)
    nothing = browser.get(f"/review/{uuid4()}", status=404)
    assert draft.text == nothing.text


def test_owners_and_analysts_do_not_get_in(app: Flask) -> None:
    staged = stage.submitted(app)
    for user in (staged.owner, factories.make_user(app, role="analyst")):
        browser = factories.logged_in(app, user)
        browser.get("/review/", status=403)
        browser.post(f"/review/{staged.assessment}/take", {"version": 1}, status=403)


def test_unknown_criteria_facts_and_people_are_not_found(app: Flask) -> None:
    staged, browser = stage.taken(app)
    browser.get(f"/review/{staged.assessment}/criteria/no.such", status=404)
    judge(browser, staged, "no.such", status=404, decision="keep")
    browser.post(f"/review/{staged.assessment}/facts", {"fact": "demo", "note": "x"}, status=404)
    browser.post(f"/review/{staged.assessment}/people/999999", status=404)
    browser.post(f"/review/{staged.assessment}/unmark", {"subject": "profile.\x00"}, status=404)


def test_only_the_steps_of_the_table_are_possible(app: Flask) -> None:
    staged, browser = stage.taken(app)
    allowed = {("take", "submitted"), ("decline", "in_review"), ("approve", "in_review")}
    for state in ("submitted", "in_review", "changes_requested", "approved", "declined"):
        for act in ("take", "send-back", "decline", "approve"):
            with factories.writing(app) as session:
                row = session.get_one(Assessment, staged.assessment)
                row.state = state
                version = row.version
            fields = {"version": version, "reason": "Vì thế."}
            browser.post(f"/review/{staged.assessment}/{act}", fields, status=303 if (act, state) in allowed else 409)


def test_extra_fields_change_nothing_else(app: Flask) -> None:
    staged, browser = stage.taken(app)
    extra = {
        "state": "approved",
        "level": "5",
        "score": "100",
        "reviewer_id": str(staged.owner),
        "enterprise_id": str(uuid4()),
    }
    judge(browser, staged, WRITTEN, decision="keep", **extra)
    assert stage.state(app, staged) == "in_review"
    assert Counter(row.criterion for row in rows(app, VerifiedAnswer)) == {WRITTEN: 1}


def test_letters_speak_the_language_of_each_owner(app: Flask) -> None:
    staged, browser = stage.taken(app)
    english = factories.make_user(app, language="en", name="Mary")
    factories.join(app, english, staged.enterprise, "owner")
    press(browser, staged, "approve")
    assert sorted(letter.language for letter in rows(app, Mail)) == ["en", "vi"]
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        assert session.scalar(select(func.count()).where(Mail.state == "sent")) == 2


def test_evidence_stands_beside_the_answer(app: Flask) -> None:
    staged, browser = stage.taken(app)
    common = {
        "assessment_id": staged.assessment,
        "criterion": WRITTEN,
        "user_id": staged.owner,
        "at": datetime.now(UTC),
    }
    with factories.writing(app) as session:
        session.add(Evidence(kind="file", name="ke-hoach.pdf", media_type="application/pdf", size=1_234_567, **common))
        session.add(Evidence(kind="link", words="https://vidu.vn/ke-hoach", **common))
        session.add(Evidence(kind="link", words="javascript:alert(1)", **common))
        session.add(Evidence(kind="note", words="Bản giấy ở văn phòng.", **common))
    page = browser.get(f"/review/{staged.assessment}/criteria/{WRITTEN}")
    for words in ("Minh chứng (4)", "ke-hoach.pdf", "1.206 kB", "Bản giấy ở văn phòng."):
        assert words in page.text
    links = [link["href"] for link in page.all(".file a")]
    assert len(links) == 2
    assert "https://vidu.vn/ke-hoach" in links


def test_the_owners_get_a_letter_for_each_step(app: Flask) -> None:
    staged = stage.submitted(app, state="draft")
    owner, browser = factories.logged_in(app, staged.owner), stage.reviewer(app)
    hand_in(owner, staged)
    stage.take(browser, staged)
    judge(browser, staged, WRITTEN, decision="ask", reason="Xin gửi bản kế hoạch.")
    press(browser, staged, "send-back")
    hand_in(owner, staged)
    stage.take(browser, staged)
    press(browser, staged, "approve")
    kinds = [letter.key.split(":")[0] for letter in rows(app, Mail)]
    assert Counter(kinds) == {"submitted": 2, "sent_back": 1, "approved": 1}
    assert [row.round for row in rows(app, ResultRow, kind="self")] == [1, 2, 3], "the stage sealed the first one"


def hand_in(owner: Browser, staged: stage.Staged) -> None:
    """Submit with the form of the check page, pressed twice."""
    page = owner.get(f"/assessments/{staged.assessment}/check")
    for _ in range(2):
        owner.submit(page, {"declared": "yes"})
