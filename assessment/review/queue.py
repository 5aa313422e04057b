"""The queue: who waits for the Association, the longest first. No HTTP here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session, contains_eager

from assessment import catalogue
from assessment.config import TIME_ZONE
from assessment.core.facts.places import PLACES
from assessment.core.facts.register import SECTORS, SIZES
from assessment.core.values.text import search_key
from assessment.models import Assessment, Enterprise, ResultRow, User, Wave
from assessment.policy import Actor, reviewable_assessments
from assessment.web.fields import shown_again

PAGE = 25
LATE_DAYS = 10
LEAP = 20.0
LEAST_ALIKE = 5
LONGEST_SEARCH = 100
LONGEST_NUMBER = 6
WAITING = ("submitted", "in_review")
STATES = ("waiting", "submitted", "in_review", "changes_requested", "approved", "declined", "all")


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to; each stands in the address unless it is the usual one."""

    state: str = "waiting"
    wave: str = ""
    sector: str = ""
    size: str = ""
    place: str = ""
    reviewer: str = ""
    search: str = ""
    page: int = 1

    def address(self, **changes: Any) -> dict[str, Any]:
        """Give the arguments of the address that shows the queue like this."""
        wanted = replace(self, **changes)
        return {each.name: value for each in fields(self) if (value := getattr(wanted, each.name)) != each.default}


def read_filters(arguments: Mapping[str, str]) -> Filters:
    """Read the filters from an address; what is not offered is as good as not said."""
    offered = {"sector": SECTORS, "size": SIZES, "place": PLACES, "reviewer": ("me", "nobody"), "state": STATES}
    said = {name: arguments[name] for name, known in offered.items() if arguments.get(name) in known}
    page = arguments.get("page", "")
    return Filters(
        **said,
        wave=_uuid(arguments.get("wave", "")),
        search=shown_again(arguments.get("search", ""), LONGEST_SEARCH),
        page=max(int(page[:LONGEST_NUMBER]), 1) if page.isascii() and page.isdecimal() else 1,
    )


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


@dataclass(frozen=True)
class Row:
    """One file in the queue. `flags` are reasons to look at it early: (kind, points)."""

    id: UUID
    enterprise: Enterprise
    wave: Wave
    state: str
    reviewer: str
    again: bool
    days: int | None
    late: bool
    level: int | None
    levels: int
    score: float | None
    flags: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Queue:
    """One page of the queue, with how much there is."""

    filters: Filters
    rows: tuple[Row, ...]
    total: int
    first: int
    last: int
    waiting: int
    late: int
    mine: int
    waves: tuple[Wave, ...]

    @property
    def has_more(self) -> bool:
        """Whether a page follows."""
        return self.last < self.total


