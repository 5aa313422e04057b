"""The scale under every chart: a line from 0 to 100 with graduation marks, and the markers that stand on it."""

from functools import cache

from markupsafe import Markup

from assessment.documents.charts.drawing import across, at, element, line, text, width_of
from assessment.documents.charts.words import whole

NARROWEST_CHART = 272.0
"""Pixels across that a chart has on a phone of 320 pixels."""
EDGE = 8.0
"""Points from an end of the scale within which a label is anchored inwards."""


@cache
def graduated(top: float, language: str) -> Markup:
    """Draw marks below `top`: every 2, longer every 10, longest every 20, with numbers every 20."""
    marks = (line((across(value), top), (across(value), top + _length(value))) for value in range(0, 101, 2))
    numbers = (
        text(whole(value, language), fill="c-ink-2", x=across(value), y=top + 28, text_anchor=anchor(value))
        for value in range(0, 101, 20)
    )
    return element("g", *marks, stroke="c-edge") + Markup("").join(numbers)


@cache
def axis(middle: float) -> Markup:
    """Draw a thin scale with a mark every 10 and a longer one every 20, for lines that stand under one another."""
    marks = (
        line((across(value), middle - _side(value)), (across(value), middle + _side(value)))
        for value in range(0, 101, 10)
    )
    return element("g", line((across(0), middle), (across(100), middle)), *marks, stroke="c-edge")


def _length(value: int) -> int:
    return {0: 12, 10: 8}.get(value % 20, 4)


def _side(value: int) -> int:
    return 5 if value % 20 == 0 else 2


def anchor(value: float, edge: float = EDGE) -> str:
    """Anchor a label inwards within `edge` points of an end of the scale, so that it never leaves the chart."""
    if value < min(edge, 50):
        return "start"
    return "end" if value > 100 - min(edge, 50) else "middle"


def label(value: float, words: str, baseline: float, size: float = 15) -> Markup:
    """Write the own label in the lane above the scale; it stays inside even on the narrowest phone."""
    side = anchor(value, 100 * width_of(words, size) / 2 / NARROWEST_CHART)
    shift = {"start": -6, "end": 6}.get(side, 0)
    return text(words, x=across(value), dx=shift, y=baseline, text_anchor=side, font_weight=600, font_size=size)


def needle(value: float, top: float, bottom: float) -> Markup:
    """Draw the own place: a triangle that points down and a line, with a halo, through whatever lies below."""
    length = bottom - top
    halo = line((0, 14), (0, length), stroke="c-line-bg", stroke_width=5)
    pole = line((0, 4), (0, length), stroke="c-line-ink", stroke_width=3)
    triangle = element("path", d="M-7 0H7L0 11Z", fill="c-ink")
    return at(value, element("g", halo, pole, triangle, transform=f"translate(0 {top:g})"))


def dot(value: float, middle: float) -> Markup:
    """Draw the own value as a filled dot with a halo."""
    return element("circle", cx=across(value), cy=middle, r=6.5, fill="c-sea", stroke="c-line-bg", stroke_width=1.5)


def circle(value: float, middle: float) -> Markup:
    """Draw the value of last time as a hollow circle."""
    return element("circle", cx=across(value), cy=middle, r=5, fill="c-bg", stroke="c-line-ink", stroke_width=2)


def diamond(value: float, middle: float) -> Markup:
    """Draw the value of the peers as a hollow diamond."""
    shape = element(
        "path",
        d=f"M0 {middle - 6.5:g}L6.5 {middle:g}L0 {middle + 6.5:g}L-6.5 {middle:g}Z",
        fill="c-bg",
        stroke="c-line-ink-2",
        stroke_width=1.5,
    )
    return at(value, shape)
