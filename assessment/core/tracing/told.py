"""A trace as lines of text, from the whole down to the answers, for whoever explains a score without the pages."""

from collections.abc import Iterator, Sequence
from itertools import chain

from assessment.core.parts.terms import Text, Threshold
from assessment.core.questionnaire import Level
from assessment.core.tracing.trace_words import figure_words
from assessment.core.tracing.traced import Counting, Trace, TracedCriterion, TracedLevel, TracedNode

INDENT = "  "
LEVEL = Text({"vi": "mức", "en": "level"})
HOLDS = {True: Text({"vi": "đạt", "en": "holds"}), False: Text({"vi": "chưa đạt", "en": "does not hold"})}
LEFT_OUT: dict[Counting, Text] = {
    "hidden": Text({"vi": "không hỏi đơn vị này", "en": "not asked of this enterprise"}),
    "short": Text({"vi": "không tính, trả lời chưa đủ", "en": "left out, too little is answered"}),
    "empty": Text({"vi": "không tính, chưa có điểm nào", "en": "left out, nothing has a score"}),
}


def lines(trace: Trace, levels: Sequence[Level], language: str) -> Iterator[str]:
    """Tell a trace line by line.

    Parameters
    ----------
    trace : Trace
        From `trace.trace`.
    levels : sequence of Level
        Those of the questionnaire.
    language : str
        `vi` or `en`.

    Yields
    ------
    str
        A line for every node and criterion, indented by its place, with how its figure came about; then one for each
        level with whether its threshold and its breadth hold.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.tracing.trace import trace
    >>> from assessment.core.values.states import Answered, Answers, Chosen, Profile
    >>> form, answers = two_pillars(), Answers({"sales.online": Answered(Chosen("some"))})
    >>> for line in list(lines(trace(form, Profile({}), answers), form.levels, "en"))[-4:]:
    ...     print(line)
    <BLANKLINE>
    level 0 · Level 0: ≥ 0: holds
    level 1 · Level 1: ≥ 40: holds
    level 2 · Level 2: ≥ 70: does not hold
    """
    yield from _node(trace.whole, language, 0)
    yield ""
    for level, held in zip(levels, trace.levels, strict=True):
        yield _level(level.threshold, held, language)


def _node(node: TracedNode, language: str, depth: int) -> Iterator[str]:
    at = "" if node.level is None else f", {LEVEL.of(language)} {node.level}"
    yield f"{INDENT * depth}{node.title.of(language)} [{node.id}]: {_figure(node, language)}{at}"
    if node.counting != "hidden":
        yield f"{INDENT * depth}{INDENT}= {node.formula.of(language)}"
        yield from chain.from_iterable(_child(child, language, depth + 1) for child in node.children)


def _figure(node: TracedNode, language: str) -> str:
    return LEFT_OUT[node.counting].of(language) if node.score is None else figure_words(node.score, language)


def _child(child: TracedNode | TracedCriterion, language: str, depth: int) -> Iterator[str]:
    if isinstance(child, TracedNode):
        yield from _node(child, language, depth)
        return
    yield f"{INDENT * depth}{child.text.of(language)} [{child.id}]"
    yield f"{INDENT * depth}{INDENT}{' → '.join(dict.fromkeys((child.answer.of(language), child.rule.of(language))))}"


def _level(threshold: Threshold, level: TracedLevel, language: str) -> str:
    sign = "≥" if threshold.inclusive else ">"
    asked = [f"{sign} {figure_words(threshold.value, language)}: {HOLDS[level.score_holds].of(language)}"]
    if level.pillar_level is not None:
        words = {"vi": "trụ cột từ mức", "en": "pillars at level"}[language]
        count = f"{level.pillars_standing}/{level.pillars_wanted} {words} {level.pillar_level}"
        asked.append(f"{count}: {HOLDS[level.breadth_holds].of(language)}")
    return f"{LEVEL.of(language)} {level.id} · {level.name.of(language)}: {'; '.join(asked)}"
