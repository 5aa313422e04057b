"""The page of questions that are not scored: kept, never overwritten unseen, never emptied by what was not sent."""

import pytest

from tests.page import Page
from tests.survey.stage import Owner

SAID = {"context.barriers": "money", "context.wish": "Học bán hàng qua mạng"}
KEPT = {"context.barriers": {"option": "money"}, "context.wish": {"text": "Học bán hàng qua mạng"}}


@pytest.fixture
def said(owner: Owner) -> Owner:
    """An owner who has answered both questions."""
    owner.browser.submit(owner.browser.get(owner.url("/context")), SAID)
    return owner


def errors(page: Page) -> list[str]:
    return [item.get_text(" ", strip=True) for item in page.all(".error-summary li")]


def test_what_is_said_is_kept_and_never_scored(said: Owner) -> None:
    page = said.browser.get(said.url("/context"))
    assert page.select("input[value=money]").has_attr("checked")
    assert "Học bán hàng qua mạng" in page.select("textarea").get_text()
    assert said.answers() == KEPT


@pytest.mark.parametrize("body", [{}, {"seen": "9999"}, {"asked": "context.barriers", "seen": "9999"}])
def test_what_was_not_sent_stays_as_it_is(said: Owner, body: dict[str, str]) -> None:
    said.browser.post(said.url("/context"), body)
    assert said.answers() == KEPT


def test_a_field_that_was_emptied_is_empty(said: Owner) -> None:
    said.browser.submit(said.browser.get(said.url("/context")), {"context.wish": ""})
    assert said.answers() == {**KEPT, "context.wish": None}


def test_of_two_tabs_the_second_sees_both_answers_and_overwrites_nothing(owner: Owner) -> None:
    first, second = owner.browser.get(owner.url("/context")), owner.browser.get(owner.url("/context"))
    owner.browser.submit(first, SAID)
    page = owner.browser.submit(second, {"context.wish": "Vay vốn"}, status=409)
    assert len(errors(page)) == 1
    assert "“Học bán hàng qua mạng”" in errors(page)[0]
    assert page.select("textarea").get_text().strip() == "Vay vốn", "what was typed is kept"
    assert owner.answers() == KEPT
    again = owner.browser.submit(page, {"context.wish": "Vay vốn"}, status=409)
    choices = [choice["value"] for choice in again.all("input[name='context.wish:keep']")]
    owner.browser.submit(again, {"context.wish:keep": choices[0]})
    assert owner.answers() == {**KEPT, "context.wish": {"text": "Vay vốn"}}


def test_the_other_answer_may_be_kept(owner: Owner) -> None:
    first, second = owner.browser.get(owner.url("/context")), owner.browser.get(owner.url("/context"))
    owner.browser.submit(first, SAID)
    page = owner.browser.submit(second, {"context.wish": "Vay vốn"}, status=409)
    owner.browser.submit(page, {"context.wish:keep": "theirs"})
    assert owner.answers() == KEPT


def test_the_same_answer_from_two_tabs_is_no_conflict(owner: Owner) -> None:
    first, second = owner.browser.get(owner.url("/context")), owner.browser.get(owner.url("/context"))
    owner.browser.submit(first, SAID)
    owner.browser.submit(second, SAID)
    assert owner.answers() == KEPT


def test_an_answer_that_cannot_be_read_is_shown_again_with_the_rest_kept(owner: Owner) -> None:
    page = owner.browser.get(owner.url("/context"))
    page = owner.browser.submit(page, {**SAID, "context.barriers": "weather"}, status=422)
    assert errors(page) == ["Câu trả lời này không có trong bộ câu hỏi. Hãy chọn lại."]
    assert owner.answers() == {"context.wish": KEPT["context.wish"]}


@pytest.mark.parametrize(
    ("name", "typed", "status", "state"),
    [
        ("context.barriers", "money", 200, "saved"),
        ("context.barriers", "none of these", 422, "problem"),
        ("context.wish", "ế" * 2001, 422, "problem"),
    ],
)
def test_one_answer_that_is_not_scored_is_told_of_like_any_other(
    owner: Owner, name: str, typed: str, status: int, state: str
) -> None:
    fields = {"asked": name, name: typed, "seen": "0"}
    told = owner.browser.post(owner.url(f"/answers/{name}"), fields, status=status).response.get_json()
    assert (told["state"], bool(told["words"])) == (state, True)
    assert bool(owner.answers()) == (state == "saved")


def test_a_wish_somebody_else_has_changed_is_a_conflict_and_a_closed_file_stays_closed(said: Owner) -> None:
    fields = {"asked": "context.wish", "context.wish": "Học kế toán", "seen": "0"}
    told = said.browser.post(said.url("/answers/context.wish"), fields, status=409).response.get_json()
    assert told["state"] == "conflict"
    assert "Học bán hàng qua mạng" in told["words"]
    said.fill()
    said.submit()
    told = said.browser.post(said.url("/answers/context.wish"), {**fields, "seen": "9999"}, status=409)
    assert told.response.get_json()["state"] == "closed"
    assert said.answers()["context.wish"] == KEPT["context.wish"]
