"""Reads the tree of a questionnaire: pillars, indicators, criteria and what hangs on them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from assessment.core.parsing.entries import WORDLESS, Entry, open_map, words
from assessment.core.parsing.expressions import STAND_IN, condition
from assessment.core.parsing.kinds import KEYS, limits, misplaced, option_list, reasons, scale, unscored_option
from assessment.core.parsing.reading import (
    Place,
    Reader,
    between,
    flag,
    identifier,
    identifiers,
    items,
    number,
    one_of,
    positive,
    text,
    whole,
)
from assessment.core.parts.scales import Reason
from assessment.core.questionnaire import (
    Advice,
    Aggregate,
    Check,
    ContextKind,
    ContextQuestion,
    Criterion,
    Evidence,
    Indicator,
    Pillar,
)

AGGREGATES = ("arithmetic", "geometric", "harmonic", "minimum")
EVIDENCE = ("none", "optional", "expected")
CONTEXT_KEYS = {
    "choice": ("options",),
    "multiple": ("options",),
    "number": ("min", "max", "unit"),
    "text": (),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What a node hands down to the nodes below it: how they aggregate, how much must be answered."""

    aggregate: Aggregate = "arithmetic"
    coverage: float = 0.0


def rules(entry: Entry, above: Rules) -> Rules:
    """Read a node's own rules, or else take those of the node above."""
    aggregate = entry.may("aggregate", one_of(AGGREGATES), above.aggregate)
    return Rules(cast("Aggregate", aggregate), entry.may("coverage", between(0, 1), above.coverage))


Node = TypeVar("Node", Pillar, Indicator)


def _node(make: type[Node], children: str, below: Callable[[Rules], Reader[object]]) -> Callable[[Rules], Reader[Node]]:
    """Make what makes readers of nodes that inherit rules; pillar and indicator differ by what hangs on them alone."""

    def inheriting(above: Rules) -> Reader[Node]:
        def read(place: Place) -> Node:
            entry = Entry(place, ("id", "title", "text", "weight", "aggregate", "coverage", "when", children))
            own = rules(entry, above)
            return make(
                id=entry.need("id", identifier, ""),
                title=entry.need("title", words, WORDLESS),
                text=entry.optional("text", words),
                weight=entry.may("weight", positive, 1.0),
                aggregate=own.aggregate,
                coverage=own.coverage,
                when=entry.optional("when", condition),
                **{children: entry.need(children, items(below(own)), ())},  # type: ignore[arg-type]
            )

        return read

    return inheriting


CRITERION_KEYS = (
    "id",
    "text",
    "help",
    "kind",
    "weight",
    "required",
    "not_applicable",
    "dont_know",
    "evidence",
    "evidence_text",
    "when",
    "maps_to",
    "advice",
)


def criterion(place: Place) -> Criterion:
    """Read a criterion; its kind decides which further keys it has."""
    entry = _of_kind(place, CRITERION_KEYS, KEYS)
    not_applicable, listed = entry.may("not_applicable", _not_applicable, (False, ()))
    return Criterion(
        id=entry.need("id", identifier, ""),
        text=entry.need("text", words, WORDLESS),
        help=entry.optional("help", words),
        scale=scale(entry.need("kind", one_of(tuple(KEYS)), ""), entry),
        weight=entry.may("weight", positive, 1.0),
        required=entry.may("required", flag, otherwise=False),
        not_applicable=not_applicable,
        reasons=listed,
        dont_know=entry.may("dont_know", flag, otherwise=False),
        evidence=cast("Evidence", entry.may("evidence", one_of(EVIDENCE), "none")),
        evidence_text=entry.optional("evidence_text", words),
        when=entry.optional("when", condition),
        maps_to=entry.may("maps_to", _codes, ()),
        advice=entry.may("advice", items(_advice, least=0), ()),
    )


indicator = _node(Indicator, "criteria", lambda _rules: criterion)
"""Makes a reader of indicators that inherit these rules."""
pillar = _node(Pillar, "indicators", indicator)
"""Makes a reader of pillars that inherit these rules."""


def _of_kind(place: Place, common: tuple[str, ...], kinds: dict[str, tuple[str, ...]]) -> Entry:
    """Open a map whose keys depend on its kind, and say so when a key belongs to another kind."""
    special = tuple(dict.fromkeys(key for keys in kinds.values() for key in keys))
    entry = Entry(place, (*common, *special))
    kind = entry.keys.get("kind")
    if isinstance(kind, str) and kind in kinds:
        for key in special:
            if key in entry and key not in kinds[kind]:
                place.at(key).fault(f"`{key}` does not belong to the kind {kind}")
    return entry


def _not_applicable(place: Place) -> tuple[bool, tuple[Reason, ...]]:
    if isinstance(place.value, list | tuple):
        return True, reasons(place)
    if not isinstance(place.value, bool):
        place.fault("expected true, false or a list of reasons")
    return place.value is True, ()


def _codes(place: Place) -> tuple[tuple[str, str], ...]:
    return open_map(text)(place)


def _advice(place: Place) -> Advice:
    entry = Entry(place, ("id", "below", "text", "effort", "tags", "to", "after"))
    return Advice(
        id=entry.need("id", identifier, ""),
        below=entry.may("below", _fraction, 1.0),
        text=entry.need("text", words, WORDLESS),
        effort=entry.may("effort", _effort, 1),
        tags=entry.may("tags", _tags, ()),
        to=entry.optional("to", _target),
        after=entry.may("after", _tags, ()),
    )


def _fraction(place: Place) -> float:
    figure = number(place)
    if figure <= 0 or figure > 1:
        place.fault(f"{figure:g} is not above 0 and at most 1")
    return figure


def _effort(place: Place) -> int:
    effort = whole(place)
    if effort not in {1, 2, 3} and effort == place.value:
        place.fault(f"the effort is 1, 2 or 3, not {effort}")
    return effort


def _tags(place: Place) -> tuple[str, ...]:
    return identifiers(place) if place.value != [] else ()


def _target(place: Place) -> str | float:
    return identifier(place) if isinstance(place.value, str) else number(place)


def check(place: Place) -> Check:
    """Read a plausibility check."""
    entry = Entry(place, ("id", "when", "text"))
    return Check(
        id=entry.need("id", identifier, ""),
        when=entry.need("when", condition, STAND_IN),
        text=entry.need("text", words, WORDLESS),
    )


def context(place: Place) -> ContextQuestion:
    """Read a question that is never scored."""
    entry = _of_kind(place, ("id", "text", "help", "kind", "required"), CONTEXT_KEYS)
    kind = entry.need("kind", one_of(tuple(CONTEXT_KEYS)), "")
    options, asks = option_list(unscored_option), "options" in CONTEXT_KEYS.get(kind, ())
    if not asks:
        misplaced(entry, "options", options)
    minimum, maximum = limits(entry)
    return ContextQuestion(
        id=entry.need("id", identifier, ""),
        text=entry.need("text", words, WORDLESS),
        help=entry.optional("help", words),
        kind=cast("ContextKind", kind),
        options=entry.need("options", options, ()) if asks else (),
        required=entry.may("required", flag, otherwise=False),
        minimum=minimum,
        maximum=maximum,
        unit=entry.optional("unit", words),
    )
