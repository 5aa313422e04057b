"""How answers are written: typed, in cells, stored; and what is no answer."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.answers import (
    PROBLEMS,
    Answered,
    Answers,
    Chosen,
    DontKnow,
    Figure,
    NotApplicable,
    Part,
    Problem,
    Profile,
    Raw,
    Ticked,
    explained,
    from_cell,
    from_json,
    read,
    to_cell,
    to_json,
)
from assessment.core.errors import UnreadableAnswer
from assessment.core.questionnaire import (
    Band,
    Choice,
    ContextQuestion,
    Criterion,
    Goalposts,
    Multiple,
    Number,
    Option,
    Ratio,
    Reason,
    Text,
    Threshold,
)
from assessment.core.values import figures
from assessment.core.values.context import Words, context_from_json, context_to_json, read_context


def words(text):
    return Text({"en": text})


OPTIONS = (
    Option("none", 0, words("None"), exclusive=True),
    Option("till", 1, words("Till")),
    Option("shop", 1, words("Shop"), needs="till"),
)
BANDS = (Band(Threshold(1, inclusive=True), 0), Band(Threshold(5, inclusive=False), 1))


def criterion(scale, *, refuse=False, reasons=()):
    return Criterion("c", words("C"), None, scale, not_applicable=not refuse, dont_know=not refuse, reasons=reasons)


CHOICE = criterion(Choice(OPTIONS))
MULTIPLE = criterion(Multiple(OPTIONS, 2.0))
NUMBER = criterion(Number(Goalposts(0, 10), -5.0, 5000.0))
BANDED = criterion(Number(BANDS))
RATIO = criterion(Ratio(Goalposts(0, 50), None, 100.0))
STRICT = criterion(Choice(OPTIONS), refuse=True)
LISTED = criterion(Choice(OPTIONS), reasons=(Reason("closed", words("Closed")),))


TYPED = {
    "an option": (CHOICE, Raw(("till",)), Answered(Chosen("till"))),
    "an option with blanks": (CHOICE, Raw((" till ",)), Answered(Chosen("till"))),
    "nothing": (CHOICE, Raw(), None),
    "an empty field": (CHOICE, Raw(("",)), None),
    "an unknown option": (CHOICE, Raw(("Till",)), Problem("unknown_option", ("Till",))),
    "two options of a choice": (CHOICE, Raw(("till", "shop")), Problem("several_values")),
    "the same option twice": (CHOICE, Raw(("till", "till")), Problem("repeated_option", ("till",))),
    "ticks in any order": (MULTIPLE, Raw(("shop", "till")), Answered(Ticked(("till", "shop")))),
    "nothing ticked": (MULTIPLE, Raw(), None),
    "the option that stands alone": (MULTIPLE, Raw(("none",)), Answered(Ticked(("none",)))),
    "the option that stands alone, and others": (
        MULTIPLE,
        Raw(("till", "none")),
        Problem("exclusive_option", ("none",)),
    ),
    "a number": (NUMBER, Raw(("12,5",)), Answered(Figure(12.5))),
    "no number": (NUMBER, Raw(("nhiều",)), Problem("not_a_number", ("nhiều",))),
    "nan": (NUMBER, Raw(("nan",)), Problem("not_a_number", ("nan",))),
    "infinity": (NUMBER, Raw(("inf",)), Problem("not_a_number", ("inf",))),
    "an exponent": (NUMBER, Raw(("1e3",)), Problem("not_a_number", ("1e3",))),
    "digits of another script": (NUMBER, Raw(("١٢",)), Problem("not_a_number", ("١٢",))),
    "two numbers": (NUMBER, Raw(("1", "2")), Problem("several_values")),
    "a number below min": (NUMBER, Raw(("-6",)), Problem("too_small", (-6.0, -5.0))),
    "a number above max": (NUMBER, Raw(("5.001",)), Problem("too_large", (5001.0, 5000.0))),
    "a number at min, with the true minus sign": (NUMBER, Raw(("\u22125",)), Answered(Figure(-5.0))),
    "a number at max": (NUMBER, Raw(("5.000",)), Answered(Figure(5000.0))),
    "a number below the first band": (BANDED, Raw(("0,5",)), Problem("too_small", (0.5, 1.0))),
    "a number in the first band": (BANDED, Raw(("1",)), Answered(Figure(1.0))),
    "no number in an empty field": (NUMBER, Raw((" ",)), None),
    "a part and a whole": (RATIO, Raw(part="3", whole="12"), Answered(Part(3.0, 12.0))),
    "a part of nothing": (RATIO, Raw(part="3", whole="0"), Problem("whole_not_positive", (0.0,))),
    "a part below nothing": (RATIO, Raw(part="-3", whole="12"), Problem("part_negative", (-3.0,))),
    "a part without a whole": (RATIO, Raw(part="3"), Problem("ratio_incomplete")),
    "a part that is no number": (RATIO, Raw(part="x", whole="3"), Problem("not_a_number", ("x",))),
    "a part above the greatest percent": (RATIO, Raw(part="13", whole="12"), Problem("too_large", (1300 / 12, 100.0))),
    "an empty ratio": (RATIO, Raw(), None),
    "don't know": (CHOICE, Raw(state="?"), DontKnow()),
    "don't know where it is not offered": (STRICT, Raw(state="?"), Problem("dont_know_refused")),
    "does not apply, with a reason": (
        CHOICE,
        Raw(state="n/a", reason=" Không bán hàng "),
        NotApplicable("Không bán hàng"),
    ),
    "does not apply, without a reason": (CHOICE, Raw(state="n/a", reason=" "), Problem("reason_missing")),
    "does not apply where it is not offered": (STRICT, Raw(state="n/a", reason="x"), Problem("not_applicable_refused")),
    "a reason that is listed": (LISTED, Raw(state="n/a", reason="closed"), NotApplicable("closed")),
    "a reason that is not listed": (LISTED, Raw(state="n/a", reason="so"), Problem("unknown_reason", ("so",))),
    "a reason without end": (CHOICE, Raw(state="n/a", reason="x" * 501), Problem("too_long", (500, 501))),
    "control signs in a reason": (CHOICE, Raw(state="n/a", reason="a\x00b"), Problem("control")),
    "an unknown state": (CHOICE, Raw(state="maybe"), Problem("unknown_state", ("maybe",))),
    "don't know beside an answer": (RATIO, Raw(part="3", state="?"), Problem("contradictory")),
    "a reason left over beside an answer": (CHOICE, Raw(("till",), reason="x"), Answered(Chosen("till"))),
}


@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_becomes_an_answer_or_a_problem(name):
    asked, raw, expected = TYPED[name]
    assert read(asked, raw, "vi") == expected


NUMBERS = {
    ("vi", "1.204"): 1204.0,
    ("en", "1.204"): 1.204,
    ("vi", "1,204"): 1.204,
    ("en", "1,204"): 1204.0,
    ("vi", "1.204.500,75"): 1204500.75,
    ("en", "1,204,500.75"): 1204500.75,
    ("vi", "0,5"): 0.5,
    ("vi", " 12 "): 12.0,
    ("vi", "007"): 7.0,
    ("vi", "-1.000"): -1000.0,
    ("fr", "1.5"): 1.5,
    ("vi", "0.5"): Problem("grouping", ("0.5",)),
    ("vi", "0.500"): Problem("grouping", ("0.500",)),
    ("vi", "12.04"): Problem("grouping", ("12.04",)),
    ("vi", "1.2045"): Problem("grouping", ("1.2045",)),
    ("vi", "1204.500"): Problem("grouping", ("1204.500",)),
    ("vi", "1,2,3"): Problem("grouping", ("1,2,3",)),
    ("en", "1.204.500"): Problem("grouping", ("1.204.500",)),
    ("vi", "1.204,"): Problem("grouping", ("1.204,",)),
    ("vi", ",5"): Problem("grouping", (",5",)),
    ("vi", "."): Problem("not_a_number", (".",)),
    ("vi", "1 204"): Problem("not_a_number", ("1 204",)),
    ("vi", "12%"): Problem("not_a_number", ("12%",)),
    ("vi", "+5"): Problem("not_a_number", ("+5",)),
    ("en", "1_000"): Problem("not_a_number", ("1_000",)),
    ("en", "9" * 40): Problem("too_long", (32,)),
}


@pytest.mark.parametrize(("language", "text"), NUMBERS)
def test_numbers_are_read_in_the_language_they_are_typed_in(language, text):
    assert figures.typed(text, language) == NUMBERS[language, text]


CELLS = {
    "an option": (CHOICE, "till", Answered(Chosen("till"))),
    "several options": (MULTIPLE, "shop; till", Answered(Ticked(("till", "shop")))),
    "several options of a choice": (CHOICE, "shop;till", Problem("unknown_option", ("shop;till",))),
    "an option missing between signs": (MULTIPLE, "shop;;till", Problem("unknown_option", ("",))),
    "a number with a dot": (NUMBER, "12.5", Answered(Figure(12.5))),
    "a number with a comma": (NUMBER, "12,5", Problem("not_a_number", ("12,5",))),
    "a grouped number": (NUMBER, "1,204.5", Problem("not_a_number", ("1,204.5",))),
    "an exponent": (NUMBER, "1e2", Problem("not_a_number", ("1e2",))),
    "a ratio": (RATIO, "3/12", Answered(Part(3.0, 12.0))),
    "a ratio with blanks": (RATIO, " 3 / 12 ", Answered(Part(3.0, 12.0))),
    "a percent instead of a ratio": (RATIO, "25", Problem("ratio_incomplete")),
    "a ratio of three": (RATIO, "1/2/3", Problem("ratio_incomplete")),
    "not applicable": (CHOICE, "n/a", NotApplicable("")),
    "not applicable as Excel writes it": (CHOICE, "N/A", NotApplicable("")),
    "not applicable where a reason is listed": (LISTED, "n/a", NotApplicable("")),
    "not applicable where it is not offered": (STRICT, "n/a", Problem("not_applicable_refused")),
    "don't know": (NUMBER, "?", DontKnow()),
    "don't know where it is not offered": (STRICT, "?", Problem("dont_know_refused")),
    "nothing": (RATIO, "  ", None),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_becomes_an_answer_or_a_problem(name):
    asked, text, expected = CELLS[name]
    assert from_cell(asked, text) == expected


AMOUNTS = st.floats(0, 1e9, allow_nan=False).map(abs)
STATES = st.one_of(
    st.sampled_from([(CHOICE, Answered(Chosen(option.id))) for option in OPTIONS]),
    st.sampled_from([(MULTIPLE, Answered(Ticked(ticks))) for ticks in [("none",), ("till",), ("till", "shop")]]),
    st.floats(-5, 5000).map(lambda figure: (NUMBER, Answered(Figure(figure)))),
    st.tuples(st.floats(0, 1e6), st.floats(1e6, 1e9)).map(lambda pair: (RATIO, Answered(Part(*pair)))),
    st.sampled_from([(RATIO, DontKnow()), (CHOICE, NotApplicable("")), (NUMBER, DontKnow())]),
)


@given(STATES)
def test_a_state_survives_the_store(pair):
    asked, state = pair
    assert from_json(asked, to_json(state)) == state


@given(STATES)
def test_a_state_survives_a_file_unless_no_file_may_hold_it(pair):
    asked, state = pair
    cell = to_cell(asked, state)
    if len(cell.strip("-").replace("/", "")) <= 32:
        assert from_cell(asked, cell) == state


def test_a_missing_state_is_an_empty_cell():
    assert to_cell(CHOICE, None) == ""
    assert to_cell(LISTED, NotApplicable("closed")) == "n/a"


@pytest.mark.parametrize(
    ("figure", "text"),
    [(3.0, "3"), (0.1, "0.1"), (1e21, "1" + "0" * 21), (1e-7, "0.0000001"), (100.0, "100"), (-2.5, "-2.5")],
)
def test_a_number_is_written_without_exponent(figure, text):
    assert figures.written(figure) == text


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (CHOICE, None),
        (CHOICE, {}),
        (CHOICE, {"option": "gone"}),
        (CHOICE, {"option": 1}),
        (CHOICE, {"options": ["till"]}),
        (CHOICE, {"number": 1}),
        (STRICT, {"dont_know": True}),
        (STRICT, {"not_applicable": "x"}),
        (MULTIPLE, {"options": ["none", "till"]}),
        (MULTIPLE, {"options": []}),
        (NUMBER, {"number": True}),
        (NUMBER, {"number": math.nan}),
        (NUMBER, {"number": math.inf}),
        (NUMBER, {"number": "1"}),
        (NUMBER, {"number": 1e9}),
        (RATIO, {"part": 1, "whole": 0}),
        (RATIO, {"part": 1}),
        (RATIO, {"part": 1e308, "whole": 1e-10}),
    ],
)
def test_a_store_that_disagrees_with_its_questionnaire_is_an_error(asked, value):
    with pytest.raises(UnreadableAnswer):
        from_json(asked, value)


def test_whole_numbers_from_the_store_are_figures():
    assert from_json(NUMBER, {"number": 4}) == Answered(Figure(4.0))
    assert from_json(RATIO, {"part": 1, "whole": 4}) == Answered(Part(1.0, 4.0))


def test_every_problem_has_its_sentence():
    met = [state for _, _, state in (*TYPED.values(), *CELLS.values()) if isinstance(state, Problem)]
    met += [number for number in NUMBERS.values() if isinstance(number, Problem)]
    assert {problem.code for problem in met} == set(PROBLEMS)
    assert all("{" not in explained(problem) for problem in met)


def test_a_problem_is_explained_with_its_figures():
    assert explained(Problem("too_small", (0.5, 1.0))) == "0.5 is below the least possible answer, 1"


def test_answers_are_changed_by_copies_alone():
    before = Answers({"a": DontKnow()})
    after = before.with_("b", Answered(Chosen("x"))).with_("a", None)
    assert (dict(before), dict(after)) == ({"a": DontKnow()}, {"b": Answered(Chosen("x"))})
    assert (before.of("a"), before.of("b"), before["a"]) == (DontKnow(), None, DontKnow())
    assert len(before) == 1


def test_equal_answers_are_equal_whatever_their_order():
    one = Answers({"a": DontKnow(), "b": NotApplicable("x")})
    other = Answers({"b": NotApplicable("x"), "a": DontKnow()})
    assert one == other
    assert hash(one) == hash(other)
    assert repr(Answers({"a": DontKnow()})) == "Answers({'a': DontKnow()})"


def test_a_profile_keeps_a_copy():
    facts = {"size": "small"}
    profile = Profile(facts)
    facts["size"] = "large"
    assert (profile.of("size"), profile.of("place")) == ("small", None)


def context(kind, **more):
    return ContextQuestion("q", words("Q"), None, kind, **more)


@pytest.mark.parametrize(
    ("question", "raw", "expected"),
    [
        (context("choice", options=OPTIONS), Raw(("till",)), Chosen("till")),
        (context("multiple", options=OPTIONS), Raw(("shop", "till")), Ticked(("till", "shop"))),
        (context("multiple", options=OPTIONS), Raw(("none", "till")), Problem("exclusive_option", ("none",))),
        (context("number", minimum=0.0), Raw(("1.000",)), Figure(1000.0)),
        (context("number", minimum=0.0), Raw(("-1",)), Problem("too_small", (-1.0, 0.0))),
        (context("text"), Raw((" Bán hàng ra nước ngoài ",)), Words("Bán hàng ra nước ngoài")),
        (context("text"), Raw(("x" * 2001,)), Problem("too_long", (2000, 2001))),
        (context("text"), Raw(("a\x07",)), Problem("control")),
        (context("text"), Raw((" ",)), None),
        (context("choice", options=OPTIONS), Raw(), None),
    ],
)
def test_context_is_read_by_the_same_rules(question, raw, expected):
    found = read_context(question, raw, "vi")
    assert found == expected
    if found is not None and not isinstance(found, Problem):
        assert context_from_json(question, context_to_json(found)) == found


@pytest.mark.parametrize(
    ("question", "stored"),
    [(context("text"), {"number": 1}), (context("number"), {"number": "x"}), (context("choice"), None)],
)
def test_stored_context_that_does_not_fit_is_an_error(question, stored):
    with pytest.raises(UnreadableAnswer):
        context_from_json(question, stored)
