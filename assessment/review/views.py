"""The Association's queue, and the pages of a file."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.models.enterprises import confirm_membership
from assessment.policy import REVIEWERS, NotFound
from assessment.review import choices, decision, forms, pages, passing, service
from assessment.review import file as files
from assessment.review import queue as waiting
from assessment.web.access import actor, allow
from assessment.web.language import language
from assessment.web.refusal import refused
from assessment.web.transaction import db, now, today

bp = Blueprint("review", __name__, url_prefix="/review")


@bp.get("/")
@allow(REVIEWERS)
def queue() -> ResponseReturnValue:
    """Show who waits, the longest first."""
    found = waiting.queue(db(), actor(), waiting.read_filters(request.args), today())
    return render_template("review/queue.html", queue=found, offered=choices.offered(found, language()))


@bp.get("/<uuid:assessment_id>", defaults={"criterion": None})
@bp.get("/<uuid:assessment_id>/criteria/<criterion>")
@allow(REVIEWERS)
def show(assessment_id: UUID, criterion: str | None) -> ResponseReturnValue:
    """Show a file at one criterion, or at the next to look at."""
    file = files.load(db(), actor(), assessment_id)
    page = pages.shown(file, actor(), language(), files.last_time(db(), file), criterion)
    return render_template("review/show.html", **_words(page))


@bp.post("/<uuid:assessment_id>/take")
@allow(REVIEWERS)
def take(assessment_id: UUID) -> ResponseReturnValue:
    """Take a file from the queue."""
    file = locked(assessment_id)
    service.take(db(), actor(), file, version=forms.version(), now=now())
    db().commit()
    flash(_("Hồ sơ này do anh/chị thẩm định từ bây giờ."))
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@bp.post("/<uuid:assessment_id>/criteria/<criterion>")
@allow(REVIEWERS)
def judge(assessment_id: UUID, criterion: str) -> ResponseReturnValue:
    """Keep an answer, set another or mark it to go back; then on to the next criterion."""
    file, sent = locked(assessment_id), forms.typed()
    known, said = pages.criterion_of(file, criterion), forms.judgement(sent)
    if not isinstance(said, service.Judgement):
        return refused_file(file, said, criterion=criterion, typed=sent)
    problems = service.judge(db(), actor(), file, known, said, language=language(), now=now())
    if problems:
        wrong = forms.sentences(problems, said.decision, language())
        return refused_file(file, wrong, criterion=criterion, typed=sent)
    db().commit()
    file = files.load(db(), actor(), assessment_id)
    after = pages.following(file, criterion)
    if after is None:
        flash(_("Mọi tiêu chí đã được xem. Có thể quyết định ở cuối trang."))
    return redirect(url_for(".show", assessment_id=assessment_id, criterion=after or criterion), 303)


@bp.post("/<uuid:assessment_id>/facts")
@allow(REVIEWERS)
def ask_fact(assessment_id: UUID) -> ResponseReturnValue:
    """Mark a fact about the enterprise to go back to the owner."""
    file, form = locked(assessment_id), forms.FactForm()
    if not form.validate_on_submit():
        return refused_file(file, {}, errors=(("note", form.note.errors[0]),), fact_note=form.note.data or "")
    service.ask_fact(db(), actor(), file, request.form.get("fact", ""), form.note.data, now=now())
    db().commit()
    return redirect(url_for(".show", assessment_id=assessment_id, _anchor="decide"), 303)


@bp.post("/<uuid:assessment_id>/unmark")
@allow(REVIEWERS)
def unmark(assessment_id: UUID) -> ResponseReturnValue:
    """Take back a mark that has not been sent."""
    service.unmark(db(), actor(), locked(assessment_id), request.form.get("subject", ""))
    db().commit()
    return redirect(url_for(".show", assessment_id=assessment_id, _anchor="decide"), 303)


@bp.post("/<uuid:assessment_id>/people/<int:link>")
@allow(REVIEWERS)
def confirm(assessment_id: UUID, link: int) -> ResponseReturnValue:
    """Confirm that a person speaks for the enterprise."""
    file = locked(assessment_id)
    if link not in [person.id for person in file.people]:
        raise NotFound
    confirm_membership(db(), link, by=actor().user_id, now=now())
    db().commit()
    flash(_("Đã xác nhận người đại diện."))
    return redirect(url_for(".show", assessment_id=assessment_id, _anchor="decide"), 303)


@bp.post("/<uuid:assessment_id>/send-back")
@allow(REVIEWERS)
def send_back(assessment_id: UUID) -> ResponseReturnValue:
    """Send all that is marked back to the owner."""
    file = locked(assessment_id)
    decision.send_back(db(), actor(), file, _letterbox("survey.tasks", file), version=forms.version(), now=now())
    db().commit()
    flash(_("Đã gửi lại cho doanh nghiệp. Hồ sơ trở lại hàng đợi khi doanh nghiệp nộp lại."))
    return redirect(url_for(".queue"), 303)


@bp.post("/<uuid:assessment_id>/decline")
@allow(REVIEWERS)
def decline(assessment_id: UUID) -> ResponseReturnValue:
    """Decline a file, with the reason."""
    file, form = locked(assessment_id), forms.DeclineForm()
    if not form.validate_on_submit():
        return refused_file(file, {}, errors=(("reason", form.reason.errors[0]),), reason=form.reason.data or "")
    box = _letterbox("results.show", file)
    decision.decline(db(), actor(), file, box, reason=form.reason.data, version=forms.version(), now=now())
    db().commit()
    flash(_("Đã từ chối hồ sơ. Doanh nghiệp nhận thư kèm lý do."))
    return redirect(url_for(".queue"), 303)


@bp.post("/<uuid:assessment_id>/approve")
@allow(REVIEWERS)
def approve(assessment_id: UUID) -> ResponseReturnValue:
    """Approve a file: the verified result is sealed and the certificate issued."""
    file = locked(assessment_id)
    box = _letterbox("results.show", file)
    blocking = decision.approve(db(), actor(), file, box, version=forms.version(), now=now())
    if blocking:
        return refused_file(file, {}, errors=tuple(("decide", _OBSTACLES[each]()) for each in blocking))
    db().commit()
    flash(_("Đã duyệt. Giấy chứng nhận đang được in và sẽ có ở trang kết quả của doanh nghiệp.")
          if file.assessment.state == "approved" else _("Đã ký lần một. Cần người thứ hai duyệt."))  # fmt: skip
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


def locked(assessment_id: UUID) -> files.File:
    """Load a file to change it."""
    return files.load(db(), actor(), assessment_id, lock=True)


def _letterbox(endpoint: str, file: files.File) -> decision.Letterbox:
    """Say which page the owners' letter leads to."""
    path = url_for(endpoint, assessment_id=file.assessment.id)
    return decision.Letterbox(current_app.extensions["settings"], path)


