"""Bad luck in a real browser: no line for an hour, a server that restarts, back and forward, taps too many, rich text."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from assessment.models import Assessment, ResultRow, User
from tests.e2e.desk import Desk, choose, end_sessions, line, write
from tests.e2e.server import Web
from tests.factories import PASSWORD, writing

WRITTEN, REVIEWED, STAFF, SHARE = (
    "plan.paper.written",
    "plan.paper.reviewed",
    "sales.online.staff",
    "sales.online.share",
)
SAVED = "Đã lưu lúc"
OFF = "Mất mạng. Câu này đang chờ trên máy và sẽ tự gửi."
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def press_on(page: Page) -> None:
    page.get_by_role("button", name="Lưu và tiếp tục").last.click()


def test_an_hour_without_a_line_outlasts_the_session_and_loses_nothing(desk: Desk) -> None:
    page = desk.sit()
    page.clock.install()
    page.goto(desk.url("sales.online"))
    page.context.set_offline(True)
    choose(page, "sales.online.channels", "zalo")
    write(page, STAFF, "3")
    line(page, STAFF)(OFF)
    page.clock.fast_forward("01:00:00")
    end_sessions(desk)
    assert desk.answers() == {}
    page.context.set_offline(False)
    line(page, STAFF)("phiên làm việc đã hết")
    press_on(page)
    with writing(desk.app) as session:
        page.get_by_label("Địa chỉ thư điện tử").fill(session.get_one(User, desk.user).email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/pages/**")
    assert desk.answers() == {"sales.online.channels": {"options": ["zalo"]}, STAFF: {"number": 3.0}}


def test_an_answer_that_waits_learns_from_another_that_the_session_has_ended(desk: Desk) -> None:
    page = desk.sit()
    page.route(f"**/{STAFF}", lambda route: route.abort())
    page.goto(desk.url("sales.online"))
    write(page, STAFF, "3")
    line(page, STAFF)(OFF)
    end_sessions(desk)
    choose(page, "sales.online.channels", "zalo")
    line(page, STAFF)("phiên làm việc đã hết")


@BOTH
def test_the_server_restarts_between_page_and_save(web: Web, web_desk: Desk, *, scripts: bool) -> None:
    page = web_desk.sit(scripts=scripts)
    page.goto(web_desk.url("plan.paper"))
    web.stop()
    choose(page, WRITTEN, "some")
    if scripts:
        line(page, WRITTEN)(OFF)
    web.start()
    if scripts:
        line(page, WRITTEN)(SAVED)
    else:
        press_on(page)
        expect(page.locator(f"[id='q-{REVIEWED}']")).to_be_visible()
    assert web_desk.answers() == {WRITTEN: {"option": "some"}}


@BOTH
def test_back_and_forward_show_what_stands_and_conflict_with_nobody(desk: Desk, *, scripts: bool) -> None:
    page = desk.sit(scripts=scripts)
    page.goto(desk.url("plan.paper"))
    choose(page, WRITTEN, "none")
    press_on(page)
    page.wait_for_url("**/pages/sales.online")
    page.locator(f"[id='f-{STAFF}']").fill("2")
    press_on(page)
    page.wait_for_url("**/pages/tourism.tickets")
    page.go_back()
    expect(page.locator(f"[id='f-{STAFF}']")).to_have_value("2")
    page.go_back()
    expect(page.locator(f"[name='{WRITTEN}'][value='none']")).to_be_checked()
    page.go_forward()
    page.locator(f"[id='f-{STAFF}']").fill("5")
    press_on(page)
    page.wait_for_url("**/pages/tourism.tickets")
    assert desk.answers() == {WRITTEN: {"option": "none"}, STAFF: {"number": 5.0}}


@BOTH
def test_a_double_tap_saves_once_and_a_double_tap_hands_in_once(desk: Desk, *, scripts: bool) -> None:
    page = desk.sit(scripts=scripts)
    page.goto(desk.url("plan.paper"))
    choose(page, WRITTEN, "none")
    page.get_by_role("button", name="Lưu và tiếp tục").last.dblclick(no_wait_after=True)
    expect(page).to_have_url(re.compile(r"/pages/sales\.online$"))  # The second tap may break off the first way there.
    assert (desk.answers(), desk.events()) == ({WRITTEN: {"option": "none"}}, 1)
    fill_the_rest(page)
    page.goto(desk.url() + "/check")
    page.locator("#declared").check()
    page.get_by_role("button", name="Nộp bài đánh giá").dblclick(no_wait_after=True)
    expect(page).to_have_url(re.compile(r"/result"))
    with writing(desk.app) as session:
        assert session.get_one(Assessment, desk.assessment).state == "submitted"
        assert len(session.scalars(select(ResultRow).where(ResultRow.assessment_id == desk.assessment)).all()) == 1


def fill_the_rest(page: Page) -> None:
    page.locator("[name='sales.online.channels'][value='web']").check()
    if not page.locator(f"[id='q-{SHARE}']").is_visible():
        press_on(page)
    for field, value in ((f"f-{SHARE}", "126"), (f"g-{SHARE}", "380"), (f"f-{STAFF}", "2")):
        page.locator(f"[id='{field}']").fill(value)
    press_on(page)
    page.wait_for_url("**/pages/tourism.tickets")
    choose(page, "tourism.tickets.qr", "?")
    press_on(page)
    expect(page).not_to_have_url(re.compile(r"/pages/tourism\.tickets$"))


@BOTH
@pytest.mark.parametrize("typed", ["ế" * 10_000, "🧮 Zalo " * 1_500], ids=["letters", "emoji"])
def test_ten_thousand_letters_are_refused_and_stay(desk: Desk, typed: str, *, scripts: bool) -> None:
    page = desk.sit(scripts=scripts)
    page.goto(desk.url("sales.online"))
    page.locator(f"[id='q-{SHARE}'] [value='n/a']").check()
    field = page.locator(f"[id='r-{SHARE}']")
    field.fill(typed)
    if scripts:
        field.blur()
    else:
        press_on(page)
    expect(page.locator(f"[id='q-{SHARE}-error']")).to_contain_text("dài hơn 500 chữ cái")
    expect(field).to_have_value(typed)
    if scripts:
        page.goto(desk.url("sales.online"))
        expect(page.locator(f"[id='r-{SHARE}']")).to_have_value(typed)


def test_pasted_rich_text_becomes_plain(desk: Desk) -> None:
    page = desk.sit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(desk.url("sales.online"))
    page.locator(f"[id='q-{SHARE}'] [value='n/a']").check()
    field = page.locator(f"[id='r-{SHARE}']")
    field.focus()
    page.evaluate(COPY, {"text/html": "<b>Không</b> <i>bán</i> 🛒", "text/plain": "Không bán 🛒"})
    field.press("Control+V")
    field.blur()
    line(page, SHARE)(SAVED)
    expected: dict[str, Any] = {SHARE: {"not_applicable": "Không bán 🛒"}}
    assert desk.answers() == expected


COPY = """kinds => navigator.clipboard.write([new ClipboardItem(Object.fromEntries(
  Object.entries(kinds).map(([kind, text]) => [kind, new Blob([text], { type: kind })])))])"""
