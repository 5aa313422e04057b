"""What is done to every text at the entry."""

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.values import text
from assessment.core.values.states import Problem


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hạ Long  ", "Hạ Long"),
        (unicodedata.normalize("NFD", "Đường Nguyễn Văn Cừ"), "Đường Nguyễn Văn Cừ"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("cột\tcột", "cột\tcột"),
        ("", ""),
    ],
)
def test_texts_are_kept_composed_with_plain_line_ends(typed, kept):
    assert text.clean(typed, 100) == kept


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", chr(0xD800), "\ufffd", "\uffff", "\ufdd0", "\U0001ffff"]
)
def test_signs_that_no_text_can_hold_are_a_problem(sign):
    assert text.clean(f"a{sign}b", 100) == Problem("control")
    assert text.clean_name(f"a{sign}b", 100) == Problem("control")
    assert text.email(f"a{sign}@b.vn") == Problem("control")


def test_a_length_counts_letters_and_not_their_marks():
    decomposed = unicodedata.normalize("NFD", "ế" * 10)
    assert text.clean(decomposed, 10) == "ế" * 10
    assert text.clean("ế" * 11, 10) == Problem("too_long", (10, 11))


def test_a_name_has_one_line_and_no_hidden_signs():
    assert text.clean_name("An\u202egnôC\u200b  ty", 50) == "AngnôC ty"
    assert text.clean_name("a\r\nBcc: x@evil.test", 50) == Problem("control")
    assert text.clean_name("a\tb", 50) == Problem("control")
    assert text.clean_name("\u200b\u202e ", 50) == ""


@pytest.mark.parametrize("address", ["a@b.vn", "Nguyen.Van+thu@cong-ty.com.vn", "x_1@a.b.c"])
def test_addresses_of_the_ordinary_kind_are_read(address):
    assert text.email(address) == address.lower()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "a b@c.vn",
        "a@b..vn",
        ".a@b.vn",
        "a@-b.vn",
        "lan@côngty.vn",
        "a@b.vn, c@d.vn",
        "x" * 65 + "@b.vn",
    ],
)
def test_what_is_no_address_is_a_problem(address):
    assert text.email(address) == Problem("email")


def test_search_ignores_marks_and_capitals():
    assert text.search_key("Công Ty TNHH Đông Á") == "cong ty tnhh dong a"
    assert text.search_key(unicodedata.normalize("NFD", "Đặng Thị Ở")) == "dang thi o"


def test_names_stand_in_vietnamese_order():
    ordered = [
        "2 An",
        "A",
        "An",
        "Ăn",
        "Ân",
        "Ba",
        "Bà",
        "Bả",
        "Bã",
        "Bá",
        "Bạ",
        "Ba Bể",
        "Bàn",
        "Dung",
        "Đông",
        "Én",
        "Ê",
        "Oanh",
        "Ô",
        "Ơn",
        "Út",
        "Ưng",
        "Yến",
    ]
    mixed = ordered[::-1]
    assert sorted(mixed, key=text.sort_key) == ordered


def test_no_text_of_300_letters_outgrows_the_columns_of_its_keys():
    assert len(text.sort_key("ế" * 300)) <= 1200
    assert len(text.search_key("ế" * 300)) <= 300


@given(st.text())
def test_what_was_cleaned_stays_as_it_is(typed):
    kept = text.clean(typed, 10_000)
    if not isinstance(kept, Problem):
        assert text.clean(kept, 10_000) == kept
        kept.encode()


@given(st.text())
def test_a_cleaned_name_stays_as_it_is(typed):
    kept = text.clean_name(typed, 10_000)
    if not isinstance(kept, Problem):
        assert text.clean_name(kept, 10_000) == kept


@given(st.text())
def test_sort_keys_are_digits_alone(typed):
    key = text.sort_key(typed)
    assert key.isascii()
    assert key.isdecimal()


def test_the_examples_run():
    assert doctest.testmod(text).failed == 0
