"""One assessment by name, and many as a matrix: the same figures."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core import scoring
from assessment.core.errors import UnknownCriterion, UnknownEngine, UnknownIndicator, UnknownPillar
from assessment.core.journey import visible_criteria
from assessment.core.questionnaire import (
    AllOf,
    AnsweredIs,
    AnyOf,
    ChosenIn,
    Compared,
    Comparison,
    Goalposts,
    Multiple,
    Not,
    Number,
    ProfileIn,
)
from assessment.core.reckoning.matrix import matrix
from assessment.core.values.states import Answered, Answers, Chosen, DontKnow, Figure, NotApplicable, Profile, Ticked
from tests.core.builders import LADDER, criterion, flat, indicator, option, pillar, questionnaire

NOBODY = Profile({})


def chosen(**answers):
    return Answers({name: Answered(Chosen(rung)) for name, rung in answers.items()})


class TestOutcome:
    form = questionnaire(
        pillar("p", indicator("p.i", criterion("a"), criterion("b", weight=3), coverage=0.5), weight=1),
        pillar("q", indicator("q.i", criterion("c", when=ChosenIn("a", ("full",)))), weight=3),
    )

    def test_every_figure_has_its_name(self):
        found = scoring.outcome(self.form, NOBODY, chosen(a="full", b="most", c="some"))
        assert (found.overall, found.level, found.coverage) == (pytest.approx((62.5 + 3 * 25) / 4), 1, 1.0)
        assert (found.lowest, found.highest) == (found.overall, found.overall)
        assert (found.pillar("p").score, found.pillar("p").level) == (62.5, 3)
        assert (found.indicator("q.i").score, found.indicator("q.i").level) == (25.0, None)
        assert (found.criterion("b").score, found.criterion("b").standing) == (0.5, "answered")

    def test_the_answer_to_a_hidden_criterion_is_kept_and_ignored(self):
        found = scoring.outcome(self.form, NOBODY, chosen(a="most", b="most", c="full"))
        assert found.overall == 50.0
        assert (found.criterion("c").standing, found.criterion("c").score) == ("hidden", None)
        assert (found.pillar("q").visible, found.pillar("q").coverage, found.pillar("q").short) == (False, None, False)

    def test_the_four_states_are_told_apart(self):
        answers = chosen(a="full").with_("b", DontKnow()).with_("c", NotApplicable("why"))
        found = scoring.outcome(self.form, NOBODY, answers)
        assert [each.standing for each in found.criteria] == ["answered", "dont_know", "not_applicable"]
        assert [each.score for each in found.criteria] == [1.0, 0.0, None]
        assert scoring.outcome(self.form, NOBODY, Answers()).criterion("a").standing == "missing"

    def test_a_node_says_that_it_is_below_its_floor(self):
        found = scoring.outcome(self.form, NOBODY, chosen(a="full"))
        assert (found.indicator("p.i").short, found.indicator("p.i").score) == (True, None)
        assert (found.pillar("p").short, found.pillar("p").coverage) == (False, 0.25)

    def test_nothing_answered_is_no_score(self):
        found = scoring.outcome(self.form, NOBODY, Answers())
        assert (found.overall, found.level, found.coverage, found.lowest, found.highest) == (
            None,
            None,
            0.0,
            0.0,
            100.0,
        )

    def test_an_unknown_engine_is_refused(self):
        with pytest.raises(UnknownEngine, match="2"):
            scoring.outcome(self.form, NOBODY, Answers(), engine=2)

    def test_an_unknown_name_is_refused(self):
        found = scoring.outcome(self.form, NOBODY, Answers())
        for find, error in [
            (found.pillar, UnknownPillar),
            (found.indicator, UnknownIndicator),
            (found.criterion, UnknownCriterion),
        ]:
            with pytest.raises(error):
                find("nothing")


TOOLS = Multiple((option("none", 0, exclusive=True), option("till", 1), option("shop", 2)), 3.0)
STAFF = Number(Goalposts(0.0, 20.0))
STATES = {
    "tools": [Ticked(("none",)), Ticked(("till",)), Ticked(("till", "shop"))],
    "staff": [Figure(0.0), Figure(5.0), Figure(12.0)],
}


@st.composite
def conditions(draw, names):
    """Any condition over these criteria and the sector."""
    leaf = st.one_of(
        st.builds(lambda values: ProfileIn("sector", tuple(values)), st.sets(st.sampled_from(["tourism", "trade"]))),
        *[
            st.one_of(
                st.just(AnsweredIs(name)),
                st.builds(lambda value, name=name: Compared(name, (Comparison("from", value),)), st.integers(0, 12))
                if name.startswith("staff")
                else st.builds(
                    lambda options, name=name: ChosenIn(name, tuple(sorted(options))),
                    st.sets(st.sampled_from(["none", "some", "full", "till", "shop"]), min_size=1),
                ),
            )
            for name in names
        ],
    )
    joint = st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(lambda parts: AllOf(tuple(parts)), st.lists(inner, min_size=1, max_size=2)),
            st.builds(lambda parts: AnyOf(tuple(parts)), st.lists(inner, min_size=1, max_size=2)),
        ),
        max_leaves=4,
    )
    return draw(st.one_of(st.none(), joint))


SCALES = {"ladder": LADDER, "tools": TOOLS, "staff": STAFF}


@st.composite
def forms(draw):
    names, pillars = [], []
    for p in range(2):
        above = draw(conditions(names)) if names else None
        indicators = []
        for i in range(2):
            between = draw(conditions(names)) if names else None
            criteria = []
            for _ in range(2):
                name = f"{draw(st.sampled_from(sorted(SCALES)))}{len(names)}"
                scale = SCALES[name.rstrip("0123456789")]
                criteria.append(criterion(name, scale=scale, when=draw(conditions(names)) if names else None))
                names.append(name)
            indicators.append(indicator(f"p{p}.{i}", *criteria, when=between))
        pillars.append(pillar(f"p{p}", *indicators, when=above))
    return questionnaire(*pillars)


@st.composite
def assessments(draw, form):
    states = {}
    for each in form.criteria:
        kind = each.id.rstrip("0123456789")
        values = STATES.get(kind, [Chosen(name) for name in ("none", "some", "full")])
        state = draw(st.sampled_from([*map(Answered, values), DontKnow(), NotApplicable("why"), None]))
        if state is not None:
            states[each.id] = state
    facts = draw(st.sampled_from([{}, {"sector": "tourism"}, {"sector": "trade"}]))
    return Profile(facts), Answers(states)


class TestMatrix:
    @settings(max_examples=50, deadline=None)
    @given(st.data())
    def test_many_at_once_are_visible_and_scored_as_each_alone(self, data):
        form = data.draw(forms())
        rows = data.draw(st.lists(assessments(form), min_size=1, max_size=4))
        many = matrix(form, rows)
        scores = scoring.score(
            scoring.compile(form),
            many.points,
            visible=many.visible,
            not_applicable=many.not_applicable,
            unknown=many.unknown,
        )
        for place, (profile, answers) in enumerate(rows):
            shown = {each.id for each, is_shown in zip(form.criteria, many.visible[place], strict=True) if is_shown}
            assert shown == visible_criteria(form, profile, answers)
            alone = scoring.outcome(form, profile, answers)
            for name in ("overall", "level", "lowest", "highest", "coverage"):
                figure = getattr(scores, name)[place]
                assert (None if math.isnan(figure) else figure) == getattr(alone, name)
            for node, score, reached in zip(
                alone.pillars, scores.pillars[place], scores.pillar_levels[place], strict=True
            ):
                assert node.score == (None if math.isnan(score) else score)
                assert node.level == (None if math.isnan(reached) else reached)

    def test_no_assessments_make_an_empty_matrix(self):
        assert matrix(flat(criterion("a"), criterion("b")), []).points.shape == (0, 2)

    def test_states_become_masks(self):
        found = matrix(flat(criterion("a"), criterion("b"), criterion("c")), [(NOBODY, chosen(a="most"))] * 1)
        assert found.points.tolist()[0][0] == 0.5
        assert np.isnan(found.points[0, 1:]).all()
        answers = Answers({"a": DontKnow(), "b": NotApplicable("why")})
        found = matrix(flat(criterion("a"), criterion("b"), criterion("c")), [(NOBODY, answers)])
        assert found.unknown.tolist() == [[True, False, False]]
        assert found.not_applicable.tolist() == [[False, True, False]]
        assert found.visible.all()