def refused_file(
    file: files.File,
    wrong: Mapping[str, str],
    *,
    criterion: str | None = None,
    typed: pages.Typed | None = None,
    **more: object,
) -> ResponseReturnValue:
    """Show the file again with what was typed; nothing has changed."""
    page = pages.shown(file, actor(), language(), files.last_time(db(), file), criterion, typed, wrong)
    return refused("review/show.html", **_words(page, **more))


def _words(page: pages.Shown, **more: object) -> dict[str, object]:
    """Give what the template of a file needs besides the page: words that depend on codes."""
    days = waiting.age(page.file.assessment.submitted_at, today())
    blocking = [_OBSTACLES[each]() for each in page.obstacles]
    facts = [(fact, FACTS[fact]()) for fact in service.FACTS]
    return {"errors": page.errors, "reason": "", "fact_note": "", **_passing(page.file), **more, "page": page,
            "file": page.file, "days": days, "obstacles": blocking, "facts": facts, "person": actor()}  # fmt: skip


def _passing(file: files.File) -> dict[str, object]:
    """Give the forms by which the actor may pass the file on."""
    free, given = passing.may_release(file, actor()), passing.may_hand_over(file, actor())
    return {
        "release_form": forms.ReleaseForm(formdata=None) if free else None,
        "hand_over_form": forms.HandOverForm(formdata=None, takers=passing.takers(db(), file)) if given else None,
    }


_OBSTACLES: Mapping[str, Callable[[], str]] = {
    "unconfirmed": lambda: _("Chưa xác nhận người đại diện của doanh nghiệp."),
    "marked": lambda: _("Còn chỗ đang chờ gửi lại. Gửi lại, hoặc bỏ đánh dấu."),
    "no_level": lambda: _("Trả lời chưa đủ để có mức, nên chưa cấp giấy được."),
    "same_person": lambda: _("Anh/chị đã ký lần một. Cần một người khác duyệt lần hai."),
}
FACTS: Mapping[str, Callable[[], str]] = {
    "name": lambda: _("Tên doanh nghiệp"),
    "tax_code": lambda: _("Mã số thuế"),
    "organisation_type": lambda: _("Loại hình"),
    "vsic_section": lambda: _("Ngành kinh tế chính"),
    "sector": lambda: _("Lĩnh vực"),
    "place": lambda: _("Địa bàn"),
    "headcount": lambda: _("Số lao động"),
    "revenue_band": lambda: _("Doanh thu năm gần nhất"),
    "capital_band": lambda: _("Tổng nguồn vốn"),
}
