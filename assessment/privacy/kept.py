"""What is kept, why, for how long and who sees it, as the page tells it; `retention` makes the spans true."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data."""

    what: LazyString
    why: LazyString
    how_long: LazyString
    who: LazyString


ABOUT_THE_PERSON = (
    Kept(
        _("Họ tên, địa chỉ thư, ngôn ngữ; mật khẩu chỉ lưu dạng mã hóa, không ai đọc lại được"),
        _("Để đăng nhập và nhận thư. Căn cứ: sự đồng ý khi mở tài khoản."),
        _("Đến khi anh/chị xóa tài khoản."),
        _("Anh/chị; người cùng doanh nghiệp thấy tên; quản trị viên của Hiệp hội."),
    ),
    Kept(
        _("Những gì đã đồng ý hay rút lại: văn bản nào, lúc nào"),
        _("Luật buộc Hiệp hội chứng minh được sự đồng ý."),
        _("Suốt thời gian có tài khoản; sau khi xóa thì không còn tên."),
        _("Anh/chị; Hiệp hội khi cần chứng minh."),
    ),
    Kept(
        _("Các lần đăng nhập: lúc bắt đầu, lúc dùng cuối"),
        _("Để anh/chị thấy và kết thúc lần đăng nhập lạ. Căn cứ: bảo vệ tài khoản."),
        _("12 tháng."),
        _("Anh/chị."),
    ),
    Kept(
        _("Thư đã gửi cho anh/chị"),
        _("Để gửi lại khi hỏng và biết thư đã đi."),
        _("12 tháng sau khi gửi."),
        _("Quản trị viên thấy tiêu đề thư chưa gửi được, không thấy nội dung."),
    ),
    Kept(
        _("Nhật ký: ai làm việc gì, lúc nào"),
        _("Để chứng minh hồ sơ không bị sửa lén."),
        _("Suốt thời gian trang này hoạt động, vì mỗi dòng khóa dòng trước. Chỉ ghi mã số, không ghi tên hay địa chỉ."),
        _("Quản trị viên."),
    ),
)
ABOUT_THE_BUSINESS = (
    Kept(
        _("Mã số thuế, tên, ngành, địa bàn, lao động, doanh thu, nguồn vốn"),
        _("Để biết đúng doanh nghiệp và xếp quy mô. Căn cứ: việc đánh giá mà anh/chị yêu cầu."),
        _("Đến khi người chủ cuối cùng xóa dữ liệu."),
        _("Người trong doanh nghiệp; người thẩm định và quản trị viên. Mã số thuế 12 số luôn được che."),
    ),
    Kept(
        _("Câu trả lời, lịch sử sửa, minh chứng, lộ trình"),
        _("Để chấm điểm, thẩm định và giúp anh/chị đi tiếp."),
        _("Đến khi người chủ cuối cùng xóa dữ liệu."),
        _("Người trong doanh nghiệp; sau khi nộp thì cả người thẩm định."),
    ),
    Kept(
        _("Kết quả đã niêm phong"),
        _("Giấy chứng nhận và số liệu đã công bố dựa vào đó, phải tính lại được."),
        _("Bỏ tên khi xóa dữ liệu; xóa hẳn nếu không giấy hay số liệu nào dựa vào."),
        _("Người trong doanh nghiệp và Hiệp hội; người ngoài chỉ thấy số gộp từ 10 doanh nghiệp."),
    ),
    Kept(
        _("Giấy chứng nhận"),
        _("Người cầm giấy phải kiểm tra được thật giả."),
        _("Tên còn đến ngày giấy hết giá trị, kể cả khi đã xóa dữ liệu."),
        _("Ai có số hoặc mã trên giấy."),
    ),
)
