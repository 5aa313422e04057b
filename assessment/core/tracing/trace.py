"""Every figure explained: the way from each answer to the level, in words and numbers, and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Literal

from assessment.core.levels import least
from assessment.core.parts.terms import Text
from assessment.core.questionnaire import Criterion, Indicator, Pillar, Questionnaire
from assessment.core.reckoning.outcome import NodeOutcome, Outcome
from assessment.core.reckoning.outcome import outcome as score_one
from assessment.core.tracing.trace_words import answer_words, formula_words, rule_words
from assessment.core.tracing.traced import Counting, Trace, TracedCriterion, TracedLevel, TracedNode, as_json
from assessment.core.values.states import Answers, Profile
from assessment.core.values.stored import to_json

__all__ = ["Trace", "TracedCriterion", "TracedLevel", "TracedNode", "as_json", "held_levels", "trace"]


def trace(questionnaire: Questionnaire, profile: Profile, answers: Answers, outcome: Outcome | None = None) -> Trace:
    """Explain every figure of an assessment.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    profile : Profile
        The facts about the enterprise.
    answers : Answers
        As they stand.
    outcome : Outcome, optional
        Its figures, where they are known already.

    Returns
    -------
    Trace
        Unrounded figures; only the sentences carry figures of four decimals.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.values.states import Answered, Chosen
    >>> answers = Answers({"plan.written": Answered(Chosen("full")), "plan.followed": Answered(Chosen("some"))})
    >>> found = trace(two_pillars(), Profile({}), answers)
    >>> found.whole.children[0].children[0].formula.of("en")
    'Weighted arithmetic mean: (1 × 100 + 1 × 50) ÷ 2 = 75'
    """
    figures = outcome or score_one(questionnaire, profile, answers)
    whole = _Tracer(questionnaire, answers, figures).whole()
    return Trace(
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        engine=figures.engine,
        profile=tuple(sorted(profile.facts.items())),
        whole=whole,
        levels=tuple(held_levels(questionnaire, figures)),
        level=figures.level,
    )


class _Tracer:
    def __init__(self, questionnaire: Questionnaire, answers: Answers, figures: Outcome) -> None:
        self.questionnaire = questionnaire
        self.answers = answers
        self.criteria = {each.id: each for each in figures.criteria}
        self.nodes = {each.id: each for each in (*figures.indicators, *figures.pillars)}
        self.figures = figures

    def whole(self) -> TracedNode:
        form, total = self.questionnaire, self.figures
        shown = any(node.visible for node in total.pillars)
        node = NodeOutcome(
            form.id, shown, total.overall, total.lowest, total.highest, total.coverage, total.short, total.level
        )
        weights = [pillar.weight for pillar in form.pillars if self.nodes[pillar.id].score is not None]
        pillars = tuple(self.pillar(pillar, sum(weights)) for pillar in form.pillars)
        return _node("whole", form.title, node, form, (1.0, 1.0), pillars)

    def pillar(self, pillar: Pillar, beside: float) -> TracedNode:
        weights = [each.weight for each in pillar.indicators if self.nodes[each.id].score is not None]
        indicators = tuple(self.indicator(each, sum(weights)) for each in pillar.indicators)
        return _node("pillar", pillar.title, self.nodes[pillar.id], pillar, (pillar.weight, beside), indicators)

    def indicator(self, indicator: Indicator, beside: float) -> TracedNode:
        weights = [each.weight for each in indicator.criteria if self.criteria[each.id].score is not None]
        criteria = tuple(self.criterion(each, sum(weights)) for each in indicator.criteria)
        node = self.nodes[indicator.id]
        return _node("indicator", indicator.title, node, indicator, (indicator.weight, beside), criteria)

    def criterion(self, criterion: Criterion, beside: float) -> TracedCriterion:
        found = self.criteria[criterion.id]
        state = None if found.standing == "hidden" else self.answers.of(criterion.id)
        return TracedCriterion(
            id=criterion.id,
            text=criterion.text,
            standing=found.standing,
            answer=HIDDEN if found.standing == "hidden" else answer_words(criterion, state),
            given=None if state is None else to_json(state),
            rule=HIDDEN if found.standing == "hidden" else rule_words(criterion, state),
            score=found.score,
            weight=criterion.weight,
            share=None if found.score is None else criterion.weight / beside,
        )


HIDDEN = Text({"vi": "Không hỏi đơn vị này", "en": "Not asked of this enterprise"})


def _node(
    kind: Literal["whole", "pillar", "indicator"],
    title: Text,
    node: NodeOutcome,
    source: Questionnaire | Pillar | Indicator,
    weights: tuple[float, float],
    children: tuple[TracedNode | TracedCriterion, ...],
) -> TracedNode:
    weight, beside = weights
    return TracedNode(
        kind=kind,
        id=node.id,
        title=title,
        counting=_counting(node),
        aggregate=source.aggregate,
        score=node.score,
        lowest=node.lowest,
        highest=node.highest,
        coverage=node.coverage,
        floor=source.coverage,
        weight=weight,
        share=None if node.score is None else weight / beside,
        level=node.level,
        formula=formula_words(source.aggregate, list(_terms(children)), node.score),
        children=children,
    )


def _counting(node: NodeOutcome) -> Counting:
    if not node.visible:
        return "hidden"
    if node.score is not None:
        return "counted"
    return "short" if node.short else "empty"


def _terms(children: Iterable[TracedNode | TracedCriterion]) -> Iterator[tuple[float, float]]:
    for child in children:
        if child.score is not None:
            yield child.weight, child.score * 100.0 if isinstance(child, TracedCriterion) else child.score


def held_levels(questionnaire: Questionnaire, figures: Outcome) -> Iterator[TracedLevel]:
    """Hold every level against the figures: its threshold, and the pillars it asks for.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    figures : Outcome
        Of one assessment.

    Yields
    ------
    TracedLevel
        In the order of the questionnaire.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.reckoning.outcome import outcome
    >>> from assessment.core.values.states import Answered, Chosen
    >>> answers = Answers({"plan.written": Answered(Chosen("full"))})
    >>> figures = outcome(two_pillars(), Profile({}), answers)
    >>> [(level.id, level.score_holds) for level in held_levels(two_pillars(), figures)]
    [(0, True), (1, True), (2, True)]
    """
    visible = [pillar for pillar in figures.pillars if pillar.visible]
    for level in questionnaire.levels:
        at = None if level.breadth is None else level.breadth.at
        standing = sum(pillar.level is not None and at is not None and pillar.level >= at for pillar in visible)
        wanted = 0 if level.breadth is None else level.breadth.pillars
        wanted = len(visible) if wanted is None else wanted
        yield TracedLevel(
            id=level.id,
            name=level.name,
            least=least(level.threshold),
            score_holds=figures.overall is not None and level.threshold.holds(figures.overall),
            pillars_wanted=wanted,
            pillar_level=at,
            pillars_standing=standing,
            breadth_holds=standing >= wanted,
        )
