"""The invented enterprises as rows, with the people who own them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from assessment.cli.demo.firms import Firm
from assessment.core.facts.register import VSIC_VERSION
from assessment.core.rights.purposes import PURPOSES
from assessment.core.values.text import search_key, sort_key
from assessment.models import Enterprise, Membership, User, consents

OWNED = 2  # So many enterprises belong to the owner one may log in as.
AGE = timedelta(days=640)
ALSO_AGREED = 5


@dataclass(frozen=True)
class Kept:
    """An enterprise with its row and its owner."""

    firm: Firm
    row: Enterprise
    owner: UUID


def settle(session: Session, invented: Sequence[Firm], people: Mapping[str, UUID], now: datetime) -> list[Kept]:
    """Write the enterprises with their owners; the first ones belong to the owner one may log in as."""
    owner, colleague, reviewer = (people[role] for role in ("owner", "colleague", "reviewer"))
    born = now - AGE
    invented = sorted(invented, key=lambda firm: not _is_show_piece(firm))
    owners = [owner if place < OWNED else uuid4() for place in range(len(invented))]
    session.add_all(_owner(user_id, number, born) for number, user_id in enumerate(owners) if user_id != owner)
    kept = [Kept(firm, _row(firm, born), user_id) for firm, user_id in zip(invented, owners, strict=True)]
    session.add_all(each.row for each in kept)
    session.flush()
    _agree(session, dict.fromkeys([*owners, colleague]), born)
    confirmed = {"created_at": born, "confirmed_at": born, "confirmed_by": reviewer}
    links = [(each.owner, each.row.id, "owner") for each in kept]
    links += [(colleague, each.row.id, "colleague") for each in kept[:1]]
    session.add_all(
        Membership(user_id=user_id, enterprise_id=enterprise, role=role, **confirmed)
        for user_id, enterprise, role in links
    )
    return kept


def _agree(session: Session, people: Iterable[UUID], born: datetime) -> None:
    """Let everybody agree to what is needed, and every fifth person to each of the other purposes."""
    for number, user_id in enumerate(people):
        numbered = enumerate(PURPOSES)
        said = [each.id for place, each in numbered if each.needed or (number + place) % ALSO_AGREED == 0]
        consents.give(session, user_id, said, "vi", now=born)


def _is_show_piece(firm: Firm) -> bool:
    """Choose what the owner one may log in as shall own: small, in tourism, neither last nor first."""
    middling = 0.5 < firm.rank < 0.85  # noqa: PLR2004
    return firm.sector == "tourism" and firm.organisation_type == "enterprise" and firm.size == "small" and middling


def _row(firm: Firm, born: datetime) -> Enterprise:
    said = {name: getattr(firm, name) for name in Firm.__slots__ if name not in ("section", "rank")}
    return Enterprise(
        id=uuid4(),
        **said,
        vsic_section=firm.section,
        vsic_version=VSIC_VERSION,
        size=firm.size,
        name_search=search_key(firm.name),
        name_sort=sort_key(firm.name),
        demo=True,
        created_at=born,
    )


def _owner(user_id: UUID, number: int, born: datetime) -> User:
    """Make an owner nobody can log in as."""
    name = f"Chủ doanh nghiệp mẫu {number:04d}"
    keys = {"name": name, "name_search": search_key(name), "name_sort": sort_key(name)}
    email = f"owner{number:04d}@demo.example"
    return User(id=user_id, email=email, password_hash="!", confirmed_at=born, created_at=born, **keys)  # noqa: S106
