"""Samples in strata: what each stratum holds, and the design weights that follow."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray, UnusableFigures, same_length

Labels = Sequence[Hashable] | npt.NDArray[Any]
"""The stratum of each value: texts, numbers, or tuples such as (sector, size)."""


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """A sample by strata: ``sizes`` and ``counts`` [strata] of population and sample, ``codes`` [n] of each value.

    Strata of size 0 that hold nobody are left out.
    """

    names: tuple[Hashable, ...]
    sizes: FloatArray
    counts: IndexArray
    codes: IndexArray

    @property
    def shares(self) -> FloatArray:
        """Give W_h = N_h / N."""
        return np.asarray(self.sizes / self.sizes.sum())

    @property
    def degrees(self) -> int:
        """Give the degrees of freedom n − H."""
        return int(self.counts.sum()) - len(self.sizes)

    @property
    def weights(self) -> FloatArray:
        """Give the design weight N_h / n_h of every value [n]: how many enterprises it stands for."""
        return np.asarray((self.sizes / self.counts)[self.codes])

    def means(self, values: FloatArray) -> FloatArray:
        """Give the mean of each stratum."""
        return np.asarray(np.bincount(self.codes, values, len(self.sizes)) / self.counts)

    def variance_of_mean(self, values: FloatArray) -> float:
        """Give Σ W_h² (1 − n_h/N_h) s_h²/n_h, NaN where a stratum has one value but is larger."""
        deviations = values - self.means(values)[self.codes]
        squares = np.bincount(self.codes, deviations**2, len(self.sizes))
        single = self.counts == 1
        variances = np.where(single, np.nan, squares / np.where(single, 1, self.counts - 1))
        unseen = 1 - self.counts / self.sizes
        # A stratum asked in full has no sampling error, whatever the spread of its values, even of a single one.
        parts = np.where(unseen > 0, self.shares**2 * unseen * variances / self.counts, 0.0)
        return float(parts.sum())

    def effective_size(self, share: float, variance: float) -> float:
        """Give the size of a simple random sample without end that would tell a share as precisely."""
        if np.isnan(variance):
            return float("nan")
        if variance > 0:
            return share * (1 - share) / variance
        n, size = float(self.counts.sum()), float(self.sizes.sum())
        return float("inf") if (self.counts >= self.sizes).all() else n / (1 - n / size)

    def design_effect(self, values: FloatArray, error: float) -> float:
        """Give the variance of a mean against that of a simple random sample of the same size."""
        n, size, weights = values.size, float(self.sizes.sum()), self.weights
        spread = float(weights @ (values - weights @ values / size) ** 2 / size)
        simple = (1 - n / size) * spread / (n - 1) if n > 1 else 0.0
        return error**2 / simple if simple > 0 else float("nan")


def strata_of(labels: Labels, population: Mapping[Any, float], known: BoolArray) -> Strata:
    """Count a sample by strata and hold it against the population.

    Parameters
    ----------
    labels : array [n]
        The stratum of each value.
    population : mapping
        Stratum → its size, a number of at least 0.
    known : bool array [n]
        Which values are there; the others are non-response and do not count.

    Returns
    -------
    Strata
        In the order of ``population``.

    Raises
    ------
    UnusableFigures
        A value lies in a stratum the population does not know, a stratum has no value or more values than members,
        a size is not a number of at least 0, or the population is empty.

    Notes
    -----
    W_h = N_h / N; w_h = N_h / n_h. Cochran (1977), Sampling Techniques, ch. 5.

    Examples
    --------
    >>> strata_of(["a", "a", "b"], {"a": 10, "b": 3}, np.ones(3, bool)).weights.tolist()
    [5.0, 5.0, 3.0]
    """
    cells = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    same_length(cells, known)
    sampled = [cell for cell, there in zip(cells, known.tolist(), strict=True) if there]
    sizes = {name: float(size) for name, size in population.items()}
    if not all(np.isfinite(size) and size >= 0 for size in sizes.values()):
        raise UnusableFigures("the size of a stratum is a number of at least 0")
    if strange := sorted({str(cell) for cell in sampled if cell not in sizes}):
        raise UnusableFigures(f"the population does not know {', '.join(strange)}")
    names = tuple(name for name, size in sizes.items() if size > 0 or name in set(sampled))
    if not names:
        raise UnusableFigures("the population is empty")
    places = {name: place for place, name in enumerate(names)}
    codes = np.array([places[cell] for cell in sampled], dtype=np.intp)
    strata = Strata(names, np.array([sizes[name] for name in names]), np.bincount(codes, minlength=len(names)), codes)
    _check_counts(strata)
    return strata


def _check_counts(strata: Strata) -> None:
    for name, size, count in zip(strata.names, strata.sizes.tolist(), strata.counts.tolist(), strict=True):
        if count == 0:
            raise UnusableFigures(f"stratum {name} has no value; merge it with a neighbour")
        if count > size:
            raise UnusableFigures(f"stratum {name} has {count} values but only {size:g} members")
