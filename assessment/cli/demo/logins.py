"""The people one may log in as in a demo database, and their one password."""

import os
import secrets
from datetime import datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from assessment.accounts import passwords, service
from assessment.config import Settings
from assessment.models import User

ADDRESSES = {
    "owner": "owner@demo.example",
    "colleague": "colleague@demo.example",
    "reviewer": "reviewer@demo.example",
    "analyst": "analyst@demo.example",
    "administrator": "admin@demo.example",
}
NAMES = {
    "owner": "Vũ Thị Minh Họa",
    "colleague": "Phạm Văn Ví Dụ",
    "reviewer": "Trần Thị Thẩm Thử",
    "analyst": "Lê Văn Số Mẫu",
    "administrator": "Hoàng Thị Quản Thử",
}
SHORTEST_GENERATED = 9


def kept_password(settings: Settings) -> str | None:
    """Give the password that was set last, from the file only its owner can read."""
    try:
        return (settings.var / "demo_password").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def wished_password(settings: Settings) -> str:
    """Give the password that shall hold: the one asked for, the one kept, or a new one."""
    return os.environ.get("DEMO_PASSWORD") or kept_password(settings) or secrets.token_urlsafe(SHORTEST_GENERATED)


def keep_password(settings: Settings, password: str) -> None:
    """Write the password where the start finds it again."""
    path = settings.var / "demo_password"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(password + "\n", encoding="utf-8")


def create(session: Session, password: str, now: datetime) -> dict[str, UUID]:
    """Make the five people and give their ids by role."""
    roles = {role: "owner" if role == "colleague" else role for role in ADDRESSES}
    return {
        role: service.create_user(session, ADDRESSES[role], NAMES[role], account, password, now).id
        for role, account in roles.items()
    }


def settle_password(app: Flask) -> None:
    """Let the demo log-ins have the wished password, where another one is kept or the file is lost."""
    settings: Settings = app.extensions["settings"]
    wished = wished_password(settings)
    if wished == kept_password(settings):
        return
    hashed = passwords.hashed(wished)
    with app.extensions["writing"]() as session, session.begin():
        demo = User.email.in_(ADDRESSES.values())
        session.execute(update(User).where(demo).values(password_hash=hashed))
    keep_password(settings, wished)
