"""Who agrees to what now, and the lists that may be used for it, for administrators."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assessment.core.rights.purposes import PURPOSES
from assessment.models.trail import record
from assessment.policy import ADMINISTRATORS, NotFound
from assessment.privacy import agreed
from assessment.privacy.views import bp
from assessment.web.access import actor, allow
from assessment.web.papers import attachment
from assessment.web.transaction import db, now, today


@bp.get("/admin/privacy/agreed")
@allow(ADMINISTRATORS)
def agreements() -> ResponseReturnValue:
    """Show how many agree to each purpose now."""
    counted = agreed.counts(db())
    rows = [(purpose, counted[purpose.id]) for purpose in PURPOSES if purpose.id in counted]
    return render_template("privacy/agreed.html", rows=rows)


@bp.post("/admin/privacy/agreed")
@allow(ADMINISTRATORS)
def agreed_list() -> ResponseReturnValue:
    """Give the list of this moment, and put on record who took it away."""
    purpose = request.form.get("purpose", "")
    if purpose not in agreed.OPTIONAL:
        raise NotFound
    content = agreed.csv_of(db(), purpose)
    record(db(), "consent.listed", "database:consents", actor=actor().user_id, now=now(), detail={"purpose": purpose})
    db().commit()
    return attachment(content, "text/csv", f"thuoc-so-dong-y-{purpose}-{today():%Y-%m-%d}.csv")
