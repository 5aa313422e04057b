"""YAML as plain values, with the line of every key and item; YAML's own traps are faults, never exceptions."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from assessment.core.errors import Fault
from assessment.core.errors import Path as Keys

LARGEST = 1_000_000
"""A file of more bytes is refused unread."""

DEEPEST = 24
"""Lists and maps may stand inside each other this many times."""

LONGEST_NUMBER = 40
PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
SPECIAL_NUMBERS = {".inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}
TRUE = frozenset({"true", "yes", "on"})

# PyYAML describes neither of its loaders fully to the type checker; the one in C is ten times as fast.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UnreadableError(Exception):
    """The file cannot be read any further."""


@dataclass(slots=True)
class Marked:
    """What a file holds as plain values, the line of every key and item, and what YAML itself makes a fault."""

    value: object = None
    lines: dict[Keys, int] = field(default_factory=dict)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    opaque: set[Keys] = field(default_factory=set)
    """Places whose value was refused, so that the core's faults about the gap they leave say nothing new."""

    def fault(self, line: int, keys: Keys, message: str, *, gap: bool = True) -> None:
        """Note a fault, and whether it leaves a gap."""
        self.faults.append((line, Fault(keys, message)))
        if gap:
            self.opaque.add(keys)

    def hides(self, keys: Keys) -> bool:
        """Tell whether a path leads into a gap."""
        return any(keys[:length] in self.opaque for length in range(len(keys) + 1))

    def line_of(self, keys: Keys) -> int:
        """Give the line of a path, or of the nearest place above it that stands in the file."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


class _Builder:
    """Builds plain values out of YAML's events, so that nothing but maps, lists and plain words is ever made."""

    def __init__(self, loader: Any, marked: Marked) -> None:
        self.loader = loader
        self.marked = marked

    def document(self) -> None:
        """Build the one document there may be."""
        self.loader.get_event()
        if self.loader.check_event(yaml.StreamEndEvent):
            return
        self.loader.get_event()
        self.marked.value = self.value((), 1)
        self.loader.get_event()
        if not self.loader.check_event(yaml.StreamEndEvent):
            line = self.next_line()
            self.marked.fault(line, (), "a second document begins; a file holds one", gap=False)

    def next_line(self) -> int:
        """Give the line of what comes next."""
        return int(self.loader.peek_event().start_mark.line) + 1

    def value(self, keys: Keys, depth: int) -> object:
        """Build what comes next."""
        line = self.next_line()
        event = self.loader.get_event()
        self.marked.lines.setdefault(keys, line)
        if isinstance(event, yaml.AliasEvent):
            self.marked.fault(line, keys, f"the alias `*{event.anchor}`: write it out")
            return None
        if event.anchor is not None:
            self.marked.fault(line, keys, f"the anchor `&{event.anchor}`: write things out where they stand", gap=False)
        if event.tag is not None:
            self.marked.fault(line, keys, f"the tag `{event.tag}`: leave it out", gap=False)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, keys, line)
        if depth > DEEPEST:
            self.marked.fault(line, keys, f"nested deeper than {DEEPEST} levels")
            raise _UnreadableError
        return self.sequence(keys, depth) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(keys, depth)

    def sequence(self, keys: Keys, depth: int) -> list[object]:
        """Build a list."""
        values: list[object] = []
        while not self.loader.check_event(yaml.SequenceEndEvent):
            values.append(self.value((*keys, len(values)), depth + 1))
        self.loader.get_event()
        return values

    def mapping(self, keys: Keys, depth: int) -> dict[object, object]:
        """Build a map; of a key that stands there twice the first is kept."""
        values: dict[object, object] = {}
        while not self.loader.check_event(yaml.MappingEndEvent):
            line = self.next_line()
            key = self.key(keys, depth)
            below = (*keys, str(key))
            if key in values:
                self.marked.fault(line, below, f"the key `{key}` stands here twice", gap=False)
            self.marked.lines.setdefault(below, line)
            values.setdefault(key, self.value(below, depth + 1))
        self.loader.get_event()
        return values

    def key(self, keys: Keys, depth: int) -> object:
        """Build a key, which must be a word."""
        line = self.next_line()
        word = self.loader.check_event(yaml.ScalarEvent, yaml.AliasEvent)
        key = self.value(keys, depth + 1)
        if not word:
            self.marked.fault(line, keys, "a key is a word; put signs like { and [ in quotes")
            return ""
        return key

    def scalar(self, event: yaml.ScalarEvent, keys: Keys, line: int) -> object:
        """Turn a word into what YAML takes it for, and refuse what authors hardly ever mean."""
        tag = str(self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)).rpartition(":")[2]
        match tag:
            case "null":
                return None
            case "bool":
                return event.value.lower() in TRUE
            case "int" | "float":
                return self.figure(event.value, keys, line)
            case "timestamp":
                self.marked.fault(line, keys, f"`{event.value}` is a date: put it in quotes")
                return None
            case _:
                return event.value

    def figure(self, word: str, keys: Keys, line: int) -> int | float | None:
        """Read a number in plain digits; YAML takes 010 for eight and 12:30 for 750."""
        if word.lower() in SPECIAL_NUMBERS:
            return SPECIAL_NUMBERS[word.lower()]
        if not PLAIN_NUMBER.fullmatch(word) or len(word) > LONGEST_NUMBER:
            message = f"YAML takes `{word:.40}` for a number: write plain digits, or put it in quotes"
            self.marked.fault(line, keys, message)
            return None
        return float(word) if "." in word else int(word)


# What the reader of YAML says, and what people mostly did when it says so.
HINTS = {
    "cannot start any token": "indent with spaces, never tabs, and put texts that begin with a sign in quotes",
    "tab character": "indent with spaces",
    "mapping values are not allowed": "put texts in quotes, and a space after the colon of a key",
    "expected ',' or": "a comma, a quotation mark or the closing bracket is missing, or one too many",
    "expected '-' indicator": "the entries of a list begin below each other",
    "expected key": "the keys of a map begin below each other; for quotation marks inside a text take “ ”",
    "unexpected end of stream": "a quotation mark is not closed",
}


def marked(content: str | bytes) -> Marked:
    """Read YAML of any sort; whatever is wrong with it becomes a fault, never an exception."""
    found = Marked()
    try:
        _build(_text(content), found)
    except (_UnreadableError, ValueError) as error:
        if error.args:
            found.fault(1, (), str(error))
        found.opaque.add(())
    return found


def _build(text: str, found: Marked) -> None:
    try:
        _Builder(LOADER(text), found).document()
    except yaml.YAMLError as error:
        parts = [getattr(error, name, None) for name in ("problem", "context", "reason")]
        hints = [hint for words, hint in HINTS.items() if words in str(parts[0])]
        message = ", ".join(["this is no YAML", *filter(None, parts)])
        found.fault(_line_of(error, text), (), "; ".join([message, *hints]))


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        # What is never closed is missed after the last line.
        return min(int(mark.line) + 1, len(text.splitlines()))
    return text.encode()[: getattr(error, "position", 0)].count(b"\n") + 1


def _text(content: str | bytes) -> str:
    if len(content) > LARGEST:
        message = f"the file is larger than {LARGEST} bytes"
        raise _UnreadableError(message)
    try:
        return content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: byte {error.start + 1} begins no letter"
        raise _UnreadableError(message) from error
