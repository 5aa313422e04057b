"""The two reports: all figures and words come out, in both languages, on pages that a reader would keep."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from bs4 import BeautifulSoup

from assessment.core.publishing.summary import Withheld
from assessment.documents import charts
from assessment.documents.owner import Place, PlannedStep
from assessment.documents.render import Enclosure, pdf
from assessment.documents.reports import (
    STYLESHEET,
    AggregateReport,
    OwnerReport,
    aggregate_report_html,
    aggregate_report_pdf,
    owner_report_html,
    owner_report_pdf,
    roadmap_pdf,
)
from tests.documents.paper import archive_faults, ask, facts_of, fonts_of, fullness_of, template_in, text_of
from tests.documents.samples import aggregate_report, fullest_report, owner_report, summary

LANGUAGES = ("vi", "en")
Report = OwnerReport | AggregateReport


def html_of(report: Report) -> str:
    write = template_in(report.language)
    return owner_report_html(report, write) if isinstance(report, OwnerReport) else aggregate_report_html(report, write)


def soup_of(report: Report) -> BeautifulSoup:
    return BeautifulSoup(html_of(report), "html5lib")


@pytest.fixture(
    scope="module",
    params=[(make, language) for make in (owner_report, aggregate_report) for language in LANGUAGES],
    ids=lambda made: f"{made[0].__name__}-{made[1]}",
)
def report(request: pytest.FixtureRequest) -> Report:
    make, language = request.param
    return make(language)


@pytest.fixture(scope="module")
def paper(report) -> bytes:
    return pdf(html_of(report), STYLESHEET)


def test_a_report_carries_its_title_language_and_tags(report, paper):
    facts = facts_of(paper)
    assert facts["Title"] == soup_of(report).title.text
    assert (facts["Author"], facts["Tagged"], facts["Page size"]) == (report.issuer, "yes", "595.276 x 841.89 pts (A4)")
    assert soup_of(report).html["lang"] == report.language


def test_every_table_has_a_head_whose_cells_say_so(report):
    for table in soup_of(report).find_all("table"):
        if table.get("role") != "presentation":
            assert table.thead.find_all("th", scope="col")


def test_ids_are_unique_and_nothing_brings_its_own_style(report):
    soup = soup_of(report)
    ids = [each["id"] for each in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert soup.find_all(style=True) == []
    assert soup.find_all(["script", "style", "img", "link"]) == []


def test_every_drawing_is_named_or_decoration(report):
    drawings = [each for each in soup_of(report).find_all("svg") if each.find_parent("svg") is None]
    assert drawings
    for drawing in drawings:
        assert drawing.get("aria-hidden") == "true" or drawing.title.text


def test_the_fonts_travel_inside(paper):
    fonts = fonts_of(paper)
    assert all(name.startswith("Be-Vietnam-Pro") and embedded and readable for name, embedded, readable in fonts)


def test_demo_data_says_so_on_every_page():
    made = owner_report_pdf(owner_report(demo=True), template_in("vi"))
    pages = ask("pdftotext", made, "-raw", output="-").split("\f")[:-1]
    assert len(pages) == int(facts_of(made)["Pages"])
    assert all("demo data" in page.lower() for page in pages)


def test_real_data_says_nothing_of_demo():
    assert "minh họa" not in html_of(aggregate_report(demo=False)).lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owners_report_has_six_to_ten_pages(language):
    assert 6 <= int(facts_of(owner_report_pdf(owner_report(language), template_in(language)))["Pages"]) <= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_even_with_all_there_is_to_tell_it_has_ten_pages_at_most(language):
    assert int(facts_of(owner_report_pdf(fullest_report(language), template_in(language)))["Pages"]) <= 10


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("make", "pillars"), [(owner_report, 4), (owner_report, 6), (fullest_report, 7)])
def test_no_page_of_an_owners_report_is_nearly_empty(make, pillars, language):
    told = make(language)
    paper = owner_report_pdf(replace(told, pillars=told.pillars[:pillars]), template_in(language))
    assert min(fullness_of(paper)) >= 1 / 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_the_owner_is_told_comes_out(language):
    told = owner_report(language)
    words = text_of(owner_report_pdf(told, template_in(language))).replace("\u00a0", " ")
    for each in (
        told.enterprise,
        told.wave,
        told.basis,
        told.meaning,
        *told.holding,
        *(condition.text for condition in told.conditions),
        *(pillar.title for pillar in told.pillars),
        *(pillar.sentence for pillar in told.pillars),
        *(step.text for step in told.steps[:12]),
        told.digest,
    ):
        assert each in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_among_peers_and_the_roadmap_are_told(language):
    group = charts.Spread("Du lịch", (charts.Bin(0, 30, 63), charts.Bin(30, 100, 37)), shares=True)
    told = replace(
        owner_report(language),
        place=Place("Du lịch", 30, "Đợt 2", 71, group),
        roadmap=(PlannedStep("Viết kế hoạch.", "Có kế hoạch không?", who="Chị Lan", due="01/12/2026"),),
    )
    for paper in (owner_report_pdf(told, template_in(language)), roadmap_pdf(told, template_in(language))):
        words = text_of(paper)
        assert all(each in words for each in ("Viết kế hoạch.", "Chị Lan", "01/12/2026"))
    assert "71" in text_of(owner_report_pdf(told, template_in(language)))


@pytest.mark.parametrize(
    ("chosen", "boxes", "sheets"), [(0, 4, 1), (1, 4, 1), (4, 4, 1), (5, 6, 2), (9, 9, 2), (10, 11, 3)]
)
def test_a_roadmap_is_a_sheet_that_empty_boxes_fill(chosen, boxes, sheets):
    steps = tuple(
        PlannedStep("Nối bán hàng với hóa đơn.", "Các phần mềm có tự chuyển số liệu không?") for _ in range(chosen)
    )
    paper = roadmap_pdf(replace(owner_report(), roadmap=steps), template_in("vi"))
    assert int(facts_of(paper)["Pages"]) == sheets
    assert text_of(paper).count("Ghi chú") == boxes


def test_every_answer_stands_in_the_trace():
    rows = soup_of(owner_report()).select("table.trace tbody tr:not(.indicator)")
    assert len(rows) == 60


def test_the_difference_is_that_of_the_unrounded_scores():
    figures = soup_of(owner_report(score=45.94, last=35.86)).select_one(".figures").get_text(" ", strip=True)
    assert "45,9" in figures
    assert "+10,1" in figures


def test_without_a_last_time_the_range_is_told():
    pillars = tuple(replace(pillar, last=None) for pillar in owner_report().pillars)
    soup = soup_of(owner_report(last=None, pillars=pillars))
    assert "45,0–48,2" in soup.select_one(".figures").text
    assert "Đợt trước" not in soup.body.text


def test_too_few_answers_for_a_level_are_told_instead_of_a_level():
    soup = soup_of(owner_report(level=None, score=None, last=None, lowest=None, highest=None, coverage=0.4))
    assert "Chưa đủ câu trả lời để xếp mức" in soup.body.text
    assert "None" not in soup.body.text
    assert "Điều đang giữ" not in soup.body.text


def test_at_the_highest_level_nothing_holds_back():
    soup = soup_of(owner_report(level=5, holding=(), conditions=(), steps=()))
    assert "Đang ở mức cao nhất của bộ câu hỏi" in soup.body.text
    assert "việc nên làm" not in soup.body.text


def test_a_sealed_result_can_travel_with_the_report():
    enclosed = Enclosure("ket-qua.json", "", "{}", datetime(2026, 11, 20, tzinfo=UTC))
    made = owner_report_pdf(owner_report(), template_in("vi"), enclosures=(enclosed,))
    with pikepdf.open(BytesIO(made)) as opened:
        assert list(opened.attachments) == ["ket-qua.json"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_the_public_is_told_comes_out(language):
    told = aggregate_report(language)
    words = text_of(aggregate_report_pdf(told, template_in(language))).replace("\u00a0", " ")
    decimal = "27,8" if language == "vi" else "27.8"
    for each in (
        told.wave,
        told.scope,
        told.basis,
        decimal,
        "574",
        *(pillar.words.split()[0] for pillar in told.pillars),
    ):
        assert each in words
    assert "186" in words


def test_hidden_groups_show_no_figure_and_say_why():
    soup = soup_of(aggregate_report())
    rows = {row.th.text: row for row in soup.select("table.heat-map tbody tr")}
    assert {cell.text for cell in rows["Y tế"].find_all("td")} == {"ẩn"}
    assert "2 nhóm ẩn gộp lại có 12 doanh nghiệp" in soup.body.text
    assert "Các nhóm đó: Y tế, Giáo dục." in " ".join(soup.body.text.split())
    assert [row.th.text for row in soup.select("table.groups tbody tr")] == ["Du lịch, lưu trú", "Bán buôn, bán lẻ"]


def test_a_pillar_of_one_sector_takes_no_column_of_its_own():
    figures = summary()
    heat = figures.heatmaps[0]
    rows = tuple(
        replace(
            row,
            pillars=tuple(_asked(cell, only=place == 0 or position < 5) for position, cell in enumerate(row.pillars)),
        )
        for place, row in enumerate(heat.rows)
    )
    soup = soup_of(aggregate_report(summary=replace(figures, heatmaps=(replace(heat, rows=rows),))))
    assert [cell.text for cell in soup.select("table.heat-map thead th")][-2:] == [
        "Chuyển đổi số văn hóa doanh nghiệp",
        "Trụ cột riêng",
    ]
    assert soup.select("table.heat-map tbody tr")[1].find_all("td")[-1].text == "–"


def _asked(cell, *, only):
    return cell if only else replace(cell, mean=None, level=None, withheld=Withheld.NOT_ASKED)


def test_too_few_enterprises_make_a_report_without_figures():
    few = replace(
        summary(),
        n=None,
        response=None,
        distribution=None,
        withheld=Withheld.FEW,
        strongest=(),
        weakest=(),
        breakdowns=(),
        heatmaps=(),
    )
    soup = soup_of(aggregate_report(summary=few))
    assert [each.text for each in soup.select(".chapter h1")] == ["Chưa đủ doanh nghiệp để công bố"]


@pytest.mark.parametrize("make", [owner_report, aggregate_report])
def test_the_twins_of_reports_pass_the_rules_of_the_archive(make):
    assert archive_faults(pdf(html_of(make()), STYLESHEET, variant="pdf/a-3b")) == []
