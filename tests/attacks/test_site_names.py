"""Whatever a visitor calls this site, no link or redirect repeats it, and no name is too odd for an answer."""

import pytest
from flask import Flask

from tests.factories import logged_in, make_user
from tests.page import Browser

EVIL = {"Host": "evil.test"}


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        ("/assessments", "/assessments/"),
        ("/statistics?wave=1&page=2", "/statistics/?wave=1&page=2"),
        ("/admin", "/admin/"),
        ("/static//evil.test/x", "/static/evil.test/x"),
    ],
)
def test_an_address_put_right_stays_on_this_site(browser: Browser, path: str, onward: str) -> None:
    answer = browser.client.get(path, headers=EVIL)
    assert (answer.status_code, answer.headers["Location"]) == (308, onward)
    assert "http://evil" not in answer.get_data(as_text=True)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_and_log_ins_never_repeat_the_name(app: Flask) -> None:
    browser = logged_in(app, make_user(app))
    for path in ("/", "/account", "/account/log-in", "/assessments/", "/statistics/public"):
        answer = browser.client.get(path, headers=EVIL)
        assert "evil.test" not in answer.get_data(as_text=True)
        assert "evil.test" not in str(answer.headers)


@pytest.mark.parametrize(
    "name", ["..", ".a", "a..b", "x" * 64, "x" * 3000, "", "a b", "[::1", "[", "a]", "[x]:1", "1:2:3", "@"]
)
@pytest.mark.parametrize("path", ["/", "/assessments", "/assessments/", "/no-such-page"])
def test_a_name_that_is_none_is_no_fault_of_ours(browser: Browser, name: str, path: str) -> None:
    answer = browser.client.get(path, headers={"Host": name})
    assert answer.status_code < 500
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("referrer", ["http://[", "//[x", "http://a]", "\\\\x", "%", "http://evil.test/\x00"])
def test_a_referrer_that_is_no_address_is_no_fault_of_ours(app: Flask, referrer: str) -> None:
    browser = logged_in(app, make_user(app))
    answer = browser.client.post("/language", data={"x": "1"}, headers={"Referer": referrer})
    assert answer.status_code == 400
    assert "evil.test" not in answer.get_data(as_text=True)
