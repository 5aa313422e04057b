"""The pages of the index's quality and of the targets: computed by a job, internal or of a snapshot."""

import dataclasses
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from assessment import worker
from assessment.models import Finding, Job, Snapshot
from tests.factories import SMALL, logged_in, make_user, make_wave
from tests.page import Browser
from tests.reports.sealed import make_sealed

TARGETS = """format: 1
kind: targets
id: little
languages: [vi, en]
title: {vi: "Mục tiêu nhỏ", en: "Small targets"}
questionnaires: [small]
targets:
  - id: planned
    text: {vi: "Có kế hoạch", en: "With a plan"}
    source: {vi: "Để thử", en: "For tests"}
    goals:
      - {year: 2025, from: 1, unit: "%"}
      - {year: 2030, from: 100, unit: "%"}
    measure:
      share: {criterion: plan.paper.written, in: [some, full]}
  - id: scanned
    text: {vi: "Có quét mã", en: "With scanning"}
    measure:
      share: {criterion: tourism.tickets.qr, in: [some, full]}
  - id: growth
    text: {vi: "Tỷ trọng kinh tế số", en: "Digital share"}
    goals: [{year: 2030, from: 30, unit: "%"}]
    measure: none
"""


@pytest.fixture
def administrator(app: Flask) -> UUID:
    return make_user(app, role="administrator")


@pytest.fixture
def desk(app: Flask, administrator: UUID, tmp_path: Path) -> Browser:
    """An administrator's browser, on a site with small targets."""
    folder = tmp_path / "questionnaires"
    (folder / "targets").mkdir(parents=True)
    (folder / "small").mkdir()
    (folder / "small" / "1.0.yaml").write_bytes(SMALL.read_bytes())
    (folder / "targets" / "little.yaml").write_text(TARGETS, encoding="utf-8")
    app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], questionnaires=folder)
    return logged_in(app, administrator)


def press(app: Flask, desk: Browser, path: str, **changes: str) -> None:
    desk.submit(desk.get(path), changes, form=f"main form[method=post][action='{path}']")
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        assert session.scalars(select(Job.trouble)).all() == [""] * session.scalar(
            select(func.count()).select_from(Job)
        )


def test_without_figures_the_pages_say_how_one_comes_to_them(app: Flask, desk: Browser) -> None:
    assert desk.get("/statistics/quality").heading == "Thống kê"
    make_wave(app)
    assert "Quản trị viên bấm Tính" in desk.get("/statistics/quality").text
    assert "Quản trị viên bấm Tính" in desk.get("/statistics/targets").text


def test_the_quality_is_told_in_words_and_tables(app: Flask, desk: Browser, administrator: UUID) -> None:
    make_sealed(app, make_wave(app), administrator, 60)
    press(app, desk, "/statistics/quality", micro="600", small="400")
    page = desk.get("/statistics/quality")
    for words in (
        "60 doanh nghiệp có điểm.",
        "doanh nghiệp sẽ ở mức khác",
        "Thử 1.000 lần",
        "cho 1.000 doanh nghiệp là",
    ):
        assert words in page.text
    assert len(page.all("main table")) >= 6
    with app.extensions["reading"]() as session:
        figures = session.scalars(select(Finding)).one().figures
    assert (figures["n"], figures["population"]) == (60, 1000)


def test_computing_again_takes_the_place_of_what_was(app: Flask, desk: Browser, administrator: UUID) -> None:
    make_sealed(app, make_wave(app), administrator, 12)
    press(app, desk, "/statistics/quality")
    press(app, desk, "/statistics/quality")
    with app.extensions["reading"]() as session:
        assert session.scalar(select(func.count()).select_from(Finding)) == 1


def test_a_number_that_is_none_is_told_at_its_field(app: Flask, desk: Browser) -> None:
    make_wave(app)
    form = "main form[method=post][action='/statistics/quality']"
    page = desk.submit(desk.get("/statistics/quality"), {"small": "nhiều"}, form=form, status=422)
    assert page.select(".error-summary a")["href"] == "#small"
    assert page.fields(form)["small"] == "nhiều"


