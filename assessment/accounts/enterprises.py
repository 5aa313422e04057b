"""Registering an enterprise, seeing and changing its facts."""

from collections.abc import Sequence
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.accounts import belonging, registering
from assessment.accounts.facts_form import EnterpriseForm, band_words, typed_over
from assessment.accounts.freedom import Freedom, freedom
from assessment.accounts.patience import HOUR
from assessment.accounts.registering import Facts
from assessment.accounts.views import bp, home
from assessment.core.facts.enterprise import CAPITAL_BANDS, REVENUE_BANDS, TaxCode, read_tax_code
from assessment.models import Enterprise
from assessment.policy import MEMBERS, OWNERS, SIGNED_IN, NotFound
from assessment.web import throttle
from assessment.web.access import actor, allow
from assessment.web.refusal import refused
from assessment.web.site import settings
from assessment.web.transaction import db, now

IN_ONE_HOUR = 30
CONFLICT = 409


@bp.get("/enterprises/new")
@allow(SIGNED_IN)
def new_enterprise() -> ResponseReturnValue:
    """Show the form that registers an enterprise."""
    return render_template("accounts/enterprise_new.html", form=EnterpriseForm(data={"sector": "suggested"}))


@bp.post("/enterprises/new")
@allow(SIGNED_IN)
def register_enterprise() -> ResponseReturnValue:
    """Register an enterprise; where its tax code is known already, offer to ask for access."""
    form = EnterpriseForm()
    if not form.validate():
        return refused("accounts/enterprise_new.html", form=form)
    throttle.limit(f"register:{actor().user_id}", IN_ONE_HOUR, HOUR)
    facts = form.facts()
    enterprise = registering.register(db(), actor(), facts, now=now())
    if enterprise is None:
        return refused("accounts/enterprise_known.html", CONFLICT, tax_code=facts.tax_code)
    db().commit()
    flash(_("Đã đăng ký. Hãy xem lại quy mô ở dưới, rồi bắt đầu đánh giá."))
    return redirect(url_for(".enterprise", enterprise_id=enterprise.id), 303)


@bp.post("/enterprises/access")
@allow(SIGNED_IN)
def ask_for_access() -> ResponseReturnValue:
    """Ask for access to the enterprise with a tax code."""
    code = read_tax_code(request.form.get("tax_code", "")[:40])
    if not isinstance(code, TaxCode):
        raise NotFound
    throttle.limit(f"register:{actor().user_id}", IN_ONE_HOUR, HOUR)
    own = belonging.ask_for_access(db(), actor(), code.code, settings(), now=now())
    db().commit()
    if own is None:
        return redirect(url_for(".asked"), 303)
    # Who sees parts of it only has no page of the enterprise.
    return redirect(url_for(".enterprise", enterprise_id=own) if own in actor().enterprises else home(), 303)


@bp.get("/enterprises/asked")
@allow(SIGNED_IN)
def asked() -> ResponseReturnValue:
    """Say that a request is on its way; the page is the same whoever will answer it."""
    return render_template("accounts/asked.html")


@bp.get("/enterprises/<uuid:enterprise_id>")
@allow(MEMBERS)
def enterprise(enterprise_id: UUID) -> ResponseReturnValue:
    """Show the facts, with the size class and why."""
    found, is_owner = registering.own(db(), actor(), enterprise_id), enterprise_id in actor().owner_of
    return render_template(
        "accounts/enterprise.html",
        enterprise=found,
        reason=registering.reason_of(found),
        revenue=band_words(found.revenue_band, REVENUE_BANDS),
        capital=band_words(found.capital_band, CAPITAL_BANDS),
        free=freedom(db(), enterprise_id) if is_owner else None,
        survey_url=url_for("survey.home") if "survey.home" in current_app.view_functions else None,
    )


@bp.get("/enterprises/<uuid:enterprise_id>/facts")
@allow(OWNERS)
def facts(enterprise_id: UUID) -> ResponseReturnValue:
    """Show the form with the facts that may be changed now, beside those that may not."""
    found = registering.owned(db(), actor(), enterprise_id)
    form = EnterpriseForm(current=found.tax_code)
    form.show(found)
    return render_template(_EDIT, **_edit(form, found, freedom(db(), enterprise_id)))


@bp.post("/enterprises/<uuid:enterprise_id>/facts")
@allow(OWNERS)
def change_facts(enterprise_id: UUID) -> ResponseReturnValue:
    """Change the facts; what somebody else changed meanwhile is shown, never overwritten."""
    found, free = registering.owned(db(), actor(), enterprise_id), freedom(db(), enterprise_id, lock=True)
    form = EnterpriseForm(typed_over(found, free.locked), current=found.tax_code)
    words = _edit(form, found, free)
    if not form.validate():
        return refused(_EDIT, **words)
    seen = form.seen_version
    match registering.change(db(), actor(), enterprise_id, form.facts(), free.may_change, version=seen, now=now()):
        case "known":
            form.tax_code.errors = (_("Mã số thuế này đã được đăng ký cho một doanh nghiệp khác."),)
            return refused(_EDIT, **words)
        case "locked":
            form.blame_locked(found, free.locked)
            return refused(_EDIT, CONFLICT, **_edit(form, found, free))
        case "stale":
            standing = registering.owned(db(), actor(), enterprise_id)
            form.version.data = str(standing.version)
            return refused(_EDIT, CONFLICT, **_edit(form, standing, free, form.differences(standing)))
    db().commit()
    flash(_("Đã lưu thông tin doanh nghiệp."))
    return redirect(url_for(".enterprise", enterprise_id=enterprise_id), 303)


_EDIT = "accounts/enterprise_edit.html"


def _edit(
    form: EnterpriseForm, found: Enterprise, free: Freedom, standing: Sequence[tuple[str, str]] | None = None
) -> dict[str, object]:
    """Give what the form's page needs; `standing` is what somebody else has changed meanwhile."""
    shown = [name for name in Facts.__slots__ if name in free.may_change or form[name].errors]
    kept = [
        (form[name].label.text, form.words(name, getattr(found, name))) for name in Facts.__slots__ if name not in shown
    ]
    return {"form": form, "enterprise": found, "free": free, "shown": shown, "kept": kept, "standing": standing}
