"""What the owner's report says beside the result itself: the place among peers, and the roadmap."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from assessment.catalogue import Opened
from assessment.config import TIME_ZONE
from assessment.core.facts.register import PLACES, SECTORS, SIZES
from assessment.core.publishing.distribution import Distribution
from assessment.core.publishing.peers import PeerGroup, share_below
from assessment.documents import charts
from assessment.documents.owner import Place, PlannedStep
from assessment.models.peers import Peers
from assessment.models.roadmap import roadmap

WHOLE = {"vi": "toàn tỉnh", "en": "the whole province"}


def place_among(peers: Peers | None, own: float | None, language: str) -> tuple[Place | None, Mapping[str, float]]:
    """Give the own place in the nearest published group, and the middle of each pillar there."""
    group = peers.nearest if peers else None
    if peers is None or group is None or group.distribution is None or own is None:
        return None, {}
    name = _group_name(group, language)
    titles = peers.taken.wave.title
    place = Place(
        group=name,
        n=group.distribution.n,
        wave=titles.get(language) or next(iter(titles.values()), ""),
        below=share_below(group.distribution, own),
        spread=published_spread(name, group.distribution),
    )
    return place, {each.pillar: each.quartiles.median for each in group.pillars if each.quartiles}


def _group_name(group: PeerGroup, language: str) -> str:
    for cut, name in zip(group.cuts, group.groups, strict=True):
        if cut == "place":
            return PLACES[name].full_name(language) if name in PLACES else name
        words = {"sector": SECTORS, "size": SIZES}[cut].get(name)
        return words.of(language) if words else name
    return WHOLE[language]


def published_spread(name: str, spread: Distribution) -> charts.Spread:
    """Give a published distribution the way charts take it, in per cent."""
    bins = tuple(charts.Bin(each.low, each.high, each.share) for each in spread.bins)
    return charts.Spread(name, bins, charts.Quartiles(spread.lower, spread.median, spread.upper), shares=True)


def planned_steps(session: Session, found: Opened, language: str) -> tuple[PlannedStep, ...]:
    """Give the steps of the roadmap in words."""
    rows = [(row, *found.questionnaire.advice(row.advice)) for row in roadmap(session, found.row.assessment_id)]
    return tuple(
        PlannedStep(
            text=advice.text.of(language),
            question=criterion.text.of(language),
            who=row.who,
            due=charts.day(row.due, language) if row.due else "",
            done=charts.day(row.done_at.astimezone(TIME_ZONE).date(), language) if row.done_at else "",
        )
        for row, criterion, advice in rows
    )
