"""What administrators read for roles, states and the actions of the log."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _


def roles() -> dict[str, str]:
    """Name what people are at the Association, in the reader's language."""
    return {
        "none": _("Không làm việc ở Hiệp hội"),
        "reviewer": _("Người thẩm định"),
        "analyst": _("Người phân tích"),
        "administrator": _("Quản trị viên"),
    }


def phases() -> dict[str, str]:
    """Name where a wave can stand."""
    return {"planned": _("Sắp mở"), "running": _("Đang mở"), "closed": _("Đã đóng")}


def states() -> dict[str, str]:
    """Name the states of an assessment."""
    return {
        "draft": _("Đang trả lời"),
        "submitted": _("Chờ thẩm định"),
        "in_review": _("Đang thẩm định"),
        "changes_requested": _("Cần bổ sung"),
        "approved": _("Đã duyệt"),
        "declined": _("Không được duyệt"),
        "withdrawn": _("Đã rút lại"),
    }


def memberships() -> dict[str, str]:
    """Name what people are in an enterprise."""
    return {"owner": _("Chủ doanh nghiệp"), "colleague": _("Đồng nghiệp")}


def action_words(action: str) -> str:
    """Say what an event of the log was; an action without words of its own keeps its name."""
    known = _ACTIONS.get(action)
    return known() if known is not None else action


_ACTIONS: Mapping[str, Callable[[], str]] = {
    "account.activated": lambda: _("Mở lại tài khoản"),
    "account.created": lambda: _("Tạo tài khoản"),
    "account.deactivated": lambda: _("Khóa tài khoản"),
    "account.erased": lambda: _("Xóa một người"),
    "account.invited": lambda: _("Mời vào làm việc"),
    "account.opened": lambda: _("Mở tài khoản"),
    "assessment.approved": lambda: _("Duyệt bài đánh giá"),
    "assessment.declined": lambda: _("Không duyệt bài đánh giá"),
    "assessment.handed_over": lambda: _("Giao bài cho người thẩm định khác"),
    "assessment.released": lambda: _("Trả bài lại hàng đợi"),
    "assessment.sent_back": lambda: _("Gửi lại bài đánh giá"),
    "assessment.signed_off": lambda: _("Ký lần thứ nhất"),
    "assessment.submitted": lambda: _("Nộp bài đánh giá"),
    "assessment.taken": lambda: _("Nhận thẩm định"),
    "assessment.withdrawn": lambda: _("Rút bài đánh giá"),
    "certificate.issued": lambda: _("Cấp giấy chứng nhận"),
    "certificate.revoked": lambda: _("Thu hồi giấy chứng nhận"),
    "colleague.invited": lambda: _("Mời đồng nghiệp"),
    "colleague.joined": lambda: _("Đồng nghiệp nhận lời mời"),
    "consent.changed": lambda: _("Đổi sự đồng ý"),
    "consent.listed": lambda: _("Tải danh sách người đồng ý"),
    "demo.filled": lambda: _("Nạp dữ liệu minh họa"),
    "enterprise.changed": lambda: _("Sửa thông tin doanh nghiệp"),
    "enterprise.closed": lambda: _("Đóng doanh nghiệp"),
    "enterprise.registered": lambda: _("Đăng ký doanh nghiệp"),
    "enterprise.unnamed": lambda: _("Bỏ tên doanh nghiệp"),
    "evidence.added": lambda: _("Gửi minh chứng"),
    "evidence.deleted": lambda: _("Xóa minh chứng"),
    "job.retried": lambda: _("Chạy lại việc hỏng"),
    "log_in": lambda: _("Đăng nhập"),
    "log_in.alarm": lambda: _("Báo động đăng nhập"),
    "log_in.ended": lambda: _("Kết thúc một lần đăng nhập"),
    "log_in.refused": lambda: _("Đăng nhập không thành"),
    "log_out": lambda: _("Đăng xuất"),
    "membership.asked": lambda: _("Xin vào doanh nghiệp"),
    "membership.confirmed": lambda: _("Xác nhận người của doanh nghiệp"),
    "membership.ended": lambda: _("Rời doanh nghiệp"),
    "membership.handed_over": lambda: _("Giao quyền chủ doanh nghiệp"),
    "membership.let_in": lambda: _("Cho vào doanh nghiệp"),
    "membership.refused": lambda: _("Từ chối cho vào doanh nghiệp"),
    "password.changed": lambda: _("Đổi mật khẩu"),
    "password.forgotten": lambda: _("Báo quên mật khẩu"),
    "questionnaire.published": lambda: _("Ban hành bộ câu hỏi"),
    "request.cancelled": lambda: _("Hủy yêu cầu về dữ liệu"),
    "request.done": lambda: _("Thực hiện yêu cầu về dữ liệu"),
    "request.extended": lambda: _("Gia hạn yêu cầu về dữ liệu"),
    "request.received": lambda: _("Nhận yêu cầu về dữ liệu"),
    "request.refused": lambda: _("Không thực hiện yêu cầu về dữ liệu"),
    "request.taken": lambda: _("Nhận làm yêu cầu về dữ liệu"),
    "role.changed": lambda: _("Đổi vai trò"),
    "snapshot": lambda: _("Chốt số liệu công bố"),
    "wave.changed": lambda: _("Sửa đợt đánh giá"),
    "wave.created": lambda: _("Lập đợt đánh giá"),
    "weights.adopted": lambda: _("Ghi bộ trọng số vào phiên bản mới"),
    "weights.proposed": lambda: _("Lập bộ trọng số"),
}
