"""What charts say in each language, how they write numbers, and the rows that stand beside them."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK = "\u00a0"
MINUS = "\u2212"
EXACT_PLACES = 9  # As far as figures are told apart anywhere: thresholds have the same tolerance.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """The figures of a chart as a table: a head, and rows of the same length whose first cell names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of charts in one language."""

    own: str
    last: str
    peers: str
    level: str
    score: str
    scores: str
    pillar: str
    pillars: str
    count: str
    median: str
    middle_half: str
    estimate: str
    measured: str
    interval: str
    goal: str
    goal_value: str
    none: str
    shares: str
    group: str
    out_of: str
    within: str
    from_to: str
    busiest: str
    busiest_share: str
    share: str
    own_below_goal: str
    own_above_goal: str


VIETNAMESE = Words(
    own="Lần này",
    last="Đợt trước",
    peers="Giữa nhóm",
    level="Mức",
    score="Điểm",
    scores="Phân bố điểm",
    pillar="Trụ cột",
    pillars="Điểm các trụ cột",
    count="Số doanh nghiệp",
    median="giữa",
    middle_half="Nửa số doanh nghiệp ở giữa",
    estimate="Ước lượng",
    measured="Đo được",
    interval="Khoảng tin cậy 95 %".replace(" %", NO_BREAK + "%"),
    goal="Mục tiêu",
    goal_value="Cần đạt",
    none="chưa có",
    shares="Phần trăm doanh nghiệp ở mỗi mức",
    group="Nhóm",
    out_of="{score} trên 100",
    within="trong khoảng điểm của mức {level}",
    from_to="{low} đến {high}",
    busiest="Đông nhất là khoảng {low} đến {high} điểm, {count} doanh nghiệp.",
    busiest_share="Đông nhất là khoảng {low} đến {high} điểm, {count} số doanh nghiệp.",
    share="Phần trăm doanh nghiệp",
    own_below_goal="còn dưới mục tiêu",
    own_above_goal="đã đạt mục tiêu",
)
ENGLISH = Words(
    own="This time",
    last="Last time",
    peers="Group median",
    level="Level",
    score="Score",
    scores="Distribution of scores",
    pillar="Pillar",
    pillars="Scores of the pillars",
    count="Businesses",
    median="median",
    middle_half="Middle half of businesses",
    estimate="Estimate",
    measured="Measured",
    interval="95% interval",
    goal="Target",
    goal_value="To reach",
    none="none",
    shares="Share of businesses at each level",
    group="Group",
    out_of="{score} of 100",
    within="in the range of level {level}",
    from_to="{low} to {high}",
    busiest="Most, {count} businesses, are between {low} and {high}.",
    busiest_share="Most, {count} of businesses, are between {low} and {high}.",
    share="Share of businesses",
    own_below_goal="still below the target",
    own_above_goal="at or above the target",
)


def words(language: str) -> Words:
    """Give the words of a language; any but Vietnamese reads English."""
    return VIETNAMESE if language == "vi" else ENGLISH


def rounded(value: float, places: int) -> Decimal:
    """
    Round half away from zero; the trace that sums of floats leave beside a half does not decide.

    Example
    -------
    >>> rounded(1.2499999999999996, 1), rounded(1.2500000000000004, 1)
    (Decimal('1.3'), Decimal('1.3'))
    """
    return Decimal(repr(round(float(value), EXACT_PLACES))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def decimal(value: float | None, language: str, places: int = 1) -> str:
    """
    Write a number the way the language does, rounding half away from zero; what is missing is a dash.

    Example
    -------
    >>> decimal(1204.25, "vi"), decimal(-0.5, "en", 0), decimal(None, "vi")
    ('1.204,3', '\u22121', '–')
    """
    if value is None or value != value:  # noqa: PLR0124 - NaN is missing, too
        return "–"
    told = rounded(value, places)
    written = f"{abs(told):,.{places}f}"
    sign = MINUS if told < 0 else ""
    return sign + (written.translate(str.maketrans(",.", ".,")) if language == "vi" else written)


def whole(value: float | None, language: str) -> str:
    """Write a count: no decimals, thousands in groups."""
    return decimal(value, language, 0)


def percent(value: float | None, language: str, places: int = 0) -> str:
    """Write a share of 0 to 100 with its sign, after a no-break space in Vietnamese."""
    written = decimal(value, language, places)
    if written == "–":
        return written
    return f"{written}{NO_BREAK}%" if language == "vi" else f"{written}%"


def day(on: date, language: str) -> str:
    """Write a day: 14/11/2026, or 14 November 2026."""
    return f"{on:%d/%m/%Y}" if language == "vi" else f"{on.day} {MONTHS[on.month - 1]} {on.year}"
