"""Nobody is approved under a name or a sector that no reviewer has seen."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from assessment.models import Assessment, Enterprise, SentBack
from tests.factories import logged_in, writing
from tests.page import Page
from tests.review.stage import Staged, submitted


def moved(app: Flask, staged: Staged, state: str) -> None:
    with writing(app) as session:
        session.get_one(Assessment, staged.assessment).state = state


def sent_back(app: Flask, staged: Staged, *facts: str) -> None:
    with writing(app) as session:
        for fact in facts:
            asked = SentBack(subject=f"profile.{fact}", note="Xin xem lại.", user_id=staged.owner, at=datetime.now(UTC))
            asked.assessment_id = staged.assessment
            session.add(asked)


def stands(app: Flask, staged: Staged, fact: str) -> object:
    with app.extensions["reading"]() as session:
        return getattr(session.get_one(Enterprise, staged.enterprise), fact)


def offered(page: Page) -> set[str]:
    """Name the facts that the page has fields for."""
    return set(page.fields("main form")) - {"csrf_token", "version"} if page.all("main form") else set()


@pytest.mark.parametrize("state", ["submitted", "in_review", "changes_requested"])
@pytest.mark.parametrize(("fact", "value"), [("name", "Tập đoàn Nổi Tiếng"), ("sector", "manufacturing")])
def test_facts_stay_as_the_reviewer_sees_them(app: Flask, state: str, fact: str, value: str) -> None:
    staged = submitted(app, state="draft")
    browser, address = logged_in(app, staged.owner), f"/enterprises/{staged.enterprise}/facts"
    before, page = stands(app, staged, fact), browser.get(address)
    moved(app, staged, state)
    refused = browser.submit(page, {fact: value}, status=409)
    assert "Mục này đang khóa nên chưa lưu được" in refused.select(".error-summary").get_text()
    assert refused.fields("main form")[fact] == value, "what was typed is kept"
    assert not refused.all("main form button[type=submit]"), "what cannot be saved is not offered"
    assert stands(app, staged, fact) == before


@pytest.mark.parametrize("state", ["approved", "declined", "withdrawn"])
def test_facts_are_free_again_once_the_file_is_decided(app: Flask, state: str) -> None:
    staged = submitted(app, state=state)
    browser, address = logged_in(app, staged.owner), f"/enterprises/{staged.enterprise}/facts"
    browser.submit(browser.get(address), {"name": "Công ty Tên Mới"})
    assert stands(app, staged, "name") == "Công ty Tên Mới"


@pytest.mark.parametrize("state", ["submitted", "in_review"])
def test_the_page_says_that_the_facts_are_locked_and_offers_no_form(app: Flask, state: str) -> None:
    staged = submitted(app, state=state)
    browser = logged_in(app, staged.owner)
    page = browser.get(f"/enterprises/{staged.enterprise}/facts")
    assert "thông tin này đang khóa" in page.text
    assert not page.all("main form")
    known = browser.get(f"/enterprises/{staged.enterprise}")
    assert "thông tin này đang khóa" in known.text
    assert not [link for link in known.all("main a") if link.get_text(strip=True) == "Sửa thông tin"]


def test_only_the_facts_that_were_sent_back_may_be_changed(app: Flask) -> None:
    staged = submitted(app, state="changes_requested")
    sent_back(app, staged, "headcount")
    browser, address = logged_in(app, staged.owner), f"/enterprises/{staged.enterprise}/facts"
    page = browser.get(address)
    assert offered(page) == {"headcount"}
    assert "Xin xem lại." in page.text
    browser.submit(page, {"headcount": "77"})
    assert stands(app, staged, "headcount") == 77
    browser.submit(browser.get(address), {"headcount": "78", "name": "Tập đoàn Nổi Tiếng"}, status=409)
    assert (stands(app, staged, "headcount"), stands(app, staged, "name")) == (77, "Công ty TNHH Thử Nghiệm")


def test_without_a_fact_sent_back_none_is_offered(app: Flask) -> None:
    staged = submitted(app, state="changes_requested")
    page = logged_in(app, staged.owner).get(f"/enterprises/{staged.enterprise}/facts")
    assert offered(page) == set()
    assert "không hỏi lại mục nào ở đây" in page.text


def test_a_tax_code_changes_after_submission_only_when_it_is_asked_for(app: Flask) -> None:
    staged = submitted(app, state="approved")
    browser, address = logged_in(app, staged.owner), f"/enterprises/{staged.enterprise}/facts"
    assert "tax_code" not in offered(browser.get(address))
    moved(app, staged, "changes_requested")
    sent_back(app, staged, "tax_code")
    browser.submit(browser.get(address), {"tax_code": "5700100256"})
    assert stands(app, staged, "tax_code") == "5700100256"
