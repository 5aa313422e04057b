"""The level ramp: which of its six steps a level takes, its glyph, and the classes of heat map cells."""

from dataclasses import dataclass

from markupsafe import Markup

from assessment.documents.charts.drawing import FILLS, across, element, line, text

STEPS = 5
TOLERANCE = 1e-9
NARROWEST = 4.0
"""Points of the scale that a number on a field needs."""
TOUCHING = 3.5
"""Points within which the own line would strike a number."""


@dataclass(frozen=True, slots=True)
class Band:
    """A level on the scale of 0 to 100: its number on the chart, where it starts, and whether only above that."""

    label: str
    start: float
    above: bool = False

    def holds(self, score: float) -> bool:
        """Say whether a score reaches this level, with the tolerance of all thresholds."""
        return score > self.start + TOLERANCE if self.above else score >= self.start - TOLERANCE


def ramp_step(index: int, count: int) -> int:
    """
    Give the step 0 to 5 of the ramp for the level at `index` of `count` levels, evenly spaced.

    Example
    -------
    >>> [ramp_step(index, 4) for index in range(4)]
    [0, 2, 3, 5]
    """
    if not 0 <= index < count:
        raise ValueError(f"there is no level {index} among {count}")
    return int(index * STEPS / max(count - 1, 1) + 0.5)


def heat_class(index: int | None, count: int) -> str:
    """Give the classes of a heat map cell; no level means that the cell is withheld."""
    return "heat heat-hidden" if index is None else f"heat heat-l{ramp_step(index, count)}"


def glyph(index: int, count: int, *, height: float = 16, colour: str = "currentColor") -> Markup:
    """
    Draw the level glyph: as many segments as steps above the first level, filled so far, marks beneath.

    On pages it takes the colour of the words around it; paper, whose renderer knows none, names the colour.
    """
    segments = max(count - 1, 1)
    cell = 30 / segments
    parts = (_segment(number, cell, colour if number < index else "none", colour) for number in range(segments))
    marks = (_mark(number, cell, 16 if number in (0, segments) else 14, colour) for number in range(segments + 1))
    return element(
        "svg",
        *parts,
        *marks,
        class_="c-glyph",
        aria_hidden="true",
        viewBox="-1 -1 32 18",
        width=height * 32 / 18,
        height=height,
    )


def _segment(number: int, cell: float, fill: str, colour: str) -> Markup:
    return element("rect", x=number * cell, y=0, width=cell, height=9, fill=fill, stroke=colour, stroke_width=1)


def _mark(number: int, cell: float, foot: float, colour: str) -> Markup:
    return line((number * cell, 11), (number * cell, foot), stroke=colour, stroke_width=1)


def on_level(step: int) -> str:
    """Give the colour, in the light palette, of what stands on a step of the ramp."""
    return FILLS[f"c-on-l{step}"]


def band_bar(bands: tuple[Band, ...], top: float, height: float, own: float | None = None) -> Markup:
    """Draw the levels as touching fields of the ramp, each with its number where it fits beside the own line."""
    ends = (*(band.start for band in bands[1:]), 100.0)
    fields = (
        _field(band.label, ramp_step(index, len(bands)), (band.start, end), (top, height), own)
        for index, (band, end) in enumerate(zip(bands, ends, strict=True))
    )
    return Markup("").join(fields)


def _field(name: str, step: int, span: tuple[float, float], place: tuple[float, float], own: float | None) -> Markup:
    (start, end), (top, height) = span, place
    field = element("rect", x=across(start), y=top, width=across(end - start), height=height, fill=f"c-l{step}")
    middle = _free_middle(start, end, own)
    if middle is None:
        return field
    look = {"text_anchor": "middle", "font_weight": "600"}
    return field + text(name, fill=f"c-on-l{step}", x=across(middle), y=top + height / 2 + 5, **look)


def _free_middle(start: float, end: float, own: float | None) -> float | None:
    """Find where a field's number stands: in its middle, or in the wider part beside the own line, or nowhere."""
    middle = (start + end) / 2
    if own is not None and abs(own - middle) < TOUCHING:
        start, end = (start, own) if own >= middle else (own, end)
    return (start + end) / 2 if end - start >= NARROWEST else None
