"""What the script of a page must know: who fills in what, where answers go, and every word it may say."""

import json
from datetime import timedelta
from functools import cache
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from assessment.survey.visits import Visit
from assessment.web.access import actor
from assessment.web.language import language

WARNED_BEFORE = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=5)  # A log-in's last sign of life may be noted this much too early.


def script(visit: Visit) -> Markup:
    """Give it as JSON that may stand in an attribute between single quotes."""
    url = url_for("survey.answer", assessment_id=visit.assessment.id, criterion="-").removesuffix("-")
    about = {
        "user": str(actor().user_id),
        "url": url,
        "editable": visit.editable,
        "idle": _seconds_until_warning(),
    }
    return _attribute(about)[:-1] + Markup(',"words":') + _words(language()) + Markup("}")


def _attribute(value: dict[str, Any]) -> Markup:
    """Write JSON without any sign that ends an attribute or begins a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "&<>'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _seconds_until_warning() -> int:
    """Give how long a person may do nothing before the page warns them."""
    settings = current_app.extensions["settings"]
    idle: timedelta = settings.session_idle if actor().role == "none" else settings.session_idle_staff
    early = min(WARNED_BEFORE, idle / 5) + min(SEEN_EVERY, idle / 5)
    return int((idle - early).total_seconds())


@cache
def _words(_language: str) -> Markup:
    """Give all the words in the reader's language; written once for each, since pages are asked for often."""
    words = {
        "saving": _("Đang lưu…"),
        "offline": _("Mất mạng. Câu này đang chờ trên máy và sẽ tự gửi."),
        "openOnly": _("Mất mạng. Câu này đang chờ ở trang này và sẽ tự gửi; đừng đóng trang."),
        "slow": _("Mạng chậm, câu này chưa tới nơi. Trang sẽ tự gửi lại."),
        "again": _("Chưa lưu được. Sẽ thử lại sau # giây."),
        "problem": _("Chưa lưu. Hãy xem lại câu này."),
        "conflict": _("Chưa lưu. Hãy chọn giữ câu nào."),
        "ended": _("Chưa lưu vì phiên làm việc đã hết. Bấm “Lưu và tiếp tục” để đăng nhập lại; câu này vẫn còn."),
        "other": _("Chưa lưu. Trên máy này đã có người khác đăng nhập."),
        "gone": _("Chưa lưu. Câu hỏi này không còn trong bài; hãy tải lại trang."),
        "more": _("Có thêm câu hỏi bên dưới."),
        "mine": _("Giữ câu của tôi"),
        "theirs": _("Giữ câu kia"),
        "long": _("Đoạn này dài quá nên không gửi được. Hãy viết ngắn lại."),
        "press": _("Chưa lưu được. Hãy bấm lại sau ít phút."),
        "idle": _("Đã lâu không có thao tác. Ít phút nữa sẽ phải đăng nhập lại; những gì đã gõ vẫn còn."),
        "stay": _("Ở lại"),
        "noLine": _("Đang mất mạng nên chưa sang trang được. Những gì đã gõ vẫn còn ở đây."),
        "waiting": _("Còn # câu chưa gửi, đang chờ trên máy này. Mở lại trang của câu đó để xem và gửi."),
    }
    return _attribute(words)
