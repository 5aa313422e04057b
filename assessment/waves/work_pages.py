"""The page of failed work: jobs and mails that were given up."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.policy import ADMINISTRATORS
from assessment.waves import work as jobs_at_work
from assessment.waves.listing import page_number
from assessment.waves.views import bp
from assessment.web.access import actor, allow
from assessment.web.transaction import db, now


@bp.get("/work")
@allow(ADMINISTRATORS)
def work() -> ResponseReturnValue:
    """Show what failed and how much is under way."""
    failures = jobs_at_work.failures(db(), page_number(request.args.get("page", "")))
    return render_template("waves/work.html", failures=failures, queue=jobs_at_work.queue(db()))


@bp.post("/work/<uuid:job_id>/again")
@allow(ADMINISTRATORS)
def try_again(job_id: UUID) -> ResponseReturnValue:
    """Let a failed job run again."""
    jobs_at_work.try_again(db(), actor(), job_id, now=now())
    db().commit()
    flash(_("Đã đưa lại vào hàng đợi. Việc này sẽ chạy ngay khi có chỗ."))
    return redirect(url_for(".work"), 303)
