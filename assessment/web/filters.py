"""What templates may call: numbers and dates in the reader's language, the frame of the page."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask, current_app, has_request_context
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from assessment.core.facts.enterprise import doubts_tax_code, shown_tax_code
from assessment.core.facts.register import ORGANISATION_TYPES, PLACES, SECTIONS, SECTORS, SIZES
from assessment.core.questionnaire import Text
from assessment.models import Fact
from assessment.web import numerals, typography
from assessment.web.access import visitor
from assessment.web.language import language, other_language
from assessment.web.navigation import foot_navigation, navigation
from assessment.web.transaction import now, short_read

ASK_AGAIN = timedelta(minutes=1)


def init_app(app: Flask) -> None:
    """Register filters, and the few words every page needs."""
    app.jinja_env.tests["doubtful_tax_code"] = doubts_tax_code
    app.jinja_env.filters.update(
        decimal=lambda x, places=1: numerals.decimal(x, language(), places),
        whole=lambda x: numerals.whole(x, language()),
        percent=lambda x, places=0: numerals.percent(x, language(), places),
        signed=lambda x, places=1: numerals.signed(x, language(), places),
        day=_day,
        clock=lambda at: numerals.clock(at, language()),
        moment=lambda at: numerals.moment(at, language()),
        no_break=_no_break,
        words=_words,
        tax_code=shown_tax_code,
        sector=lambda sector: SECTORS[sector].of(language()),
        section=lambda letter: SECTIONS[letter].of(language()),
        organisation_type=lambda kind: ORGANISATION_TYPES[kind].of(language()),
        size=lambda size: SIZES[size].of(language()),
        place=lambda place: PLACES[place].full_name(language()),
    )
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    settings = current_app.extensions["settings"]
    spoken = language()
    return {
        "language": spoken,
        "other_language": other_language(),
        "is_demo": is_demo(),
        "navigation": navigation(),
        "foot_navigation": foot_navigation(),
        "visitor": visitor(),
        "association": dict(settings.association)[spoken],
        "public_url": settings.public_url,
    }


def is_demo() -> bool:
    """Whether this database holds demo data; once it does it does for good, and otherwise it is asked each minute."""
    known: tuple[bool, datetime] | None = current_app.extensions.get("demo")
    if known is None or not (known[0] or now() - known[1] < ASK_AGAIN):
        known = current_app.extensions["demo"] = (_is_demo_now(known), now())
    return known[0]


def _is_demo_now(known: tuple[bool, datetime] | None) -> bool:
    """Ask the database; while it is away, what was known before holds, since the page that says so needs to know."""
    try:
        with short_read() as db:
            return db.scalar(select(Fact.value).where(Fact.name == "demo")) is not None
    except OperationalError:
        return known is not None and known[0]


def _day(on: date | datetime | None) -> str:
    return "" if on is None else numerals.day(on, language())


def _words(text: Text | dict[str, str] | None) -> str:
    """Give the words of a text in the reader's language."""
    if text is None:
        return ""
    said = text.of(language()) if isinstance(text, Text) else text.get(language()) or next(iter(text.values()), "")
    return typography.hyphens_kept(said) if "-" in said and has_request_context() else said


def _no_break(text: str) -> Markup | str:
    return typography.no_break(text)
