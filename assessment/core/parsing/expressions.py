"""Reads conditions: a closed set of operators, written as maps."""

from collections.abc import Mapping

from assessment.core.parsing.entries import Entry
from assessment.core.parsing.reading import Place, Reader, identifier, items, meant, number
from assessment.core.parts.terms import (
    AllOf,
    AnsweredIs,
    AnyOf,
    ChosenIn,
    Compared,
    Comparison,
    Condition,
    Not,
    Operator,
    ProfileIn,
)

DEEPEST = 64
OPERATORS: tuple[Operator, ...] = ("from", "above", "up_to", "below")
STAND_IN: Condition = AllOf(())


def condition(place: Place) -> Condition:
    """Read a condition; its ids are looked up later, when the whole file is known."""
    if not isinstance(place.value, Mapping) or len(place.path) > DEEPEST:
        place.fault(f"expected a condition: a map with one of {', '.join(_FORMS)}")
        return STAND_IN
    heads = [head for head in _FORMS if head in place.value]
    if len(heads) != 1:
        place.fault(_headless(place.value) if not heads else f"{' and '.join(heads)} exclude each other")
        return STAND_IN
    return _FORMS[heads[0]](place)


def _headless(value: Mapping[object, object]) -> str:
    guess = next((close for key in value if (close := meant(str(key), _FORMS))), "")
    return f"a condition has one of {', '.join(_FORMS)}{guess}"


def _all(place: Place) -> Condition:
    return AllOf(Entry(place, ("all",)).need("all", items(condition), ()))


def _any(place: Place) -> Condition:
    return AnyOf(Entry(place, ("any",)).need("any", items(condition), ()))


def _not(place: Place) -> Condition:
    return Not(Entry(place, ("not",)).need("not", condition, STAND_IN))


def _answered(place: Place) -> Condition:
    return AnsweredIs(Entry(place, ("answered",)).need("answered", identifier, ""))


def _profile(place: Place) -> Condition:
    entry = Entry(place, ("profile", "in"))
    return ProfileIn(entry.need("profile", identifier, ""), entry.need("in", items(identifier), ()))


def _criterion(place: Place) -> Condition:
    entry = Entry(place, ("criterion", "in", *OPERATORS))
    criterion = entry.need("criterion", identifier, "")
    compared = [operator for operator in OPERATORS if operator in entry]
    if "in" in entry and compared:
        place.fault(f"`in` and `{compared[0]}` exclude each other")
    if "in" in entry:
        return ChosenIn(criterion, entry.need("in", items(identifier), ()))
    if not compared:
        place.fault("`in` or a comparison (from, above, up_to, below) is missing")
    return Compared(criterion, tuple(Comparison(each, entry.need(each, number, 0.0)) for each in compared))


_FORMS: dict[str, Reader[Condition]] = {
    "criterion": _criterion,
    "answered": _answered,
    "profile": _profile,
    "all": _all,
    "any": _any,
    "not": _not,
}
