"""Where one value stands: the ruler of the overall score, the line of a pillar, an estimate against its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from markupsafe import Markup

from assessment.documents.charts.drawing import across, at, element, fluid, lanes, line
from assessment.documents.charts.levels import Band, band_bar
from assessment.documents.charts.scale import anchor, axis, circle, diamond, dot, graduated, label, needle
from assessment.documents.charts.words import Rows, Words, decimal, percent, words

Mark = Literal["needle", "own", "last", "peers"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A named score of 0 to 100, with the score of last time and of the peers where there are any."""

    label: str
    own: float | None
    last: float | None = None
    peers: float | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """An estimate with its interval, if it has one, in per cent of 0 to 100, and the goal it is held against."""

    label: str
    estimate: float
    low: float | None
    high: float | None
    goal: float

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends of the interval; a figure that was counted has none."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def ruler(
    chart_id: str, bands: Sequence[Band], reading: Reading, *, language: str = "vi", own: str | None = None
) -> Markup:
    """
    Draw the overall score on the levels; `own` are the words before the own number, by default "this time".

    The own needle has a lane for its label above all; the hollow marks of last time and of the peers stand
    just above the levels, the second a lane higher when both are nearer than 6 points. Height: 122 pixels, or 94
    where neither is known.
    """
    say = words(language)
    top = 34 if reading.last is None and reading.peers is None else 62
    name = say.own if own is None else own
    drawn = [band_bar(tuple(bands), top, 28, reading.own), graduated(top + 28, language)]
    if reading.own is not None:
        drawn += [_own_label(reading.own, name, language), needle(reading.own, 20, top + 28)]
    drawn += _others(reading, top - 8)
    return fluid(chart_id, reading.label, _standing(say, bands, reading, language), top + 60, *drawn)


def _own_label(value: float, name: str, language: str) -> Markup:
    return label(value, f"{name} {decimal(value, language)}".strip(), 14)


def _others(reading: Reading, floor: float) -> list[Markup]:
    marks = [(value, draw) for value, draw in ((reading.last, circle), (reading.peers, diamond)) if value is not None]
    heights = lanes([value for value, _ in marks])
    return [draw(value, floor - 15 * lane) for (value, draw), lane in zip(marks, heights, strict=True)]


def _standing(say: Words, bands: Sequence[Band], reading: Reading, language: str) -> str:
    if reading.own is None:
        return f"{say.none}."
    reached = [band.label for band in bands if band.holds(reading.own)]
    place = f", {say.within.format(level=reached[-1])}" if reached else ""
    return _sentence(say, reading, language, place)


def _sentence(say: Words, reading: Reading, language: str, place: str = "") -> str:
    own = f"{say.own}: {decimal(reading.own, language)}{place}."
    others = ((say.last, reading.last), (say.peers, reading.peers))
    return " ".join([own, *(f"{name}: {decimal(value, language)}." for name, value in others if value is not None)])


def dots(chart_id: str, reading: Reading, *, language: str = "vi") -> Markup:
    """
    Draw one pillar as a line: the own dot, the way from last time, the peers in a lane below.

    When this time and last time are nearer than 6 points the mark of last time moves up a lane. Height: 46 pixels.
    """
    own, last, peers = reading.own, reading.last, reading.peers
    parts: list[Markup] = [axis(20)]
    if own is not None and last is not None:
        parts.append(line((across(last), 20), (across(own), 20), stroke="c-line-sea", stroke_width=3))
    if peers is not None:
        parts.append(diamond(peers, 37))
    if last is not None:
        parts.append(circle(last, 20 - 13 * (lanes([value for value in (own, last) if value is not None])[-1])))
    if own is not None:
        parts.append(dot(own, 20))
    return fluid(chart_id, reading.label, _sentence(words(language), reading, language), 46, *parts)


