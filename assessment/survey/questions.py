"""Questions as the page shows them: plain values, made once for each questionnaire and language, and what is filled in.

Rendering seventy questions through form widgets would cost more than all the rest of a journey together. So the words
are escaped once and kept, and a page only looks up what is chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup, escape

from assessment.core.answers import Answered, Chosen, DontKnow, Figure, NotApplicable, Part, Raw, State, Ticked
from assessment.core.parts.numbering import criterion_numbers
from assessment.core.questionnaire import Choice, ContextQuestion, Criterion, Option, Questionnaire, Ratio, Text
from assessment.core.values.text import showable
from assessment.survey.pieces import Piece
from assessment.web import numerals
from assessment.web.answer_words import typed_number
from assessment.web.typography import hyphens_kept

DONT_KNOW = "?"
NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer to choose: its value, its words, and the glyph of its rung."""

    value: str
    words: Markup
    glyph: Markup


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question in one language, ready to be written into a page; made once, so it is equal to itself alone."""

    id: str
    number: str
    kind: str
    text: Markup
    help: Markup
    rows: tuple[Row, ...]
    apart: tuple[Row, ...]
    unit: Markup
    part: Markup
    whole: Markup
    dont_know: bool
    not_applicable: bool
    reasons: tuple[Row, ...]
    evidence: str
    evidence_text: Markup
    optional: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """A question with what stands in its fields now."""

    question: Question
    chosen: frozenset[str]
    text: str = ""
    part: str = ""
    whole: str = ""
    state: str = ""
    reason: str = ""
    error: str = ""
    note: str = ""
    theirs: str = ""
    stale: int = 0
    standing: int = 0
    last: str = ""
    evidence: tuple[Piece, ...] = ()
    result: str = ""
    locked: bool = False

    @property
    def plain(self) -> bool:
        """Whether nothing but the choice tells this question from another visitor's."""
        typed = self.text or self.part or self.whole or self.reason
        return not (typed or self.error or self.note or self.theirs or self.last or self.evidence or self.result)


MOST_KEPT = 20_000
_written: dict[tuple[Question, frozenset[str], bool], Markup] = {}


def written(item: Filled) -> Markup:
    """Write a question into the page. One that differs by its choice alone is written once and kept.

    A ladder of six rungs is one of seven texts, for every visitor and on every day: looking the text up costs a
    thousandth of writing it.
    """
    key = (item.question, item.chosen, item.locked)
    if item.plain and key in _written:
        return _written[key]
    macros = current_app.jinja_env.get_template("survey/kinds.html").module
    words = Markup(macros.question(item))  # type: ignore[attr-defined]
    if item.plain:
        if len(_written) >= MOST_KEPT:
            _written.clear()
        _written[key] = words
    return words


_made: dict[tuple[int, str], tuple[Questionnaire, Mapping[str, Question]]] = {}


def questions(questionnaire: Questionnaire, language: str) -> Mapping[str, Question]:
    """Give every question of a questionnaire in one language, by id.

    Kept by the identity of the questionnaire, which the catalogue hands out as one object for the life of the process:
    hashing its whole tree would cost more than it saves.
    """
    key = (id(questionnaire), language)
    if key not in _made:
        _made[key] = (questionnaire, _questions(questionnaire, language))
    return _made[key][1]


def _questions(questionnaire: Questionnaire, language: str) -> dict[str, Question]:
    numbers = criterion_numbers(questionnaire)
    return {
        criterion.id: _question(criterion, numbers[criterion.id], language)
        for pillar in questionnaire.pillars
        for criterion in pillar.criteria
    }


