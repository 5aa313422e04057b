"""Tax codes and size classes."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst

from assessment.core.facts import enterprise
from assessment.core.facts.enterprise import SIZES, TaxCode, read_tax_code, shown_tax_code, size_class
from assessment.core.values.states import Problem


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0100109106", "0100109106"),
        ("0100 233 488", "0100233488"),
        ("01.00.112.437", "0100112437"),
        ("0314409058-002", "0314409058-002"),
        ("0312687878 001", "0312687878-001"),
        ("5700100256", "5700100256"),
    ],
)
def test_codes_with_a_right_check_digit_fit(typed, code):
    assert read_tax_code(typed) == TaxCode(code, fits=True)


def test_a_wrong_check_digit_is_seen_and_does_not_block():
    assert read_tax_code("0100109107") == TaxCode("0100109107", fits=False)


def test_a_body_whose_check_comes_to_ten_never_fits():
    body = next(f"57{serial:07d}" for serial in range(1, 10**6) if _total(f"57{serial:07d}") % 11 == 0)
    assert not any(_fits(f"{body}{digit}") for digit in range(10))


def _total(body):
    return sum(weight * int(digit) for weight, digit in zip(enterprise.CHECK_WEIGHTS, body, strict=True))


def _fits(code):
    found = read_tax_code(code)
    assert isinstance(found, TaxCode)
    return found.fits


def test_a_branch_000_does_not_fit():
    assert not _fits("0314409058-000")


def test_twelve_digits_are_the_personal_number_of_a_household_business():
    found = read_tax_code("022085001234")
    assert found == TaxCode("022085001234", fits=True)
    assert found.is_personal
    assert shown_tax_code(found.code) == "••••••••1234"
    assert shown_tax_code("5700100256") == "5700100256"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "tax_code_digits"),
        ("57001002AB", "tax_code_digits"),
        ("٥٧٠٠١٠٠٢٥٦", "tax_code_digits"),
        ("123", "tax_code_length"),
        ("12345678901", "tax_code_length"),
    ],
)
def test_what_is_no_code_is_a_problem(typed, code):
    found = read_tax_code(typed)
    assert isinstance(found, Problem)
    assert found.code == code


@given(st.from_regex(r"[0-9]{10}([0-9]{3})?", fullmatch=True))
def test_the_check_agrees_with_an_independent_one(digits):
    assert _fits(digits) == mst.is_valid(digits)


@pytest.mark.parametrize(
    ("section", "headcount", "revenue", "capital", "size"),
    [
        ("A", 10, "upto3", "above100", "micro"),
        ("A", 10, "above300", "upto3", "micro"),
        ("A", 10, "upto10", "upto20", "small"),
        ("A", 11, "upto3", "upto3", "small"),
        ("C", 100, "upto50", "above100", "small"),
        ("C", 101, "upto50", "upto3", "medium"),
        ("C", 200, "above300", "upto100", "medium"),
        ("F", 201, "upto3", "upto3", "large"),
        ("F", 5, "above300", "above100", "large"),
        ("G", 10, "upto10", "above100", "micro"),
        ("G", 10, "upto50", "upto20", "small"),
        ("I", 50, "upto100", "above100", "small"),
        ("I", 51, "upto10", "upto3", "medium"),
        ("V", 100, "upto300", "above100", "medium"),
        ("V", 101, "upto3", "upto3", "large"),
        ("J", 100, "above300", "above100", "large"),
    ],
)
def test_decree_80_decides_the_size(section, headcount, revenue, capital, size):
    assert size_class(section, headcount, revenue, capital).size == size


def test_the_reason_tells_which_limits_decided():
    reason = size_class("I", 12, "upto10", "upto20")
    assert reason.column == "services"
    assert reason.within is not None
    assert reason.within.limits == enterprise.LIMITS["services"]["small"]
    assert reason.missed is not None
    assert (reason.missed.headcount, reason.missed.revenue, reason.missed.capital) == (False, True, False)


def test_a_micro_enterprise_missed_nothing_and_a_large_one_fits_nothing():
    assert size_class("I", 1, "upto3", "upto3").missed is None
    assert size_class("I", 1000, "upto3", "upto3").within is None


def test_every_limit_of_the_decree_is_the_edge_of_a_band():
    for classes in enterprise.LIMITS.values():
        for limits in classes.values():
            assert f"upto{limits.revenue}" in enterprise.REVENUE_BANDS
            assert f"upto{limits.capital}" in enterprise.CAPITAL_BANDS


@given(st.sampled_from("ACG"), st.integers(0, 300), st.integers(0, 6), st.integers(0, 4))
def test_more_people_or_money_never_make_an_enterprise_smaller(section, headcount, revenue, capital):
    def size(people, turnover, assets):
        found = size_class(
            section, people, enterprise.REVENUE_BANDS[min(turnover, 6)], enterprise.CAPITAL_BANDS[min(assets, 4)]
        )
        return SIZES.index(found.size)

    now = size(headcount, revenue, capital)
    assert size(headcount + 1, revenue, capital) >= now
    assert size(headcount, revenue + 1, capital) >= now
    assert size(headcount, revenue, capital + 1) >= now


def test_the_examples_run():
    assert doctest.testmod(enterprise).failed == 0