def test_a_change_since_the_wave_before_is_told(app: Flask, desk: Browser, administrator: UUID) -> None:
    before = make_wave(app, opens=-200, closes=-150)
    enterprises = make_sealed(app, before, administrator, 20)
    make_sealed(app, make_wave(app), administrator, 20, seed=2, again=enterprises)
    press(app, desk, "/statistics/quality")
    assert "Trong 20 doanh nghiệp có cả hai đợt với cùng phiên bản" in desk.get("/statistics/quality").text


def test_an_analyst_sees_what_belongs_to_a_snapshot_alone(app: Flask, desk: Browser, administrator: UUID) -> None:
    make_sealed(app, make_wave(app, closes=-1), administrator, 30)
    press(app, desk, "/statistics/quality")
    press(app, desk, "/statistics/targets")
    analyst = logged_in(app, make_user(app, role="analyst"))
    assert "Chưa có" in analyst.get("/statistics/quality").text
    assert "Chưa có" in analyst.get("/statistics/targets").text
    desk.submit(desk.get("/statistics/"), form="main form[action='/statistics/freeze']")
    worker.run_pending(app)
    quality, targets = analyst.get("/statistics/quality"), analyst.get("/statistics/targets")
    assert "Tính trên số liệu đã chốt" in quality.text
    assert "Nội bộ" not in quality.text
    assert not quality.all("main form[method=post]")
    assert "năm 2030: 100 %, số đo chưa đạt" in targets.text
    # Eight are in tourism: too few for an analyst to be told.
    assert "Có quét mã Đo được Chưa hiện" in targets.text
    assert "Có quét mã Đo được Chưa hiện" not in desk.get("/statistics/targets").text


def test_targets_are_published_once_and_only_after_the_wave(app: Flask, desk: Browser, administrator: UUID) -> None:
    wave = make_wave(app)
    make_sealed(app, wave, administrator, 30)
    desk.submit(desk.get("/statistics/"), form="main form[action='/statistics/freeze']")
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        assert session.scalar(select(func.count()).select_from(Snapshot)) == 1
        assert session.scalars(select(Finding.kind)).all() == ["appraisal"]


def test_trouble_with_the_findings_keeps_no_figures_from_being_published(
    app: Flask, desk: Browser, administrator: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_sealed(app, make_wave(app, closes=-1), administrator, 30)
    monkeypatch.setattr("assessment.core.appraisal.appraise", lambda *_: 1 / 0)
    desk.submit(desk.get("/statistics/"), form="main form[action='/statistics/freeze']")
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        assert session.scalar(select(func.count()).select_from(Snapshot)) == 1
        assert session.scalars(select(Finding.kind)).all() == ["targets"]


def test_targets_that_no_answer_shows_stand_apart(app: Flask, desk: Browser, administrator: UUID) -> None:
    make_sealed(app, make_wave(app), administrator, 12)
    press(app, desk, "/statistics/targets")
    page = desk.get("/statistics/targets")
    assert "Mục tiêu mà câu trả lời không cho thấy được Tỷ trọng kinh tế số : năm 2030: từ 30 %" in page.text
    assert "năm 2025: từ 1 %, số đo đã đạt" in page.text
    assert page.all("svg.c-fluid[role=img]"), "what is measured in percent is drawn before its flag"
    assert "điểm phần trăm" in page.text
    assert " mục tiêu có con số." in page.text


def test_both_pages_speak_english(app: Flask, desk: Browser, administrator: UUID) -> None:
    make_sealed(app, make_wave(app), administrator, 30)
    press(app, desk, "/statistics/quality")
    press(app, desk, "/statistics/targets")
    window = logged_in(app, make_user(app, role="reviewer", language="en"))
    assert "were left out," in window.get("/statistics/quality").text
    assert "2030: 100%: not reached by what is measured" in window.get("/statistics/targets").text
    window.post("/statistics/targets", status=403)
    window.post("/statistics/quality", status=403)


def test_owners_do_not_come_here(app: Flask) -> None:
    owner = logged_in(app, make_user(app))
    owner.get("/statistics/quality", status=403)
    owner.get("/statistics/targets", status=403)
