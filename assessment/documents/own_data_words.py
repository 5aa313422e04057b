"""The words of the printed copy of all personal data: parts, fields, and values that mean the same everywhere."""

from collections.abc import Mapping
from types import MappingProxyType

from assessment.core.questionnaire import Text


def texts(rows: Mapping[str, tuple[str, str]]) -> Mapping[str, Text]:
    """Make texts in both languages of pairs of words."""
    return MappingProxyType({key: Text({"vi": vi, "en": en}) for key, (vi, en) in rows.items()})


def _titled(rows: Mapping[str, tuple[str, str, str, str]]) -> Mapping[str, tuple[Text, Text]]:
    return MappingProxyType(
        {
            key: (Text({"vi": title, "en": title_en}), Text({"vi": about, "en": about_en}))
            for key, (title, about, title_en, about_en) in rows.items()
        }
    )


PARTS = _titled(
    {
        "account": (
            "Tài khoản",
            "Những gì anh/chị đã ghi khi đăng ký.",
            "Account",
            "What you gave when you signed up.",
        ),
        "consents": (
            "Sự đồng ý",
            "Mỗi lần đồng ý hay rút lại là một dòng.",
            "Consents",
            "One entry each time you agreed or withdrew.",
        ),
        "sessions": ("Các lần đăng nhập", "Còn giữ đến 12 tháng.", "Log-ins", "Kept for up to 12 months."),
        "memberships": (
            "Thuộc doanh nghiệp nào",
            "Vai trò của anh/chị ở từng doanh nghiệp.",
            "Memberships",
            "What you are in which business.",
        ),
        "enterprises": (
            "Doanh nghiệp",
            "Mã số thuế 12 số hiện đủ cho chủ doanh nghiệp, che bớt cho đồng nghiệp.",
            "Businesses",
            "A 12-digit tax code stands in full for owners and is masked for colleagues.",
        ),
        "assessments": ("Bài đánh giá", "Của các doanh nghiệp trên.", "Assessments", "Of the businesses above."),
        "steps": (
            "Các bước của bài",
            "Nộp, thẩm định, gửi lại, duyệt.",
            "Steps of assessments",
            "Submitted, reviewed, sent back, approved.",
        ),
        "answers": ("Câu trả lời", "Câu trả lời đang có.", "Answers", "The answers that stand."),
        "answer_history": (
            "Lịch sử trả lời",
            "Mỗi lần đổi một câu.",
            "History of answers",
            "Every change of an answer.",
        ),
        "verified_answers": (
            "Câu trả lời đã thẩm định",
            "Hiệp hội xác định, kèm lý do.",
            "Verified answers",
            "What the Association found, with the reason.",
        ),
        "sent_back": ("Chỗ được gửi lại", "Kèm lời ghi.", "Sent back", "With the note."),
        "results": (
            "Kết quả",
            "Điểm, mức và bản niêm phong của mỗi lần nộp.",
            "Results",
            "Score, level and the sealed text of each submission.",
        ),
        "certificates": ("Giấy chứng nhận", "Đã cấp.", "Certificates", "That were issued."),
        "evidence": (
            "Minh chứng",
            "Tệp, đường dẫn và ghi chú. Bản máy đọc kèm chính các tệp.",
            "Evidence",
            "Files, links and notes. The archive holds the files themselves.",
        ),
        "assignments": (
            "Phần được giao",
            "Trụ cột nào giao cho ai.",
            "Assignments",
            "Which pillar was handed to whom.",
        ),
        "roadmap": ("Lộ trình", "Các việc đã chọn.", "Roadmap", "The steps that were chosen."),
        "invitations": ("Lời mời", "Đã gửi hoặc đã nhận.", "Invitations", "Sent or received."),
        "links": ("Đường dẫn đã gửi qua thư", "Mở tài khoản, đặt mật khẩu.", "Mailed links", "To set a password."),
        "mails": (
            "Thư đã gửi cho anh/chị",
            "Mã bí mật trong đường dẫn đã được cắt.",
            "Letters to you",
            "The secret part of links is cut.",
        ),
        "files_asked_for": ("Tệp đã yêu cầu", "Báo cáo, bản in.", "Files you asked for", "Reports and prints."),
        "requests": (
            "Yêu cầu về dữ liệu cá nhân",
            "Kèm thời hạn và trả lời.",
            "Requests about personal data",
            "With deadlines and answers.",
        ),
        "audit_events": (
            "Nhật ký",
            "Việc anh/chị đã làm và việc liên quan đến tài khoản.",
            "Audit log",
            "What you did, and what concerned your account.",
        ),
    }
)

