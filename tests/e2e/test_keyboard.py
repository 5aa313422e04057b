"""By keyboard alone: over the header by the skip link, and through one whole page of questions."""

from uuid import uuid4

from playwright.sync_api import Page

from tests.e2e.conftest import Sit
from tests.e2e.pages import Home, LogInPage, QuestionPage, StartPage
from tests.e2e.server import Server
from tests.factories import PASSWORD, make_enterprise, make_user

SEEN = """() => [document.activeElement, document.activeElement.closest("label")]
  .some(each => each && getComputedStyle(each).outlineStyle !== "none")"""
MOST_STEPS = 120


def test_the_skip_link_comes_first_and_leads_over_the_header(site: Server, sit: Sit) -> None:
    visitor = sit(site, at="desk")
    StartPage(visitor).open()
    visitor.page.keyboard.press("Tab")
    assert focused(visitor.page) == "Đến thẳng nội dung"
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert focused(visitor.page) == "Bắt đầu đánh giá"
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/account/sign-up")


def test_a_page_of_questions_is_answered_by_keyboard_alone(site: Server, sit: Sit) -> None:
    email = f"phim-{uuid4().hex[:8]}@vidu.vn"
    make_enterprise(site.app, make_user(site.app, email))
    owner = sit(site, at="desk")
    LogInPage(owner).open().log_in(email, PASSWORD)
    page = Home(owner).open().start("Đợt thử 2026").go_on()
    address, keyboard = owner.page.url, owner.page.keyboard
    asked = set(page.answers)
    for _ in range(MOST_STEPS):
        keyboard.press("Tab")
        assert owner.page.evaluate(SEEN), f"no focus to be seen: {focused(owner.page)}"
        kind = owner.page.evaluate("() => document.activeElement.type || ''")
        if kind == "submit" and focused(owner.page) == "Lưu và tiếp tục":
            break
        if kind in ("radio", "checkbox") and not answered(owner.page):
            keyboard.press("Space")
        elif kind == "radio":
            keyboard.press("ArrowDown")
        elif kind == "text":
            keyboard.type("2")
    chosen = page.answers
    assert set(chosen) == asked
    assert all(chosen.values()), f"some are still open: {chosen}"
    with owner.page.expect_navigation():
        keyboard.press("Enter")
    assert owner.page.url != address
    owner.go(address)
    assert QuestionPage(owner).answers == chosen


def focused(page: Page) -> str:
    """The words of what has the focus."""
    return " ".join(str(page.evaluate("() => document.activeElement.innerText || ''")).split())


def answered(page: Page) -> bool:
    """Whether something is ticked in the question that has the focus."""
    return bool(page.evaluate("() => !!document.activeElement.closest('[data-question]').querySelector(':checked')"))
