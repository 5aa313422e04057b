"""What the form of a roadmap says: who takes each step and until when, of all open steps at once. No HTTP here.

A page sends along what its fields began with, so that only what somebody changed is written, and a change somebody
else has made meanwhile is noticed instead of undone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from assessment.core.errors import UnknownAdvice
from assessment.core.questionnaire import Advice
from assessment.core.values.states import Problem
from assessment.core.values.text import clean_name
from assessment.models import RoadmapStep
from assessment.models.roadmap import LONGEST_WHO, roadmap
from assessment.results.service import Found

EARLIEST, LATEST = date(2020, 1, 1), date(2099, 12, 31)
FIELDS = ("who", "due", "was_who", "was_due")
Texts = tuple[str, str]


@dataclass(frozen=True)
class Wish:
    """What was typed for one step, and what its fields began with."""

    advice: str
    who: str
    due: str
    was: Texts

    @property
    def is_touched(self) -> bool:
        """Whether anything was changed on the page."""
        return (self.who, self.due) != self.was

    @property
    def read(self) -> tuple[str | Problem, date | Problem | None]:
        """What was typed, as it is understood."""
        return read_who(self.who), read_due(self.due)

    @property
    def day(self) -> date | None:
        """The day that was typed, where it is one."""
        due = self.read[1]
        return None if isinstance(due, Problem) else due

    def clashes(self, row: RoadmapStep) -> bool:
        """Whether somebody else has meanwhile written something that this would undo."""
        return standing(row) != self.was and (row.who, row.due) != self.read


@dataclass(frozen=True)
class Line:
    """The fields of one step as the page shows them, what they begin with, and what is wrong."""

    who: str
    due: str
    was: Texts
    wrong_who: Problem | None = None
    wrong_due: Problem | None = None
    is_stale: bool = False


@dataclass(frozen=True)
class Trouble:
    """Why nothing was written: fields that cannot be read, steps others have changed, and steps that are gone."""

    is_wrong: bool = False
    is_stale: bool = False
    gone: tuple[tuple[Advice, Wish], ...] = ()


def standing(row: RoadmapStep) -> Texts:
    """Give what is written of a step, as the fields of a form hold it."""
    return row.who, row.due.isoformat() if row.due else ""


def read(fields: Mapping[str, str]) -> dict[str, Wish]:
    """Read the fields of all steps, by their advice."""
    names = [name.removeprefix("who-") for name in fields if name.startswith("who-")]
    typed = {name: [fields.get(f"{field}-{name}", "") for field in FIELDS] for name in names}
    return {name: Wish(name, who, due, (was_who, was_due)) for name, (who, due, was_who, was_due) in typed.items()}


def line(row: RoadmapStep, wish: Wish | None) -> Line:
    """Give the fields of one step: as they stand, or as somebody changed them and could not keep them yet."""
    stands = standing(row)
    if wish is None or not wish.is_touched:
        return Line(*stands, was=stands)
    who, due = (each if isinstance(each, Problem) else None for each in wish.read)
    clashes = wish.clashes(row)
    return Line(wish.who, wish.due, stands if clashes else wish.was, who, due, clashes)


def keep(session: Session, found: Found, wishes: Iterable[Wish], *, dropped: str | None = None) -> Trouble | None:
    """Write what was changed on a page, all of it or nothing; of a step that is dropped anyway nothing is kept."""
    rows = {row.advice: row for row in roadmap(session, found.assessment.id, lock=True)}
    touched = [wish for wish in wishes if wish.is_touched and wish.advice != dropped]
    there = [(rows[wish.advice], wish) for wish in touched if wish.advice in rows]
    trouble = Trouble(
        is_wrong=any(isinstance(each, Problem) for _row, wish in there for each in wish.read),
        is_stale=any(wish.clashes(row) for row, wish in there),
        gone=_gone(found, [wish for wish in touched if wish.advice not in rows]),
    )
    if trouble != Trouble():
        return trouble
    for row, wish in there:
        row.who, row.due = wish.read  # type: ignore[assignment]  # Nothing is wrong any more.
    return None


def _gone(found: Found, wishes: Collection[Wish]) -> tuple[tuple[Advice, Wish], ...]:
    """Name the steps that somebody else has taken out; what a stranger's form makes up is none."""
    named = []
    for wish in wishes:
        try:
            named.append((found.questionnaire.advice(wish.advice)[1], wish))
        except UnknownAdvice:
            continue
    return tuple(named)


def read_who(typed: str) -> str | Problem:
    """Read who takes a step."""
    return clean_name(typed, LONGEST_WHO)


def read_due(typed: str) -> date | Problem | None:
    """Read a day as a browser's calendar sends it or as people write it; nothing typed is no day.

    Examples
    --------
    >>> read_due("2026-12-31"), read_due("31/12/2026") == read_due("2026-12-31"), read_due(" "), read_due("31/2/2026")
    (datetime.date(2026, 12, 31), True, None, Problem(code='day', values=()))
    """
    words = typed.strip()
    if not words:
        return None
    parts = words.split("-") if "-" in words else words.split("/")[::-1]
    try:
        read = date(*(int(part) for part in parts)) if len(parts) == 3 else None  # noqa: PLR2004
    except ValueError:
        read = None
    return read if read is not None and EARLIEST <= read <= LATEST else Problem("day")
