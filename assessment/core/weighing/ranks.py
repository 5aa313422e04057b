"""Ranks of many weighted means at once, with mean ranks for ties."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.weighing.arrays import BoolArray, FloatArray, as_table

TIE_BITS = 40
"""Composites closer than 2⁻⁴⁰ of the range of scores, about 1e-12, are equal: sums in another order differ by less."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Pillar scores prepared for many weightings: rows that have any score, missing ones as 0 beside a mask.

    ``known`` and ``available`` are [pillars, n].
    """

    scored: BoolArray
    known: FloatArray
    available: FloatArray | None
    floor: float

    @property
    def n(self) -> int:
        """Count the rows that have any score."""
        return self.known.shape[1]

    @property
    def pillars(self) -> int:
        """Count the pillars."""
        return len(self.known)

    def composites(self, weights: FloatArray) -> FloatArray:
        """Give weighted means [draws, rows] for weights [draws, pillars]; missing pillars leave the sum."""
        sums = _weighed(weights, self.known)
        if self.available is not None:
            # A row whose only pillar has weight 0 has no mean; 0 / 0 says so.
            with np.errstate(invalid="ignore"):
                return np.asarray(sums / (_weighed(weights, self.available)) + self.floor)
        return np.asarray(sums / weights.sum(axis=1, keepdims=True) + self.floor)

    def spread_out(self, figures: FloatArray) -> FloatArray:
        """Put figures [rows with a score, …] back among all rows, NaN for the others."""
        everywhere = np.full((self.scored.size, *figures.shape[1:]), np.nan)
        everywhere[self.scored] = figures
        return everywhere


def field_of(scores: npt.ArrayLike) -> Field:
    """Prepare a table of scores [n, pillars] for many weightings."""
    table = as_table(scores)
    available = ~np.isnan(table)
    scored = np.asarray(available.any(axis=1))
    kept, there = table[scored], available[scored]
    # Scores measured from the least one keep the rounding of the sums small beside their differences.
    floor = float(kept[there].min()) if kept.size else 0.0
    whole = bool(there.all())
    known = np.where(there.T, kept.T - floor, 0)
    return Field(scored, known, None if whole else there.T.astype(np.float64), floor)


def _weighed(weights: FloatArray, columns: FloatArray) -> FloatArray:
    """Add up columns [pillars, n] under weights [draws, pillars], pillar after pillar.

    A product of matrices would go to several threads, which on a busy machine wait for each other longer than the few
    sums take, and add in an order of their own.
    """
    total = weights[:, :1] * columns[0]
    term = np.empty_like(total)
    for place, column in enumerate(columns[1:], start=1):
        total += np.multiply(weights[:, place, None], column, out=term)
    return total


def double_ranks(composites: FloatArray) -> npt.NDArray[np.int32]:
    """Rank every row of a table, best first, and give twice the rank, which is whole also for ties.

    Parameters
    ----------
    composites : array [draws, n]
        Finite figures, higher is better.

    Returns
    -------
    int array [draws, n]
        Twice the rank; 2 for the best. Equal figures share the mean of their ranks.

    Notes
    -----
    Each figure is turned into a whole number with its position in the last bits, so that one fast sort of whole
    numbers ranks it; neighbours closer than 2⁻⁴⁰ of the range count as equal. Missing: not allowed.

    Examples
    --------
    >>> (double_ranks(np.array([[30.0, 50.0, 30.0, 10.0]])) / 2).tolist()
    [[2.5, 1.0, 2.5, 4.0]]
    """
    draws, n = composites.shape
    position_bits = max(1, (n - 1).bit_length())
    key_bits = 61 - position_bits
    highest, lowest = composites.max(initial=-np.inf), composites.min(initial=np.inf)
    span = highest - lowest if highest > lowest else 1.0
    keys = ((highest - composites) * (2.0**key_bits / span)).astype(np.int64)
    keys <<= position_bits
    keys |= np.arange(n)
    keys.sort(axis=1)
    places = (keys & ((1 << position_bits) - 1)) + np.arange(draws)[:, None] * n
    keys >>= position_bits
    ranks = np.empty(draws * n, dtype=np.int32)
    ranks[places] = _shared(np.diff(keys, axis=1) > 1 << (key_bits - TIE_BITS))
    return ranks.reshape(draws, n)


def _shared(parted: BoolArray) -> npt.NDArray[np.int32]:
    """Give twice the ranks in sorted order, from where neighbours differ [draws, n − 1]."""
    draws, n = parted.shape[0], parted.shape[1] + 1
    numbers = np.arange(1, n + 1, dtype=np.int32)
    if parted.all():
        return np.broadcast_to(2 * numbers, (draws, n))
    first, last = np.ones((draws, n), dtype=np.int32), np.full((draws, n), n, dtype=np.int32)
    np.multiply(parted, numbers[1:], out=first[:, 1:])
    np.maximum.accumulate(first, axis=1, out=first)
    np.copyto(last[:, :-1], numbers[:-1], where=parted)
    np.minimum.accumulate(last[:, ::-1], axis=1, out=last[:, ::-1])
    return np.asarray(first + last)
