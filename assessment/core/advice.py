"""What to do next: every open step with its exact gain, what several steps come to, and the least effort to a level."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.core.binding import Binding, binding
from assessment.core.matrix import matrix
from assessment.core.outcome import Outcome, outcome
from assessment.core.path import Path, cheapest
from assessment.core.questionnaire import Advice, Questionnaire
from assessment.core.scoring import Scores, compile, score  # noqa: A004 - the public name of design §5
from assessment.core.states import Answered, Answers, Profile
from assessment.core.stepping import OpenStep, open_steps, taken

__all__ = ["CheapestPath", "Step", "cheapest_path", "steps", "what_if"]

NOWHERE = Profile({})


@dataclass(frozen=True, slots=True)
class Step:
    """One step an owner could take next, and what it alone would come to.

    Attributes
    ----------
    advice : Advice
        What to do.
    criterion, pillar : str
        Where it counts.
    now, then : float
        The criterion's score before and after, 0–1.
    answer : Answered
        The answer after.
    gain, pillar_gain : float
        What it adds to the overall score and the pillar's, in points of 100; NaN where one has no score.
    level, pillar_level : int or None
        The level it lifts the whole or the pillar to; None when it stays.
    waits_for : tuple of str
        The advice in `after` that is still to be followed.
    binding : bool
        Whether it works on what keeps the next level away.
    """

    advice: Advice
    criterion: str
    pillar: str
    now: float
    then: float
    answer: Answered
    gain: float
    pillar_gain: float
    level: int | None
    pillar_level: int | None
    waits_for: tuple[str, ...]
    binding: bool

    @property
    def id(self) -> str:
        """The id of the advice."""
        return self.advice.id

    @property
    def effort(self) -> int:
        """1 little, 2 some, 3 much."""
        return self.advice.effort


@dataclass(frozen=True, slots=True)
class CheapestPath:
    """The least effort to a level.

    Attributes
    ----------
    steps : tuple of Step
        In an order that respects `after`; each with what it alone would come to. All there are when the level cannot
        be reached.
    effort : int
        Their sum.
    outcome : Outcome
        After all of them.
    reached : bool
        Whether the level is reached.
    exact : bool
        Whether no other choice of steps takes less effort; else this is the best found.
    """

    steps: tuple[Step, ...]
    effort: int
    outcome: Outcome
    reached: bool
    exact: bool

    def __iter__(self) -> Iterator[Step]:
        """Walk the steps."""
        return iter(self.steps)

    def __len__(self) -> int:
        """Count the steps."""
        return len(self.steps)


def steps(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> tuple[Step, ...]:
    """List every step that is open.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    profile : Profile
        The facts about the enterprise.
    answers : Answers
        As they stand.

    Returns
    -------
    tuple of Step
        What binds first, then by gain per effort; whatever a step waits for stands before it.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.states import Chosen
    >>> names = ("plan.written", "plan.followed", "sales.online")
    >>> answers = Answers({name: Answered(Chosen("some")) for name in names})
    >>> [(step.id, step.gain, step.level) for step in steps(two_pillars(), Profile({}), answers)]
    [('sales.online.next', 25.0, 2), ('plan.written.next', 12.5, None), ('plan.followed.next', 12.5, None)]
    """
    found = _with_gains(questionnaire, profile, answers)
    return tuple(_in_order(sorted(found, key=_urgency)))


def _urgency(step: Step) -> tuple[bool, float]:
    return not step.binding, -math.inf if math.isnan(step.gain) else -step.gain / step.effort


def _with_gains(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> list[Step]:
    found = open_steps(questionnaire, profile, answers)
    before = outcome(questionnaire, profile, answers)
    rows = matrix(questionnaire, [(profile, answers.with_(each.criterion.id, each.answer)) for each in found])
    after = score(
        compile(questionnaire),
        rows.points,
        visible=rows.visible,
        not_applicable=rows.not_applicable,
        unknown=rows.unknown,
    )
    bound = _bound(binding(questionnaire, before))
    return [_step(questionnaire, each, before, (after, row), bound) for row, each in enumerate(found)]


def _bound(found: Binding) -> frozenset[str] | None:
    """Name the pillars through which the next level is to be reached; None for any."""
    if found.breadth_holds:
        return None
    return frozenset(gap.id for gap in found.gaps[: found.pillars_lacking])


def _step(
    questionnaire: Questionnaire,
    each: OpenStep,
    before: Outcome,
    after: tuple[Scores, int],
    bound: frozenset[str] | None,
) -> Step:
    scores, row = after
    pillar = questionnaire.pillar_of(each.criterion.id)
    place = questionnaire.pillars.index(pillar)
    stood = before.pillars[place]
    return Step(
        advice=each.advice,
        criterion=each.criterion.id,
        pillar=pillar.id,
        now=each.now,
        then=each.then,
        answer=each.answer,
        gain=_gain(float(scores.overall[row]), before.overall),
        pillar_gain=_gain(float(scores.pillars[row, place]), stood.score),
        level=_lifted(float(scores.level[row]), before.level),
        pillar_level=_lifted(float(scores.pillar_levels[row, place]), stood.level),
        waits_for=each.waits_for,
        binding=bound is None or pillar.id in bound,
    )


def _gain(after: float, before: float | None) -> float:
    return math.nan if before is None else after - before


def _lifted(after: float, before: int | None) -> int | None:
    if math.isnan(after) or (before is not None and after <= before):
        return None
    return int(after)


def _in_order(ranked: Sequence[Step]) -> Iterator[Step]:
    """Pull up whatever a step waits for, so that it stands before it."""
    waiting = {step.id: step for step in ranked}
    for step in ranked:
        yield from _with_prerequisites(step.id, waiting)


def _with_prerequisites(name: str, waiting: dict[str, Step]) -> Iterator[Step]:
    step = waiting.pop(name, None)
    if step is not None:
        for earlier in step.waits_for:
            yield from _with_prerequisites(earlier, waiting)
        yield step


def what_if(questionnaire: Questionnaire, profile: Profile, answers: Answers, advice_ids: Iterable[str]) -> Outcome:
    """Score the assessment as it would be after some steps.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    profile : Profile
        The facts about the enterprise.
    answers : Answers
        As they stand.
    advice_ids : iterable of str
        The advice followed; what is not open is passed over, and nothing is added that a step waits for.

    Returns
    -------
    Outcome
        By the engine itself, under the actual means, floors and conditions.

    Raises
    ------
    UnknownAdvice
        If the questionnaire has no such advice.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.states import Chosen
    >>> answers = Answers({"plan.written": Answered(Chosen("some")), "sales.online": Answered(Chosen("some"))})
    >>> what_if(two_pillars(), Profile({}), answers, ["sales.online.next"]).overall
    75.0
    """
    return outcome(questionnaire, profile, taken(questionnaire, profile, answers, advice_ids))


def cheapest_path(
    questionnaire: Questionnaire, answers: Answers, target_level: int, *, profile: Profile = NOWHERE
) -> CheapestPath:
    """Find the steps of least total effort that lift the whole to a level or higher.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    answers : Answers
        As they stand.
    target_level : int
        The id of a level.
    profile : Profile
        The facts about the enterprise.

    Returns
    -------
    CheapestPath
        Exact under every mean, unless conditions look at a criterion whose answer a step would change, or many steps
        wait for steps of other criteria: then the best found, and `exact` is false.

    Raises
    ------
    UnknownLevel
        If the questionnaire has no such level.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.states import Chosen
    >>> names = ("plan.written", "plan.followed", "sales.online")
    >>> path = cheapest_path(two_pillars(), Answers({name: Answered(Chosen("some")) for name in names}), 2)
    >>> [step.id for step in path.steps], path.effort, path.reached, path.exact
    (['sales.online.next'], 1, True, True)
    """
    questionnaire.level(target_level)
    found: Path = cheapest(questionnaire, profile, answers, target_level)
    known: Mapping[str, Step] = {step.id: step for step in steps(questionnaire, profile, answers)}
    chosen = tuple(step for step in known.values() if step.id in found.advice)
    return CheapestPath(
        steps=chosen,
        effort=sum(step.effort for step in chosen),
        outcome=what_if(questionnaire, profile, answers, found.advice),
        reached=found.reached,
        exact=found.exact,
    )
