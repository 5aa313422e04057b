"""The rules of scoring once more, as plainly as they can be said, to hold the engine against.

One row at a time, by recursion over the questionnaire, without arrays; slow, and written from the words of the format
alone. None stands for no score, and for a node that is hidden.
"""

import math
from dataclasses import dataclass

TOLERANCE = 1e-9


@dataclass
class Row:
    """One assessment: scores by criterion id, and the ids that are hidden, not applicable, unknown."""

    points: dict
    hidden: set
    not_applicable: set
    unknown: set


@dataclass
class Found:
    score: float | None
    coverage: float | None

    @property
    def visible(self):
        return self.coverage is not None


def mean(aggregate, pairs):
    if not pairs:
        return None
    total = sum(weight for weight, _ in pairs)
    scores = [score for _, score in pairs]
    if aggregate == "arithmetic":
        return sum(weight * score for weight, score in pairs) / total
    if aggregate == "minimum":
        return min(scores)
    if min(scores) == 0:
        return 0.0
    if aggregate == "geometric":
        return math.exp(sum(weight * math.log(score) for weight, score in pairs) / total)
    return total / sum(weight / score for weight, score in pairs)


def criterion(node, row, guess):
    if node.id in row.hidden:
        return Found(None, None)
    if node.id in row.not_applicable:
        return Found(None, 0.0)
    known = row.points.get(node.id)
    if node.id not in row.unknown and known is not None:
        return Found(known, 1.0)
    if guess is not None:
        return Found(guess, 1.0)
    return Found(0.0, 1.0) if node.id in row.unknown else Found(None, 0.0)


def above(node, children):
    shown = [(weight, child) for weight, child in children if child.visible]
    if not shown:
        return Found(None, None)
    coverage = sum(weight * child.coverage for weight, child in shown) / sum(weight for weight, _ in shown)
    score = mean(node.aggregate, [(weight, child.score) for weight, child in shown if child.score is not None])
    return Found(None if coverage < node.coverage - TOLERANCE else score, coverage)


def scored(form, row, guess=None):
    """Score everything; `guess` is what every don't know and missing answer counts as, or None for none."""
    pillars = []
    for pillar in form.pillars:
        indicators = [
            (each.weight, above(each, [(leaf.weight, criterion(leaf, row, guess)) for leaf in each.criteria]))
            for each in pillar.indicators
        ]
        pillars.append((pillar.weight, above(pillar, indicators)))
    return above(form, pillars), [found for _, found in pillars]


def holds(threshold, score):
    if threshold.inclusive:
        return score >= threshold.value - TOLERANCE
    return score > threshold.value + TOLERANCE


def pillar_level(form, score):
    reached = [
        level.id for level in form.pillar_levels or form.levels if score is not None and holds(level.threshold, score)
    ]
    return reached[-1] if reached else None


def level(form, overall, pillars):
    """Give the overall level of scores 0–100."""
    visible = [each for each in pillars if each.visible]
    standing = [pillar_level(form, None if each.score is None else 100 * each.score) for each in visible]
    reached = None
    for each in form.levels:
        broad = True
        if each.breadth is not None:
            wanted = len(visible) if each.breadth.pillars is None else each.breadth.pillars
            broad = sum(found is not None and found >= each.breadth.at for found in standing) >= wanted
        if overall is not None and holds(each.threshold, overall) and broad:
            reached = each.id
    return reached
