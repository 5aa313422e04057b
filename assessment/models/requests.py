"""What people ask for about their personal data, and by when the law wants it done."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    case,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from assessment.core.rights.deadlines import KINDS
from assessment.database import Base, Moment, hits
from assessment.models.people import User

STATES = ("new", "in_progress", "done", "refused", "cancelled")
OPEN = ("new", "in_progress")
_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)
_STATES = ", ".join(f"'{state}'" for state in STATES)


class DataRequest(Base):
    """One request of one person. `reply_by` and `due` are the law's; `extended_to` is the one extension it allows.

    What a person can do at once stands here as well, done by themselves, so that the register is whole.
    """

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default="new", index=True)
    received_at: Mapped[datetime] = mapped_column(Moment)
    reply_by: Mapped[date] = mapped_column(Date)
    due: Mapped[date] = mapped_column(Date)
    extended_to: Mapped[date | None] = mapped_column(Date)
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(Integer, default=1)

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    taker: Mapped[User | None] = relationship(foreign_keys=[taken_by])
    decider: Mapped[User | None] = relationship(foreign_keys=[decided_by])

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    @property
    def last_day(self) -> date:
        """The last day to have it carried out."""
        return self.extended_to or self.due

    @property
    def next_day(self) -> date:
        """The last day for what comes next: to answer while it is new, then to carry it out."""
        return self.reply_by if self.state == "new" else self.last_day


def next_day() -> ColumnElement[date]:
    """Say in a query by when what comes next must be done."""
    return case(
        (DataRequest.state == "new", DataRequest.reply_by),
        else_=func.coalesce(DataRequest.extended_to, DataRequest.due),
    )


def open_requests_of_data(session: Session) -> int:
    """Count the requests that wait for the Association."""
    return session.scalar(select(func.count()).select_from(DataRequest).where(DataRequest.state.in_(OPEN))) or 0


def overdue_requests_of_data(session: Session, today: date) -> int:
    """Count those whose next day has passed."""
    late = select(func.count()).select_from(DataRequest).where(DataRequest.state.in_(OPEN), next_day() < today)
    return session.scalar(late) or 0


def step(session: Session, request: DataRequest, sources: tuple[str, ...], **values: Any) -> bool:
    """Take a request one step further by one conditional UPDATE; False when somebody else was faster."""
    seen = (DataRequest.id == request.id, DataRequest.version == request.version, DataRequest.state.in_(sources))
    fresh = update(DataRequest).where(*seen).values(version=request.version + 1, **values)
    if not hits(session, fresh.execution_options(synchronize_session=False)):
        return False
    session.refresh(request)
    return True
