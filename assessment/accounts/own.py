"""One's own account: name and language, password, log-ins."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.accounts import person, registering
from assessment.accounts.forms import AccountForm, ChangePasswordForm
from assessment.accounts.strength import is_strong
from assessment.accounts.views import bp
from assessment.policy import SIGNED_IN, NotFound
from assessment.web import passwords
from assessment.web.access import actor, allow
from assessment.web.again import knows_password
from assessment.web.refusal import refused
from assessment.web.site import settings
from assessment.web.transaction import db, now, short_read

LONGEST_ID = 9


@bp.get("/account")
@allow(SIGNED_IN)
def account() -> ResponseReturnValue:
    """Show the account."""
    who = person.row(db(), actor().user_id)
    form = AccountForm(data={"name": who.name, "language": who.language})
    return render_template("accounts/account.html", form=form, **_frame())


@bp.post("/account")
@allow(SIGNED_IN)
def change_account() -> ResponseReturnValue:
    """Change name and language."""
    form = AccountForm()
    if not form.validate():
        frame = _frame()
        return refused("accounts/account.html", form=form, **frame)
    person.change_person(db(), actor().user_id, name=form.name.data, language=form.language.data)
    db().commit()
    session["language"] = form.language.data
    flash(_("Đã lưu."))
    return redirect(url_for(".account"), 303)


@bp.get("/account/password")
@allow(SIGNED_IN)
def password() -> ResponseReturnValue:
    """Show the form for a new password."""
    return render_template("accounts/password.html", form=ChangePasswordForm())


@bp.post("/account/password")
@allow(SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Set a new password; every other log-in of this person ends."""
    form, who = ChangePasswordForm(), actor()
    is_valid = form.validate()
    with short_read() as reading:
        kept, about = person.row(reading, who.user_id).password_hash, person.names_about(reading, who.user_id)
    if not is_strong(form.password, about) or not is_valid or not knows_password(form.password_now, kept):
        return refused("accounts/password.html", form=form)
    new_hash = passwords.hashed(form.password.data)
    person.change_password(db(), who.user_id, new_hash, settings(), keep=who.session_id, now=now())
    db().commit()
    flash(_("Mật khẩu đã đổi. Các máy khác đã bị đăng xuất."))
    return redirect(url_for(".account"), 303)


@bp.post("/account/log-ins")
@allow(SIGNED_IN)
def end_log_in() -> ResponseReturnValue:
    """End one of one's own log-ins, on a device left behind."""
    person.end_log_in(db(), actor().user_id, row_id("log_in"), now=now())
    db().commit()
    flash(_("Đã kết thúc lần đăng nhập đó."))
    return redirect(url_for(".account", _anchor="log-ins"), 303)


def row_id(field: str) -> int:
    """Read the number of a row from a field; what is no number belongs to no row."""
    typed = request.form.get(field, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_ID):
        raise NotFound
    return int(typed)


def _frame() -> dict[str, object]:
    """Give what the account page shows beside its form."""
    who = actor()
    return {
        "person": person.row(db(), who.user_id),
        "enterprises": registering.own_all(db(), who),
        "log_ins": person.log_ins(db(), who.user_id, since=now() - settings().session_absolute),
    }
