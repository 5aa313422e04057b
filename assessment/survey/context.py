"""The page of context questions: never scored, all of them may be left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from assessment.core.answers import Chosen, Figure, Problem, Raw, Ticked
from assessment.core.questionnaire import ContextQuestion
from assessment.core.values.context import Words, context_from_json, context_to_json, read_context
from assessment.core.values.text import showable
from assessment.survey import fields
from assessment.survey.answering import Told, saved_words
from assessment.survey.fields import Form
from assessment.survey.pages import changed_by
from assessment.survey.questions import Filled, context_question, refilled
from assessment.survey.service import ContextConflict
from assessment.survey.statements import Signature
from assessment.survey.visits import Visit
from assessment.web.answer_words import sentence, typed_number


@dataclass(frozen=True)
class Said:
    """What the page hands in: values to keep, problems, what was typed, and the event each question has seen."""

    values: Mapping[str, dict[str, Any] | None]
    problems: Mapping[str, Problem]
    raws: Mapping[str, Raw]
    seen: Mapping[str, int]


def shown(visit: Visit, language: str) -> tuple[Filled, ...]:
    """Give the questions of the context page with what stands."""
    return tuple(_as_it_stands(visit, place, language) for place in range(len(visit.questionnaire.context)))


def _as_it_stands(visit: Visit, place: int, language: str) -> Filled:
    asked = visit.questionnaire.context[place]
    item = Filled(context_question(asked, place + 1, language), frozenset(), locked=not visit.may_edit(asked.id))
    match _standing(visit, asked):
        case Chosen(option):
            return replace(item, chosen=frozenset({option}))
        case Ticked(options):
            return replace(item, chosen=frozenset(options))
        case Figure(number):
            return replace(item, text=typed_number(number, language))
        case Words(text):
            return replace(item, text=text)
        case None:
            return item


def _standing(visit: Visit, asked: ContextQuestion) -> Chosen | Ticked | Figure | Words | None:
    row = visit.rows.get(asked.id)
    return None if row is None or row.value is None else context_from_json(asked, row.value)


def typed(visit: Visit, form: Form, language: str) -> Said:
    """Read the context page; a question whose fields were not sent is left as it stands."""
    values: dict[str, dict[str, Any] | None] = {}
    problems: dict[str, Problem] = {}
    known = {question.id: question for question in visit.questionnaire.context}
    raws = fields.typed_context(visit.questionnaire, form)
    for name, raw in raws.items():
        value = read_context(known[name], raw, language)
        if isinstance(value, Problem):
            problems[name] = value
        else:
            values[name] = None if value is None else dict(context_to_json(value))
    return Said(values, problems, raws, fields.seen(form, raws))


def again(visit: Visit, said: Said, conflicts: tuple[ContextConflict, ...], language: str) -> tuple[Filled, ...]:
    """Give the page with what was typed, what is wrong, and what somebody else has written meanwhile."""
    theirs = {conflict.question.id: conflict for conflict in conflicts}
    items = []
    for place, asked in enumerate(visit.questionnaire.context):
        question = context_question(asked, place + 1, language)
        if asked.id in said.problems:
            items.append(refilled(question, said.raws[asked.id], sentence(said.problems[asked.id], language)))
        elif asked.id in theirs:
            found, typed_again = theirs[asked.id], refilled(question, said.raws[asked.id], "")
            words = _in_conflict(visit, found, language)
            items.append(replace(typed_again, theirs=words, stale=found.seen, standing=found.event))
        else:
            items.append(_as_it_stands(visit, place, language))
    return tuple(items)


def told(
    visit: Visit,
    said: Said,
    conflicts: tuple[ContextConflict, ...],
    name: str,
    signed: Signature | None,
    language: str,
) -> Told:
    """Say for the script of the page what became of one answer, with the status that fits."""
    if name in said.problems:
        return {"state": "problem", "words": sentence(said.problems[name], language)}, 422
    for conflict in conflicts:
        words = _in_conflict(visit, conflict, language)
        return {"state": "conflict", "words": words, "event": conflict.event}, 409
    row, here = visit.rows.get(name), [each.id for each in visit.questionnaire.context]
    stands = {"words": saved_words(signed, language), "event": 0 if row is None else row.event}
    return {"state": "saved", **stands, "result": "", "questions": here, "total": 0}, 200


def unsaved(visit: Visit, said: Said, language: str) -> list[tuple[str, str]]:
    """Say what was typed and cannot be kept any more, so that it can be copied: question and words."""
    texts = {each.id: each.text.of(language) for each in visit.questionnaire.context}
    return [(texts[name], " · ".join(showable(value) for value in raw.values)) for name, raw in said.raws.items()]


def _in_conflict(visit: Visit, conflict: ContextConflict, language: str) -> str:
    return changed_by(_words(visit, conflict.question, language), conflict.by, conflict.at, language)


def _words(visit: Visit, asked: ContextQuestion, language: str) -> str:
    """Say what stands in words."""
    texts = {option.id: option.text.of(language) for option in asked.options}
    match _standing(visit, asked):
        case Chosen(option):
            return texts[option]
        case Ticked(options):
            return " · ".join(texts[option] for option in options)
        case Figure(number):
            return typed_number(number, language)
        case Words(text):
            return text
        case None:
            return _("(chưa trả lời)")


def errors(page: tuple[Filled, ...]) -> tuple[tuple[str, str], ...]:
    """List what needs a look, for the summary of the page."""
    return tuple((f"q-{item.question.id}", item.error or item.theirs) for item in page if item.error or item.theirs)
