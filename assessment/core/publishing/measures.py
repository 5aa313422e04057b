"""How far the assessed enterprises are from a target.

Every measure leaves out whom it cannot speak of: who does not know, has not answered, or to whom the question does not
apply. It says how many that are, since a share of the answering is no share of all.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from assessment.core import conditions
from assessment.core.parts.targets import Count, Goal, Least, Mean, Measure, Pooled, Share, Target
from assessment.core.parts.terms import AllOf, AnsweredIs, AnyOf, ChosenIn, Compared, Condition, Not, ProfileIn
from assessment.core.questionnaire import Questionnaire
from assessment.core.values.states import (
    Answered,
    Answers,
    Chosen,
    DontKnow,
    Figure,
    Part,
    Profile,
    State,
    Ticked,
    Value,
)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One enterprise's answers, with the criteria that are visible to it."""

    questionnaire: Questionnaire
    profile: Profile
    answers: Answers
    visible: Collection[str]

    def state(self, criterion: str) -> State | None:
        """Give the state of a criterion that is visible."""
        return self.answers.of(criterion) if criterion in self.visible else None


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure over some enterprises: its value, over how many, and how many it could not speak of."""

    value: float
    base: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a target stands: its measure, what is shown beside it, and how many enterprises it is about."""

    measured: Measured | None
    beside: tuple[Measured, ...]
    among: int


class Verdict(Enum):
    """Whether a condition is met: it may also be unknown, or ask for what does not concern the enterprise."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"
    ABSENT = "absent"


def standing(target: Target, assessed: Iterable[Assessed]) -> Standing:
    """Measure a target.

    Parameters
    ----------
    target : Target
        The target; its `among` says which enterprises are counted at all.
    assessed : iterable of Assessed
        The enterprises, over any of the questionnaires the target may look into.

    Returns
    -------
    Standing
        `measured` is None for a target that no answer can show.
    """
    among = [each for each in assessed if conditions.holds(target.among, each.profile, each.answers)]
    measured = None if target.measure is None else measure(target.measure, among)
    return Standing(measured, tuple(measure(beside.measure, among) for beside in target.beside), len(among))


def reached(goal: Goal, measured: Measured) -> bool | None:
    """Tell whether a goal is reached; None when nothing could be measured."""
    return None if math.isnan(measured.value) else goal.threshold.holds(measured.value)


def measure(wanted: Measure, assessed: Sequence[Assessed]) -> Measured:
    """Compute a measure.

    Parameters
    ----------
    wanted : Measure
        `Share` is 100 × met ÷ (met + not met); `Count` counts the met; `Pooled` is 100 × Σ part ÷ Σ whole; `Mean` is
        the mean of what the chosen options stand for, or of the figures; `Least` is the least of its measures.
    assessed : sequence of Assessed
        The enterprises.

    Returns
    -------
    Measured
        The value is NaN when there is nobody to speak of; `Least` is NaN when one of its measures is.
    """
    match wanted:
        case Share(condition) | Count(condition):
            return _met(condition, assessed, share=isinstance(wanted, Share))
        case Pooled(criterion):
            return _pooled(criterion, assessed)
        case Mean():
            return _mean(wanted, assessed)
        case Least(measures):
            return min((measure(each, assessed) for each in measures), key=_rank)
        case _:
            assert_never(wanted)


def _rank(measured: Measured) -> float:
    return -math.inf if math.isnan(measured.value) else measured.value


def _met(condition: Condition, assessed: Sequence[Assessed], *, share: bool) -> Measured:
    verdicts = [verdict(condition, each) for each in assessed]
    met = verdicts.count(Verdict.MET)
    base = met + verdicts.count(Verdict.NOT_MET)
    value = 100.0 * met / base if share and base else math.nan if share else float(met)
    return Measured(value, base, len(verdicts) - base)


def _values(criterion: str, assessed: Iterable[Assessed]) -> list[Value]:
    states = (each.state(criterion) for each in assessed)
    return [state.value for state in states if isinstance(state, Answered)]


def _pooled(criterion: str, assessed: Sequence[Assessed]) -> Measured:
    parts = [value for value in _values(criterion, assessed) if isinstance(value, Part)]
    whole = math.fsum(each.whole for each in parts)
    value = 100.0 * math.fsum(each.part for each in parts) / whole if parts else math.nan
    return Measured(value, len(parts), len(assessed) - len(parts))


def _mean(mean: Mean, assessed: Sequence[Assessed]) -> Measured:
    worth = dict(mean.values)
    values = (_figure(value, worth) for value in _values(mean.criterion, assessed))
    figures = [value for value in values if value is not None]
    value = math.fsum(figures) / len(figures) if figures else math.nan
    return Measured(value, len(figures), len(assessed) - len(figures))


def _figure(value: Value, worth: dict[str, float]) -> float | None:
    """Give what a value counts as; None when another version asked in another way."""
    match value:
        case Chosen(option):
            return worth.get(option)
        case Figure(figure) | Part(percent=figure):
            return figure
        case Ticked():
            return None
        case _:
            assert_never(value)


def verdict(condition: Condition, assessed: Assessed) -> Verdict:
    """Judge a condition with care for what is not known.

    What another questionnaire asks, what is hidden and what does not apply is absent: it drops out of `all` and
    `any`, so that one condition can serve several questionnaires. What is missing or not known leaves the verdict
    open, unless the other parts decide it.
    """
    match condition:
        case AllOf(parts):
            return _joined([verdict(part, assessed) for part in parts], Verdict.NOT_MET, Verdict.MET)
        case AnyOf(parts):
            return _joined([verdict(part, assessed) for part in parts], Verdict.MET, Verdict.NOT_MET)
        case Not(part):
            return _OPPOSITE[verdict(part, assessed)]
        case ProfileIn():
            return _decided(condition, assessed)
        case ChosenIn() | Compared() | AnsweredIs():
            return _answered(condition, assessed)
        case _:
            assert_never(condition)


_OPPOSITE = {
    Verdict.MET: Verdict.NOT_MET,
    Verdict.NOT_MET: Verdict.MET,
    Verdict.UNKNOWN: Verdict.UNKNOWN,
    Verdict.ABSENT: Verdict.ABSENT,
}


def _joined(verdicts: Iterable[Verdict], deciding: Verdict, otherwise: Verdict) -> Verdict:
    present = {each for each in verdicts if each is not Verdict.ABSENT}
    for decisive in (deciding, Verdict.UNKNOWN, otherwise):
        if decisive in present:
            return decisive
    return Verdict.ABSENT


def _answered(condition: ChosenIn | Compared | AnsweredIs, assessed: Assessed) -> Verdict:
    if condition.criterion not in assessed.visible:
        return Verdict.ABSENT
    match assessed.state(condition.criterion):
        case None | DontKnow() if not isinstance(condition, AnsweredIs):
            return Verdict.UNKNOWN
        case Answered():
            return _decided(condition, assessed)
        case _:
            return Verdict.NOT_MET if isinstance(condition, AnsweredIs) else Verdict.ABSENT


def _decided(condition: Condition, assessed: Assessed) -> Verdict:
    met = conditions.holds(condition, assessed.profile, assessed.answers)
    return Verdict.MET if met else Verdict.NOT_MET
