"""Questionnaires and targets in files: read whole and checked, or refused with every fault and its line.

The core knows the rules of the format and speaks of key paths; this module knows folders, files and lines.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from assessment.catalogue.marks import LARGEST, Marked, marked
from assessment.core import definition
from assessment.core.errors import DefinitionError, Fault
from assessment.core.parsing.reading import IDENTIFIER
from assessment.core.parts.targets import TargetSet
from assessment.core.questionnaire import Questionnaire

Parsed = TypeVar("Parsed", Questionnaire, TargetSet)


class CatalogueError(Exception):
    """A file is no questionnaire; `lines` has every fault as ``path:line: where: what``."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def load(content: str | bytes, name: str) -> Questionnaire:
    """Read a questionnaire from its text; raises `CatalogueError`, whose lines begin with `name`."""
    return _parsed(marked(content), name, definition.parse)


def load_targets(content: str | bytes, name: str, questionnaires: Iterable[Questionnaire]) -> TargetSet:
    """Read targets from their text; raises `CatalogueError`, whose lines begin with `name`."""
    return _parsed(marked(content), name, lambda mapping: definition.parse_targets(mapping, questionnaires))


def read(path: Path, *, placed: bool = True) -> Questionnaire:
    """Read a questionnaire from its file; unless told otherwise, folder and file must bear its id and version."""
    return _questionnaire(_opened(path), path, placed=placed)


def read_targets(path: Path) -> TargetSet:
    """Read targets from their file; the questionnaires they name lie in the folders beside the file's own."""
    return _targets(_opened(path), path)


def check(path: Path) -> list[str]:
    """List every fault of a questionnaire or a file of targets; none when it is right."""
    try:
        found = _opened(path)
        if isinstance(found.value, dict) and found.value.get("kind") == "targets":
            _targets(found, path)
        else:
            _questionnaire(found, path, placed=True)
    except CatalogueError as error:
        return list(error.lines)
    return []


def files(folder: Path) -> list[Path]:
    """List the files of a catalogue in order: every version of every questionnaire, then the targets."""
    found = sorted(folder.glob("*/*.yaml"))
    return sorted(found, key=lambda path: path.parent.name == "targets")


def _opened(path: Path) -> Marked:
    try:
        with path.open("rb") as file:
            return marked(file.read(LARGEST + 1))
    except OSError as error:
        raise CatalogueError([f"{path}:1: file: cannot be read: {error.strerror}"]) from error


def _questionnaire(found: Marked, path: Path, *, placed: bool) -> Questionnaire:
    if placed:
        _bears(found, "id", path.absolute().parent.name, "the folder")
        _bears(found, "version", path.stem, "the file")
    return _parsed(found, str(path), definition.parse)


def _targets(found: Marked, path: Path) -> TargetSet:
    _bears(found, "id", path.stem, "the file")
    known = list(_beside(found, path.absolute().parent.parent))
    return _parsed(found, str(path), lambda mapping: definition.parse_targets(mapping, known))


def _bears(found: Marked, key: str, name: str, what: str) -> None:
    """Note when a folder or file does not bear the name that stands inside."""
    inside = found.value.get(key) if isinstance(found.value, dict) else None
    if isinstance(inside, str) and inside != name:
        found.fault(found.line_of((key,)), (key,), f"`{inside}` stands here, but {what} is named `{name}`", gap=False)


def _beside(found: Marked, folder: Path) -> Iterator[Questionnaire]:
    """Read the newest version of every questionnaire that a file of targets names."""
    names = found.value.get("questionnaires") if isinstance(found.value, dict) else None
    for position, name in enumerate(names if isinstance(names, list) else ()):
        versions = sorted(folder.glob(f"{name}/*.yaml"), key=_natural) if _is_name(name) else []
        try:
            yield from map(read, versions[-1:])
        except CatalogueError:
            keys = ("questionnaires", position)
            found.fault(found.line_of(keys), keys, f"the questionnaire `{name}` has faults of its own")


def _is_name(name: object) -> bool:
    return isinstance(name, str) and IDENTIFIER.fullmatch(name) is not None


def _natural(path: Path) -> list[tuple[int, str]]:
    """Order versions as people count them: 2026.9 before 2026.10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", path.stem)]


def _parsed(found: Marked, name: str, parse: Callable[[object], Parsed]) -> Parsed:
    """Hand plain values to the core and give what it makes of them, or all faults with their lines."""
    try:
        parsed = parse(found.value)
    except DefinitionError as error:
        seen = [fault for fault in error.faults if not found.hides(fault.path)]
        raise CatalogueError(_lines(found, seen, name)) from error
    if found.faults:
        raise CatalogueError(_lines(found, [], name))
    return parsed


def _lines(found: Marked, faults: Iterable[Fault], name: str) -> list[str]:
    placed = [*found.faults, *((found.line_of(fault.path), fault) for fault in faults)]
    ordered = sorted(placed, key=lambda each: each[0])
    written = dict.fromkeys(f"{name}:{line}: {fault.where}: {fault.message}" for line, fault in ordered)
    # A file may hold signs that would steer the terminal it is reported on.
    return ["".join(sign if sign.isprintable() else " " for sign in line) for line in written]
