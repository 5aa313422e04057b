"""Consents: each word is a row of its own, and withdrawing has its effect at once."""

import pytest
from sqlalchemy import select, update

from assessment.models import Assessment, Consent, DataRequest, Membership, ResultRow, User
from assessment.models.consents import agreed, standing, withdrawn
from tests.factories import join, logged_in, make_enterprise, make_user, make_wave, writing
from tests.privacy.scene import acts, scene


def rows(app, user):
    with app.extensions["reading"]() as session:
        found = session.scalars(select(Consent).where(Consent.user_id == user).order_by(Consent.id))
        return [(row.purpose, row.act, row.text_version, row.language) for row in found]


def press(browser, purpose, act, **more):
    return browser.post("/privacy/consents", {"purpose": purpose, "act": act, **more})


def test_each_word_is_a_row_and_none_is_edited(app):
    user = make_user(app)
    browser = logged_in(app, user)
    for act in ("given", "withdrawn", "given"):
        press(browser, "contact", act)
    assert rows(app, user) == [("contact", act, "2026.1", "vi") for act in ("given", "withdrawn", "given")]
    with app.extensions["reading"]() as session:
        assert set(standing(session, user)) == {"contact"}


def test_the_page_shows_text_version_and_time_of_each(app):
    there = scene(app)
    page = logged_in(app, there.owner).get("/privacy/mine")
    assert page.text.count("Đang đồng ý từ") == 2
    assert page.text.count("Chưa đồng ý") == 2
    assert "văn bản 2026.1" in page.text


def test_the_same_word_again_writes_nothing(app):
    user = make_user(app)
    browser = logged_in(app, user)
    for _ in range(2):
        press(browser, "ranking", "given")
    press(browser, "state", "withdrawn")
    assert len(rows(app, user)) == 1
    assert acts(app).count("consent.changed") == 1
    assert not there_are_requests(app)


def there_are_requests(app):
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(DataRequest)))


@pytest.mark.parametrize("fields", [{}, {"purpose": "x", "act": "given"}, {"purpose": "contact", "act": "edited"}])
def test_a_purpose_or_word_nobody_knows_is_not_found(app, fields):
    logged_in(app, make_user(app)).post("/privacy/consents", fields, status=404)


def test_a_withdrawal_stands_in_the_register_as_done(app):
    there = scene(app)
    press(logged_in(app, there.owner), "contact", "withdrawn")
    [request] = there.rows(DataRequest)
    assert (request.kind, request.state, request.outcome["purpose"]) == ("withdraw", "done", "contact")


def test_the_needed_consent_is_withdrawn_only_on_the_page_that_says_what_follows(app):
    there = scene(app, state="submitted")
    browser = logged_in(app, there.owner)
    page = browser.follow(press(browser, "assessment", "withdrawn"))
    assert "Công ty TNHH Thử Nghiệm" in page.text
    assert there.rows(Assessment)[0].state == "submitted"
    browser.submit(page, form="main form")
    assert there.rows(Assessment)[0].state == "withdrawn"
    assert "assessment.withdrawn" in acts(app)


def test_without_it_nothing_more_is_taken_in_and_what_was_typed_is_shown(app):
    there = scene(app)
    browser = logged_in(app, there.owner)
    press(browser, "assessment", "withdrawn", sure="1")
    page = browser.post(f"/assessments/{there.assessment}/check", {"typed": "gõ dở"}, status=409)
    assert page.heading == "Việc đánh giá đang dừng"
    assert "gõ dở" in page.text
    browser.get(f"/assessments/{there.assessment}")
    answer = browser.post(f"/assessments/{there.assessment}/answers/plan.paper.written", {"value": "some"}, status=409)
    assert answer.response.json["state"] == "closed"
    browser.post("/enterprises/new", {"name": "Công ty"}, status=409)
    press(browser, "assessment", "given")
    browser.post("/enterprises/new", {"name": "Công ty"}, status=422)


def test_a_colleague_still_answers_when_somebody_else_withdraws(app):
    there = scene(app)
    press(logged_in(app, there.owner), "assessment", "withdrawn", sure="1")
    with app.extensions["reading"]() as session:
        stopped = select(User.id).where(withdrawn(User.__table__.c.id, "assessment"))
        assert list(session.scalars(stopped)) == [there.owner]
    logged_in(app, there.colleague).post("/enterprises/new", {"name": "Công ty"}, status=422)


def test_what_another_owner_stands_for_is_still_reviewed(app):
    there = scene(app, state="in_review")
    join(app, make_user(app), there.enterprise, "owner")
    press(logged_in(app, there.owner), "assessment", "withdrawn", sure="1")
    assert there.rows(Assessment)[0].state == "in_review"


def listed(app, purpose):
    browser = logged_in(app, make_user(app, role="administrator"))
    assert browser.get("/admin/privacy/agreed").heading == "Ai đang đồng ý việc gì"
    response = browser.post("/admin/privacy/agreed", {"purpose": purpose}, status=200).response
    assert response.mimetype == "text/csv"
    return response.get_data(as_text=True)


def test_who_withdraws_contact_is_off_the_list_of_people_to_write_to_at_once(app):
    there = scene(app)
    assert "chu@vidu.vn" in listed(app, "contact")
    press(logged_in(app, there.owner), "contact", "withdrawn")
    assert "chu@vidu.vn" not in listed(app, "contact")
    assert acts(app).count("consent.listed") == 2


@pytest.mark.parametrize("purpose", ["ranking", "state"])
def test_a_business_is_listed_only_while_every_owner_agrees(app, purpose):
    there = scene(app, state="approved")
    with writing(app) as session:
        session.execute(update(ResultRow).values(kind="verified"))
    browser = logged_in(app, there.owner)
    assert "Công ty TNHH" not in listed(app, purpose)
    press(browser, purpose, "given")
    assert "Công ty TNHH Thử Nghiệm" in listed(app, purpose)
    second = make_user(app)
    join(app, second, there.enterprise, "owner")
    assert "Công ty TNHH" not in listed(app, purpose)
    press(logged_in(app, second), purpose, "given")
    assert "Công ty TNHH" in listed(app, purpose)
    press(browser, purpose, "withdrawn")
    assert "Công ty TNHH" not in listed(app, purpose)


def test_a_name_that_a_spreadsheet_would_run_is_harmless_in_the_list(app):
    user = make_user(app, name="=HYPERLINK(1)")
    press(logged_in(app, user), "contact", "given")
    assert "'=HYPERLINK(1)" in listed(app, "contact")


def test_the_question_in_a_query_follows_the_last_word(app):
    user = make_user(app)
    browser = logged_in(app, user)
    for act, expected in (("given", True), ("withdrawn", False), ("given", True)):
        press(browser, "state", act)
        with app.extensions["reading"]() as session:
            found = session.scalars(select(Membership.id).where(agreed(Membership.user_id, "state"))).all()
            assert not found
            assert (
                bool(session.scalar(select(agreed(Consent.user_id, "state")).where(Consent.user_id == user).limit(1)))
                is expected
            )


def test_an_owner_who_was_never_asked_may_answer(app):
    user = make_user(app)
    make_enterprise(app, user)
    make_wave(app)
    page = logged_in(app, user).get("/assessments/")
    assert page.status == 200
