"""Words that must not part at the end of a line: Vietnamese writes a word of two syllables with a space inside."""

import re
from functools import cache

from markupsafe import Markup

NO_BREAK = "\u00a0"
JOINER = "\u2060"

WORDS = (
    "an toàn", "bảo mật", "bảo vệ", "báo cáo", "bộ câu hỏi", "câu hỏi", "câu trả lời", "chiến lược", "chính sách",
    "chỗ đứng", "chuyển đổi số", "chứng nhận", "chương trình", "công cụ", "công nghệ", "công ty", "cơ sở", "danh sách",
    "dịch vụ", "doanh nghiệp", "doanh thu", "du lịch", "du thuyền", "dữ liệu", "đánh giá", "đăng ký", "đăng nhập",
    "địa bàn", "điện tử", "đơn vị", "đồng nghiệp", "ghi danh", "giấy chứng nhận", "giới thiệu", "hàng đợi", "hạ long",
    "hạ tầng", "hành chính", "hiện diện", "hiệp hội", "hóa đơn", "hỗ trợ", "hộ kinh doanh", "hợp đồng", "hợp tác xã",
    "kế hoạch", "kết nối", "kết quả", "khách hàng", "khảo sát", "khoảng tin cậy", "khuyến nghị", "kiểm tra",
    "kinh doanh", "lãnh đạo", "lộ trình", "mạng xã hội", "mật khẩu", "minh chứng", "minh họa", "mục tiêu",
    "nghiên cứu", "người thẩm định", "nhân lực", "nhân viên", "phân bố", "phát triển", "phần mềm", "quản lý",
    "quản trị", "quảng ninh", "quốc tế", "quy định", "quy mô", "quy trình", "quyền riêng tư", "riêng tư", "rủi ro",
    "số liệu", "tài chính", "tài khoản", "tài sản", "tên người", "thành phần", "thẩm định", "thiết bị", "thông tin",
    "thương mại", "tiêu chí", "tiếp thị", "tổng quan", "trả lời", "trải nghiệm", "trang web", "trực tuyến", "trụ cột",
    "trung vị", "truy xuất", "ứng dụng", "văn hóa", "vận hành", "vịnh xanh", "xác thực", "xử lý", "yêu cầu",
)  # fmt: skip

# A name and its number stay together as well: mức 2, đợt 2, level 3.
_NUMBERED = r"(?:mức|đợt|câu|bậc|bước|trang|level|wave|question|step|page) \d"
_LONGEST_FIRST = sorted(WORDS, key=len, reverse=True)


def no_break(text: str) -> str:
    """
    Join the syllables of known words by no-break spaces; marked-up text stays marked up.

    Example
    -------
    >>> no_break("Kế hoạch chuyển đổi số").replace("\u00a0", "_")
    'Kế_hoạch chuyển_đổi_số'
    """
    kept = _kept().sub(lambda found: found.group().replace(" ", NO_BREAK), str(text))
    return Markup(kept) if isinstance(text, Markup) else kept


@cache
def _kept() -> re.Pattern[str]:
    # Made at the first use: so long a pattern takes a process that starts twenty milliseconds.
    return re.compile(rf"(?<!\w)(?:(?:{'|'.join(map(re.escape, _LONGEST_FIRST))})(?!\w)|{_NUMBERED})", re.IGNORECASE)


_SHORT = re.compile(r"(?<!\w)\w{1,2}-(?=[^\W\d_])")


def hyphens_kept(text: str) -> str:
    """
    Keep a short word with what its hyphen ties it to: NĐ-CP, QĐ-BTTTT, e-mail; longer ones may part there.

    The sign behind the hyphen has no width and no picture, so that it needs none in the font.

    Example
    -------
    >>> hyphens_kept("80/2021/NĐ-CP").replace("\u2060", "_")
    '80/2021/NĐ-_CP'
    """
    return _SHORT.sub(lambda found: found.group() + JOINER, text)
