"""The values a trace is made of, and their form as JSON."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from assessment.core.parts.terms import Text
from assessment.core.questionnaire import Aggregate
from assessment.core.reckoning.outcome import Standing

Counting = Literal["counted", "hidden", "short", "empty"]


@dataclass(frozen=True, slots=True)
class TracedCriterion:
    """One criterion: the answer, what it is worth, and what it brings.

    Attributes
    ----------
    answer : Text
        What was answered, in words; `given` is the same as stored.
    rule : Text
        How the score follows from it.
    score : float or None
        0–1.
    weight, share : float, float or None
        Its weight, and its part of the weights that count beside it; None when it left the sum.
    """

    id: str
    text: Text
    standing: Standing
    answer: Text
    given: dict[str, object] | None
    rule: Text
    score: float | None
    weight: float
    share: float | None


@dataclass(frozen=True, slots=True)
class TracedNode:
    """One indicator, pillar or the whole.

    Attributes
    ----------
    counting : str
        `counted`; or why it left the sum: `hidden`, `short` of its floor of coverage, or `empty` of scores below.
    score, lowest, highest : float or None
        0–100.
    coverage, floor : float or None, float
        0–1: how much is answered, and how much must be.
    weight, share : float, float or None
        As of a criterion; 1 for the whole.
    formula : Text
        How the score follows from the children.
    """

    kind: Literal["whole", "pillar", "indicator"]
    id: str
    title: Text
    counting: Counting
    aggregate: Aggregate
    score: float | None
    lowest: float | None
    highest: float | None
    coverage: float | None
    floor: float
    weight: float
    share: float | None
    level: int | None
    formula: Text
    children: tuple["TracedNode | TracedCriterion", ...]


@dataclass(frozen=True, slots=True)
class TracedLevel:
    """One level held against the figures: `from` is the least score that reaches it, tolerance included."""

    id: int
    name: Text
    least: float
    score_holds: bool
    pillars_wanted: int
    pillar_level: int | None
    pillars_standing: int
    breadth_holds: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole way: what was scored and by which rules, the tree of scores, the levels, the level reached."""

    questionnaire: str
    version: str
    engine: int
    profile: tuple[tuple[str, str], ...]
    whole: TracedNode
    levels: tuple[TracedLevel, ...]
    level: int | None


def as_json(value: Any) -> Any:
    """Turn a trace, or any part of one, into plain maps, lists, texts and numbers; texts by language.

    Examples
    --------
    >>> as_json(Text({"vi": "Có", "en": "Yes"}))
    {'vi': 'Có', 'en': 'Yes'}
    """
    match value:
        case Text(words):
            return dict(words)
        case tuple():
            return [as_json(each) for each in value]
        case _ if is_dataclass(value):
            return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value
