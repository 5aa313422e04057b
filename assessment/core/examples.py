"""The smallest questionnaire with two pillars, on which the examples in docstrings run."""

from functools import lru_cache

from assessment.core.questionnaire import (
    Advice,
    Choice,
    Criterion,
    Indicator,
    Level,
    Option,
    Pillar,
    Questionnaire,
    Text,
    Threshold,
)


@lru_cache(maxsize=1)
def two_pillars() -> Questionnaire:
    """Give a questionnaire of `plan` (written, followed) and `sales` (online), each answered none, some or full."""
    plan = _pillar("plan", _criterion("plan.written"), _criterion("plan.followed"))
    return Questionnaire(
        format=1,
        id="example",
        version="1",
        languages=("vi", "en"),
        title=_words("Ví dụ", "Example"),
        about=_words("Dùng trong tài liệu.", "Used in the documentation."),
        profile=(("sector", ("tourism", "trade")),),
        aggregate="arithmetic",
        coverage=0.0,
        levels=tuple(_level(number, start) for number, start in enumerate((0.0, 40.0, 70.0))),
        pillar_levels=(),
        pillars=(plan, _pillar("sales", _criterion("sales.online"))),
    )


def _words(vietnamese: str, english: str) -> Text:
    return Text({"vi": vietnamese, "en": english})


def _level(number: int, start: float) -> Level:
    return Level(number, _words(f"Mức {number}", f"Level {number}"), None, Threshold(start, inclusive=True), None)


def _pillar(name: str, *criteria: Criterion) -> Pillar:
    title = _words(f"Trụ cột {name}", f"Pillar {name}")
    indicator = Indicator(f"{name}.all", title, None, 1.0, "arithmetic", 0.0, None, criteria)
    return Pillar(name, title, None, 1.0, "arithmetic", 0.0, None, (indicator,))


def _criterion(name: str) -> Criterion:
    options = (
        Option("none", 0.0, _words("Chưa có", "Not yet")),
        Option("some", 1.0, _words("Có một phần", "In part")),
        Option("full", 2.0, _words("Có đầy đủ", "In full")),
    )
    return Criterion(
        id=name,
        text=_words(f"{name} đến đâu?", f"How far is {name}?"),
        help=None,
        scale=Choice(options),
        weight=1.0,
        required=True,
        not_applicable=True,
        reasons=(),
        dont_know=True,
        evidence="none",
        evidence_text=None,
        when=None,
        maps_to=(),
        advice=(Advice(f"{name}.next", 1.0, _words("Làm thêm một bước.", "Take one more step."), 1),),
    )
