"""Logging in and out, slowing down guesses, and the life of a log-in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from argon2 import Type
from sqlalchemy import select, update

from assessment.models import Throttle, User, UserSession
from assessment.web import passwords, throttle
from tests.accounts.letters import events
from tests.factories import PASSWORD, logged_in, make_user, writing
from tests.page import Browser

IN_USE = passwords.HASHER  # Read before the tests make it light.
RIGHT = {"email": "lan@vidu.vn", "password": PASSWORD}
WRONG = {"email": "lan@vidu.vn", "password": "không phải mật khẩu này"}


@pytest.fixture
def user(app):
    return make_user(app, "lan@vidu.vn")


@pytest.fixture
def throttled(app):
    app.extensions["settings"] = replace(app.extensions["settings"], throttle=True)
    return app


def back_in_time(app, by):
    """Let time pass for the counters."""
    with writing(app) as session:
        for row in session.scalars(select(Throttle)):
            row.since -= by


def test_known_and_unknown_addresses_are_refused_with_the_same_words(app, browser, user):
    known = browser.post("/account/log-in", WRONG, status=422)
    unknown = browser.post("/account/log-in", {**WRONG, "email": "la@vidu.vn"}, status=422)
    assert known.text == unknown.text
    assert known.select(".error-summary a")["href"] == "#email"
    assert known.select("#email")["value"] == "lan@vidu.vn"
    assert not known.select("#password").get("value")


def test_a_closed_account_is_refused_with_the_same_words(app, browser, user):
    with writing(app) as session:
        session.execute(update(User).values(active=False))
    assert "chưa đúng" in browser.post("/account/log-in", RIGHT, status=422).select("#email-error").get_text()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"email": "", "password": "x"},
        {"email": "lan@vidu.vn", "password": ""},
        {"email": "a\x00@b.vn", "password": "x"},
        {"email": "no address", "password": "x"},
    ],
)
def test_an_unreadable_log_in_is_refused_at_its_field(browser, fields):
    browser.post("/account/log-in", fields, status=422).select("#email-error")


def test_a_very_long_password_is_refused_quickly(browser, user):
    browser.post("/account/log-in", {**RIGHT, "password": PASSWORD + "x" * 100_000}, status=422)


def test_a_password_typed_in_parts_is_the_same_password(browser, user):
    import unicodedata

    browser.post("/account/log-in", {**RIGHT, "password": unicodedata.normalize("NFD", PASSWORD)})


def test_two_passwords_alike_in_72_bytes_are_different(app, browser, user):
    browser.post("/account/log-in", {**RIGHT, "password": PASSWORD + "a"}, status=422)


def test_after_the_log_in_comes_the_page_that_was_asked_for(browser, user):
    asked = browser.get("/account?x=1", status=302)
    page = browser.follow(asked)
    answer = browser.submit(page, RIGHT)
    assert answer.response.location == "/account?x=1"


@pytest.mark.parametrize(
    "target",
    ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/account/log-out", "/nothing-here"],
)
def test_a_foreign_target_is_ignored(browser, user, target):
    page = browser.get("/account/log-in", query_string={"next": target})
    assert not page.all("input[name=next]")
    assert browser.post("/account/log-in", {**RIGHT, "next": target}).response.location == "/enterprises/new"


def test_who_has_logged_in_does_not_see_the_log_in(app, user):
    browser = logged_in(app, user)
    assert browser.get("/account/log-in?next=/account", status=303).response.location == "/account"


def test_a_copied_cookie_is_dead_after_the_log_out(app, user):
    browser, thief = logged_in(app, user), Browser(app)
    with browser.client.session_transaction() as session:
        copied = dict(session)
    left = browser.post("/account/log-out")
    assert left.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    with thief.client.session_transaction() as session:
        session.update(copied)
    for path in ("/account", "/account/password", "/enterprises/new"):
        thief.get(path, status=302)
    assert "Đã đăng xuất" in browser.follow(left).text


def test_a_log_in_gets_a_session_of_its_own(app, browser, user):
    browser.get("/account/log-in")
    with browser.client.session_transaction() as session:
        before = dict(session)
        session["_user_id"] = "planted"
    browser.post("/account/log-in", RIGHT)
    with browser.client.session_transaction() as session:
        assert session["_user_id"] not in ("planted", before.get("_user_id"))
        assert session.get("csrf_token") != before["csrf_token"]


def test_the_cookie_tells_nothing_about_the_person(app, browser, user):
    answer = browser.post("/account/log-in", RIGHT)
    [cookie] = answer.response.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert len(cookie) < 4096
    with browser.client.session_transaction() as session:
        assert set(session) <= {"_user_id", "_fresh", "_id", "csrf_token", "language"}
        assert "lan@vidu.vn" not in str(dict(session))


def test_in_production_the_cookie_is_bound_to_the_host_and_to_tls(settings):
    from assessment.app import create_app

    app = create_app(replace(settings, public_url="https://thuocso.example.vn"))
    response = app.test_client().get("/account/log-in", base_url="https://thuocso.example.vn")
    [cookie] = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    app.extensions["engine"].dispose()


def test_ten_tries_are_free_and_then_even_the_right_password_waits(throttled, browser, user):
    for _ in range(10):
        browser.post("/account/log-in", WRONG, status=422)
    refused = browser.post("/account/log-in", RIGHT, status=429)
    assert 0 < int(refused.response.headers["Retry-After"]) <= 900
    back_in_time(throttled, timedelta(minutes=2))
    browser.post("/account/log-in", RIGHT)


def test_the_wait_grows_and_never_passes_a_quarter_of_an_hour(throttled, browser, user):
    for _ in range(10):
        browser.post("/account/log-in", WRONG, status=422)
    waits = []
    for _ in range(6):
        waits.append(int(browser.post("/account/log-in", WRONG, status=429).response.headers["Retry-After"]))
        back_in_time(throttled, timedelta(minutes=15))
        browser.post("/account/log-in", WRONG, status=422)
    assert waits == sorted(waits)
    assert waits[0] == 60
    assert waits[-1] == 900


def test_an_unknown_address_is_slowed_as_well(throttled, browser, user):
    for _ in range(10):
        browser.post("/account/log-in", {**WRONG, "email": "la@vidu.vn"}, status=422)
    unknown = browser.post("/account/log-in", {**WRONG, "email": "la@vidu.vn"}, status=429)
    for _ in range(10):
        browser.post("/account/log-in", WRONG, status=422)
    known = browser.post("/account/log-in", WRONG, status=429)
    assert known.text == unknown.text


def test_a_success_forgets_the_failures(throttled, browser, user):
    for _ in range(9):
        browser.post("/account/log-in", WRONG, status=422)
    browser.post("/account/log-in", RIGHT)
    other = Browser(throttled)
    for _ in range(10):
        other.post("/account/log-in", WRONG, status=422)


def test_the_counters_survive_a_restart(throttled, settings, browser, user):
    from assessment.app import create_app

    for _ in range(10):
        browser.post("/account/log-in", WRONG, status=422)
    again = create_app(replace(settings, throttle=True))
    again.testing = True
    Browser(again).post("/account/log-in", RIGHT, status=429)
    again.extensions["engine"].dispose()


def test_one_place_that_tries_many_accounts_is_slowed_and_raises_an_alarm(throttled, browser, user, monkeypatch):
    from assessment.accounts import door

    monkeypatch.setattr(door, "FROM_ONE_PLACE", 5)
    for number in range(5):
        browser.post("/account/log-in", {"email": f"a{number}@vidu.vn", "password": "x"}, status=422)
    browser.post("/account/log-in", RIGHT, status=429)
    assert len(events(throttled, "log_in.alarm")) == 1
    elsewhere = Browser(throttled)
    elsewhere.post("/account/log-in", RIGHT, environ_base={"REMOTE_ADDR": "192.0.2.9"})


def test_a_wait_does_not_stop_the_mailed_link(throttled, browser, user):
    for _ in range(10):
        browser.post("/account/log-in", WRONG, status=422)
    browser.post("/account/forgotten", {"email": "lan@vidu.vn"})


def test_tries_at_the_same_moment_count_each(throttled):
    with throttled.test_request_context(method="POST"):
        key = throttle.key_of("log-in", "a@b.vn")
        assert [throttle.take(key) for _ in range(10)] == [None] * 10
        assert throttle.take(key) is not None


def test_first_tries_in_the_same_moment_count_each_and_none_breaks(throttled):
    key, together = throttle.key_of("log-in", "a@b.vn"), Barrier(4)

    def first_try(_place):
        with throttled.test_request_context(method="POST"):
            together.wait()
            return throttle.take(key)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(first_try, range(4))) == [None] * 4
    with writing(throttled) as session:
        assert session.get_one(Throttle, key).count == 4


def test_log_ins_and_refusals_are_on_record_without_addresses(app, browser, user):
    browser.post("/account/log-in", WRONG, status=422)
    browser.post("/account/log-in", RIGHT)
    browser.post("/account/log-out")
    assert [len(events(app, action)) for action in ("log_in.refused", "log_in", "log_out")] == [1, 1, 1]
    assert "lan@vidu.vn" not in str([event.subject for event in events(app, "log_in.refused")])


def test_a_guess_costs_what_owasp_asks():
    assert (IN_USE.type, IN_USE.memory_cost, IN_USE.time_cost, IN_USE.parallelism) == (Type.ID, 46 * 1024, 1, 1)


def test_a_dated_hash_is_renewed_at_the_log_in(app, browser, user):
    def kept():
        with app.extensions["reading"]() as session:
            return session.scalars(select(User.password_hash)).one()

    before = kept()
    browser.post("/account/log-in", RIGHT)
    assert kept() != before
    assert not passwords.is_dated(kept())


def test_an_idle_log_in_ends(app, user):
    browser = logged_in(app, user)
    with writing(app) as session:
        session.execute(update(UserSession).values(seen_at=datetime.now(UTC) - timedelta(minutes=46)))
    browser.get("/account", status=302)


def test_a_log_in_ends_after_its_longest_time_however_busy(app, user):
    browser = logged_in(app, user)
    with writing(app) as session:
        session.execute(update(UserSession).values(created_at=datetime.now(UTC) - timedelta(hours=13)))
    browser.get("/account", status=302)


def test_with_a_short_limit_a_busy_person_stays_and_an_idle_one_leaves(app, user):
    app.extensions["settings"] = replace(app.extensions["settings"], session_idle=timedelta(seconds=60))
    browser = logged_in(app, user)
    for _ in range(3):
        with writing(app) as session:
            session.execute(update(UserSession).values(seen_at=datetime.now(UTC) - timedelta(seconds=50)))
        browser.get("/account")
    with writing(app) as session:
        session.execute(update(UserSession).values(seen_at=datetime.now(UTC) - timedelta(seconds=61)))
    browser.get("/account", status=302)


def test_a_disabled_person_is_out_at_the_next_request(app, user):
    browser = logged_in(app, user)
    with writing(app) as session:
        session.execute(update(User).values(active=False))
    browser.get("/account", status=302)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_safe_methods_log_nobody_out(app, user, method):
    browser = logged_in(app, user)
    browser.client.open("/account/log-out", method=method)
    browser.get("/account")
