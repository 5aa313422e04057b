"""What to do next: every open step with its exact gain, what several steps come to, and the least effort to a level."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.outcome import Outcome, outcome
from assessment.core.steps.gains import Step, with_gains
from assessment.core.steps.path import Path, cheapest
from assessment.core.steps.stepping import taken
from assessment.core.values.states import Answers, Profile

__all__ = ["CheapestPath", "Step", "cheapest_path", "steps", "what_if"]

NOWHERE = Profile({})


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
    >>> from assessment.core.values.states import Answered, Chosen
    >>> names = ("plan.written", "plan.followed", "sales.online")
    >>> answers = Answers({name: Answered(Chosen("some")) for name in names})
    >>> [(step.id, step.gain, step.level) for step in steps(two_pillars(), Profile({}), answers)]
    [('sales.online.next', 25.0, 2), ('plan.written.next', 12.5, None), ('plan.followed.next', 12.5, None)]
    """
    found = with_gains(questionnaire, profile, answers)
    return tuple(_in_order(sorted(found, key=_urgency)))


def _urgency(step: Step) -> tuple[bool, float]:
    return not step.binding, -math.inf if math.isnan(step.gain) else -step.gain / step.effort


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
    >>> from assessment.core.values.states import Answered, Chosen
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
    >>> from assessment.core.values.states import Answered, Chosen
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
