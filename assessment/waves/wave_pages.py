"""Pages of the waves: list, one wave, planning and changing."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.models import Wave
from assessment.policy import ADMINISTRATORS
from assessment.waves import service
from assessment.waves.forms import WaveForm
from assessment.waves.views import bp
from assessment.waves.wording import phases, states
from assessment.web.access import actor, allow
from assessment.web.refusal import refused
from assessment.web.transaction import db, now, today


@bp.get("/waves")
@allow(ADMINISTRATORS)
def waves() -> ResponseReturnValue:
    """List all waves with their days and counts."""
    return render_template("waves/waves.html", waves=service.waves(db(), today()), phases=phases())


@bp.get("/waves/new")
@allow(ADMINISTRATORS)
def new_wave() -> ResponseReturnValue:
    """Show an empty form."""
    form = WaveForm(formdata=None, offers=service.offered(db()))
    return render_template("waves/wave_form.html", form=form, wave=None, stale=None)


@bp.post("/waves/new")
@allow(ADMINISTRATORS)
def create_wave() -> ResponseReturnValue:
    """Plan a wave."""
    form = WaveForm(offers=service.offered(db()))
    if not _is_sound(form, None):
        return refused("waves/wave_form.html", form=form, wave=None, stale=None)
    fresh = service.create(db(), actor(), form.plan(), now=now())
    db().commit()
    flash(_("Đã lập đợt đánh giá."))
    return redirect(url_for(".wave", wave_id=fresh.id), 303)


@bp.get("/waves/<uuid:wave_id>")
@allow(ADMINISTRATORS)
def wave(wave_id: UUID) -> ResponseReturnValue:
    """Show one wave with its counts and questionnaires."""
    found = service.standing(db(), wave_id, today())
    titles = {each.id: each for each in service.offered(db())}
    return render_template("waves/wave.html", found=found, titles=titles, phases=phases(), states=states())


@bp.get("/waves/<uuid:wave_id>/edit")
@allow(ADMINISTRATORS)
def edit_wave(wave_id: UUID) -> ResponseReturnValue:
    """Show the form with what stands."""
    found = service.wave(db(), wave_id)
    form = WaveForm(formdata=None, offers=service.offered(db()))
    form.show(found)
    return render_template("waves/wave_form.html", form=form, wave=found, stale=None)


@bp.post("/waves/<uuid:wave_id>/edit")
@allow(ADMINISTRATORS)
def change_wave(wave_id: UUID) -> ResponseReturnValue:
    """Change a wave, unless somebody else did since the page was opened."""
    found = service.wave(db(), wave_id)
    form = WaveForm(offers=service.offered(db()))
    if form.seen_version != found.version:
        return _stale(form, found)
    if not _is_sound(form, found):
        return refused("waves/wave_form.html", form=form, wave=found, stale=None)
    if not service.change(db(), actor(), found, form.plan(), version=form.seen_version, now=now()):
        db().rollback()
        return _stale(form, service.wave(db(), wave_id))
    db().commit()
    flash(_("Đã lưu đợt đánh giá."))
    return redirect(url_for(".wave", wave_id=wave_id), 303)


def _is_sound(form: WaveForm, found: Wave | None) -> bool:
    """Check the fields, then the plan as a whole; what is wrong stands at its field."""
    if not form.validate():
        return False
    form.blame(service.faults(db(), found, form.plan(), today()))
    return not form.errors


def _stale(form: WaveForm, found: Wave) -> ResponseReturnValue:
    """Show what was typed beside what stands now; saving once more is then a choice made knowingly."""
    form.validate()
    form.version.data = str(found.version)
    titles = {each.id: each for each in service.offered(db())}
    return refused("waves/wave_form.html", 409, form=form, wave=found, stale=titles)
