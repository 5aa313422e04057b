"""Where targets stand as values: measured over whom, and what of it may be published."""

from assessment.core.parts.targets import Beside, Count, Goal, Share, Target, TargetSet
from assessment.core.parts.terms import ChosenIn, ProfileIn, Text, Threshold
from assessment.core.publishing.measures import Assessed
from assessment.core.publishing.snapshot import plain, restored
from assessment.core.publishing.target_board import TargetBoard, hold, published, text_of
from assessment.core.values.states import Answered, Answers, Chosen, DontKnow, Profile
from tests.core.test_appraisal import SMALL

PLANNED = ChosenIn("plan.paper.written", ("some", "full"))
TEXT = Text({"vi": "Có kế hoạch", "en": "With a plan"})
GOALS = (Goal(2025, Threshold(50.0, inclusive=False)), Goal(2030, Threshold(80.0, inclusive=True)))


def enterprises(*answers: str, sector: str = "trade") -> list[Assessed]:
    return [
        Assessed(
            SMALL,
            Profile({"sector": sector}),
            Answers({"plan.paper.written": DontKnow() if each == "?" else Answered(Chosen(each))}),
            frozenset({"plan.paper.written"}),
        )
        for each in answers
    ]


def board(assessed: list[Assessed], questionnaire: str = "small") -> TargetBoard:
    share = Target("share", TEXT, None, GOALS, Share(PLANNED), None, (Beside(Count(PLANNED), TEXT),))
    tourism = Target("tourism", TEXT, None, (), Share(PLANNED), ProfileIn("sector", ("tourism",)), ())
    context = Target("context", TEXT, None, GOALS, None, None, ())
    return hold(TargetSet("t", ("vi", "en"), TEXT, None, (questionnaire,), (share, tourism, context)), assessed)


def test_a_share_is_held_against_its_goals():
    found = board(enterprises(*["full"] * 6, *["none"] * 4, "?"))
    share = found.targets[0]
    assert (share.measured.value, share.measured.base, share.measured.left_out) == (60.0, 10, 1)
    assert [goal.reached for goal in share.goals] == [True, False]
    assert (share.beside[0].sort, share.beside[0].value) == ("count", 6.0)
    assert text_of(share.beside[0].text).of("en") == "With a plan"


def test_what_no_answer_shows_has_no_measure_and_no_verdict():
    context = board(enterprises("full")).targets[2]
    assert context.measured is None
    assert [goal.reached for goal in context.goals] == [None, None]


def test_answers_to_other_questionnaires_do_not_count():
    assert board(enterprises("full", "full"), "another").n == 0


def test_a_board_is_stored_and_read_back_the_same():
    found = board(enterprises(*["full"] * 3))
    assert restored(TargetBoard, plain(found)) == found


def test_a_measure_over_fewer_than_ten_is_not_published_nor_its_verdict():
    found = published(board([*enterprises(*["full"] * 12), *enterprises(*["full"] * 4, sector="tourism")]), 10)
    share, tourism, _ = found.targets
    assert share.measured.value == 100
    assert (share.measured.base, share.measured.left_out, share.among) == (16, 0, None)
    assert share.beside[0].value == 16
    assert (tourism.measured.value, tourism.measured.base, tourism.among) == (None, None, None)


def test_a_count_below_ten_and_a_few_who_could_not_answer_are_not_published():
    found = published(board(enterprises(*["full"] * 6, *["none"] * 10, "?", "?")), 10)
    share = found.targets[0]
    assert (share.measured.value, share.measured.base, share.measured.left_out) == (38, None, None)
    assert share.beside[0].value is None


def test_of_fewer_than_ten_nothing_is_published():
    found = published(board(enterprises(*["full"] * 9)), 10)
    assert found.n is None
    assert all(each.measured is None or each.measured.value is None for each in found.targets)
    assert all(goal.reached is None for each in found.targets for goal in each.goals)
