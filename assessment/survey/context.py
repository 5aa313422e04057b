"""The page of context questions: never scored, all of them may be left out."""

from collections.abc import Mapping
from typing import Any

from assessment.core.answers import Problem, Raw
from assessment.core.values.context import context_from_json, context_to_json, read_context
from assessment.survey.fields import Form, raw_of
from assessment.survey.questions import Filled, context_question, refilled
from assessment.survey.visits import Visit
from assessment.web.answer_words import sentence


def shown(visit: Visit, language: str) -> tuple[Filled, ...]:
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


def typed(
    visit: Visit, form: Form, language: str
) -> tuple[dict[str, dict[str, Any] | None], dict[str, Problem], dict[str, Raw]]:
    """Read the context page: values to keep, problems, and what was typed."""
    values: dict[str, dict[str, Any] | None] = {}
    problems: dict[str, Problem] = {}
    raws = {question.id: raw_of(form, question.id) for question in visit.questionnaire.context}
    for question in visit.questionnaire.context:
        value = read_context(question, raws[question.id], language)
        if isinstance(value, Problem):
            problems[question.id] = value
        else:
            values[question.id] = None if value is None else dict(context_to_json(value))
    return values, problems, raws


def again(visit: Visit, raws: Mapping[str, Raw], problems: Mapping[str, Problem], language: str) -> tuple[Filled, ...]:
    """Give the context page with what was typed and what is wrong."""
    items = []
    for place, asked in enumerate(visit.questionnaire.context):
        if asked.id in problems:
            question = context_question(asked, place + 1, language)
            items.append(refilled(question, raws[asked.id], sentence(problems[asked.id], language)))
        else:
            items.append(_context_item(visit, place, language))
    return tuple(items)
