"""Whether a condition holds for an enterprise and its answers."""

from collections.abc import Iterator
from typing import assert_never

from assessment.core.parts.terms import AllOf, AnsweredIs, AnyOf, ChosenIn, Compared, Condition, Not, ProfileIn
from assessment.core.values.states import Answered, Answers, Chosen, Figure, Part, Profile, Ticked, Value

__all__ = [
    "AllOf",
    "AnsweredIs",
    "AnyOf",
    "ChosenIn",
    "Compared",
    "Condition",
    "Not",
    "ProfileIn",
    "criteria_of",
    "holds",
]


def holds(condition: Condition | None, profile: Profile, answers: Answers) -> bool:
    """Tell whether a condition holds.

    Parameters
    ----------
    condition : Condition or None
        What is asked; None always holds, as a node without `when` is always visible.
    profile : Profile
        The facts about the enterprise.
    answers : Answers
        The answers of visible criteria only: a comparison with a hidden criterion is false, so whoever calls leaves
        hidden answers out.

    Returns
    -------
    bool
        False for every comparison with a criterion that is missing, not applicable or unknown; `not` is plain
        negation, so it turns that into true.

    Examples
    --------
    >>> from assessment.core.answers import Answered, Answers, Figure, Profile
    >>> from assessment.core.parts.terms import Compared, Comparison, Not
    >>> many = Compared("staff", (Comparison("above", 10.0),))
    >>> holds(many, Profile({}), Answers({"staff": Answered(Figure(12.0))}))
    True
    >>> holds(Not(many), Profile({}), Answers({}))
    True
    """
    match condition:
        case None:
            return True
        case AllOf(conditions):
            return all(holds(each, profile, answers) for each in conditions)
        case AnyOf(conditions):
            return any(holds(each, profile, answers) for each in conditions)
        case Not(negated):
            return not holds(negated, profile, answers)
        case ProfileIn(fact, values):
            return profile.of(fact) in values
        case ChosenIn() | Compared() | AnsweredIs():
            state = answers.of(condition.criterion)
            return isinstance(state, Answered) and _fits(condition, state.value)
        case _:
            assert_never(condition)


def _fits(condition: ChosenIn | Compared | AnsweredIs, value: Value) -> bool:
    match condition, value:
        case ChosenIn(_, options), Chosen(option):
            return option in options
        case ChosenIn(_, options), Ticked(ticked):
            return not set(options).isdisjoint(ticked)
        case Compared(_, tests), Figure(figure) | Part(percent=figure):
            return all(test.holds(figure) for test in tests)
        case _:
            return isinstance(condition, AnsweredIs)


def criteria_of(condition: Condition | None) -> Iterator[str]:
    """Give the id of every criterion a condition looks at, in the order written, repeats included."""
    match condition:
        case None | ProfileIn():
            return
        case AllOf(conditions) | AnyOf(conditions):
            for each in conditions:
                yield from criteria_of(each)
        case Not(negated):
            yield from criteria_of(negated)
        case ChosenIn() | Compared() | AnsweredIs():
            yield condition.criterion
        case _:
            assert_never(condition)
