"""States as plain JSON, for the tables of answers and for sealed results."""

import math
from collections.abc import Mapping
from typing import assert_never

from assessment.core.errors import UnreadableAnswer
from assessment.core.parts.scales import Choice, Multiple, Number, Ratio, Scale
from assessment.core.questionnaire import Criterion
from assessment.core.values.checking import as_figure, as_part, as_ticks
from assessment.core.values.states import (
    Answered,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    Problem,
    State,
    Ticked,
    Value,
)


def to_json(state: State) -> dict[str, object]:
    """Write a state as plain JSON, the way `from_json` reads it.

    Examples
    --------
    >>> to_json(Answered(Part(3.0, 12.0))), to_json(NotApplicable("no-invoices")), to_json(DontKnow())
    ({'part': 3.0, 'whole': 12.0}, {'not_applicable': 'no-invoices'}, {'dont_know': True})
    """
    match state:
        case Answered(value):
            return value_to_json(value)
        case NotApplicable(reason):
            return {"not_applicable": reason}
        case DontKnow():
            return {"dont_know": True}
        case _:
            assert_never(state)


def value_to_json(value: Value) -> dict[str, object]:
    """Write a value as plain JSON."""
    match value:
        case Chosen(option):
            return {"option": option}
        case Ticked(options):
            return {"options": list(options)}
        case Figure(number):
            return {"number": number}
        case Part(part, whole):
            return {"part": part, "whole": whole}
        case _:
            assert_never(value)


def from_json(criterion: Criterion, value: object) -> State:
    """Read a stored state.

    Parameters
    ----------
    criterion : Criterion
        The criterion it was stored for.
    value : object
        What `to_json` gave, back from the store.

    Returns
    -------
    State

    Raises
    ------
    UnreadableAnswer
        When it does not fit the criterion: a store that disagrees with its questionnaire is a fault, not an answer.

    Examples
    --------
    >>> from assessment.core.questionnaire import Goalposts, Text
    >>> staff = Criterion("staff", Text({"en": "Staff"}), None, Number(Goalposts(0.0, 2000.0)))
    >>> from_json(staff, {"number": 4})
    Answered(value=Figure(number=4.0))
    """
    match value:
        case {"not_applicable": str(reason)} if criterion.not_applicable:
            return NotApplicable(reason)
        case {"dont_know": True} if criterion.dont_know:
            return DontKnow()
        case Mapping():
            found = value_from_json(criterion.scale, value)
            if found is not None and not isinstance(found, Problem):
                return Answered(found)
    message = f"{criterion.id}: {value!r:.200}"
    raise UnreadableAnswer(message)


def value_from_json(scale: Scale, value: Mapping[str, object]) -> Value | Problem | None:
    """Read a stored value; None when its form is not the scale's."""
    match scale, value:
        case Choice(), {"option": str(option)}:
            return as_ticks(scale, (option,))
        case Multiple(), {"options": [*options]}:
            return as_ticks(scale, tuple(map(str, options)))
        case Number(), {"number": int() | float() as number}:
            return as_figure(scale, _finite(number))
        case Ratio(), {"part": int() | float() as part, "whole": int() | float() as whole}:
            return as_part(scale, _finite(part, whole))
        case _:
            return None


def _finite(*numbers: float) -> tuple[float, ...]:
    """Give them as floats; a truth value, NaN or infinity is none, so that what is left shows the lack."""
    return tuple(float(each) for each in numbers if not isinstance(each, bool) and math.isfinite(each))
