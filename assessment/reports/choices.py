"""Which wave and questionnaire a page is about, and to whom it is narrowed, as its address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assessment import catalogue
from assessment.core.questionnaire import Questionnaire
from assessment.models import Snapshot, Wave, WaveQuestionnaire
from assessment.models.sampling import FACTS, Filters
from assessment.policy import NotFound


@dataclass(frozen=True, slots=True)
class Choice:
    """A wave with one of its questionnaires; figures are never pooled over two."""

    wave: Wave
    questionnaire_id: int
    questionnaire: Questionnaire

    @property
    def code(self) -> str:
        """What stands in the address for this choice."""
        return code_of(self.wave.id, self.questionnaire_id)

    @property
    def invited(self) -> int | None:
        """How many enterprises were invited to this questionnaire, where that is known."""
        return self.wave.invited_to(self.questionnaire_id)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose: what stands in the address, the wave, and the questionnaire."""

    code: str
    wave: Wave
    questionnaire: Questionnaire


def code_of(wave_id: UUID, questionnaire_id: int) -> str:
    """Write a wave and a questionnaire as one part of an address."""
    return f"{wave_id}.{questionnaire_id}"


def offers(session: Session, today: date) -> list[Offer]:
    """Give every wave that has begun with each of its questionnaires, the newest first."""
    query = (
        select(WaveQuestionnaire)
        .join(WaveQuestionnaire.wave)
        .options(joinedload(WaveQuestionnaire.wave))
        .where(Wave.opens_on <= today)
        .order_by(Wave.opens_on.desc(), Wave.id, WaveQuestionnaire.id)
    )
    return [_offer(session, row.wave, row.questionnaire_id) for row in session.scalars(query)]


def published_offers(session: Session, taken: Sequence[Snapshot]) -> list[Offer]:
    """Give every wave and questionnaire of which figures are published, in the order handed in."""
    known = {(each.wave_id, each.questionnaire_id): each for each in reversed(taken)}
    return [_offer(session, each.wave, each.questionnaire_id) for each in reversed(known.values())]


def _offer(session: Session, wave: Wave, questionnaire_id: int) -> Offer:
    return Offer(code_of(wave.id, questionnaire_id), wave, catalogue.published(session, questionnaire_id))


def choose(offered: Sequence[Offer], wanted: str) -> Choice | None:
    """Give what the address asks for, by default the first; a wave alone means its first questionnaire.

    Raises
    ------
    NotFound
        When the address asks for what is not offered.
    """
    if not offered and not wanted:
        return None
    fitting = [each for each in offered if each.code == wanted or each.code.partition(".")[0] == wanted or not wanted]
    if not fitting:
        raise NotFound
    return Choice(fitting[0].wave, int(fitting[0].code.partition(".")[2]), fitting[0].questionnaire)


def filters_of(arguments: Mapping[str, str]) -> Filters:
    """Read the filters of an address; what no list knows is not set."""
    chosen = {fact: arguments.get(fact) for fact in FACTS}
    known = {fact: value for fact, value in chosen.items() if value in FACTS[fact]}
    return Filters(**known, verified=arguments.get("basis") == "verified")
