"""Weight sets: proposed, kept, refused where their judgements contradict each other, and written into a new version."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from assessment import catalogue
from assessment.core.questionnaire import Questionnaire
from assessment.models import PublishedQuestionnaire, WeightSet
from tests.factories import logged_in, make_user, make_wave
from tests.page import Browser, Page
from tests.reports.results import make_results
from tests.waves import rows

NEW = "/admin/weights/small/1.0/new"
WHY = {"why": "Biên bản họp ngày 12/11/2026."}


@pytest.fixture
def administrator(app: Flask) -> UUID:
    return make_user(app, role="administrator", name="Lê Thị Lan")


@pytest.fixture
def desk(app: Flask, administrator: UUID) -> Browser:
    rows.published(app)
    return logged_in(app, administrator)


def proposed(
    desk: Browser, method: str, fields: dict[str, str] | None = None, *, at: str = "", status: int = 303
) -> Page:
    page = desk.get(f"{NEW}?by={method}&at={at}")
    return desk.submit(page, {**WHY, **(fields or {})}, status=status)


def kept(app: Flask) -> WeightSet:
    with app.extensions["reading"]() as session:
        return session.scalars(select(WeightSet).order_by(WeightSet.number.desc()).limit(1)).one()


def version(app: Flask, number: str) -> Questionnaire:
    with app.extensions["reading"]() as session:
        row = session.scalars(select(PublishedQuestionnaire).filter_by(slug="small", version=number)).one()
        return catalogue.published(session, row.id)


def test_equal_weights_are_kept_with_who_when_and_why(app: Flask, desk: Browser) -> None:
    page = desk.follow(proposed(desk, "equal"))
    found = kept(app)
    assert (found.slug, found.number, found.node, found.method) == ("small", 1, "", "equal")
    assert found.weights == [33.3333, 33.3333, 33.3333]
    assert found.items == [["plan"], ["sales"], ["tourism"]]
    for words in ("Bộ trọng số 1", "Lê Thị Lan", "Biên bản họp ngày 12/11/2026.", "Chưa có phiên bản nào thay đổi."):
        assert words in page.text
    assert rows.last_event(app).action == "weights.proposed"
    assert rows.last_event(app).subject == "weights:small/1"


def test_given_weights_are_read_as_the_reader_writes_them(app: Flask, desk: Browser) -> None:
    proposed(desk, "given", {"weight_1": "12,5", "weight_2": "25", "weight_3": "12,5"})
    assert kept(app).weights == [25.0, 50.0, 25.0]


def test_a_weight_that_is_none_is_told_at_its_field_and_nothing_typed_is_lost(app: Flask, desk: Browser) -> None:
    page = proposed(desk, "given", {"weight_2": "-3", "why": "Lý do dài"}, status=422)
    assert page.select(".error-summary a")["href"] == "#weight_2"
    assert page.fields()["weight_2"] == "-3"
    assert page.fields()["why"] == "Lý do dài"
    page = proposed(desk, "given", {"weight_2": "-3", "why": ""}, status=422)
    assert [link["href"] for link in page.all(".error-summary a")] == ["#weight_2", "#why"], "in the order of the page"
    assert "lớn hơn 0 cho “Bán hàng”" in page.text
    tiny = proposed(desk, "given", {"weight_1": "1000000", "weight_2": "0,1", "weight_3": "1"}, status=422)
    assert tiny.select(".error-summary a")["href"] == "#weight_2"
    assert "nặng dưới 0,01 %" in tiny.text
    assert rows.actions(app) == []


def test_experts_share_out_points_and_their_disagreement_is_shown(app: Flask, desk: Browser) -> None:
    page = desk.follow(proposed(desk, "budget", {"table": "Lan; 60; 40; 0\nHùng; 40; 40; 20\n"}))
    found = kept(app)
    assert found.weights == [50.0, 40.0, 10.0]
    assert found.disagreement == pytest.approx(0.1)
    assert found.stated == {"rows": [[60, 40, 0], [40, 40, 20]], "names": ["Lan", "Hùng"]}
    assert "mỗi chuyên gia phải chuyển 10,0 % số điểm" in page.text
    assert "40–60 %" in page.text


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "Hãy gõ hoặc dán điểm"),
        ("Lan;60;40", "Dòng 1 có 2 số, cần đúng 3."),
        ("Lan;60;bốn mươi;0", "số thứ 2: “bốn mươi” không phải là số"),
        ("Lan;60;40;10", "Dòng 1 chia 110 điểm. Mỗi chuyên gia chia đúng 100 điểm."),
    ],
)
def test_points_that_do_not_fit_are_told_in_words(desk: Browser, table: str, words: str) -> None:
    page = proposed(desk, "budget", {"table": table}, status=422)
    assert words in page.text
    assert page.select(".error-summary a")["href"] == "#table"
    assert page.fields()["table"] == table


def test_judgements_are_filled_into_the_matrix_of_names_the_page_offers(app: Flask, desk: Browser) -> None:
    page = desk.get(f"{NEW}?by=ahp")
    assert page.fields()["table"].splitlines()[0] == ";Kế hoạch;Bán hàng;Du lịch"
    filled = ";Kế hoạch;Bán hàng;Du lịch\nKế hoạch;1;2;4\nBán hàng;;1;2\nDu lịch;;;1"
    shown = desk.follow(desk.submit(page, {**WHY, "table": filled}))
    assert kept(app).weights == [57.1429, 28.5714, 14.2857]
    assert kept(app).consistency_ratio == pytest.approx(0, abs=1e-9)
    assert "Tỷ số nhất quán (CR) 0,00" in shown.text


def test_judgements_are_chosen_pair_by_pair(app: Flask, desk: Browser) -> None:
    page = desk.get(f"{NEW}?by=ahp")
    assert "“Kế hoạch” so với “Bán hàng”" in page.text
    desk.submit(page, {**WHY, "pair_1": "3", "pair_2": "9", "pair_3": "3"})
    assert kept(app).weights == [69.2308, 23.0769, 7.6923]


def test_a_pair_that_was_forgotten_is_asked_for_and_the_others_stay_chosen(app: Flask, desk: Browser) -> None:
    page = proposed(desk, "ahp", {"pair_1": "1/5", "pair_3": "3"}, status=422)
    assert [link["href"] for link in page.all(".error-summary a")] == ["#pair_2"]
    assert "Hãy chọn: “Kế hoạch” so với “Du lịch”." in page.text
    assert page.fields()["pair_1"] == "1/5"
    assert rows.actions(app) == []


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("1;2;4\n1/2;1;2\n1/4;1/2;x", "Hàng 3, cột 3: cần một số lớn hơn 0"),
        ("1;2\n1/2;1", "Bảng có 2 hàng, cần đúng 3."),
        ("1;2;4\n2;1;2\n1/4;1/2;1", "phải là nghịch đảo của ô đối diện"),
        ("2;2;4\n1/2;1;2\n1/4;1/2;1", "Hàng 1, cột 1 nằm trên đường chéo nên phải là 1."),
        (";Kế hoạch;Bán hàng;Kho\nKế hoạch;1;2;4\nBán hàng;;1;2\nKho;;;1", "“Kho” không phải tên của phần nào ở đây"),
    ],
)
def test_judgements_that_do_not_fit_are_told_in_words(desk: Browser, table: str, words: str) -> None:
    assert words in proposed(desk, "ahp", {"table": table}, status=422).text


def test_contradicting_judgements_are_kept_but_never_adopted_and_the_worst_is_named(app: Flask, desk: Browser) -> None:
    page = desk.follow(proposed(desk, "ahp", {"table": "1;9;1/9\n1/9;1;9\n9;1/9;1"}))
    found = kept(app)
    assert found.consistency_ratio > 0.1
    assert "Không áp dụng được" in page.text
    assert "quan trọng gấp 9 lần" in page.text
    assert not page.all("form[action$='/adopt']")
    refused = desk.post(f"/admin/weights/sets/{found.id}/adopt", {"version": "1.1"}, status=422)
    assert "Các so sánh mâu thuẫn nhau quá nhiều" in refused.text
    assert "Cần sửa trước hết: “Kế hoạch” quan trọng gấp 9 lần “Bán hàng”" in refused.text
    assert rows.actions(app) == ["weights.proposed"]
    with app.extensions["reading"]() as session:
        assert [row.version for row in session.scalars(select(PublishedQuestionnaire))] == ["1.0"]


def test_comparing_again_begins_with_what_was_stated(app: Flask, desk: Browser) -> None:
    shown = desk.follow(proposed(desk, "ahp", {"table": "1;9;1/9\n1/9;1;9\n9;1/9;1"}))
    again = desk.get(str(shown.select("main a.button-plain")["href"]))
    assert again.fields()["table"].splitlines()[1:] == ["Kế hoạch;1;9;1/9", "Bán hàng;;1;9", "Du lịch;;;1"]
    desk.submit(again, WHY)
    assert (kept(app).number, kept(app).consistency_ratio > 0.1) == (2, True)
    desk.get(f"{NEW}?by=ahp&at=plan.paper&from={kept(app).id}", status=404)


def test_adopting_publishes_a_version_that_differs_in_weights_alone(app: Flask, desk: Browser) -> None:
    proposed(desk, "given", {"weight_1": "20", "weight_2": "50", "weight_3": "30"})
    page = desk.get(f"/admin/weights/sets/{kept(app).id}")
    assert page.fields("main form")["version"] == "1.0.1"
    shown = desk.follow(desk.submit(page, {"version": "1.1"}))
    assert shown.heading == "Bộ câu hỏi nhỏ"
    before, after = version(app, "1.0"), version(app, "1.1")
    assert [pillar.weight for pillar in after.pillars] == [20, 50, 30]
    assert [pillar.indicators for pillar in after.pillars] == [pillar.indicators for pillar in before.pillars]
    assert (after.levels, after.checks, after.context) == (before.levels, before.checks, before.context)
    assert after.about.of("vi").startswith("Dùng để thử. Trọng số (các trụ cột) của phiên bản này theo bộ trọng số 1")
    assert "weight set 1: set by the Association" in after.about.of("en")
    assert rows.actions(app) == ["weights.proposed", "weights.adopted", "questionnaire.published"]
    overview = desk.get("/admin/weights/small/1.1")
    assert "Đã ghi vào phiên bản 1.1" in overview.text


def test_a_set_is_adopted_once_and_never_into_a_version_that_is_there(app: Flask, desk: Browser) -> None:
    proposed(desk, "equal")
    address = f"/admin/weights/sets/{kept(app).id}/adopt"
    assert "Đã có phiên bản mang số này." in desk.post(address, {"version": "1.0"}, status=422).text
    assert "Số phiên bản chỉ có" in desk.post(address, {"version": "Bản 2"}, status=422).text
    assert "Hãy ghi số của phiên bản mới." in desk.post(address, {"version": ""}, status=422).text
    desk.post(address, {"version": "1.1"})
    desk.post(address, {"version": "1.2"}, status=409)
    assert rows.actions(app).count("weights.adopted") == 1


def test_the_children_of_a_node_are_weighed_by_themselves(app: Flask, desk: Browser) -> None:
    proposed(desk, "given", {"weight_1": "1", "weight_2": "3"}, at="plan.paper")
    found = kept(app)
    assert (found.node, found.items) == ("plan.paper", [["plan.paper.written"], ["plan.paper.reviewed"]])
    desk.post(f"/admin/weights/sets/{found.id}/adopt", {"version": "1.1"})
    assert [each.weight for each in version(app, "1.1").indicator("plan.paper").criteria] == [25, 75]


@pytest.mark.parametrize("query", ["at=nowhere", "at=plan", "by=guess"])
def test_where_there_is_nothing_to_weigh_there_is_no_page(desk: Browser, query: str) -> None:
    desk.get(f"{NEW}?{query}", status=404)
    desk.post(f"{NEW}?{query}", WHY, status=404)


def test_answers_suggest_weights_only_once_ten_have_given_all_of_them(
    app: Flask, desk: Browser, administrator: UUID
) -> None:
    proposed(desk, "equal", at="sales.online")
    address = f"/admin/weights/sets/{kept(app).id}"
    wave = make_wave(app)
    make_results(app, wave, administrator, [10, 20, 30, 40, 50, 60, 70, 80, 90])
    assert "Chưa có ít nhất 10 doanh nghiệp" in desk.get(address).text
    make_results(app, wave, administrator, [95])
    page = desk.get(address)
    assert "trên 10 doanh nghiệp có đủ điểm trong “Đợt thử 2026”" in page.text


def test_the_shipped_index_takes_its_sectors_as_one(app: Flask, desk: Browser) -> None:
    path = rows.ROOT / "questionnaires" / "quang-ninh-sme" / "2026.1.yaml"
    rows.published(app, path)
    page = desk.get("/admin/weights/quang-ninh-sme/2026.1/new?by=given")
    assert len([name for name in page.fields() if name.startswith("weight_")]) == 8
    desk.submit(page, WHY)
    with app.extensions["reading"]() as session:
        found = session.scalars(select(WeightSet)).one()
        assert [len(names) for names in found.items] == [1] * 7 + [12]
        number = found.id
    desk.post(f"/admin/weights/sets/{number}/adopt", {"version": "2026.1.1"})
    with app.extensions["reading"]() as session:
        made = session.scalars(select(PublishedQuestionnaire).filter_by(version="2026.1.1")).one()
        old, new = catalogue.read(path), catalogue.published(session, made.id)
    assert len({pillar.weight for pillar in new.pillars[7:]}) == 1
    assert [each.criteria for each in new.pillars] == [each.criteria for each in old.pillars]


def test_every_page_speaks_english_too(app: Flask, desk: Browser) -> None:
    proposed(desk, "ahp", {"table": "1;9;1/9\n1/9;1;9\n9;1/9;1"})
    window = logged_in(app, make_user(app, role="administrator", language="en"))
    assert "Cannot be adopted" in window.get("/admin/weights/small/1.0").text
    assert ";Plan;Sales;Tourism" in window.get(f"{NEW}?by=ahp").fields()["table"]
    assert "“Plan” matters 9 times as much as “Sales”" in window.get(f"/admin/weights/sets/{kept(app).id}").text


def test_only_administrators_come_here(app: Flask, desk: Browser) -> None:
    proposed(desk, "equal")
    set_id = kept(app).id
    for role in ("reviewer", "analyst"):
        other = logged_in(app, make_user(app, role=role))
        for path in ("/admin/weights/small/1.0", NEW, f"/admin/weights/sets/{set_id}"):
            other.get(path, status=403)
        other.post(f"/admin/weights/sets/{set_id}/adopt", {"version": "9"}, status=403)


def test_a_version_named_by_a_control_character_is_not_there(desk: Browser) -> None:
    for path in ("/admin/weights/small/%00", "/admin/weights/%00/1.0/new", "/admin/questionnaires/small/a%00b"):
        desk.get(path, status=404)
