"""The result as the page shows it: words, charts and rows, made from the figures of the core."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from markupsafe import Markup

from assessment.core.publishing.peers import PeerGroup
from assessment.core.questionnaire import Level, Pillar, Questionnaire
from assessment.core.reckoning.outcome import NodeOutcome, Outcome
from assessment.documents import charts
from assessment.documents.wording import LEAST_SHOWN, holding
from assessment.models import ResultRow
from assessment.models.peers import Peers
from assessment.results.explained import Rung, Way, rungs, ways
from assessment.results.service import Found
from assessment.results.standing import group_name
from assessment.results.step_lines import StepLine, lines

Key = tuple[Markup, str, float | None]
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
class Slot:
    """One condition of the next level, met or missing."""

    name: str
    small: str
    met: bool


@dataclass(frozen=True)
class Then:
    """Where some steps would lead: score and level before and after."""

    score: float | None
    level: Level | None
    then_score: float | None
    then_level: Level | None
    levels: int


@dataclass(frozen=True)
class ResultPage:
    """Everything the result page shows."""

    level: Level | None
    levels: int
    pillars: tuple[PillarLine, ...]
    ruler: Markup
    radar: Markup
    ruler_keys: tuple[Key, ...]
    keys: tuple[Key, ...]
    table: charts.Rows
    change: float | None
    is_noise: bool
    holding: tuple[str, ...]
    slots: tuple[Slot, ...]
    first_steps: tuple[StepLine, ...]
    imaginable: tuple[StepLine, ...]
    more_steps: int
    then: Then | None
    ways: tuple[Way, ...]
    rungs: tuple[Rung, ...]

    @property
    def slots_rows(self) -> list[tuple[str, str, bool]]:
        """The slots the way the macro takes them."""
        return [(slot.name, slot.small, slot.met) for slot in self.slots]


def page(
    found: Found,
    language: str,
    *,
    peers: Peers | None = None,
    chosen: Sequence[str] = (),
    then: Outcome | None = None,
) -> ResultPage:
    """Give what the result page shows."""
    questionnaire, figures = found.questionnaire, found.outcome
    group = peers.nearest if peers else None
    readings = _readings(found, group, language)
    open_steps = lines(found, language, found.steps[:IMAGINABLE], chosen=chosen)
    last = found.last.overall if found.last else None
    change = figures.overall - last if figures.overall is not None and last is not None else None
    middle = group.distribution.median if group and group.distribution else None
    whole = charts.Reading(_("Điểm chung"), figures.overall, last, middle)
    return ResultPage(
        level=_level(questionnaire, figures.level),
        levels=len(questionnaire.levels),
        pillars=tuple(_lines(found, readings, language)),
        ruler=charts.ruler("ruler", _bands(questionnaire), whole, language=language),
        radar=charts.radar("radar", _("Các trụ cột"), readings, language=language),
        ruler_keys=_keys("needle", whole, group, language),
        keys=_keys("own", whole, group, language),
        table=charts.readings_rows([whole, *readings], language=language),
        change=change,
        is_noise=change is not None and peers is not None and peers.noise is not None and abs(change) <= peers.noise,
        holding=holding(found.binding, figures.overall, language),
        slots=tuple(_slots(found, language)),
        first_steps=open_steps[:FIRST_STEPS],
        imaginable=open_steps,
        more_steps=max(len(found.steps) - FIRST_STEPS, 0),
        then=imagined(found, then) if then else None,
        ways=ways(found, language),
        rungs=rungs(found, language),
    )


def imagined(found: Found, then: Outcome) -> Then:
    """Put what some steps would come to beside what is."""
    form, now = found.questionnaire, found.outcome
    return Then(now.overall, _level(form, now.level), then.overall, _level(form, then.level), len(form.levels))


def _keys(
    mine: Literal["needle", "own"], whole: charts.Reading, group: PeerGroup | None, language: str
) -> tuple[Key, ...]:
    """Name the marks of a chart where there are two; one alone needs no legend."""
    others = []
    if whole.last is not None:
        others.append((charts.key("last"), _("Đợt trước"), whole.last))
    if whole.peers is not None and group is not None:
        name = _("Giữa nhóm %(name)s (%(n)s doanh nghiệp)", name=group_name(group, language), n=group.n)
        others.append((charts.key("peers"), name, whole.peers))
    return ((charts.key(mine), _("Lần này"), whole.own), *others) if others and whole.own is not None else ()


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


def _readings(found: Found, group: PeerGroup | None, language: str) -> list[charts.Reading]:
    middles = {each.pillar: each.quartiles.median for each in group.pillars if each.quartiles} if group else {}
    return [
        charts.Reading(
            pillar.title.of(language), node.score, _last_score(found.last, pillar.id), middles.get(pillar.id)
        )
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
        Slot(names[gap.id], _("thiếu %(points)s điểm", points=_points(gap.points, language)), met=False)
        for gap in binding.gaps[: binding.pillars_lacking]
    ]
    return standing[: binding.pillars_wanted] + missing


def _points(points: float | None, language: str) -> str:
    """Write the points that are missing; what must only be passed lacks the least that can be shown, never 0,0."""
    return charts.decimal(max(points, LEAST_SHOWN), language) if points is not None else "–"
