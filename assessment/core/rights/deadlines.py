"""By when a request about personal data must be answered and carried out.

Law 91/2025/QH15 and Decree 356/2025/NĐ-CP: an answer within two working days; withdrawal and objection carried out
within 15 days, 20 where a third party has to stop as well; all other rights within 10 to 20 days; one extension of at
most 15 days. Where the sources give a span, the shorter end is taken for what is easily done.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

Kind = Literal["access", "correct", "withdraw", "object", "anonymise", "delete"]

KINDS: tuple[Kind, ...] = ("access", "correct", "withdraw", "object", "anonymise", "delete")
ANSWER_WORKING_DAYS = 2
LONGEST_EXTENSION = 15
WITH_THIRD_PARTY = 20
TERMS = MappingProxyType({"access": 10, "correct": 10, "withdraw": 15, "object": 15, "anonymise": 20, "delete": 20})
"""Days from the day after a request has come to the last day on which it must be carried out."""
SATURDAY = 5
FIXED_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
"""Month and day of the public holidays that are the same every year; the others are told by configuration."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last day to answer a request, and the last day to have carried it out."""

    answer: date
    carried_out: date


def deadlines(kind: str, received: date, holidays: Collection[date] = (), *, third_party: bool = False) -> Deadlines:
    """Give the deadlines of a request.

    The day it came is not counted. Terms in days run through weekends and holidays and are not prolonged where they
    end on one: whoever keeps the stricter reading keeps every other.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    received : date
        The day in Việt Nam on which it came.
    holidays : collection of date
        Public holidays beside the fixed ones, such as those of Tết; days that are not told make a deadline earlier.
    third_party : bool
        Whether somebody the data were passed to has to stop as well; counts for withdrawal and objection.

    Raises
    ------
    KeyError
        When there is no such kind.

    Examples
    --------
    >>> deadlines("delete", date(2026, 11, 20))
    Deadlines(answer=datetime.date(2026, 11, 24), carried_out=datetime.date(2026, 12, 10))
    """
    days = TERMS[kind]
    if third_party and kind in ("withdraw", "object"):
        days = WITH_THIRD_PARTY
    answer = working_days_after(received, ANSWER_WORKING_DAYS, holidays)
    return Deadlines(answer, received + timedelta(days=days))


def working_days_after(day: date, number: int, holidays: Collection[date] = ()) -> date:
    """Give the last of so many working days after a day; with 0, the day itself.

    Examples
    --------
    >>> working_days_after(date(2026, 11, 20), 2)
    datetime.date(2026, 11, 24)
    """
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Tell whether people work on a day: neither at the weekend nor on a public holiday.

    Examples
    --------
    >>> is_working_day(date(2026, 9, 2)), is_working_day(date(2026, 9, 3))
    (False, True)
    """
    return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS and day not in holidays


def extended(carried_out: date, days: int) -> date:
    """Give the last day after the one extension the decree allows.

    Raises
    ------
    ValueError
        When the extension is not of 1 to 15 days.
    """
    if not 1 <= days <= LONGEST_EXTENSION:
        message = f"An extension is of 1 to {LONGEST_EXTENSION} days, not {days}."
        raise ValueError(message)
    return carried_out + timedelta(days=days)


def days_left(last: date, today: date) -> int:
    """Give the days that are left until the end of a last day: 0 on it, negative once it has passed.

    Examples
    --------
    >>> days_left(date(2026, 11, 24), date(2026, 11, 26))
    -2
    """
    return (last - today).days
