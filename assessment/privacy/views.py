"""My data: what is kept and why, consents given and withdrawn, copies to take away."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core.rights.purposes import NEEDED, PURPOSES
from assessment.models.consents import history
from assessment.policy import SIGNED_IN, NotFound
from assessment.privacy import agreeing, service
from assessment.privacy.kept import ABOUT_THE_BUSINESS, ABOUT_THE_PERSON
from assessment.privacy.wording import ICONS, KINDS, STATES
from assessment.web import throttle
from assessment.web.access import actor, allow
from assessment.web.language import language
from assessment.web.site import settings
from assessment.web.transaction import db, now, today

bp = Blueprint("privacy", __name__)
COPIES_A_DAY = 10
LATEST = 5


@bp.get("/privacy/mine")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """Show what is kept about the person and their enterprises, the consents, and the way to every right."""
    rows = history(db(), actor().user_id)
    last = {row.purpose: row for row in rows}
    return render_template(
        "privacy/mine.html",
        about_me=ABOUT_THE_PERSON,
        about_business=ABOUT_THE_BUSINESS,
        purposes=[(purpose, last.get(purpose.id)) for purpose in PURPOSES],
        history=[(next(each for each in PURPOSES if each.id == row.purpose), row) for row in reversed(rows)],
        requests=service.own(db(), actor().user_id)[:LATEST],
        today=today(),
        **words(),
    )


@bp.post("/privacy/consents")
@allow(SIGNED_IN)
def consent() -> ResponseReturnValue:
    """Give or withdraw one consent; the needed one is withdrawn on a page that says what follows."""
    purpose, act = request.form.get("purpose", ""), request.form.get("act", "")
    if act == "given":
        agreeing.give(db(), actor().user_id, purpose, language(), now=now())
        said = _("Đã ghi nhận sự đồng ý.")
    elif act == "withdrawn" and (purpose != NEEDED or request.form.get("sure")):
        agreeing.withdraw(db(), actor().user_id, purpose, language(), settings(), now=now())
        said = _("Đã rút lại. Có hiệu lực ngay.")
    elif act == "withdrawn":
        return redirect(url_for(".stop"), 303)
    else:
        raise NotFound
    db().commit()
    flash(said)
    return redirect(url_for(".mine", _anchor="consents"), 303)


@bp.get("/privacy/consents/stop")
@allow(SIGNED_IN)
def stop() -> ResponseReturnValue:
    """Say what follows from withdrawing the needed consent."""
    return render_template("privacy/stop.html", waiting=agreeing.under_review(db(), actor().user_id), needed=NEEDED)


@bp.post("/privacy/copies")
@allow(SIGNED_IN)
def copy() -> ResponseReturnValue:
    """Ask the worker for all own data."""
    throttle.limit(f"own-data:{actor().user_id}", COPIES_A_DAY, throttle.KEPT)
    job = service.ask_for_copy(db(), actor(), request.form.get("form", ""), language(), settings(), now=now())
    db().commit()
    return redirect(url_for("papers.show", job_id=job.id), 303)


def words() -> dict[str, object]:
    """Give the words of kinds and states."""
    return {"kinds": KINDS, "states": STATES, "icons": ICONS}
