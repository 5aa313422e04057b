"""Reads the scales of criteria: options, bands and goalposts, one reader per kind."""

import math
from collections.abc import Callable, Iterator

from assessment.core.parsing.entries import WORDLESS, Entry, ascending, threshold, words
from assessment.core.parsing.reading import (
    Place,
    Reader,
    different,
    flag,
    identifier,
    items,
    meant,
    not_negative,
    number,
    positive,
)
from assessment.core.parts.scales import (
    Band,
    Choice,
    Conversion,
    Goalposts,
    Multiple,
    Number,
    Option,
    Ratio,
    Reason,
    Scale,
)

BROKEN = Choice(())
"""Stands in for a scale that could not be read; no reference into it is checked."""

FIGURE_KEYS = ("bands", "scale", "min", "max", "unit")
KEYS: dict[str, tuple[str, ...]] = {
    "choice": ("options",),
    "multiple": ("options", "full"),
    "number": FIGURE_KEYS,
    "ratio": (*FIGURE_KEYS, "part", "whole"),
}


def scale(kind: str, entry: Entry) -> Scale:
    """Read what the kind asks for out of the criterion's keys.

    What stands there and belongs to another kind, or to none, is read as well: whoever mends the kind shall not meet
    the next faults only then.
    """
    own = KEYS.get(kind, ())
    for key, read in _MISPLACED.items():
        if key not in own:
            misplaced(entry, key, read)
    return _READERS[kind](entry) if kind in _READERS else BROKEN


def misplaced(entry: Entry, key: str, read: Reader[object]) -> None:
    """Read what stands under a key that does not belong there, for its faults alone."""
    value = entry.keys.get(key)
    is_bare = key == "options" and (not value or isinstance(value, str))  # A name, or nothing, will go with the key.
    if key in entry and not is_bare:
        entry.optional(key, read)


OPTION_KEYS = ("id", "points", "text", "exclusive", "needs")


def option(place: Place) -> Option:
    """Read an option that earns points."""
    entry = Entry(place, OPTION_KEYS)
    return _option(entry, entry.need("points", number, math.nan))


def unscored_option(place: Place) -> Option:
    """Read an option of a question that is never scored: it needs no points."""
    entry = Entry(place, OPTION_KEYS)
    return _option(entry, entry.may("points", number, 0.0))


def _option(entry: Entry, points: float) -> Option:
    return Option(
        id=entry.need("id", identifier, ""),
        points=points,
        text=entry.need("text", words, WORDLESS),
        exclusive=entry.may("exclusive", flag, otherwise=False),
        needs=entry.optional("needs", identifier),
    )


def option_list(read: Reader[Option]) -> Reader[tuple[Option, ...]]:
    """Make a reader of the options of one question: a list in place, or the name of an answer set."""

    def read_options(place: Place) -> tuple[Option, ...]:
        if isinstance(place.value, str):
            return _named(place, place.value)
        options = items(read)(place)
        different([each.id for each in options], place, "id")
        return options

    return read_options


def _named(place: Place, name: str) -> tuple[Option, ...]:
    sets = place.sheet.answer_sets
    if name not in sets:
        place.fault(f"there is no answer set `{name:.80}`{meant(name, sets)}")
    return sets.get(name, ())


def reasons(place: Place) -> tuple[Reason, ...]:
    """Read the reasons why a criterion may not apply."""
    found = items(_reason)(place)
    different([each.id for each in found], place, "id")
    return found


def _reason(place: Place) -> Reason:
    entry = Entry(place, ("id", "text"))
    return Reason(entry.need("id", identifier, ""), entry.need("text", words, WORDLESS))


def _choice(entry: Entry) -> Scale:
    options = entry.need("options", option_list(option), ())
    for each, place in _places(options, entry):
        if each.points < 0:
            place.fault(f"option `{each.id}`: the points of a choice are not below 0")
        if each.exclusive or each.needs is not None:
            place.fault(f"option `{each.id}`: `exclusive` and `needs` belong to a multiple")
    _worth([each.points for each in options], entry, "options")
    return Choice(options)


