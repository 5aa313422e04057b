"""Bodies no browser sends: endless in fields, or of bytes that are no letters."""

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import User
from tests.factories import logged_in, make_user
from tests.page import Browser

FORM = "application/x-www-form-urlencoded"


def test_a_form_of_endless_fields_is_refused_before_it_is_shown_again(browser: Browser) -> None:
    answer = browser.client.post("/account/log-in", data="a=1&" * 100_000, content_type=FORM)
    assert answer.status_code == 413
    assert len(answer.get_data()) < 100_000


def test_a_form_of_many_fields_is_read(app: Flask) -> None:
    browser = logged_in(app, make_user(app))
    more = "&".join(["asked=x"] * 900)
    body = f"{more}&name=Lan&language=vi&csrf_token={browser.csrf_token()}"
    assert browser.client.post("/account", data=body, content_type=FORM).status_code == 303


@pytest.mark.parametrize(
    "name",
    [b"A%ED%A0%80B", b"A%FFB", b"A\xffB", b"%C3", b"A%00B", b"A%EF%BF%BFB"],
    ids=["half a pair", "no letter", "a raw byte", "half a letter", "NUL", "a noncharacter"],
)
def test_bytes_that_are_no_text_are_refused_with_a_message(app: Flask, name: bytes) -> None:
    browser = logged_in(app, make_user(app, name="Nguyễn Thị Thử"))
    body = b"name=" + name + b"&language=vi&csrf_token=" + browser.csrf_token().encode()
    answer = browser.client.post("/account", data=body, content_type=FORM)
    assert answer.status_code == 422
    assert "Có ký tự không nhận được" in answer.get_data(as_text=True)
    with app.extensions["reading"]() as session:
        assert session.scalar(select(User.name)) == "Nguyễn Thị Thử"


@pytest.mark.parametrize("part", ['form-data; filename="x"', 'form-data; name*=x; filename="x"', "form-data"])
def test_a_part_without_the_name_of_its_field_is_refused(browser: Browser, part: str) -> None:
    body = f"--a\r\nContent-Disposition: {part}\r\n\r\nx\r\n--a--\r\n".encode()
    answer = browser.client.post("/account/log-in", data=body, content_type="multipart/form-data; boundary=a")
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
