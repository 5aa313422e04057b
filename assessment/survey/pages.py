"""What the pages of the form show and take: frozen values for templates, and form fields turned into raw answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assessment.core import journey
from assessment.core.answers import Problem, Raw
from assessment.core.context import context_from_json, context_to_json, read_context
from assessment.core.questionnaire import Check, Criterion, Pillar
from assessment.policy import Actor, NotFound, may_submit
from assessment.survey.problems import sentence
from assessment.survey.questions import (
    DONT_KNOW,
    NOT_APPLICABLE,
    Filled,
    answer_words,
    context_question,
    filled,
    questions,
    refilled,
)
from assessment.survey.service import Conflict, Saved, Visit
from assessment.survey.submission import Refusal
from assessment.web import numerals

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


@dataclass(frozen=True)
class CheckRow:
    """One answer on the check page."""

    number: str
    criterion: Criterion
    words: str
    missing: bool
    url: str


@dataclass(frozen=True)
class CheckPage:
    """Everything the owner looks over before submitting."""

    groups: tuple[tuple[Pillar, tuple[CheckRow, ...]], ...]
    missing: tuple[CheckRow, ...]
    notes: tuple[Check, ...]
    may_submit: bool
    submission_key: str
    errors: tuple[tuple[str, str], ...] = ()


def uuid_of(name: str) -> UUID:
    """Read an id from the form; what is none looks like an object that does not exist."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound from None


def task_list(visit: Visit) -> TaskList:
    """Give the rows of the task list."""
    rows, next_url, next_row = [], None, None
    for number, pillar in enumerate(_pillars(visit), 1):
        pages = [page for page in _pages(visit) if page.pillar.id == pillar.id]
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
    page = _page(visit, page_id)
    words = questions(visit.questionnaire, language)
    return _frame(visit, page, tuple(_as_it_stands(visit, words[each.id], each, language) for each in page.criteria))


def _as_it_stands(visit: Visit, question: Any, criterion: Criterion, language: str) -> Filled:
    item = filled(question, visit.answers.of(criterion.id), language)
    note, locked = visit.sent_back.get(criterion.id, ""), not visit.may_edit(criterion.id)
    return replace(item, note=note, locked=locked) if note or locked else item


def reshown(saved: Saved, page_id: str, typed_now: Mapping[str, Raw], language: str) -> Shown:
    """Give the page again with what was typed, the problems at their fields, and the conflicts with both answers."""
    visit = saved.visit
    page = _page(visit, page_id)
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
    pillars = _pillars(visit)
    siblings = [each for each in _pages(visit) if each.pillar.id == page.pillar.id]
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
    """Read the fields of a page. Only questions the form asked (`asked`) are touched, so that a part of it is no loss."""
    known = {criterion.id for criterion in visit.questionnaire.indicator(_page(visit, page_id).id).criteria}
    found = {}
    for name in form.getlist("asked"):
        if name in known and (_is_filled(form, name) or f"{name}:clear" in form or not _is_radio(visit, name)):
            found[name] = _raw(form, name)
    return found


def _is_filled(form: Form, name: str) -> bool:
    return bool(form.getlist(name))


def _is_radio(visit: Visit, name: str) -> bool:
    """Radio buttons cannot be unticked: none chosen means the question was left as it was."""
    return visit.questionnaire.criterion(name).kind == "choice"


def _raw(form: Form, name: str) -> Raw:
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
    ids = [page.id for page in _pages(visit)]
    after = ids[ids.index(page_id) + 1 :] if page_id in ids else []
    if visit.assessment.state == "changes_requested":
        after = [page.id for page in _pages(visit) if page.id in after and _holds_sent_back(visit, page)]
    if after:
        return url_for("survey.page", assessment_id=assessment_id, page_id=after[0])
    if visit.questionnaire.context and visit.assessment.state == "draft":
        return url_for("survey.context", assessment_id=assessment_id)
    return url_for("survey.check", assessment_id=assessment_id)


def _holds_sent_back(visit: Visit, page: journey.Page) -> bool:
    return any(criterion.id in visit.sent_back for criterion in page.criteria)


def context(visit: Visit, language: str) -> tuple[Filled, ...]:
    """Give the questions of the context page with what stands."""
    return tuple(_context_item(visit, place, language) for place in range(len(visit.questionnaire.context)))


