"""What the pages of the form show and take: frozen values for templates, and form fields turned into raw answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assessment.core import journey
from assessment.core.answers import Raw
from assessment.core.questionnaire import Criterion, Pillar
from assessment.policy import NotFound
from assessment.survey.questions import (
    DONT_KNOW,
    NOT_APPLICABLE,
    Filled,
    filled,
    questions,
    refilled,
)
from assessment.survey.service import Conflict, Saved, Visit
from assessment.web import numerals
from assessment.web.answer_words import answer_words, sentence

Form = MultiDict[str, str]
SECONDS_A_QUESTION = 20


@dataclass(frozen=True)
class Shown:
    """One page of the form."""

    id: str
    pillar: Pillar
    pillar_place: int
    pillar_count: int
    title: Any
    part: int
    parts: int
    answered: int
    total: int
    questions: tuple[Filled, ...]
    seen: int
    back: str
    errors: tuple[tuple[str, str], ...] = ()
    conflicts: int = 0


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


def uuid_of(name: str) -> UUID:
    """Read an id from the form; what is none looks like an object that does not exist."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound from None


def task_list(visit: Visit) -> TaskList:
    """Give the rows of the task list."""
    rows, next_url, next_row = [], None, None
    for number, pillar in enumerate(pillars_of(visit), 1):
        pages = [page for page in pages_of(visit) if page.pillar.id == pillar.id]
        answered = sum(len(_done(visit, page)) for page in pages)
        total = sum(len(page.criteria) for page in pages)
        waiting = [page for page in pages if _waits(visit, page)]
        target = url_for("survey.page", assessment_id=visit.assessment.id, page_id=(waiting or pages)[0].id)
        if waiting and next_url is None and visit.editable:
            next_url, next_row = target, number
        rows.append(Task(number, pillar, target, len(pages), answered, total))
    answered, total = sum(row.answered for row in rows), sum(row.total for row in rows)
    minutes = -(-(total - answered) * SECONDS_A_QUESTION // 60)
    return TaskList(tuple(rows), answered, total, minutes, next_url, next_row)


def shown(visit: Visit, page_id: str, language: str) -> Shown:
    """Give a page with the answers that stand."""
    page = page_of(visit, page_id)
    words = questions(visit.questionnaire, language)
    return _frame(visit, page, tuple(_as_it_stands(visit, words[each.id], each, language) for each in page.criteria))


def _as_it_stands(visit: Visit, question: Any, criterion: Criterion, language: str) -> Filled:
    item = filled(question, visit.answers.of(criterion.id), language)
    note, locked = visit.sent_back.get(criterion.id, ""), not visit.may_edit(criterion.id)
    return replace(item, note=note, locked=locked) if note or locked else item


def reshown(saved: Saved, page_id: str, typed_now: Mapping[str, Raw], language: str) -> Shown:
    """Give the page again with what was typed, the problems at their fields, and the conflicts with both answers."""
    visit = saved.visit
    page = page_of(visit, page_id)
    words = questions(visit.questionnaire, language)
    conflicts = {conflict.criterion.id: conflict for conflict in saved.conflicts}
    rows, errors = [], []
    for criterion in page.criteria:
        item, anchor = _as_it_stands(visit, words[criterion.id], criterion, language), f"q-{criterion.id}"
        if criterion.id in saved.problems:
            error = sentence(saved.problems[criterion.id], language)
            item = replace(refilled(words[criterion.id], typed_now[criterion.id], error), note=item.note)
            errors.append((anchor, f"{item.question.number}. {error}"))
        elif criterion.id in conflicts:
            theirs = _theirs(conflicts[criterion.id], language)
            item = replace(refilled(words[criterion.id], typed_now[criterion.id], ""), theirs=theirs)
            errors.append((anchor, f"{item.question.number}. {theirs}"))
        rows.append(item)
    return replace(_frame(visit, page, tuple(rows)), errors=tuple(errors), conflicts=len(conflicts))


def _theirs(conflict: Conflict, language: str) -> str:
    words = answer_words(conflict.criterion, conflict.standing, language) or _("(chưa trả lời)")
    return _(
        "Câu này vừa được %(who)s đổi thành “%(answer)s” lúc %(when)s.",
        who=conflict.by,
        answer=words,
        when=numerals.clock(conflict.at, language),
    )


def _frame(visit: Visit, page: journey.Page, items: tuple[Filled, ...]) -> Shown:
    pillars = pillars_of(visit)
    siblings = [each for each in pages_of(visit) if each.pillar.id == page.pillar.id]
    place = [each.id for each in siblings].index(page.id)
    assessment_id = visit.assessment.id
    back = url_for("survey.page", assessment_id=assessment_id, page_id=siblings[place - 1].id) if place else None
    return Shown(
        id=page.id,
        pillar=page.pillar,
        pillar_place=[pillar.id for pillar in pillars].index(page.pillar.id) + 1,
        pillar_count=len(pillars),
        title=page.indicator.title,
        part=place + 1,
        parts=len(siblings),
        answered=len(_done(visit, page)),
        total=len(page.criteria),
        questions=items,
        seen=visit.seen,
        back=back or url_for("survey.tasks", assessment_id=assessment_id),
    )


def typed(visit: Visit, page_id: str, form: Form) -> dict[str, Raw]:
    """Read the fields of a page; only questions the form says it asked are touched, so that half a form is no loss."""
    known = {criterion.id for criterion in visit.questionnaire.indicator(page_of(visit, page_id).id).criteria}
    found = {}
    for name in form.getlist("asked"):
        if name in known and (_is_filled(form, name) or f"{name}:clear" in form or not _is_radio(visit, name)):
            found[name] = raw_of(form, name)
    return found


def _is_filled(form: Form, name: str) -> bool:
    return bool(form.getlist(name))


def _is_radio(visit: Visit, name: str) -> bool:
    """Radio buttons cannot be unticked: none chosen means the question was left as it was."""
    return visit.questionnaire.criterion(name).kind == "choice"


def raw_of(form: Form, name: str) -> Raw:
    """Gather the fields of one question."""
    values = form.getlist(name)
    states = [value for value in [*values, *form.getlist(f"{name}:state")] if value in (DONT_KNOW, NOT_APPLICABLE)]
    return Raw(
        values=tuple(value for value in values if value not in (DONT_KNOW, NOT_APPLICABLE)),
        part=form.get(f"{name}:part", ""),
        whole=form.get(f"{name}:whole", ""),
        state=states[0] if states else "",
        reason=form.get(f"{name}:reason", ""),
    )


def seen(form: Form) -> int:
    """Read the latest answer event the page has seen; what is no number has seen nothing."""
    text = form.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < len("9" * 16) else 0


def onward(saved: Saved, page_id: str, form: Form) -> str:
    """Say where to go after a save: back to uncovered questions, out, to the next page, or to the context page."""
    visit, assessment_id = saved.visit, saved.visit.assessment.id
    if saved.uncovered:
        anchor = f"q-{saved.uncovered[0]}"
        return url_for("survey.page", assessment_id=assessment_id, page_id=page_id, _anchor=anchor)
    if "leave" in form:
        return url_for("survey.tasks", assessment_id=assessment_id)
    ids = [page.id for page in pages_of(visit)]
    after = ids[ids.index(page_id) + 1 :] if page_id in ids else []
    if visit.assessment.state == "changes_requested":
        after = [page.id for page in pages_of(visit) if page.id in after and _holds_sent_back(visit, page)]
    if after:
        return url_for("survey.page", assessment_id=assessment_id, page_id=after[0])
    if visit.questionnaire.context and visit.assessment.state == "draft":
        return url_for("survey.context", assessment_id=assessment_id)
    return url_for("survey.check", assessment_id=assessment_id)


def _holds_sent_back(visit: Visit, page: journey.Page) -> bool:
    return any(criterion.id in visit.sent_back for criterion in page.criteria)


def pages_of(visit: Visit) -> tuple[journey.Page, ...]:
    """Give the pages that the answers make visible."""
    return journey.pages(visit.questionnaire, visit.profile, visit.answers)


def page_of(visit: Visit, page_id: str) -> journey.Page:
    """Find a visible page; a hidden one is as good as none."""
    for page in pages_of(visit):
        if page.id == page_id:
            return page
    raise NotFound


def pillars_of(visit: Visit) -> list[Pillar]:
    """List the visible pillars."""
    return list({page.pillar.id: page.pillar for page in pages_of(visit)}.values())


def _done(visit: Visit, page: journey.Page) -> list[Criterion]:
    return [criterion for criterion in page.criteria if visit.answers.of(criterion.id) is not None]


def _waits(visit: Visit, page: journey.Page) -> bool:
    """Whether a page has something left to do: an open question, or one that was sent back."""
    if visit.assessment.state == "changes_requested":
        return _holds_sent_back(visit, page)
    return len(_done(visit, page)) < len(page.criteria)