def queue(session: Session, actor: Actor, filters: Filters, today: date) -> Queue:
    """Give a page of the queue, the longest wait first; a page behind the last one is the last one."""
    matching = _matching(actor, filters)
    total = session.scalar(select(func.count()).select_from(matching.with_only_columns(Assessment.id).subquery())) or 0
    page = min(filters.page, max(-(-total // PAGE), 1))
    first = (page - 1) * PAGE
    found = _load(session, matching, first)
    rows = _rows(session, found, today)
    waiting, late, mine = _sums(session, actor, today)
    waves = tuple(session.scalars(select(Wave).order_by(Wave.opens_on.desc(), Wave.id)))
    shown = replace(filters, page=page)
    return Queue(shown, rows, total, first + 1 if rows else 0, first + len(rows), waiting, late, mine, waves)


def _matching(actor: Actor, filters: Filters) -> Select[Any]:
    query = reviewable_assessments(actor).join(Assessment.enterprise)
    return query.where(*_conditions(actor, filters))


def _conditions(actor: Actor, filters: Filters) -> Iterable[ColumnElement[bool]]:
    if filters.state != "all":
        yield Assessment.state.in_(WAITING if filters.state == "waiting" else (filters.state,))
    if filters.wave:
        yield Assessment.wave_id == UUID(filters.wave)
    for name in ("sector", "size", "place"):
        if wanted := getattr(filters, name):
            yield getattr(Enterprise, name) == wanted
    if filters.reviewer == "me":
        yield Assessment.reviewer_id == actor.user_id
    if filters.reviewer == "nobody":  # A file handed in again still names who had it last time.
        yield Assessment.reviewer_id.is_(None) | (Assessment.state == "submitted")
    if filters.search:
        yield _named(filters.search)


def _named(search: str) -> ColumnElement[bool]:
    """Find by name, without marks, or by the beginning of a tax code."""
    by_name = Enterprise.name_search.contains(search_key(search), autoescape=True)
    return by_name | Enterprise.tax_code.startswith(search.replace(" ", ""), autoescape=True)


def _load(session: Session, matching: Select[Any], first: int) -> Sequence[Any]:
    query = (
        matching.join(Assessment.wave)
        .outerjoin(User, User.id == Assessment.reviewer_id)
        .add_columns(User.name)
        .options(contains_eager(Assessment.enterprise), contains_eager(Assessment.wave))
        .order_by(Assessment.submitted_at, Assessment.id)
    )
    return session.execute(query.limit(PAGE).offset(first)).all()


def _sums(session: Session, actor: Actor, today: date) -> tuple[int, int, int]:
    """Count all that wait, those that wait too long, and the actor's own."""
    seen = reviewable_assessments(actor).where(Assessment.state.in_(WAITING)).subquery()
    late = seen.c.submitted_at < _begin_of(today, LATE_DAYS)
    mine = and_(seen.c.reviewer_id == actor.user_id, seen.c.state == "in_review")
    counted = session.execute(
        select(func.count(), func.count(case((late, 1))), func.count(case((mine, 1)))).select_from(seen)
    ).one()
    return counted[0], counted[1], counted[2]


def _begin_of(today: date, days_ago: int) -> datetime:
    return datetime.combine(date.fromordinal(today.toordinal() - days_ago), datetime.min.time(), TIME_ZONE)


def age(submitted_at: datetime | None, today: date) -> int | None:
    """Count the days since the day of submission in Việt Nam."""
    return None if submitted_at is None else (today - submitted_at.astimezone(TIME_ZONE).date()).days


def _rows(session: Session, found: Sequence[Any], today: date) -> tuple[Row, ...]:
    results = _results(session, [assessment for assessment, _name in found])
    before = _before(session, [assessment for assessment, _name in found])
    rows = []
    for assessment, reviewer in found:
        result = results.get(assessment.id)
        days = age(assessment.submitted_at, today) if assessment.state in WAITING else None
        rows.append(
            Row(
                id=assessment.id,
                enterprise=assessment.enterprise,
                wave=assessment.wave,
                state=assessment.state,
                reviewer=reviewer or "",
                again=assessment.state == "submitted" and result is not None and result.round > 1,
                days=days,
                late=days is not None and days > LATE_DAYS,
                level=result.level if result else None,
                levels=len(catalogue.published(session, assessment.questionnaire_id).levels),
                score=result.overall if result else None,
                flags=tuple(_flags(result, before.get((assessment.enterprise_id, assessment.questionnaire_id)))),
            )
        )
    return tuple(rows)


def _results(session: Session, found: Sequence[Assessment]) -> dict[UUID, ResultRow]:
    """Give the newest self result of each."""
    query = select(ResultRow).where(ResultRow.assessment_id.in_([each.id for each in found]), ResultRow.kind == "self")
    return {row.assessment_id: row for row in session.scalars(query.order_by(ResultRow.round))}


def _before(session: Session, found: Sequence[Assessment]) -> dict[tuple[UUID, int], float]:
    """Give the score each enterprise was last approved with, for the same questionnaire."""
    query = (
        select(Assessment.enterprise_id, Assessment.questionnaire_id, ResultRow.overall)
        .join(ResultRow, ResultRow.assessment_id == Assessment.id)
        .where(Assessment.enterprise_id.in_([each.enterprise_id for each in found]), Assessment.state == "approved")
        .where(ResultRow.kind == "verified", ResultRow.overall.is_not(None))
        .where(Assessment.id.not_in([each.id for each in found]))
        .order_by(Assessment.decided_at)
    )
    return {(row.enterprise_id, row.questionnaire_id): row.overall or 0.0 for row in session.execute(query)}


def _flags(result: ResultRow | None, before: float | None) -> Iterable[tuple[str, float]]:
    """Name what makes a file worth an early look."""
    if result is None:
        return
    if before is not None and result.overall is not None and result.overall - before >= LEAP:
        yield "leap", result.overall - before
    scores = list(result.criteria.values())
    if len(scores) >= LEAST_ALIKE and len(set(scores)) == 1:
        yield "alike", 0.0
