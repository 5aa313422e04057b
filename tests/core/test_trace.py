"""The trace: every figure followed from the answer to the level."""

import json
import math

import pytest

from assessment.core.questionnaire import (
    Band,
    ChosenIn,
    Goalposts,
    Multiple,
    Number,
    Ratio,
    Reason,
    Text,
    Threshold,
)
from assessment.core.reckoning.outcome import outcome
from assessment.core.tracing.trace import TracedCriterion, as_json, trace
from assessment.core.tracing.trace_words import answer_words, figure_words, rule_words
from assessment.core.values.states import (
    Answered,
    Answers,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    Profile,
    Ticked,
)
from tests.core.builders import LADDER, criterion, flat, indicator, level, option, pillar, questionnaire

NOBODY = Profile({"sector": "trade"})

FORM = questionnaire(
    pillar(
        "p",
        indicator("p.a", criterion("a1", weight=2), criterion("a2"), aggregate="geometric"),
        indicator("p.b", criterion("b"), criterion("b2"), aggregate="minimum", weight=3),
        aggregate="harmonic",
    ),
    pillar("q", indicator("q.a", criterion("c"), criterion("c2"), coverage=0.8), weight=2),
    pillar("r", indicator("r.a", criterion("d", when=ChosenIn("a1", ("none",))))),
    pillar("s", indicator("s.a", criterion("e"))),
    levels=[level(0, 0), level(1, 20, at_least=(2, 1)), level(2, 40, at_least=(None, 1))],
)
ANSWERS = Answers(
    {
        "a1": Answered(Chosen("most")),
        "a2": DontKnow(),
        "b": Answered(Chosen("full")),
        "b2": Answered(Chosen("some")),
        "c": Answered(Chosen("full")),
        "d": Answered(Chosen("full")),
        "e": NotApplicable("why"),
    }
)


def nodes(node):
    yield node
    for child in getattr(node, "children", ()):
        yield from nodes(child)


def followed(node):
    """Compute a node's score 0–100 from its children as the trace shows them, with nothing else at hand."""
    known = [
        (each["weight"], each["score"] * (1 if "children" in each else 100))
        for each in node["children"]
        if each["score"] is not None
    ]
    if not known:
        return None
    total = sum(weight for weight, _ in known)
    match node["aggregate"]:
        case "arithmetic":
            return sum(weight * score for weight, score in known) / total
        case "geometric":
            return 100 * math.prod((score / 100) ** (weight / total) for weight, score in known)
        case "harmonic":
            return (
                0.0 if any(score == 0 for _, score in known) else total / sum(weight / score for weight, score in known)
            )
        case "minimum":
            return min(score for _, score in known)


def test_a_script_can_follow_every_score_through_the_json():
    found = json.loads(json.dumps(as_json(trace(FORM, NOBODY, ANSWERS))))

    def walk(node):
        if node["counting"] == "counted":
            assert node["score"] == pytest.approx(followed(node), abs=1e-9)
        for child in node["children"]:
            if "children" in child:
                walk(child)

    walk(found["whole"])
    assert found["level"] == outcome(FORM, NOBODY, ANSWERS).level
    assert found["profile"] == [["sector", "trade"]]


def test_every_figure_is_that_of_the_outcome():
    known = outcome(FORM, NOBODY, ANSWERS)
    found = {each.id: each for each in nodes(trace(FORM, NOBODY, ANSWERS, known).whole)}
    assert found[FORM.id].score == known.overall
    for node in (*known.pillars, *known.indicators):
        assert (found[node.id].score, found[node.id].coverage) == (node.score, node.coverage)
    for each in known.criteria:
        assert (found[each.id].score, found[each.id].standing) == (each.score, each.standing)


def test_it_says_why_a_node_left_the_sum():
    found = {
        each.id: each for each in nodes(trace(FORM, NOBODY, ANSWERS).whole) if not isinstance(each, TracedCriterion)
    }
    assert found["q.a"].counting == "short"
    assert found["q"].counting == "empty"
    assert found["r"].counting == "hidden"
    assert found["s"].counting == "empty"
    assert found["p"].counting == "counted"


def test_shares_are_those_of_what_counts():
    found = {each.id: each for each in nodes(trace(FORM, NOBODY, ANSWERS).whole)}
    assert (found["a1"].share, found["a2"].share) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert (found["p"].share, found["q"].share, found["e"].share) == (1.0, None, None)


def test_each_level_is_held_against_score_and_breadth():
    found = trace(
        FORM,
        NOBODY,
        Answers({"a1": Answered(Chosen("full")), "c": Answered(Chosen("full")), "c2": Answered(Chosen("full"))}),
    )
    assert [(each.id, each.score_holds, each.breadth_holds) for each in found.levels] == [
        (0, True, True),
        (1, True, True),
        (2, True, False),
    ]
    assert (found.levels[2].pillars_wanted, found.levels[2].pillars_standing, found.level) == (3, 2, 1)


