"""Letters about an assessment or a certificate, to everybody who answers for the enterprise, each in their language."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessment import mail
from assessment.config import Settings
from assessment.models import Enterprise, Membership, User

_user, _member, _firm = User.__table__.c, Membership.__table__.c, Enterprise.__table__.c
OWNERS = (
    select(_user.id, _user.name, _user.email, _user.language, _firm.name.label("enterprise"))
    .join_from(User.__table__, Membership.__table__, _member.user_id == _user.id)
    .join(Enterprise.__table__, _firm.id == _member.enterprise_id)
    .where(_member.enterprise_id == bindparam("enterprise"), _member.state == "active", _member.role == "owner")
    .where(_user.active)
)
"""The people who may sign for an enterprise, with its name."""


def to_owners(
    session: Session,
    settings: Settings,
    letter: str,
    key: str,
    *,
    enterprise_id: UUID,
    now: datetime,
    **words: object,
) -> None:
    """Write `templates/email/<letter>.<language>.txt` to each active owner, once for each key and person.

    `words` are what the letter says besides `name`, `enterprise` and `association`; `path` becomes the link, built
    from the configured address. A value of words by language is given in the reader's.
    """
    for user in session.execute(OWNERS, {"enterprise": enterprise_id}).all():
        spoken = {name: _in(value, user.language) for name, value in words.items()}
        spoken["link"] = f"{settings.public_url}{spoken.pop('path', '/')}"
        text = mail.compose(
            letter,
            user.language,
            name=user.name,
            enterprise=user.enterprise,
            association=dict(settings.association)[user.language],
            **spoken,
        )
        mail.post(session, f"{letter}:{key}:{user.id}", recipient=user.email, now=now, **text)


def _in(value: object, language: str) -> object:
    """Give words by language in one of them; anything else as it is."""
    return value.get(language) or next(iter(value.values()), "") if isinstance(value, dict) else value
