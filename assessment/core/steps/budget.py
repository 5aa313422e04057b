"""The best that can be had for each effort: tables of choices, and how those of children make that of their node.

A node's score never falls when a child's rises, whichever mean it uses. So the best a node can be for some effort is
made of the best its children can be for a part of it each, and tables need only be put together from the criteria up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.questionnaire import Aggregate
from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray

# Stands for the logarithm and the reciprocal of 0, where infinity would not add up.
BOTTOM = -1e18


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what it takes, the score it gives, the advice it follows."""

    effort: int
    score: float
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The best score of a node for every effort up to the last entry, and the advice that gives it.

    Attributes
    ----------
    base : int
        The effort of the first entry: what must be spent here in any case.
    scores : array [efforts]
        0–1, never falling; each entry takes one more than the one before.
    picks : tuple of tuple of str
        The advice for each entry.
    """

    base: int
    scores: FloatArray
    picks: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Child:
    """A table with its weight among siblings, and from which entries on the node stands high enough to be counted."""

    table: Table
    weight: float
    stands: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class _Merge:
    """How one child came in: its entry, and the row before, for each count [rows] and effort [columns]."""

    entry: IndexArray
    source: IndexArray


@dataclass(frozen=True, slots=True)
class _Sum:
    """A mean as a sum of one term per child."""

    start: float
    term: Callable[[FloatArray, float], FloatArray]
    add: Callable[[FloatArray, float], FloatArray]
    score: Callable[[FloatArray, float], FloatArray]


def _logarithm(scores: FloatArray, weight: float) -> FloatArray:
    with np.errstate(divide="ignore"):
        return weight * np.maximum(np.log(scores), BOTTOM)


def _reciprocal(scores: FloatArray, weight: float) -> FloatArray:
    with np.errstate(divide="ignore"):
        return weight * np.maximum(-1.0 / scores, BOTTOM)


SUMS: Mapping[Aggregate, _Sum] = {
    "arithmetic": _Sum(0.0, lambda scores, weight: weight * scores, np.add, np.divide),
    "geometric": _Sum(0.0, _logarithm, np.add, lambda total, weight: np.exp(total / weight)),
    "harmonic": _Sum(0.0, _reciprocal, np.add, lambda total, weight: -weight / total),
    "minimum": _Sum(np.inf, lambda scores, _: scores, np.minimum, lambda total, _: total),
}


def table_of(options: Iterable[Option]) -> Table:
    """Make the table of a criterion out of all that can be done about it."""
    known = sorted(options, key=lambda option: option.effort)
    efforts = range(known[0].effort, known[-1].effort + 1)
    best = [max((each for each in known if each.effort <= e), key=lambda each: each.score) for e in efforts]
    return Table(efforts[0], np.array([option.score for option in best]), tuple(option.advice for option in best))


def joined(children: Sequence[Child], aggregate: Aggregate) -> Table:
    """Make the table of a node out of those of its children."""
    totals, merges = _fold(children, SUMS[aggregate], wanted=0)
    weight = sum(child.weight for child in children)
    picks = tuple(_walk(children, merges, 0, effort) for effort in range(totals.shape[1]))
    return Table(_base(children), SUMS[aggregate].score(totals[0], weight), picks)


def least_effort(
    children: Sequence[Child], aggregate: Aggregate, *, bound: float, wanted: int
) -> tuple[int, tuple[str, ...]] | None:
    """Find the least effort for which the node reaches a score while enough children stand high.

    Parameters
    ----------
    children : sequence of Child
        With where each stands high enough.
    aggregate : str
        The node's mean.
    bound : float
        The score 0–1 to reach.
    wanted : int
        How many children must stand high.

    Returns
    -------
    (int, tuple of str) or None
        The effort and the advice; None when no effort suffices.
    """
    if wanted > len(children):
        return None
    totals, merges = _fold(children, SUMS[aggregate], wanted)
    reachable = np.where(totals[wanted] > -np.inf, totals[wanted], np.nan)
    scores = SUMS[aggregate].score(reachable, sum(child.weight for child in children))
    enough = np.flatnonzero(scores >= bound)
    if not enough.size:
        return None
    effort = int(enough[0])
    return _base(children) + effort, _walk(children, merges, wanted, effort)


def _base(children: Sequence[Child]) -> int:
    return sum(child.table.base for child in children)


def _fold(children: Sequence[Child], mean: _Sum, wanted: int) -> tuple[FloatArray, list[_Merge]]:
    """Give the best total by how many children stand [rows] and effort [columns], and how each child came in."""
    totals = np.full((wanted + 1, 1), -np.inf)
    totals[0, 0] = mean.start
    merges = []
    for child in children:
        totals, merge = _merged(totals, child, mean)
        merges.append(merge)
    return totals, merges


def _merged(totals: FloatArray, child: Child, mean: _Sum) -> tuple[FloatArray, _Merge]:
    terms = mean.term(child.table.scores, child.weight)
    more = len(terms) - 1
    padded = np.pad(totals, ((0, 0), (0, more)), mode="edge")
    best = np.full(padded.shape, -np.inf)
    merge = _Merge(np.zeros(padded.shape, np.intp), np.zeros(padded.shape, np.intp))
    for entry, term in enumerate(terms):
        found = mean.add(padded[:, : padded.shape[1] - entry], float(term))
        found, source = _lifted(found) if child.stands[entry] else (found, _rows(found))
        better = found > best[:, entry:]
        best[:, entry:][better] = found[better]
        merge.entry[:, entry:][better] = entry
        merge.source[:, entry:][better] = source[better]
    return best, merge


def _rows(totals: FloatArray) -> IndexArray:
    return np.broadcast_to(np.arange(len(totals))[:, None], totals.shape)


def _lifted(totals: FloatArray) -> tuple[FloatArray, IndexArray]:
    """Count one more child: every row moves up by one, and the last keeps what is better of its own."""
    moved, source = np.full(totals.shape, -np.inf), _rows(totals) - 1
    moved[1:] = totals[:-1]
    stays = totals[-1] > moved[-1]
    moved[-1][stays] = totals[-1][stays]
    source[-1][stays] = len(totals) - 1
    return moved, source


def _walk(children: Sequence[Child], merges: Sequence[_Merge], row: int, effort: int) -> tuple[str, ...]:
    """Go back through the merges and gather the advice."""
    picks: tuple[str, ...] = ()
    for child, merge in zip(reversed(children), reversed(merges), strict=True):
        place = min(effort, merge.entry.shape[1] - 1)
        entry = int(merge.entry[row, place])
        picks = (*child.table.picks[entry], *picks)
        row, effort = int(merge.source[row, place]), place - entry
    return picks
