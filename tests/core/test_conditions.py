"""Conditions: the closed set of operators, each by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.answers import Answered, Answers, Chosen, DontKnow, Figure, NotApplicable, Part, Profile, Ticked
from assessment.core.conditions import criteria_of, holds
from assessment.core.questionnaire import (
    AllOf,
    AnsweredIs,
    AnyOf,
    ChosenIn,
    Compared,
    Comparison,
    Not,
    ProfileIn,
    Threshold,
)

PROFILE = Profile({"sector": "tourism"})
ANSWERS = Answers(
    {
        "c": Answered(Chosen("some")),
        "m": Answered(Ticked(("till", "shop"))),
        "n": Answered(Figure(10.0)),
        "r": Answered(Part(1.0, 3.0)),
        "away": NotApplicable("closed"),
        "dark": DontKnow(),
    }
)


def compared(criterion, **bounds):
    return Compared(criterion, tuple(Comparison(operator, value) for operator, value in bounds.items()))


IN_TOURISM = ProfileIn("sector", ("trade", "tourism"))
IN_TRADE = ProfileIn("sector", ("trade",))

TABLE = {
    "a chosen option that is listed": (ChosenIn("c", ("none", "some")), True),
    "a chosen option that is not listed": (ChosenIn("c", ("none",)), False),
    "any ticked option that is listed": (ChosenIn("m", ("shop", "stock")), True),
    "no ticked option that is listed": (ChosenIn("m", ("stock",)), False),
    "from holds at its bound": (compared("n", **{"from": 10}), True),
    "above does not hold at its bound": (compared("n", above=10), False),
    "up_to holds at its bound": (compared("n", up_to=10), True),
    "below does not hold at its bound": (compared("n", below=10), False),
    "several bounds all hold": (compared("n", above=5, below=15), True),
    "one of several bounds does not hold": (compared("n", above=5, below=8), False),
    "a ratio is compared by its percent": (compared("r", **{"from": 33.3, "up_to": 33.4}), True),
    "answered": (AnsweredIs("r"), True),
    "not applicable is not answered": (AnsweredIs("away"), False),
    "don't know is not answered": (AnsweredIs("dark"), False),
    "missing is not answered": (AnsweredIs("nobody"), False),
    "a comparison with a missing answer is false": (compared("nobody", **{"from": 0}), False),
    "its plain negation is true": (Not(compared("nobody", **{"from": 0})), True),
    "a comparison with not applicable is false": (ChosenIn("away", ("some",)), False),
    "a comparison with don't know is false": (ChosenIn("dark", ("some",)), False),
    "a fact that is listed": (IN_TOURISM, True),
    "a fact that is not listed": (IN_TRADE, False),
    "a fact that is not known": (ProfileIn("size", ("small",)), False),
    "all of two that hold": (AllOf((IN_TOURISM, AnsweredIs("c"))), True),
    "all of two of which one does not": (AllOf((IN_TOURISM, IN_TRADE)), False),
    "any of two of which one holds": (AnyOf((IN_TRADE, IN_TOURISM)), True),
    "any of two that do not": (AnyOf((IN_TRADE, AnsweredIs("dark"))), False),
    "no condition": (None, True),
    "options asked of a figure": (ChosenIn("n", ("10",)), False),
    "a figure asked of options": (compared("c", above=0), False),
}


@pytest.mark.parametrize("name", TABLE)
def test_a_condition_holds_or_not(name):
    condition, expected = TABLE[name]
    assert holds(condition, PROFILE, ANSWERS) is expected


@pytest.mark.parametrize(
    ("operator", "figure", "expected"),
    [
        ("from", 10 - 0.9e-9, True),
        ("from", 10 - 1.1e-9, False),
        ("above", 10 + 0.9e-9, False),
        ("above", 10 + 1.1e-9, True),
        ("up_to", 10 + 0.9e-9, True),
        ("up_to", 10 + 1.1e-9, False),
        ("below", 10 - 0.9e-9, False),
        ("below", 10 - 1.1e-9, True),
    ],
)
def test_every_comparison_forgives_a_billionth(operator, figure, expected):
    assert Comparison(operator, 10.0).holds(figure) is expected
    if operator in {"from", "above"}:
        assert Threshold(10.0, inclusive=operator == "from").holds(figure) is expected


def test_no_threshold_is_reached_by_a_score_that_is_not_there():
    assert not Threshold(0.0, inclusive=True).holds(float("nan"))
    assert not Threshold(-1.0, inclusive=False).holds(float("nan"))


def test_the_criteria_of_a_condition_come_in_the_order_written():
    condition = AllOf((Not(AnsweredIs("b")), AnyOf((ChosenIn("a", ("x",)), IN_TRADE, compared("b", above=1)))))
    assert list(criteria_of(condition)) == ["b", "a", "b"]
    assert list(criteria_of(None)) == []


LEAVES = st.sampled_from([condition for condition, _ in TABLE.values() if condition is not None])
CONDITIONS = st.recursive(
    LEAVES,
    lambda below: (
        st.builds(Not, below)
        | st.lists(below, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts)))
        | st.lists(below, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    ),
)


@given(CONDITIONS, CONDITIONS)
def test_conditions_follow_de_morgan(one, other):
    neither = holds(Not(AnyOf((one, other))), PROFILE, ANSWERS)
    both_not = holds(AllOf((Not(one), Not(other))), PROFILE, ANSWERS)
    assert neither is both_not


@given(CONDITIONS)
def test_a_condition_depends_on_the_criteria_it_names_and_no_others(condition):
    named = Answers({name: state for name, state in ANSWERS.items() if name in set(criteria_of(condition))})
    assert holds(condition, PROFILE, named) is holds(condition, PROFILE, ANSWERS)
