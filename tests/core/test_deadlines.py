"""By when requests about personal data must be answered and carried out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.rights import deadlines as rights
from assessment.core.rights.deadlines import KINDS, TERMS, days_left, deadlines, extended, is_working_day

TET = frozenset(date(2027, 2, 4) + timedelta(days=n) for n in range(8))
DAYS = st.dates(date(2026, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize(
    ("received", "answer"),
    [
        (date(2026, 11, 16), date(2026, 11, 18)),  # Monday: Wednesday
        (date(2026, 11, 19), date(2026, 11, 23)),  # Thursday: Friday counts, then Monday
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday: Tuesday
        (date(2026, 11, 21), date(2026, 11, 24)),  # Saturday: Monday is the first day
        (date(2026, 11, 22), date(2026, 11, 24)),  # Sunday
        (date(2026, 4, 29), date(2026, 5, 5)),  # Before 30 April and 1 May, then a weekend
        (date(2026, 12, 31), date(2027, 1, 5)),  # Over New Year, a Friday
        (date(2026, 9, 1), date(2026, 9, 4)),  # Over the National Day
        (date(2027, 2, 3), date(2027, 2, 15)),  # Over Tết and the weekend after it
    ],
)
def test_the_answer_is_due_two_working_days_after_the_day_of_receipt(received, answer):
    assert deadlines("access", received, TET).answer == answer


@pytest.mark.parametrize(
    ("kind", "third_party", "last"),
    [
        ("access", False, date(2026, 11, 30)),
        ("correct", False, date(2026, 11, 30)),
        ("withdraw", False, date(2026, 12, 5)),
        ("object", False, date(2026, 12, 5)),
        ("withdraw", True, date(2026, 12, 10)),
        ("object", True, date(2026, 12, 10)),
        ("delete", False, date(2026, 12, 10)),
        ("anonymise", False, date(2026, 12, 10)),
        ("correct", True, date(2026, 11, 30)),
    ],
)
def test_each_kind_has_its_term_in_days(kind, third_party, last):
    assert deadlines(kind, date(2026, 11, 20), third_party=third_party).carried_out == last


def test_an_unknown_kind_has_no_term():
    with pytest.raises(KeyError):
        deadlines("forget", date(2026, 11, 20))


@pytest.mark.parametrize("days", [0, -1, 16, 100])
def test_an_extension_is_of_one_to_fifteen_days(days):
    with pytest.raises(ValueError, match="1 to 15"):
        extended(date(2026, 12, 1), days)


def test_an_extension_counts_from_the_last_day():
    assert extended(date(2026, 12, 1), 15) == date(2026, 12, 16)


def test_the_last_day_itself_is_in_time():
    assert [days_left(date(2026, 12, 1), date(2026, 12, day)) for day in (1, 2)] == [0, -1]


@given(received=DAYS, kind=st.sampled_from(KINDS), holidays=st.frozensets(DAYS, max_size=20))
def test_an_answer_is_due_on_a_working_day_and_further_holidays_never_make_it_earlier(received, kind, holidays):
    plain, with_holidays = deadlines(kind, received), deadlines(kind, received, holidays)
    assert is_working_day(with_holidays.answer, holidays)
    assert received < plain.answer <= with_holidays.answer
    assert plain.carried_out == with_holidays.carried_out == received + timedelta(days=TERMS[kind])


@given(day=DAYS, number=st.integers(0, 10))
def test_so_many_working_days_lie_between(day, number):
    last = rights.working_days_after(day, number)
    assert sum(is_working_day(day + timedelta(days=n)) for n in range(1, (last - day).days + 1)) == number
