"""S35: nothing that people typed becomes a formula or a link in a file that leaves the house."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from assessment import worker
from assessment.models import Enterprise, Wave
from tests.factories import SMALL, logged_in, make_user, make_wave, writing
from tests.page import Browser
from tests.reports.results import make_results

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("https://evil.example","x")', "=cmd|' /C calc'!A0")
RISKY = re.compile(r"[=+\-@\t\r\n\0]")


@pytest.fixture(params=FORMULAS, ids=range(len(FORMULAS)))
def hostile(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> tuple[Browser, str]:
    """A wave, its enterprises and its questionnaire, all of them named by a formula; its figures are published."""
    formula: str = request.param
    folder = tmp_path / "small"
    folder.mkdir()
    texts = SMALL.read_text()
    quoted = formula.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    for words in (
        "Kế hoạch",
        "Bán hàng",
        "Đơn vị có kế hoạch chuyển đổi số không?",
        "Bộ câu hỏi nhỏ",
        "Chưa khởi động",
    ):
        texts = texts.replace(f'vi: "{words}"', f'vi: "{quoted}"')
    (folder / "1.0.yaml").write_text(texts)
    wave, administrator = make_wave(app, folder / "1.0.yaml"), make_user(app, role="administrator", name=formula)
    make_results(app, wave, administrator, [float(score) for score in range(5, 95, 3)])
    with writing(app) as session:
        session.execute(update(Wave).values(title={"vi": formula, "en": formula}))
        session.execute(update(Enterprise).values(name=formula))
    browser = logged_in(app, administrator)
    browser.post("/statistics/freeze", {"wave": str(wave)})
    worker.run_pending(app)
    return browser, formula


def downloaded(app: Flask, browser: Browser, kind: str) -> bytes:
    page = browser.get("/statistics/published")
    form = next(form for form in page.all("form[action*='/statistics/files/']") if str(form["action"]).endswith(kind))
    asked = browser.post(str(form["action"]))
    worker.run_pending(app)
    return browser.client.get(f"{asked.response.location}/file").get_data()


def test_no_cell_of_the_csv_begins_a_formula(app: Flask, hostile: tuple[Browser, str]) -> None:
    browser, formula = hostile
    text = downloaded(app, browser, "csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    numbers = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
    assert [cell for cell in cells if RISKY.match(cell) and not numbers.fullmatch(cell)] == []
    shown = formula.strip()
    assert not [cell for cell in cells if cell.startswith(shown)], "even one that looks like a number is text"


def test_the_workbook_has_neither_formulas_nor_links(app: Flask, hostile: tuple[Browser, str]) -> None:
    browser, _formula = hostile
    with zipfile.ZipFile(io.BytesIO(downloaded(app, browser, "xlsx"))) as book:
        parts = dict(_texts(book))
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not [text for text in sheets if "<f>" in text or "<f " in text or "hyperlink" in text.lower()]
    assert not [name for name in parts if "externalLink" in name or "hyperlink" in name.lower()]
    assert not [text for name, text in parts.items() if name.endswith(".rels") and "TargetMode" in text]


def _texts(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for name in book.namelist():
        yield name, book.read(name).decode("utf-8", "replace")
