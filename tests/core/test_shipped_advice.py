"""Advice of the shipped files, followed as the engine follows it: nobody is left without a step or led in circles."""

import itertools
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import yaml

from assessment.core.definition import parse
from assessment.core.parts.scales import Band, Choice, Multiple, Number, Ratio
from assessment.core.questionnaire import Advice, Criterion, Questionnaire
from assessment.core.reckoning.points import criterion_score
from assessment.core.steps.reach import reached
from assessment.core.steps.stepping import is_below
from assessment.core.values.states import Answered, Chosen, DontKnow, Figure, Part, State, Ticked

FOLDER = Path(__file__).resolve().parents[2] / "questionnaires"
FILES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.yaml") if path.parent.name != "targets")
EVERY_FILE = pytest.mark.parametrize("name", FILES)
JUST_ABOVE = 0.5
PEOPLE = 200


@cache
def index(name: str) -> Questionnaire:
    return parse(yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")))


def states(criterion: Criterion) -> Iterator[State]:
    """Every answer there is: each option, each set of ticks, a figure in each band; and don't know."""
    yield DontKnow()
    match criterion.scale:
        case Choice(options):
            yield from (Answered(Chosen(option.id)) for option in options)
        case Multiple(options):
            yield from (Answered(Ticked((option.id,))) for option in options if option.exclusive)
            free = [option.id for option in options if not option.exclusive]
            sizes = range(1, len(free) + 1)
            sets = itertools.chain.from_iterable(itertools.combinations(free, size) for size in sizes)
            yield from (Answered(Ticked(ticks)) for ticks in sets)
        case Number(conversion):
            yield from (Answered(Figure(start)) for start in starts(conversion))
        case Ratio(conversion):
            yield from (Answered(Part(start * PEOPLE / 100, PEOPLE)) for start in starts(conversion))


def starts(conversion: object) -> Iterator[float]:
    assert isinstance(conversion, tuple), "the shipped files use bands"
    for band in conversion:
        assert isinstance(band, Band)
        yield band.threshold.value + (0 if band.threshold.inclusive else JUST_ABOVE)


def shown(criterion: Criterion, state: State) -> list[Advice]:
    return [advice for advice in criterion.advice if is_below(criterion, state, advice)]


@EVERY_FILE
def test_every_answer_below_the_top_shows_a_step_and_the_top_shows_none(name: str):
    for criterion in index(name).criteria:
        for state in states(criterion):
            at_the_top = criterion_score(criterion, state) >= 1
            assert bool(shown(criterion, state)) != at_the_top, (criterion.id, state)


@EVERY_FILE
def test_every_step_that_is_shown_leads_higher(name: str):
    for criterion in index(name).criteria:
        for state in states(criterion):
            for advice in shown(criterion, state):
                after = reached(criterion, state, advice)
                assert after is not None, (advice.id, state)
                assert criterion_score(criterion, after) > criterion_score(criterion, state), (advice.id, state)


@EVERY_FILE
def test_whoever_takes_step_after_step_arrives_at_the_top(name: str):
    for criterion in index(name).criteria:
        for start in states(criterion):
            state = start
            for _ in criterion.advice:
                if step := next(iter(shown(criterion, state)), None):
                    state = reached(criterion, state, step) or state
            assert criterion_score(criterion, state) == 1, (criterion.id, start)


@EVERY_FILE
def test_steps_wait_for_each_other_without_going_in_circles(name: str):
    waits = {advice.id: advice.after for criterion in index(name).criteria for advice in criterion.advice}
    assert set(itertools.chain.from_iterable(waits.values())) <= set(waits)
    assert set(TopologicalSorter(waits).static_order()) == set(waits)


@EVERY_FILE
def test_steps_of_one_question_build_on_each_other_and_reach_further(name: str):
    for criterion in index(name).criteria:
        for sooner, later in itertools.pairwise(criterion.advice):
            assert sooner.id in later.after, later.id
            assert sooner.below < later.below, later.id
            assert sooner.effort <= later.effort, later.id
