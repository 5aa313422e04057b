"""A person's requests: filing one, seeing how it stands, taking it back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.policy import SIGNED_IN
from assessment.privacy import service
from assessment.privacy.forms import RequestForm
from assessment.privacy.leaving import KINDS as LEAVING
from assessment.privacy.views import bp, words
from assessment.privacy.wording import KINDS
from assessment.web import throttle
from assessment.web.access import actor, allow
from assessment.web.language import language
from assessment.web.refusal import refused
from assessment.web.site import settings
from assessment.web.transaction import db, now, today

REQUESTS_A_DAY = 20


@bp.get("/privacy/requests/new")
@allow(SIGNED_IN)
def new_request() -> ResponseReturnValue:
    """Show the form."""
    kind = request.args.get("kind", "")
    form = RequestForm(formdata=None, data={"kind": kind if kind in KINDS else None})
    return render_template("privacy/request_new.html", form=form)


@bp.post("/privacy/requests/new")
@allow(SIGNED_IN)
def file_request() -> ResponseReturnValue:
    """Take a request in; what can be done at once is begun at once."""
    form = RequestForm()
    if not form.validate():
        return refused("privacy/request_new.html", form=form)
    if form.kind.data in LEAVING:
        return redirect(url_for(".leave", kind=form.kind.data), 303)
    throttle.limit(f"requests:{actor().user_id}", REQUESTS_A_DAY, throttle.KEPT)
    if form.kind.data == "access":
        job = service.ask_for_copy(db(), actor(), "archive", language(), settings(), now=now())
        db().commit()
        return redirect(url_for("papers.show", job_id=job.id), 303)
    filed = service.file(db(), actor().user_id, form.kind.data, settings(), now=now(), words=form.words.data)
    db().commit()
    flash(_("Đã nhận yêu cầu và gửi thư xác nhận."))
    return redirect(url_for(".own_request", request_id=filed.id), 303)


@bp.get("/privacy/requests/<uuid:request_id>")
@allow(SIGNED_IN)
def own_request(request_id: UUID) -> ResponseReturnValue:
    """Show one request with its deadlines."""
    found = service.own_one(db(), actor().user_id, request_id)
    copy = service.copy_of(db(), found)
    return render_template("privacy/request.html", found=found, copy=copy, today=today(), **words())


@bp.post("/privacy/requests/<uuid:request_id>/cancel")
@allow(SIGNED_IN)
def cancel_request(request_id: UUID) -> ResponseReturnValue:
    """Take a request back."""
    service.cancel(db(), actor(), request_id, now=now())
    db().commit()
    flash(_("Đã hủy yêu cầu."))
    return redirect(url_for(".own_request", request_id=request_id), 303)
