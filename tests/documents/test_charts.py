"""Charts: what they say, that nothing in them meets, and that they need no style of their own."""

import re
import subprocess
import sys
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from markupsafe import Markup

from assessment.documents import charts
from assessment.documents.charts import Band, Bin, Quartiles, Reading, Share, Spread, Target
from assessment.documents.charts.drawing import FILLS, STROKES, figure, lanes, wrapped
from tests.documents.geometry import meetings, outside, parsed
from tests.documents.paper import ROOT

BANDS = tuple(Band(str(number), start, number > 0) for number, start in enumerate((0, 6.25, 20, 40, 60, 80)))
NAMES = (
    "Định hướng và người đứng đầu",
    "Khách hàng và bán hàng đa kênh",
    "Vận hành và chuỗi cung ứng",
    "Hệ thống thông tin và dữ liệu",
    "An toàn thông tin và rủi ro",
    "Tài chính, hợp đồng và hành chính",
    "Con người và cách làm việc",
    "Du lịch và dịch vụ lưu trú",
)
LEVELS = ("Chưa khởi động", "Khởi động", "Bắt đầu", "Hình thành", "Nâng cao", "Dẫn dắt")
COUNTS = (12, 29, 46, 43, 29, 16)
BINS = (*(Bin(10 * place, 10 * place + 10, count) for place, count in enumerate(COUNTS)), Bin(60, 100, 11))
PHONE, PAGE = 304.0, 627.0

scores = some.floats(0, 100)
maybe = some.none() | scores


def readings(count: int, own: float = 45.9) -> list[Reading]:
    return [Reading(name, own, own - 10, own - 20) for name in NAMES[:count]]


EACH = {
    "ruler": charts.ruler("a", BANDS, Reading("Điểm chung", 45.9, 35.9, 31.4)),
    "ruler without others": charts.ruler("a", BANDS, Reading("Điểm chung", 45.9)),
    "ruler without a score": charts.ruler("a", BANDS, Reading("Điểm chung", None)),
    "dots": charts.dots("a", Reading("Chiến lược", 40, 20, 20)),
    "dots without a score": charts.dots("a", Reading("Chiến lược", None)),
    "radar": charts.radar("a", "Các trụ cột", readings(6)),
    "radar with a gap": charts.radar("a", "Các trụ cột", [*readings(4), Reading("Dữ liệu", None)]),
    "histogram": charts.histogram("a", Spread("Điểm", BINS, Quartiles(21, 31.4, 43)), own=45.9),
    "histogram without own": charts.histogram("a", Spread("Điểm", BINS)),
    "small histogram": charts.multiples("a", [Spread("Cùng quy mô", BINS)], own=45.9)[0],
    "shares": charts.share_bar("a", Share("Đợt 2", (14, 46, 27, 10, 3, 0), 574), LEVELS),
    "interval": charts.interval("a", Reading("Dữ liệu", 25.7), Quartiles(11, 20, 33)),
    "target": charts.target("a", Target("Dùng nền tảng số", 43.6, 39.7, 47.5, 50)),
}


@pytest.fixture(params=EACH.values(), ids=EACH.keys())
def chart(request: pytest.FixtureRequest) -> Markup:
    drawn: Markup = request.param
    return drawn


def named(chart: Markup, reference: str) -> Element:
    root = parsed(chart)
    return next(each for each in root.iter() if each.get("id") == root.get(reference))


def desc(chart: Markup) -> str:
    return named(chart, "aria-describedby").text or ""


def test_a_chart_names_and_describes_itself(chart):
    assert parsed(chart).get("role") == "img"
    assert named(chart, "aria-labelledby").tag == "title"
    assert len(desc(chart)) > 5


def test_a_chart_needs_no_style(chart):
    assert "style" not in chart
    assert "None" not in chart
    assert "nan" not in chart


def test_every_class_of_a_chart_has_its_light_colour_as_an_attribute(chart):
    for shape in parsed(chart).iter():
        for name in (shape.get("class") or "").split():
            if name in FILLS:
                assert shape.get("fill") == FILLS[name]
            elif name in STROKES:
                assert shape.get("stroke") == STROKES[name]
            else:
                assert name in {"c-chart", "c-fluid", "c-radar"}


def test_ids_come_from_the_caller_and_are_unique(chart):
    ids = [each.get("id") for each in parsed(chart).iter() if each.get("id")]
    assert len(ids) == len(set(ids)) == 2
    assert all(name.startswith("a") for name in ids)


@pytest.mark.parametrize("width", [PHONE, PAGE])
def test_no_words_of_a_chart_meet(chart, width):
    if parsed(chart).get("width") == "100%":
        assert meetings(chart, width) == []
        assert outside(chart, width) == []


