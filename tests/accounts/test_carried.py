"""A POST whose session had ended: the fields wait in the log-in and arrive after it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from assessment.models import Enterprise, User, UserSession
from assessment.web import carried
from tests.factories import PASSWORD, logged_in, make_user, writing
from tests.page import Browser

FACTS = {
    "tax_code": "5700100256",
    "name": "Công ty TNHH Mực Một Nắng",
    "organisation_type": "enterprise",
    "vsic_section": "I",
    "sector": "suggested",
    "place": "co-to",
    "headcount": "12",
    "revenue_band": "upto10",
    "capital_band": "upto3",
}
RIGHT = {"email": "lan@vidu.vn", "password": PASSWORD}


@pytest.fixture
def user(app):
    return make_user(app, "lan@vidu.vn")


def end_all(app):
    with writing(app) as session:
        session.execute(update(UserSession).values(ended_at=datetime.now(UTC)))


def enterprises(app):
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(Enterprise)))


def test_what_was_typed_arrives_after_the_log_in(app, user):
    browser = logged_in(app, user)
    page = browser.get("/enterprises/new")
    end_all(app)
    asked = browser.submit(page, FACTS, status=401)
    assert "Những gì vừa gõ vẫn còn" in asked.text
    assert enterprises(app) == []
    done = browser.submit(asked, RIGHT)
    assert [found.name for found in enterprises(app)] == [FACTS["name"]]
    shown = browser.follow(done)
    assert shown.heading == FACTS["name"]
    assert "Đã đăng ký" in shown.text
    browser.get("/account")


def test_a_log_out_in_another_window_loses_nothing(app, user):
    browser = logged_in(app, user)
    page = browser.get("/enterprises/new")
    browser.post("/account/log-out")
    browser.submit(browser.submit(page, FACTS, status=401), RIGHT)
    assert len(enterprises(app)) == 1


def test_a_mistyped_password_keeps_what_is_carried(app, user):
    browser = logged_in(app, user)
    page = browser.get("/enterprises/new")
    end_all(app)
    asked = browser.submit(page, FACTS, status=401)
    again = browser.submit(asked, {**RIGHT, "password": "không phải"}, status=422)
    browser.submit(again, RIGHT)
    assert len(enterprises(app)) == 1


def test_a_carried_form_with_errors_comes_back_with_them(app, user):
    browser = logged_in(app, user)
    page = browser.get("/enterprises/new")
    end_all(app)
    answer = browser.submit(browser.submit(page, {**FACTS, "headcount": "nhiều"}, status=401), RIGHT, status=422)
    assert answer.heading == "Đăng ký doanh nghiệp"
    assert answer.select("#name")["value"] == FACTS["name"]
    browser.submit(answer, {"headcount": "12"})


def test_no_secret_is_carried(app, user):
    browser = logged_in(app, user)
    page = browser.get("/account/password")
    end_all(app)
    asked = browser.submit(page, {"password_now": "một bí mật", "password": "bí mật khác"}, status=401)
    assert not asked.all("input[name=carried]")
    assert "bí mật" not in asked.text


def test_fields_signed_for_one_browser_do_nothing_in_another(app, user):
    browser = logged_in(app, user)
    page = browser.get("/enterprises/new")
    end_all(app)
    planted = browser.submit(page, FACTS, status=401).fields()["carried"]
    other = Browser(app)
    other.submit(other.get("/account/log-in"), {**RIGHT, "carried": planted})
    assert enterprises(app) == []


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJwYXRoIjoiLyJ9.x.y"])
def test_a_forged_token_is_no_token(app, browser, user, token):
    assert browser.post("/account/log-in", {**RIGHT, "carried": token}).response.location == "/enterprises/new"


def test_a_post_without_a_valid_token_is_never_carried(app, user):
    browser = logged_in(app, user)
    end_all(app)
    browser.post("/enterprises/new", {**FACTS, "csrf_token": "made up"}, status=400)


def test_what_is_too_long_to_carry_is_shown_for_copying(app, user, monkeypatch):
    monkeypatch.setattr(carried, "LIMIT", 10)
    browser = logged_in(app, user)
    page = browser.get("/enterprises/new")
    end_all(app)
    asked = browser.submit(page, FACTS, status=401)
    assert FACTS["name"] in asked.text
    assert not asked.all("input[name=carried]")


def test_somebody_else_who_logs_in_does_it_in_their_own_name(app, user):
    make_user(app, "hai@vidu.vn")
    browser = logged_in(app, user)
    page = browser.get("/enterprises/new")
    end_all(app)
    browser.submit(browser.submit(page, FACTS, status=401), {**RIGHT, "email": "hai@vidu.vn"})
    assert browser.get("/account").text.count("hai@vidu.vn") == 1
    with app.extensions["reading"]() as session:
        assert session.scalar(select(User.email).where(User.email == "hai@vidu.vn")) is not None
