"""Steps, what several of them come to, and the cheapest way to a level."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core import advice as advising
from assessment.core.errors import UnknownAdvice, UnknownLevel
from assessment.core.questionnaire import (
    AnsweredIs,
    Band,
    ChosenIn,
    Goalposts,
    Multiple,
    Number,
    Ratio,
    Threshold,
)
from assessment.core.scoring import outcome
from assessment.core.values.states import (
    Answered,
    Answers,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    Profile,
    Ticked,
)
from tests.core.builders import LADDER, advice, criterion, flat, indicator, level, option, pillar, questionnaire

NOBODY = Profile({})
RUNGS = ("none", "some", "most", "nearly", "full")


def chosen(**answers):
    return Answers({name: Answered(Chosen(rung)) for name, rung in answers.items()})


def ids(found):
    return [step.id for step in found]


class TestSteps:
    form = questionnaire(
        pillar("p", indicator("p.i", criterion("a", advice=[advice("a.first", 0.5), advice("a.next", 1.0)]))),
        pillar("q", indicator("q.i", criterion("b", advice=[advice("b.next", 1.0, effort=3)]), criterion("c"))),
    )

    def test_the_gain_is_the_score_after_minus_the_score_now(self):
        found = {step.id: step for step in advising.steps(self.form, NOBODY, chosen(a="none", b="none", c="full"))}
        assert found["a.first"].gain == pytest.approx(25.0)
        assert found["a.next"].gain == pytest.approx(50.0)
        assert found["b.next"].gain == pytest.approx(25.0)
        assert found["b.next"].pillar_gain == pytest.approx(50.0)

    def test_a_step_ends_at_the_least_score_that_reaches_below(self):
        _, step = advising.steps(self.form, NOBODY, chosen(a="some", b="full", c="full"))
        assert (step.now, step.then, step.answer) == (0.25, 0.5, Answered(Chosen("most")))

    def test_advice_is_open_only_below_its_bound(self):
        assert ids(advising.steps(self.form, NOBODY, chosen(a="most", b="full", c="full"))) == ["a.next"]

    def test_nothing_is_left_to_do_at_the_top(self):
        assert advising.steps(self.form, NOBODY, chosen(a="full", b="full", c="full")) == ()

    @pytest.mark.parametrize("state", [None, NotApplicable("reason")])
    def test_without_a_score_there_is_no_step(self, state):
        answers = chosen(b="full", c="full").with_("a", state)
        assert advising.steps(self.form, NOBODY, answers) == ()

    def test_dont_know_can_be_stepped_up_from_0(self):
        step = advising.steps(self.form, NOBODY, chosen(b="full", c="full").with_("a", DontKnow()))[0]
        assert (step.now, step.gain) == (0.0, pytest.approx(50.0))

    def test_a_hidden_criterion_has_no_step(self):
        hidden = criterion("b", when=ChosenIn("a", ("full",)), advice=[advice("b.next")])
        form = flat(criterion("a"), hidden)
        assert advising.steps(form, NOBODY, chosen(a="none", b="none")) == ()

    def test_a_step_says_which_levels_it_lifts(self):
        (step,) = advising.steps(self.form, NOBODY, chosen(a="most", b="full", c="some"))
        # (50 + 62.5) / 2 is 56.25, level 2; (100 + 62.5) / 2 is 81.25, level 4. The pillar goes from 50 to 100.
        assert (step.id, step.level, step.pillar_level) == ("a.next", 4, 4)

    def test_a_step_does_not_wait_for_one_that_leads_nowhere(self):
        stuck = criterion("a", advice=[advice("a.next", to="some")])
        form = flat(stuck, criterion("b", advice=[advice("b.next", after=["a.next"])]))
        (step,) = advising.steps(form, NOBODY, chosen(a="some", b="none"))
        assert (step.id, step.waits_for) == ("b.next", ())


class TestOrder:
    def test_gain_per_effort_decides_where_the_score_binds(self):
        form = flat(
            criterion("a", weight=1, advice=[advice("a.next", effort=1)]),
            criterion("b", weight=3, advice=[advice("b.next", effort=2)]),
        )
        assert ids(advising.steps(form, NOBODY, chosen(a="none", b="none"))) == ["b.next", "a.next"]

    def test_the_binding_pillar_comes_first_where_breadth_binds(self):
        form = questionnaire(
            pillar("p", indicator("p.i", criterion("a", advice=[advice("a.next")])), weight=9),
            pillar("q", indicator("q.i", criterion("b", advice=[advice("b.next")])), weight=1),
            levels=[level(0, 0), level(1, 20, at_least=(2, 1))],
        )
        found = advising.steps(form, NOBODY, chosen(a="some", b="none"))
        assert [(step.id, step.binding) for step in found] == [("b.next", True), ("a.next", False)]

    def test_what_a_step_waits_for_stands_before_it(self):
        form = flat(
            criterion("a", weight=9, advice=[advice("a.next", after=["b.first"])]),
            criterion("b", weight=1, advice=[advice("b.first", effort=3)]),
        )
        found = advising.steps(form, NOBODY, chosen(a="none", b="none"))
        assert ids(found) == ["b.first", "a.next"]
        assert found[1].waits_for == ("b.first",)

    def test_a_step_waits_for_nothing_that_is_done(self):
        form = flat(
            criterion("a", advice=[advice("a.next", after=["b.first"])]),
            criterion("b", advice=[advice("b.first", 0.5)]),
        )
        assert advising.steps(form, NOBODY, chosen(a="none", b="most"))[0].waits_for == ()


class TestWhatIf:
    form = flat(
        criterion("a", advice=[advice("a.first", 0.5), advice("a.next", 1.0, after=["a.first"])]),
        criterion("b", advice=[advice("b.next")]),
    )

    @pytest.mark.parametrize(
        ("names", "overall"),
        [
            ([], 0.0),
            (["a.first"], 25.0),
            (["a.next"], 50.0),
            (["a.next", "a.first"], 50.0),
            (["a.first", "b.next"], 75.0),
            (["a.next", "b.next"], 100.0),
        ],
    )
    def test_steps_add_up_in_the_engine(self, names, overall):
        assert advising.what_if(self.form, NOBODY, chosen(a="none", b="none"), names).overall == pytest.approx(overall)

    def test_a_step_that_is_not_open_changes_nothing(self):
        answers = chosen(a="nearly", b="full")
        assert advising.what_if(self.form, NOBODY, answers, ["a.first"]) == outcome(self.form, NOBODY, answers)

    def test_an_unknown_step_is_refused(self):
        with pytest.raises(UnknownAdvice):
            advising.what_if(self.form, NOBODY, Answers(), ["nothing"])

    def test_the_minimum_rewards_only_the_weakest(self):
        form = flat(
            criterion("a", advice=[advice("a.next")]), criterion("b", advice=[advice("b.next")]), aggregate="minimum"
        )
        answers = chosen(a="none", b="most")
        assert advising.what_if(form, NOBODY, answers, ["b.next"]).overall == 0.0
        assert advising.what_if(form, NOBODY, answers, ["a.next"]).overall == pytest.approx(50.0)


def brute_force(form, answers, target):
    """Try every set of open steps that leaves out nothing it waits for."""
    found = advising.steps(form, NOBODY, answers)
    best = math.inf
    for size in range(len(found) + 1):
        for some in itertools.combinations(found, size):
            names = {step.id for step in some}
            if all(set(step.waits_for) <= names for step in some):
                reached = advising.what_if(form, NOBODY, answers, names).level
                if reached is not None and reached >= target:
                    best = min(best, sum(step.effort for step in some))
    return best


@st.composite
def forms_and_answers(draw):
    """Two or three pillars of a few criteria with one or two steps each, some waiting for others, any mean."""
    means = st.sampled_from(["arithmetic", "geometric", "harmonic", "minimum"])
    names, pillars = [], []
    for p in range(draw(st.integers(2, 3))):
        criteria = []
        for c in range(draw(st.integers(1, 2))):
            name = f"c{p}{c}"
            steps = [advice(f"{name}.next", 1.0, effort=draw(st.integers(1, 3)), after=draw(_after(names)))]
            if draw(st.booleans()):
                steps.insert(0, advice(f"{name}.first", draw(st.sampled_from([0.25, 0.5, 0.75]))))
            names += [step.id for step in steps]
            criteria.append(criterion(name, weight=draw(st.integers(1, 3)), advice=steps))
        pillars.append(
            pillar(
                f"p{p}",
                indicator(f"p{p}.i", *criteria, aggregate=draw(means)),
                weight=draw(st.integers(1, 3)),
                aggregate=draw(means),
            )
        )
    breadth = draw(st.sampled_from([None, (1, 2), (2, 2), (None, 1)]))
    levels = [level(0, 0), level(1, 20), level(2, 45, at_least=breadth), level(3, 80, inclusive=False)]
    form = questionnaire(*pillars, aggregate=draw(means), levels=levels)
    states = st.sampled_from([*(Answered(Chosen(rung)) for rung in RUNGS), DontKnow(), NotApplicable("reason"), None])
    answers = Answers({each.id: state for each in form.criteria if (state := draw(states)) is not None})
    return form, answers, draw(st.integers(1, 3))


def _after(names):
    return st.lists(st.sampled_from(names), max_size=1) if names else st.just([])


class TestCheapestPath:
    @settings(max_examples=60, deadline=None)
    @given(forms_and_answers())
    def test_no_other_set_of_steps_takes_less_effort(self, case):
        form, answers, target = case
        path = advising.cheapest_path(form, answers, target)
        cheapest = brute_force(form, answers, target)
        assert path.exact
        assert path.reached == (cheapest < math.inf)
        if path.reached:
            assert path.effort == cheapest
            assert path.outcome.level >= target

    def test_it_prefers_several_small_steps_over_a_big_one_where_they_cost_less(self):
        form = flat(
            criterion("a", weight=2, advice=[advice("a.next", effort=3)]),
            criterion("b", weight=1, advice=[advice("b.next", effort=1)]),
            criterion("c", weight=1, advice=[advice("c.next", effort=1)]),
        )
        path = advising.cheapest_path(form, chosen(a="none", b="none", c="none"), 2)
        assert sorted(ids(path)) == ["b.next", "c.next"]
        assert (path.effort, path.reached, path.exact) == (2, True, True)

    def test_breadth_can_cost_more_than_the_score(self):
        form = questionnaire(
            pillar("p", indicator("p.i", criterion("a", advice=[advice("a.next")])), weight=9),
            pillar("q", indicator("q.i", criterion("b", advice=[advice("b.next", effort=3)])), weight=1),
            levels=[level(0, 0), level(1, 20, at_least=(None, 1))],
        )
        path = advising.cheapest_path(form, chosen(a="full", b="none"), 1)
        assert (ids(path), path.effort) == (["b.next"], 3)

    def test_a_level_already_reached_costs_nothing(self):
        form = flat(criterion("a", advice=[advice("a.next")]))
        path = advising.cheapest_path(form, chosen(a="most"), 2)
        assert (len(path), path.effort, path.reached, path.exact) == (0, 0, True, True)

    def test_a_level_out_of_reach_is_said_to_be(self):
        form = flat(criterion("a", advice=[advice("a.first", 0.25)]), criterion("b"))
        path = advising.cheapest_path(form, chosen(a="none", b="none"), 4)
        assert (ids(path), path.reached) == (["a.first"], False)

    def test_conditions_on_a_changed_answer_make_it_the_best_found(self):
        form = flat(
            criterion("a", advice=[advice("a.next")]),
            criterion("b", when=AnsweredIs("a"), advice=[advice("b.next")]),
        )
        path = advising.cheapest_path(form, chosen(a="none", b="none"), 2)
        assert (path.reached, path.exact) == (True, False)

    def test_where_a_step_hides_what_another_would_lift_the_best_found_is_still_enough(self):
        """`a` at full marks hides `b` and uncovers `c`, which nobody has answered: more than the tables can know."""
        form = flat(
            criterion("a", advice=[advice("a.next", effort=3)]),
            criterion("b", weight=8, when=ChosenIn("a", ("none",)), advice=[advice("b.next")]),
            criterion("d", advice=[advice("d.next", effort=2)]),
            criterion("e", weight=3),
        )
        answers = chosen(a="none", b="none", d="none", e="none")
        path = advising.cheapest_path(form, answers, 2)
        assert (path.reached, path.exact) == (True, False)
        assert path.outcome.level >= 2

    def test_the_pruned_rest_of_all_steps_leaves_out_what_is_not_needed(self):
        form = flat(
            criterion("a", weight=0.1, advice=[advice("a.next", effort=3)]),
            criterion("b", weight=8, when=ChosenIn("a", ("none",))),
            criterion("c", advice=[advice("c.next")]),
            criterion("d", weight=0.1, advice=[advice("d.next", after=["c.next"])]),
        )
        path = advising.cheapest_path(form, chosen(a="none", b="none", c="none", d="none"), 4)
        assert (ids(path), path.reached, path.exact) == (["c.next", "a.next"], True, False)

    def test_a_whole_below_its_floor_cannot_be_lifted_by_steps(self):
        form = replace(flat(criterion("a", advice=[advice("a.next")]), criterion("b")), coverage=0.9)
        path = advising.cheapest_path(form, chosen(a="none"), 1)
        assert (path.reached, path.exact, path.outcome.level) == (False, True, None)

    def test_many_links_are_said_to_be_too_many(self):
        links = [criterion(f"l{n}", advice=[advice(f"l{n}.next")]) for n in range(9)]
        waiting = [criterion(f"w{n}", advice=[advice(f"w{n}.next", after=[f"l{n}.next"])]) for n in range(9)]
        form = flat(*links, *waiting)
        path = advising.cheapest_path(form, chosen(**{each.id: "none" for each in form.criteria}), 1)
        assert (path.reached, path.exact, path.effort) == (True, False, 4)

    def test_what_a_chosen_step_waits_for_is_chosen_too(self):
        form = flat(
            criterion("a", weight=9, advice=[advice("a.next", after=["b.first"])]),
            criterion("b", weight=1, advice=[advice("b.first", 0.25)]),
        )
        path = advising.cheapest_path(form, chosen(a="none", b="none"), 4)
        assert ids(path) == ["b.first", "a.next"]

    def test_an_unknown_level_is_refused(self):
        with pytest.raises(UnknownLevel):
            advising.cheapest_path(flat(criterion("a")), chosen(a="none"), 9)

    def test_a_step_that_others_wait_for_is_paid_for_where_no_score_comes_of_it(self):
        short = pillar(
            "p", indicator("p.i", criterion("a", advice=[advice("a.next", effort=3)]), criterion("b")), coverage=1.0
        )
        whole = pillar("q", indicator("q.i", criterion("c", advice=[advice("c.next", after=["a.next"])])))
        path = advising.cheapest_path(questionnaire(short, whole), chosen(a="none", c="none"), 4)
        assert (ids(path), path.effort, path.reached, path.exact) == (["a.next", "c.next"], 4, True, True)


class TestReach:
    """Where a step of each kind ends."""

    def only(self, scale, state, **asked):
        form = flat(criterion("a", scale=scale, advice=[advice("a.next", **asked)]))
        found = advising.steps(form, NOBODY, Answers({"a": state}))
        return found[0].answer.value if found else None

    tools = Multiple(
        (
            option("none", 0, exclusive=True),
            option("till", 2),
            option("shop", 2, needs="till"),
            option("card", 1),
            option("chat", 1),
        ),
        4,
    )

    @pytest.mark.parametrize(
        ("ticked", "below", "reached"),
        [
            (("none",), 0.25, ("card",)),
            (("none",), 0.5, ("till",)),
            (("card",), 0.5, ("card", "chat")),
            (("shop",), 1.0, ("till", "shop")),
            (("card", "chat"), 1.0, ("till", "card", "chat")),
        ],
    )
    def test_ticks_are_added_until_the_least_score_that_reaches(self, ticked, below, reached):
        assert self.only(self.tools, Answered(Ticked(ticked)), below=below) == Ticked(reached)

    def test_to_overrides_with_one_tick_more(self):
        assert self.only(self.tools, Answered(Ticked(("card",))), to="till") == Ticked(("till", "card"))

    def test_a_line_is_followed_to_the_very_score(self):
        assert self.only(Number(Goalposts(10.0, 30.0)), Answered(Figure(10.0)), below=0.5) == Figure(20.0)

    def test_the_bounds_of_an_answer_hold_a_step_too(self):
        assert self.only(Number(Goalposts(0.0, 30.0), maximum=10.0), Answered(Figure(0.0)), below=1.0) is None

    def test_less_can_be_better(self):
        assert self.only(Number(Goalposts(30.0, 10.0)), Answered(Figure(30.0)), below=0.25) == Figure(25.0)

    def test_to_names_the_option_of_a_choice(self):
        assert self.only(LADDER, Answered(Chosen("none")), below=0.5, to="nearly") == Chosen("nearly")

    def test_to_names_the_figure_of_a_number_and_the_percent_of_a_ratio(self):
        line = Goalposts(0.0, 100.0)
        assert self.only(Number(line), Answered(Figure(10.0)), to=60.0) == Figure(60.0)
        assert self.only(Ratio(line), Answered(Part(1.0, 10.0)), to=60.0) == Part(6.0, 10.0)
        assert self.only(Ratio(line), DontKnow(), to=60.0) == Part(60.0, 100.0)

    def test_a_step_that_leads_nowhere_higher_is_none(self):
        assert self.only(LADDER, Answered(Chosen("nearly")), to="some") is None
        form = flat(criterion("a", advice=[advice("a.next", to="some")]))
        answers = chosen(a="nearly")
        assert advising.what_if(form, NOBODY, answers, ["a.next"]) == outcome(form, NOBODY, answers)

    rungs = (
        Band(Threshold(0.0, inclusive=True), 0.0),
        Band(Threshold(10.0, inclusive=False), 1.0),
        Band(Threshold(50.0, inclusive=True), 2.0),
    )

    @pytest.mark.parametrize(("below", "least"), [(0.25, 10.0), (0.5, 10.0), (0.75, 50.0), (1.0, 50.0)])
    def test_the_next_band_that_reaches_is_entered_at_its_threshold(self, below, least):
        assert self.only(Number(self.rungs), Answered(Figure(3.0)), below=below).number == pytest.approx(least)

    def test_a_band_beyond_the_greatest_answer_cannot_be_entered(self):
        assert self.only(Number(self.rungs, maximum=40.0), Answered(Figure(3.0)), below=1.0) is None

    def test_a_ratio_keeps_its_whole(self):
        assert self.only(Ratio(self.rungs), Answered(Part(1.0, 20.0)), below=1.0) == Part(10.0, 20.0)

    def test_no_set_of_ticks_may_reach(self):
        poor = Multiple((option("till", 1), option("shop", 1)), 4.0)
        assert self.only(poor, Answered(Ticked(("till",))), below=1.0) is None

    def test_of_many_options_the_largest_are_tried(self):
        many = Multiple(tuple(option(f"t{place}", 1 + place) for place in range(20)), 30.0)
        reached = self.only(many, DontKnow(), below=1.0)
        assert sum(1 + int(name[1:]) for name in reached.options) == 30
