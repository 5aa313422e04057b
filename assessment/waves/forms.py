"""The forms of administrators."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectChoice, ValidationError
from wtforms.validators import StopValidation

from assessment.models import Wave
from assessment.waves.service import TYPES, Offered, Plan, PlanFault, serving
from assessment.waves.wording import roles
from assessment.web.fields import CleanEmail, CleanString, RadioChoice, WholeNumber, shown_again
from assessment.web.language import LANGUAGES, OWN_NAMES, language
from assessment.web.numerals import day as written_day

EARLIEST, LATEST = date(2020, 1, 1), date(2099, 12, 31)
MOST_INVITED = 1_000_000
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
SPOKEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
LONGEST_VERSION = 9


class Day(wtforms.StringField):
    """A day, as a browser's calendar sends it or as people write it: 2026-11-21, 21/11/2026."""

    data: Any
    widget = wtforms.widgets.DateInput()

    def __init__(self, label: Any = None, *, required: Any, **more: Any) -> None:
        """Take the sentence for what is no day."""
        super().__init__(label, **more)
        self.required = required
        self.type = "StringField"

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Read the day, or say what would be one."""
        read = read_day(str(self.data or ""))
        if read is None:
            self.data = shown_again(str(self.data or ""), 20)
            raise StopValidation(str(self.required))
        self.data = read

    def _value(self) -> str:
        """Write the day the way a browser's calendar wants it."""
        return str(self.data) if self.data is not None else ""


def read_day(typed: str) -> date | None:
    """Read a day between 2020 and 2099, or give None."""
    text = typed.strip()
    if found := ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := SPOKEN.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if EARLIEST <= read <= LATEST else None


