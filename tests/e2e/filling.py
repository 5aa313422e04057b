"""Filling in any page of any questionnaire, from nothing but the page itself."""

from playwright.sync_api import Locator, Page

PART, WHOLE, FIGURE = "3", "20", "3"


def fill(page: Page) -> int:
    """Answer every question of the page that has no answer yet; give how many that were."""
    asked = [question for question in page.locator("section[data-question]").all() if not standing(question)]
    for place, question in enumerate(asked):
        FILLERS[question.get_attribute("data-kind") or ""](question, place)
    return len(asked)


def standing(question: Locator) -> list[str]:
    """What stands in a question's fields now: what is ticked and what is typed."""
    ticked: list[str] = question.locator("input:checked").evaluate_all("fields => fields.map(field => field.value)")
    typed: list[str] = question.locator("input[type=text], textarea").evaluate_all(
        "fields => fields.map(field => field.value).filter(Boolean)"
    )
    return ticked + typed


def _rungs(question: Locator, place: int) -> None:
    """Choose one rung, another one at each question, so that scores differ."""
    rungs = _own(question, "radio")
    rungs[(2 * place + len(rungs) // 2) % len(rungs)].check()


def _ticks(question: Locator, place: int) -> None:
    for box in _own(question, "checkbox")[: 1 + place % 2]:
        box.check()


def _ratio(question: Locator, place: int) -> None:
    part, whole = question.locator("input[inputmode=decimal]").all()
    part.fill(PART)
    whole.fill(WHOLE)


def _number(question: Locator, place: int) -> None:
    question.locator("input[inputmode=decimal]").fill(FIGURE)


def _text(question: Locator, place: int) -> None:
    question.get_by_role("textbox").fill("Bán hàng qua mạng; dạy nhân viên dùng phần mềm kế toán.")


def _own(question: Locator, kind: str) -> list[Locator]:
    """The answers themselves, without the states and without the reasons why a question may not apply."""
    name = question.get_attribute("data-question")
    return question.locator(f"input[type={kind}][name='{name}']:not([value='?'], [value='n/a'])").all()


FILLERS = {"choice": _rungs, "multiple": _ticks, "ratio": _ratio, "number": _number, "text": _text}
