"""The minutes that are left, from how long people really took."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from assessment.models import AnswerEvent, Assessment, Fact
from assessment.models.pace import KEPT, note_pace, pace
from tests.factories import writing
from tests.survey.stage import Owner


def answered(owner: Owner, *gaps: float) -> None:
    """Leave a history of answers with these seconds between them."""
    at = datetime.now(UTC)
    with writing(owner.app) as session:
        for gap in (0, *gaps):
            at += timedelta(seconds=gap)
            row = {"assessment_id": owner.assessment, "criterion": "plan.paper.written", "value": {"option": "none"}}
            session.add(AnswerEvent(**row, user_id=owner.user, at=at))
            session.flush()


def note(owner: Owner, times: int = 1) -> float | None:
    with writing(owner.app) as session:
        questionnaire = session.get_one(Assessment, owner.assessment).questionnaire_id
        for _ in range(times):
            note_pace(session, owner.assessment, questionnaire)
            session.flush()
        return pace(session, questionnaire)


def test_nothing_is_known_before_ten_have_handed_in(owner: Owner) -> None:
    answered(owner, *[30] * 10)
    assert note(owner, 9) is None
    assert note(owner) == 30


@pytest.mark.parametrize(
    ("gaps", "seconds"),
    [
        ([30] * 10, 30),
        ([10] * 5 + [50] * 6, 50),
        ([40] * 10 + [4_000] * 9, 40),
        ([0] * 30 + [20] * 10, 20),
        ([30] * 9, None),
        ([80, 0, 0, 0] * 12, 20),  # Four questions to a page, handed in together.
        ([900, 0, 0, 0] * 12, 225),
    ],
)
def test_breaks_and_whole_pages_do_not_count(owner: Owner, gaps: list[float], seconds: float | None) -> None:
    answered(owner, *gaps)
    assert note(owner, 10) == seconds


def test_only_the_latest_are_kept(owner: Owner) -> None:
    answered(owner, *[299] * 12)
    note(owner, KEPT + 20)
    with writing(owner.app) as session:
        value = session.scalars(select(Fact.value)).one()
    assert len(value.split()) == KEPT
    assert len(value) <= 200


def test_the_task_list_says_minutes_by_it(owner: Owner) -> None:
    assert "còn khoảng 2 phút" in owner.browser.get(owner.url()).text.replace("\u00a0", " ")
    answered(owner, *[120] * 12)
    note(owner, 10)
    assert "còn khoảng 10 phút" in owner.browser.get(owner.url()).text.replace("\u00a0", " ")


def test_handing_in_notes_the_pace(owner: Owner) -> None:
    owner.fill()
    answered(owner, *[25] * 12)
    owner.submit()
    with writing(owner.app) as session:
        questionnaire: UUID | int = session.get_one(Assessment, owner.assessment).questionnaire_id
        assert session.get_one(Fact, f"pace.{questionnaire}").value == "25"
