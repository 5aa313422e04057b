"""Why this score: the way from the answers to the level, in the words and figures of the core's trace."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.core.questionnaire import Indicator, Level, Pillar
from assessment.core.reckoning.outcome import NodeOutcome
from assessment.core.tracing.trace import Trace, TracedCriterion, TracedLevel, TracedNode, held_levels, trace
from assessment.core.tracing.trace_words import formula_words
from assessment.documents.reasons import level_reason, plain_figure
from assessment.policy import NotFound
from assessment.results.service import Found

Weighed = Sequence[tuple[Pillar, NodeOutcome]] | Sequence[tuple[Indicator, NodeOutcome]]


@dataclass(frozen=True)
class Part:
    """One line of a sum: what it is, its score, its weight."""

    title: str
    score: float | None
    weight: float


@dataclass(frozen=True)
class Way:
    """How one score came about: its parts, the formula, and why this level and not the next."""

    id: str
    title: str
    score: float | None
    level: int | None
    parts: tuple[Part, ...]
    formula: str
    reason: str


@dataclass(frozen=True)
class PillarTrace:
    """One pillar, answer by answer."""

    pillar: Pillar
    node: TracedNode
    indicators: tuple[TracedNode, ...]
    level: Level | None
    way: Way

    def criteria(self, indicator: TracedNode) -> list[TracedCriterion]:
        """Give the criteria of an indicator that were asked."""
        return [each for each in indicator.children if isinstance(each, TracedCriterion) and each.standing != "hidden"]

    @property
    def is_floored(self) -> bool:
        """Whether a part of it must be answered for a score."""
        return self.node.floor > 0


@dataclass(frozen=True)
class Rung:
    """One level held against the figures."""

    level: Level
    start: str
    inclusive: bool
    traced: TracedLevel


def ways(found: Found, language: str) -> tuple[Way, ...]:
    """Give the way of the whole, then that of every visible pillar."""
    visible = [(pillar, node) for pillar, node in _pillars(found) if node.visible]
    return (_whole(found, visible, language), *(_way(found, pillar, node, language) for pillar, node in visible))


def _pillars(found: Found) -> list[tuple[Pillar, NodeOutcome]]:
    return list(zip(found.questionnaire.pillars, found.outcome.pillars, strict=True))


def _whole(found: Found, visible: Sequence[tuple[Pillar, NodeOutcome]], language: str) -> Way:
    form, figures = found.questionnaire, found.outcome
    held = [] if figures.overall is None else [each.id for each in form.levels if each.threshold.holds(figures.overall)]
    # Where the breadth rule keeps the level below the band of the score, the levels below the formula say why.
    plain = figures.level is None or figures.level == max(held, default=None)
    return Way(
        id="whole",
        title="",
        score=figures.overall,
        level=figures.level,
        parts=_parts(visible, language),
        formula=formula_words(form.aggregate, _terms(visible), figures.overall).of(language),
        reason=level_reason(form.levels, figures.level, language) if plain else "",
    )


def _way(found: Found, pillar: Pillar, node: NodeOutcome, language: str) -> Way:
    nodes = ((indicator, found.outcome.indicator(indicator.id)) for indicator in pillar.indicators)
    visible = [(indicator, each) for indicator, each in nodes if each.visible]
    levels = found.questionnaire.pillar_levels or found.questionnaire.levels
    return Way(
        id=pillar.id,
        title=pillar.title.of(language),
        score=node.score,
        level=node.level,
        parts=_parts(visible, language),
        formula=formula_words(pillar.aggregate, _terms(visible), node.score).of(language),
        reason=level_reason(levels, node.level, language),
    )


def _parts(children: Weighed, language: str) -> tuple[Part, ...]:
    return tuple(Part(child.title.of(language), node.score, child.weight) for child, node in children)


def _terms(children: Weighed) -> list[tuple[float, float]]:
    return [(child.weight, node.score) for child, node in children if node.score is not None]


def pillar_trace(found: Found, pillar_id: str, language: str) -> PillarTrace:
    """Give the way from the answers of a pillar to its level.

    Raises
    ------
    NotFound
        When there is no such pillar, or it is not asked of this enterprise.
    """
    for pillar, node in _pillars(found):
        if pillar.id == pillar_id and node.visible:
            levels = found.questionnaire.pillar_levels or found.questionnaire.levels
            traced = _child(whole_trace(found).whole, pillar_id)
            return PillarTrace(
                pillar=pillar,
                node=traced,
                indicators=tuple(each for each in _nodes(traced) if each.counting != "hidden"),
                level=next((level for level in levels if level.id == node.level), None),
                way=_way(found, pillar, node, language),
            )
    raise NotFound


def whole_trace(found: Found) -> Trace:
    """Explain every figure of the sealed result."""
    return trace(found.questionnaire, found.profile, found.answers, found.outcome)


def _child(whole: TracedNode, name: str) -> TracedNode:
    return next(each for each in _nodes(whole) if each.id == name)


def _nodes(node: TracedNode) -> list[TracedNode]:
    return [each for each in node.children if isinstance(each, TracedNode)]


def rungs(found: Found, language: str) -> tuple[Rung, ...]:
    """Hold every level against the figures: the score it asks for, and the pillars."""
    held = zip(found.questionnaire.levels, held_levels(found.questionnaire, found.outcome), strict=True)
    return tuple(
        Rung(
            level=level,
            start=plain_figure(level.threshold.value, language),
            inclusive=level.threshold.inclusive,
            traced=traced,
        )
        for level, traced in held
    )
