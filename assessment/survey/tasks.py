"""The task list: the pillars with their progress, and the one place to continue at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from assessment.core import journey
from assessment.core.parts.numbering import pillar_numbers
from assessment.core.questionnaire import Pillar, Text
from assessment.models import User
from assessment.survey.pages import done, is_asked_again, pages_of, pillars_of
from assessment.survey.visits import Visit

SECONDS_A_QUESTION = 20  # Until enough people have handed in to know better.


@dataclass(frozen=True)
class Task:
    """One row of the task list."""

    number: int
    pillar: Pillar
    url: str
    parts: tuple[Text, ...]
    answered: int
    total: int
    people: tuple[str, ...] = ()
    mine: bool = False

    @property
    def state(self) -> str:
        """Say how far the pillar is: done, part or none."""
        return "done" if self.answered == self.total else "part" if self.answered else "none"


@dataclass(frozen=True)
class TaskList:
    """The task list, with the one place to continue at."""

    rows: tuple[Task, ...]
    answered: int
    total: int
    minutes: int
    saved_at: datetime | None
    next_url: str | None
    next_row: int | None


def task_list(
    visit: Visit,
    handed: Mapping[str, Sequence[User]],
    reader: UUID,
    seconds_a_question: float,
    saved_at: datetime | None,
) -> TaskList:
    """Give the rows of the task list; who was handed pillars goes on with those, everybody else with the first."""
    numbers = pillar_numbers(visit.questionnaire)
    made = [_row(visit, numbers[pillar.id], pillar, handed.get(pillar.id, ()), reader) for pillar in pillars_of(visit)]
    rows = tuple(row for row, _is_open in made)
    waiting = [row for row, is_open in made if is_open and visit.editable]
    following = next((row for row in waiting if row.mine), waiting[0] if waiting else None)
    answered, total = sum(row.answered for row in rows), sum(row.total for row in rows)
    return TaskList(
        rows=rows,
        answered=answered,
        total=total,
        minutes=int(-(-(total - answered) * seconds_a_question // 60)),
        saved_at=saved_at,
        next_url=following.url if following else None,
        next_row=following.number if following else None,
    )


def _row(visit: Visit, number: int, pillar: Pillar, people: Sequence[User], reader: UUID) -> tuple[Task, bool]:
    """Make the row of a pillar, and tell whether it has something left to do."""
    pages = [page for page in pages_of(visit) if page.pillar.id == pillar.id]
    waiting = [page for page in pages if _waits(visit, page)]
    row = Task(
        number=number,
        pillar=pillar,
        url=url_for("survey.page", assessment_id=visit.assessment.id, page_id=(waiting or pages)[0].id),
        parts=tuple(page.indicator.title for page in pages),
        answered=sum(len(done(visit, page)) for page in pages),
        total=sum(len(page.criteria) for page in pages),
        people=tuple(user.name for user in people),
        mine=any(user.id == reader for user in people),
    )
    return row, bool(waiting)


def _waits(visit: Visit, page: journey.Page) -> bool:
    """Whether a page has something left to do: an open question, or one that is asked again."""
    if visit.assessment.state == "changes_requested":
        return is_asked_again(visit, page)
    return len(done(visit, page)) < len(page.criteria)
