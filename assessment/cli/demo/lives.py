"""What became of each invented assessment: waves, states, and the days on which things happened."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from assessment.config import TIME_ZONE

# The way from draft to where an assessment stands: each action with the state it leads to.
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "draft": (),
    "submitted": (("submit", "submitted"),),
    "in_review": (("submit", "submitted"), ("take", "in_review")),
    "changes_requested": (("submit", "submitted"), ("take", "in_review"), ("request_changes", "changes_requested")),
    "approved": (("submit", "submitted"), ("take", "in_review"), ("approve", "approved")),
    "declined": (("submit", "submitted"), ("take", "in_review"), ("decline", "declined")),
    "withdrawn": (("withdraw", "withdrawn"),),
}
ENDED = {"approved": 0.86, "draft": 0.07, "declined": 0.04, "withdrawn": 0.03}
RUNNING = {
    "approved": 0.46,
    "submitted": 0.13,
    "in_review": 0.07,
    "changes_requested": 0.06,
    "draft": 0.22,
    "declined": 0.03,
    "withdrawn": 0.03,
}
WAITING = ("submitted", "in_review")
LATELY = 0.8
LATEST_BEGIN = 18  # Days: what was begun then has been handed in by now.
IN_TURN = ("quang-ninh-sme", "household-business")


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """One wave: its days counted from today, its questionnaires by organisation type, and how many take part."""

    opens: int
    closes: int
    questionnaires: tuple[tuple[str, tuple[str, ...]], ...]
    share: float
    gain: float
    states: dict[str, float]

    def days(self, today: date) -> tuple[date, date]:
        """Give its first and its last day."""
        return today + timedelta(days=self.opens), today + timedelta(days=self.closes)

    def slug(self, organisation_type: str) -> str | None:
        """Give the questionnaire for an organisation type, or None where the wave does not serve it."""
        return next((slug for slug, types in self.questionnaires if organisation_type in types), None)


OWN_INDEX = (("quang-ninh-sme", ("enterprise", "cooperative")), ("household-business", ("household",)))
WAVES = (
    PlannedWave(-620, -540, (("dbi-1970-sme", ("enterprise",)),), share=0.35, gain=-4.0, states=ENDED),
    PlannedWave(-270, -180, OWN_INDEX, share=0.72, gain=-2.5, states=ENDED),
    # The wave that opened last is what statistics show first, so the one nearly everybody is in stands at the end.
    PlannedWave(-105, 60, (("dbi-1970-sme", ("enterprise", "cooperative")),), share=0.06, gain=1.0, states=RUNNING),
    PlannedWave(-75, 30, OWN_INDEX, share=0.93, gain=1.0, states=RUNNING),
)


@dataclass(frozen=True, slots=True)
class Life:
    """When an assessment was begun, where it stands, and the moment of each step that led there."""

    state: str
    begun: datetime
    steps: tuple[datetime, ...]

    @property
    def submitted_at(self) -> datetime | None:
        """The moment of the submission."""
        return self.steps[0] if PATHS[self.state][:1] == (("submit", "submitted"),) else None

    @property
    def decided_at(self) -> datetime | None:
        """The moment of the decision."""
        return self.steps[-1] if self.state in ("approved", "declined") else None


def life(wave: PlannedWave, now: datetime, rng: np.random.Generator, state: str | None = None) -> Life:
    """Draw what became of one assessment of a wave."""
    kinds, shares = list(wave.states), list(wave.states.values())
    state = state or str(rng.choice(kinds, p=shares))
    first, last = wave.days(now.astimezone(TIME_ZONE).date())
    newest = min(last, now.date()) - timedelta(days=24)
    # Most files that wait came lately: a queue in which every file is late would be nobody's.
    oldest = max(newest, first) if state in WAITING and rng.random() < LATELY else first
    span = (LATEST_BEGIN if oldest != first else 0) + max((newest - oldest).days, 1)
    begun = _moment(oldest + timedelta(days=int(rng.integers(0, span))), rng)
    pauses = rng.integers((1, 1, 1), (9, 8, 6))
    at, steps = begun, []
    for _, pause in zip(PATHS[state], pauses, strict=False):
        at = min(at + timedelta(days=int(pause), minutes=int(rng.integers(0, 300))), now - timedelta(minutes=5))
        steps.append(at)
    return Life(state, begun, tuple(steps))


def _moment(day: date, rng: np.random.Generator) -> datetime:
    """Give a moment in working hours of a day."""
    minutes = int(rng.integers(8 * 60, 17 * 60))
    local = datetime.combine(day, time(minutes // 60, minutes % 60, int(rng.integers(60))), TIME_ZONE)
    return local.astimezone(UTC)


def title(first: date) -> dict[str, str]:
    """Name a wave after the month in which it opens."""
    return {"vi": f"Đợt đánh giá tháng {first.month}/{first.year}", "en": f"Assessment wave of {first:%B %Y}"}
