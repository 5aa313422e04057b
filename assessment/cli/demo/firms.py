"""Invented enterprises: names nobody would register, tax codes nobody has, and the shape of a real register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from assessment.core.facts.enterprise import read_tax_code, size_class
from assessment.core.values.states import Profile

# Per mille of enterprises, after the province's register: much trade and tourism, little of the rest.
SECTORS = {
    "trade": 245, "tourism": 195, "construction": 135, "logistics": 120, "manufacturing": 100, "agriculture": 80,
    "border_trade": 45, "ict": 18, "education": 17, "health": 15, "other": 12, "mining": 10, "energy": 8,
}  # fmt: skip
SECTIONS = {
    "trade": "G", "tourism": "I", "construction": "F", "logistics": "H", "manufacturing": "C", "agriculture": "A",
    "border_trade": "G", "ict": "K", "education": "Q", "health": "R", "other": "N", "mining": "B", "energy": "D",
}  # fmt: skip
PLACES = {
    "bai-chay": 14, "hong-gai": 10, "ha-long": 10, "ha-lam": 6, "cao-xanh": 5, "ha-tu": 4, "viet-hung": 4,
    "tuan-chau": 4, "hoanh-bo": 3, "cam-pha": 9, "cua-ong": 4, "quang-hanh": 3, "mong-cai-1": 8, "mong-cai-2": 4,
    "mong-cai-3": 2, "uong-bi": 8, "yen-tu": 3, "vang-danh": 2, "quang-yen": 7, "ha-an": 2, "dong-trieu": 5,
    "mao-khe": 5, "van-don": 6, "co-to": 2, "tien-yen": 2, "dam-ha": 2, "quang-ha": 2, "ba-che": 1, "binh-lieu": 1,
}  # fmt: skip
LINES = {
    "trade": ("Thương mại", "Bách hóa", "Điện máy", "Vật liệu"),
    "tourism": ("Du lịch", "Khách sạn", "Nhà hàng", "Du thuyền"),
    "construction": ("Xây dựng", "Cơ điện", "Nội thất"),
    "logistics": ("Vận tải", "Kho vận", "Tiếp vận biển"),
    "manufacturing": ("Chế biến", "Cơ khí", "May mặc", "Bao bì"),
    "agriculture": ("Nông sản", "Thủy sản", "Chè và dược liệu"),
    "border_trade": ("Xuất nhập khẩu", "Thương mại cửa khẩu"),
    "ict": ("Công nghệ", "Phần mềm"),
    "education": ("Giáo dục", "Ngoại ngữ"),
    "health": ("Nha khoa", "Dược phẩm"),
    "other": ("Tư vấn", "Sự kiện"),
    "mining": ("Khai thác đá", "Khoáng sản"),
    "energy": ("Năng lượng", "Điện mặt trời"),
}
THINGS = (
    "Cá Voi", "Cánh Buồm", "Mây", "Chim Sẻ", "Cua Đá", "Trăng", "Đom Đóm", "Chuồn Chuồn", "Sao Biển", "Gấu Bông",
    "Cầu Vồng", "Diều", "Thuyền", "Mèo", "Ốc Sên", "Kẹo", "Sứa", "Bươm Bướm", "Hạt Dẻ", "Cá Ngựa",
    "Ong", "Rùa", "Hải Âu", "Chong Chóng", "Đèn Lồng", "Bồ Công Anh", "Nai", "Thỏ", "Vỏ Sò", "Gió",
)  # fmt: skip
KINDS = (
    "Giấy", "Bảy Màu", "Tưởng Tượng", "Trong Mơ", "Tí Hon", "Biết Hát", "Ngủ Trưa", "Thủy Tinh", "Lấp Lánh",
    "Dạo Chơi", "Kẹo Bông", "Đội Mũ", "Tập Bay", "Cổ Tích", "Ví Dụ", "Biết Cười", "Vẽ Chì", "Đi Chợ",
)  # fmt: skip
FORMS = {
    "enterprise": ("Công ty TNHH", "Công ty Cổ phần", "Công ty TNHH MTV"),
    "household": ("Hộ kinh doanh",),
    "cooperative": ("Hợp tác xã",),
}
HOUSEHOLDS = {"trade": 0.22, "tourism": 0.22, "agriculture": 0.12, "logistics": 0.08}
COOPERATIVES = {"agriculture": 0.45, "manufacturing": 0.05}
SIZES = {"micro": 0.42, "small": 0.47, "medium": 0.09, "large": 0.02}


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented enterprise; `rank` 0–1 says how many of the others are less mature."""

    tax_code: str
    name: str
    organisation_type: str
    sector: str
    section: str
    place: str
    headcount: int
    revenue_band: str
    capital_band: str
    rank: float

    @property
    def size(self) -> str:
        """The size class that follows from its figures."""
        return size_class(self.section, self.headcount, self.revenue_band, self.capital_band).size

    @property
    def profile(self) -> Profile:
        """The facts that conditions of a questionnaire may look at."""
        return Profile({"sector": self.sector, "organisation_type": self.organisation_type, "size": self.size})


