"""One's own place among others, from published figures alone."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from assessment import catalogue
from assessment.models import Wave
from assessment.reports import freezing
from assessment.reports.choices import Choice
from tests.factories import SMALL, logged_in, make_user, writing
from tests.page import Page
from tests.reports.results import make_results
from tests.survey.stage import Owner

EVEN = [float(score) for score in range(4, 94, 3)]


def publish(app: Flask, wave: object) -> None:
    with writing(app) as session:
        row = session.get_one(Wave, wave)
        number = row.questionnaires[0].questionnaire_id
        choice = Choice(row, number, catalogue.read(SMALL))
        assert not isinstance(
            freezing.freeze(session, choice, taken_by=None, taken_on=date.today(), now=datetime.now(UTC)), str
        )


@pytest.fixture
def submitted(app: Flask) -> Owner:
    """An owner with 33,3 points, 30 others of the sector, and a few of another place."""
    owner = Owner(app)
    owner.fill()
    owner.submit()
    make_results(app, owner.wave, owner.user, EVEN, sector="tourism", size="small")
    make_results(app, owner.wave, owner.user, EVEN, sector="trade", size="micro", place="cam-pha")
    return owner


def place(owner: Owner, group: str = "") -> Page:
    return owner.browser.get(owner.url(f"/result/benchmark?group={group}" if group else "/result/benchmark"))


def test_without_published_figures_the_page_says_when_there_will_be(submitted: Owner) -> None:
    assert "sau khi Hiệp hội công bố" in place(submitted).text
    assert "Giữa nhóm" not in submitted.browser.get(submitted.url("/result")).text


def test_the_place_is_told_from_the_published_distribution(submitted: Owner, app: Flask) -> None:
    publish(app, submitted.wave)
    page = place(submitted)
    told = re.search(r"Cao hơn khoảng (\d+) trên 100", page.select(".lead").get_text())
    below = sum(score < 33.3 for score in EVEN) / 31
    assert told is not None
    assert abs(int(told[1]) / 100 - below) < 0.05
    assert "31 doanh nghiệp" in page.text
    assert "Kết quả này của doanh nghiệp mình đã được tính" in page.text
    assert len(page.all(".rows .c-chart")) == 3


def test_the_result_page_shows_the_middle_of_the_sector(submitted: Owner, app: Flask) -> None:
    publish(app, submitted.wave)
    page = submitted.browser.get(submitted.url("/result"))
    assert "Giữa nhóm Du lịch, lưu trú, ăn uống (31 doanh nghiệp)" in page.select(".result-top").get_text()


def test_a_small_group_is_withheld_and_says_why(app: Flask) -> None:
    owner = Owner(app, sector="health")
    owner.fill()
    owner.submit()
    make_results(app, owner.wave, owner.user, EVEN, sector="trade")
    publish(app, owner.wave)
    page = place(owner, "sector")
    assert "Chưa hiện. Nhóm này có dưới 10 doanh nghiệp" in page.select(".withheld").get_text()
    assert not page.all(".halves .c-chart")
    assert "31 doanh nghiệp" in place(owner).text


def test_a_group_that_does_not_exist_is_not_found(submitted: Owner, app: Flask) -> None:
    publish(app, submitted.wave)
    submitted.browser.get(submitted.url("/result/benchmark?group=everybody"), status=404)


def test_who_came_after_the_figures_is_told_so(app: Flask) -> None:
    owner = Owner(app)
    make_results(app, owner.wave, owner.user, EVEN, sector="tourism")
    publish(app, owner.wave)
    owner.fill()
    owner.submit()
    assert "chưa được tính trong đó" in place(owner).text


def test_a_strangers_place_looks_like_none(submitted: Owner, app: Flask) -> None:
    logged_in(app, make_user(app)).get(submitted.url("/result/benchmark"), status=404)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("group", ["", "size", "place", "sector-size", "all"])
def test_every_group_speaks_both_languages(submitted: Owner, app: Flask, language: str, group: str) -> None:
    publish(app, submitted.wave)
    with submitted.browser.client.session_transaction() as cookie:
        cookie["language"] = language
    assert place(submitted, group).html.html["lang"] == language
