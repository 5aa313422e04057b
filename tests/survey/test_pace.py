"""The minutes that are left, from how long people really took."""

from datetime import UTC, datetime, timedelta

import pytest

from assessment.models import AnswerEvent, Assessment
from assessment.models.pace import KEPT, pace
from assessment.worker.upkeep import measure_pace
from tests.factories import make_assessment, writing
from tests.survey.stage import Owner

LAST_YEAR = datetime.now(UTC) - timedelta(days=365)


def handed_in(owner: Owner, *gaps: float, times: int = 10, days: int = 0) -> None:
    """Let so many assessments have been handed in some days later, with these seconds between their answers."""
    submitted = {"state": "declined", "submitted_at": LAST_YEAR + timedelta(days=days)}
    for _ in range(times):
        assessment, at = make_assessment(owner.app, owner.enterprise, owner.wave, owner.user, **submitted), LAST_YEAR
        with writing(owner.app) as session:
            for gap in (0, *gaps):
                at += timedelta(seconds=gap)
                said = {"assessment_id": assessment, "answers": {"plan.paper.written": {"option": "none"}}}
                session.add(AnswerEvent(**said, user_id=owner.user, at=at))


def measured(owner: Owner) -> float | None:
    measure_pace(owner.app)
    with writing(owner.app) as session:
        return pace(session, session.get_one(Assessment, owner.assessment).questionnaire_id)


def test_nothing_is_known_before_ten_have_handed_in(owner: Owner) -> None:
    handed_in(owner, *[30] * 10, times=9)
    assert measured(owner) is None
    handed_in(owner, *[30] * 10, times=1)
    assert measured(owner) == 30


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
    handed_in(owner, *gaps)
    assert measured(owner) == seconds


def test_only_the_latest_count(owner: Owner) -> None:
    handed_in(owner, *[30] * 10, times=KEPT)
    assert measured(owner) == 30
    handed_in(owner, *[90] * 10, times=KEPT, days=1)
    assert measured(owner) == 90


def test_the_task_list_says_minutes_by_it(owner: Owner) -> None:
    assert "còn khoảng 2 phút" in owner.browser.get(owner.url()).text.replace("\u00a0", " ")
    handed_in(owner, *[120] * 12)
    measure_pace(owner.app)
    assert "còn khoảng 10 phút" in owner.browser.get(owner.url()).text.replace("\u00a0", " ")
