"""Readers of maps: keys that must be there, may be there, or are unknown."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from assessment.core.parsing.reading import Place, Reader, described, identifier, meant, number, text
from assessment.core.parts.terms import Text, Threshold

Read = TypeVar("Read")
Other = TypeVar("Other")

WORDLESS = Text({"": ""})
"""Stands in for a text that could not be read."""


def words(place: Place) -> Text:
    """Read a text in every language of the file."""
    if not isinstance(place.value, Mapping):
        languages = ", ".join(place.sheet.languages)
        place.fault(f"expected a text in {languages or 'every language'}, found {described(place.value)}")
        return WORDLESS
    entry = Entry(place, place.sheet.languages or tuple(map(str, place.value)))
    return Text({language: entry.need(language, text, "") for language in entry.known} or {"": ""})


class Entry:
    """A map with known keys, read key by key; unknown keys are faults at once."""

    def __init__(self, place: Place, known: Sequence[str]) -> None:
        self.place = place
        self.known = known
        self.whole = isinstance(place.value, Mapping)
        self.keys: Mapping[object, object] = place.value if isinstance(place.value, Mapping) else {}
        if not self.whole:
            place.fault(f"expected a map of keys, found {described(place.value).partition(': put')[0]}")
        for key in self.keys:
            if key not in known:
                place.at(str(key)).fault(_unknown(key, known))

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is there, be its value right or wrong."""
        return key in self.keys

    def need(self, key: str, read: Reader[Read], otherwise: Other) -> Read | Other:
        """Read a mandatory key."""
        if key not in self.keys:
            if self.whole:
                self.place.fault(f"`{key}` is missing")
            return otherwise
        return read(self.place.at(key, self.keys[key]))

    def may(self, key: str, read: Reader[Read], otherwise: Other) -> Read | Other:
        """Read an optional key."""
        return self.need(key, read, otherwise) if key in self.keys else otherwise

    def optional(self, key: str, read: Reader[Read]) -> Read | None:
        """Read an optional key that has no default."""
        return read(self.place.at(key, self.keys[key])) if key in self.keys else None


def _unknown(key: object, known: Sequence[str]) -> str:
    if not isinstance(key, str):
        return f"the key is {described(key)}"
    return f"unknown key `{key:.80}`{meant(key, known)}"


def threshold(entry: Entry) -> Threshold:
    """Read a lower bound: exactly one of `from` and `above`."""
    if "from" in entry and "above" in entry:
        entry.place.fault("`from` and `above` exclude each other")
    elif "from" not in entry and "above" not in entry and entry.whole:
        entry.place.fault("one of `from` and `above` is missing")
    inclusive = "above" not in entry
    key = "from" if inclusive else "above"
    return Threshold(entry.may(key, number, math.nan), inclusive)


def ascending(thresholds: Sequence[Threshold], place: Place) -> None:
    """Note every threshold that does not lie above the one before it."""
    for position, (lower, upper) in enumerate(pairwise(thresholds), start=1):
        if (upper.value, not upper.inclusive) <= (lower.value, not lower.inclusive):
            key = "from" if upper.inclusive else "above"
            place.at(position).at(key).fault(f"{upper.value:g} does not lie above the one before it ({lower.value:g})")


def open_map(read: Reader[Read]) -> Reader[tuple[tuple[str, Read], ...]]:
    """Make a reader of a map whose keys are the file's own ids."""

    def read_all(place: Place) -> tuple[tuple[str, Read], ...]:
        keys = [key for key in place.value if isinstance(key, str)] if isinstance(place.value, Mapping) else []
        entry = Entry(place, keys)
        for key in keys:
            identifier(place.at(key, key))
        return tuple((key, read(place.at(key, entry.keys[key]))) for key in keys)

    return read_all
