"""Letters to the Association's people about a file that passes on. No HTTP here; views commit."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from assessment import mail
from assessment.config import Settings
from assessment.models import User
from assessment.policy import Actor
from assessment.review.file import File


def tell(
    session: Session,
    settings: Settings,
    letter: str,
    people: Iterable[User],
    *,
    file: File,
    by: Actor,
    now: datetime,
    **words: str,
) -> None:
    """Write `templates/email/<letter>.<language>.txt` to each but who did it, once for each version of the file."""
    subject, wave = file.assessment.id, file.assessment.wave.title
    for user in people:
        if user.id == by.user_id or not user.active:
            continue
        text = mail.compose(
            letter,
            user.language,
            name=user.name,
            by=by.name,
            enterprise=file.assessment.enterprise.name,
            wave=wave.get(user.language) or next(iter(wave.values())),
            link=f"{settings.public_url}/review/{subject}",
            association=dict(settings.association)[user.language],
            **words,
        )
        key = f"{letter}:{subject}:{file.assessment.version}:{user.id}"
        mail.post(session, key, recipient=user.email, now=now, **text)
