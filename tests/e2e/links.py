"""Links that still work on a demo site: invitations, mailed links, and the codes on certificates of every standing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.accounts import links
from assessment.cli.demo.people import ADDRESSES
from assessment.models import Assessment, Certificate, Membership, User
from assessment.models.invitations import make_invitation
from assessment.models.papers import code_hash
from tests.e2e.server import Server
from tests.factories import writing

_made: dict[str, "Links"] = {}
CODE = "ma-tren-giay-de-chup-hinh"
REASON = "Minh chứng không đúng."


@dataclass(frozen=True)
class Links:
    """Addresses of pages that are worth something only to who holds their secret."""

    invitation: str
    sign_up: str
    reset: str
    new_email: str
    valid: str
    expired: str
    revoked: str


def live_links(server: Server) -> Links:
    """Make one of each, once for each site."""
    if server.url not in _made:
        _made[server.url] = _links(server)
    return _made[server.url]


def _links(server: Server) -> Links:
    now = datetime.now(UTC)
    with writing(server.app) as session:
        owner = session.scalars(select(User.id).where(User.email == ADDRESSES["owner"])).one()
        address = {"email": "moi@vidu.vn"}
        return Links(
            invitation=f"/assessments/invitations/{_invitation(session, owner, now)}",
            sign_up=_mailed(links.make(session, "sign_up", now=now)),
            reset=_mailed(links.make(session, "reset", user_id=owner, now=now)),
            new_email=_mailed(links.make(session, "email", user_id=owner, payload=address, now=now)),
            valid=_with_code(session, "valid", now),
            expired=_with_code(session, "expired", now),
            revoked=_with_code(session, "revoked", now),
        )


def _mailed(token: str) -> str:
    return f"/account/link/{token}"


def _invitation(session: Session, owner: UUID, now: datetime) -> str:
    mine = select(Membership.enterprise_id).where(Membership.user_id == owner)
    drafts = select(Assessment).where(Assessment.state == "draft", Assessment.enterprise_id.in_(mine))
    draft = session.scalars(drafts.order_by(Assessment.created_at.desc())).first()
    assert draft is not None
    return make_invitation(session, draft, "ban@vidu.vn", ["strategy"], by=owner, now=now)


def _with_code(session: Session, standing: str, now: datetime) -> str:
    """Give a certificate of some standing a code we know; where there is none that was revoked, revoke one."""
    rows = session.scalars(select(Certificate).order_by(Certificate.number)).all()
    before = "valid" if standing == "revoked" else standing
    row = next(each for each in rows if each.standing(now.date()) == before and each.code_hash != code_hash(CODE))
    row.code_hash = code_hash(CODE)
    if standing == "revoked":
        row.revoked_at, row.revoked_reason = now, REASON
    session.flush()
    return f"/verify/{row.number}/{CODE}"
