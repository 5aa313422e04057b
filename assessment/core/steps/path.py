"""The cheapest way to a level: which advice to follow so that the least effort reaches it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product

import numpy as np

from assessment.core.conditions import criteria_of
from assessment.core.levels import least
from assessment.core.questionnaire import Criterion, Indicator, Level, Pillar, Questionnaire
from assessment.core.reckoning.binding import pillar_threshold
from assessment.core.reckoning.outcome import Outcome, outcome
from assessment.core.reckoning.points import criterion_score
from assessment.core.steps.budget import Child, Option, Table, joined, least_effort, table_of
from assessment.core.steps.stepping import OpenStep, after_step, open_steps, taken
from assessment.core.values.states import Answers, Profile
from assessment.core.weighing.arrays import BoolArray

# Advice that steps of other criteria wait for is tried both ways; more than this would take too long.
MOST_LINKS = 7


@dataclass(frozen=True, slots=True)
class Path:
    """The advice to follow, whether it reaches the level, and whether nothing cheaper could."""

    advice: frozenset[str]
    reached: bool
    exact: bool


def cheapest(questionnaire: Questionnaire, profile: Profile, answers: Answers, target: int) -> Path:
    """Find the advice of least total effort that lifts the whole to a level or higher.

    Parameters
    ----------
    questionnaire, profile, answers
        The assessment as it stands.
    target : int
        The id of a level.

    Returns
    -------
    Path
        All open advice when the level cannot be reached.
    """
    now = outcome(questionnaire, profile, answers)
    if now.level is not None and now.level >= target:
        return Path(frozenset(), reached=True, exact=True)
    search = _Search(questionnaire, answers, now, open_steps(questionnaire, profile, answers))
    everything = frozenset(step.advice.id for step in search.steps)
    found = search.best(target)
    exact = search.complete and not _looked_at(questionnaire, search.steps)

    def reaches(names: frozenset[str]) -> bool:
        level = outcome(questionnaire, profile, taken(questionnaire, profile, answers, names)).level
        return level is not None and level >= target

    if found is not None and reaches(found):
        return Path(found, reached=True, exact=exact)
    if reaches(everything):
        return Path(_pruned(search.steps, reaches), reached=True, exact=False)
    return Path(everything, reached=False, exact=exact)


def _pruned(steps: Sequence[OpenStep], reaches: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """Leave out one step after the other, the dearest first, as long as the rest still reaches the level."""
    kept = frozenset(step.advice.id for step in steps)
    for step in sorted(steps, key=lambda step: -step.advice.effort):
        fewer = _without(steps, kept, step.advice.id)
        kept = fewer if reaches(fewer) else kept
    return kept


def _without(steps: Sequence[OpenStep], kept: frozenset[str], name: str) -> frozenset[str]:
    """Take a step out, and with it whatever waits for it."""
    kept -= {name}
    waiting = [step.advice.id for step in steps if step.advice.id in kept and name in step.waits_for]
    for each in waiting:
        kept = _without(steps, kept, each)
    return kept


def _looked_at(questionnaire: Questionnaire, steps: Sequence[OpenStep]) -> bool:
    """Tell whether a condition looks at a criterion that a step would change: then more may change than a score."""
    conditions = chain(
        (pillar.when for pillar in questionnaire.pillars),
        (indicator.when for indicator in questionnaire.indicators),
        (criterion.when for criterion in questionnaire.criteria),
    )
    looked_at = {name for condition in conditions for name in criteria_of(condition)}
    return any(step.criterion.id in looked_at for step in steps)


class _Search:
    """One assessment with its open steps, and the advice that links criteria."""

    def __init__(
        self, questionnaire: Questionnaire, answers: Answers, now: Outcome, steps: tuple[OpenStep, ...]
    ) -> None:
        self.questionnaire = questionnaire
        self.answers = answers
        self.now = now
        self.steps = steps
        self.by_criterion: dict[str, list[OpenStep]] = {}
        for step in steps:
            self.by_criterion.setdefault(step.criterion.id, []).append(step)
        links = list(dict.fromkeys(self._links()))
        self.links = tuple(links[:MOST_LINKS])
        self.complete = len(links) <= MOST_LINKS
        self.table_of_pillar = cache(self._table_of_pillar)

    def _links(self) -> Iterator[str]:
        """Name the advice that steps of other criteria wait for."""
        home = {step.advice.id: step.criterion.id for step in self.steps}
        for step in self.steps:
            yield from (name for name in step.waits_for if home.get(name, step.criterion.id) != step.criterion.id)

    def best(self, target: int) -> frozenset[str] | None:
        """Give the cheapest advice by the tables, or None when none suffices."""
        if self.now.overall is None:
            return None
        levels = [level for level in self.questionnaire.levels if level.id >= target]
        ways = product((False, True), repeat=len(self.links))
        decided = (dict(zip(self.links, way, strict=True)) for way in ways)
        found = [way for links in decided for level in levels if (way := self._way(level, links)) is not None]
        return frozenset(min(found, key=lambda way: way[0])[1]) if found else None

    def _way(self, level: Level, links: Mapping[str, bool]) -> tuple[int, tuple[str, ...]] | None:
        """Give effort and advice for exactly this level, with the links decided; None when they contradict."""
        beside = self._beside(links)
        inside = None if beside is None else self._inside(level, links)
        if beside is None or inside is None:
            return None
        return inside[0] + beside[0], (*inside[1], *beside[1])

    def _beside(self, links: Mapping[str, bool]) -> tuple[int, tuple[str, ...]] | None:
        """Give the least that must be done where no score comes of it, since steps elsewhere wait for it."""
        effort, advice = 0, tuple[str, ...]()
        for criterion in self._unscored():
            options = list(self._options(criterion, links))
            if not options:
                return None
            least_of_them = min(options, key=lambda option: option.effort)
            effort, advice = effort + least_of_them.effort, (*advice, *least_of_them.advice)
        return effort, advice

    def _unscored(self) -> Iterator[Criterion]:
        """Name the criteria with steps whose indicator or pillar has no score, too little of it being answered."""
        for pillar in self.questionnaire.pillars:
            for indicator in pillar.indicators:
                if None in (self.now.pillar(pillar.id).score, self.now.indicator(indicator.id).score):
                    yield from (criterion for criterion in indicator.criteria if criterion.id in self.by_criterion)

    def _inside(self, level: Level, links: Mapping[str, bool]) -> tuple[int, tuple[str, ...]] | None:
        """Give effort and advice where the whole is made of it."""
        at = None if level.breadth is None else level.breadth.at
        children = []
        for pillar in self.questionnaire.pillars:
            if self.now.pillar(pillar.id).score is not None:
                table = self.table_of_pillar(pillar.id, self._part(pillar, links))
                if table is None:
                    return None
                children.append(Child(table, pillar.weight, self._stands(table, at)))
        aggregate, bound = self.questionnaire.aggregate, least(level.threshold) / 100.0
        return least_effort(children, aggregate, bound=bound, wanted=self._wanted(level)) if children else None

    def _stands(self, table: Table, at: int | None) -> BoolArray:
        if at is None:
            return np.zeros(len(table.scores), np.bool_)
        return 100.0 * table.scores >= least(pillar_threshold(self.questionnaire, at))

    def _wanted(self, level: Level) -> int:
        if level.breadth is None:
            return 0
        return (
            sum(each.visible for each in self.now.pillars) if level.breadth.pillars is None else level.breadth.pillars
        )

    def _part(self, pillar: Pillar, links: Mapping[str, bool]) -> tuple[tuple[str, bool], ...]:
        """Keep of the links those that bear on a pillar, so that its tables are made once for each case."""
        steps = [step for criterion in pillar.criteria for step in self.by_criterion.get(criterion.id, ())]
        names = {name for step in steps for name in (step.advice.id, *step.waits_for)}
        return tuple((name, decided) for name, decided in links.items() if name in names)

    def _table_of_pillar(self, name: str, links: tuple[tuple[str, bool], ...]) -> Table | None:
        pillar = self.questionnaire.pillar(name)
        scored = [each for each in pillar.indicators if self.now.indicator(each.id).score is not None]
        tables = [self._table_of_indicator(indicator, dict(links)) for indicator in scored]
        if any(table is None for table in tables):
            return None
        return joined(
            [
                Child(table, indicator.weight, np.zeros(len(table.scores), np.bool_))
                for table, indicator in zip(tables, scored, strict=True)
                if table is not None
            ],
            pillar.aggregate,
        )

    def _table_of_indicator(self, indicator: Indicator, links: Mapping[str, bool]) -> Table | None:
        children = []
        for criterion in indicator.criteria:
            if self.now.criterion(criterion.id).score is not None:
                options = list(self._options(criterion, links))
                if not options:
                    return None
                table = table_of(options)
                children.append(Child(table, criterion.weight, np.zeros(len(table.scores), np.bool_)))
        return joined(children, indicator.aggregate)

    def _options(self, criterion: Criterion, links: Mapping[str, bool]) -> Iterator[Option]:
        """Give what can be done about a criterion: the sets of its steps that wait for nothing left out."""
        steps = self.by_criterion.get(criterion.id, [])
        for size in range(len(steps) + 1):
            for some in combinations(steps, size):
                if _stands_alone(some, links) and _as_decided(steps, some, links):
                    yield self._option(criterion, some)

    def _option(self, criterion: Criterion, some: Sequence[OpenStep]) -> Option:
        state = self.answers.of(criterion.id)
        for step in sorted(some, key=lambda step: step.advice.below):
            state = after_step(criterion, state, step.advice)
        names = tuple(step.advice.id for step in some)
        return Option(sum(step.advice.effort for step in some), criterion_score(criterion, state), names)


def _stands_alone(some: Sequence[OpenStep], links: Mapping[str, bool]) -> bool:
    names = {step.advice.id for step in some}
    return all(name in names or links.get(name, False) for step in some for name in step.waits_for)


def _as_decided(steps: Sequence[OpenStep], some: Sequence[OpenStep], links: Mapping[str, bool]) -> bool:
    names = {step.advice.id for step in some}
    return all((step.advice.id in names) == links.get(step.advice.id, step.advice.id in names) for step in steps)
