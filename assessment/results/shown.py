"""The result as the page shows it: words, charts and rows, made from the figures of the core."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from assessment.core.advice import Step
from assessment.core.outcome import NodeOutcome, Outcome
from assessment.core.questionnaire import Level, Pillar, Questionnaire
from assessment.documents import charts
from assessment.documents.wording import answer_words, holding
from assessment.models import ResultRow
from assessment.policy import NotFound
from assessment.results.service import Found
from assessment.web import numerals

FIRST_STEPS = 3
IMAGINABLE = 8


@dataclass(frozen=True)
class PillarLine:
    """One visible pillar: its score now and last time, its level, its line of dots."""

    pillar: Pillar
    score: float | None
    level: int | None
    short: bool
    chart: Markup


@dataclass(frozen=True)
class StepLine:
    """One step in words."""

    id: str
    words: str
    criterion: str
    gain: float | None
    effort: int
    waits_for: tuple[str, ...]
    chosen: bool
    effects: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Slot:
    """One condition of the next level, met or missing."""

    name: str
    small: str
    met: bool


@dataclass(frozen=True)
class ResultPage:
    """Everything the result page shows."""

    level: Level | None
    levels: int
    pillars: tuple[PillarLine, ...]
    ruler: Markup
    radar: Markup
    keys: tuple[tuple[Markup, str, float | None], ...]
    table: charts.Rows
    change: float | None
    holding: tuple[str, ...]
    slots: tuple[Slot, ...]
    first_steps: tuple[StepLine, ...]
    imaginable: tuple[StepLine, ...]
    more_steps: int
    then: Outcome | None
    then_level: Level | None

    @property
    def slots_rows(self) -> list[tuple[str, str, bool]]:
        """The slots the way the macro takes them."""
        return [(slot.name, slot.small, slot.met) for slot in self.slots]


@dataclass(frozen=True)
class TraceRow:
    """One criterion of the trace."""

    text: str
    words: str
    standing: str
    score: float | None
    weight: float


@dataclass(frozen=True)
class TracePart:
    """One indicator of the trace."""

    title: str
    node: NodeOutcome
    weight: float
    rows: tuple[TraceRow, ...]


@dataclass(frozen=True)
class PillarTrace:
    """How one pillar came to its score."""

    pillar: Pillar
    node: NodeOutcome
    parts: tuple[TracePart, ...]
    level: Level | None
    following: Level | None


def page(found: Found, language: str, *, chosen: Sequence[str] = (), then: Outcome | None = None) -> ResultPage:
    """Give what the result page shows."""
    questionnaire, figures = found.questionnaire, found.outcome
    readings = _readings(found, language)
    open_steps = steps(found, language, chosen=chosen)
    last = found.last.overall if found.last else None
    whole = charts.Reading(_("Điểm chung"), figures.overall, last)
    return ResultPage(
        level=_level(questionnaire, figures.level),
        levels=len(questionnaire.levels),
        pillars=tuple(_lines(found, readings, language)),
        ruler=charts.ruler("ruler", _bands(questionnaire), whole, language=language),
        radar=charts.radar("radar", _("Các trụ cột"), readings, language=language),
        keys=_keys(figures.overall, last),
        table=charts.readings_rows([whole, *readings], language=language),
        change=figures.overall - last if figures.overall is not None and last is not None else None,
        holding=holding(found.binding, figures.overall, language),
        slots=tuple(_slots(found, language)),
        first_steps=open_steps[:FIRST_STEPS],
        imaginable=open_steps[:IMAGINABLE],
        more_steps=max(len(open_steps) - FIRST_STEPS, 0),
        then=then,
        then_level=_level(questionnaire, then.level) if then else None,
    )


def _keys(now: float | None, last: float | None) -> tuple[tuple[Markup, str, float | None], ...]:
    """Name the marks of the charts where there are two; one alone needs no legend."""
    if now is None or last is None:
        return ()
    return ((charts.key("own"), _("Lần này"), now), (charts.key("last"), _("Đợt trước"), last))


def _level(questionnaire: Questionnaire, number: int | None) -> Level | None:
    return None if number is None else questionnaire.level(number)


def _bands(questionnaire: Questionnaire) -> list[charts.Band]:
    return [
        charts.Band(str(level.id), level.threshold.value, above=not level.threshold.inclusive)
        for level in questionnaire.levels
    ]


def _visible(found: Found) -> list[tuple[Pillar, NodeOutcome]]:
    pairs = zip(found.questionnaire.pillars, found.outcome.pillars, strict=True)
    return [(pillar, node) for pillar, node in pairs if node.visible]


def _readings(found: Found, language: str) -> list[charts.Reading]:
    return [
        charts.Reading(pillar.title.of(language), node.score, _last_score(found.last, pillar.id))
        for pillar, node in _visible(found)
    ]


def _last_score(last: ResultRow | None, pillar: str) -> float | None:
    score: float | None = (last.pillars.get(pillar) or [None])[0] if last else None
    return score


def _lines(found: Found, readings: Sequence[charts.Reading], language: str) -> list[PillarLine]:
    return [
        PillarLine(pillar, node.score, node.level, node.short, charts.dots(f"dots-{place}", reading, language=language))
        for place, ((pillar, node), reading) in enumerate(zip(_visible(found), readings, strict=True))
    ]


def _slots(found: Found, language: str) -> list[Slot]:
    """One slot for each pillar the next level asks for: those that stand first, then the nearest that do not."""
    binding = found.binding
    if binding.following is None or binding.following.breadth is None:
        return []
    at = binding.following.breadth.at
    low = {gap.id for gap in binding.gaps}
    names = {pillar.id: pillar.title.of(language) for pillar, _node in _visible(found)}
    standing = [Slot(name, _("Mức %(n)s", n=at), met=True) for key, name in names.items() if key not in low]
    missing = [
        Slot(names[gap.id], _("còn %(points)s điểm", points=_points(gap.points, language)), met=False)
        for gap in binding.gaps[: binding.pillars_lacking]
    ]
    return standing[: binding.pillars_wanted] + missing


def _points(points: float | None, language: str) -> str:
    return charts.decimal(points, language) if points is not None else "–"


def steps(found: Found, language: str, *, chosen: Sequence[str] = ()) -> tuple[StepLine, ...]:
    """Give every open step in words, in the order of the core."""
    known = {step.id: step.advice.text.of(language) for step in found.steps}
    return tuple(_step_line(found, step, known, language, chosen) for step in found.steps)


def _step_line(found: Found, step: Step, known: dict[str, str], language: str, chosen: Sequence[str]) -> StepLine:
    lifts = ""
    if step.level is not None:
        lifts = _("lên mức %(n)s", n=step.level)
    elif step.pillar_level is not None:
        lifts = _("trụ cột lên mức %(n)s", n=step.pillar_level)
    return StepLine(
        id=step.id,
        words=step.advice.text.of(language),
        criterion=found.questionnaire.criterion(step.criterion).text.of(language),
        gain=None if math.isnan(step.gain) else step.gain,
        effort=step.effort,
        waits_for=tuple(known[name] for name in step.waits_for if name in known),
        chosen=step.id in chosen,
        effects=tuple(_effects(step, lifts, language)),
    )


def _effects(step: Step, lifts: str, language: str) -> list[tuple[str, str]]:
    """Say what a step brings and costs: points, level, effort."""
    effort = {1: _("công sức: ít"), 2: _("công sức: vừa"), 3: _("công sức: nhiều")}[step.effort]
    points = [] if math.isnan(step.gain) else [(numerals.signed(step.gain, language), _("điểm"))]
    return [*points, *([(lifts, "")] if lifts else []), ("", effort)]


def trace(found: Found, pillar_id: str, language: str) -> PillarTrace:
    """Give the way from the answers of a pillar to its level."""
    for pillar, node in _visible(found):
        if pillar.id == pillar_id:
            levels = found.questionnaire.pillar_levels
            place = next((n for n, level in enumerate(levels) if level.id == node.level), -1)
            return PillarTrace(
                pillar=pillar,
                node=node,
                parts=tuple(_parts(found, pillar, language)),
                level=levels[place] if place >= 0 else None,
                following=levels[place + 1] if place + 1 < len(levels) else None,
            )
    raise NotFound


def _parts(found: Found, pillar: Pillar, language: str) -> list[TracePart]:
    parts = []
    for indicator in pillar.indicators:
        node = found.outcome.indicator(indicator.id)
        if node.visible:
            rows = [
                TraceRow(
                    text=criterion.text.of(language),
                    words=answer_words(criterion, found.answers.of(criterion.id), language),
                    standing=figure.standing,
                    score=None if figure.score is None else 100 * figure.score,
                    weight=criterion.weight,
                )
                for criterion in indicator.criteria
                if (figure := found.outcome.criterion(criterion.id)).standing != "hidden"
            ]
            parts.append(TracePart(indicator.title.of(language), node, indicator.weight, tuple(rows)))
    return parts
