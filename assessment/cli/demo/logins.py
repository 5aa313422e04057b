"""The rows of the people one may log in as."""

from datetime import datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from assessment.accounts import service
from assessment.cli.demo.people import ADDRESSES, NAMES, keep_password, kept_password, wished_password
from assessment.models import User
from assessment.web import passwords


def create(session: Session, password: str, now: datetime) -> dict[str, UUID]:
    """Make the five people and give their ids by role."""
    roles = {role: "owner" if role == "colleague" else role for role in ADDRESSES}
    return {
        role: service.create_user(session, ADDRESSES[role], NAMES[role], account, password, now).id
        for role, account in roles.items()
    }


def settle_password(app: Flask) -> None:
    """Let the demo log-ins have the wished password, where another one is kept or the file is lost."""
    var = app.extensions["settings"].var
    wished = wished_password(var)
    if wished == kept_password(var):
        return
    hashed = passwords.hashed(wished)
    with app.extensions["writing"]() as session, session.begin():
        session.execute(update(User).where(User.email.in_(ADDRESSES.values())).values(password_hash=hashed))
    keep_password(var, wished)
