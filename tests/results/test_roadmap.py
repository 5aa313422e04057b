"""Choosing steps, saying who and until when, ticking off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask

from assessment import worker
from assessment.models import Assessment, RoadmapStep
from tests.factories import logged_in, make_assessment, make_user, make_wave, writing
from tests.page import Page
from tests.survey.stage import Owner

FORM = 'form[action$="/roadmap/plan"]'


@pytest.fixture
def submitted(app: Flask) -> Owner:
    owner = Owner(app)
    owner.fill()
    owner.submit()
    return owner


def choose(owner: Owner, *names: str) -> Page:
    for name in names:
        owner.browser.post(owner.url("/result/roadmap"), {"step": name})
    return owner.browser.get(owner.url("/result/roadmap"))


def roadmap_of(owner: Owner) -> Page:
    return owner.browser.get(owner.url("/result/roadmap"))


def press(owner: Owner, page: Page, act: str, typed: dict[str, str] | None = None, *, status: int = 303) -> Page:
    """Change fields of a page and press one of its buttons."""
    return owner.browser.submit(page, {**(typed or {}), "act": act}, form=FORM, status=status)


def standing(page: Page, name: str) -> tuple[object, object]:
    """Give what the fields of a step hold."""
    fields = page.fields(FORM)
    return fields[f"who-{name}"], fields[f"due-{name}"]


def test_only_the_first_step_not_yet_chosen_is_amber(submitted: Owner) -> None:
    page = submitted.browser.get(submitted.url("/result"))
    assert len(page.all(".button-next")) == len(page.all(".card-next")) == 1
    first = page.select(".card-next input[name=step]")["value"]
    choose(submitted, str(first))
    again = submitted.browser.get(submitted.url("/result"))
    assert again.select(".card-next input[name=step]")["value"] != first
    assert "Trong lộ trình" in again.text
    assert "Xem lộ trình (1 việc)" in again.text


def test_a_step_is_chosen_once_and_shows_where_it_leads(submitted: Owner) -> None:
    page = choose(submitted, "qr.first", "plan.first", "qr.first")
    assert [heading.get_text() for heading in page.all(".steps-list h2")] == [
        "Bán vé có mã QR.",
        "Viết một trang kế hoạch.",
    ]
    assert "0 trên 2 việc đã xong" in page.text
    assert "33,3" in page.select(".answer-beside").get_text()


def test_a_step_is_there_once_however_often_its_button_is_pressed_in_one_moment(submitted: Owner, app: Flask) -> None:
    path = submitted.url("/result/roadmap")
    windows = [logged_in(app, submitted.user) for _ in range(4)]
    forms = [{"step": "qr.first", "csrf_token": each.csrf_token()} for each in windows]
    together = Barrier(4)

    def press(place: int) -> int:
        together.wait()
        return windows[place].client.post(path, data=forms[place]).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, range(4))) == [303] * 4
    with writing(app) as session:
        assert session.query(RoadmapStep).count() == 1


def test_an_empty_roadmap_says_how_to_begin(submitted: Owner) -> None:
    page = submitted.browser.get(submitted.url("/result/roadmap"))
    assert page.select("a.button-next")["href"] == submitted.url("/result/steps")


def test_advice_that_does_not_exist_is_not_found(submitted: Owner) -> None:
    submitted.browser.post(submitted.url("/result/roadmap"), {"step": "no-such-step"}, status=404)


@pytest.mark.parametrize("due", ["2026-12-31", "31/12/2026"])
def test_who_and_until_when_are_kept(submitted: Owner, due: str) -> None:
    page = choose(submitted, "plan.first")
    press(submitted, page, "save:plan.first", {"who-plan.first": "Chị Lan", "due-plan.first": due})
    assert standing(roadmap_of(submitted), "plan.first") == ("Chị Lan", "2026-12-31")


@pytest.mark.parametrize(
    ("act", "leads_to"),
    [
        ("save:qr.first", "/result/roadmap"),
        ("done:qr.first", "/result/roadmap"),
        ("drop:qr.first", "/result/roadmap"),
        ("take:share.first", "/result/roadmap"),
        ("more", "/result/steps"),
        ("paper", "/papers/"),
        ("", "/result/roadmap"),
    ],
)
def test_whatever_button_is_pressed_what_was_typed_for_any_step_is_kept(
    submitted: Owner, act: str, leads_to: str
) -> None:
    page = choose(submitted, "plan.first", "qr.first")
    went = press(submitted, page, act, {"who-plan.first": "Chị Lan", "due-plan.first": "2026-12-31"})
    assert leads_to in went.response.location
    assert standing(roadmap_of(submitted), "plan.first") == ("Chị Lan", "2026-12-31")


def test_a_wrong_day_is_told_at_its_field_and_nothing_is_lost(submitted: Owner) -> None:
    typed = {"who-plan.first": "Chị Lan", "due-plan.first": "31/2/2026", "who-qr.first": "Anh Nam"}
    page = press(submitted, choose(submitted, "plan.first", "qr.first"), "done:qr.first", typed, status=422)
    assert "Ngày chưa đúng" in page.select(".is-wrong").get_text()
    assert page.select(".error-summary a")["href"] == "#due-plan.first"
    assert standing(page, "plan.first") == ("Chị Lan", "31/2/2026")
    assert page.select('[id="due-plan.first"]')["type"] == "text", "the calendar of a browser would hide it"
    assert standing(page, "qr.first") == ("Anh Nam", "")
    press(submitted, page, "save:plan.first", {"due-plan.first": "28/2/2026"})
    again = roadmap_of(submitted)
    assert standing(again, "plan.first") == ("Chị Lan", "2026-02-28")
    assert standing(again, "qr.first") == ("Anh Nam", "")


def test_two_people_who_change_a_step_see_both_texts(submitted: Owner) -> None:
    seen = choose(submitted, "plan.first")
    press(submitted, seen, "save:plan.first", {"who-plan.first": "Chị Lan"})
    press(submitted, seen, "save:plan.first", {"who-plan.first": "Chị Lan"})  # The same again is no conflict.
    page = press(submitted, seen, "done:plan.first", {"who-plan.first": "Anh Nam"}, status=409)
    assert "Đang ghi: Chị Lan" in page.text
    assert standing(page, "plan.first") == ("Anh Nam", "")
    assert "0 trên 1 việc đã xong" in page.text
    press(submitted, page, "save:plan.first")
    assert standing(roadmap_of(submitted), "plan.first") == ("Anh Nam", "")


def test_what_nobody_changed_on_a_page_undoes_nothing(submitted: Owner) -> None:
    seen = choose(submitted, "plan.first", "qr.first")
    press(submitted, seen, "save:plan.first", {"who-plan.first": "Chị Lan"})
    press(submitted, seen, "save:qr.first", {"who-qr.first": "Anh Nam"})
    again = roadmap_of(submitted)
    assert standing(again, "plan.first") == ("Chị Lan", "")
    assert standing(again, "qr.first") == ("Anh Nam", "")


def test_what_was_typed_for_a_step_that_somebody_has_dropped_is_shown(submitted: Owner) -> None:
    seen = choose(submitted, "plan.first", "qr.first")
    press(submitted, seen, "drop:plan.first")
    typed = {"who-plan.first": "Chị Lan", "due-plan.first": "2026-12-31", "who-qr.first": "Anh Nam"}
    page = press(submitted, seen, "save:plan.first", typed, status=409)
    assert "Viết một trang kế hoạch. Anh/chị vừa gõ: Chị Lan, 31/12/2026." in page.text
    assert standing(page, "qr.first") == ("Anh Nam", "")
    press(submitted, page, "save:qr.first")
    assert standing(roadmap_of(submitted), "qr.first") == ("Anh Nam", "")


def test_a_step_ticked_off_meanwhile_takes_what_was_typed_too(submitted: Owner) -> None:
    seen = choose(submitted, "plan.first")
    press(submitted, seen, "done:plan.first")
    wrong = press(submitted, seen, "save:plan.first", {"due-plan.first": "31/2/2026"}, status=422)
    assert "Đã xong ngày" in wrong.text
    press(submitted, seen, "save:plan.first", {"who-plan.first": "Chị Lan"})
    assert "Người thực hiện: Chị Lan" in roadmap_of(submitted).text


def test_a_step_is_ticked_off_and_on_and_dropped(submitted: Owner) -> None:
    press(submitted, choose(submitted, "plan.first"), "done:plan.first", {"who-plan.first": "Chị Lan"})
    done = roadmap_of(submitted)
    assert "Người thực hiện: Chị Lan" in done.text
    assert "1 trên 1 việc đã xong" in done.text
    press(submitted, done, "undo:plan.first")
    assert "0 trên 1 việc đã xong" in roadmap_of(submitted).text
    typed = {"who-plan.first": "Anh Nam"}
    for _twice in range(2):
        press(submitted, done, "drop:plan.first", typed)
        assert "Chưa chọn việc nào" in roadmap_of(submitted).text


def test_a_form_somebody_made_up_changes_nothing(submitted: Owner) -> None:
    page = choose(submitted, "plan.first")
    made_up = {"who-no-such-step": "Chị Lan", "due-": "2026-12-31", "who-": "x"}
    for act in ("explode:plan.first", "done:no-such-step", "drop:no-such-step", ":::"):
        press(submitted, page, act, made_up)
    assert "0 trên 1 việc đã xong" in roadmap_of(submitted).text
    press(submitted, page, "take:no-such-step", status=404)


def test_a_strangers_roadmap_looks_like_none(submitted: Owner, app: Flask) -> None:
    choose(submitted, "plan.first")
    stranger = logged_in(app, make_user(app))
    for path in ("/result/roadmap", "/result/roadmap.ics"):
        stranger.get(submitted.url(path), status=404)
    for act in ("save:plan.first", "done:plan.first", "drop:plan.first", "paper"):
        stranger.post(submitted.url("/result/roadmap/plan"), {"act": act, "who-plan.first": "x"}, status=404)
    stranger.post(submitted.url("/result/roadmap"), {"step": "qr.first"}, status=404)
    other = Owner(app)
    other.browser.post(submitted.url("/result/roadmap/plan"), {"act": "drop:plan.first"}, status=404)
    assert "0 trên 1 việc đã xong" in roadmap_of(submitted).text


def test_the_calendar_holds_the_open_steps_that_have_a_day(submitted: Owner) -> None:
    page = choose(submitted, "plan.first", "qr.first")
    press(submitted, page, "", {"who-plan.first": "Chị Lan, kế toán", "due-plan.first": "2026-12-31"})
    answer = submitted.browser.get(submitted.url("/result/roadmap.ics")).response
    lines = answer.get_data(as_text=True).replace("\r\n ", "").split("\r\n")
    assert answer.mimetype == "text/calendar"
    assert [line for line in lines if line.startswith("DTSTART")] == ["DTSTART;VALUE=DATE:20261231"]
    assert "SUMMARY:Viết một trang kế hoạch." in lines
    assert any(line.startswith("DESCRIPTION:Người thực hiện: Chị Lan\\, kế toán\\n") for line in lines)
    assert all(len(line.encode()) <= 75 for line in answer.get_data(as_text=True).split("\r\n"))


def test_a_calendar_without_a_day_is_no_file(submitted: Owner) -> None:
    choose(submitted, "plan.first")
    answer = submitted.browser.get(submitted.url("/result/roadmap.ics"), status=302).response
    assert answer.location.endswith("/result/roadmap")


def test_the_roadmap_is_printed_by_the_worker(submitted: Owner, app: Flask) -> None:
    asked = press(submitted, choose(submitted, "plan.first"), "paper")
    worker.run_pending(app)
    ready = submitted.browser.follow(asked)
    paper = submitted.browser.get(str(ready.select("a.button-next")["href"]))
    assert paper.response.get_data().startswith(b"%PDF")
    assert "lo-trinh" in paper.response.headers["Content-Disposition"]


def test_the_roadmap_comes_back_at_the_next_wave(submitted: Owner, app: Flask) -> None:
    before = datetime.now(UTC) - timedelta(days=300)
    wave = make_wave(app, opens=-320, closes=-290)
    earlier = make_assessment(app, submitted.enterprise, wave, submitted.user)
    with writing(app) as session:
        row = session.get_one(Assessment, earlier)
        row.state, row.created_at, row.submitted_at = "approved", before, before
        for name, done in (("plan.first", None), ("share.first", None), ("qr.first", before)):
            session.add(RoadmapStep(assessment_id=earlier, advice=name, created_at=before, done_at=done))
    result = submitted.browser.get(submitted.url("/result"))
    assert "Lộ trình đợt trước: 1 trên 3 việc đã xong" in result.text
    page = submitted.browser.get(submitted.url("/result/roadmap"))
    rows = {item.select_one("h3").get_text(): item.get_text(" ", strip=True) for item in page.all("ul.steps-list li")}
    assert "Chưa xong" in rows["Viết một trang kế hoạch."]
    assert "cho thấy đã làm" in rows["Đưa ba mặt hàng lên sàn."]
    assert "Đã xong ngày" in rows["Bán vé có mã QR."]
    press(submitted, page, page.select("ul.steps-list button")["value"])
    assert "0 trên 1 việc đã xong" in submitted.browser.get(submitted.url("/result/roadmap")).text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_roadmap_speaks_both_languages(submitted: Owner, language: str) -> None:
    with submitted.browser.client.session_transaction() as cookie:
        cookie["language"] = language
    page = choose(submitted, "plan.first")
    assert page.html.html["lang"] == language
    submitted.browser.get(submitted.url("/result/steps"))
