"""Looks up what conditions name: facts of the profile, criteria, their options."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from assessment.core.parsing.reading import Place, meant
from assessment.core.parts.terms import AllOf, AnsweredIs, AnyOf, ChosenIn, Compared, Condition, Not, ProfileIn
from assessment.core.questionnaire import Criterion, Questionnaire


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may look at, in one questionnaire or in several that share criteria."""

    facts: Mapping[str, frozenset[str]]
    criteria: Mapping[str, tuple[Criterion, ...]]
    context: frozenset[str]
    order: Mapping[str, int]
    end: int | None = None

    @classmethod
    def over(cls, questionnaires: Iterable[Questionnaire]) -> "Scope":
        """Take everything these questionnaires name."""
        facts: dict[str, frozenset[str]] = {}
        criteria: dict[str, tuple[Criterion, ...]] = {}
        context: set[str] = set()
        for questionnaire in questionnaires:
            for fact, values in questionnaire.profile:
                facts[fact] = facts.get(fact, frozenset()).union(values)
            for criterion in questionnaire.criteria:
                criteria[criterion.id] = (*criteria.get(criterion.id, ()), criterion)
            context.update(each.id for each in questionnaire.context)
        return cls(facts, criteria, frozenset(context), {name: place for place, name in enumerate(criteria)})

    def before(self, position: int) -> "Scope":
        """Look only at the criteria before this position."""
        return replace(self, end=position)

    def options(self, criterion: str) -> list[str]:
        """List the ids of every option of a criterion."""
        return [option.id for each in self.criteria[criterion] for option in each.options]


def look_up(condition: Condition, place: Place, scope: Scope) -> None:
    """Note every name in a condition that is unknown, comes too late or is compared the wrong way."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            step = "all" if isinstance(condition, AllOf) else "any"
            for position, part in enumerate(parts):
                look_up(part, place.at(step).at(position), scope)
        case Not(part):
            look_up(part, place.at("not"), scope)
        case ProfileIn():
            _fact(condition, place, scope)
        case AnsweredIs(criterion):
            criterion_known(criterion, place.at("answered"), scope)
        case ChosenIn():
            _options(condition, place, scope)
        case Compared():
            _figures(condition, place, scope)
        case _:
            assert_never(condition)


def _fact(condition: ProfileIn, place: Place, scope: Scope) -> None:
    if condition.fact and condition.fact not in scope.facts:
        hint = meant(condition.fact, scope.facts)
        place.at("profile").fault(f"the profile has no fact `{condition.fact}`{hint}")
        return
    known = scope.facts.get(condition.fact, frozenset(condition.values))
    for position, value in enumerate(condition.values):
        if value and value not in known:
            place.at("in").at(position).fault(f"`{value}` is no value of {condition.fact}{meant(value, sorted(known))}")


def criterion_known(name: str, place: Place, scope: Scope) -> bool:
    """Tell whether a criterion is there to be looked at, and note why not."""
    if name in scope.context:
        place.fault(f"`{name}` is a context question, which nothing may depend on")
    elif name and name not in scope.criteria:
        place.fault(f"there is no criterion `{name}`{meant(name, scope.criteria)}")
    elif name and scope.end is not None and scope.order[name] >= scope.end:
        place.fault(f"`{name}` does not stand before the first criterion this decides about")
    return name in scope.criteria


def _options(condition: ChosenIn, place: Place, scope: Scope) -> None:
    name = condition.criterion
    if not criterion_known(name, place.at("criterion"), scope):
        return
    known = scope.options(name)
    kinds = {each.kind for each in scope.criteria[name]}
    if kinds <= {"number", "ratio"}:
        place.at("in").fault(f"`in` fits a choice or multiple; `{name}` is a {scope.criteria[name][0].kind}")
    elif known:
        for position, option in enumerate(condition.options):
            if option and option not in known:
                place.at("in").at(position).fault(f"`{option}` is no option of {name}{meant(option, known)}")


def _figures(condition: Compared, place: Place, scope: Scope) -> None:
    name = condition.criterion
    if not criterion_known(name, place.at("criterion"), scope) or not scope.options(name):
        return
    for test in condition.tests:
        spot = place.at(test.operator)
        spot.fault(f"`{test.operator}` fits a number or ratio; `{name}` is a {scope.criteria[name][0].kind}")
