"""The owner's report: one frozen value, and its pages in A4 portrait, in the owner's language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from assessment.documents import charts
from assessment.documents.render import Enclosure, pdf

STYLESHEET = "paper-report.css"

RenderTemplate = Callable[..., str]


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level of the questionnaire in the language of the report, and where it starts on the scale of 0 to 100."""

    number: int
    name: str
    start: float
    above: bool = False


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
class OwnerReport:
    """
    All that the owner's report says, in its language.

    `basis` says whether the figures are declared or verified; `meaning` is what the level means, in a sentence;
    `holding` are the sentences on what keeps the next level away, empty at the highest; `lowest` and `highest` bound
    the score of the fully answered form; `peers_name` names the group of the peers; `digest` is the seal.
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


def owner_report_html(report: OwnerReport, render_template: RenderTemplate) -> str:
    """Write the report as HTML by the environment handed in, whose `_` must speak the report's language."""
    return render_template(
        "documents/owner_report.html",
        report=report,
        made=report.submitted,
        submitted=charts.day(report.submitted, report.language),
        step=partial(_step, report),
        badge=partial(_badge, report),
        drawn=_drawn(report),
        change=_change(report),
        reached=sum(pillar.level is not None and pillar.level >= (report.level or 0) for pillar in report.pillars),
        has_last=any(pillar.last is not None for pillar in report.pillars),
        has_peers=any(pillar.peers is not None for pillar in report.pillars),
        decimal=partial(charts.decimal, language=report.language),
        percent=partial(charts.percent, language=report.language),
    )


def owner_report_pdf(
    report: OwnerReport, render_template: RenderTemplate, *, enclosures: tuple[Enclosure, ...] = ()
) -> bytes:
    """Print the report as tagged PDF/A-3, the sealed result enclosed where it is handed in."""
    return pdf(owner_report_html(report, render_template), STYLESHEET, enclosures=enclosures)


def _change(report: OwnerReport) -> str:
    """Write the difference to last time with its sign, from the unrounded scores; nothing where one is missing."""
    if report.score is None or report.last is None:
        return ""
    written = charts.decimal(report.score - report.last, report.language)
    return written if written[0] in "\u22120" else f"+{written}"


def _step(report: OwnerReport, level: int | None) -> int:
    """Give the step of the ramp for a level's number; the first where there is none."""
    numbers = [each.number for each in report.levels]
    return charts.ramp_step(numbers.index(level) if level in numbers else 0, len(numbers))


def _badge(report: OwnerReport, level: int, height: float = 11) -> charts.Markup:
    """Draw the glyph of a level in the colour that stands on its field."""
    index = [each.number for each in report.levels].index(level)
    return charts.glyph(index, len(report.levels), height=height, colour=charts.on_level(_step(report, level)))


@dataclass(frozen=True, slots=True)
class _Drawn:
    ruler: charts.Markup
    radar: charts.Markup
    keys: tuple[charts.Markup, charts.Markup, charts.Markup, charts.Markup]


def _drawn(report: OwnerReport) -> _Drawn:
    say = charts.words(report.language)
    bands = [charts.Band(str(level.number), level.start, level.above) for level in report.levels]
    overall = charts.Reading(say.score, report.score, report.last, report.peers)
    return _Drawn(
        ruler=charts.ruler("overall", bands, overall, language=report.language),
        radar=charts.radar("pillars", say.pillars, _readings(report), language=report.language),
        keys=(charts.key("needle"), charts.key("own"), charts.key("last"), charts.key("peers")),
    )


def _readings(report: OwnerReport) -> list[charts.Reading]:
    return [charts.Reading(pillar.title, pillar.score, pillar.last, pillar.peers) for pillar in report.pillars]
