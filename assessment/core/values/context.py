"""Answers to the questions of the context page: never scored, so without states; words are one more kind of value."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.core.answers import Chosen, Figure, Problem, Raw, Ticked, read_value
from assessment.core.errors import UnreadableAnswer
from assessment.core.parts.scales import Choice, Goalposts, Multiple, Number
from assessment.core.questionnaire import ContextQuestion
from assessment.core.values.stored import value_from_json, value_to_json
from assessment.core.values.text import clean

LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote in their own words."""

    text: str


ContextValue = Chosen | Ticked | Figure | Words


def read_context(question: ContextQuestion, raw: Raw, language: str) -> ContextValue | Problem | None:
    """Read what a person typed for a question of the context; None when nothing was."""
    if question.kind == "text":
        return _words("\n".join(raw.values))
    # A scale with neither points nor goal reads the value by the same rules as a criterion's.
    value = read_value(_scale(question), raw, language)
    return value if isinstance(value, Chosen | Ticked | Figure | Problem) else None


def _words(text: str) -> Words | Problem | None:
    cleaned = clean(text, LONGEST_WORDS)
    if isinstance(cleaned, Problem):
        return cleaned
    return Words(cleaned) if cleaned else None


def _scale(question: ContextQuestion) -> Choice | Multiple | Number:
    match question.kind:
        case "choice":
            return Choice(question.options)
        case "multiple":
            return Multiple(question.options, 1.0)
        case _:
            return Number(Goalposts(0.0, 1.0), question.minimum, question.maximum)


def context_to_json(value: ContextValue) -> dict[str, object]:
    """Write a value of the context as plain JSON."""
    return {"text": value.text} if isinstance(value, Words) else value_to_json(value)


def context_from_json(question: ContextQuestion, stored: object) -> ContextValue:
    """Read a stored value of the context; raises `UnreadableAnswer` when it does not fit the question."""
    match question.kind, stored:
        case "text", {"text": str(text)}:
            return Words(text)
        case "choice" | "multiple" | "number", Mapping():
            value = value_from_json(_scale(question), stored)
            if isinstance(value, Chosen | Ticked | Figure):
                return value
    message = f"{question.id}: {stored!r:.200}"
    raise UnreadableAnswer(message)
