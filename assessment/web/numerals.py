"""Numbers and dates as the reader writes them: 45,9 · 1.204 · 14/11/2026, or 45.9 · 1,204 · 14 November 2026."""

from datetime import UTC, date, datetime

from assessment.config import TIME_ZONE
from assessment.documents.charts.words import decimal, percent, whole

__all__ = ["clock", "day", "decimal", "moment", "percent", "signed", "whole"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def signed(value: float | None, language: str, places: int = 1) -> str:
    """Write a difference with its sign, plus or minus; one that rounds to nothing has none."""
    written = decimal(value, language, places)
    is_gain = value is not None and value > 0 and any(digit in "123456789" for digit in written)
    return f"+{written}" if is_gain else written


def day(on: date | datetime | None, language: str) -> str:
    """Write a day; a moment is the day it then is in Việt Nam."""
    if on is None:
        return ""
    local = _local(on) if isinstance(on, datetime) else on
    if language == "vi":
        return f"{local.day:02d}/{local.month:02d}/{local.year}"
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def clock(at: datetime | None, language: str) -> str:  # noqa: ARG001 - both languages write 14:02, and a filter hands in its language
    """Write the time of day in Việt Nam."""
    return "" if at is None else f"{_local(at):%H:%M}"


def moment(at: datetime | None, language: str) -> str:
    """Write day and time."""
    return "" if at is None else f"{day(at, language)}, {clock(at, language)}"


def _local(at: datetime) -> datetime:
    """Move a moment to Việt Nam; one without a zone is UTC, since SQLite keeps none."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(TIME_ZONE)
