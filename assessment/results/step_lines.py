"""Steps in words: what to do, what it brings, what it costs, what it waits for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.core.advice import CheapestPath, Step
from assessment.core.questionnaire import Level
from assessment.results.service import Found
from assessment.web import numerals


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
class Climb:
    """The way of least effort to the next level: its steps, where it ends, and how sure it is."""

    level: Level
    steps: tuple[StepLine, ...]
    efforts: str
    score: float | None
    reached: bool
    exact: bool


@dataclass(frozen=True)
class PillarSteps:
    """The open steps of one pillar in their order, and how many there are of each effort."""

    id: str
    title: str
    level: int | None
    efforts: str
    steps: tuple[StepLine, ...]


def by_pillar(found: Found, language: str) -> tuple[PillarSteps, ...]:
    """Group the open steps by pillar; the pillar with the best step stands first."""
    groups: dict[str, list[Step]] = {}
    for step in found.steps:
        groups.setdefault(step.pillar, []).append(step)
    pairs = zip(found.questionnaire.pillars, found.outcome.pillars, strict=True)
    known = {pillar.id: (pillar.title.of(language), node.level) for pillar, node in pairs}
    return tuple(
        PillarSteps(pillar, *known[pillar], ", ".join(_efforts(steps)), lines(found, language, steps))
        for pillar, steps in groups.items()
    )


def climb(found: Found, path: CheapestPath | None, language: str) -> Climb | None:
    """Put the cheapest path into words; None where there is no level to climb to, or nothing to be done for it."""
    following = found.binding.following
    if path is None or following is None or not path.steps:
        return None
    return Climb(
        level=following,
        steps=lines(found, language, path.steps),
        efforts=", ".join(_efforts(path.steps)),
        score=path.outcome.overall,
        reached=path.reached,
        exact=path.exact,
    )


def _efforts(steps: Sequence[Step]) -> list[str]:
    """Count the steps by what they cost, the small ones first."""
    counts = [sum(step.effort == effort for step in steps) for effort in (1, 2, 3)]
    names = _("%(n)s việc ít công"), _("%(n)s việc vừa công"), _("%(n)s việc nhiều công")
    return [name % {"n": count} for name, count in zip(names, counts, strict=True) if count]


def lines(found: Found, language: str, steps: Sequence[Step], *, chosen: Sequence[str] = ()) -> tuple[StepLine, ...]:
    """Give some of the open steps in words, in their order."""
    return tuple(_line(found, step, language, chosen) for step in steps)


def _line(found: Found, step: Step, language: str, chosen: Sequence[str]) -> StepLine:
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
        waits_for=tuple(found.questionnaire.advice(name)[1].text.of(language) for name in step.waits_for),
        chosen=step.id in chosen,
        effects=tuple(_effects(step, lifts, language)),
    )


def _effects(step: Step, lifts: str, language: str) -> list[tuple[str, str]]:
    """Say what a step brings and costs: points, level, effort."""
    effort = {1: _("công sức: ít"), 2: _("công sức: vừa"), 3: _("công sức: nhiều")}[step.effort]
    points = [] if math.isnan(step.gain) else [(numerals.signed(step.gain, language), _("điểm"))]
    return [*points, *([(lifts, "")] if lifts else []), ("", effort)]
