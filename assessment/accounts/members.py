"""The people of an enterprise."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.accounts import belonging, registering
from assessment.accounts.own import row_id
from assessment.accounts.views import bp
from assessment.policy import MEMBERS, OWNERS
from assessment.web.access import actor, allow
from assessment.web.site import settings
from assessment.web.transaction import db, now


@bp.get("/enterprises/<uuid:enterprise_id>/people")
@allow(MEMBERS)
def people(enterprise_id: UUID) -> ResponseReturnValue:
    """Show who belongs to the enterprise, and to its owners who asks to."""
    found = registering.own(db(), actor(), enterprise_id)
    members, waiting = belonging.people(db(), enterprise_id)
    is_owner = enterprise_id in actor().owner_of
    return render_template(
        "accounts/people.html",
        enterprise=found,
        members=members,
        waiting=waiting if is_owner else [],
        is_owner=is_owner,
        owners=sum(member.role == "owner" for member in members),
    )


@bp.post("/enterprises/<uuid:enterprise_id>/people/requests")
@allow(OWNERS)
def answer_request(enterprise_id: UUID) -> ResponseReturnValue:
    """Let in who asks, or refuse."""
    role = request.form.get("role", "")
    belonging.answer(db(), actor(), enterprise_id, row_id("membership"), role, settings(), now=now())
    db().commit()
    flash(_("Đã chấp nhận.") if role in belonging.ROLES else _("Đã từ chối."))
    return redirect(url_for(".people", enterprise_id=enterprise_id), 303)


@bp.post("/enterprises/<uuid:enterprise_id>/people/end")
@allow(OWNERS)
def end_membership(enterprise_id: UUID) -> ResponseReturnValue:
    """End a membership."""
    ended = belonging.end(db(), actor(), enterprise_id, row_id("membership"), now=now())
    db().commit()
    flash(_("Người này không còn thuộc doanh nghiệp mình."))
    if ended == actor().user_id:
        return redirect(url_for(".account"), 303)
    return redirect(url_for(".people", enterprise_id=enterprise_id), 303)
