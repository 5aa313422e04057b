"""The 54 wards, communes and special zones of Quảng Ninh, since 1 July 2025 (Resolution 1679/NQ-UBTVQH15).

Ids are the names without marks and blanks; where a ward and a commune would share one, the name itself already differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from assessment.core.questionnaire import Text
from assessment.core.values.text import search_key, sort_key

Kind = Literal["ward", "commune", "special_zone"]

KINDS: Mapping[Kind, Text] = MappingProxyType(
    {
        "ward": Text({"vi": "phường", "en": "ward"}),
        "commune": Text({"vi": "xã", "en": "commune"}),
        "special_zone": Text({"vi": "đặc khu", "en": "special zone"}),
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """One unit below the province, with the former district that people still think in."""

    id: str
    name: str
    kind: Kind
    district: str

    def full_name(self, language: str) -> str:
        """Give the name with its kind.

        Examples
        --------
        >>> PLACES["ha-long"].full_name("vi"), PLACES["van-don"].full_name("en")
        ('phường Hạ Long', 'Vân Đồn special zone')
        """
        kind = KINDS[self.kind].of(language)
        return f"{kind} {self.name}" if language == "vi" else f"{self.name} {kind}"


_BY_DISTRICT: dict[str, dict[Kind, str]] = {
    "Hạ Long": {
        "ward": "Tuần Châu, Việt Hưng, Bãi Cháy, Hà Tu, Hà Lầm, Cao Xanh, Hồng Gai, Hạ Long, Hoành Bồ",
        "commune": "Quảng La, Thống Nhất",
    },
    "Cẩm Phả": {"ward": "Mông Dương, Quang Hanh, Cẩm Phả, Cửa Ông"},
    "Uông Bí": {"ward": "Yên Tử, Vàng Danh, Uông Bí"},
    "Đông Triều": {"ward": "An Sinh, Đông Triều, Bình Khê, Mạo Khê, Hoàng Quế"},
    "Quảng Yên": {"ward": "Đông Mai, Hiệp Hòa, Quảng Yên, Hà An, Phong Cốc, Liên Hòa"},
    "Móng Cái": {"ward": "Móng Cái 1, Móng Cái 2, Móng Cái 3", "commune": "Hải Sơn, Hải Ninh, Vĩnh Thực"},
    "Tiên Yên": {"commune": "Tiên Yên, Điền Xá, Đông Ngũ, Hải Lạng"},
    "Cẩm Phả, Tiên Yên": {"commune": "Hải Hòa"},
    "Ba Chẽ": {"commune": "Lương Minh, Kỳ Thượng, Ba Chẽ"},
    "Đầm Hà": {"commune": "Quảng Tân, Đầm Hà"},
    "Hải Hà": {"commune": "Quảng Hà, Đường Hoa, Quảng Đức, Cái Chiên"},
    "Bình Liêu": {"commune": "Hoành Mô, Lục Hồn, Bình Liêu"},
    "Vân Đồn": {"special_zone": "Vân Đồn"},
    "Cô Tô": {"special_zone": "Cô Tô"},
}


def _place(name: str, kind: Kind, district: str) -> Place:
    return Place(search_key(name).replace(" ", "-"), name, kind, district)


def _all() -> Mapping[str, Place]:
    """List all places in Vietnamese order."""
    found = [
        _place(name, kind, district)
        for district, kinds in _BY_DISTRICT.items()
        for kind, names in kinds.items()
        for name in names.split(", ")
    ]
    return MappingProxyType({place.id: place for place in sorted(found, key=lambda place: sort_key(place.name))})


PLACES = _all()
