"""The forms of accounts."""

from typing import Any, TypeVar

import wtforms
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice, ValidationError

from assessment.core.rights.purposes import PURPOSES
from assessment.web.fields import CleanEmail, CleanPassword, CleanString, RadioChoice, lazy_text
from assessment.web.language import LANGUAGES, OWN_NAMES

FormClass = TypeVar("FormClass")

NO_NAME = _("Hãy ghi họ và tên.")
NO_EMAIL = _("Hãy ghi địa chỉ thư điện tử.")
NO_PASSWORD = _("Hãy ghi mật khẩu.")
PASSWORD_HINT = _("Từ 8 ký tự. Một câu ngắn dễ nhớ là tốt nhất; không cần ký tự đặc biệt.")


class Consenting:
    """What a form with a box for each purpose can tell; none is ticked unless the consent stands."""

    @property
    def consents(self) -> tuple[str, ...]:
        """The purposes agreed to."""
        return tuple(purpose.id for purpose, box in zip(PURPOSES, self.boxes, strict=True) if box.data)

    @property
    def boxes(self) -> list[Any]:
        """The boxes, in order."""
        return [getattr(self, f"consent_{purpose.id}") for purpose in PURPOSES]


def with_consents(form: type[FormClass]) -> type[FormClass]:
    """Give a form a box for each purpose, after its other fields."""
    for purpose in PURPOSES:
        setattr(form, f"consent_{purpose.id}", wtforms.BooleanField(lazy_text(purpose.words)))
    return form


@with_consents
class SignUpForm(Consenting, FlaskForm):
    """Asking for an account."""

    name = CleanString(_("Họ và tên"), longest=200, required=NO_NAME)
    email = CleanEmail(_("Địa chỉ thư điện tử"), required=NO_EMAIL)
    password = CleanPassword(_("Mật khẩu"), required=NO_PASSWORD, description=PASSWORD_HINT)

    def validate_consent_assessment(self, box: wtforms.BooleanField) -> None:
        """Without this one there is nothing the account would be for."""
        if not box.data:
            raise ValidationError(str(_("Cần đồng ý mục này thì mới mở được tài khoản.")))


class EmailForm(FlaskForm):
    """Just an address."""

    email = CleanEmail(_("Địa chỉ thư điện tử"), required=NO_EMAIL)


class NewPasswordForm(FlaskForm):
    """A new password, set by a mailed link."""

    password = CleanPassword(_("Mật khẩu mới"), required=NO_PASSWORD, description=PASSWORD_HINT)


class ChangePasswordForm(FlaskForm):
    """A new password, beside the one that is known."""

    password_now = CleanPassword(_("Mật khẩu đang dùng"), required=NO_PASSWORD)
    password = CleanPassword(_("Mật khẩu mới"), required=NO_PASSWORD, description=PASSWORD_HINT)


class ChangeEmailForm(FlaskForm):
    """A new address, with the password that is known."""

    email = CleanEmail(_("Địa chỉ thư mới"), required=NO_EMAIL)
    password_now = CleanPassword(_("Mật khẩu đang dùng"), required=NO_PASSWORD)
    email_now = ""

    def validate_email(self, field: CleanEmail) -> None:
        """Refuse the address in use: there would be nothing to change."""
        if field.data == self.email_now:
            raise ValidationError(str(_("Đây là địa chỉ đang dùng. Hãy ghi địa chỉ mới.")))


class AccountForm(FlaskForm):
    """Name and language."""

    name = CleanString(_("Họ và tên"), longest=200, required=NO_NAME)
    language = RadioChoice(
        _("Ngôn ngữ của trang và thư"),
        required=_("Hãy chọn một ngôn ngữ."),
        rows=[SelectChoice(code, OWN_NAMES[code]) for code in LANGUAGES],
    )
