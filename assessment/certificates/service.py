"""Certificates: what anyone may verify, what their people may download, what an administrator may revoke. No HTTP."""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from assessment import catalogue
from assessment.config import TIME_ZONE, Settings
from assessment.core.questionnaire import Text
from assessment.core.values.text import search_key
from assessment.database import hits
from assessment.models import Certificate, Enterprise, Membership, Paper
from assessment.models.papers import Standing, code_hash
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound
from assessment.web import letters

PAGE = 25
LONGEST_SEARCH = 100
STANDINGS: tuple[Standing, ...] = ("valid", "expired", "superseded", "revoked")
WRITTEN = re.compile(r"(?:^|.*/)(TS-\d{4}-\d{6,10})(?:[/\s]+([A-Za-z0-9_-]{16,64}))?$", re.IGNORECASE | re.ASCII)
NO_CODE = "0" * 64


@dataclass(frozen=True)
class Proof:
    """What only the code of the paper opens. A revoked certificate proves no level any more."""

    enterprise: str
    level: int | None
    level_name: Text | None
    levels: int
    score: float | None
    questionnaire: Text
    version: str
    sha256: str


@dataclass(frozen=True)
class Verdict:
    """How a certificate stands; without the code no more than that and its days."""

    number: str
    standing: Standing
    issued_on: date
    valid_until: date
    ended_on: date | None
    proof: Proof | None


def written(text: str) -> tuple[str, str | None] | None:
    """Read a number, perhaps with its code, out of what somebody typed or pasted.

    Example
    -------
    >>> written(" ts-2026-000317 ")
    ('TS-2026-000317', None)
    """
    found = WRITTEN.match(text.strip())
    return None if found is None else (found[1].upper(), found[2])


def verify(session: Session, number: str, code: str | None, today: date) -> Verdict | None:
    """Give the verdict on a number, with proof when the code fits; None for an unknown number or another code."""
    loading = (joinedload(Certificate.result), joinedload(Certificate.assessment))
    row = session.scalar(select(Certificate).where(Certificate.number == number).options(*loading))
    if code is not None:
        known = row.code_hash if row is not None and row.code_hash else NO_CODE
        if not hmac.compare_digest(code_hash(code), known):
            return None
    if row is None:
        return None
    standing = row.standing(today)
    ended = {"revoked": row.revoked_at, "superseded": row.superseded_at}.get(standing)
    return Verdict(
        number=row.number,
        standing=standing,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        ended_on=ended.astimezone(TIME_ZONE).date() if ended else None,
        proof=None if code is None else proof(session, row, standing),
    )


def proof(session: Session, row: Certificate, standing: Standing) -> Proof:
    """Give what the paper says, to whoever holds its code and to those who look after certificates."""
    questionnaire = catalogue.published(session, row.assessment.questionnaire_id)
    level = None if standing == "revoked" else row.result.level
    return Proof(
        enterprise=row.enterprise_name,
        level=level,
        level_name=None if level is None else questionnaire.level(level).name,
        levels=len(questionnaire.levels),
        score=None if standing == "revoked" else row.result.overall,
        questionnaire=questionnaire.title,
        version=questionnaire.version,
        sha256=session.scalar(select(Paper.sha256).where(Paper.id == row.paper_id)) or "",
    )


def downloadable(session: Session, actor: Actor, certificate_id: UUID) -> Certificate:
    """Give a certificate to the people of its enterprise and to the reviewers of the Association.

    Raises
    ------
    NotFound
        When there is none, or it is nobody's whose it is not.
    """
    query = select(Certificate).where(Certificate.id == certificate_id).options(joinedload(Certificate.paper))
    if actor.role not in ("reviewer", "administrator"):
        query = query.where(Certificate.enterprise_id.in_(actor.enterprises))
    row = session.scalar(query)
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to."""

    search: str = ""
    standing: str = ""
    page: int = 1


@dataclass(frozen=True)
class Listed:
    """One page of the list."""

    wanted: Wanted
    rows: Sequence[tuple[Certificate, Standing]]
    total: int
    first: int
    last: int
    page: int


def listed(session: Session, actor: Actor, wanted: Wanted, today: date) -> Listed:
    """List certificates, the newest first."""
    query = _revocable(actor).join(Enterprise, Enterprise.id == Certificate.enterprise_id)
    if wanted.standing:
        query = query.where(_stands(wanted.standing, today))
    if wanted.search:
        query = query.where(_named(wanted.search))
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Certificate.id).subquery())) or 0
    page = min(wanted.page, max(-(-total // PAGE), 1))
    first = (page - 1) * PAGE
    newest = query.order_by(Certificate.issued_on.desc(), Certificate.number.desc()).limit(PAGE).offset(first)
    rows = [(row, row.standing(today)) for row in session.scalars(newest)]
    return Listed(wanted, rows, total, first + 1 if rows else 0, first + len(rows), page)


def _named(search: str) -> ColumnElement[bool]:
    key = search_key(search)
    return Enterprise.name_search.contains(key, autoescape=True) | Certificate.number.contains(
        search.strip().upper(), autoescape=True
    )


def _stands(standing: str, today: date) -> ColumnElement[bool]:
    """Say in SQL what `Certificate.standing` says; the day a replacement came is compared by its date."""
    alive = Certificate.revoked_at.is_(None)
    replaced = and_(alive, Certificate.superseded_at.is_not(None))
    in_time = func.date(Certificate.superseded_at) <= Certificate.valid_until
    kept = and_(alive, or_(Certificate.superseded_at.is_(None), ~in_time))
    rules = {
        "revoked": ~alive,
        "superseded": and_(replaced, in_time),
        "expired": and_(kept, Certificate.valid_until < today),
        "valid": and_(kept, Certificate.valid_until >= today),
    }
    return rules[standing]


def _revocable(actor: Actor) -> Select[Certificate]:
    """Select what an administrator may touch: never that of an enterprise they belong to."""
    own = select(Membership.enterprise_id).where(Membership.user_id == actor.user_id, Membership.state != "ended")
    return select(Certificate).where(Certificate.enterprise_id.not_in(own))


def manageable(session: Session, actor: Actor, certificate_id: UUID) -> Certificate:
    """Give a certificate for an administrator to look at.

    Raises
    ------
    NotFound
        When there is none, or it is of an enterprise the administrator belongs to.
    """
    query = _revocable(actor).where(Certificate.id == certificate_id)
    row = session.scalar(query.options(joinedload(Certificate.result), joinedload(Certificate.assessment)))
    if row is None:
        raise NotFound
    return row


def revoke(
    session: Session, actor: Actor, row: Certificate, settings: Settings, *, reason: str, path: str, now: datetime
) -> None:
    """Revoke a certificate by one conditional UPDATE, and tell the owners once.

    Raises
    ------
    Conflict
        When it is revoked already.
    """
    standing = update(Certificate).where(Certificate.id == row.id, Certificate.revoked_at.is_(None))
    values = {"revoked_at": now, "revoked_by": actor.user_id, "revoked_reason": reason}
    if not hits(session, standing.values(**values)):
        raise Conflict
    detail = {"number": row.number}
    record(session, "certificate.revoked", f"certificate:{row.id}", actor=actor.user_id, now=now, detail=detail)
    words = {"number": row.number, "reason": reason, "path": path}
    letters.to_owners(session, settings, "revoked", str(row.id), enterprise_id=row.enterprise_id, now=now, **words)
