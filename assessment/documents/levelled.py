"""Levels on paper: their names, their step of the ramp, and their glyph in the colour that stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.documents import charts


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level of the questionnaire in the language of the report, and where it starts on the scale of 0 to 100."""

    number: int
    name: str
    start: float
    above: bool = False


def place_of(levels: Sequence[LevelName], number: int | None) -> int:
    """Give the position of a level, counted from 0; the first where there is none."""
    return next((place for place, level in enumerate(levels) if level.number == number), 0)


def step_of(levels: Sequence[LevelName], number: int | None) -> int:
    """Give the step of the ramp that a level takes."""
    return charts.ramp_step(place_of(levels, number), len(levels))


def badge_of(levels: Sequence[LevelName], number: int, height: float = 11) -> charts.Markup:
    """Draw a level's glyph for its badge, in the colour that stands on its field."""
    colour = charts.on_level(step_of(levels, number))
    return charts.glyph(place_of(levels, number), len(levels), height=height, colour=colour)
