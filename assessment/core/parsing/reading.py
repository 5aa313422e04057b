"""Small readers a definition is parsed with: each takes a place in the file and gives a value.

A reader never raises: it notes a fault and gives a stand-in, so that one pass finds all faults. Nothing built while
there are faults ever leaves `definition.parse`.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from assessment.core.errors import Fault, Path
from assessment.core.parts.scales import Option

Read = TypeVar("Read")
Other = TypeVar("Other")
Reader = Callable[["Place"], Read]

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
MEANT_AS_NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?\s*%?")
LARGEST = 1e15
"""No figure of a definition may be larger, so that no sum of them overflows."""


@dataclass(slots=True)
class Sheet:
    """What one parse shares: the faults so far, the languages, the named answer sets."""

    faults: list[Fault] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    answer_sets: dict[str, tuple[Option, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the definition: what stands there and the path to it."""

    value: object
    path: Path
    sheet: Sheet

    def fault(self, message: str) -> None:
        """Note what is wrong here."""
        self.sheet.faults.append(Fault(self.path, message))

    def at(self, step: str | int, value: object = None) -> "Place":
        """Go one step down."""
        return Place(value, (*self.path, step), self.sheet)


def meant(word: str, known: Iterable[str]) -> str:
    """Give the end of a message about an unknown word: what was probably meant, if anything is close."""
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""


def described(value: object) -> str:
    """Say what stands there instead of what was expected, and how to mend YAML's own traps."""
    match value:
        case bool():
            return f"the truth value {str(value).lower()}: put words like yes, no, on and off in quotes"
        case int() | float():
            # A whole number may have hundreds of digits, which no float holds.
            shown = f"{value:.6g}" if isinstance(value, float) or abs(value) <= LARGEST else "beyond 1e15"
            return f"the number {shown}: put it in quotes"
        case str():
            return f"the text `{value:.40}`"
        case None | Mapping() | list() | tuple():
            return {type(None): "nothing", list: "a list", tuple: "a list"}.get(type(value), "a map of keys")
        case _:
            return f"the {type(value).__name__} {value!s:.40}: put it in quotes"


def text(place: Place) -> str:
    """Read one text that is not blank."""
    if not isinstance(place.value, str):
        place.fault(f"expected a text, found {described(place.value)}")
        return ""
    if not place.value.strip():
        place.fault("the text is empty")
    return unicodedata.normalize("NFC", place.value.strip())


def identifier(place: Place) -> str:
    """Read an id."""
    name = text(place)
    if name and not IDENTIFIER.fullmatch(name):
        place.fault(f"`{name:.80}` is no id: up to 64 of a–z, 0–9, `_`, `.` and `-`, the first a letter or digit")
    return name


def number(place: Place) -> float:
    """Read a finite number; a truth value is none."""
    value = place.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        place.fault(f"expected a number, found {described(value).partition(': put')[0]}{_bare(value)}")
        return math.nan
    # Compared before anything else: a whole number of hundreds of digits is no float, and NaN compares as false.
    if not abs(value) <= LARGEST:
        place.fault("the number must be finite and at most 1e15")
        return math.nan
    return float(value)


def _bare(value: object) -> str:
    """Give the end of a message about a text that was meant as a number."""
    looks = isinstance(value, str) and MEANT_AS_NUMBER.fullmatch(value.strip())
    return ": write the digits alone, without quotes, with a dot before decimals" if looks else ""


def whole(place: Place) -> int:
    """Read a whole number; the stand-in is -1, which no rule lets through."""
    if isinstance(place.value, bool) or not isinstance(place.value, int):
        place.fault(f"expected a whole number, found {described(place.value).partition(': put')[0]}")
        return -1
    if abs(place.value) > LARGEST:
        place.fault("the number must be at most 1e15")
        return -1
    return place.value


def flag(place: Place) -> bool:
    """Read true or false."""
    if not isinstance(place.value, bool):
        place.fault(f"expected true or false, found {described(place.value).partition(': put')[0]}")
    return place.value is True


def between(least: float, most: float) -> Reader[float]:
    """Make a reader of numbers from `least` to `most`."""

    def read(place: Place) -> float:
        figure = number(place)
        if not (math.isnan(figure) or least <= figure <= most):
            place.fault(f"{figure:g} is not between {least:g} and {most:g}")
        return figure

    return read


def positive(place: Place) -> float:
    """Read a number above 0."""
    figure = number(place)
    if figure <= 0:
        place.fault(f"{figure:g} is not above 0")
    return figure


def not_negative(place: Place) -> float:
    """Read a number of 0 or more."""
    figure = number(place)
    if figure < 0:
        place.fault(f"{figure:g} is below 0")
    return figure


def one_of(known: Sequence[str]) -> Reader[str]:
    """Make a reader of one word out of a closed list."""

    def read(place: Place) -> str:
        word = text(place)
        if word and word not in known:
            place.fault(f"`{word:.80}` is none of {', '.join(known)}{meant(word, known)}")
        return word

    return read


def items(read: Reader[Read], *, least: int = 1) -> Reader[tuple[Read, ...]]:
    """Make a reader of a list; an item that is wrong keeps its position."""

    def read_all(place: Place) -> tuple[Read, ...]:
        if not isinstance(place.value, list | tuple):
            place.fault(f"expected a list, found {described(place.value).partition(': put')[0]}")
            return ()
        if len(place.value) < least:
            place.fault("the list is empty")
        return tuple(read(place.at(position, value)) for position, value in enumerate(place.value))

    return read_all


def different(names: Sequence[str], place: Place, step: str | None = None) -> None:
    """Note every name of a list that stood in it before."""
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name and name in seen:
            spot = place.at(position)
            (spot.at(step) if step else spot).fault(f"`{name}` stands in this list twice")
        seen.add(name)


def identifiers(place: Place) -> tuple[str, ...]:
    """Read a list of ids that differ."""
    names = items(identifier)(place)
    different(names, place)
    return names
