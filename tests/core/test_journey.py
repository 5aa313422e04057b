"""The way through a form."""

import pytest

from assessment.core import journey
from assessment.core.errors import UnknownIndicator
from assessment.core.questionnaire import AnsweredIs, Check, ChosenIn, Not, ProfileIn
from assessment.core.values.states import Answered, Answers, Chosen, DontKnow, NotApplicable, Profile
from tests.core.builders import criterion, flat, indicator, pillar, questionnaire, text

NOBODY = Profile({})
TRADE = Profile({"sector": "trade"})

FORM = questionnaire(
    pillar(
        "p",
        indicator("p.a", criterion("idea"), criterion("plan", when=ChosenIn("idea", ("some", "full")))),
        indicator("p.b", criterion("budget", required=False), when=ChosenIn("plan", ("full",))),
    ),
    pillar("q", indicator("q.a", criterion("shop")), when=ProfileIn("sector", ("trade",))),
    pillar("r", indicator("r.a", criterion("staff"), criterion("after", when=Not(AnsweredIs("shop"))))),
    checks=[Check("odd", ChosenIn("plan", ("full",)), text("odd"))],
)


def chosen(**answers):
    return Answers({name: Answered(Chosen(rung)) for name, rung in answers.items()})


def visible(profile=NOBODY, **answers):
    return journey.visible_criteria(FORM, profile, chosen(**answers))


class TestVisible:
    def test_an_answer_uncovers_what_hangs_on_it(self):
        assert visible() == {"idea", "staff", "after"}
        assert visible(idea="some") == {"idea", "plan", "staff", "after"}
        assert visible(idea="some", plan="full") == {"idea", "plan", "budget", "staff", "after"}

    def test_a_hidden_answer_is_as_good_as_missing_to_later_conditions(self):
        assert visible(idea="none", plan="full") == {"idea", "staff", "after"}
        assert visible(NOBODY, shop="full") == {"idea", "staff", "after"}

    def test_the_profile_opens_a_pillar(self):
        assert visible(TRADE) == {"idea", "shop", "staff", "after"}
        assert visible(TRADE, shop="none") == {"idea", "shop", "staff"}

    @pytest.mark.parametrize("state", [DontKnow(), NotApplicable("why")])
    def test_no_value_answers_no_condition(self, state):
        assert "plan" not in journey.visible_criteria(FORM, NOBODY, Answers({"idea": state}))

    def test_hidden_answers_are_left_out(self):
        answers = chosen(idea="none", plan="full", staff="some")
        assert set(journey.visible_answers(FORM, NOBODY, answers)) == {"idea", "staff"}


class TestPages:
    def test_an_indicator_is_a_page_when_a_criterion_shows(self):
        assert [page.id for page in journey.pages(FORM, NOBODY, chosen())] == ["p.a", "r.a"]
        found = journey.pages(FORM, TRADE, chosen(idea="full", plan="full"))
        assert [page.id for page in found] == ["p.a", "p.b", "q.a", "r.a"]
        assert [each.id for each in found[0].criteria] == ["idea", "plan"]

    @pytest.mark.parametrize(("page", "next_page"), [("p.a", "r.a"), ("p.b", "r.a"), ("r.a", None)])
    def test_the_next_visible_page_follows_even_from_a_hidden_one(self, page, next_page):
        found = journey.following(FORM, NOBODY, chosen(), page)
        assert (found and found.id) == next_page

    def test_an_unknown_page_is_refused(self):
        with pytest.raises(UnknownIndicator):
            journey.following(FORM, NOBODY, chosen(), "nothing")


class TestProgress:
    def test_every_state_counts_as_an_answer_and_hidden_ones_do_not(self):
        answers = chosen(idea="some", shop="full").with_("staff", DontKnow()).with_("after", NotApplicable("why"))
        found = {each.pillar.id: each.progress for each in journey.progress(FORM, NOBODY, answers)}
        assert {name: (each.answered, each.total) for name, each in found.items()} == {"p": (1, 2), "r": (2, 2)}
        assert (found["p"].done, found["r"].done) == (False, True)
        whole = journey.overall_progress(FORM, NOBODY, answers)
        assert (whole.answered, whole.total) == (3, 4)


class TestMissing:
    def test_only_visible_required_criteria_can_be_missing(self):
        missing = journey.missing(FORM, NOBODY, chosen(idea="some", plan="full"))
        assert [each.id for each in missing] == ["staff", "after"]

    def test_any_state_will_do(self):
        answers = chosen(idea="none").with_("staff", DontKnow()).with_("after", NotApplicable("why"))
        assert journey.missing(FORM, NOBODY, answers) == ()


class TestChecks:
    def test_a_check_looks_at_visible_answers_only(self):
        assert [each.id for each in journey.noted(FORM, NOBODY, chosen(idea="full", plan="full"))] == ["odd"]
        assert journey.noted(FORM, NOBODY, chosen(idea="none", plan="full")) == ()

    def test_a_form_without_checks_notes_nothing(self):
        assert journey.noted(flat(criterion("a")), NOBODY, chosen(a="full")) == ()
