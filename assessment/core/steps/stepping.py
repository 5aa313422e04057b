"""The steps of advice that are open to an enterprise, and the answers after taking some of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assessment.core.journey import visible_criteria
from assessment.core.parts.terms import TOLERANCE
from assessment.core.questionnaire import Advice, Criterion, Questionnaire
from assessment.core.reckoning.points import criterion_score
from assessment.core.steps.reach import reached
from assessment.core.values.states import Answered, Answers, Profile, State


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step somebody could take next.

    Attributes
    ----------
    criterion : Criterion
        The one whose answer it changes.
    advice : Advice
        What to do.
    now, then : float
        The criterion's score 0–1 before and after.
    answer : Answered
        The answer after.
    waits_for : tuple of str
        The advice in its `after` that is still to be followed.
    """

    criterion: Criterion
    advice: Advice
    now: float
    then: float
    answer: Answered
    waits_for: tuple[str, ...]


def open_steps(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> tuple[OpenStep, ...]:
    """List the steps that are open, in document order: the criterion is visible, has a score, and it is below `below`.

    What is missing or set aside as not applicable has no score, so that nothing can be said of a step there. A step
    that leads nowhere higher is none.
    """
    visible = visible_criteria(questionnaire, profile, answers)
    shown = (criterion for criterion in questionnaire.criteria if criterion.id in visible)
    found = tuple(step for criterion in shown for step in _open(criterion, answers.of(criterion.id)))
    names = {step.advice.id for step in found}
    return tuple(replace(step, waits_for=tuple(name for name in step.waits_for if name in names)) for step in found)


def _open(criterion: Criterion, state: State | None) -> Iterator[OpenStep]:
    """Give the open steps of a criterion, as if all that stands in their `after` were open too."""
    for advice in criterion.advice:
        answer = reached(criterion, state, advice) if is_below(criterion, state, advice) else None
        if answer is not None:
            now, then = criterion_score(criterion, state), criterion_score(criterion, answer)
            if then > now:
                yield OpenStep(criterion, advice, now, then, answer, advice.after)


def is_below(criterion: Criterion, state: State | None, advice: Advice) -> bool:
    """Tell whether the criterion's score is below what the advice is shown for; without a score it is not."""
    return criterion_score(criterion, state) < advice.below - TOLERANCE


def taken(questionnaire: Questionnaire, profile: Profile, answers: Answers, names: Iterable[str]) -> Answers:
    """Give the answers after following advice; what is not open is passed over.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    profile : Profile
        The facts about the enterprise.
    answers : Answers
        As they stand.
    names : iterable of str
        Ids of advice in any order.

    Returns
    -------
    Answers
        Of several steps at one criterion each starts where the one before ended.

    Raises
    ------
    UnknownAdvice
        If the questionnaire has no such advice.
    """
    chosen = sorted((questionnaire.advice(name) for name in set(names)), key=lambda step: step[1].below)
    visible = visible_criteria(questionnaire, profile, answers)
    for criterion, advice in chosen:
        if criterion.id in visible:
            answers = answers.with_(criterion.id, after_step(criterion, answers.of(criterion.id), advice))
    return answers


def after_step(criterion: Criterion, state: State | None, advice: Advice) -> State | None:
    """Give the state of a criterion after one step: the same when the step is not open or leads nowhere higher."""
    if not is_below(criterion, state, advice):
        return state
    answer = reached(criterion, state, advice)
    higher = answer is not None and criterion_score(criterion, answer) > criterion_score(criterion, state)
    return answer if higher else state
