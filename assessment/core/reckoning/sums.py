"""Sums and least figures of siblings, of all nodes of a storey in one stroke."""

import numpy as np

from assessment.core.reckoning.storeys import Storey
from assessment.core.weighing.arrays import FloatArray


def weighed(storey: Storey, terms: FloatArray) -> FloatArray:
    """Weigh and add up siblings, always in the order of the questionnaire: one row and a million give the same bits.

    Parameters
    ----------
    storey : Storey
        The children and the nodes above them.
    terms : array [..., children, n]
        In the order of the storey, without gaps; overwritten.

    Returns
    -------
    array [..., nodes, n]
        Σ weight × term of each node, in document order.
    """
    if not storey.even:
        terms *= storey.weights[:, : terms.shape[-1]]
    return _folded(storey, terms, np.add)


def least(storey: Storey, scores: FloatArray) -> FloatArray:
    """Take the least of siblings [..., children, n]; what has no score (NaN) stands aside as full marks."""
    return _folded(storey, np.fmin(scores, 1.0), np.minimum)


def _folded(storey: Storey, terms: FloatArray, combine: np.ufunc) -> FloatArray:
    total = terms[..., : storey.places[0][1], :].copy()
    for start, count in storey.places[1:]:
        part = total[..., :count, :]
        combine(part, terms[..., start : start + count, :], out=part)
    return total if storey.ranks is None else total.take(storey.ranks, axis=-2)
