"""The lists an enterprise is described with: VSIC 2025 sections, sectors, places of Quảng Ninh, organisation types."""

from collections.abc import Mapping
from types import MappingProxyType

from assessment.core.facts.places import PLACES, Place
from assessment.core.questionnaire import Text

__all__ = ["ORGANISATION_TYPES", "PLACES", "SECTIONS", "SECTORS", "SIZES", "VSIC_VERSION", "Place", "suggested_sector"]

VSIC_VERSION = "2025"


def _texts(rows: Mapping[str, tuple[str, str]]) -> Mapping[str, Text]:
    return MappingProxyType({key: Text({"vi": vi, "en": en}) for key, (vi, en) in rows.items()})


ORGANISATION_TYPES = _texts(
    {
        "enterprise": ("Doanh nghiệp", "Enterprise"),
        "household": ("Hộ kinh doanh", "Household business"),
        "cooperative": ("Hợp tác xã", "Cooperative"),
    }
)

SIZES = _texts(
    {
        "micro": ("siêu nhỏ", "micro"),
        "small": ("nhỏ", "small"),
        "medium": ("vừa", "medium"),
        "large": ("lớn", "large"),
    }
)

SECTIONS = _texts(
    {
        "A": ("Nông nghiệp, lâm nghiệp và thủy sản", "Agriculture, forestry and fishery"),
        "B": ("Khai khoáng", "Mining and quarrying"),
        "C": ("Công nghiệp chế biến, chế tạo", "Manufacturing"),
        "D": (
            "Sản xuất và phân phối điện, khí đốt, nước nóng, hơi nước và điều hòa không khí",
            "Electricity, gas, hot water, steam and air conditioning",
        ),
        "E": ("Cung cấp nước; quản lý và xử lý rác thải, nước thải", "Water supply, waste and waste water"),
        "F": ("Xây dựng", "Construction"),
        "G": ("Bán buôn và bán lẻ", "Wholesale and retail trade"),
        "H": ("Vận tải, kho bãi", "Transport and storage"),
        "I": ("Dịch vụ lưu trú và ăn uống", "Accommodation and food service"),
        "J": ("Xuất bản, phát sóng, sản xuất và phân phối nội dung", "Publishing, broadcasting and content"),
        "K": (
            "Viễn thông; lập trình máy tính, tư vấn, cơ sở hạ tầng máy tính, dịch vụ thông tin khác",
            "Telecommunications, programming, consulting, computing infrastructure, other information services",
        ),
        "L": ("Tài chính, ngân hàng và bảo hiểm", "Finance, banking and insurance"),
        "M": ("Kinh doanh bất động sản", "Real estate"),
        "N": ("Chuyên môn, khoa học và công nghệ", "Professional, scientific and technical activities"),
        "O": ("Hành chính và dịch vụ hỗ trợ", "Administrative and support services"),
        "P": (
            "Đảng Cộng sản, tổ chức chính trị - xã hội, quản lý nhà nước, an ninh quốc phòng; bảo đảm xã hội bắt buộc",
            "Public administration, political organisations, defence, compulsory social security",
        ),
        "Q": ("Giáo dục và đào tạo", "Education and training"),
        "R": ("Y tế và trợ giúp xã hội", "Health and social work"),
        "S": ("Nghệ thuật, thể thao và giải trí", "Arts, sports and recreation"),
        "T": ("Dịch vụ khác", "Other services"),
        "U": ("Làm thuê trong các hộ gia đình", "Household employment"),
        "V": ("Tổ chức và cơ quan quốc tế", "International organisations"),
    }
)

SECTORS = _texts(
    {
        "agriculture": ("Nông nghiệp và sản phẩm OCOP", "Agriculture and OCOP products"),
        "manufacturing": ("Chế biến, chế tạo", "Processing and manufacturing"),
        "mining": ("Khai khoáng", "Mining"),
        "energy": ("Năng lượng", "Energy"),
        "trade": ("Bán buôn, bán lẻ", "Wholesale and retail"),
        "logistics": ("Vận tải, cảng biển, logistics", "Transport, seaports and logistics"),
        "tourism": ("Du lịch, lưu trú, ăn uống", "Tourism, accommodation and food"),
        "border_trade": ("Thương mại cửa khẩu", "Border-gate trade"),
        "construction": ("Xây dựng", "Construction"),
        "health": ("Y tế", "Health care"),
        "education": ("Giáo dục", "Education"),
        "ict": ("Công nghệ thông tin và kinh doanh số", "Information technology and digital business"),
        "other": ("Ngành khác", "Another sector"),
    }
)

_SECTOR_OF_SECTION = MappingProxyType(
    {
        "A": "agriculture",
        "B": "mining",
        "C": "manufacturing",
        "D": "energy",
        "F": "construction",
        "G": "trade",
        "H": "logistics",
        "I": "tourism",
        "K": "ict",
        "Q": "education",
        "R": "health",
    }
)


def suggested_sector(section: str) -> str:
    """Give the sector that most enterprises of a VSIC section belong to; the owner may choose another.

    Examples
    --------
    >>> suggested_sector("I"), suggested_sector("M")
    ('tourism', 'other')
    """
    return _SECTOR_OF_SECTION.get(section, "other")
