"""Which letters went to a person: an address may have been somebody else's before, and be somebody else's by now."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from assessment.models import AuditEvent, Mail, User

CHANGED = "email.changed"


def letters_to(session: Session, user: User) -> ColumnElement[bool]:
    """Select the letters to a person, at the address they have and at those they had, and to nobody else."""
    moves = session.scalars(select(AuditEvent).where(AuditEvent.action == CHANGED).order_by(AuditEvent.id)).all()
    hashed = {_hashed(each): each for each in session.scalars(select(Mail.recipient).distinct())}
    mine = f"user:{user.id}"
    left = [(hashed[move.detail["before"]], move.at) for move in moves if move.subject == mine and _is_in(hashed, move)]
    held: list[tuple[str, datetime | None]] = [(user.email, None), *left]
    return or_(*(_between(each, _taken_over(moves, mine, each, until), until) for each, until in held))


def _is_in(hashed: dict[str, str], move: AuditEvent) -> bool:
    """Whether any letter went to the address that was left."""
    return move.detail["before"] in hashed


def _taken_over(moves: Sequence[AuditEvent], mine: str, address: str, until: datetime | None) -> datetime | None:
    """Give the moment at which the last other person left an address, before this one did."""
    others = [move.at for move in moves if move.subject != mine and move.detail["before"] == _hashed(address)]
    return max((at for at in others if until is None or at < until), default=None)


def _between(address: str, after: datetime | None, until: datetime | None) -> ColumnElement[bool]:
    begins = true() if after is None else Mail.created_at > after
    ends = true() if until is None else Mail.created_at <= until
    return and_(Mail.recipient == address, begins, ends)


def _hashed(address: str) -> str:
    """Name an address as the audit log does."""
    return f"address:{sha256(address.encode()).hexdigest()[:32]}"
