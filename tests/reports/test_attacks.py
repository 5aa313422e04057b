"""Working back from published files: no group of fewer than ten comes out, whatever is subtracted from what."""

import csv
import io
from collections import defaultdict
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import Finding, ResultRow
from tests.factories import make_wave, writing
from tests.reports.results import _enterprise, make_results
from tests.reports.sealed import make_sealed
from tests.reports.test_published import House, yesterday

SECTORS = ("trade", "tourism", "health", "mining")
SIZES = ("micro", "small", "medium", "large")
Rows = list[dict[str, str]]


def published(app: Flask, counts: list[int]) -> tuple[House, Rows]:
    """Publish a wave with these many enterprises for each sector and size, and give the rows of its CSV."""
    house = House(app, empty=True)
    for number, ((sector, size), n) in enumerate(zip(product(SECTORS, SIZES), counts, strict=True)):
        place = ("ha-long", "uong-bi", "co-to")[number % 3]
        scores = [float((7 * number + 11 * each) % 100) for each in range(n)]
        make_results(app, house.wave, house.administrator, scores, sector=sector, size=size, place=place)
    house.freeze()
    return house, list(csv.DictReader(io.StringIO(house.file("csv").decode("utf-8-sig"), newline="")))


COUNTS = [
    [30, 12, 10, 9, 14, 1, 0, 2, 9, 9, 9, 9, 3, 10, 11, 40],
    [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 1],
    [1, 0, 0, 0, 50, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 60],
    [25, 25, 25, 25, 25, 25, 25, 24, 0, 0, 0, 0, 0, 0, 0, 9],
]


def figures(rows: Rows, table: str, figure: str, keys: int) -> dict[tuple[str, ...], int]:
    chosen = [row for row in rows if row["table"] == table and row["figure"] == figure]
    return {tuple(row[f"key_{place}"] for place in range(1, keys + 1)): int(float(row["value"])) for row in chosen}


@pytest.mark.parametrize("counts", COUNTS)
def test_nothing_small_is_left_when_shown_groups_are_taken_from_their_totals(app: Flask, counts: list[int]):
    _, rows = published(app, counts)
    total = figures(rows, "overview", "value", 1)["enterprises",]
    assert total == sum(counts)
    groups = figures(rows, "groups", "enterprises", 2)
    by_cut: dict[str, int] = defaultdict(int)
    for (cut, _group), n in groups.items():
        assert n >= 10
        by_cut[cut] += n
    assert all(rest == 0 or rest >= 10 for rest in (total - shown for shown in by_cut.values()))
    cells = figures(rows, "sector_by_size", "enterprises", 3)
    lines: dict[tuple[str, str], int] = defaultdict(int)
    for (sector, _name, size), n in cells.items():
        assert n >= 10
        lines["sector", sector] += n
        lines["size", size] += n
    for line, shown in lines.items():
        rest = groups[line] - shown
        assert rest == 0 or rest >= 10, f"{line}: {rest} are left"


@pytest.mark.parametrize("counts", COUNTS)
def test_a_hidden_group_carries_no_figure_at_all(app: Flask, counts: list[int]):
    _, rows = published(app, counts)
    hidden = {
        (row["table"], row["key_1"], row["key_2"], row["key_3"], row["key_4"], row["key_5"])
        for row in rows
        if row["figure"] == "withheld"
    }
    assert hidden
    told = [
        row
        for row in rows
        if row["figure"] != "withheld" and (row["table"], *(row[f"key_{place}"] for place in range(1, 6))) in hidden
    ]
    assert told == []


def test_page_and_files_hide_the_same(app: Flask):
    house, rows = published(app, COUNTS[0])
    shown = {group for cut, group in figures(rows, "groups", "enterprises", 2) if cut == "sector"}
    page = house.browser.get("/statistics/public")
    hidden_rows = [row for row in page.all("table.heat-map tbody tr") if row.select("td")[0].get_text() == "ẩn"]
    assert len(page.all("table.heat-map tbody tr")) - len(hidden_rows) == len(shown)


@pytest.mark.parametrize("parameter", ["sector=trade", "size=micro", "place=ha-long", "basis=verified"])
def test_published_pages_know_no_filter(app: Flask, parameter: str):
    house, _ = published(app, COUNTS[0])
    whole = house.browser.get("/statistics/public").text
    assert house.browser.get(f"/statistics/public?{parameter}").text == whole
    assert house.browser.get(f"/statistics/published?{parameter}").heading == "Đợt thử 2026"


def test_a_few_more_of_a_sector_in_a_place_cannot_be_told_from_the_pillar_they_alone_have(app: Flask):
    house = House(app, empty=True)
    for sector, place in product(("tourism", "trade"), ("ha-long", "uong-bi")):
        house.results([50.0] * 12, sector=sector, place=place)
    house.freeze()
    yesterday(house)
    for sector, place, n in (("tourism", "ha-long", 2), ("tourism", "uong-bi", 10), ("trade", "ha-long", 10)):
        house.results([80.0] * n, sector=sector, place=place)
    # Sectors, places and sizes have ten or more new members each, but of the pillar of tourism the place has two.
    assert "có thể đoán được điểm của họ" in house.freeze()
    house.results([80.0] * 8, sector="tourism", place="ha-long")
    assert "Số liệu đang được chốt" in house.freeze()


def test_no_hidden_size_can_be_worked_out_from_the_estimate_for_all(app: Flask):
    house = House(app, empty=True)
    make_sealed(app, house.wave, house.administrator, 33)
    with writing(app) as session:
        one = session.scalars(select(ResultRow).where(ResultRow.size == "micro")).first()
        assert one is not None
        one.size = one.assessment.enterprise.size = "medium"
        for _ in range(100):
            session.add(_enterprise("trade", "medium", "ha-long"))
    house.freeze()
    with writing(app) as session:
        figures = session.scalars(select(Finding).where(Finding.kind == "appraisal")).one().figures
        rows = session.scalars(select(ResultRow)).all()
        small, others = ([row.overall for row in rows if (row.size == "small") is of] for of in (True, False))
    # The means of the 22 small ones and of the eleven others are told anyway; of the one in the middle nothing is.
    expected = (22 * sum(small) / 22 + 111 * sum(others) / 11) / 133
    assert (figures["population"], len(others)) == (133, 11)
    assert figures["estimates"][0]["mean"] == pytest.approx(expected)


@pytest.mark.parametrize(("more", "told"), [(1, False), (9, False), (10, True)])
def test_who_came_between_two_waves_cannot_be_told_from_the_change_of_the_others(app: Flask, more: int, *, told: bool):
    house = House(app, empty=True)
    before = make_wave(app, opens=-200, closes=-150)
    stayed = make_sealed(app, before, house.administrator, 20)
    make_sealed(app, house.wave, house.administrator, 20, seed=2, again=stayed)
    make_sealed(app, house.wave, house.administrator, more, seed=3)
    house.freeze()
    page = house.as_role("analyst").get("/statistics/quality")
    assert ("Trong 20 doanh nghiệp có cả hai đợt" in page.text) is told
    assert ("giữa hai đợt chỉ vài doanh nghiệp vào thêm hay thôi" in page.text) is not told
