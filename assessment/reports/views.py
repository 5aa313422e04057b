"""Statistics of a wave, as page, paper and table."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.documents.aggregate_pages import pages
from assessment.models.statistics import snapshots
from assessment.policy import ADMINISTRATORS, PUBLIC, STATISTICS
from assessment.reports import service
from assessment.reports.choices import Choice, Offer, choose, filters_of, offers, published_offers
from assessment.reports.freezing import refusal
from assessment.reports.lists import filter_lists
from assessment.reports.service import Board
from assessment.reports.wording import report_of
from assessment.web.access import actor, allow
from assessment.web.filters import is_demo
from assessment.web.language import language
from assessment.web.transaction import db, now, short_read, today

bp = Blueprint("reports", __name__, url_prefix="/statistics")


@bp.get("/")
@allow(STATISTICS)
def dashboard() -> ResponseReturnValue:
    """Show the figures of this moment to those who review; analysts are led to what is published."""
    if actor().role == "analyst":
        return redirect(url_for(".published", wave=request.args.get("wave") or None))
    offered = offers(db(), today())
    choice = choose(offered, request.args.get("wave", ""))
    if choice is None:
        return render_template("reports/nothing.html", internal=True)
    filters = filters_of(request.args)
    board = service.live(db(), choice, filters)
    lists = filter_lists(offered, language())
    return render_template("reports/dashboard.html", lists=lists, **_words(board))


@bp.get("/published")
@allow(STATISTICS)
def published() -> ResponseReturnValue:
    """Show what is published of a wave, and offer it as files."""
    return _published("reports/published.html", ".published")


@bp.get("/public")
@allow(PUBLIC)
def public() -> ResponseReturnValue:
    """Show what is published of a wave to everybody."""
    return _published("reports/public.html", ".public")


def _published(template: str, endpoint: str) -> ResponseReturnValue:
    offered = published_offers(db(), snapshots(db()))
    choice = choose(offered, request.args.get("wave", ""))
    if choice is None:
        return render_template("reports/nothing.html", internal=False)
    return render_template(
        template, offers=_links(offered, choice, endpoint), **_words(service.published(db(), choice))
    )


@bp.post("/files/<uuid:snapshot_id>/<kind>")
@allow(STATISTICS)
def ask(snapshot_id: UUID, kind: str) -> ResponseReturnValue:
    """Ask the worker for a file of published figures."""
    job = service.ask_file(db(), actor(), snapshot_id, kind, language=language(), now=now())
    db().commit()
    return redirect(url_for("papers.show", job_id=job.id), 303)


@bp.post("/freeze")
@allow(ADMINISTRATORS)
def freeze() -> ResponseReturnValue:
    """Have the figures of a wave frozen and published, unless something speaks against it."""
    with short_read() as reading:  # Weighing takes a while, and nobody else should wait for the pen meanwhile.
        choice = choose(offers(reading, today()), request.form.get("wave", ""))
        against = "few" if choice is None else refusal(reading, choice, today())
    if choice is None or against is not None:
        flash(_refusals()[against or "few"], "error")
        return redirect(url_for(".dashboard", wave=None if choice is None else choice.code), 303)
    service.ask_snapshot(db(), actor(), choice, today=today(), now=now())
    db().commit()
    flash(_("Số liệu đang được chốt. Vài giây nữa sẽ có trong phần số liệu công bố."))
    return redirect(url_for(".dashboard", wave=choice.code), 303)


def _refusals() -> dict[str, str]:
    """Say why figures are not frozen, and what to do."""
    return {
        "few": _("Chưa chốt được: cần ít nhất 10 doanh nghiệp có điểm."),
        "same": _("Số liệu này đã được công bố và từ đó đến nay không có gì thay đổi."),
        "today": _("Hôm nay đã chốt một lần rồi; từ ngày mai có thể chốt lại."),
        "close": _(
            "Chưa chốt được: từ lần chốt trước, ở một nhóm chỉ có vài doanh nghiệp thay đổi, nên đem hai lần công bố "
            "trừ cho nhau có thể đoán được điểm của họ. Hãy chốt lại khi có thêm kết quả."
        ),
    }


def _words(board: Board) -> dict[str, Any]:
    """Give what every page of statistics shows."""
    issuer = dict(current_app.extensions["settings"].association)[language()]
    report = report_of(board, language(), issuer=issuer, today=today(), demo=is_demo())
    spread = board.summary.distribution
    return {
        "board": board,
        "report": report,
        "pages": None if spread is None else pages(report, spread),
        "over": board.choice.wave.closes_on + timedelta(days=1) <= today(),
    }


def _links(offered: list[Offer], choice: Choice, endpoint: str) -> list[tuple[Offer, str, bool]]:
    return [(each, url_for(endpoint, wave=each.code), each.code == choice.code) for each in offered]
