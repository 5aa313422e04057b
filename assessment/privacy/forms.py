"""The forms of requests, of leaving, and of the Association's answers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import wtforms
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice, ValidationError

from assessment.core.rights.deadlines import LONGEST_EXTENSION
from assessment.privacy.leaving import KINDS as LEAVING
from assessment.privacy.leaving import Firm
from assessment.privacy.wording import KINDS
from assessment.web.fields import Choice, CleanPassword, CleanText, RadioChoice, WholeNumber, rows

LONGEST_WORDS = 4000
IN_WORDS = ("correct", "object", "withdraw")
"""The kinds that say nothing without words of the person."""


class RequestForm(FlaskForm):
    """What a person asks for."""

    kind = RadioChoice(_("Muốn Hiệp hội làm gì"), required=_("Hãy chọn một việc."))
    words = CleanText(
        _("Nói rõ hơn"),
        longest=LONGEST_WORDS,
        description=_("Sai ở đâu, sửa thành gì; hoặc không muốn dữ liệu được dùng vào việc nào và vì sao."),
    )

    def __init__(self, **more: Any) -> None:
        """Offer every kind in the reader's language."""
        super().__init__(**more)
        self.kind.choices = rows(KINDS)

    def validate_words(self, field: wtforms.Field) -> None:
        """Ask for words where nobody could act without them."""
        if self.kind.data in IN_WORDS and not field.data:
            raise ValidationError(str(_("Hãy viết vài lời để Hiệp hội biết cần làm gì.")))


class LeaveForm(FlaskForm):
    """Deleting or making anonymous: what is wanted, that it was understood, and the password once more."""

    kind = RadioChoice(_("Chọn cách"), required=_("Hãy chọn một cách."))
    understood = wtforms.BooleanField(_("Tôi đã đọc những gì sẽ mất và những gì phải giữ lại."))
    password = CleanPassword(_("Mật khẩu đang dùng"), required=_("Hãy ghi mật khẩu."))

    def __init__(self, **more: Any) -> None:
        """Offer the two ways."""
        super().__init__(**more)
        self.kind.choices = rows({kind: KINDS[kind] for kind in LEAVING})

    def validate_understood(self, field: wtforms.BooleanField) -> None:
        """Nobody leaves without having said so."""
        if not field.data:
            raise ValidationError(str(_("Hãy đọc phần trên rồi đánh dấu vào đây.")))

    @property
    def heirs(self) -> dict[UUID, UUID]:
        """Who takes over which enterprise."""
        chosen = {name: self[name].data for name in self._fields if name.startswith("heir-")}
        return {UUID(name.removeprefix("heir-")): UUID(who) for name, who in chosen.items() if who != "close"}


def leave_form(firms: Iterable[Firm], **more: Any) -> LeaveForm:
    """Make the form with a question for each enterprise a colleague could take over; nothing is chosen beforehand."""
    fields = {
        f"heir-{firm.enterprise.id}": Choice(
            _("Ai làm chủ %(name)s", name=firm.enterprise.name),
            required=_("Hãy chọn người làm chủ, hoặc chọn đóng doanh nghiệp."),
            rows=[
                SelectChoice("", _("Hãy chọn")),
                *(SelectChoice(str(user.id), user.name) for user in firm.heirs),
                SelectChoice("close", _("Không ai: đóng doanh nghiệp này")),
            ],
        )
        for firm in firms
        if firm.heirs
    }
    form: LeaveForm = type("LeaveFormOfFirms", (LeaveForm,), fields)(**more)
    return form


class TakeForm(FlaskForm):
    """Taking a request into hand."""

    third_party = wtforms.BooleanField(_("Bên thứ ba đã nhận dữ liệu cũng phải ngừng (hạn 20 ngày)"))


class ExtendForm(FlaskForm):
    """The one extension."""

    days = WholeNumber(_("Thêm mấy ngày"), least=1, most=LONGEST_EXTENSION)
    reason = CleanText(
        _("Vì sao cần thêm thời gian"), longest=LONGEST_WORDS, required=_("Hãy ghi lý do; người yêu cầu sẽ đọc.")
    )


class DecideForm(FlaskForm):
    """The decision, with words for the person."""

    state = RadioChoice(
        _("Quyết định"),
        required=_("Hãy chọn một quyết định."),
        rows=[SelectChoice("done", _("Đã thực hiện")), SelectChoice("refused", _("Không thực hiện"))],
    )
    answer = CleanText(
        _("Trả lời người yêu cầu"),
        longest=LONGEST_WORDS,
        required=_("Hãy ghi trả lời; nếu không thực hiện thì ghi lý do."),
    )
