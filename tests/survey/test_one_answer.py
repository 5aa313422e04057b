"""One answer at a time, as the script of the page sends it."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from assessment import migrations
from assessment.models import AnswerRow, UserSession
from tests.factories import logged_in, make_user, writing
from tests.page import Browser
from tests.survey.stage import Owner

WRITTEN = "plan.paper.written"


def send(owner: Owner, criterion: str, *, status: int = 200, browser: Browser | None = None, **fields: object) -> dict:
    """Send one answer; names of fields are those of the page, `value` the field of the question itself."""
    value = {} if "value" not in fields else {criterion: fields.pop("value")}
    sent = {"asked": criterion, "seen": "0", **value, **{f"{criterion}:{name}": each for name, each in fields.items()}}
    page = (browser or owner.browser).post(owner.url(f"/answers/{criterion}"), sent, status=status)
    return page.response.get_json()


def test_an_answer_is_kept_as_it_is_given(owner: Owner) -> None:
    told = send(owner, WRITTEN, value="none")
    assert owner.answers() == {WRITTEN: {"option": "none"}}
    with writing(owner.app) as session:
        row = session.scalars(select(AnswerRow)).one()
        assert told["event"] == row.event
    assert told["state"] == "saved"
    assert told["words"].startswith("Đã lưu lúc ")
    assert (told["done"], told["total"]) == (1, 1)
    assert told["place"] == "Phần 1 trên 1 · 1 trên 1 câu đã trả lời"


def test_the_same_answer_sent_twice_is_one(owner: Owner) -> None:
    first, second = send(owner, WRITTEN, value="none"), send(owner, WRITTEN, value="none")
    assert first == second
    assert owner.events() == 1


def test_an_answer_tells_of_the_questions_it_uncovers_and_hides(owner: Owner) -> None:
    assert send(owner, WRITTEN, value="full")["questions"] == [WRITTEN, "plan.paper.reviewed"]
    told = send(owner, WRITTEN, value="none", seen="99")
    assert told["questions"] == [WRITTEN]


def test_a_ratio_is_said_in_words(owner: Owner) -> None:
    told = send(owner, "sales.online.share", part="126", whole="380")
    assert told["result"].replace("\u00a0", " ") == "= 33,2 %"


def test_a_wrong_answer_is_said_and_nothing_is_kept(owner: Owner) -> None:
    told = send(owner, "sales.online.staff", value="nhiều", status=422)
    assert told == {"state": "problem", "words": "“nhiều” không phải là số. Chỉ gõ chữ số, ví dụ 126 hoặc 45,9."}
    assert owner.answers() == {}


@pytest.mark.parametrize("typed", ["ế" * 10_000, "🧮" * 501, "<b>dán</b> " * 200])
def test_a_reason_too_long_is_said_and_never_cut(owner: Owner, typed: str) -> None:
    told = send(owner, "sales.online.share", state="n/a", reason=typed, status=422)
    assert "dài hơn 500 chữ cái" in told["words"]
    assert owner.answers() == {}


def test_what_was_pasted_is_kept_as_plain_words(owner: Owner) -> None:
    pasted = "<b>Chưa</b> bán 🛒 “qua mạng”"
    send(owner, "sales.online.share", state="n/a", reason=pasted)
    assert owner.answers() == {"sales.online.share": {"not_applicable": pasted}}
    page = owner.browser.get(owner.url("/pages/sales.online"))
    assert page.select("input[name='sales.online.share:reason']")["value"] == pasted


def test_a_stale_answer_shows_both_and_is_kept_only_by_choice(owner: Owner) -> None:
    _, colleague = owner.colleague()
    send(owner, WRITTEN, value="some", browser=colleague)
    told = send(owner, WRITTEN, value="full", status=409)
    assert told["words"].startswith("Câu này vừa được Lê Quốc Huy đổi thành “Làm một phần” lúc")
    assert owner.answers() == {WRITTEN: {"option": "some"}}
    send(owner, WRITTEN, value="full", seen=str(told["event"]))
    assert owner.answers() == {WRITTEN: {"option": "full"}}


def test_saving_one_question_does_not_hide_that_another_has_changed(owner: Owner) -> None:
    page = owner.browser.get(owner.url("/pages/sales.online")).fields("#page-form")
    _, colleague = owner.colleague()
    send(owner, "sales.online.staff", value="7", browser=colleague)
    told = send(owner, "sales.online.channels", value="web")
    left = {**page, "sales.online.channels": "web", "sales.online.channels:seen": str(told["event"])}
    owner.browser.post(owner.url("/pages/sales.online"), {**left, "sales.online.staff": "3"}, status=409)
    assert owner.answers()["sales.online.staff"] == {"number": 7.0}


def test_the_page_is_not_in_conflict_with_its_own_script(owner: Owner) -> None:
    page = owner.browser.get(owner.url("/pages/plan.paper")).fields("#page-form")
    told = send(owner, WRITTEN, value="none")
    own = {**page, WRITTEN: "some", f"{WRITTEN}:seen": str(told["event"])}
    owner.browser.post(owner.url("/pages/plan.paper"), own)
    assert owner.answers() == {WRITTEN: {"option": "some"}}


def test_after_submission_an_answer_is_refused_with_a_sentence(owner: Owner) -> None:
    owner.fill()
    owner.submit()
    told = send(owner, WRITTEN, value="full", status=409)
    assert told == {"state": "closed", "words": "Bài đã nộp nên câu này không sửa được nữa."}
    assert owner.answers()[WRITTEN] == {"option": "none"}


def test_without_a_log_in_nothing_is_kept_and_the_page_can_still_hand_it_in(owner: Owner) -> None:
    page = owner.browser.get(owner.url("/pages/plan.paper"))
    with writing(owner.app) as session:
        session.execute(update(UserSession).values(ended_at=datetime.now(UTC)))
    send_again = {"asked": WRITTEN, WRITTEN: "full", "seen": "0"}
    owner.browser.post(owner.url(f"/answers/{WRITTEN}"), send_again, status=401)
    asked = owner.browser.submit(page, {WRITTEN: "full"}, form="#page-form", status=401)
    assert "Những gì vừa gõ vẫn còn" in asked.text
    assert owner.answers() == {}


def test_somebody_elses_answer_looks_like_none(owner: Owner, app: Flask) -> None:
    stranger = logged_in(app, make_user(app))
    stranger.post(owner.url(f"/answers/{WRITTEN}"), {"asked": WRITTEN, WRITTEN: "full"}, status=404)
    owner.browser.post(owner.url("/answers/none.such"), {"asked": "none.such"}, status=404)
    assert owner.answers() == {}


def test_an_answer_to_a_question_that_is_hidden_by_now_is_kept(owner: Owner) -> None:
    send(owner, WRITTEN, value="full")
    send(owner, WRITTEN, value="none", seen="99")
    told = send(owner, "plan.paper.reviewed", value="some")
    assert told["state"] == "saved"
    assert owner.answers()["plan.paper.reviewed"] == {"option": "some"}


def test_history_survives_the_way_to_an_older_database_and_back(owner: Owner) -> None:
    owner.fill()
    send(owner, WRITTEN, value="some", seen="9999")
    answers, written = owner.answers(), owner.events()
    url, engine = owner.app.extensions["settings"].database_url, owner.app.extensions["engine"]
    engine.dispose()
    migrations.downgrade(url, "0009")
    standing = "SELECT criterion, event, user_id, at FROM answer ORDER BY criterion"
    newest = (
        "SELECT criterion, max(id), user_id, max(at) FROM answer_event GROUP BY criterion, user_id ORDER BY criterion"
    )
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM answer_event")).scalar() == written
        assert connection.execute(text(standing)).all() == connection.execute(text(newest)).all()
    engine.dispose()
    migrations.upgrade(url)
    assert (owner.answers(), owner.events(), owner.writers()) == (answers, written, {owner.user})
