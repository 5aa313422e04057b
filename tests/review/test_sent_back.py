"""From a sending back to the new submission: only what was asked for, and what that opens, may be changed."""

import pytest
from flask import Flask

from tests.factories import logged_in
from tests.page import Browser
from tests.review import stage
from tests.review.stage import ANSWERS, Staged


def sent_back(app: Flask, *subjects: str, **enterprise: str) -> tuple[Staged, Browser, Browser]:
    """A file whose reviewer has sent these subjects back; gives it with the browsers of reviewer and owner."""
    staged, reviewer = stage.taken(app, **enterprise)
    for subject in subjects:
        fact = subject.removeprefix("profile.")
        if fact == subject:
            asked = {"decision": "ask", "reason": "Xin xem lại câu này."}
            reviewer.post(f"/review/{staged.assessment}/criteria/{subject}", asked)
        else:
            reviewer.post(f"/review/{staged.assessment}/facts", {"fact": fact, "note": "Xin xem lại mục này."})
    reviewer.submit(reviewer.get(f"/review/{staged.assessment}"), form="form[action$=send-back]")
    assert stage.state(app, staged) == "changes_requested"
    return staged, reviewer, logged_in(app, staged.owner)


def answer(owner: Browser, staged: Staged, page: str, *, status: int = 303, **values: str) -> None:
    said = {name.replace("__", "."): value for name, value in values.items()}
    address = f"/assessments/{staged.assessment}/pages/{page}"
    owner.post(address, {"asked": list(said), "seen": "99999", **said}, status=status)


def hand_in(app: Flask, owner: Browser, staged: Staged) -> str:
    address = f"/assessments/{staged.assessment}/check"
    check = owner.get(address)
    owner.submit(check, {"declared": "yes"}, form="main form[action$=check]")
    return stage.state(app, staged)


def test_a_changed_sector_opens_questions_that_may_be_answered_before_handing_in_again(app: Flask) -> None:
    staged, _reviewer, owner = sent_back(app, "profile.sector", sector="trade")
    answer(owner, staged, "plan.paper", plan__paper__written="none", status=409)
    owner.submit(owner.get(f"/enterprises/{staged.enterprise}/facts"), {"sector": "tourism"})
    tasks = owner.get(f"/assessments/{staged.assessment}")
    assert "Chỗ vừa sửa mở thêm 1 câu" in tasks.text
    assert tasks.select("a.button-next")["href"].endswith("/pages/tourism.tickets")
    answer(owner, staged, "tourism.tickets", tourism__tickets__qr="some")
    answer(owner, staged, "tourism.tickets", tourism__tickets__qr="full")
    answer(owner, staged, "plan.paper", plan__paper__written="none", status=409)
    assert hand_in(app, owner, staged) == "submitted"
    answer(owner, staged, "tourism.tickets", tourism__tickets__qr="none", status=409)


def test_what_came_back_says_so_where_its_owner_begins(app: Flask) -> None:
    _staged, _reviewer, owner = sent_back(app, "plan.paper.written")
    row = owner.get("/assessments/").select(".task-next")
    assert "Cần bổ sung" in row.get_text()
    assert row.select_one(".button-next") is not None


def test_a_file_handed_in_again_waits_for_anybody_and_names_who_had_it(app: Flask) -> None:
    staged, reviewer, owner = sent_back(app, "plan.paper.written")
    answer(owner, staged, "plan.paper", plan__paper__written="some")
    assert hand_in(app, owner, staged) == "submitted"
    page = reviewer.get(f"/review/{staged.assessment}")
    assert "Chưa ai nhận hồ sơ này" in page.text
    assert "lần trước do Trần Thu" in page.text
    assert "người thẩm định: " not in page.text


def test_a_changed_answer_opens_the_question_behind_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, "plan.paper.written", {"option": "none"})
    monkeypatch.delitem(ANSWERS, "plan.paper.reviewed")
    staged, _reviewer, owner = sent_back(app, "plan.paper.written")
    answer(owner, staged, "plan.paper", plan__paper__reviewed="full", status=409)
    answer(owner, staged, "plan.paper", plan__paper__written="full")
    assert "Còn thiếu 1 câu" in owner.get(f"/assessments/{staged.assessment}/check").text
    answer(owner, staged, "plan.paper", plan__paper__reviewed="full")
    assert hand_in(app, owner, staged) == "submitted"


def test_a_question_that_was_asked_before_stays_locked_though_it_was_left_out(app: Flask) -> None:
    staged, _reviewer, owner = sent_back(app, "plan.paper.written")
    answer(owner, staged, "sales.online", sales__online__staff="3", status=409)
