"""Holds the parts of a questionnaire against each other: ids that repeat, references that lead nowhere.

It walks the finished tree: an item's position there is its position in the file, so paths need no bookkeeping.
"""

import math
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import assert_never

from assessment.core.errors import spelled
from assessment.core.parsing.kinds import BROKEN
from assessment.core.parsing.reading import Place, meant
from assessment.core.parsing.scope import Scope, look_up
from assessment.core.parts.scales import Choice, Multiple, Number, Ratio, Scale, within
from assessment.core.questionnaire import Advice, Check, Criterion, Indicator, Pillar, Questionnaire

Node = Pillar | Indicator | Criterion


def hold_together(questionnaire: Questionnaire, root: Place) -> None:
    """Note every fault that shows only when the whole file is known."""
    _distinct(
        [(each.id, place.at("id")) for each, place in _nodes(questionnaire, root)] + _context(questionnaire, root)
    )
    _distinct([(check.id, place.at("id")) for check, place in _checks(questionnaire, root)])
    _conditions(questionnaire, root)
    steps = list(_steps(questionnaire, root))
    _distinct([(advice.id, place.at("id")) for _, advice, place in steps])
    for criterion, advice, place in steps:
        _reachable(advice, criterion.scale, place.at("to"))
    _prerequisites({advice.id: (advice, place.at("after")) for _, advice, place in steps})


def _nodes(questionnaire: Questionnaire, root: Place) -> Iterator[tuple[Node, Place]]:
    for p, pillar in enumerate(questionnaire.pillars):
        yield pillar, root.at("pillars").at(p)
        for i, indicator in enumerate(pillar.indicators):
            yield indicator, root.at("pillars").at(p).at("indicators").at(i)
            for c, criterion in enumerate(indicator.criteria):
                yield criterion, root.at("pillars").at(p).at("indicators").at(i).at("criteria").at(c)


def _context(questionnaire: Questionnaire, root: Place) -> list[tuple[str, Place]]:
    return [(each.id, root.at("context").at(n).at("id")) for n, each in enumerate(questionnaire.context)]


def _checks(questionnaire: Questionnaire, root: Place) -> Iterator[tuple[Check, Place]]:
    for position, check in enumerate(questionnaire.checks):
        yield check, root.at("checks").at(position)


def _steps(questionnaire: Questionnaire, root: Place) -> Iterator[tuple[Criterion, Advice, Place]]:
    for node, place in _nodes(questionnaire, root):
        if isinstance(node, Criterion):
            for position, advice in enumerate(node.advice):
                yield node, advice, place.at("advice").at(position)


def _distinct(names: list[tuple[str, Place]]) -> None:
    """Note every id that was taken before, and by whom."""
    first: dict[str, Place] = {}
    for name, place in names:
        if name and name in first:
            place.fault(f"the id `{name}` is taken already, by {spelled(first[name].path[:-1])}")
        first.setdefault(name, place)


def _conditions(questionnaire: Questionnaire, root: Place) -> None:
    """Look up what every condition names; a node's own looks only at what stands before its first criterion."""
    scope = Scope.over([questionnaire])
    position = 0
    for node, place in _nodes(questionnaire, root):
        if node.when is not None:
            look_up(node.when, place.at("when"), scope.before(position))
        position += isinstance(node, Criterion)
    for check, place in _checks(questionnaire, root):
        look_up(check.when, place.at("when"), scope)


def _reachable(advice: Advice, scale: Scale, place: Place) -> None:
    """Note a `to` that is no option of the criterion, or no number an owner could answer."""
    to = advice.to
    if to is None or scale == BROKEN or getattr(scale, "conversion", None) == ():
        return  # What is broken has its own fault already.
    match scale:
        case Choice(options) | Multiple(options):
            known = [option.id for option in options]
            if to not in known:
                place.fault(f"`{_shown(to)}` is no option of this criterion{meant(str(to), known)}")
        case Number() | Ratio():
            if isinstance(to, str) or not (math.isnan(to) or within(scale, to)):
                place.fault(f"`{_shown(to)}` is no number this criterion can have")
        case _:
            assert_never(scale)


def _shown(to: str | float) -> str:
    return to if isinstance(to, str) else f"{to:g}"


def _prerequisites(steps: dict[str, tuple[Advice, Place]]) -> None:
    """Note every `after` that names no advice, and every circle among them."""
    for advice, place in steps.values():
        for position, name in enumerate(advice.after):
            if name and name not in steps:
                place.at(position).fault(f"there is no advice `{name}`{meant(name, steps)}")
    after = {name: [each for each in advice.after if each in steps] for name, (advice, _) in steps.items()}
    while circle := _circle(after):
        steps[circle[0]][1].fault(f"the advice runs in a circle: {' after '.join([*circle, circle[0]])}")
        for name in circle:
            after[name] = []


def _circle(after: dict[str, list[str]]) -> list[str]:
    """Find one circle, beginning at the advice that stands first in the file; empty when there is none."""
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][:0:-1]
        first = min(map(list(after).index, circle))
        start = circle.index(list(after)[first])
        return circle[start:] + circle[:start]
    return []
