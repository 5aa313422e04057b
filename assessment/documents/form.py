"""The questionnaire on paper, blank or with the enterprise's own answers: rows in, the value that is printed out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.config import TIME_ZONE, Settings
from assessment.core import journey
from assessment.core.conditions import criteria_of, holds
from assessment.core.parts.numbering import criterion_numbers, pillar_numbers
from assessment.core.parts.scales import Choice, Multiple, Ratio
from assessment.core.parts.terms import Condition
from assessment.core.questionnaire import Criterion, Indicator, Pillar, Questionnaire, Text
from assessment.core.values.states import Answers, Profile
from assessment.core.values.stored import from_json
from assessment.documents.render import pdf
from assessment.documents.wording import answer_words
from assessment.models import AnswerRow, Assessment

STYLESHEET = "paper-form.css"


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question: what to mark or write, or the answer that stands."""

    number: str
    text: str
    help: str
    marks: tuple[str, ...]
    several: bool
    fields: tuple[tuple[str, str], ...]
    exempt: bool
    unknown: bool
    perhaps: bool
    answer: str = ""


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One indicator with its questions."""

    title: str
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True, slots=True)
class PaperPillar:
    """One pillar with its parts."""

    number: int
    title: str
    parts: tuple[PaperPart, ...]


@dataclass(frozen=True, slots=True)
class PaperForm:
    """All that the paper says, in its language; `filled` tells own answers from the blank form."""

    language: str
    issuer: str
    enterprise: str
    wave: str
    questionnaire: str
    version: str
    made: date
    filled: bool
    answered: int
    pillars: tuple[PaperPillar, ...]
    demo: bool

    @property
    def total(self) -> int:
        """How many questions it holds."""
        return sum(len(part.questions) for pillar in self.pillars for part in pillar.parts)


def gather(
    session: Session, assessment_id: UUID, language: str, settings: Settings, *, filled: bool, now: datetime, demo: bool
) -> PaperForm:
    """Gather the form of an assessment, as its enterprise would meet it."""
    assessment = session.get_one(Assessment, assessment_id)
    questionnaire = catalogue.published(session, assessment.questionnaire_id)
    profile, answers = assessment.enterprise.profile, _answers(session, assessment_id, questionnaire)
    shown = journey.visible_criteria(questionnaire, profile, answers) if filled else _possible(questionnaire, profile)
    return PaperForm(
        language=language,
        issuer=dict(settings.association)[language],
        enterprise=assessment.enterprise.name,
        wave=assessment.wave.title.get(language, ""),
        questionnaire=questionnaire.title.of(language),
        version=questionnaire.version,
        made=now.astimezone(TIME_ZONE).date(),
        filled=filled,
        answered=sum(answers.of(name) is not None for name in shown),
        pillars=tuple(_pillars(questionnaire, shown, answers if filled else None, language)),
        demo=demo,
    )


def form_pdf(form: PaperForm, render_template: Callable[..., str]) -> bytes:
    """Print it as tagged PDF/A-3."""
    return pdf(render_template("documents/questionnaire_form.html", report=form, made=form.made), STYLESHEET)


def _answers(session: Session, assessment_id: UUID, questionnaire: Questionnaire) -> Answers:
    query = select(AnswerRow.criterion, AnswerRow.value).where(AnswerRow.assessment_id == assessment_id)
    rows: dict[str, Any] = {name: value for name, value in session.execute(query) if value is not None}
    known = {each.id: each for each in questionnaire.criteria}
    return Answers({name: from_json(known[name], rows[name]) for name in rows if name in known})


def _possible(questionnaire: Questionnaire, profile: Profile) -> frozenset[str]:
    """Name the questions this enterprise may meet, whatever it answers."""
    return frozenset(
        criterion.id
        for pillar, indicator in _indicators(questionnaire)
        for criterion in indicator.criteria
        if all(_may_hold(node.when, profile) for node in (pillar, indicator, criterion))
    )


def _may_hold(condition: Condition | None, profile: Profile) -> bool:
    return condition is None or bool(set(criteria_of(condition))) or holds(condition, profile, Answers())


def _indicators(questionnaire: Questionnaire) -> Iterator[tuple[Pillar, Indicator]]:
    for pillar in questionnaire.pillars:
        for indicator in pillar.indicators:
            yield pillar, indicator


def _pillars(
    questionnaire: Questionnaire, shown: frozenset[str], answers: Answers | None, language: str
) -> Iterator[PaperPillar]:
    numbers, places = criterion_numbers(questionnaire), pillar_numbers(questionnaire)
    for pillar in questionnaire.pillars:
        parts = tuple(
            PaperPart(indicator.title.of(language), questions)
            for indicator in pillar.indicators
            if (
                questions := tuple(
                    _question(
                        criterion, numbers[criterion.id], answers, language, perhaps=_perhaps(indicator, criterion)
                    )
                    for criterion in indicator.criteria
                    if criterion.id in shown
                )
            )
        )
        if parts:
            yield PaperPillar(places[pillar.id], pillar.title.of(language), parts)


def _perhaps(indicator: Indicator, criterion: Criterion) -> bool:
    """Whether the question is only asked after certain answers."""
    conditions = [node.when for node in (indicator, criterion) if node.when is not None]
    return any(set(criteria_of(condition)) for condition in conditions)


def _question(
    criterion: Criterion, number: str, answers: Answers | None, language: str, *, perhaps: bool
) -> PaperQuestion:
    return PaperQuestion(
        number=number,
        text=criterion.text.of(language),
        help=_words(criterion.help, language),
        marks=tuple(option.text.of(language) for option in criterion.options),
        several=isinstance(criterion.scale, Multiple),
        fields=_fields(criterion, language),
        exempt=criterion.not_applicable,
        unknown=criterion.dont_know,
        perhaps=perhaps,
        answer="" if answers is None else answer_words(criterion, answers.of(criterion.id), language),
    )


def _fields(criterion: Criterion, language: str) -> tuple[tuple[str, str], ...]:
    """Name the figures to write, each with its unit."""
    unit = _words(getattr(criterion.scale, "unit", None), language)
    match criterion.scale:
        case Choice() | Multiple():
            return ()
        case Ratio(part=part, whole=whole):
            return (_words(part, language), unit), (_words(whole, language), unit)
        case _:
            return (("", unit),)


def _words(text: Text | None, language: str) -> str:
    return "" if text is None else text.of(language)
