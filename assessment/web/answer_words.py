"""Why an answer cannot be taken, in a sentence for the person who typed it: what happened, then what to do."""

from flask_babel import gettext as _

from assessment.core.answers import Problem
from assessment.documents.wording import answer_words, typed_number

__all__ = ["answer_words", "sentence", "typed_number"]


def sentence(problem: Problem, language: str) -> str:
    """Say a problem in the reader's language; a code without a sentence here would be a fault of ours."""
    values = [typed_number(value, language) if isinstance(value, float | int) else value for value in problem.values]
    return str(SENTENCES[problem.code]().format(*values))


SENTENCES = {
    "control": lambda: _("Có ký tự không nhận được ở đây. Hãy gõ lại phần này thay vì dán vào."),
    "contradictory": lambda: _("Đã có câu trả lời, đồng thời lại chọn “Không biết” hoặc “Không áp dụng”. Chỉ giữ một."),
    "dont_know_refused": lambda: _("Câu này cần một câu trả lời. Hãy chọn câu gần đúng nhất."),
    "exclusive_option": lambda: _("“Chưa có” không đi cùng lựa chọn khác. Bỏ một trong hai."),
    "grouping": lambda: _(
        "Chưa rõ số {0}. Dấu chấm tách từng nhóm ba chữ số, dấu phẩy là phần lẻ; ví dụ 1.204 hoặc 45,9."
    ),
    "not_a_number": lambda: _("“{0}” không phải là số. Chỉ gõ chữ số, ví dụ 126 hoặc 45,9."),
    "not_applicable_refused": lambda: _("Câu này đơn vị nào cũng trả lời được. Hãy chọn câu gần đúng nhất."),
    "part_negative": lambda: _("Số thứ nhất ({0}) nhỏ hơn 0. Hãy gõ số từ 0 trở lên."),
    "ratio_incomplete": lambda: _("Câu này cần cả hai số. Hãy gõ nốt số còn thiếu."),
    "reason_missing": lambda: _("Hãy ghi ngắn gọn vì sao câu này không áp dụng."),
    "repeated_option": lambda: _("Một lựa chọn được gửi hai lần. Hãy chọn lại."),
    "several_values": lambda: _("Câu này chỉ nhận một câu trả lời. Hãy chọn lại."),
    "too_large": lambda: _("Số {0} lớn hơn mức cao nhất có thể là {1}. Hãy xem lại."),
    "too_long": lambda: _("Đoạn này dài hơn {0} chữ cái. Hãy viết ngắn lại."),
    "too_small": lambda: _("Số {0} nhỏ hơn mức thấp nhất có thể là {1}. Hãy xem lại."),
    "unknown_option": lambda: _("Câu trả lời này không có trong bộ câu hỏi. Hãy chọn lại."),
    "unknown_reason": lambda: _("Hãy chọn một trong các lý do bên dưới."),
    "unknown_state": lambda: _("Câu trả lời này không có trong bộ câu hỏi. Hãy chọn lại."),
    "whole_not_positive": lambda: _("Số thứ hai phải lớn hơn 0. Hãy xem lại."),
}
