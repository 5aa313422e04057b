"""What the line of a question says is what the server has said, whoever answers in its place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.desk import Desk, choose, line, write
from tests.e2e.test_filling_in import COUNT

WRITTEN, STAFF, WISH = "plan.paper.written", "sales.online.staff", "context.wish"
SAVED, OFF = "Đã lưu lúc", "Mất mạng. Câu này đang chờ trên máy và sẽ tự gửi."
HOTEL = "<!doctype html><title>Hotel Wi-Fi</title><p>Please accept our terms."


def strange(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body=HOTEL)


def taken_by_the_server_alone(route: Route) -> None:
    route.fetch()
    route.abort()


def led_away(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "https://login.hotel.example/"})


@pytest.mark.parametrize(
    "meet",
    [
        pytest.param(strange, id="the page of a hotel"),
        pytest.param(lambda route: route.fulfill(status=200, json={"ok": True}), id="JSON of somebody else"),
        pytest.param(lambda route: route.fulfill(status=409, content_type="text/html", body=HOTEL), id="its conflict"),
        pytest.param(lambda route: route.fulfill(status=422, content_type="text/html", body=HOTEL), id="its refusal"),
        pytest.param(led_away, id="another host"),
    ],
)
def test_the_answer_of_a_network_is_not_that_of_the_server(desk: Desk, meet: Callable[[Route], None]) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.route("**/answers/**", meet)
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)(OFF)
    assert desk.answers() == {}
    page.unroute("**/answers/**")
    line(page, WRITTEN)(SAVED)
    assert desk.answers() == {WRITTEN: {"option": "some"}}


def test_what_the_server_took_before_the_line_broke_is_there_once(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.route("**/answers/**", taken_by_the_server_alone, times=1)
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)(OFF)
    assert desk.answers() == {WRITTEN: {"option": "some"}}
    choose(page, WRITTEN, "none")
    line(page, WRITTEN)(SAVED)
    expect(page.locator("[data-conflict]")).to_have_count(0)
    expect(page.locator(f"[name='{WRITTEN}'][value='none']")).to_be_checked()
    assert (desk.answers(), desk.events()) == ({WRITTEN: {"option": "none"}}, 2)


@pytest.mark.parametrize(
    ("status", "words"),
    [(500, "Chưa lưu được. Sẽ thử lại"), (413, "Chưa lưu. Hãy xem lại câu này.")],
)
def test_a_server_in_trouble_has_saved_nothing(desk: Desk, status: int, words: str) -> None:
    page = desk.sit()
    page.goto(desk.url("sales.online"))
    page.route("**/answers/**", lambda route: route.fulfill(status=status, content_type="text/html", body="<p>!"))
    write(page, STAFF, "3")
    line(page, STAFF)(words)
    expect(page.locator(f"[id='q-{STAFF}'] .state-done")).to_have_count(0)
    expect(page.locator(f"[id='f-{STAFF}']")).to_have_value("3")


@pytest.mark.parametrize(
    "missing",
    [
        pytest.param("delete Window.prototype.indexedDB; delete window.indexedDB", id="there is none"),
        pytest.param(
            "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }", id="closed"
        ),
        pytest.param("IDBFactory.prototype.open = () => ({})", id="it never answers"),
    ],
)
def test_a_browser_that_keeps_nothing_says_that_the_tab_must_stay_open(desk: Desk, missing: str) -> None:
    page = desk.sit()
    page.add_init_script(missing)
    page.goto(desk.url("plan.paper"))
    page.context.set_offline(True)
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)("đừng đóng trang")
    page.context.set_offline(False)
    line(page, WRITTEN)(SAVED)
    assert desk.answers() == {WRITTEN: {"option": "some"}}


BEFORE_THE_ANSWER = """
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = () => { AbortSignal.timeout = timeout; return timeout(1); };
"""
AMID_THE_ANSWER = """
const timeout = AbortSignal.timeout.bind(AbortSignal), get = window.fetch;
const patience = new AbortController();
AbortSignal.timeout = () => { AbortSignal.timeout = timeout; return patience.signal; };
window.fetch = async (...asked) => {
  const answer = await get(...asked);
  patience.abort(new DOMException("its head came, the rest did not", "TimeoutError"));
  return answer;
};
"""


@pytest.mark.parametrize("patience_ends", [BEFORE_THE_ANSWER, AMID_THE_ANSWER], ids=["before", "amid"])
def test_a_slow_line_is_not_called_a_line_that_is_gone(desk: Desk, patience_ends: str) -> None:
    page = desk.sit()
    page.add_init_script(patience_ends)
    page.goto(desk.url("plan.paper"))
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)("Mạng chậm, câu này chưa tới nơi. Trang sẽ tự gửi lại.")
    line(page, WRITTEN)(SAVED)
    assert desk.answers() == {WRITTEN: {"option": "some"}}


def test_an_older_browser_saves_as_well(desk: Desk) -> None:
    page = desk.sit()
    page.add_init_script("delete AbortSignal.timeout; delete HTMLFormElement.prototype.requestSubmit")
    page.goto(desk.url("plan.paper"))
    choose(page, WRITTEN, "none")
    line(page, WRITTEN)(SAVED)
    page.route("**/answers/**", slowly)
    choose(page, WRITTEN, "some")
    page.get_by_role("button", name="Lưu và tiếp tục").last.click()
    page.wait_for_url("**/pages/sales.online")
    assert desk.answers() == {WRITTEN: {"option": "some"}}


def slowly(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer)


def to_context(desk: Desk, **how: bool) -> Page:
    page = desk.sit(**how)
    page.goto(f"{desk.url()}/context")
    return page


def test_what_is_not_scored_is_saved_as_it_is_given_too(desk: Desk) -> None:
    page = to_context(desk)
    choose(page, "context.barriers", "money")
    line(page, "context.barriers")(SAVED)
    wish = page.locator(f"[id='f-{WISH}']")
    wish.fill("Dạy nhân viên bán hàng qua mạng")
    page.context.set_offline(True)
    wish.blur()
    line(page, WISH)(OFF)
    page.close()
    page = desk.contexts[0].new_page()
    page.context.set_offline(False)
    with page.expect_response(lambda answer: "/answers/" in answer.url):
        page.goto(desk.url())
    assert desk.answers() == {
        "context.barriers": {"option": "money"},
        WISH: {"text": "Dạy nhân viên bán hàng qua mạng"},
    }


def test_of_two_who_write_a_wish_the_later_one_chooses(desk: Desk) -> None:
    first, second = to_context(desk), desk.sit(desk.member())
    second.goto(f"{desk.url()}/context")
    write(second, WISH, "Học kế toán")
    line(second, WISH)(SAVED)
    write(first, WISH, "Học bán hàng")
    note = first.locator("[data-conflict]")
    expect(note).to_contain_text("Học kế toán")
    note.get_by_role("button", name="Giữ câu kia").click()
    expect(first.locator(f"[id='f-{WISH}']")).to_have_value("Học kế toán")
    assert desk.answers() == {WISH: {"text": "Học kế toán"}}


@pytest.mark.parametrize("scripts", [True, False])
def test_the_switch_of_the_language_keeps_a_wish(desk: Desk, *, scripts: bool) -> None:
    page = to_context(desk, scripts=scripts)
    page.locator(f"[id='f-{WISH}']").fill("Học bán hàng")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(f"[id='f-{WISH}']")).to_have_value("Học bán hàng")


def test_logging_out_empties_what_waits_in_a_browser_that_forgets_nothing_by_itself(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.context.set_offline(True)
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)(OFF)
    page.close()
    page = desk.contexts[0].new_page()
    page.context.set_offline(False)
    page.route("**/account/log-out", without_order_to_forget)
    page.goto("/account")
    assert page.evaluate(COUNT) == 1
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/account/log-in**")
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def without_order_to_forget(route: Route) -> None:
    answer = route.fetch(max_redirects=0)
    headers = {name: value for name, value in answer.headers.items() if name != "clear-site-data"}
    route.fulfill(response=answer, headers=headers)


def test_last_time_that_could_not_be_taken_over_blames_nobody(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.evaluate(
        """name => { const press = document.createElement("button"); press.name = "reuse"; press.textContent = "Lấy";
        press.type = "submit"; document.querySelector(`[data-question="${name}"] fieldset`).append(press); }""",
        WRITTEN,
    )
    page.route("**/answers/**", lambda route: route.fulfill(status=503, body="busy"))
    page.get_by_role("button", name="Lấy").click()
    line(page, WRITTEN)("Chưa lưu được. Hãy bấm lại sau ít phút.")
