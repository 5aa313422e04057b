"""Numbers and dates in both languages."""

from datetime import UTC, date, datetime

import pytest

from assessment.web import numerals

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        (45.9, 1, "45,9", "45.9"),
        (1204, 0, "1.204", "1,204"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (-3.25, 1, "\u22123,3", "\u22123.3"),
        (-0.04, 1, "0,0", "0.0"),
        (0, 1, "0,0", "0.0"),
        (2.675, 2, "2,68", "2.68"),
        ((11 + 4) / 320 * 100 - 11 / 320 * 100, 1, "1,3", "1.3"),
        ((7 + 4) / 320 * 100 - 7 / 320 * 100, 1, "1,3", "1.3"),
        (0.0499999, 1, "0,0", "0.0"),
        (None, 1, "–", "–"),
        (float("nan"), 1, "–", "–"),
    ],
)
def test_decimals_follow_the_language(value, places, vietnamese, english):
    assert numerals.decimal(value, "vi", places) == vietnamese
    assert numerals.decimal(value, "en", places) == english


def test_a_percent_sign_stands_after_a_no_break_space_in_vietnamese_only():
    assert numerals.percent(33.2, "vi", 1) == f"33,2{NB}%"
    assert numerals.percent(33.2, "en", 1) == "33.2%"
    assert numerals.percent(50.8, "vi") == f"51{NB}%"


def test_counts_are_grouped():
    assert numerals.whole(11760, "vi") == "11.760"
    assert numerals.whole(11760, "en") == "11,760"


@pytest.mark.parametrize(
    ("value", "written"), [(1.6, "+1,6"), (-1.6, "\u22121,6"), (0.0, "0,0"), (0.04, "0,0"), (None, "–")]
)
def test_a_difference_carries_its_sign(value, written):
    assert numerals.signed(value, "vi") == written


def test_a_day_is_written_in_figures_or_with_its_month():
    assert numerals.day(date(2027, 3, 2), "vi") == "02/03/2027"
    assert numerals.day(date(2027, 3, 2), "en") == "2 March 2027"
    assert numerals.day(None, "vi") == ""


@pytest.mark.parametrize("at", [datetime(2026, 11, 13, 18, 2, tzinfo=UTC), datetime(2026, 11, 13, 18, 2)])  # noqa: DTZ001
def test_a_moment_is_told_in_the_time_of_vietnam(at):
    assert numerals.clock(at, "vi") == "01:02"
    assert numerals.day(at, "vi") == "14/11/2026"
    assert numerals.moment(at, "vi") == "14/11/2026, 01:02"
    assert numerals.moment(at, "en") == "14 November 2026, 01:02"


def test_no_moment_is_nothing():
    assert numerals.clock(None, "vi") == ""
    assert numerals.moment(None, "en") == ""
