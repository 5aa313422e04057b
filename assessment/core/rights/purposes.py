"""What a person may agree to, each purpose by itself; the texts of a version never change once read."""

from dataclasses import dataclass

from assessment.core.questionnaire import Text

TEXT_VERSION = "2026.1"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose personal data may be used for."""

    id: str
    title: Text
    words: Text
    needed: bool = False


PURPOSES = (
    Purpose(
        "assessment",
        Text({"vi": "Đánh giá doanh nghiệp mình", "en": "Assessing your business"}),
        Text(
            {
                "vi": "Tôi đồng ý để Hiệp hội lưu họ tên, địa chỉ thư và các câu trả lời của tôi, để làm bài đánh giá, "
                "thẩm định và cấp giấy chứng nhận.",
                "en": "I agree that the Association keeps my name, my e-mail address and my answers, in order to make "
                "the assessment, review it and issue the certificate.",
            }
        ),
        needed=True,
    ),
    Purpose(
        "ranking",
        Text({"vi": "Nêu tên khi công bố xếp hạng", "en": "Naming in published rankings"}),
        Text(
            {
                "vi": "Tôi đồng ý để Hiệp hội nêu tên và mức của doanh nghiệp mình khi công bố xếp hạng.",
                "en": "I agree that the Association names my business and its level when it publishes a ranking.",
            }
        ),
    ),
    Purpose(
        "state",
        Text({"vi": "Chia sẻ với cơ quan Nhà nước", "en": "Sharing with the State"}),
        Text(
            {
                "vi": "Tôi đồng ý để Hiệp hội gửi kết quả của doanh nghiệp mình cho cơ quan Nhà nước phụ trách "
                "chuyển đổi số.",
                "en": "I agree that the Association passes the result of my business to the State bodies in charge of "
                "digital transformation.",
            }
        ),
    ),
    Purpose(
        "contact",
        Text({"vi": "Liên hệ về chương trình hỗ trợ", "en": "Contact about support programmes"}),
        Text(
            {
                "vi": "Tôi đồng ý để Hiệp hội liên hệ với tôi về các chương trình hỗ trợ chuyển đổi số.",
                "en": "I agree that the Association contacts me about support programmes for digital transformation.",
            }
        ),
    ),
)
NEEDED = next(purpose.id for purpose in PURPOSES if purpose.needed)
"""The purpose without which nothing is taken in from a person."""
