"""Letters about requests, each in the language of whom it goes to."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from assessment import mail
from assessment.config import Settings
from assessment.models import DataRequest, User
from assessment.privacy.wording import KINDS
from assessment.web import numerals


def write(
    session: Session, letter: str, to: User, request: DataRequest, settings: Settings, *, now: datetime, news: str = ""
) -> str:
    """Put a letter about a request into the outbox and give its key; the same news is told once."""
    language = to.language
    text = mail.compose(
        letter,
        language,
        name=to.name,
        kind=KINDS[request.kind].of(language),
        news=news,
        answer=request.answer,
        received=numerals.day(request.received_at, language),
        reply_by=numerals.day(request.reply_by, language),
        due=numerals.day(request.last_day, language),
        link=f"{settings.public_url}/privacy/requests/{request.id}",
        association=dict(settings.association)[language],
    )
    key = f"{letter}:{request.id}:{news}"
    mail.post(session, key, recipient=to.email, now=now, **text)
    return key


def tell_heir(session: Session, user: User, enterprise: str, settings: Settings, *, now: datetime) -> None:
    """Tell a colleague that an enterprise is theirs to answer for now."""
    text = mail.compose(
        "handed_over",
        user.language,
        name=user.name,
        enterprise=enterprise,
        link=f"{settings.public_url}/assessments/",
        association=dict(settings.association)[user.language],
    )
    mail.post(session, f"handed_over:{uuid4()}", recipient=user.email, now=now, **text)
