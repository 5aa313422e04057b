"""Values to print: a certificate, an owner's report, an aggregate report, all of an invented firm."""

from dataclasses import replace
from datetime import date

import numpy as np

from assessment.core.publishing.distribution import Bin, Distribution, LevelShare
from assessment.core.publishing.summary import (
    Breakdown,
    CriterionFigure,
    Group,
    Heatmap,
    HeatRow,
    PillarFigure,
    Summary,
    Withheld,
)
from assessment.documents import charts
from assessment.documents.certificate import Certificate, CertifiedPillar, Pair, Rung
from assessment.documents.owner import Place, PlannedStep
from assessment.documents.reports import (
    AggregateReport,
    Condition,
    CutName,
    EarlierWave,
    LevelName,
    Named,
    OwnerReport,
    ReportedPillar,
    Step,
    TracedAnswer,
    TracedIndicator,
)

LEVELS = (
    ("Chưa khởi động", "Not started", 0.0),
    ("Khởi động", "Initiating", 6.25),
    ("Bắt đầu", "Beginning", 20.0),
    ("Hình thành", "Forming", 40.0),
    ("Nâng cao", "Advanced", 60.0),
    ("Dẫn dắt", "Leading", 80.0),
)
PILLARS = (
    ("Trải nghiệm số cho khách hàng", "Digital customer experience", 56.9, 3),
    ("Chiến lược", "Strategy", 40.0, 2),
    ("Hạ tầng và công nghệ số", "Digital infrastructure and technology", 46.3, 3),
    ("Vận hành", "Operations", 36.9, 2),
    ("Chuyển đổi số văn hóa doanh nghiệp", "Digital culture", 54.0, 3),
    ("Dữ liệu và tài sản thông tin", "Data and information assets", 22.9, 2),
)
LONGEST_NAME = "Công ty cổ phần đầu tư thương mại, dịch vụ du lịch và vận tải biển quốc tế Hạ Long Quảng Ninh Việt Nam"


def certificate(**changes: object) -> Certificate:
    made = Certificate(
        number="TS-2026-000317",
        verify_url="https://thuocso.example/verify/TS-2026-000317?code=Zk3mQ9rT2vX8bN5cJ7hL1w",
        verify_address="thuocso.example/verify",
        enterprise="Công ty TNHH Du thuyền Vịnh Xanh",
        identity="Mã số thuế 5700 000 000 · phường Bãi Cháy, tỉnh Quảng Ninh",
        level=2,
        levels=tuple(Rung(number, Pair(vi, en), start, number > 0) for number, (vi, en, start) in enumerate(LEVELS)),
        score=44.7,
        pillars=tuple(CertifiedPillar(Pair(vi, en), score, level) for vi, en, score, level in PILLARS),
        questionnaire=Pair("Chỉ số chuyển đổi số doanh nghiệp nhỏ và vừa", "SME digital index"),
        version="1.0",
        issued=date(2026, 11, 20),
        valid_until=date(2027, 11, 20),
        issuer=Pair("Hiệp hội Doanh nghiệp tỉnh Quảng Ninh", "Quảng Ninh Business Association"),
        reason=Pair("Mức 3 cần ít nhất 4 trụ cột đạt mức 3.", "Level 3 asks for four pillars at level 3."),
    )
    return replace(made, **changes)


def levels(language: str) -> tuple[LevelName, ...]:
    words = (0, 1)[language == "en"]
    return tuple(LevelName(number, each[words], each[2], number > 0) for number, each in enumerate(LEVELS))


def owner_report(language: str = "vi", **changes: object) -> OwnerReport:
    words = (0, 1)[language == "en"]
    question = ("Đơn vị có bán qua sàn trong 12 tháng qua không?", "Did you sell on a platform?")[words]
    answers = tuple(
        TracedAnswer(f"{number}. {question}", ("Có, dưới 10%", "Some, under 10%")[words], 40.0, 0.52)
        for number in range(1, 11)
    )
    pillars = tuple(
        ReportedPillar(
            each[words],
            each[2],
            each[3],
            100 / 6,
            sentence=f"10 ÷ 25 × 100 = {each[2]}",
            last=each[2] - 12,
            indicators=(TracedIndicator(each[words], each[2], answers),),
        )
        for each in PILLARS
    )
    made = OwnerReport(
        language=language,
        issuer=("Hiệp hội Doanh nghiệp tỉnh Quảng Ninh", "Quảng Ninh Business Association")[words],
        enterprise="Công ty TNHH Du thuyền Vịnh Xanh",
        wave=("Đợt 2 năm 2026", "Wave 2, 2026")[words],
        submitted=date(2026, 11, 14),
        basis=("Tự khai, chưa thẩm định", "Self-declared, not yet reviewed")[words],
        questionnaire=("Chỉ số chuyển đổi số", "Digital index")[words],
        version="1.0",
        levels=levels(language),
        level=2,
        meaning=("Những việc chính đã có công cụ số.", "The main tasks have digital tools.")[words],
        score=45.9,
        lowest=45.0,
        highest=48.2,
        coverage=0.983,
        holding=(("Mức 3 cần thêm một trụ cột.", "Level 3 asks for one more pillar.")[words],),
        conditions=(Condition(("Vận hành: mức 3", "Operations: level 3")[words], met=False),),
        pillars=pillars,
        steps=tuple(
            Step(f"{number}. {('Mở gian hàng trên sàn.', 'Open a shop.')[words]}", question, PILLARS[0][words], 1.6, 1)
            for number in range(1, 41)
        ),
        last=35.9,
        digest="7f3a91c2e04b",
        demo=True,
    )
    return replace(made, **changes)


