"""The page of the audit log."""

from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assessment.documents import deed_words
from assessment.policy import ADMINISTRATORS
from assessment.waves import events
from assessment.waves.events import Sought
from assessment.waves.listing import page_number, searched
from assessment.waves.views import bp
from assessment.web.access import allow
from assessment.web.language import language
from assessment.web.transaction import db, now


@bp.get("/audit")
@allow(ADMINISTRATORS)
def audit() -> ResponseReturnValue:
    """Show the log, the newest first, and when asked to, whether its chain is whole."""
    known = events.actions(db())
    action = request.args.get("action", "")
    sought = Sought(
        action if action in known else "", searched(request.args.get("subject", "")), _uuid(request.args.get("actor"))
    )
    found = events.events(db(), sought, page_number(request.args.get("page", "")))
    chain = events.check(db()) if request.args.get("check") else None
    deed = partial(deed_words.deed, language=language())
    words = {
        "deed": deed,
        "subject_kind": partial(deed_words.subject_kind, language=language()),
        "beside": partial(deed_words.details, language=language()),
    }
    named = sorted(((name, deed(name)) for name in known), key=lambda row: row[1].casefold())
    return render_template(
        "waves/audit.html", found=found, sought=sought, acts=named, chain=chain, checked_at=now(), **words
    )


def _uuid(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None
