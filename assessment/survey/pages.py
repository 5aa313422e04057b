"""What the pages of the form show: frozen values for templates, and the way from one page to the next."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from flask import url_for
from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.answers import Problem
from assessment.core.errors import UnknownName
from assessment.core.questionnaire import Criterion, Indicator, Pillar, Text
from assessment.core.values.text import showable
from assessment.policy import NotFound
from assessment.survey.fields import Form
from assessment.survey.pieces import pieces
from assessment.survey.questions import Filled, Question, filled, questions, refilled
from assessment.survey.service import Conflict, Saved, Typed
from assessment.survey.visits import Beside, Visit
from assessment.web import numerals
from assessment.web.answer_words import answer_words, sentence


@dataclass(frozen=True)
class Place:
    """Where a page stands in the form, and how far it is filled in."""

    id: str
    pillar: Pillar
    pillar_place: int
    pillar_count: int
    title: Text
    part: int
    parts: int
    answered: int
    total: int

    @property
    def words(self) -> str:
        """Say place and progress in a line."""
        return _(
            "Phần %(part)s trên %(parts)s · %(done)s trên %(total)s câu đã trả lời",
            part=self.part,
            parts=self.parts,
            done=self.answered,
            total=self.total,
        )


@dataclass(frozen=True)
class Shown:
    """One page of the form."""

    place: Place
    questions: tuple[Filled, ...]
    seen: int
    errors: tuple[tuple[str, str], ...] = ()
    conflicts: int = 0
    unwritten: bool = False


def shown(visit: Visit, page_id: str, language: str, beside: Beside) -> Shown:
    """Give a page with the answers that stand, and what stands beside them."""
    page = page_of(visit, page_id)
    words = questions(visit.questionnaire, language)
    items = (_as_it_stands(visit, words[each.id], each, language) for each in page.criteria)
    return Shown(place_of(visit, page), tuple(_with(beside, item, page, language) for item in items), visit.seen)


def _as_it_stands(visit: Visit, question: Question, criterion: Criterion, language: str) -> Filled:
    item = filled(question, visit.answers.of(criterion.id), language)
    note, locked = visit.sent_back.get(criterion.id, ""), not visit.may_edit(criterion.id)
    return replace(item, note=note, locked=locked) if note or locked else item


def _with(beside: Beside, item: Filled, page: journey.Page, language: str) -> Filled:
    """Put last time's answer and the evidence beside a question; nothing is ever filled in by itself."""
    name = item.question.id
    state, found = beside.last.get(name), beside.evidence.get(name, ())
    if state is None and not found:
        return item
    criterion = next(each for each in page.criteria if each.id == name)
    return replace(item, last=answer_words(criterion, state, language), evidence=pieces(found, language))


def reshown(saved: Saved, page_id: str, typed: Typed, language: str, beside: Beside) -> Shown:
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
            item = replace(refilled(words[criterion.id], typed.raws[criterion.id], error), note=item.note)
            errors.append((anchor, f"{item.question.number}. {error}"))
        elif criterion.id in conflicts:
            item = _in_conflict(item, typed, conflicts[criterion.id], language)
            errors.append((anchor, f"{item.question.number}. {item.theirs}"))
        rows.append(_with(beside, item, page, language))
    return Shown(place_of(visit, page), tuple(rows), visit.seen, tuple(errors), len(conflicts))


def as_typed(visit: Visit, page_id: str, typed: Typed, language: str) -> Shown:
    """Give the page as it was typed where nothing could be written; each answer that is not saved says so."""
    page = page_of(visit, page_id)
    words = questions(visit.questionnaire, language)
    rows = []
    for criterion in page.criteria:
        item, raw = _as_it_stands(visit, words[criterion.id], criterion, language), typed.raws.get(criterion.id)
        if raw is not None and typed.read(criterion) != visit.answers.of(criterion.id):
            item = replace(refilled(words[criterion.id], raw, _("Chưa lưu.")), note=item.note)
        rows.append(item)
    return Shown(place_of(visit, page), tuple(rows), visit.seen, unwritten=True)


def _in_conflict(item: Filled, typed: Typed, conflict: Conflict, language: str) -> Filled:
    name = conflict.criterion.id
    mine = typed.reused.get(name)
    again = refilled(item.question, typed.raws[name], "") if mine is None else filled(item.question, mine, language)
    return replace(
        again, note=item.note, theirs=theirs(conflict, language), stale=conflict.seen, standing=conflict.event
    )


def theirs(conflict: Conflict, language: str) -> str:
    """Say who changed an answer to what, and when."""
    words = answer_words(conflict.criterion, conflict.standing, language) or _("(chưa trả lời)")
    return changed_by(words, conflict.by, conflict.at, language)


