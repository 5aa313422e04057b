"""What people read for kinds and states of requests, in pages and letters."""

from collections.abc import Mapping
from types import MappingProxyType

from assessment.core.questionnaire import Text


def _texts(rows: Mapping[str, tuple[str, str]]) -> Mapping[str, Text]:
    return MappingProxyType({key: Text({"vi": vi, "en": en}) for key, (vi, en) in rows.items()})


KINDS = _texts(
    {
        "access": ("Nhận bản sao dữ liệu", "Receive a copy of the data"),
        "correct": ("Sửa dữ liệu sai", "Correct wrong data"),
        "withdraw": ("Rút lại sự đồng ý", "Withdraw consent"),
        "object": ("Phản đối việc xử lý", "Object to the processing"),
        "anonymise": ("Bỏ tên khỏi dữ liệu", "Make the data anonymous"),
        "delete": ("Xóa dữ liệu", "Delete the data"),
    }
)
STATES = _texts(
    {
        "new": ("Mới nhận", "New"),
        "in_progress": ("Đang làm", "In progress"),
        "done": ("Đã xong", "Done"),
        "refused": ("Không thực hiện", "Refused"),
        "cancelled": ("Đã hủy", "Cancelled"),
    }
)
ICONS = MappingProxyType(
    {"new": "none", "in_progress": "part", "done": "done", "refused": "alert", "cancelled": "returned"}
)
"""The icon of a state, as the macro `state` names it."""
