"""The shipped SME set of Decision 1970: its official figures come out of our weights and thresholds."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessment.core import definition, scoring
from assessment.core.parts.scales import Band, Choice, Goalposts, Multiple, Number, Ratio, Scale
from assessment.core.questionnaire import Criterion, Questionnaire

FILE = Path(__file__).parents[2] / "questionnaires" / "dbi-1970-sme" / "1.0.yaml"
SHIPPED = definition.parse(yaml.safe_load(FILE.read_text(encoding="utf-8")))
COMPILED = scoring.compile(SHIPPED)

# Criteria and points of each component indicator, as the decision's table has them.
INDICATORS = {
    "customer.presence": (9, 45),
    "customer.activity": (4, 20),
    "strategy.plan": (1, 25),
    "technology.connection": (2, 10),
    "technology.systems": (14, 70),
    "operations.policy": (6, 30),
    "operations.people": (7, 35),
    "culture.use": (5, 25),
    "culture.research": (5, 25),
    "data.use": (7, 35),
}
PILLARS = {"customer": 65, "strategy": 25, "technology": 80, "operations": 65, "culture": 50, "data": 35}
CODES = [f"{indicator}.{n}" for indicator, last in zip(
    ("1.1", "1.2", "2.1", "3.1", "3.2", "4.1", "4.2", "5.1", "5.2", "6.1"), (9, 4, 1, 2, 14, 6, 7, 5, 5, 7), strict=True
) for n in range(1, last + 1)]  # fmt: skip

PILLAR_BOUNDS = (10, 20, 40, 60, 80)
TOTALS = (20, 64, 128, 192, 256)
BREADTHS = ((4, 1), (4, 2), (4, 3), (5, 4), (6, 5))

# Answers close to one step, so that every level is met, and not only those around the middle.
STEPS = st.integers(0, 5).flatmap(lambda top: st.lists(st.integers(max(0, top - 2), top), min_size=60, max_size=60))


def official_level(steps: list[int]) -> int:
    """The decision's rule in whole points, without any of our code."""
    points = dict.fromkeys(PILLARS, 0)
    for criterion, step in zip(SHIPPED.criteria, steps, strict=True):
        points[criterion.id.split(".")[0]] += step * (5 if criterion.id == "strategy.plan.written" else 1)
    levels = [sum(points[name] * 100 > bound * most for bound in PILLAR_BOUNDS) for name, most in PILLARS.items()]
    reached = [
        level
        for level, (total, (pillars, at)) in enumerate(zip(TOTALS, BREADTHS, strict=True), start=1)
        if sum(points.values()) > total and sum(each >= at for each in levels) >= pillars
    ]
    return max(reached, default=0)


def scored(steps: list[int]) -> scoring.Scores:
    return scoring.score(COMPILED, np.array([steps]) / 5)


def steps_of(points: dict[str, int]) -> list[int]:
    """Spread each pillar's points over its criteria, at most 5 on each (a step of the strategy is worth 5)."""
    left = dict(points)
    return [_take(left, criterion) for criterion in SHIPPED.criteria]


def _take(left: dict[str, int], criterion: Criterion) -> int:
    pillar = criterion.id.split(".")[0]
    if pillar == "strategy":
        return left[pillar] // 5
    step = min(5, left[pillar])
    left[pillar] -= step
    return step


def best_points(scale: Scale) -> float:
    match scale:
        case Choice(options):
            return max(option.points for option in options)
        case Multiple(_, full):
            return full
        case Number(conversion) | Ratio(conversion):
            assert not isinstance(conversion, Goalposts)
            return max(band.points for band in conversion)


def steps_from_nothing(scale: Scale) -> list[float]:
    match scale:
        case Choice(options):
            return [option.points for option in options]
        case Multiple(options):
            return sorted(option.points for option in options)
        case Number(conversion) | Ratio(conversion):
            return [band.points for band in conversion if isinstance(band, Band)]


