"""Asking for an account, mailed links, forgotten passwords."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessment.accounts import address_views, links, person, service
from assessment.accounts.forms import EmailForm, NewPasswordForm, SignUpForm
from assessment.accounts.patience import HOUR, may_be_written_to
from assessment.accounts.strength import is_strong
from assessment.accounts.views import bp
from assessment.policy import PUBLIC
from assessment.web import passwords, throttle
from assessment.web.access import allow
from assessment.web.language import language
from assessment.web.refusal import refused
from assessment.web.site import settings
from assessment.web.transaction import db, now, short_read

FROM_ONE_PLACE = 60
GONE = 404


@bp.get("/account/sign-up")
@allow(PUBLIC)
def sign_up() -> ResponseReturnValue:
    """Show the form that asks for an account."""
    return render_template("accounts/sign_up.html", form=SignUpForm(), problem=None)


@bp.post("/account/sign-up")
@allow(PUBLIC)
def ask_for_account() -> ResponseReturnValue:
    """Mail a link; the answer is the same whether or not the address is known."""
    form = SignUpForm()
    is_valid = form.validate()
    about = [str(form.name.data or ""), str(form.email.data or "").split("@")[0]]
    if not is_strong(form.password, about) or not is_valid:
        return refused("accounts/sign_up.html", form=form)
    throttle.limit(f"sign-up:{throttle.address()}", FROM_ONE_PLACE, HOUR)
    wish = service.SignUp(
        email=form.email.data,
        name=form.name.data,
        password_hash=passwords.hashed(form.password.data),
        language=language(),
        consents=form.consents,
    )
    if may_be_written_to(wish.email):
        service.ask_for_account(db(), wish, settings(), now=now())
        db().commit()
    return redirect(url_for(".mail_sent"), 303)


@bp.get("/account/mail-sent")
@allow(PUBLIC)
def mail_sent() -> ResponseReturnValue:
    """Say that a mail is on its way."""
    return render_template("accounts/mail_sent.html")


@bp.get("/account/forgotten")
@allow(PUBLIC)
def forgotten() -> ResponseReturnValue:
    """Show the form that asks for a new password."""
    return render_template("accounts/forgotten.html", form=EmailForm())


@bp.post("/account/forgotten")
@allow(PUBLIC)
def ask_for_reset() -> ResponseReturnValue:
    """Mail a link to the owner of the address, if there is one; the answer is the same."""
    form = EmailForm()
    if not form.validate():
        return refused("accounts/forgotten.html", form=form)
    throttle.limit(f"forgotten:{throttle.address()}", FROM_ONE_PLACE, HOUR)
    if may_be_written_to(form.email.data):
        person.ask_for_reset(db(), form.email.data, settings(), now=now())
        db().commit()
    return redirect(url_for(".mail_sent"), 303)


@bp.get("/account/link/<token>")
@allow(PUBLIC)
def link(token: str) -> ResponseReturnValue:
    """Show what a mailed link does; nothing happens before the button is pressed."""
    match links.purpose_of(db(), token, now=now()):
        case "sign_up":
            return render_template("accounts/link.html", token=token)
        case "reset":
            return render_template("accounts/new_password.html", token=token, form=NewPasswordForm())
        case "email":
            return render_template("accounts/new_email.html", token=token)
        case _:
            return render_template("accounts/link_gone.html"), GONE


@bp.post("/account/link/<token>")
@allow(PUBLIC)
def use_link(token: str) -> ResponseReturnValue:
    """Open the account, set the new password or change the address."""
    with short_read() as reading:
        purpose = links.purpose_of(reading, token, now=now())
    match purpose:
        case "sign_up":
            return _open_account(token)
        case "reset":
            return _set_password(token)
        case "email":
            return address_views.confirm(token) or refused("accounts/link_gone.html", GONE)
        case _:
            return refused("accounts/link_gone.html", GONE)


def _open_account(token: str) -> ResponseReturnValue:
    if not service.open_account(db(), token, now=now()):
        db().commit()
        return refused("accounts/link_gone.html", GONE)
    db().commit()
    return redirect(url_for(".log_in", said="opened"), 303)


def _set_password(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    with short_read() as reading:
        owner = links.owner_of(reading, token)
        about = person.names_about(reading, owner) if owner else []
    if not form.validate() or not is_strong(form.password, about):
        return refused("accounts/new_password.html", token=token, form=form)
    new_hash = passwords.hashed(form.password.data)
    changed = person.reset_password(db(), token, new_hash, settings(), now=now())
    if changed is None:
        return refused("accounts/link_gone.html", GONE)
    db().commit()
    throttle.forget(throttle.key_of("log-in", changed.email))
    return redirect(url_for(".log_in", said="password"), 303)
