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


def step_url(page: Page, name: str) -> str:
    return str(page.select(f'[id="step-{name}"] form')["action"])


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
    submitted.browser.post(step_url(page, "plan.first"), {"version": "1", "who": "Chị Lan", "due": due})
    again = submitted.browser.get(submitted.url("/result/roadmap"))
    assert again.select("input[name=who]")["value"] == "Chị Lan"
    assert again.select("input[name=due]")["value"] == "2026-12-31"


def test_a_wrong_day_is_told_at_its_field_and_nothing_is_lost(submitted: Owner) -> None:
    url = step_url(choose(submitted, "plan.first"), "plan.first")
    page = submitted.browser.post(url, {"version": "1", "who": "Chị Lan", "due": "31/2/2026"}, status=422)
    assert "Ngày chưa đúng" in page.select(".is-wrong").get_text()
    assert page.select("input[name=who]")["value"] == "Chị Lan"


def test_two_people_who_change_a_step_see_both_texts(submitted: Owner) -> None:
    url = step_url(choose(submitted, "plan.first"), "plan.first")
    submitted.browser.post(url, {"version": "1", "who": "Chị Lan", "due": ""})
    submitted.browser.post(url, {"version": "1", "who": "Chị Lan", "due": ""})  # The same again is no conflict.
    page = submitted.browser.post(url, {"version": "1", "who": "Anh Nam", "due": ""}, status=409)
    assert "Đang ghi: Chị Lan" in page.text
    assert page.select("input[name=who]")["value"] == "Anh Nam"
    submitted.browser.submit(page, form=f'form[action="{url}"]')
    assert submitted.browser.get(submitted.url("/result/roadmap")).select("input[name=who]")["value"] == "Anh Nam"


def test_a_step_is_ticked_off_and_on_and_dropped(submitted: Owner) -> None:
    url = step_url(choose(submitted, "plan.first"), "plan.first")
    submitted.browser.post(url, {"version": "1", "who": "Chị Lan", "due": "", "act": "done"})
    assert "Người thực hiện: Chị Lan" in submitted.browser.get(submitted.url("/result/roadmap")).text
    assert "1 trên 1 việc đã xong" in submitted.browser.get(submitted.url("/result/roadmap")).text
    submitted.browser.post(f"{url}/tick", {"done": "no"})
    assert "0 trên 1 việc đã xong" in submitted.browser.get(submitted.url("/result/roadmap")).text
    submitted.browser.post(f"{url}/drop")
    assert "Chưa chọn việc nào" in submitted.browser.get(submitted.url("/result/roadmap")).text
    submitted.browser.post(f"{url}/drop", status=404)


def test_a_strangers_roadmap_looks_like_none(submitted: Owner, app: Flask) -> None:
    url = step_url(choose(submitted, "plan.first"), "plan.first")
    stranger = logged_in(app, make_user(app))
    for path in ("/result/roadmap", "/result/roadmap.ics"):
        stranger.get(submitted.url(path), status=404)
    for path in ("/result/roadmap", "/result/roadmap/paper"):
        stranger.post(submitted.url(path), {"step": "qr.first"}, status=404)
    for path in (url, f"{url}/tick", f"{url}/drop"):
        stranger.post(path, {"version": "1", "done": "yes"}, status=404)
    other = Owner(app)
    other.browser.post(url.replace(str(submitted.assessment), str(other.assessment)), {"version": "1"}, status=404)


def test_the_calendar_holds_the_open_steps_that_have_a_day(submitted: Owner) -> None:
    page = choose(submitted, "plan.first", "qr.first")
    submitted.browser.post(
        step_url(page, "plan.first"), {"version": "1", "who": "Chị Lan, kế toán", "due": "2026-12-31"}
    )
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
    choose(submitted, "plan.first")
    asked = submitted.browser.post(submitted.url("/result/roadmap/paper"))
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
    submitted.browser.submit(page, form="ul.steps-list form")
    assert "0 trên 1 việc đã xong" in submitted.browser.get(submitted.url("/result/roadmap")).text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_roadmap_speaks_both_languages(submitted: Owner, language: str) -> None:
    with submitted.browser.client.session_transaction() as cookie:
        cookie["language"] = language
    page = choose(submitted, "plan.first")
    assert page.html.html["lang"] == language
    submitted.browser.get(submitted.url("/result/steps"))
