"""One answer at a time, for the script of the page: what the server made of it, as plain JSON values."""

from typing import Any

from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.questionnaire import Criterion
from assessment.policy import NotFound
from assessment.survey import pages
from assessment.survey.questions import filled, questions
from assessment.survey.service import Saved
from assessment.survey.statements import Signature
from assessment.survey.visits import Visit
from assessment.web import numerals
from assessment.web.answer_words import sentence

Told = tuple[dict[str, Any], int]


def told(saved: Saved, criterion: Criterion, signed: Signature | None, language: str) -> Told:
    """Say what became of one answer, with the status that fits; `signed`: whose answer stands, and since when."""
    if criterion.id in saved.problems:
        return {"state": "problem", "words": sentence(saved.problems[criterion.id], language)}, 422
    if saved.conflicts:
        conflict = saved.conflicts[0]
        return {"state": "conflict", "words": pages.theirs(conflict, language), "event": conflict.event}, 409
    row = saved.visit.rows.get(criterion.id)
    return {
        "state": "saved",
        "words": saved_words(signed, language),
        "event": 0 if row is None else row.event,
        "result": _result(saved.visit, criterion, language),
        **_page(saved.visit, criterion),
    }, 200


def closed() -> Told:
    """Say that this answer can no longer be changed."""
    return {"state": "closed", "words": _("Bài đã nộp nên câu này không sửa được nữa.")}, 409


def saved_words(signed: Signature | None, language: str) -> str:
    """Say when the answer that stands was given."""
    return "" if signed is None else _("Đã lưu lúc %(time)s", time=numerals.clock(signed.at, language))


def _result(visit: Visit, criterion: Criterion, language: str) -> str:
    """Give what a ratio comes to, in words."""
    question = questions(visit.questionnaire, language)[criterion.id]
    return filled(question, visit.answers.of(criterion.id), language).result


def _page(visit: Visit, criterion: Criterion) -> dict[str, Any]:
    """Say how far the page now is, and which questions are on it."""
    page = _page_of(visit, criterion)
    if page is None:
        return {"questions": [], "done": 0, "total": 0, "place": ""}
    place = pages.place_of(visit, page)
    ids = [each.id for each in page.criteria]
    return {"questions": ids, "done": place.answered, "total": place.total, "place": place.words}


def _page_of(visit: Visit, criterion: Criterion) -> journey.Page | None:
    try:
        return pages.page_of(visit, visit.questionnaire.indicator_of(criterion.id).id)
    except NotFound:
        return None
