"""The published questionnaires, for reading."""

from pathlib import Path

import pytest
from flask import Flask

from assessment import catalogue
from tests.factories import SMALL, make_assessment, make_enterprise, make_user, make_wave
from tests.page import Browser, Page
from tests.waves import rows

SHIPPED = [path for path in catalogue.files(rows.ROOT / "questionnaires") if path.parent.name != "targets"]


def test_each_version_stands_with_hash_size_and_use(app: Flask, desk: Browser) -> None:
    owner = make_user(app)
    make_assessment(app, make_enterprise(app, owner), make_wave(app), owner)
    page = desk.get("/admin/questionnaires")
    assert "3 trụ cột, 3 chỉ số thành phần, 6 tiêu chí" in page.text
    assert "1 đợt, 1 bài đánh giá" in page.text
    assert len(page.select(".hash").get_text()) == 64


def test_without_any_the_page_says_how_one_comes_there(desk: Browser) -> None:
    assert "Chưa có bộ câu hỏi nào được ban hành." in desk.get("/admin/questionnaires").text


def test_a_questionnaire_is_read_whole_in_either_language(app: Flask, desk: Browser) -> None:
    rows.published(app)
    page = desk.get("/admin/questionnaires/small/1.0")
    questionnaire = catalogue.read(SMALL, placed=False)
    assert page.heading == "Bộ câu hỏi nhỏ"
    for criterion in questionnaire.criteria:
        assert criterion.text.of("vi") in page.text
        assert all(advice.text.of("vi") in page.text for advice in criterion.advice)
    english = desk.get("/admin/questionnaires/small/1.0?in=en")
    assert english.heading == "A small questionnaire"
    for criterion in questionnaire.criteria:
        assert criterion.text.of("en") in english.text


def test_its_rules_are_said_in_words(app: Flask, desk: Browser) -> None:
    rows.published(app)
    text = desk.get("/admin/questionnaires/small/1.0").text
    for words in (
        "Chỉ hỏi khi câu 1.1.1 là “Làm một phần” hoặc “Làm đầy đủ”.",
        "Chỉ tính khi lĩnh vực là Du lịch, lưu trú, ăn uống.",
        "Hỏi khi câu 2.1.2 trên 0 và câu 2.1.1 là “Chưa có kênh nào”.",
        "trên 60 và ít nhất 2 trụ cột từ mức 2",
        "Làm một phần (1 điểm)",
        "từ 10 (2 điểm)",
        "4 (điểm cao nhất, ở giữa tính theo tỷ lệ)",
    ):
        assert words in text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_shipped_questionnaire_can_be_read_in_both_languages(app: Flask, desk: Browser, path: Path) -> None:
    rows.published(app, path)
    address = f"/admin/questionnaires/{path.parent.name}/{path.stem}"
    assert desk.get(address).heading == catalogue.read(path).title.of("vi")
    # Some answers are the word “None”, which the checking browser takes for a fault of ours.
    english = Page(desk.client.get(f"{address}?in=en"))
    assert (english.status, english.heading) == (200, catalogue.read(path).title.of("en"))


def test_an_unknown_language_gives_the_first(app: Flask, desk: Browser) -> None:
    rows.published(app)
    assert desk.get("/admin/questionnaires/small/1.0?in=fr").heading == "Bộ câu hỏi nhỏ"
