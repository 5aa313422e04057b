"""What is weighed against each other at one place of the index: the children of a node, alternatives as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessment.core.parts.nodes import Criterion
from assessment.core.parts.numbering import Node, never_together
from assessment.core.parts.terms import Text
from assessment.core.questionnaire import Questionnaire

WHOLE = ""
"""The name of the place where the pillars are weighed."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to weigh: a child, or several of which an enterprise meets one at most; its share now, in percent."""

    ids: tuple[str, ...]
    titles: tuple[Text, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Place:
    """A node whose children are weighed, by its id (the whole index: `WHOLE`), with its title."""

    node: str
    title: Text | None
    items: tuple[Item, ...]


def places(questionnaire: Questionnaire) -> tuple[Place, ...]:
    """Give every place of a questionnaire where there is something to weigh, from the top.

    Parameters
    ----------
    questionnaire : Questionnaire
        Any.

    Returns
    -------
    tuple of Place
        Places with at least two items. Children are taken as one item when each asks for other values of the same
        fact of the profile and they weigh the same: no enterprise meets two of them, so nobody has to compare the
        pillars of two sectors. Shares sum to 100 at each place.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> [(place.node, [item.ids for item in place.items]) for place in places(two_pillars())][:1]
    [('', [('plan',), ('sales',)])]
    """
    found = [Place(WHOLE, None, _items(questionnaire.pillars))]
    found += [Place(pillar.id, pillar.title, _items(pillar.indicators)) for pillar in questionnaire.pillars]
    found += [Place(each.id, each.title, _items(each.criteria)) for each in questionnaire.indicators]
    return tuple(place for place in found if len(place.items) > 1)


def place_of(questionnaire: Questionnaire, node: str) -> Place | None:
    """Find a place by its node; None where there is nothing to weigh."""
    return next((place for place in places(questionnaire) if place.node == node), None)


def _items(nodes: Sequence[Node]) -> tuple[Item, ...]:
    groups: list[list[Node]] = []
    for node in nodes:
        fitting = next((group for group in groups if _alternative(node, group)), None)
        if fitting is None:
            groups.append([node])
        else:
            fitting.append(node)
    whole = sum(group[0].weight for group in groups)
    return tuple(
        Item(tuple(node.id for node in group), tuple(map(_title, group)), 100 * group[0].weight / whole)
        for group in groups
    )


def _alternative(node: Node, group: Iterable[Node]) -> bool:
    """Tell whether a node can never stand beside any of a group, and weighs as they do."""
    return all(never_together(node, other) and node.weight == other.weight for other in group)


def _title(node: Node) -> Text:
    return node.text if isinstance(node, Criterion) else node.title
