"""Certificates: the pages where anyone verifies them, the download, and the administrator's list."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm

from assessment.certificates import service
from assessment.certificates.service import Wanted
from assessment.models import Certificate
from assessment.policy import ADMINISTRATORS, ALLOW, OWN, PUBLIC, Rule
from assessment.web import throttle
from assessment.web.access import actor, allow
from assessment.web.fields import CleanText, shown_again
from assessment.web.papers import send
from assessment.web.refusal import refused
from assessment.web.transaction import db, now, today

bp = Blueprint("certificates", __name__)
TRIES, WINDOW = 60, timedelta(minutes=10)
LONGEST_REASON = 2000
LONGEST_TYPED = 200
LONGEST_NUMBER = 6
PEOPLE = Rule(owner=OWN, colleague=OWN, reviewer=ALLOW, administrator=ALLOW)


class RevokeForm(FlaskForm):
    """Why a certificate is revoked."""

    reason = CleanText(
        lazy_gettext("Lý do thu hồi"),
        longest=LONGEST_REASON,
        required=lazy_gettext("Hãy ghi lý do; chủ doanh nghiệp sẽ đọc."),
    )


@bp.get("/verify")
@allow(PUBLIC)
def look_up() -> ResponseReturnValue:
    """Ask for a number, and lead to its page."""
    typed = shown_again(request.args.get("number", ""), LONGEST_TYPED)
    if not typed.strip():
        return _verdict_page("", None, error=_("Hãy ghi số trên giấy.") if "number" in request.args else None)
    found = service.written(typed)
    if found is None:
        return _verdict_page(typed, None, unknown=True)
    number, code = found
    if code is None:
        return redirect(url_for(".verify", number=number), 303)
    return redirect(url_for(".verify_code", number=number, code=code), 303)


@bp.get("/verify/<number>")
@allow(PUBLIC)
def verify(number: str) -> ResponseReturnValue:
    """Say how a certificate stands, and since when."""
    return _judged(number, None)


@bp.get("/verify/<number>/<code>")
@allow(PUBLIC)
def verify_code(number: str, code: str) -> ResponseReturnValue:
    """Say what stands on a paper, to who holds it."""
    return _judged(number, code)


def _judged(number: str, code: str | None) -> ResponseReturnValue:
    throttle.limit(throttle.key_of("verify", throttle.address()), TRIES, WINDOW)
    known = service.written(number)
    verdict = None if known is None else service.verify(db(), known[0], code, today())
    return _verdict_page(shown_again(number, LONGEST_TYPED), verdict, unknown=verdict is None)


def _verdict_page(
    typed: str, verdict: service.Verdict | None, *, unknown: bool = False, error: str | None = None
) -> ResponseReturnValue:
    """Show the page of a number. One that is unknown and one with another code look the same."""
    page = render_template("certificates/verify.html", typed=typed, verdict=verdict, unknown=unknown, error=error)
    answer = make_response(page, 404 if unknown else 422 if error else 200)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@bp.get("/certificates/<uuid:certificate_id>/file")
@allow(PEOPLE)
def download(certificate_id: UUID) -> ResponseReturnValue:
    """Give the paper to the people of the enterprise and the Association's reviewers."""
    row = service.downloadable(db(), actor(), certificate_id)
    if row.revoked_at is not None and not actor().staff:
        return render_template("certificates/no_paper.html", certificate=row, staff=actor().staff), 410
    if row.paper is None:
        answer = make_response(render_template("certificates/no_paper.html", certificate=row, staff=actor().staff))
        answer.headers["Refresh"] = "3"
        return answer
    return send(row.paper)


@bp.get("/certificates")
@allow(ADMINISTRATORS)
def index() -> ResponseReturnValue:
    """List certificates."""
    found = service.listed(db(), actor(), _wanted(), today())
    return render_template("certificates/index.html", found=found, standings=service.STANDINGS)


def _wanted() -> Wanted:
    """Read the filters from the address; what is not offered is as good as not said."""
    standing, page = request.args.get("standing", ""), request.args.get("page", "")
    return Wanted(
        search=shown_again(request.args.get("search", ""), service.LONGEST_SEARCH),
        standing=standing if standing in service.STANDINGS else "",
        page=max(int(page[:LONGEST_NUMBER]), 1) if page.isascii() and page.isdecimal() else 1,
    )


@bp.get("/certificates/<uuid:certificate_id>")
@allow(ADMINISTRATORS)
def show(certificate_id: UUID) -> ResponseReturnValue:
    """Show one certificate, with the form that revokes it."""
    row = service.manageable(db(), actor(), certificate_id)
    return render_template("certificates/show.html", **_words(row, RevokeForm()))


@bp.post("/certificates/<uuid:certificate_id>/revoke")
@allow(ADMINISTRATORS)
def revoke(certificate_id: UUID) -> ResponseReturnValue:
    """Revoke a certificate for a reason."""
    row, form = service.manageable(db(), actor(), certificate_id), RevokeForm()
    if not form.validate_on_submit():
        return refused("certificates/show.html", **_words(row, form))
    path, settings = url_for(".verify", number=row.number), current_app.extensions["settings"]
    service.revoke(db(), actor(), row, settings, reason=form.reason.data, path=path, now=now())
    db().commit()
    flash(_("Đã thu hồi giấy %(number)s. Chủ doanh nghiệp nhận thư.", number=row.number))
    return redirect(url_for(".show", certificate_id=certificate_id), 303)


def _words(row: Certificate, form: RevokeForm) -> dict[str, object]:
    standing = row.standing(today())
    return {"certificate": row, "standing": standing, "proof": service.proof(db(), row, standing), "form": form}