def test_the_set_has_the_official_table():
    assert {each.id: (len(each.criteria), each.weight) for each in SHIPPED.indicators} == INDICATORS
    assert {pillar.id: pillar.weight for pillar in SHIPPED.pillars} == PILLARS
    assert [dict(criterion.maps_to)["dbi-1970"] for criterion in SHIPPED.criteria] == CODES


def test_320_points_are_shared_as_the_decision_shares_them():
    points = {}
    for pillar in SHIPPED.pillars:
        for indicator in pillar.indicators:
            inside = sum(criterion.weight for criterion in indicator.criteria)
            among = sum(each.weight for each in pillar.indicators)
            for criterion in indicator.criteria:
                share = criterion.weight / inside * indicator.weight / among * pillar.weight / sum(PILLARS.values())
                points[criterion.id] = share * 320
    assert points.pop("strategy.plan.written") == pytest.approx(25)
    assert list(points.values()) == pytest.approx([5] * 59)


@pytest.mark.parametrize("criterion", SHIPPED.criteria, ids=lambda each: each.id)
def test_every_criterion_climbs_from_nothing_to_its_official_points(criterion: Criterion):
    steps = steps_from_nothing(criterion.scale)
    assert steps[0] == 0
    assert steps == sorted(steps)
    assert best_points(criterion.scale) == criterion.weight


@pytest.mark.parametrize("criterion", SHIPPED.criteria, ids=lambda each: each.id)
def test_every_answer_below_the_best_has_advice(criterion: Criterion):
    assert any(advice.below == 1 for advice in criterion.advice)
    assert criterion.help is not None


@pytest.mark.parametrize(
    ("points", "level"),
    [(6, 0), (7, 1), (13, 1), (14, 2), (26, 2), (27, 3), (39, 3), (40, 4), (52, 4), (53, 5), (65, 5)],
)
def test_39_of_65_points_in_pillar_1_are_level_3_and_one_more_is_level_4(points: int, level: int):
    scores = scored(steps_of(dict.fromkeys(PILLARS, 0) | {"customer": points}))
    assert scores.pillars[0, 0] == pytest.approx(points / 65 * 100)
    assert scores.pillar_levels[0, 0] == level


@pytest.mark.parametrize(
    ("points", "level"),
    [
        ({"customer": 7, "strategy": 5, "operations": 8}, 0),
        ({"customer": 7, "strategy": 5, "operations": 7, "culture": 6}, 1),
        ({"customer": 65, "strategy": 25, "technology": 80}, 0),
        ({"customer": 65, "strategy": 25, "technology": 80, "data": 4}, 1),
        ({"customer": 39, "strategy": 15, "technology": 48, "operations": 26}, 2),
        ({"customer": 39, "strategy": 15, "technology": 48, "operations": 27}, 3),
        ({"customer": 53, "strategy": 25, "technology": 65, "operations": 53, "culture": 41, "data": 28}, 4),
        ({"customer": 53, "strategy": 25, "technology": 65, "operations": 53, "culture": 41, "data": 29}, 5),
    ],
)
def test_the_overall_level_asks_for_points_and_for_breadth(points: dict[str, int], level: int):
    assert scored(steps_of(dict.fromkeys(PILLARS, 0) | points)).level[0] == level


def test_the_best_answers_give_100_and_level_5():
    scores = scored([5] * 60)
    assert (scores.overall[0], scores.level[0], scores.coverage[0]) == (100, 5, 1)
    assert scores.pillar_levels[0].tolist() == [5] * 6


def test_no_criterion_depends_on_another_or_on_the_profile():
    assert not any(node.when for node in _nodes(SHIPPED))


def _nodes(questionnaire: Questionnaire):
    return (*questionnaire.pillars, *questionnaire.indicators, *questionnaire.criteria)


@given(STEPS)
def test_score_and_level_are_those_of_the_decision_in_whole_points(steps: list[int]):
    weights = [criterion.weight for criterion in SHIPPED.criteria]
    total = sum(weight * step for weight, step in zip(weights, steps, strict=True)) / 5
    scores = scored(steps)
    assert scores.overall[0] == pytest.approx(total / 320 * 100)
    assert scores.level[0] == official_level(steps)
