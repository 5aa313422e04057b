"""Answers of last time: shown beside, taken over by a press, never by themselves."""

import pytest
from flask import Flask

from tests.survey.stage import Owner, with_last_time

WRITTEN, SHARE = "plan.paper.written", "sales.online.share"


@pytest.fixture
def again(app: Flask) -> Owner:
    return with_last_time(
        app,
        plan__paper__written={"option": "some"},
        sales__online__share={"part": 1204.0, "whole": 3000.0},
        sales__online__channels={"options": ["fax"]},
    )


def test_last_time_stands_beside_the_question_and_fills_in_nothing(again: Owner) -> None:
    page = again.browser.get(again.url("/pages/plan.paper"))
    assert "Đợt trước: Làm một phần" in page.select(".last-time").get_text(" ", strip=True)
    assert not page.all("input[checked]")
    again.browser.get(again.url("/pages/plan.paper"))
    assert again.browser.queries == 3


def test_a_press_takes_the_answer_over_and_keeps_what_else_was_typed(again: Owner) -> None:
    page = again.browser.get(again.url("/pages/sales.online"))
    assert "1.204 / 3.000 triệu đồng = 40,1 %" in page.text
    typed = {"reuse": SHARE, "sales.online.staff": "3"}
    saved = again.browser.submit(page, typed, form="#page-form")
    assert saved.response.location.endswith(f"/pages/sales.online#q-{SHARE}")
    assert again.answers() == {SHARE: {"part": 1204.0, "whole": 3000.0}, "sales.online.staff": {"number": 3.0}}


def test_an_answer_that_fits_no_longer_is_not_offered(again: Owner) -> None:
    page = again.browser.get(again.url("/pages/sales.online"))
    assert [button["value"] for button in page.all("button[name=reuse]")] == [SHARE]


def test_taking_over_is_no_way_around_a_newer_answer(again: Owner) -> None:
    page = again.browser.get(again.url("/pages/plan.paper"))
    _, colleague = again.colleague()
    colleague.post(again.url("/pages/plan.paper"), {"asked": WRITTEN, WRITTEN: "full", "seen": "0"})
    again.browser.submit(page, {"reuse": WRITTEN}, form="#page-form", status=409)
    assert again.answers() == {WRITTEN: {"option": "full"}}


def test_nothing_is_offered_the_first_time(owner: Owner) -> None:
    assert not owner.browser.get(owner.url("/pages/plan.paper")).all(".last-time")


def test_a_draft_of_another_wave_is_no_last_time(app: Flask) -> None:
    owner = with_last_time(app, plan__paper__written={"option": "some"})
    from assessment.models import Assessment
    from tests.factories import writing

    with writing(app) as session:
        for row in session.query(Assessment).where(Assessment.state == "approved"):
            row.state, row.submitted_at = "draft", None
    assert not owner.browser.get(owner.url("/pages/plan.paper")).all(".last-time")
