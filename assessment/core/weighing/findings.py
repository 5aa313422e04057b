"""What is known of the quality of an index, as values that can be stored: None where nothing can be said or shown."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ScaleFinding:
    """How well the criteria of a pillar (or of all, ``id`` empty) hang together: alpha with its 95 % interval."""

    id: str
    n: int | None
    items: int
    alpha: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """What one criterion does; all but the first two of shares 0–1 are parts of those asked.

    ``item_rest`` and ``without`` (alpha if the criterion were dropped) are within its pillar; ``floor`` and
    ``ceiling`` are parts of those who have an answer.
    """

    id: str
    asked: int | None
    item_rest: float | None
    without: float | None
    floor: float | None
    ceiling: float | None
    not_applicable: float | None
    unknown: float | None


@dataclass(frozen=True, slots=True)
class LeftOutFinding:
    """What leaving out a pillar (or alternatives together) would do: shares 0–1 of the ``n`` who have it.

    ``up`` and ``down`` are those who would gain or lose a level, ``shift`` the mean change of rank.
    """

    pillars: tuple[str, ...]
    n: int | None
    up: float | None
    down: float | None
    shift: float | None

    @property
    def changed(self) -> float | None:
        """The share who would be at another level."""
        return None if self.up is None or self.down is None else self.up + self.down


@dataclass(frozen=True, slots=True)
class NoiseFinding:
    """What uncertain weights do: the mean share of draws that keep the level, and who keeps it in 95 % of them."""

    spread: float
    draws: int
    kept: float | None
    steady: float | None
    shift: float | None


@dataclass(frozen=True, slots=True)
class EstimateFinding:
    """An estimate for a population with its 95 % interval: the mean score (``level`` None) or a share 0–1."""

    level: int | None
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ChangeFinding:
    """The change of the same enterprises since the wave before, overall (``id`` empty) or of a pillar.

    ``p`` is Wilcoxon's, over the pillars corrected by Holm; ``effect`` the mean ÷ standard deviation of differences.
    """

    id: str
    n: int | None
    mean: float | None
    low: float | None
    high: float | None
    t_p: float | None
    p: float | None
    effect: float | None


@dataclass(frozen=True, slots=True)
class MovedFinding:
    """Of the ``n`` enterprises with both results: who rose or fell a level, and whose change is beyond noise."""

    n: int | None
    rose: float | None
    fell: float | None
    improved: float | None
    worsened: float | None
    smallest: float | None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """All findings about one questionnaire in one wave; ``n`` enterprises have a score.

    ``population`` enterprises are spoken for by the estimates; ``silent`` names the strata of it nobody answered from.
    """

    n: int | None
    scales: tuple[ScaleFinding, ...] = ()
    criteria: tuple[CriterionFinding, ...] = ()
    left_out: tuple[LeftOutFinding, ...] = ()
    noise: NoiseFinding | None = None
    population: int | None = None
    silent: tuple[str, ...] = ()
    estimates: tuple[EstimateFinding, ...] = ()
    moved: MovedFinding | None = None
    changes: tuple[ChangeFinding, ...] = ()


def telling(found: Appraisal, minimum: int) -> Appraisal:
    """Keep of an appraisal what rests on enough enterprises to tell anything.

    Parameters
    ----------
    found : Appraisal
        Of any enterprises.
    minimum : int
        Enterprises a figure needs.

    Returns
    -------
    Appraisal
        A finding about fewer enterprises keeps its place and loses its figures, its count too; a change of fewer is
        left out.

    Examples
    --------
    >>> telling(Appraisal(9, (ScaleFinding("", 9, 4, 0.8, 0.5, 0.9),)), 10).scales
    ()
    """
    if not _enough(found.n, minimum):
        return Appraisal(None)
    moved = found.moved if found.moved is not None and _enough(found.moved.n, minimum) else None
    return replace(
        found,
        scales=tuple(
            each if _enough(each.n, minimum) else ScaleFinding(each.id, None, each.items, None, None, None)
            for each in found.scales
        ),
        criteria=tuple(
            each if _enough(each.asked, minimum) else CriterionFinding(each.id, *[None] * 7) for each in found.criteria
        ),
        left_out=tuple(
            each if _enough(each.n, minimum) else LeftOutFinding(each.pillars, *[None] * 4) for each in found.left_out
        ),
        moved=moved,
        changes=tuple(each for each in found.changes if moved is not None and _enough(each.n, minimum)),
    )


def published(found: Appraisal, minimum: int) -> Appraisal:
    """Keep what those may see who only see published figures.

    Parameters
    ----------
    found : Appraisal
        Of the very enterprises of a published snapshot.
    minimum : int
        Enterprises a figure needs.

    Returns
    -------
    Appraisal
        What `telling` keeps, without the counts from which fewer than the minimum could be worked out: a group that
        lacks a few of all enterprises keeps its shares, and its count is not told.

    Examples
    --------
    >>> published(Appraisal(20, (ScaleFinding("", 18, 4, 0.8, 0.5, 0.9),)), 10).scales[0].n is None
    True
    """
    told = telling(found, minimum)
    if told.n is None:
        return told
    whole = told.n
    pairs = 0 if told.moved is None or told.moved.n is None else told.moved.n
    return replace(
        told,
        scales=tuple(replace(each, n=_apart(each.n, whole, minimum)) for each in told.scales),
        criteria=tuple(replace(each, asked=_apart(each.asked, whole, minimum)) for each in told.criteria),
        left_out=tuple(replace(each, n=_apart(each.n, whole, minimum)) for each in told.left_out),
        changes=tuple(replace(each, n=_apart(each.n, pairs, minimum)) for each in told.changes),
    )


def _enough(n: int | None, minimum: int) -> bool:
    return n is not None and n >= minimum


def _apart(n: int | None, whole: int, minimum: int) -> int | None:
    """Give a count unless a few are missing from it."""
    return None if n is None or 0 < whole - n < minimum else n
