"""The page of who answers what, and the page an invitation leads to."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core.questionnaire import Pillar
from assessment.core.values.states import Problem
from assessment.core.values.text import email as read_email
from assessment.models.invitations import invitation, take_invitation, withdraw_invitation
from assessment.policy import MEMBERS, OWNERS, PUBLIC, SIGNED_IN, Conflict, NotFound
from assessment.survey import people, visits
from assessment.survey.fields import uuid_of
from assessment.survey.pages import pillars_of
from assessment.survey.views import bp
from assessment.survey.visits import Visit
from assessment.web import throttle
from assessment.web.access import actor, allow, visitor
from assessment.web.fields import problem_words, shown_again
from assessment.web.language import language
from assessment.web.refusal import refused
from assessment.web.transaction import db, now, short_read

HOUR = timedelta(hours=1)
IN_ONE_HOUR, TO_ONE_ADDRESS = 30, 5
GONE = 404


@bp.get("/<uuid:assessment_id>/people")
@allow(MEMBERS)
def show_people(assessment_id: UUID) -> ResponseReturnValue:
    """Show who answers which pillars."""
    visit = visits.visit(db(), actor(), assessment_id)
    return render_template("survey/people.html", **_page(visit), errors=(), email="", wanted=())


@bp.post("/<uuid:assessment_id>/people/invite")
@allow(OWNERS)
def invite(assessment_id: UUID) -> ResponseReturnValue:
    """Invite a colleague by mail for chosen pillars."""
    with short_read() as reading:
        visit = visits.visit(reading, actor(), assessment_id)
    if visit.assessment.enterprise_id not in actor().owner_of:
        raise NotFound
    pillars, address = _pillars(visit), read_email(request.form.get("email", ""))
    if isinstance(address, Problem) or not pillars:
        return _again(visit, _wrong(address, pillars), pillars)
    throttle.limit(f"invite:{actor().user_id}", IN_ONE_HOUR, HOUR)
    throttle.limit(throttle.key_of("letters", address), TO_ONE_ADDRESS, HOUR)
    people.invite(db(), visit, address, pillars, current_app.extensions["settings"], actor=actor(), now=now())
    db().commit()
    flash(_("Đã gửi thư mời tới %(email)s.", email=address))
    return _back(assessment_id)


@bp.post("/<uuid:assessment_id>/people/assign")
@allow(OWNERS)
def assign(assessment_id: UUID) -> ResponseReturnValue:
    """Hand pillars to somebody who belongs to the enterprise already."""
    visit = _owned(assessment_id)
    reach = request.form.get("reach", "")
    people.hand_over(db(), visit, uuid_of("user"), _pillars(visit), reach, actor=actor(), now=now())
    db().commit()
    flash(_("Đã lưu phần việc."))
    return _back(assessment_id)


@bp.post("/<uuid:assessment_id>/people/withdraw")
@allow(OWNERS)
def withdraw_invite(assessment_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    visit, text = _owned(assessment_id), request.form.get("invitation", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < len("9" * 10) else 0
    if not withdraw_invitation(db(), number, visit.assessment.id, now=now()):
        raise Conflict
    db().commit()
    flash(_("Đã rút thư mời."))
    return _back(assessment_id)


@bp.get("/invitations/<token>")
@allow(PUBLIC)
def invited(token: str) -> ResponseReturnValue:
    """Show what an invitation is for; nothing happens before the button is pressed."""
    found = invitation(db(), token, now=now())
    if found is None:
        return render_template("survey/invitation_gone.html"), GONE
    who = visitor()
    here = url_for(".invited", token=token)
    return render_template(
        "survey/invitation.html",
        enterprise=found[1].enterprise.name,
        wave=found[1].wave,
        take=here if who else None,
        log_in=url_for("accounts.log_in", next=here),
    )


@bp.post("/invitations/<token>")
@allow(SIGNED_IN)
def join(token: str) -> ResponseReturnValue:
    """Become a colleague."""
    assessment = take_invitation(db(), token, actor().user_id, now=now())
    if assessment is None:
        return refused("survey/invitation_gone.html", GONE)
    db().commit()
    flash(_("Anh/chị đã tham gia. Phần của anh/chị được ghi ở danh sách dưới đây."))
    return redirect(url_for(".tasks", assessment_id=assessment.id), 303)


def _owned(assessment_id: UUID) -> Visit:
    """Load an assessment whose enterprise the actor owns; a colleague's is as good as none here."""
    visit = visits.visit(db(), actor(), assessment_id, lock=True)
    if visit.assessment.enterprise_id not in actor().owner_of:
        raise NotFound
    return visit


def _pillars(visit: Visit) -> list[str]:
    chosen = request.form.getlist("pillar")
    return [pillar.id for pillar in visit.questionnaire.pillars if pillar.id in chosen]


def _wrong(address: str | Problem, pillars: list[str]) -> tuple[tuple[str, str], ...]:
    found = [("email", problem_words(address))] if isinstance(address, Problem) else []
    return tuple(found if pillars else [*found, ("pillars", _("Hãy chọn ít nhất một trụ cột."))])


def _again(visit: Visit, errors: tuple[tuple[str, str], ...], pillars: list[str]) -> ResponseReturnValue:
    page = _page(visit)
    typed = shown_again(request.form.get("email", ""), 254)
    return refused("survey/people.html", **page, errors=errors, email=typed, wanted=tuple(pillars))


def _page(visit: Visit) -> dict[str, object]:
    with short_read() as reading:
        found = people.people(reading, visit, now=now())
    return {
        "visit": visit,
        "people": found,
        "pillars": [(pillar.id, pillar.title.of(language())) for pillar in _listed(visit)],
        "is_owner": visit.assessment.enterprise_id in actor().owner_of,
    }


def _listed(visit: Visit) -> Sequence[Pillar]:
    """Give the pillars to name; who sees only their own still reads who answers the others."""
    return pillars_of(visit) if visit.handed is None else visit.questionnaire.pillars


def _back(assessment_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".show_people", assessment_id=assessment_id), 303)