FIELDS = texts(
    {
        "act": ("Việc", "Act"),
        "action": ("Việc", "Action"),
        "advice": ("Khuyến nghị", "Advice"),
        "answer": ("Trả lời", "Answer"),
        "assessment_id": ("Bài", "Assessment"),
        "at": ("Lúc", "At"),
        "body": ("Nội dung", "Text"),
        "by": ("Ai", "By"),
        "capital_band": ("Nguồn vốn", "Capital"),
        "confirmed_at": ("Xác nhận lúc", "Confirmed at"),
        "coverage": ("Phần đã trả lời", "Coverage"),
        "created_at": ("Tạo lúc", "Created at"),
        "created_by": ("Người tạo", "Created by"),
        "criterion": ("Tiêu chí", "Criterion"),
        "decided_at": ("Quyết định lúc", "Decided at"),
        "detail": ("Chi tiết", "Detail"),
        "direction": ("Chiều", "Direction"),
        "done_at": ("Xong lúc", "Done at"),
        "due": ("Hạn", "Due"),
        "email": ("Địa chỉ thư", "Email address"),
        "ended_at": ("Kết thúc lúc", "Ended at"),
        "enterprise_id": ("Doanh nghiệp", "Business"),
        "expires_at": ("Hết hạn lúc", "Expires at"),
        "extended_to": ("Gia hạn đến", "Extended to"),
        "file": ("Tệp", "File"),
        "finished_at": ("Xong lúc", "Finished at"),
        "handed_to": ("Giao cho", "Handed to"),
        "headcount": ("Số lao động", "Headcount"),
        "id": ("Mã", "Id"),
        "issued_on": ("Ngày cấp", "Issued on"),
        "kind": ("Loại", "Kind"),
        "kind_of_evidence": ("Loại", "Kind"),
        "kind_of_result": ("Loại", "Kind"),
        "language": ("Ngôn ngữ", "Language"),
        "level": ("Mức", "Level"),
        "media_type": ("Kiểu tệp", "File type"),
        "name": ("Tên", "Name"),
        "note": ("Lời ghi", "Note"),
        "number": ("Số", "Number"),
        "organisation_type": ("Loại hình", "Kind of organisation"),
        "overall": ("Điểm", "Score"),
        "password": ("Mật khẩu", "Password"),
        "path": ("Chỗ trong gói", "Place in the archive"),
        "pillar": ("Trụ cột", "Pillar"),
        "pillars": ("Trụ cột", "Pillars"),
        "place": ("Địa bàn", "Place"),
        "purpose": ("Mục đích", "Purpose"),
        "question": ("Câu hỏi", "Question"),
        "questionnaire": ("Bộ câu hỏi", "Questionnaire"),
        "reason": ("Lý do", "Reason"),
        "received_at": ("Nhận lúc", "Received at"),
        "reply_by": ("Trả lời trước hết ngày", "Answer by"),
        "revenue_band": ("Doanh thu", "Revenue"),
        "revoked_at": ("Thu hồi lúc", "Revoked at"),
        "role": ("Vai trò", "Role"),
        "sealed": ("Bản niêm phong", "Sealed text"),
        "sealed_sha256": ("Mã băm của bản niêm phong", "SHA-256 of the seal"),
        "sector": ("Ngành", "Sector"),
        "seen_at": ("Dùng lần cuối", "Last used"),
        "sent_at": ("Gửi lúc", "Sent at"),
        "settled_at": ("Sửa xong lúc", "Settled at"),
        "sha256": ("Mã băm", "SHA-256"),
        "size": ("Quy mô", "Size class"),
        "size_in_bytes": ("Số byte", "Bytes"),
        "started_at": ("Đăng nhập lúc", "Logged in at"),
        "state": ("Trạng thái", "State"),
        "subject": ("Tiêu đề", "Subject"),
        "subject_of_event": ("Đối tượng", "Subject"),
        "submitted_at": ("Nộp lúc", "Submitted at"),
        "tax_code": ("Mã số thuế", "Tax code"),
        "text_version": ("Văn bản", "Version of the text"),
        "used_at": ("Dùng lúc", "Used at"),
        "valid_until": ("Có giá trị đến", "Valid until"),
        "value": ("Giá trị lưu", "Stored value"),
        "vsic_section": ("Ngành kinh tế (VSIC)", "VSIC section"),
        "wave": ("Đợt", "Wave"),
        "who": ("Người làm", "Who"),
        "words": ("Nội dung", "Words"),
    }
)

VALUES = texts(
    {
        "yes": ("có", "yes"),
        "no": ("không", "no"),
        "me": ("anh/chị", "you"),
        "colleague": ("đồng nghiệp", "colleague"),
        "association": ("Hiệp hội hoặc hệ thống", "the Association or the system"),
        "given": ("đồng ý", "given"),
        "withdrawn": ("rút lại", "withdrawn"),
        "owner": ("chủ doanh nghiệp", "owner"),
        "kept_as_hash": ("chỉ lưu dạng mã hóa", "kept in scrambled form only"),
        "sent": ("đã gửi", "sent"),
        "none": ("không", "none"),
        "vi": ("tiếng Việt", "Vietnamese"),
        "en": ("tiếng Anh", "English"),
        "active": ("đang thuộc", "active"),
        "asked": ("đang xin vào", "asked for"),
        "ended": ("đã rời", "ended"),
        "draft": ("bản nháp", "draft"),
        "submitted": ("đã nộp", "submitted"),
        "in_review": ("đang thẩm định", "under review"),
        "changes_requested": ("được gửi lại để sửa", "sent back"),
        "approved": ("đã duyệt", "approved"),
        "declined": ("không được duyệt", "declined"),
        "submit": ("nộp", "submit"),
        "take": ("nhận thẩm định", "take for review"),
        "request_changes": ("gửi lại", "send back"),
        "approve": ("duyệt", "approve"),
        "decline": ("không duyệt", "decline"),
        "withdraw": ("rút lại", "withdraw"),
        "self": ("tự đánh giá", "self-assessed"),
        "verified": ("đã thẩm định", "verified"),
        "file": ("tệp", "file"),
        "link": ("đường dẫn", "link"),
        "note": ("ghi chú", "note"),
        "new": ("mới nhận", "new"),
        "in_progress": ("đang làm", "in progress"),
        "done": ("đã xong", "done"),
        "refused": ("không thực hiện", "refused"),
        "cancelled": ("đã hủy", "cancelled"),
        "received": ("đã nhận", "received"),
        "waiting": ("đang chờ", "waiting"),
        "running": ("đang làm", "being made"),
        "failed": ("không làm được", "failed"),
        "administrator": ("quản trị viên", "administrator"),
        "analyst": ("người phân tích", "analyst"),
        "reviewer": ("người thẩm định", "reviewer"),
    }
)
