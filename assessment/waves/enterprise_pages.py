"""Pages of the enterprises: list, one enterprise, who asks, whom the Association has confirmed."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core.facts.register import PLACES, SECTORS, SIZES
from assessment.policy import ADMINISTRATORS
from assessment.waves import belonging
from assessment.waves import enterprises as register
from assessment.waves.belonging import OwnLink
from assessment.waves.enterprises import Sought
from assessment.waves.listing import page_number, searched
from assessment.waves.views import bp
from assessment.waves.wording import memberships, states
from assessment.web.access import actor, allow
from assessment.web.site import settings
from assessment.web.transaction import db, now


@bp.get("/enterprises")
@allow(ADMINISTRATORS)
def enterprises() -> ResponseReturnValue:
    """List enterprises, narrowed by words, sector, size and place."""
    asked = {name: request.args.get(name, "") for name in ("sector", "size", "place")}
    sought = Sought(
        searched(request.args.get("q", "")),
        asked["sector"] if asked["sector"] in SECTORS else "",
        asked["size"] if asked["size"] in SIZES else "",
        asked["place"] if asked["place"] in PLACES else "",
    )
    found = register.enterprises(db(), sought, page_number(request.args.get("page", "")))
    lists = {"sectors": tuple(SECTORS), "sizes": tuple(SIZES), "places": tuple(PLACES)}
    return render_template("waves/enterprises.html", found=found, sought=sought, **lists)


@bp.get("/enterprises/<uuid:enterprise_id>")
@allow(ADMINISTRATORS)
def enterprise(enterprise_id: UUID) -> ResponseReturnValue:
    """Show one enterprise with its people, requests and assessments."""
    found = register.enterprise(db(), enterprise_id)
    words = {"memberships": memberships(), "states": states()}
    return render_template("waves/enterprise.html", found=found, own=actor().user_id, **words)


@bp.get("/requests")
@allow(ADMINISTRATORS)
def requests() -> ResponseReturnValue:
    """Show who asks for access, or which owners wait for the Association's confirmation."""
    confirming = request.args.get("show") == "confirm"
    which = belonging.unconfirmed() if confirming else belonging.asked()
    found = belonging.waiting(db(), which, page_number(request.args.get("page", "")))
    return render_template("waves/requests.html", found=found, confirming=confirming, own=actor().user_id)


@bp.post("/enterprises/<uuid:enterprise_id>/people/<uuid:user_id>/answer")
@allow(ADMINISTRATORS)
def answer_request(enterprise_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Let in who asks, or refuse."""
    role = request.form.get("role", "")
    try:
        belonging.answer(db(), actor(), enterprise_id, user_id, role, settings(), now=now())
    except OwnLink:
        return _own_link(enterprise_id)
    db().commit()
    flash(_("Đã cho vào và báo qua thư.") if role in belonging.ROLES else _("Đã từ chối và báo qua thư."))
    return _back(enterprise_id)


@bp.post("/enterprises/<uuid:enterprise_id>/people/<uuid:user_id>/confirm")
@allow(ADMINISTRATORS)
def confirm_person(enterprise_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Confirm that a person speaks for an enterprise."""
    try:
        belonging.confirm(db(), actor(), enterprise_id, user_id, now=now())
    except OwnLink:
        return _own_link(enterprise_id)
    db().commit()
    flash(_("Đã xác nhận người này đại diện cho doanh nghiệp."))
    return _back(enterprise_id)


@bp.post("/enterprises/<uuid:enterprise_id>/people/<uuid:user_id>/end")
@allow(ADMINISTRATORS)
def end_membership(enterprise_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """End a link that should never have been."""
    try:
        belonging.end(db(), actor(), enterprise_id, user_id, now=now())
    except OwnLink:
        return _own_link(enterprise_id)
    db().commit()
    flash(_("Người này không còn thuộc doanh nghiệp."))
    return _back(enterprise_id)


def _own_link(enterprise_id: UUID) -> ResponseReturnValue:
    flash(_("Việc của doanh nghiệp mình thì một người khác của Hiệp hội quyết định. Chưa có gì thay đổi."), "error")
    return _back(enterprise_id)


def _back(enterprise_id: UUID) -> ResponseReturnValue:
    """Go back to the list the button stood in, or to the enterprise."""
    match request.form.get("back"):
        case "asked":
            return redirect(url_for(".requests"), 303)
        case "confirm":
            return redirect(url_for(".requests", show="confirm"), 303)
        case _:
            return redirect(url_for(".enterprise", enterprise_id=enterprise_id), 303)
