"""Issuing a certificate: number, dates and the job that prints it, in the transaction of the approval."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assessment import jobs
from assessment.config import TIME_ZONE
from assessment.models import Assessment, Certificate, ResultRow
from assessment.models.trail import record

NUMBER_LOCK = 20_260_002  # Any number, as long as nothing else locks it.
DIGITS = 6


def issue(session: Session, assessment: Assessment, result: ResultRow, *, by: UUID, now: datetime) -> str:
    """Write the certificate of an approved assessment, let it replace earlier ones, and give its number."""
    _supersede(session, assessment, now)
    issued_on = now.astimezone(TIME_ZONE).date()
    certificate = Certificate(
        id=uuid4(),
        number=_next_number(session, issued_on.year),
        assessment_id=assessment.id,
        result_id=result.id,
        enterprise_id=assessment.enterprise_id,
        enterprise_name=assessment.enterprise.name,
        issued_on=issued_on,
        valid_until=a_year_after(issued_on),
        created_at=now,
    )
    session.add(certificate)
    session.flush()
    arguments = {"certificate": str(certificate.id)}
    jobs.ask(session, "certificate", f"certificate:{certificate.id}", now=now, arguments=arguments)
    detail = {"number": certificate.number, "result": result.sha256}
    record(session, "certificate.issued", f"certificate:{certificate.id}", actor=by, now=now, detail=detail)
    return certificate.number


def _supersede(session: Session, assessment: Assessment, now: datetime) -> None:
    """Let the new certificate stand in the place of what the enterprise had before."""
    standing = (
        Certificate.enterprise_id == assessment.enterprise_id,
        Certificate.superseded_at.is_(None),
        Certificate.revoked_at.is_(None),
    )
    session.execute(update(Certificate).where(*standing).values(superseded_at=now))


def _next_number(session: Session, year: int) -> str:
    """Give the number after the year's last one.

    Whoever asks holds the lock until the end of the transaction, so that no number is given twice and a failed approval
    leaves no gap. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(NUMBER_LOCK)))
    prefix = f"TS-{year}-"
    of_year = select(Certificate.number).where(Certificate.number.startswith(prefix))
    last = session.scalar(of_year.order_by(func.length(Certificate.number).desc(), Certificate.number.desc()).limit(1))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:0{DIGITS}d}"


def a_year_after(day: date) -> date:
    """Give the same day twelve months later; 29 February becomes 28 February.

    Example
    -------
    >>> a_year_after(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)
