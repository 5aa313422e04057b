"""The inbox of requests about personal data, for administrators."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.models import DataRequest
from assessment.policy import ADMINISTRATORS
from assessment.privacy import inbox, leaving, service
from assessment.privacy.erasing import Wish, erase, may_leave_alone
from assessment.privacy.forms import DecideForm, ExtendForm, TakeForm
from assessment.privacy.views import bp, words
from assessment.web.access import actor, allow
from assessment.web.refusal import refused
from assessment.web.site import settings
from assessment.web.transaction import db, now, today


@bp.get("/admin/privacy")
@allow(ADMINISTRATORS)
def requests() -> ResponseReturnValue:
    """List what waits, or what was settled."""
    settled = request.args.get("show") == "closed"
    rows = inbox.closed(db()) if settled else inbox.waiting(db(), today())
    return render_template("privacy/inbox.html", rows=rows, settled=settled, today=today(), **words())


@bp.get("/admin/privacy/<uuid:request_id>")
@allow(ADMINISTRATORS)
def request_page(request_id: UUID) -> ResponseReturnValue:
    """Show one request with what can be done about it."""
    found = inbox.one(db(), request_id)
    return render_template("privacy/inbox_request.html", **_frame(found))


@bp.post("/admin/privacy/<uuid:request_id>/take")
@allow(ADMINISTRATORS)
def take_request(request_id: UUID) -> ResponseReturnValue:
    """Take a new request into hand."""
    found = inbox.for_others(db(), actor(), request_id)
    service.take(db(), actor(), found, settings(), third_party=TakeForm().third_party.data, now=now())
    return _said(found, _("Đã nhận việc và báo qua thư."))


@bp.post("/admin/privacy/<uuid:request_id>/extend")
@allow(ADMINISTRATORS)
def extend_request(request_id: UUID) -> ResponseReturnValue:
    """Use the one extension."""
    found, form = inbox.for_others(db(), actor(), request_id), ExtendForm()
    if not form.validate():
        return refused("privacy/inbox_request.html", **_frame(found, extension=form))
    service.extend(db(), actor(), found, form.days.data, form.reason.data, settings(), now=now())
    return _said(found, _("Đã gia hạn và báo qua thư."))


@bp.post("/admin/privacy/<uuid:request_id>/decide")
@allow(ADMINISTRATORS)
def decide_request(request_id: UUID) -> ResponseReturnValue:
    """Decide a request."""
    found, form = inbox.for_others(db(), actor(), request_id), DecideForm()
    if not form.validate():
        return refused("privacy/inbox_request.html", **_frame(found, decision=form))
    service.decide(db(), actor(), found, form.state.data, form.answer.data, settings(), now=now())
    return _said(found, _("Đã ghi quyết định và báo qua thư."))


@bp.post("/admin/privacy/<uuid:request_id>/carry-out")
@allow(ADMINISTRATORS)
def carry_out_request(request_id: UUID) -> ResponseReturnValue:
    """Delete or make anonymous what a person who worked for the Association asked for."""
    found = inbox.for_others(db(), actor(), request_id)
    erase(db(), found, Wish(found.kind, {}), settings(), by=actor().user_id, now=now())
    return _said(found, _("Đã xóa tên và dữ liệu của người này."))


def _said(found: DataRequest, words_said: str) -> ResponseReturnValue:
    db().commit()
    flash(words_said)
    return redirect(url_for(".request_page", request_id=found.id), 303)


def _frame(
    found: DataRequest, extension: ExtendForm | None = None, decision: DecideForm | None = None
) -> dict[str, object]:
    """Give what the page of a request shows; of its forms at most one has been sent."""
    forms = {
        "taking": TakeForm(formdata=None),
        "extension": extension or ExtendForm(formdata=None),
        "decision": decision or DecideForm(formdata=None),
    }
    erasable = found.is_open and found.kind in leaving.KINDS
    return {
        "found": found,
        "wrong": extension or decision,
        "own": found.user_id == actor().user_id,
        "can_erase": erasable and may_leave_alone(found.user),
        "must_wait": erasable and not may_leave_alone(found.user),
        "user": found.user,
        "taker": found.taker,
        "decider": found.decider,
        "today": today(),
        **forms,
        **words(),
    }
