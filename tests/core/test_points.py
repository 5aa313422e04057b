"""What one answer is worth, on every kind of scale."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.errors import UnreadableAnswer
from assessment.core.questionnaire import Band, Choice, Goalposts, Multiple, Number, Ratio, Threshold
from assessment.core.reckoning.points import criterion_score
from assessment.core.values.states import Answered, Chosen, DontKnow, Figure, NotApplicable, Part, Ticked
from tests.core.builders import LADDER, criterion, option


def worth(scale, value):
    return criterion_score(criterion("c", scale=scale), Answered(value))


def bands(*rungs):
    """Make bands of (threshold, points); a threshold in a list is exclusive."""
    return tuple(
        Band(Threshold(float(at[0]) if isinstance(at, list) else float(at), not isinstance(at, list)), points)
        for at, points in rungs
    )


class TestStates:
    @pytest.mark.parametrize("state", [None, NotApplicable("why")])
    def test_missing_and_not_applicable_have_no_score(self, state):
        assert math.isnan(criterion_score(criterion("c"), state))

    def test_dont_know_scores_0(self):
        assert criterion_score(criterion("c"), DontKnow()) == 0.0

    @pytest.mark.parametrize(
        ("scale", "value"),
        [
            (LADDER, Figure(1.0)),
            (LADDER, Chosen("nothing")),
            (Number(Goalposts(0, 1)), Chosen("none")),
            (Ratio(Goalposts(0, 1)), Figure(1.0)),
            (Multiple((option("a", 1),), 1), Ticked(("b",))),
        ],
    )
    def test_an_answer_to_another_question_is_refused(self, scale, value):
        with pytest.raises(UnreadableAnswer):
            worth(scale, value)


class TestChoice:
    @pytest.mark.parametrize(("name", "score"), [("a", 0.0), ("b", 0.4), ("c", 1.0)])
    def test_points_over_the_greatest_points(self, name, score):
        assert worth(Choice((option("a", 0), option("c", 5), option("b", 2))), Chosen(name)) == score


class TestMultiple:
    tools = Multiple(
        (
            option("none", 0, exclusive=True),
            option("till", 1),
            option("shop", 2, needs="till"),
            option("link", 1, needs="shop"),
            option("harm", -1),
        ),
        3.0,
    )

    @pytest.mark.parametrize(
        ("ticked", "score"),
        [
            (("none",), 0),
            (("till",), 1 / 3),
            (("shop",), 1 / 3),
            (("till", "shop"), 1),
            (("till", "link"), 1.5 / 3),
            (("shop", "link"), 2 / 3),
            (("till", "shop", "link"), 1),
            (("harm",), 0),
            (("till", "harm"), 0),
            (("till", "shop", "link", "harm"), 1),
        ],
        ids=lambda value: "+".join(value) if isinstance(value, tuple) else None,
    )
    def test_points_add_up_with_halves_between_0_and_full(self, ticked, score):
        assert worth(self.tools, Ticked(ticked)) == pytest.approx(score, abs=1e-15)

    def test_what_is_needed_is_one_step_deep(self):
        """`link` needs `shop`, and does not ask whether `shop` itself stands on a till."""
        assert worth(self.tools, Ticked(("shop", "link"))) == pytest.approx((1 + 1) / 3)


class TestFigures:
    rungs = bands((0, 0), ([10], 1), (20, 4), (30, 2))

    @pytest.mark.parametrize(
        ("figure", "score"),
        [
            (0, 0),
            (10, 0),
            (10 + 0.9e-9, 0),
            (10 + 1.1e-9, 0.25),
            (20 - 1.1e-9, 0.25),
            (20 - 0.9e-9, 1),
            (20, 1),
            (30, 0.5),
            (1e12, 0.5),
        ],
    )
    def test_a_band_holds_from_its_threshold_to_the_next(self, figure, score):
        assert worth(Number(self.rungs), Figure(figure)) == score

    def test_below_the_first_band_there_is_no_score(self):
        assert math.isnan(worth(Number(self.rungs), Figure(-1)))

    @pytest.mark.parametrize(
        ("zero", "full", "figure", "score"),
        [
            (0, 50, 25, 0.5),
            (0, 50, -3, 0),
            (0, 50, 51, 1),
            (10, 20, 12.5, 0.25),
            (50, 0, 25, 0.5),
            (50, 0, 60, 0),
            (50, 10, 0, 1),
        ],
    )
    def test_goalposts_make_a_line_held_at_both_ends(self, zero, full, figure, score):
        assert worth(Number(Goalposts(zero, full)), Figure(figure)) == score

    def test_the_zero_of_goalposts_that_fall_has_no_sign(self):
        assert math.copysign(1, worth(Number(Goalposts(80, 10)), Figure(80.0))) == 1

    def test_a_ratio_is_scored_by_its_percent(self):
        assert worth(Ratio(Goalposts(0, 50)), Part(3, 12)) == 0.5
        assert worth(Ratio(bands((0, 0), (25, 1))), Part(1, 4)) == 1.0

    @given(st.floats(-1e9, 1e9), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
    def test_every_figure_scores_between_0_and_1(self, figure, zero, full):
        if zero != full:
            assert 0.0 <= worth(Number(Goalposts(zero, full)), Figure(figure)) <= 1.0
