"""What an owner learns from a submission."""

import hashlib
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from assessment import worker
from assessment.documents import owner_facts
from assessment.models import ResultRow
from assessment.results import shown
from tests.factories import logged_in, make_user
from tests.survey.test_filling_in import Owner, submit


@pytest.fixture
def submitted(app: Flask) -> Owner:
    owner = Owner(app)
    owner.fill()
    submit(owner)
    return owner


def test_the_result_says_level_reason_and_steps(submitted: Owner) -> None:
    page = submitted.browser.get(submitted.url("/result"))
    assert page.select(".level-block b").get_text() == "Mức 1"
    assert "33,3 trên 100 điểm" in page.text
    assert "Điều đang giữ ở mức 1" in page.text
    assert "Mức 2 cần thêm 26,7 điểm chung" in page.text
    assert "Mức 2 cần ít nhất 2 trụ cột đạt mức 2; doanh nghiệp mình có 1" in page.text
    assert len(page.all(".card")) == 3


def test_the_report_tells_the_share_of_answers_as_a_share(submitted: Owner, app: Flask) -> None:
    with app.extensions["reading"]() as session:
        sealed = session.scalars(select(ResultRow.id)).one()
        told = owner_facts.gather(session, sealed, "vi", app.extensions["settings"], demo=False)
    assert 0 < told.coverage <= 1, "the paper writes it in per cent"


def test_what_must_only_be_passed_never_lacks_nothing(app: Flask) -> None:
    with app.test_request_context():
        assert shown._points(0.0, "vi") == "0,1"
        assert shown._points(4.6, "vi") == "4,6"


def test_a_draft_has_no_result(app: Flask) -> None:
    owner = Owner(app)
    owner.browser.get(owner.url("/result"), status=404)


def test_somebody_elses_result_looks_like_none(submitted: Owner, app: Flask) -> None:
    stranger = logged_in(app, make_user(app))
    for rest in ("/result", "/result/steps", "/result/trace/plan", "/result/trace.json", "/result/sealed.json"):
        stranger.get(submitted.url(rest), status=404)
    stranger.post(submitted.url("/result/report"), status=404)


def test_what_if_answers_with_the_engine_and_records_nothing(submitted: Owner) -> None:
    before = submitted.browser.get(submitted.url("/result")).select("form[data-what-if]")
    page = submitted.browser.post(
        submitted.url("/result/what-if"), {"step": ["plan.first", "no-such-step"]}, status=200
    )
    assert "33,3" in page.select(".answer-beside").get_text(" ")
    assert page.select("input[type=checkbox][value='plan.first']").has_attr("checked")
    assert len(page.all("form[data-what-if] input[checked]")) == 1
    again = submitted.browser.get(submitted.url("/result")).select("form[data-what-if]")
    assert again.get_text() == before.get_text()
    assert [box["value"] for box in again.select("input[checked]")] == [
        box["value"] for box in before.select("input[checked]")
    ]


def test_what_if_begins_with_the_three_steps_to_do_first(submitted: Owner) -> None:
    page = submitted.browser.get(submitted.url("/result"))
    ticked = [box["value"] for box in page.all("form[data-what-if] input[checked]")]
    assert ticked == [box["value"] for box in page.all("form[data-what-if] input[type=checkbox]")][:3]
    then = submitted.browser.post(submitted.url("/result/what-if"), {"step": ticked}, status=200)
    assert then.select(".answer-beside").get_text() == page.select(".answer-beside").get_text()


def test_all_steps_stand_by_pillar_and_the_first_lies_open(submitted: Owner) -> None:
    page = submitted.browser.get(submitted.url("/result/steps"))
    folds = page.all("details.fold")
    assert len(folds) > 1
    assert [fold.has_attr("open") for fold in folds] == [True] + [False] * (len(folds) - 1)
    assert all(fold.select("li[id]") for fold in folds)
    first = submitted.browser.get(submitted.url("/result")).select("form[data-what-if] input[type=checkbox]")["value"]
    assert folds[0].select_one("li[id]")["id"] == first


def test_a_script_gets_the_answer_to_what_if_alone(submitted: Owner) -> None:
    fields = {"step": "plan.first", "csrf_token": submitted.browser.csrf_token()}
    answer = submitted.browser.client.post(
        submitted.url("/result/what-if"), data=fields, headers={"X-Part": "answer"}
    ).get_data(as_text=True)
    assert "33,3" in answer
    assert "<html" not in answer
    assert "Mức 1" in answer


