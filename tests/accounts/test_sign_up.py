"""Asking for an account, and what a mailed link does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from assessment.core.rights.purposes import TEXT_VERSION
from assessment.models import Consent, Token, User
from assessment.models.trail import first_break
from tests.accounts.letters import events, letters, link_in
from tests.factories import PASSWORD, make_user, writing
from tests.page import Browser, Page

WISH = {"name": "Trần Thị Lan", "email": "lan@vidu.vn", "password": "ba con mèo ngủ trưa", "consent_assessment": "y"}


def people(app):
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(User)))


def test_a_person_signs_up_by_a_mailed_link(app, browser):
    page = browser.get("/account/sign-up")
    sent = browser.submit(page, {**WISH, "consent_contact": "y"})
    assert browser.follow(sent).heading == "Chúng tôi đã gửi thư"
    assert people(app) == []
    link = link_in(letters(app, "lan@vidu.vn")[0])
    opened = browser.submit(browser.get(link))
    assert "Tài khoản đã mở" in browser.follow(opened).text
    page = browser.submit(browser.get("/account/log-in"), {"email": "LAN@vidu.vn ", "password": WISH["password"]})
    assert browser.follow(page).heading == "Đăng ký doanh nghiệp"
    [user] = people(app)
    assert (user.email, user.name, user.role) == ("lan@vidu.vn", "Trần Thị Lan", "none")
    assert user.name_search == "tran thi lan"


def test_no_box_is_ticked_beforehand(browser):
    boxes = browser.get("/account/sign-up").all("input[type=checkbox]")
    assert len(boxes) == 4
    assert not any(box.has_attr("checked") for box in boxes)


def test_consents_are_kept_by_purpose_with_text_time_and_language(app, browser):
    browser.post("/account/sign-up", {**WISH, "consent_state": "y"})
    browser.post(link_in(letters(app)[0]))
    with app.extensions["reading"]() as session:
        given = {row.purpose: row for row in session.scalars(select(Consent))}
    assert set(given) == {"assessment", "state"}
    assert all(
        row.text_version == TEXT_VERSION and row.language == "vi" and row.act == "given" for row in given.values()
    )


def test_the_needed_consent_is_asked_for_and_everything_typed_stays(browser):
    wish = {key: value for key, value in WISH.items() if key != "consent_assessment"} | {"consent_state": "y"}
    page = browser.post("/account/sign-up", wish, status=422)
    assert page.select(".error-summary a")["href"] == "#consent_assessment"
    assert page.select("#name")["value"] == WISH["name"]
    assert page.select("#consent_state").has_attr("checked")
    assert not page.select("#password").get("value")


@pytest.mark.parametrize("field", ["name", "email"])
@pytest.mark.parametrize("sign", ["\x00", "\x07", "\r\nBcc: x@evil.test"])
def test_control_characters_are_refused_at_their_field(browser, field, sign):
    page = browser.post("/account/sign-up", {**WISH, field: f"a{sign}@b.vn"}, status=422)
    assert "ký tự không nhận được" in page.select(f"#{field}-error").get_text()


def test_a_nul_in_a_password_is_refused_at_its_field(browser):
    page = browser.post("/account/sign-up", {**WISH, "password": "ba con\x00 mèo ngủ trưa"}, status=422)
    assert "ký tự không nhận được" in page.select("#password-error").get_text()


def test_an_empty_form_says_what_is_missing_at_each_field(browser):
    page = browser.post("/account/sign-up", {}, status=422)
    assert [link["href"] for link in page.all(".error-summary a")] == [
        "#name",
        "#email",
        "#password",
        "#consent_assessment",
    ]


def test_known_and_unknown_addresses_get_the_same_answer(app, browser):
    make_user(app, "da-co@vidu.vn")
    unknown = browser.post("/account/sign-up", {**WISH, "email": "moi@vidu.vn"})
    known = browser.post("/account/sign-up", {**WISH, "email": "da-co@vidu.vn"})
    assert unknown.response.location == known.response.location
    assert unknown.response.get_data() == known.response.get_data()
    assert "đã có tài khoản" in letters(app, "da-co@vidu.vn")[0].subject
    assert "/account/link/" not in letters(app, "da-co@vidu.vn")[0].body


def test_looking_at_a_link_opens_nothing(app, browser):
    browser.post("/account/sign-up", WISH)
    link = link_in(letters(app)[0])
    page = browser.get(link)
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    browser.get(link)
    assert people(app) == []


def test_a_link_opens_an_account_once(app, browser):
    browser.post("/account/sign-up", WISH)
    link = link_in(letters(app)[0])
    browser.post(link)
    assert browser.post(link, status=404).heading == "Đường dẫn này không còn dùng được"
    browser.get(link, status=404)
    assert len(people(app)) == 1


def test_of_two_links_for_one_address_the_second_opens_nothing(app, browser):
    browser.post("/account/sign-up", WISH)
    browser.post("/account/sign-up", {**WISH, "name": "Người khác"})
    first, second = (link_in(letter) for letter in letters(app))
    browser.post(first)
    browser.post(second, status=404)
    assert [user.name for user in people(app)] == [WISH["name"]]


def test_of_two_links_followed_in_the_same_moment_one_opens_an_account(app, browser):
    for _ in range(2):
        browser.post("/account/sign-up", WISH)
    paths, windows = [link_in(letter) for letter in letters(app)], [Browser(app) for _ in range(2)]
    tokens, together = [window.csrf_token() for window in windows], Barrier(2)

    def follow(place):
        together.wait()
        return windows[place].client.post(paths[place], data={"csrf_token": tokens[place]}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(follow, range(2))) == [303, 404]
    assert len(people(app)) == 1


def test_a_link_lives_a_day(app, browser):
    browser.post("/account/sign-up", WISH)
    with app.extensions["reading"]() as session:
        token = session.scalars(select(Token)).one()
    assert token.expires_at - token.created_at == timedelta(hours=24)
    with writing(app) as session:
        session.execute(update(Token).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    browser.post(link_in(letters(app)[0]), status=404)
    assert people(app) == []


@pytest.mark.parametrize("token", ["x", "a" * 500, "%00", "..", "%ED%A0%80"])
def test_a_made_up_link_is_no_link(browser, token):
    browser.get(f"/account/link/{token}", status=404)


def test_links_come_from_the_configured_address(app):
    client = app.test_client()
    page = Page(client.get("/account/sign-up", base_url="http://evil.test"))
    fields = {**page.fields(), **WISH}
    assert client.post("/account/sign-up", base_url="http://evil.test", data=fields).status_code == 303
    assert "evil.test" not in letters(app)[0].body
    assert "http://localhost/account/link/" in letters(app)[0].body


def test_the_password_stands_nowhere_but_as_a_hash(app, browser):
    browser.post("/account/sign-up", WISH)
    with app.extensions["reading"]() as session:
        payload = session.scalars(select(Token)).one().payload
    assert payload["password_hash"].startswith("$argon2id$")
    browser.post(link_in(letters(app)[0]))
    with app.extensions["reading"]() as session:
        assert session.scalars(select(Token)).one().payload == {}


def test_what_happened_is_on_record(app, browser):
    browser.post("/account/sign-up", WISH)
    browser.post(link_in(letters(app)[0]))
    [event] = events(app, "account.opened")
    assert event.detail["consents"] == ["assessment"]
    with app.extensions["reading"]() as session:
        assert first_break(session) is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("mèo ngủ", "ít nhất 8 ký tự"),
        ("password1", "dễ đoán"),
        ("matkhau123", "dễ đoán"),
        ("1qaz2wsx3edc", "dễ đoán"),
        ("thuocso2026", "gần giống tên"),
        ("TranThiLan99", "gần giống tên"),
        ("x" * 1001, "dài quá"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(browser, password, words):
    page = browser.post("/account/sign-up", {**WISH, "password": password}, status=422)
    assert words in page.select("#password-error").get_text()


@pytest.mark.parametrize(
    "password", ["a" * 64, "ế" * 128, "x" * 1000, "😀 cá kho làng Vũ Đại", "  hai đầu có dấu cách  "]
)
def test_long_and_unusual_passwords_are_accepted(app, browser, password):
    browser.post("/account/sign-up", {**WISH, "password": password})
    browser.post(link_in(letters(app)[0]))
    browser.post("/account/log-in", {"email": WISH["email"], "password": password})


def test_a_password_of_a_hundred_thousand_signs_is_refused_at_once(browser):
    browser.post("/account/sign-up", {**WISH, "password": "ab" * 50_000}, status=422)


def test_a_new_password_is_set_by_a_mailed_link(app, browser):
    make_user(app, "lan@vidu.vn")
    browser.submit(browser.get("/account/forgotten"), {"email": "lan@vidu.vn"})
    link = link_in(letters(app)[0])
    done = browser.submit(browser.get(link), {"password": "một mật khẩu khác hẳn"})
    assert "Mật khẩu mới đã được lưu" in browser.follow(done).text
    browser.post("/account/log-in", {"email": "lan@vidu.vn", "password": PASSWORD}, status=422)
    browser.post("/account/log-in", {"email": "lan@vidu.vn", "password": "một mật khẩu khác hẳn"})
    assert [letter.subject for letter in letters(app, "lan@vidu.vn")][1] == "Mật khẩu Thước Số đã đổi"


def test_a_weak_new_password_leaves_the_link_alive(app, browser):
    make_user(app, "lan@vidu.vn")
    browser.post("/account/forgotten", {"email": "lan@vidu.vn"})
    link = link_in(letters(app)[0])
    browser.post(link, {"password": "12345678"}, status=422)
    browser.post(link, {"password": "một mật khẩu khác hẳn"})
    browser.post(link, {"password": "lại một mật khẩu khác"}, status=404)


def test_only_the_newest_link_sets_a_password_and_it_lives_an_hour(app, browser):
    make_user(app, "lan@vidu.vn")
    browser.post("/account/forgotten", {"email": "lan@vidu.vn"})
    browser.post("/account/forgotten", {"email": "lan@vidu.vn"})
    old, new = (link_in(letter) for letter in letters(app))
    browser.get(old, status=404)
    browser.get(new)
    with app.extensions["reading"]() as session:
        token = session.scalars(select(Token).where(Token.used_at.is_(None))).one()
    assert token.expires_at - token.created_at == timedelta(minutes=60)


def test_forgotten_answers_the_same_for_an_unknown_address_and_writes_to_nobody(app, browser):
    make_user(app, "lan@vidu.vn")
    known = browser.post("/account/forgotten", {"email": "lan@vidu.vn"})
    unknown = browser.post("/account/forgotten", {"email": "nguoi-la@vidu.vn"})
    assert known.response.get_data() == unknown.response.get_data()
    assert letters(app, "nguoi-la@vidu.vn") == []


def test_a_link_of_one_kind_does_nothing_of_the_other(app, browser):
    browser.post("/account/sign-up", WISH)
    browser.post(link_in(letters(app)[0]), {"password": "một mật khẩu khác hẳn"})
    browser.post("/account/log-in", {"email": WISH["email"], "password": "một mật khẩu khác hẳn"}, status=422)


def test_forms_need_their_token(browser):
    for path in ("/account/sign-up", "/account/forgotten", "/account/log-in", "/account/link/x", "/language"):
        browser.post(path, {"csrf_token": ""}, status=400)
        browser.post(path, {"csrf_token": "made up"}, status=400)


def test_letters_to_one_address_are_few(app, browser):
    app.extensions["settings"] = type(app.extensions["settings"])(
        **{**vars(app.extensions["settings"]), "throttle": True}
    )
    for _ in range(8):
        browser.post("/account/sign-up", WISH)
    assert len(letters(app)) == 5


def test_another_browser_may_open_the_link(app, browser):
    browser.post("/account/sign-up", WISH)
    other = Browser(app)
    other.submit(other.get(link_in(letters(app)[0])))
    assert len(people(app)) == 1
