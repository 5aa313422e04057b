"""How scores spread, as figures: bins, merged until none is small, and the middle half."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.documents.charts.words import percent, whole


@dataclass(frozen=True, slots=True)
class Bin:
    """A range of scores and how many enterprises lie in it."""

    low: float
    high: float
    count: int

    @property
    def density(self) -> float:
        """Enterprises for each point of the range: the height of the bar, so that its area is the count."""
        return self.count / (self.high - self.low)

    @property
    def middle(self) -> float:
        """The score in the middle of the range."""
        return (self.low + self.high) / 2

    def holds(self, score: float) -> bool:
        """Say whether a score lies in the range; its upper end belongs to the next, except at 100."""
        return self.low <= score < self.high or score == self.high == 100  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The scores below which a quarter, half and three quarters of a group lie."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A group's distribution: its name, its bins, and where its middle half lies; `shares` when they hold per cent."""

    label: str
    bins: tuple[Bin, ...]
    quartiles: Quartiles | None = None
    shares: bool = False

    def written(self, each: Bin, language: str) -> str:
        """Write what a bin holds: enterprises, or per cent of them."""
        return percent(each.count, language) if self.shares else whole(each.count, language)


def merged(bins: Sequence[Bin], minimum: int = 10) -> tuple[Bin, ...]:
    """
    Join bins below the minimum with a neighbour, so that no shown count is below it.

    A small bin joins the next one up; what is left at the upper end joins the last shown bin. When all bins
    together are below the minimum, one bin remains that says nothing, and it is the caller's to withhold it.

    Example
    -------
    >>> merged([Bin(0, 10, 12), Bin(10, 20, 4), Bin(20, 30, 7), Bin(30, 40, 2)])
    (Bin(low=0, high=10, count=12), Bin(low=10, high=40, count=13))
    """
    shown: list[Bin] = []
    for each in bins:
        if shown and shown[-1].count < minimum:
            shown[-1] = Bin(shown[-1].low, each.high, shown[-1].count + each.count)
        else:
            shown.append(each)
    if len(shown) > 1 and shown[-1].count < minimum:
        last = shown.pop()
        shown[-1] = Bin(shown[-1].low, last.high, shown[-1].count + last.count)
    return tuple(shown)
