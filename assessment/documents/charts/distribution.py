"""How scores spread, drawn: the histogram, the middle half, and small multiples of it."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from assessment.documents.charts.drawing import across, element, fluid, line, text
from assessment.documents.charts.scale import axis, dot, graduated, label, needle
from assessment.documents.charts.spread import Bin, Quartiles, Spread
from assessment.documents.charts.standing import Reading
from assessment.documents.charts.words import Rows, decimal, whole, words

CROWN, BARE, FOOT, LINE = 60.0, 24.0, 56.0, 16.0
"""Pixels above the bars with and without the own label, below them (scale, middle half), and for a line of counts."""
LOW = 12.0
"""The height of the place for bars where there are none."""


def histogram(
    chart_id: str,
    spread: Spread,
    *,
    own: float | None = None,
    own_label: str | None = None,
    tall: float = 150,
    language: str = "vi",
) -> Markup:
    """
    Draw a distribution by area, with counts on the bars, the middle half below the scale and the own needle.

    `tall` is the height of the bars in pixels; the whole is 116 higher, or 80 without an own score. Bars lower than
    100 carry no counts, as in small multiples. `own_label` are the words before the own number, by default
    "this time". One bar from end to end would say nothing, so then the scale stands alone with its middle half.
    """
    reading = _reading(spread, own, words(language).own if own_label is None else own_label, language)
    if len(spread.bins) == 1:
        spread, tall = replace(spread, bins=()), LOW
    base = (CROWN if own is not None else BARE) + tall
    densest = max((each.density for each in spread.bins), default=1.0) or 1.0
    heights = [tall * each.density / densest for each in spread.bins]
    bars = (_bar(each, base, height, own) for each, height in zip(spread.bins, heights, strict=True))
    counts = _counts(spread, [base - height for height in heights], own, language) if tall >= 100 else []  # noqa: PLR2004
    name = words(language).own if own_label is None else own_label
    parts = (*bars, graduated(base, language), *_half(spread.quartiles, base, language), *counts)
    return fluid(chart_id, spread.label, reading, base + FOOT, *parts, *_own(own, name, base, language))


def _own(own: float | None, name: str, base: float, language: str) -> tuple[Markup, ...]:
    if own is None:
        return ()
    return label(own, f"{name} {decimal(own, language)}".strip(), 14), needle(own, 20, base)


def _bar(each: Bin, base: float, height: float, own: float | None) -> Markup:
    step = "c-l3" if own is not None and each.holds(own) else "c-l1"
    place: dict[str, str | float] = {
        "x": across(each.low),
        "y": base - height,
        "width": across(each.high - each.low),
        "height": height,
    }
    return element("rect", fill=step, stroke="c-line-bg", stroke_width=2, **place)


def _counts(spread: Spread, tops: Sequence[float], own: float | None, language: str) -> list[Markup]:
    written = []
    for index, each in enumerate(spread.bins):
        words_ = spread.written(each, language)
        struck = own is not None and each.holds(own)
        written.append(
            _moved(index, spread.bins, tops, own or 0.0, words_) if struck else _count(each, tops[index], words_)
        )
    return written


def _count(each: Bin, top: float, words_: str) -> Markup:
    return text(words_, x=across(each.middle), y=top - 6, text_anchor="middle", font_size=14)


def _moved(index: int, bins: Sequence[Bin], tops: Sequence[float], own: float, words_: str) -> Markup:
    """Write a count beside the own needle, on the side with more room; a line higher where it would meet another."""
    leftwards = index == len(bins) - 1 or (own >= bins[index].middle and index > 0)
    return text(
        words_,
        x=across(own),
        dx=-9 if leftwards else 9,
        y=_free_top(index, tops, -1 if leftwards else 1) - 6,
        text_anchor="end" if leftwards else "start",
        font_size=14,
    )


def _free_top(index: int, tops: Sequence[float], side: int) -> float:
    """Rise above each count in the way, the lowest first: what rises over one may come beside the next."""
    top = tops[index]
    ways = (tops[beside] for beside in (index + side, index + 2 * side) if 0 <= beside < len(tops))
    for way in sorted(ways, reverse=True):
        if abs(way - top) < LINE:
            top = way - LINE
    return top


def _half(quartiles: Quartiles | None, base: float, language: str) -> list[Markup]:
    """Draw the middle half as a thick line and the median as a mark, with its number on the side that has room."""
    if quartiles is None:
        return []
    low, high, down = quartiles.low, quartiles.high, base + 45
    right = high <= 70  # noqa: PLR2004
    number = text(
        f"{words(language).median} {decimal(quartiles.middle, language)}",
        fill="c-ink-2",
        x=across(high if right else low),
        dx=9 if right else -9,
        y=down + 5,
        text_anchor="start" if right else "end",
    )
    thick = line((across(low), down), (across(high), down), stroke="c-line-ink-2", stroke_width=6)
    mark = line(
        (across(quartiles.middle), down - 8), (across(quartiles.middle), down + 8), stroke="c-line-ink", stroke_width=3
    )
    return [thick, mark, number]


def _reading(spread: Spread, own: float | None, name: str, language: str) -> str:
    say = words(language)
    sentences = []
    if spread.bins:
        top = max(spread.bins, key=lambda each: each.density)
        low, high = whole(top.low, language), whole(top.high, language)
        sentence = say.busiest_share if spread.shares else say.busiest
        sentences.append(sentence.format(low=low, high=high, count=spread.written(top, language)))
    if spread.quartiles is not None:
        sentences.append(_quarters(spread.quartiles, language))
    if own is not None:
        sentences.append(f"{name} {decimal(own, language)}.".strip())
    return " ".join(sentences) or f"{say.none}."


def _quarters(quartiles: Quartiles, language: str) -> str:
    say = words(language)
    span = say.from_to.format(low=decimal(quartiles.low, language), high=decimal(quartiles.high, language))
    return f"{say.middle_half}: {span}, {say.median} {decimal(quartiles.middle, language)}."


def histogram_rows(spread: Spread, *, language: str = "vi") -> Rows:
    """Give the ranges and their counts as a table."""
    say = words(language)
    rows = (
        (f"{whole(each.low, language)}–{whole(each.high, language)}", spread.written(each, language))
        for each in spread.bins
    )
    return Rows((say.score, say.share if spread.shares else say.count), tuple(rows))


def multiples(
    chart_id: str,
    spreads: Sequence[Spread],
    *,
    own: float | None = None,
    own_label: str | None = None,
    language: str = "vi",
) -> tuple[Markup, ...]:
    """Draw one small histogram for each group, without counts; the ids are the given one with -1, -2 and so on."""
    return tuple(
        histogram(f"{chart_id}-{number}", spread, own=own, own_label=own_label, tall=90, language=language)
        for number, spread in enumerate(spreads, 1)
    )


def interval(chart_id: str, reading: Reading, quartiles: Quartiles, *, language: str = "vi") -> Markup:
    """Draw where the middle half of a group lies on one pillar, its median, and the own dot. Height: 28 pixels."""
    low, high = quartiles.low, quartiles.high
    half = element("rect", x=across(low), y=8, width=across(high - low), height=12, fill="c-l2")
    median = line((across(quartiles.middle), 5), (across(quartiles.middle), 23), stroke="c-line-ink", stroke_width=2.5)
    own = () if reading.own is None else (dot(reading.own, 14),)
    mine = "" if reading.own is None else f" {words(language).own}: {decimal(reading.own, language)}."
    return fluid(chart_id, reading.label, _quarters(quartiles, language) + mine, 28, axis(14), half, median, *own)


def interval_rows(readings: Sequence[Reading], quartiles: Sequence[Quartiles], *, language: str = "vi") -> Rows:
    """Give the own scores beside the quartiles of the group as a table."""
    say = words(language)
    rows = (
        (
            reading.label,
            decimal(reading.own, language),
            decimal(around.middle, language),
            say.from_to.format(low=decimal(around.low, language), high=decimal(around.high, language)),
        )
        for reading, around in zip(readings, quartiles, strict=True)
    )
    return Rows((say.pillar, say.own, say.peers, say.middle_half), tuple(rows))
