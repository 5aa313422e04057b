"""Start, privacy, method, help, and the language."""

import pytest

from tests.factories import logged_in, make_user
from tests.page import Browser


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/privacy",
        "/method",
        "/help",
        "/account/sign-up",
        "/account/log-in",
        "/account/forgotten",
        "/account/mail-sent",
    ],
)
def test_everybody_may_read_in_both_languages(browser, path, language):
    browser.post("/language?back=/", {"language": language})
    page = browser.get(path)
    assert page.select("html")["lang"] == language


def test_the_start_page_has_one_amber_button(browser):
    page = browser.get("/")
    assert [link["href"] for link in page.all(".button-next")] == ["/account/sign-up"]


def test_changing_the_language_keeps_the_page(browser):
    page = browser.get("/privacy?x=1")
    form = page.select("header form")
    answer = browser.post(form["action"], {"language": "en"})
    assert answer.response.location == "/privacy?x=1"
    assert browser.get("/privacy").heading == "Privacy, in short"


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "javascript:alert(1)",
        "/account/log-out",
        "/nowhere",
        "/a\nb",
        "/[",
        "",
    ],
)
def test_a_foreign_way_back_leads_to_the_start(browser, back):
    answer = browser.post("/language", {"language": "en"}, query_string={"back": back})
    assert answer.response.location == "/"


def test_an_unknown_language_changes_nothing(browser):
    browser.post("/language", {"language": "xx"})
    assert browser.get("/").select("html")["lang"] == "vi"


def test_the_language_is_kept_with_the_person(app):
    user = make_user(app)
    logged_in(app, user).post("/language", {"language": "en"})
    assert logged_in(app, user).get("/account").select("html")["lang"] == "en"


def test_a_get_never_changes_the_language(browser):
    browser.get("/language?language=en", status=405)
    assert browser.get("/").select("html")["lang"] == "vi"


def test_pages_work_without_a_session(app):
    assert Browser(app).get("/").status == 200
