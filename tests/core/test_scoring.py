"""The engine: every rule by hand, against a second writing of the rules, and by its laws."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessment.core import scoring
from tests.core import reference
from tests.core.builders import criterion, flat, indicator, level, pillar, questionnaire

NAN = math.nan
MEANS = ("arithmetic", "geometric", "harmonic", "minimum")


def run(form, points, **masks):
    """Score rows of points, with masks given as rows of 0 and 1."""
    rows = np.array(points, dtype=float, ndmin=2)
    return scoring.score(scoring.compile(form), rows, **{k: np.array(v, bool, ndmin=2) for k, v in masks.items()})


def criteria(*weights):
    return [criterion(f"c{place}", weight=weight) for place, weight in enumerate(weights)]


class TestMeans:
    @pytest.mark.parametrize(
        ("aggregate", "scores", "weights", "overall"),
        [
            ("arithmetic", (0.2, 0.8), (1, 1), 50),
            ("arithmetic", (0.2, 0.8), (3, 1), 35),
            ("arithmetic", (0, 0), (1, 2), 0),
            ("geometric", (0.25, 1), (1, 1), 50),
            ("geometric", (0.5, 1), (2, 1), 100 * 0.5 ** (2 / 3)),
            ("geometric", (0, 1), (1, 9), 0),
            ("harmonic", (0.5, 1), (1, 1), 100 * 2 / 3),
            ("harmonic", (0.25, 1), (1, 3), 100 * 4 / 7),
            ("harmonic", (0, 1), (1, 9), 0),
            ("harmonic", (-0.0, 0, 1), (1, 1, 1), 0),
            ("minimum", (0.75, 0.5), (1, 9), 50),
            ("minimum", (0, 1), (1, 1), 0),
            ("geometric", (0.3, NAN), (1, 9), 30),
            ("harmonic", (0.3, NAN), (1, 9), 30),
            ("minimum", (0.3, NAN), (1, 9), 30),
            ("geometric", (5e-324, 1), (1, 1), 0),
            ("geometric", (0, 5e-324, 1), (1, 1, 1), 0),
            ("harmonic", (5e-324, 1), (1, 1), 0),
        ],
    )
    def test_each_mean_by_hand(self, aggregate, scores, weights, overall):
        found = run(flat(*criteria(*weights), aggregate=aggregate), [scores])
        assert found.overall == pytest.approx([overall], rel=1e-12, abs=1e-12)

    def test_handbook_example_of_compensation(self):
        """OECD/JRC Handbook 2008, step 6: 21, 1, 1, 1 and 6, 6, 6, 6 are both 6 arithmetic, but 2.14 and 6 geometric."""
        rows = np.array([[21, 1, 1, 1], [6, 6, 6, 6]]) / 100
        arithmetic, geometric = (
            run(flat(*criteria(1, 1, 1, 1), aggregate=aggregate), rows).overall
            for aggregate in ("arithmetic", "geometric")
        )
        assert arithmetic == pytest.approx([6, 6])
        assert np.round(geometric, 2).tolist() == [2.14, 6.0]

    def test_every_node_may_have_a_mean_of_its_own(self):
        form = questionnaire(
            pillar(
                "p",
                indicator("p.a", criterion("a1"), criterion("a2"), aggregate="geometric", weight=1),
                indicator("p.b", criterion("b1"), criterion("b2"), aggregate="minimum", weight=3),
                aggregate="harmonic",
                weight=1,
            ),
            pillar("q", indicator("q.a", criterion("c1", weight=1), criterion("c2", weight=3)), weight=3),
            aggregate="geometric",
        )
        found = run(form, [[0.25, 1, 0.4, 0.9, 1, 0.6]])
        # p.a is √(0.25·1) = 0.5, p.b is 0.4; p is 4 / (1/0.5 + 3/0.4) = 4/9.5; q is (1 + 3·0.6)/4 = 0.7.
        assert found.pillars[0] == pytest.approx([100 * 4 / 9.5, 70])
        assert found.overall == pytest.approx([100 * ((4 / 9.5) * 0.7**3) ** 0.25])

    @pytest.mark.parametrize("aggregate", MEANS)
    def test_equal_scores_stay_what_they_are(self, aggregate):
        found = run(flat(*criteria(1, 2, 5), aggregate=aggregate), [[0.37, 0.37, 0.37]])
        assert found.overall == pytest.approx([37], abs=1e-12)

    @pytest.mark.parametrize("aggregate", MEANS)
    def test_full_marks_are_exactly_100_and_nothing_exactly_0(self, aggregate):
        form = flat(*criteria(0.1, 0.2, 0.3), aggregate=aggregate)
        assert run(form, [[1, 1, 1], [0, 0, 0]]).overall.tolist() == [100.0, 0.0]


class TestStates:
    """Two criteria of weights 1 and 3; the second is in the state, the first scores 0.6."""

    form = flat(*criteria(1, 3))

    @pytest.mark.parametrize(
        ("second", "masks", "overall", "coverage", "lowest", "highest"),
        [
            (0.2, {}, 30, 1, 30, 30),
            (NAN, {"unknown": [0, 1]}, 15, 1, 15, 90),
            (NAN, {}, 60, 0.25, 15, 90),
            (NAN, {"not_applicable": [0, 1]}, 60, 0.25, 60, 60),
            (NAN, {"visible": [1, 0]}, 60, 1, 60, 60),
        ],
        ids=["answered", "don't know", "missing", "not applicable", "hidden"],
    )
    def test_the_four_states_and_the_hidden_one(self, second, masks, overall, coverage, lowest, highest):
        found = run(self.form, [[0.6, second]], **masks)
        assert found.overall == pytest.approx([overall])
        assert found.coverage == pytest.approx([coverage])
        assert found.lowest == pytest.approx([lowest])
        assert found.highest == pytest.approx([highest])

    @pytest.mark.parametrize("points", [0.2, NAN, 7.0, -math.inf])
    @pytest.mark.parametrize(
        ("first", "second"), [("visible", "not_applicable"), ("not_applicable", "unknown"), ("visible", "unknown")]
    )
    def test_where_masks_overlap_the_first_decides_whatever_the_points(self, first, second, points):
        flags = {"visible": [1, 0], "not_applicable": [0, 1], "unknown": [0, 1]}
        both = run(self.form, [[0.6, points]], **{first: flags[first], second: flags[second]})
        alone = run(self.form, [[0.6, NAN]], **{first: flags[first]})
        for name in scoring.Scores.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(both, name), getattr(alone, name))

    def test_masks_that_say_nothing_change_nothing(self):
        rows = [[0.6, NAN], [0.1, 0.2]]
        plain = run(self.form, rows)
        masked = run(
            self.form, rows, visible=np.ones((2, 2)), not_applicable=np.zeros((2, 2)), unknown=np.zeros((2, 2))
        )
        for name in scoring.Scores.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(plain, name), getattr(masked, name))

    def test_with_nothing_answered_there_is_no_score_and_no_level(self):
        found = run(self.form, [[NAN, NAN]])
        assert np.isnan([found.overall, found.level, found.pillars[:, 0], found.pillar_levels[:, 0]]).all()
        assert (found.coverage, found.lowest, found.highest) == (0, 0, 100)

    def test_with_nothing_visible_there_is_no_figure_at_all(self):
        found = run(self.form, [[0.5, 0.5]], visible=[0, 0])
        assert all(np.isnan(getattr(found, name)).all() for name in scoring.Scores.__dataclass_fields__)

    def test_with_everything_not_applicable_the_form_is_visible_but_empty(self):
        found = run(self.form, [[NAN, NAN]], not_applicable=[1, 1])
        assert (found.coverage, math.isnan(found.overall[0]), math.isnan(found.highest[0])) == (0, True, True)


class TestLeavingTheSum:
    form = questionnaire(
        pillar(
            "p",
            indicator("p.a", criterion("a"), weight=1),
            indicator("p.b", criterion("b1"), criterion("b2"), weight=3),
            weight=1,
        ),
        pillar("q", indicator("q.a", criterion("c")), weight=1),
    )

    def test_siblings_share_the_weight_of_a_node_whose_children_all_left(self):
        found = run(self.form, [[0.8, NAN, NAN, 0.4]], not_applicable=[0, 1, 1, 0])
        assert found.pillars[0] == pytest.approx([80, 40])
        assert found.overall == pytest.approx([60])

    def test_a_hidden_pillar_has_no_coverage_and_gives_its_weight_away(self):
        found = run(self.form, [[0.8, 0.8, 0.8, 0.4]], visible=[1, 1, 1, 0])
        assert found.overall == pytest.approx([80])
        assert math.isnan(found.pillar_coverage[0, 1])
        assert found.coverage == [1]

    def test_coverage_weighs_visible_children_only(self):
        found = run(self.form, [[0.8, NAN, 0.2, 0.4]], visible=[1, 1, 1, 0])
        # p.a is covered in full, p.b by half: (1·1 + 3·0.5) / 4.
        assert found.pillar_coverage[0, 0] == pytest.approx(0.625)

    def test_what_is_not_applicable_counts_as_not_covered(self):
        found = run(self.form, [[0.8, NAN, 0.2, 0.4]], not_applicable=[0, 1, 0, 0])
        assert found.pillar_coverage[0].tolist() == pytest.approx([0.625, 1])


class TestFloors:
    def floored(self, floor):
        return questionnaire(
            pillar("p", indicator("p.i", *criteria(1, 1, 1, 1), coverage=floor)),
            pillar("q", indicator("q.i", criterion("other"))),
        )

    @pytest.mark.parametrize(
        ("floor", "scored"),
        [(0.5, True), (0.5 + 0.9e-9, True), (0.5 + 1.1e-9, False), (0.51, False), (0.0, True), (1.0, False)],
    )
    def test_a_floor_holds_on_both_sides_within_the_tolerance(self, floor, scored):
        found = run(self.floored(floor), [[1, 1, NAN, NAN, 0.2]])
        assert math.isnan(found.pillars[0, 0]) != scored
        assert found.overall == pytest.approx([60 if scored else 20])

    def test_a_node_below_its_floor_has_no_level_but_keeps_its_coverage_above(self):
        found = run(self.floored(0.9), [[1, 1, NAN, NAN, 0.2]])
        assert math.isnan(found.pillar_levels[0, 0])
        assert found.coverage == pytest.approx([0.75])
        assert found.pillar_coverage[0].tolist() == [0.5, 1.0]

    def test_the_whole_can_be_below_its_floor(self):
        found = run(flat(criterion("a"), criterion("b"), coverage=0.0), [[1, NAN]])
        assert found.overall == [100]
        form = replace(flat(criterion("a"), criterion("b")), coverage=0.6)
        found = run(form, [[1, NAN]])
        assert math.isnan(found.overall[0])
        assert math.isnan(found.level[0])
        assert (found.lowest, found.highest) == (50, 100)

    def test_lowest_and_highest_fill_the_coverage_too(self):
        found = run(self.floored(1.0), [[1, NAN, NAN, NAN, 0.2]])
        assert found.lowest == pytest.approx([(25 + 20) / 2])
        assert found.highest == pytest.approx([(100 + 20) / 2])

    def test_not_applicable_stays_out_of_the_coverage_of_lowest_and_highest(self):
        found = run(self.floored(0.8), [[1, 1, NAN, 1, 0.2]], not_applicable=[0, 0, 1, 0, 0])
        assert (found.lowest, found.highest) == (pytest.approx(20), pytest.approx(20))

    def test_dont_know_covers(self):
        found = run(self.floored(1.0), [[1, 1, NAN, NAN, 0.2]], unknown=[0, 0, 1, 1, 0])
        assert found.pillars[0, 0] == 50


class TestLevels:
    @pytest.mark.parametrize(
        ("inclusive", "score", "reached"),
        [
            (True, 0.4, 1),
            (True, 0.4 - 0.9e-11, 1),
            (True, 0.4 - 1.1e-11, 0),
            (False, 0.4, 0),
            (False, 0.4 + 0.9e-11, 0),
            (False, 0.4 + 1.1e-11, 1),
            (True, 1.0, 1),
            (True, 0.0, 0),
        ],
    )
    def test_a_threshold_holds_on_both_sides_within_the_tolerance(self, inclusive, score, reached):
        form = flat(criterion("a"), levels=[level(0, 0), level(1, 40, inclusive=inclusive)])
        found = run(form, [[score]])
        assert (found.level, found.pillar_levels[0]) == (reached, reached)

    def test_pillars_may_have_thresholds_of_their_own(self):
        form = flat(criterion("a"), pillar_levels=[level(0, 0), level(1, 90)])
        found = run(form, [[0.85]])
        assert (found.level, found.pillar_levels[0]) == (4, 0)

    def test_below_the_first_threshold_a_pillar_has_no_level(self):
        form = flat(criterion("a"), pillar_levels=[level(1, 10)])
        assert math.isnan(run(form, [[0.05]]).pillar_levels[0, 0])

    def three(self, *levels):
        return questionnaire(
            *(pillar(name, indicator(f"{name}.i", criterion(f"{name}.c"))) for name in "pqr"), levels=levels
        )

    @pytest.mark.parametrize(
        ("wanted", "points", "reached"),
        [
            (2, [0.9, 0.3, 0.0], 1),
            (2, [0.9, 0.2, 0.2], 1),
            (2, [0.9, 0.19, 0.19], 0),
            (3, [0.9, 0.3, 0.2], 1),
            (3, [0.9, 0.3, 0.1], 0),
            (None, [0.9, 0.3, 0.2], 1),
            (None, [0.9, 0.3, 0.1], 0),
        ],
    )
    def test_breadth_asks_for_pillars_at_a_level(self, wanted, points, reached):
        form = self.three(level(0, 0), level(1, 20, at_least=(wanted, 1)))
        assert run(form, [points]).level == [reached]

    def test_a_visible_pillar_without_a_score_does_not_count_as_reaching(self):
        form = self.three(level(0, 0), level(1, 20, at_least=(None, 1)))
        assert run(form, [[0.9, 0.9, NAN]], not_applicable=[0, 0, 1]).level == [0]

    def test_a_hidden_pillar_is_not_asked_for(self):
        form = self.three(level(0, 0), level(1, 20, at_least=(None, 1)))
        assert run(form, [[0.9, 0.9, NAN]], visible=[1, 1, 0]).level == [1]

    def test_more_pillars_than_are_visible_cannot_reach(self):
        form = self.three(level(0, 0), level(1, 20, at_least=(3, 1)))
        assert run(form, [[0.9, 0.9, NAN]], visible=[1, 1, 0]).level == [0]

    def test_the_highest_level_counts_of_which_both_hold_even_above_one_that_does_not(self):
        form = self.three(level(0, 0), level(1, 20, at_least=(3, 2)), level(2, 40, at_least=(1, 2)))
        assert run(form, [[0.9, 0.9, 0.0]]).level == [2]

    def test_breadth_is_not_asked_of_pillars(self):
        form = self.three(level(0, 0), level(1, 20, at_least=(3, 1)))
        assert run(form, [[0.9, 0.9, 0.0]]).pillar_levels.tolist() == [[1, 1, 0]]


class TestWhatIsHandedIn:
    form = flat(*criteria(1, 1))

    def test_what_rounding_alone_carried_outside_is_held_at_the_ends(self):
        rows = np.array([[1 + 2e-16, -1e-17], [1 + 9e-10, 0.5], [NAN, -9e-10]])
        before = rows.copy()
        found = run(self.form, rows)
        assert found.overall.tolist() == [50, 75, 0]
        assert found.highest.tolist() == [50, 75, 50]
        assert np.array_equal(rows, before, equal_nan=True)

    @pytest.mark.parametrize(
        ("points", "masks", "message"),
        [
            ([0.5, 0.5], {}, "points must have the shape"),
            ([[0.5]], {}, "points must have the shape"),
            ([[0.5, 0.5, 0.5]], {}, "points must have the shape"),
            ([[[0.5, 0.5]]], {}, "points must have the shape"),
            (0.5, {}, "points must have the shape"),
            ([[0.5, 1.1]], {}, r"points\[0, 1\] is 1.1"),
            ([[0.5, 0.5], [-0.1, 0.5]], {}, r"points\[1, 0\] is -0.1"),
            ([[0.5, math.inf]], {}, "outside 0 to 1"),
            ([[0.5, 0.5]], {"visible": np.ones((1, 3), bool)}, "visible must have the shape"),
            ([[0.5, 0.5]], {"unknown": np.ones(2, bool)}, "unknown must have the shape"),
            ([[0.5, 0.5]], {"not_applicable": np.ones((1, 2))}, "not_applicable must be an array of bool"),
        ],
    )
    def test_a_wrong_shape_or_value_is_refused_with_its_place(self, points, masks, message):
        with pytest.raises(ValueError, match=message):
            scoring.score(scoring.compile(self.form), points, **masks)

    def test_no_rows_give_no_rows(self):
        found = run(self.form, np.empty((0, 2)))
        assert (found.overall.shape, found.pillars.shape) == ((0,), (0, 1))

    def test_what_is_handed_in_stays_as_it_is(self):
        points = np.array([[0.5, NAN], [1.0, 0.0]])
        before = points.copy()
        run(self.form, points, unknown=[[0, 1], [1, 0]])
        np.testing.assert_array_equal(points, before)

    @pytest.mark.parametrize("arrange", [np.asfortranarray, lambda rows: rows[::-1][::-1], np.float32])
    def test_any_layout_will_do(self, arrange):
        rows = np.array([[0.5, NAN], [1.0, 0.25]])
        np.testing.assert_array_equal(run(self.form, arrange(rows)).overall, run(self.form, rows).overall)

    def test_compiling_twice_gives_the_same_object(self):
        assert scoring.compile(self.form) is scoring.compile(self.form)


@st.composite
def forms(draw, *, aggregates=MEANS, floors=(0.0, 0.3, 0.5, 1.0)):
    """Any small questionnaire: uneven nodes, any means and floors, breadth of any kind."""
    weights = st.sampled_from([0.1, 0.5, 1.0, 1.0, 2.0, 3.0, 7.5])
    # The engine has a shorter way where a whole storey has one mean.
    means = draw(st.sampled_from([aggregates, *((mean,) for mean in aggregates)]))
    node = {"weight": weights, "aggregate": st.sampled_from(means), "coverage": st.sampled_from(floors)}
    names = (f"c{number}" for number in range(99))
    pillars = [
        pillar(
            f"p{p}",
            *(
                indicator(
                    f"p{p}.{i}",
                    *(criterion(next(names), weight=draw(weights)) for _ in range(draw(st.integers(1, 4)))),
                    **draw(st.fixed_dictionaries(node)),
                )
                for i in range(draw(st.integers(1, 3)))
            ),
            **draw(st.fixed_dictionaries(node)),
        )
        for p in range(draw(st.integers(1, 4)))
    ]
    breadth = st.one_of(st.none(), st.tuples(st.one_of(st.none(), st.integers(1, len(pillars))), st.integers(1, 3)))
    levels = [level(0, 0)] + [
        level(number, value, inclusive=draw(st.booleans()), at_least=draw(breadth))
        for number, value in enumerate((25, 50, 75), 1)
    ]
    own = [level(0, 0), level(1, 30), level(2, 55, inclusive=False), level(3, 70)]
    return questionnaire(
        *pillars,
        aggregate=draw(node["aggregate"]),
        coverage=draw(node["coverage"]),
        levels=levels,
        pillar_levels=draw(st.sampled_from([(), own])),
    )


def rows_for(form, states="axnuh", least=1):
    """Rows of (state, score): answered, missing, not applicable, unknown, hidden."""
    cell = st.tuples(st.sampled_from(states), st.sampled_from([0.0, 0.25, 0.3, 0.5, 0.7, 0.75, 1.0]))
    return st.lists(
        st.lists(cell, min_size=len(form.criteria), max_size=len(form.criteria)), min_size=least, max_size=5
    )


def arrays(rows):
    state = np.array([[each for each, _ in row] for row in rows])
    points = np.array([[score for _, score in row] for row in rows])
    return np.where(state == "a", points, NAN), {
        "visible": state != "h",
        "not_applicable": state == "n",
        "unknown": state == "u",
    }


@st.composite
def cases(draw, states="axnuh", **kept):
    form = draw(forms(**kept))
    return form, draw(rows_for(form, states))


def optional(value):
    return NAN if value is None else value


class TestAgainstTheSecondWriting:
    @settings(max_examples=80, deadline=None)
    @given(cases())
    def test_every_figure_is_the_same(self, case):
        form, rows = case
        points, masks = arrays(rows)
        found = scoring.score(scoring.compile(form), points, **masks)
        for place, row in enumerate(rows):
            named = list(zip(form.criteria, row, strict=True))
            plain = reference.Row(
                points={each.id: score for each, (state, score) in named if state == "a"},
                hidden={each.id for each, (state, _) in named if state == "h"},
                not_applicable={each.id for each, (state, _) in named if state == "n"},
                unknown={each.id for each, (state, _) in named if state == "u"},
            )
            whole, pillars = reference.scored(form, plain)
            lowest, highest = (reference.scored(form, plain, guess)[0].score for guess in (0.0, 1.0))
            expected = [whole.score, lowest, highest]
            got = [found.overall[place], found.lowest[place], found.highest[place]]
            assert got == pytest.approx([100 * optional(each) for each in expected], abs=1e-9, nan_ok=True)
            assert found.coverage[place] == pytest.approx(optional(whole.coverage), abs=1e-12, nan_ok=True)
            assert found.pillars[place] == pytest.approx(
                [100 * optional(p.score) for p in pillars], abs=1e-9, nan_ok=True
            )
            assert found.pillar_coverage[place] == pytest.approx([optional(p.coverage) for p in pillars], nan_ok=True)
            # Rounding must not decide the comparison of levels: the second writing judges the engine's own scores.
            overall = None if math.isnan(found.overall[place]) else found.overall[place]
            for pillar_found, score in zip(pillars, found.pillars[place], strict=True):
                pillar_found.score = None if math.isnan(score) else score / 100
            assert found.level[place] == pytest.approx(optional(reference.level(form, overall, pillars)), nan_ok=True)


class TestLaws:
    @settings(max_examples=80, deadline=None)
    @given(cases())
    def test_every_figure_is_bounded(self, case):
        form, rows = case
        points, masks = arrays(rows)
        found = scoring.score(scoring.compile(form), points, **masks)
        for figures, most in [
            (found.overall, 100),
            (found.lowest, 100),
            (found.highest, 100),
            (found.pillars, 100),
            (found.coverage, 1),
            (found.pillar_coverage, 1),
        ]:
            known = figures[~np.isnan(figures)]
            assert ((known >= 0) & (known <= most)).all()

    @settings(max_examples=80, deadline=None)
    @given(cases(states="auhn"))
    def test_lowest_and_highest_bound_a_form_without_missing_answers(self, case):
        form, rows = case
        points, masks = arrays(rows)
        found = scoring.score(scoring.compile(form), points, **masks)
        np.testing.assert_array_equal(np.isnan(found.lowest), np.isnan(found.overall))
        known = ~np.isnan(found.overall)
        assert (found.lowest[known] <= found.overall[known] + 1e-9).all()
        assert (found.overall[known] <= found.highest[known] + 1e-9).all()

    @settings(max_examples=50, deadline=None)
    @given(cases(states="axu"), st.data())
    def test_lowest_and_highest_bound_the_form_however_it_is_completed(self, case, data):
        form, rows = case
        points, masks = arrays(rows)
        found = scoring.score(scoring.compile(form), points, **masks)
        guess = np.array(
            data.draw(
                st.lists(st.sampled_from([0.0, 0.3, 0.5, 1.0]), min_size=points.shape[1], max_size=points.shape[1])
            )
        )
        full = scoring.score(scoring.compile(form), np.where(np.isnan(points), guess, points))
        assert (found.lowest <= full.overall + 1e-9).all()
        assert (full.overall <= found.highest + 1e-9).all()

    @settings(max_examples=80, deadline=None)
    @given(cases(), st.data())
    def test_a_better_answer_never_lowers_a_score(self, case, data):
        form, rows = case
        points, masks = arrays(rows)
        column = data.draw(st.integers(0, points.shape[1] - 1))
        assume(not np.isnan(points[0, column]))
        better = points.copy()
        better[0, column] = data.draw(st.floats(points[0, column], 1.0))
        before, after = (scoring.score(scoring.compile(form), each, **masks) for each in (points, better))
        for name in ("overall", "lowest", "highest", "pillars", "level", "pillar_levels"):
            was, now = getattr(before, name)[0], getattr(after, name)[0]
            np.testing.assert_array_equal(np.isnan(was), np.isnan(now))
            assert np.all((now >= was - 1e-9) | np.isnan(was))

    @settings(max_examples=50, deadline=None)
    @given(cases(), st.sampled_from([0.01, 3.0, 1000.0]))
    def test_a_common_scale_of_weights_does_not_matter(self, case, scale):
        form, rows = case
        points, masks = arrays(rows)
        scaled = replace(
            form,
            pillars=tuple(
                replace(
                    each,
                    weight=each.weight * scale,
                    indicators=tuple(replace(node, weight=node.weight * scale) for node in each.indicators),
                )
                for each in form.pillars
            ),
        )
        before, after = (scoring.score(scoring.compile(each), points, **masks) for each in (form, scaled))
        np.testing.assert_allclose(after.overall, before.overall, rtol=0, atol=1e-9)
        np.testing.assert_allclose(after.coverage, before.coverage, rtol=0, atol=1e-12)

    @settings(max_examples=50, deadline=None)
    @given(cases())
    def test_the_order_of_siblings_does_not_matter(self, case):
        form, rows = case
        points, masks = arrays(rows)
        turned = replace(
            form,
            pillars=tuple(
                replace(
                    each,
                    indicators=tuple(replace(node, criteria=node.criteria[::-1]) for node in each.indicators[::-1]),
                )
                for each in form.pillars[::-1]
            ),
        )
        back = [form.criteria.index(each) for each in turned.criteria]
        before = scoring.score(scoring.compile(form), points, **masks)
        after = scoring.score(
            scoring.compile(turned), points[:, back], **{name: mask[:, back] for name, mask in masks.items()}
        )
        for name in ("overall", "lowest", "highest", "coverage"):
            np.testing.assert_allclose(getattr(after, name), getattr(before, name), rtol=0, atol=1e-9)

    @settings(max_examples=50, deadline=None)
    @given(cases(), st.data())
    def test_what_a_hidden_criterion_holds_does_not_count(self, case, data):
        form, rows = case
        points, masks = arrays(rows)
        hidden = ~masks["visible"]
        other = np.where(hidden, data.draw(st.sampled_from([0.0, 1.0, NAN, 99.0])), points)
        before, after = (scoring.score(scoring.compile(form), each, **masks) for each in (points, other))
        for name in scoring.Scores.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(before, name), getattr(after, name))

    @settings(max_examples=60, deadline=None)
    @given(cases(states="an", floors=(0.0,)))
    def test_not_applicable_scores_as_if_it_were_not_there(self, case):
        form, rows = case
        points, masks = arrays(rows)
        hidden = scoring.score(scoring.compile(form), points, visible=~masks["not_applicable"])
        apart = scoring.score(scoring.compile(form), points, **masks)
        np.testing.assert_array_equal(apart.overall, hidden.overall)
        np.testing.assert_array_equal(apart.pillars, hidden.pillars)


class TestAloneAndTogether:
    @settings(max_examples=16, deadline=None)
    @given(st.data())
    def test_a_row_scores_the_same_to_the_bit_alone_and_among_thousands(self, data):
        form = data.draw(forms())
        compiled = scoring.compile(form)
        rng = np.random.default_rng(data.draw(st.integers(0, 99)))
        shape = (2 * 1024 + 7, len(form.criteria))
        points = rng.random(shape)
        points[rng.random(shape) < 0.1] = NAN
        masks = {
            "visible": rng.random(shape) > 0.1,
            "not_applicable": rng.random(shape) < 0.1,
            "unknown": rng.random(shape) < 0.1,
        }
        together = scoring.score(compiled, points, **masks)
        unmasked = scoring.score(compiled, points)
        for row in (0, 1, 1023, 1024, 1025, 2048, len(points) - 1):
            alone = scoring.score(compiled, points[row : row + 1], **{k: v[row : row + 1] for k, v in masks.items()})
            bare = scoring.score(compiled, points[row : row + 1])
            for name in scoring.Scores.__dataclass_fields__:
                np.testing.assert_array_equal(getattr(alone, name)[0], getattr(together, name)[row])
                np.testing.assert_array_equal(getattr(bare, name)[0], getattr(unmasked, name)[row])
