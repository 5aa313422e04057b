"""The nodes of a questionnaire: pillars › indicators › criteria, and what hangs on them."""

from dataclasses import dataclass
from typing import Literal, assert_never

from assessment.core.parts.scales import Choice, Multiple, Number, Option, Ratio, Reason, Scale
from assessment.core.parts.terms import Condition, Text, Threshold

Aggregate = Literal["arithmetic", "geometric", "harmonic", "minimum"]
Evidence = Literal["none", "optional", "expected"]
Kind = Literal["choice", "multiple", "number", "ratio"]
ContextKind = Literal["choice", "multiple", "number", "text"]


@dataclass(frozen=True, slots=True)
class Breadth:
    """How many visible pillars must stand at which pillar level; None asks for all of them."""

    pillars: int | None
    at: int


@dataclass(frozen=True, slots=True)
class Level:
    """One step of maturity, with the score and the breadth it asks for."""

    id: int
    name: Text
    text: Text | None
    threshold: Threshold
    breadth: Breadth | None


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommended step, shown while the criterion's score is below `below`."""

    id: str
    below: float
    text: Text
    effort: int
    tags: tuple[str, ...] = ()
    to: str | float | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question that is scored."""

    id: str
    text: Text
    help: Text | None
    scale: Scale
    weight: float = 1.0
    required: bool = False
    not_applicable: bool = False
    reasons: tuple[Reason, ...] = ()
    dont_know: bool = False
    evidence: Evidence = "none"
    evidence_text: Text | None = None
    when: Condition | None = None
    maps_to: tuple[tuple[str, str], ...] = ()
    advice: tuple[Advice, ...] = ()

    @property
    def kind(self) -> Kind:
        """The scale's name, as the file writes it."""
        match self.scale:
            case Choice():
                return "choice"
            case Multiple():
                return "multiple"
            case Number():
                return "number"
            case Ratio():
                return "ratio"
            case _:
                assert_never(self.scale)

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of a choice or multiple; none for figures."""
        return self.scale.options if isinstance(self.scale, Choice | Multiple) else ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A group of criteria: one page of the form."""

    id: str
    title: Text
    text: Text | None
    weight: float
    aggregate: Aggregate
    coverage: float
    when: Condition | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Pillar:
    """A side of digital transformation, made of indicators."""

    id: str
    title: Text
    text: Text | None
    weight: float
    aggregate: Aggregate
    coverage: float
    when: Condition | None
    indicators: tuple[Indicator, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria of the pillar, in document order."""
        return tuple(criterion for indicator in self.indicators for criterion in indicator.criteria)


@dataclass(frozen=True, slots=True)
class Check:
    """Answers that deserve a friendly question when they stand together; it never blocks or scores."""

    id: str
    when: Condition
    text: Text


@dataclass(frozen=True, slots=True)
class ContextQuestion:
    """A question that is never scored, asked on a page of its own."""

    id: str
    text: Text
    help: Text | None
    kind: ContextKind
    options: tuple[Option, ...] = ()
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: Text | None = None
