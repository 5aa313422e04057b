"""The few strokes all charts are drawn with: escaped elements, the light palette, and how wide a text will be."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import isfinite

from markupsafe import Markup, escape

FILLS = {
    "c-ink": "#0F2426",
    "c-ink-2": "#465A5B",
    "c-sea": "#0B5A5E",
    "c-bg": "#FFFFFF",
    "c-l0": "#EDF1EF",
    "c-l1": "#C7DDD6",
    "c-l2": "#97C2B8",
    "c-l3": "#5A9F96",
    "c-l4": "#237472",
    "c-l5": "#083B41",
    "c-on-l0": "#0F2426",
    "c-on-l1": "#0F2426",
    "c-on-l2": "#0F2426",
    "c-on-l3": "#0F2426",
    "c-on-l4": "#FFFFFF",
    "c-on-l5": "#FFFFFF",
}
STROKES = {
    "c-edge": "#6B8280",
    "c-tick": "#8FB3AE",
    "c-line": "#D2DEDC",
    "c-line-ink": "#0F2426",
    "c-line-ink-2": "#465A5B",
    "c-line-sea": "#0B5A5E",
    "c-line-bg": "#FFFFFF",
}
COLOURS = {"fill": FILLS, "stroke": STROKES}
FONT = "Be Vietnam Pro, sans-serif"
NARROW, MIDDLING, WIDE = frozenset("ijlIíìỉĩị.,:;'|!()[]· "), frozenset("ftrs-–"), frozenset("mwMW%—")


def figure(number: float) -> str:
    """Write a coordinate with at most two decimals, and refuse what is not a number."""
    if not isfinite(number):
        raise ValueError("a coordinate must be a finite number")
    return f"{round(number, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def across(value: float) -> str:
    """Say where a value of 0 to 100 lies on a scale as wide as the chart; what lies outside is held at its ends."""
    return f"{figure(min(max(value, 0.0), 100.0))}%"


def element(name: str, *children: Markup, **attributes: str | float) -> Markup:
    """
    Build one element; `fill` and `stroke` may name a class, which gives both the class and its light colour.

    Underscores in attribute names stand for hyphens; everything is escaped.
    """
    inside = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    opening = f"{name}{''.join(_attributes(attributes))}"
    return Markup(f"<{opening}>{inside}</{name}>") if inside else Markup(f"<{opening}/>")


def _attributes(attributes: dict[str, str | float]) -> Iterable[str]:
    """Write attributes as plain strings, escaped one by one: a chart has hundreds, and each `Markup` costs."""
    names = [name for key in COLOURS if str(name := attributes.get(key, "")).startswith("c-")]
    if names:
        yield f' class="{" ".join(map(str, names))}"'
    for key, value in attributes.items():
        yield _number(key, value) if isinstance(value, (int, float)) else _words(key, str(value))


@lru_cache(maxsize=4096)
def _number(key: str, value: float) -> str:
    return f'{_name(key)}="{figure(value)}"'


@lru_cache(maxsize=4096)
def _words(key: str, value: str) -> str:
    return f'{_name(key)}="{escape(COLOURS.get(key, {}).get(value, value))}"'


def _name(key: str) -> str:
    return f" {key.rstrip('_').replace('_', '-')}"


def text(words: str, *, fill: str = "c-ink", **attributes: str | float) -> Markup:
    """Write words; where no size is given the chart's 13 pixels hold."""
    return element("text", escape(words), fill=fill, **attributes)


def line(start: tuple[float | str, float], end: tuple[float | str, float], **more: str | float) -> Markup:
    """Draw a straight line between two points, whose first coordinate may be a share of the width."""
    return element("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], **more)


def at(value: float, *parts: Markup) -> Markup:
    """Carry parts, drawn around x = 0, to a value of the scale without stretching them."""
    return element("svg", *parts, x=across(value), overflow="visible")


def fluid(chart_id: str, title: str, reading: str, height: float, *parts: Markup) -> Markup:
    """Frame a chart that is as wide as its place: across in per cent, down in pixels, so that text never scales."""
    named = _named(chart_id, title, reading)
    return _root("c-chart c-fluid", chart_id, *named, *parts, width="100%", height=height, overflow="visible")


def framed(chart_id: str, title: str, reading: str, size: tuple[float, float], *parts: Markup) -> Markup:
    """Frame a chart that keeps its shape and is scaled as a whole."""
    box = f"0 0 {figure(size[0])} {figure(size[1])}"
    named = _named(chart_id, title, reading)
    return _root("c-chart c-radar", chart_id, *named, *parts, viewBox=box, width=size[0], height=size[1])


def _named(chart_id: str, title: str, reading: str) -> tuple[Markup, Markup]:
    return (
        element("title", escape(title), id=f"{chart_id}-title"),
        element("desc", escape(reading), id=f"{chart_id}-desc"),
    )


def _root(classes: str, chart_id: str, *parts: Markup, **attributes: str | float) -> Markup:
    names = {"aria_labelledby": f"{chart_id}-title", "aria_describedby": f"{chart_id}-desc"}
    return element("svg", *parts, class_=classes, role="img", **names, **attributes, font_family=FONT, font_size=13)


def width_of(words: str, size: float) -> float:
    """Estimate how wide words will be in Be Vietnam Pro, in the unit of `size`, rather too wide than too narrow."""
    return size * sum(_letter(letter) for letter in words)


def _letter(letter: str) -> float:
    if letter in NARROW:
        return 0.31
    if letter in MIDDLING:
        return 0.47
    if letter in WIDE:
        return 0.9
    return 0.73 if letter.isupper() else 0.61


def wrapped(words: str, size: float, room: float) -> tuple[str, ...]:
    """Break words into lines that fit into `room`; a single word that is wider stands on a line of its own."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def lanes(values: Sequence[float], gap: float = 6.0) -> tuple[int, ...]:
    """
    Give each marker the lowest lane in which no earlier one is nearer than `gap` points.

    Example
    -------
    >>> lanes((35.9, 31.4, 80.0))
    (0, 1, 0)
    """
    taken: list[int] = []
    for index, value in enumerate(values):
        near = {lane for lane, other in zip(taken, values[:index], strict=True) if abs(other - value) < gap}
        taken.append(min(set(range(index + 1)) - near))
    return tuple(taken)
