"""What stands on the pages of the aggregate report, made from its figures: charts, written numbers, hidden groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.core.publishing.distribution import Distribution
from assessment.core.publishing.summary import Breakdown, CriterionFigure, Group, HeatRow, PillarFigure, Withheld
from assessment.documents import charts, findings
from assessment.documents.aggregate import AggregateReport, Named
from assessment.documents.levelled import place_of


@dataclass(frozen=True, slots=True)
class LevelsPage:
    """Shares of the levels, this wave above the one before, as bars and as a table."""

    finding: str
    bars: tuple[tuple[charts.Share, charts.Markup], ...]
    rows: charts.Rows


@dataclass(frozen=True, slots=True)
class SpreadPage:
    """The distribution of all scores, as chart and as table."""

    finding: str
    drawn: charts.Markup
    rows: charts.Rows


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A shown group: its name, its figures as written, and where its middle half lies."""

    name: str
    n: str
    response: str
    median: str
    half: str
    upper: str
    drawn: charts.Markup


@dataclass(frozen=True, slots=True)
class CutPage:
    """One cut: its finding, its shown groups, the names of the hidden ones, and how many enterprises those hold."""

    heading: str
    finding: str
    rows: tuple[GroupRow, ...]
    hidden: tuple[str, ...]
    hidden_n: str
    responses: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the heat map: its classes, its score as written, and its level; hidden ones carry neither."""

    classes: str
    score: str
    level: int | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class HeatPage:
    """The heat map: its finding, its columns, and for each group its name, its count and its cells.

    With `own`, the last cell of each row is the pillar that only this group is asked about.
    """

    finding: str
    columns: tuple[str, ...]
    own: bool
    rows: tuple[tuple[str, str, tuple[Cell, ...]], ...]
    hidden: int
    hidden_n: str


def levels_page(report: AggregateReport, spread: Distribution) -> LevelsPage:
    """Lay out how many enterprises are at each level."""
    names = [f"{level.number} · {level.name}" for level in report.levels]
    before = report.earlier
    shares = [charts.Share(report.wave, tuple(float(each.share) for each in spread.levels), spread.n)]
    if before is not None:
        shares.append(charts.Share(before.wave, tuple(map(float, before.shares)), before.n))
    bars = tuple(
        (share, charts.share_bar(f"levels-{place}", share, names, language=report.language))
        for place, share in enumerate(shares)
    )
    rows = charts.share_rows(shares, names, language=report.language)
    return LevelsPage(findings.on_levels(spread, report.language), bars, rows)


def spread_page(report: AggregateReport, spread: Distribution) -> SpreadPage:
    """Lay out the distribution of all scores."""
    language = report.language
    bins = tuple(charts.Bin(each.low, each.high, each.count or 0) for each in spread.bins)
    shown = charts.Spread(charts.words(language).scores, bins, _quartiles(spread))
    drawn = charts.histogram("scores", shown, tall=110, language=language)
    return SpreadPage(
        findings.on_distribution(spread, language), drawn, charts.histogram_rows(shown, language=language)
    )


def _quartiles(spread: Distribution) -> charts.Quartiles:
    return charts.Quartiles(spread.lower, spread.median, spread.upper)


def cut_page(report: AggregateReport, breakdown: Breakdown) -> CutPage:
    """Lay out one cut, its groups in their order; hidden groups are named together at the end."""
    cut = next(each for each in report.cuts if each.id == breakdown.cut)
    names = [_words(cut.groups, group.id) for group in breakdown.groups]
    named = list(zip(breakdown.groups, names, strict=True))
    rows = (
        _group_row(report, f"{cut.id}-{place}", (name, group, group.distribution))
        for place, (group, name) in enumerate(named)
        if group.distribution is not None
    )
    return CutPage(
        heading=cut.heading,
        finding=findings.on_groups(breakdown, names, report.language),
        rows=tuple(rows),
        hidden=tuple(name for group, name in named if group.withheld is not None),
        hidden_n=charts.whole(breakdown.hidden_n, report.language),
        responses=any(group.response is not None for group in breakdown.groups),
    )


def _group_row(report: AggregateReport, chart_id: str, told: tuple[str, Group, Distribution]) -> GroupRow:
    (name, group, spread), language = told, report.language
    upper = sum(each.share for each in spread.levels if each.level >= upper_level(report))
    low, high = charts.decimal(spread.lower, language), charts.decimal(spread.upper, language)
    return GroupRow(
        name=name,
        n=charts.whole(group.n, language),
        response=charts.percent(group.response, language),
        median=charts.decimal(spread.median, language),
        half=f"{low}–{high}",
        upper=charts.percent(upper, language),
        drawn=charts.interval(chart_id, charts.Reading(name, None), _quartiles(spread), language=language),
    )


def upper_level(report: AggregateReport) -> int:
    """Give the level in the middle of the ladder, from which a group's share is told in one number."""
    return report.levels[len(report.levels) // 2].number


def heat_page(report: AggregateReport) -> HeatPage | None:
    """Lay out the heat map of the report's cut, rows in their order."""
    heat = next((each for each in report.summary.heatmaps if each.cut == report.heat), None)
    if heat is None:
        return None
    groups = next(each.groups for each in report.cuts if each.id == heat.cut)
    names, shared = [pillar.words for pillar in report.pillars], findings.shared_pillars(heat)
    own = len(shared) < len(names)
    breakdown = next(each for each in report.summary.breakdowns if each.cut == heat.cut)
    return HeatPage(
        finding=findings.on_pillars(heat, report.summary.pillars, names, report.language),
        columns=tuple(names[place] for place in shared),
        own=own,
        rows=tuple(_heat_row(report, groups, row, shared, own=own) for row in heat.rows),
        hidden=breakdown.hidden,
        hidden_n=charts.whole(breakdown.hidden_n, report.language),
    )


def _heat_row(
    report: AggregateReport, groups: Sequence[Named], row: HeatRow, shared: Sequence[int], *, own: bool
) -> tuple[str, str, tuple[Cell, ...]]:
    count = "" if row.n is None else charts.whole(row.n, report.language)
    cells = [_cell(report, row.pillars[place]) for place in shared]
    if own:
        rest = (each for place, each in enumerate(row.pillars) if place not in shared)
        asked = next((each for each in rest if each.withheld is not Withheld.NOT_ASKED), None)
        cells.append(Cell("heat heat-hidden", "–", None, hidden=False) if asked is None else _cell(report, asked))
    return _words(groups, row.group), count, tuple(cells)


def _cell(report: AggregateReport, figure: PillarFigure) -> Cell:
    place = None if figure.level is None else place_of(report.levels, figure.level)
    hidden = figure.withheld in {Withheld.FEW, Withheld.PROTECTED}
    score = charts.decimal(figure.mean, report.language)
    return Cell(charts.heat_class(place, len(report.levels)), score, figure.level, hidden)


def criteria_rows(report: AggregateReport, listed: Sequence[CriterionFigure]) -> tuple[tuple[str, str, str], ...]:
    """Write criteria with the share of enterprises that reach them and their mean score on the scale of 0 to 100."""
    return tuple(
        (
            _words(report.criteria, each.criterion),
            charts.percent(each.reached, report.language),
            charts.decimal(None if each.mean is None else 100 * each.mean, report.language),
        )
        for each in listed
    )


def _words(names: Sequence[Named], wanted: str) -> str:
    return next((each.words for each in names if each.id == wanted), wanted)


@dataclass(frozen=True, slots=True)
class Pages:
    """All that the report's template shows beside the plain value."""

    levels: LevelsPage
    spread: SpreadPage
    heat: HeatPage | None
    cuts: tuple[CutPage, ...]
    criteria: str
    strongest: tuple[tuple[str, str, str], ...]
    weakest: tuple[tuple[str, str, str], ...]
    upper: int
    upper_share: str


def pages(report: AggregateReport, spread: Distribution) -> Pages:
    """Lay out the whole report."""
    summary, upper = report.summary, upper_level(report)
    return Pages(
        levels=levels_page(report, spread),
        spread=spread_page(report, spread),
        heat=heat_page(report),
        cuts=tuple(cut_page(report, breakdown) for breakdown in summary.breakdowns),
        criteria=findings.on_criteria(summary.strongest, summary.weakest, report.language),
        strongest=criteria_rows(report, summary.strongest),
        weakest=criteria_rows(report, summary.weakest),
        upper=upper,
        upper_share=charts.percent(sum(each.share for each in spread.levels if each.level >= upper), report.language),
    )