def firms(n: int, rng: np.random.Generator) -> list[Firm]:
    """Invent n enterprises."""
    sectors, places = _dealt(SECTORS, n, rng), _dealt(PLACES, n, rng)
    types = [_type(sector, rng) for sector in sectors]
    sizes = ["micro" if kind == "household" else _size(rng) for kind in types]
    ranks = _ranks(sizes, sectors, rng)
    names, codes = _names(sectors, types, rng), _codes(types)
    return [
        Firm(code, name, kind, sector, SECTIONS[sector], place, *_figures(size, SECTIONS[sector], rng), rank=rank)
        for code, name, kind, sector, place, size, rank in zip(
            codes, names, types, sectors, places, sizes, ranks, strict=True
        )
    ]


def _dealt(shares: dict[str, int], n: int, rng: np.random.Generator) -> list[str]:
    """Deal n places by their shares, so that even a few enterprises have the shape of many."""
    weights = np.array(list(shares.values()), dtype=float)
    quotas = n * weights / weights.sum()
    counts = np.floor(quotas).astype(int)
    for late in np.argsort(counts - quotas, kind="stable")[: n - counts.sum()]:
        counts[late] += 1
    dealt = np.repeat(np.array(list(shares)), counts)
    return [str(each) for each in rng.permutation(dealt)]


def _type(sector: str, rng: np.random.Generator) -> str:
    drawn = rng.random()
    if drawn < HOUSEHOLDS.get(sector, 0.0):
        return "household"
    return "cooperative" if drawn > 1 - COOPERATIVES.get(sector, 0.0) else "enterprise"


def _size(rng: np.random.Generator) -> str:
    return str(rng.choice(list(SIZES), p=list(SIZES.values())))


def _ranks(sizes: Sequence[str], sectors: Sequence[str], rng: np.random.Generator) -> list[float]:
    """Order all by a maturity that leans on size and sector, and give each its place between 0 and 1."""
    lean = {"micro": -0.4, "small": 0.1, "medium": 0.8, "large": 1.4}
    ahead = {"ict": 1.2, "tourism": 0.3, "logistics": 0.2, "agriculture": -0.3, "construction": -0.3}
    drawn = np.array([lean[size] + ahead.get(sector, 0.0) for size, sector in zip(sizes, sectors, strict=True)])
    order = np.argsort(np.argsort(drawn + rng.normal(0, 1, len(drawn))))
    return [float(place) for place in (order + 0.5) / max(len(drawn), 1)]


def _names(sectors: Sequence[str], types: Sequence[str], rng: np.random.Generator) -> Iterator[str]:
    fancies = [f"{thing} {kind}" for thing in THINGS for kind in KINDS]
    order = rng.permutation(len(fancies))
    for number, (sector, kind) in enumerate(zip(sectors, types, strict=True)):
        form, line = str(rng.choice(FORMS[kind])), str(rng.choice(LINES[sector]))
        again, place = divmod(number, len(fancies))
        yield f"{form} {line} {fancies[order[place]]}{f' {again + 1}' if again else ''}"


def _codes(types: Sequence[str]) -> Iterator[str]:
    """Make codes of a province that does not exist, with a check digit that fits."""
    bodies = count(1_000_001, 7)
    for number, kind in enumerate(types, 1):
        yield f"099{number:09d}" if kind == "household" else next(filter(None, map(_checked, bodies)))


def _checked(body: int) -> str | None:
    for digit in range(10):
        read = read_tax_code(f"99{body:07d}{digit}")
        if getattr(read, "fits", False):
            return f"99{body:07d}{digit}"
    return None


def _figures(size: str, section: str, rng: np.random.Generator) -> tuple[int, str, str]:
    """Give people, revenue and capital that make the size class in both of the decree's columns."""
    least, most = {"micro": (1, 10), "small": (11, 50), "medium": (55, 99), "large": (210, 900)}[size]
    if size == "medium" and section in "ABCDEF":
        least, most = 105, 190
    bands = {
        "micro": ("upto3", "upto3"),
        "small": ("upto50", "upto20"),
        "medium": ("upto100", "upto100"),
        "large": ("above300", "above100"),
    }
    return int(rng.integers(least, most + 1)), *bands[size]
