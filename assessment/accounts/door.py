"""Logging in and out."""

from datetime import timedelta

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from assessment.accounts import service
from assessment.accounts.views import bp, home
from assessment.core.values.states import Problem
from assessment.core.values.text import email as read_email
from assessment.policy import PUBLIC
from assessment.web import carried, passwords, sessions, throttle
from assessment.web.access import allow, visitor
from assessment.web.fields import LONGEST_PASSWORD, problem_words, shown_again
from assessment.web.refusal import refused
from assessment.web.transaction import db, now, short_read

FROM_ONE_PLACE, PLACE_WINDOW = 100, timedelta(hours=1)
SAID = {
    "opened": lazy_gettext("Tài khoản đã mở. Hãy đăng nhập bằng mật khẩu đã chọn."),
    "password": lazy_gettext("Mật khẩu mới đã được lưu. Hãy đăng nhập bằng mật khẩu mới."),
    "email": lazy_gettext("Địa chỉ thư đã đổi. Hãy đăng nhập bằng địa chỉ mới; mật khẩu vẫn như cũ."),
    "left": lazy_gettext("Đã đăng xuất."),
}


@bp.get("/account/log-in")
@allow(PUBLIC)
def log_in() -> ResponseReturnValue:
    """Show the log-in, or go on for who has logged in already."""
    target = carried.own_path(request.args.get("next"))
    if visitor() is not None:
        return redirect(target or home(), 303)
    said = SAID.get(request.args.get("said", ""))
    return render_template("accounts/log_in.html", carried=None, next=target, email="", problem=None, said=said)


@bp.post("/account/log-in")
@allow(PUBLIC)
def enter() -> ResponseReturnValue:
    """Log in, and finish what was carried here from before."""
    address = read_email(request.form.get("email", ""))
    password = request.form.get("password", "")[: LONGEST_PASSWORD + 1]
    if isinstance(address, Problem) or not password:
        words = problem_words(address) if isinstance(address, Problem) else _("Hãy ghi mật khẩu.")
        return _again(words, 422)
    wait = _wait(address)
    if wait is not None:
        return _too_many(wait)
    with short_read() as reading:
        known = service.credentials(reading, address)
    fits = passwords.fits(password, known.password_hash if known else None)
    if known is None or not fits or not known.may_enter:
        return _refuse(address)
    return _admit(known, address, password)


@bp.post("/account/log-out")
@allow(PUBLIC)
def log_out() -> ResponseReturnValue:
    """End this log-in and let the browser forget its pages, and the answers that wait in it."""
    who = visitor()
    if who is not None:
        service.logged_out(db(), who.user_id, now=now())
        sessions.leave(db(), who.session_id)
        db().commit()
    answer = make_response(redirect(url_for(".log_in", said="left"), 303))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _admit(known: service.Credentials, address: str, password: str) -> ResponseReturnValue:
    """Begin a log-in of a person whose password fits."""
    new_hash = passwords.hashed(password) if passwords.is_dated(known.password_hash) else None
    service.logged_in(db(), known.user_id, new_hash=new_hash, now=now())
    token = sessions.begin(db(), known.user_id)
    db().commit()
    throttle.forget(_account_key(address))
    sent = carried.unpack(request.form.get("carried", ""))
    sessions.admit(token)
    if sent is not None:
        return carried.complete(sent)
    return redirect(carried.own_path(request.form.get("next")) or home(), 303)


def _refuse(address: str) -> ResponseReturnValue:
    """Say the same whether the address is unknown, the password wrong or the account closed."""
    tried = throttle.count(_place_key(), PLACE_WINDOW)
    service.refused_log_in(db(), address, alarm=tried == FROM_ONE_PLACE, now=now())
    db().commit()
    return _again(_("Địa chỉ thư hoặc mật khẩu chưa đúng. Hãy thử lại, hoặc đặt mật khẩu mới."), 422)


def _wait(address: str) -> timedelta | None:
    """Take a try of this account, or give how long to wait; a place with too many failures waits as well."""
    if throttle.spent(_place_key(), FROM_ONE_PLACE, PLACE_WINDOW):
        return throttle.DELAYS[-1]
    return throttle.take(_account_key(address))


def _too_many(wait: timedelta) -> ResponseReturnValue:
    """Ask for patience; the mailed link for a new password works all the while."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    words = ngettext(
        "Đã thử quá nhiều lần. Hãy đợi %(num)s phút rồi thử lại, hoặc đặt mật khẩu mới.",
        "Đã thử quá nhiều lần. Hãy đợi %(num)s phút rồi thử lại, hoặc đặt mật khẩu mới.",
        minutes,
    )
    answer = current_app.make_response(_again(words, 429))
    answer.headers["Retry-After"] = str(minutes * 60)
    return answer


def _again(problem: str, status: int) -> ResponseReturnValue:
    """Show the log-in again, with the address and what it carries."""
    form = request.form
    sent = form.get("carried", "")
    return refused(
        "accounts/log_in.html",
        status,
        carried=sent if sent and carried.unpack(sent) else None,
        next=carried.own_path(form.get("next")),
        email=shown_again(form.get("email", ""), 254),
        problem=problem,
    )


def _account_key(address: str) -> str:
    return throttle.key_of("log-in", address)


def _place_key() -> str:
    return f"log-in-from:{throttle.address()}"
