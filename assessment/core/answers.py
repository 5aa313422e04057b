"""How answers are written: typed in forms, held in the cells of files, stored as JSON.

A wrong answer is a `Problem`, never an exception. The values themselves stand in `states`; every name can be imported
from here.
"""

from typing import assert_never

from assessment.core.parts.scales import Choice, Multiple, Number, Ratio, Scale
from assessment.core.questionnaire import Criterion
from assessment.core.values import figures, stored
from assessment.core.values.checking import PROBLEMS, as_figure, as_part, as_ticks, explained
from assessment.core.values.states import (
    Answered,
    Answers,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    Problem,
    Profile,
    Raw,
    State,
    Ticked,
    Value,
)
from assessment.core.values.text import clean

__all__ = [
    "PROBLEMS",
    "Answered",
    "Answers",
    "Chosen",
    "DontKnow",
    "Figure",
    "NotApplicable",
    "Part",
    "Problem",
    "Profile",
    "Raw",
    "State",
    "Ticked",
    "Value",
    "explained",
    "from_cell",
    "from_json",
    "read",
    "read_value",
    "to_cell",
    "to_json",
]

LONGEST_REASON = 500

to_json = stored.to_json
from_json = stored.from_json


def read(criterion: Criterion, raw: Raw, language: str) -> State | Problem | None:
    """Read what a person typed in a form.

    Parameters
    ----------
    criterion : Criterion
        What was asked.
    raw : Raw
        The fields as typed; blanks around them do not matter.
    language : str
        The language of the form, which decides how numbers are written.

    Returns
    -------
    State, Problem or None
        None when nothing was typed or ticked: the criterion is missing. Whether it is required is not asked here,
        since a draft may miss anything.

    Examples
    --------
    >>> from assessment.core.questionnaire import Goalposts, Text
    >>> staff = Criterion("staff", Text({"en": "Staff"}), None, Number(Goalposts(0.0, 2000.0)))
    >>> read(staff, Raw(("1.204",)), "vi")
    Answered(value=Figure(number=1204.0))
    """
    state = raw.state.strip()
    if not state:
        return _as_answer(read_value(criterion.scale, raw, language))
    if any(field.strip() for field in (*raw.values, raw.part, raw.whole)):
        return Problem("contradictory")
    return _as_state(criterion, state, raw.reason)


def read_value(scale: Scale, raw: Raw, language: str) -> Value | Problem | None:
    """Read the value itself out of the fields of a form; None when they are empty."""
    values = tuple(value.strip() for value in raw.values if value.strip())
    match scale:
        case Choice() | Multiple():
            return as_ticks(scale, values)
        case Number():
            return as_figure(scale, tuple(figures.typed(value, language) for value in values))
        case Ratio():
            fields = (raw.part.strip(), raw.whole.strip())
            return as_part(scale, tuple(figures.typed(field, language) for field in fields if field))
        case _:
            assert_never(scale)


def _as_answer(value: Value | Problem | None) -> Answered | Problem | None:
    return value if value is None or isinstance(value, Problem) else Answered(value)


def _as_state(criterion: Criterion, state: str, reason: str) -> State | Problem:
    match state.casefold():
        case "?":
            return DontKnow() if criterion.dont_know else Problem("dont_know_refused")
        case "n/a":
            return _not_applicable(criterion, clean(reason, LONGEST_REASON))
        case _:
            return Problem("unknown_state", (state[:LONGEST_REASON],))


def _not_applicable(criterion: Criterion, reason: str | Problem) -> NotApplicable | Problem:
    if not criterion.not_applicable:
        return Problem("not_applicable_refused")
    if isinstance(reason, Problem):
        return reason
    if not reason:
        return Problem("reason_missing")
    if criterion.reasons and reason not in {each.id for each in criterion.reasons}:
        return Problem("unknown_reason", (reason,))
    return NotApplicable(reason)


def from_cell(criterion: Criterion, text: str) -> State | Problem | None:
    """Read the cell of a file.

    Parameters
    ----------
    criterion : Criterion
        The column's criterion.
    text : str
        An option id, ids joined by ``;``, a number with a dot, ``part/whole``, ``n/a``, ``?`` or nothing.

    Returns
    -------
    State, Problem or None
        None when the cell is empty. A file gives no reason for ``n/a``.

    Examples
    --------
    >>> from assessment.core.questionnaire import Goalposts, Text
    >>> digital = Criterion("digital", Text({"en": "Digital staff"}), None, Ratio(Goalposts(0.0, 50.0)))
    >>> from_cell(digital, "3/12")
    Answered(value=Part(part=3.0, whole=12.0))
    """
    cell = text.strip()
    if cell.casefold() == "n/a":
        return NotApplicable() if criterion.not_applicable else Problem("not_applicable_refused")
    if cell == "?":
        return DontKnow() if criterion.dont_know else Problem("dont_know_refused")
    return _as_answer(_cell_value(criterion.scale, cell)) if cell else None


def _cell_value(scale: Scale, cell: str) -> Value | Problem | None:
    match scale:
        case Choice():
            return as_ticks(scale, (cell,))
        case Multiple():
            return as_ticks(scale, tuple(each.strip() for each in cell.split(";")))
        case Number():
            return as_figure(scale, (figures.plain(cell),))
        case Ratio():
            return as_part(scale, tuple(figures.plain(each) for each in cell.split("/")))
        case _:
            assert_never(scale)


def to_cell(criterion: Criterion, state: State | None) -> str:
    """Write a state as the cell of a file, the way `from_cell` reads it; a reason is left out."""
    match state:
        case None:
            return ""
        case NotApplicable():
            return "n/a"
        case DontKnow():
            return "?"
        case Answered(value):
            return _written(criterion, value)
        case _:
            assert_never(state)


def _written(criterion: Criterion, value: Value) -> str:
    match value:
        case Chosen(option):
            return option
        case Ticked(options):
            return ";".join(option.id for option in criterion.options if option.id in options)
        case Figure(figure):
            return figures.written(figure)
        case Part(part, whole):
            return f"{figures.written(part)}/{figures.written(whole)}"
        case _:
            assert_never(value)
