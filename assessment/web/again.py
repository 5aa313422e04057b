"""Asking for the password once more, before what cannot be undone."""

from flask_babel import gettext as _

from assessment.web import passwords, throttle
from assessment.web.access import actor


def knows_password(field: object, kept: str) -> bool:
    """Whether the password in use was typed, else the field says so; guessing it here is slowed as at the log-in."""
    key = throttle.key_of("log-in", actor().email)
    wait = throttle.take(key)
    if wait is None and passwords.fits(getattr(field, "data", "") or "", kept):
        throttle.forget(key)
        return True
    field.errors = (_("Mật khẩu đang dùng chưa đúng."),)  # type: ignore[attr-defined]
    return False