def _context_item(visit: Visit, place: int, language: str) -> Filled:
    asked = visit.questionnaire.context[place]
    question = context_question(asked, place + 1, language)
    row = visit.rows.get(asked.id)
    if row is None or row.value is None:
        return Filled(question, frozenset())
    value = context_from_json(asked, row.value)
    options = getattr(value, "options", None) or (getattr(value, "option", None),)
    text = getattr(value, "text", "")
    return Filled(question, frozenset(option for option in options if option), text=text)


def typed_context(
    visit: Visit, form: Form, language: str
) -> tuple[dict[str, dict[str, Any] | None], dict[str, Problem], dict[str, Raw]]:
    """Read the context page: values to keep, problems, and what was typed."""
    values: dict[str, dict[str, Any] | None] = {}
    problems: dict[str, Problem] = {}
    raws = {question.id: _raw(form, question.id) for question in visit.questionnaire.context}
    for question in visit.questionnaire.context:
        value = read_context(question, raws[question.id], language)
        if isinstance(value, Problem):
            problems[question.id] = value
        else:
            values[question.id] = None if value is None else dict(context_to_json(value))
    return values, problems, raws


def context_again(visit: Visit, raws: Mapping[str, Raw], problems: Mapping[str, Problem], language: str) -> tuple[Filled, ...]:
    """Give the context page with what was typed and what is wrong."""
    items = []
    for place, asked in enumerate(visit.questionnaire.context):
        if asked.id in problems:
            question = context_question(asked, place + 1, language)
            items.append(refilled(question, raws[asked.id], sentence(problems[asked.id], language)))
        else:
            items.append(_context_item(visit, place, language))
    return tuple(items)


def check(visit: Visit, actor: Actor, language: str, refusal: Refusal | None = None) -> CheckPage:
    """Give the check page."""
    missing = {criterion.id for criterion in journey.missing(visit.questionnaire, visit.profile, visit.answers)}
    numbers = questions(visit.questionnaire, language)
    groups = []
    for pillar in _pillars(visit):
        rows = tuple(
            CheckRow(
                number=numbers[criterion.id].number,
                criterion=criterion,
                words=answer_words(criterion, visit.answers.of(criterion.id), language),
                missing=criterion.id in missing,
                url=url_for("survey.page", assessment_id=visit.assessment.id, page_id=page.id, _anchor=f"q-{criterion.id}"),
            )
            for page in _pages(visit)
            if page.pillar.id == pillar.id
            for criterion in page.criteria
        )
        groups.append((pillar, rows))
    return CheckPage(
        groups=tuple(groups),
        missing=tuple(row for _pillar, rows in groups for row in rows if row.missing),
        notes=journey.noted(visit.questionnaire, visit.profile, visit.answers),
        may_submit=may_submit(actor, visit.assessment),
        submission_key=token_urlsafe(24),
        errors=_refusal_lines(refusal) if refusal else (),
    )


def _pages(visit: Visit) -> tuple[journey.Page, ...]:
    return journey.pages(visit.questionnaire, visit.profile, visit.answers)


def _page(visit: Visit, page_id: str) -> journey.Page:
    for page in _pages(visit):
        if page.id == page_id:
            return page
    raise NotFound


def _pillars(visit: Visit) -> list[Pillar]:
    return list({page.pillar.id: page.pillar for page in _pages(visit)}.values())


def _done(visit: Visit, page: journey.Page) -> list[Criterion]:
    return [criterion for criterion in page.criteria if visit.answers.of(criterion.id) is not None]


def _waits(visit: Visit, page: journey.Page) -> bool:
    """Whether a page has something left to do: an open question, or one that was sent back."""
    if visit.assessment.state == "changes_requested":
        return _holds_sent_back(visit, page)
    return len(_done(visit, page)) < len(page.criteria)


def _refusal_lines(refusal: Refusal) -> tuple[tuple[str, str], ...]:
    """Say why a submission was not taken, each with the place to look at."""
    found = []
    if refusal.closed:
        found.append(("main", _("Đợt đánh giá này đã kết thúc nên không nộp được nữa. Câu trả lời vẫn còn nguyên.")))
    if refusal.missing:
        found.append(("missing", _("Còn %(n)s câu chưa trả lời. Trả lời nốt rồi nộp.", n=refusal.missing)))
    if refusal.undeclared:
        found.append(("declared", _("Hãy đánh dấu vào ô cam kết trước khi nộp.")))
    return tuple(found)
