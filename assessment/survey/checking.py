"""The check page: every answer, what is missing, what deserves a second look, and why a submission was not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from types import MappingProxyType

from flask import url_for
from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.questionnaire import Check, Pillar
from assessment.policy import Actor, may_submit
from assessment.survey.pages import pages_of, pillars_of
from assessment.survey.questions import Question, questions
from assessment.survey.submission import Refusal
from assessment.survey.visits import Visit
from assessment.web.answer_words import answer_words


@dataclass(frozen=True)
class CheckRow:
    """One answer on the check page."""

    question: Question
    words: str
    missing: bool
    locked: bool
    url: str
    by: str = ""


@dataclass(frozen=True)
class CheckPage:
    """Everything the owner looks over before submitting."""

    groups: tuple[tuple[Pillar, tuple[CheckRow, ...]], ...]
    missing: tuple[CheckRow, ...]
    notes: tuple[Check, ...]
    may_submit: bool
    submission_key: str
    errors: tuple[tuple[str, str], ...] = ()


def check(
    visit: Visit,
    actor: Actor,
    language: str,
    refusal: Refusal | None = None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> CheckPage:
    """Give the check page; `names` of those who answered, by question, where it was more than one person."""
    missing = {criterion.id for criterion in journey.missing(visit.questionnaire, visit.profile, visit.answers)}
    known = questions(visit.questionnaire, language)
    addresses = {page.id: _address(visit, page.id) for page in pages_of(visit)}
    groups = []
    for pillar in pillars_of(visit):
        rows = tuple(
            CheckRow(
                question=known[criterion.id],
                words=answer_words(criterion, visit.answers.of(criterion.id), language),
                missing=criterion.id in missing,
                locked=not visit.may_edit(criterion.id),
                url=f"{addresses[page.id]}#q-{criterion.id}",
                by=names.get(criterion.id, ""),
            )
            for page in pages_of(visit)
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


def _address(visit: Visit, page_id: str) -> str:
    return url_for("survey.page", assessment_id=visit.assessment.id, page_id=page_id)


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
