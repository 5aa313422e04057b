"""Filling in with scripts: nothing typed is lost, whatever happens to the line, the server, the log-in or the tab."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from assessment.models import Assessment, User
from tests.e2e.chromium import sit_down
from tests.e2e.desk import Desk, choose, end_sessions, line, write
from tests.factories import PASSWORD, give_answer, make_wave, writing

WRITTEN, STAFF, SHARE = "plan.paper.written", "sales.online.staff", "sales.online.share"
SAVED = "Đã lưu lúc"
OFF = "Mất mạng. Câu này đang chờ trên máy và sẽ tự gửi."


def test_an_answer_is_saved_as_it_is_given_and_uncovers_the_next(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    choose(page, WRITTEN, "full")
    line(page, WRITTEN)("Có thêm câu hỏi bên dưới.")
    expect(page.locator("[id='q-plan.paper.reviewed']")).to_be_visible()
    expect(page.locator("[data-place]")).to_contain_text("1 trên 2 câu")
    choose(page, "plan.paper.reviewed", "some")
    line(page, "plan.paper.reviewed")(SAVED)
    expect(page.locator("[data-place]")).to_contain_text("2 trên 2 câu")
    assert desk.answers() == {WRITTEN: {"option": "full"}, "plan.paper.reviewed": {"option": "some"}}
    choose(page, WRITTEN, "none")
    expect(page.locator("[id='q-plan.paper.reviewed']")).to_have_count(0)
    page.get_by_role("button", name="Lưu và tiếp tục").last.click()
    page.wait_for_url("**/pages/sales.online")


def test_questions_that_come_in_leave_what_is_being_typed_alone(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("sales.online"))
    page.locator(f"[id='f-{SHARE}']").fill("126")
    choose(page, "sales.online.channels", "web")
    line(page, "sales.online.channels")(SAVED)
    expect(page.locator(f"[id='f-{SHARE}']")).to_have_value("126")
    page.locator(f"[id='g-{SHARE}']").fill("380")
    page.locator(f"[id='g-{SHARE}']").blur()
    line(page, SHARE)(SAVED)
    expect(page.locator(f"[id='q-{SHARE}'] [data-result]")).to_have_text("= 33,2\u00a0%")


def test_what_is_wrong_is_said_at_the_question_and_right_again_when_mended(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("sales.online"))
    field = page.locator(f"[id='f-{STAFF}']")
    field.fill("nhiều lắm")
    field.blur()
    error = page.locator(f"[id='q-{STAFF}-error']")
    expect(error).to_contain_text("không phải là số")
    expect(error).to_have_attribute("role", "alert")
    field.fill("4")
    field.blur()
    line(page, STAFF)(SAVED)
    expect(error).to_have_count(0)
    assert desk.answers() == {STAFF: {"number": 4.0}}


def test_the_page_claims_nothing_before_the_server_has_said_it(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.route("**/answers/**", lambda route: route.fulfill(status=503, body="busy"))
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)("Chưa lưu được. Sẽ thử lại sau 2 giây.")
    assert desk.answers() == {}
    page.unroute("**/answers/**")
    line(page, WRITTEN)(SAVED)
    assert desk.answers() == {WRITTEN: {"option": "some"}}


def test_off_line_answers_wait_and_are_sent_once(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("sales.online"))
    page.context.set_offline(True)
    choose(page, "sales.online.channels", "zalo")
    write(page, STAFF, "3")
    line(page, STAFF)(OFF)
    line(page, "sales.online.channels")(OFF)
    page.get_by_role("button", name="Lưu và tiếp tục").last.click()
    expect(page.locator("#survey-note")).to_contain_text("Đang mất mạng")
    assert desk.answers() == {}
    page.context.set_offline(False)
    line(page, STAFF)(SAVED)
    line(page, "sales.online.channels")(SAVED)
    assert desk.answers() == {"sales.online.channels": {"options": ["zalo"]}, STAFF: {"number": 3.0}}
    assert desk.events() == 2


def test_answers_that_wait_outlive_the_tab(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.context.set_offline(True)
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)(OFF)
    page.close()
    page = desk.contexts[0].new_page()
    page.context.set_offline(False)
    page.goto(desk.url("plan.paper"))
    line(page, WRITTEN)(SAVED)
    expect(page.locator(f"[name='{WRITTEN}'][value='some']")).to_be_checked()
    assert desk.answers() == {WRITTEN: {"option": "some"}}


def test_answers_that_wait_are_sent_from_the_task_list_too(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.context.set_offline(True)
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)(OFF)
    page.close()
    page = desk.contexts[0].new_page()
    page.context.set_offline(False)
    with page.expect_response(lambda answer: "/answers/" in answer.url) as told:
        page.goto(desk.url())
    assert told.value.status == 200
    assert desk.answers() == {WRITTEN: {"option": "some"}}


def test_what_was_half_typed_when_the_tab_closed_is_there_again(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("sales.online"))
    page.route("**/answers/**", lambda route: route.abort())
    page.locator(f"[id='f-{STAFF}']").fill("12")
    page.wait_for_timeout(600)
    page.close()
    page = desk.contexts[0].new_page()
    page.goto(desk.url("sales.online"))
    expect(page.locator(f"[id='f-{STAFF}']")).to_have_value("12")
    page.wait_for_timeout(1000)  # It came with the last breath of the tab, or is sent now; the page need not say which.
    assert desk.answers() == {STAFF: {"number": 12.0}}


def test_another_person_on_the_same_machine_neither_sends_nor_keeps_them(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.context.set_offline(True)
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)(OFF)
    page.close()
    desk.contexts[0].set_offline(False)
    colleague = desk.member()
    desk.log_in(desk.contexts[0], colleague)
    page = desk.contexts[0].new_page()
    page.goto(desk.url("plan.paper"))
    page.wait_for_timeout(500)
    assert colleague not in desk.writers()  # The page that closes may still find a line, for who wrote the answer.
    assert page.evaluate(COUNT) == 0


COUNT = """() => new Promise(done => {
  const asked = indexedDB.open("thuoc-so", 1);
  asked.onsuccess = () => {
    const rows = asked.result.transaction("waiting").objectStore("waiting").count();
    rows.onsuccess = () => done(rows.result);
  };
})"""


def test_logging_out_empties_what_waits(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.route("**/answers/**", lambda route: route.abort())
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)(OFF)
    page.evaluate(
        """() => { const out = document.createElement("form"); out.method = "post"; out.action = "/account/log-out";
        out.append(document.querySelector("[name=csrf_token]").cloneNode()); document.body.append(out);
        window.onbeforeunload = null; out.submit(); }"""
    )
    page.on("dialog", lambda dialog: dialog.accept())
    page.wait_for_url("**/account/log-in**")
    desk.log_in(desk.contexts[0], desk.user)
    page.unroute("**/answers/**")
    page.goto(desk.url("plan.paper"))
    page.wait_for_timeout(500)
    assert desk.answers() == {}


@pytest.mark.parametrize(("press", "kept"), [("Giữ câu của tôi", "full"), ("Giữ câu kia", "some")])
def test_of_two_people_the_later_one_chooses(desk: Desk, press: str, kept: str) -> None:
    owner, colleague = desk.sit(), desk.sit(desk.member())
    owner.goto(desk.url("plan.paper"))
    colleague.goto(desk.url("plan.paper"))
    choose(colleague, WRITTEN, "some")
    line(colleague, WRITTEN)(SAVED)
    choose(owner, WRITTEN, "full")
    note = owner.locator(f"[id='q-{WRITTEN}'] [data-conflict]")
    expect(note).to_contain_text("Lê Quốc Huy đổi thành “Làm một phần”")
    assert desk.answers() == {WRITTEN: {"option": "some"}}
    note.get_by_role("button", name=press).click()
    expect(note).to_have_count(0)
    expect(owner.locator(f"[name='{WRITTEN}'][value='{kept}']")).to_be_checked()
    expect(owner.locator("[id='q-plan.paper.reviewed']")).to_be_visible()
    owner.wait_for_timeout(300)
    assert desk.answers() == {WRITTEN: {"option": kept}}


@pytest.mark.parametrize(
    ("choice", "kept"), [("Giữ câu của tôi, như đang chọn dưới đây", "full"), ("Giữ câu kia", "some")]
)
def test_without_scripts_the_later_one_chooses_as_well(desk: Desk, choice: str, kept: str) -> None:
    owner, colleague = desk.sit(scripts=False), desk.sit(desk.member(), scripts=False)
    for page in (owner, colleague):
        page.goto(desk.url("plan.paper"))
    choose(colleague, WRITTEN, "some")
    colleague.get_by_role("button", name="Lưu và tiếp tục").click()
    choose(owner, WRITTEN, "full")
    owner.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(owner.locator(".error-summary")).to_contain_text("Lê Quốc Huy đổi thành")
    owner.get_by_label(choice, exact=True).check()
    owner.get_by_role("button", name="Lưu và tiếp tục").click()
    owner.wait_for_url("**/pages/sales.online")
    assert desk.answers() == {WRITTEN: {"option": kept}}


def test_the_session_ends_and_what_was_typed_arrives_after_the_log_in(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    end_sessions(desk)
    choose(page, WRITTEN, "some")
    line(page, WRITTEN)("phiên làm việc đã hết")
    page.get_by_role("button", name="Lưu và tiếp tục").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    with writing(desk.app) as session:
        email = session.get_one(User, desk.user).email
    page.get_by_label("Địa chỉ thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**#q-plan.paper.reviewed")
    assert desk.answers() == {WRITTEN: {"option": "some"}}


def test_logging_in_again_in_another_tab_is_enough(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    end_sessions(desk)
    choose(page, WRITTEN, "none")
    line(page, WRITTEN)("phiên làm việc đã hết")
    desk.log_in(page.context, desk.user)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    line(page, WRITTEN)(SAVED)


def test_who_stays_away_long_is_warned(desk: Desk) -> None:
    page = desk.sit()
    page.clock.install()
    page.goto(desk.url("plan.paper"))
    page.clock.fast_forward("34:00")
    expect(page.locator("#survey-note")).to_have_count(0)
    page.clock.fast_forward("02:00")
    expect(page.locator("#survey-note")).to_contain_text("Đã lâu không có thao tác")
    page.get_by_role("button", name="Ở lại").click()
    expect(page.locator("#survey-note")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_enter_key_saves_and_goes_on(desk: Desk, *, scripts: bool) -> None:
    page = desk.sit(scripts=scripts)
    page.goto(desk.url("sales.online"))
    page.locator(f"[id='f-{STAFF}']").fill("2")
    page.locator(f"[id='f-{STAFF}']").press("Enter")
    page.wait_for_url("**/pages/tourism.tickets")
    assert desk.answers() == {STAFF: {"number": 2.0}}
    expect(page.locator("html")).to_have_attribute("lang", "vi")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_switch_of_the_language_keeps_what_was_typed(desk: Desk, *, scripts: bool) -> None:
    page = desk.sit(scripts=scripts)
    page.goto(desk.url("sales.online"))
    page.locator(f"[id='f-{STAFF}']").fill("2,5")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(f"[id='f-{STAFF}']")).to_have_value("2.5")
    page.wait_for_url("**/pages/sales.online")


def test_last_time_is_taken_over_by_a_press(desk: Desk) -> None:
    before = datetime.now(UTC) - timedelta(days=300)
    with writing(desk.app) as session:
        earlier = Assessment(
            enterprise_id=desk.enterprise,
            wave_id=make_wave(desk.app, opens=-320, closes=-290),
            questionnaire_id=session.get_one(Assessment, desk.assessment).questionnaire_id,
            state="approved",
            created_by=desk.user,
            created_at=before,
            submitted_at=before,
        )
        session.add(earlier)
        session.flush()
        said = {"criterion": WRITTEN, "value": {"option": "some"}}
        give_answer(session, assessment_id=earlier.id, **said, user_id=desk.user, at=before)
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.get_by_role("button", name="Dùng lại câu này").click()
    expect(page.locator(f"[name='{WRITTEN}'][value='some']")).to_be_checked()
    line(page, WRITTEN)(SAVED)
    expect(page.locator("[id='q-plan.paper.reviewed']")).to_be_visible()
    assert desk.answers() == {WRITTEN: {"option": "some"}}


def test_leaving_is_warned_of_only_while_something_is_unsent(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    choose(page, WRITTEN, "none")
    line(page, WRITTEN)(SAVED)
    page.goto(desk.url())
    assert asked == []
    page.goto(desk.url("plan.paper"))
    page.route("**/answers/**", lambda route: route.abort())
    choose(page, WRITTEN, "full")
    line(page, WRITTEN)(OFF)
    page.goto(desk.url())
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("scripts", [True, False])
def test_what_needs_a_look_takes_the_focus(desk: Desk, *, scripts: bool) -> None:
    page = desk.sit(scripts=scripts)
    page.goto(desk.url("sales.online"))
    page.locator(f"[id='f-{STAFF}']").fill("x")
    page.locator(f"[id='f-{STAFF}']").press("Enter")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").press("Enter")
    expect(page.locator(f"[id='q-{STAFF}']")).to_be_focused()
    page.goto(desk.url("plan.paper"))
    choose(page, WRITTEN, "full")
    if not scripts:
        page.get_by_role("button", name="Lưu và tiếp tục").click()
        expect(page.locator("[id='q-plan.paper.reviewed']")).to_be_focused()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_beside_the_form_owe_what_every_page_owes(desk: Desk, language: str) -> None:
    person = sit_down(desk.chromium, desk.server)
    desk.contexts.append(person.context)
    desk.log_in(person.context, desk.user)
    for rest in ("", "/people", f"/evidence/{WRITTEN}", "/check", "/context"):
        person.go(f"{desk.url()}{rest}")
        person.speak(language)
    person.page.goto(f"{desk.url()}/people")
    person.page.locator("#invite-form button").click()
    person.look(status=422)


def test_the_whole_form_by_keyboard(desk: Desk) -> None:
    page = desk.sit()
    page.goto(desk.url("plan.paper"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator(f"[name='{WRITTEN}']").first.focus()
    page.keyboard.press("Space")
    line(page, WRITTEN)(SAVED)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == "Lưu và tiếp tục":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/pages/sales.online")
    assert desk.answers() == {WRITTEN: {"option": "none"}}
