"""Published figures: freezing, what may not be frozen, who sees them, and the files made from them."""

import csv
import io
import zipfile
from uuid import UUID

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from assessment import worker
from assessment.models import AuditEvent, Job, Paper, Snapshot, Wave
from tests.factories import logged_in, make_user, make_wave, writing
from tests.page import Browser, uuid_in
from tests.reports.results import add_result, make_results

EVEN = [float(score) for score in range(5, 95, 3)]


class House:
    """The Association with a wave of 45 results in three sectors."""

    def __init__(self, app: Flask, *, empty: bool = False) -> None:
        self.app = app
        self.administrator = make_user(app, role="administrator")
        self.wave = make_wave(app, invited=90)
        self.browser = logged_in(app, self.administrator)
        self.assessments = (
            [] if empty else self.results(EVEN) + self.results([40.0] * 15, sector="tourism", size="micro")
        )

    def results(self, scores: list[float], **facts: str) -> list[UUID]:
        return make_results(self.app, self.wave, self.administrator, scores, **facts)

    def as_role(self, role: str) -> Browser:
        return logged_in(self.app, make_user(self.app, role=role))

    def freeze(self) -> str:
        """Press the button, let the worker run, and give what the next page says."""
        page = self.browser.follow(self.browser.post("/statistics/freeze", {"wave": str(self.wave)}))
        worker.run_pending(self.app)
        return page.text

    def snapshots(self) -> list[Snapshot]:
        with self.app.extensions["reading"]() as session:
            return list(session.scalars(select(Snapshot).order_by(Snapshot.taken_at)))

    def file(self, kind: str, browser: Browser | None = None) -> bytes:
        browser = browser or self.browser
        asked = browser.post(f"/statistics/files/{self.snapshots()[-1].id}/{kind}")
        worker.run_pending(self.app)
        assert browser.follow(asked).heading in ("Tệp đã xong", "The file is ready")
        response = browser.client.get(f"{asked.response.location}/file")
        assert response.status_code == 200
        return response.get_data()


@pytest.fixture
def house(app: Flask) -> House:
    return House(app)


def yesterday(house: House) -> None:
    """Let the snapshots at hand be of an earlier day, since on one day only one is taken."""
    from datetime import timedelta

    with writing(house.app) as session:
        for taken in session.scalars(select(Snapshot)):
            taken.taken_on -= timedelta(days=1)


def test_before_anything_is_frozen_the_pages_say_so(house: House, browser: Browser):
    assert "Chưa có số liệu nào được công bố" in browser.get("/statistics/public").text
    assert "Chưa có số liệu nào được công bố" in house.as_role("analyst").get("/statistics/published").text


def test_an_administrator_freezes_and_everybody_sees(house: House, browser: Browser):
    assert "Số liệu đang được chốt" in house.freeze()
    page = browser.get("/statistics/public")
    assert page.heading == "Đợt thử 2026"
    assert "45" in page.select(".figures").get_text()
    assert "50 % số được mời" in page.text
    assert page.all("form[action*=files]") == []
    assert len(house.as_role("analyst").get("/statistics/published").all("form[action*=files]")) == 3
    [taken] = house.snapshots()
    with writing(house.app) as session:
        event = session.scalar(select(AuditEvent).where(AuditEvent.action == "snapshot"))
        assert event is not None
        assert event.detail == {"sha256": taken.sha256}


def test_published_figures_stay_when_results_change(house: House, browser: Browser):
    house.freeze()
    before = browser.get("/statistics/public").text
    house.results([99.0] * 30)
    assert browser.get("/statistics/public").text == before


def test_the_earlier_wave_stands_beside_this_one(app: Flask, browser: Browser):
    with_earlier = House(app)
    with writing(app) as session:
        session.get_one(Wave, with_earlier.wave).opens_on = session.get_one(Wave, with_earlier.wave).opens_on.replace(
            year=2020
        )
    with_earlier.freeze()
    later = House(app)
    later.freeze()
    page = browser.get(f"/statistics/public?wave={later.wave}")
    assert "đợt trước" in page.text
    assert len(page.all("section svg[id^=levels]")) + len(page.all("section svg[aria-labelledby^=levels]")) >= 2
    assert len(page.all("a.option")) == 2


def test_fewer_than_ten_are_not_frozen(app: Flask):
    administrator, wave = make_user(app, role="administrator"), make_wave(app)
    make_results(app, wave, administrator, [50.0] * 9)
    browser = logged_in(app, administrator)
    page = browser.follow(browser.post("/statistics/freeze", {"wave": str(wave)}))
    assert "cần ít nhất 10 doanh nghiệp có điểm" in page.text


def test_the_same_figures_are_not_frozen_twice(house: House):
    house.freeze()
    assert "không có gì thay đổi" in house.freeze()
    assert len(house.snapshots()) == 1


def test_on_one_day_figures_are_frozen_once(house: House):
    house.freeze()
    house.results([88.0] * 10)
    assert "Hôm nay đã chốt một lần rồi" in house.freeze()
    assert len(house.snapshots()) == 1


