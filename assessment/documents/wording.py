"""Answers and reasons in words, for pages and paper alike."""

from assessment.core.answers import (
    Answered,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    State,
    Ticked,
)
from assessment.core.questionnaire import Criterion
from assessment.core.reckoning.binding import Binding
from assessment.documents import charts

LEAST_SHOWN = 0.1
HOLDING = {
    "vi": {
        "score_holds": "Điểm đã đủ cho mức {level} ({score}).",
        "score_lacks": "Mức {level} cần thêm {points} điểm chung.",
        "breadth_holds": "Số trụ cột cần có thì đã đủ.",
        "breadth_lacks": "Mức {level} cần ít nhất {wanted} trụ cột đạt mức {at}; doanh nghiệp mình có {has}.",
    },
    "en": {
        "score_holds": "Your score is enough for level {level} ({score}).",
        "score_lacks": "Level {level} needs {points} more points overall.",
        "breadth_holds": "The pillars it asks for are there.",
        "breadth_lacks": "Level {level} asks for at least {wanted} pillars at level {at}, and you have {has}.",
    },
}
MOST_PLACES = 6


def typed_number(number: float, language: str) -> str:
    """Write a number the way a person of this language would type it."""
    places = 0
    while places < MOST_PLACES and round(number, places) != number:
        places += 1
    return charts.decimal(number, language, places)


def answer_words(criterion: Criterion, state: State | None, language: str) -> str:
    """Say an answer in words, as on the check page and in a conflict."""
    match state:
        case None:
            return ""
        case DontKnow():
            return {"vi": "Không biết", "en": "Don't know"}[language]
        case NotApplicable(reason):
            listed = {each.id: each.text.of(language) for each in criterion.reasons}
            said = {"vi": "Không áp dụng", "en": "Does not apply"}[language]
            return f"{said}: {listed.get(reason, reason)}" if reason else said
        case Answered(value):
            return _value_words(criterion, value, language)


def _value_words(criterion: Criterion, value: Chosen | Ticked | Figure | Part, language: str) -> str:
    unit = getattr(criterion.scale, "unit", None)
    after = f" {unit.of(language)}" if unit else ""
    match value:
        case Chosen(chosen):
            return next(option.text.of(language) for option in criterion.options if option.id == chosen)
        case Ticked(ticked):
            return " · ".join(option.text.of(language) for option in criterion.options if option.id in ticked)
        case Figure(number):
            return typed_number(number, language) + after
        case Part(part, whole):
            share = charts.percent(value.percent, language, 1)
            return f"{typed_number(part, language)} / {typed_number(whole, language)}{after} = {share}"


def holding(binding: Binding, overall: float | None, language: str) -> tuple[str, ...]:
    """Say in two sentences what keeps the next level away; nothing at the highest level."""
    following, say = binding.following, HOLDING[language]
    if following is None or overall is None:
        return ()
    points = charts.decimal(max(binding.points, LEAST_SHOWN), language)
    score = say["score_holds" if binding.score_holds else "score_lacks"]
    sentences = [score.format(level=following.id, score=charts.decimal(overall, language), points=points)]
    if following.breadth is not None:
        breadth = say["breadth_holds" if binding.breadth_holds else "breadth_lacks"]
        wanted, has = binding.pillars_wanted, binding.pillars_standing
        sentences.append(breadth.format(level=following.id, wanted=wanted, at=following.breadth.at, has=has))
    return tuple(sentences)
