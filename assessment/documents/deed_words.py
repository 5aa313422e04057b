"""The audit log in words: what was done, to what, and what stands beside it; the one table for pages and paper.

The log itself keeps names for machines, which never change; here they are said in both languages.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from assessment.core.facts.register import ORGANISATION_TYPES
from assessment.core.questionnaire import Text
from assessment.core.rights.purposes import PURPOSES
from assessment.documents import charts


def _texts(rows: Mapping[str, tuple[str, str]]) -> Mapping[str, Text]:
    return MappingProxyType({key: Text({"vi": vi, "en": en}) for key, (vi, en) in rows.items()})


ACTIONS = _texts(
    {
        "account.activated": ("Mở lại tài khoản", "Account unlocked"),
        "account.created": ("Tạo tài khoản", "Account created"),
        "account.deactivated": ("Khóa tài khoản", "Account locked"),
        "account.erased": ("Xóa một người", "Person deleted"),
        "account.invited": ("Mời vào làm việc", "Staff member invited"),
        "account.opened": ("Mở tài khoản", "Account opened"),
        "assessment.approved": ("Duyệt bài đánh giá", "Assessment approved"),
        "assessment.declined": ("Không duyệt bài đánh giá", "Assessment declined"),
        "assessment.handed_over": ("Giao bài cho người thẩm định khác", "Assessment handed to another reviewer"),
        "assessment.released": ("Trả bài lại hàng đợi", "Assessment returned to the queue"),
        "assessment.sent_back": ("Gửi lại bài đánh giá", "Assessment sent back"),
        "assessment.signed_off": ("Ký lần thứ nhất", "First sign-off"),
        "assessment.submitted": ("Nộp bài đánh giá", "Assessment submitted"),
        "assessment.taken": ("Nhận thẩm định", "Assessment taken for review"),
        "assessment.withdrawn": ("Rút bài đánh giá", "Assessment withdrawn"),
        "certificate.issued": ("Cấp giấy chứng nhận", "Certificate issued"),
        "certificate.revoked": ("Thu hồi giấy chứng nhận", "Certificate revoked"),
        "colleague.invited": ("Mời đồng nghiệp", "Colleague invited"),
        "colleague.joined": ("Đồng nghiệp nhận lời mời", "Colleague joined"),
        "colleague.reach": ("Đổi phần đồng nghiệp được xem", "What a colleague sees changed"),
        "consent.changed": ("Đổi sự đồng ý", "Consents changed"),
        "consent.listed": ("Tải danh sách người đồng ý", "List of consents downloaded"),
        "demo.filled": ("Nạp dữ liệu minh họa", "Demo data loaded"),
        "email.asked": ("Xin đổi địa chỉ thư", "New e-mail address asked for"),
        "email.changed": ("Đổi địa chỉ thư", "E-mail address changed"),
        "enterprise.changed": ("Sửa thông tin doanh nghiệp", "Business details changed"),
        "enterprise.closed": ("Đóng doanh nghiệp", "Business closed"),
        "enterprise.registered": ("Đăng ký doanh nghiệp", "Business registered"),
        "enterprise.unnamed": ("Bỏ tên doanh nghiệp", "Business name removed"),
        "evidence.added": ("Gửi minh chứng", "Evidence added"),
        "evidence.deleted": ("Xóa minh chứng", "Evidence deleted"),
        "export": ("Tải tệp số liệu", "Figures downloaded"),
        "job.retried": ("Chạy lại việc hỏng", "Failed work run again"),
        "log_in": ("Đăng nhập", "Logged in"),
        "log_in.alarm": ("Báo động đăng nhập", "Log-in alarm"),
        "log_in.ended": ("Kết thúc một lần đăng nhập", "Log-in ended"),
        "log_in.refused": ("Đăng nhập không thành", "Log-in refused"),
        "log_out": ("Đăng xuất", "Logged out"),
        "membership.asked": ("Xin vào doanh nghiệp", "Asked to join a business"),
        "membership.confirmed": ("Xác nhận người của doanh nghiệp", "Person of a business confirmed"),
        "membership.ended": ("Rời doanh nghiệp", "Left a business"),
        "membership.handed_over": ("Giao quyền chủ doanh nghiệp", "Ownership handed over"),
        "membership.let_in": ("Cho vào doanh nghiệp", "Let into a business"),
        "membership.refused": ("Từ chối cho vào doanh nghiệp", "Request to join refused"),
        "password.changed": ("Đổi mật khẩu", "Password changed"),
        "password.forgotten": ("Báo quên mật khẩu", "Password reset asked for"),
        "questionnaire.published": ("Ban hành bộ câu hỏi", "Questionnaire published"),
        "request.cancelled": ("Hủy yêu cầu về dữ liệu", "Data request cancelled"),
        "request.done": ("Thực hiện yêu cầu về dữ liệu", "Data request carried out"),
        "request.extended": ("Gia hạn yêu cầu về dữ liệu", "Data request extended"),
        "request.received": ("Nhận yêu cầu về dữ liệu", "Data request received"),
        "request.refused": ("Không thực hiện yêu cầu về dữ liệu", "Data request refused"),
        "request.taken": ("Nhận làm yêu cầu về dữ liệu", "Data request taken up"),
        "role.changed": ("Đổi vai trò", "Role changed"),
        "snapshot": ("Chốt số liệu công bố", "Figures published"),
        "wave.changed": ("Sửa đợt đánh giá", "Wave changed"),
        "wave.created": ("Lập đợt đánh giá", "Wave planned"),
        "weights.adopted": ("Ghi bộ trọng số vào phiên bản mới", "Weight set written into a new version"),
        "weights.proposed": ("Lập bộ trọng số", "Weight set made"),
    }
)

SUBJECTS = _texts(
    {
        "address": ("Địa chỉ thư", "Email address"),
        "assessment": ("Bài đánh giá", "Assessment"),
        "certificate": ("Giấy chứng nhận", "Certificate"),
        "database": ("Cơ sở dữ liệu", "Database"),
        "enterprise": ("Doanh nghiệp", "Business"),
        "job": ("Việc nền", "Background work"),
        "questionnaire": ("Bộ câu hỏi", "Questionnaire"),
        "request": ("Yêu cầu dữ liệu", "Data request"),
        "snapshot": ("Số liệu công bố", "Published figures"),
        "user": ("Người", "Person"),
        "wave": ("Đợt đánh giá", "Wave"),
        "weights": ("Bộ trọng số", "Weight set"),
    }
)

DETAILS = _texts(
    {
        "after": ("thành", "to"),
        "before": ("từ", "from"),
        "certificate": ("giấy chứng nhận", "certificate"),
        "changed": ("chỗ đổi", "changed"),
        "closes_on": ("đóng ngày", "closes on"),
        "consents": ("đồng ý", "agreed to"),
        "criterion": ("tiêu chí", "criterion"),
        "due": ("hạn", "due"),
        "enterprises": ("số doanh nghiệp", "businesses"),
        "evidence": ("minh chứng", "evidence"),
        "given": ("đồng ý", "agreed to"),
        "invited_by": ("người mời", "invited by"),
        "kind": ("loại", "kind"),
        "language": ("ngôn ngữ", "language"),
        "method": ("cách làm", "method"),
        "name": ("việc", "work"),
        "named_until": ("còn tên đến", "named until"),
        "node": ("trụ cột", "pillar"),
        "number": ("số", "number"),
        "opens_on": ("mở ngày", "opens on"),
        "pillars": ("trụ cột", "pillars"),
        "purpose": ("mục đích", "purpose"),
        "removed": ("số người rời", "people removed"),
        "result": ("kết quả", "result"),
        "reviewer": ("người thẩm định", "reviewer"),
        "role": ("vai trò", "role"),
        "seed": ("số gieo", "seed"),
        "serving": ("bộ câu hỏi", "questionnaires"),
        "sha256": ("mã băm", "SHA-256"),
        "text_version": ("văn bản", "text"),
        "until": ("đến", "until"),
        "user": ("người", "person"),
        "version": ("phiên bản", "version"),
        "weights": ("trọng số", "weights"),
        "withdrawn": ("rút lại", "withdrew"),
    }
)

VALUES: Mapping[str, Text] = MappingProxyType(
    {
        **{purpose.id: purpose.title for purpose in PURPOSES},
        **ORGANISATION_TYPES,
        **_texts(
            {
                "access": ("nhận bản sao", "a copy"),
                "administrator": ("quản trị viên", "administrator"),
                "ahp": ("so sánh từng cặp", "pairwise comparison"),
                "analyst": ("người phân tích", "analyst"),
                "anonymise": ("bỏ tên", "removal of names"),
                "budget": ("chia điểm", "sharing points"),
                "capital_band": ("nguồn vốn", "capital"),
                "closes_on": ("ngày đóng", "closing day"),
                "colleague": ("đồng nghiệp", "colleague"),
                "correct": ("sửa dữ liệu", "correction"),
                "delete": ("xóa dữ liệu", "deletion"),
                "en": ("tiếng Anh", "English"),
                "equal": ("bằng nhau", "equal"),
                "given": ("ghi trọng số", "typed in"),
                "headcount": ("số lao động", "headcount"),
                "invited": ("số được mời", "number invited"),
                "invited_by_type": ("số được mời theo loại hình", "number invited by kind"),
                "name": ("tên", "name"),
                "none": ("không làm việc ở Hiệp hội", "not on the Association's staff"),
                "object": ("phản đối", "objection"),
                "opens_on": ("ngày mở", "opening day"),
                "organisation_type": ("loại hình", "kind of organisation"),
                "owner": ("chủ doanh nghiệp", "owner"),
                "place": ("địa bàn", "place"),
                "revenue_band": ("doanh thu", "revenue"),
                "reviewer": ("người thẩm định", "reviewer"),
                "second_sign_off": ("người ký thứ hai", "second sign-off"),
                "sector": ("ngành", "sector"),
                "serving": ("bộ câu hỏi", "questionnaires"),
                "size": ("quy mô", "size"),
                "tax_code": ("mã số thuế", "tax code"),
                "title": ("tên đợt", "title"),
                "vi": ("tiếng Việt", "Vietnamese"),
                "vsic_section": ("ngành kinh tế", "VSIC section"),
                "withdraw": ("rút lại sự đồng ý", "withdrawal of consent"),
            }
        ),
    }
)
DAYS = frozenset({"closes_on", "due", "named_until", "opens_on", "until"})
FOR_MACHINES = frozenset({"evidence", "invited_by", "result", "reviewer", "seed", "sha256", "user"})
"""Details that are ids and hashes; paper leaves them to the file for machines."""


def deed(action: str, language: str) -> str:
    """Say what was done; an action without words of its own keeps its name."""
    return _said(ACTIONS, action, language)


def subject_kind(kind: str, language: str) -> str:
    """Say to what kind of thing it was done."""
    return _said(SUBJECTS, kind, language)


def subject(reference: str, language: str) -> str:
    """Say to what it was done, without the id only machines can follow."""
    kind, _, name = reference.partition(":")
    return " ".join(part for part in (subject_kind(kind, language), "" if _is_id(kind, name) else name) if part)


def details(beside: Mapping[str, Any], language: str) -> tuple[tuple[str, str], ...]:
    """Say what stands beside an event: each thing's name and its value."""
    told = ((key, value) for key, value in beside.items() if value not in (None, "", [], {}))
    return tuple((_said(DETAILS, key, language), _written(key, value, language)) for key, value in told)


def details_on_paper(beside: Mapping[str, Any], language: str) -> str:
    """Say the same in a line for people who do not need the ids."""
    kept = {key: value for key, value in beside.items() if key not in FOR_MACHINES}
    return ", ".join(f"{key} {value}" for key, value in details(kept, language))


def _written(key: str, value: Any, language: str) -> str:
    return charts.day(date.fromisoformat(value), language) if key in DAYS else _value(value, language)


def _value(value: object, language: str) -> str:
    match value:
        case float():
            return charts.decimal(value, language)
        case dict():
            return ", ".join(f"{_said(VALUES, str(key), language)} {_value(of, language)}" for key, of in value.items())
        case list():
            return "; ".join(_value(each, language) for each in value)
        case _:
            return _said(VALUES, str(value), language)


def _said(words: Mapping[str, Text], name: str, language: str) -> str:
    found = words.get(name)
    return name if found is None else found.of(language)


def _is_id(kind: str, name: str) -> bool:
    """Addresses stand in the log as a hash, most other things as a UUID."""
    try:
        UUID(name)
    except ValueError:
        return kind == "address"
    return True
