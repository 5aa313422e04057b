"""The figures of a page or paper with their names, in the language that is spoken."""

from datetime import date

from flask_babel import gettext as _

from assessment.core.facts.register import PLACES, SECTORS, SIZES
from assessment.core.parts.terms import Text
from assessment.core.publishing.summary import Breakdown
from assessment.documents.aggregate import AggregateReport, CutName, EarlierWave, Named
from assessment.documents.levelled import LevelName
from assessment.models import Snapshot, Wave
from assessment.models.sampling import FACTS, Filters
from assessment.reports.service import MINIMUM, Board


def report_of(board: Board, language: str, *, issuer: str, today: date, demo: bool) -> AggregateReport:
    """Give the value that page and paper are made from."""
    asked = board.choice.questionnaire
    return AggregateReport(
        language=language,
        issuer=issuer,
        wave=wave_title(board.choice.wave, language),
        scope=scope(board.filters, language),
        basis=basis(board.filters),
        made=today if board.taken is None else board.taken.taken_on,
        questionnaire=asked.title.of(language),
        version=asked.version,
        levels=tuple(
            LevelName(level.id, level.name.of(language), level.threshold.value, above=not level.threshold.inclusive)
            for level in asked.levels
        ),
        pillars=tuple(Named(pillar.id, pillar.title.of(language)) for pillar in asked.pillars),
        criteria=tuple(Named(criterion.id, criterion.text.of(language)) for criterion in asked.criteria),
        cuts=tuple(_cut_name(each, language) for each in board.summary.breakdowns),
        summary=board.summary,
        heat="size" if board.filters.sector else "sector",
        minimum=MINIMUM,
        earlier=None if board.before is None or not board.filters.none else _earlier(board.before, language),
        demo=demo,
    )


def wave_title(wave: Wave, language: str) -> str:
    """Give a wave's title, in its first language where this one is missing."""
    return Text(wave.title).of(language)


def _earlier(before: Snapshot, language: str) -> EarlierWave | None:
    spread = before.summary.distribution
    if spread is None:
        return None
    shares = tuple(level.share for level in spread.levels)
    return EarlierWave(wave_title(before.wave, language), spread.n, spread.median, shares)


def _cut_name(breakdown: Breakdown, language: str) -> CutName:
    headings = {"sector": _("Theo ngành"), "size": _("Theo quy mô"), "place": _("Theo địa bàn")}
    cut = breakdown.cut
    names = tuple(Named(group.id, group_name(cut, group.id, language)) for group in breakdown.groups)
    return CutName(cut, headings[cut], names)


def group_name(fact: str, group: str, language: str) -> str:
    """Give the name of a sector, a size or a place; one that no list knows is its id."""
    if fact == "place":
        return PLACES[group].full_name(language) if group in PLACES else group
    names = SECTORS if fact == "sector" else SIZES
    words = names[group].of(language) if group in names else group
    return words[:1].upper() + words[1:]


def scope(filters: Filters, language: str) -> str:
    """Say which enterprises the figures are about."""
    chosen = [(fact, filters.of(fact)) for fact in FACTS]
    names = [group_name(fact, group, language) for fact, group in chosen if group is not None]
    return " · ".join(names) or str(_("Toàn tỉnh, mọi ngành và quy mô"))


def basis(filters: Filters) -> str:
    """Say whose answers the scores are from."""
    if filters.verified:
        return str(_("Chỉ tính điểm đã thẩm định"))
    return str(_("Điểm đã thẩm định nếu có, còn lại là điểm tự khai"))
