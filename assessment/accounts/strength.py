"""Says at its field why a password is too weak."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from assessment.accounts.weakness import SHORTEST, weakness

SENTENCES: dict[str, Callable[[], str]] = {
    "short": lambda: _("Mật khẩu cần ít nhất %(least)s ký tự.", least=SHORTEST),
    "common": lambda: _("Mật khẩu này nhiều người dùng hoặc dễ đoán. Hãy ghép vài từ không liên quan với nhau."),
    "about": lambda: _("Mật khẩu này dễ đoán vì gần giống tên của anh/chị, của doanh nghiệp hay của trang này."),
}


def is_strong(field: Any, about: Iterable[str]) -> bool:
    """Whether the password of a field will do; if not, the field says why, unless it says something already."""
    if field.errors or not field.data:
        return False
    association = dict(current_app.extensions["settings"].association).values()
    found = weakness(field.data, ["Thước Số", *association, *about])
    if found is not None:
        field.errors = (*field.errors, SENTENCES[found]())
    return found is None