class Served(wtforms.SelectField):
    """The questionnaire of one organisation type, or none: a list of its own, so that no type is served twice."""

    def __init__(self, label: Any = None, **more: Any) -> None:
        """Begin with an empty list; the form fills it."""
        super().__init__(label, choices=[], validate_choice=False, **more)
        self.type = "SelectField"

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Accept only what the list offers."""
        if (self.data or "") not in {choice.value for choice in self.choices}:
            raise StopValidation(_("Bộ câu hỏi này không có trong danh sách. Hãy chọn lại."))


class WaveForm(FlaskForm):
    """What a wave is."""

    title_vi = CleanString(
        lazy_gettext("Tên đợt bằng tiếng Việt"),
        longest=150,
        required=lazy_gettext("Hãy ghi tên đợt bằng tiếng Việt."),
        description=lazy_gettext("Ví dụ: Đợt 2 năm 2026."),
    )
    title_en = CleanString(
        lazy_gettext("Tên đợt bằng tiếng Anh"),
        longest=150,
        required=lazy_gettext("Hãy ghi tên đợt bằng tiếng Anh."),
        description=lazy_gettext("Ví dụ: Wave 2, 2026."),
    )
    opens_on = Day(
        lazy_gettext("Ngày mở"),
        required=lazy_gettext("Hãy ghi ngày mở, ví dụ 21/11/2026."),
        description=lazy_gettext("Doanh nghiệp trả lời được từ ngày này."),
    )
    closes_on = Day(
        lazy_gettext("Ngày cuối"),
        required=lazy_gettext("Hãy ghi ngày cuối, ví dụ 21/11/2026."),
        description=lazy_gettext("Doanh nghiệp còn nộp được đến hết ngày này."),
    )
    serves_enterprise = Served(lazy_gettext("Doanh nghiệp trả lời"))
    serves_household = Served(lazy_gettext("Hộ kinh doanh trả lời"))
    serves_cooperative = Served(lazy_gettext("Hợp tác xã trả lời"))
    invited_enterprise = WholeNumber(lazy_gettext("Số doanh nghiệp được mời"), least=0, most=MOST_INVITED, default=0)
    invited_household = WholeNumber(lazy_gettext("Số hộ kinh doanh được mời"), least=0, most=MOST_INVITED, default=0)
    invited_cooperative = WholeNumber(lazy_gettext("Số hợp tác xã được mời"), least=0, most=MOST_INVITED, default=0)
    second_sign_off = wtforms.BooleanField(
        lazy_gettext("Mỗi hồ sơ cần người thẩm định thứ hai đồng ý"),
        description=lazy_gettext("Người thứ hai phải là người khác với người thẩm định thứ nhất."),
    )
    version = wtforms.HiddenField()

    def __init__(self, *arguments: Any, offers: Iterable[Offered], **more: Any) -> None:
        """Fill the lists of questionnaires in the reader's language."""
        super().__init__(*arguments, **more)
        rows = [SelectChoice(str(each.id), f"{each.title.of(language())} ({each.version})") for each in offers]
        for field in self.served.values():
            field.choices = [SelectChoice("", _("Không tham gia đợt này")), *rows]

    @property
    def served(self) -> dict[str, Any]:
        """The field of each organisation type."""
        return {kind: self[f"serves_{kind}"] for kind in TYPES}

    @property
    def invited(self) -> dict[str, Any]:
        """The number of those invited, of each organisation type."""
        return {kind: self[f"invited_{kind}"] for kind in TYPES}

    def show(self, wave: Wave) -> None:
        """Fill the fields with what stands."""
        self.title_vi.data, self.title_en.data = wave.title.get("vi", ""), wave.title.get("en", "")
        self.opens_on.data, self.closes_on.data = wave.opens_on, wave.closes_on
        self.second_sign_off.data = wave.second_sign_off
        for kind, field in self.invited.items():
            field.data = wave.invited_by_type.get(kind, 0)
        standing = serving(wave)
        for kind, field in self.served.items():
            field.data = str(standing.get(kind, ""))
        self.version.data = str(wave.version)

    def validate_closes_on(self, field: Day) -> None:
        """Refuse a last day before the first."""
        if isinstance(self.opens_on.data, date) and field.data < self.opens_on.data:
            opens = written_day(self.opens_on.data, language())
            raise ValidationError(_("Ngày cuối đứng trước ngày mở (%(opens)s). Hãy xem lại hai ngày.", opens=opens))

    def validate_serves_enterprise(self, _field: Served) -> None:
        """Refuse a wave that serves nobody."""
        if not any(field.data for field in self.served.values()):
            raise ValidationError(_("Hãy chọn bộ câu hỏi cho ít nhất một loại hình."))

    @property
    def seen_version(self) -> int:
        """The version that the page showed; what is no number was never shown."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < LONGEST_VERSION else 0

    def plan(self) -> Plan:
        """Give the plan, once the form is valid."""
        return Plan(
            title_vi=self.title_vi.data,
            title_en=self.title_en.data,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            second_sign_off=bool(self.second_sign_off.data),
            invited_by_type={kind: field.data for kind, field in self.invited.items() if field.data},
            serving={kind: int(field.data) for kind, field in self.served.items() if field.data},
        )

    def blame(self, faults: Mapping[str, PlanFault]) -> None:
        """Put what speaks against the plan at its fields, in words."""
        for name, fault in faults.items():
            field = self.served.get(name) or self[name]
            field.errors = [*field.errors, _SENTENCES[fault]()]


_SENTENCES = {
    "taken_away": lambda: _("Đã có người trả lời bộ câu hỏi đang chọn, nên không bỏ hay đổi được nữa."),
    "opens_later": lambda: _("Đã có doanh nghiệp bắt đầu trả lời, nên không dời ngày mở ra sau hôm nay được."),
    "closed_already": lambda: _("Ngày cuối đã qua. Hãy chọn hôm nay hoặc một ngày sau."),
}


class InviteForm(FlaskForm):
    """Somebody who is to work for the Association."""

    name = CleanString(
        lazy_gettext("Họ và tên"), longest=200, required=lazy_gettext("Hãy ghi họ và tên của người được mời.")
    )
    email = CleanEmail(
        lazy_gettext("Địa chỉ thư điện tử"), required=lazy_gettext("Hãy ghi địa chỉ thư của người được mời.")
    )
    role = RadioChoice(lazy_gettext("Vai trò"), required=lazy_gettext("Hãy chọn một vai trò."))
    language = RadioChoice(
        lazy_gettext("Ngôn ngữ của trang và thư"),
        required=lazy_gettext("Hãy chọn một ngôn ngữ."),
        rows=[SelectChoice(code, OWN_NAMES[code]) for code in LANGUAGES],
        default=LANGUAGES[0],
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Offer the roles at the Association."""
        super().__init__(*arguments, **more)
        self.role.choices = [SelectChoice(role, words) for role, words in roles().items() if role != "none"]


class RoleForm(FlaskForm):
    """What a person is at the Association, beside what the page showed."""

    role = RadioChoice(lazy_gettext("Vai trò"), required=lazy_gettext("Hãy chọn một vai trò."))
    seen = wtforms.HiddenField()

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Offer all roles."""
        super().__init__(*arguments, **more)
        self.role.choices = [SelectChoice(role, words) for role, words in roles().items()]
