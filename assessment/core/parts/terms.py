"""The terms a questionnaire is written in: texts in several languages, thresholds, conditions.

Conditions are a closed set of operators, so that a questionnaire can never run code; `conditions.holds` evaluates them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, assert_never

TOLERANCE = 1e-9
"""Every comparison with a threshold forgives this much, so that 0.1 + 0.2 still reaches 0.3."""

Operator = Literal["from", "above", "up_to", "below"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in several languages, the default language first."""

    words: Mapping[str, str]

    def __post_init__(self) -> None:
        """Keep a copy nobody can write to."""
        object.__setattr__(self, "words", MappingProxyType(dict(self.words)))

    def __hash__(self) -> int:
        """Equal words give an equal hash, whatever their order."""
        return hash(frozenset(self.words.items()))

    def of(self, language: str) -> str:
        """Give the words in this language, or else in the first one."""
        return self.words.get(language) or next(iter(self.words.values()))


@dataclass(frozen=True, slots=True)
class Threshold:
    """A lower bound: `from` (inclusive) or `above` (exclusive)."""

    value: float
    inclusive: bool

    def holds(self, figure: float) -> bool:
        """Tell whether the unrounded figure reaches the bound; NaN reaches none."""
        return figure >= self.value - TOLERANCE if self.inclusive else figure > self.value + TOLERANCE


@dataclass(frozen=True, slots=True)
class ChosenIn:
    """Any of the listed options of a choice or multiple is chosen."""

    criterion: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One bound on a number, or on the percent of a ratio."""

    operator: Operator
    value: float

    def holds(self, figure: float) -> bool:
        """Tell whether the figure keeps the bound, within the tolerance."""
        match self.operator:
            case "from":
                return figure >= self.value - TOLERANCE
            case "above":
                return figure > self.value + TOLERANCE
            case "up_to":
                return figure <= self.value + TOLERANCE
            case "below":
                return figure < self.value - TOLERANCE
            case _:
                assert_never(self.operator)


@dataclass(frozen=True, slots=True)
class Compared:
    """The number, or the ratio's percent, keeps all bounds."""

    criterion: str
    tests: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class AnsweredIs:
    """The criterion has a value: it is not missing, not applicable or unknown."""

    criterion: str


@dataclass(frozen=True, slots=True)
class ProfileIn:
    """A fact about the enterprise is one of the listed values."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of the conditions holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the conditions holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold: plain negation, so a missing answer makes it true."""

    condition: "Condition"


Condition = ChosenIn | Compared | AnsweredIs | ProfileIn | AllOf | AnyOf | Not
