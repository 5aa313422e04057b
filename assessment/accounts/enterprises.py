"""Registering an enterprise, seeing and changing its facts."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.accounts import belonging, registering
from assessment.accounts.facts_form import EnterpriseForm, band_words
from assessment.accounts.sign_up import HOUR, settings
from assessment.accounts.views import bp
from assessment.core.facts.enterprise import CAPITAL_BANDS, REVENUE_BANDS, TaxCode, read_tax_code
from assessment.policy import MEMBERS, OWNERS, SIGNED_IN, NotFound
from assessment.web import throttle
from assessment.web.access import actor, allow
from assessment.web.refusal import refused
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
    return redirect(url_for(".enterprise", enterprise_id=own) if own else url_for(".asked"), 303)


@bp.get("/enterprises/asked")
@allow(SIGNED_IN)
def asked() -> ResponseReturnValue:
    """Say that a request is on its way; the page is the same whoever will answer it."""
    return render_template("accounts/asked.html")


@bp.get("/enterprises/<uuid:enterprise_id>")
@allow(MEMBERS)
def enterprise(enterprise_id: UUID) -> ResponseReturnValue:
    """Show the facts, with the size class and why."""
    found = registering.own(db(), actor(), enterprise_id)
    return render_template(
        "accounts/enterprise.html",
        enterprise=found,
        reason=registering.reason_of(found),
        revenue=band_words(found.revenue_band, REVENUE_BANDS),
        capital=band_words(found.capital_band, CAPITAL_BANDS),
        is_owner=enterprise_id in actor().owner_of,
        survey_url=url_for("survey.home") if "survey.home" in current_app.view_functions else None,
    )


@bp.get("/enterprises/<uuid:enterprise_id>/facts")
@allow(OWNERS)
def facts(enterprise_id: UUID) -> ResponseReturnValue:
    """Show the form with the facts."""
    found = registering.owned(db(), actor(), enterprise_id)
    form = EnterpriseForm(current=found.tax_code)
    form.show(found)
    is_sealed = registering.is_sealed(db(), enterprise_id)
    return render_template(
        "accounts/enterprise_edit.html", form=form, enterprise=found, is_sealed=is_sealed, standing=None
    )


@bp.post("/enterprises/<uuid:enterprise_id>/facts")
@allow(OWNERS)
def change_facts(enterprise_id: UUID) -> ResponseReturnValue:
    """Change the facts; what somebody else changed meanwhile is shown, never overwritten."""
    found = registering.owned(db(), actor(), enterprise_id)
    is_sealed = registering.is_sealed(db(), enterprise_id)
    form = EnterpriseForm(current=found.tax_code)
    if is_sealed:
        form.keep_what_stands()
    words = {"form": form, "enterprise": found, "is_sealed": is_sealed}
    if not form.validate():
        return refused("accounts/enterprise_edit.html", standing=None, **words)
    match registering.change(db(), actor(), enterprise_id, form.facts(), version=form.seen_version, now=now()):
        case "known":
            form.tax_code.errors = (_("Mã số thuế này đã được đăng ký cho một doanh nghiệp khác."),)
            return refused("accounts/enterprise_edit.html", standing=None, **words)
        case "under_review":
            form.name.errors = (
                _("Bài đã nộp đang chờ thẩm định nên chưa sửa được. Nếu có chỗ sai, hãy nhờ Hiệp hội gửi trả để sửa."),
            )
            return refused("accounts/enterprise_edit.html", CONFLICT, standing=None, **words)
        case "stale":
            return _both(form, enterprise_id, is_sealed=is_sealed)
    db().commit()
    flash(_("Đã lưu thông tin doanh nghiệp."))
    return redirect(url_for(".enterprise", enterprise_id=enterprise_id), 303)


def _both(form: EnterpriseForm, enterprise_id: UUID, *, is_sealed: bool) -> ResponseReturnValue:
    """Show what was typed beside what stands by now; saving again then is a choice."""
    standing = registering.owned(db(), actor(), enterprise_id)
    form.version.data = str(standing.version)
    return refused(
        "accounts/enterprise_edit.html",
        CONFLICT,
        form=form,
        enterprise=standing,
        is_sealed=is_sealed,
        standing=form.differences(standing),
    )