def test_the_words_of_others_are_escaped():
    drawn = charts.dots("a", Reading('<script>"&', 40))
    assert "<script>" not in drawn
    assert parsed(drawn)[0].text == '<script>"&'


@settings(max_examples=60, deadline=None)
@given(own=scores, last=maybe, peers=maybe)
def test_the_words_of_a_ruler_never_meet(own, last, peers):
    drawn = charts.ruler("a", BANDS, Reading("Điểm", own, last, peers))
    assert meetings(drawn, PHONE) == []
    assert outside(drawn, PHONE) == []


@settings(max_examples=60, deadline=None)
@example(counts=[100, 112, 92, *[10] * 7], own=0.0)
@given(counts=some.lists(some.integers(10, 999), min_size=10, max_size=10), own=scores)
def test_the_counts_of_a_histogram_never_meet(counts, own):
    bins = tuple(Bin(10 * place, 10 * place + 10, count) for place, count in enumerate(counts))
    drawn = charts.histogram("a", Spread("Điểm", bins, Quartiles(20, 30, 45)), own=own)
    assert meetings(drawn, PHONE) == []


@settings(max_examples=60, deadline=None)
@given(parts=some.lists(some.integers(0, 50), min_size=6, max_size=6).filter(any))
def test_the_shares_of_a_bar_never_meet(parts):
    shares = tuple(100 * part / sum(parts) for part in parts)
    drawn = charts.share_bar("a", Share("Đợt 2", shares), LEVELS)
    assert meetings(drawn, PHONE) == []


@pytest.mark.parametrize("count", range(3, 9))
def test_the_names_around_a_radar_never_meet_and_stay_inside(count):
    drawn = charts.radar("a", "Các trụ cột", readings(count))
    assert meetings(drawn, 340) == []
    assert outside(drawn, 340, spare=0) == []


def test_a_radar_of_two_pillars_is_not_drawn():
    assert charts.radar("a", "Các trụ cột", readings(2)) == ""


def test_ring_numbers_stand_only_outside_the_series():
    drawn = charts.radar("a", "Các trụ cột", readings(6, own=70))
    rings = {each.text for each in parsed(drawn).iter("text")} & {"20", "40", "60", "80", "100"}
    assert rings
    assert rings <= {"80", "100"}


def test_of_two_near_marks_the_second_moves_up_a_lane():
    assert lanes((35.9, 31.4, 80.0)) == (0, 1, 0)
    assert lanes((20.0, 20.0, 20.0)) == (0, 1, 2)


@given(some.lists(scores, max_size=6))
def test_marks_in_one_lane_are_never_near(values):
    placed = list(zip(lanes(values), values, strict=True))
    for place, (lane, value) in enumerate(placed):
        assert all(abs(value - other) >= 6 for taken, other in placed[:place] if taken == lane)


@pytest.mark.parametrize("count", range(2, 7))
def test_levels_take_even_steps_of_the_ramp(count):
    steps = [charts.ramp_step(place, count) for place in range(count)]
    assert (steps[0], steps[-1]) == (0, 5)
    assert steps == sorted(set(steps))


def test_more_levels_than_colours_share_neighbouring_steps():
    assert [charts.ramp_step(place, 8) for place in range(8)] == [0, 1, 1, 2, 3, 4, 4, 5]


def test_a_level_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no level 6"):
        charts.ramp_step(6, 6)


def test_a_hidden_cell_has_no_level_class():
    assert charts.heat_class(None, 6) == "heat heat-hidden"
    assert charts.heat_class(2, 6) == "heat heat-l2"


def test_a_glyph_is_filled_as_far_as_its_level():
    fills = [each.get("fill") for each in parsed(charts.glyph(2, 6)).iter("rect")]
    assert fills == ["currentColor"] * 2 + ["none"] * 3


def test_a_score_at_a_threshold_that_is_exclusive_stays_below():
    assert "mức 2." in desc(charts.ruler("a", BANDS, Reading("Điểm", 40.0)))
    assert "mức 3." in desc(charts.ruler("a", BANDS, Reading("Điểm", 40.000001)))


@given(some.lists(some.integers(0, 40), min_size=1, max_size=10), some.integers(1, 30))
def test_merged_bins_keep_everybody_and_show_no_small_count(counts, minimum):
    bins = [Bin(10 * place, 10 * place + 10, count) for place, count in enumerate(counts)]
    shown = charts.merged(bins, minimum)
    assert sum(each.count for each in shown) == sum(counts)
    assert (shown[0].low, shown[-1].high) == (0, bins[-1].high)
    assert all(one.high == other.low for one, other in pairwise(shown))
    assert len(shown) == 1 or all(each.count >= minimum for each in shown)


