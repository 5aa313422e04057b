"""Levels as arrays, and what keeps the next one away."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.levels import ladder, least
from assessment.core.questionnaire import ChosenIn, Threshold
from assessment.core.reckoning.binding import binding
from assessment.core.reckoning.outcome import outcome
from assessment.core.values.states import Answered, Answers, Chosen, NotApplicable, Profile
from tests.core.builders import LEVELS, criterion, flat, indicator, level, pillar, questionnaire

NOBODY = Profile({})


def bound(form, **answers):
    chosen = Answers({name: Answered(Chosen(rung)) for name, rung in answers.items()})
    return binding(form, outcome(form, NOBODY, chosen))


class TestLeast:
    @given(st.floats(0, 100), st.booleans(), st.floats(-3e-9, 3e-9))
    def test_it_is_the_very_bound_at_which_a_threshold_begins_to_hold(self, value, inclusive, off):
        threshold = Threshold(value, inclusive)
        figure = value + off
        assert (figure >= least(threshold)) == threshold.holds(figure)
        assert threshold.holds(least(threshold))
        assert not threshold.holds(math.nextafter(least(threshold), -math.inf))

    def test_no_score_reaches_no_level(self):
        assert np.isnan(ladder(LEVELS).without_breadth(np.array([[math.nan]]))).all()


class TestScoreBinds:
    form = flat(criterion("a"), criterion("b"))

    def test_the_points_missing_are_those_to_the_next_threshold(self):
        found = bound(self.form, a="most", b="some")
        assert (found.level.id, found.following.id) == (1, 2)
        assert found.points == pytest.approx(2.5)
        assert (found.score_holds, found.breadth_holds, found.gaps) == (False, True, ())

    def test_at_the_top_nothing_follows(self):
        found = bound(self.form, a="full", b="full")
        assert (found.level.id, found.following, found.points) == (4, None, 0.0)

    def test_an_exclusive_threshold_just_met_must_still_be_passed(self):
        form = flat(criterion("a"), levels=[level(0, 0), level(1, 50, inclusive=False)])
        found = bound(form, a="most")
        assert (found.level.id, found.points, found.score_holds) == (0, 0.0, False)

    def test_without_a_score_the_first_level_follows(self):
        found = bound(self.form)
        assert (found.level, found.following.id, found.score_holds) == (None, 0, False)


class TestBreadthBinds:
    def form(self, wanted):
        return questionnaire(
            *(pillar(name, indicator(f"{name}.i", criterion(name))) for name in ("a", "b", "c")),
            pillar("d", indicator("d.i", criterion("d-only", when=ChosenIn("a", ("full",))))),
            levels=[level(0, 0), level(1, 30, at_least=(wanted, 1))],
            pillar_levels=[level(0, 0), level(1, 60)],
        )

    def test_the_pillars_short_are_named_the_nearest_first(self):
        found = bound(self.form(2), a="nearly", b="none", c="most")
        assert (found.score_holds, found.breadth_holds) == (True, False)
        assert (found.pillars_wanted, found.pillars_standing, found.pillars_lacking) == (2, 1, 1)
        assert [(gap.id, gap.points) for gap in found.gaps] == [("c", 10.0), ("b", 60.0)]

    def test_both_can_bind(self):
        found = bound(self.form(2), a="some", b="some", c="none")
        assert (found.score_holds, found.breadth_holds, found.pillars_lacking) == (False, False, 2)
        assert found.points == pytest.approx(30 - 50 / 3)

    def test_all_means_all_visible_pillars(self):
        assert bound(self.form(None), a="nearly", b="none", c="most").pillars_wanted == 3
        assert bound(self.form(None), a="full", b="none", c="most").pillars_wanted == 4

    def test_a_pillar_without_a_score_is_the_farthest(self):
        answers = Answers({"a": Answered(Chosen("nearly")), "b": NotApplicable("why"), "c": Answered(Chosen("none"))})
        found = binding(self.form(None), outcome(self.form(None), NOBODY, answers))
        assert [(gap.id, gap.score, gap.points) for gap in found.gaps] == [("c", 0.0, 60.0), ("b", None, None)]

    def test_where_breadth_holds_no_more_is_lacking(self):
        found = bound(self.form(1), a="nearly", b="none", c="none")
        assert (found.breadth_holds, found.pillars_lacking, found.score_holds) == (True, 0, False)

    def test_a_pillar_level_that_no_pillar_can_have_is_infinitely_far(self):
        form = flat(criterion("a"), levels=[level(0, 0), level(1, 50, at_least=(1, 1))], pillar_levels=[level(0, 0)])
        assert bound(form, a="full").gaps[0].points == math.inf
