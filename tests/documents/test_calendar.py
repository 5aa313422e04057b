"""The calendar file, read by the letter of RFC 5545: calendars are pickier than people."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from assessment.documents.calendar import Task, calendar_file

MADE = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LINE = re.compile(r"(?P<name>[A-Z][A-Z0-9-]*)(?:;[A-Z-]+=[^:;]+)*:(?P<value>.*)", re.DOTALL)
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY")
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")) | st.just("\n"), max_size=300)


def read(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Read a calendar strictly: each component with its properties, unescaped; anything doubtful is an error."""
    raw = text.encode()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    physical = raw[:-2].split(b"\r\n")
    assert all(0 < len(line) <= 75 for line in physical)
    for line in physical:
        line.decode()  # No letter is cut in two.
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text[:-2].replace("\r\n ", "").split("\r\n"):
        part = LINE.fullmatch(line)
        assert part is not None, line
        if part["name"] == "BEGIN":
            found.append((part["value"], []))
        elif part["name"] != "END":
            found[-1][1].append((part["name"], unescaped(part["value"])))
    return found


def unescaped(value: str) -> str:
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", value, re.DOTALL), value
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], value)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3), WORDS)
def test_any_words_come_out_of_a_calendar_as_they_went_in(texts: list[tuple[str, str]], name: str) -> None:
    tasks = [Task(str(place), date(2026, 12, 1), *words) for place, words in enumerate(texts)]
    components = read(calendar_file(name, tasks, MADE))
    kind, head = components[0]
    assert (kind, dict(head)["VERSION"], dict(head)["X-WR-CALNAME"]) == ("VCALENDAR", "2.0", name)
    assert "PRODID" in dict(head)
    events = [dict(properties) for kind, properties in components if kind == "VEVENT"]
    assert [(each["SUMMARY"], each.get("DESCRIPTION", "")) for each in events] == texts


def test_each_day_has_what_a_calendar_must_have_once() -> None:
    tasks = [Task(name, date(2026, 12, 31), "Viết kế hoạch, có số liệu; từng quý", "Chị Lan") for name in ("a", "b")]
    components = read(calendar_file("Lộ trình", tasks, MADE))
    events = [properties for kind, properties in components if kind == "VEVENT"]
    for event in events:
        names = [name for name, _ in event]
        assert all(names.count(name) == 1 for name in ONCE)
        assert dict(event)["DTSTAMP"] == "20261122T030000Z"
        assert (dict(event)["DTSTART"], dict(event)["DTEND"]) == ("20261231", "20270101")
    assert len({dict(event)["UID"] for event in events}) == 2
    alarms = [dict(properties) for kind, properties in components if kind == "VALARM"]
    assert [alarm["TRIGGER"] for alarm in alarms] == ["-P2D", "-P2D"]
