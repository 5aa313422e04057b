"""Letters about an assessment or a certificate, to everybody who answers for the enterprise, each in their language."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessment import mail
from assessment.config import Settings
from assessment.models import Enterprise, Membership, User


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
    for user, enterprise in session.execute(_owners(enterprise_id)).all():
        spoken = {name: _in(value, user.language) for name, value in words.items()}
        spoken["link"] = f"{settings.public_url}{spoken.pop('path', '/')}"
        text = mail.compose(
            letter,
            user.language,
            name=user.name,
            enterprise=enterprise,
            association=dict(settings.association)[user.language],
            **spoken,
        )
        mail.post(session, f"{letter}:{key}:{user.id}", recipient=user.email, now=now, **text)


def _owners(enterprise_id: UUID) -> Select[User, str]:
    """Select the people who may sign for the enterprise, with its name."""
    return (
        select(User, Enterprise.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Enterprise, Enterprise.id == Membership.enterprise_id)
        .where(Membership.enterprise_id == enterprise_id, Membership.state == "active", Membership.role == "owner")
        .where(User.active)
    )


def _in(value: object, language: str) -> object:
    """Give words by language in one of them; anything else as it is."""
    return value.get(language) or next(iter(value.values()), "") if isinstance(value, dict) else value
