"""Enterprises as administrators find them. No HTTP, no clock, no commit."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from assessment.core.facts.enterprise import PERSONAL_LENGTH, SEPARATORS, TaxCode, read_tax_code
from assessment.core.values.text import search_key
from assessment.models import Assessment, Enterprise, Membership
from assessment.models.enterprises import members
from assessment.policy import NotFound
from assessment.waves.listing import Listed, listed

SHORTEST_CODE = 3


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list of enterprises is narrowed to; empty words narrow nothing."""

    words: str = ""
    sector: str = ""
    size: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One enterprise in the list, with how many belong to it and how many ask to."""

    enterprise: Enterprise
    people: int
    asking: int


@dataclass(frozen=True, slots=True)
class Detail:
    """One enterprise with its people and its assessments."""

    enterprise: Enterprise
    people: tuple[Membership, ...]
    asking: tuple[Membership, ...]
    assessments: tuple[Assessment, ...]


def enterprises(session: Session, sought: Sought, page: int) -> Listed[Found]:
    """Give enterprises in Vietnamese order; words are looked for in names, without their marks, and in tax codes."""
    query = select(Enterprise, _number("active"), _number("asked")).order_by(Enterprise.name_sort, Enterprise.id)
    for name in ("sector", "size", "place"):
        if getattr(sought, name):
            query = query.where(getattr(Enterprise, name) == getattr(sought, name))
    if sought.words:
        query = query.where(_matches(sought.words))
    found = listed(session, query, page)
    return Listed(tuple(Found(*row) for row in found.rows), found.number, found.total)


def _number(state: str) -> ColumnElement[int]:
    """Count the links of an enterprise in a state, as part of the one query of the list."""
    there = and_(Membership.enterprise_id == Enterprise.id, Membership.state == state)
    counted = select(func.count()).select_from(Membership).where(there)
    return counted.correlate(Enterprise).scalar_subquery().label(state)


def _matches(words: str) -> ColumnElement[bool]:
    """Say which enterprises bear these words; a personal number is found only by all of its digits."""
    by_name = Enterprise.name_search.contains(search_key(words), autoescape=True)
    digits = words.translate(SEPARATORS)
    if not (digits.isascii() and digits.isdecimal() and len(digits) >= SHORTEST_CODE):
        return by_name
    read = read_tax_code(digits)
    beginning = and_(
        Enterprise.tax_code.startswith(digits, autoescape=True), func.length(Enterprise.tax_code) != PERSONAL_LENGTH
    )
    whole = Enterprise.tax_code == (read.code if isinstance(read, TaxCode) else digits)
    return or_(by_name, beginning, whole)


def enterprise(session: Session, enterprise_id: UUID) -> Detail:
    """Give one enterprise."""
    found = session.get(Enterprise, enterprise_id)
    if found is None:
        raise NotFound
    there = members(session, enterprise_id)
    rounds = select(Assessment).where(Assessment.enterprise_id == enterprise_id).options(joinedload(Assessment.wave))
    return Detail(
        found,
        tuple(link for link in there if link.state == "active"),
        tuple(link for link in there if link.state == "asked"),
        tuple(session.scalars(rounds.order_by(Assessment.created_at.desc()))),
    )