def test_the_steps_begin_with_the_way_of_least_effort(submitted: Owner) -> None:
    page = submitted.browser.get(submitted.url("/result/steps"))
    assert page.select("#climb h2").get_text().replace("\u00a0", " ") == "Con đường ít công sức nhất lên mức 2"
    named = [link["href"].removeprefix("#") for link in page.all("#climb li a")]
    assert named
    assert all(page.select(f'[id="{name}"]').name == "li" for name in named)
    then = submitted.browser.post(submitted.url("/result/what-if"), {"step": named}, status=200)
    assert "Mức 2" in then.select("[data-what-if-answer]").get_text(" ")


def test_the_trace_shows_every_answer_with_its_points(submitted: Owner) -> None:
    page = submitted.browser.get(submitted.url("/result/trace/sales"))
    rows = page.all("main section:first-of-type tbody tr")
    cells = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]
    assert [row[2] for row in cells] == ["Điểm 50,0", "Điểm 100,0", "Điểm 50,0"]
    assert "2 trên 4 điểm = 0,5" in cells[0][1]
    assert "(1 × 50 + 1 × 100 + 1 × 50) ÷ 3 = 66,6667" in page.select(".formula").get_text()
    submitted.browser.get(submitted.url("/result/trace/nowhere"), status=404)


def test_the_result_unfolds_into_formula_and_reason(submitted: Owner) -> None:
    page = submitted.browser.get(submitted.url("/result"))
    whole = page.select("#way-whole .formula").get_text()
    assert "(1 × 0 + 2 × 66,6667 + 1 × 0) ÷ 4 = 33,3333" in whole
    assert "mức 1 vì trên 20 và không quá 60; mức 2 bắt đầu từ trên 60." in whole
    sales = page.select("#way-2 .formula").get_text()
    assert "mức 2 vì trên 60; đây là mức cao nhất." in sales
    assert [link["href"] for link in page.all("details.fold a[href*='/trace/']")] == [
        submitted.url(f"/result/trace/{name}") for name in ("plan", "sales", "tourism")
    ]


def test_a_script_can_follow_the_trace_to_the_level(submitted: Owner) -> None:
    trace = json.loads(submitted.browser.get(submitted.url("/result/trace.json")).response.get_data())

    def score(node: dict[str, Any]) -> float | None:
        if "children" not in node:
            return None if node["score"] is None else 100 * node["score"]
        known = [(child["weight"], found) for child in node["children"] if (found := score(child)) is not None]
        mean = sum(weight * found for weight, found in known) / sum(weight for weight, _ in known) if known else None
        assert mean == pytest.approx(node["score"])
        return mean

    overall = score(trace["whole"])
    held = [each["id"] for each in trace["levels"] if overall >= each["least"] and each["breadth_holds"]]
    assert trace["level"] == max(held)
    assert set(trace["whole"]["formula"]) == {"vi", "en"}


def test_the_sealed_text_has_the_hash_that_is_shown(submitted: Owner) -> None:
    sealed = submitted.browser.get(submitted.url("/result/sealed.json")).response.get_data()
    digest = hashlib.sha256(sealed).hexdigest()
    assert digest[:12] in submitted.browser.get(submitted.url("/result")).text
    assert json.loads(sealed)["answers"]["tourism.tickets.qr"] == {"dont_know": True}


def test_the_report_is_made_by_the_worker_and_downloaded(submitted: Owner, app: Flask) -> None:
    asked = submitted.browser.post(submitted.url("/result/report"))
    waiting = submitted.browser.follow(asked)
    assert "Đang làm tệp" in waiting.text
    worker.run_pending(app)
    ready = submitted.browser.follow(asked)
    assert ready.select(".back a")["href"] == submitted.url("/result")
    paper = submitted.browser.get(ready.select("a.button-next")["href"])
    assert paper.response.get_data().startswith(b"%PDF")
    assert "attachment" in paper.response.headers["Content-Disposition"]
    stranger = logged_in(app, make_user(app))
    stranger.get(asked.response.location, status=404)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_result_page_speaks_both_languages(submitted: Owner, language: str) -> None:
    with submitted.browser.client.session_transaction() as cookie:
        cookie["language"] = language
    for rest in ("/result", "/result/steps", "/result/trace/plan"):
        assert submitted.browser.get(submitted.url(rest)).html.html["lang"] == language