@pytest.mark.parametrize("more", [1, 9])
def test_a_few_more_enterprises_cannot_be_told_by_subtracting_two_publications(house: House, more: int):
    house.freeze()
    yesterday(house)
    house.results([88.0] * more)
    assert "có thể đoán được điểm của họ" in house.freeze()
    assert len(house.snapshots()) == 1


def test_one_verified_result_cannot_be_told_by_subtracting_two_publications(house: House):
    house.freeze()
    yesterday(house)
    add_result(house.app, house.assessments[0], 77.0)
    assert "có thể đoán được điểm của họ" in house.freeze()


def test_ten_more_in_every_group_that_changes_may_be_frozen(house: House):
    house.freeze()
    yesterday(house)
    house.results([88.0] * 10)
    assert "Số liệu đang được chốt" in house.freeze()
    assert len(house.snapshots()) == 2


def test_the_worker_looks_again_before_it_freezes(house: House):
    house.freeze()
    yesterday(house)
    house.results([88.0] * 10)
    house.browser.post("/statistics/freeze", {"wave": str(house.wave)})
    house.results([77.0], sector="tourism", size="micro")
    worker.run_pending(house.app)
    assert len(house.snapshots()) == 1


@pytest.mark.parametrize("role", ["reviewer", "analyst", "none"])
def test_only_administrators_freeze(house: House, role: str):
    house.as_role(role).post("/statistics/freeze", {"wave": str(house.wave)}, status=403)


@pytest.mark.parametrize(("snapshot", "kind"), [(None, "docx"), (str(UUID(int=7)), "pdf")])
def test_what_does_not_exist_cannot_be_asked_for(house: House, snapshot: str | None, kind: str):
    house.freeze()
    house.browser.post(f"/statistics/files/{snapshot or house.snapshots()[0].id}/{kind}", status=404)


def test_a_file_is_for_who_asked_and_on_record(house: House):
    house.freeze()
    analyst = house.as_role("analyst")
    asked = analyst.post(f"/statistics/files/{house.snapshots()[0].id}/csv")
    house.browser.get(f"/papers/{uuid_in(asked.response.location)}", status=404)
    with writing(house.app) as session:
        event = session.scalar(select(AuditEvent).where(AuditEvent.action == "export"))
        assert event is not None
        assert event.detail == {"kind": "csv", "language": "vi"}


def test_asking_twice_is_asking_once(house: House):
    house.freeze()
    assert house.file("csv") == house.file("csv")
    with writing(house.app) as session:
        assert len(session.scalars(select(Job).where(Job.name == "statistics_csv")).all()) == 1


def test_the_csv_opens_everywhere(house: House):
    house.freeze()
    raw = house.file("csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert {tuple(row)[:2] for row in rows} == {("table", "key_1")}
    shown = {(row["table"], row["key_1"], row["figure"]): row["value"] for row in rows}
    assert shown["overview", "enterprises", "value"] == "45"
    assert shown["about", "wave", "value"] == "Đợt thử 2026"
    sizes = {
        row["key_2"]: row["value"]
        for row in rows
        if row["table"] == "groups" and row["key_1"] == "size" and row["figure"] == "enterprises"
    }
    assert sizes == {"small": "30"}
    hidden = {
        row["key_2"]: row["value"]
        for row in rows
        if row["key_1"] == "size" and row["figure"] == "withheld" and row["table"] == "groups"
    }
    assert hidden == dict.fromkeys(("micro", "medium", "large"), "protected")


def test_the_workbook_holds_texts_and_numbers_and_no_formula(house: House):
    with writing(house.app) as session:
        session.get_one(Wave, house.wave).title = {"vi": '=HYPERLINK("http://example.com")', "en": "@SUM(A1)"}
    house.freeze()
    raw = house.file("xlsx")
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name]
        assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]
        assert not [name for name in parts.namelist() if "externalLinks" in name]
    book = load_workbook(io.BytesIO(raw))
    about = {row[0].value: row[2].value for row in book.worksheets[0].iter_rows(min_row=2)}
    assert about["wave"] == '=HYPERLINK("http://example.com")'
    assert book.worksheets[1]["C2"].value == 45
    assert b"'=HYPERLINK" in house.file("csv")


def test_two_runs_over_the_same_snapshot_are_the_same_file(house: House):
    house.freeze()
    first = house.file("xlsx")
    assert house.file("xlsx", house.as_role("analyst")) == first


def test_the_report_is_printed_from_the_snapshot(house: House):
    house.freeze()
    house.results([99.0] * 40)
    assert house.file("pdf").startswith(b"%PDF")
    with writing(house.app) as session:
        paper = session.scalar(select(Paper).where(Paper.media_type == "application/pdf"))
        assert paper is not None
        assert paper.name.startswith("bao-cao-tong-hop-")


def test_the_pages_speak_english(house: House):
    house.freeze()
    for address in ("/statistics/published", "/statistics/public", "/statistics/"):
        with house.browser.client.session_transaction() as session:
            session["language"] = "en"
        assert house.browser.get(address).heading == "Trial wave 2026"
    assert house.file("pdf").startswith(b"%PDF")
    assert b"about,wave,Wave,,,,value,Trial wave 2026\r\n" in house.file("csv")
