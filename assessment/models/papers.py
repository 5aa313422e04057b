"""Certificates, and the finished papers that are kept as bytes."""

import hashlib
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.config import TIME_ZONE
from assessment.database import Base, Moment
from assessment.models.assessments import Assessment, ResultRow

Standing = Literal["valid", "expired", "superseded", "revoked"]


class Paper(Base):
    """A finished file, rendered once by the worker and kept whole, so that any process and machine can serve it."""

    __tablename__ = "paper"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Certificate(Base):
    """Issued on approval. The code of the QR is known to the paper alone; here stands its hash.

    Valid, expired, superseded and revoked are read from the dates, so that no job has to make a certificate expire.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        Index(
            "uq_certificate_standing",
            "assessment_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64))
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    result_id: Mapped[UUID] = mapped_column(ForeignKey("result.id"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprise.id"), index=True)
    enterprise_name: Mapped[str] = mapped_column(String(300))
    issued_on: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("paper.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    revoked_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)

    assessment: Mapped[Assessment] = relationship()
    result: Mapped[ResultRow] = relationship()
    paper: Mapped[Paper | None] = relationship()

    def standing(self, today: date) -> Standing:
        """Tell how the certificate stands on a day in Việt Nam: revoked above all, then replaced while it was valid."""
        if self.revoked_at is not None:
            return "revoked"
        if self.superseded_at is not None and self.superseded_at.astimezone(TIME_ZONE).date() <= self.valid_until:
            return "superseded"
        return "valid" if today <= self.valid_until else "expired"


def code_hash(code: str) -> str:
    """Hash the code of a certificate for keeping; it is random enough to need no salt."""
    return hashlib.sha256(code.encode()).hexdigest()
