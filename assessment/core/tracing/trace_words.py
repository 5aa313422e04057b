"""The sentences of a trace, in Vietnamese and English: what was answered, what it is worth, how a score came about."""

from collections.abc import Callable, Sequence
from typing import assert_never

from assessment.core.parts.scales import Goalposts, Multiple, Number, Option, Ratio
from assessment.core.parts.terms import Text
from assessment.core.questionnaire import Aggregate, Criterion
from assessment.core.reckoning.points import value_score
from assessment.core.values.states import Answered, Chosen, DontKnow, Figure, NotApplicable, Part, State, Ticked, Value

LANGUAGES = ("vi", "en")
DECIMALS = 4

NAMES = {
    "arithmetic": Text({"vi": "Trung bình cộng theo trọng số", "en": "Weighted arithmetic mean"}),
    "geometric": Text({"vi": "Trung bình nhân theo trọng số", "en": "Weighted geometric mean"}),
    "harmonic": Text({"vi": "Trung bình điều hòa theo trọng số", "en": "Weighted harmonic mean"}),
    "minimum": Text({"vi": "Điểm thấp nhất", "en": "Least score"}),
}


def figure_words(figure: float, language: str) -> str:
    """Write a figure with up to four decimals, the comma decimal in Vietnamese.

    Examples
    --------
    >>> figure_words(66.66666, "vi"), figure_words(50.0, "en")
    ('66,6667', '50')
    """
    text = f"{figure:.{DECIMALS}f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", ",") if language == "vi" else text


def answer_words(criterion: Criterion, state: State | None) -> Text:
    """Say what was answered."""
    match state:
        case None:
            return Text({"vi": "Chưa trả lời", "en": "Not answered"})
        case NotApplicable(reason):
            return _with_reason(criterion, reason)
        case DontKnow():
            return Text({"vi": "Không biết", "en": "Don't know"})
        case Answered(value):
            return _both(lambda language: _value_words(criterion, value, language))
        case _:
            assert_never(state)


def _both(write: Callable[[str], str]) -> Text:
    return Text({language: write(language) for language in LANGUAGES})


def _with_reason(criterion: Criterion, reason: str) -> Text:
    known = {each.id: each.text for each in criterion.reasons}

    def write(language: str) -> str:
        words = known[reason].of(language) if reason in known else reason
        return ": ".join(filter(None, ("Không áp dụng" if language == "vi" else "Not applicable", words)))

    return _both(write)


def _value_words(criterion: Criterion, value: Value, language: str) -> str:
    match value:
        case Chosen(name):
            return _option(criterion, name).text.of(language)
        case Ticked(names):
            return "; ".join(_option(criterion, name).text.of(language) for name in names)
        case Figure(number):
            return f"{figure_words(number, language)}{_unit(criterion, language)}"
        case Part(part, whole):
            shown = [figure_words(each, language) for each in (part, whole, value.percent)]
            percent = "\u00a0%" if language == "vi" else "%"
            return f"{shown[0]}/{shown[1]} = {shown[2]}{percent}"
        case _:
            assert_never(value)


def _option(criterion: Criterion, name: str) -> Option:
    return next(option for option in criterion.options if option.id == name)


def _unit(criterion: Criterion, language: str) -> str:
    unit = criterion.scale.unit if isinstance(criterion.scale, Number) else None
    return "" if unit is None else f" {unit.of(language)}"


def rule_words(criterion: Criterion, state: State | None) -> Text:
    """Say what the answer is worth and by which rule."""
    match state:
        case None:
            return Text({"vi": "Chưa có điểm, không tính", "en": "No score yet, left out"})
        case NotApplicable():
            return Text(
                {
                    "vi": "Không tính; các tiêu chí còn lại chia nhau trọng số",
                    "en": "Left out; the other criteria share the weight",
                }
            )
        case DontKnow():
            return Text({"vi": "Không biết được tính 0 điểm", "en": "Don't know counts 0"})
        case Answered(value):
            return _both(lambda language: _worth(criterion, value, language))
        case _:
            assert_never(state)


def _worth(criterion: Criterion, value: Value, language: str) -> str:
    score = value_score(criterion.scale, value)
    match criterion.scale, value:
        case (Number(Goalposts() as line), Figure(figure)) | (Ratio(Goalposts() as line), Part(percent=figure)):
            return _line_words(line, figure, score, language)
    full = _full(criterion)
    earned, most, result = (figure_words(each, language) for each in (score * full, full, score))
    points = f"{earned} trên {most} điểm" if language == "vi" else f"{earned} of {most} points"
    return f"{points}{_halves(criterion, value, language)} = {result}"


def _full(criterion: Criterion) -> float:
    """Give the most points there are."""
    match criterion.scale:
        case Multiple(full=full):
            return full
        case Number(conversion) | Ratio(conversion) if not isinstance(conversion, Goalposts):
            return max(band.points for band in conversion)
        case _:
            return max(option.points for option in criterion.options)


def _halves(criterion: Criterion, value: Value, language: str) -> str:
    """Name the ticked options that earn half because the one they need is not ticked."""
    ticked = value.options if isinstance(value, Ticked) else ()
    alone = [each for each in criterion.options if each.id in ticked and each.needs and each.needs not in ticked]
    if not alone:
        return ""
    names = ", ".join(f"“{each.text.of(language)}”" for each in alone)
    return f" (một nửa cho {names})" if language == "vi" else f" (half for {names})"


def _line_words(line: Goalposts, figure: float, score: float, language: str) -> str:
    x, zero, full, result = (figure_words(each, language) for each in (figure, line.zero, line.full, score))
    held = "giữ trong khoảng 0 đến 1" if language == "vi" else "held between 0 and 1"
    return f"({x} − {zero}) ÷ ({full} − {zero}), {held} = {result}"


def formula_words(aggregate: Aggregate, terms: Sequence[tuple[float, float]], score: float | None) -> Text:
    """Write how a node's score comes from its children: `terms` are their weights and scores, both 0–100."""

    def write(language: str) -> str:
        name = NAMES[aggregate].of(language)
        if not terms:
            return f"{name}: không có điểm nào" if language == "vi" else f"{name}: no scores"
        result = "…" if score is None else figure_words(score, language)
        return f"{name}: {_formula(aggregate, terms, language)} = {result}"

    return _both(write)


def _formula(aggregate: Aggregate, terms: Sequence[tuple[float, float]], language: str) -> str:
    shown = [(figure_words(weight, language), figure_words(score, language)) for weight, score in terms]
    total = figure_words(sum(weight for weight, _ in terms), language)
    match aggregate:
        case "arithmetic":
            return f"({' + '.join(f'{weight} × {score}' for weight, score in shown)}) ÷ {total}"
        case "geometric":
            return " × ".join(f"{score}^({weight}/{total})" for weight, score in shown)
        case "harmonic":
            return f"{total} ÷ ({' + '.join(f'{weight} ÷ {score}' for weight, score in shown)})"
        case "minimum":
            return f"min({'; '.join(score for _, score in shown)})"
        case _:
            assert_never(aggregate)
