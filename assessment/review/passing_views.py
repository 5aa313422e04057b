"""The pages on which a file passes on: back to the queue, or to another reviewer."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.policy import ADMINISTRATORS, REVIEWERS
from assessment.review import forms, passing
from assessment.review.views import bp, locked, refused_file
from assessment.web.access import actor, allow
from assessment.web.site import settings
from assessment.web.transaction import db, now


@bp.post("/<uuid:assessment_id>/release")
@allow(REVIEWERS)
def release(assessment_id: UUID) -> ResponseReturnValue:
    """Give a file back to the queue, with the reason."""
    file, form = locked(assessment_id), forms.ReleaseForm()
    if not form.validate_on_submit():
        return refused_file(file, {}, errors=forms.wrong(form), release_form=form)
    wish = passing.Wish(form.release_reason.data, forms.version())
    passing.release(db(), actor(), file, wish, settings(), now=now())
    db().commit()
    flash(_("Đã trả hồ sơ lại hàng đợi. Những gì đã thẩm định vẫn còn trong hồ sơ."))
    return redirect(url_for(".queue"), 303)


@bp.post("/<uuid:assessment_id>/hand-over")
@allow(ADMINISTRATORS)
def hand_over(assessment_id: UUID) -> ResponseReturnValue:
    """Give a file to another reviewer, with the reason."""
    file = locked(assessment_id)
    form = forms.HandOverForm(takers=passing.takers(db(), file))
    if not form.validate_on_submit():
        return refused_file(file, {}, errors=forms.wrong(form), hand_over_form=form)
    to, wish = UUID(form.reviewer.data), passing.Wish(form.hand_over_reason.data, forms.version())
    passing.hand_over(db(), actor(), file, to, wish, settings(), now=now())
    db().commit()
    flash(_("Đã giao hồ sơ cho người thẩm định khác."))
    return redirect(url_for(".show", assessment_id=assessment_id), 303)
