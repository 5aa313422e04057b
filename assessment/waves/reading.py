"""A questionnaire's rules in words: when something is asked, what an answer is worth, where a level begins."""

from collections.abc import Iterable
from typing import assert_never

from flask_babel import gettext as _

from assessment.core.facts.register import ORGANISATION_TYPES, SECTORS, SIZES
from assessment.core.questionnaire import (
    AllOf,
    AnsweredIs,
    AnyOf,
    Choice,
    ChosenIn,
    Compared,
    Comparison,
    Condition,
    Criterion,
    Goalposts,
    Level,
    Multiple,
    Not,
    Number,
    ProfileIn,
    Questionnaire,
    Ratio,
    Threshold,
)
from assessment.web.language import language
from assessment.web.numerals import decimal

FACTS = {"sector": SECTORS, "organisation_type": ORGANISATION_TYPES, "size": SIZES}
MOST_PLACES = 4


class Reader:
    """Reads one questionnaire aloud: its own texts in the language asked for, our words in the reader's."""

    def __init__(self, questionnaire: Questionnaire, spoken: str) -> None:
        self.questionnaire = questionnaire
        self.spoken = spoken
        self.numbers = {
            criterion.id: f"{p}.{i}.{c}"
            for p, pillar in enumerate(questionnaire.pillars, 1)
            for i, indicator in enumerate(pillar.indicators, 1)
            for c, criterion in enumerate(indicator.criteria, 1)
        }

    def when(self, condition: Condition) -> str:
        """Say a condition."""
        match condition:
            case ChosenIn():
                words = self._about(condition.criterion, _("là %(options)s", options=self._chosen(condition)))
            case Compared():
                words = self._about(condition.criterion, _and(self._test(test) for test in condition.tests))
            case AnsweredIs():
                words = self._about(condition.criterion, _("đã có câu trả lời"))
            case ProfileIn():
                words = self._profile(condition)
            case AllOf():
                words = _and(self._inside(each) for each in condition.conditions)
            case AnyOf():
                words = _or(self._inside(each) for each in condition.conditions)
            case Not():
                words = _("không phải %(condition)s", condition=self._inside(condition.condition))
            case _:
                assert_never(condition)
        return str(words)

    def worth(self, criterion: Criterion) -> list[tuple[str, str]]:
        """Give the answers of a criterion with what they are worth."""
        scale = criterion.scale
        match scale:
            case Choice() | Multiple():
                return [(option.text.of(self.spoken), _points(option.points)) for option in scale.options]
            case Number() | Ratio():
                return _conversion(scale)
            case _:
                assert_never(scale)

    def level(self, level: Level) -> str:
        """Say where a level begins."""
        start, breadth = _bound(level.threshold), level.breadth
        if breadth is None:
            return start
        if breadth.pillars is None:
            return str(_("%(start)s và mọi trụ cột từ mức %(level)s", start=start, level=breadth.at))
        asked = {"start": start, "number": breadth.pillars, "level": breadth.at}
        return str(_("%(start)s và ít nhất %(number)s trụ cột từ mức %(level)s", **asked))

    def _about(self, criterion: str, words: str) -> str:
        return str(_("câu %(number)s %(words)s", number=self.numbers.get(criterion, criterion), words=words))

    def _chosen(self, condition: ChosenIn) -> str:
        asked = self.questionnaire.criterion(condition.criterion)
        texts = {option.id: option.text.of(self.spoken) for option in asked.options}
        return _or(f"“{texts.get(option, option)}”" for option in condition.options)

    def _profile(self, condition: ProfileIn) -> str:
        known = FACTS.get(condition.fact, {})
        values = _or(known[value].of(language()) if value in known else value for value in condition.values)
        facts = {"sector": _("lĩnh vực"), "organisation_type": _("loại hình"), "size": _("quy mô")}
        return str(_("%(fact)s là %(values)s", fact=facts.get(condition.fact, condition.fact), values=values))

    def _inside(self, condition: Condition) -> str:
        """Say a condition that stands inside another; what has parts itself stands in brackets."""
        words = self.when(condition)
        return f"({words})" if isinstance(condition, AllOf | AnyOf) else words

    def _test(self, test: Comparison) -> str:
        figure = plain(test.value)
        match test.operator:
            case "from":
                words = _("từ %(figure)s", figure=figure)
            case "above":
                words = _("trên %(figure)s", figure=figure)
            case "up_to":
                words = _("đến %(figure)s", figure=figure)
            case "below":
                words = _("dưới %(figure)s", figure=figure)
            case _:
                assert_never(test.operator)
        return str(words)


def plain(figure: float) -> str:
    """Write a figure with as many places as it has, at most four."""
    rounded = round(figure, MOST_PLACES)
    places = next(n for n in range(MOST_PLACES + 1) if round(rounded, n) == rounded)
    return decimal(figure, language(), places)


def _conversion(scale: Number | Ratio) -> list[tuple[str, str]]:
    if isinstance(scale.conversion, Goalposts):
        ends = scale.conversion
        return [(plain(ends.zero), _("0 điểm")), (plain(ends.full), _("điểm cao nhất, ở giữa tính theo tỷ lệ"))]
    return [(_bound(band.threshold), _points(band.points)) for band in scale.conversion]


def _bound(threshold: Threshold) -> str:
    figure = plain(threshold.value)
    return str(_("từ %(figure)s", figure=figure) if threshold.inclusive else _("trên %(figure)s", figure=figure))


def _points(points: float) -> str:
    return str(_("1 điểm") if points == 1 else _("%(points)s điểm", points=plain(points)))


def _and(parts: Iterable[str]) -> str:
    return str(_(" và ")).join(parts)


def _or(parts: Iterable[str]) -> str:
    return str(_(" hoặc ")).join(parts)
