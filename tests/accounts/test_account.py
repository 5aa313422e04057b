"""One's own account."""

import pytest

from assessment.models import User
from tests.accounts.letters import events, letters
from tests.factories import PASSWORD, logged_in, make_enterprise, make_user, writing
from tests.page import Browser

NEW = "một mật khẩu khác hẳn"


@pytest.fixture
def user(app):
    return make_user(app, "lan@vidu.vn")


def test_the_account_shows_what_is_known_and_nothing_of_others(app, user):
    other = make_user(app, "hai@vidu.vn")
    make_enterprise(app, user, name="Công ty " + "rất dài " * 10 + "Bình Minh")
    make_enterprise(app, other, name="Công ty của người khác")
    page = logged_in(app, user).get("/account")
    assert "lan@vidu.vn" in page.text
    assert "Bình Minh" in page.text
    assert "Công ty của người khác" not in page.text
    assert "hai@vidu.vn" not in page.text


def test_name_and_language_are_changed(app, user):
    browser = logged_in(app, user)
    done = browser.submit(browser.get("/account"), {"name": "  Trần  Thị Lan ", "language": "en"})
    page = browser.follow(done)
    assert page.select("html")["lang"] == "en"
    with app.extensions["reading"]() as session:
        row = session.get_one(User, user)
        assert (row.name, row.name_search, row.language) == ("Trần Thị Lan", "tran thi lan", "en")


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "a\x00b"}, {"name": "x" * 201}, {"language": "xx"}, {"language": ""}]
)
def test_a_wrong_name_or_language_is_refused_at_its_field(app, user, fields):
    browser = logged_in(app, user)
    page = browser.submit(browser.get("/account"), {"name": "Lan", "language": "vi", **fields}, status=422)
    assert len(page.all(".error-summary a")) == 1


def test_a_name_of_ligatures_that_grow_when_searched_for_is_kept(app, user):
    browser = logged_in(app, user)
    browser.submit(browser.get("/account"), {"name": "ﬃ" * 200, "language": "vi"})


def test_nobody_gives_themselves_a_role(app, user):
    browser = logged_in(app, user)
    extra = {"role": "administrator", "email": "x@vidu.vn", "active": "0", "id": "1", "confirmed_at": ""}
    browser.submit(browser.get("/account"), {"name": "Lan", "language": "vi", **extra})
    with app.extensions["reading"]() as session:
        row = session.get_one(User, user)
        assert (row.role, row.email, row.active) == ("none", "lan@vidu.vn", True)


def test_a_change_of_password_ends_the_other_log_ins_and_sends_one_notice(app, user):
    here, there = logged_in(app, user), logged_in(app, user)
    page = here.get("/account/password")
    here.submit(page, {"password_now": PASSWORD, "password": NEW})
    here.get("/account")
    there.get("/account", status=302)
    assert [letter.subject for letter in letters(app)] == ["Mật khẩu Thước Số đã đổi"]
    Browser(app).post("/account/log-in", {"email": "lan@vidu.vn", "password": NEW})
    assert len(events(app, "password.changed")) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"password_now": "không phải", "password": NEW}, "password_now"),
        ({"password_now": "", "password": NEW}, "password_now"),
        ({"password_now": PASSWORD, "password": "short"}, "password"),
        ({"password_now": PASSWORD, "password": ""}, "password"),
        ({"password_now": PASSWORD, "password": "binhminh2026"}, "password"),
    ],
)
def test_a_refused_change_of_password_changes_nothing(app, user, fields, field):
    make_enterprise(app, user, name="Công ty TNHH Bình Minh")
    browser = logged_in(app, user)
    page = browser.submit(browser.get("/account/password"), fields, status=422)
    page.select(f"#{field}-error")
    Browser(app).post("/account/log-in", {"email": "lan@vidu.vn", "password": PASSWORD})


def test_a_log_in_left_behind_is_ended(app, user):
    here, there = logged_in(app, user), logged_in(app, user)
    page = here.get("/account")
    here.submit(page, form='form[action="/account/log-ins"]')
    there.get("/account", status=302)
    here.get("/account")


def test_nobody_ends_the_log_in_of_somebody_else(app, user):
    other = logged_in(app, make_user(app))
    with other.client.session_transaction() as session:
        assert session["_user_id"]
    browser = logged_in(app, user)
    for number in ("1", "999", "x", "", "9" * 30, "-1", "١"):
        browser.post("/account/log-ins", {"log_in": number}, status=404)
    other.get("/account")


@pytest.mark.parametrize("path", ["/account", "/account/password", "/account/log-ins"])
def test_without_a_log_in_nothing_of_the_account_is_reached(app, browser, path):
    browser.post(path, {"name": "x"}, status=401)
    if path in ("/account", "/account/password"):
        browser.get(path, status=302)


def test_a_foreign_token_is_refused_and_the_next_honest_request_works(app, user):
    browser, other = logged_in(app, user), logged_in(app, make_user(app))
    foreign = other.csrf_token()
    for token in ("", "changed" + browser.csrf_token(), foreign):
        browser.post("/account", {"name": "Kẻ xấu", "language": "vi", "csrf_token": token}, status=400)
    with app.extensions["reading"]() as session:
        assert session.get_one(User, user).name != "Kẻ xấu"
    browser.post("/account", {"name": "Lan", "language": "vi"})


def test_a_person_who_is_demoted_keeps_the_own_account(app):
    user = make_user(app, role="reviewer")
    browser = logged_in(app, user)
    with writing(app) as session:
        session.get_one(User, user).role = "none"
    browser.get("/account")