def changed_by(words: str, who: str, at: datetime, language: str) -> str:
    """Say who changed an answer to these words, and when."""
    when = numerals.clock(at, language)
    return _("Câu này vừa được %(who)s đổi thành “%(answer)s” lúc %(when)s.", who=who, answer=words, when=when)


def unsaved(visit: Visit, typed: Typed, language: str) -> list[tuple[str, str]]:
    """Say in words what was typed and cannot be kept any more, so that it can be copied: question and answer."""
    found = []
    for criterion in (visit.questionnaire.criterion(name) for name in typed.raws):
        state = typed.read(criterion)
        if state is not None and state != visit.answers.of(criterion.id):
            raw = typed.raws[criterion.id]
            words = (*raw.values, raw.part, raw.whole, raw.reason)
            shown = " · ".join(showable(each) for each in words if each)
            said = shown if isinstance(state, Problem) else answer_words(criterion, state, language)
            found.append((criterion.text.of(language), said))
    return found


def place_of(visit: Visit, page: journey.Page) -> Place:
    """Say where a page stands."""
    pillars = pillars_of(visit)
    siblings = [each.id for each in pages_of(visit) if each.pillar.id == page.pillar.id]
    return Place(
        id=page.id,
        pillar=page.pillar,
        pillar_place=[pillar.id for pillar in pillars].index(page.pillar.id) + 1,
        pillar_count=len(pillars),
        title=page.indicator.title,
        part=siblings.index(page.id) + 1,
        parts=len(siblings),
        answered=len(done(visit, page)),
        total=len(page.criteria),
    )


def onward(saved: Saved, page_id: str, form: Form) -> str:
    """Say where to go after a save: back to this page, to evidence of a question there is, out, or on."""
    assessment_id = saved.visit.assessment.id
    here = partial(url_for, "survey.page", assessment_id=assessment_id, page_id=page_id)
    if saved.uncovered:
        return here(_anchor=f"q-{saved.uncovered[0]}")
    known = {criterion.id for criterion in saved.visit.questionnaire.criteria}
    if (wanted := form.get("evidence")) in known:
        return url_for("survey.show_evidence", assessment_id=assessment_id, criterion=wanted)
    if (wanted := form.get("reuse")) in known:
        return here(_anchor=f"q-{wanted}")
    if "leave" in form or all(page.id != page_id for page in pages_of(saved.visit)):
        return url_for("survey.tasks", assessment_id=assessment_id)
    return _following(saved.visit, page_id)


def _following(visit: Visit, page_id: str) -> str:
    """Give the next page, or the questions that are not scored, or the check."""
    assessment_id, ids = visit.assessment.id, [page.id for page in pages_of(visit)]
    after = ids[ids.index(page_id) + 1 :]
    if visit.assessment.state == "changes_requested":
        after = [page.id for page in pages_of(visit) if page.id in after and is_asked_again(visit, page)]
    if after:
        return url_for("survey.page", assessment_id=assessment_id, page_id=after[0])
    if visit.handed is not None:
        return url_for("survey.tasks", assessment_id=assessment_id)
    if visit.questionnaire.context and visit.assessment.state == "draft":
        return url_for("survey.context", assessment_id=assessment_id)
    return url_for("survey.check", assessment_id=assessment_id)


def is_asked_again(visit: Visit, page: journey.Page) -> bool:
    """Whether one of the page's questions was sent back, or is new because of what was changed since."""
    asked = visit.uncovered.union(visit.sent_back)
    return any(criterion.id in asked for criterion in page.criteria)


def pages_of(visit: Visit) -> tuple[journey.Page, ...]:
    """Give the pages that the answers make visible."""
    return visit.pages


def page_of(visit: Visit, page_id: str) -> journey.Page:
    """Find a visible page; a hidden one is as good as none."""
    for page in pages_of(visit):
        if page.id == page_id:
            return page
    raise NotFound


def indicator_of(visit: Visit, page_id: str) -> Indicator:
    """Find the indicator of a page, be it visible now or hidden since the page was shown."""
    try:
        found = visit.questionnaire.indicator(page_id)
    except UnknownName:
        raise NotFound from None
    criterion_of(visit, found.criteria[0].id)
    return found


def criterion_of(visit: Visit, name: str) -> Criterion:
    """Find a criterion by its id in an address; one of a pillar that is not this person's is as good as none."""
    try:
        found = visit.questionnaire.criterion(name)
    except UnknownName:
        raise NotFound from None
    if not visit.may_see(visit.questionnaire.pillar_of(name)):
        raise NotFound
    return found


def pillars_of(visit: Visit) -> list[Pillar]:
    """List the visible pillars."""
    return list({page.pillar.id: page.pillar for page in pages_of(visit)}.values())


def done(visit: Visit, page: journey.Page) -> list[Criterion]:
    """List the page's questions that have an answer."""
    return [criterion for criterion in page.criteria if visit.answers.of(criterion.id) is not None]
