"""How many are at each level: one bar of a hundred per cent, parted by the level ramp."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assessment.documents.charts.drawing import across, element, fluid, lanes, text
from assessment.documents.charts.levels import ramp_step
from assessment.documents.charts.scale import anchor
from assessment.documents.charts.words import Rows, percent, whole, words

NARROWEST = 7.0
"""Shares below this, in per cent, are written above their segment."""
TOP, THICK, LANE = 18.0, 34.0, 15.0


@dataclass(frozen=True, slots=True)
class Share:
    """A group and its share at each level, in per cent of 0 to 100, from the first level to the last."""

    label: str
    percents: tuple[float, ...]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Segment:
    start: float
    size: float
    step: int

    @property
    def middle(self) -> float:
        return self.start + self.size / 2


def share_bar(chart_id: str, share: Share, levels: Sequence[str], *, language: str = "vi") -> Markup:
    """
    Draw one group's shares; `levels` name the levels for the sentence.

    Its label stands beside it, not in it. Shares below 7 % are written above the bar, a second lane up when two
    would meet. Height: 54 pixels, or 69 with a second lane.
    """
    segments = _segments(share.percents)
    small = [segment for segment in segments if segment.size < NARROWEST]
    above = lanes([segment.middle for segment in small], gap=5)
    lift = LANE * max((0, *above))
    fields = (_field(segment, lift, language) for segment in segments)
    raised = (_raised(segment, lift - LANE * lane, language) for segment, lane in zip(small, above, strict=True))
    sentence = _sentence(share, levels, language)
    return fluid(chart_id, share.label, sentence, TOP + THICK + lift + 2, *fields, *raised)


def _segments(percents: Sequence[float]) -> list[_Segment]:
    total = sum(percents) or 1.0
    segments, start = [], 0.0
    for index, value in enumerate(percents):
        size = 100 * value / total
        if size > 0:
            segments.append(_Segment(start, size, ramp_step(index, len(percents))))
        start += size
    return segments


def _field(segment: _Segment, lift: float, language: str) -> Markup:
    place: dict[str, str | float] = {
        "x": across(segment.start),
        "y": TOP + lift,
        "width": across(segment.size),
        "height": THICK,
    }
    field = element("rect", fill=f"c-l{segment.step}", stroke="c-line-bg", stroke_width=2, **place)
    if segment.size < NARROWEST:
        return field
    return field + text(
        whole(segment.size, language),
        fill=f"c-on-l{segment.step}",
        x=across(segment.middle),
        y=TOP + lift + 22,
        text_anchor="middle",
        font_weight=600,
        font_size=14,
    )


def _raised(segment: _Segment, lift: float, language: str) -> Markup:
    return text(
        whole(segment.size, language),
        x=across(segment.middle),
        y=TOP + lift - 5,
        text_anchor=anchor(segment.middle) if segment.middle < 2 or segment.middle > 98 else "middle",  # noqa: PLR2004
        font_size=14,
    )


def _sentence(share: Share, levels: Sequence[str], language: str) -> str:
    pairs = zip(levels, share.percents, strict=True)
    return "; ".join(f"{name} {percent(value, language)}" for name, value in pairs) + "."


def share_rows(shares: Sequence[Share], levels: Sequence[str], *, language: str = "vi") -> Rows:
    """Give the shares of groups at each level as a table, with the count of each group where it is known."""
    say = words(language)
    counted = any(share.count is not None for share in shares)
    head = (say.group, *((say.count,) if counted else ()), *levels)
    return Rows(head, tuple(_row(share, language, counted=counted) for share in shares))


def _row(share: Share, language: str, *, counted: bool) -> tuple[str, ...]:
    count = (whole(share.count, language),) if counted else ()
    return (share.label, *count, *(percent(value, language) for value in share.percents))
