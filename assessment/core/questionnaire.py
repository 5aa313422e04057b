"""The questionnaire as one value, with ways to find its nodes by their ids.

Only `definition.parse` builds these; whatever holds one may rely on every rule of the format being kept. All names a
reader of questionnaires needs can be imported from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from assessment.core import errors
from assessment.core.parts.nodes import (
    Advice,
    Aggregate,
    Breadth,
    Check,
    ContextKind,
    ContextQuestion,
    Criterion,
    Evidence,
    Indicator,
    Kind,
    Level,
    Pillar,
)
from assessment.core.parts.scales import (
    Band,
    Choice,
    Conversion,
    Goalposts,
    Multiple,
    Number,
    Option,
    Ratio,
    Reason,
    Scale,
)
from assessment.core.parts.terms import (
    TOLERANCE,
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
    Text,
    Threshold,
)

__all__ = [
    "TOLERANCE",
    "Advice",
    "Aggregate",
    "AllOf",
    "AnsweredIs",
    "AnyOf",
    "Band",
    "Breadth",
    "Check",
    "Choice",
    "ChosenIn",
    "Compared",
    "Comparison",
    "Condition",
    "ContextKind",
    "ContextQuestion",
    "Conversion",
    "Criterion",
    "Evidence",
    "Goalposts",
    "Indicator",
    "Kind",
    "Level",
    "Multiple",
    "Not",
    "Number",
    "Operator",
    "Option",
    "Pillar",
    "ProfileIn",
    "Questionnaire",
    "Ratio",
    "Reason",
    "Scale",
    "Text",
    "Threshold",
]

Found = TypeVar("Found")


@dataclass(frozen=True)
class Questionnaire:
    """One published version of an index, whole and checked."""

    format: int
    id: str
    version: str
    languages: tuple[str, ...]
    title: Text
    about: Text
    profile: tuple[tuple[str, tuple[str, ...]], ...]
    aggregate: Aggregate
    coverage: float
    levels: tuple[Level, ...]
    pillar_levels: tuple[Level, ...]
    pillars: tuple[Pillar, ...]
    checks: tuple[Check, ...] = ()
    context: tuple[ContextQuestion, ...] = ()

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in document order."""
        return tuple(indicator for pillar in self.pillars for indicator in pillar.indicators)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in document order."""
        return tuple(criterion for indicator in self.indicators for criterion in indicator.criteria)

    def pillar(self, name: str) -> Pillar:
        """Find a pillar by its id."""
        return _find(self._pillars, name, errors.UnknownPillar)

    def indicator(self, name: str) -> Indicator:
        """Find an indicator by its id."""
        return _find(self._indicators, name, errors.UnknownIndicator)

    def criterion(self, name: str) -> Criterion:
        """Find a criterion by its id."""
        return _find(self._criteria, name, errors.UnknownCriterion)

    def pillar_of(self, criterion: str) -> Pillar:
        """Find the pillar a criterion stands in."""
        return _find(self._places, criterion, errors.UnknownCriterion)[0]

    def indicator_of(self, criterion: str) -> Indicator:
        """Find the indicator a criterion stands in."""
        return _find(self._places, criterion, errors.UnknownCriterion)[1]

    def advice(self, name: str) -> tuple[Criterion, Advice]:
        """Find a piece of advice by its id, with the criterion it belongs to."""
        return _find(self._advice, name, errors.UnknownAdvice)

    def level(self, number: int) -> Level:
        """Find a level by its id."""
        for level in self.levels:
            if level.id == number:
                return level
        raise errors.UnknownLevel(number)

    def values_of(self, fact: str) -> tuple[str, ...]:
        """List the values a fact of the profile may take; none for an unknown fact."""
        return dict(self.profile).get(fact, ())

    @cached_property
    def _pillars(self) -> dict[str, Pillar]:
        return {pillar.id: pillar for pillar in self.pillars}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def _criteria(self) -> dict[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def _places(self) -> dict[str, tuple[Pillar, Indicator]]:
        return {criterion.id: (pillar, indicator) for pillar, indicator, criterion in self._walk()}

    @cached_property
    def _advice(self) -> dict[str, tuple[Criterion, Advice]]:
        return {advice.id: (criterion, advice) for criterion in self.criteria for advice in criterion.advice}

    def _walk(self) -> Iterator[tuple[Pillar, Indicator, Criterion]]:
        for pillar in self.pillars:
            for indicator in pillar.indicators:
                for criterion in indicator.criteria:
                    yield pillar, indicator, criterion


def _find(known: Mapping[str, Found], name: str, unknown: type[errors.UnknownName]) -> Found:
    try:
        return known[name]
    except KeyError:
        raise unknown(name) from None
