"""One's own place among others, in words and charts, from published figures alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from assessment.core.facts.register import PLACES, SECTORS, SIZES
from assessment.core.publishing.distribution import Quartiles
from assessment.core.publishing.peers import PeerGroup, share_below
from assessment.core.publishing.summary import Withheld
from assessment.documents import charts
from assessment.documents.owner_beside import published_spread
from assessment.models.peers import Peers
from assessment.policy import NotFound
from assessment.results.service import Found

LARGE, SMALL = 150.0, 90.0


@dataclass(frozen=True)
class Standing:
    """One's place in one group; `why` says why it is withheld, `bars` whether the chart has any."""

    code: str
    label: str
    name: str
    n: int | None
    below: int | None
    chart: Markup | None
    table: charts.Rows | None
    why: str
    bars: bool


@dataclass(frozen=True)
class PillarStanding:
    """One's place in one pillar: the middle half of the group, and in which quarter one is."""

    title: str
    chart: Markup
    words: str


@dataclass(frozen=True)
class Benchmark:
    """A page of places: the chosen group large, all others small."""

    chosen: Standing
    all: tuple[Standing, ...]
    pillars: tuple[PillarStanding, ...]
    table: charts.Rows | None

    @property
    def others(self) -> tuple[Standing, ...]:
        """The groups that are not chosen."""
        return tuple(each for each in self.all if each.code != self.chosen.code)


def benchmark(found: Found, peers: Peers, wanted: str, language: str) -> Benchmark:
    """Give the places in all groups; `wanted` names the one to show large, by default the nearest that is shown.

    Raises
    ------
    NotFound
        When there is no such group.
    """
    group = next((each for each in peers.groups if each.code == wanted), None) if wanted else _first(peers)
    if group is None:
        raise NotFound
    pairs = _pillar_pairs(found, group, language)
    return Benchmark(
        chosen=_standing(found, group, language, large=True),
        all=tuple(_standing(found, each, language) for each in peers.groups),
        pillars=tuple(_pillar(place, *pair, language) for place, pair in enumerate(pairs)),
        table=_pillar_table(pairs, language) if pairs else None,
    )


def _first(peers: Peers) -> PeerGroup:
    return peers.nearest or peers.groups[-1]


def _standing(found: Found, group: PeerGroup, language: str, *, large: bool = False) -> Standing:
    spread, own = group.distribution, found.outcome.overall
    label, name = group_label(group, language), group_name(group, language)
    drawn = published_spread(name, spread) if spread else None
    chart_id = f"{'large' if large else 'small'}-{group.code}"
    tall = LARGE if large else SMALL
    return Standing(
        code=group.code,
        label=label,
        name=name,
        n=group.n,
        below=share_below(spread, own) if spread and own is not None else None,
        chart=charts.histogram(chart_id, drawn, own=own, tall=tall, language=language) if drawn else None,
        table=charts.histogram_rows(drawn, language=language) if drawn else None,
        why="" if spread else _why(group),
        bars=drawn is not None and len(drawn.bins) > 1,
    )


def group_label(group: PeerGroup, language: str) -> str:
    """Say in what one is alike: sector, size, place."""
    name = group_name(group, language)
    match group.cuts:
        case ():
            return _("Toàn tỉnh")
        case ("sector",):
            return _("Cùng ngành: %(name)s", name=name)
        case ("size",):
            return _("Cùng quy mô: %(name)s", name=name)
        case ("place",):
            return _("Cùng địa bàn: %(name)s", name=name)
        case _:
            return _("Cùng ngành và quy mô: %(name)s", name=name)


def group_name(group: PeerGroup, language: str) -> str:
    """Name a group by what its members share."""
    names = [_fact_name(cut, name, language) for cut, name in zip(group.cuts, group.groups, strict=True)]
    return ", ".join(names) or _("toàn tỉnh")


def _fact_name(cut: str, name: str, language: str) -> str:
    if cut == "place":
        return PLACES[name].full_name(language) if name in PLACES else name
    words = {"sector": SECTORS, "size": SIZES}[cut].get(name)
    return words.of(language) if words else name


def _why(group: PeerGroup) -> str:
    if group.withheld is Withheld.PROTECTED:
        return _(
            "Chưa hiện. Nhóm này có dưới 10 doanh nghiệp, hoặc hiện ra thì suy được điểm của một nhóm dưới 10 khác; "
            "như vậy có thể đoán được điểm của từng doanh nghiệp."
        )
    if group.withheld is Withheld.FEW:
        return _("Chưa hiện. Cả đợt mới có dưới 10 doanh nghiệp; hiện ra có thể đoán được điểm của từng doanh nghiệp.")
    return _("Trong số liệu này nhóm chưa có doanh nghiệp nào.")


def _pillar_pairs(found: Found, group: PeerGroup, language: str) -> list[tuple[charts.Reading, Quartiles]]:
    quartiles = {each.pillar: each.quartiles for each in group.pillars}
    nodes = zip(found.questionnaire.pillars, found.outcome.pillars, strict=True)
    visible = [(pillar, node) for pillar, node in nodes if node.visible]
    return [
        (charts.Reading(pillar.title.of(language), node.score), around)
        for pillar, node in visible
        if (around := quartiles.get(pillar.id)) is not None
    ]


def _pillar(place: int, reading: charts.Reading, around: Quartiles, language: str) -> PillarStanding:
    chart = charts.interval(f"pillar-{place}", reading, _drawn(around), language=language)
    return PillarStanding(reading.label, chart, _quarter(reading.own, around))


def _drawn(around: Quartiles) -> charts.Quartiles:
    return charts.Quartiles(around.lower, around.median, around.upper)


def _quarter(own: float | None, around: Quartiles) -> str:
    """Say in which quarter of the group a score lies; what lies on a border belongs to the lower one."""
    if own is None:
        return _("chưa có điểm")
    if own > around.upper:
        return _("trong một phần tư cao nhất")
    if own > around.median:
        return _("trên điểm giữa")
    return _("dưới điểm giữa") if own > around.lower else _("trong một phần tư thấp nhất")


def _pillar_table(pairs: Sequence[tuple[charts.Reading, Quartiles]], language: str) -> charts.Rows:
    readings = [reading for reading, _around in pairs]
    return charts.interval_rows(readings, [_drawn(around) for _reading, around in pairs], language=language)
