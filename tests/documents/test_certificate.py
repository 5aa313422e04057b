"""The certificate: one page whatever the name, all words on it, both languages, and a code that can be scanned."""

import unicodedata
from io import BytesIO

import pikepdf
import pytest

from assessment.documents import charts
from assessment.documents.certificate import STYLESHEET, Pair, certificate_html, certificate_pdf, name_size, qr_code
from assessment.documents.certificate_facts import too_narrow
from assessment.documents.render import pdf
from tests.documents.geometry import parsed
from tests.documents.paper import archive_faults, ask, facts_of, fonts_of, plain, template_in, text_of
from tests.documents.samples import LONGEST_NAME, certificate

WRITE = template_in("vi")


@pytest.fixture(scope="module")
def paper() -> bytes:
    return certificate_pdf(certificate(demo=True), WRITE)


def test_everything_it_knows_stands_on_the_certificate(paper):
    known = certificate()
    words = text_of(paper)
    for each in (
        known.number,
        known.enterprise,
        known.identity,
        known.verify_address,
        "20/11/2026",
        "20/11/2027",
        "44,7",
        "Mức 2 · Bắt đầu",
        "Level 2 of 5 · Beginning",
        known.issuer.vi,
        known.issuer.en,
        known.questionnaire.vi,
        known.questionnaire.en,
        known.reason.vi,
        known.reason.en,
        *(pillar.title.vi for pillar in known.pillars),
        *(pillar.title.en for pillar in known.pillars),
    ):
        assert each in words


@pytest.mark.parametrize(
    "sentence",
    [
        "Doanh nghiệp tự khai, Hiệp hội thẩm định. Không phải giấy tờ do cơ quan Nhà nước cấp.",
        "Self-declared, reviewed by the Association. Not a State document.",
        "Chưa ký số · Not digitally signed",
        "DỮ LIỆU MINH HỌA · DEMO DATA",
    ],
)
def test_it_says_what_it_is_and_what_it_is_not(paper, sentence):
    assert sentence in text_of(paper)


def test_real_data_carries_no_demo_frame():
    assert "DEMO" not in text_of(certificate_pdf(certificate(), WRITE))


def test_no_decision_of_the_state_is_claimed(paper):
    assert "1567" not in text_of(paper)


@pytest.mark.parametrize(
    "name",
    ["A", "Công ty TNHH Du thuyền Vịnh Xanh", LONGEST_NAME, LONGEST_NAME.upper(), "Đ" * 90, f"{LONGEST_NAME} " * 3],
    ids=["one letter", "short", "100 letters", "capitals", "one word of 90", "300 letters"],
)
def test_any_name_stands_whole_on_one_page(name):
    made = certificate_pdf(certificate(enterprise=name), WRITE)
    assert facts_of(made)["Pages"] == "1"
    assert plain(name).replace(" ", "") in text_of(made).replace(" ", "")


@pytest.mark.parametrize("name", [LONGEST_NAME, LONGEST_NAME.upper(), "Đ" * 90, f"{LONGEST_NAME} " * 3])
def test_the_name_ends_above_the_level(name):
    made = certificate_pdf(certificate(enterprise=name), WRITE)
    rows = ask("pdftotext", made, "-tsv", output="-").splitlines()[1:]
    words = [row.split("\t") for row in rows]
    level = next(float(word[7]) for word in words if word[11] == "Mức" and float(word[9]) > 25)
    identity = next(float(word[7]) + float(word[9]) for word in words if word[11] == "5700")
    assert identity < level + 2


def test_a_name_in_decomposed_letters_reads_the_same():
    decomposed = unicodedata.normalize("NFD", "Công ty Quyết Thắng Đồng Nữ ₫")
    assert "Công ty Quyết Thắng Đồng Nữ ₫" in text_of(certificate_pdf(certificate(enterprise=decomposed), WRITE))


def test_a_name_that_looks_like_markup_is_only_a_name():
    name = '<img src="http://127.0.0.1/x"> & "Con"'
    assert name in text_of(certificate_pdf(certificate(enterprise=name), WRITE))


def test_longer_names_take_smaller_letters():
    sizes = [name_size("Vịnh Xanh " * times) for times in (1, 5, 12, 30)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (23.0, 10.0)


def test_eight_pillars_fit_and_one_without_a_score_says_so():
    pillars = certificate().pillars
    eight = (*pillars, pillars[0], type(pillars[0])(Pair("Du lịch", "Tourism"), None, None))
    made = certificate_pdf(certificate(pillars=eight), WRITE)
    assert facts_of(made)["Pages"] == "1"
    assert "– Du lịch" in text_of(made)


@pytest.mark.parametrize("times", [1, 8])
def test_why_the_level_is_not_the_scores_stands_on_a_line_of_its_own(times):
    pillars = certificate().pillars if times == 1 else (certificate().pillars[0],) * times
    made = certificate_pdf(certificate(pillars=pillars, reason=too_narrow(5, 18, 4, 17)), WRITE)
    words = [row.split("\t") for row in ask("pdftotext", made, "-tsv", output="-").splitlines()[1:]]
    reason = [word for word in words if word[11] in ("Điểm", "17.")]
    assert len({word[7] for word in reason}) == 1, "it took two lines"
    number = next(float(word[7]) for word in words if word[11] == "No.")
    assert max(float(word[7]) + float(word[9]) for word in reason) < number + 2


def test_the_fonts_travel_inside_and_can_be_read_back(paper):
    fonts = fonts_of(paper)
    assert {name for name, _, _ in fonts} == {"Be-Vietnam-Pro", "Be-Vietnam-Pro-Semi-Bold", "Be-Vietnam-Pro-Bold"}
    assert all(embedded and readable for _, embedded, readable in fonts)


def test_it_is_a_page_of_a4_landscape_with_title_and_author(paper):
    facts = facts_of(paper)
    assert facts["Page size"] == "841.89 x 595.276 pts (A4)"
    assert facts["Title"] == "Giấy chứng nhận mức độ chuyển đổi số TS-2026-000317: Công ty TNHH Du thuyền Vịnh Xanh"
    assert facts["Author"] == "Hiệp hội Doanh nghiệp tỉnh Quảng Ninh"


def test_its_tags_name_one_heading_and_every_figure(paper):
    tags = ask("pdfinfo", paper, "-struct-text")
    assert tags.count("H1 ") == 1
    with pikepdf.open(BytesIO(paper)) as opened:
        figures = [
            each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert {str(figure.get("/Alt", "")) for figure in figures} >= {
            "Điểm · Score",
            str(parsed(qr_code("x"))[0].text),
        }


def test_its_twin_passes_the_rules_of_the_archive():
    assert archive_faults(pdf(certificate_html(certificate(), WRITE), STYLESHEET, variant="pdf/a-3b")) == []


def test_the_code_holds_the_whole_address():
    import segno

    address = certificate().verify_url
    drawn = parsed(qr_code(address))
    side = segno.make(address, error="m", micro=False).symbol_size(border=0)[0]
    assert drawn.get("viewBox") == f"0 0 {side} {side}"
    assert drawn[0].tag == "title"


def test_the_glyph_stands_out_from_the_darkest_level():
    html = certificate_html(certificate(level=5, score=88.8), WRITE)
    assert 'class="block step-5"' in html
    assert charts.on_level(5) == "#FFFFFF"
    assert f'stroke="{charts.on_level(5)}"' in html