def fullest_report(language: str = "vi") -> OwnerReport:
    """A report with all there can be: last time, a group, a roadmap, eight pillars, and a form with long answers."""
    told = owner_report(language)
    question = "Trong 12 tháng qua, bao nhiêu phần trăm doanh thu đến từ đơn hàng đặt qua mạng?"
    plain = TracedAnswer(question, "Có, trên 60% đến 90% số đơn", 80.0, 1.42)
    ticked = TracedAnswer(question, " · ".join(["Ghi trên bảng tính hay sổ điện tử"] * 6), 100.0, 1.78)
    indicators = tuple(
        TracedIndicator(f"Chỉ số thành phần {number}", 80.0, answers)
        for number, answers in enumerate([(plain, ticked), (plain, plain), (plain, plain, plain)], 1)
    )
    pillars = tuple(
        replace(pillar, peers=31.0, sentence="73,3 điểm: mức 4 vì trên 60, chưa trên 80.", indicators=indicators)
        for pillar in (*told.pillars, *told.pillars[:2])
    )
    group = charts.Spread("Du lịch", (charts.Bin(0, 30, 63), charts.Bin(30, 100, 37)), shares=True)
    text = "Ghi từng đơn hàng đến từ đâu, kênh nào đáng giữ thì đặt thêm công sức vào đó."
    return replace(
        told,
        pillars=pillars,
        steps=tuple(replace(step, text=text, question=question) for step in told.steps),
        peers=31.0,
        peers_name="Du lịch",
        place=Place("Du lịch", 57, told.wave, 94, group),
        roadmap=tuple(PlannedStep(text, question, who="Kế toán trưởng", due="31/03/2027") for _ in range(6)),
        digest="7f3a91c2e04b" * 5,
    )


def spread(median: float, n: int, counted: bool = False) -> Distribution:
    shares = (14, 46, 27, 10, 3, 0)
    bins = tuple(
        Bin(low, high, share, n * share // 100 if counted else None)
        for low, high, share in ((0.0, 20.0, 30), (20.0, 30.0, 40), (30.0, 50.0, 20), (50.0, 100.0, 10))
    )
    named = tuple(LevelShare(level, share) for level, share in enumerate(shares))
    return Distribution(n, median, median - 10, median, median + 12, bins, named)


def summary() -> Summary:
    figures = tuple(PillarFigure(f"p{place}", each[2] - 10, each[3], None) for place, each in enumerate(PILLARS))
    gone = tuple(PillarFigure(figure.pillar, None, None, Withheld.PROTECTED) for figure in figures)
    criteria = tuple(
        CriterionFigure(f"c{place}", mean, int(100 * mean), None)
        for place, mean in enumerate(np.linspace(0.97, 0.03, 10))
    )
    groups = (
        Group("tourism", 186, 52, spread(31.4, 186), None),
        Group("trade", 164, 47, spread(27.2, 164), None),
        Group("health", None, None, None, Withheld.PROTECTED),
        Group("education", None, None, None, Withheld.PROTECTED),
    )
    rows = tuple(HeatRow(group.id, group.n, figures if group.n else gone) for group in groups)
    return Summary(
        n=574,
        invited=1204,
        response=48,
        distribution=spread(27.8, 574, counted=True),
        withheld=None,
        pillars=figures,
        criteria=criteria,
        strongest=criteria[:5],
        weakest=criteria[:-6:-1],
        breakdowns=(Breakdown("sector", groups, 2, 12),),
        crossings=(),
        heatmaps=(Heatmap("sector", rows),),
    )


def aggregate_report(language: str = "vi", **changes: object) -> AggregateReport:
    words = (0, 1)[language == "en"]
    named = (
        ("tourism", "Du lịch, lưu trú", "Tourism"),
        ("trade", "Bán buôn, bán lẻ", "Trade"),
        ("health", "Y tế", "Health"),
        ("education", "Giáo dục", "Education"),
    )
    made = AggregateReport(
        language=language,
        issuer=("Hiệp hội Doanh nghiệp tỉnh Quảng Ninh", "Quảng Ninh Business Association")[words],
        wave=("Đợt 2/2026", "Wave 2/2026")[words],
        scope=("Toàn tỉnh", "Whole province")[words],
        basis=("Đã thẩm định", "Reviewed")[words],
        made=date(2026, 11, 21),
        questionnaire=("Chỉ số chuyển đổi số", "Digital index")[words],
        version="1.0",
        levels=levels(language),
        pillars=tuple(Named(f"p{place}", each[words]) for place, each in enumerate(PILLARS)),
        criteria=tuple(Named(f"c{place}", f"Câu {place}") for place in range(10)),
        cuts=(
            CutName(
                "sector", ("Theo ngành", "By sector")[words], tuple(Named(each[0], each[1 + words]) for each in named)
            ),
        ),
        summary=summary(),
        earlier=EarlierWave("Đợt 1/2026", 431, 24.9, (19, 48, 23, 7, 3, 0)),
    )
    return replace(made, **changes)
