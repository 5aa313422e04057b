"""A new e-mail address: asked for with the password, confirmed from its own mailbox, told to the old one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from assessment.models import Token, User
from tests.accounts.letters import events, letters, link_in
from tests.factories import PASSWORD, logged_in, make_user, writing
from tests.page import Browser, Page

OLD, NEW = "lan@vidu.vn", "lan.moi@vidu.vn"


@pytest.fixture
def user(app: Flask):
    return make_user(app, OLD)


def ask(browser: Browser, email: str = NEW, password: str = PASSWORD, status: int = 303) -> Page:
    page = browser.get("/account/email")
    return browser.submit(page, {"email": email, "password_now": password}, status=status)


def asked(app: Flask, user, email: str = NEW) -> tuple[Browser, str]:
    """Ask, and give the browser with the path of the link in the new mailbox."""
    browser = logged_in(app, user)
    ask(browser, email)
    return browser, link_in(letters(app, email)[-1])


def address(app: Flask, user) -> str:
    with app.extensions["reading"]() as session:
        return session.get_one(User, user).email


def test_nothing_changes_before_the_new_mailbox_has_answered(app, user):
    browser, link = asked(app, user)
    browser.get(link)
    assert address(app, user) == OLD
    browser.post(link)
    assert address(app, user) == NEW
    [changed] = events(app, "email.changed")
    assert changed.subject == f"user:{user}"
    assert "vidu.vn" not in str(changed.detail), "the log holds no address"


def test_the_old_mailbox_is_told_when_it_is_asked_and_when_it_is_done(app, user):
    browser, link = asked(app, user)
    [first] = letters(app, OLD)
    assert "/account/link/" not in first.body
    browser.post(link)
    [first, second] = letters(app, OLD)
    assert second.subject == "Địa chỉ thư của tài khoản Thước Số đã đổi"
    assert NEW not in first.body + second.body, "whoever reads the old mailbox need not learn the new one"


def test_the_other_log_ins_end_and_the_new_address_logs_in(app, user):
    there = logged_in(app, user)
    here, link = asked(app, user)
    page = here.follow(here.post(link))
    assert NEW in page.text
    there.get("/account", status=302)
    Browser(app).post("/account/log-in", {"email": OLD, "password": PASSWORD}, status=422)
    Browser(app).post("/account/log-in", {"email": NEW, "password": PASSWORD})


def test_a_link_opened_on_another_device_ends_every_log_in(app, user, browser):
    here, link = asked(app, user)
    page = browser.follow(browser.submit(browser.get(link)))
    assert "địa chỉ mới" in page.text
    here.get("/account", status=302)


def test_a_link_works_once_and_the_latest_one_alone(app, user):
    browser, first = asked(app, user)
    second = asked(app, user)[1]
    browser.post(first, status=404)
    browser.post(second)
    browser.post(second, status=404)
    assert address(app, user) == NEW


def test_a_link_runs_out(app, user):
    browser, link = asked(app, user)
    with writing(app) as session:
        session.execute(update(Token).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    browser.post(link, status=404)
    assert address(app, user) == OLD


def test_a_taken_address_gets_the_same_words(app, user):
    make_user(app, "da-co@vidu.vn")
    browser = logged_in(app, user)
    free = browser.follow(ask(browser)).text
    assert "đã gửi thư tới địa chỉ mới" in free
    assert browser.follow(ask(browser, "da-co@vidu.vn")).text == free
    [letter] = letters(app, "da-co@vidu.vn")
    assert "/account/link/" not in letter.body
    assert len(letters(app, OLD)) == 2, "the old mailbox reads the same, too"


def test_an_address_that_was_taken_meanwhile_changes_nothing(app, user):
    browser, link = asked(app, user)
    make_user(app, NEW)
    browser.post(link, status=404)
    assert address(app, user) == OLD


def test_a_new_password_makes_the_link_worthless(app, user):
    browser, link = asked(app, user)
    fields = {"password_now": PASSWORD, "password": "một mật khẩu khác hẳn"}
    browser.submit(browser.get("/account/password"), fields)
    browser.post(link, status=404)


def test_links_to_the_old_mailbox_are_worthless_once_it_has_gone(app, user, browser):
    browser.post("/account/forgotten", {"email": OLD})
    reset = link_in(letters(app, OLD)[0])
    here, link = asked(app, user)
    here.post(link)
    browser.get(reset, status=404)


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("khong-phai-thu", PASSWORD, "email"),
        ("", PASSWORD, "email"),
        (OLD.upper(), PASSWORD, "email"),
        (NEW, "sai", "password_now"),
        (NEW, "", "password_now"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(app, user, email, password, field):
    page = ask(logged_in(app, user), email, password, status=422)
    assert page.select(".error-summary a")["href"] == f"#{field}"
    assert page.select("#email")["value"] == email.lower()
    assert letters(app) == []


def test_asking_over_and_over_is_slowed(app, user):
    app.extensions["settings"] = replace(app.extensions["settings"], throttle=True)
    browser = logged_in(app, user)
    for turn in range(10):
        ask(browser, f"a{turn}@vidu.vn")
    ask(browser, "mot-nua@vidu.vn", status=429)


def test_one_mailbox_is_not_flooded(app, user):
    app.extensions["settings"] = replace(app.extensions["settings"], throttle=True)
    browser = logged_in(app, user)
    for _turn in range(7):
        ask(browser)
    assert len(letters(app, NEW)) == 5


def test_the_account_page_leads_there(app, user):
    page = logged_in(app, user).get("/account")
    assert page.select("a[href='/account/email']").get_text(strip=True) == "Đổi địa chỉ thư"
