"""Why this level and not the next, in one sentence, for pages and paper alike."""

from collections.abc import Sequence

from assessment.core.parts.terms import Threshold
from assessment.core.questionnaire import Level
from assessment.documents import charts

MOST_PLACES = 4
WORDS = {
    "vi": {
        "here": "mức {level} vì {bounds}",
        "and": " và ",
        "from": "đạt từ {x}",
        "above": "trên {x}",
        "below": "dưới {x}",
        "up_to": "không quá {x}",
        "starts_from": "mức {level} bắt đầu từ {x}",
        "starts_above": "mức {level} bắt đầu từ trên {x}",
        "top": "đây là mức cao nhất",
        "none": "chưa đủ câu trả lời được nên chưa có điểm",
    },
    "en": {
        "here": "level {level} because it is {bounds}",
        "and": " and ",
        "from": "at least {x}",
        "above": "above {x}",
        "below": "below {x}",
        "up_to": "not above {x}",
        "starts_from": "level {level} starts at {x}",
        "starts_above": "level {level} starts above {x}",
        "top": "this is the highest level",
        "none": "too few questions could be answered for a score",
    },
}


def level_reason(levels: Sequence[Level], number: int | None, language: str) -> str:
    """Say between which thresholds a score lies that reaches this level, and where the next one starts.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> level_reason(two_pillars().levels, 1, "en")
    'level 1 because it is at least 40 and below 70; level 2 starts at 70'
    """
    say = WORDS[language]
    place = next((place for place, level in enumerate(levels) if level.id == number), None)
    if place is None:
        return say["none"]
    following = levels[place + 1] if place + 1 < len(levels) else None
    bounds = [_bound(say, levels[place].threshold, language, "from", "above")] if place else []
    if following is None:
        ends = say["top"]
    else:
        bounds.append(_bound(say, following.threshold, language, "below", "up_to"))
        ends = _bound(say, following.threshold, language, "starts_from", "starts_above", level=following.id)
    here = say["here"].format(level=number, bounds=say["and"].join(bounds)) if bounds else ""
    return "; ".join(filter(None, (here, ends)))


def _bound(say: dict[str, str], threshold: Threshold, language: str, *ways: str, **more: int) -> str:
    """Say a threshold: the first way where it is inclusive, else the second."""
    sentence = say[ways[0] if threshold.inclusive else ways[1]]
    return sentence.format(x=plain_figure(threshold.value, language), **more)


def plain_figure(figure: float, language: str) -> str:
    """Write a figure with as many decimals as it has, four at most."""
    places = next((n for n in range(MOST_PLACES) if round(figure, n) == figure), MOST_PLACES)
    return charts.decimal(figure, language, places)
