"""A form on another site's page changes nothing, even should it know the token."""

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import User
from tests.factories import logged_in, make_user

FORM = {"name": "Lê Thị Lan", "language": "vi"}
OTHERS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://neighbour.localhost"},
    {"Sec-Fetch-Site": "same-site", "Origin": "null"},
    {"Origin": "https://evil.test"},
    {"Origin": "http://localhost.evil.test"},
]
OURS = [
    {},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://a.proxy.inside"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
    {"Origin": "null"},
]


@pytest.mark.parametrize(("said", "status"), [*((said, 400) for said in OTHERS), *((said, 303) for said in OURS)])
def test_a_form_counts_only_from_a_page_of_ours(app: Flask, said: dict[str, str], status: int) -> None:
    browser = logged_in(app, make_user(app, name="Nguyễn Thị Thử"))
    browser.post("/account", FORM, status=status, headers=said)
    with app.extensions["reading"]() as session:
        assert (session.scalar(select(User.name)) == FORM["name"]) is (status == 303)
