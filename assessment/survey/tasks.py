"""The task list: the pillars with their progress, and the one place to continue at."""

from dataclasses import dataclass

from flask import url_for

from assessment.core import journey
from assessment.core.questionnaire import Pillar
from assessment.survey.pages import done, holds_sent_back, pages_of, pillars_of
from assessment.survey.visits import Visit

SECONDS_A_QUESTION = 20


@dataclass(frozen=True)
class Task:
    """One row of the task list."""

    number: int
    pillar: Pillar
    url: str
    parts: int
    answered: int
    total: int

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
    next_url: str | None
    next_row: int | None


def task_list(visit: Visit, seconds_a_question: float = SECONDS_A_QUESTION) -> TaskList:
    """Give the rows of the task list."""
    rows, next_url, next_row = [], None, None
    for number, pillar in enumerate(pillars_of(visit), 1):
        pages = [page for page in pages_of(visit) if page.pillar.id == pillar.id]
        answered = sum(len(done(visit, page)) for page in pages)
        total = sum(len(page.criteria) for page in pages)
        waiting = [page for page in pages if _waits(visit, page)]
        target = url_for("survey.page", assessment_id=visit.assessment.id, page_id=(waiting or pages)[0].id)
        if waiting and next_url is None and visit.editable:
            next_url, next_row = target, number
        rows.append(Task(number, pillar, target, len(pages), answered, total))
    answered, total = sum(row.answered for row in rows), sum(row.total for row in rows)
    minutes = int(-(-(total - answered) * seconds_a_question // 60))
    return TaskList(tuple(rows), answered, total, minutes, next_url, next_row)


def _waits(visit: Visit, page: journey.Page) -> bool:
    """Whether a page has something left to do: an open question, or one that was sent back."""
    if visit.assessment.state == "changes_requested":
        return holds_sent_back(visit, page)
    return len(done(visit, page)) < len(page.criteria)
