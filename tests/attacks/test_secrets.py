"""S82: passwords, tokens, log-ins and answers stand in no log, address or page that has no business with them."""

import logging
import re

import pytest
from flask import Flask
from sqlalchemy import select

from assessment import worker
from assessment.models import Mail, Token, UserSession
from tests.page import Browser
from tests.survey.stage import Owner

PASSWORD = "Mật khẩu rất riêng 7391"
WRONG = "Mật khẩu gõ nhầm 5527"
ANSWER = "câu trả lời không ai khác được đọc"


def test_nothing_secret_stands_in_logs_pages_or_addresses(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser, pages, addresses = Browser(app), [], []

    def note(page: object) -> None:
        pages.append(page.response.get_data(as_text=True))
        addresses.extend([page.response.request.full_path, page.response.location or ""])

    fields = {"name": "Nguyễn Văn Kín", "email": "kin@vidu.vn", "password": PASSWORD, "consent_assessment": "y"}
    note(browser.submit(browser.get("/account/sign-up"), fields))
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        letter = session.scalars(select(Mail)).one()
        link = re.search(r"https?://[^/]+(/account/link/\S+)", letter.body)[1]
    opened = browser.get(link)
    note(browser.submit(opened))
    for typed in (WRONG, PASSWORD):
        entry = Browser(app)
        form = entry.get("/account/log-in")
        note(entry.submit(form, {"email": "kin@vidu.vn", "password": typed}, status=422 if typed == WRONG else 303))
    owner = Owner(app)
    reason = {"asked": "sales.online.share", "sales.online.share:state": "n/a", "sales.online.share:reason": ANSWER}
    owner.browser.post(owner.url("/pages/sales.online"), {**reason, "seen": "0"})
    for path in ("", "/check", "/pages/plan.paper"):
        note(owner.browser.get(owner.url(path)))
    with app.extensions["reading"]() as session:
        hashes = [*session.scalars(select(UserSession.token_hash)), *session.scalars(select(Token.token_hash))]
    logs = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    token = link.rsplit("/", 1)[-1]
    for secret in (PASSWORD, WRONG, ANSWER, token, letter.body, *hashes):
        assert secret not in logs
    for secret in (PASSWORD, WRONG, token, *hashes):
        assert not [page for page in pages if secret in page]
        # The mailed link itself is the one address that bears its token, once.
        assert not [address for address in addresses if secret in address.removesuffix("?").removeprefix(link)]
    assert not [address for address in addresses if re.search(r"[?&](token|password|session|csrf_token)=", address)]


def test_a_typed_password_is_never_shown_again(app: Flask) -> None:
    browser = Browser(app)
    form = browser.get("/account/sign-up")
    page = browser.submit(form, {"email": "không phải địa chỉ", "password": PASSWORD}, status=422)
    assert PASSWORD not in page.response.get_data(as_text=True)
