"""The aggregate report as a value: published figures of a wave, and the words for them."""

from dataclasses import dataclass
from datetime import date

from assessment.core.publishing.summary import Summary
from assessment.documents.levelled import LevelName


@dataclass(frozen=True, slots=True)
class Named:
    """An id of the figures and its words in the language of the report."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class CutName:
    """A way to part the enterprises: its id, its heading ("Theo ngành"), and the names of its groups in order."""

    id: str
    heading: str
    groups: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class EarlierWave:
    """What is shown of the wave before: its name, its enterprises, their median, and whole percents per level."""

    wave: str
    n: int
    median: float
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AggregateReport:
    """
    All that the aggregate report says, in its language.

    `summary` holds the figures with whatever must stay hidden already hidden; `basis` says whether they are declared
    or verified, `scope` which enterprises they are about, `heat` names the cut whose heat map is shown. The names of
    pillars, criteria and groups stand in `pillars`, `criteria` and `cuts`.
    """

    language: str
    issuer: str
    wave: str
    scope: str
    basis: str
    made: date
    questionnaire: str
    version: str
    levels: tuple[LevelName, ...]
    pillars: tuple[Named, ...]
    criteria: tuple[Named, ...]
    cuts: tuple[CutName, ...]
    summary: Summary
    heat: str = "sector"
    minimum: int = 10
    earlier: EarlierWave | None = None
    demo: bool = False
