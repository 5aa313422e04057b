"""Leaving: what would go and what must stay, told before; then the password, then it is done."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.models import User
from assessment.policy import PUBLIC, SIGNED_IN, Actor
from assessment.privacy import leaving, service
from assessment.privacy.erasing import Wish, erase, may_leave_alone
from assessment.privacy.forms import LeaveForm, leave_form
from assessment.privacy.views import bp
from assessment.web import sessions
from assessment.web.access import actor, allow, visitor
from assessment.web.again import knows_password
from assessment.web.refusal import refused
from assessment.web.site import settings
from assessment.web.transaction import db, now, short_read, today


@bp.get("/privacy/leave")
@allow(SIGNED_IN)
def leave() -> ResponseReturnValue:
    """Say what deleting and making anonymous would do to this person and their enterprises."""
    kind = request.args.get("kind", "")
    plan = leaving.foreseen(db(), actor().user_id, today())
    form = leave_form(plan.alone, formdata=None, data={"kind": kind if kind in leaving.KINDS else None})
    return render_template("privacy/leave.html", form=form, plan=plan, staff=actor().staff)


@bp.post("/privacy/leave")
@allow(SIGNED_IN)
def carry_out() -> ResponseReturnValue:
    """Carry it out for who owns nothing but their own; who works for the Association is answered by it."""
    who = actor()
    with short_read() as reading:
        plan = leaving.foreseen(reading, who.user_id, today())
        kept = reading.get_one(User, who.user_id).password_hash
    form = leave_form(plan.alone)
    if not form.validate() or not knows_password(form.password, kept):
        return refused("privacy/leave.html", form=form, plan=plan, staff=who.staff)
    return _leave(who, form)


def _leave(who: Actor, form: LeaveForm) -> ResponseReturnValue:
    """Write the request down; erase at once where nobody else has to do something first."""
    if not may_leave_alone(db().get_one(User, who.user_id)):
        filed = service.file(db(), who.user_id, form.kind.data, settings(), now=now())
        db().commit()
        flash(_("Đã nhận yêu cầu. Hiệp hội gỡ vai trò của anh/chị trước, rồi mới xóa."))
        return redirect(url_for(".own_request", request_id=filed.id), 303)
    filed = service.receive(db(), who.user_id, form.kind.data, settings(), now=now())
    erase(db(), filed, Wish(form.kind.data, form.heirs), settings(), by=who.user_id, now=now())
    sessions.leave(db(), who.session_id)
    db().commit()
    answer = redirect(url_for(".left"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/privacy/left")
@allow(PUBLIC)
def left() -> ResponseReturnValue:
    """Say good-bye."""
    return render_template("privacy/left.html", still_here=visitor() is not None)
