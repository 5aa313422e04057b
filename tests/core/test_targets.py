"""Targets: what their measures make of answers, by hand."""

import math
from pathlib import Path

import pytest

from assessment import catalogue
from assessment.core.answers import Answered, Answers, Chosen, DontKnow, Figure, NotApplicable, Part, Profile, Ticked
from assessment.core.parts.targets import Count, Least, Mean, Pooled, Share
from assessment.core.publishing.measures import Assessed, Measured, Verdict, measure, reached, standing, verdict
from assessment.core.questionnaire import AllOf, AnsweredIs, AnyOf, ChosenIn, Compared, Comparison, Not, ProfileIn

FILES = Path(__file__).parent.parent / "questionnaires"
QUESTIONNAIRE = catalogue.read(FILES / "measured" / "1.yaml")
TARGETS = catalogue.read_targets(FILES / "targets" / "every-measure.yaml").targets

A, B, AWAY, DARK = Answered(Chosen("a")), Answered(Chosen("b")), NotApplicable("x"), DontKnow()
HAS_B = ChosenIn("c", ("b",))
HAS_TICKET = ChosenIn("t", ("b",))
ELSEWHERE = ChosenIn("another.questionnaire", ("b",))


def assessed(sector="trade", **states):
    visible = {"c", "m", "r", "n"} | ({"t"} if sector == "tourism" else set())
    return Assessed(QUESTIONNAIRE, Profile({"sector": sector}), Answers(states), visible)


VERDICTS = {
    "met": (HAS_B, assessed(c=B), Verdict.MET),
    "not met": (HAS_B, assessed(c=A), Verdict.NOT_MET),
    "not known": (HAS_B, assessed(c=DARK), Verdict.UNKNOWN),
    "missing": (HAS_B, assessed(), Verdict.UNKNOWN),
    "not applicable": (HAS_B, assessed(c=AWAY), Verdict.ABSENT),
    "hidden": (HAS_TICKET, assessed(t=B), Verdict.ABSENT),
    "visible in its sector": (HAS_TICKET, assessed("tourism", t=B), Verdict.MET),
    "asked elsewhere": (ELSEWHERE, assessed(), Verdict.ABSENT),
    "the opposite of met": (Not(HAS_B), assessed(c=B), Verdict.NOT_MET),
    "the opposite of unknown": (Not(HAS_B), assessed(c=DARK), Verdict.UNKNOWN),
    "the opposite of absent": (Not(ELSEWHERE), assessed(), Verdict.ABSENT),
    "any: absent parts drop out": (AnyOf((ELSEWHERE, HAS_B)), assessed(c=A), Verdict.NOT_MET),
    "any: one that is met decides": (
        AnyOf((Compared("n", (Comparison("from", 1),)), HAS_B)),
        assessed(c=B),
        Verdict.MET,
    ),
    "any: one unknown leaves it open": (
        AnyOf((AnyOf((HAS_B,)), HAS_TICKET)),
        assessed("tourism", t=A),
        Verdict.UNKNOWN,
    ),
    "all: absent parts drop out": (AllOf((ELSEWHERE, HAS_B)), assessed(c=B), Verdict.MET),
    "all: one that is not met decides": (AllOf((ChosenIn("m", ("b",)), HAS_B)), assessed(c=A), Verdict.NOT_MET),
    "all: one unknown leaves it open": (AllOf((ChosenIn("m", ("b",)), HAS_B)), assessed(c=B), Verdict.UNKNOWN),
    "all of what is absent": (AllOf((ELSEWHERE, HAS_TICKET)), assessed(), Verdict.ABSENT),
    "the profile": (ProfileIn("sector", ("tourism",)), assessed(), Verdict.NOT_MET),
    "answered": (AnsweredIs("c"), assessed(c=A), Verdict.MET),
    "not answered": (AnsweredIs("c"), assessed(c=DARK), Verdict.NOT_MET),
    "not answered, missing": (AnsweredIs("c"), assessed(), Verdict.NOT_MET),
    "not answered, not applicable": (AnsweredIs("c"), assessed(c=AWAY), Verdict.NOT_MET),
    "answered, but hidden": (AnsweredIs("t"), assessed(t=A), Verdict.ABSENT),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdict_cares_for_what_is_not_known(name):
    condition, enterprise, expected = VERDICTS[name]
    assert verdict(condition, enterprise) is expected


FIVE = [
    assessed(c=A, r=Answered(Part(1, 10)), n=Answered(Figure(10))),
    assessed(c=B, r=Answered(Part(9, 10)), n=Answered(Figure(20))),
    assessed(c=B, r=Answered(Part(0, 80)), m=Answered(Ticked(("b",)))),
    assessed(c=DARK, r=DARK),
    assessed(c=AWAY),
]

MEASURES = {
    "share of those who can tell": (Share(HAS_B), Measured(100 * 2 / 3, 3, 2)),
    "count": (Count(HAS_B), Measured(2.0, 3, 2)),
    "count of nobody": (Count(ELSEWHERE), Measured(0.0, 0, 5)),
    "pooled: the large weigh more": (Pooled("r"), Measured(10.0, 3, 2)),
    "mean of what options stand for": (Mean("c", (("a", 0.0), ("b", 75.0))), Measured(50.0, 3, 2)),
    "mean, where another version had other options": (Mean("c", (("b", 75.0),)), Measured(75.0, 2, 3)),
    "mean, where another version had ticks": (Mean("m", (("b", 75.0),)), Measured(math.nan, 0, 5)),
    "mean of figures": (Mean("n", ()), Measured(15.0, 2, 3)),
    "mean of percents": (Mean("r", ()), Measured(100 / 3, 3, 2)),
    "least": (Least((Mean("n", ()), Pooled("r"), Share(HAS_B))), Measured(10.0, 3, 2)),
}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_is_what_the_hand_computes(name):
    wanted, expected = MEASURES[name]
    found = measure(wanted, FIVE)
    assert found.value == pytest.approx(expected.value, nan_ok=True)
    assert (found.base, found.left_out) == (expected.base, expected.left_out)


@pytest.mark.parametrize("wanted", [Share(ELSEWHERE), Pooled("q"), Mean("q", ()), Least((Mean("n", ()), Pooled("q")))])
def test_with_nobody_to_speak_of_there_is_no_value(wanted):
    assert math.isnan(measure(wanted, FIVE).value)


def test_a_target_is_about_those_among_whom_it_is_set():
    enterprises = [assessed(c=B), assessed(c=A), assessed("tourism", c=A)]
    found = standing(TARGETS[0], enterprises)
    assert found.measured == Measured(50.0, 2, 0)
    assert found.among == 2
    assert [each.base for each in found.beside] == [0, 2]


def test_a_goal_is_reached_at_its_threshold():
    at_least_forty, above_fifty = TARGETS[0].goals
    assert reached(at_least_forty, Measured(40.0, 10, 0)) is True
    assert reached(above_fifty, Measured(50.0, 10, 0)) is False
    assert reached(above_fifty, Measured(math.nan, 0, 10)) is None


def test_a_target_no_answer_can_show_stays_without_measure():
    assert standing(TARGETS[3], FIVE).measured is None
    assert standing(TARGETS[3], FIVE).among == 5
