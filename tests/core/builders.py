"""The smallest questionnaires the tests of the core are made of."""

from collections.abc import Iterable, Sequence

from assessment.core.questionnaire import (
    Advice,
    Aggregate,
    Breadth,
    Choice,
    Condition,
    Criterion,
    Indicator,
    Level,
    Option,
    Pillar,
    Questionnaire,
    Scale,
    Text,
    Threshold,
)


def text(words: str) -> Text:
    return Text({"vi": words, "en": words})


def option(name: str, points: float, *, exclusive: bool = False, needs: str | None = None) -> Option:
    return Option(name, points, text(name), exclusive, needs)


LADDER = Choice(tuple(option(name, points) for points, name in enumerate(("none", "some", "most", "nearly", "full"))))


def advice(name: str, below: float = 1.0, *, effort: int = 1, to: str | float | None = None, after: Sequence[str] = ()):
    return Advice(name, below, text(name), effort, (), to, tuple(after))


def criterion(
    name: str,
    *,
    scale: Scale = LADDER,
    weight: float = 1.0,
    required: bool = True,
    not_applicable: bool = True,
    dont_know: bool = True,
    when: Condition | None = None,
    advice: Iterable[Advice] = (),
) -> Criterion:
    return Criterion(
        id=name,
        text=text(name),
        help=None,
        scale=scale,
        weight=weight,
        required=required,
        not_applicable=not_applicable,
        reasons=(),
        dont_know=dont_know,
        evidence="none",
        evidence_text=None,
        when=when,
        maps_to=(),
        advice=tuple(advice),
    )


def indicator(
    name: str,
    *criteria: Criterion,
    weight: float = 1.0,
    aggregate: Aggregate = "arithmetic",
    coverage: float = 0.0,
    when: Condition | None = None,
) -> Indicator:
    return Indicator(name, text(name), None, weight, aggregate, coverage, when, criteria)


def pillar(
    name: str,
    *indicators: Indicator,
    weight: float = 1.0,
    aggregate: Aggregate = "arithmetic",
    coverage: float = 0.0,
    when: Condition | None = None,
) -> Pillar:
    return Pillar(name, text(name), None, weight, aggregate, coverage, when, indicators)


def level(
    number: int,
    value: float,
    *,
    inclusive: bool = True,
    at_least: tuple[int | None, int] | None = None,
) -> Level:
    breadth = None if at_least is None else Breadth(*at_least)
    return Level(number, text(f"level {number}"), None, Threshold(value, inclusive), breadth)


LEVELS = (level(0, 0), level(1, 20), level(2, 40), level(3, 60), level(4, 80))


def questionnaire(
    *pillars: Pillar,
    aggregate: Aggregate = "arithmetic",
    coverage: float = 0.0,
    levels: Iterable[Level] = LEVELS,
    pillar_levels: Iterable[Level] = (),
    profile: tuple[tuple[str, tuple[str, ...]], ...] = (("sector", ("tourism", "trade")),),
    checks=(),
) -> Questionnaire:
    return Questionnaire(
        format=1,
        id="smallest",
        version="1",
        languages=("vi", "en"),
        title=text("smallest"),
        about=text("smallest"),
        profile=profile,
        aggregate=aggregate,
        coverage=coverage,
        levels=tuple(levels),
        pillar_levels=tuple(pillar_levels),
        pillars=pillars,
        checks=tuple(checks),
    )


def flat(*criteria: Criterion, **kept) -> Questionnaire:
    """One pillar with one indicator; what is asked of aggregate and coverage goes to the indicator."""
    node = {name: kept.pop(name) for name in ("aggregate", "coverage") if name in kept}
    return questionnaire(pillar("p", indicator("p.i", *criteria, **node)), **kept)