def _multiple(entry: Entry) -> Scale:
    options = entry.need("options", option_list(option), ())
    for each, place in _places(options, entry):
        if (fault := unmet_need(each, options)) is not None:
            place.fault(f"option `{each.id}`: {fault}")
    _worth([each.points for each in options], entry, "options")
    earned = sum(each.points for each in options if each.points > 0)
    return Multiple(options, entry.may("full", positive, earned))


def unmet_need(option: Option, options: tuple[Option, ...]) -> str | None:
    """Say what is wrong with the option that this one `needs`, if anything is."""
    if option.needs is None:
        return None
    needed = {each.id: each for each in options}.get(option.needs)
    if needed is None:
        return f"it needs `{option.needs}`, which is no option here{meant(option.needs, [o.id for o in options])}"
    if needed is option:
        return "it needs itself"
    if needed.needs is not None:
        return f"it needs `{needed.id}`, which needs another one itself; one step is the most"
    if option.exclusive or needed.exclusive:
        return f"it needs `{needed.id}`, but an exclusive option stands alone"
    return None


def _places(options: tuple[Option, ...], entry: Entry) -> Iterator[tuple[Option, Place]]:
    """Pair each option with where to report it: a named set is reported where it is used."""
    place = entry.place.at("options")
    in_place = not isinstance(entry.keys.get("options"), str)
    for position, each in enumerate(options):
        yield each, place.at(position) if in_place else place


def _worth(points: list[float], entry: Entry, key: str) -> None:
    """Note when nothing at all can be earned."""
    if points and max(points) <= 0:
        entry.place.at(key).fault("the greatest points must be above 0")


def _number(entry: Entry) -> Scale:
    minimum, maximum = limits(entry)
    return Number(_conversion(entry, minimum), minimum, maximum, entry.optional("unit", words))


def _ratio(entry: Entry) -> Scale:
    minimum, maximum = limits(entry)
    return Ratio(
        conversion=_conversion(entry, minimum),
        minimum=minimum,
        maximum=maximum,
        unit=entry.optional("unit", words),
        part=entry.optional("part", words),
        whole=entry.optional("whole", words),
    )


def limits(entry: Entry) -> tuple[float | None, float | None]:
    """Read `min` and `max`, either of which may be absent."""
    minimum, maximum = both = entry.optional("min", number), entry.optional("max", number)
    if minimum is not None and maximum is not None and minimum >= maximum:
        entry.place.at("max").fault(f"{maximum:g} is not above `min` ({minimum:g})")
    return both


def _conversion(entry: Entry, minimum: float | None) -> Conversion:
    if ("bands" in entry) == ("scale" in entry):
        both = "bands" in entry
        entry.place.fault("`bands` and `scale` exclude each other" if both else "one of `bands` and `scale` is missing")
    if "scale" in entry:
        return entry.need("scale", _goalposts, Goalposts(0.0, 1.0))
    bands = entry.may("bands", _bands, ())
    if bands and minimum is not None and not _reaches(bands[0], minimum):
        entry.place.at("bands").at(0).fault(f"the first band begins above `min` ({minimum:g})")
    return bands


def _reaches(band: Band, figure: float) -> bool:
    threshold = band.threshold
    return figure >= threshold.value if threshold.inclusive else figure > threshold.value


def _bands(place: Place) -> tuple[Band, ...]:
    bands = items(_band)(place)
    ascending([band.threshold for band in bands], place)
    if bands and max(band.points for band in bands) <= 0:
        place.fault("the greatest points must be above 0")
    return bands


def _band(place: Place) -> Band:
    entry = Entry(place, ("from", "above", "points"))
    return Band(threshold(entry), entry.need("points", not_negative, math.nan))


def _goalposts(place: Place) -> Goalposts:
    entry = Entry(place, ("zero", "full"))
    posts = Goalposts(entry.need("zero", number, math.nan), entry.need("full", number, math.nan))
    if posts.zero == posts.full:
        place.fault("`zero` and `full` must differ")
    return posts


_READERS: dict[str, Callable[[Entry], Scale]] = {
    "choice": _choice,
    "multiple": _multiple,
    "number": _number,
    "ratio": _ratio,
}

_MISPLACED: dict[str, Reader[object]] = {
    "options": option_list(option),
    "full": positive,
    "bands": _bands,
    "scale": _goalposts,
    "min": number,
    "max": number,
    "unit": words,
    "part": words,
    "whole": words,
}
