"""The page of evidence to one criterion: files, links, notes."""

import hashlib
from contextlib import closing
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable

from assessment import antivirus
from assessment.core.questionnaire import Criterion
from assessment.core.values.states import Problem
from assessment.models import Evidence
from assessment.models.evidence import evidence_of
from assessment.policy import MEMBERS, Grant, NotFound, Rule
from assessment.storage import Store
from assessment.survey import evidence, files, pages, visits
from assessment.survey.evidence import TooMany
from assessment.survey.pieces import pieces
from assessment.survey.questions import questions
from assessment.survey.views import bp
from assessment.survey.visits import Visit
from assessment.web.access import actor, allow
from assessment.web.errors import page as error_page
from assessment.web.fields import problem_words, shown_again
from assessment.web.language import language
from assessment.web.papers import attachment
from assessment.web.refusal import refused
from assessment.web.transaction import db, now, short_read

LARGEST_BODY = files.LARGEST + 256 * 1024
KINDS = ("file", "link", "note")
SEEN_BY = Rule(owner=Grant.OWN, colleague=Grant.OWN, reviewer=Grant.ALLOW, administrator=Grant.ALLOW)


@bp.url_value_preprocessor
def allow_large_body(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let this one route take a file; it runs before the form is read to check its token."""
    if endpoint == f"{bp.name}.add_evidence":
        request.max_content_length = LARGEST_BODY


@bp.get("/<uuid:assessment_id>/evidence/<criterion>")
@allow(MEMBERS)
def show_evidence(assessment_id: UUID, criterion: str) -> ResponseReturnValue:
    """Show what there is, and ways to add to it."""
    visit = visits.visit(db(), actor(), assessment_id)
    return render_template("survey/evidence.html", **_shown(visit, pages.criterion_of(visit, criterion)))


@bp.post("/<uuid:assessment_id>/evidence/<criterion>")
@allow(MEMBERS)
def add_evidence(assessment_id: UUID, criterion: str) -> ResponseReturnValue:
    """Add a file, a link, a note, or several of them at once."""
    with short_read() as reading:
        visit = visits.visit(reading, actor(), assessment_id)
    asked = pages.criterion_of(visit, criterion)
    evidence.may_add(visit, asked)
    pressed = request.form.get("kind", "")
    if pressed not in KINDS:
        raise NotFound
    # Whatever stands in the form is added, whichever button was pressed: nothing typed beside it is lost.
    filled = [kind for kind in KINDS if _is_filled(kind)] or [pressed]
    errors = [(kind, words) for kind in filled if (words := _added(visit, asked, kind))]
    return _again(visit, asked, errors) if errors else _back(visit, asked)


@bp.post("/<uuid:assessment_id>/evidence/<criterion>/delete")
@allow(MEMBERS)
def delete_evidence(assessment_id: UUID, criterion: str) -> ResponseReturnValue:
    """Take one piece away."""
    visit = visits.visit(db(), actor(), assessment_id, lock=True)
    asked = pages.criterion_of(visit, criterion)
    try:
        evidence_id = UUID(request.form.get("evidence", ""))
    except ValueError:
        raise NotFound from None
    row = evidence.take_away(db(), visit, evidence_id, actor=actor(), now=now())
    db().commit()
    if row.kind == "file":
        store().drop(row.key)
    flash(_("Đã xóa."))
    return _back(visit, asked)


@bp.get("/evidence/<uuid:evidence_id>")
@allow(SEEN_BY)
def evidence_file(evidence_id: UUID) -> ResponseReturnValue:
    """Hand out a file as an attachment that no browser runs in our name."""
    row = evidence.file_of(db(), actor(), evidence_id)
    try:
        content = store().read(row.key)
    except FileNotFoundError:
        raise NotFound from None
    return attachment(content, row.media_type, row.name)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say the limit where a file was too large to be read at all."""
    values = request.view_args or {}
    if request.endpoint != f"{bp.name}.add_evidence":
        return error_page(413)
    back = url_for(".show_evidence", assessment_id=values["assessment_id"], criterion=values["criterion"])
    return refused("survey/too_large.html", 413, back=back)


def store() -> Store:
    """Give the store of this process, opened at the first use."""
    if "evidence" not in current_app.extensions:
        current_app.extensions["evidence"] = Store(current_app.extensions["settings"].evidence)
    found: Store = current_app.extensions["evidence"]
    return found


def _is_filled(kind: str) -> bool:
    if kind == "file":
        sent = request.files.get("file")
        return sent is not None and bool(sent.filename)
    return bool(request.form.get(kind, "").strip())


def _added(visit: Visit, asked: Criterion, kind: str) -> str:
    """Add one of the three, and say what was wrong with it, if anything."""
    if kind == "file":
        return _file_added(visit, asked)
    row = evidence.words_of(visit, asked, kind, request.form.get(kind, ""))
    if isinstance(row, Problem):
        return _problem(row)
    return _too_many() if isinstance(_write(visit, asked, row), TooMany) else ""


def _file_added(visit: Visit, asked: Criterion) -> str:
    """Look into a file before anything is locked, keep it, and then write it down."""
    document = _sent_file()
    if isinstance(document, files.Refused):
        return _refusal(document)
    digest = hashlib.sha256(document.content).hexdigest()
    try:
        written = evidence.add_file(
            visit, asked, document, store(), lambda row: _write(visit, asked, row), sha256=digest
        )
    except OSError as error:  # The disk is full, or the bucket does not answer.
        current_app.logger.error("Evidence could not be kept: %s", error)  # noqa: TRY400 - the cause is in the line
        raise ServiceUnavailable from error
    return _too_many() if isinstance(written, TooMany) else ""


def _sent_file() -> files.Document | files.Refused:
    """Read the file of this request, and close it."""
    sent = request.files.get("file")
    if sent is None:
        return files.Refused("empty")
    with closing(sent):
        found = files.examine(sent.filename or "", sent.stream.read(files.LARGEST + 1))
    return found if isinstance(found, files.Refused) else _scanned(found)


def _scanned(document: files.Document) -> files.Document | files.Refused:
    """Ask the scanner, where there is one; what it could not look at is not kept, so that nobody can open it."""
    scanner = current_app.extensions["settings"].antivirus_url
    try:
        is_clean = not scanner or antivirus.is_clean(scanner, document.content)
    except OSError as error:
        current_app.logger.error("The virus scanner does not answer: %s", error)  # noqa: TRY400 - the cause is in the line
        return files.Refused("unchecked")
    return document if is_clean else files.Refused("virus")


def _write(visit: Visit, asked: Criterion, row: Evidence) -> Evidence | TooMany:
    fresh = visits.visit(db(), actor(), visit.assessment.id, lock=True)
    written = evidence.add(db(), fresh, asked, row, actor=actor(), now=now())
    db().commit()
    return written


def _again(visit: Visit, asked: Criterion, errors: list[tuple[str, str]]) -> ResponseReturnValue:
    typed = {kind: shown_again(request.form.get(kind, ""), evidence.LONGEST_NOTE) for kind, _words in errors}
    with short_read() as reading:
        found = evidence_of(reading, visit.assessment.id, [asked.id]).get(asked.id, [])
    return refused("survey/evidence.html", **_page(visit, asked, found), errors=errors, typed=typed)


def _back(visit: Visit, asked: Criterion) -> ResponseReturnValue:
    return redirect(url_for(".show_evidence", assessment_id=visit.assessment.id, criterion=asked.id), 303)


def _shown(visit: Visit, asked: Criterion) -> dict[str, object]:
    found = evidence_of(db(), visit.assessment.id, [asked.id]).get(asked.id, [])
    if asked.evidence == "none" and not found:
        raise NotFound
    return {**_page(visit, asked, found), "errors": (), "typed": {}}


def _page(visit: Visit, asked: Criterion, found: list[Evidence]) -> dict[str, object]:
    page_id = visit.questionnaire.indicator_of(asked.id).id
    return {
        "visit": visit,
        "question": questions(visit.questionnaire, language())[asked.id],
        "found": pieces(found, language()),
        "may_edit": visit.may_edit(asked.id),
        "most": evidence.MOST,
        "back": url_for(".page", assessment_id=visit.assessment.id, page_id=page_id, _anchor=f"q-{asked.id}"),
    }


def _too_many() -> str:
    return _("Câu này đã có %(most)s minh chứng. Hãy xóa bớt rồi thêm.", most=evidence.MOST)


def _problem(problem: Problem) -> str:
    if problem.code == "empty":
        return _("Hãy ghi nội dung trước khi thêm.")
    if problem.code == "no_address":
        return _("Đường dẫn bắt đầu bằng http:// hoặc https://, ví dụ https://congty.vn/gioi-thieu.")
    return problem_words(problem)


def _refusal(refusal: files.Refused) -> str:
    return {
        "empty": _("Hãy chọn một tệp."),
        "large": _("Tệp lớn hơn 10 MB. Hãy chọn tệp nhỏ hơn."),
        "type": _("Chỉ nhận tệp PDF, JPEG, PNG, WebP, XLSX hoặc DOCX."),
        "content": _("Nội dung tệp không đúng với đuôi tên tệp. Hãy mở tệp rồi lưu lại đúng loại."),
        "image": _("Ảnh có quá nhiều điểm ảnh. Hãy thu nhỏ ảnh rồi thêm."),
        "virus": _("Phần mềm diệt vi rút không cho nhận tệp này. Hãy kiểm tra máy rồi gửi tệp khác."),
        "unchecked": _("Lúc này chưa quét vi rút được nên chưa nhận tệp. Ít phút nữa hãy thêm lại."),
        "packed": _("Tệp này có mã lệnh, có mật khẩu hoặc bị hỏng. Hãy lưu lại thành tệp thường hoặc PDF."),
    }[refusal.code]
