"""The radar of the pillars: own, last time and peers told apart by shape and dash, not by colour alone."""

from collections.abc import Sequence
from math import cos, pi, sin

from markupsafe import Markup

from assessment.documents.charts.drawing import element, figure, framed, line, text, width_of, wrapped
from assessment.documents.charts.standing import Reading
from assessment.documents.charts.words import decimal, words

WIDTH, HEIGHT, RADIUS = 340.0, 304.0, 90.0
MIDDLE = (170.0, 152.0)
SIZE, LEADING = 12.0, 15.0
FEWEST = 3

Point = tuple[float, float]
Values = Sequence[float | None]


def radar(chart_id: str, title: str, readings: Sequence[Reading], *, language: str = "vi") -> Markup:
    """Draw the pillars as a radar of 340 × 304; nothing for fewer than three, where lines of dots say it better."""
    if len(readings) < FEWEST:
        return Markup("")
    own, last, peers = ([getattr(reading, name) for reading in readings] for name in ("own", "last", "peers"))
    parts = (
        *_web(len(readings)),
        *_series(peers, fill="c-l1", stroke="c-line-ink-2", stroke_width=1.2, stroke_dasharray="1 3"),
        *_series(last, fill="none", stroke="c-line-ink", stroke_width=1.8, stroke_dasharray="6 4"),
        *_series(own, fill="none", stroke="c-line-sea", stroke_width=3),
        *_dots(own),
        *_numbers([own, last, peers], language),
        *(part for index, reading in enumerate(readings) for part in _name(index, len(readings), reading.label)),
    )
    return framed(chart_id, title, _sentence(readings, language), (WIDTH, HEIGHT), *parts)


def _point(position: float, count: int, distance: float) -> Point:
    """Give the point at `distance` from the middle on the spoke `position`, the first pointing up, clockwise."""
    angle = 2 * pi * position / count
    return MIDDLE[0] + distance * sin(angle), MIDDLE[1] - distance * cos(angle)


def _ring(values: Sequence[float]) -> str:
    corners = (_point(index, len(values), RADIUS * value / 100) for index, value in enumerate(values))
    return "M" + "L".join(f"{figure(x)} {figure(y)}" for x, y in corners) + "Z"


def _web(count: int) -> list[Markup]:
    rings = [
        element("path", d=_ring([ring] * count), fill="none", stroke="c-edge" if ring == 100 else "c-line")  # noqa: PLR2004
        for ring in range(20, 101, 20)
    ]
    return [*rings, *(line(MIDDLE, _point(index, count, RADIUS), stroke="c-line") for index in range(count))]


def _series(values: Values, **look: str | float) -> list[Markup]:
    """Draw a closed shape; where a value is missing, only the sides between two neighbours that both have one."""
    known = [value for value in values if value is not None]
    if len(known) == len(values):
        return [element("path", d=_ring(known), stroke_linejoin="round", **look)]
    sides = zip(range(len(values)), values, (*values[1:], values[0]), strict=True)
    bare = {name: value for name, value in look.items() if name != "fill"}
    return [
        _side(index, len(values), (one, other), bare)
        for index, one, other in sides
        if one is not None and other is not None
    ]


def _side(index: int, count: int, ends: Point, look: dict[str, str | float]) -> Markup:
    one, other = ends
    return line(_point(index, count, RADIUS * one / 100), _point(index + 1, count, RADIUS * other / 100), **look)


def _dots(own: Values) -> list[Markup]:
    places = ((_point(index, len(own), RADIUS * value / 100)) for index, value in enumerate(own) if value is not None)
    return [element("circle", cx=x, cy=y, r=4.5, fill="c-sea", stroke="c-line-bg", stroke_width=1) for x, y in places]


def _numbers(series: Sequence[Values], language: str) -> list[Markup]:
    """Write the ring numbers where the series are lowest, and only on the rings outside them."""
    count = len(series[0])
    reach = [max((values[index] or 0.0) for values in series) for index in range(count)]
    gaps = [max(reach[index], reach[(index + 1) % count]) for index in range(count)]
    gap = min(range(count), key=gaps.__getitem__)
    shrink = cos(pi / count)
    free = _apart([ring for ring in (100, 80, 60, 40) if ring > gaps[gap] + 5], gap, count)
    return [
        part
        for ring in free
        for part in _number(ring, _point(gap + 0.5, count, RADIUS * shrink * ring / 100), language)
    ]


def _apart(rings: Sequence[int], gap: int, count: int) -> list[int]:
    """Keep the rings, from the outermost in, whose numbers do not meet one that is kept already."""
    kept: list[tuple[int, Point]] = []
    for ring in rings:
        x, y = _point(gap + 0.5, count, RADIUS * cos(pi / count) * ring / 100)
        if all(abs(x - other[0]) > 2 * SIZE or abs(y - other[1]) > SIZE for _, other in kept):
            kept.append((ring, (x, y)))
    return [ring for ring, _ in kept]


def _number(ring: int, place: Point, language: str) -> tuple[Markup, Markup]:
    words_ = decimal(ring, language, 0)
    room = width_of(words_, SIZE)
    back = element("rect", x=place[0] - room / 2, y=place[1] - 7, width=room, height=14, fill="c-bg")
    return back, text(words_, fill="c-ink-2", x=place[0], y=place[1] + 4, text_anchor="middle", font_size=SIZE)


def _name(index: int, count: int, name: str) -> list[Markup]:
    x, y = _point(index, count, RADIUS + 10)
    side = round(sin(2 * pi * index / count), 3)
    between = 2 * (RADIUS + 10) * sin(2 * pi / count) - 10
    room = between if side == 0 else (WIDTH - x if side > 0 else x) - 2
    lines = wrapped(name, SIZE, room)
    place = {True: "middle", False: "start" if side > 0 else "end"}[side == 0]
    first = y + 4 - LEADING * _rise(index, count, len(lines))
    return [
        text(words_, x=x, y=first + LEADING * row, text_anchor=place, font_size=SIZE)
        for row, words_ in enumerate(lines)
    ]


def _rise(index: int, count: int, lines: int) -> float:
    """Say how many lines a name rises above its point: all but one at the top, none at the foot, half at the sides."""
    height = cos(2 * pi * index / count)
    return (lines - 1) * (height + 1) / 2


def _sentence(readings: Sequence[Reading], language: str) -> str:
    say = words(language)
    return f"{say.own}: " + "; ".join(f"{reading.label} {decimal(reading.own, language)}" for reading in readings) + "."
