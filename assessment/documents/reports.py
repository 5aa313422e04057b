"""The two reports on paper: the owner's and the aggregate one. The worker alone imports this module."""

from collections.abc import Callable
from functools import partial

from assessment.documents import charts, findings
from assessment.documents.aggregate import AggregateReport, CutName, EarlierWave, Named
from assessment.documents.aggregate_pages import pages
from assessment.documents.levelled import LevelName, badge_of, step_of
from assessment.documents.owner import (
    Condition,
    OwnerReport,
    ReportedPillar,
    Step,
    TracedAnswer,
    TracedIndicator,
)
from assessment.documents.render import Enclosure, pdf

__all__ = [
    "AggregateReport",
    "Condition",
    "CutName",
    "EarlierWave",
    "LevelName",
    "Named",
    "OwnerReport",
    "ReportedPillar",
    "Step",
    "TracedAnswer",
    "TracedIndicator",
    "aggregate_report_html",
    "aggregate_report_pdf",
    "owner_report_html",
    "owner_report_pdf",
    "roadmap_pdf",
]

STYLESHEET = "paper-report.css"
BOXES_FIRST, BOXES_LATER = 4, 5
"""Steps of a roadmap on its first page and on each later one."""

RenderTemplate = Callable[..., str]
"""Writes a template by its name and values; its `_` must speak the report's language."""


def owner_report_html(report: OwnerReport, render_template: RenderTemplate) -> str:
    """Write the owner's report as HTML by the environment handed in."""
    language = report.language
    return render_template(
        "documents/owner_report.html",
        report=report,
        made=report.submitted,
        submitted=charts.day(report.submitted, language),
        step=partial(step_of, report.levels),
        badge=partial(badge_of, report.levels),
        ruler=_ruler(report),
        radar=charts.radar("pillars", charts.words(language).pillars, _readings(report), language=language),
        key=charts.key,
        place=_place(report),
        change=_change(report),
        signed=partial(_signed, language=language),
        reached=sum(pillar.level is not None and pillar.level >= (report.level or 0) for pillar in report.pillars),
        has_last=any(pillar.last is not None for pillar in report.pillars),
        has_peers=any(pillar.peers is not None for pillar in report.pillars),
        decimal=partial(charts.decimal, language=language),
        percent=partial(charts.percent, language=language),
    )


def owner_report_pdf(
    report: OwnerReport, render_template: RenderTemplate, *, enclosures: tuple[Enclosure, ...] = ()
) -> bytes:
    """Print the owner's report as tagged PDF/A-3, the sealed result enclosed where it is handed in."""
    return pdf(owner_report_html(report, render_template), STYLESHEET, enclosures=enclosures)


def _ruler(report: OwnerReport) -> charts.Markup:
    bands = [charts.Band(str(level.number), level.start, level.above) for level in report.levels]
    overall = charts.Reading(charts.words(report.language).score, report.score, report.last, report.peers)
    return charts.ruler("overall", bands, overall, language=report.language)


def _place(report: OwnerReport) -> charts.Markup:
    if report.place is None:
        return charts.Markup("")
    return charts.histogram("place", report.place.spread, own=report.score, tall=100, language=report.language)


def _readings(report: OwnerReport) -> list[charts.Reading]:
    return [charts.Reading(pillar.title, pillar.score, pillar.last, pillar.peers) for pillar in report.pillars]


def _change(report: OwnerReport) -> str:
    """Write the difference to last time with its sign, from the unrounded scores; nothing where one is missing."""
    if report.score is None or report.last is None:
        return ""
    return _signed(report.score - report.last, report.language)


def _signed(value: float | None, language: str) -> str:
    """Write a difference with its sign; one that rounds to nothing has none."""
    written = charts.decimal(value, language)
    risen = value is not None and value > 0 and any(digit in "123456789" for digit in written)
    return f"+{written}" if risen else written


def roadmap_pdf(report: OwnerReport, render_template: RenderTemplate) -> bytes:
    """Print the roadmap alone, as a sheet to write on; empty boxes keep its last page from being nearly empty."""
    submitted = charts.day(report.submitted, report.language)
    chosen = len(report.roadmap)
    empty = range(chosen + 1, chosen + 1 + _empty_boxes(chosen))
    html = render_template(
        "documents/roadmap.html", report=report, made=report.submitted, submitted=submitted, empty=empty
    )
    return pdf(html, STYLESHEET)


def _empty_boxes(chosen: int) -> int:
    """Fill the first page; a later one needs two boxes to be more than a third full."""
    if chosen <= BOXES_FIRST:
        return BOXES_FIRST - chosen
    return int((chosen - BOXES_FIRST) % BOXES_LATER == 1)


def aggregate_report_html(report: AggregateReport, render_template: RenderTemplate) -> str:
    """Write the aggregate report as HTML by the environment handed in."""
    summary, language = report.summary, report.language
    return render_template(
        "documents/aggregate_report.html",
        report=report,
        summary=summary,
        made=report.made,
        day=charts.day(report.made, language),
        nothing=findings.on_levels(None, language),
        pages=None if summary.distribution is None else pages(report, summary.distribution),
        step=partial(step_of, report.levels),
        decimal=partial(charts.decimal, language=language),
        whole=partial(charts.whole, language=language),
        percent=partial(charts.percent, language=language),
    )


def aggregate_report_pdf(report: AggregateReport, render_template: RenderTemplate) -> bytes:
    """Print the aggregate report as tagged PDF/A-3."""
    return pdf(aggregate_report_html(report, render_template), STYLESHEET)
