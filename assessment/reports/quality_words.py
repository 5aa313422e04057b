"""What the page of the index's quality says: every figure in words, and which questions deserve another look."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.core.questionnaire import Questionnaire
from assessment.core.weighing.findings import Appraisal, ChangeFinding, CriterionFinding, LeftOutFinding, ScaleFinding
from assessment.web.language import language
from assessment.web.numerals import decimal, percent, signed

NOTHING = "–"
EXTREME = 0.8
"""A share of lowest or highest answers above this hardly tells enterprises apart."""
LOOSE = 0.2
"""A criterion that goes less with the others of its pillar measures something else."""
UNSURE = 0.2
"""A share of don't know above this asks for plainer words."""
ASIDE = 0.4
"""A share of not applicable above this asks for a condition."""
POOR, GOOD, ALIKE = 0.7, 0.8, 0.95
CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the page draws it."""

    head: list[str]
    rows: list[list[str]]


def part(share: float | None) -> str:
    """Write a share 0–1 in whole percent."""
    return NOTHING if share is None else percent(100 * share, language())


def number(figure: float | None, places: int = 2) -> str:
    """Write a figure."""
    return NOTHING if figure is None else decimal(figure, language(), places)


def count(n: int | None) -> str:
    """Write a count; one that may not be shown is a dash."""
    return NOTHING if n is None else decimal(n, language(), 0)


def between(low: float | None, high: float | None, places: int = 2) -> str:
    """Write an interval; beside a minus a dash would be misread."""
    if low is None or high is None:
        return NOTHING
    return f"{number(low, places)}{' … ' if low < 0 else '–'}{number(high, places)}"


def shares_between(low: float | None, high: float | None) -> str:
    """Write an interval of shares 0–1, with one sign of percent for both ends."""
    return NOTHING if low is None or high is None else f"{number(100 * low, 0)}–{part(high)}"


def pillar_names(asked: Questionnaire, ids: Sequence[str]) -> str:
    """Name a pillar, or alternatives by the first of them."""
    first = asked.pillar(ids[0]).title.of(language())
    if len(ids) == 1:
        return first
    return str(_("Trụ cột riêng của từng ngành (%(number)s)", number=len(ids)))


def alpha_said(whole: ScaleFinding) -> str:
    """Read the overall alpha aloud."""
    if whole.alpha is None:
        return str(_("Chưa đủ câu trả lời để tính."))
    if whole.alpha < POOR:
        return str(_("Các câu hỏi chưa đi cùng nhau: điểm chung gộp những việc khá khác nhau."))
    if whole.alpha < GOOD:
        return str(_("Các câu hỏi đi cùng nhau vừa phải, đủ để so sánh các nhóm."))
    if whole.alpha < ALIKE:
        return str(_("Các câu hỏi đi cùng nhau tốt."))
    return str(_("Các câu hỏi đi cùng nhau rất chặt; có thể vài câu hỏi gần như cùng một việc."))


def scales(asked: Questionnaire, found: Appraisal) -> Table:
    """Give alpha of the whole and of every pillar."""
    rows = [
        [
            asked.pillar(each.id).title.of(language()) if each.id else str(_("Toàn bộ, các câu hỏi chung")),
            number(each.alpha),
            between(each.low, each.high),
            count(each.items),
            count(each.n),
        ]
        for each in found.scales
    ]
    return Table([_("Trụ cột"), _("Alpha"), _("Khoảng 95 %"), _("Số câu"), _("Số doanh nghiệp")], rows)


def worst_left_out(found: Appraisal) -> LeftOutFinding | None:
    """Give the pillar whose absence would change most levels."""
    known = [each for each in found.left_out if each.changed is not None]
    return max(known, key=lambda each: each.changed or 0.0, default=None)


def left_out(asked: Questionnaire, found: Appraisal) -> Table:
    """Give what leaving out each pillar would do."""
    rows = [
        [
            pillar_names(asked, each.pillars),
            part(each.changed),
            part(each.up),
            part(each.down),
            number(each.shift, 1),
            count(each.n),
        ]
        for each in found.left_out
    ]
    head = [_("Bỏ trụ cột"), _("Đổi mức"), _("Lên mức"), _("Xuống mức"), _("Xê dịch thứ hạng"), _("Số doanh nghiệp")]
    return Table(head, rows)


def estimates(asked: Questionnaire, found: Appraisal) -> Table:
    """Give the estimated shares of the levels."""
    rows = [
        [
            f"{_('Mức %(number)s', number=each.level)} · {asked.level(each.level).name.of(language())}",
            part(each.mean),
            shares_between(each.low, each.high),
        ]
        for each in found.estimates
        if each.level is not None
    ]
    return Table([_("Mức"), _("Ước tính"), _("Khoảng 95 %")], rows)


def changes(asked: Questionnaire, found: Appraisal) -> Table:
    """Give the change of the score, overall and by pillar."""
    rows = [
        [
            asked.pillar(each.id).title.of(language()) if each.id else str(_("Điểm chung")),
            NOTHING if each.mean is None else signed(each.mean, language()),
            between(each.low, each.high, 1),
            _chance(each),
            number(each.effect),
            count(each.n),
        ]
        for each in found.changes
    ]
    head = [_("Phần điểm"), _("Thay đổi"), _("Khoảng 95 %"), _("Ngẫu nhiên?"), _("Cỡ tác động"), _("Số cặp")]
    return Table(head, rows)


def _chance(each: ChangeFinding) -> str:
    """Say whether chance alone could have done it, with the p-value."""
    if each.p is None:
        return NOTHING
    value = f"p < {number(0.001, 3)}" if each.p < 0.001 else f"p = {number(each.p, 3)}"  # noqa: PLR2004
    return str(_("không, %(value)s", value=value) if each.p < CHANCE else _("có thể, %(value)s", value=value))


def criteria(found: Appraisal, ids: Sequence[str], texts: Sequence[str]) -> Table:
    """Give the figures of some criteria."""
    known = {each.id: each for each in found.criteria}
    rows = [_criterion(known[name], text) for name, text in zip(ids, texts, strict=True)]
    head = [
        _("Câu hỏi"),
        _("Được hỏi"),
        _("Đi cùng trụ cột"),
        _("Alpha nếu bỏ"),
        _("Thấp nhất"),
        _("Cao nhất"),
        _("Không áp dụng"),
        _("Không biết"),
    ]
    return Table(head, rows)


def _criterion(each: CriterionFinding, text: str) -> list[str]:
    shares = (each.floor, each.ceiling, each.not_applicable, each.unknown)
    return [text, count(each.asked), number(each.item_rest), number(each.without), *map(part, shares)]


def noted(asked: Questionnaire, found: Appraisal) -> list[tuple[str, str]]:
    """Name the questions that deserve another look, each with its pillar and the reason."""
    listed = [(each.id, _reason(each)) for each in found.criteria]
    return [
        (asked.criterion(name).text.of(language()), f"{asked.pillar_of(name).title.of(language())}: {reason}")
        for name, reason in listed
        if reason
    ]


def _reason(each: CriterionFinding) -> str:
    if _over(each.unknown, UNSURE):
        return str(_("%(share)s trả lời “không biết”: nên hỏi dễ hiểu hơn.", share=part(each.unknown)))
    if _over(each.floor, EXTREME):
        return str(_("%(share)s ở mức thấp nhất: câu này khó phân biệt các doanh nghiệp.", share=part(each.floor)))
    if _over(each.ceiling, EXTREME):
        return str(_("%(share)s ở mức cao nhất: câu này khó phân biệt các doanh nghiệp.", share=part(each.ceiling)))
    if _over(each.not_applicable, ASIDE):
        return str(_("%(share)s trả lời “không áp dụng”: nên hỏi đúng nhóm hơn.", share=part(each.not_applicable)))
    if each.item_rest is not None and each.item_rest < LOOSE:
        return str(_("ít đi cùng các câu khác của trụ cột (%(figure)s).", figure=number(each.item_rest)))
    return ""


def _over(share: float | None, limit: float) -> bool:
    return share is not None and share > limit
