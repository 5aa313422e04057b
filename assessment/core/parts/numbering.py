"""The numbers people call pillars and questions by."""

from assessment.core.parts.nodes import Criterion, Indicator, Pillar
from assessment.core.parts.terms import ProfileIn
from assessment.core.questionnaire import Questionnaire

Node = Pillar | Indicator | Criterion


def pillar_numbers(questionnaire: Questionnaire) -> dict[str, int]:
    """Give each pillar a number, so that nobody meets a gap or the same number twice.

    Parameters
    ----------
    questionnaire : Questionnaire
        Any.

    Returns
    -------
    dict of str to int
        Pillar to number, from 1 in their order. Pillars of which an enterprise meets one at most, such as those of
        single sectors, share a number: the eighth pillar of a hotel and that of a school are both called 8.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> pillar_numbers(two_pillars())
    {'plan': 1, 'sales': 2}
    """
    groups: list[list[Pillar]] = []
    for pillar in questionnaire.pillars:
        fitting = next((group for group in groups if all(never_together(pillar, other) for other in group)), None)
        if fitting is None:
            groups.append([pillar])
        else:
            fitting.append(pillar)
    return {pillar.id: place for place, group in enumerate(groups, 1) for pillar in group}


def criterion_numbers(questionnaire: Questionnaire) -> dict[str, str]:
    """Give each criterion a number within its pillar: `4.7` is the seventh of the fourth.

    Parameters
    ----------
    questionnaire : Questionnaire
        Any.

    Returns
    -------
    dict of str to str
        Criterion to number. It does not depend on answers, so owner and reviewer speak of the same question.
    """
    numbers = pillar_numbers(questionnaire)
    return {
        criterion.id: f"{numbers[pillar.id]}.{place}"
        for pillar in questionnaire.pillars
        for place, criterion in enumerate(pillar.criteria, 1)
    }


def never_together(one: Node, other: Node) -> bool:
    """Tell whether no enterprise can meet both: each asks for other values of the same fact."""
    match one.when, other.when:
        case ProfileIn(fact, values), ProfileIn(same, others):
            return fact == same and not set(values) & set(others)
        case _:
            return False