def readings_rows(readings: Sequence[Reading], *, language: str = "vi") -> Rows:
    """Give the scores of ruler, dot lines and radar as a table; a series nobody has takes no column."""
    say = words(language)
    series = [
        (name, [decimal(value, language) for value in values])
        for name, values in (
            (say.own, [reading.own for reading in readings]),
            (say.last, [reading.last for reading in readings]),
            (say.peers, [reading.peers for reading in readings]),
        )
        if name == say.own or any(value is not None for value in values)
    ]
    head = (say.pillar, *(name for name, _ in series))
    cells = zip(*(column for _, column in series), strict=True)
    return Rows(head, tuple((reading.label, *row) for reading, row in zip(readings, cells, strict=True)))


def target(chart_id: str, aim: Target, *, language: str = "vi") -> Markup:
    """Draw an estimate with its interval against a goal, whose flag turns inwards at the end. Height: 52 pixels."""
    parts = [axis(36), dot(aim.estimate, 36), _flag(aim.goal)]
    if aim.interval is not None:
        low, high = aim.interval
        parts.insert(1, element("rect", x=across(low), y=30, width=across(high - low), height=12, fill="c-l3"))
    return fluid(chart_id, aim.label, _aim(aim, language), 52, *parts)


def _flag(goal: float) -> Markup:
    side = -1 if anchor(goal) == "end" else 1
    cloth = f"M0 4H{14 * side}L{10 * side} 9L{14 * side} 14H0Z"
    pole = line((0, 4), (0, 48), stroke="c-line-ink", stroke_width=2.5)
    return at(goal, pole, element("path", d=cloth, fill="c-ink"))


def _aim(aim: Target, language: str) -> str:
    say = words(language)
    met = say.own_below_goal if aim.estimate < aim.goal else say.own_above_goal
    found = f"{say.measured}: {percent(aim.estimate, language, 1)}"
    if aim.interval is not None:
        span = say.from_to.format(low=decimal(aim.low, language), high=decimal(aim.high, language))
        found = f"{say.estimate}: {percent(aim.estimate, language, 1)}, {say.interval} {span}"
    return f"{found}. {say.goal}: {percent(aim.goal, language)}, {met}."


def target_rows(aims: Sequence[Target], *, language: str = "vi") -> Rows:
    """Give estimates, intervals and goals as a table."""
    say = words(language)
    rows = (
        (
            aim.label,
            percent(aim.estimate, language, 1),
            "–" if aim.interval is None else f"{decimal(aim.low, language)}–{decimal(aim.high, language)}",
            percent(aim.goal, language),
        )
        for aim in aims
    )
    return Rows((say.goal, say.estimate, say.interval, say.goal_value), tuple(rows))


def key(mark: Mark) -> Markup:
    """Draw the mark of a series for the legend, in a line of text."""
    return element(
        "svg", *_key_parts(mark), class_="c-key", aria_hidden="true", viewBox="0 0 30 16", width=30, height=16
    )


def _key_parts(mark: Mark) -> tuple[Markup, ...]:
    match mark:
        case "needle":
            return (element("path", d="M8 3H22L15 14Z", fill="c-ink"),)
        case "own":
            way = line((2, 8), (28, 8), stroke="c-line-sea", stroke_width=3)
            return (way, element("circle", cx=15, cy=8, r=5.5, fill="c-sea"))
        case "last":
            way = line((2, 8), (28, 8), stroke="c-line-ink", stroke_width=1.5, stroke_dasharray="6 4")
            return (way, element("circle", cx=15, cy=8, r=4.5, fill="c-bg", stroke="c-line-ink", stroke_width=2))
        case "peers":
            box = element(
                "rect", x=2, y=2, width=26, height=12, fill="c-l1", stroke="c-line-ink-2", stroke_dasharray="1 2"
            )
            shape = element("path", d="M15 3L20 8L15 13L10 8Z", fill="c-bg", stroke="c-line-ink-2", stroke_width=1.5)
            return (box, shape)
        case _:
            assert_never(mark)
