"""A file in review passes on: given back to the queue by its reviewer, or handed over by an administrator."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import Assessment, AssessmentEvent, AuditEvent, Mail, Membership, User, VerifiedAnswer
from tests import factories
from tests.page import Browser, Page
from tests.review import stage
from tests.review.stage import Staged

WRITTEN = "plan.paper.written"


def row(app: Flask, staged: Staged) -> Assessment:
    with app.extensions["reading"]() as session:
        return session.get_one(Assessment, staged.assessment)


def last(app: Flask, table: type) -> AssessmentEvent | AuditEvent:
    with app.extensions["reading"]() as session:
        return session.scalars(select(table).order_by(table.id.desc()).limit(1)).one()


def keep(browser: Browser, staged: Staged) -> None:
    browser.post(f"/review/{staged.assessment}/criteria/{WRITTEN}", {"decision": "keep"})


def give(browser: Browser, staged: Staged, **changes: str) -> Page:
    """Press the button of the page that gives the file back."""
    page = browser.get(f"/review/{staged.assessment}")
    return browser.submit(page, {"release_reason": "Đi công tác.", **changes}, form="form[action$=release]")


def handed(app: Flask, staged: Staged, to: UUID, *, status: int = 303, reason: str = "Người cũ nghỉ ốm.") -> Page:
    administrator = factories.logged_in(app, factories.make_user(app, role="administrator"))
    fields = {"reviewer": str(to), "hand_over_reason": reason, "version": stage.version(app, staged)}
    return administrator.post(f"/review/{staged.assessment}/hand-over", fields, status=status)


def test_a_file_given_back_waits_for_anybody_with_what_was_found(app: Flask) -> None:
    staged, first = stage.taken(app)
    keep(first, staged)
    assert "trả hồ sơ lại hàng đợi" in first.follow(give(first, staged)).text
    found = row(app, staged)
    assert (found.state, found.reviewer_id) == ("submitted", None)
    event = last(app, AssessmentEvent)
    assert (event.action, event.before, event.after, event.note) == (
        "release",
        "in_review",
        "submitted",
        "Đi công tác.",
    )
    assert last(app, AuditEvent).action == "assessment.released"
    second = stage.reviewer(app)
    stage.take(second, staged)
    page = second.get(f"/review/{staged.assessment}")
    assert "Đi công tác." in page.text
    with app.extensions["reading"]() as session:
        assert session.scalars(select(VerifiedAnswer.criterion)).all() == [WRITTEN]


def test_an_administrator_gives_back_what_its_reviewer_left(app: Flask) -> None:
    staged, _away = stage.taken(app)
    give(factories.logged_in(app, factories.make_user(app, role="administrator")), staged)
    assert row(app, staged).state == "submitted"


def test_only_its_reviewer_may_give_a_file_back(app: Flask) -> None:
    staged, _first = stage.taken(app)
    other = stage.reviewer(app)
    assert not other.get(f"/review/{staged.assessment}").all("form[action$=release]")
    fields = {"release_reason": "Vì thế.", "version": stage.version(app, staged)}
    other.post(f"/review/{staged.assessment}/release", fields, status=409)
    assert row(app, staged).state == "in_review"


def test_without_a_reason_nothing_is_given_back(app: Flask) -> None:
    staged, first = stage.taken(app)
    page = first.get(f"/review/{staged.assessment}")
    again = first.submit(page, {"release_reason": " "}, form="form[action$=release]", status=422)
    assert again.select(".error-summary a")["href"] == "#release_reason"
    assert row(app, staged).state == "in_review"


def test_a_file_goes_to_another_reviewer_with_what_was_found(app: Flask) -> None:
    staged, first = stage.taken(app)
    keep(first, staged)
    heir = factories.make_user(app, role="reviewer", name="Hoàng Thị Mai")
    handed(app, staged, heir)
    assert (row(app, staged).state, row(app, staged).reviewer_id) == ("in_review", heir)
    event = last(app, AssessmentEvent)
    assert (event.action, event.before, event.after, event.note) == (
        "hand_over",
        "in_review",
        "in_review",
        "Người cũ nghỉ ốm.",
    )
    audited = last(app, AuditEvent)
    assert (audited.action, audited.detail) == ("assessment.handed_over", {"reviewer": str(heir)})
    first.post(f"/review/{staged.assessment}/criteria/{WRITTEN}", {"decision": "keep"}, status=409)
    keep(factories.logged_in(app, heir), staged)


def test_a_first_signature_does_not_pass_on(app: Flask) -> None:
    staged, first = stage.taken(app, wave=factories.make_wave(app, second_sign_off=True))
    for link in row_people(app, staged):
        first.post(f"/review/{staged.assessment}/people/{link}")
    first.post(f"/review/{staged.assessment}/approve", {"version": stage.version(app, staged)})
    assert row(app, staged).first_sign_off_by is not None
    handed(app, staged, factories.make_user(app, role="reviewer"))
    assert row(app, staged).first_sign_off_by is None


def row_people(app: Flask, staged: Staged) -> list[int]:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(Membership.id).where(Membership.enterprise_id == staged.enterprise)))


@pytest.mark.parametrize("who", ["member", "analyst", "locked", "owner", "reviewer now"])
def test_a_file_goes_to_nobody_who_may_not_review_it(app: Flask, who: str) -> None:
    staged, _first = stage.taken(app)
    person = {
        "member": lambda: factories.make_user(app, role="reviewer"),
        "analyst": lambda: factories.make_user(app, role="analyst"),
        "locked": lambda: factories.make_user(app, role="reviewer", active=False),
        "owner": lambda: staged.owner,
        "reviewer now": lambda: row(app, staged).reviewer_id,
    }[who]()
    if who == "member":
        factories.join(app, person, staged.enterprise)
    before = row(app, staged)
    page = handed(app, staged, person, status=422)
    assert page.select(".error-summary a")["href"] == "#reviewer"
    assert "Người cũ nghỉ ốm." in page.text, "what was typed is kept"
    assert (row(app, staged).version, row(app, staged).reviewer_id) == (before.version, before.reviewer_id)


def test_reviewers_hand_nothing_over(app: Flask) -> None:
    staged, first = stage.taken(app)
    assert not first.get(f"/review/{staged.assessment}").all("form[action$=hand-over]")
    first.post(f"/review/{staged.assessment}/hand-over", {"version": 2}, status=403)


@pytest.mark.parametrize("state", ["submitted", "changes_requested", "approved", "declined"])
def test_what_is_not_in_review_passes_to_nobody(app: Flask, state: str) -> None:
    staged = stage.submitted(app, state=state)
    administrator = factories.logged_in(app, factories.make_user(app, role="administrator"))
    page = administrator.get(f"/review/{staged.assessment}")
    assert not page.all("form[action$=release], form[action$=hand-over]")
    fields = {"release_reason": "Vì thế.", "version": stage.version(app, staged)}
    administrator.post(f"/review/{staged.assessment}/release", fields, status=409)
    handed(app, staged, factories.make_user(app, role="reviewer"), status=409)
    assert row(app, staged).state == state


def test_of_two_who_pass_a_file_on_one_does(app: Flask) -> None:
    staged, first = stage.taken(app)
    page = first.get(f"/review/{staged.assessment}")
    handed(app, staged, factories.make_user(app, role="reviewer"))
    first.submit(page, {"release_reason": "Đi công tác."}, form="form[action$=release]", status=409)
    assert row(app, staged).state == "in_review"


def letters(app: Flask) -> dict[str, tuple[str, str]]:
    """The letters about files that passed on: by recipient, which it is and what it says."""
    with app.extensions["reading"]() as session:
        found = session.scalars(select(Mail).where(Mail.key.startswith("file_")))
        return {letter.recipient: (letter.key.split(":")[0], f"{letter.subject} {letter.body}") for letter in found}


def address(app: Flask, user: UUID | None) -> str:
    with app.extensions["reading"]() as session:
        return session.get_one(User, user).email


def test_whoever_may_take_a_file_that_was_given_back_is_written_to(app: Flask) -> None:
    staged, first = stage.taken(app)
    others = {factories.make_user(app, role=role) for role in ("reviewer", "administrator")}
    insider, analyst = factories.make_user(app, role="reviewer"), factories.make_user(app, role="analyst")
    factories.join(app, insider, staged.enterprise)
    factories.make_user(app, role="reviewer", active=False)
    give(first, staged)
    told = letters(app)
    assert told.keys() == {address(app, each) for each in others}, f"nobody else, neither {insider} nor {analyst}"
    for kind, words in told.values():
        assert kind == "file_released"
        assert "Đi công tác." in words
        assert f"http://localhost/review/{staged.assessment}" in words


def test_a_reviewer_is_told_when_an_administrator_gave_their_file_back(app: Flask) -> None:
    staged, _away = stage.taken(app)
    had = address(app, row(app, staged).reviewer_id)
    give(factories.logged_in(app, factories.make_user(app, role="administrator")), staged)
    assert letters(app).keys() == {had}


def test_who_gets_a_file_and_who_had_it_are_written_to_in_their_languages(app: Flask) -> None:
    staged, _first = stage.taken(app)
    had = address(app, row(app, staged).reviewer_id)
    heir = factories.make_user(app, role="reviewer", name="Hoàng Thị Mai", language="en")
    handed(app, staged, heir)
    told = letters(app)
    assert {who: kind for who, (kind, _words) in told.items()} == {
        had: "file_passed_on",
        address(app, heir): "file_given",
    }
    assert "is yours to review" in told[address(app, heir)][1]
    assert "Người cũ nghỉ ốm." in told[address(app, heir)][1]
    assert "cho Hoàng Thị Mai" in told[had][1]


def test_who_takes_over_a_file_themselves_gets_no_letter(app: Flask) -> None:
    staged, _first = stage.taken(app)
    had = address(app, row(app, staged).reviewer_id)
    chief = factories.make_user(app, role="administrator")
    fields = {"reviewer": str(chief), "hand_over_reason": "Tôi xem.", "version": stage.version(app, staged)}
    factories.logged_in(app, chief).post(f"/review/{staged.assessment}/hand-over", fields)
    assert letters(app).keys() == {had}
