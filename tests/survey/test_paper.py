"""The questionnaire on paper: blank, and with the answers that stand."""

import pytest
from flask import Flask

from assessment import worker
from tests.documents.paper import facts_of, text_of
from tests.page import uuid_in
from tests.survey.stage import Owner


def printed(owner: Owner, paper: str) -> bytes:
    asked = owner.browser.post(owner.url("/paper"), {"paper": paper})
    worker.run_pending(owner.app)
    job = uuid_in(asked.response.location)
    assert owner.browser.follow(asked).select(".back a")["href"] == owner.url("")
    response = owner.browser.client.get(f"/papers/{job}/file")
    assert response.mimetype == "application/pdf", response.get_data(as_text=True)[:500]
    return response.data


def speak(owner: Owner, language: str) -> None:
    with owner.browser.client.session_transaction() as cookie:
        cookie["language"] = language


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        (
            "vi",
            "Phiếu trắng: Bộ câu hỏi nhỏ",
            ["Khách đặt hàng qua những kênh nào?", "Làm một phần", "triệu đồng", "Không áp dụng, vì:"],
        ),
        (
            "en",
            "Blank form: A small questionnaire",
            ["Do visitors scan a QR code to enter?", "In part", "million dong"],
        ),
    ],
)
def test_the_blank_form_holds_every_question_the_enterprise_may_meet(
    owner: Owner, language: str, title: str, words: list[str]
) -> None:
    speak(owner, language)
    owner.fill()
    paper = printed(owner, "blank")
    text = text_of(paper)
    assert facts_of(paper)["Title"] == title
    assert facts_of(paper)["Tagged"] == "yes"
    assert [each for each in words if each not in text] == []
    assert "126" not in text, "a blank form holds no answers"
    reviewed = {"vi": "Kế hoạch có được xem lại không?", "en": "Is the plan looked over?"}[language]
    assert reviewed in text, "a question that only some answers lead to may still come"


def test_the_blank_form_leaves_out_what_is_for_another_sector(app: Flask) -> None:
    trader = Owner(app, sector="trade")
    assert "mã QR" not in text_of(printed(trader, "blank"))


def test_own_answers_say_what_stands_and_what_is_missing(owner: Owner) -> None:
    owner.fill()
    text = text_of(printed(owner, "answers"))
    assert "126 / 380 triệu đồng = 33,2 %" in text.replace("\u00a0", " ")
    assert "Câu trả lời đang có: 5 trên 5 câu." in text
    assert "xem lại không" not in text


def test_the_same_answers_are_printed_once_and_new_ones_anew(owner: Owner) -> None:
    first, second = (owner.browser.post(owner.url("/paper"), {"paper": "answers"}) for _ in range(2))
    assert first.response.location == second.response.location
    owner.fill()
    third = owner.browser.post(owner.url("/paper"), {"paper": "answers"})
    assert third.response.location != first.response.location


def test_nobody_prints_what_is_not_theirs(owner: Owner, app: Flask) -> None:
    Owner(app).browser.post(owner.url("/paper"), {"paper": "answers"}, status=404)
    owner.browser.post(owner.url("/paper"), {"paper": "other"}, status=404)
