"""The owner's report as a value: everything it says, already in the owner's language."""

from dataclasses import dataclass
from datetime import date

from assessment.documents import charts
from assessment.documents.levelled import LevelName


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing the next level asks for, in words, and whether it is met."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A recommended step: what to do, for which question, what it adds in points, to which level, with what effort.

    `effort` is 1 (little), 2 (some) or 3 (much); `level` is the overall level it leads to when that is a higher one.
    """

    text: str
    question: str
    pillar: str
    gain: float | None
    effort: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class TracedAnswer:
    """One question: what was answered, its score of 0 to 100, and how many points of the overall score it brings."""

    question: str
    answer: str
    score: float | None
    points: float | None


@dataclass(frozen=True, slots=True)
class TracedIndicator:
    """An indicator, its score of 0 to 100, and its questions."""

    title: str
    score: float | None
    answers: tuple[TracedAnswer, ...]


@dataclass(frozen=True, slots=True)
class ReportedPillar:
    """A pillar: scores of 0 to 100 now, last time and of the peers, its level, its share of the overall in per cent.

    `sentence` says why this level and not the next.
    """

    title: str
    score: float | None
    level: int | None
    share: float
    sentence: str = ""
    last: float | None = None
    peers: float | None = None
    indicators: tuple[TracedIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of the roadmap: what to do, who does it, until when, and the day it was done; days in words."""

    text: str
    question: str
    who: str = ""
    due: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The own place in a published group: its name, size and wave, and how many in a hundred score lower."""

    group: str
    n: int
    wave: str
    below: int
    spread: charts.Spread


@dataclass(frozen=True, slots=True)
class OwnerReport:
    """
    All that the owner's report says, in its language.

    `basis` says whether the figures are declared or verified; `meaning` is what the level means, in a sentence;
    `holding` are the sentences on what keeps the next level away, empty at the highest; `lowest` and `highest` bound
    the score of the fully answered form; `peers_name` names the group of the peers and `place` the own place in it;
    `roadmap` are the steps chosen; `digest` is the seal.
    """

    language: str
    issuer: str
    enterprise: str
    wave: str
    submitted: date
    basis: str
    questionnaire: str
    version: str
    levels: tuple[LevelName, ...]
    level: int | None
    meaning: str
    score: float | None
    lowest: float | None
    highest: float | None
    coverage: float
    holding: tuple[str, ...]
    conditions: tuple[Condition, ...]
    pillars: tuple[ReportedPillar, ...]
    steps: tuple[Step, ...]
    sentence: str = ""
    last: float | None = None
    peers: float | None = None
    peers_name: str = ""
    place: Place | None = None
    roadmap: tuple[PlannedStep, ...] = ()
    digest: str = ""
    demo: bool = False

    @property
    def rung(self) -> LevelName | None:
        """The level reached, or none."""
        return next((level for level in self.levels if level.number == self.level), None)

    @property
    def scored(self) -> tuple[ReportedPillar, ...]:
        """The pillars that have a score, the weakest first."""
        known = [(pillar.score, index, pillar) for index, pillar in enumerate(self.pillars) if pillar.score is not None]
        return tuple(pillar for _, _, pillar in sorted(known, key=lambda each: each[:2]))
