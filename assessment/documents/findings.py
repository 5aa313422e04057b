"""What published figures say, in one sentence each: the headings of dashboards and reports, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.core.publishing.distribution import Distribution
from assessment.core.publishing.summary import Breakdown, CriterionFigure, Heatmap, PillarFigure, Withheld
from assessment.documents.charts import decimal, percent

HALF = 50
NEARLY_ALL = 95
TENTHS = {
    "vi": ("Không", "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười"),
    "en": ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
}


@dataclass(frozen=True, slots=True)
class _Sentences:
    over: str
    nearly: str
    lowest: str
    lowest_two: str
    up_to: str
    nearly_all: str
    half: str
    groups: str
    group: str
    weakest: str
    weakest_mostly: str
    criteria: str
    criteria_none: str
    nothing: str


SENTENCES = {
    "vi": _Sentences(
        over="Hơn {tenths}",
        nearly="Gần {tenths}",
        lowest="{tenths} trên mười doanh nghiệp còn ở mức {level}",
        lowest_two="{tenths} trên mười doanh nghiệp ở mức {first} hoặc {level}",
        up_to="{tenths} trên mười doanh nghiệp ở mức {level} trở\u00a0xuống",
        nearly_all="Gần như mọi doanh nghiệp ở mức {level} trở\u00a0xuống",
        half="Một nửa số doanh nghiệp dưới {median} điểm",
        groups="Cao nhất: {best}; thấp nhất: {worst}; cách nhau {gap}\u00a0điểm",
        group="{best}: điểm giữa {median}",
        weakest="Yếu nhất là {pillar}",
        weakest_mostly="{pillar} yếu nhất ở {count} trên {total}\u00a0nhóm",
        criteria="Việc làm tốt nhất có {best} doanh nghiệp đạt, việc yếu nhất chỉ {worst}",
        criteria_none="Việc làm tốt nhất có {best} doanh nghiệp đạt, việc yếu nhất hầu như chưa ai đạt",
        nothing="Chưa đủ doanh nghiệp để công bố",
    ),
    "en": _Sentences(
        over="More than {tenths}",
        nearly="Nearly {tenths}",
        lowest="{tenths} in ten businesses are still at level {level}",
        lowest_two="{tenths} in ten businesses are at level {first} or {level}",
        up_to="{tenths} in ten businesses are at level {level} or\u00a0below",
        nearly_all="Nearly all businesses are at level {level} or\u00a0below",
        half="Half of the businesses score below {median}",
        groups="Highest: {best}; lowest: {worst}; {gap} points\u00a0apart",
        group="{best}: median {median}",
        weakest="The weakest pillar is {pillar}",
        weakest_mostly="{pillar} is weakest in\u00a0{count}\u00a0of\u00a0{total}\u00a0groups",
        criteria="{best} of businesses manage the strongest practice, only {worst} the weakest",
        criteria_none="{best} of businesses manage the strongest practice, hardly any the weakest",
        nothing="Too few businesses to publish figures",
    ),
}


def on_levels(spread: Distribution | None, language: str) -> str:
    """Say how far up half of the enterprises have come."""
    say = SENTENCES[language]
    if spread is None:
        return say.nothing
    place, held = _half_way([each.share for each in spread.levels])
    level, first = spread.levels[place].level, spread.levels[0].level
    if held > NEARLY_ALL:
        return say.nearly_all.format(level=level)
    sentence = (say.lowest, say.lowest_two)[place] if place < 2 else say.up_to  # noqa: PLR2004
    return sentence.format(tenths=_in_tenths(held, language), first=first, level=level)


def _in_tenths(share: int, language: str) -> str:
    """Give per cent as tenths in words: 60 is six, 52 more than five, 57 nearly six."""
    say, (tenths, rest) = SENTENCES[language], divmod(share, 10)
    if not rest:
        return TENTHS[language][tenths]
    if rest <= 5:  # noqa: PLR2004
        return say.over.format(tenths=TENTHS[language][tenths].lower())
    return say.nearly.format(tenths=TENTHS[language][tenths + 1].lower())


def _half_way(shares: Sequence[int]) -> tuple[int, int]:
    held = 0
    for place, share in enumerate(shares):
        held += share
        if held >= HALF:
            return place, held
    return len(shares) - 1, held


def on_distribution(spread: Distribution | None, language: str) -> str:
    """Say where the middle lies."""
    say = SENTENCES[language]
    return say.nothing if spread is None else say.half.format(median=decimal(spread.median, language))


def on_groups(breakdown: Breakdown, names: Sequence[str], language: str) -> str:
    """Say which shown group has the highest median and which the lowest; `names` are those of the groups in order."""
    say = SENTENCES[language]
    pairs = zip(breakdown.groups, names, strict=True)
    shown = sorted((group.distribution.median, name) for group, name in pairs if group.distribution is not None)
    if not shown:
        return say.nothing
    (low, worst), (high, best) = shown[0], shown[-1]
    if len(shown) == 1:
        return say.group.format(best=best, median=decimal(high, language))
    return say.groups.format(best=best, worst=worst, gap=decimal(high - low, language))


def on_pillars(heat: Heatmap, whole: Sequence[PillarFigure], names: Sequence[str], language: str) -> str:
    """Say which pillar is weakest, and in how many of the shown groups; `names` are the pillars' in order."""
    say = SENTENCES[language]
    shared = set(shared_pillars(heat))
    known = [(each.mean, place) for place, each in enumerate(whole) if each.mean is not None and place in shared]
    if not known:
        return say.nothing
    weakest = min(known)[1]
    lowest = [place for row in heat.rows if (place := _lowest(row.pillars, shared)) is not None]
    count = lowest.count(weakest)
    if 2 * count > len(lowest) > 1:
        return say.weakest_mostly.format(pillar=names[weakest], count=count, total=len(lowest))
    return say.weakest.format(pillar=names[weakest])


def shared_pillars(heat: Heatmap) -> list[int]:
    """Give the positions of the pillars that more than one group is asked about; the others belong to one sector."""
    asked = [[cell.withheld is not Withheld.NOT_ASKED for cell in row.pillars] for row in heat.rows]
    return [place for place, column in enumerate(zip(*asked, strict=True)) if sum(column) > 1 or len(heat.rows) == 1]


def _lowest(pillars: Sequence[PillarFigure], shared: set[int]) -> int | None:
    known = [(each.mean, place) for place, each in enumerate(pillars) if each.mean is not None and place in shared]
    return min(known)[1] if known else None


def on_criteria(strongest: Sequence[CriterionFigure], weakest: Sequence[CriterionFigure], language: str) -> str:
    """Say how far the strongest and the weakest criterion lie apart."""
    say = SENTENCES[language]
    if not strongest or not weakest or strongest[0].reached is None or weakest[0].reached is None:
        return say.nothing
    best, worst = (percent(each[0].reached, language) for each in (strongest, weakest))
    sentence = say.criteria if round(weakest[0].reached) else say.criteria_none
    return sentence.format(best=best, worst=worst)
