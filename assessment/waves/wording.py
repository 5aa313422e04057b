"""What administrators read for roles and states."""

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
