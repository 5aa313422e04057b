"""The way through a form: what is visible, on which pages, how far one has come, and what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.core.answers import Answers, Profile, State
from assessment.core.conditions import holds
from assessment.core.questionnaire import Check, Criterion, Indicator, Pillar, Questionnaire


@dataclass(frozen=True, slots=True)
class Page:
    """One indicator with the criteria that the answers so far make visible."""

    id: str
    pillar: Pillar
    indicator: Indicator
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come: criteria with a state, of those that are visible."""

    answered: int
    total: int

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.answered == self.total


@dataclass(frozen=True, slots=True)
class PillarProgress:
    """How far somebody has come in one visible pillar."""

    pillar: Pillar
    progress: Progress


def visible_answers(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> Answers:
    """Leave out what was typed into criteria that are hidden now."""
    visible = visible_criteria(questionnaire, profile, answers)
    return Answers({name: state for name, state in answers.items() if name in visible})


def visible_criteria(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> frozenset[str]:
    """Name the criteria that are visible.

    A criterion is visible when its own `when` and those of its indicator and pillar hold. Conditions look only at
    criteria that stand earlier, so one walk in document order decides all; a hidden criterion's answer is as good as
    missing to every later condition.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    profile : Profile
        The facts about the enterprise.
    answers : Answers
        All answers that stand, hidden ones included.

    Returns
    -------
    frozenset of str
        Ids of the visible criteria; a pillar or indicator is visible when one of them stands in it.
    """
    return frozenset(criterion.id for page in _walk(questionnaire, profile, answers) for criterion in page.criteria)


def pages(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> tuple[Page, ...]:
    """Give the visible pages in order: an indicator without a visible criterion is no page."""
    return tuple(_walk(questionnaire, profile, answers))


def _walk(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> Iterator[Page]:
    shown: dict[str, State] = {}
    for pillar in questionnaire.pillars:
        # `shown` cannot change between a node and its first criterion, so asking at the node is asking in time.
        if not holds(pillar.when, profile, Answers(shown) if pillar.when else _NONE):
            continue
        for indicator in pillar.indicators:
            if not holds(indicator.when, profile, Answers(shown) if indicator.when else _NONE):
                continue
            criteria = tuple(_visible(indicator, profile, answers, shown))
            if criteria:
                yield Page(indicator.id, pillar, indicator, criteria)


_NONE = Answers()


def _visible(indicator: Indicator, profile: Profile, answers: Answers, shown: dict[str, State]) -> Iterator[Criterion]:
    """Give the visible criteria of an indicator, noting their answers in `shown` for the conditions that follow."""
    for criterion in indicator.criteria:
        if holds(criterion.when, profile, Answers(shown) if criterion.when else _NONE):
            state = answers.of(criterion.id)
            if state is not None:
                shown[criterion.id] = state
            yield criterion


def missing(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> tuple[Criterion, ...]:
    """List the visible criteria that are required and have no state: with one of them nothing can be submitted."""
    return tuple(
        criterion
        for page in pages(questionnaire, profile, answers)
        for criterion in page.criteria
        if criterion.required and answers.of(criterion.id) is None
    )


def noted(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> tuple[Check, ...]:
    """List the plausibility checks that hold: pairs of answers that deserve a friendly question."""
    visible = visible_answers(questionnaire, profile, answers)
    return tuple(check for check in questionnaire.checks if holds(check.when, profile, visible))


def following(questionnaire: Questionnaire, profile: Profile, answers: Answers, page: str) -> Page | None:
    """Give the visible page after this one, by its id; None after the last.

    Raises
    ------
    UnknownIndicator
        When the questionnaire has no such page.
    """
    order = [indicator.id for indicator in questionnaire.indicators]
    place = order.index(questionnaire.indicator(page).id)
    later = set(order[place + 1 :])
    return next((each for each in pages(questionnaire, profile, answers) if each.id in later), None)


def progress(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> tuple[PillarProgress, ...]:
    """Count answers per visible pillar: don't know and not applicable are answers too."""
    criteria: dict[str, list[Criterion]] = {}
    for page in pages(questionnaire, profile, answers):
        criteria.setdefault(page.pillar.id, []).extend(page.criteria)
    return tuple(
        PillarProgress(questionnaire.pillar(name), _counted(found, answers)) for name, found in criteria.items()
    )


def overall_progress(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> Progress:
    """Count answers over the whole form."""
    parts = [each.progress for each in progress(questionnaire, profile, answers)]
    return Progress(sum(part.answered for part in parts), sum(part.total for part in parts))


def _counted(criteria: list[Criterion], answers: Answers) -> Progress:
    return Progress(sum(answers.of(criterion.id) is not None for criterion in criteria), len(criteria))
