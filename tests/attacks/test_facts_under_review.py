"""Nobody is approved under a name or a sector that no reviewer has seen."""

import pytest
from flask import Flask

from assessment.models import Enterprise
from tests.factories import logged_in
from tests.review.stage import submitted


@pytest.mark.parametrize(
    ("state", "status"), [("submitted", 409), ("in_review", 409), ("changes_requested", 303), ("approved", 303)]
)
@pytest.mark.parametrize(("fact", "value"), [("name", "Tập đoàn Nổi Tiếng"), ("sector", "manufacturing")])
def test_facts_stay_as_the_reviewer_sees_them(app: Flask, state: str, status: int, fact: str, value: str) -> None:
    staged = submitted(app, state=state)
    browser, address = logged_in(app, staged.owner), f"/enterprises/{staged.enterprise}/facts"
    page = browser.submit(browser.get(address), {fact: value}, status=status)
    if status == 409:
        assert "đang chờ thẩm định" in page.text
        assert page.fields()[fact] == value, "what was typed is kept"
    with app.extensions["reading"]() as session:
        assert (getattr(session.get_one(Enterprise, staged.enterprise), fact) == value) is (status == 303)
