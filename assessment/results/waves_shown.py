"""The results of an enterprise over time, as rows with their lines of dots."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from markupsafe import Markup

from assessment.core.questionnaire import Level, Text
from assessment.documents import charts
from assessment.results.history import Point


@dataclass(frozen=True)
class WaveLine:
    """One wave: its result, its level, its place on the line."""

    point: Point
    level: Level | None
    levels: int
    chart: Markup


def wave_lines(points: Sequence[Point], language: str) -> tuple[WaveLine, ...]:
    """Give a row for each wave, the newest first."""
    return tuple(_line(place, point, language) for place, point in reversed(list(enumerate(points))))


def _line(place: int, point: Point, language: str) -> WaveLine:
    form, figures = point.opened.questionnaire, point.opened.outcome
    return WaveLine(
        point=point,
        level=None if figures.level is None else form.level(figures.level),
        levels=len(form.levels),
        chart=charts.dots(f"wave-{place}", _reading(point, language), language=language),
    )


def _reading(point: Point, language: str) -> charts.Reading:
    last = point.before.score if point.before and point.is_same_form else None
    return charts.Reading(Text(point.assessment.wave.title).of(language), point.score, last)


def waves_table(points: Sequence[Point], language: str) -> charts.Rows:
    """Give the same figures as a table, the newest first; its rows are waves, and each has its own score."""
    rows = charts.readings_rows([_reading(point, language) for point in reversed(points)], language=language)
    return replace(rows, head=(_("Đợt"), _("Điểm chung"), *rows.head[2:]))