class TestWords:
    @pytest.mark.parametrize(
        ("name", "vietnamese", "english"),
        [
            (
                "p.a",
                "Trung bình nhân theo trọng số: 50^(2/3) × 0^(1/3) = 0",
                "Weighted geometric mean: 50^(2/3) × 0^(1/3) = 0",
            ),
            ("p.b", "Điểm thấp nhất: min(100; 25) = 25", "Least score: min(100; 25) = 25"),
            ("s.a", "Trung bình cộng theo trọng số: không có điểm nào", "Weighted arithmetic mean: no scores"),
        ],
    )
    def test_a_formula_can_be_checked_on_paper(self, name, vietnamese, english):
        found = {each.id: each for each in nodes(trace(FORM, NOBODY, ANSWERS).whole)}[name]
        assert (found.formula.of("vi"), found.formula.of("en")) == (vietnamese, english)

    def test_an_arithmetic_and_a_harmonic_formula(self):
        form = questionnaire(
            pillar("p", indicator("p.a", criterion("a", weight=3), criterion("b"))),
            pillar("q", indicator("q.a", criterion("c"))),
            aggregate="harmonic",
        )
        answers = Answers({"a": Answered(Chosen("most")), "b": Answered(Chosen("some")), "c": Answered(Chosen("full"))})
        whole = trace(form, NOBODY, answers).whole
        assert whole.children[0].children[0].formula.of("vi").endswith("(3 × 50 + 1 × 25) ÷ 4 = 43,75")
        assert whole.formula.of("en").endswith("2 ÷ (1 ÷ 43.75 + 1 ÷ 100) = 60.8696")

    tools = Multiple((option("till", 1), option("shop", 2, needs="till")), 3.0)
    rungs = (Band(Threshold(0.0, inclusive=True), 0), Band(Threshold(10.0, inclusive=True), 4))

    @pytest.mark.parametrize(
        ("scale", "state", "answer", "rule"),
        [
            (LADDER, Answered(Chosen("most")), "most", "2 of 4 points = 0.5"),
            (LADDER, DontKnow(), "Don't know", "Don't know counts 0"),
            (LADDER, None, "Not answered", "No score yet, left out"),
            (
                LADDER,
                NotApplicable("too small"),
                "Not applicable: too small",
                "Left out; the other criteria share the weight",
            ),
            (LADDER, NotApplicable(), "Not applicable", "Left out; the other criteria share the weight"),
            (tools, Answered(Ticked(("till", "shop"))), "till; shop", "3 of 3 points = 1"),
            (tools, Answered(Ticked(("shop",))), "shop", "1 of 3 points (half for “shop”) = 0.3333"),
            (
                Number(rungs, unit=Text({"vi": "người", "en": "people"})),
                Answered(Figure(12.5)),
                "12.5 people",
                "4 of 4 points = 1",
            ),
            (Ratio(rungs), Answered(Part(1.0, 8.0)), "1/8 = 12.5%", "4 of 4 points = 1"),
            (
                Number(Goalposts(10.0, 50.0)),
                Answered(Figure(20.0)),
                "20",
                "(20 − 10) ÷ (50 − 10), held between 0 and 1 = 0.25",
            ),
        ],
    )
    def test_an_answer_and_its_worth_in_words(self, scale, state, answer, rule):
        asked = criterion("c", scale=scale)
        assert answer_words(asked, state).of("en") == answer
        assert rule_words(asked, state).of("en") == rule

    def test_a_listed_reason_is_given_in_its_own_words(self):
        form = flat(criterion("c"))
        asked = form.criteria[0]
        known = [Reason("small", Text({"vi": "Quá nhỏ", "en": "Too small"}))]
        listed = type(asked)(**{name: getattr(asked, name) for name in asked.__slots__} | {"reasons": tuple(known)})
        assert answer_words(listed, NotApplicable("small")).of("vi") == "Không áp dụng: Quá nhỏ"

    @pytest.mark.parametrize(
        ("figure", "vietnamese", "english"),
        [(0.5, "0,5", "0.5"), (100.0, "100", "100"), (-0.00001, "0", "0"), (2 / 3, "0,6667", "0.6667")],
    )
    def test_figures_are_written_by_language(self, figure, vietnamese, english):
        assert (figure_words(figure, "vi"), figure_words(figure, "en")) == (vietnamese, english)

    def test_every_text_is_in_both_languages(self):
        for each in nodes(trace(FORM, NOBODY, ANSWERS).whole):
            texts = (each.answer, each.rule) if isinstance(each, TracedCriterion) else (each.formula, each.title)
            assert all(set(text.words) == {"vi", "en"} for text in texts)
