"""Two results of different forms, held against each other where their criteria ask for the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.core.questionnaire import Criterion, Questionnaire
from assessment.core.reckoning.outcome import Outcome

FEWEST = 5
"""Codes that must be in common before a comparison says anything."""

Scores = dict[str, dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class Mapped:
    """The mean score 0–100 before and after over ``n`` codes that both forms ask for."""

    n: int
    before: float
    after: float


def mapped(before: tuple[Questionnaire, Outcome], after: tuple[Questionnaire, Outcome]) -> Mapped | None:
    """Compare two results by what their forms have in common.

    Parameters
    ----------
    before, after : (Questionnaire, Outcome)
        Two forms, or two versions of one, each with the figures of one assessment.

    Returns
    -------
    Mapped or None
        None where fewer than five codes have a score on both sides.

    Notes
    -----
    Criteria are linked by ``maps_to``: the codes, parted by commas, of a set both forms name, or the other form's own
    criterion; criteria of the same id in versions of one form are linked, too. Of all sets the one with most codes
    scored on both sides counts, since a coarse set would pair what has little in common. Each code is the mean of its
    criteria, all codes weigh the same. Criteria without a score are left out.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.reckoning.outcome import outcome
    >>> from assessment.core.values.states import Answered, Answers, Chosen, Profile
    >>> answers = Answers({"plan.written": Answered(Chosen("full"))})
    >>> one = two_pillars(), outcome(two_pillars(), Profile({}), answers)
    >>> mapped(one, one) is None
    True
    """
    first, second = (_scores(*each) for each in (before, after))
    pairs = [
        [(first[name][code], second[name][code]) for code in first[name].keys() & second[name].keys()]
        for name in first.keys() & second.keys()
    ]
    best = max(pairs, key=len, default=[])
    if len(best) < FEWEST:
        return None
    means = [sum(_mean(pair[side]) for pair in best) / len(best) for side in (0, 1)]
    return Mapped(len(best), 100 * means[0], 100 * means[1])


def _mean(figures: list[float]) -> float:
    return sum(figures) / len(figures)


def _scores(form: Questionnaire, figures: Outcome) -> Scores:
    """Give by set and code the scores of the criteria that stand for it."""
    found: Scores = {}
    for criterion, figure in zip(form.criteria, figures.criteria, strict=True):
        if figure.score is not None:
            for name, code in _codes(form, criterion):
                found.setdefault(name, {}).setdefault(code, []).append(figure.score)
    return found


def _codes(form: Questionnaire, criterion: Criterion) -> Iterator[tuple[str, str]]:
    """Name what a criterion stands for: its codes, and itself in the form that asks for it by name."""
    for name, codes in criterion.maps_to:
        yield from ((name, code.strip()) for code in codes.split(","))
    yield form.id, criterion.id
