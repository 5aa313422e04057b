"""S14: who loses their rights loses them at once: in every open log-in, and in every process."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from assessment.app import create_app
from assessment.models import Membership
from tests.factories import join, logged_in, make_user, writing
from tests.page import Browser
from tests.review import stage


@pytest.fixture
def other_process(app: Flask) -> Iterator[Flask]:
    """A second web process on the same database."""
    other = create_app(replace(app.extensions["settings"]))
    yield other
    other.extensions["engine"].dispose()


def changed(app: Flask, user: UUID, action: str, **fields: str) -> None:
    """An administrator changes a person's rights by the page."""
    desk = logged_in(app, make_user(app, role="administrator"))
    page = desk.get(f"/admin/people/{user}")
    desk.submit(page, fields, form=f"form[action$={action}]")


@pytest.mark.parametrize("role", ["analyst", "none"])
def test_a_demoted_reviewer_is_out_at_the_next_request_in_every_process(
    app: Flask, other_process: Flask, role: str
) -> None:
    staged, user = stage.submitted(app), make_user(app, role="reviewer")
    here, there = logged_in(app, user), logged_in(other_process, user)
    for browser in (here, there):
        browser.get(f"/review/{staged.assessment}")
    changed(app, user, "role", role=role)
    for browser in (here, there):
        browser.get(f"/review/{staged.assessment}", status=403)
        browser.post(f"/review/{staged.assessment}/take", {"version": 1}, status=403)
    assert stage.state(app, staged) == "submitted"


def test_a_locked_account_is_logged_out_at_the_next_request_in_every_process(app: Flask, other_process: Flask) -> None:
    staged, user = stage.submitted(app), make_user(app, role="reviewer")
    here, there = logged_in(app, user), logged_in(other_process, user)
    changed(app, user, "lock")
    for browser in (here, there):
        assert "/account/log-in" in browser.get(f"/review/{staged.assessment}", status=302).response.location
        status = browser.client.post(f"/review/{staged.assessment}/take", data={"version": 1}).status_code
        assert status in {302, 400, 401, 403}
    assert stage.state(app, staged) == "submitted"


def test_who_is_taken_off_an_enterprise_sees_it_no_more(app: Flask, other_process: Flask) -> None:
    staged, colleague = stage.submitted(app, state="draft"), make_user(app)
    join(app, colleague, staged.enterprise)
    pages = [f"/enterprises/{staged.enterprise}", f"/assessments/{staged.assessment}"]
    browsers: list[Browser] = [logged_in(app, colleague), logged_in(other_process, colleague)]
    for browser in browsers:
        for page in pages:
            browser.get(page)
    with writing(app) as session:
        session.execute(update(Membership).where(Membership.user_id == colleague).values(state="ended"))
    for browser in browsers:
        for page in pages:
            browser.get(page, status=404)
