"""The answers of many assessments as arrays, with what is visible of them.

Every column keeps each different entry once and a code per row, so that whatever is asked of an answer is asked once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import count
from typing import Generic, TypeVar, assert_never

import numpy as np

from assessment.core.conditions import holds
from assessment.core.parts.terms import AllOf, AnsweredIs, AnyOf, ChosenIn, Compared, Condition, Not, ProfileIn
from assessment.core.questionnaire import Criterion, Questionnaire
from assessment.core.reckoning.points import criterion_score
from assessment.core.values.states import Answers, DontKnow, NotApplicable, Profile, State
from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray

Entry = TypeVar("Entry")

NOBODY = Profile({})


@dataclass(frozen=True, slots=True, eq=False)
class Column(Generic[Entry]):
    """One column: `entries[codes[row]]` stands in the row."""

    codes: IndexArray
    entries: tuple[Entry, ...]

    def where(self, asked: Callable[[Entry], bool]) -> BoolArray:
        """Tell for each row whether what is asked is true of its entry."""
        return np.array([asked(entry) for entry in self.entries], dtype=np.bool_)[self.codes]

    def figures(self, worth: Callable[[Entry], float]) -> FloatArray:
        """Give for each row what its entry is worth."""
        return np.array([worth(entry) for entry in self.entries], dtype=np.float64)[self.codes]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some assessments: a column for each fact of the profile and for each criterion, in document order."""

    n: int
    facts: Mapping[str, Column[str | None]]
    criteria: tuple[Column[State | None], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """What `scoring.score` takes, all [n, criteria]: points 0–1 with NaN for none, and three masks."""

    points: FloatArray
    visible: BoolArray
    not_applicable: BoolArray
    unknown: BoolArray


def matrix(questionnaire: Questionnaire, rows: Iterable[tuple[Profile, Answers]]) -> Matrix:
    """Turn assessments into arrays.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    rows : iterable of (Profile, Answers)
        Assessments by this form.

    Returns
    -------
    Matrix
        One row per assessment; hand its fields to `scoring.score`.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.values.states import Answered, Chosen
    >>> matrix(two_pillars(), [(Profile({}), Answers({"plan.written": Answered(Chosen("full"))}))]).points.tolist()
    [[1.0, nan, nan]]
    """
    profiles, answers = zip(*rows, strict=True) if (rows := list(rows)) else ((), ())
    return as_matrix(
        questionnaire,
        Rows(
            n=len(profiles),
            facts={fact: coded([profile.of(fact) for profile in profiles]) for fact, _ in questionnaire.profile},
            criteria=tuple(coded([each.of(criterion.id) for each in answers]) for criterion in questionnaire.criteria),
        ),
    )


def coded(cells: Sequence[Entry]) -> Column[Entry]:
    """Make a column of what stands in its rows."""
    # Whoever is looked up for the first time gets the next number.
    codes = defaultdict[Entry, int](count().__next__)
    found = np.fromiter(map(codes.__getitem__, cells), np.intp, len(cells))
    return Column(found, tuple(codes))


def as_matrix(questionnaire: Questionnaire, rows: Rows) -> Matrix:
    """Score each criterion of each row, and find out what is visible."""
    visible = visibility(questionnaire, rows)
    pairs = list(zip(questionnaire.criteria, rows.criteria, strict=True))
    shape = (rows.n, len(pairs))
    return Matrix(
        points=_stack([column.figures(_worth(criterion)) for criterion, column in pairs], shape),
        visible=visible,
        not_applicable=_stack([column.where(_is_not_applicable) for _, column in pairs], shape),
        unknown=_stack([column.where(_is_unknown) for _, column in pairs], shape),
    )


Kind = TypeVar("Kind", FloatArray, BoolArray)


def _stack(columns: Sequence[Kind], shape: tuple[int, int]) -> Kind:
    return np.stack(columns, axis=1).reshape(shape)


def _worth(criterion: Criterion) -> Callable[[State | None], float]:
    return lambda state: criterion_score(criterion, state)


def _is_not_applicable(state: State | None) -> bool:
    return isinstance(state, NotApplicable)


def _is_unknown(state: State | None) -> bool:
    return isinstance(state, DontKnow)


def visibility(questionnaire: Questionnaire, rows: Rows) -> BoolArray:
    """Tell which criteria of which rows are visible: [n, criteria]."""
    seen = _Seen(rows, {criterion.id: place for place, criterion in enumerate(questionnaire.criteria)})
    visible = seen.visible
    for pillar in questionnaire.pillars:
        in_pillar = seen.holds(pillar.when)
        for indicator in pillar.indicators:
            in_indicator = in_pillar & seen.holds(indicator.when)
            for criterion in indicator.criteria:
                # Conditions look backward only, so each column is finished before anything asks for it.
                visible[:, seen.places[criterion.id]] = in_indicator & seen.holds(criterion.when)
    return visible


class _Seen:
    """Rows with the criteria that have been found visible so far."""

    def __init__(self, rows: Rows, places: Mapping[str, int]) -> None:
        self.rows = rows
        self.places = places
        self.visible: BoolArray = np.zeros((rows.n, len(places)), np.bool_)

    def holds(self, condition: Condition | None) -> BoolArray:
        """Say what `conditions.holds` says, for every row."""
        match condition:
            case None:
                return np.ones(self.rows.n, np.bool_)
            case AllOf(conditions):
                return reduce(np.logical_and, map(self.holds, conditions), self.holds(None))
            case AnyOf(conditions):
                return reduce(np.logical_or, map(self.holds, conditions), ~self.holds(None))
            case Not(negated):
                return ~self.holds(negated)
            case ProfileIn(fact, values):
                return self.rows.facts[fact].where(lambda value: value in values)
            case ChosenIn() | Compared() | AnsweredIs():
                return self._answered(condition)
            case _:
                assert_never(condition)

    def _answered(self, condition: ChosenIn | Compared | AnsweredIs) -> BoolArray:
        place = self.places[condition.criterion]

        def fits(state: State | None) -> bool:
            return state is not None and holds(condition, NOBODY, Answers({condition.criterion: state}))

        return self.rows.criteria[place].where(fits) & self.visible[:, place]
