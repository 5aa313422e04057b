"""The Association's live view of a wave: counts, narrowing, what is withheld."""

from uuid import UUID

import pytest
from flask import Flask

from tests.factories import logged_in, make_user, make_wave
from tests.page import Browser
from tests.reports.results import add_result, make_results

EVEN = [float(score) for score in range(5, 95, 3)]


class House:
    """The Association with a wave."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.administrator = make_user(app, role="administrator")
        self.wave = make_wave(app, invited=120)
        self.browser = logged_in(app, self.administrator)

    def results(self, scores: list[float], **facts: str) -> list[UUID]:
        return make_results(self.app, self.wave, self.administrator, scores, **facts)

    def as_role(self, role: str) -> Browser:
        return logged_in(self.app, make_user(self.app, role=role))


@pytest.fixture
def house(app: Flask) -> House:
    return House(app)


def test_without_a_wave_the_page_says_what_will_be_here(app: Flask):
    page = logged_in(app, make_user(app, role="administrator")).get("/statistics/")
    assert page.heading == "Thống kê"
    assert "Khi có đợt đánh giá đầu tiên" in page.text


def test_an_empty_wave_says_what_will_be_here(house: House):
    assert "Khi có ít nhất 10 doanh nghiệp nộp bài" in house.browser.get("/statistics/").text


def test_the_dashboard_shows_counts_levels_spread_and_criteria(house: House):
    house.results(EVEN)
    house.results([50.0] * 12, sector="tourism", state="in_review")
    page = house.browser.get("/statistics/")
    assert page.heading == "Đợt thử 2026"
    assert "Nội bộ." in page.text
    assert "120" in page.select(".figures").get_text()
    assert "35 %" in page.text.replace("\u00a0", " ")
    assert len(page.all("svg.c-chart")) >= 3
    assert page.select("table.heat-map").select("td.heat")
    assert "Làm tốt nhất" in page.text
    assert page.all("details table"), "every chart has its figures as a table"


def test_the_page_speaks_english_as_well(house: House):
    house.results(EVEN)
    with house.browser.client.session_transaction() as session:
        session["language"] = "en"
    page = house.browser.get("/statistics/")
    assert page.heading == "Trial wave 2026"
    assert "Internal." in page.text
    assert "in ten businesses" in page.text


def test_drafts_declined_and_withdrawn_do_not_count(house: House):
    house.results([10.0] * 10)
    for state in ("draft", "declined", "withdrawn"):
        house.results([90.0] * 10, state=state)
    page = house.browser.get("/statistics/")
    assert "10,0–10,0" in page.text


def test_a_verified_result_counts_in_place_of_the_owners(house: House):
    made = house.results([20.0] * 12)
    assert "20,0–20,0" in house.browser.get("/statistics/").text
    for assessment in made:
        add_result(house.app, assessment, 40.0)
    assert "40,0–40,0" in house.browser.get("/statistics/").text


def test_the_newest_result_of_the_owner_counts(house: House):
    for assessment in house.results([20.0] * 12, state="submitted"):
        add_result(house.app, assessment, 70.0, kind="self", round_=2)
    assert "70,0–70,0" in house.browser.get("/statistics/").text


def test_only_verified_results_on_demand(house: House):
    house.results([20.0] * 15)
    house.results([50.0] * 11, kind="verified")
    assert "50,0–50,0" in house.browser.get("/statistics/?basis=verified").text


def test_filters_stay_in_the_address_and_in_the_form(house: House):
    house.results([20.0] * 15)
    house.results([50.0] * 14, sector="tourism", size="micro", place="uong-bi")
    page = house.browser.get("/statistics/?sector=tourism&size=micro&place=uong-bi")
    assert "50,0–50,0" in page.text
    assert [option["value"] for option in page.all("form[method=get] option[selected]")][1:4] == [
        "tourism",
        "micro",
        "uong-bi",
    ]


def test_a_filter_that_leaves_few_says_why_nothing_is_shown(house: House):
    house.results([20.0] * 15)
    house.results([77.7] * 9, sector="tourism")
    page = house.browser.get("/statistics/?sector=tourism")
    assert "Chưa hiện. Nhóm này có dưới 10 doanh nghiệp" in page.text
    assert "77,7" not in page.text


@pytest.mark.parametrize("address", ["?sector=nowhere", "?size=1", "?place=%00", "?basis=what"])
def test_a_filter_that_no_list_knows_is_not_set(house: House, address: str):
    house.results([20.0] * 15)
    assert "20,0–20,0" in house.browser.get(f"/statistics/{address}").text


@pytest.mark.parametrize("wave", ["nothing", str(UUID(int=7)), f"{UUID(int=7)}.1"])
def test_an_unknown_wave_is_not_found(house: House, wave: str):
    house.browser.get(f"/statistics/?wave={wave}", status=404)


def test_a_wave_that_has_not_begun_is_not_offered(app: Flask):
    make_wave(app, opens=5)
    assert "Khi có đợt đánh giá đầu tiên" in logged_in(app, make_user(app, role="reviewer")).get("/statistics/").text


def test_small_sectors_are_hidden_with_a_reason(house: House):
    house.results(EVEN)
    house.results([61.3] * 7, sector="health")
    house.results([41.2] * 12, sector="tourism")
    page = house.browser.get("/statistics/")
    rows = {
        row.th.get_text(): [cell.get_text() for cell in row.select("td")] for row in page.all("table.heat-map tbody tr")
    }
    assert rows["Bán buôn, bán lẻ (30)"][0].endswith("mức 1")
    assert rows["Y tế"] == ["ẩn", "ẩn", "–"]
    assert rows["Du lịch, lưu trú, ăn uống"] == ["ẩn", "ẩn", "ẩn"]
    assert "phải ẩn theo để không suy ngược được" in page.text


def test_the_dashboard_needs_few_queries(house: House):
    house.results(EVEN * 3)
    house.browser.get("/statistics/")
    house.browser.get("/statistics/")
    assert house.browser.queries <= 16


def test_an_analyst_is_led_to_what_is_published(house: House):
    house.results(EVEN)
    answer = house.as_role("analyst").get("/statistics/?sector=trade", status=302)
    assert answer.response.location.endswith("/statistics/published")


@pytest.mark.parametrize("role", ["none"])
def test_owners_have_no_dashboard(house: House, role: str):
    house.as_role(role).get("/statistics/", status=403)
    house.as_role(role).get("/statistics/published", status=403)
