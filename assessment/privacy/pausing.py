"""The effect of withdrawing the needed consent: nothing more is taken in from the person, on any page."""

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.web.access import visitor
from assessment.web.errors import typed_fields

STOPPED = frozenset({"survey", "results"})
"""The features whose forms take in answers, evidence and plans."""
OF_SCRIPTS = "survey.answer"
NEW_FIRM = "accounts.register_enterprise"
CONFLICT = 409


def init_app(app: Flask) -> None:
    """Ask before each form is taken in."""
    app.before_request(_refuse)


def _refuse() -> ResponseReturnValue | None:
    """Answer a form of somebody who has withdrawn with what stands in its way, and with what was typed."""
    if request.method != "POST" or not _takes_in():
        return None
    person = visitor()
    if person is None or not person.stopped:
        return None
    if request.endpoint == OF_SCRIPTS:
        said = _("Chưa lưu, vì anh/chị đã rút lại sự đồng ý cho việc đánh giá. Đồng ý lại ở trang Dữ liệu của tôi.")
        return jsonify(state="closed", words=said), CONFLICT
    return render_template("privacy/paused.html", typed=typed_fields()), CONFLICT


def _takes_in() -> bool:
    return request.blueprint in STOPPED or request.endpoint == NEW_FIRM
