"""Filling in: task list, pages, saving, conflicts, submission."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import AnswerEvent, Assessment, ResultRow
from tests.factories import join, logged_in, make_enterprise, make_user, make_wave, writing
from tests.page import Browser, uuid_in
from tests.survey.stage import Owner


def submit(owner: Owner, **changes: str) -> dict[str, str]:
    check = owner.browser.get(owner.url("/check"))
    fields = {**check.fields("main form"), "declared": "yes", **changes}
    owner.browser.post(owner.url("/check"), fields)
    return fields


def test_a_person_starts_once_in_an_open_wave(app: Flask) -> None:
    user = make_user(app)
    enterprise, wave = make_enterprise(app, user), make_wave(app)
    browser = logged_in(app, user)
    home = browser.get("/assessments/")
    first = browser.submit(home, form="main form")
    second = browser.post("/assessments/", {"enterprise": str(enterprise), "wave": str(wave)})
    assert uuid_in(first.response.location) == uuid_in(second.response.location)
    with writing(app) as session:
        assert session.scalars(select(Assessment.state)).all() == ["draft"]


def test_a_closed_wave_offers_nothing(app: Flask) -> None:
    user = make_user(app)
    enterprise, wave = make_enterprise(app, user), make_wave(app, opens=-20, closes=-1)
    browser = logged_in(app, user)
    assert "chưa có đợt đánh giá nào đang mở" in browser.get("/assessments/").text
    browser.post("/assessments/", {"enterprise": str(enterprise), "wave": str(wave)}, status=404)


def test_the_task_list_names_the_pillars_and_where_to_go_on(owner: Owner) -> None:
    page = owner.browser.get(owner.url())
    assert [" ".join(row.get_text().split()) for row in page.all(".task h2")] == [
        "Kế hoạch",
        "Bán hàng",
        "Du lịch",
        "Kiểm tra và nộp",
    ]
    assert page.select(".task-next a.button-next")["href"].endswith("/pages/plan.paper")
    assert page.select(".task .hint").get_text() == "Kế hoạch trên giấy"
    assert "hạn nộp" in page.text
    assert "được lưu lúc" not in page.text
    owner.fill()
    assert "Câu trả lời gần nhất được lưu lúc" in owner.browser.get(owner.url()).text


def test_a_sector_pillar_shows_only_to_its_sector(app: Flask) -> None:
    trader = Owner(app, sector="trade")
    assert "Du lịch" not in trader.browser.get(trader.url()).text
    trader.browser.get(trader.url("/pages/tourism.tickets"), status=404)


def test_a_saved_page_leads_to_the_next(owner: Owner) -> None:
    saved = owner.browser.post(
        owner.url("/pages/plan.paper"), {"asked": "plan.paper.written", "plan.paper.written": "none", "seen": "0"}
    )
    assert saved.response.location.endswith("/pages/sales.online")
    assert owner.answers() == {"plan.paper.written": {"option": "none"}}


def test_an_answer_that_uncovers_a_question_brings_the_page_back(owner: Owner) -> None:
    saved = owner.browser.post(
        owner.url("/pages/plan.paper"), {"asked": "plan.paper.written", "plan.paper.written": "full", "seen": "0"}
    )
    assert saved.response.location.endswith("/pages/plan.paper#q-plan.paper.reviewed")
    again = owner.browser.get(owner.url("/pages/plan.paper"))
    assert "mở thêm câu hỏi" in again.text
    assert "Kế hoạch có được xem lại không?" in again.text


def test_what_was_typed_into_a_hidden_question_is_kept_and_ignored(owner: Owner) -> None:
    url = owner.url("/pages/plan.paper")
    owner.browser.post(url, {"asked": "plan.paper.written", "plan.paper.written": "full", "seen": "0"})
    owner.browser.post(url, {"asked": "plan.paper.reviewed", "plan.paper.reviewed": "some", "seen": "99"})
    owner.browser.post(url, {"asked": "plan.paper.written", "plan.paper.written": "none", "seen": "99"})
    assert owner.answers()["plan.paper.reviewed"] == {"option": "some"}
    assert "xem lại không?" not in owner.browser.get(owner.url("/check")).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"asked": "sales.online.channels", "sales.online.channels": "telepathy"}, "không có trong bộ câu hỏi"),
        ({"asked": "sales.online.channels", "sales.online.channels": ["web", "none"]}, "không đi cùng lựa chọn khác"),
        ({"asked": "sales.online.staff", "sales.online.staff": "1e308"}, "không phải là số"),
        ({"asked": "sales.online.staff", "sales.online.staff": "1001"}, "lớn hơn mức cao nhất"),
        ({"asked": "sales.online.staff", "sales.online.staff": "1.20"}, "Chưa rõ số 1.20"),
        ({"asked": "sales.online.staff", "sales.online.staff": "inf"}, "không phải là số"),
        (
            {"asked": "sales.online.share", "sales.online.share:part": "450", "sales.online.share:whole": "380"},
            "lớn hơn mức cao nhất",
        ),
        ({"asked": "sales.online.share", "sales.online.share:part": "450"}, "cả hai số"),
        ({"asked": "sales.online.share", "sales.online.share:part": "1", "sales.online.share:whole": "0"}, "lớn hơn 0"),
        ({"asked": "sales.online.share", "sales.online.share:state": "n/a"}, "vì sao"),
        (
            {"asked": "sales.online.channels", "sales.online.channels": "n/a", "sales.online.channels:reason": "moon"},
            "lý do bên dưới",
        ),
    ],
)
def test_a_wrong_answer_is_named_at_its_field_and_changes_nothing(
    owner: Owner, fields: dict[str, object], words: str
) -> None:
    page = owner.browser.post(owner.url("/pages/sales.online"), {**fields, "seen": "0"}, status=422)
    assert words in page.select(".error-summary").get_text(" ").replace("\u00a0", " ")
    assert page.select(".error-summary a")["href"] == f"#q-{fields['asked']}"
    assert owner.answers() == {}


def test_right_answers_beside_a_wrong_one_are_kept(owner: Owner) -> None:
    fields = {
        "asked": ["sales.online.channels", "sales.online.staff"],
        "sales.online.channels": "web",
        "sales.online.staff": "x",
        "seen": "0",
    }
    page = owner.browser.post(owner.url("/pages/sales.online"), fields, status=422)
    assert page.select("input[name='sales.online.staff']")["value"] == "x"
    assert owner.answers() == {"sales.online.channels": {"options": ["web"]}}


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [("vi", "1.000", 1000.0), ("vi", "2,5", 2.5), ("en", "1,000", 1000.0), ("en", "2.5", 2.5)],
)
def test_numbers_are_read_the_way_the_language_writes_them(
    owner: Owner, language: str, typed: str, number: float
) -> None:
    with owner.browser.client.session_transaction() as cookie:
        cookie["language"] = language
    owner.browser.post(
        owner.url("/pages/sales.online"), {"asked": "sales.online.staff", "sales.online.staff": typed, "seen": "0"}
    )
    assert owner.answers() == {"sales.online.staff": {"number": number}}


def test_a_part_of_a_form_touches_only_what_it_asked(owner: Owner) -> None:
    owner.fill()
    before = owner.answers()
    owner.browser.post(owner.url("/pages/sales.online"), {"seen": "9999"})
    assert owner.answers() == before


def test_the_same_answer_again_writes_no_history(owner: Owner) -> None:
    for _ in range(2):
        owner.browser.post(
            owner.url("/pages/plan.paper"), {"asked": "plan.paper.written", "plan.paper.written": "none", "seen": "0"}
        )
    with writing(owner.app) as session:
        assert len(session.scalars(select(AnswerEvent)).all()) == 1


def test_a_stale_tab_never_overwrites_and_both_answers_are_shown(owner: Owner) -> None:
    url = owner.url("/pages/plan.paper")
    first, second = owner.browser.get(url).fields("#page-form"), owner.browser.get(url).fields("#page-form")
    owner.browser.post(url, {**first, "plan.paper.written": "some"})
    page = owner.browser.post(url, {**second, "plan.paper.written": "full"}, status=409)
    assert "đổi thành “Làm một phần”" in page.text
    assert page.select("input[value=full]").has_attr("checked")
    assert owner.answers() == {"plan.paper.written": {"option": "some"}}
    undecided = owner.browser.submit(page, form="#page-form", status=409)
    standing = undecided.select("[name='plan.paper.written:keep']")["value"]
    owner.browser.submit(undecided, {"plan.paper.written:keep": standing}, form="#page-form")
    assert owner.answers() == {"plan.paper.written": {"option": "full"}}


def test_a_stale_save_of_the_same_answer_is_no_conflict(owner: Owner) -> None:
    url = owner.url("/pages/plan.paper")
    stale = owner.browser.get(url).fields("#page-form")
    owner.browser.post(url, {**stale, "plan.paper.written": "some"})
    owner.browser.post(url, {**stale, "plan.paper.written": "some"})


def test_a_form_of_another_question_is_not_stale_because_this_one_changed(owner: Owner) -> None:
    sales = owner.browser.get(owner.url("/pages/sales.online")).fields("#page-form")
    owner.browser.post(
        owner.url("/pages/plan.paper"), {"asked": "plan.paper.written", "plan.paper.written": "some", "seen": "0"}
    )
    owner.browser.post(owner.url("/pages/sales.online"), {**sales, "sales.online.staff": "3"})


def test_the_check_page_names_what_is_missing_and_what_to_look_at(owner: Owner) -> None:
    check = owner.browser.get(owner.url("/check"))
    assert len(check.all("#missing li")) == 4
    owner.browser.post(
        owner.url("/pages/sales.online"),
        {
            "asked": ["sales.online.channels", "sales.online.share"],
            "sales.online.channels": "none",
            "sales.online.share:part": "10",
            "sales.online.share:whole": "100",
            "seen": "0",
        },
    )
    assert "chưa chọn kênh bán nào" in owner.browser.get(owner.url("/check")).text


def test_nothing_is_submitted_while_required_answers_are_missing(owner: Owner) -> None:
    page = owner.browser.post(owner.url("/check"), {"submission_key": "k", "declared": "yes"}, status=422)
    assert "Còn 4 câu chưa trả lời" in page.text
    with writing(owner.app) as session:
        assert session.get_one(Assessment, owner.assessment).state == "draft"


def test_nothing_is_submitted_without_the_declaration(owner: Owner) -> None:
    owner.fill()
    page = owner.browser.post(owner.url("/check"), {"submission_key": "k"}, status=422)
    assert page.select(".error-summary a")["href"] == "#declared"
    assert page.select("#declared")["aria-describedby"] == "declared-error"
    assert page.select(".error-summary a").get_text() in page.select("#declared-error").get_text()


def test_a_key_that_another_assessment_was_submitted_with_is_a_key_as_any(app: Flask, owner: Owner) -> None:
    owner.fill()
    fields = submit(owner)
    other = Owner(app)
    other.fill()
    submit(other, submission_key=fields["submission_key"])
    with writing(app) as session:
        assert set(session.scalars(select(Assessment.state))) == {"submitted"}


@pytest.mark.parametrize("key", ["a\x00b", "k" * 5000], ids=["control character", "too long"])
def test_whatever_is_sent_as_a_key_submits_once(owner: Owner, key: str) -> None:
    owner.fill()
    fields = submit(owner, submission_key=key)
    owner.browser.post(owner.url("/check"), fields)
    with writing(owner.app) as session:
        assert len(session.scalars(select(ResultRow.id)).all()) == 1


def test_a_submission_is_sealed_and_pressed_twice_is_one(owner: Owner) -> None:
    owner.fill()
    fields = submit(owner)
    owner.browser.post(owner.url("/check"), fields)
    with writing(owner.app) as session:
        assert session.get_one(Assessment, owner.assessment).state == "submitted"
        results = session.scalars(select(ResultRow)).all()
        assert [(row.kind, row.round) for row in results] == [("self", 1)]
        assert results[0].overall == pytest.approx((0 * 1 + 100 * (0.5 + 1 + 0.5) / 3 * 2 + 0 * 1) / 4)


def test_a_score_sent_by_the_client_changes_nothing(owner: Owner) -> None:
    owner.fill()
    submit(owner, score="100", level="5", state="approved", overall="100")
    with writing(owner.app) as session:
        assert session.scalars(select(ResultRow.overall)).one() < 60
        assert session.get_one(Assessment, owner.assessment).state == "submitted"


def test_after_submission_answers_are_refused_and_stay(owner: Owner) -> None:
    owner.fill()
    submit(owner)
    before = owner.answers()
    late = {"asked": ["sales.online.staff", "sales.online.share"], "sales.online.staff": "7", "seen": "999"}
    page = owner.browser.post(owner.url("/pages/sales.online"), {**late, "sales.online.share:part": "x"}, status=409)
    assert owner.answers() == before
    assert [said.get_text() for said in page.all("dd")] == ["7 người", "x"], "what was typed can be copied"


def test_somebody_elses_assessment_looks_like_none(owner: Owner, app: Flask) -> None:
    stranger = logged_in(app, make_user(app))
    missing = UUID(int=1)
    for rest in ("", "/pages/plan.paper", "/check", "/context"):
        theirs = stranger.get(owner.url(rest), status=404)
        nothing = stranger.get(f"/assessments/{missing}{rest}", status=404)
        assert theirs.text == nothing.text
    stranger.post(owner.url("/pages/plan.paper"), {"plan.paper.written": "full"}, status=404)
    stranger.post(owner.url("/check"), {"declared": "yes"}, status=404)


def test_a_colleague_answers_but_does_not_submit(owner: Owner, app: Flask) -> None:
    colleague = make_user(app)
    join(app, colleague, owner.enterprise)
    browser = logged_in(app, colleague)
    browser.post(
        owner.url("/pages/plan.paper"), {"asked": "plan.paper.written", "plan.paper.written": "none", "seen": "0"}
    )
    assert "Chủ doanh nghiệp là người nộp bài" in browser.get(owner.url("/check")).text
    browser.post(owner.url("/check"), {"declared": "yes"}, status=403)


def test_the_context_page_is_kept_and_never_scored(owner: Owner) -> None:
    owner.browser.post(owner.url("/context"), {"context.barriers": "money", "context.wish": "Học bán hàng qua mạng"})
    page = owner.browser.get(owner.url("/context"))
    assert page.select("input[value=money]").has_attr("checked")
    assert "Học bán hàng qua mạng" in page.select("textarea").get_text()


def test_a_withdrawn_assessment_makes_room_for_a_new_one(owner: Owner) -> None:
    owner.browser.post(owner.url("/withdraw"), {"version": "1"})
    started = owner.browser.post("/assessments/", {"enterprise": str(owner.enterprise), "wave": str(owner.wave)})
    assert uuid_in(started.response.location) != owner.assessment


def test_control_characters_are_refused_with_a_message(owner: Owner) -> None:
    fields = {
        "asked": "sales.online.share",
        "sales.online.share:state": "n/a",
        "sales.online.share:reason": "không\x00bán",
        "seen": "0",
    }
    page = owner.browser.post(owner.url("/pages/sales.online"), fields, status=422)
    assert "ký tự không nhận được" in page.text
    assert owner.answers() == {}


def test_a_page_costs_few_queries(owner: Owner) -> None:
    owner.fill()
    for _ in range(2):
        owner.browser.get(owner.url("/pages/sales.online"))
    assert owner.browser.queries == 2


def test_nobody_fills_in_without_a_log_in(browser: Browser, owner: Owner) -> None:
    page = browser.get(owner.url(), status=302)
    assert "/account/log-in" in page.response.location
