"""Pages of weight sets: what weighs how much now, proposing, and writing into a new version."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment import catalogue
from assessment.core.weighing.items import Place, place_of
from assessment.core.weighing.proposal import METHODS, compared
from assessment.models import WeightSet
from assessment.policy import ADMINISTRATORS, NotFound
from assessment.web.access import actor, allow
from assessment.web.language import language
from assessment.web.refusal import refused
from assessment.web.transaction import db, now
from assessment.weighting import service, shown
from assessment.weighting.forms import AdoptForm, ProposalForm, checked, proposal_form
from assessment.weighting.service import Weighed
from assessment.weighting.wording import figure, item_name, methods, names_of, note, place_name

bp = Blueprint("weighting", __name__, url_prefix="/admin/weights")


@bp.get("/<slug>/<version>")
@allow(ADMINISTRATORS)
def overview(slug: str, version: str) -> ResponseReturnValue:
    """Show what weighs how much in a version, and all weight sets of its questionnaire."""
    of = service.weighed(db(), slug, version)
    words = {"place_name": place_name, "item_name": item_name, "methods": methods()}
    return render_template("weighting/overview.html", of=of, sets=_listed(slug), figure=figure, **words)


def _listed(slug: str) -> list[tuple[WeightSet, str, bool]]:
    """Give each weight set with the name of its place, and whether it may be adopted."""
    listed = []
    for each in service.sets(db(), slug):
        place = place_of(catalogue.published(db(), each.questionnaire_id), each.node)
        listed.append((each, place_name(place, each.node), service.proposal_of(each).adoptable))
    return listed


@bp.get("/<slug>/<version>/new")
@allow(ADMINISTRATORS)
def new(slug: str, version: str) -> ResponseReturnValue:
    """Show the form of a method for one place, filled with what an earlier set says where one is named."""
    of, place, method = _asked(slug, version)
    earlier = request.args.get("from", type=UUID)
    stated = None if earlier is None else service.stated_at(db(), earlier, place)
    return render_template(
        "weighting/new.html",
        **_page(of, place, method, proposal_form(method, place, stated)),
        stated_before=stated is not None,
    )


@bp.post("/<slug>/<version>/new")
@allow(ADMINISTRATORS)
def propose(slug: str, version: str) -> ResponseReturnValue:
    """Keep a new weight set."""
    of, place, method = _asked(slug, version)
    form = proposal_form(method, place)
    stated = checked(form, place)
    if stated is None:
        return refused("weighting/new.html", **_page(of, place, method, form))
    kept = service.keep(db(), actor(), of, place, stated, why=form.why.data, now=now())
    db().commit()
    flash(_("Đã giữ bộ trọng số. Chưa có phiên bản nào thay đổi."))
    return redirect(url_for(".show", set_id=kept.id), 303)


def _asked(slug: str, version: str) -> tuple[Weighed, Place, str]:
    """Read which version, place and method an address is about."""
    of, method = service.weighed(db(), slug, version), request.args.get("by", METHODS[0])
    if method not in METHODS:
        raise NotFound
    return of, of.place(request.args.get("at", "")), method


def _page(of: Weighed, place: Place, method: str, form: ProposalForm) -> dict[str, Any]:
    names = [item_name(item) for item in place.items]
    words = {"methods": methods(), "place_words": place_name(place, place.node), "figure": figure}
    return {"of": of, "place": place, "method": method, "form": form, "names": names, **words}


@bp.get("/sets/<uuid:set_id>")
@allow(ADMINISTRATORS)
def show(set_id: UUID) -> ResponseReturnValue:
    """Show a weight set: who, when, why, how far to trust it, and the way into a new version."""
    found = service.weight_set(db(), set_id)
    form = AdoptForm(formdata=None, version=f"{found.questionnaire.version}.{found.number}")
    return render_template("weighting/show.html", **_shown(found, form))


@bp.post("/sets/<uuid:set_id>/adopt")
@allow(ADMINISTRATORS)
def adopt(set_id: UUID) -> ResponseReturnValue:
    """Write a weight set into a new version, unless its judgements contradict each other."""
    found, form = service.weight_set(db(), set_id), AdoptForm()
    against = service.refusal(db(), found, form.version.data) if form.validate() else None
    if against is not None:
        form.version.errors = [_refusals()[against]]
    if form.errors:
        return refused("weighting/show.html", **_shown(found, form))
    words = note(found, catalogue.published(db(), found.questionnaire_id))
    made = service.adopt(db(), actor(), found, form.version.data, words, now=now())
    db().commit()
    flash(
        _("Đã ban hành phiên bản %(version)s với trọng số này. Đợt mới có thể chọn phiên bản đó.", version=made.version)
    )
    return redirect(url_for("waves.questionnaire", slug=made.slug, version=made.version), 303)


def _refusals() -> dict[str, str]:
    return {
        "contradictory": _("Các so sánh mâu thuẫn nhau quá nhiều nên chưa áp dụng được. Hãy sửa so sánh nêu bên dưới."),
        "taken": _("Đã có phiên bản mang số này. Hãy ghi số khác."),
        "name": _(
            "Số phiên bản chỉ có chữ thường không dấu, chữ số, dấu chấm và gạch ngang, và bắt đầu bằng chữ hoặc số."
        ),
    }


def _shown(found: WeightSet, form: AdoptForm) -> dict[str, Any]:
    """Give all that the page of a weight set says."""
    asked, proposal = catalogue.published(db(), found.questionnaire_id), service.proposal_of(found)
    place, names = place_of(asked, found.node), names_of(asked, found)
    now_shares = [item.share for item in place.items] if place else []
    return {
        "found": found,
        "form": form,
        "proposal": proposal,
        "names": names,
        "now_shares": now_shares,
        "moved": compared(now_shares, found.weights) if place else None,
        "place_words": place_name(place, found.node),
        "methods": methods(),
        "experts": shown.experts(found, proposal),
        "spread": shown.spread_of(proposal, language()),
        "contradiction": shown.contradiction(names, proposal),
        "ratio": shown.ratio(proposal, language()),
        "suggested": shown.suggested(db(), found.questionnaire_id, asked, place) if place else None,
        "title": asked.title.of(language()),
        "figure": figure,
    }