@pytest.mark.parametrize(
    ("value", "language", "places", "written"),
    [
        (45.9, "vi", 1, "45,9"),
        (45.9, "en", 1, "45.9"),
        (1204, "vi", 0, "1.204"),
        (1204, "en", 0, "1,204"),
        (31.25, "vi", 1, "31,3"),
        (-0.5, "vi", 1, "\u22120,5"),
        (-0.04, "vi", 1, "0,0"),
        (None, "vi", 1, "–"),
        (float("nan"), "en", 1, "–"),
    ],
)
def test_numbers_are_written_the_way_of_the_language(value, language, places, written):
    assert charts.decimal(value, language, places) == written


def test_a_percent_sign_stands_apart_in_vietnamese_only():
    assert charts.percent(33.2, "vi", 1) == "33,2\u00a0%"
    assert charts.percent(33.2, "en", 1) == "33.2%"
    assert charts.percent(None, "vi") == "–"


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        (charts.readings_rows(readings(2)), ("Trụ cột", "Lần này", "Đợt trước", "Giữa nhóm")),
        (charts.readings_rows([Reading("A", 1)], language="en"), ("Pillar", "This time")),
        (charts.histogram_rows(Spread("Điểm", BINS)), ("Điểm", "Số doanh nghiệp")),
        (charts.share_rows([Share("Đợt 2", (40, 60))], ("0", "1")), ("Nhóm", "0", "1")),
        (charts.share_rows([Share("Wave 2", (40, 60), 50)], ("0", "1"), language="en"), ("Group", "Businesses", "0", "1")),
        (charts.target_rows([Target("A", 1, 0, 2, 3)]), ("Mục tiêu", "Ước lượng", "Khoảng tin cậy 95\u00a0%", "Cần đạt")),
        (charts.interval_rows([Reading("A", 1)], [Quartiles(1, 2, 3)], language="en"), ("Pillar", "This time", "Group median", "Middle half of businesses")),
    ],
)  # fmt: skip
def test_rows_are_as_long_as_their_head(rows, head):
    assert rows.head == head
    assert all(len(row) == len(head) for row in rows.rows)


def test_a_reading_is_said_in_both_languages():
    both = [desc(charts.ruler("a", BANDS, Reading("Điểm", 45.9, 35.9), language=spoken)) for spoken in ("vi", "en")]
    assert both == [
        "Lần này: 45,9, trong khoảng điểm của mức 3. Đợt trước: 35,9.",
        "This time: 45.9, in the range of level 3. Last time: 35.9.",
    ]


def test_a_counted_figure_stands_before_its_target_without_an_interval():
    drawn = charts.target("a", Target("Dùng nền tảng số", 43.6, None, None, 50))
    assert not list(parsed(drawn).iter("rect"))
    assert desc(drawn) == "Đo được: 43,6\u00a0%. Mục tiêu: 50\u00a0%, còn dưới mục tiêu."


def test_the_flag_of_a_target_turns_inwards_at_the_end():
    def cloth(goal: float) -> str:
        drawn = charts.target("a", Target("A", 50, 45, 55, goal))
        return [str(each.get("d")) for each in parsed(drawn).iter("path")][-1]

    assert "H14" in cloth(50)
    assert "H-14" in cloth(100)


@pytest.mark.parametrize("mark", ["needle", "own", "last", "peers"])
def test_a_key_is_decoration(mark):
    assert parsed(charts.key(mark)).get("aria-hidden") == "true"


def test_a_chart_refuses_what_is_no_number():
    with pytest.raises(ValueError, match="finite"):
        figure(float("inf"))


def test_long_names_wrap_between_words():
    assert wrapped("Tài chính, hợp đồng và hành chính", 12, 90) == ("Tài chính, hợp", "đồng và hành", "chính")
    assert wrapped("Quảngninhquảngninh", 12, 20) == ("Quảngninhquảngninh",)


def test_the_colours_named_in_the_docstring_are_those_in_use():
    for name in (*FILLS, *STROKES):
        assert re.sub(r"\d$", "0", name) in charts.__doc__ or name in charts.__doc__


def test_pages_can_draw_and_find_without_the_machinery_of_paper():
    asked = "import sys, assessment.documents.charts, assessment.documents.findings; print({*sys.modules} & {'weasyprint', 'pikepdf', 'segno', 'flask', 'scipy'})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"


def test_one_bar_from_end_to_end_is_not_drawn():
    spread = Spread("Điểm", (Bin(0, 100, 12),), Quartiles(20, 30, 45))
    drawn = charts.histogram("a", spread, own=40)
    assert "<rect" not in drawn.replace("c-half", "")
    assert "30" in drawn, "the median stays"
    assert "40" in drawn, "and so does the own score"