def _question(criterion: Criterion, number: str, language: str) -> Question:
    ladder = isinstance(criterion.scale, Choice)
    together = [option for option in criterion.options if not option.exclusive]
    alone = [option for option in criterion.options if option.exclusive]
    ratio = criterion.scale if isinstance(criterion.scale, Ratio) else None
    return Question(
        id=criterion.id,
        number=number,
        kind=criterion.kind,
        text=_markup(criterion.text, language),
        help=_markup(criterion.help, language),
        rows=_rows(criterion.options if ladder else together, language, rungs=ladder),
        apart=() if ladder else _rows(alone, language, rungs=False),
        unit=_markup(getattr(criterion.scale, "unit", None), language),
        part=_markup(ratio.part if ratio else None, language),
        whole=_markup(ratio.whole if ratio else None, language),
        dont_know=criterion.dont_know,
        not_applicable=criterion.not_applicable,
        reasons=tuple(Row(reason.id, _markup(reason.text, language), Markup()) for reason in criterion.reasons),
        evidence=criterion.evidence,
        evidence_text=_markup(criterion.evidence_text, language),
        optional=not criterion.required,
    )


def context_question(question: ContextQuestion, number: int, language: str) -> Question:
    """Give a question of the context page the same shape."""
    return Question(
        id=question.id,
        number=str(number),
        kind="text" if question.kind == "text" else question.kind,
        text=_markup(question.text, language),
        help=_markup(question.help, language),
        rows=_rows([option for option in question.options if not option.exclusive], language, rungs=False),
        apart=_rows([option for option in question.options if option.exclusive], language, rungs=False),
        unit=_markup(question.unit, language),
        part=Markup(),
        whole=Markup(),
        dont_know=False,
        not_applicable=False,
        reasons=(),
        evidence="none",
        evidence_text=Markup(),
        optional=not question.required,
    )


def _rows(options: Iterable[Option], language: str, *, rungs: bool) -> tuple[Row, ...]:
    listed = tuple(options)
    steps = max(len(listed) - 1, 1)
    return tuple(
        Row(option.id, _markup(option.text, language), _glyph(place, steps) if rungs else Markup())
        for place, option in enumerate(listed)
    )


def _glyph(filled: int, steps: int) -> Markup:
    """Draw the rung's glyph with the same macro as everywhere else."""
    macros = current_app.jinja_env.get_template("macros/levels.html").module
    return Markup(macros.glyph(filled, steps))  # type: ignore[attr-defined]


def _markup(text: Text | None, language: str) -> Markup:
    return Markup() if text is None else escape(hyphens_kept(text.of(language)))


def filled(question: Question, state: State | None, language: str) -> Filled:
    """Show a question with the answer that stands."""
    match state:
        case None:
            return Filled(question, frozenset())
        case DontKnow():
            return Filled(question, frozenset({DONT_KNOW}), state=DONT_KNOW)
        case NotApplicable(reason):
            return Filled(question, frozenset({NOT_APPLICABLE}), state=NOT_APPLICABLE, reason=reason)
        case Answered(value):
            return _with_value(question, value, language)


def _with_value(question: Question, value: Chosen | Ticked | Figure | Part, language: str) -> Filled:
    match value:
        case Chosen(option):
            return Filled(question, frozenset({option}))
        case Ticked(options):
            return Filled(question, frozenset(options))
        case Figure(number):
            return Filled(question, frozenset(), text=typed_number(number, language))
        case Part(part, whole):
            return Filled(
                question,
                frozenset(),
                part=typed_number(part, language),
                whole=typed_number(whole, language),
                result="= " + numerals.percent(value.percent, language, 1),
            )


def refilled(question: Question, raw: Raw, error: str) -> Filled:
    """Show a question with what was typed, wrong as it may be; signs no page may hold are left out."""
    states = {raw.state} if raw.state else set()
    values = tuple(showable(value) for value in raw.values)
    return Filled(
        question,
        frozenset({*values, *states}),
        text=values[0] if values and question.kind in ("number", "text") else "",
        part=showable(raw.part),
        whole=showable(raw.whole),
        state=raw.state,
        reason=showable(raw.reason),
        error=error,
    )
