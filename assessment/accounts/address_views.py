"""The pages on which one's e-mail address is changed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.accounts import addresses, links, person
from assessment.accounts.forms import ChangeEmailForm
from assessment.accounts.patience import may_be_written_to
from assessment.accounts.views import bp
from assessment.policy import SIGNED_IN
from assessment.web import throttle
from assessment.web.access import actor, allow, visitor
from assessment.web.again import knows_password
from assessment.web.refusal import refused
from assessment.web.site import settings
from assessment.web.transaction import db, now, short_read

IN_ONE_HOUR = 10


@bp.get("/account/email")
@allow(SIGNED_IN)
def email() -> ResponseReturnValue:
    """Show the form for a new address."""
    return render_template("accounts/email.html", form=ChangeEmailForm(), person=actor())


@bp.post("/account/email")
@allow(SIGNED_IN)
def change_email() -> ResponseReturnValue:
    """Mail a link to the new address; the answer is the same whether or not somebody has it."""
    form, who = ChangeEmailForm(), actor()
    form.email_now = who.email
    is_valid = form.validate()
    with short_read() as reading:
        kept = person.row(reading, who.user_id).password_hash
    if not is_valid or not knows_password(form.password_now, kept):
        return refused("accounts/email.html", form=form, person=who)
    throttle.limit(f"email:{who.user_id}", IN_ONE_HOUR, throttle.FORGOTTEN_AFTER)
    if may_be_written_to(form.email.data):
        addresses.ask(db(), who.user_id, form.email.data, settings(), now=now())
        db().commit()
    flash(_("Chúng tôi đã gửi thư tới địa chỉ mới. Hãy mở đường dẫn trong thư; trước lúc đó địa chỉ cũ vẫn dùng được."))
    return redirect(url_for(".account"), 303)


def confirm(token: str) -> ResponseReturnValue | None:
    """Change the address by a mailed link; None where the link is worth nothing."""
    who = visitor()
    with short_read() as reading:
        is_mine = who is not None and links.owner_of(reading, token) == who.user_id
    keep = who.session_id if who is not None and is_mine else None
    is_done = addresses.change(db(), token, settings(), keep=keep, now=now())
    db().commit()  # A link that came to nothing is used up as well.
    if not is_done:
        return None
    if keep is None:
        return redirect(url_for(".log_in", said="email"), 303)
    flash(_("Địa chỉ thư đã đổi. Các máy khác đã bị đăng xuất."))
    return redirect(url_for(".account"), 303)
