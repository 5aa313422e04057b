"""The published figures as tables that leave the house: rounded as on paper, hidden where they are hidden there."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from assessment.core.publishing.distribution import Distribution
from assessment.core.publishing.summary import Group, Heatmap, Withheld
from assessment.documents.aggregate import AggregateReport, Named
from assessment.documents.charts.words import rounded
from assessment.documents.tables import Cell, Column, Table
from assessment.reports.service import CROSSINGS
from assessment.reports.wording import group_name


def tables_of(report: AggregateReport) -> tuple[Table, ...]:
    """Give all tables of a report, what they are about first."""
    return (
        _about(report),
        _overview(report),
        _levels(report),
        _scores(report),
        _pillars(report),
        _groups(report),
        *_crossings(report),
        _heat(report),
        _criteria(report),
    )


def _about(report: AggregateReport) -> Table:
    facts = {
        "wave": (_("Đợt"), report.wave),
        "issuer": (_("Đơn vị công bố"), report.issuer),
        "questionnaire": (_("Bộ câu hỏi và phiên bản"), f"{report.questionnaire} {report.version}"),
        "date": (_("Số liệu chốt ngày"), report.made.isoformat()),
        "scope": (_("Phạm vi"), report.scope),
        "basis": (_("Tính theo điểm"), report.basis),
        "rule": (_("Số bị ẩn"), _rule(report)),
    }
    if report.demo:
        facts["demo"] = _("Lưu ý"), _("Dữ liệu minh họa")
    rows = tuple((name, words, value) for name, (words, value) in facts.items())
    return Table("about", _("Về số liệu này"), _named(), (Column("value", _("Nội dung")),), rows)


def _rule(report: AggregateReport) -> str:
    words = _(
        "Nhóm dưới %(minimum)s doanh nghiệp không hiện; nếu còn suy ngược được bằng phép trừ thì ẩn thêm nhóm khác.",
        minimum=report.minimum,
    )
    return str(words)


def _overview(report: AggregateReport) -> Table:
    summary, spread = report.summary, report.summary.distribution
    figures: dict[str, tuple[str, Cell]] = {
        "enterprises": (_("Doanh nghiệp có điểm"), summary.n),
        "invited": (_("Doanh nghiệp được mời"), summary.invited),
        "response": (_("Tỷ lệ trả lời, phần trăm"), summary.response),
    }
    if spread is not None:
        figures |= {
            "mean": (_("Điểm trung bình"), _shown(spread.mean)),
            "lower": (_("Tứ phân vị thứ nhất"), _shown(spread.lower)),
            "median": (_("Trung vị"), _shown(spread.median)),
            "upper": (_("Tứ phân vị thứ ba"), _shown(spread.upper)),
        }
    rows = tuple((name, words, value) for name, (words, value) in figures.items())
    return Table("overview", _("Tổng quan"), _named(), (Column("value", _("Giá trị")),), rows)


def _levels(report: AggregateReport) -> Table:
    spread = report.summary.distribution
    shares = [] if spread is None else [level.share for level in spread.levels]
    rows = tuple((str(level.number), level.name, share) for level, share in zip(report.levels, shares, strict=False))
    return Table("levels", _("Mức"), _named(), (Column("share", _("Phần trăm doanh nghiệp")),), rows)


def _scores(report: AggregateReport) -> Table:
    spread = report.summary.distribution
    rows = () if spread is None else tuple((each.low, each.high, each.count, each.share) for each in spread.bins)
    keys = Column("from", _("Từ điểm")), Column("to", _("đến dưới"))
    figures = Column("enterprises", _("Số doanh nghiệp")), Column("share", _("Phần trăm doanh nghiệp"))
    return Table("scores", _("Phân bố điểm"), keys, figures, rows)


def _pillars(report: AggregateReport) -> Table:
    names = _lookup(report.pillars)
    rows = tuple(
        (each.pillar, names[each.pillar], _shown(each.mean), each.level, _reason(each.withheld))
        for each in report.summary.pillars
    )
    figures = Column("mean", _("Điểm trung bình")), Column("level", _("Mức")), _withheld()
    return Table("pillars", _("Trụ cột"), _named(), figures, rows)


def _criteria(report: AggregateReport) -> Table:
    names = _lookup(report.criteria)
    rows = tuple(
        (
            each.criterion,
            names[each.criterion],
            _shown(None if each.mean is None else 100 * each.mean),
            each.reached,
            _reason(each.withheld),
        )
        for each in report.summary.criteria
    )
    figures = Column("mean", _("Điểm trung bình")), Column("reached", _("Phần trăm đạt")), _withheld()
    return Table("criteria", _("Câu hỏi"), _named(), figures, rows)


def _groups(report: AggregateReport) -> Table:
    rows = tuple(
        (breakdown.cut, group.id, group_name(breakdown.cut, group.id, report.language), *_spread(report, group))
        for breakdown in report.summary.breakdowns
        for group in breakdown.groups
    )
    keys = Column("cut", _("Cách chia")), *_named()
    return Table("groups", _("Nhóm"), keys, _spread_columns(report), rows)


def _crossings(report: AggregateReport) -> Iterator[Table]:
    for crossing, (first, second) in zip(report.summary.crossings, CROSSINGS, strict=True):
        rows = tuple(
            (
                row,
                group_name(first, row, report.language),
                group.id,
                group_name(second, group.id, report.language),
                *_spread(report, group),
            )
            for row, groups in zip(crossing.row_groups, crossing.groups, strict=True)
            for group in groups
        )
        keys = (
            Column(first, _("Mã ngành")),
            Column(f"{first}_name", _("Ngành")),
            Column(second, _("Mã quy mô")),
            Column(f"{second}_name", _("Quy mô")),
        )
        yield Table(f"{first}_by_{second}", _("Ngành và quy mô"), keys, _spread_columns(report), rows)


def _heat(report: AggregateReport) -> Table:
    rows = tuple(row for heat in report.summary.heatmaps for row in _heat_rows(report, heat))
    keys = (
        Column("cut", _("Cách chia")),
        *_named(),
        Column("pillar", _("Mã trụ cột")),
        Column("pillar_name", _("Trụ cột")),
    )
    figures = Column("mean", _("Điểm trung bình")), Column("level", _("Mức")), _withheld()
    return Table("groups_by_pillar", _("Nhóm và trụ cột"), keys, figures, rows)


def _heat_rows(report: AggregateReport, heat: Heatmap) -> Iterator[tuple[Cell, ...]]:
    names = _lookup(report.pillars)
    for row in heat.rows:
        about = heat.cut, row.group, group_name(heat.cut, row.group, report.language)
        for each in row.pillars:
            figures = _shown(each.mean), each.level, _reason(each.withheld)
            yield (*about, each.pillar, names[each.pillar], *figures)


def _spread_columns(report: AggregateReport) -> tuple[Column, ...]:
    levels = [level.number for level in report.levels]
    return (
        Column("enterprises", _("Số doanh nghiệp")),
        Column("mean", _("Điểm trung bình")),
        Column("lower", _("Tứ phân vị thứ nhất")),
        Column("median", _("Trung vị")),
        Column("upper", _("Tứ phân vị thứ ba")),
        *(Column(f"level_{number}", _("Mức %(number)s, phần trăm", number=number)) for number in levels),
        _withheld(),
    )


def _spread(report: AggregateReport, group: Group) -> tuple[Cell, ...]:
    spread = group.distribution
    if spread is None:
        return (group.n, *[None] * (4 + len(report.levels)), _reason(group.withheld))
    return (group.n, *map(_shown, _quartiles(spread)), *(level.share for level in spread.levels), None)


def _quartiles(spread: Distribution) -> Iterable[float]:
    return spread.mean, spread.lower, spread.median, spread.upper


def _named() -> tuple[Column, Column]:
    return Column("id", _("Mã")), Column("name", _("Tên"))


def _withheld() -> Column:
    return Column("withheld", _("Vì sao ẩn"))


def _reason(withheld: Withheld | None) -> str | None:
    return None if withheld is None else withheld.value


def _shown(figure: float | None) -> float | None:
    """Round to one decimal, halves away from zero: what is published anywhere is published so everywhere."""
    return None if figure is None else float(rounded(figure, 1))


def _lookup(names: Iterable[Named]) -> dict[str, str]:
    return {each.id: each.words for each in names}
