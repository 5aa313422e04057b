"""Published questionnaires: the bytes in the database from which all processes read, parsed once in each."""

import hashlib
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session, undefer

from assessment.catalogue.reader import load, read
from assessment.core.questionnaire import Questionnaire
from assessment.models import PublishedQuestionnaire

_parsed: dict[str, Questionnaire] = {}
_known: WeakKeyDictionary[Engine | Connection, dict[int, Questionnaire]] = WeakKeyDictionary()


class AlreadyPublished(Exception):
    """The same id and version is published with other content, and a published version never changes."""


def publish(session: Session, path: Path, *, now: datetime) -> PublishedQuestionnaire:
    """Copy a checked file into the database; the same content again is nothing new.

    Raises
    ------
    CatalogueError
        When the file has faults.
    AlreadyPublished
        When the same id and version stands there with other content.
    """
    return keep(session, read(path), path.read_bytes(), now=now)


def keep(session: Session, questionnaire: Questionnaire, content: bytes, *, now: datetime) -> PublishedQuestionnaire:
    """Keep the bytes a checked questionnaire was read from; the same content again is nothing new.

    Raises
    ------
    AlreadyPublished
        When the same id and version stands there with other content.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = session.scalar(
        select(PublishedQuestionnaire).where(
            PublishedQuestionnaire.slug == questionnaire.id, PublishedQuestionnaire.version == questionnaire.version
        )
    )
    if known is not None:
        if known.sha256 != digest:
            message = (
                f"{questionnaire.id} {questionnaire.version} is published with other content; give it a new version."
            )
            raise AlreadyPublished(message)
        return known
    row = PublishedQuestionnaire(
        slug=questionnaire.id, version=questionnaire.version, sha256=digest, content=content, published_at=now
    )
    session.add(row)
    session.flush()
    return row


def published(session: Session, questionnaire_id: int) -> Questionnaire:
    """Give a published questionnaire. Its row never changes, so one process reads and parses it once."""
    known = _known.setdefault(session.get_bind(), {})
    if questionnaire_id not in known:
        query = select(PublishedQuestionnaire).options(undefer(PublishedQuestionnaire.content))
        row = session.scalars(query.where(PublishedQuestionnaire.id == questionnaire_id)).one()
        if row.sha256 not in _parsed:
            _parsed[row.sha256] = load(row.content, f"{row.slug}/{row.version}.yaml")
        known[questionnaire_id] = _parsed[row.sha256]
    return known[questionnaire_id]
