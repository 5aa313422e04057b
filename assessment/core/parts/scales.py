"""The scales of criteria: what can be answered, and what it is worth."""

from dataclasses import dataclass

from assessment.core.parts.terms import TOLERANCE, Text, Threshold


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; `exclusive` stands alone, `needs` names the option it builds on."""

    id: str
    points: float
    text: Text
    exclusive: bool = False
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a criterion does not apply."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Band:
    """The points a figure earns from this threshold up to the next."""

    threshold: Threshold
    points: float


@dataclass(frozen=True, slots=True)
class Goalposts:
    """The figures that score 0 and 1, linear between; `zero` is the larger when less is better."""

    zero: float
    full: float


Conversion = tuple[Band, ...] | Goalposts


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of the options."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Multiple:
    """Any of the options; the sum of their points is held between 0 and `full`."""

    options: tuple[Option, ...]
    full: float


@dataclass(frozen=True, slots=True)
class Number:
    """A figure, converted by bands or goalposts."""

    conversion: Conversion
    minimum: float | None = None
    maximum: float | None = None
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part of a whole; its percent is converted by bands or goalposts and kept within the bounds."""

    conversion: Conversion
    minimum: float | None = None
    maximum: float | None = None
    unit: Text | None = None
    part: Text | None = None
    whole: Text | None = None


Scale = Choice | Multiple | Number | Ratio


def within(scale: Number | Ratio, figure: float) -> bool:
    """Tell whether a figure can be an answer: between the bounds, and not below the first band."""
    if scale.minimum is not None and figure < scale.minimum - TOLERANCE:
        return False
    if scale.maximum is not None and figure > scale.maximum + TOLERANCE:
        return False
    return isinstance(scale.conversion, Goalposts) or scale.conversion[0].threshold.holds(figure)
