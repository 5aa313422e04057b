"""Two invented weight sets: one of experts who share out points, one whose judgements contradict each other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessment.core.weighing.proposal import Stated
from assessment.policy import Actor
from assessment.weighting import service

POINTS = {
    "Chuyên gia mẫu A": (10, 20, 10, 15, 10, 10, 10, 15),
    "Chuyên gia mẫu B": (15, 15, 10, 10, 10, 15, 10, 15),
    "Chuyên gia mẫu C": (5, 25, 15, 10, 10, 10, 5, 20),
}
JUDGED = ((1, 3, 2), (1 / 3, 1, 3), (1 / 2, 1 / 3, 1))
WHY = "Số liệu minh họa: buổi họp chuyên gia không có thật."


def weigh(session: Session, administrator: UUID, now: datetime) -> None:
    """Keep both as proposals, so that there is something to look at."""
    actor = Actor(administrator, 0, "", "", "vi", "administrator")
    index = service.weighed(session, "quang-ninh-sme", "2026.1")
    rows = tuple(tuple(map(float, row)) for row in POINTS.values())
    shared = Stated("budget", rows, tuple(POINTS))
    service.keep(session, actor, index, index.place(""), shared, why=WHY, now=now)
    place = next(place for place in index.places if len(place.items) == len(JUDGED))
    service.keep(session, actor, index, place, Stated("ahp", JUDGED), why=WHY, now=now)
