"""
Charts as inline SVG, the same on the page and on paper.

Each function takes plain values and gives back one `<svg>` as :class:`markupsafe.Markup`. A chart names itself
(`role="img"`, `<title>`), states its reading in a sentence (`<desc>`), and has a companion ending in `_rows`
that gives its figures as a :class:`Rows` for the table below it. The caller hands in an id that is unique on the page.

Shapes carry presentation attributes in the light palette, so that paper needs no style sheet, and classes, by which
the style sheet of the site recolours them for the dark scheme. There is never a `style` attribute.

Root classes
    `c-chart` every chart; `c-fluid` those as wide as their place (they want `padding-inline: 8px; width: 100%;
    box-sizing: border-box; display: block; overflow: visible`); `c-radar` (shown 328 to 430 px wide);
    `c-glyph` (the level glyph) and `c-key` (a mark of the legend) stand in a line of text.
Fill classes (set `fill`)
    `c-ink` `c-ink-2` `c-sea` `c-bg`, the level ramp `c-l0` … `c-l5`, and text on it `c-on-l0` … `c-on-l5`.
Stroke classes (set `stroke`)
    `c-edge` `c-tick` `c-line` `c-line-ink` `c-line-ink-2` `c-line-sea` `c-line-bg`.
Cell classes of a heat map (set `background` and `color`)
    `heat` on every cell, with `heat-l0` … `heat-l5`, or `heat-hidden`.
"""

from markupsafe import Markup

from assessment.documents.charts.distribution import histogram, histogram_rows, interval, interval_rows, multiples
from assessment.documents.charts.levels import Band, glyph, heat_class, on_level, ramp_step
from assessment.documents.charts.radar import radar
from assessment.documents.charts.shares import Share, share_bar, share_rows
from assessment.documents.charts.spread import Bin, Quartiles, Spread, merged
from assessment.documents.charts.standing import Reading, Target, dots, key, readings_rows, ruler, target, target_rows
from assessment.documents.charts.words import Rows, day, decimal, percent, whole, words

__all__ = [
    "Band",
    "Bin",
    "Markup",
    "Quartiles",
    "Reading",
    "Rows",
    "Share",
    "Spread",
    "Target",
    "day",
    "decimal",
    "dots",
    "glyph",
    "heat_class",
    "histogram",
    "histogram_rows",
    "interval",
    "interval_rows",
    "key",
    "merged",
    "multiples",
    "on_level",
    "percent",
    "radar",
    "ramp_step",
    "readings_rows",
    "ruler",
    "share_bar",
    "share_rows",
    "target",
    "target_rows",
    "whole",
    "words",
]
