"""A calendar file (iCalendar, RFC 5545) with one whole day for each task."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75
REMINDER = "-P2D"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done by a day."""

    id: str
    due: date
    title: str
    words: str


def calendar_file(name: str, tasks: Sequence[Task], made: datetime) -> str:
    """Write the tasks as days in a calendar, each with a reminder two days before.

    Examples
    --------
    >>> task = Task("a", date(2026, 12, 1), "Viết kế hoạch", "")
    >>> text = calendar_file("Lộ trình", [task], datetime(2026, 1, 1, tzinfo=UTC))
    >>> text.splitlines()[7:10]
    ['DTSTAMP:20260101T000000Z', 'DTSTART;VALUE=DATE:20261201', 'DTEND;VALUE=DATE:20261202']
    """
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Thuoc So//Roadmap//VI", "CALSCALE:GREGORIAN"]
    days = [line for task in tasks for line in _day(task, made)]
    lines = [*head, f"X-WR-CALNAME:{_escaped(name)}", *days, "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _day(task: Task, made: datetime) -> Iterable[str]:
    return (
        "BEGIN:VEVENT",
        f"UID:{task.id}@thuoc-so",
        f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{task.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{task.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(task.title)}",
        *([f"DESCRIPTION:{_escaped(task.words)}"] if task.words else []),
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(task.title)}",
        f"TRIGGER:{REMINDER}",
        "END:VALARM",
        "END:VEVENT",
    )


def _escaped(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Fold a line at 75 bytes, never inside a letter."""
    rest = ""
    for letter in line:
        if len((rest + letter).encode()) > LONGEST_LINE:
            yield rest
            rest = " "
        rest += letter
    yield rest
