"""What waits for an administrator. No HTTP, no clock, no commit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assessment.models import Job, Membership
from assessment.models.requests import open_requests_of_data, overdue_requests_of_data
from assessment.waves.belonging import asked, unconfirmed
from assessment.waves.service import Standing, waves
from assessment.waves.work import failed


@dataclass(frozen=True, slots=True)
class Overview:
    """How much of what waits, and the waves that run now."""

    requests: int
    unconfirmed: int
    failed_jobs: int
    failed_mails: int
    data_requests: int
    late_requests: int
    running: tuple[Standing, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits at all."""
        return not any((self.requests, self.unconfirmed, self.failed_jobs, self.failed_mails, self.data_requests))


def overview(session: Session, today: date) -> Overview:
    """Count what waits."""
    return Overview(
        requests=_count(session, select(Membership.id).where(asked())),
        unconfirmed=_count(session, select(Membership.id).where(unconfirmed())),
        failed_jobs=_count(session, select(Job.id).where(failed(), Job.name != "mail")),
        failed_mails=_count(session, select(Job.id).where(failed(), Job.name == "mail")),
        data_requests=open_requests_of_data(session),
        late_requests=overdue_requests_of_data(session, today),
        running=tuple(waves(session, today, running_only=True)),
    )


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0
