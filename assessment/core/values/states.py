"""Answers as values: what was chosen, ticked, counted; in one of four states.

A criterion without an entry in `Answers` is missing. How people and files write answers is the matter of `answers`,
from where all these names can be imported too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Chosen:
    """The one option of a choice."""

    option: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """The options of a multiple, in document order."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number."""

    number: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole above 0."""

    part: float
    whole: float

    @property
    def percent(self) -> float:
        """The number of a ratio: 100 × part ÷ whole."""
        return 100.0 * self.part / self.whole


Value = Chosen | Ticked | Figure | Part


@dataclass(frozen=True, slots=True)
class Answered:
    """The criterion has a value."""

    value: Value


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The criterion cannot apply; the reason is the id of a listed one, or free words; empty in files."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The owner does not know; it counts 0."""


State = Answered | NotApplicable | DontKnow


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something typed cannot be an answer: a code of `answers.PROBLEMS`, with what it speaks of."""

    code: str
    values: tuple[str | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """What a form hands in for one criterion, as typed."""

    values: tuple[str, ...] = ()
    part: str = ""
    whole: str = ""
    state: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts about one enterprise that conditions may use."""

    facts: Mapping[str, str]

    def __post_init__(self) -> None:
        """Keep a copy nobody can write to."""
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))

    def of(self, fact: str) -> str | None:
        """Give the value of a fact, or None when it is not known."""
        return self.facts.get(fact)


class Answers(Mapping[str, State]):
    """The states of one assessment by criterion id; immutable, missing ones absent."""

    __slots__ = ("_states",)

    def __init__(self, states: Mapping[str, State] | None = None) -> None:
        self._states = MappingProxyType(dict(states or {}))

    def __getitem__(self, criterion: str) -> State:
        """Give the state of a criterion that has one."""
        return self._states[criterion]

    def __iter__(self) -> Iterator[str]:
        """Walk the ids of the criteria that have a state."""
        return iter(self._states)

    def __len__(self) -> int:
        """Count the criteria that have a state."""
        return len(self._states)

    def __hash__(self) -> int:
        """Equal answers give an equal hash, whatever their order."""
        return hash(frozenset(self._states.items()))

    def __repr__(self) -> str:
        """Show the states, for tests and error reports."""
        return f"Answers({dict(self._states)!r})"

    def of(self, criterion: str) -> State | None:
        """Give the state of a criterion, or None when it is missing."""
        return self._states.get(criterion)

    def with_(self, criterion: str, state: State | None) -> "Answers":
        """Give a copy with one state changed; None takes it away."""
        return self.changed({criterion: state})

    def changed(self, changes: Mapping[str, State | None]) -> "Answers":
        """Give a copy with some states changed; None takes one away."""
        states = {**self._states, **changes}
        return Answers({name: kept for name, kept in states.items() if kept is not None})
