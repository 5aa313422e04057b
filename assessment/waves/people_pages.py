"""Pages of the people: list, one person, roles, locking, inviting."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.policy import ADMINISTRATORS
from assessment.waves import people as everybody
from assessment.waves.forms import InviteForm, RoleForm
from assessment.waves.listing import page_number, searched
from assessment.waves.people import Invitation, LastAdministrator, Sought
from assessment.waves.views import bp
from assessment.waves.wording import memberships, roles
from assessment.web.access import actor, allow
from assessment.web.refusal import refused
from assessment.web.site import settings
from assessment.web.transaction import db, now


@bp.get("/people")
@allow(ADMINISTRATORS)
def people() -> ResponseReturnValue:
    """List people, narrowed by words, role and state of the account."""
    role, standing = request.args.get("role", ""), request.args.get("standing", "")
    sought = Sought(
        searched(request.args.get("q", "")),
        role if role in everybody.ROLES else "",
        standing if standing in everybody.STANDINGS else "",
    )
    found = everybody.people(db(), sought, page_number(request.args.get("page", "")))
    return render_template("waves/people.html", found=found, sought=sought, roles=roles(), standing=everybody.standing)


@bp.get("/people/invite")
@allow(ADMINISTRATORS)
def invitation() -> ResponseReturnValue:
    """Show the form that invites somebody to work for the Association."""
    return render_template("waves/invite.html", form=InviteForm(formdata=None))


@bp.post("/people/invite")
@allow(ADMINISTRATORS)
def invite() -> ResponseReturnValue:
    """Invite somebody by mail."""
    form = InviteForm()
    if not form.validate():
        return refused("waves/invite.html", form=form)
    wish = Invitation(form.email.data, form.name.data, form.role.data, form.language.data)
    user = everybody.invite(db(), actor(), wish, settings(), now=now())
    if user is None:
        form.email.errors = [_("Địa chỉ này đã có tài khoản. Hãy tìm người đó trong danh sách rồi đổi vai trò.")]
        return refused("waves/invite.html", form=form)
    db().commit()
    flash(_("Đã gửi thư mời tới %(email)s.", email=user.email))
    return redirect(url_for(".person", user_id=user.id), 303)


@bp.get("/people/<uuid:user_id>")
@allow(ADMINISTRATORS)
def person(user_id: UUID) -> ResponseReturnValue:
    """Show one person with role, enterprises and the last time they were seen."""
    found = everybody.person(db(), user_id)
    form = RoleForm(formdata=None, data={"role": found.user.role, "seen": found.user.role})
    return render_template("waves/person.html", form=form, **_frame(found))


@bp.post("/people/<uuid:user_id>/role")
@allow(ADMINISTRATORS)
def change_role(user_id: UUID) -> ResponseReturnValue:
    """Change what a person is at the Association."""
    form, found = RoleForm(), everybody.person(db(), user_id)
    if not form.validate():
        return refused("waves/person.html", form=form, **_frame(found))
    try:
        everybody.change_role(db(), actor(), user_id, form.role.data, seen=form.seen.data or "", now=now())
    except LastAdministrator:
        form.role.errors = [_last_administrator()]
        return refused("waves/person.html", form=form, **_frame(found))
    db().commit()
    flash(_("Đã đổi vai trò của %(name)s.", name=found.user.name))
    return redirect("/" if _has_left(user_id, form.role.data) else url_for(".person", user_id=user_id), 303)


@bp.post("/people/<uuid:user_id>/lock")
@allow(ADMINISTRATORS)
def lock_person(user_id: UUID) -> ResponseReturnValue:
    """Lock an account and end its log-ins."""
    found = everybody.person(db(), user_id)
    try:
        everybody.lock(db(), actor(), user_id, now=now())
    except LastAdministrator:
        form = RoleForm(formdata=None, data={"role": found.user.role, "seen": found.user.role})
        form.role.errors = [_last_administrator()]
        return refused("waves/person.html", form=form, **_frame(found))
    db().commit()
    flash(_("Đã khóa tài khoản của %(name)s. Mọi máy đang đăng nhập đã bị đăng xuất.", name=found.user.name))
    return redirect("/" if user_id == actor().user_id else url_for(".person", user_id=user_id), 303)


@bp.post("/people/<uuid:user_id>/unlock")
@allow(ADMINISTRATORS)
def unlock_person(user_id: UUID) -> ResponseReturnValue:
    """Open a locked account again."""
    everybody.unlock(db(), actor(), user_id, now=now())
    db().commit()
    flash(_("Đã mở lại tài khoản. Người này đăng nhập được ngay."))
    return redirect(url_for(".person", user_id=user_id), 303)


@bp.post("/people/<uuid:user_id>/invite")
@allow(ADMINISTRATORS)
def invite_again(user_id: UUID) -> ResponseReturnValue:
    """Mail a new link to somebody who has not set a password yet."""
    everybody.invite_again(db(), actor(), user_id, settings(), now=now())
    db().commit()
    flash(_("Đã gửi đường dẫn mới. Đường dẫn cũ không dùng được nữa."))
    return redirect(url_for(".person", user_id=user_id), 303)


def _frame(found: everybody.Person) -> dict[str, object]:
    return {"found": found, "roles": roles(), "memberships": memberships(), "own": found.user.id == actor().user_id}


def _has_left(user_id: UUID, role: str) -> bool:
    """Whether the person behind this request has just given up looking after people."""
    return user_id == actor().user_id and role != "administrator"


def _last_administrator() -> str:
    return str(_("Đây là quản trị viên cuối cùng. Hãy giao quyền quản trị cho một người khác trước."))
