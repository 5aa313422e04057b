"""Reads the levels of a questionnaire and holds them against each other."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assessment.core.parsing.entries import WORDLESS, Entry, ascending, threshold, words
from assessment.core.parsing.reading import Place, items, whole
from assessment.core.parts.terms import Threshold
from assessment.core.questionnaire import Breadth, Level

TOP = 100
"""Levels are cut on the score from 0 to 100."""


def levels(place: Place) -> tuple[Level, ...]:
    """Read the levels of the whole, ascending from 0."""
    found = items(_level)(place)
    _in_order(found, place)
    for position, level in enumerate(found):
        if level.breadth is not None and level.breadth.at not in {each.id for each in found}:
            place.at(position).at("breadth").at("at").fault(f"there is no level {level.breadth.at}")
    return found


def pillar_levels(place: Place, overall: Sequence[Level]) -> tuple[Level, ...]:
    """Read the thresholds of pillars; names not given are those of the levels of the whole."""
    found = items(_pillar_level)(place)
    _in_order(found, place)
    named = {level.id: level for level in overall}
    for position, level in enumerate(found):
        if overall and level.id >= 0 and level.id not in named:
            place.at(position).at("id").fault(f"there is no level {level.id} in `levels`")
    return tuple(_inheriting(level, named.get(level.id, level)) for level in found)


def without_breadth(found: Sequence[Level]) -> tuple[Level, ...]:
    """Give the levels as pillars use them where they have none of their own."""
    return tuple(replace(level, breadth=None) for level in found)


def breadths(found: Sequence[Level], pillars: int, place: Place) -> None:
    """Note every breadth that asks for more pillars than there are."""
    for position, level in enumerate(found):
        asked = level.breadth.pillars if level.breadth else None
        if asked is not None and asked > pillars:
            spot = place.at(position).at("breadth").at("pillars")
            spot.fault(f"{asked} pillars are asked for, but there are {pillars}")


def _level(place: Place) -> Level:
    entry = Entry(place, ("id", "name", "text", "from", "above", "breadth"))
    return Level(
        id=entry.need("id", whole, -1),
        name=entry.need("name", words, WORDLESS),
        text=entry.optional("text", words),
        threshold=_cut(entry),
        breadth=entry.optional("breadth", _breadth),
    )


def _pillar_level(place: Place) -> Level:
    entry = Entry(place, ("id", "name", "text", "from", "above"))
    return Level(
        id=entry.need("id", whole, -1),
        name=entry.may("name", words, WORDLESS),
        text=entry.optional("text", words),
        threshold=_cut(entry),
        breadth=None,
    )


def _inheriting(level: Level, model: Level) -> Level:
    name = model.name if level.name is WORDLESS else level.name
    return replace(level, name=name, text=level.text or model.text)


def _cut(entry: Entry) -> Threshold:
    cut = threshold(entry)
    if not (math.isnan(cut.value) or 0 <= cut.value <= TOP):
        entry.place.at("from" if cut.inclusive else "above").fault(f"{cut.value:g} is not between 0 and {TOP}")
    return cut


def _breadth(place: Place) -> Breadth:
    entry = Entry(place, ("pillars", "at"))
    return Breadth(entry.need("pillars", _pillars, None), entry.need("at", whole, 0))


def _pillars(place: Place) -> int | None:
    if place.value == "all":
        return None
    count = whole(place) if not isinstance(place.value, str) else 0
    if count < 1 and (isinstance(place.value, str) or count != -1):
        place.fault("expected `all` or a whole number of 1 or more")
    return count


def _in_order(found: Sequence[Level], place: Place) -> None:
    ascending([level.threshold for level in found], place)
    for position, (lower, upper) in enumerate(pairwise(found), start=1):
        if 0 <= upper.id <= lower.id:
            place.at(position).at("id").fault(f"level {upper.id} does not come after level {lower.id}")
    if found and found[0] != replace(found[0], id=0, threshold=Threshold(0.0, inclusive=True), breadth=None):
        place.at(0).fault("the first level has the id 0, `from: 0` and no breadth")
