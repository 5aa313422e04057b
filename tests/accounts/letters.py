"""Letters a test waits for, and the links in them."""

import re

from flask import Flask
from sqlalchemy import select

from assessment.models import AuditEvent, Mail


def letters(app: Flask, recipient: str | None = None) -> list[Mail]:
    with app.extensions["reading"]() as session:
        found = select(Mail).order_by(Mail.created_at)
        return list(session.scalars(found if recipient is None else found.where(Mail.recipient == recipient)))


def link_in(letter: Mail) -> str:
    """The path of the mailed link."""
    found = re.search(r"http://localhost(/account/link/[A-Za-z0-9_-]+)", letter.body)
    assert found is not None, letter.body
    return found.group(1)


def events(app: Flask, action: str) -> list[AuditEvent]:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)))
