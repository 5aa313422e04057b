"""The province's targets as values: what is wanted by when, and the measure over answers that shows how far it is.

`definition.parse_targets` reads them from files, `measures` evaluates them.
"""

from dataclasses import dataclass

from assessment.core.parts.terms import Condition, Text, Threshold


@dataclass(frozen=True, slots=True)
class Share:
    """The share of assessed enterprises that meet a condition, in percent."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Count:
    """How many assessed enterprises meet a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Pooled:
    """The sum of the parts of a ratio ÷ the sum of its wholes, in percent."""

    criterion: str


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of what the options stand for; of the figures themselves where there are no options."""

    criterion: str
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Least:
    """The least of several measures."""

    measures: tuple["Measure", ...]


Measure = Share | Count | Pooled | Mean | Least


@dataclass(frozen=True, slots=True)
class Beside:
    """A further measure shown beside the target's own, with its words if it has any."""

    measure: Measure
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached in a year."""

    year: int
    threshold: Threshold
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One target; without a measure it is context that no answer can show."""

    id: str
    text: Text
    source: Text | None
    goals: tuple[Goal, ...]
    measure: Measure | None
    among: Condition | None
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class TargetSet:
    """A file of targets, measured over the answers to the named questionnaires."""

    id: str
    languages: tuple[str, ...]
    title: Text | None
    about: Text | None
    questionnaires: tuple[str, ...]
    targets: tuple[Target, ...]
